#include "model/date.h"

#include <stdio.h>
#include <string.h>

struct date date_year(int year)
{
	return (struct date){ .precision = DATE_YEAR, .year = (int16_t)year };
}

struct date date_half(int year, int half)
{
	return (struct date){ .precision = DATE_HALF, .year = (int16_t)year, .part = (int8_t)half };
}

struct date date_quarter(int year, int quarter)
{
	return (struct date){ .precision = DATE_QUARTER,
		              .year = (int16_t)year,
		              .part = (int8_t)quarter };
}

struct date date_month(int year, int month)
{
	return (struct date){ .precision = DATE_MONTH,
		              .year = (int16_t)year,
		              .part = (int8_t)month };
}

struct date date_day(int year, int month, int day)
{
	return (struct date){
		.precision = DATE_DAY,
		.year = (int16_t)year,
		.part = (int8_t)month,
		.day = (int8_t)day,
	};
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_is_valid(struct date d)
{
	if (d.precision != DATE_NONE && (d.year < 1 || d.year > 9999))
		return false;
	switch (d.precision) {
	case DATE_NONE:
		return false;
	case DATE_YEAR:
		return true;
	case DATE_HALF:
		return d.part >= 1 && d.part <= 2;
	case DATE_QUARTER:
		return d.part >= 1 && d.part <= 4;
	case DATE_MONTH:
		return d.part >= 1 && d.part <= 12;
	case DATE_DAY:
		return d.part >= 1 && d.part <= 12 && d.day >= 1 &&
		       d.day <= date_days_in_month(d.year, d.part);
	}
	return false;
}

/* Exactly `count` digits at s; -1 where there is anything else. */
static int digits(const char *s, int count)
{
	int n = 0;

	for (int i = 0; i < count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (s[i] - '0');
	}
	return n;
}

bool date_parse(const char *s, size_t len, struct date *ret)
{
	struct date d;
	int year, part, day;

	if (len < 4 || (year = digits(s, 4)) < 0)
		return false;
	if (len == 4)
		d = date_year(year);
	else if (len == 7 && s[4] == '-' && s[5] == 'H' && (part = digits(s + 6, 1)) >= 0)
		d = date_half(year, part);
	else if (len == 7 && s[4] == '-' && s[5] == 'Q' && (part = digits(s + 6, 1)) >= 0)
		d = date_quarter(year, part);
	else if (len == 7 && s[4] == '-' && (part = digits(s + 5, 2)) >= 0)
		d = date_month(year, part);
	else if (len == 10 && s[4] == '-' && s[7] == '-' && (part = digits(s + 5, 2)) >= 0 &&
	         (day = digits(s + 8, 2)) >= 0)
		d = date_day(year, part, day);
	else
		return false;
	if (!date_is_valid(d))
		return false;
	*ret = d;
	return true;
}

char *date_format(struct date d, char out[DATE_TEXT_SIZE])
{
	out[0] = '\0';
	switch (d.precision) {
	case DATE_NONE:
		break;
	case DATE_YEAR:
		snprintf(out, DATE_TEXT_SIZE, "%04d", d.year);
		break;
	case DATE_HALF:
		snprintf(out, DATE_TEXT_SIZE, "%04d-H%d", d.year, d.part);
		break;
	case DATE_QUARTER:
		snprintf(out, DATE_TEXT_SIZE, "%04d-Q%d", d.year, d.part);
		break;
	case DATE_MONTH:
		snprintf(out, DATE_TEXT_SIZE, "%04d-%02d", d.year, d.part);
		break;
	case DATE_DAY:
		snprintf(out, DATE_TEXT_SIZE, "%04d-%02d-%02d", d.year, d.part, d.day);
		break;
	}
	return out;
}

/*
 * Days since 1970-01-01, counted in eras of 400 years (146,097 days) with the
 * year beginning in March, so that the leap day is the last of its year.
 */
static int32_t day_number(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static int first_month(struct date d)
{
	switch (d.precision) {
	case DATE_NONE:
	case DATE_YEAR:
		return 1;
	case DATE_HALF:
		return d.part * 6 - 5;
	case DATE_QUARTER:
		return d.part * 3 - 2;
	case DATE_MONTH:
	case DATE_DAY:
		return d.part;
	}
	return 1;
}

static int last_month(struct date d)
{
	switch (d.precision) {
	case DATE_NONE:
	case DATE_YEAR:
		return 12;
	case DATE_HALF:
		return d.part * 6;
	case DATE_QUARTER:
		return d.part * 3;
	case DATE_MONTH:
	case DATE_DAY:
		return d.part;
	}
	return 12;
}

int32_t date_first_day(struct date d)
{
	return day_number(d.year, first_month(d), d.precision == DATE_DAY ? d.day : 1);
}

int32_t date_last_day(struct date d)
{
	int month = last_month(d);

	return day_number(d.year, month,
	                  d.precision == DATE_DAY ? d.day : date_days_in_month(d.year, month));
}

struct date date_from_day_number(int32_t days)
{
	int32_t shifted = days + 719468;
	int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_from_march = (5 * day_of_year + 2) / 153;
	int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
	int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

	return date_day(year_of_era + era * 400 + (month <= 2), month, day);
}

int date_weekday(int32_t days)
{
	int from_monday = (int)((days + 3) % 7); /* 1970-01-01 was a Thursday */

	return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

bool date_equal(struct date a, struct date b)
{
	return a.precision == b.precision && a.year == b.year && a.part == b.part && a.day == b.day;
}

bool date_overlaps(struct date a, struct date b)
{
	return date_first_day(a) <= date_last_day(b) && date_first_day(b) <= date_last_day(a);
}

struct date_key date_as_of_key(struct date as_of, struct date published)
{
	struct date_key key = { .day = date_last_day(as_of), .precision = as_of.precision };

	if (published.precision != DATE_NONE && key.day > date_last_day(published))
		key.day = date_last_day(published);
	return key;
}

int date_key_cmp(struct date_key a, struct date_key b)
{
	if (a.day != b.day)
		return a.day < b.day ? -1 : 1;
	return (a.precision > b.precision) - (a.precision < b.precision);
}

#define DAY_S 86400

static int32_t day_of_seconds(int64_t seconds)
{
	return (int32_t)(seconds >= 0 ? seconds / DAY_S : -((-seconds + DAY_S - 1) / DAY_S));
}

char *date_stamp_format(int64_t seconds, char out[DATE_STAMP_SIZE])
{
	int32_t days = day_of_seconds(seconds);
	int in_day = (int)(seconds - (int64_t)days * DAY_S);
	struct date d = date_from_day_number(days);

	snprintf(out, DATE_STAMP_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.part, d.day,
	         in_day / 3600, in_day / 60 % 60, in_day % 60);
	return out;
}

/* "Z", "+03:00", "+0300", "+03" and nothing else; minutes. */
static bool parse_offset(const char *s, size_t len, int *ret_minutes)
{
	int hours, minutes = 0;

	if (len == 1 && (*s == 'Z' || *s == 'z')) {
		*ret_minutes = 0;
		return true;
	}
	if (len < 3 || (*s != '+' && *s != '-') || (hours = digits(s + 1, 2)) < 0)
		return false;
	if (len == 6 && s[3] == ':')
		minutes = digits(s + 4, 2);
	else if (len == 5)
		minutes = digits(s + 3, 2);
	else if (len != 3)
		return false;
	if (minutes < 0 || minutes > 59 || hours > 23)
		return false;
	*ret_minutes = (hours * 60 + minutes) * (*s == '-' ? -1 : 1);
	return true;
}

bool date_stamp_parse(const char *s, size_t len, int64_t *ret_seconds, int *ret_offset_min)
{
	struct date d;
	int hour, minute, second, offset;
	size_t at = 19;

	if (len < 20 || !date_parse(s, 10, &d) || !strchr("Tt ", s[10]) || s[13] != ':' ||
	    s[16] != ':')
		return false;
	hour = digits(s + 11, 2);
	minute = digits(s + 14, 2);
	second = digits(s + 17, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return false;
	if (s[at] == '.') {
		at++;
		while (at < len && s[at] >= '0' && s[at] <= '9')
			at++;
	}
	if (!parse_offset(s + at, len - at, &offset))
		return false;
	*ret_seconds = (int64_t)date_first_day(d) * DAY_S + hour * 3600 + minute * 60 + second -
	               (int64_t)offset * 60;
	if (ret_offset_min)
		*ret_offset_min = offset;
	return true;
}

struct date date_of_stamp(int64_t seconds, int offset_min)
{
	return date_from_day_number(day_of_seconds(seconds + (int64_t)offset_min * 60));
}
