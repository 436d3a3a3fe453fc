/*
 * Decisions on claims: append-only, the last one of a claim counts. What it
 * makes of the claim is kept beside them (the claim's effective status), so
 * that every list and figure of the record has it.
 */
#ifndef STORE_DECISIONS_H
#define STORE_DECISIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/decision.h"
#include "model/figure.h"
#include "store/store.h"

struct store_decision {
	struct decision decision;
	int64_t claim_id;
	int64_t by_claim_id; /* 0: none stands in its place */
};

/*
 * Records a decision; of decision->decision the verdict, who, why,
 * recorded_s and made_s are looked at. The caller enters it into the ledger in the same
 * transaction, since that is what proves it.
 */
int store_add_decision(struct store *store, const struct store_decision *decision, int64_t *ret_id,
                       struct err *err) MUST_CHECK;

/* Of one claim (0: all), in the order in which they were made. */
int store_list_decisions(struct store *store, int64_t claim_id, struct arena *arena,
                         struct store_decision **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;

/* A claim of an article that was decided on, and the last decision. */
struct store_decided {
	struct figure figure;
	enum decision_verdict verdict;
};
int store_decided_of_article(struct store *store, int64_t article_id, struct arena *arena,
                             struct store_decided **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;

/*
 * The last decision of a person on a claim of this figure in the article's origin;
 * *ret_claim_id 0: there is none.
 */
int store_decided_copy(struct store *store, const struct claim *claim, int64_t article_id,
                       int64_t *ret_claim_id, enum decision_verdict *ret_verdict, struct err *err)
	MUST_CHECK;

/*
 * The other claims of a claim's origin that say the same of the same time, but
 * for those that are superseded; their ids.
 */
int store_copies_of(struct store *store, int64_t claim_id, struct arena *arena, int64_t **ret_list,
                    size_t *ret_count, struct err *err) MUST_CHECK;

/* How many claims wait for a person. */
int store_count_held(struct store *store, int64_t *ret_count, struct err *err) MUST_CHECK;

#endif
