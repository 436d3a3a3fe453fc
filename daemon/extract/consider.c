/* One figure on its way to a claim: target, predicate, content, date, package. */
#include <string.h>

#include "beside.h"
#include "clauses.h"
#include "differences.h"
#include "ellipsis.h"
#include "finding.h"
#include "packages.h"
#include "shares.h"

/* "nine union programmes in science": its own noun is programmes of another kind. */
static bool counts_foreign(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->last + 1u;
	while (i < doc->count && i < figure->last + 5u && noun_at(doc, i).kind == NOUN_NONE &&
	       doc->tokens[i].kind == TOKEN_WORD)
		i++;
	return figure->kind == FIGURE_COUNT && noun_at(doc, i).kind == NOUN_FOREIGN &&
	       has_mark(doc, i, MARK_PROGRAMMES);
}

/* Other things' percentages turn the talk; sizes, sums and times do not. */
static void reject(struct document *doc, struct figure *figure, const char *reason)
{
	figure->reason = reason;
	note_cause(doc, figure);
	if (reason == NOT_DONE || reason == LEFT_OVER || reason == NEGATED)
		doc->undone_sentence = doc->covers[figure->number].sentence + 1;
	if (reason == WHO_THINKS)
		doc->poll_sentence = doc->covers[figure->number].sentence + 1;
	doc->foreign_programmes |= counts_another_kind(reason);
	bool other = (figure->kind == FIGURE_PERCENT || counts_foreign(doc, figure)) &&
	             figure->has_foreign_target &&
	             find_mark(doc, figure->clause_first, figure->clause_end, MARK_DIFFERENCE) < 0;
	if (!other && !counts_another_kind(reason))
		return;
	doc->foreign = true;
	doc->foreign_figure = (uint32_t)(figure - doc->figures);
}

/* "The 28 programmes, planned in 2021, are 80% complete": the size is the subject of the next figure. */
static bool is_subject_of_next(const struct document *doc, size_t f, const struct finding *finding)
{
	bool direct = finding->target.kind == TARGET_DIRECT;
	/* "nine are fulfilled by more than 90%": the degree of these nine */
	if (!direct && f + 1 < doc->figure_count && same_sentence(doc, f, f + 1)) {
		size_t next = doc->figures[f + 1].first;
		size_t dash = doc->covers[next - 1].first;
		direct = runs_on(doc, f) &&
		         (find_mark(doc, finding->figure->last + 1u, next, MARK_COMPLETED) >= 0 ||
		          (dash > 0 && is_dash_of_degree(doc, dash - 1, next)));
	}
	/* "more than half of the programmes are fulfilled by over 90%" */
	bool few = finding->figure->is_fraction && direct && finding->measure == CLAIM_PROGRAMMES &&
	           f + 1 < doc->figure_count && same_sentence(doc, f, f + 1) && runs_on(doc, f) &&
	           find_mark(doc, finding->figure->last + 1u, doc->figures[f + 1].first,
	                     MARK_COMPLETED) >= 0;
	return (finding->figure->kind == FIGURE_COUNT || few) && !finding->figure->total_only &&
	       !finding->figure->has_total && (direct || is_degree_by_dash(doc, f, finding)) &&
	       f + 1 < doc->figure_count && doc->figures[f + 1].kind == FIGURE_PERCENT &&
	       doc->covers[doc->figures[f + 1].number].sentence ==
	               doc->covers[finding->figure->number].sentence;
}

/* "Twelve programmes are carried out by 100%": so many are completed, which is what the number tells. */
static bool is_done_in_full(const struct document *doc, const struct figure *count)
{
	const struct figure *degree = count + 1;
	return degree->kind == FIGURE_PERCENT && degree->bound == CLAIM_EXACT &&
	       decimal_cmp(degree->value, decimal_from_int(100)) == 0 &&
	       decimal_cmp(count->value, decimal_from_int(SIZE_LEAST)) < 0 &&
	       !(count->first > 0 && has_mark(doc, count->first - 1u, MARK_ORDINAL)) &&
	       find_mark(doc, count->last + 1u, degree->first, MARK_COMPLETED) >= 0;
}

