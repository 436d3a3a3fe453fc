#include "model/claim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "names.h"

static const char *const measure_names[] = {
	[CLAIM_PROGRAMMES] = "programmes",
	[CLAIM_ACTIVITIES] = "activities",
};
static const char *const stage_names[] = {
	[CLAIM_COMPLETED] = "completed",
	[CLAIM_IN_PROGRESS] = "in_progress",
};
static const char *const unit_names[] = {
	[CLAIM_PERCENT] = "percent",
	[CLAIM_COUNT] = "count",
};
static const char *const bound_names[] = {
	[CLAIM_EXACT] = "exact",
	[CLAIM_ABOUT] = "about",
	[CLAIM_AT_LEAST] = "at_least",
	[CLAIM_AT_MOST] = "at_most",
};
static const char *const modality_names[] = {
	[CLAIM_ACTUAL] = "actual",
	[CLAIM_EXPECTED] = "expected",
};
static const char *const basis_names[] = {
	[CLAIM_STATED] = "stated",
	[CLAIM_TODAY] = "today",
	[CLAIM_RESTATED] = "restated",
};
static const char *const status_names[] = {
	[CLAIM_ACCEPTED] = "accepted",
	[CLAIM_HELD] = "held",
	[CLAIM_REJECTED] = "rejected",
	[CLAIM_SUPERSEDED] = "superseded",
};
static const char *const kind_names[] = {
	[CLAIM_KIND_COUNT] = "count",
	[CLAIM_KIND_DEGREE] = "degree",
};

NAMES_DEFINE(claim_measure, measure_names)
NAMES_DEFINE(claim_stage, stage_names)
NAMES_DEFINE(claim_unit, unit_names)
NAMES_DEFINE(claim_bound, bound_names)
NAMES_DEFINE(claim_modality, modality_names)
NAMES_DEFINE(claim_basis, basis_names)
NAMES_DEFINE(claim_status, status_names)

const char *claim_kind_name(enum claim_kind v)
{
	return kind_names[v];
}

enum claim_kind claim_kind_of(const struct claim *claim)
{
	if (claim->unit == CLAIM_PERCENT)
		return CLAIM_KIND_DEGREE;
	return claim->measure == CLAIM_ACTIVITIES && claim->has_total ? CLAIM_KIND_DEGREE
	                                                              : CLAIM_KIND_COUNT;
}

char *claim_series(const struct claim *claim, char out[CLAIM_SERIES_SIZE])
{
	snprintf(out, CLAIM_SERIES_SIZE, "%.32s/%.48s/%s/%s/%s", claim->package, claim->subject,
	         claim_measure_name(claim->measure), claim_stage_name(claim->stage),
	         claim_kind_name(claim_kind_of(claim)));
	return out;
}

/* A count that its series reads as a percentage. */
static bool is_count_as_degree(const struct claim *claim)
{
	return claim->unit == CLAIM_COUNT && claim_kind_of(claim) == CLAIM_KIND_DEGREE &&
	       claim->total.digits > 0;
}

static struct decimal on_scale(const struct claim *claim, struct decimal value)
{
	return is_count_as_degree(claim) ? decimal_percent_of(value, claim->total, 1) : value;
}

struct decimal claim_nominal(const struct claim *claim)
{
	return on_scale(claim, claim->value);
}

#define ABOUT_POINTS 3

/* What "about" may hide: 3 points, or for a count 3 per cent of its total, at least 1. */
static struct decimal about_margin(const struct claim *claim)
{
	struct decimal margin = decimal_from_int(ABOUT_POINTS);

	if (claim_kind_of(claim) == CLAIM_KIND_DEGREE)
		return margin;
	margin = claim->has_total ? decimal_make(claim->total.digits * ABOUT_POINTS,
	                                         (uint8_t)(claim->total.scale + 2))
	                          : decimal_from_int(1);
	return decimal_cmp(margin, decimal_from_int(1)) < 0 ? decimal_from_int(1) : margin;
}

/*
 * A percentage was rounded to its last place; a count was counted, and only
 * its conversion rounds.
 */
static struct decimal rounding_margin(const struct claim *claim)
{
	if (claim->unit == CLAIM_PERCENT)
		return decimal_half_unit(claim->value);
	return is_count_as_degree(claim) ? decimal_make(5, 2) : decimal_from_int(0);
}

