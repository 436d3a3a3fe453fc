/*
 * What people decided of a claim in another record, as a line of `export` has it:
 *
 *   "decisions": [{"verdict": "corrected", "who": "anna", "why": "he spoke of May",
 *                  "at": "2023-06-01T10:00:00Z", "fields": {"as_of": "2023-05", …}}]
 *
 * in the order in which they were made; `fields`, of a correction alone, are those
 * of the claim that stands in its place. Rules' own work is not among them.
 */
#ifndef PIPELINE_IMPORT_DECISIONS_H
#define PIPELINE_IMPORT_DECISIONS_H

#include <jansson.h>

#include "base/arena.h"
#include "commit.h"
#include "model/decision.h"
#include "model/package.h"

struct imported_decision {
	enum decision_verdict verdict;
	const char *who;
	const char *why;
	int64_t made_s;
	const char *fields; /* JSON; NULL where the verdict is no correction */
};

struct imported_decisions {
	struct imported_decision *list;
	size_t count;
};

/* Of a claim's line. None where it has no such field. ERR_INPUT: the text says what is wrong. */
int import_read_decisions(const json_t *claim, int64_t now_s, struct arena *arena,
                          struct imported_decisions *ret, struct err *err) MUST_CHECK;

/*
 * Makes those that the record does not have, as of the claim, which is in it.
 * Where somebody has decided here, that stays, and nothing is taken over. Adds to
 * *taken and *left how many were made, and how many were not for that reason.
 */
int import_decide(struct commit *commit, const struct package_list *packages, int64_t claim_id,
                  const struct imported_decisions *decisions, size_t *taken, size_t *left,
                  struct err *err) MUST_CHECK;

#endif
