#include "change/change.h"
#include "figures.h"

#define DAY_S (24 * 3600)
#define GRACE_S (2 * DAY_S)
#define LATE_S ((int64_t)CONFLICT_DAYS * DAY_S)

bool change_is_backfill(const struct change_arrival *a)
{
	bool stood_there = !a->first_reply_s || a->seen_s <= a->first_reply_s;

	if (a->is_import)
		return true;
	if (!a->has_published || !a->first_poll_s || a->published_s >= a->first_poll_s - GRACE_S)
		return false;
	return stood_there || a->published_s < a->seen_s - LATE_S;
}

/*
 * An as-of period of the coarsest precision, a year, that holds a day ends at
 * most so much later.
 */
#define LONGEST_PERIOD_DAYS 366

/* Whose time overlaps that of f; reach_days: and who stands so much before it. */
static struct figure_span around(const struct figure *f, int32_t reach_days)
{
	int32_t first = figure_first_day(f), key = figure_key(f).day;
	int32_t low = key - reach_days;

	return (struct figure_span){
		.first_day = first < low ? first : low,
		.last_day = key + LONGEST_PERIOD_DAYS,
	};
}

static bool is_older(const struct figure *fresh, const struct figure *base)
{
	return base && date_key_cmp(figure_key(fresh), figure_key(base)) < 0;
}

void change_spans(const struct figure *current, const struct figure *announced,
                  const struct figure *fresh, struct figure_span ret_spans[CHANGE_SPANS])
{
	bool meets_others = is_older(fresh, current) || is_older(fresh, announced);

	ret_spans[0] = around(fresh, meets_others ? CONFLICT_DAYS : 0);
	ret_spans[1] = around(current ? current : fresh, 0);
}