/* Behind sizes and sums that gave no claim the clause of a figure may begin earlier. */
static uint32_t earlier_clause(const struct document *doc, size_t f)
{
	uint32_t first = doc->figures[f].clause_first;
	for (size_t b = f; b > 0 && same_sentence(doc, f, b - 1); b--) {
		if (doc->figures[b - 1].claim >= 0 || is_sign(doc, first, ';') ||
		    (has_mark(doc, first, MARK_CONJUNCTION) &&
		     doc->figures[b - 1].reason != SAID_INSTEAD))
			break;
		first = doc->figures[b - 1].clause_first;
	}
	return first;
}

static bool core_is_foreign(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN)
			return true;
	}
	return false;
}

/* The target in the figure's clause, else a little further off. */
static const char *find_target_of(struct document *doc, size_t f, struct target *ret)
{
	struct figure *figure = &doc->figures[f];
	const char *reason = find_target(doc, f, ret);
	struct evidence cause = *doc->cause;
	bool back = ret->kind == TARGET_ANAPHOR || ret->kind == TARGET_ELLIPSIS;
	struct target other;
	if (figure->from && (reason || back) && f + 1 < doc->figure_count &&
	    same_sentence(doc, f, f + 1) && !find_target(doc, f + 1, &other) &&
	    other.kind != TARGET_ELLIPSIS) {
		*ret = other;
		ret->rule = "the noun of the figure that it changed to";
		return NULL;
	}
	/* "If in January we spoke of 70%, it is 82% of the programmes now" */
	if (figure->kind == FIGURE_PERCENT && (reason || (back && !ret->np.programme)) &&
	    f + 1 < doc->figure_count && figure[1].kind == FIGURE_PERCENT &&
	    same_sentence(doc, f, f + 1) && is_set_against_next(doc, figure) &&
	    unknown_in_core(doc, figure) == 0 && !core_is_foreign(doc, figure) &&
	    !find_target(doc, f + 1, &other) &&
	    (other.kind == TARGET_DIRECT || other.kind == TARGET_SUBJECT)) {
		*ret = other;
		ret->kind = TARGET_SUBJECT;
		ret->rule = "the noun of the figure that it is set against";
		return NULL;
	}
	/* "More than a third, namely 115 of 310 activities": the noun stands with the second. */
	if (ret->kind != TARGET_DIRECT && (reason || back || figure->is_fraction) &&
	    f + 1 < doc->figure_count && doc->figures[f + 1].apposed &&
	    !find_target(doc, f + 1, &other) && other.kind == TARGET_DIRECT) {
		*ret = other;
		return NULL;
	}
	if (reason && find_spoken_of(doc, figure, ret))
		return NULL;
	uint32_t first = earlier_clause(doc, f), own = figure->clause_first;
	if ((!reason && !back) || first == own)
		return reason;
	figure->clause_first = first;
	if (find_target(doc, f, &other) || other.kind == TARGET_ELLIPSIS) {
		figure->clause_first = own;
		*doc->cause = cause;
		return reason;
	}
	widen_core(doc, figure);
	*ret = other;
	return NULL;
}

/* In the last days of a period "at its end" reports what is. */
#define CLOSING_DAYS 31

/* So many days ahead a day without its year is to come, where something is due by it. */
#define DUE_DAYS 90

/* "They see them all fulfilled by 31 December", told in October. */
static bool is_due(const struct document *doc, const struct when *when)
{
	long away = date_first_day(when->date) - date_last_day(doc->input->published);
	return !when->has_year && !when->now && when->date.precision == DATE_DAY && away > 0 &&
	       away < DUE_DAYS && when->first > 0 && has_mark(doc, when->first - 1u, MARK_DEADLINE);
}

/* A date in the future, or "half of them is what we expect by November". */
static bool is_awaited(const struct document *doc, const struct figure *figure,
                       const struct as_of *as_of, bool has_stage)
{
	if (as_of->when < 0 || figure->from)
		return false;
	const struct when *when = &doc->whens[as_of->when];
	/* What holds at the year's end is no report while the year lasts. */
	long left = date_last_day(as_of->date) - date_last_day(doc->input->published);
	/* "By New Year 79% had been done": of the last one */
	if (when->ended && left > 0 && !when->has_year && is_past(doc, figure))
		return false;
	if (is_due(doc, when) && !is_past(doc, figure))
		return has_stage;
	if (when->ended && left > 0)
		return left >= CLOSING_DAYS || !has_stage;
	return is_future(doc, as_of) ||
	       (when->first > figure->last && when->last < figure->clause_end && !when->now &&
	        find_mark(doc, figure->last + 1u, when->first, MARK_EXPECTED) >= 0);
}

