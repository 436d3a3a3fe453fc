#include "predicate.h"

#include "beside.h"
#include "differences.h"
#include "ellipsis.h"
#include "finding.h"
#include "packages.h"
#include "shares.h"
#include "stage.h"
#include "topic.h"

/* So soon a figure is said again. */
#define SAID_BEFORE_TOKENS 12u

/* "not completed", "не выполнены": the negation right before the stage word, or -1. */
static long find_negation(const struct document *doc, size_t stage, size_t from)
{
	size_t first = doc->covers[stage].first;
	for (size_t i = first; i > from && first - i < 4; i--) {
		if (has_mark(doc, i - 1, MARK_NOT))
			return (long)i - 1;
		if (is_sign(doc, i - 1, ','))
			return -1;
	}
	return -1;
}

static bool stage_is_inside(const struct document *doc, size_t first, size_t end)
{
	return find_mark(doc, first, end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, first, end, MARK_PROGRESS) >= 0;
}

/* So near behind "all" those stand that it leaves out. */
#define RIVAL_TOKENS 16

/* The word in "not 50 but 35%", "all but three", "instead of the planned 90%", or -1. */
static long find_rival(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->first, from = doc->sentences[doc->covers[figure->number].sentence].first;
	for (int steps = 0; i > from && steps < 3; steps++, i = doc->covers[i - 1].first) {
		/* "not 50 but 35%", "не на 80%" */
		bool next = steps == 0 || (steps == 1 && has_mark(doc, i, MARK_LINK));
		if (has_mark(doc, i - 1, MARK_INSTEAD) || (next && has_mark(doc, i - 1, MARK_NOT)))
			return (long)i - 1;
		if (!has_mark(doc, i - 1, MARK_FUNCTION) && !has_mark(doc, i - 1, MARK_NEUTRAL))
			return -1;
	}
	return -1;
}

/* "All are done but four", "все, кроме энергетических": the word that takes some out of all, or -1. */
static long find_exception(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->last + 1u;
	if (figure->kind != FIGURE_ALL)
		return -1;
	for (size_t end = i + RIVAL_TOKENS; i < end && i < doc->count; i = past(doc, i)) {
		if (has_mark(doc, i, MARK_EXCEPT))
			return (long)i;
		if (is_sign(doc, i, '.'))
			return -1;
	}
	return -1;
}

/*
 * "If all the programmes are 85% done, those of industry are at 60%": no
 * condition, since the other half tells a figure of the same kind and nothing
 * that would follow from it.
 */
static bool is_set_against(const struct document *doc, const struct figure *figure,
                           const struct figure *next, size_t condition)
{
	size_t first = next->clause_first, end = next->clause_end;
	if (!has_mark(doc, condition, MARK_SET_AGAINST) || next->reason || next->total_only ||
	    !stage_is_inside(doc, condition, figure->clause_end) ||
	    find_mark(doc, condition, end, MARK_EXPECTED) >= 0 ||
	    find_mark(doc, first, end, MARK_LEFT) >= 0 ||
	    find_mark(doc, first, end, MARK_DIFFERENCE) >= 0)
		return false;
	for (size_t i = first; i < next->first; i++) {
		if (is_sign(doc, i, '-') && doc->tokens[i].spaced)
			return true;
	}
	return stage_is_inside(doc, first, end) || find_mark(doc, first, end, MARK_LEVEL) >= 0;
}

/* "Should 90% of them be done by May": the verb that begins the sentence, or -1. */
static long find_inversion(const struct document *doc, const struct figure *figure)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t i = s->first;
	while (i < figure->first && doc->tokens[i].kind == TOKEN_SIGN)
		i++;
	/* "To reach 100%, they must …", but "To be exact, 125 of 310" */
	size_t verb = past(doc, i);
	bool asks = has_mark(doc, i, MARK_INVERTED_IF) &&
	            (!has_mark(doc, i, MARK_TO) || has_mark(doc, verb, MARK_LEVEL) ||
	             has_mark(doc, verb, MARK_COMPLETED));
	return asks && !s->in_title && i >= figure->clause_first && i < figure->first ? (long)i
	                                                                              : -1;
}

