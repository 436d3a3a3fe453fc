/* Sizes that a figure is of, and no figures of their own: "of the 28 programmes", "310 tasks, of which 101". */
#include "clauses.h"
#include "finding.h"
#include "packages.h"
#include "topic.h"

static bool refers_to_whole(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_RELATIVE_PRONOUN) || has_mark(doc, i, MARK_PRONOUN);
}

/* "We spoke of 40 per cent in July, of 70 in January, and …": as the percentage before, with no noun. */
static bool goes_on(const struct document *doc, const struct figure *figure)
{
	if (figure == doc->figures)
		return false;
	const struct figure *before = figure - 1;
	size_t next = figure->last + 1u, from = before->last + 1u;
	if (before->kind != FIGURE_PERCENT || before->reason ||
	    doc->covers[before->number].sentence != doc->covers[figure->number].sentence ||
	    package_of_total(doc, false, figure->value) ||
	    decimal_cmp(figure->value, decimal_from_int(100)) > 0)
		return false;
	while (from < figure->first && !is_sign(doc, from, ','))
		from++;
	return from < figure->first && (is_sign(doc, next, ',') || is_sign(doc, next, '.'));
}

/* "in 31 plans 230 tasks are closed": of activities that hold others, of which there are fewer. */
#define CONTAINERS_MOST 50

static bool is_container(const struct document *doc, const struct figure *figure)
{
	size_t next = figure->last + 1u;
	while (has_mark(doc, next, MARK_NEUTRAL) || has_mark(doc, next, MARK_FUNCTION))
		next = past(doc, next);
	return package_of_total(doc, true, figure->value) && has_mark(doc, next, MARK_ACTIVITIES) &&
	       decimal_cmp(figure->value, decimal_from_int(CONTAINERS_MOST)) < 0;
}

/* "over the 28", but "over eleven" only where programmes are named: so few may be any. */
static bool is_package_size(const struct document *doc, const struct figure *figure)
{
	size_t next = figure->last + 1u;
	if (!package_of_total(doc, false, figure->value))
		return false;
	while (has_mark(doc, next, MARK_NEUTRAL) || has_mark(doc, next, MARK_FUNCTION) ||
	       has_mark(doc, next, MARK_UNION))
		next = past(doc, next);
	return decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 ||
	       has_mark(doc, next, MARK_PROGRAMMES);
}

/* "From 993 actions 852 are executed": a translator's "of". */
static bool is_translated_of(const struct document *doc, const struct figure *figure, size_t before)
{
	size_t next = figure->last + 1u;
	while (has_mark(doc, next, MARK_NEUTRAL) || has_mark(doc, next, MARK_UNION))
		next = past(doc, next);
	/* "794 actions from 993 are realized" */
	const struct figure *part = figure > doc->figures ? figure - 1 : NULL;
	if (has_mark(doc, before, MARK_CHANGE_FROM) && part && part->kind == FIGURE_COUNT &&
	    !part->reason && before > part->last + 1u && before <= part->last + 4u &&
	    decimal_cmp(part->value, figure->value) < 0 &&
	    ((has_mark(doc, before - 1, MARK_ACTIVITIES) &&
	      package_of_total(doc, true, figure->value)) ||
	     (has_mark(doc, before - 1, MARK_PROGRAMMES) &&
	      package_of_total(doc, false, figure->value))))
		return true;
	return has_mark(doc, before, MARK_CHANGE_FROM) && !figure->from &&
	       decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	       ((has_mark(doc, next, MARK_ACTIVITIES) &&
	         package_of_total(doc, true, figure->value)) ||
	        (has_mark(doc, next, MARK_PROGRAMMES) &&
	         package_of_total(doc, false, figure->value)));
}

/* "935 activities under all 28 programmes": what was counted is theirs. */
static bool holds_counted(const struct document *doc, const struct figure *figure, size_t link)
{
	size_t i = figure > doc->figures ? figure[-1].last + 1u : link;
	bool activities = false;
	if (!figure->is_all || i >= link || !package_of_total(doc, false, figure->value) ||
	    doc->covers[i].sentence != doc->covers[figure->number].sentence)
		return false;
	for (; i < link; i = past(doc, i)) {
		activities |= has_mark(doc, i, MARK_ACTIVITIES);
		if (!has_mark(doc, i, MARK_ACTIVITIES) && !has_mark(doc, i, MARK_NEUTRAL) &&
		    !has_mark(doc, i, MARK_FUNCTION))
			return false;
	}
	return activities;
}

