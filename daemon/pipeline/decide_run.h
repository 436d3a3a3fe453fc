/* The inside of pipeline/decide.h: for the daemon, which has its own transactions. */
#ifndef PIPELINE_DECIDE_RUN_H
#define PIPELINE_DECIDE_RUN_H

#include "commit.h"
#include "pipeline/decide.h"

/* As decide_here(), inside a transaction of the caller, whose commit gets the entries. */
int decide_run(struct commit *commit, const struct package_list *packages,
               const struct decide_request *request, struct buf *out, struct err *err) MUST_CHECK;

/* One decision on one claim, its copies left alone. */
struct decide_order {
	enum decision_verdict verdict;
	int64_t claim_id;
	const char *who;
	const char *why;
	int64_t made_s; /* see struct decision */
};

/* fields: of a correction, see decide.h. What is so already is passed over. */
int decide_alone(struct commit *commit, const struct package_list *packages,
                 const struct decide_order *order, const struct json_t *fields, struct err *err)
	MUST_CHECK;

#endif
