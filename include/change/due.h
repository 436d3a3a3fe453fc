/*
 * What the clock alone changes (DESIGN §5, the second table): forecasts that
 * come true or do not, and series in which nothing is said any more. Pure, as
 * change.h is; each entry is made once, by its claim and kind.
 */
#ifndef CHANGE_DUE_H
#define CHANGE_DUE_H

#include <stddef.h>
#include <stdint.h>

#include "change/change.h"

/* How long after its end a deadline that nothing met is missed. */
#define CHANGE_MISSED_DAYS 60

struct change_due {
	struct change_entry
		entry; /* its old: the figure that met the deadline, or what is current */
	const struct figure *figure; /* the forecast; of `stale` the newest figure of the series */
};

/*
 * What is due at now_s in a series, whose figures are all in the list; at most
 * count entries, and ret_list has room for count. stale_s: how long a series
 * may be silent, 0: for ever.
 *
 * A forecast is one of series, speaker and deadline, and the speaker's last
 * value for it counts. It is met by an actual figure dated up to its deadline
 * that is as high. What was past already when it was recorded as backfill is
 * not told.
 */
size_t change_due(const struct figure *list, size_t count, int64_t now_s, int64_t stale_s,
                  struct change_due *ret_list);

/*
 * Whether change_due() may tell something of the figure in the list, of which
 * the forecasts of the series are enough: it is a speaker's last word about a
 * deadline, and was no history when it was recorded.
 */
bool change_waits(const struct figure *list, size_t count, const struct figure *figure);
/* From when on a forecast that nothing met is missed. */
int64_t change_missed_s(const struct figure *forecast);

#endif
