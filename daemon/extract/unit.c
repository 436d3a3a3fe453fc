/* What a figure is given in: a number, or per cent. */
#include "finding.h"
#include "packages.h"
#include "topic.h"

/* "In per cent that is about 29", "в процентах это что-то около 29": the word stands before its number. */
static bool is_put_in_percent(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->first; i > figure->clause_first; i = doc->covers[i - 1].first) {
		size_t at = i - 1;
		if (has_mark(doc, at, MARK_PERCENT))
			return doc->covers[at].figure < 0;
		if (!has_mark(doc, at, MARK_FUNCTION) && !has_mark(doc, at, MARK_LEVEL) &&
		    !has_mark(doc, at, MARK_OR) && !has_mark(doc, at, MARK_PRONOUN) &&
		    doc->tokens[at].kind != TOKEN_SIGN)
			return false;
	}
	return false;
}

/* So many drafts back the pair stands that a second one goes with. */
#define PAIR_DRAFTS 3

/* "It was 75% and eight", behind "82% are done, eleven closed": the second number of such a pair. */
static bool is_second_of_pair(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	if (doc->draft_count < PAIR_DRAFTS || !is_back_reference(finding) ||
	    figure->kind != FIGURE_COUNT || finding->measure != CLAIM_PROGRAMMES)
		return false;
	const struct draft *percent = &doc->drafts[doc->draft_count - 1];
	const struct draft *count = percent - 1;
	uint32_t index = doc->covers[figure->number].sentence;
	return percent->sentence == index && percent->claim.unit == CLAIM_PERCENT &&
	       count->sentence < index && count->claim.unit == CLAIM_COUNT &&
	       count[-1].sentence == count->sentence && count[-1].claim.unit == CLAIM_PERCENT &&
	       has_mark(doc, figure->first - 1u, MARK_CONJUNCTION);
}

/* "80 per cent are closed, the other 20 under way", "80 процентов закрыто, 20 в работе": what is left of a hundred. */
static bool makes_hundred(const struct document *doc, const struct finding *finding)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	const struct figure *figure = finding->figure;
	return before && is_back_reference(finding) && figure->first > 0 &&
	       (has_mark(doc, figure->first - 1u, MARK_REST) ||
	        figure->bound == before->claim.bound) &&
	       before->claim.unit == CLAIM_PERCENT && !before->claim.has_high &&
	       finding->predicate.has_stage && before->claim.stage != finding->predicate.stage &&
	       doc->covers[figure->number].sentence == before->sentence &&
	       decimal_cmp(decimal_apart(decimal_from_int(100), before->claim.value),
	                   figure->value) == 0;
}

/* So many sentences later "the figure" is still one of per cent. */
#define PERCENT_SENTENCES 2

/* "85 per cent. On all 28 programmes the figure is lower - 79": so many of them there are not. */
static bool is_percent_beyond(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct draft *last = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	int programmes = programme_total(&doc->lexicon->packages->list[0]);
	uint32_t index = doc->covers[figure->number].sentence;
	bool behind = last && last->claim.unit == CLAIM_PERCENT &&
	              finding->target.np.first <= figure->last &&
	              index - last->sentence <= PERCENT_SENTENCES;
	/* "The figure of the day is 55. That is how far the union programmes are" */
	bool before = finding->target.kind == TARGET_SUBJECT &&
	              finding->target.np.first >= doc->sentences[index].end;
	return (behind || before) && figure->kind == FIGURE_COUNT && !figure->has_total &&
	       finding->measure == CLAIM_PROGRAMMES &&
	       decimal_cmp(figure->value, decimal_from_int(programmes)) > 0 &&
	       decimal_cmp(figure->value, decimal_from_int(100)) <= 0 &&
	       (find_mark(doc, figure->clause_first, figure->first, MARK_FIGURE_NOUN) >= 0 ||
	        ((find_mark(doc, figure->core_first, figure->number, MARK_WHOLE) >= 0 ||
	          (last && last->sentence == index)) &&
	         find_mark(doc, figure->core_first, figure->number, MARK_LEVEL) >= 0));
}

/* "A quarter of the programmes are done. In July there were two such": programmes, not per cent */
static bool counts_such(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	int programmes = programme_total(&doc->lexicon->packages->list[0]);
	return finding->measure == CLAIM_PROGRAMMES && is_back_reference(finding) &&
	       find_mark(doc, figure->core_first, figure->core_end, MARK_OF_SUCH) >= 0 &&
	       decimal_cmp(figure->value, decimal_from_int(programmes)) <= 0;
}