/* The "if" that makes a figure nobody's, or -1: a past date may contrast it with today's. */
static long find_condition(const struct document *doc, const struct figure *figure)
{
	long at = find_mark_before(doc, figure->clause_first, figure->first, MARK_IF);
	if (at < 0)
		return find_inversion(doc, figure);
	size_t behind = past(doc, (size_t)at);
	while (behind < figure->first && has_mark(doc, behind, MARK_FUNCTION))
		behind = past(doc, behind);
	/* "until the end of the year", but "Asked whether this year 90% …" */
	bool dated = behind < figure->first && doc->covers[behind].date >= 0 &&
	             find_mark(doc, figure->clause_first, (size_t)at, MARK_ASKS) < 0;
	/* "if by autumn 90% are done, …": nothing is said yet */
	bool ahead = dated && has_mark(doc, (size_t)at, MARK_SET_AGAINST) &&
	             find_mark(doc, (size_t)at, figure->clause_end, MARK_EXPECTED) >= 0;
	if (dated && !ahead)
		return -1;
	/* "If by mid-year it was 30%, it is 60% now": the other figure is what it is set against. */
	const struct figure *next = figure + 1;
	bool contrasted = next < doc->figures + doc->figure_count && !next->reason &&
	                  doc->covers[next->number].sentence ==
	                          doc->covers[figure->number].sentence;
	for (size_t i = (size_t)at; contrasted && i < figure->clause_end; i++) {
		int32_t when = doc->covers[i].date;
		if (when < 0 || doc->whens[when].now)
			continue;
		struct date date = when_resolve(doc, &doc->whens[when], false);
		int32_t day = doc->whens[when].ended ? date_last_day(date) : date_first_day(date);
		if (day <= date_last_day(doc->input->published))
			return -1;
	}
	if (contrasted && is_set_against(doc, figure, next, (size_t)at))
		return -1;
	/* "If nothing intervenes, 65% …", but "If the pace is kept, …": closed by its comma */
	for (size_t i = (size_t)at; i < figure->first; i++) {
		if (is_sign(doc, i, ','))
			return stage_is_inside(doc, (size_t)at, i) ||
			                       find_mark(doc, (size_t)at, i, MARK_PACE) >= 0
			               ? at
			               : -1;
	}
	return at;
}

/* "He believes the programmes to be 80% complete" */
static bool is_deemed(const struct document *doc, size_t i, size_t from)
{
	return has_mark(doc, i, MARK_TO_BE) && find_mark(doc, from, i, MARK_DEEMS) >= 0;
}

/* "Удалось за два года выполнить 80%": what was managed is no forecast. */
static bool is_managed(const struct document *doc, size_t i, size_t from, size_t end)
{
	return has_mark(doc, i, MARK_COMPLETED) && find_mark(doc, from, end, MARK_MANAGED) >= 0;
}

/* "…, 27 have been completed": behind the figure stands a verb of its own. */
static bool core_is_told(const struct document *doc, const struct figure *figure, size_t end)
{
	return find_mark(doc, figure->last + 1u, end, MARK_FINITE) >= 0 &&
	       stage_is_inside(doc, figure->last + 1u, end);
}

static bool in_title(const struct document *doc, const struct figure *figure)
{
	return doc->sentences[doc->covers[figure->number].sentence].in_title;
}

/* "Asked whether they would be in time, he said 80% are done": from what he said, or `from`. */
static size_t past_asked(const struct document *doc, size_t from, size_t core_first)
{
	long asked = find_mark(doc, from, core_first, MARK_ASKS);
	long says = asked < 0 ? -1 : find_mark(doc, (size_t)asked + 1u, core_first, MARK_SAYS);
	return says < 0 ? from : core_first;
}

