/* How far some of the programmes have got, told beside how many they are. */
#include "beside.h"
#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "scan.h"

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

/* A verb of how far they are, and no noun for it. */
static bool is_verb(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_FINITE) ||
	       ((has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS)) &&
	        !has_mark(doc, i, MARK_STAGE_NOUN));
}

/* "11 were 90 percent complete", "ещё девять готовы на 90%", "nine are at 90%": nothing but a verb between. */
static bool are_so_far(const struct document *doc, const struct figure *some,
                       const struct figure *degree)
{
	/* "nine are at 90%, seven at 50" */
	bool goes_on = some > doc->figures && some[-1].kind == FIGURE_PERCENT &&
	               some[-1].reason == OTHER_PART && are_in_one_sentence(doc, some - 1, some);
	bool verb = goes_on;
	if (degree->kind != FIGURE_PERCENT || !are_in_one_sentence(doc, some, degree) ||
	    !counts_some(doc, some))
		return false;
	for (size_t i = some->last + 1u; i < degree->first; i = past(doc, i)) {
		/* "девять — на 90 и более процентов" */
		bool dash = is_dash_of_degree(doc, i, degree->first);
		verb |= is_verb(doc, i) || dash;
		if (!dash && !is_verb(doc, i) && !has_mark(doc, i, MARK_LEVEL) &&
		    !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_REST) &&
		    !is_sign(doc, i, '-'))
			return false;
	}
	return verb;
}

/* "Twelve programmes are carried out by 100%": the number says it already. */
static bool says_in_full(const struct document *doc, const struct figure *figure)
{
	const struct figure *some = figure - 1;
	return figure > doc->figures && figure->kind == FIGURE_PERCENT && some->claim >= 0 &&
	       some->target.kind == TARGET_DIRECT && counts_some(doc, some) &&
	       decimal_cmp(figure->value, decimal_from_int(100)) == 0 &&
	       are_in_one_sentence(doc, some, figure) &&
	       runs_on(doc, (size_t)(some - doc->figures));
}

static bool is_degree_of_counted(const struct document *doc, const struct figure *figure)
{
	const struct figure *some = figure - 1;
	return figure > doc->figures && some->claim < 0 &&
	       (some->has_target ? some->target.kind != TARGET_DIRECT
	                         : some->reason == OTHER_PART) &&
	       are_so_far(doc, some, figure);
}

/* A count whose degree stands behind it, and which names nothing itself. */
static bool has_degree_behind(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	return finding->f + 1 < doc->figure_count && is_back_reference(finding) &&
	       are_so_far(doc, figure, figure + 1);
}

bool is_degree_of_some(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	return is_head_of_count(doc, figure) ||
	       (finding->f > 0 && is_head_of_count(doc, figure - 1) && counts_some(doc, figure)) ||
	       is_degree_of_counted(doc, figure) || says_in_full(doc, figure) ||
	       has_degree_behind(doc, finding);
}

/* So soon behind a whole the words stand that say for when it is due. */
#define DUE_TOKENS 6

/* "For 2025 the package plans 120 activities, of which 40 are done": as many as no package has. */
static bool is_planned_for_while(const struct document *doc, const struct finding *finding,
                                 const struct figure *figure)
{
	struct decimal whole = figure->has_total ? figure->total : finding->target.base;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	bool during = false;
	if (finding->measure != CLAIM_ACTIVITIES || finding->programme ||
	    package_of_total(doc, true, whole) || package_of_total(doc, false, whole))
		return false;
	for (size_t i = s->first + 1u; i < figure->first && !during; i++) {
		int32_t w = doc->covers[i].date;
		during = w >= 0 && !doc->whens[w].ended && has_mark(doc, i - 1, MARK_PLAN_FOR) &&
		         doc->whens[w].date.precision < DATE_MONTH &&
		         doc->whens[w].date.precision != DATE_NONE;
	}
	return during;
}

/* "The plan for the first half is carried out by 97%", "план первого полугодия выполнен на 97%" */
static bool is_of_plan_done(const struct document *doc, const struct figure *figure)
{
	bool planned = false;
	if (figure->kind != FIGURE_PERCENT)
		return false;
	for (size_t i = figure->clause_first; i < figure->first; i = past(doc, i)) {
		size_t on = past(doc, i);
		if (has_mark(doc, on, MARK_PLAN_FOR))
			on = past(doc, on);
		if (has_mark(doc, on, MARK_FUNCTION) && !has_mark(doc, on, MARK_DONE_IN) &&
		    (on > past(doc, i) || has_mark(doc, i, MARK_EXPECTED)))
			on = past(doc, on); /* "for the first quarter" */
		int32_t w = on < figure->first ? doc->covers[on].date : -1;
		const struct when *when = w >= 0 ? &doc->whens[w] : NULL;
		if (planned && has_mark(doc, i, MARK_COMPLETED))
			return !has_mark(doc, i, MARK_EXPECTED) &&
			       !has_mark(doc, i, MARK_STAGE_NOUN);
		planned &= !is_sign(doc, i, ',') && !has_mark(doc, i, MARK_LEVEL);
		planned |= (has_mark(doc, i, MARK_EXPECTED) || has_mark(doc, i, MARK_ACTIVITIES)) &&
		           doc->covers[i].date < 0 && when && !when->now && !when->ended &&
		           !when->same && when->first <= on && when->date.precision < DATE_DAY &&
		           when->date.precision > DATE_YEAR;
	}
	return planned && stage_in(doc, figure->last + 1u, figure->core_end);
}

