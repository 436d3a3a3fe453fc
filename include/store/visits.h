/*
 * Visits to the pages of articles that gave claims: when the next one is due,
 * and what the last ones saw of each quote. State, unlike the ledger.
 */
#ifndef STORE_VISITS_H
#define STORE_VISITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/articles.h"
#include "store/store.h"

struct store_visit {
	int64_t first_s;  /* the plan counts from it */
	int64_t next_s;   /* 0: never any more */
	int done;         /* visits of the plan */
	int tries;        /* of the next visit, that told nothing */
	const char *etag; /* verbatim, of a page that had every quote; "": none */
	const char *last_modified;
	const char *why; /* what the last visit told; "": all is as it was */
};

/* From now on the article is visited; where it is already, nothing changes. */
int store_plan_visits(struct store *store, int64_t article_id, int64_t first_s, int64_t next_s,
                      struct err *err) MUST_CHECK;
int store_save_visit(struct store *store, int64_t article_id, const struct store_visit *visit,
                     struct err *err) MUST_CHECK;

/* tries and next_s of the page are the visit's. */
struct store_visit_job {
	struct store_follow_job page;
	struct store_visit visit;
	bool was_followed; /* its claims were read from its page, not from a feed */
};

/* Visits whose time has come, the longest overdue first, at most `limit`. */
int store_due_visits(struct store *store, int64_t now_s, size_t limit, struct arena *arena,
                     struct store_visit_job **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;
/* When the next one is due; 0: none. */
int store_next_visit(struct store *store, int64_t *ret_next_s, struct err *err) MUST_CHECK;

/* What the visits saw of a claim's quote. */
struct store_sight {
	bool was_seen;
	int misses; /* in a row */
	bool told_edited;
	bool told_gone;
};
/* As it was saved; where it never was, *ret_sight stays as it is. */
int store_get_sight(struct store *store, int64_t claim_id, struct store_sight *ret_sight,
                    struct err *err) MUST_CHECK;
int store_save_sight(struct store *store, int64_t claim_id, const struct store_sight *sight,
                     struct err *err) MUST_CHECK;

#endif