/* "six more will be completed" */
static bool is_increment(const struct document *doc, const struct figure *figure)
{
	return (figure->first > 0 && has_mark(doc, figure->first - 1, MARK_REST)) ||
	       has_mark(doc, figure->last + 1u, MARK_REST);
}

static bool is_other_series(const struct document *doc, const struct finding *finding)
{
	if (doc->draft_count == 0)
		return false;
	const struct claim *before = &doc->drafts[doc->draft_count - 1].claim;
	const char *subject = finding->programme ? finding->programme->key : CLAIM_ALL;
	/* "54% were done as of 1 October. The slowest is oil, where 11 of 31 were": the same tally */
	if (strcmp(before->subject, CLAIM_ALL) == 0 && finding->programme &&
	    before->measure == finding->measure &&
	    (before->measure == CLAIM_ACTIVITIES ||
	     (before->unit == CLAIM_PERCENT && finding->unit == CLAIM_PERCENT)))
		return true;
	if (strcmp(before->subject, subject) != 0)
		return false; /* another tally, with a date of its own */
	return before->measure != finding->measure || before->unit != finding->unit ||
	       (finding->predicate.has_stage && before->stage != finding->predicate.stage);
}

/* A size that waited for its percentage: "the 28 programmes … are 80% complete". */
static bool use_pending_base(struct document *doc, struct finding *finding, const char *reason)
{
	struct figure *figure = &doc->figures[finding->f];
	int32_t pending = doc->pending_base;
	doc->pending_base = -1;
	if (pending < 0 || figure->kind != FIGURE_PERCENT || is_of_plan_before(doc, figure) ||
	    !same_sentence(doc, finding->f, (size_t)pending) ||
	    (!reason && !is_back_reference(finding)))
		return false;
	const struct figure *base = &doc->figures[pending];
	if (base->first > 0 && is_sign(doc, base->first - 1, '('))
		return false; /* "the state programmes (28 programmes) are 80% done" */
	figure->clause_first = base->clause_first;
	widen_core(doc, figure);
	finding->target = doc->pending_target;
	finding->target.kind = TARGET_SUBJECT;
	/* "The activities of the 28 programmes are 80% done": they are the head. */
	if (base->first > 0 && noun_at(doc, base->first - 1).kind == NOUN_ACTIVITIES)
		finding->target.np = noun_at(doc, base->first - 1);
	finding->target.has_base = true;
	finding->target.base = base->value;
	finding->target.base_figure = (uint32_t)pending;
	return true;
}

/* "744 are done, 40% of them by one side", "40 deputies met, half of them for the first time" */
static bool is_share_of_done(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *before = figure - 1;
	bool staged = find_mark(doc, figure->core_first, figure->core_end, MARK_COMPLETED) >= 0 ||
	              find_mark(doc, figure->core_first, figure->core_end, MARK_PROGRESS) >= 0;
	/* "by 22 ministries, 14 of which have finished": of the things just counted */
	size_t of = figure->last + 1u;
	bool which = f > 0 && before->reason && has_mark(doc, before->last + 1u, MARK_THING) &&
	             noun_at(doc, before->last + 1u).kind != NOUN_ACTIVITIES &&
	             has_mark(doc, of, MARK_OUT_OF) &&
	             has_mark(doc, past(doc, of), MARK_RELATIVE_PRONOUN);
	if (f == 0 || (figure->kind != FIGURE_PERCENT && staged && !which) ||
	    before->kind != FIGURE_COUNT || !same_sentence(doc, f, f - 1) ||
	    decimal_cmp(before->value, decimal_from_int(1)) == 0 || /* "Channel 1": no "them" */
	    (before->claim < 0 && !has_mark(doc, before->last + 1u, MARK_FOREIGN) &&
	     !has_mark(doc, before->last + 1u, MARK_THING)))
		return false;
	/* "… and the two sides have now got through 81% of them": of what they did, not of who did it */
	if (before->claim < 0 && has_mark(doc, figure->first - 1u, MARK_COMPLETED))
		return false;
	/* "Twelve months have passed since the roadmaps were signed, and half of them are done" */
	for (size_t i = before->last + 2u; i < figure->first && before->claim < 0; i++) {
		if (noun_at(doc, i).kind == NOUN_PROGRAMMES && noun_at(doc, i).strength >= 2)
			return false;
	}
	for (size_t i = before->last + 1u; i < figure->core_end && i <= figure->last + 1u; i++) {
		size_t next = past(doc, i);
		if (i == before->last + 1u && figure->first > next + 1)
			continue; /* "six of them are done, and 620 of the measures" */
		if (has_mark(doc, i, MARK_OUT_OF) && next < figure->core_end &&
		    (has_mark(doc, next, MARK_PRONOUN) ||
		     has_mark(doc, next, MARK_RELATIVE_PRONOUN)))
			return true;
	}
	return false;
}

