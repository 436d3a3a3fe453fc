#include "since.h"

#include <string.h>

#include "base/clock.h"
#include "config/value.h"
#include "model/date.h"

#define DAY_S (24 * 60 * 60)

bool since_parse(const char *text, int64_t *ret_s)
{
	size_t len = strlen(text);
	struct date date;
	int64_t ago_ms;

	if (date_parse(text, len, &date)) {
		*ret_s = (int64_t)date_first_day(date) * DAY_S;
		return true;
	}
	if (value_parse_duration(text, &ago_ms)) {
		*ret_s = clock_now_s() - ago_ms / 1000;
		return true;
	}
	return date_stamp_parse(text, len, ret_s, NULL);
}
