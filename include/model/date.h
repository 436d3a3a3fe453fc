/*
 * A date carries its precision: news says "in January", "by mid-year", "for
 * 2022". Written as corpus and record write it: YYYY, YYYY-Hn, YYYY-Qn,
 * YYYY-MM, YYYY-MM-DD. Proleptic Gregorian calendar, years 1 … 9999.
 */
#ifndef MODEL_DATE_H
#define MODEL_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum date_precision {
	DATE_NONE, /* no date at all */
	DATE_YEAR,
	DATE_HALF,
	DATE_QUARTER,
	DATE_MONTH,
	DATE_DAY, /* finer is greater */
};

struct date {
	enum date_precision precision;
	int16_t year;
	int8_t part; /* half 1–2, quarter 1–4 or month 1–12, by precision; a day has its month */
	int8_t day; /* 1–31 of DATE_DAY, else 0 */
};

#define DATE_TEXT_SIZE 24

struct date date_year(int year);
struct date date_half(int year, int half);
struct date date_quarter(int year, int quarter);
struct date date_month(int year, int month);
struct date date_day(int year, int month, int day);
bool date_is_valid(struct date d);

/* Whole text or nothing; false leaves *ret alone. */
bool date_parse(const char *s, size_t len, struct date *ret);
char *date_format(struct date d, char out[DATE_TEXT_SIZE]); /* "" for DATE_NONE; returns out */

/* Days since 1970-01-01 of the first and the last day of the period. */
int32_t date_first_day(struct date d);
int32_t date_last_day(struct date d);
struct date date_from_day_number(int32_t days);
int date_weekday(int32_t days); /* 1 Monday … 7 Sunday (ISO 8601) */
int date_days_in_month(int year, int month);
bool date_equal(struct date a, struct date b);
bool date_overlaps(struct date a, struct date b); /* the periods share a day */

/*
 * The as-of key (DESIGN §2): orders as-of dates of every precision. The last
 * day of the period, but never after the day of publication (where that is
 * known: its own last day); of equal keys the finer precision is later.
 */
struct date_key {
	int32_t day;
	enum date_precision precision;
};
struct date_key date_as_of_key(struct date as_of, struct date published);
int date_key_cmp(struct date_key a, struct date_key b); /* -1, 0, 1 */

/* RFC 3339 in UTC, "2023-04-05T10:00:00Z", and back (any offset; ret_offset_min may be NULL). */
#define DATE_STAMP_SIZE 40
char *date_stamp_format(int64_t seconds, char out[DATE_STAMP_SIZE]);
bool date_stamp_parse(const char *s, size_t len, int64_t *ret_seconds, int *ret_offset_min);
/* The calendar day of an instant at an offset from UTC in minutes. */
struct date date_of_stamp(int64_t seconds, int offset_min);

#endif
