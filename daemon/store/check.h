/*
 * One examination of the record: verify.c has what is looked at, derived.c what
 * can be derived anew, and is.
 */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include <stdbool.h>

#include "base/arena.h"
#include "query.h"
#include "store/verify.h"

struct check {
	struct store *store;
	store_choose_fn *choose;
	const char *head;
	bool head_was_seen;
	struct arena *arena;  /* of the report */
	const char *what_now; /* of what can be derived: the end of a fault's line */
	struct store_report report;
};

/* One line of the report. */
void check_fault(struct check *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The rows that a statement gives are all at fault; their first column is what one is called. */
int check_none(struct check *c, enum sql_id id, const char *before, const char *after,
               struct err *err) MUST_CHECK;

/* derived.c: verdicts, counts and current figures */
int check_derived(struct check *c, struct err *err) MUST_CHECK;

#endif