/* The word that makes the figure a forecast, or -1. */
static long find_forecast(const struct document *doc, const struct figure *figure)
{
	bool now = find_mark(doc, figure->core_first, figure->core_end, MARK_ASSERTED) >= 0;
	for (size_t i = figure->core_first; i < figure->core_end; i++)
		now |= doc->covers[i].date >= 0 && doc->whens[doc->covers[i].date].now;
	/* "… is to be done by May: 82% already is": outside, it speaks of something else. */
	size_t end = figure->is_ordinal ? figure->first : figure->core_end;
	size_t from = now ? figure->core_first
	                  : past_asked(doc, figure->clause_first, figure->core_first);
	/* "It may be said: 82% of the programmes are done" */
	for (size_t i = figure->core_first; i > from; i--) {
		if ((is_sign(doc, i - 1, ':') || is_sign(doc, i - 1, ';')) &&
		    stage_is_inside(doc, i, end))
			from = i;
	}
	/* "The rest may be harder, but 80% are done": a main clause with a verb of its own */
	if (figure->core_first > from && has_mark(doc, figure->core_first, MARK_CONJUNCTION) &&
	    is_sign(doc, figure->core_first - 1u, ',') &&
	    find_mark(doc, figure->core_first, end, MARK_FINITE) >= 0 &&
	    stage_is_inside(doc, figure->core_first, end))
		from = figure->core_first;
	/* "Of the 310 measures that are to be done by 2026, 96 have been completed" */
	const struct figure *whole = figure;
	while (whole > doc->figures && whole->first > from &&
	       (whole == figure || (whole->reason && !whole->total_only)))
		whole--;
	if (figure->core_first > from && is_sign(doc, figure->core_first - 1u, ',') &&
	    whole->total_only && whole->first >= from && whole->last < figure->core_first &&
	    core_is_told(doc, figure, end))
		from = figure->core_first;
	/* "Of the activities it envisages, 27 have been completed" */
	if (figure->core_first > from && is_sign(doc, figure->core_first - 1u, ',') &&
	    has_mark(doc, from, MARK_OUT_OF) && core_is_told(doc, figure, end))
		from = figure->core_first;
	/* "Union programmes: implementation to reach 95%", over a text */
	for (size_t i = from; i < figure->first && in_title(doc, figure); i++) {
		size_t verb = past(doc, i);
		if (has_mark(doc, i, MARK_INVERTED_IF) && has_mark(doc, i, MARK_TO) && i > from &&
		    verb < figure->first && doc->covers[i - 1].figure < 0 &&
		    !has_mark(doc, i - 1, MARK_LEVEL) && !has_mark(doc, i - 1, MARK_FINITE) &&
		    (has_mark(doc, verb, MARK_LEVEL) || has_mark(doc, verb, MARK_COMPLETED)) &&
		    !is_managed(doc, verb, from, end))
			return (long)i;
	}
	for (size_t i = from; i < end; i++) {
		i = past_relative(doc, i, figure);
		size_t next = past(doc, i);
		bool span = has_mark(doc, i, MARK_SPAN) && next < doc->count &&
		            (doc->covers[next].date >= 0 || doc->tokens[next].kind == TOKEN_NUMBER);
		/* "the plan for 2024-2026", "по плану на 2024–2026 годы" plans no figure */
		if (has_mark(doc, next, MARK_YEAR_BEFORE))
			next = past(doc, next);
		span |= next < doc->count && doc->tokens[next].kind == TOKEN_NUMBER &&
		        package_at(doc, next);
		if (has_mark(doc, i, MARK_EXPECTED) && doc->covers[i].date < 0 && !span &&
		    !is_deemed(doc, i, from) && !is_managed(doc, i, from, end))
			return (long)i;
	}
	return -1;
}

/* "880 activities, 88 per cent, have been completed": behind the share the count's own verb follows. */
static bool share_is_between(const struct document *doc, const struct figure *figure)
{
	const struct figure *next = figure + 1;
	return figure->kind == FIGURE_COUNT && next < doc->figures + doc->figure_count &&
	       next->kind == FIGURE_PERCENT &&
	       doc->covers[next->number].sentence == doc->covers[figure->number].sentence &&
	       is_sign(doc, next->first - 1u, ',') && is_sign(doc, next->last + 1u, ',');
}

