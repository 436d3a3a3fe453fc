#include "model/stamp.h"

#include <string.h>

#include "base/mem.h"
#include "stamp_plain.h"
#include "stamp_tokens.h"
#include "stamp_words.h"

#define SECONDS_A_DAY 86400

/* A number of four digits is a year of the web's, or of what it tells of. */
#define YEAR_MIN 1900
#define YEAR_MAX 2199

struct reading {
	struct token tokens[STAMP_TOKENS]; /* all zeros at first */
	int count;
	int year, month, day;
	int hour, minute, second;
	int offset_min;
	bool has_year, has_month, has_day, has_time, has_offset, is_wrong;
	bool has_stray_number; /* one that nobody could read */
	bool is_either;        /* the day may be the month */
};

static bool is_number(const struct token *t, int min_digits, int max_digits)
{
	return t->kind == TOKEN_NUMBER && t->digits >= min_digits && t->digits <= max_digits;
}

static bool is_mark(const struct token *t, char mark)
{
	return t->kind == TOKEN_MARK && t->mark == mark;
}

/* RFC 2822, 4.3: 00–49 are 2000–2049, 50–99 and three digits count from 1900. */
static int short_year(int year)
{
	return year < 50 ? 2000 + year : 1900 + year;
}

static int full_year(const struct token *t)
{
	int year = (int)t->value;

	if (t->digits > 3)
		return year;
	return t->digits == 2 ? short_year(year) : 1900 + year;
}

static void set_date(struct reading *r, int year, int month, int day)
{
	r->year = year;
	r->month = month;
	r->day = day;
	r->has_year = r->has_month = r->has_day = true;
}

/* "20031231", "20031231101455" and seconds or milliseconds since 1970. */
static int read_run_of_digits(struct reading *r, const struct token *t)
{
	int64_t v = t->value;

	if (t->digits == 14 || t->digits == 12) {
		r->second = t->digits == 14 ? (int)(v % 100) : 0;
		v = t->digits == 14 ? v / 100 : v;
		r->minute = (int)(v % 100);
		r->hour = (int)(v / 100 % 100);
		v /= 10000;
		r->has_time = true;
	}
	set_date(r, (int)(v / 10000), (int)(v / 100 % 100), (int)(v % 100));
	return 1;
}

static void set_ordinal(struct reading *r, int year, int day_of_year)
{
	struct date d;

	if (year < 1 || year > 9999 || day_of_year < 1 || day_of_year > 366) {
		r->is_wrong = true;
		return;
	}
	d = date_from_day_number(date_first_day(date_day(year, 1, 1)) + day_of_year - 1);
	r->is_wrong = d.year != year; /* 366 in a year of 365 */
	set_date(r, d.year, d.part, d.day);
}

/* ISO 8601's short forms, where they are all that stands there: "031231", "2003335", "03335". */
static int read_short_run(struct reading *r, const struct token *t)
{
	int v = (int)t->value;

	if (r->count != 1)
		return 0;
	if (t->digits == 6)
		set_date(r, short_year(v / 10000), v / 100 % 100, v % 100);
	else if (t->digits == 5)
		set_ordinal(r, short_year(v / 1000), v % 1000);
	else if (t->digits == 7 && v / 1000 >= YEAR_MIN && v / 1000 <= YEAR_MAX)
		set_ordinal(r, v / 1000, v % 1000);
	else
		return 0;
	return 1;
}

/* "2003-W05-2", "2003W052", "2003-W05": week 1 has the year's first Thursday; Monday is 1. */
static int read_week(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int hyphen = is_mark(&t[1], '-') ? 1 : 0, used, week, weekday = 1;
	const struct token *n = &t[2 + hyphen];
	struct date day;
	int fourth;

	if (r->has_day || !is_number(t, 4, 4) || strcmp(t[1 + hyphen].word, "w") != 0 ||
	    !is_number(n, 2, 3) || n->is_spaced)
		return 0;
	week = (int)(n->digits == 3 ? n->value / 10 : n->value);
	used = 3 + hyphen;
	if (n->digits == 3) {
		weekday = (int)(n->value % 10);
	} else if (hyphen && is_mark(&n[1], '-') && is_number(&n[2], 1, 1)) {
		weekday = (int)n[2].value;
		used += 2;
	}
	if (t->value < YEAR_MIN || t->value > YEAR_MAX || week < 1 || week > 53 || weekday < 1 ||
	    weekday > 7) {
		r->is_wrong = true;
		return used;
	}
	fourth = date_first_day(date_day((int)t->value, 1, 4));
	/* day 0 was a Thursday */
	day = date_from_day_number(fourth - (fourth + 3) % 7 + (week - 1) * 7 + weekday - 1);
	set_date(r, day.year, day.part, day.day);
	return used;
}

