/* Words without their inflection, by the endings that a language strips. */
#ifndef EXTRACT_STEMS_H
#define EXTRACT_STEMS_H

#include <stddef.h>

#include "base/arena.h"

struct ending;

struct stemmer {
	const struct ending *by_last[256]; /* by the last byte, the longest first */
};

/* Takes the endings longest first, NULL-terminated (or NULL for none); keeps the strings. */
struct stemmer *stemmer_new(struct arena *arena, const char *const *endings);

/* Bytes of the word without its ending: at least four are kept, or it all. */
size_t stem_len(const struct stemmer *stemmer, const char *word, size_t len);

#endif
