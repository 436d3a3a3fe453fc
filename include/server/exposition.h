/*
 * Numbers for a monitoring system, in either of two text formats: OpenMetrics
 * 1.0 and Prometheus' own 0.0.4, which differ in the names of counters.
 */
#ifndef SERVER_EXPOSITION_H
#define SERVER_EXPOSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum exposition_kind {
	EXPOSITION_GAUGE,
	EXPOSITION_COUNTER, /* its sample has the suffix _total */
	EXPOSITION_INFO,    /* _info */
};

struct exposition {
	struct buf *out;
	bool is_openmetrics;
	bool is_full;
	const char *name; /* of the family that is open */
	enum exposition_kind kind;
};

/* Whether the client asks for OpenMetrics; accept is NULL where it said nothing. */
bool exposition_wants_openmetrics(const char *accept);
const char *exposition_content_type(bool is_openmetrics);

void exposition_begin(struct exposition *exposition, struct buf *out, bool is_openmetrics);
/* Names are constants without a suffix; all samples of a family come at once. */
void exposition_family(struct exposition *exposition, enum exposition_kind kind, const char *name,
                       const char *help);
/* label NULL: none. The value is escaped. */
void exposition_number(struct exposition *exposition, const char *label, const char *value,
                       int64_t number);
/* Seconds, of milliseconds. */
void exposition_seconds(struct exposition *exposition, int64_t ms);
/* 0; -1 where the buffer was too small: then what is in it is of no use. */
int exposition_end(struct exposition *exposition) MUST_CHECK;

#endif
