/* Figures become claims: one pass over the text, with memory of what was spoken of. */
#include <stdio.h>
#include <string.h>

#include "asof.h"
#include "base/limits.h"
#include "confidence.h"
#include "document.h"
#include "naming.h"
#include "predicate.h"
#include "speaker.h"
#include "target.h"

/* From here on a number that is a package's total is hardly a chance. */
#define SIZE_LEAST 20
/* From here on "N measures" may be all there are. */
#define WHOLE_LEAST 10

static const char TOO_MANY[] = "more programmes than the package has";

/* A figure with all that was found out about it. */
struct finding {
	size_t f;
	const struct figure *figure;
	struct target target;
	struct predicate predicate;
	struct as_of as_of;
	const struct package *package;
	const char *package_rule;
	const struct programme *programme;
	enum claim_measure measure;
	enum claim_unit unit;
};

static bool is_back_reference(const struct finding *finding)
{
	return finding->target.kind == TARGET_ANAPHOR || finding->target.kind == TARGET_ELLIPSIS;
}

/* --- the package */

/* Nobody can report how far a package is that has not begun. */
static bool has_begun(const struct document *doc, const struct package *package)
{
	return package && date_first_day(package->first) <= date_last_day(doc->input->published);
}

static const struct package *package_in(const struct document *doc, size_t first, size_t end,
                                        size_t near)
{
	const struct package *best = NULL;
	size_t best_away = SIZE_MAX;
	for (size_t i = first; i < end; i++) {
		const struct package *package = package_at(doc, i);
		size_t away = i > near ? i - near : near - i;
		if (has_begun(doc, package) && away < best_away) {
			best = package;
			best_away = away;
		}
	}
	return best;
}

static const struct package *package_by_numbers(const struct document *doc,
                                                const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	bool activities = finding->measure == CLAIM_ACTIVITIES;
	const struct package *package = NULL;
	if (finding->target.has_base)
		package = package_of_total(doc, activities, finding->target.base);
	if (!package && finding->target.has_base && activities)
		package = package_of_total(doc, false, finding->target.base);
	const struct noun_phrase *np = &finding->target.np;
	for (size_t i = np->first; !package && !is_back_reference(finding) && i <= np->last; i++) {
		int32_t size = doc->covers[i].figure;
		if (size >= 0 && doc->figures[size].kind == FIGURE_COUNT &&
		    decimal_cmp(doc->figures[size].value, decimal_from_int(SIZE_LEAST)) >= 0)
			package = package_of_total(doc, activities, doc->figures[size].value);
	}
	if (!package && figure->has_total)
		package = package_of_total(doc, activities, figure->total);
	if (!package && figure->kind == FIGURE_COUNT && (figure->is_all || !activities) &&
	    (figure->is_all || decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0))
		package = package_of_total(doc, activities, figure->value);
	return has_begun(doc, package) ? package : NULL;
}

static void find_package(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	finding->package_rule = "named in the clause";
	finding->package = package_in(doc, figure->clause_first, figure->clause_end,
	                              figure->number);
	if (finding->package)
		return;
	finding->package_rule = "known by its numbers";
	finding->package = package_by_numbers(doc, finding);
	if (finding->package)
		return;
	finding->package_rule = "that of the programme";
	if (finding->programme) {
		for (size_t p = 0; p < doc->lexicon->packages->count; p++) {
			const struct package *package = &doc->lexicon->packages->list[p];
			if (package_programme(package, finding->programme->key) ==
			    finding->programme)
				finding->package = package;
		}
		return;
	}
	finding->package_rule = "spoken of before";
	if (is_back_reference(finding) && doc->focus.package)
		finding->package = doc->focus.package;
	if (!finding->package)
		finding->package = package_in(doc, s->first, s->end, figure->number);
	if (!finding->package)
		finding->package = has_begun(doc, doc->package) ? doc->package : NULL;
	if (!finding->package)
		finding->package = has_begun(doc, doc->only_package) ? doc->only_package : NULL;
	if (finding->package)
		return;
	struct date on = doc->input->published;
	if (finding->as_of.date.precision != DATE_NONE &&
	    date_first_day(finding->as_of.date) < date_first_day(on))
		on = finding->as_of.date;
	finding->package_rule = "the one in force";
	finding->package = package_in_force(doc->lexicon->packages, on);
	/* Before the first package there is none whose progress could be told. */
}

