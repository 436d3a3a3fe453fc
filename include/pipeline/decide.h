/*
 * What people decide on claims: confirm, reject, correct. The daemon and
 * integractl run the same code.
 *
 * A request's body is a JSON object:
 *
 *   {"claim": 12, "why": "he spoke of trade", "only": true, "fields": {"as_of": "2023-03"}}
 *
 * why      a sentence; needed to reject and to correct
 * only     the claim alone; else its copies, those of its origin that say the same, are
 *          decided with it
 * fields   to correct only: those that differ, as `export` names them
 */
#ifndef PIPELINE_DECIDE_H
#define PIPELINE_DECIDE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/decision.h"
#include "model/package.h"

struct store;

struct decide_request {
	enum decision_verdict verdict;
	const char *who;
	const char *body;
	size_t len;
};

/*
 * Decides in a transaction of its own. Appends to out
 *
 *   {"claim": 12, "verdict": "rejected", "status": "rejected", "by": null, "copies": 2,
 *    "decisions": [3, …], "changes": [{"id", "kind", "series", "old", "new", "hash"}, …]}
 *
 * ERR_INPUT where the request makes no sense: the text says what to do.
 */
int decide_here(struct store *store, const struct package_list *packages,
                const struct decide_request *request, int64_t now_s, struct buf *out,
                struct err *err) MUST_CHECK;

/* The fields that a correction may change: "as_of", "value" …; the last is NULL. */
extern const char *const decide_fields[];

#endif