/* "of the programme's 15 activities", "of the union programmes' 993": a word of the possessive. */
static bool is_possessive(const struct document *doc, const struct figure *figure, size_t i)
{
	if (!has_mark(doc, figure->last + 1u, MARK_ACTIVITIES))
		return false;
	if (is_sign(doc, i, '\'') ||
	    (is_sign(doc, i - 1, '\'') && doc->tokens[i].len == 1 && !doc->tokens[i].spaced))
		return true;
	return is_sign(doc, i + 1, '\'') &&
	       (has_mark(doc, i, MARK_PROGRAMME) || has_mark(doc, i, MARK_PROGRAMMES) ||
	        has_mark(doc, i, MARK_PACKAGE));
}

/* "of the 28 programmes", "из 28": the size of what a figure is of, not a figure of its own. */
static bool is_base(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->number;
	bool rest = false;  /* "for the other eleven" */
	bool named = false; /* "set out in", "предусмотренных" */
	if (figure->kind != FIGURE_COUNT || figure->has_total || figure->bound == CLAIM_AT_MOST)
		return false;
	if (figure->bound != CLAIM_EXACT)
		i = figure->first;
	if (figure->from || goes_on(doc, figure))
		return false;
	while (i > 0 && figure->number - i < RUN_TOKENS && !doc->tokens[i].line) {
		size_t before = i - 1;
		/* "of its 23 measures", but "of which 101" */
		bool owned = has_mark(doc, before, MARK_ITS) &&
		             has_mark(doc, figure->last + 1u, MARK_ACTIVITIES);
		if (!owned && refers_to_whole(doc, before))
			return false;
		if (has_mark(doc, before, MARK_OUT_OF)) {
			const struct phrase *one = before > 0 ? marked(doc, before - 1, MARK_NUMBER)
			                                      : NULL;
			/* "one of the five closed" counts five; "one of the 28" nothing. */
			return !(one && one->value == 1) ||
			       package_of_total(doc, false, figure->value);
		}
		if (is_translated_of(doc, figure, before))
			return true;
		if (has_mark(doc, before, MARK_LINK) && holds_counted(doc, figure, before))
			return true;
		/* "in the 28 programmes", "по 28 программам" */
		rest |= has_mark(doc, before, MARK_REST);
		if (has_mark(doc, before, MARK_LINK) && !figure->is_all && !rest &&
		    (is_package_size(doc, figure) || is_container(doc, figure)))
			return true;
		/* "482 of the 990 activities set out in the 28 programmes", "…, предусмотренных 28 …" */
		if (named && figure > doc->figures && figure[-1].kind == FIGURE_COUNT &&
		    doc->covers[figure[-1].number].sentence ==
		            doc->covers[figure->number].sentence &&
		    is_package_size(doc, figure) &&
		    has_mark(doc, is_sign(doc, before, ',') && before > 0 ? before - 1 : before,
		             MARK_ACTIVITIES))
			return true;
		named |= has_mark(doc, before, MARK_NEUTRAL);
		if (!owned && !is_possessive(doc, figure, before) &&
		    !has_mark(doc, before, MARK_FUNCTION) && !has_mark(doc, before, MARK_UNION) &&
		    !has_mark(doc, before, MARK_NEUTRAL) && !has_mark(doc, before, MARK_ALL))
			return false;
		i = doc->covers[before].first;
	}
	return false;
}

/* So far before a number its verb may stand. */
#define SAID_TOKENS 16

/* "744 are done, 52 of them in spring": the first says how many, and is no mere size. */
static bool is_said_done(const struct document *doc, const struct figure *whole, size_t end)
{
	bool sized = decimal_cmp(whole->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	             (package_of_total(doc, false, whole->value) ||
	              package_of_total(doc, true, whole->value));
	size_t first = doc->sentences[doc->covers[whole->number].sentence].first;
	if (whole->first > first + SAID_TOKENS)
		first = whole->first - SAID_TOKENS;
	for (size_t i = first; i < end && (whole->is_all || !sized); i++) {
		if (is_sign(doc, i, ',') && i > whole->last)
			return false;
		if ((has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS)) &&
		    !has_mark(doc, i, MARK_STAGE_NOUN))
			return true;
	}
	return false;
}

