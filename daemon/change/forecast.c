#include <stdint.h>

#include "change/change.h"
#include "entry.h"
#include "figures.h"

int32_t change_deadline(const struct figure *f)
{
	int32_t end = date_last_day(f->claim.as_of);

	if (f->published.precision == DATE_NONE || end > date_last_day(f->published))
		return end;
	return CHANGE_NO_DEADLINE;
}

static bool is_forecast_by_same(const struct figure *f, const struct figure *fresh)
{
	return figure_is_forecast(f) && !figure_is(f, fresh) && !figure_other_voice(f, fresh);
}

/*
 * What the same speaker said last about this deadline (same_deadline), or last
 * gave as this value (otherwise). NULL where there is nothing of the kind.
 */
static const struct figure *last_of(const struct figure *list, size_t count,
                                    const struct figure *fresh, bool same_deadline)
{
	const struct figure *last = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		bool fits = same_deadline ? change_deadline(f) == change_deadline(fresh)
		                          : figure_same_value(f, fresh);

		if (fits && is_forecast_by_same(f, fresh) &&
		    (!last || figure_is_published_later(f, last)))
			last = f;
	}
	return last;
}

bool change_is_last_word(const struct figure *list, size_t count, const struct figure *forecast)
{
	const struct figure *last = last_of(list, count, forecast, true);

	return !last || !figure_is_published_later(last, forecast);
}

/*
 * A forecast is identified by series, speaker and deadline. Another value for
 * the deadline moves it, and so does another deadline for the value; what was
 * published before the speaker's last word on it is backfill; the same again
 * is only counted.
 */
struct change_entry change_compare_forecast(const struct figure *list, size_t count,
                                            const struct figure *fresh)
{
	const struct figure *said = last_of(list, count, fresh, true);
	enum change_kind kind = CHANGE_EXPECTED_MOVED;

	if (said && figure_same_value(said, fresh))
		return (struct change_entry){ .row = CHANGE_ROW_FORECAST, .old = said };
	if (!said)
		said = last_of(list, count, fresh, false);
	if (fresh->is_backfill)
		return change_make_entry(CHANGE_ROW_BACKFILL, CHANGE_BACKFILL, said, fresh);
	if (!said)
		kind = CHANGE_EXPECTED;
	else if (said->published_s > fresh->published_s)
		kind = CHANGE_BACKFILL;
	return change_make_entry(CHANGE_ROW_FORECAST, kind, said, fresh);
}
