/* A figure beside the one before it: whether they are of one thing, and whether of all. */
#include "beside.h"

#include <string.h>

#include "clauses.h"
#include "ellipsis.h"
#include "packages.h"

bool same_sentence(const struct document *doc, size_t f, size_t g)
{
	return doc->covers[doc->figures[f].number].sentence ==
	       doc->covers[doc->figures[g].number].sentence;
}

bool is_dash_of_degree(const struct document *doc, size_t i, size_t next)
{
	return is_sign(doc, i, '-') && doc->tokens[i].spaced && has_mark(doc, i + 1, MARK_LINK) &&
	       past(doc, i + 1) == next;
}

bool runs_on(const struct document *doc, size_t f)
{
	size_t first = doc->figures[f].last + 1u, next = doc->figures[f + 1].first;
	for (size_t i = first; i < next; i++) {
		if (is_dash_of_degree(doc, i, next))
			continue;
		if ((doc->tokens[i].kind == TOKEN_SIGN && !is_sign(doc, i, '"')) ||
		    has_mark(doc, i, MARK_CONJUNCTION) || has_mark(doc, i, MARK_AND))
			return false;
	}
	return true;
}

/* How far a percentage may be from the share that a count of programmes makes, in points. */
#define SHARE_POINTS 6

bool is_degree_by_dash(const struct document *doc, size_t f, const struct finding *finding)
{
	const struct figure *count = &doc->figures[f], *degree = count + 1;
	int whole = programme_total(&doc->lexicon->packages->list[0]);
	if (f + 1 >= doc->figure_count || count->kind != FIGURE_COUNT || count->has_total ||
	    finding->measure != CLAIM_PROGRAMMES || degree->kind != FIGURE_PERCENT ||
	    decimal_cmp(count->value, decimal_from_int(whole)) >= 0 || whole <= 0)
		return false;
	size_t i = degree->first;
	while (i > count->last + 1u && has_mark(doc, i - 1, MARK_LINK))
		i = doc->covers[i - 1].first;
	if (i <= count->last + 1u || !is_sign(doc, i - 1, '-') || !doc->tokens[i - 1].spaced)
		return false;
	for (size_t k = count->last + 1u; k < i - 1; k++) {
		if (doc->tokens[k].kind == TOKEN_SIGN || has_mark(doc, k, MARK_COMPLETED))
			return false;
	}
	struct decimal apart = decimal_apart(
		decimal_percent_of(count->value, decimal_from_int(whole), 1), degree->value);
	return decimal_cmp(apart, decimal_from_int(SHARE_POINTS)) > 0;
}

bool goes_on_with_another(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	if (finding->target.kind != TARGET_ELLIPSIS || finding->target.whole ||
	    finding->target.np.programme || !same_sentence(doc, finding->f, finding->f - 1) ||
	    !before->has_foreign_target || before->total_only || !before->reason ||
	    stage_in(doc, figure->core_first, figure->core_end) ||
	    find_mark(doc, figure->core_first, figure->core_end, MARK_LEVEL) >= 0)
		return false;
	for (size_t i = before->last + 1u; i < figure->core_end; i++) {
		if (doc->covers[i].date >= 0 || is_sign(doc, i, ';') || is_sign(doc, i, ')'))
			return false;
	}
	return true;
}

/* "30 papers": its noun is another thing than ours, and no date. */
static bool is_of_thing(const struct document *doc, const struct figure *figure)
{
	size_t noun = figure->last + 1u;
	return figure->reason && strcmp(figure->reason, OTHER_THING) == 0 &&
	       has_mark(doc, noun, MARK_THING) && !has_mark(doc, noun, MARK_ACTIVITIES) &&
	       doc->covers[noun].date < 0;
}

/*
 * "Of 15 questions ten are settled", "30 papers were signed, 12 are under way": a number of
 * things, and no time or place that what comes next is told of.
 */
static bool counts_things(const struct document *doc, const struct figure *before)
{
	size_t noun = before->last + 1u, i = before->first > 0 ? before->first - 1u : 0;
	return is_of_thing(doc, before) && !has_mark(doc, noun, MARK_OFFICE) &&
	       (has_mark(doc, i, MARK_OUT_OF) ||
	        (!has_mark(doc, i, MARK_LINK) && !has_mark(doc, i, MARK_DURING) &&
	         !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, noun, MARK_YEAR_WORD) &&
	         !has_mark(doc, noun, MARK_MONTHS_WORD)));
}

/* "For the union programmes 22 bodies are responsible, 15 have reported": of those, not of the subject. */
static bool counts_on_in_things(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	size_t i = before->first > 0 ? before->first - 1u : 0;
	return finding->target.kind == TARGET_SUBJECT && figure->kind == FIGURE_COUNT &&
	       !figure->has_total && !figure->is_all && !finding->target.has_base &&
	       finding->target.np.last < before->first && before->kind == FIGURE_COUNT &&
	       same_sentence(doc, finding->f, finding->f - 1) && is_of_thing(doc, before) &&
	       !has_mark(doc, i, MARK_LINK) && !has_mark(doc, i, MARK_DURING) &&
	       decimal_cmp(figure->value, before->value) <= 0;
}