/* A count may share the predicate of the next clause only across "and". */
static bool may_borrow(const struct document *doc, const struct figure *figure,
                       const struct target *target)
{
	if (target->kind != TARGET_DIRECT || holds_next(doc, figure))
		return false;
	/* "The plan is 40% done: 125 points of 310" */
	bool spelled_out = figure > doc->figures && figure[-1].claim >= 0 &&
	                   (target->has_base || figure->has_total) &&
	                   is_sign(doc, figure->clause_first, ':');
	return figure->kind == FIGURE_PERCENT || counts_so_far(doc, figure) || spelled_out ||
	       share_is_between(doc, figure) ||
	       has_mark(doc, figure->clause_end, MARK_CONJUNCTION) ||
	       has_mark(doc, figure->clause_first, MARK_CONJUNCTION);
}

bool is_past(const struct document *doc, const struct figure *figure)
{
	return find_mark(doc, figure->core_first, figure->core_end, MARK_PAST) >= 0;
}

/* "heard how the 31 plans and 310 tasks are carried out" */
static long find_indirect_question(const struct document *doc, const struct figure *figure,
                                   size_t from)
{
	for (size_t i = figure->first; i > from; i--) {
		if (has_mark(doc, i - 1, MARK_HOW_FAR))
			return (long)i - 1;
		if (is_sign(doc, i - 1, ',') || is_sign(doc, i - 1, ';') ||
		    is_sign(doc, i - 1, ':') ||
		    (is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced))
			return -1;
	}
	return -1;
}

/* "another 40 activities were completed": how many more, not how many. */
static bool is_addition(const struct document *doc, const struct figure *figure)
{
	/* "two thirds are under way, another eight completed": of another state */
	const struct figure *before = figure - 1;
	if (figure > doc->figures && before->claim >= 0 &&
	    (figure->has_total ||
	     doc->covers[before->number].sentence == doc->covers[figure->number].sentence) &&
	    doc->drafts[before->claim].claim.stage == CLAIM_IN_PROGRESS)
		return false;
	size_t behind = figure->last + 1u, next = past(doc, behind);
	/* "was 100% done even earlier", "еще в прошлом году" */
	bool when = next < doc->count &&
	            (has_mark(doc, next, MARK_EARLIER) || has_mark(doc, next, MARK_YEAR_BEFORE) ||
	             doc->covers[next].date >= 0);
	return (figure->first > 0 && has_mark(doc, figure->first - 1, MARK_ADDITION)) ||
	       (has_mark(doc, behind, MARK_ADDITION) && !when);
}

/* "28 programmes": as many as there are, and nobody says "all". */
static bool is_bare_size(const struct document *doc, const struct figure *figure)
{
	return !figure->is_all && !figure->has_total && figure->bound == CLAIM_EXACT &&
	       decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	       (package_of_total(doc, false, figure->value) ||
	        package_of_total(doc, true, figure->value));
}

/* "It is untrue that nothing is done: 81% of the measures are": the colon opens what is so. */
static bool is_set_right(const struct document *doc, const struct figure *figure, size_t denial)
{
	size_t colon = figure->first;
	bool clause = false;
	while (colon > denial && !is_sign(doc, colon, ':'))
		colon--;
	for (size_t i = denial; i < colon; i++) {
		clause |= is_sign(doc, i, ',');
		if (doc->covers[i].figure >= 0)
			return false;
	}
	return clause && stage_is_inside(doc, colon, figure->clause_end);
}

/* The words by which the sentence asserts nothing, or -1. */
static long find_denial(const struct document *doc, const struct figure *figure,
                        const struct sentence *s)
{
	size_t first = figure->first, end = figure->last + 1u;
	if (!s->denied)
		return -1;
	long denial = find_mark(doc, s->first, s->end, MARK_DENIAL);
	if (denial >= 0 && is_set_right(doc, figure, (size_t)denial))
		return -1;
	/* "70% are done; without gas it would be 75": what is supposed goes no further */
	bool part = figure->kind == FIGURE_PERCENT;
	while (first > s->first && !(part && is_sign(doc, first - 1, ';')))
		first--;
	while (end < s->end && !(part && is_sign(doc, end, ';')))
		end++;
	if (denial < 0)
		denial = find_mark(doc, first, end, MARK_IRREALIS);
	return denial >= 0 ? denial : find_mark(doc, first, end, MARK_REPORTED);
}