/* "861 are done, 150 of them this year", "…, в том числе 150 — в этом году": a part of the figure before. */
static bool is_included(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t before = finding->f, i = figure->first;
	if (counts_of_a_while(doc, figure))
		return true;
	while (before > 0 && doc->figures[before - 1].total_only)
		before--;
	if (before == 0 || doc->figures[before - 1].claim < 0 || finding->target.np.programme ||
	    !same_sentence(doc, finding->f, before - 1))
		return false;
	/* "only in September – 31": the time of that part may stand between */
	while (i > figure->clause_first && !has_mark(doc, i - 1, MARK_INCLUDING) &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || doc->covers[i - 1].date >= 0 ||
	        (is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced)))
		i = doc->covers[i - 1].first;
	return i > 0 && has_mark(doc, i - 1, MARK_INCLUDING) &&
	       find_mark(doc, i, figure->core_end, MARK_COMPLETED) < 0 &&
	       find_mark(doc, i, figure->core_end, MARK_PROGRESS) < 0;
}

/* "More than 50 space programmes were financed; 8 are in progress": fewer, and nothing else is named. */
static bool is_fewer_of_another(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t b = finding->f - 1;
	while (b > 0 && doc->figures[b].reason && !doc->figures[b].has_foreign_target &&
	       same_sentence(doc, finding->f, b - 1))
		b--; /* "since 2000" */
	const struct figure *before = &doc->figures[b];
	size_t i = before->last + 1u;
	while (has_mark(doc, i, MARK_FUNCTION) || has_mark(doc, i, MARK_NEUTRAL))
		i = past(doc, i);
	return is_back_reference(finding) && figure->kind == FIGURE_COUNT && !figure->has_total &&
	       before->kind == FIGURE_COUNT && before->has_foreign_target && before->reason &&
	       has_mark(doc, i, MARK_FOREIGN) && decimal_cmp(before->value, figure->value) > 0;
}

/* "Of 26 deputies 12 …, nine …": the parts of a whole of another kind, one after the other. */
static bool counts_on_in_part(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	/* "Of the instructions 24 have been carried out, six are in work" */
	bool of = find_mark(doc, before->clause_first, before->first, MARK_OUT_OF) >= 0;
	return same_sentence(doc, finding->f, finding->f - 1) && is_back_reference(finding) &&
	       figure->kind == FIGURE_COUNT && !figure->has_total && before->kind == FIGURE_COUNT &&
	       before->reason && before->has_foreign_target &&
	       (before->has_total ? decimal_cmp(figure->value, before->total) <= 0 : of);
}

/* "Exports went up by 20%, including by 37% in July": of what the figure before is of. */
static bool is_part_of_another(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	size_t from = figure->first > 3 ? figure->first - 3u : 0;
	return is_back_reference(finding) && same_sentence(doc, finding->f, finding->f - 1) &&
	       before->reason && before->has_foreign_target && before->last < from + 3 &&
	       find_mark(doc, from > before->last ? from : before->last + 1u, figure->first,
	                 MARK_INCLUDING) >= 0;
}

/* "Seven were closed between January and March, as against 19 before": as many of a while. */
static bool is_set_against_a_while(const struct document *doc, const struct finding *finding)
{
	size_t f = finding->f;
	return f > 0 && same_sentence(doc, f, f - 1) && is_back_reference(finding) &&
	       doc->figures[f - 1].reason == NO_LEVEL && doc->figures[f - 1].kind == FIGURE_COUNT &&
	       finding->figure->first > 0 &&
	       has_mark(doc, finding->figure->first - 1u, MARK_CHANGE_FROM);
}