/* --- what is counted */

static void find_measure(const struct document *doc, struct finding *finding)
{
	const struct noun_phrase *np = &finding->target.np;
	const struct figure *figure = finding->figure;
	finding->programme = np->programme;
	finding->measure = CLAIM_PROGRAMMES;
	if (is_back_reference(finding)) {
		finding->programme = np->programme ? np->programme : doc->focus.programme;
		if (doc->focus.has_measure)
			finding->measure = doc->focus.measure;
		return;
	}
	if (np->kind == NOUN_ACTIVITIES)
		finding->measure = CLAIM_ACTIVITIES;
	if (np->kind == NOUN_SINGLE)
		finding->programme = doc->focus.programme;
	bool weak = np->kind == NOUN_ACTIVITIES && np->strength < 3 && !np->programme;
	if (weak && doc->focus.known && doc->focus.programme)
		finding->programme = doc->focus.programme;
	/* "the programme on transport, measured by activities, is half complete" */
	if (finding->target.kind == TARGET_SUBJECT && np->kind != NOUN_ACTIVITIES) {
		for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
			struct noun_phrase other = noun_at(doc, i);
			bool counted = other.first > figure->clause_first &&
			               doc->covers[other.first - 1].figure >= 0;
			for (size_t k = other.first; k < i; k++)
				counted |= doc->covers[k].figure >= 0;
			if (other.kind == NOUN_ACTIVITIES && !counted)
				finding->measure = CLAIM_ACTIVITIES;
		}
	}
	/* A programme's activities named in the same clause: "14 of 17 activities of the programme on customs". */
	if (np->kind == NOUN_ACTIVITIES && !np->programme) {
		for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
			struct noun_phrase other = noun_at(doc, i);
			if (other.kind == NOUN_ALIAS && other.strength >= 2)
				finding->programme = other.programme;
		}
	}
}

/* A bare number in an ellipsis counts what the figure before counted, or is of its per cent. */
static void find_unit(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	finding->unit = figure->kind == FIGURE_COUNT ? CLAIM_COUNT : CLAIM_PERCENT;
	if (figure->is_share && !finding->programme) {
		finding->unit = CLAIM_PERCENT;
		return;
	}
	if (figure->kind != FIGURE_COUNT || figure->has_total || finding->target.has_base)
		return;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	if (s->in_title && finding->target.kind == TARGET_SUBJECT &&
	    is_sign(doc, s->end - 1u, '.') && is_sign(doc, figure->last + 1u, '.') &&
	    find_mark(doc, figure->clause_first, figure->first, MARK_LEVEL) >= 0)
		finding->unit = CLAIM_PERCENT; /* a headline cut off before its sign */
	bool small = decimal_cmp(figure->value, decimal_from_int(100)) <= 0;
	if (is_back_reference(finding) && small && !finding->predicate.has_stage &&
	    doc->focus.has_unit && doc->focus.unit == CLAIM_PERCENT)
		finding->unit = CLAIM_PERCENT;
}

/* --- what cannot be */

static const char *implausible(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	struct decimal hundred = decimal_from_int(100);
	int programmes = programme_total(&doc->lexicon->packages->list[0]);
	if (finding->unit == CLAIM_PERCENT &&
	    (decimal_cmp(figure->value, hundred) > 0 ||
	     (figure->has_high && decimal_cmp(figure->high, hundred) > 0)))
		return "over a hundred per cent";
	if (finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES &&
	    (decimal_cmp(figure->value, decimal_from_int(programmes)) > 0 ||
	     (figure->has_total && decimal_cmp(figure->total, decimal_from_int(programmes)) > 0)))
		return TOO_MANY;
	if (finding->target.has_base && finding->measure == CLAIM_PROGRAMMES &&
	    !finding->programme && !package_of_total(doc, false, finding->target.base) &&
	    !package_of_total(doc, true, finding->target.base))
		return "is of a part of the programmes";
	if (finding->unit == CLAIM_COUNT && !figure->is_all && !figure->has_total &&
	    finding->predicate.stage == CLAIM_IN_PROGRESS &&
	    decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	    package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, figure->value))
		return "the size of the whole";
	if (finding->unit == CLAIM_COUNT && finding->programme &&
	    finding->measure == CLAIM_PROGRAMMES)
		return "a number beside a single programme";
	return NULL;
}

