/* Decisions from rows, for whoever walks through them. */
#ifndef STORE_DECIDED_H
#define STORE_DECIDED_H

#include "query.h"
#include "store/decisions.h"

/* Reads DECISION_FIELDS. ERR_BROKEN where the verdict is none that we write. */
int read_decision(struct query *q, struct arena *arena, struct store_decision *ret, struct err *err)
	MUST_CHECK;

#endif