/* "Four programmes of another block are 57% done": the percentage is of what the number is of. */
static const char *inherited_reason(const struct document *doc, const struct finding *finding)
{
	size_t f = finding->f;
	if (finding->figure->cell)
		return NULL;
	if (f > 0 && finding->figure->apposed &&
	    (doc->figures[f - 1].reason == NO_LEVEL || doc->figures[f - 1].reason == NOT_DONE))
		return doc->figures[f - 1].reason;
	if (is_set_against_a_while(doc, finding))
		return NO_LEVEL;
	if (f > 0 && same_sentence(doc, f, f - 1) && finding->target.kind != TARGET_DIRECT &&
	    doc->figures[f - 1].reason == WHO_THINKS)
		return WHO_THINKS; /* "40% answered: half" */
	if (f > 0 && same_sentence(doc, f, f - 1) && finding->target.kind == TARGET_ANAPHOR &&
	    doc->figures[f - 1].kind == FIGURE_COUNT && doc->figures[f - 1].has_foreign_target &&
	    doc->figures[f - 1].reason)
		return doc->figures[f - 1].reason; /* "120 acts, 40% of them" */
	if (is_still_denied(doc, finding))
		return DENIED;
	if (f > 0 && (is_count_of_another(doc, finding) || is_part_of_another(doc, finding) ||
	              goes_on_with_another(doc, finding)))
		return doc->figures[f - 1].reason;
	/* "Of the three years of the package more than half have passed": of what was counted */
	size_t out_of = f > 0 ? doc->figures[f - 1].first : 0;
	if (f > 0 && finding->figure->is_fraction && same_sentence(doc, f, f - 1) &&
	    finding->target.kind != TARGET_DIRECT && doc->figures[f - 1].reason &&
	    !doc->figures[f - 1].total_only && doc->figures[f - 1].kind == FIGURE_COUNT &&
	    !doc->figures[f - 1].has_target && out_of > 0 &&
	    has_mark(doc, out_of - 1, MARK_OUT_OF) &&
	    doc->covers[doc->figures[f - 1].number].date < 0)
		return doc->figures[f - 1].reason;
	/* "they closed 65 scientific programmes, seven more go on" */
	if (f > 0 && same_sentence(doc, f, f - 1) && is_back_reference(finding) &&
	    (counts_foreign(doc, &doc->figures[f - 1]) ||
	     (doc->figures[f - 1].kind == FIGURE_COUNT && doc->figures[f - 1].has_foreign_target &&
	      has_mark(doc, finding->figure->first - 1u, MARK_REST))) &&
	    doc->figures[f - 1].reason && finding->figure->kind == FIGURE_COUNT &&
	    !finding->figure->has_total)
		return doc->figures[f - 1].reason;
	/* "На Беларусь приходится 60% мероприятий, на Россию – 40%": of what the other has */
	const struct noun_phrase *np = &finding->target.np;
	bool shared = is_back_reference(finding) ||
	              (f > 0 && finding->target.kind == TARGET_SUBJECT &&
	               np->first > doc->figures[f - 1].last &&
	               np->last < finding->figure->core_first);
	if (f > 0 && same_sentence(doc, f, f - 1) && shared &&
	    doc->figures[f - 1].kind == FIGURE_PERCENT && finding->figure->kind == FIGURE_PERCENT &&
	    doc->figures[f - 1].reason && doc->figures[f - 1].has_target &&
	    doc->figures[f - 1].claim < 0 &&
	    find_mark(doc, finding->figure->core_first, finding->figure->first, MARK_PARTNER) >=
	            0 &&
	    !stage_in(doc, finding->figure->core_first, finding->figure->core_end))
		return doc->figures[f - 1].reason;
	/* "23 of 31 have been agreed, the other eight are nearly ready": to be agreed */
	if (f > 0 && same_sentence(doc, f, f - 1) && doc->figures[f - 1].reason == NOT_DONE &&
	    is_back_reference(finding) && finding->figure->kind == FIGURE_COUNT &&
	    find_mark(doc, finding->figure->core_first, finding->figure->first, MARK_REST) >= 0)
		return NOT_DONE;
	/* "six of the 15 lanes are being rebuilt and four have been completed" */
	if (f > 0 && (counts_on_in_part(doc, finding) ||
	              (same_sentence(doc, f, f - 1) && is_fewer_of_another(doc, finding))))
		return doc->figures[f - 1].reason;
	if (goes_with_other_programmes(doc, finding))
		return doc->figures[f - 1].reason;
	if ((f > 0 && (is_mark_of_some(doc, f) || is_on_some(doc, finding))) ||
	    is_degree_of_some(doc, finding))
		return OTHER_PART;
	if (is_share_of_done(doc, f) || is_part_of_share(doc, f) || is_share_of_share(doc, f) ||
	    is_included(doc, finding))
		return "a share of what was counted before";
	if (!is_back_reference(finding) || f == 0 || !same_sentence(doc, f, f - 1))
		return NULL;
	const struct figure *before = &doc->figures[f - 1];
	if (before->reason && !before->total_only && before->has_foreign_target &&
	    runs_on(doc, f - 1))
		return before->reason;
	return NULL;
}