/* "The union programmes stand at 82%", "Union programmes: 82%", or a list whose stage was said. */
static bool stands_at(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (doc->focus.has_stage && doc->focus.sentence == sentence && np->kind == NOUN_ALIAS)
		return true;
	if (np->strength < 1)
		return false;
	size_t first = np->last < figure->first ? np->last + 1 : figure->core_first;
	size_t end = np->first > figure->last ? np->first : figure->first;
	bool level = false;
	for (size_t i = first; i < end; i++) {
		if (is_unknown(doc, i))
			return false;
		level |= has_mark(doc, i, MARK_LEVEL) || has_mark(doc, i, MARK_FIGURE_NOUN) ||
		         is_sign(doc, i, ':') || (is_sign(doc, i, '-') && doc->tokens[i].spaced);
	}
	return level;
}

/* "for competition, 60%": another programme's name is what it is said of. */
static bool find_named_in_core(const struct document *doc, const struct figure *figure)
{
	bool all;
	return find_named(doc, figure->core_first, figure->first, &all) != NULL;
}

/* An ellipsis without a stage needs a date, a level or "this figure" to be a statement at all. */
static bool is_predicated(const struct document *doc, const struct figure *figure)
{
	if (doc->question_open ||
	    (doc->draft_count > 0 &&
	     doc->drafts[doc->draft_count - 1].sentence == doc->covers[figure->number].sentence))
		return true;
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		bool core = i >= figure->core_first && i < figure->core_end;
		if (doc->covers[i].date >= 0)
			return true;
		if (core && (has_mark(doc, i, MARK_LEVEL) || has_mark(doc, i, MARK_EXPECTED) ||
		             has_mark(doc, i, MARK_FIGURE_NOUN) || doc->covers[i].alias >= 0))
			return true;
	}
	return find_named_in_core(doc, figure);
}

static const char *without_stage(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	if (finding->predicate.has_stage)
		return NULL;
	if (is_back_reference(finding) && !doc->question_open &&
	    (figure->kind == FIGURE_ALL ||
	     (finding->unit == CLAIM_COUNT &&
	      find_mark(doc, figure->core_first, figure->core_end, MARK_LEVEL) < 0)))
		return "no word of how far it is done";
	if (is_back_reference(finding) && !is_predicated(doc, figure))
		return "nothing is said of it";
	if (is_back_reference(finding))
		return doc->focus.has_stage || doc->question_open || finding->unit == CLAIM_PERCENT
		               ? NULL
		               : "no word of how far it is done";
	if (finding->unit == CLAIM_PERCENT && stands_at(doc, finding))
		return NULL;
	/* A headline that was cut off: "Union programmes 85% comple…" */
	if (s->in_title && finding->unit == CLAIM_PERCENT && is_sign(doc, s->end - 1u, '.') &&
	    is_sign(doc, s->end - 2u, '.'))
		return NULL;
	return figure->kind == FIGURE_COUNT
	               ? "a number of programmes or activities, not how many are done"
	               : "no word of how far it is done";
}

/* --- the claim */

static void fill_total(const struct document *doc, const struct finding *finding,
                       struct claim *claim)
{
	const struct figure *figure = finding->figure;
	if (claim->unit != CLAIM_COUNT)
		return;
	claim->has_total = true;
	if (figure->has_total)
		claim->total = figure->total;
	else if (finding->target.has_base)
		claim->total = finding->target.base;
	else if (claim->measure == CLAIM_PROGRAMMES && finding->package &&
	         finding->package == &doc->lexicon->packages->list[0])
		claim->total = decimal_from_int(programme_total(finding->package));
	else if (claim->measure == CLAIM_ACTIVITIES && figure->is_all)
		claim->total = figure->value;
	else if (claim->measure == CLAIM_ACTIVITIES && doc->has_activity_total &&
	         decimal_cmp(doc->activity_total, figure->value) >= 0)
		claim->total = doc->activity_total;
	else
		claim->has_total = false;
}

