/*
 * A figure: a claim with what a comparison needs to know of its article. The
 * record gives figures out, the rules of change compare them. Strings are lent
 * by the arena that it was made in.
 */
#ifndef MODEL_FIGURE_H
#define MODEL_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/claim.h"
#include "model/date.h"
#include "model/source.h"

struct figure {
	struct claim claim;
	int64_t claim_id;        /* 0: not in the record yet */
	const char *natural_key; /* claim_natural_key(), 64 hex digits */
	const char *seal;        /* what the record proves it by; NULL or "": nothing */
	const char *address;     /* of the article; "" where it has none */
	const char *sha256;      /* of the text that the claim stands in; "" where there is none */
	const char *source;      /* the source's key */
	const char *outlet;      /* who printed it, for people; tells two voices apart */
	enum source_trust trust;
	struct date published;
	int64_t published_s;
	int64_t recorded_s; /* 0: not in the record yet */
	int64_t version_s;  /* when its article was seen to say so, of several times the last */
	int64_t origin;     /* figures with the same number are copies of one report */
	bool is_backfill;   /* an import, or older than our watch over its source */
};

/* A span of as-of days, both ends included, in days since 1970-01-01. */
struct figure_span {
	int32_t first_day;
	int32_t last_day;
};

#endif