/* "310 tasks, of which 101", "310 tasks, 101 of them": the figure takes the size before it for its whole. */
static bool is_of_which(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *whole = figure - 1;
	if (f == 0 || figure->kind == FIGURE_ALL || figure->has_total || figure->reason ||
	    whole->kind != FIGURE_COUNT || whole->has_total || whole->reason ||
	    doc->covers[whole->number].sentence != doc->covers[figure->number].sentence ||
	    (figure->kind == FIGURE_COUNT && decimal_cmp(whole->value, figure->value) < 0) ||
	    is_said_done(doc, whole, figure->first))
		return false;
	size_t i = figure->first;
	while (i > whole->last + 1u && has_mark(doc, i - 1, MARK_FUNCTION) &&
	       !refers_to_whole(doc, i - 1))
		i = doc->covers[i - 1].first;
	if (is_sign(doc, i - 1, ',') && figure->kind == FIGURE_COUNT)
		i--;
	size_t pronoun = i > 0 ? doc->covers[i - 1].first : 0;
	if (i > whole->last + 1u && refers_to_whole(doc, i - 1) && pronoun > 0 &&
	    has_mark(doc, pronoun - 1, MARK_OUT_OF))
		return true;
	size_t of = figure->last + 1u;
	size_t joint = figure->first;
	/* "it has 17 points, and 13 of them are done" */
	if (has_mark(doc, joint - 1u, MARK_CONJUNCTION))
		joint = doc->covers[joint - 1u].first;
	return has_mark(doc, of, MARK_OUT_OF) && refers_to_whole(doc, past(doc, of)) &&
	       (is_sign(doc, joint - 1u, ',') || is_sign(doc, joint - 1u, '-') ||
	        has_mark(doc, figure->first - 1u, MARK_AND));
}

/*
 * "61 of the 310 activities in the 31 plans", "60% of the tasks that the 28
 * programmes contain": a size inside the noun phrase of the figure before it.
 */
static bool is_size_inside(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *before = figure - 1;
	/* "85% of the activities of all programmes" */
	if (figure->kind == FIGURE_ALL && f > 0 && figure->first > 0 &&
	    doc->covers[before->number].sentence == doc->covers[figure->number].sentence &&
	    !before->reason && figure->first < before->last + 4u)
		return has_mark(doc, figure->first - 1u, MARK_ACTIVITIES);
	if (figure->kind != FIGURE_COUNT || figure->has_total || figure->is_all)
		return false;
	/* "the activities of the 28 programmes", where nothing stands for "of the" */
	if (figure->first > 0 && has_mark(doc, figure->first - 1u, MARK_ACTIVITIES) &&
	    package_of_total(doc, false, figure->value))
		return true;
	if (f == 0 || before->reason ||
	    doc->covers[before->number].sentence != doc->covers[figure->number].sentence ||
	    (before->kind == FIGURE_COUNT && !before->has_total && !before->total_only))
		return false;
	bool sized = is_package_size(doc, figure) || package_of_total(doc, true, figure->value);
	/* "under the 28 programmes" bounds nothing */
	bool adjoins = true, under = has_mark(doc, figure->first, MARK_LINK);
	if (figure->bound != CLAIM_EXACT && !(sized && under && figure->bound == CLAIM_AT_MOST))
		return false;
	for (size_t i = figure->first; i > before->last + 1u; i = doc->covers[i - 1].first) {
		if (is_sign(doc, i - 1, ';') || is_sign(doc, i - 1, ':') ||
		    has_mark(doc, i - 1, MARK_CONJUNCTION) || has_mark(doc, i - 1, MARK_AND))
			return false;
		if (has_mark(doc, i - 1, MARK_RELATIVE_PRONOUN))
			return sized;
		if (has_mark(doc, i - 1, MARK_COMPLETED) || has_mark(doc, i - 1, MARK_PROGRESS) ||
		    is_sign(doc, i - 1, ','))
			return false;
		if (under && i == figure->first)
			return sized;
		if (has_mark(doc, i - 1, MARK_LINK) && adjoins)
			return sized;
		adjoins &= has_mark(doc, i - 1, MARK_FUNCTION);
	}
	return false;
}

/* "Of every hundred activities 84 are done": the size of a sample. */
static bool is_each(const struct document *doc, size_t f)
{
	const struct figure *each = &doc->figures[f], *figure = each + 1;
	return f + 1 < doc->figure_count && each->kind == FIGURE_COUNT && !each->has_total &&
	       each->first > 0 && has_mark(doc, each->first - 1, MARK_IN_EACH) &&
	       has_mark(doc, each->first - 1, MARK_OUT_OF) && figure->kind == FIGURE_COUNT &&
	       !figure->has_total && !figure->reason &&
	       doc->covers[each->number].sentence == doc->covers[figure->number].sentence &&
	       decimal_cmp(figure->value, each->value) <= 0;
}

/* So soon behind the comma the size follows of what begins the sentence with its degree. */
#define HEADED_SIZE_TOKENS 4

