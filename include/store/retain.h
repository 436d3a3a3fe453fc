/*
 * What the record lets go with time, a few rows at a call: articles that gave
 * no claim, tombstones of items, the log of polls; and the space they took.
 * Claims, changes and their articles, with the copies of those, stay for ever.
 * Each function runs inside a transaction of the caller.
 */
#ifndef STORE_RETAIN_H
#define STORE_RETAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct store_retained {
	size_t looked_at;
	size_t dropped;
	bool is_done; /* nothing is left that is old enough */
};

/*
 * Looks at `limit` articles behind *cursor (0: from the first on), which it
 * moves; those recorded before before_s are dropped with their texts, unless a
 * claim needs them. The last article stays, so that no id is ever given twice.
 */
int store_retain_articles(struct store *store, int64_t before_s, size_t limit, int64_t *cursor,
                          struct store_retained *ret, struct err *err) MUST_CHECK;
/* Of the next `limit` sources behind *cursor (an id). */
int store_retain_items(struct store *store, int64_t before_s, size_t limit, int64_t *cursor,
                       struct store_retained *ret, struct err *err) MUST_CHECK;
int store_retain_polls(struct store *store, int64_t before_s, size_t limit,
                       struct store_retained *ret, struct err *err) MUST_CHECK;
/* Gives at most `limit` free pages back to the file system. */
int store_retain_pages(struct store *store, size_t limit, struct store_retained *ret,
                       struct err *err) MUST_CHECK;

#endif