static void fill_quote(const struct document *doc, const struct finding *finding,
                       struct claim *claim)
{
	size_t first = finding->figure->first, last = finding->figure->last;
	const struct noun_phrase *np = &finding->target.np;
	if (!is_back_reference(finding)) {
		if (np->first >= finding->figure->clause_first && np->first < first)
			first = np->first;
		if (np->last > last && np->last < finding->figure->clause_end)
			last = np->last;
	}
	long stage = finding->predicate.token;
	if (stage >= (long)finding->figure->clause_first &&
	    stage < (long)finding->figure->clause_end) {
		first = doc->covers[stage].first < first ? doc->covers[stage].first : first;
		last = doc->covers[stage].last > last ? doc->covers[stage].last : last;
	}
	const struct token *a = &doc->tokens[first], *b = &doc->tokens[last];
	if (b->offset + b->length - a->offset > LIMIT_QUOTE_BYTES) {
		a = &doc->tokens[finding->figure->first];
		b = &doc->tokens[finding->figure->last];
	}
	claim->in_title = a->in_title;
	claim->offset = a->offset;
	claim->length = b->offset + b->length - a->offset;
	claim->quote = arena_strndup(
		doc->arena, (a->in_title ? doc->input->title : doc->input->text) + a->offset,
		claim->length);
}

static struct claim make_claim(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct predicate *predicate = &finding->predicate;
	struct claim claim = {
		.package = finding->package->key,
		.subject = finding->programme ? finding->programme->key : CLAIM_ALL,
		.measure = finding->measure,
		.stage = predicate->has_stage ? predicate->stage
		         : doc->focus.has_stage && (is_back_reference(finding) ||
		                                    doc->focus.sentence ==
		                                            doc->covers[figure->number].sentence)
		                 ? doc->focus.stage
		                 : CLAIM_COMPLETED,
		.unit = finding->unit,
		.value = figure->is_share && finding->unit == CLAIM_PERCENT
		                 ? decimal_percent_of(figure->value, figure->total, 1)
		                 : figure->value,
		.high = figure->high,
		.has_high = figure->has_high,
		.bound = predicate->at_most ? CLAIM_AT_MOST : figure->bound,
		.modality = predicate->expected ? CLAIM_EXPECTED : CLAIM_ACTUAL,
		.basis = finding->as_of.basis,
		.as_of = finding->as_of.date,
	};
	fill_total(doc, finding, &claim);
	fill_quote(doc, finding, &claim);
	claim.speaker = find_speaker(doc, figure);
	return claim;
}

static void remember(struct document *doc, const struct finding *finding, const struct claim *claim)
{
	struct topic *focus = &doc->focus;
	*focus = (struct topic){ .known = true,
		                 .package = finding->package,
		                 .programme = finding->programme,
		                 .has_measure = true,
		                 .measure = claim->measure,
		                 .has_stage = true,
		                 .stage = claim->stage,
		                 .has_unit = true,
		                 .unit = claim->unit,
		                 .sentence = doc->covers[finding->figure->number].sentence };
	doc->foreign = false;
	if (claim->measure == CLAIM_ACTIVITIES && claim->has_total) {
		doc->activity_total = claim->total;
		doc->has_activity_total = true;
	}
}

static void add_draft(struct document *doc, const struct finding *finding)
{
	struct claim claim = make_claim(doc, finding);
	struct figure *figure = &doc->figures[finding->f];
	if (doc->draft_count >= LIMIT_CLAIMS_PER_ITEM) {
		figure->reason = "more claims than an item may have";
		return;
	}
	doc->drafts = grow(doc->arena, doc->drafts, doc->draft_count, sizeof(*doc->drafts));
	figure->claim = (int32_t)doc->draft_count;
	struct draft *draft = &doc->drafts[doc->draft_count++];
	*draft = (struct draft){ .claim = claim,
		                 .figure = (uint32_t)finding->f,
		                 .sentence = doc->covers[figure->number].sentence,
		                 .dated = finding->as_of.dated,
		                 .when = finding->as_of.when };
	weigh(doc, &finding->target, &finding->predicate, &finding->as_of, finding->package_rule,
	      draft);
	doc->sentences[draft->sentence].claimed = true;
	remember(doc, finding, &draft->claim);
}

/* Other things' percentages turn the talk; sizes, sums and times do not. */
static void reject(struct document *doc, struct figure *figure, const char *reason)
{
	figure->reason = reason;
	if (reason == TOO_MANY)
		doc->foreign = true;
	if (figure->kind == FIGURE_PERCENT && figure->has_foreign_target &&
	    find_mark(doc, figure->clause_first, figure->clause_end, MARK_DIFFERENCE) < 0)
		doc->foreign = true;
}

