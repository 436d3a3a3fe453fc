/* The date that a figure describes: said in its clause, carried over, or the day of publication. */
#include "asof.h"

#include "differences.h"
#include "ellipsis.h"
#include "finding.h"
#include "packages.h"
#include "predicate.h"
#include "topic.h"

static struct date published(const struct document *doc)
{
	return doc->input->published;
}

/* "When the plan expired last December, it stood at 94%": the act dates what is told with it. */
static bool is_in_time_clause(const struct document *doc, size_t i, size_t from)
{
	while (i > from && !is_sign(doc, i, ',') && !has_mark(doc, i, MARK_TIME_CLAUSE))
		i--;
	return has_mark(doc, is_sign(doc, i, ',') ? i + 1 : i, MARK_TIME_CLAUSE);
}

/* "Of the 310 measures that are to be carried out by the end of 2026, 96 …": when the whole is due. */
static bool bounds_the_whole(const struct document *doc, const struct when *when, size_t from)
{
	bool due = false;
	size_t next = when->last + 1u; /* the sign behind */
	while (next < doc->count && doc->tokens[next].kind != TOKEN_SIGN)
		next++;
	for (size_t i = when->first; i > from && !is_sign(doc, i - 1, ','); i--) {
		int32_t f = doc->covers[i - 1].figure;
		due |= has_mark(doc, i - 1, MARK_EXPECTED) && doc->covers[i - 1].date < 0;
		if (f >= 0 && doc->figures[f].total_only)
			return due && is_sign(doc, next, ',');
		if (f >= 0 && !doc->figures[f].reason)
			return false;
	}
	return false;
}

/* "The programmes launched in November 2021 are 80% complete": when they began. */
static bool is_of_launch(const struct document *doc, const struct when *when, size_t from)
{
	size_t act = when->first, next = when->last + 1u;
	while (act > from &&
	       (has_mark(doc, act - 1, MARK_YEAR_BEFORE) || has_mark(doc, act - 1, MARK_LINK)))
		act = doc->covers[act - 1].first;
	if (act <= from + 1 || !has_mark(doc, act - 1, MARK_PROGRESS))
		return false;
	act = doc->covers[act - 1].first;
	if (is_sign(doc, act - 1, ','))
		return is_sign(doc, next, ',');
	enum noun kind = act > 0 ? noun_at(doc, act - 1).kind : NOUN_NONE;
	return has_mark(doc, next, MARK_FINITE) &&
	       (kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_ALIAS ||
	        kind == NOUN_SINGLE || has_mark(doc, act - 1, MARK_STATE));
}

/* So far behind "planned for the period" its end may stand: "up to the end of 2023". */
#define SPANNED_TOKENS 5

/* So far behind the word for an act its date may stand. */
#define ACT_TOKENS 7

