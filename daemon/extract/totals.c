#include "totals.h"

#include "finding.h"
#include "packages.h"

/* From here on a number that a package has of activities is hardly a chance. */
#define WHOLE_PACKAGE_LEAST 200

/* The words around a figure, between the signs and other figures next to it. */
struct span {
	size_t first, end;
};

static struct span words_around(const struct document *doc, const struct figure *figure)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	struct span span = { figure->first, figure->last + 1u };
	while (span.first > s->first && doc->covers[span.first - 1].figure < 0 &&
	       (doc->tokens[span.first - 1].kind != TOKEN_SIGN ||
	        is_sign(doc, span.first - 1, '-')))
		span.first--;
	while (span.end < s->end && doc->covers[span.end].figure < 0 &&
	       doc->tokens[span.end].kind != TOKEN_SIGN)
		span.end++;
	return span;
}

/* Does the number count nothing but what was counted before: "there are 993 in all", "993 of them"? */
static bool counts_the_same(const struct document *doc, size_t next, size_t end)
{
	return next >= end || has_mark(doc, next, MARK_ACTIVITIES) ||
	       has_mark(doc, next, MARK_WHOLE) || has_mark(doc, next, MARK_NEUTRAL) ||
	       has_mark(doc, next, MARK_LINK) || has_mark(doc, next, MARK_CONJUNCTION) ||
	       (has_mark(doc, next, MARK_OUT_OF) && has_mark(doc, past(doc, next), MARK_PRONOUN));
}

bool tells_size(const struct document *doc, const struct figure *figure, bool apart)
{
	struct span span = words_around(doc, figure);
	bool whole = false, named = false, activities = false;
	if (!counts_the_same(doc, figure->last + 1u, span.end))
		return false;
	for (size_t i = span.first; i < span.end; i++) {
		if (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS) ||
		    has_mark(doc, i, MARK_REST) || has_mark(doc, i, MARK_LEFT) ||
		    has_mark(doc, i, MARK_DIFFERENCE))
			return false;
		whole |= has_mark(doc, i, MARK_WHOLE) || has_mark(doc, i, MARK_SO_FAR);
		named |= has_mark(doc, i, MARK_PRONOUN) || has_mark(doc, i, MARK_FIGURE_NOUN) ||
		         has_mark(doc, i, MARK_THEY);
		activities |= has_mark(doc, i, MARK_ACTIVITIES);
	}
	bool sized = decimal_cmp(figure->value, decimal_from_int(WHOLE_PACKAGE_LEAST)) >= 0 &&
	             package_of_total(doc, true, figure->value);
	return sized ? !apart || whole || activities : whole && named;
}

void give_total(struct document *doc, struct figure *figure)
{
	struct draft *draft = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (!draft || figure->reason || figure->kind != FIGURE_COUNT || figure->has_total ||
	    figure->is_all || figure->bound != CLAIM_EXACT)
		return;
	/* "880 are completed, or 88%, the total being 993" */
	if (draft->claim.unit == CLAIM_PERCENT && doc->draft_count > 1 &&
	    draft[-1].sentence == draft->sentence)
		draft--;
	if (draft->claim.unit != CLAIM_COUNT || draft->claim.measure != CLAIM_ACTIVITIES ||
	    draft->claim.has_total || decimal_cmp(draft->claim.value, figure->value) > 0 ||
	    sentence - draft->sentence > 1 || !tells_size(doc, figure, sentence != draft->sentence))
		return;
	draft->claim.has_total = true;
	draft->claim.total = figure->value;
	draft->why[FIELD_TOTAL] = by_words(figure->number, figure->number_last, "said behind it");
	doc->activity_total = figure->value;
	doc->has_activity_total = true;
	figure->total_only = true;
}
