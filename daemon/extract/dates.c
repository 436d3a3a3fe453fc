/*
 * Dates as news writes them: a day, month, quarter, half or year, named or
 * counted from the day of publication, with or without a year.
 */
#include <string.h>

#include "packages.h"
#include "topic.h"

#define YEAR_LEAST 1990
#define YEAR_MOST 2060
/* "Jul.", "июл.", "ліст.": a point behind so short a word may mark an abbreviation. */
#define ABBREVIATION_BYTES 10
/* "-го", "-му" */
#define YEAR_ENDING_BYTES 6

static int year_number(const struct document *doc, size_t token)
{
	int n = token < doc->count && doc->tokens[token].len == 4 ? plain_number(doc, token, 4)
	                                                          : -1;
	return n >= YEAR_LEAST && n <= YEAR_MOST ? n : -1;
}

static struct date months_away(const struct document *doc, int months)
{
	struct date published = doc->input->published;
	if (published.precision < DATE_MONTH)
		return published;
	int at = published.year * 12 + published.part - 1 + months;
	return date_month(at / 12, at % 12 + 1);
}

static struct date quarters_away(const struct document *doc, int quarters)
{
	struct date published = doc->input->published;
	if (published.precision < DATE_MONTH)
		return published;
	int at = published.year * 4 + (published.part - 1) / 3 + quarters;
	return date_quarter(at / 4, at % 4 + 1);
}

static struct date days_away(const struct document *doc, int days)
{
	struct date published = doc->input->published;
	if (published.precision != DATE_DAY || days == 0)
		return published;
	return date_from_day_number(date_first_day(published) + days);
}

static struct date period_of(int year, const struct phrase *period)
{
	switch ((enum time_kind)period->value) {
	case TIME_HALF:
		return date_half(year, period->value2);
	case TIME_QUARTER:
		return date_quarter(year, period->value2);
	case TIME_MONTH:
	case TIME_SEASON:
		return date_month(year, period->value2);
	case TIME_YEAR:
	case TIME_DAYS_AWAY:
	case TIME_MONTHS_AWAY:
	case TIME_QUARTERS_AWAY:
	case TIME_YEARS_AWAY:
	case TIME_MONTHS_LATER:
	case TIME_PACKAGE_YEAR:
	case TIME_SAME:
		break;
	}
	return date_year(year);
}

/* "2022-й", "2023-го": the end of the ending, or 0. */
static size_t year_ending(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '-') && !doc->tokens[i].spaced && i + 1 < doc->count &&
	                       doc->tokens[i + 1].kind == TOKEN_WORD &&
	                       !doc->tokens[i + 1].spaced &&
	                       doc->tokens[i + 1].len <= YEAR_ENDING_BYTES
	               ? i + 2
	               : 0;
}

/*
 * A year at the token: digits with or without the word, or "of last year". Moves *at past it.
 */
static bool take_year(const struct document *doc, size_t *at, int *ret_year)
{
	size_t i = *at;
	bool point = is_sign(doc, i, '.') && !doc->tokens[i].spaced && i > 0 &&
	             doc->tokens[i - 1].len <= ABBREVIATION_BYTES;
	if ((is_sign(doc, i, ',') || point) && year_number(doc, i + 1) > 0)
		i++;
	while (i < *at + RUN_TOKENS && has_mark(doc, i, MARK_YEAR_BEFORE))
		i = past(doc, i);
	const struct phrase *shift = marked(doc, i, MARK_YEAR_SHIFT);
	int year = year_number(doc, i);
	/* "in January 2023 …, in November of that year" */
	const struct phrase *same = marked(doc, i, MARK_RELATIVE);
	const struct when *before = doc->when_count ? &doc->whens[doc->when_count - 1] : NULL;
	bool again = same && same->value == TIME_SAME && before && before->has_year &&
	             !before->same;
	if (again || shift) {
		*ret_year = again ? before->date.year : doc->input->published.year + shift->value;
		*at = past(doc, i);
		return true;
	}
	size_t ending = year_ending(doc, i + 1);
	if (year < 0 || (!ending && is_sign(doc, i + 1, '-') && !doc->tokens[i + 1].spaced))
		return false;
	i = ending ? ending : i + 1;
	if (has_mark(doc, i, MARK_YEAR_WORD)) {
		i = past(doc, i);
		if (is_sign(doc, i, '.') && doc->tokens[i - 1].len <= 2)
			i++;
	}
	*ret_year = year;
	*at = i;
	return true;
}