/* "signed on 29 January", "approved in 2021": the date of an act, not of a figure. */
static bool dates_an_act(const struct document *doc, const struct when *when, bool expected)
{
	size_t from = doc->sentences[doc->covers[when->first].sentence].first;
	/* "the programmes of 2021": the year of their adoption */
	size_t of = when->first;
	while (of > from &&
	       (has_mark(doc, of - 1, MARK_OUT_OF) || has_mark(doc, of - 1, MARK_LINK)))
		of = doc->covers[of - 1].first;
	/* "the Guidelines till 2026" */
	size_t till = when->first;
	while (till > from && has_mark(doc, till - 1, MARK_YEAR_BEFORE))
		till = doc->covers[till - 1].first;
	if (till > from && when->date.precision == DATE_YEAR && !(expected && when->ended) &&
	    has_mark(doc, till - 1, MARK_PACKAGE))
		return true;
	if (of > from && when->date.precision == DATE_YEAR &&
	    when->date.year <= doc->lexicon->packages->list[0].first.year &&
	    (has_mark(doc, of - 1, MARK_PROGRAMMES) || has_mark(doc, of - 1, MARK_PACKAGE)))
		return true;
	/* "the programmes planned to 2023" */
	for (size_t i = when->first; i > from && when->first - i < SPANNED_TOKENS;
	     i = doc->covers[i - 1].first) {
		if (has_mark(doc, i - 1, MARK_SPAN))
			return true;
		if (doc->tokens[i - 1].kind == TOKEN_SIGN || has_mark(doc, i - 1, MARK_COMPLETED) ||
		    has_mark(doc, i - 1, MARK_PROGRAMMES) || has_mark(doc, i - 1, MARK_ACTIVITIES))
			break;
	}
	for (size_t i = when->first; i > from && when->first - i < ACT_TOKENS; i--) {
		if (has_mark(doc, i - 1, MARK_OTHER_STAGE))
			return !is_in_time_clause(doc, i - 1, from);
		if (has_mark(doc, i - 1, MARK_COMPLETED) || has_mark(doc, i - 1, MARK_PROGRESS) ||
		    has_mark(doc, i - 1, MARK_LEVEL) || has_mark(doc, i - 1, MARK_CONJUNCTION) ||
		    is_sign(doc, i - 1, ','))
			break;
	}
	if (bounds_the_whole(doc, when, from))
		return true;
	if (is_of_launch(doc, when, from))
		return true;
	/* "…, which began in November 2021 and …", "which must be done by the end of 2026 are …" */
	bool ends = has_mark(doc, when->last + 1u, MARK_FINITE), acts = false;
	for (size_t i = when->first; i > from && !is_sign(doc, i - 1, ','); i--) {
		int32_t f = doc->covers[i - 1].figure;
		if (f >= 0 && !doc->figures[f].reason && !doc->figures[f].total_only)
			break; /* "…, which stood at 78% in June, …" */
		acts |= has_mark(doc, i - 1, MARK_COMPLETED);
		if (has_mark(doc, i - 1, MARK_RELATIVE_PRONOUN) && i > from + 1 &&
		    (is_sign(doc, i - 2, ',') || (ends && acts)))
			return true;
	}
	return false;
}

/* A day without a year that is less than so many days off is to come, not eleven months past. */
#define AHEAD_DAYS 90
#define NEXT_MONTH_DAYS 31

/* "Ahead of the council on 28 June": the day of something to come dates no report. */
static bool is_ahead(const struct document *doc, const struct when *when)
{
	long away = date_first_day(when->date) - date_last_day(published(doc));
	/* "By May": next week's, and not last year's */
	if (!when->has_year && when->date.precision == DATE_MONTH && away > 0 &&
	    away < NEXT_MONTH_DAYS)
		return true;
	return !when->has_year && when->date.precision == DATE_DAY && away > 0 &&
	       away < AHEAD_DAYS &&
	       !(when->first > 0 && has_mark(doc, when->first - 1u, MARK_DEADLINE));
}

bool dates_a_state(const struct document *doc, const struct when *when, bool expected)
{
	return !when->since && !dates_an_act(doc, when, expected) && !is_of_last(doc, when) &&
	       (expected || (!is_ahead(doc, when) && !package_until(doc, when)));
}

/* "they promised in January that …": when it was promised, not for when. */
static bool dates_a_promise(const struct document *doc, const struct when *when)
{
	size_t i = when->first;
	while (i > 0 && has_mark(doc, i - 1, MARK_YEAR_BEFORE))
		i = doc->covers[i - 1].first;
	return i > 0 && !when->ended && !has_mark(doc, when->first, MARK_EXPECTED) &&
	       (has_mark(doc, i - 1, MARK_EXPECTED) || has_mark(doc, i - 1, MARK_SAYS));
}