/* "Already 85% implemented, the 28 union programmes …" */
static bool is_headed_by(const struct document *doc, const struct figure *head,
                         const struct figure *figure)
{
	size_t comma = head->last + 1u,
	       first = doc->sentences[doc->covers[head->number].sentence].first;
	while (comma < figure->first && !is_sign(doc, comma, ','))
		comma++;
	return figure->first <= comma + HEADED_SIZE_TOKENS && head->first <= first + 3 &&
	       find_mark(doc, first, comma, MARK_COMPLETED) >= 0 &&
	       find_mark(doc, first, comma, MARK_OUT_OF) < 0 &&
	       find_mark(doc, first, comma, MARK_PROGRAMMES) < 0 &&
	       find_mark(doc, first, comma, MARK_ACTIVITIES) < 0;
}

/* So near before a percentage its stage stands: "выполнены более чем на 100%". */
#define STAGE_TOKENS 5

/* "All the programmes, … , were fulfilled by 100%": the quantity is told, and "all" is but their name. */
static bool is_all_of_next(const struct document *doc, size_t f)
{
	const struct figure *all = &doc->figures[f], *next = all + 1,
			    *end = doc->figures + doc->figure_count;
	uint32_t sentence = doc->covers[all->number].sentence;
	if (all->kind != FIGURE_ALL)
		return false;
	while (next < end && doc->covers[next->number].sentence == sentence &&
	       (next->reason || next->kind == FIGURE_ALL))
		next++;
	if (next >= end || next->kind != FIGURE_PERCENT ||
	    doc->covers[next->number].sentence != sentence)
		return false;
	size_t i = next->first;
	while (i > all->last + 1u && next->first - i < STAGE_TOKENS &&
	       !has_mark(doc, i - 1, MARK_COMPLETED) && doc->tokens[i - 1].kind == TOKEN_WORD)
		i--;
	return i > all->last + 1u && has_mark(doc, i - 1, MARK_COMPLETED) &&
	       find_mark(doc, all->last + 1u, doc->covers[i - 1].first, MARK_COMPLETED) < 0;
}

/* "a thousand measures in all the 28 programmes": a size inside the phrase of a number of activities. */
static bool is_in_other(const struct document *doc, size_t f)
{
	const struct figure *size = &doc->figures[f], *whole = size - 1;
	if (f == 0 || whole->reason || whole->kind != FIGURE_COUNT || whole->has_total ||
	    doc->covers[whole->number].sentence != doc->covers[size->number].sentence ||
	    !package_of_total(doc, false, size->value) ||
	    decimal_cmp(whole->value, size->value) <= 0)
		return false;
	for (size_t i = whole->last + 1u; i < size->first; i++) {
		if (is_sign(doc, i, ',') || is_sign(doc, i, ';'))
			return false;
		if (has_mark(doc, i, MARK_ACTIVITIES))
			return !is_said_done(doc, whole, size->first);
	}
	return false;
}

/* Does the figure count activities by a noun of its own? */
static bool has_activities(const struct document *doc, const struct figure *figure)
{
	size_t next = figure->last + 1u;
	while (has_mark(doc, next, MARK_NEUTRAL) || has_mark(doc, next, MARK_UNION))
		next = past(doc, next);
	return has_mark(doc, next, MARK_ACTIVITIES);
}

/*
 * "935 activities are done under all 28 programmes", "по всем 28 программам исполнено 935
 * мероприятий": over all of them, whatever it is that is counted.
 */
static bool is_over_all(const struct document *doc, size_t f)
{
	const struct figure *all = &doc->figures[f], *other = all - 1;
	size_t first = all->first;
	if (all->kind != FIGURE_COUNT || !all->is_all || !is_package_size(doc, all) || first == 0)
		return false;
	while (first > 0 && has_mark(doc, first - 1, MARK_ALL))
		first = doc->covers[first - 1].first;
	if (first == 0 || !has_mark(doc, first - 1, MARK_LINK))
		return false;
	uint32_t sentence = doc->covers[all->number].sentence;
	if (f > 0 && !other->reason && doc->covers[other->number].sentence == sentence &&
	    other->kind != FIGURE_ALL && has_activities(doc, other)) {
		for (size_t i = other->last + 1u; i < first; i++) {
			if (doc->tokens[i].kind == TOKEN_SIGN)
				return false;
		}
		return true;
	}
	other = all + 1;
	if (f + 1 >= doc->figure_count || doc->covers[other->number].sentence != sentence ||
	    other->reason || !has_activities(doc, other))
		return false;
	for (size_t i = all->last + 1u; i < other->first; i++) {
		if (doc->tokens[i].kind == TOKEN_SIGN)
			return false;
	}
	return true;
}

