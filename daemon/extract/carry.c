/* A date that carries over from the figure before. */
#include "asof.h"

#include "differences.h"

/* The bracket that opens before the token and has not closed there, or -1. */
static long open_bracket(const struct document *doc, size_t i)
{
	size_t from = i > BRACKET_TOKENS ? i - BRACKET_TOKENS : 0;
	for (; i > from && !is_sign(doc, i - 1, ')'); i--) {
		if (is_sign(doc, i - 1, '('))
			return (long)i - 1;
	}
	return -1;
}

/*
 * Does the figure before stand in brackets that the figure is no more in, with
 * its date? "On 31 August, accounting (81%), competition (70%)" are of one day.
 */
static bool is_closed_off(const struct document *doc, const struct draft *before,
                          const struct figure *figure)
{
	long bracket = open_bracket(doc, doc->figures[before->figure].first);
	return bracket >= 0 && open_bracket(doc, figure->first) != bracket &&
	       (before->when < 0 || doc->whens[before->when].first > (uint32_t)bracket);
}

/* "…, put at 60% a year ago, has reached 94%": what an aside says has a date of its own. */
static bool is_in_aside(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first;
	return first > 0 && is_sign(doc, first - 1, ',') && is_sign(doc, figure->core_end, ',') &&
	       first < figure->first &&
	       (has_mark(doc, first, MARK_LEVEL) || has_mark(doc, first, MARK_COMPLETED) ||
	        has_mark(doc, first, MARK_RELATIVE_PRONOUN));
}

/* How far a count may be from the share that it spells out, in points. */
#define SPELLED_POINTS 2

/*
 * "35% were done by the start of autumn. … In pieces, that is 109 of 310", or the other
 * way round: of the same day.
 */
static bool spells_out(const struct document *doc, const struct draft *before,
                       const struct figure *figure)
{
	const struct claim *told = &before->claim;
	struct decimal apart;
	if (told->modality != CLAIM_ACTUAL ||
	    doc->covers[figure->number].sentence - before->sentence > 2)
		return false;
	if (figure->kind == FIGURE_COUNT && figure->has_total && figure->total.digits > 0 &&
	    told->unit == CLAIM_PERCENT)
		apart = decimal_apart(decimal_percent_of(figure->value, figure->total, 1),
		                      told->value);
	else if (figure->kind == FIGURE_PERCENT && !figure->is_fraction &&
	         told->unit == CLAIM_COUNT && told->has_total && told->total.digits > 0 &&
	         figure->first == doc->sentences[doc->covers[figure->number].sentence].first + 1u)
		apart = decimal_apart(decimal_percent_of(told->value, told->total, 1),
		                      figure->value);
	else
		return false;
	return decimal_cmp(apart, decimal_from_int(SPELLED_POINTS)) <= 0;
}

/* "82% are done. On 1 April it was 75%": what is now was told before, and the date is but of the comparison. */
static bool is_comparison(const struct document *doc, const struct draft *draft)
{
	const struct claim *a = &draft->claim;
	for (const struct draft *d = doc->drafts; d < draft; d++) {
		const struct claim *b = &d->claim;
		if (!doc->sentences[d->sentence].in_title && !d->dated &&
		    b->modality == CLAIM_ACTUAL && a->unit == b->unit && a->stage == b->stage &&
		    a->measure == b->measure && same_subject(a, b))
			return true;
	}
	return false;
}

int32_t carried_when(const struct document *doc, const struct figure *figure, bool other_series)
{
	if (doc->draft_count == 0)
		return -1;
	const struct draft *before = &doc->drafts[doc->draft_count - 1];
	uint32_t sentence = doc->covers[figure->number].sentence;
	bool again = find_mark(doc, figure->clause_first, figure->clause_end, MARK_REST) >= 0;
	/* "84% are done (80% on 1 July), twelve of them in full": what the brackets hold has its own */
	while (before > doc->drafts && before->sentence == sentence &&
	       is_closed_off(doc, before, figure))
		before--;
	/* "Completed – 10 (8 in March). Nearly ready – 9": and no date for the next row */
	while (before > doc->drafts && before[-1].sentence == before->sentence &&
	       is_closed_off(doc, before, figure))
		before--;
	if (before->sentence == sentence && is_closed_off(doc, before, figure))
		return -1;
	/* "In October seven were closed, 125 in all": in all is till now. */
	if (counts_so_far(doc, figure))
		return -1;
	/* "For 2022 70% were planned, 68% are done": of a plan a date carries over once it is past. */
	bool plan = before->claim.modality == CLAIM_EXPECTED &&
	            (before->sentence != sentence || whole_period(doc, before->when) < 0 ||
	             date_last_day(before->claim.as_of) >= date_first_day(doc->input->published));
	if (before->sentence != sentence && is_comparison(doc, before))
		return -1;
	/* "In the first quarter they went from 72 to 79%": what it rose by then is of that time alone */
	if (before->sentence != sentence && before->figure > 0 &&
	    doc->figures[before->figure - 1].from && whole_period(doc, before->when) >= 0)
		return -1;
	if (before->when < 0 || plan || is_in_aside(doc, &doc->figures[before->figure]) ||
	    doc->figures[before->figure].from || doc->whens[before->when].now ||
	    doc->whens[before->when].season)
		return -1;
	/* "1. By 1 July 747 were done. 2. Ten programmes are closed." */
	const struct sentence *between = &doc->sentences[sentence - 1];
	bool next = before->sentence + 1 == sentence ||
	            (before->sentence + 2 == sentence && between->end - between->first <= 2 &&
	             doc->tokens[between->first].kind == TOKEN_NUMBER);
	if (spells_out(doc, before, figure) || (other_series && next && !before->back_dated))
		return before->when;
	/* "19 of 28 are closed … Nine remain under way": of one day, since they add up to all */
	if (figure->kind == FIGURE_COUNT && !figure->has_total && before->claim.has_total &&
	    before->claim.unit == CLAIM_COUNT && before->sentence + 3 >= sentence &&
	    decimal_cmp(decimal_sub(before->claim.total, before->claim.value), figure->value) == 0)
		return before->when;
	return before->sentence == sentence || (again && before->sentence + 2 >= sentence)
	               ? before->when
	               : -1;
}
