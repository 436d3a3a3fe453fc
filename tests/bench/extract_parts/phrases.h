/* The phrases of a language's lexicon and the names of the programmes, for the floors. */
#ifndef BENCH_EXTRACT_PHRASES_H
#define BENCH_EXTRACT_PHRASES_H

#include "base/arena.h"
#include "base/tree.h"
#include "floors.h"
#include "model/package.h"

struct phrases {
	const struct tree *files; /* of the lexicon, as config has read them */
	const struct package_list *packages;
	const char *language;
};

/* All of them, as far as they are spelled out. */
struct automaton phrases_automaton(const struct phrases *phrases);

/* Those that the first pass looks for, with their endings, as a regular expression. Yours. */
char *phrases_pattern(const struct phrases *phrases);

#endif
