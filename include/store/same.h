/* Where else a figure was printed in the same days: what may be of one origin. */
#ifndef STORE_SAME_H
#define STORE_SAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/source.h"
#include "store/store.h"

struct store_same {
	int64_t article_id;
	int64_t text_id;
	const char *outlet;
	enum source_trust trust;
	bool in_title; /* the place of the quote */
	size_t offset;
	size_t length;
};

/*
 * Claims of the claim's figure in its series that are STORE_COPY_DAYS apart at
 * most, in articles of other origins; of whatever status, the newest first.
 */
int store_same_figures(struct store *store, int64_t claim_id, size_t limit, struct arena *arena,
                       struct store_same **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

#endif
