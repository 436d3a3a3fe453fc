/* Claims, which are never altered once they are recorded: triggers see to it. */
#ifndef STORE_CLAIMS_H
#define STORE_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/figure.h"
#include "store/articles.h"
#include "store/store.h"

/* What is fixed in a claim's row beside its fields. */
struct store_claim_facts {
	enum source_trust trust;
	int threshold;       /* per mille: under it a claim is held */
	const char *engine;  /* version of the extraction engine; "import" for imports */
	const char *lexicon; /* version of the lexicons */
	bool is_backfill;
	int64_t recorded_s;
	/*
	 * Another reading of a claim that the article has made already: newer
	 * rules see it with another confidence. It is recorded as well.
	 */
	bool is_read_again;
	int64_t returned_s; /* the article said something else since, and says it again; 0: no */
};

/*
 * Records a claim of an article's text. *ret_is_new is false, and nothing is
 * written, where the article has made this claim before (the natural key).
 * Either way *ret_id is the claim's row; where it was read several times, the
 * last one's.
 */
int store_add_claim(struct store *store, const struct claim *claim,
                    const struct store_article_id *article, const struct store_claim_facts *facts,
                    int64_t *ret_id, bool *ret_is_new, struct err *err) MUST_CHECK;

/* A claim as it is shown. */
struct store_claim {
	struct figure figure;
	const char *series;
	int64_t article_id;
	int64_t text_id;
	const char *guid;  /* of the article, as its publisher calls it; "": none */
	const char *title; /* of the article */
	int threshold;
	const char *engine;
	const char *lexicon;
	int64_t recorded_s;
	int64_t fetched_s;  /* when its text was */
	int64_t returned_s; /* see struct store_claim_facts */
	int64_t origins;    /* independent ones that give this figure for this as-of */
	int64_t copies;     /* articles that give it, this one included */
};

/* NULL, "" or 0 in a place: it does not matter. */
struct store_claim_filter {
	const char *package;
	const char *subject;
	const char *series;
	const char *source;
	const char *status;   /* "accepted", "held", "rejected", "superseded" */
	const char *modality; /* "actual", "expected" */
	int64_t article_id;
	int64_t before_id; /* only ids under it: the next page of a list */
	size_t limit;      /* 0: all */
};

/* Newest first. origins and copies are not counted in lists. */
int store_list_claims(struct store *store, const struct store_claim_filter *filter,
                      struct arena *arena, struct store_claim **ret_list, size_t *ret_count,
                      struct err *err) MUST_CHECK;
/*
 * By how many independent origins, in how many articles, the claim's figure is
 * given for its as-of: of what counts, which the claim itself may not.
 */
int store_count_same(struct store *store, int64_t claim_id, int64_t *ret_origins,
                     int64_t *ret_copies, struct err *err) MUST_CHECK;

/* One claim; *ret_claim is NULL where there is none. Its siblings: list by article_id. */
int store_find_claim(struct store *store, int64_t claim_id, struct arena *arena,
                     struct store_claim **ret_claim, struct err *err) MUST_CHECK;

/* The id of the claim with the natural key, 0 where there is none. */
int store_claim_id(struct store *store, const char *natural_key, int64_t *ret_id, struct err *err)
	MUST_CHECK;

/*
 * Calls fn for every claim in the order of recording, without holding them all
 * in memory: what an export is made of. The claim lives until fn returns; fn
 * returns 0 to go on, anything else ends the walk and is returned as it is.
 */
typedef int store_claim_fn(const struct store_claim *claim, void *arg, struct err *err);
int store_each_claim(struct store *store, const struct store_claim_filter *filter,
                     store_claim_fn *fn, void *arg, struct err *err) MUST_CHECK;

#endif