struct claim_interval claim_interval_of(const struct claim *claim)
{
	struct decimal low = on_scale(claim, claim->value);
	struct decimal high = claim->has_high ? on_scale(claim, claim->high) : low;
	struct decimal margin = decimal_from_int(0);
	bool is_rounded = claim->bound == CLAIM_EXACT && !claim->has_high;

	switch (claim->bound) {
	case CLAIM_AT_LEAST:
		return (struct claim_interval){ .low = low, .high = high, .high_open = true };
	case CLAIM_AT_MOST:
		return (struct claim_interval){ .low = low, .high = high, .low_open = true };
	case CLAIM_ABOUT:
		margin = about_margin(claim);
		break;
	case CLAIM_EXACT:
		if (is_rounded)
			margin = rounding_margin(claim);
		break;
	}
	return (struct claim_interval){ .low = decimal_sub(low, margin),
		                        .high = decimal_add(high, margin),
		                        .is_below_high = is_rounded && margin.digits > 0 };
}

/* All of a lies below all of b. */
static bool is_below(struct claim_interval a, struct claim_interval b)
{
	int order;

	if (a.high_open || b.low_open)
		return false;
	order = decimal_cmp(a.high, b.low);
	return order < 0 || (order == 0 && a.is_below_high);
}

bool claim_interval_meets(struct claim_interval a, struct claim_interval b)
{
	return !is_below(a, b) && !is_below(b, a);
}

static int cmp_low(struct claim_interval a, struct claim_interval b)
{
	if (a.low_open || b.low_open)
		return (int)b.low_open - (int)a.low_open;
	return decimal_cmp(a.low, b.low);
}

static int cmp_high(struct claim_interval a, struct claim_interval b)
{
	if (a.high_open || b.high_open)
		return (int)a.high_open - (int)b.high_open;
	return decimal_cmp(a.high, b.high);
}

bool claim_interval_narrows(struct claim_interval a, struct claim_interval b)
{
	int low = cmp_low(b, a), high = cmp_high(b, a);

	return low >= 0 && high <= 0 && (low > 0 || high < 0);
}

bool claim_interval_has(struct claim_interval a, struct decimal value)
{
	return (a.low_open || decimal_cmp(a.low, value) <= 0) &&
	       (a.high_open || decimal_cmp(value, a.high) < (a.is_below_high ? 0 : 1));
}

void claim_natural_key(const struct claim *claim, const char *address, char out[HASH_HEX_SIZE])
{
	char value[DECIMAL_TEXT_SIZE], high[DECIMAL_TEXT_SIZE], total[DECIMAL_TEXT_SIZE];
	char as_of[DATE_TEXT_SIZE];
	char *text = mem_printf("%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s", address, claim->package,
	                        claim->subject, claim_measure_name(claim->measure),
	                        claim_stage_name(claim->stage), claim_unit_name(claim->unit),
	                        decimal_format(claim->value, value),
	                        claim->has_high ? decimal_format(claim->high, high) : "",
	                        claim->has_total ? decimal_format(claim->total, total) : "",
	                        claim_bound_name(claim->bound), date_format(claim->as_of, as_of),
	                        claim_modality_name(claim->modality));

	hash_sha256_hex(text, strlen(text), out);
	MEM_FREE(text);
}

static const char *bound_sign(const struct claim *claim)
{
	switch (claim->bound) {
	case CLAIM_EXACT:
		return "";
	case CLAIM_ABOUT:
		return "≈";
	case CLAIM_AT_LEAST:
		return "≥";
	case CLAIM_AT_MOST:
		return "≤";
	}
	return "";
}

char *claim_figure_text(const struct claim *claim)
{
	char value[DECIMAL_TEXT_SIZE], high[DECIMAL_TEXT_SIZE], total[DECIMAL_TEXT_SIZE];

	decimal_format(claim->value, value);
	decimal_format(claim->high, high);
	decimal_format(claim->total, total);
	return mem_printf("%s%s%s%s%s%s%s", bound_sign(claim), value, claim->has_high ? "–" : "",
	                  claim->has_high ? high : "", claim->unit == CLAIM_PERCENT ? "%" : "",
	                  claim->has_total ? " of " : "", claim->has_total ? total : "");
}

bool claim_is_premature(const struct claim *claim, struct date published)
{
	return claim->modality == CLAIM_ACTUAL && published.precision != DATE_NONE &&
	       claim->as_of.precision != DATE_NONE &&
	       date_first_day(claim->as_of) > date_last_day(published);
}