/* "He put the 28 at 81 per cent": how far they are follows behind a level. */
static bool is_put_at(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *next = figure + 1;
	return f + 1 < doc->figure_count && figure->kind == FIGURE_COUNT && !figure->has_total &&
	       figure->bound == CLAIM_EXACT && next->kind == FIGURE_PERCENT &&
	       next->first > figure->last + 1u && next->first <= figure->last + 3u &&
	       has_mark(doc, next->first - 1u, MARK_LEVEL) &&
	       decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	       package_of_total(doc, false, figure->value);
}

/* So far before its number "of" stands, where what was planned says when or in what. */
#define PLANNED_TOKENS 10
/* So many may be planned for a part of the time; more are all. */
#define PLANNED_MOST 200

/* "Of the planned for this quarter 120 measures 74": *ret_part: of no more than those of that time. */
static bool is_out_of_planned(const struct document *doc, size_t f, bool *ret_part)
{
	const struct figure *whole = &doc->figures[f], *next = whole + 1;
	bool dated = false, planned = false;
	if (f + 1 >= doc->figure_count || whole->kind != FIGURE_COUNT || whole->has_total ||
	    next->kind != FIGURE_COUNT || next->has_total || next->reason ||
	    doc->covers[next->number].sentence != doc->covers[whole->number].sentence ||
	    decimal_cmp(next->value, whole->value) > 0)
		return false;
	/* "Of 993 activities of the programmes 780 are done, 120 under way" */
	for (size_t i = whole->last + 1u; i < next->first; i++) {
		if (is_sign(doc, i, ',') || has_mark(doc, i, MARK_CONJUNCTION) ||
		    has_mark(doc, i, MARK_AND))
			return false;
	}
	for (size_t i = whole->first; i > 0 && whole->first - i < PLANNED_TOKENS;) {
		size_t before = i - 1;
		i = doc->covers[before].first;
		if (planned && has_mark(doc, before, MARK_OUT_OF)) {
			bool all = package_of_total(doc, true, whole->value) &&
			           decimal_cmp(whole->value, decimal_from_int(PLANNED_MOST)) > 0;
			*ret_part = dated && !all;
			return true;
		}
		if (refers_to_whole(doc, before))
			return false;
		planned = has_mark(doc, before, MARK_NEUTRAL);
		dated |= doc->covers[before].date >= 0;
		if (!planned && doc->covers[before].date < 0 && doc->covers[before].alias < 0 &&
		    !has_mark(doc, before, MARK_FUNCTION) && !has_mark(doc, before, MARK_UNION) &&
		    !has_mark(doc, before, MARK_LINK) && !has_mark(doc, before, MARK_STATE) &&
		    !has_mark(doc, before, MARK_PROGRAMME) &&
		    !has_mark(doc, before, MARK_PROGRAMMES))
			return false;
	}
	return false;
}

/* "80% of it done: the 28 programmes": a whole package right behind a percentage is what it is of. */
void find_bases(struct document *doc)
{
	for (size_t f = 0; f < doc->figure_count; f++) {
		struct figure *figure = &doc->figures[f];
		if (figure->reason)
			continue;
		if (is_of_which(doc, f)) {
			figure->of_which = true;
			figure[-1].total_only = true;
			/* "A thousand measures stand in the 28 programmes, and 70% of these …" */
			if (is_in_other(doc, f - 1))
				figure[-2].total_only = true;
			continue;
		}
		figure->total_only |= is_base(doc, figure) || is_size_inside(doc, f) ||
		                      is_over_all(doc, f) || is_put_at(doc, f);
		bool part = false;
		if (!figure->total_only && is_out_of_planned(doc, f, &part))
			figure->total_only = true;
		if (part)
			figure[1].reason = OTHER_PART;
		if (is_all_of_next(doc, f))
			figure->reason = "the size of what the next figure is of";
		if (is_each(doc, f)) {
			figure->total_only = true;
			figure[1].is_share = figure[1].has_total = true;
			figure[1].total = figure->value;
		}
		if (f == 0 || figure->total_only || figure->is_all ||
		    figure->kind != FIGURE_COUNT || figure->has_total ||
		    figure->bound != CLAIM_EXACT || figure[-1].kind != FIGURE_PERCENT ||
		    figure[-1].reason ||
		    doc->covers[figure[-1].number].sentence !=
		            doc->covers[figure->number].sentence ||
		    !package_of_total(doc, false, figure->value))
			continue;
		bool cut = false;
		for (size_t i = figure[-1].last + 1u; i < figure->first; i++)
			cut |= cuts_clause(doc, i);
		figure->total_only = !cut || is_headed_by(doc, figure - 1, figure);
	}
}