/* "2004년 05월 28일", "2004年5月28日". */
static int read_eastern_date(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];

	if (r->has_day || !is_number(t, 4, 4) || !stamp_word_is_eastern(t[1].word) ||
	    !is_number(&t[2], 1, 2) || !stamp_word_is_eastern(t[3].word) ||
	    !is_number(&t[4], 1, 2) || !stamp_word_is_eastern(t[5].word))
		return 0;
	set_date(r, (int)t->value, (int)t[2].value, (int)t[4].value);
	return 6;
}

/* "2003-12-31", "2003-12", "2003-335", "2003/12/31", "2003.12.31". */
static int read_year_first(struct reading *r, const struct token *t)
{
	bool is_joined = !t[1].is_spaced && !t[2].is_spaced;

	if (is_mark(&t[1], '-') && is_number(&t[2], 3, 3) && is_joined) {
		set_ordinal(r, (int)t->value, (int)t[2].value);
		return 3;
	}
	if (!is_number(&t[2], 1, 2) || !is_joined)
		return 0;
	if (is_mark(&t[3], t[1].mark) && is_number(&t[4], 1, 2) && !t[4].is_spaced) {
		set_date(r, (int)t->value, (int)t[2].value, (int)t[4].value);
		return 5;
	}
	if (t[1].mark != '-')
		return 0;
	r->year = (int)t->value;
	r->month = (int)t[2].value;
	r->has_year = r->has_month = true;
	return 3;
}

static bool has_half_of_day(const struct reading *r)
{
	for (int i = 0; i < r->count; i++) {
		const char *w = r->tokens[i].word;

		if (r->tokens[i].kind == TOKEN_WORD &&
		    (strcmp(w, "am") == 0 || strcmp(w, "pm") == 0))
			return true;
	}
	return false;
}

/*
 * "31.12.2003", "12/31/2003", "31-12-2003", "03-12-31": the dot is European,
 * two-digit groups with hyphens are ISO 8601, and the slash is American
 * unless the numbers say otherwise, which they may of the others too.
 */
static int read_three_numbers(struct reading *r, const struct token *t)
{
	int a = (int)t[0].value;
	int b = (int)t[2].value;
	bool is_american = a <= 12 &&
	                   (b > 12 || (t[1].mark == '/' && (has_half_of_day(r) || a != b)));

	if (t[1].mark == '-' && t[4].digits == 2) {
		set_date(r, full_year(t), b, (int)t[4].value);
	} else if (is_american) {
		set_date(r, full_year(&t[4]), a, b);
		r->is_either = b <= 12 && !has_half_of_day(r);
	} else {
		set_date(r, full_year(&t[4]), b, a);
	}
	return 5;
}

/* "31 8 2016": of a publisher who has no names of months. */
static int read_spaced_date(struct reading *r, const struct token *t)
{
	if (!is_number(t, 1, 2) || !is_number(&t[1], 1, 2) || !is_number(&t[2], 4, 4) ||
	    t[1].value > 12)
		return 0;
	set_date(r, (int)t[2].value, (int)t[1].value, (int)t->value);
	return 3;
}

static int read_numeric_date(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	bool has_separator = is_mark(&t[1], '-') || is_mark(&t[1], '/') || is_mark(&t[1], '.');

	if (r->has_day || t->kind != TOKEN_NUMBER)
		return 0;
	if (t->digits == 8 || t->digits == 12 || t->digits == 14)
		return read_run_of_digits(r, t);
	if (t->digits >= 5 && t->digits <= 7)
		return read_short_run(r, t);
	if (r->has_month)
		return 0;
	if (!has_separator)
		return read_spaced_date(r, t);
	if (t->digits == 4)
		return read_year_first(r, t);
	if (is_number(t, 1, 2) && is_number(&t[2], 1, 2) && is_mark(&t[3], t[1].mark) &&
	    (is_number(&t[4], 2, 2) || is_number(&t[4], 4, 4)))
		return read_three_numbers(r, t);
	return 0;
}