/* The same behind a date: the next line, or the text behind the title, has years of its own. */
static bool take_year_behind(const struct document *doc, size_t *end, int *ret_year)
{
	size_t behind = *end;
	bool has_year = take_year(doc, &behind, ret_year) && is_on_one_line(doc, *end - 1, behind);
	*end = has_year ? behind : *end;
	return has_year;
}

static struct when *add_when(struct document *doc, size_t first, size_t end)
{
	doc->whens = grow(doc->arena, doc->whens, doc->when_count, sizeof(*doc->whens));
	for (size_t i = first; i < end; i++)
		doc->covers[i].date = (int32_t)doc->when_count;
	struct when *when = &doc->whens[doc->when_count++];
	*when = (struct when){ .first = (uint32_t)first, .last = (uint32_t)end - 1 };
	size_t before = first;
	while (before > 0 && has_mark(doc, before - 1, MARK_YEAR_BEFORE) &&
	       !has_mark(doc, before - 1, MARK_SINCE))
		before--;
	when->since = before > 0 && has_mark(doc, before - 1, MARK_SINCE);
	return when;
}

/* A date whose year may follow: gives it one, or the year of publication for now. */
static size_t add_yearless(struct document *doc, size_t first, size_t end, struct date date)
{
	int year;
	bool has_year = take_year_behind(doc, &end, &year);
	struct when *when = add_when(doc, first, end);
	when->has_year = has_year;
	when->date = date;
	when->date.year = (int16_t)(has_year ? year : doc->input->published.year);
	if (!date_is_valid(when->date))
		when->date = date_month(when->date.year, date.part);
	return end;
}

/* A word that is a month and something else ("may", "march") is a month with a capital only. */
static bool is_modal_may(const struct document *doc, size_t i)
{
	bool shouting = i > 0 && doc->tokens[i - 1].upper;
	return (has_mark(doc, i, MARK_EXPECTED) && !doc->tokens[i].capital) ||
	       (doc->tokens[i].upper && !shouting); /* an office's initials */
}

/* "the 1st of this month", "the first of last month": the day of a month that is named by how far it is */
static size_t take_day_of(struct document *doc, size_t i, size_t at, int day)
{
	const struct phrase *away = marked(doc, at, MARK_RELATIVE);
	if ((enum time_kind)away->value != TIME_MONTHS_AWAY || away->value2 > 0 || i + 1 == at)
		return 0;
	struct date month = months_away(doc, away->value2);
	struct date date = date_day(month.year, month.part, day);
	if (!date_is_valid(date))
		return 0;
	struct when *when = add_when(doc, i, past(doc, at));
	when->date = date;
	when->has_year = true;
	return past(doc, at);
}

/* "5 April", "5th of April", "the first of June" */
static size_t take_day_month(struct document *doc, size_t i)
{
	const struct phrase *ordinal = marked(doc, i, MARK_ORDINAL);
	int day = ordinal ? ordinal->value : plain_number(doc, i, 2);
	size_t at = ordinal ? past(doc, i) : i + 1;
	if (day < 1 || day > 31)
		return 0;
	if (is_sign(doc, at, '-') && !doc->tokens[at].spaced && !ordinal)
		at++;
	if (at < doc->count && !ordinal && doc->tokens[at].kind == TOKEN_WORD &&
	    !doc->tokens[at].spaced && !has_mark(doc, at, MARK_MONTH))
		at++; /* "5th", "5-го" */
	while (at < doc->count && has_mark(doc, at, MARK_YEAR_BEFORE) &&
	       has_mark(doc, at, MARK_OUT_OF))
		at = past(doc, at);
	const struct phrase *month = marked(doc, at, MARK_MONTH);
	if (at >= doc->count || doc->tokens[at].line)
		return 0;
	if (marked(doc, at, MARK_RELATIVE))
		return take_day_of(doc, i, at, day);
	if (!month || is_modal_may(doc, at))
		return 0;
	return add_yearless(doc, i, past(doc, at), date_day(2000, month->value, day));
}