static long find_question(const struct document *doc, const struct figure *figure,
                          const struct sentence *s)
{
	for (size_t i = s->first; s->question && i < s->end; i++) {
		if (is_sign(doc, i, '?'))
			return (long)i;
		/* "80% are done: is that much or little?" */
		if (is_sign(doc, i, ':') && i > figure->last && !is_clock(doc, i + 1))
			break;
	}
	return find_indirect_question(doc, figure, s->first);
}

/* What keeps the figure from being said of anything at all, or NULL. */
static const char *find_objection(const struct document *doc, const struct figure *figure,
                                  const struct target *target, const struct sentence *s)
{
	const struct {
		long token;
		const char *reason;
	} objections[] = {
		{ find_rival(doc, figure), SAID_INSTEAD },
		{ find_exception(doc, figure), OTHER_PART },
		{ find_difference(doc, figure), NO_LEVEL },
		{ find_increment(doc, figure), NO_LEVEL },
		{ find_so_far(doc, figure), NO_LEVEL },
		{ find_rate(doc, figure), NO_LEVEL },
		{ find_charge(doc, figure, target), OTHER_PART },
		{ find_due(doc, figure, target), OTHER_PART },
		{ find_field_before(doc, figure, target), OTHER_PART },
		{ late_word(doc, figure), NOT_DONE },
		{ find_denial(doc, figure, s), DENIED },
		{ find_question(doc, figure, s), "a question" },
		{ find_condition(doc, figure), "a condition that nobody asserts" },
	};
	for (size_t i = 0; i < sizeof(objections) / sizeof(*objections); i++) {
		if (objections[i].token >= 0)
			return because_of(doc, (size_t)objections[i].token, objections[i].reason);
	}
	return NULL;
}

/* "We have done 80%, 80% of the union programmes": the figure before, now with what it is of. */
static const struct figure *find_said_before(const struct document *doc,
                                             const struct figure *figure)
{
	const struct figure *before = figure - 1;
	if (figure == doc->figures || before->kind != figure->kind || before->claim >= 0 ||
	    before->has_target || figure->first > before->last + SAID_BEFORE_TOKENS ||
	    doc->covers[before->number].sentence + 1 < doc->covers[figure->number].sentence ||
	    decimal_cmp(before->value, figure->value) != 0)
		return NULL;
	return before;
}

/*
 * An ellipsis with a date of its own behind a forecast of the same sentence, and no word
 * of what is.
 */
static bool is_promised_on(const struct document *doc, const struct figure *figure)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	bool dated = false;
	if (!before || before->claim.modality != CLAIM_EXPECTED ||
	    before->sentence != doc->covers[figure->number].sentence ||
	    find_mark(doc, figure->clause_first, figure->clause_end, MARK_LEVEL) >= 0 ||
	    find_mark(doc, figure->clause_first, figure->clause_end, MARK_ASSERTED) >= 0)
		return false;
	/* "by the end of the year – all 310": the dash stands for the verb */
	size_t first = figure->core_first;
	if (first > figure->clause_first && is_sign(doc, first - 1, '-'))
		first = figure->clause_first;
	for (size_t i = first; i < figure->core_end; i++) {
		int32_t w = doc->covers[i].date;
		if (w >= 0 && (doc->whens[w].now || doc->whens[w].has_year))
			return false;
		dated |= w >= 0;
	}
	return dated;
}

