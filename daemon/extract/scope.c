#include "scope.h"

#include "packages.h"

/* Where the words begin that belong to the figure, and to no claim before it. */
static size_t own_first(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	for (size_t f = finding->f; f > 0 && doc->figures[f - 1].number >= s->first; f--) {
		if (doc->figures[f - 1].claim >= 0)
			return doc->figures[f - 1].last + 1u;
	}
	return s->first;
}

/* "14 of its 15", "of the activities of the programme", "in the one on tourism": an owner of their own. */
static bool has_owner(const struct document *doc, const struct finding *finding, size_t first)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	size_t from = np->first < figure->first ? np->first : figure->last + 1u;
	if (find_mark(doc, from, np->last + 1u, MARK_ITS) >= 0)
		return true;
	for (size_t i = first; i < figure->clause_end; i++) {
		struct noun_phrase other = noun_at(doc, i);
		if (other.kind == NOUN_SINGLE || (other.kind == NOUN_ALIAS && other.programme) ||
		    (other.kind == NOUN_PROGRAMMES && has_mark(doc, i, MARK_PROGRAMME)))
			return true;
	}
	return false;
}

/* More than one programme has. */
static bool is_too_many(struct decimal number)
{
	return decimal_cmp(number, decimal_from_int(SINGLE_MOST)) > 0;
}

/* "710 of the 993", "710 activities" */
static bool counts_more_than_one_has(const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	return (figure->has_total && is_too_many(figure->total)) ||
	       (finding->target.has_base && is_too_many(finding->target.base)) ||
	       (figure->kind == FIGURE_COUNT && is_too_many(figure->value));
}

/* "Across the package", "in the programmes as a whole": all of them are named beside the figure. */
static bool names_all(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (noun_at(doc, i).kind == NOUN_PROGRAMMES && !has_mark(doc, i, MARK_PROGRAMME))
			return true;
	}
	return false;
}

bool speaks_of_all(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t first = own_first(doc, finding);
	if (counts_more_than_one_has(finding))
		return true;
	if (figure->kind != FIGURE_PERCENT || has_owner(doc, finding, first))
		return false;
	return find_mark(doc, first, figure->clause_end, MARK_WHOLE) >= 0 ||
	       names_all(doc, first, figure->clause_end);
}

bool fits_in_one(const struct document *doc, const struct figure *figure)
{
	return figure->kind == FIGURE_COUNT && doc->focus.programme && !doc->focus.has_unit &&
	       doc->focus.has_measure && doc->focus.measure == CLAIM_ACTIVITIES &&
	       doc->has_activity_total && !is_too_many(doc->activity_total) &&
	       decimal_cmp(figure->value, doc->activity_total) <= 0;
}

enum claim_measure measure_of_all(const struct document *doc)
{
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct claim *claim = &doc->drafts[d - 1].claim;
		if (claim->unit == CLAIM_PERCENT && strcmp(claim->subject, CLAIM_ALL) == 0)
			return claim->measure;
	}
	return CLAIM_PROGRAMMES;
}

bool is_done_with(const struct document *doc, const struct figure *figure)
{
	if (figure->kind != FIGURE_PERCENT || !doc->single || doc->focus.has_unit ||
	    doc->focus.programme != doc->single ||
	    decimal_cmp(figure->value, decimal_from_int(100)) >= 0 ||
	    doc->single_sentence >= doc->covers[figure->number].sentence)
		return false;
	const struct sentence *s = &doc->sentences[doc->single_sentence];
	if (s->question || s->denied)
		return false;
	static const enum mark against[] = { MARK_PROGRESS, MARK_EXPECTED, MARK_NOT,
		                             MARK_ABOUT,    MARK_LEFT,     MARK_OTHER_STAGE };
	for (size_t i = 0; i < sizeof(against) / sizeof(*against); i++) {
		if (find_mark(doc, s->first, s->end, against[i]) >= 0)
			return false;
	}
	return find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_INCREMENT) >= 0;
}