bool is_out_of_due(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	if (is_of_plan_done(doc, figure))
		return true;
	size_t whole = finding->target.has_base ? doc->figures[finding->target.base_figure].last
	                                        : figure->last;
	if ((!figure->has_total && !finding->target.has_base) || finding->predicate.expected)
		return false;
	if (is_planned_for_while(doc, finding, figure))
		return true;
	for (size_t i = whole + 1; i < doc->count && i <= whole + DUE_TOKENS; i++) {
		size_t next = past(doc, i);
		int32_t w = next < doc->count ? doc->covers[next].date : -1;
		if (doc->covers[i].sentence != doc->covers[figure->number].sentence ||
		    is_sign(doc, i, '.'))
			return false;
		if (has_mark(doc, i, MARK_PLAN_FOR) && w >= 0 && !doc->whens[w].now &&
		    !doc->whens[w].ended && doc->whens[w].date.precision < DATE_MONTH)
			return true;
	}
	return false;
}

/* Is the figure a number of programmes that is not the whole: "twelve programmes", "twelve of them"? */
static bool counts_programmes(const struct document *doc, const struct figure *some)
{
	size_t of = some->last + 1u;
	bool them = has_mark(doc, of, MARK_OUT_OF) && has_mark(doc, past(doc, of), MARK_PRONOUN);
	return some->kind == FIGURE_COUNT && some->claim < 0 &&
	       !package_of_total(doc, false, some->value) &&
	       (them || scan_right(doc, some).np.kind == NOUN_PROGRAMMES);
}

/* Is nothing said between the two, of one clause? */
static bool run_together(const struct document *doc, const struct figure *a, const struct figure *b)
{
	if (doc->covers[a->number].sentence != doc->covers[b->number].sentence)
		return false;
	for (size_t i = a->last + 1u; i < b->first; i++) {
		if (is_sign(doc, i, ',') || is_sign(doc, i, ';') || has_mark(doc, i, MARK_FINITE) ||
		    has_mark(doc, i, MARK_CONJUNCTION))
			return false;
	}
	return true;
}

/* "All the activities of twelve programmes are done", "On twelve of them all is done": of these. */
bool is_all_of_some(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f];
	if (figure->kind != FIGURE_ALL)
		return false;
	/* "по 12 программам из 28 все мероприятия выполнены" */
	const struct figure *some = figure;
	while (some > doc->figures && (some == figure || some->total_only))
		some--;
	if (some < figure && counts_programmes(doc, some) && run_together(doc, some, figure))
		return true;
	return f + 1 < doc->figure_count && counts_programmes(doc, figure + 1) &&
	       run_together(doc, figure, figure + 1);
}

/* So far back a part may be named that "there" goes back to. */
#define THERE_TOKENS 16

/* "Those on tax are the hardest, yet 70% of the measures there are done": behind the noun. */
static bool is_of_those_there(const struct document *doc, const struct figure *figure)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t i = figure->last + 1u;
	while (i < figure->core_end && !has_mark(doc, i, MARK_ACTIVITIES) &&
	       (has_mark(doc, i, MARK_OUT_OF) || has_mark(doc, i, MARK_FUNCTION)))
		i = past(doc, i);
	if (i >= figure->core_end || !has_mark(doc, i, MARK_ACTIVITIES) ||
	    !has_mark(doc, past(doc, i), MARK_THERE) || doc->focus.programme)
		return false;
	for (i = s->first; i < figure->core_first; i++) {
		bool all;
		if (noun_at(doc, i).kind == NOUN_BLOCK || doc->covers[i].alias >= 0 ||
		    find_named(doc, i, i + 1, &all))
			return true;
	}
	return false;
}