/* Seconds may have a fraction; it is not kept. */
static int read_seconds(struct reading *r, const struct token *t)
{
	if (!is_mark(&t[0], ':') || !is_number(&t[1], 1, 2))
		return 0;
	r->second = (int)t[1].value;
	if ((is_mark(&t[2], '.') || is_mark(&t[2], ',')) && t[3].kind == TOKEN_NUMBER &&
	    !t[3].is_spaced)
		return 4;
	return 2;
}

/* "PM" behind a time, "오후" before it. */
static void read_half_of_day(struct reading *r, const char *word)
{
	if (r->hour < 12 && (strcmp(word, "pm") == 0 || strcmp(word, "오후") == 0))
		r->hour += 12;
	else if (r->hour == 12 && (strcmp(word, "am") == 0 || strcmp(word, "오전") == 0))
		r->hour = 0;
}

/* "10:14", "10:14:55.123", "10:14 PM". */
static int read_clock_time(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int used = 3;

	if (r->has_time || !is_number(t, 1, 2) || !is_mark(&t[1], ':') || !is_number(&t[2], 1, 2))
		return 0;
	r->has_time = true;
	r->hour = (int)t->value;
	r->minute = (int)t[2].value;
	used += read_seconds(r, &t[3]);
	read_half_of_day(r, t[used].word);
	if (at > 0)
		read_half_of_day(r, t[-1].word);
	return used;
}

/* "5 апреля 2023, 10.14": a dot parts the minutes where the date has been told. */
static int read_dotted_time(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int used = 3;

	if (r->has_time || !r->has_day || !r->has_year || !is_number(t, 1, 2) ||
	    !is_mark(&t[1], '.') || !is_number(&t[2], 2, 2) || t[1].is_spaced || t[2].is_spaced)
		return 0;
	r->has_time = true;
	r->hour = (int)t->value;
	r->minute = (int)t[2].value;
	if (is_mark(&t[3], '.') && is_number(&t[4], 2, 2) && !t[4].is_spaced) {
		r->second = (int)t[4].value;
		used = 5;
	}
	return used;
}

/* The "T101455" or "T10" of ISO 8601's basic form; "T10:14" is read as any clock time. */
static int read_basic_time(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int64_t v = t[1].value;

	if (r->has_time || !r->has_day || t->kind != TOKEN_WORD || strcmp(t->word, "t") != 0 ||
	    t[1].kind != TOKEN_NUMBER || is_mark(&t[2], ':'))
		return 0;
	if (t[1].digits != 2 && t[1].digits != 4 && t[1].digits != 6)
		return 0;
	r->has_time = true;
	r->second = t[1].digits == 6 ? (int)(v % 100) : 0;
	v = t[1].digits == 6 ? v / 100 : v;
	r->minute = t[1].digits > 2 ? (int)(v % 100) : 0;
	r->hour = t[1].digits > 2 ? (int)(v / 100) : (int)v;
	return 2;
}

/* "+0300", "+03:00", "-3", "-010:00"; a hyphen with spaces around is no sign. */
static int read_numeric_offset(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int sign = is_mark(t, '-') ? -1 : 1;
	int used = 2;
	int minutes;

	if (!r->has_time || r->has_offset || (!is_mark(t, '+') && !is_mark(t, '-')) ||
	    !is_number(&t[1], 1, 4) || t[1].is_spaced)
		return 0;
	if (t[1].digits > 2 && !is_mark(&t[2], ':')) {
		minutes = (int)(t[1].value / 100 * 60 + t[1].value % 100);
	} else {
		minutes = (int)t[1].value * 60;
		if (is_mark(&t[2], ':') && is_number(&t[3], 2, 2)) {
			minutes += (int)t[3].value;
			used = 4;
		}
	}
	r->offset_min = sign * minutes;
	r->has_offset = true;
	return used;
}

