/* How far some of the programmes have got, told beside how many they are. */
#include "finding.h"
#include "packages.h"

static bool are_in_one_sentence(const struct document *doc, const struct figure *a,
                                const struct figure *b)
{
	return doc->covers[a->number].sentence == doc->covers[b->number].sentence;
}

/* A count of some: not out of all, and no number that is all there are. */
static bool counts_some(const struct document *doc, const struct figure *figure)
{
	return figure->kind == FIGURE_COUNT && !figure->has_total && !figure->is_all &&
	       (decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) < 0 ||
	        (!package_of_total(doc, false, figure->value) &&
	         !package_of_total(doc, true, figure->value)));
}

/* "Fulfilled by more than 90%: 6": so many are so far. */
static bool is_head_of_count(const struct document *doc, const struct figure *figure)
{
	const struct figure *next = figure + 1;
	size_t sign = figure->last + 1u;
	if (figure->kind != FIGURE_PERCENT || next >= doc->figures + doc->figure_count ||
	    !are_in_one_sentence(doc, figure, next) || next->first != sign + 1 ||
	    !(is_sign(doc, sign, ':') || (is_sign(doc, sign, '-') && doc->tokens[sign].spaced)))
		return false;
	return counts_some(doc, next) && !has_mark(doc, next->last + 1u, MARK_ACTIVITIES) &&
	       decimal_cmp(next->value,
	                   decimal_from_int(programme_total(&doc->lexicon->packages->list[0]))) <=
	               0;
}

/* "… and 11 were 90 percent complete": nothing but a verb between. */
static bool is_degree_of_counted(const struct document *doc, const struct figure *figure)
{
	const struct figure *some = figure - 1;
	bool verb = false;
	if (figure == doc->figures || figure->kind != FIGURE_PERCENT || some->claim >= 0 ||
	    !some->has_target || some->target.kind == TARGET_DIRECT ||
	    !are_in_one_sentence(doc, some, figure) || !counts_some(doc, some))
		return false;
	for (size_t i = some->last + 1u; i < figure->first; i = past(doc, i)) {
		verb |= has_mark(doc, i, MARK_FINITE);
		if (!has_mark(doc, i, MARK_FINITE) && !has_mark(doc, i, MARK_FUNCTION))
			return false;
	}
	return verb;
}

bool is_degree_of_some(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f];
	return is_head_of_count(doc, figure) ||
	       (f > 0 && is_head_of_count(doc, figure - 1) && counts_some(doc, figure)) ||
	       is_degree_of_counted(doc, figure);
}