/* "April 5" where the language has it, and no count follows: "in July 20 programmes" is none. */
static size_t take_month(struct document *doc, size_t i)
{
	const struct phrase *month = marked(doc, i, MARK_MONTH);
	const struct phrase *which = i > 0 ? marked(doc, i - 1, MARK_WHICH) : NULL;
	size_t at = past(doc, i);
	/* "January–October": the last month counts. */
	size_t to = is_sign(doc, at, '-') ? at + 1 : at;
	if ((to > at || has_mark(doc, to, MARK_TO)) &&
	    marked(doc, to > at ? to : at + 1, MARK_MONTH) && to > at &&
	    is_on_one_line(doc, i, to + 1)) {
		month = marked(doc, to, MARK_MONTH);
		return add_yearless(doc, i, past(doc, to), date_month(2000, month->value));
	}
	int day = plain_number(doc, at, 2);
	if (is_sign(doc, at, '.') && !doc->tokens[at].spaced && doc->tokens[at - 1].length <= 8)
		day = plain_number(doc, at + 1, 2) > 0 ? plain_number(doc, ++at, 2) : -1;
	bool counts = has_mark(doc, at + 1, MARK_PERCENT) || has_mark(doc, at + 1, MARK_OUT_OF) ||
	              has_mark(doc, at + 1, MARK_PROGRAMMES) ||
	              has_mark(doc, at + 1, MARK_ACTIVITIES) || has_mark(doc, at + 1, MARK_UNION) ||
	              (has_mark(doc, at + 1, MARK_TO) && plain_number(doc, at + 2, 3) > 0) ||
	              (has_mark(doc, at + 1, MARK_NEUTRAL) &&
	               !has_mark(doc, at + 1, MARK_FUNCTION));
	if (doc->language->day_after_month && day >= 1 && day <= 31 && !counts &&
	    is_on_one_line(doc, i, at + 1))
		return add_yearless(doc, i, at + 1, date_day(2000, month->value, day));
	at = add_yearless(doc, i, past(doc, i), date_month(2000, month->value));
	struct when *when = &doc->whens[doc->when_count - 1];
	if (which && !when->has_year) {
		when->has_year = true;
		when->date = when_resolve(doc, &(struct when){ .date = when->date },
		                          which->value > 0);
		if (which->value < 0 && date_overlaps(when->date, doc->input->published))
			when->date.year--;
	}
	return at;
}

static size_t take_period(struct document *doc, size_t i)
{
	const struct phrase *period = marked(doc, i, MARK_PERIOD);
	size_t at = add_yearless(doc, i, past(doc, i), period_of(2000, period));
	struct when *when = &doc->whens[doc->when_count - 1];
	when->ended = period->value == TIME_YEAR;
	when->season = period->value == TIME_SEASON;
	return at;
}

/* "the beginning of 2023": a part only where its year follows. */
static size_t take_year_part(struct document *doc, size_t i)
{
	const struct phrase *part = marked(doc, i, MARK_YEAR_PART);
	size_t end = past(doc, i);
	int year;
	if (doc->covers[i].first != i || !take_year_behind(doc, &end, &year))
		return 0;
	struct when *when = add_when(doc, i, end);
	when->date = period_of(year, part);
	when->has_year = true;
	when->ended = part->value == TIME_YEAR;
	return end;
}

/*
 * The date so many months after another, or of no precision where that is too coarse to
 * count from.
 */
static struct date months_after(struct date from, int months)
{
	if (from.precision == DATE_NONE || (from.precision == DATE_YEAR && months % 12 != 0))
		return (struct date){ .precision = DATE_NONE };
	if (from.precision == DATE_YEAR)
		return date_year(from.year + months / 12);
	struct date last = date_from_day_number(date_last_day(from));
	int at = last.year * 12 + last.part - 1 + months;
	return date_month(at / 12, at % 12 + 1);
}

/* A word of forecast that is no month, as "May" is. */
static bool is_promise(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		if (has_mark(doc, i, MARK_EXPECTED) && doc->covers[i].date < 0)
			return true;
	}
	return false;
}

/*
 * "In December 60% were done, in half a year 82%": told of the past, so counted
 * from the date that this sentence or the one before has named. Of no precision
 * where none was named, where that time is yet to come, or where something is
 * promised for it.
 */
static struct date counted_on(const struct document *doc, size_t i, int months)
{
	const struct date none = { .precision = DATE_NONE };
	uint32_t index = doc->covers[i].sentence;
	const struct sentence *s = &doc->sentences[index];
	if (is_promise(doc, s) || s->in_title)
		return none;
	for (size_t w = doc->when_count; w > 0; w--) {
		const struct when *from = &doc->whens[w - 1];
		uint32_t named = doc->covers[from->first].sentence;
		if (named + 1 < index || doc->sentences[named].in_title)
			break;
		if (from->now || from->same || from->first >= i)
			continue;
		struct date date = months_after(when_resolve(doc, from, false), months);
		bool gone = date.precision != DATE_NONE &&
		            date_first_day(date) <= date_last_day(doc->input->published);
		return gone ? date : none;
	}
	return none;
}

/* "In eighteen months we have completed 78%": how long it took, where nothing is promised. */
static bool is_duration(const struct document *doc, size_t i)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	return !s->in_title && !is_promise(doc, s) &&
	       find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0;
}

