/* Every text of the record by its words: folded as base/fold.h says, indexed by FTS5. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/store.h"

/* A piece of a text, as printed; is_match: it is a word that was looked for. */
struct store_piece {
	const char *text;
	bool is_match;
};

struct store_hit {
	int64_t article_id;
	const char *published; /* with its own precision; "" where it is not known */
	const char *source;
	const char *outlet;
	const char *address;
	const char *title;
	int64_t claim_count;
	struct store_piece *snippet; /* some words around the first that match */
	size_t snippet_count;
};

/*
 * Articles that have all the words, each once, the newest first. Words are
 * separated by spaces; "several words" in quotation marks stand together, and
 * word* is any word that begins so. ERR_INPUT says in one line what is wrong
 * with them. limit 0: all.
 */
int store_search(struct store *store, const char *words, size_t limit, struct arena *arena,
                 struct store_hit **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

/*
 * A text is in the index when its transaction is committed. Whoever is in haste
 * says so once, after opening, and calls store_index_rest() a moment after each
 * commit while store_may_have_unindexed(), and store_tidy() after that; until
 * then the last few texts are not found. What a crash left behind is seen so too.
 */
void store_index_late(struct store *store);
bool store_may_have_unindexed(const struct store *store);
/* Inside a transaction. They are few. */
int store_index_rest(struct store *store, struct err *err) MUST_CHECK;

/*
 * How many texts are not in the index yet: of a record that is older than it, and
 * those of a moment ago, which stay out where the daemon was killed in that moment.
 */
int store_search_left(struct store *store, int64_t *ret_left, struct err *err) MUST_CHECK;
/* Puts at most `limit` of them into it; inside a transaction. */
int store_search_fill(struct store *store, size_t limit, bool *ret_is_done, struct err *err)
	MUST_CHECK;

#endif