/* "The financial block leads, where 87% is done", "Ahead is customs: there 90% …": of a part. */
bool is_there(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->core_first;
	if (has_mark(doc, i, MARK_CONJUNCTION))
		i = past(doc, i);
	if (i >= figure->first || !has_mark(doc, i, MARK_THERE))
		return is_of_those_there(doc, figure);
	for (size_t from = i > THERE_TOKENS ? i - THERE_TOKENS : 0; i > from; i--) {
		enum noun kind = noun_at(doc, i - 1).kind;
		if (kind == NOUN_BLOCK || kind == NOUN_FOREIGN)
			return true;
		if (kind != NOUN_NONE && kind != NOUN_PRONOUN && kind != NOUN_FIGURE)
			return false;
	}
	return false;
}

/* So many sentences later the rest may still be told of. */
#define REST_SENTENCES 8

/* "115 of the 310 tasks are completed … the other 195 are being worked on": all the rest of them. */
bool makes_up_whole(const struct document *doc, const struct figure *figure)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (figure->kind != FIGURE_COUNT || figure->has_total ||
	    find_mark(doc, figure->core_first, figure->first, MARK_REST) < 0)
		return false;
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct claim *before = &doc->drafts[d - 1].claim;
		if (sentence - doc->drafts[d - 1].sentence > REST_SENTENCES)
			return false;
		if (before->unit == CLAIM_COUNT && before->has_total &&
		    decimal_cmp(decimal_sub(before->total, before->value), figure->value) == 0)
			return true;
	}
	return false;
}

/* So long an aside may be that tells of the block before it. */
#define BLOCK_ASIDE_TOKENS 16

/* "The financial block, which numbers eight programmes of 28, is 73% done": of the block. */
bool is_of_block_with_aside(const struct document *doc, const struct figure *figure)
{
	size_t close = figure->core_first;
	size_t from = doc->sentences[doc->covers[figure->number].sentence].first;
	if (close == from || !is_sign(doc, close - 1, ','))
		return false;
	for (size_t i = close - 1; i > from + 1 && close - i < BLOCK_ASIDE_TOKENS; i--) {
		if (is_sign(doc, i - 1, ',') &&
		    (has_mark(doc, i, MARK_RELATIVE_PRONOUN) ||
		     has_mark(doc, past(doc, i), MARK_RELATIVE_PRONOUN)))
			return noun_at(doc, i - 2).kind == NOUN_BLOCK;
	}
	return false;
}

bool is_one_of_them(const struct document *doc, const struct figure *figure,
                    const struct noun_phrase *np)
{
	size_t i = np->first;
	if (np->kind != NOUN_PROGRAMMES || figure->kind != FIGURE_PERCENT ||
	    np->last > figure->first)
		return false;
	while (i > figure->clause_first && !has_mark(doc, i - 1, MARK_OUT_OF) &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || has_mark(doc, i - 1, MARK_UNION) ||
	        doc->covers[i - 1].figure >= 0))
		i = doc->covers[i - 1].first;
	if (i <= figure->clause_first + 1u || !has_mark(doc, i - 1, MARK_OUT_OF))
		return false;
	i = doc->covers[i - 1].first - 1u;
	const struct phrase *number = marked(doc, i, MARK_NUMBER);
	return number && number->value == 1 && i > 0 && is_sign(doc, i - 1, ',') &&
	       find_mark(doc, figure->clause_first, i, MARK_PROGRAMME) >= 0;
}

/* "84% of the activities are done. In terms of whole programmes it is twelve": of them, done. */
bool tells_in_programmes(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	size_t i, end = figure->last + 1u;
	if (!before || doc->covers[figure->number].sentence - before->sentence > 1 ||
	    finding->unit != CLAIM_COUNT || before->claim.measure != CLAIM_ACTIVITIES ||
	    before->claim.stage != CLAIM_COMPLETED || before->claim.modality != CLAIM_ACTUAL ||
	    np->kind != NOUN_PROGRAMMES || np->last >= figure->first || figure->is_all ||
	    doc->focus.programme || decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) > 0)
		return false;
	for (i = np->first; i > figure->clause_first && !has_mark(doc, i, MARK_WITHIN);)
		i--;
	return has_mark(doc, i, MARK_WITHIN) &&
	       (end >= doc->count || doc->tokens[end].kind == TOKEN_SIGN) &&
	       find_mark(doc, np->last + 1u, figure->first, MARK_FOREIGN) < 0;
}

bool is_share_of_share(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *before = figure - 1;
	size_t them = figure->first;
	return f > 0 && figure->kind == FIGURE_PERCENT && before->kind == FIGURE_PERCENT &&
	       before->claim >= 0 && are_in_one_sentence(doc, before, figure) && them > 2 &&
	       has_mark(doc, them - 1, MARK_PRONOUN) && has_mark(doc, them - 2, MARK_OUT_OF) &&
	       is_sign(doc, them - 3, ',') && !stage_in(doc, figure->core_first, figure->core_end);
}