/* "In half a year" is so far from today, or from the date before; "half a year later" from that alone; what lasts is today. */
static void take_later(struct document *doc, struct when *when, const struct phrase *phrase)
{
	bool later = phrase->value == TIME_MONTHS_LATER;
	bool behind = has_mark(doc, when->last + 1u, MARK_SINCE); /* "a year after it was signed" */
	struct date date = { .precision = DATE_NONE };
	if (!behind)
		date = counted_on(doc, when->first, phrase->value2);
	if (date.precision != DATE_NONE &&
	    date_last_day(date) < date_last_day(doc->input->published)) {
		when->date = date;
	} else if (later || behind || is_duration(doc, when->first)) {
		when->date = doc->input->published;
		when->now = true;
	} else {
		when->date = months_away(doc, phrase->value2);
	}
}

/* From this month on a package's first year is the next. */
#define LATE_MONTH 7

/* "In the first year of its operation", of the package in force; no year that is still to come. */
static struct date package_year(const struct document *doc, int which)
{
	struct date published = doc->input->published;
	const struct package *package = package_in_force(doc->lexicon->packages, published);
	if (!package || package->first.precision == DATE_NONE)
		return published;
	bool late = package->first.precision >= DATE_MONTH && package->first.part >= LATE_MONTH;
	int year = package->first.year + late + which - 1;
	return year < published.year ? date_year(year) : published;
}

/* So soon behind "накануне" who said it says it: "накануне премьер-министр России заявил". */
#define SAID_TOKENS 6

/* "накануне": the day before, but "on the eve of" where a noun follows that says nothing. */
static bool is_preposition(const struct document *doc, size_t i)
{
	size_t next = past(doc, i);
	if (!has_mark(doc, i, MARK_LINK) || next >= doc->count || doc->tokens[next].line ||
	    doc->tokens[next].kind != TOKEN_WORD)
		return false;
	bool known = doc->covers[next].phrases || doc->tokens[next].capital;
	if (!known || has_mark(doc, next, MARK_AND)) /* "накануне и в день праздника" */
		return known || !looks_like_verb(doc, next);
	if (!doc->tokens[next].capital && !has_mark(doc, next, MARK_OFFICE) &&
	    !has_mark(doc, next, MARK_DOCUMENT))
		return false;
	for (size_t k = next; k < doc->count && k < next + SAID_TOKENS; k++) {
		if (has_mark(doc, k, MARK_SAYS))
			return false;
	}
	return true;
}

static size_t take_relative(struct document *doc, size_t i)
{
	const struct phrase *phrase = marked(doc, i, MARK_RELATIVE);
	size_t end = past(doc, i);
	if (is_preposition(doc, i))
		return end;
	struct when *when = add_when(doc, i, end);
	when->has_year = true;
	switch ((enum time_kind)phrase->value) {
	case TIME_DAYS_AWAY:
		when->date = days_away(doc, phrase->value2);
		when->now = phrase->value2 == 0;
		break;
	case TIME_MONTHS_AWAY:
		if (phrase->value2 > 0)
			take_later(doc, when, phrase);
		else
			when->date = months_away(doc, phrase->value2);
		break;
	case TIME_MONTHS_LATER:
		take_later(doc, when, phrase);
		break;
	case TIME_QUARTERS_AWAY:
		when->date = quarters_away(doc, phrase->value2);
		break;
	case TIME_YEARS_AWAY:
		when->date = date_year(doc->input->published.year + phrase->value2);
		break;
	case TIME_PACKAGE_YEAR:
		when->date = package_year(doc, phrase->value2);
		break;
	case TIME_SAME:
		when->same = true;
		break;
	case TIME_YEAR:
	case TIME_HALF:
	case TIME_QUARTER:
	case TIME_MONTH:
	case TIME_SEASON:
		when->date = period_of(doc->input->published.year, phrase);
		break;
	}
	return end;
}

/* Digits up to a point or the end; -1 for none. Moves *s past them. */
static int take_part(const char **s)
{
	int n = -1;
	for (; **s >= '0' && **s <= '9' && n < 10000; (*s)++)
		n = (n < 0 ? 0 : 10 * n) + (**s - '0');
	return n;
}

/* "1.7.2023", "05.04.2023" */
static bool split_date(const char *s, int *ret_day, int *ret_month, int *ret_year)
{
	*ret_day = take_part(&s);
	if (*s++ != '.')
		return false;
	*ret_month = take_part(&s);
	if (*s++ != '.')
		return false;
	*ret_year = take_part(&s);
	return !*s && *ret_year >= YEAR_LEAST;
}

