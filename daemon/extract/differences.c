#include "differences.h"

#include "asof.h"
#include "topic.h"
#include "totals.h"

/* The word of a difference, which says no level ("up by 5%", "gained ten points"), or -1. */
long find_difference(const struct document *doc, const struct figure *figure)
{
	/* "rose from 70 to 80%" says both levels. */
	if (figure->from || (figure > doc->figures && figure[-1].from))
		return -1;
	/* "Completion of the programmes: +9% in a quarter" */
	if (figure->number > 0 && is_sign(doc, figure->number - 1u, '+'))
		return (long)figure->number - 1;
	for (size_t i = figure->first; i > figure->core_first; i = doc->covers[i - 1].first) {
		if (has_mark(doc, i - 1, MARK_DIFFERENCE))
			return (long)i - 1;
		if (has_mark(doc, i - 1, MARK_TO))
			return -1;
		/* "It is ahead of the others: 92% is done", but "growth: 9%" */
		if (is_sign(doc, i - 1, ':') && i > 1 && !has_mark(doc, i - 2, MARK_DIFFERENCE))
			break;
		if (has_mark(doc, i - 1, MARK_LEVEL) || has_mark(doc, i - 1, MARK_COMPLETED) ||
		    has_mark(doc, i - 1, MARK_PROGRESS))
			break;
	}
	size_t i = figure->last + 1u;
	/* "7% fewer than a year before" */
	if (figure->kind == FIGURE_PERCENT && i < figure->core_end &&
	    (has_mark(doc, i, MARK_AT_LEAST) || has_mark(doc, i, MARK_AT_MOST)) &&
	    !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_LINK) &&
	    doc->covers[i].figure < 0)
		return (long)i;
	for (int steps = 0; steps < 4 && i < figure->core_end; steps++, i = past(doc, i)) {
		if (has_mark(doc, i, MARK_DIFFERENCE))
			return (long)i;
		if (noun_at(doc, i).kind != NOUN_NONE || has_mark(doc, i, MARK_COMPLETED) ||
		    has_mark(doc, i, MARK_PROGRESS) || has_mark(doc, i, MARK_OUT_OF))
			return -1;
	}
	return -1;
}

/* "five more will join the completed ones" */
long find_increment(const struct document *doc, const struct figure *figure)
{
	return figure->kind == FIGURE_COUNT
	               ? find_mark(doc, figure->clause_first, figure->core_end, MARK_INCREMENT)
	               : -1;
}

bool counts_so_far(const struct document *doc, const struct figure *figure)
{
	return find_mark(doc, figure->clause_first, figure->clause_end, MARK_SO_FAR) >= 0;
}

static bool is_dated(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		if (doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].now)
			return true;
	}
	return false;
}

/* "41 were closed in nine months, and 101 of 310 from the start": how many in a while, beside how many in all. */
long find_so_far(const struct document *doc, const struct figure *figure)
{
	const struct figure *next = figure + 1;
	while (next < doc->figures + doc->figure_count && (next->reason || next->total_only))
		next++;
	if (figure->kind != FIGURE_COUNT || figure->has_total || figure->is_all ||
	    next >= doc->figures + doc->figure_count || next->kind != FIGURE_COUNT ||
	    counts_so_far(doc, figure))
		return -1;
	uint32_t apart = doc->covers[next->number].sentence - doc->covers[figure->number].sentence;
	/* "880 are closed, and in all there are 993" */
	if (!next->has_total && tells_size(doc, next, apart > 0))
		return -1;
	/* "In the first half 104 were closed. In total 806 have been closed since the start." */
	if (apart > 1 || (apart == 1 &&
	                  (!is_dated(doc, figure) || decimal_cmp(next->value, figure->value) <= 0)))
		return -1;
	return find_mark(doc, next->clause_first, next->clause_end, MARK_SO_FAR);
}

/* Where the words begin that, with a time among them, lead up to the figure. */
static size_t lead_of(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->first;
	while (i > 0 && !doc->tokens[i].line && !has_mark(doc, i - 1, MARK_INCLUDING) &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || has_mark(doc, i - 1, MARK_DONE_IN) ||
	        doc->covers[i - 1].date >= 0 || is_sign(doc, i - 1, ':') ||
	        is_sign(doc, i - 1, '-')))
		i--;
	return i;
}

/*
 * "(15 in the second quarter)": in brackets stand the figure, and a time in which. Of
 * "10 (8 in March)" the eight may be what it was by then.
 */
static bool is_bracketed_while(const struct document *doc, const struct figure *figure,
                               struct decimal all)
{
	bool few = decimal_cmp(decimal_sub(all, figure->value), figure->value) > 0;
	size_t i = figure->last + 1u;
	bool in = false, dated = false;
	if (figure->first == 0 || !is_sign(doc, figure->first - 1u, '('))
		return false;
	for (; i < doc->count && !is_sign(doc, i, ')'); i++) {
		int32_t w = doc->covers[i].date;
		if (w >= 0 && (doc->whens[w].now || doc->whens[w].date.precision == DATE_DAY ||
		               (doc->whens[w].date.precision == DATE_MONTH && !few)))
			return false;
		if (w < 0 && !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_DONE_IN) &&
		    !has_mark(doc, i, MARK_OUT_OF) && !has_mark(doc, i, MARK_PRONOUN))
			return false;
		in |= has_mark(doc, i, MARK_DONE_IN);
		dated |= w >= 0;
	}
	return in && dated;
}

bool counts_of_a_while(const struct document *doc, const struct figure *figure)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (figure->kind != FIGURE_COUNT || figure->has_total || !before ||
	    sentence - before->sentence > 1)
		return false;
	/* "96 (31%)": of the count */
	if (before->claim.unit == CLAIM_PERCENT && before > doc->drafts &&
	    before[-1].sentence == before->sentence)
		before--;
	if (before->claim.unit != CLAIM_COUNT ||
	    decimal_cmp(figure->value, before->claim.value) > 0)
		return false;
	if (sentence == before->sentence)
		return is_bracketed_while(doc, figure, before->claim.value);
	size_t lead = lead_of(doc, figure);
	return doc->tokens[doc->sentences[sentence].first].line && lead > 0 &&
	       has_mark(doc, lead - 1, MARK_INCLUDING);
}

bool rises_within(const struct document *doc, const struct figure *from, int32_t when)
{
	const struct figure *to = from + 1;
	if (whole_period(doc, when) < 0 || to >= doc->figures + doc->figure_count)
		return false;
	const struct when *period = &doc->whens[when];
	return doc->covers[to->number].sentence == doc->covers[from->number].sentence &&
	       (period->last < from->first || period->first > to->last);
}