/* "By 20 October the ministers will meet; 86% are done": a day to come, of the other half. */
static bool is_due_apart(const struct document *doc, const struct when *when,
                         const struct figure *figure)
{
	size_t first = when->last < figure->first ? when->last : figure->last;
	size_t end = when->last < figure->first ? figure->first : when->first;
	if (when->has_year || when->date.precision != DATE_DAY || when->first == 0 ||
	    !has_mark(doc, when->first - 1u, MARK_DEADLINE) ||
	    date_first_day(when->date) <= date_last_day(published(doc)))
		return false;
	for (size_t i = first; i < end; i++) {
		if (is_sign(doc, i, ';'))
			return true;
	}
	return false;
}

/* "85% are done; the rules were exchanged in September": what is behind has days of its own. */
static bool is_behind_semicolon(const struct document *doc, const struct when *when,
                                const struct figure *figure)
{
	for (size_t i = figure->last + 1u; i < when->first; i++) {
		if (is_sign(doc, i, ';'))
			return true;
	}
	return false;
}

/* The usable date in first … end - 1 that stands nearest to the figure, or -1. */
static int32_t nearest_when(const struct document *doc, const struct figure *figure, size_t first,
                            size_t end, bool expected)
{
	int32_t best = -1;
	size_t best_away = SIZE_MAX;
	for (size_t i = first; i < end; i++) {
		int32_t w = doc->covers[i].date;
		if (w < 0 || !dates_a_state(doc, &doc->whens[w], expected))
			continue;
		if (is_due_apart(doc, &doc->whens[w], figure) ||
		    is_behind_semicolon(doc, &doc->whens[w], figure))
			continue;
		/* "in four months since it was signed": how long, not when */
		size_t from = doc->whens[w].first;
		if (from > 0 && has_mark(doc, from - 1, MARK_DURING) && counts_so_far(doc, figure))
			continue;
		size_t away = i < figure->first ? figure->first - i : i - figure->last;
		/* A date of some precision says more than "now". */
		away += doc->whens[w].now ? 1000 : 0;
		/* and a deadline more than the day of the promise */
		away += expected && dates_a_promise(doc, &doc->whens[w]) ? 500 : 0;
		if (away < best_away) {
			best_away = away;
			best = w;
		}
	}
	return best;
}

int32_t whole_period(const struct document *doc, int32_t when)
{
	if (when < 0 || doc->whens[when].now || doc->whens[when].date.precision >= DATE_MONTH)
		return -1;
	return when;
}

/* "from 70% in January to 80% in April": the first has its date beside it. */
static bool is_date_between(const struct document *doc, const struct figure *from)
{
	for (size_t i = from->last + 1u; i < from[1].first; i++) {
		if (doc->covers[i].date >= 0)
			return true;
	}
	return false;
}

/* Of "from 38 to 52% between July and October" each figure has its own date. */
static int32_t paired_when(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f];
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	bool second = f > 0 && doc->figures[f - 1].from &&
	              doc->covers[doc->figures[f - 1].number].sentence ==
	                      doc->covers[figure->number].sentence;
	int32_t whens[2] = { -1, -1 };
	size_t n = 0;
	/* In "90% by December, against 78% today" each has its date beside it. */
	bool first = figure->from && f + 1 < doc->figure_count &&
	             doc->figures[f + 1].first < s->end;
	if ((!first && !second) || is_date_between(doc, second ? figure - 1 : figure))
		return -1;
	for (size_t i = s->first; i < s->end && n < 2; i++) {
		int32_t w = doc->covers[i].date;
		if (w >= 0 && (n == 0 || w != whens[0]) &&
		    !dates_an_act(doc, &doc->whens[w], false))
			whens[n++] = w;
	}
	return n == 2 ? whens[second] : -1;
}

/* "already": that it is so by now, which is said of any time. */
static bool is_weak_now(const struct document *doc, int32_t when)
{
	return doc->whens[when].now && has_mark(doc, doc->whens[when].first, MARK_ASSERTED);
}

