/* What can be derived from claims and decisions, derived anew; by the daemon or integractl. */
#ifndef PIPELINE_REBUILD_H
#define PIPELINE_REBUILD_H

#include "base/buf.h"
#include "base/err.h"

struct store;

/*
 * In a transaction of its own. Appends {"mended": ["series: …", …], "count": 0} to
 * out: a line for each difference that was found, at most STORE_FAULTS of them.
 */
int rebuild_here(struct store *store, struct buf *out, struct err *err) MUST_CHECK;

#endif