/* "The 28 programmes, planned in 2021, are 80% complete": the size is the subject of the next figure. */
static bool is_subject_of_next(const struct document *doc, size_t f, const struct finding *finding)
{
	return finding->figure->kind == FIGURE_COUNT && !finding->figure->total_only &&
	       !finding->figure->has_total && finding->target.kind == TARGET_DIRECT &&
	       f + 1 < doc->figure_count && doc->figures[f + 1].kind == FIGURE_PERCENT &&
	       doc->covers[doc->figures[f + 1].number].sentence ==
	               doc->covers[finding->figure->number].sentence;
}

/* No sign or conjunction stands between the figure and the next. */
static bool runs_on(const struct document *doc, size_t f)
{
	size_t first = doc->figures[f].last + 1u, next = doc->figures[f + 1].first;
	for (size_t i = first; i < next; i++) {
		if (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_CONJUNCTION) ||
		    has_mark(doc, i, MARK_AND))
			return false;
	}
	return true;
}

static bool same_sentence(const struct document *doc, size_t f, size_t g)
{
	return doc->covers[doc->figures[f].number].sentence ==
	       doc->covers[doc->figures[g].number].sentence;
}

/* Behind sizes and sums that gave no claim the clause of a figure may begin earlier. */
static uint32_t earlier_clause(const struct document *doc, size_t f)
{
	uint32_t first = doc->figures[f].clause_first;
	for (size_t b = f; b > 0 && same_sentence(doc, f, b - 1); b--) {
		if (doc->figures[b - 1].claim >= 0 || is_sign(doc, first, ';') ||
		    has_mark(doc, first, MARK_CONJUNCTION))
			break;
		first = doc->figures[b - 1].clause_first;
	}
	return first;
}

/* The target in the figure's clause, else a little further off. */
static const char *find_target_of(struct document *doc, size_t f, struct target *ret)
{
	struct figure *figure = &doc->figures[f];
	const char *reason = find_target(doc, f, ret);
	bool back = ret->kind == TARGET_ANAPHOR || ret->kind == TARGET_ELLIPSIS;
	struct target other;
	if (figure->from && (reason || back) && f + 1 < doc->figure_count &&
	    same_sentence(doc, f, f + 1) && !find_target(doc, f + 1, &other) &&
	    other.kind != TARGET_ELLIPSIS) {
		*ret = other;
		ret->rule = "the noun of the figure that it changed to";
		return NULL;
	}
	/* "More than a third, namely 115 of 310 activities": the noun stands with the second. */
	if (ret->kind != TARGET_DIRECT && f + 1 < doc->figure_count &&
	    doc->figures[f + 1].apposed && !find_target(doc, f + 1, &other) &&
	    other.kind == TARGET_DIRECT) {
		*ret = other;
		return NULL;
	}
	uint32_t first = earlier_clause(doc, f), own = figure->clause_first;
	if ((!reason && !back) || first == own)
		return reason;
	figure->clause_first = first;
	if (find_target(doc, f, &other) || other.kind == TARGET_ELLIPSIS) {
		figure->clause_first = own;
		return reason;
	}
	*ret = other;
	return NULL;
}

