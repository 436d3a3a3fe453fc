#include "alert/timing.h"

#include <stdbool.h>

#include "base/zone.h"
#include "model/date.h"

#define DAY_S 86400

int64_t alert_backoff(int64_t first_s, int tries, uint32_t random)
{
	int64_t wait_s = first_s;

	while (--tries > 0 && wait_s < ALERT_RETRY_MAX_S)
		wait_s *= 2;
	if (wait_s > ALERT_RETRY_MAX_S)
		wait_s = ALERT_RETRY_MAX_S;
	return wait_s + wait_s * (random % 101) / 1000;
}

/* The first moment after now at which the zone's clocks show the sink's time, on that weekday. */
static int64_t next_at(const struct alert_sink *sink, const char *zone, int64_t now_s,
                       bool is_weekly)
{
	int offset_min = 0;
	int64_t local_s;
	int32_t day;

	if (!zone_offset_at(zone, now_s, &offset_min))
		offset_min = 0;
	local_s = now_s + offset_min * 60;
	day = (int32_t)(local_s / DAY_S);
	for (int i = 0; i < 9; i++, day++) {
		int64_t wall_s = (int64_t)day * DAY_S + sink->digest_minute * 60;
		int64_t at_s;

		if (is_weekly && date_weekday(day) != sink->digest_weekday)
			continue;
		if (!zone_offset_at_local(zone, wall_s, &offset_min))
			offset_min = 0;
		at_s = wall_s - offset_min * 60;
		if (at_s > now_s)
			return at_s;
	}
	return now_s + DAY_S;
}

int64_t alert_digest_next(const struct alert_sink *sink, const char *zone, int64_t now_s)
{
	return next_at(sink, zone, now_s, sink->digest == ALERT_WEEKLY);
}

int64_t alert_digest_proof(const struct alert_sink *sink, const char *zone, int64_t now_s)
{
	return next_at(sink, zone, now_s, true);
}
