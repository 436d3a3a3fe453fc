/* Whether the record is sound, from its pages up to what it says. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/figure.h"
#include "store/store.h"

/* The rule for a series' current figure, given from above: change_current(). */
typedef const struct figure *store_choose_fn(const struct figure *list, size_t count);

struct store_report {
	const char **faults; /* one line each, for people; at most STORE_FAULTS */
	size_t fault_count;  /* all of them, also those that are not listed */
	int64_t change_count;
	int64_t claim_count;
	int64_t series_count;
	bool is_damaged; /* the file itself: not all of the record could be read */
};
#define STORE_FAULTS 100

/*
 * Looks at SQLite's own structures, foreign keys, the ledger's hash chain, that
 * each entry's columns are what its hashed text says, the claims' natural keys
 * and chain of seals, which the entries name, the texts' SHA-256, that each
 * decision is the one that the ledger names, and that the current figures are
 * what `choose` makes of claims and decisions. Not proven: claims
 * from before there were seals but for their natural keys, and an article's
 * date. head: a hash that the ledger must contain (NULL: none is asked for).
 * What is found wrong is in the report; -1 only where the looking itself
 * failed.
 */
int store_verify(struct store *store, store_choose_fn *choose, const char *head,
                 struct arena *arena, struct store_report *ret_report, struct err *err) MUST_CHECK;

/*
 * Derives what can be derived: what the decisions make of the claims, the origins
 * of the articles from what joined what, the counts of the series, the current
 * figures. What was wrong, and is mended now, is in
 * the report. The ledger is never touched. Inside a transaction only.
 */
int store_rebuild(struct store *store, store_choose_fn *choose, struct arena *arena,
                  struct store_report *ret_report, struct err *err) MUST_CHECK;

#endif
