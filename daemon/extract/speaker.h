/*
 * People and bodies as a text names them: "Deputy Economy Minister Alesya
 * Abramenko", "в аппарате белорусского вице-премьера". Which words they are
 * called by the lexicons know; a name is a run of capitalised words.
 */
#ifndef EXTRACT_SPEAKER_H
#define EXTRACT_SPEAKER_H

#include "document.h"

struct voices;

struct speaker {
	uint32_t first; /* tokens first … last: office and name, without an article */
	uint32_t last;
	int32_t name_first; /* the surname; -1: an office or body without one */
	int32_t name_last;
	uint32_t core_last; /* the last token of the office; last where there is no name */
};

/* Lays the words for speakers over the document; in its arena. */
struct voices *voices_new(const struct document *doc);

/* A mark of the speakers' vocabulary. */
bool voice_is(const struct voices *voices, size_t token, enum mark mark);
size_t voice_past(const struct voices *voices, size_t token);

/* Hardly a token begins one: an office and its kin does, or a capital letter. */
bool speaker_may_begin(const struct voices *voices, size_t token);

/* The longest phrase for a speaker that begins at the token. */
bool speaker_read(const struct voices *voices, size_t token, const struct sentence *s,
                  struct speaker *ret);

/* Is the name in a case in which nobody is a subject ("Путиным")? */
bool speaker_is_oblique(const struct voices *voices, const struct speaker *speaker);

/*
 * The surname, else the office or body, in the nominative; in the arena. What
 * is oblique stands behind a preposition, so its endings are taken back.
 */
const char *speaker_name(const struct voices *voices, const struct speaker *speaker, bool oblique);

/* "the minister", where the text has a minister by name: is it he? Of a bare office only. */
bool speaker_is_of_office(const struct voices *voices, const struct speaker *named,
                          const struct speaker *office);

#endif