/* "05.04.2023" as one token, or "2023-04-05" as five. */
static size_t take_digits(struct document *doc, size_t i)
{
	struct date date;
	int d = -1, m = -1, y = -1;
	size_t end = i + 1;
	if (!split_date(doc->tokens[i].text, &d, &m, &y) && year_number(doc, i) > 0 &&
	    is_sign(doc, i + 1, '-') && is_sign(doc, i + 3, '-') &&
	    plain_number(doc, i + 2, 2) > 0 && plain_number(doc, i + 4, 2) > 0 &&
	    is_on_one_line(doc, i, i + 5)) {
		y = year_number(doc, i);
		m = plain_number(doc, i + 2, 2);
		d = plain_number(doc, i + 4, 2);
		end = i + 5;
	}
	if (y < YEAR_LEAST || y > YEAR_MOST || m < 1 || m > 12)
		return 0;
	date = date_day(y, m, d);
	if (!date_is_valid(date))
		return 0;
	struct when *when = add_when(doc, i, end);
	when->date = date;
	when->has_year = true;
	return end;
}

/* "the first 10 months", "за 9 месяцев": the year up to that month. */
static size_t take_months(struct document *doc, size_t i)
{
	int months = plain_number(doc, i, 2);
	if (months < 1 || months > 11 || !has_mark(doc, i + 1, MARK_MONTHS_WORD) || i == 0 ||
	    doc->tokens[i + 1].line || !has_mark(doc, i - 1, MARK_YEAR_BEFORE))
		return 0;
	return add_yearless(doc, i, past(doc, i + 1), date_month(2000, months));
}

/* A year alone: after a preposition or before its word; "last year" too. */
static size_t take_bare_year(struct document *doc, size_t i)
{
	size_t end = i;
	int year;
	if (!take_year(doc, &end, &year) || !is_on_one_line(doc, i, end))
		return 0;
	bool before = i > 0 && has_mark(doc, i - 1, MARK_YEAR_BEFORE);
	if (year_number(doc, i) > 0 && !before && end == i + 1)
		return 0;
	struct when *when = add_when(doc, i, end);
	when->date = date_year(year);
	when->has_year = true;
	return end;
}

/* "2021-2023", "2024-26": years of a package, no date; "from 2024 to 2026" where a package has them. */
static size_t skip_years(struct document *doc, size_t i)
{
	bool dash = is_sign(doc, i + 1, '-');
	if (year_number(doc, i) < 0 || (!dash && !package_by_years(doc, i)) ||
	    i + 2 >= doc->count || doc->tokens[i + 2].kind != TOKEN_NUMBER ||
	    (year_number(doc, i + 2) < 0 && doc->tokens[i + 2].len != 2))
		return 0;
	for (size_t k = i; k < i + 3; k++)
		doc->covers[k].date = NO_DATE_YEARS;
	return i + 3;
}

/* "In the first half of August", "к середине сентября": a part of the month that is named behind it. */
static bool is_part_of_month(const struct document *doc, size_t i)
{
	size_t next = past(doc, i);
	if (has_mark(doc, next, MARK_OUT_OF))
		next = past(doc, next);
	return has_mark(doc, next, MARK_MONTH) && !is_modal_may(doc, next) &&
	       doc->covers[next].sentence == doc->covers[i].sentence;
}

static size_t take_date(struct document *doc, size_t i)
{
	size_t end = 0;
	if (doc->tokens[i].kind == TOKEN_NUMBER) {
		end = take_digits(doc, i);
		if (!end)
			end = skip_years(doc, i);
		if (!end)
			end = take_day_month(doc, i);
		if (!end)
			end = take_months(doc, i);
		if (!end && year_number(doc, i) > 0)
			end = take_bare_year(doc, i);
		return end;
	}
	if (has_mark(doc, i, MARK_MONTH) && !is_modal_may(doc, i))
		return take_month(doc, i);
	if (has_mark(doc, i, MARK_PERIOD) && !is_part_of_month(doc, i))
		return take_period(doc, i);
	if (has_mark(doc, i, MARK_YEAR_PART) && (end = take_year_part(doc, i)) > 0)
		return end;
	if (has_mark(doc, i, MARK_RELATIVE))
		return take_relative(doc, i);
	if (has_mark(doc, i, MARK_YEAR_SHIFT))
		return take_bare_year(doc, i);
	if (has_mark(doc, i, MARK_ORDINAL))
		return take_day_month(doc, i);
	return 0;
}

void find_dates(struct document *doc)
{
	if (doc->input->published.precision == DATE_NONE)
		return;
	for (size_t i = 0; i < doc->count;) {
		size_t end = take_date(doc, i);
		i = end > i ? end : i + 1;
	}
	share_years(doc);
}
