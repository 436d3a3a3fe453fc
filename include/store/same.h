/*
 * Where else a figure was printed in the same days: what may be of one origin.
 * Of a figure its claim and day of publication are looked at; it need not be in
 * the record yet, its article is.
 */
#ifndef STORE_SAME_H
#define STORE_SAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/figure.h"
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
 * Claims of the figure in its series that are STORE_COPY_DAYS apart at most, in
 * articles of other origins than article_id; of whatever status, the newest first.
 */
int store_same_figures(struct store *store, const struct figure *figure, int64_t article_id,
                       size_t limit, struct arena *arena, struct store_same **ret_list,
                       size_t *ret_count, struct err *err) MUST_CHECK;

/* Of those with a credit to the agency, all: one article of each origin. */
int store_same_credits(struct store *store, const struct figure *figure, int64_t article_id,
                       const char *agency, struct arena *arena, int64_t **ret_articles,
                       size_t *ret_count, struct err *err) MUST_CHECK;

/* Once is enough. */
int store_add_credit(struct store *store, int64_t claim_id, const char *agency, struct err *err)
	MUST_CHECK;
/* By name. */
int store_list_credits(struct store *store, int64_t claim_id, struct arena *arena,
                       const char ***ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

#endif
