/*
 * An entry of the ledger, read from its own JSON, as rules and messages see it;
 * and beside it what the record knows around it, which whoever makes a message
 * fills in. Pure. Strings are lent by the arena.
 */
#ifndef ALERT_FACT_H
#define ALERT_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alert/options.h"
#include "base/arena.h"
#include "base/err.h"
#include "model/change.h"
#include "model/claim.h"

/* A figure with the article that gives it. */
struct alert_figure {
	struct claim claim;
	const char *key; /* natural key of the claim */
	const char *outlet;
	const char *address; /* "" none */
	const char *source;
	struct date published;
};

struct alert_fact {
	int64_t change_id;
	const char *kind_name;
	enum change_kind kind;
	enum change_severity severity;
	const char *recorded; /* RFC 3339 */
	const char *json;     /* the entry itself */

	/* of entries about a figure */
	bool has_figure;
	bool has_old;
	bool is_certain;
	const char *series;
	struct alert_figure now;
	struct alert_figure old;

	/* of events; NULL where there is nothing to say */
	const char *source;
	const char *outlet;
	const char *address;
	const char *moved_to;
	const char *failure;
	const char *why;
	int64_t since_s;
	int offset_min;  /* of the user's clocks then, east of UTC; by whoever knows their zone */
	const char *was; /* the words of an article that was edited, before … */
	const char *is;  /* … and now */
	const char *who; /* whose decision it was */

	/* filled in by whoever knows the record; 0 or NULL: not known */
	const char *subject[ALERT_LANGUAGES]; /* the programme's name; NULL: the whole package */
	int programmes;                       /* that the package has */
	int64_t claim_id;
	int64_t origins;
	int64_t copies;
	bool is_rival_sought; /* the record was asked whether … */
	bool has_rival;       /* … somebody said otherwise */
	struct alert_figure rival;
};

/* Reads an entry's JSON. ERR_INPUT where it is none of ours. */
int alert_fact_read(const char *json, int64_t change_id, struct arena *arena,
                    struct alert_fact *ret_fact, struct err *err) MUST_CHECK;

/* The day on which an event began, by the user's clocks. */
struct date alert_fact_day(const struct alert_fact *fact);

/* How far the new figure lies from the old one; false where there are not two on one scale. */
bool alert_fact_points(const struct alert_fact *fact, struct decimal *ret_points);

/*
 * What gathers in one message: the series; of events their kind. In the arena.
 */
const char *alert_fact_topic(const struct alert_fact *fact, struct arena *arena);

/*
 * Equal where two entries tell a person the same figure. "" where the entry is
 * none that could be told twice. In the arena.
 */
const char *alert_fact_figure(const struct alert_fact *fact, struct arena *arena);
/* A kind that only says again what was told, where alert_fact_figure() was told. */
bool alert_fact_may_be_copy(const struct alert_fact *fact);

#endif
