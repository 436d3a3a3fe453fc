/*
 * A small lexicon for tests, so that they speak of the engine and not of the
 * words that we happen to know. Its notation: a line a section, "section: a, b"
 * or, with values, "section: a=1, b=2"; '\n' ends a line.
 */
#ifndef TINY_H
#define TINY_H

#include "base/tree.h"
#include "extract/lexicon.h"

/* One file of a lexicon, in the arena; every node knows its line. */
const struct tree *tiny_tree(struct arena *arena, const char *file, const char *text);

/* English, with two packages: 28 programmes (gas-market, tourism) and 310 tasks. */
struct lexicon *tiny_lexicon(struct arena *arena);

extern const char tiny_english[];
extern const struct package_list tiny_packages;

#endif