bool is_count_of_another(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	/* "Of 16 projects seven are done, nine under way" */
	if (finding->f > 1 && same_sentence(doc, finding->f, finding->f - 2) &&
	    before->kind == FIGURE_COUNT && before->reason && !counts_things(doc, before) &&
	    counts_things(doc, before - 1) && decimal_cmp(figure->value, before[-1].value) <= 0)
		before--;
	size_t noun = before->last + 1u;
	if (counts_on_in_things(doc, finding))
		return true;
	if (finding->target.kind != TARGET_ELLIPSIS || finding->target.whole ||
	    finding->target.np.programme || figure->kind != FIGURE_COUNT || figure->has_total ||
	    figure->is_all || !same_sentence(doc, finding->f, finding->f - 1) ||
	    before->kind != FIGURE_COUNT || before->total_only || before->claim >= 0 ||
	    (!before->has_foreign_target && !counts_things(doc, before)))
		return false;
	/* "по 18 сроки сорваны, 150 в работе": that noun is not what the number before counts */
	if (before->first > 0 && has_mark(doc, before->first - 1u, MARK_LINK) &&
	    stage_in(doc, figure->core_first, figure->core_end) &&
	    decimal_cmp(figure->value, before->value) > 0)
		return false;
	while (noun < figure->first && has_mark(doc, noun, MARK_NEUTRAL))
		noun = past(doc, noun);
	/* the number before has its noun right behind it, which this one has not */
	return noun < figure->first &&
	       (is_unknown(doc, noun) || noun_at(doc, noun).kind == NOUN_FOREIGN ||
	        counts_things(doc, before)) &&
	       find_mark(doc, before->last + 1u, figure->core_end, MARK_REST) < 0;
}

bool is_mark_of_some(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f];
	size_t b = f - 1;
	while (b > 0 && !doc->figures[b].has_target && same_sentence(doc, f, b - 1))
		b--;
	const struct figure *some = &doc->figures[b];
	if (figure->kind != FIGURE_PERCENT || !same_sentence(doc, f, b) || some->claim >= 0 ||
	    !some->has_target || some->total_only || some->target.kind != TARGET_DIRECT ||
	    some->target.np.kind != NOUN_PROGRAMMES || !runs_on(doc, f - 1) || !runs_on(doc, b) ||
	    some->from || figure->from)
		return false;
	return some->is_fraction ||
	       (some->kind == FIGURE_COUNT && !some->is_all && !some->is_ordinal &&
	        !has_mark(doc, some->number, MARK_ORDINAL) &&
	        !package_of_total(doc, false, some->value));
}

bool is_on_some(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *some = figure - 1;
	size_t next = some->last + 1u;
	int whole = programme_total(&doc->lexicon->packages->list[0]);
	if (finding->f == 0 || figure->kind != FIGURE_PERCENT ||
	    finding->target.kind == TARGET_DIRECT || some->kind != FIGURE_COUNT ||
	    some->has_total || some->claim >= 0 || some->first == 0 ||
	    (!has_mark(doc, some->first - 1u, MARK_LINK) &&
	     !has_mark(doc, some->first - 1u, MARK_REST)) ||
	    doc->covers[some->number].date >= 0 ||
	    decimal_cmp(some->value, decimal_from_int(whole)) >= 0 ||
	    has_mark(doc, next, MARK_ACTIVITIES) || has_mark(doc, next, MARK_THING))
		return false;
	/* "On another seven, as he noted, completion exceeds 90%" */
	next = past_parenthesis(doc, next, figure->first);
	for (size_t i = next; i < figure->first; i++) {
		if (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_CONJUNCTION))
			return false;
	}
	return same_sentence(doc, finding->f, finding->f - 1);
}

bool is_still_denied(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	return finding->f > 0 && before->reason == DENIED && is_back_reference(finding) &&
	       before->kind == figure->kind && decimal_cmp(before->value, figure->value) == 0 &&
	       doc->covers[figure->number].sentence - doc->covers[before->number].sentence <= 1 &&
	       find_mark(doc, figure->core_first, figure->core_end, MARK_COMPLETED) < 0;
}

bool holds_next(const struct document *doc, const struct figure *figure)
{
	const struct figure *next = figure + 1;
	return next < doc->figures + doc->figure_count && figure->kind == FIGURE_COUNT &&
	       next->kind == FIGURE_COUNT && !next->has_total && !next->reason &&
	       doc->covers[next->number].sentence == doc->covers[figure->number].sentence &&
	       decimal_cmp(next->value, figure->value) <= 0 &&
	       (has_mark(doc, next->last + 1u, MARK_COMPLETED) ||
	        has_mark(doc, next->last + 1u, MARK_PROGRESS)) &&
	       find_mark(doc, figure->clause_first, figure->clause_end, MARK_COMPLETED) < 0;
}

bool is_set_against_next(const struct document *doc, const struct figure *figure)
{
	bool then = false, now = false;
	if (find_mark(doc, figure->clause_first, figure->first, MARK_SET_AGAINST) >= 0)
		return true;
	for (size_t i = figure->clause_first; i < figure[1].clause_end; i++) {
		int32_t w = doc->covers[i].date;
		bool own = i < figure[1].clause_first;
		then |= w >= 0 && own && !doc->whens[w].now &&
		        doc->whens[w].date.precision > DATE_YEAR;
		if (w >= 0 && own && doc->whens[w].now)
			return false;
		now |= w >= 0 && !own && doc->whens[w].now;
	}
	return then && now;
}

bool goes_with_other_programmes(const struct document *doc, const struct finding *finding)
{
	const struct figure *before = finding->figure - 1;
	const struct target *target = &finding->target;
	if (finding->f == 0 || target->kind == TARGET_DIRECT ||
	    doc->covers[before->number].sentence != doc->covers[before[1].number].sentence)
		return false;
	/* "… of which 62 were completed, the union programmes are 88% done": named anew */
	bool anew = target->kind == TARGET_SUBJECT && target->np.strength == 3 &&
	            target->np.first > before->last;
	return !anew && counts_another_kind(before->reason);
}