/* Korea has one zone, and nobody else writes its words. */
static void infer_offset(struct reading *r)
{
	for (int i = 0; i < r->count && r->has_time && !r->has_offset; i++) {
		if (stamp_word_is_korean(r->tokens[i].word)) {
			r->offset_min = 9 * 60;
			r->has_offset = true;
		}
	}
}

/* "MSK", "EST", "Z", and "GMT+3", where the number is the zone. */
static int read_zone_name(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int used;

	if (!r->has_time || r->has_offset || t->kind != TOKEN_WORD ||
	    !stamp_word_zone(t->word, &r->offset_min))
		return 0;
	used = r->offset_min == 0 ? read_numeric_offset(r, at + 1) : 0;
	r->has_offset = true;
	return 1 + used;
}

static int neighbour_day(struct reading *r, int before)
{
	/* "5-го", "5th": the ending stands between the number and the month */
	for (int back = 0; back < 3 && before - back >= 0; back++) {
		struct token *t = &r->tokens[before - back];

		if (is_number(t, 1, 2))
			return (int)t->value;
		if (t->kind == TOKEN_WORD && !stamp_word_is_ending(t->word))
			return 0;
		if (t->kind == TOKEN_MARK && t->mark != '-' && t->mark != '.')
			return 0;
	}
	return 0;
}

/* The year behind a month: "Jan 2004", "Jan 04", "апреля, 2023", never the hour of a clock. */
static int read_year_after(struct reading *r, const struct token *t)
{
	int skip = t->kind == TOKEN_MARK && strchr("-.,/'", t->mark) ? 1 : 0;

	if (is_mark(&t[skip], '\''))
		skip++;
	if (!is_number(&t[skip], 2, 4) || is_mark(&t[skip + 1], ':'))
		return 0;
	r->year = full_year(&t[skip]);
	r->has_year = true;
	return skip + 1;
}

/* "5 Apr 2023", "5-Apr-23", "April 5, 2023", "5 апреля 2023 г.", "April 2023", "2023-Apr-5". */
static int read_named_month(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];
	int used = 1;
	int month;

	if (r->has_month || t->kind != TOKEN_WORD || !stamp_word_month(t->word, &month))
		return 0;
	if (at > 1 && is_mark(&t[-1], '-') && is_number(&t[-2], 4, 4) && is_mark(&t[1], '-') &&
	    is_number(&t[2], 1, 2)) {
		set_date(r, (int)t[-2].value, month, (int)t[2].value);
		return 3;
	}
	if (is_mark(&t[1], '.'))
		used++;
	r->day = neighbour_day(r, at - 1);
	r->has_day = r->day != 0;
	if (!r->has_day && is_number(&t[used], 1, 2) && !is_mark(&t[used + 1], ':')) {
		r->day = (int)t[used].value;
		r->has_day = true;
		used++;
		if (t[used].kind == TOKEN_WORD && stamp_word_is_ending(t[used].word))
			used++;
	}
	if (!r->has_day && !is_number(&t[used], 4, 4))
		return 0;
	r->month = month;
	r->has_month = true;
	if (!r->has_year)
		used += read_year_after(r, &t[used]);
	return used;
}

/* A year that stands alone: asctime's last word, "2023", "Sat Jan 3 10:00 2004". */
static int read_lone_year(struct reading *r, int at)
{
	const struct token *t = &r->tokens[at];

	if (r->has_year || !is_number(t, 4, 4) || t->value < YEAR_MIN || t->value > YEAR_MAX)
		return 0;
	r->year = (int)t->value;
	r->has_year = true;
	return 1;
}

static void read_all(struct reading *r)
{
	static int (*const readers[])(struct reading *, int) = {
		read_clock_time,  read_basic_time,   read_week,        read_eastern_date,
		read_dotted_time, read_numeric_date, read_named_month, read_numeric_offset,
		read_zone_name,   read_lone_year,
	};

	for (int at = 0; at < r->count;) {
		int used = 0;

		for (size_t i = 0; i < COUNT(readers) && used == 0; i++)
			used = readers[i](r, at);
		if (used == 0 && r->tokens[at].kind == TOKEN_NUMBER)
			r->has_stray_number = true;
		at += used > 0 ? used : 1;
	}
}

