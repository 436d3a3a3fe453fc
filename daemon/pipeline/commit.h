/*
 * What one reply brought, into the record: articles first, then their claims
 * in the order of change_order_cmp(), each compared with its series and
 * entered into the ledger. Runs inside a transaction of the caller.
 */
#ifndef PIPELINE_COMMIT_H
#define PIPELINE_COMMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "change/change.h"
#include "model/agency.h"
#include "model/article.h"
#include "model/source.h"
#include "store/articles.h"
#include "store/store.h"

/* One transaction may hold this much of what it records and compares. */
#define COMMIT_ARENA_BYTES (256u * 1024 * 1024)

/* Whose article it is. */
struct commit_source {
	int64_t id;
	const char *key;
	const char *outlet; /* for people */
	enum source_trust trust;
	int64_t first_poll_s;  /* 0 for imports */
	int64_t first_reply_s; /* the same */
};

/* A claim that waits for its turn, then an entry of the ledger that was made. */
struct commit_claim {
	struct figure order; /* as far as the order needs it */
	struct store_article_id article;
	const struct commit_source *source;
	size_t number;    /* among those that were put in line, from 1 on */
	int64_t claim_id; /* once it has had its turn; 0: it is not recorded */
	bool is_backfill;
	bool stands;        /* the text before had it too */
	const char *engine; /* the commit's, when the article was added */
};

struct commit_entry {
	int64_t change_id;
	char hash[HASH_HEX_SIZE];
	struct change_entry entry;
	struct figure fresh;
};

struct commit {
	struct store *store;
	struct arena *arena;
	int64_t now_s;
	int threshold;                      /* per mille */
	const char *engine;                 /* lexicon_version() of the reader, or "import" */
	const struct agency_list *agencies; /* NULL: none is known */
	bool is_import;
	bool is_visit; /* the article's page as it is today */
	struct commit_claim *claims;
	size_t claim_count;
	size_t claim_cap;
	int64_t *merged; /* origins that took in articles which had another one before */
	size_t merged_count;
	size_t merged_cap;
	const char **unsettled; /* series whose current figure is to be chosen anew */
	size_t unsettled_count;
	size_t unsettled_cap;
	/* what came of it */
	struct commit_entry *entries;
	size_t entry_count;
	size_t entry_cap;
	size_t new_articles;
	size_t new_claims;
	size_t known_claims;
	size_t copies; /* new claims that only repeat what their origin has said */
};

/* The arena owns what the commit points to, entries included, until the caller frees it. */
void commit_init(struct commit *commit, struct store *store, struct arena *arena, int64_t now_s);
void commit_done(struct commit *commit);

/*
 * Records the article and puts its claims in line. With wants_follow the
 * article is to be fetched, and its claims are left for then. source is kept.
 */
int commit_add_article(struct commit *commit, const struct article *article,
                       const struct commit_source *source, bool wants_follow,
                       struct store_article_id *ret_id, struct err *err) MUST_CHECK;

/* The two articles are copies of one report. Before the claims are compared. */
int commit_join(struct commit *commit, int64_t article_id, int64_t other_id, struct err *err)
	MUST_CHECK;

/* One entry into the ledger: fresh is the figure that it is about, recorded already. */
int commit_enter(struct commit *commit, const struct change_entry *entry,
                 const struct figure *fresh, const char *series, struct err *err) MUST_CHECK;

/* Chooses the current figure of a series anew, of all its figures. */
int commit_choose_current(struct commit *commit, const char *series, struct err *err) MUST_CHECK;

/* Chooses anew what is current wherever origins were joined; commit_compare() does. */
int commit_settle(struct commit *commit, struct err *err) MUST_CHECK;

/* Records the claims in line and what they change. */
int commit_compare(struct commit *commit, struct err *err) MUST_CHECK;

#endif