/* The stage that is told of the figure; *ret_borrowed: by another clause or sentence. */
static struct nearest find_stage(const struct document *doc, const struct figure *figure,
                                 const struct target *target, bool ahead, bool *ret_borrowed)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	bool direct = target->kind == TARGET_DIRECT;
	bool back = target->kind == TARGET_ANAPHOR || target->kind == TARGET_ELLIPSIS;
	size_t f = (size_t)(figure - doc->figures), first = figure->first, last = figure->last;
	if (direct && target->np.last > last && target->np.last < figure->clause_end)
		last = target->np.last;
	/* "progress in the implementation of all programmes": not that all are implemented */
	bool verbal = (figure->kind == FIGURE_ALL && !ahead) ||
	              (figure->kind == FIGURE_COUNT && !figure->is_share &&
	               (!ahead || is_bare_size(doc, figure)));
	/* "Belarus, Russia fulfill 140 of 310 tasks": a headline's verb, right before it */
	verbal &= !(s->in_title && figure->has_total && first > s->first &&
	            has_mark(doc, first - 1, MARK_COMPLETED));
	struct nearest near = stage_in_bracket(doc, figure);
	if (near.token >= 0)
		return near;
	near = nearest_stage(doc, figure->core_first, figure->core_end, first, last, verbal);
	/* "81 of them, or 26 percent, have been fulfilled": one clause with what says it again */
	bool shares = f + 1 < doc->figure_count && figure[1].apposed &&
	              find_mark(doc, figure->core_end, figure[1].core_first, MARK_SAYS) < 0;
	if (near.token < 0 && (!back || shares))
		near = nearest_stage(doc, figure->clause_first, figure->clause_end, first, last,
		                     verbal);
	if (near.token < 0)
		near = stage_past_voice(doc, figure, verbal);
	/* "The programmes are at 61%, as the sides have yet to agree on the list": of something else */
	if ((near.mark == MARK_OTHER_STAGE || near.mark == MARK_LEFT) && near.token >= 0 &&
	    (size_t)near.token >= figure->core_end && target->kind == TARGET_SUBJECT &&
	    is_sign(doc, figure->core_end, ',') &&
	    find_mark(doc, figure->core_first, figure->first, MARK_LEVEL) >= 0)
		near.token = -1;
	/* "80 per cent. So far have the union programmes been carried out": in its noun's sentence */
	if (near.token < 0 && target->kind == TARGET_SUBJECT && target->np.first >= s->end) {
		const struct sentence *of = &doc->sentences[doc->covers[target->np.first].sentence];
		near = nearest_stage(doc, of->first, of->end, target->np.first, target->np.last,
		                     false);
	}
	if (near.token < 0)
		near = stage_behind(doc, figure, s);
	if (near.token < 0 && (direct || stage_heads(doc, s) >= 0))
		near = stage_of_list(doc, figure, s);
	if (near.token < 0 && may_borrow(doc, figure, target)) {
		near = nearest_stage(doc, s->first, s->end, first, last, verbal);
		*ret_borrowed = near.token >= 0 && !share_is_between(doc, figure);
	}
	const struct figure *before = near.token < 0 && direct ? find_said_before(doc, figure)
	                                                       : NULL;
	if (before) {
		near = nearest_stage(doc, before->core_first, before->core_end, before->first,
		                     before->last, verbal);
		*ret_borrowed = near.token >= 0;
	}
	return near;
}

/* "They finished discussing all the programmes": the word between, which has them for its object, or -1. */
static long find_other_deed(const struct document *doc, const struct figure *figure, long stage)
{
	if (figure->kind != FIGURE_ALL && !figure->is_all)
		return -1;
	for (size_t i = past(doc, (size_t)stage); i < figure->first; i++) {
		if (is_unknown(doc, i) && !doc->tokens[i].capital)
			return (long)i;
	}
	return -1;
}

/* "It was 22%, and so half as much time remains": behind the comma, and of something that is named there. */
static bool is_left_elsewhere(const struct document *doc, const struct figure *figure, size_t left)
{
	size_t i = left;
	if (left < figure->core_end)
		return false;
	while (i > figure->core_end && !is_sign(doc, i - 1, ','))
		i--;
	for (; i < left; i++) {
		if (is_unknown(doc, i) && !doc->tokens[i].capital)
			return true;
	}
	return false;
}

/* So few words behind the last comma say whose hope it is. */
#define HOPE_TOKENS 5

