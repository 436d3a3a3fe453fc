#include "figures.h"

#include <stdlib.h>
#include <string.h>

#include "change/change.h"

struct date_key figure_key(const struct figure *f)
{
	return date_as_of_key(f->claim.as_of, f->published);
}

int32_t figure_first_day(const struct figure *f)
{
	int32_t first = date_first_day(f->claim.as_of), last = figure_key(f).day;

	return first < last ? first : last;
}

int figure_days_apart(const struct figure *a, const struct figure *b)
{
	return abs(figure_key(a).day - figure_key(b).day);
}

bool figure_is(const struct figure *a, const struct figure *b)
{
	return b && strcmp(a->natural_key, b->natural_key) == 0;
}

bool figure_counts(const struct figure *f)
{
	return f->claim.status == CLAIM_ACCEPTED && f->claim.modality == CLAIM_ACTUAL &&
	       f->claim.basis != CLAIM_RESTATED;
}

bool figure_is_forecast(const struct figure *f)
{
	return f->claim.status == CLAIM_ACCEPTED && f->claim.modality == CLAIM_EXPECTED;
}

bool figure_is_complete(const struct figure *f)
{
	const struct claim *claim = &f->claim;

	if (claim->stage != CLAIM_COMPLETED || claim->has_high ||
	    (claim->bound != CLAIM_EXACT && claim->bound != CLAIM_AT_LEAST))
		return false;
	if (claim->unit == CLAIM_PERCENT)
		return decimal_cmp(claim->value, decimal_from_int(100)) >= 0;
	return claim->has_total && decimal_cmp(claim->value, claim->total) == 0;
}

bool figure_is_of_article(const struct figure *a, const struct figure *b)
{
	return a->address[0] && strcmp(a->address, b->address) == 0;
}

int figure_cmp_version(const struct figure *a, const struct figure *b)
{
	int64_t x = a->version_s, y = b->version_s;

	if (x == y) {
		x = a->claim_id;
		y = b->claim_id;
	}
	return (x > y) - (x < y);
}

bool figure_is_published_later(const struct figure *a, const struct figure *b)
{
	if (a->published_s != b->published_s)
		return a->published_s > b->published_s;
	if (figure_is_of_article(a, b) && figure_cmp_version(a, b))
		return figure_cmp_version(a, b) > 0;
	return strcmp(a->natural_key, b->natural_key) > 0;
}

bool figure_same_time(const struct figure *a, const struct figure *b)
{
	return figure_first_day(a) <= figure_key(b).day && figure_first_day(b) <= figure_key(a).day;
}

/* The upper end of a range on its series' scale; the figure itself where it is no range. */
static struct decimal upper_end(const struct figure *f)
{
	struct claim c = f->claim;

	if (c.has_high)
		c.value = c.high;
	return claim_nominal(&c);
}

bool figure_same_value(const struct figure *a, const struct figure *b)
{
	return decimal_cmp(claim_nominal(&a->claim), claim_nominal(&b->claim)) == 0 &&
	       decimal_cmp(upper_end(a), upper_end(b)) == 0;
}

bool figure_same_figure(const struct figure *a, const struct figure *b)
{
	return a->claim.bound == b->claim.bound && figure_same_value(a, b);
}

bool figure_meets(const struct figure *a, const struct figure *b)
{
	return claim_interval_meets(claim_interval_of(&a->claim), claim_interval_of(&b->claim));
}

int figure_cmp_height(const struct figure *a, const struct figure *b)
{
	return decimal_cmp(decimal_add(claim_nominal(&a->claim), upper_end(a)),
	                   decimal_add(claim_nominal(&b->claim), upper_end(b)));
}

bool figure_other_voice(const struct figure *a, const struct figure *b)
{
	if (a->claim.speaker && b->claim.speaker)
		return !change_same_speaker(a->claim.speaker, b->claim.speaker);
	return strcmp(a->outlet, b->outlet) != 0;
}
