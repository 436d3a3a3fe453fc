#include "change/due.h"

#include <string.h>

#include "entry.h"
#include "figures.h"

#define DAY_S INT64_C(86400)

/* The first instant after the day. */
static int64_t end_of(int32_t day)
{
	return ((int64_t)day + 1) * DAY_S;
}

/* What is over when it is recorded as backfill is history, and nobody is woken for it. */
static bool is_history(const struct figure *f, int64_t due_s)
{
	return f->is_backfill && due_s <= f->recorded_s;
}

/* --- deadlines */

/* The earliest figure that is as high as the forecast, and dated up to its deadline. */
static const struct figure *met_by(const struct figure *list, size_t count,
                                   const struct figure *forecast)
{
	int32_t deadline = change_deadline(forecast);
	const struct figure *first = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		int order;

		if (!figure_counts(f) || figure_key(f).day > deadline ||
		    figure_cmp_height(f, forecast) < 0)
			continue;
		order = first ? date_key_cmp(figure_key(f), figure_key(first)) : -1;
		if (order < 0 || (order == 0 && strcmp(f->natural_key, first->natural_key) < 0))
			first = f;
	}
	return first;
}

bool change_waits(const struct figure *list, size_t count, const struct figure *figure)
{
	return figure_is_forecast(figure) && change_deadline(figure) != CHANGE_NO_DEADLINE &&
	       !is_history(figure, end_of(change_deadline(figure))) &&
	       change_is_last_word(list, count, figure);
}

int64_t change_missed_s(const struct figure *forecast)
{
	return end_of(change_deadline(forecast)) + CHANGE_MISSED_DAYS * DAY_S;
}

static struct change_entry deadline_entry(const struct figure *list, size_t count, int64_t now_s,
                                          const struct figure *forecast)
{
	const struct figure *met;

	if (!change_waits(list, count, forecast))
		return (struct change_entry){ .is_entry = false };
	met = met_by(list, count, forecast);
	if (met)
		return change_make_entry(CHANGE_ROW_CLOCK, CHANGE_DEADLINE_MET, met, forecast);
	if (now_s < change_missed_s(forecast))
		return (struct change_entry){ .is_entry = false };
	return change_make_entry(CHANGE_ROW_CLOCK, CHANGE_DEADLINE_MISSED,
	                         change_current(list, count), forecast);
}

/* --- silence */

static const struct figure *newest_of(const struct figure *list, size_t count)
{
	const struct figure *newest = NULL;

	for (size_t i = 0; i < count; i++)
		if (figure_counts(&list[i]) &&
		    (!newest || figure_is_published_later(&list[i], newest)))
			newest = &list[i];
	return newest;
}

/* A series that is complete has nothing more to say. */
static struct change_entry stale_entry(const struct figure *list, size_t count, int64_t now_s,
                                       int64_t stale_s, const struct figure *newest)
{
	const struct figure *current = change_current(list, count);
	int64_t due_s = newest->published_s + stale_s;

	if (stale_s <= 0 || now_s < due_s || is_history(newest, due_s) ||
	    figure_is_complete(current))
		return (struct change_entry){ .is_entry = false };
	return change_make_entry(CHANGE_ROW_CLOCK, CHANGE_STALE, current, newest);
}

size_t change_due(const struct figure *list, size_t count, int64_t now_s, int64_t stale_s,
                  struct change_due *ret_list)
{
	const struct figure *newest = newest_of(list, count);
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		struct change_due due = { .figure = f };

		if (f == newest)
			due.entry = stale_entry(list, count, now_s, stale_s, f);
		else
			due.entry = deadline_entry(list, count, now_s, f);
		if (due.entry.is_entry)
			ret_list[n++] = due;
	}
	return n;
}
