/*
 * The quick first pass: hints that a text may be of the subject, found at the
 * beginnings of its words without reading it any closer.
 */
#ifndef EXTRACT_HINTS_H
#define EXTRACT_HINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "words.h"

enum hint {
	HINT_PROGRAMME = 1, /* "programme", "road map", "guidelines" */
	HINT_ACTIVITY = 32, /* "measures", "tasks" */
	HINT_UNION = 2,     /* a word that makes them ours: "union", "integration" */
	HINT_STATE = 4,     /* the Union State, by its whole name, or what else is ours alone */
	HINT_NAME = 8,      /* a word of a programme's name */
	HINT_SIZE = 16,     /* a number that is a package's total, or its years */
};

struct hints;

struct hints *hints_new(struct arena *arena, const struct fold_table *fold);

/*
 * Adds a phrase in the notation of vocabulary.h, folded already. It is found by
 * its first word and the beginnings of the others.
 */
void hints_add(struct hints *hints, const char *phrase, enum hint hint);

/* Adds the words of a programme's name, folded, in any inflection. */
void hints_add_name(struct hints *hints, const char *name);

/* To be called once, behind the last that is added. */
void hints_finish(struct hints *hints);

/*
 * Has the text any letter that a phrase is made of, one of those without which
 * hints are never enough? A look at its bytes alone: most texts are of another
 * script than most languages.
 */
bool hints_may_suffice(const struct hints *hints, const char *text, size_t len);

/* The hints in a text, a set of enum hint; stops reading when they are enough. */
unsigned hints_find(const struct hints *hints, const char *text, size_t len);

/* Are they enough to read the text closely? */
bool hints_are_enough(unsigned found);

#endif
