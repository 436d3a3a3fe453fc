#include "stamp_plain.h"

#include <string.h>

#define OFFSET_HOURS_MAX 14

/* What is left of a text; once it is not as expected, nothing more is. */
struct rest {
	const char *s;
	const char *end;
	bool is_other;
};

static int take_number(struct rest *rest, int digits, int min, int max)
{
	int n = 0;

	rest->is_other |= rest->end - rest->s < digits;
	for (int i = 0; i < digits && !rest->is_other; i++, rest->s++) {
		rest->is_other = *rest->s < '0' || *rest->s > '9';
		n = 10 * n + (*rest->s - '0');
	}
	rest->is_other |= n < min || n > max;
	return n;
}

static bool take_if(struct rest *rest, const char *what, size_t len)
{
	if (rest->is_other || (size_t)(rest->end - rest->s) < len ||
	    memcmp(rest->s, what, len) != 0)
		return false;
	rest->s += len;
	return true;
}

static void take(struct rest *rest, const char *what, size_t len)
{
	rest->is_other |= !take_if(rest, what, len);
}

/* The place of a name of three letters in a row of them, from 1 on; 0: it is none of them. */
static int take_name(struct rest *rest, const char *names)
{
	for (int i = 0; names[3 * i]; i++)
		if (take_if(rest, names + 3 * i, 3))
			return i + 1;
	return 0;
}

static void take_time(struct rest *rest, struct plain_stamp *to)
{
	to->hour = take_number(rest, 2, 0, 23);
	take(rest, ":", 1);
	to->minute = take_number(rest, 2, 0, 59);
	take(rest, ":", 1);
	to->second = take_number(rest, 2, 0, 59);
}

/* Up to the end; colon is what stands between hours and minutes. */
static bool take_offset(struct rest *rest, const char *colon, struct plain_stamp *to)
{
	int sign = take_if(rest, "-", 1) ? -1 : 1;

	if (sign > 0)
		take(rest, "+", 1);
	to->offset_min = 60 * take_number(rest, 2, 0, OFFSET_HOURS_MAX);
	take(rest, colon, strlen(colon));
	to->offset_min = sign * (to->offset_min + take_number(rest, 2, 0, 59));
	return !rest->is_other && rest->s == rest->end;
}

static bool read_rfc_822(struct rest *rest, struct plain_stamp *to)
{
	if (take_name(rest, "MonTueWedThuFriSatSun"))
		take(rest, ", ", 2);
	to->day = take_number(rest, rest->end - rest->s > 1 && rest->s[1] == ' ' ? 1 : 2, 1, 31);
	take(rest, " ", 1);
	to->month = take_name(rest, "JanFebMarAprMayJunJulAugSepOctNovDec");
	rest->is_other |= to->month == 0;
	take(rest, " ", 1);
	to->year = take_number(rest, 4, 1, 9999);
	take(rest, " ", 1);
	take_time(rest, to);
	take(rest, " ", 1);
	to->offset_min = 0;
	if (take_if(rest, "GMT", 3))
		return rest->s == rest->end;
	return take_offset(rest, "", to);
}

static bool read_rfc_3339(struct rest *rest, struct plain_stamp *to)
{
	to->year = take_number(rest, 4, 1, 9999);
	take(rest, "-", 1);
	to->month = take_number(rest, 2, 1, 12);
	take(rest, "-", 1);
	to->day = take_number(rest, 2, 1, 31);
	take(rest, "T", 1);
	take_time(rest, to);
	to->offset_min = 0;
	if (take_if(rest, "Z", 1))
		return rest->s == rest->end;
	return take_offset(rest, ":", to);
}

bool stamp_read_plain(const char *text, size_t len, struct plain_stamp *ret)
{
	struct rest rest = { text, text + len, false };

	return len > 4 && text[4] == '-' ? read_rfc_3339(&rest, ret) : read_rfc_822(&rest, ret);
}