/* "And in per cent? - By activities it comes to about seventy" */
static bool is_asked_in_percent(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	return doc->question_open && doc->focus.has_unit && doc->focus.unit == CLAIM_PERCENT &&
	       finding->target.kind == TARGET_SUBJECT && finding->target.np.last < figure->first &&
	       decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) > 0 &&
	       decimal_cmp(figure->value, decimal_from_int(100)) <= 0;
}

/* "81% are done, twelve of them in full. A year ago it was 40": is a percentage told so shortly before? */
static bool is_percent_before(const struct document *doc, const struct figure *figure)
{
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct draft *before = &doc->drafts[d - 1];
		if (doc->covers[figure->number].sentence - before->sentence > 1)
			return false;
		if (before->claim.unit == CLAIM_PERCENT)
			return true;
	}
	return false;
}

/* "Union programmes stand at 82…" */
static bool is_cut_headline(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	return s->in_title && finding->target.kind == TARGET_SUBJECT &&
	       is_sign(doc, s->end - 1u, '.') && is_sign(doc, figure->last + 1u, '.') &&
	       find_mark(doc, figure->clause_first, figure->first, MARK_LEVEL) >= 0;
}

/* A bare number in an ellipsis counts what the figure before counted, or is of its per cent. */
void find_unit(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	finding->unit = figure->kind == FIGURE_COUNT ? CLAIM_COUNT : CLAIM_PERCENT;
	if (is_percent_beyond(doc, finding)) {
		finding->unit = CLAIM_PERCENT;
		finding->unit_rule = "more than there are, where the talk is of per cent";
		finding->target.has_base = false;
		return;
	}
	if (figure->is_share && !finding->programme) {
		finding->unit = CLAIM_PERCENT;
		return;
	}
	if (figure->kind == FIGURE_COUNT && !figure->has_total &&
	    decimal_cmp(figure->value, decimal_from_int(100)) <= 0 &&
	    is_put_in_percent(doc, figure)) {
		finding->unit = CLAIM_PERCENT;
		finding->unit_rule = "said to be in per cent";
		return;
	}
	if (figure->kind != FIGURE_COUNT || figure->has_total || finding->target.has_base)
		return;
	/* "81% are done, 12 of them in full" */
	if (has_mark(doc, figure->last + 1u, MARK_OUT_OF) &&
	    has_mark(doc, past(doc, figure->last + 1u), MARK_PRONOUN))
		return;
	if (makes_hundred(doc, finding)) {
		finding->unit = CLAIM_PERCENT;
		finding->unit_rule = "what is left of a hundred per cent";
		return;
	}
	if (is_cut_headline(doc, finding)) {
		finding->unit = CLAIM_PERCENT;
		finding->unit_rule = "a headline that was cut off before its sign";
	}
	if (is_asked_in_percent(doc, finding)) {
		finding->unit = CLAIM_PERCENT;
		finding->unit_rule = "asked for in per cent";
		return;
	}
	struct decimal hundred = decimal_from_int(100);
	/* "Last July we had fewer than a hundred", of 310 */
	bool many_more = doc->has_activity_total && finding->measure == CLAIM_ACTIVITIES &&
	                 decimal_cmp(doc->activity_total, hundred) > 0 &&
	                 figure->bound != CLAIM_EXACT;
	if (counts_such(doc, finding))
		return;
	bool small = decimal_cmp(figure->value, hundred) < (many_more ? 0 : 1);
	/* "82% are done and eleven closed. In April it was 75% and eight": as in the pair before */
	if (is_second_of_pair(doc, finding))
		return;
	/* "customs is 90% done, tourism 70" */
	bool listed = finding->target.np.kind == NOUN_ALIAS && doc->focus.programme &&
	              doc->focus.sentence == doc->covers[figure->number].sentence;
	/* "they were to be 90% complete, and 81 are": so many programmes there are not */
	bool many = finding->measure == CLAIM_PROGRAMMES && is_back_reference(finding) &&
	            decimal_cmp(figure->value, decimal_from_int(programme_total(
						       &doc->lexicon->packages->list[0]))) > 0;
	/* "81% are done, twelve of them in full. A year ago it was 40" */
	bool percent = doc->focus.has_unit && doc->focus.unit == CLAIM_PERCENT;
	percent |= many && is_percent_before(doc, figure);
	/* "We had 36% in July, now it is 40," he said of the execution of the programmes */
	const struct draft *last = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	bool spoken = last && last->claim.unit == CLAIM_PERCENT &&
	              finding->target.kind == TARGET_SUBJECT &&
	              finding->target.np.first > figure->last &&
	              doc->figures[last->figure].target.np.first == finding->target.np.first;
	percent |= spoken;
	if ((is_back_reference(finding) || listed || spoken) && small &&
	    (!finding->predicate.has_stage || many) && percent) {
		finding->unit = CLAIM_PERCENT;
		finding->unit_rule = "a bare number, where the talk is of per cent";
	}
}
