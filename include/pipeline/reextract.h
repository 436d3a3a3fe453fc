/*
 * Today's rules over the articles of the record: what they read otherwise than
 * the rules that made its claims is superseded by new rows, never overwritten,
 * and the ledger says which rules gave way to which. What a person has decided
 * stays as it was decided, and so does what was imported as a claim.
 */
#ifndef PIPELINE_REEXTRACT_H
#define PIPELINE_REEXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "config/config.h"

struct store;

/* One difference; a row of the list that --dry-run prints. */
struct reextract_difference {
	int64_t article_id;
	int64_t claim_id;   /* that is superseded; 0: the claim is new */
	const char *before; /* the claim in a line; NULL: none was there */
	const char *now;    /* the claim in a line; NULL: nothing is read there now */
	const char *quote;
	const char *why; /* "engine-5e6f7a8b 0a1b2c3d → engine-5e6f7a8b 11223344" */
};

/* Called for each; lent for the call. NULL: nobody wants to know. */
typedef void reextract_tell_fn(const struct reextract_difference *difference, void *arg);

struct reextract_counts {
	int64_t articles;   /* that were looked at */
	int64_t failed;     /* that the rules could not read */
	int64_t superseded; /* claims that count no more as they are */
	int64_t claims;     /* new ones */
	int64_t changes;    /* entries of the ledger */
};

/*
 * All of it, here and now, for integractl: the config has been loaded whole,
 * with its lexicon. dry: nothing is written, and the store may be a reader's.
 */
int reextract_here(struct store *store, const struct config *config, const char *who, bool dry,
                   reextract_tell_fn *tell, void *arg, struct reextract_counts *ret_counts,
                   struct err *err) MUST_CHECK;

#endif