/* A date in the future, or "half of them is what we expect by November". */
static bool is_awaited(const struct document *doc, const struct figure *figure,
                       const struct as_of *as_of)
{
	if (as_of->when < 0)
		return false;
	const struct when *when = &doc->whens[as_of->when];
	return is_future(doc, as_of) ||
	       (when->first > figure->last && when->last < figure->clause_end &&
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
	return before->measure != finding->measure || before->unit != finding->unit ||
	       (finding->predicate.has_stage && before->stage != finding->predicate.stage);
}

static void consider(struct document *doc, size_t f)
{
	struct finding finding = { .f = f, .figure = &doc->figures[f] };
	struct figure *figure = &doc->figures[f];
	const char *reason = find_target_of(doc, f, &finding.target);
	figure->has_foreign_target = reason != NULL;
	const struct figure *base = doc->pending_base >= 0 ? &doc->figures[doc->pending_base]
	                                                   : NULL;
	bool based = base &&
	             doc->covers[base->number].sentence == doc->covers[figure->number].sentence;
	doc->pending_base = -1;
	if (figure->kind == FIGURE_PERCENT && based && (reason || is_back_reference(&finding))) {
		reason = NULL;
		figure->clause_first = base->clause_first;
		finding.target = doc->pending_target;
		finding.target.kind = TARGET_SUBJECT;
		/* "The activities of the 28 programmes are 80% done": they are the head. */
		if (base->first > 0 && noun_at(doc, base->first - 1).kind == NOUN_ACTIVITIES)
			finding.target.np = noun_at(doc, base->first - 1);
		finding.target.has_base = true;
		finding.target.base = base->value;
	}
	if (!reason && is_back_reference(&finding) && f > 0 &&
	    doc->covers[doc->figures[f - 1].number].sentence ==
	            doc->covers[figure->number].sentence &&
	    doc->figures[f - 1].reason && !doc->figures[f - 1].total_only &&
	    doc->figures[f - 1].has_foreign_target && runs_on(doc, f - 1))
		reason = doc->figures[f - 1].reason;
	if (!reason) {
		figure->target = finding.target;
		figure->has_target = true;
		reason = find_predicate(doc, figure, &finding.target, &finding.predicate);
	}
	if (!reason) {
		find_measure(doc, &finding);
		find_unit(doc, &finding);
		reason = without_stage(doc, &finding);
		if (!reason && is_subject_of_next(doc, f, &finding) && runs_on(doc, f))
			reason = "the size of what the next figure is of";
		if (reason && is_subject_of_next(doc, f, &finding)) {
			doc->pending_base = (int32_t)f;
			doc->pending_target = finding.target;
		}
	}
	if (!reason && finding.predicate.expected && finding.unit == CLAIM_COUNT &&
	    is_increment(doc, figure))
		reason = "a difference, not a level";
	if (!reason)
		reason = implausible(doc, &finding);
	if (!reason) {
		find_as_of(doc, f, finding.predicate.expected, is_other_series(doc, &finding),
		           &finding.as_of);
		if (!finding.predicate.expected && is_awaited(doc, figure, &finding.as_of)) {
			finding.predicate.expected = true;
			find_as_of(doc, f, true, false, &finding.as_of);
		}
		if (figure->from && !finding.as_of.dated)
			reason = "where it rose from, undated";
		find_package(doc, &finding);
		if (!reason && (!finding.package || !finding.package->key))
			reason = "before the first package";
	}
	if (reason)
		reject(doc, figure, reason);
	else
		add_draft(doc, &finding);
}

/* --- the walk */

/* A noun of ours, without a figure, turns the talk to the programmes again. */
static void notice_noun(struct document *doc, size_t i)
{
	struct noun_phrase np = noun_at(doc, i);
	uint32_t sentence = doc->covers[i].sentence;
	for (size_t k = np.first > 3 ? np.first - 3 : 0; k < i && np.kind != NOUN_NONE; k++) {
		int32_t f = doc->covers[k].figure;
		if (f >= 0 && doc->figures[f].reason == TOO_MANY)
			return;
	}
	bool ours = np.kind == NOUN_PROGRAMMES || np.kind == NOUN_ACTIVITIES ||
	            (np.kind == NOUN_ALIAS && np.strength >= 2);
	if (!ours || (np.strength < 2 && !(doc->has_anchor && doc->focus.known)))
		return;
	if (doc->has_homonym && !doc->has_state)
		return;
	if ((np.kind == NOUN_ALIAS && !np.programme) || doc->sentences[sentence].claimed)
		return;
	struct topic *focus = &doc->focus;
	if (np.programme) {
		doc->single = np.programme;
		doc->single_sentence = sentence;
	}
	if (np.strength >= 2) {
		doc->foreign = false;
		if (np.programme != focus->programme)
			*focus = (struct topic){ .programme = np.programme };
	}
	focus->known = true;
	focus->sentence = sentence;
	if (!focus->has_measure || np.strength >= 2) {
		focus->has_measure = true;
		focus->measure = np.activities ? CLAIM_ACTIVITIES : CLAIM_PROGRAMMES;
	}
}

/* "310 tasks": the number that later counts are out of. */
static void notice_total(struct document *doc, const struct figure *figure)
{
	if (figure->kind != FIGURE_COUNT || figure->has_total ||
	    (figure->bound != CLAIM_EXACT && figure->bound != CLAIM_ABOUT))
		return;
	size_t next = figure->last + 1u;
	while (next < doc->count &&
	       (has_mark(doc, next, MARK_NEUTRAL) || has_mark(doc, next, MARK_FUNCTION)))
		next = past(doc, next);
	if (!has_mark(doc, next, MARK_ACTIVITIES))
		return;
	doc->activity_total = figure->value;
	doc->has_activity_total = true;
	if (decimal_cmp(figure->value, decimal_from_int(WHOLE_LEAST)) < 0)
		return; /* "two points are open" is no new subject */
	doc->focus.has_measure = true;
	doc->focus.measure = CLAIM_ACTIVITIES;
}

/* "Both estimates are as of 1 February": dates the figures of the sentence before. */
static void date_back(struct document *doc, const struct sentence *s, uint32_t index)
{
	int32_t when = -1;
	if (s->claimed || find_mark(doc, s->first, s->end, MARK_THESE_FIGURES) < 0)
		return;
	for (size_t i = s->first; i < s->end && when < 0; i++) {
		if (doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].since)
			when = doc->covers[i].date;
	}
	for (size_t d = 0; when >= 0 && d < doc->draft_count; d++) {
		struct draft *draft = &doc->drafts[d];
		if (draft->sentence + 1 != index || draft->dated || doc->whens[when].same)
			continue;
		draft->claim.as_of = when_resolve(doc, &doc->whens[when], false);
		draft->claim.basis = CLAIM_STATED;
		draft->dated = draft->back_dated = true;
		draft->when = when;
	}
}