/* "By April, …": the date begins the clause, but for a preposition, and stands alone there. */
static bool begins_clause(const struct document *doc, const struct figure *figure, int32_t when)
{
	size_t i = doc->whens[when].first;
	if (doc->whens[when].now || doc->whens[when].ended ||
	    !is_sign(doc, doc->whens[when].last + 1u, ','))
		return false;
	while (i > figure->clause_first && has_mark(doc, i - 1, MARK_YEAR_BEFORE))
		i = doc->covers[i - 1].first;
	return i == figure->clause_first;
}

/* No sign parts the figure from a size before it, which is none of its own. */
static bool is_mere_size_before(const struct document *doc, const struct figure *figure)
{
	const struct figure *size = figure - 1;
	if (size->kind != FIGURE_COUNT || size->claim >= 0 || !size->reason ||
	    doc->covers[size->number].sentence != doc->covers[figure->number].sentence)
		return false;
	for (size_t i = size->last + 1u; i < figure->first; i++) {
		if (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_CONJUNCTION))
			return false;
	}
	return true;
}

/* "80% of the measures set out in the 28 programmes, …": where the predicate behind that size ends, or 0. */
static size_t end_behind_size(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *size = figure + 1;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (f + 1 >= doc->figure_count || figure->from || size->kind != FIGURE_COUNT ||
	    (!size->total_only && !package_of_total(doc, false, size->value)) ||
	    doc->covers[size->number].sentence != sentence ||
	    stage_in(doc, figure->core_first, figure->core_end))
		return 0;
	size_t end = doc->sentences[sentence].end;
	for (size_t n = f + 2; n < doc->figure_count && doc->figures[n].first < end; n++) {
		if (doc->covers[doc->figures[n].number].date < 0)
			return 0;
	}
	return stage_in(doc, size->last + 1u, end) ? end : 0;
}

/* "Nine are closed, the tenth is to follow in June", "half is done, and by autumn we must finish" */
static bool goes_on_to_plan(const struct document *doc, const struct figure *figure, size_t i)
{
	if (has_mark(doc, i, MARK_ORDINAL) && doc->covers[i].date < 0)
		return true;
	return i > 0 && (is_sign(doc, i - 1, ',') || i == figure->core_end) &&
	       has_mark(doc, i, MARK_CONJUNCTION) &&
	       find_mark(doc, i, figure->clause_end, MARK_EXPECTED) >= 0;
}

/* "90% are done," he said, noting that the plan ends this year: what he went on to tell has its own time. */
static bool goes_on_to_tell(const struct document *doc, const struct figure *figure, size_t i)
{
	return i > figure->core_end && is_sign(doc, i - 1, ',') && has_mark(doc, i, MARK_SAYS) &&
	       find_mark(doc, figure->core_end, i, MARK_SAYS) >= 0;
}

/* "84% (80% in July)": the brackets at the token hold a figure of their own, and its date. */
static bool opens_on_another(const struct document *doc, size_t i)
{
	size_t end = i + BRACKET_TOKENS;
	for (size_t k = i; is_sign(doc, i, '(') && k < doc->count && k < end; k++) {
		int32_t f = doc->covers[k].figure;
		if (is_sign(doc, k, ')'))
			return false;
		if (f >= 0 && !doc->figures[f].reason)
			return true;
	}
	return false;
}

/* "Now – already 125": a word of now that says more than "already", before the figure or its dash; or -1. */
static int32_t strong_now(const struct document *doc, const struct figure *figure)
{
	size_t from = figure->core_first;
	if (from >= figure->clause_first + 2u && is_sign(doc, from - 1, '-'))
		from -= 2;
	for (size_t i = from; i < figure->first; i++) {
		int32_t w = doc->covers[i].date;
		if (w >= 0 && doc->whens[w].now && !is_weak_now(doc, w))
			return w;
	}
	return -1;
}