/* "The readiness of the 28 programmes is 80%": all there are, and nobody says "all". */
static bool is_whole_package(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *next = figure + 1;
	return !figure->is_all && figure->bound == CLAIM_EXACT &&
	       decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	       package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, figure->value) &&
	       !has_mark(doc, next->clause_first, MARK_CONJUNCTION);
}

/* What is counted, and whether that much is said of it. */
static const char *find_content(struct document *doc, struct finding *finding)
{
	size_t f = finding->f;
	find_measure(doc, finding);
	find_unit(doc, finding);
	/* "Tourism is nearly ready (92%)": of one programme a percentage is how far it has got */
	struct predicate *predicate = &finding->predicate;
	predicate->degree = predicate->has_stage && predicate->stage == CLAIM_IN_PROGRESS &&
	                    finding->programme && finding->unit == CLAIM_PERCENT &&
	                    finding->measure == CLAIM_PROGRAMMES;
	if (predicate->degree)
		predicate->stage = CLAIM_COMPLETED;
	const char *reason = without_stage(doc, finding);
	if (is_subject_of_next(doc, f, finding) && !is_done_in_full(doc, finding->figure)) {
		if (!reason && (runs_on(doc, f) || is_degree_by_dash(doc, f, finding) ||
		                is_whole_package(doc, finding)))
			reason = "the size of what the next figure is of";
		if (reason) {
			doc->pending_base = (int32_t)f;
			doc->pending_target = finding->target;
		}
	}
	if (!reason && finding->predicate.expected && is_increment(doc, finding->figure))
		reason = NO_LEVEL;
	return reason ? reason : implausible(doc, finding);
}

/* "the package for 2027-2029": years that are no package's. */
static bool names_other_years(const struct document *doc, const struct figure *figure)
{
	bool other = false;
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		if (package_at(doc, i))
			return false;
		other |= doc->covers[i].date == NO_DATE_YEARS && is_sign(doc, i + 1, '-');
	}
	return other;
}

/* "By the summer of 2021 26 of the 28 were ready": told of the talks, whatever number it is known by. */
static bool is_before_all(const struct document *doc, const struct finding *finding)
{
	const struct package *package = finding->package;
	const struct as_of *as_of = &finding->as_of;
	return package == doc->lexicon->packages->list && as_of->dated &&
	       as_of->date.precision != DATE_NONE && package->first.precision != DATE_NONE &&
	       date_last_day(as_of->date) < date_first_day(package->first);
}

/* "Nine programmes of the Union State go on this year": the package that has them is behind. */
static bool counts_programmes_of_state(const struct document *doc, const struct finding *finding)
{
	const struct noun_phrase *np = &finding->target.np;
	size_t end = np->last + 4;
	return finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES &&
	       !finding->figure->has_total && finding->target.kind == TARGET_DIRECT &&
	       np->kind == NOUN_PROGRAMMES && np->strength < 3 &&
	       find_mark(doc, np->first, end < doc->count ? end : doc->count, MARK_STATE) >= 0;
}

