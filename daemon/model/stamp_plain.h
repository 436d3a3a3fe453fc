/*
 * The two forms that nearly all feeds write, letter for letter: RFC 822's
 * "Wed, 05 Apr 2023 10:14:55 +0300" (or GMT) and RFC 3339's
 * "2023-04-05T10:14:55+03:00" (or Z). Whatever is another spelling, or out of
 * bounds, is left to stamp_parse(), which reads these as well, at thirty times
 * the cost.
 */
#ifndef MODEL_STAMP_PLAIN_H
#define MODEL_STAMP_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

struct plain_stamp {
	int year, month, day; /* 1 to 12, 1 to 31; the day may not exist */
	int hour, minute, second;
	int offset_min;
};

bool stamp_read_plain(const char *text, size_t len, struct plain_stamp *ret);

#endif