/* "…, ten months to go to the finish", "…, до финиша десять месяцев": so long it is till then. */
static bool is_span_to_end(const struct document *doc, const struct figure *figure,
                           const struct when *when)
{
	size_t i = when->first, behind = when->last + 1u;
	if (has_mark(doc, i - 1, MARK_LINK) || has_mark(doc, i - 1, MARK_DURING))
		return false;
	while (i > figure->core_end && doc->tokens[i - 1].kind != TOKEN_SIGN) {
		i--;
		if (has_mark(doc, i, MARK_TO))
			return i + 1 < when->first;
	}
	return has_mark(doc, behind, MARK_TO) && behind + 1 < doc->count &&
	       doc->covers[behind + 1].date < 0 && doc->covers[behind + 1].figure < 0;
}

/* "40% are done, and little time remains until the end of the year": of what is left, and no figure. */
static bool is_of_time_left(const struct document *doc, const struct figure *figure, int32_t w)
{
	const struct when *when = &doc->whens[w];
	if (when->first < figure->core_end || when->first == 0 ||
	    !stage_in(doc, figure->core_first, figure->core_end))
		return false;
	return is_span_to_end(doc, figure, when) ||
	       ((has_mark(doc, when->first - 1, MARK_DEADLINE) ||
	         has_mark(doc, when->first - 1, MARK_TO)) &&
	        find_mark(doc, figure->core_end, figure->clause_end, MARK_LEFT) >= 0);
}

static int32_t own_when(const struct document *doc, size_t f, bool expected)
{
	const struct figure *figure = &doc->figures[f];
	int32_t when = paired_when(doc, f);
	/* A date behind the "from" is that one's, one before it the other's: "by autumn from 60% in December to 82%". */
	if (when < 0 && f > 0 && figure[-1].from && figure->first > figure[-1].last &&
	    doc->covers[figure[-1].number].sentence == doc->covers[figure->number].sentence) {
		size_t middle = (figure[-1].last + figure->first + 1) / 2;
		bool between = is_date_between(doc, figure - 1);
		if (between)
			when = nearest_when(doc, figure, figure->last + 1u, figure->core_end,
			                    expected);
		/* "from 70% in March to 78% by the holiday, the ninth of May" */
		if (between && when < 0)
			when = nearest_when(doc, figure, figure->last + 1u, figure->clause_end,
			                    expected);
		if (when < 0)
			when = nearest_when(doc, figure, middle, figure->clause_end, expected);
		return when >= 0 ? when
		                 : nearest_when(doc, figure, figure->clause_first, figure[-1].first,
		                                expected);
	}
	if (when < 0 && figure->from && f + 1 < doc->figure_count)
		return nearest_when(doc, figure, figure->last + 1u,
		                    (figure->last + doc->figures[f + 1].first + 1u) / 2 + 1,
		                    expected);
	if (when < 0)
		when = nearest_when(doc, figure, figure->core_first, figure->core_end, expected);
	if (when >= 0 && is_weak_now(doc, when) && strong_now(doc, figure) >= 0)
		when = strong_now(doc, figure);
	/* "By April, the report says, 27% is already done": "already" is no date of its own */
	int32_t before = when < 0 || is_weak_now(doc, when)
	                         ? nearest_when(doc, figure, figure->clause_first, figure->first,
	                                        expected)
	                         : -1;
	if (!counts_so_far(doc, figure) &&
	    (when < 0 || (before >= 0 && begins_clause(doc, figure, before))))
		when = before;
	/* "80% is done, the rest till the end of the year": the rest has a date of its own */
	size_t end = figure->core_end;
	while (end < figure->clause_end && !is_of_rest(doc, end) && !opens_on_another(doc, end) &&
	       !goes_on_to_plan(doc, figure, end) && !goes_on_to_tell(doc, figure, end))
		end++;
	if (when < 0)
		when = nearest_when(doc, figure, figure->core_end, end, expected);
	/* "on four work goes on, they hope to end it by New Year": of what is hoped for */
	if (when >= 0 && !expected && doc->whens[when].first >= figure->core_end &&
	    stage_in(doc, figure->core_first, figure->core_end) &&
	    find_mark(doc, figure->core_end, doc->whens[when].first, MARK_EXPECTED) >= 0)
		when = -1;
	if (when >= 0 && !expected && is_of_time_left(doc, figure, when))
		when = -1;
	/* "In the first year of the 28 programmes 70% of the measures were done": before their size */
	if (when < 0 && f > 0 && is_mere_size_before(doc, figure))
		when = whole_period(doc, nearest_when(doc, figure, figure[-1].clause_first,
		                                      figure->first, expected));
	/* "80% of the measures that the 28 programmes hold were done by mid-June": behind their size */
	if (when < 0 && !expected && end_behind_size(doc, f) > 0)
		when = nearest_when(doc, figure, figure[1].last + 1u, end_behind_size(doc, f),
		                    false);
	/* "In the first half 40 more were struck off, taking the total to 161": of the same time */
	if (when < 0 && f > 0 && figure[-1].reason == NO_LEVEL && !expected &&
	    doc->covers[figure[-1].number].sentence == doc->covers[figure->number].sentence)
		when = whole_period(doc, nearest_when(doc, figure, figure[-1].clause_first,
		                                      figure[-1].clause_end, expected));
	return when;
}

