#include "pace.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"

int pace_number(const char *text)
{
	long n = strtol(text, NULL, 10);

	return n > 0 && n <= 1000000 ? (int)n : 0;
}

int pace_period_min(const char *word)
{
	static const struct {
		const char *word;
		int minutes;
	} rows[] = {
		{ "hourly", 60 },
		{ "daily", 24 * 60 },
		{ "weekly", 7 * 24 * 60 },
		{ "monthly", 30 * 24 * 60 },
		{ "yearly", 365 * 24 * 60 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcasecmp(rows[i].word, word) == 0)
			return rows[i].minutes;
	return 0;
}

unsigned pace_hour_bit(const char *text)
{
	int hour = pace_number(text);

	return hour >= 0 && hour <= 24 && *text ? 1u << hour % 24 : 0;
}

unsigned pace_day_bit(const char *text)
{
	static const char *const days[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
		                            "Thursday", "Friday", "Saturday" };

	for (size_t i = 0; i < COUNT(days); i++)
		if (strcasecmp(days[i], text) == 0)
			return 1u << i;
	return 0;
}
