/* The years that dates without one have: from the dates beside them, or the likeliest. */
#include "topic.h"

/* "From March to October 2022", "с марта по октябрь 2022 года": the first month is of the year that the second names. */
static void take_years_behind(struct document *doc)
{
	for (size_t w = 0; w + 1 < doc->when_count; w++) {
		struct when *when = &doc->whens[w];
		const struct when *next = when + 1;
		size_t joint = when->last + 1u;
		if (when->has_year || !next->has_year || when->date.precision < DATE_HALF ||
		    next->date.precision < DATE_HALF || past(doc, joint) != next->first ||
		    !(has_mark(doc, joint, MARK_TO) || has_mark(doc, joint, MARK_AND) ||
		      (when->since && has_mark(doc, joint, MARK_LINK)) || is_sign(doc, joint, '-')))
			continue;
		when->date.year = next->date.year;
		if (date_first_day(when->date) > date_last_day(next->date))
			when->date.year--;
		when->has_year = true;
	}
}

/* So far behind its year a date may stand. */
#define BEHIND_YEAR_TOKENS 4

/* "Last year, in July", "летась у ліпені", "in 2022, on 1 March": the year stands first, and no noun is it of. */
static bool is_year_ahead(const struct document *doc, const struct when *year,
                          const struct when *next)
{
	const struct sentence *s = &doc->sentences[doc->covers[year->first].sentence];
	bool shift = has_mark(doc, year->first, MARK_YEAR_SHIFT);
	if (year->date.precision != DATE_YEAR || !year->has_year || year->ended || year->since ||
	    next->has_year || next->since || next->first >= s->end || next->first <= year->last ||
	    next->first - year->last > BEHIND_YEAR_TOKENS)
		return false;
	for (size_t i = year->last + 1u; i < next->first; i++) {
		if (!is_sign(doc, i, ',') && !has_mark(doc, i, MARK_YEAR_BEFORE) &&
		    !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_LINK))
			return false;
	}
	if (year->first == s->first)
		return shift;
	size_t before = year->first - 1u;
	if (has_mark(doc, before, MARK_DONE_IN))
		return !has_mark(doc, before, MARK_DURING);
	return shift &&
	       (doc->tokens[before].kind == TOKEN_SIGN || has_mark(doc, before, MARK_CONJUNCTION) ||
	        has_mark(doc, before, MARK_LEVEL) ||
	        (has_mark(doc, before, MARK_COMPLETED) && !has_mark(doc, before, MARK_STAGE_NOUN)));
}

static void take_years_ahead(struct document *doc)
{
	for (size_t w = 0; w + 1 < doc->when_count; w++) {
		struct when *when = &doc->whens[w], *next = when + 1;
		if (!is_year_ahead(doc, when, next))
			continue;
		next->date.year = when->date.year;
		next->has_year = true;
		for (size_t i = when->first; i <= when->last; i++)
			doc->covers[i].date = (int32_t)w + 1;
	}
}

void share_years(struct document *doc)
{
	take_years_behind(doc);
	take_years_ahead(doc);
}

/* "In the first half", told in January: nobody sums up what has only begun. */
static bool has_just_begun(struct date period, struct date published)
{
	int32_t first = date_first_day(period), last = date_last_day(period);
	return (period.precision == DATE_HALF || period.precision == DATE_QUARTER) &&
	       date_last_day(published) - first < (last - first) / 2;
}

static struct date resolve(const struct document *doc, const struct when *when, bool expected)
{
	struct date date = when->date, published = doc->input->published;
	if (when->has_year || date.precision == DATE_NONE)
		return date;
	if (date.precision == DATE_YEAR) {
		/* "at the end of the year", told in its first weeks */
		if (!expected && published.precision >= DATE_MONTH && published.part <= 2)
			date.year--;
		return date;
	}
	if (!expected &&
	    (date_first_day(date) > date_last_day(published) || has_just_begun(date, published)))
		date.year--;
	if (expected && date_last_day(date) < date_first_day(published))
		date.year++;
	return date;
}

struct date when_resolve(const struct document *doc, const struct when *when, bool expected)
{
	struct date date = resolve(doc, when, expected);
	return when->season && date.precision != DATE_NONE ? date_year(date.year) : date;
}