/* The date that heads the column of a figure in a row, or -1. */
static int32_t column_when(const struct document *doc, size_t f)
{
	size_t column = 0;
	for (size_t b = f; b > 0 && doc->covers[doc->figures[b - 1].number].sentence ==
	                                    doc->covers[doc->figures[f].number].sentence;
	     b--)
		column += !doc->figures[b - 1].total_only && doc->figures[b - 1].kind != FIGURE_ALL;
	return column < doc->column_count ? doc->columns[column] : -1;
}

/* "by then": the date of the figure before, or else the one that was last said. */
static int32_t same_when(const struct document *doc, int32_t when)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	/* "The council meets in December; by then 120 are to be done": what was said since the figure */
	const struct when *said = when > 0 ? &doc->whens[when - 1] : NULL;
	if (said && before && !said->now && !said->same && !said->since &&
	    said->date.precision > DATE_YEAR && said->first > doc->figures[before->figure].last &&
	    doc->covers[said->first].sentence != before->sentence &&
	    doc->covers[doc->whens[when].first].sentence - doc->covers[said->first].sentence <= 1)
		return when - 1;
	if (before && !doc->sentences[before->sentence].in_title)
		return before->when;
	/* "met on 29 January and approved the plan till 2026 … at that time": rather a day than a year */
	int32_t any = -1;
	for (when--; when >= 0; when--) {
		const struct when *last = &doc->whens[when];
		if (last->now || last->same || last->since)
			continue;
		if (last->date.precision == DATE_DAY)
			return when;
		any = any < 0 ? when : any;
	}
	return any;
}

/* "By the summer of 2022 40% had been done, by New Year 60%": the first such time behind the one before. */
static struct date go_on_from(const struct document *doc, const struct figure *figure, int32_t when,
                              struct date date)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	const struct when *own = &doc->whens[when];
	if (!before || before->when < 0 || before->when >= when || own->has_year || own->now ||
	    own->same || date.precision == DATE_NONE || before->claim.modality != CLAIM_ACTUAL ||
	    before->sentence != doc->covers[figure->number].sentence ||
	    !doc->whens[before->when].has_year || doc->whens[before->when].now ||
	    before->claim.as_of.precision <= DATE_YEAR ||
	    before->claim.as_of.year >= published(doc).year)
		return date;
	struct date next = date;
	next.year = before->claim.as_of.year;
	if (date_last_day(next) < date_last_day(before->claim.as_of))
		next.year++;
	return date_last_day(next) <= date_last_day(published(doc)) ? next : date;
}