/* "… closed, … carried out, the minister said in November": dates all of the sentence. */
static void date_by_attribution(struct document *doc, const struct sentence *s, uint32_t index)
{
	long says = find_mark(doc, s->first, s->end, MARK_SAYS);
	int32_t when = -1;
	for (size_t i = says < 0 ? s->end : (size_t)says; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		if (doc->covers[i].figure >= 0 && !doc->figures[doc->covers[i].figure].reason)
			return;
		if (w >= 0 && when < 0 && !doc->whens[w].since && !doc->whens[w].now &&
		    !doc->whens[w].same)
			when = w;
	}
	for (size_t d = doc->draft_count; when >= 0 && d > 0; d--) {
		struct draft *draft = &doc->drafts[d - 1];
		if (draft->sentence != index)
			break;
		if (draft->dated || draft->claim.modality == CLAIM_EXPECTED)
			continue;
		draft->claim.as_of = when_resolve(doc, &doc->whens[when], false);
		draft->claim.basis = CLAIM_STATED;
		draft->dated = true;
		draft->when = when;
	}
}

/* "That was wrong": the figures of the sentence before are taken back. */
static void take_back(struct document *doc, const struct sentence *s, uint32_t index)
{
	long wrong = find_mark(doc, s->first, s->end, MARK_WRONG);
	if (wrong < 0 || wrong > (long)s->first + 4)
		return;
	for (size_t d = 0; d < doc->draft_count; d++) {
		if (doc->drafts[d].sentence + 1 != index)
			continue;
		doc->drafts[d].dropped = true;
		doc->figures[doc->drafts[d].figure].reason = "taken back in the next sentence";
	}
}

static void walk_sentence(struct document *doc, uint32_t index)
{
	const struct sentence *s = &doc->sentences[index];
	int32_t last_when = -1;
	take_back(doc, s, index);
	for (size_t i = s->first; i < s->end; i++) {
		int32_t f = doc->covers[i].figure;
		if (package_at(doc, i))
			doc->package = package_at(doc, i);
		if (doc->covers[i].date >= 0)
			last_when = doc->covers[i].date;
		if (f >= 0 && doc->figures[f].number == i) {
			struct figure *figure = &doc->figures[f];
			if (!figure->reason && figure->total_only)
				figure->reason = "the size of the whole";
			else if (!figure->reason)
				consider(doc, (size_t)f);
			if (figure->claim < 0)
				notice_total(doc, figure);
		}
		if (doc->covers[i].last == i)
			notice_noun(doc, i);
	}
	date_by_attribution(doc, s, index);
	date_back(doc, s, index);
	doc->question_open = s->question;
	doc->question_when = s->question ? last_when : -1;
}

void find_claims(struct document *doc)
{
	doc->pending_base = -1;
	doc->question_when = -1;
	for (uint32_t s = 0; s < doc->sentence_count && !arena_is_full(doc->arena); s++)
		walk_sentence(doc, s);
}