static const char *find_circumstances(struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	find_as_of(doc, finding->f, finding->predicate.expected, is_other_series(doc, finding),
	           &finding->as_of);
	if (!finding->predicate.expected &&
	    is_awaited(doc, figure, &finding->as_of, finding->predicate.has_stage)) {
		finding->predicate.expected = true;
		find_as_of(doc, finding->f, true, false, &finding->as_of);
	}
	/* "tourism 92%, against 70% for the package as a whole" */
	bool contrast = finding->programme != doc->focus.programme &&
	                (finding->programme || finding->target.whole ||
	                 !is_back_reference(finding));
	if (figure->from && !contrast &&
	    (!finding->as_of.dated || rises_within(doc, figure, finding->as_of.when)))
		return "where it rose from, undated";
	if (names_other_years(doc, figure))
		return "of another package";
	find_package(doc, finding);
	if (is_size_of_whole(doc, finding))
		return SIZE_OF_WHOLE;
	if (is_before_all(doc, finding))
		return BEFORE_ALL;
	int programmes = programme_total(finding->package);
	if (finding->package != &doc->lexicon->packages->list[0] &&
	    counts_programmes_of_state(doc, finding))
		return OLDER_PROGRAMMES;
	if (finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES &&
	    programmes > 0 && decimal_cmp(figure->value, decimal_from_int(programmes)) > 0)
		return "more than the package has";
	return finding->package && finding->package->key ? NULL : BEFORE_ALL;
}

/* "Nine are closed, up from four in October": what the count before rose from. */
static void notice_change(struct document *doc, size_t f)
{
	struct figure *figure = &doc->figures[f];
	size_t i = figure->first;
	bool dated;
	if (compares_in_bracket(doc, figure, &dated) && !dated) {
		figure->from = true;
		return;
	}
	/* "80 per cent, up from 70" */
	bool bare = f > 0 && doc->figures[f - 1].kind == FIGURE_PERCENT &&
	            decimal_cmp(figure->value, decimal_from_int(100)) < 0;
	if (f == 0 || figure->kind != FIGURE_COUNT || figure->has_total ||
	    (doc->figures[f - 1].kind != FIGURE_COUNT && !bare) || doc->figures[f - 1].claim < 0 ||
	    !same_sentence(doc, f, f - 1))
		return;
	while (i > figure->core_first && has_mark(doc, i - 1, MARK_FUNCTION) &&
	       !has_mark(doc, i - 1, MARK_CHANGE_FROM))
		i = doc->covers[i - 1].first;
	figure->from = i > 0 && has_mark(doc, i - 1, MARK_CHANGE_FROM);
}

/* "Two more were closed, and their number has reached eleven": what is counted, and of what stage. */
static void keep_stage(struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	if (finding->target.kind != TARGET_DIRECT ||
	    (finding->target.np.strength < 2 && (doc->focus.known || !doc->has_anchor)) ||
	    find_mark(doc, figure->clause_first, figure->clause_end, MARK_COMPLETED) < 0)
		return;
	doc->focus = (struct topic){
		.known = true,
		.sentence = doc->covers[figure->number].sentence,
		.programme = finding->target.np.programme,
		.has_measure = true,
		.measure = finding->target.np.activities ? CLAIM_ACTIVITIES : CLAIM_PROGRAMMES,
		.has_stage = true,
		.stage = CLAIM_COMPLETED,
	};
}

void consider(struct document *doc, size_t f)
{
	struct figure *figure = &doc->figures[f];
	struct finding finding = { .f = f, .figure = figure };
	notice_change(doc, f);
	const char *reason = find_target_of(doc, f, &finding.target);
	figure->has_foreign_target = reason != NULL;
	if (use_pending_base(doc, &finding, reason))
		reason = NULL;
	if (!reason)
		reason = inherited_reason(doc, &finding);
	if (!reason) {
		figure->target = finding.target;
		figure->has_target = true;
		reason = find_predicate(doc, figure, &finding.target, &finding.predicate);
	}
	if (reason == NO_LEVEL || reason == OTHER_PART)
		keep_stage(doc, &finding);
	if (!reason)
		reason = find_content(doc, &finding);
	if (!reason)
		reason = find_circumstances(doc, &finding);
	if (reason)
		reject(doc, figure, reason);
	else
		add_draft(doc, &finding);
}
