/* A record of its own that is told claims and decisions, one after the other. */
#ifndef TESTS_PIPELINE_DESK_H
#define TESTS_PIPELINE_DESK_H

#include "pipeline/commit.h"
#include "store/claims.h"
#include "store/decisions.h"

struct desk {
	char folder[64];
	struct store *store;
	struct arena *arena;
	struct commit_source source;
	int64_t now_s;
	char log[4096]; /* "rise 70→80 " for each entry, in order */
};

/* For cmocka_unit_test_setup_teardown: *state is a struct desk. */
int desk_set_up(void **state);
int desk_tear_down(void **state);
struct desk *desk_open(void);
void desk_close(struct desk *desk);

/* The agencies that it knows: TASS, Interfax. */

/* What one article says. */
struct saying {
	int article;       /* its number makes its address */
	const char *day;   /* of publication */
	const char *as_of; /* NULL: the same day */
	int value;         /* per cent */
	const char *speaker;
	const char *bound;   /* NULL: exact */
	const char *subject; /* NULL: all */
	const char *text;    /* NULL: its own; two articles with one text are copies */
	const char *outlet;  /* NULL: the desk's */
	const char *flags;   /* "held", "restated", "expected", "backfill"; NULL: none */
};

/* Comes as a reply of its own. The claim's number, 0 where it was not recorded. */
int64_t desk_hears(struct desk *desk, const struct saying *saying);

/*
 * Decides; extra is JSON that follows in the request (",\"copies\":true") or "".
 * -1 and the text in *ret_err where it is refused.
 */
int desk_decides(struct desk *desk, enum decision_verdict verdict, int64_t claim_id,
                 const char *extra, struct err *ret_err);

/* "80@2023-04-05 " for the current figure of each series, in the order of their names. */
char *desk_picture(struct desk *desk); /* in its arena */
/* "1 2 1 " for articles 1 to count: with which one each shares its origin first; 0: no claim. */
char *desk_origins(struct desk *desk, int count); /* in its arena */
enum claim_status desk_status(struct desk *desk, int64_t claim_id);
/* Fails the test where the record is not sound, or rebuilding it would mend anything. */
void desk_is_sound(struct desk *desk);

#endif
