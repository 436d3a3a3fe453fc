/*
 * What a visit to an article says of the claims that it gave (DESIGN §5:
 * source-edited, source-gone). Pure, as change.h is.
 */
#ifndef CHANGE_VISIT_H
#define CHANGE_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "change/change.h"

enum change_look {
	CHANGE_LOOK_SEEN,   /* the quote stands there, whatever marks are around its words */
	CHANGE_LOOK_EDITED, /* words much like it do */
	CHANGE_LOOK_GONE,
};

/* What the page has in a quote's place; "" where there is nothing. */
struct change_words {
	const char *quote; /* all of it */
	const char *was;   /* of the quote: the words that differ, from the first to the last */
	const char *is;    /* of the page: the same */
};

enum change_look change_look_for(const char *quote, const char *title, const char *text,
                                 struct arena *arena, struct change_words *ret_words);

/*
 * What the visits so far saw of a claim. A page that never had the quote cannot
 * lose it: a feed may have another text than its page.
 */
struct change_sight {
	bool was_seen;
	int misses; /* visits in a row that did not find it */
	bool told_edited;
	bool told_gone;
};

/*
 * After one more visit. True where it is to be told, for the first time, that
 * *ret_kind is so: in two visits in a row the quote was not there.
 */
bool change_sight_next(struct change_sight *sight, enum change_look look, bool is_page_gone,
                       enum change_kind *ret_kind);

/* Whether another visit has to say what this one said. */
bool change_sight_is_in_doubt(const struct change_sight *sight);

/* What an entry tells of the visit. */
struct change_visit {
	const char *why; /* "http-404", or what is seen on the page, in one line */
	struct change_words words;
	const char *sha256; /* of the page's text, as the archive has it; "" where there is none */
};

/* "source-gone:" and the claim's natural key: each is told once of a claim. Yours. */
char *change_visit_key(enum change_kind kind, const char *natural_key);

/* About the claim as it was recorded, which stays. visit and key are kept. */
struct change_entry change_visited(enum change_kind kind, const struct change_visit *visit,
                                   const char *key);

#endif
