/*
 * Decisions that are made together, and what follows from them in the ledger:
 * their own entries; the table of change.h for each claim that counts from now
 * on; and once for each series that lost what was current or told last, what
 * holds in its place. Runs inside a transaction of the caller.
 */
#ifndef PIPELINE_VERDICT_H
#define PIPELINE_VERDICT_H

#include "commit.h"
#include "model/decision.h"
#include "store/claims.h"

struct verdict_item {
	int64_t claim_id;
	int64_t by_claim_id; /* recorded already; 0: none takes its place */
	enum decision_verdict verdict;
	bool is_copy;    /* decided with another one, of which it is a copy */
	const char *why; /* NULL: as all of them */
	/* filled in by verdicts_apply() */
	struct store_claim *claim;
	int64_t decision_id;
	bool was_accepted;
};

struct verdicts {
	struct commit *commit;
	const char *who;
	const char *why;
	int64_t made_s; /* of imported ones: when, in the other record; 0 */
	struct verdict_item *items;
	size_t count;
	size_t cap;
	int64_t *fresh; /* claims that were recorded for this, and are to be compared */
	size_t fresh_count;
	size_t fresh_cap;
};

/* who and why are kept. */
void verdicts_init(struct verdicts *verdicts, struct commit *commit, const char *who,
                   const char *why);
void verdicts_done(struct verdicts *verdicts);

void verdicts_add(struct verdicts *verdicts, int64_t claim_id, enum decision_verdict verdict,
                  int64_t by_claim_id, bool is_copy);
void verdicts_add_fresh(struct verdicts *verdicts, int64_t claim_id);
int verdicts_apply(struct verdicts *verdicts, struct err *err) MUST_CHECK;

/* What people decided of the words that a claim stands in. */
enum verdict_words {
	VERDICT_OPEN,    /* nothing */
	VERDICT_REFUSED, /* rejected: the claim becomes held */
	VERDICT_SETTLED, /* how they are to be read: the claim is not recorded */
};
int verdict_honour(struct commit *commit, struct claim *claim,
                   const struct store_article_id *article, enum verdict_words *ret_words,
                   struct err *err) MUST_CHECK;

/*
 * Where the words are open: what a person decided of a copy, of the origin that
 * the article has now, holds or accepts the claim.
 */
int verdict_honour_copy(struct commit *commit, struct claim *claim, int64_t article_id,
                        struct err *err) MUST_CHECK;

#endif
