/* The inside of pipeline/decide.h: for the daemon, which has its own transactions. */
#ifndef PIPELINE_DECIDE_RUN_H
#define PIPELINE_DECIDE_RUN_H

#include "commit.h"
#include "pipeline/decide.h"

/* As decide_here(), inside a transaction of the caller, whose commit gets the entries. */
int decide_run(struct commit *commit, const struct package_list *packages,
               const struct decide_request *request, struct buf *out, struct err *err) MUST_CHECK;

#endif