/* "What have you come to autumn with?", asked in September: that is now. */
static bool is_current(const struct document *doc, int32_t when)
{
	return when >= 0 && doc->whens[when].date.precision == DATE_MONTH &&
	       date_overlaps(when_resolve(doc, &doc->whens[when], false), published(doc));
}

/*
 * "Will 95% be done by the end of the year? 81% of the activities have been carried out": what is done
 * answers no question of what will be.
 */
static bool is_told_apart(const struct document *doc, const struct figure *figure)
{
	if (doc->question_when < 0 || !figure->has_target || figure->target.kind != TARGET_DIRECT ||
	    figure->target.np.strength < 3 ||
	    find_mark(doc, figure->core_first, figure->core_end, MARK_COMPLETED) < 0)
		return false;
	struct as_of asked = { .when = doc->question_when,
		               .date = when_resolve(doc, &doc->whens[doc->question_when], false) };
	return is_future(doc, &asked) ||
	       (doc->whens[asked.when].ended &&
	        date_last_day(asked.date) > date_last_day(published(doc)));
}

void find_as_of(const struct document *doc, size_t f, bool expected, bool other_series,
                struct as_of *ret)
{
	const struct figure *figure = &doc->figures[f];
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	int32_t when = own_when(doc, f, expected);
	*ret = (struct as_of){
		.when = when, .rule = "said with the figure", .dated = true, .basis = CLAIM_STATED
	};
	if (when >= 0 && doc->whens[when].same)
		when = ret->when = same_when(doc, when);
	if (when < 0 && doc->column_count > 0) {
		when = ret->when = column_when(doc, f);
		ret->rule = "said at the head of the column";
	}
	if (when < 0 && figure->cell && figure->cell->when >= 0) {
		when = ret->when = figure->cell->when;
		ret->rule = "said over the table";
	}
	if (when < 0) {
		when = ret->when = expected ? -1 : carried_when(doc, figure, other_series);
		ret->rule = "carried over from the figure before";
	}
	if (when < 0 && !expected) {
		when = ret->when = head_when(doc, figure);
		ret->rule = "said in the heading of the sentence";
	}
	bool month = doc->heading_runs && when >= 0 && is_weak_now(doc, when);
	if ((when < 0 || month) && doc->heading_when >= 0) {
		when = ret->when = doc->heading_when;
		ret->rule = "said in the heading of the list";
	}
	if (when < 0 && doc->question_open && !is_told_apart(doc, figure)) {
		int32_t asked = doc->question_when;
		bool is_none = asked >= 0 && !expected &&
		               (is_current(doc, asked) || is_ahead(doc, &doc->whens[asked]));
		when = ret->when = is_none ? -1 : asked;
		ret->rule = "asked for";
	}
	if (when < 0) {
		ret->dated = false;
		ret->rule = "nothing said: the day of publication";
		ret->date = published(doc);
		ret->basis = find_mark(doc, s->first, s->end, MARK_EARLIER) >= 0 ? CLAIM_RESTATED
		                                                                 : CLAIM_TODAY;
		return;
	}
	/* "They were to have done 85% by May": the last May */
	ret->date = when_resolve(doc, &doc->whens[when], expected && !is_past(doc, figure));
	/* "up from 60% at New Year", "by New Year 60% had been done": the last one */
	bool past = figure->from || (!expected && doc->whens[when].ended && is_past(doc, figure));
	if (past && !doc->whens[when].has_year && ret->date.precision == DATE_YEAR &&
	    date_last_day(ret->date) > date_last_day(published(doc)))
		ret->date.year--;
	if (!expected)
		ret->date = go_on_from(doc, figure, when, ret->date);
	if (doc->whens[when].now)
		ret->basis = CLAIM_TODAY;
}

bool is_future(const struct document *doc, const struct as_of *as_of)
{
	return as_of->when >= 0 && as_of->date.precision != DATE_NONE &&
	       date_first_day(as_of->date) > date_last_day(published(doc));
}