static bool read_unix_time(const struct reading *r, struct stamp *ret)
{
	const struct token *t = &r->tokens[0];

	if (r->count != 1 || t->kind != TOKEN_NUMBER || (t->digits != 10 && t->digits != 13))
		return false;
	ret->seconds = t->digits == 13 ? t->value / 1000 : t->value;
	ret->offset_min = 0;
	ret->has_offset = true;
	ret->has_time = true;
	ret->is_either = false;
	ret->day = date_of_stamp(ret->seconds, 0);
	return true;
}

/*
 * A year by itself is a date only where nothing else wanted to be its day or
 * month: "05 Xyz 2023" is a date that we cannot read, not the whole of 2023.
 */
static bool is_sound(const struct reading *r)
{
	bool is_midnight = r->hour == 24 && r->minute == 0 && r->second == 0;

	if (!r->has_month && r->has_stray_number)
		return false;
	if (r->is_wrong || !r->has_year || r->year < 1 || r->year > 9999)
		return false;
	if (r->has_time && ((r->hour > 23 && !is_midnight) || r->minute > 59 || r->second > 60))
		return false;
	return r->offset_min >= -15 * 60 && r->offset_min <= 15 * 60;
}

static void begin(struct reading *r, const char *text, size_t len)
{
	memset(r, 0, sizeof(*r));
	r->count = stamp_read_tokens(text, len, r->tokens);
}

static bool finish(struct date day, const struct reading *r, struct stamp *ret)
{
	if (!date_is_valid(day))
		return false;
	ret->day = day;
	ret->has_time = r->has_time && r->has_day;
	ret->is_either = r->is_either;
	ret->has_offset = r->has_offset;
	ret->offset_min = r->has_offset ? r->offset_min : 0;
	ret->seconds = (int64_t)date_first_day(day) * SECONDS_A_DAY - (int64_t)ret->offset_min * 60;
	if (ret->has_time)
		ret->seconds += r->hour * 3600 + r->minute * 60 + r->second;
	return true;
}

static bool finish_plain(const struct plain_stamp *plain, struct stamp *ret)
{
	struct date day = date_day(plain->year, plain->month, plain->day);

	if (!date_is_valid(day))
		return false;
	*ret = (struct stamp){
		.seconds = (int64_t)date_first_day(day) * SECONDS_A_DAY + plain->hour * 3600 +
		           plain->minute * 60 + plain->second - plain->offset_min * 60,
		.offset_min = plain->offset_min,
		.has_offset = true,
		.has_time = true,
		.day = day,
	};
	return true;
}

bool stamp_parse(const char *text, size_t len, struct stamp *ret)
{
	struct plain_stamp plain;
	struct reading r;

	if (stamp_read_plain(text, len, &plain))
		return finish_plain(&plain, ret);
	begin(&r, text, len);
	if (read_unix_time(&r, ret))
		return true;
	read_all(&r);
	infer_offset(&r);
	if (!is_sound(&r))
		return false;
	if (r.has_day)
		return finish(date_day(r.year, r.month, r.day), &r, ret);
	return finish(r.has_month ? date_month(r.year, r.month) : date_year(r.year), &r, ret);
}

bool stamp_parse_yearless(const char *text, size_t len, int64_t now_s, struct stamp *ret)
{
	int32_t last = date_first_day(date_of_stamp(now_s + SECONDS_A_DAY, 0));
	struct reading r;

	begin(&r, text, len);
	read_all(&r);
	infer_offset(&r);
	if (r.has_year || !r.has_month || !r.has_day)
		return false;
	r.has_year = true;
	r.year = date_of_stamp(now_s, 0).year + 1;
	/* 29 February is not in each of them */
	for (int back = 0; back < 10; back++, r.year--) {
		struct date day = date_day(r.year, r.month, r.day);

		if (is_sound(&r) && date_is_valid(day) && date_first_day(day) <= last)
			return finish(day, &r, ret);
	}
	return false;
}

struct stamp stamp_day_first(struct stamp stamp)
{
	struct date day = stamp.day;

	if (!stamp.is_either)
		return stamp;
	stamp.day = date_day(day.year, day.day, day.part);
	stamp.seconds += (int64_t)(date_first_day(stamp.day) - date_first_day(day)) * SECONDS_A_DAY;
	stamp.is_either = false;
	return stamp;
}