/* "Seventy-five by March, I hope." */
static bool is_hoped(const struct document *doc, const struct figure *figure,
                     const struct sentence *s)
{
	size_t comma = figure->last + 1u, end = s->end;
	bool dated = false;
	for (; comma < end && !is_sign(doc, comma, ','); comma++)
		dated |= doc->covers[comma].date >= 0;
	for (size_t i = comma; i < end; i++) {
		if (doc->covers[i].figure >= 0 || doc->covers[i].date >= 0 ||
		    has_mark(doc, i, MARK_COMPLETED))
			return false;
	}
	return dated && comma + 1 < end && end - comma <= HOPE_TOKENS &&
	       find_mark(doc, comma, end, MARK_EXPECTED) >= 0;
}

const char *find_predicate(const struct document *doc, const struct figure *figure,
                           const struct target *target, struct predicate *ret)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	bool back = target->kind == TARGET_ANAPHOR || target->kind == TARGET_ELLIPSIS;
	*ret = (struct predicate){ .token = -1, .expected_at = find_forecast(doc, figure) };
	ret->expected = ret->expected_at >= 0;
	struct nearest near = find_stage(doc, figure, target, ret->expected, &ret->borrowed);
	/* "…, which must be carried out": outside the commas around the figure */
	if (near.token >= (long)figure->core_end && !ret->borrowed)
		ret->expected |= find_mark(doc, figure->core_end, (size_t)near.token + 1,
		                           MARK_EXPECTED) >= 0;
	const char *objection = find_objection(doc, figure, target, s);
	if (objection)
		return objection;
	long left = find_mark(doc, figure->clause_first, figure->clause_end, MARK_LEFT);
	/* "two points are missing to 80% completion" */
	if (left >= 0 && (has_mark(doc, figure->first, MARK_TO) ||
	                  (figure->first > 0 && has_mark(doc, figure->first - 1u, MARK_TO))))
		return because_of(doc, (size_t)left, LEFT_OVER);
	if (near.token < 0 && back && left >= 0 && !is_left_elsewhere(doc, figure, (size_t)left))
		return because_of(doc, (size_t)left, LEFT_OVER);
	if (near.token < 0 && back && is_hoped(doc, figure, s))
		ret->expected = true;
	/* "By July they will have done 55%, by November 80": promised, too */
	if (near.token < 0 && back && !ret->expected && is_promised_on(doc, figure))
		ret->expected = true;
	if (near.token < 0) { /* "half a year ago it was not even half" */
		ret->at_most = figure->even &&
		               find_mark(doc, figure->core_first, figure->first, MARK_NOT) >= 0;
		return NULL;
	}
	if (near.mark == MARK_OTHER_STAGE)
		return because_of(doc, (size_t)near.token, NOT_DONE);
	/* "119 are left to be done, and work on them goes on" */
	long work = work_on_them(doc, figure, s);
	if (work >= 0 && (near.mark == MARK_LEFT || left >= 0)) {
		near.token = work;
		near.mark = MARK_PROGRESS;
	}
	/* "is not even half done": so much at most */
	if (near.mark == MARK_LEFT && !figure->even)
		return because_of(doc, (size_t)near.token, LEFT_OVER);
	long negation = find_negation(doc, (size_t)near.token, s->first);
	if (negation >= 0 && !figure->even)
		return because_of(doc, (size_t)negation, NEGATED);
	ret->at_most = near.mark == MARK_LEFT || negation >= 0;
	if (near.mark == MARK_COMPLETED && is_addition(doc, figure))
		return NO_LEVEL;
	long deed = find_other_deed(doc, figure, near.token);
	if (deed >= 0)
		return because_of(doc, (size_t)deed, OTHER_THING);
	/* "everything is being carried out on time" */
	if (near.mark == MARK_PROGRESS && figure->kind == FIGURE_ALL)
		return NO_LEVEL;
	ret->has_stage = true;
	ret->token = near.token;
	ret->stage = near.mark == MARK_PROGRESS ? CLAIM_IN_PROGRESS : CLAIM_COMPLETED;
	return NULL;
}
