/* Words that are looked for: what the person typed, for the index and for the eye. */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/search.h"

struct sought_word {
	const char *folded;
	bool is_start; /* any word that begins so */
};

struct sought {
	const char *expression; /* for FTS5 */
	struct sought_word *words;
	size_t count;
};

/* ERR_INPUT: what is wrong with them. */
int words_parse(const char *typed, struct arena *arena, struct sought *ret_sought, struct err *err)
	MUST_CHECK;

/* Where in the text most of the words stand together, as pieces. */
void words_snippet(const struct sought *sought, const char *text, struct arena *arena,
                   struct store_piece **ret_pieces, size_t *ret_count);

#endif
