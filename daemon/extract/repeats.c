/*
 * One figure in headline, lead and quote is one claim, in its most precise
 * wording. A percentage and a count of one state stay two.
 */
#include <string.h>

#include "document.h"
#include "ellipsis.h"
#include "predicate.h"

static bool same_figure(const struct claim *a, const struct claim *b)
{
	return a->unit == b->unit && decimal_cmp(a->value, b->value) == 0 &&
	       a->has_high == b->has_high && (!a->has_high || decimal_cmp(a->high, b->high) == 0);
}

/* The percentage that a claim states or works out to. */
static bool percent_of(const struct claim *claim, struct decimal *ret)
{
	if (claim->unit == CLAIM_PERCENT)
		*ret = claim->value;
	else if (claim->has_total && claim->total.digits > 0)
		*ret = decimal_percent_of(claim->value, claim->total, 1);
	else
		return false;
	return true;
}

static bool is_loose(const struct document *doc, const struct draft *draft)
{
	const struct figure *figure = &doc->figures[draft->figure];
	return draft->claim.unit == CLAIM_PERCENT &&
	       (figure->is_fraction || figure->kind == FIGURE_ALL ||
	        draft->claim.bound != CLAIM_EXACT);
}

/* "a third", "all": no number of per cent. */
static bool is_in_words(const struct document *doc, const struct draft *draft)
{
	const struct figure *figure = &doc->figures[draft->figure];
	return figure->is_fraction || figure->kind == FIGURE_ALL;
}

/* How far "more than a third" may be from the figure that it stands for, in points. */
#define LOOSE 12

/* Do the words of a ("more than a third") hold for the figure of b (115 of 310)? */
static bool covers(const struct claim *a, struct decimal percent)
{
	struct decimal five = decimal_from_int(5);
	switch (a->bound) {
	case CLAIM_AT_LEAST:
		return decimal_cmp(percent, a->value) >= 0 &&
		       decimal_cmp(decimal_sub(percent, a->value), decimal_from_int(LOOSE)) <= 0;
	case CLAIM_AT_MOST:
		return decimal_cmp(percent, a->value) <= 0 &&
		       decimal_cmp(decimal_sub(a->value, percent), decimal_from_int(LOOSE)) <= 0;
	case CLAIM_EXACT:
	case CLAIM_ABOUT:
		break;
	}
	struct decimal apart = decimal_apart(percent, a->value);
	/* "nearly all of them, 26 out of 28" */
	bool nearly_all = a->bound == CLAIM_ABOUT &&
	                  decimal_cmp(a->value, decimal_from_int(100)) == 0;
	return decimal_cmp(apart, nearly_all ? decimal_from_int(LOOSE) : five) <= 0;
}

/* "all 28 fulfilled, 100%" */
static bool says_all(const struct claim *a, const struct claim *b)
{
	return a->unit == CLAIM_COUNT && b->unit == CLAIM_PERCENT && a->has_total &&
	       decimal_cmp(a->value, a->total) == 0 &&
	       decimal_cmp(b->value, decimal_from_int(100)) == 0;
}

/* "55%" over a text that says 55.2% */
static bool is_rounded(const struct claim *a, const struct claim *b)
{
	if (a->unit != CLAIM_PERCENT || b->unit != CLAIM_PERCENT || a->value.scale > 0 ||
	    b->value.scale == 0 || a->has_high || b->has_high)
		return false;
	struct decimal apart = decimal_apart(a->value, b->value);
	return decimal_cmp(apart, decimal_from_int(a->bound == CLAIM_EXACT ? 1 : 2)) < 0;
}

/* How far a round headline may be from the figure under it, in tenths of a point. */
#define ROUND_TENTHS 15

/* "80% done" over a text that says 81%, or 81.3% */
static bool is_round_headline(const struct claim *a, const struct claim *b)
{
	if (a->unit != CLAIM_PERCENT || b->unit != CLAIM_PERCENT || a->bound != CLAIM_EXACT ||
	    b->bound != CLAIM_EXACT || a->has_high || b->has_high || a->value.scale > 0 ||
	    a->value.digits % 5 != 0 || (b->value.scale == 0 && b->value.digits % 5 == 0) ||
	    a->measure != b->measure || a->stage != b->stage)
		return false;
	struct decimal apart = decimal_apart(a->value, b->value);
	return decimal_cmp(apart, decimal_make(ROUND_TENTHS, 1)) <= 0;
}

/* "Over 500 activities done" over a text that says 534: a round number near it. */
static bool is_round_count(const struct claim *a, const struct claim *b)
{
	if (a->unit != CLAIM_COUNT || b->unit != CLAIM_COUNT || a->bound == CLAIM_EXACT ||
	    a->measure != b->measure || a->stage != b->stage || a->value.scale > 0 ||
	    b->value.scale > 0 || a->value.digits % 10 != 0)
		return false;
	struct decimal apart = decimal_apart(a->value, b->value);
	int over = decimal_cmp(b->value, a->value);
	return apart.digits * 10 <= b->value.digits && (a->bound != CLAIM_AT_LEAST || over >= 0) &&
	       (a->bound != CLAIM_AT_MOST || over <= 0);
}

/* "All union programmes fulfilled" over a text that says so of a package it names: nothing else in the headline named one. */
static bool is_of_named_package(const struct draft *a, const struct draft *b)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	const char *rule = a->why[FIELD_PACKAGE].rule;
	return rule && strcmp(rule, PACKAGE_IN_FORCE) == 0 && strcmp(x->subject, y->subject) == 0 &&
	       x->unit == y->unit && x->measure == y->measure && x->stage == y->stage &&
	       x->modality == y->modality && decimal_cmp(x->value, y->value) == 0;
}

/* How far a fraction may be from the count that it stands for, in tenths of a point. */
#define FRACTION_TENTHS 15

/* "Two thirds of the programmes" - and then "662 of the 993 activities": the words of the count. */
static bool is_worked_out(const struct document *doc, const struct draft *a, const struct draft *b)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	struct decimal percent;
	if (!doc->figures[a->figure].is_fraction || y->unit != CLAIM_COUNT || !y->has_total ||
	    y->measure != CLAIM_ACTIVITIES || !same_subject(x, y) || x->stage != y->stage ||
	    x->modality != y->modality || a->sentence > b->sentence || !percent_of(y, &percent))
		return false;
	struct decimal apart = decimal_apart(percent, x->value);
	return decimal_cmp(apart, decimal_make(FRACTION_TENTHS, 1)) <= 0;
}

/* So many days before publication may lie the date of the figure that a rounder lead leaves out. */
#define LATELY_DAYS 14

/* Is the figure of b of so late a day that a, told without one, is no later state? */
static bool is_told_lately(const struct draft *a, const struct draft *b)
{
	int32_t told = date_first_day(a->claim.as_of);
	return !a->dated && b->claim.as_of.precision >= DATE_MONTH &&
	       date_first_day(b->claim.as_of) <= told &&
	       told - date_last_day(b->claim.as_of) <= LATELY_DAYS;
}

/*
 * "The programmes are less than half done" - and then "40% of the measures", or "On Sunday he
 * said that 46% of them were": the words of the percentage.
 */
static bool is_told_loosely(const struct document *doc, const struct draft *a,
                            const struct draft *b)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	bool other = x->measure != y->measure && x->bound != CLAIM_EXACT;
	bool lately = x->measure == y->measure && is_told_lately(a, b);
	return doc->figures[a->figure].is_fraction && (other || lately) &&
	       y->unit == CLAIM_PERCENT && !doc->figures[b->figure].is_fraction &&
	       same_subject(x, y) && x->stage == y->stage && x->modality == y->modality &&
	       a->sentence < b->sentence && b->sentence - a->sentence <= 2 &&
	       (lately || !a->dated || date_equal(x->as_of, y->as_of)) && covers(x, y->value);
}

/* So many days before publication may lie the date of a figure that is told without it too. */
#define FRESH_DAYS 31

/*
 * "They have carried out 40% of the plan", and then, "as of the beginning of
 * December, 40%": the lead leaves out the date that the quotation has.
 */
static bool leaves_date_out(const struct draft *a, const struct draft *b)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	int32_t told = date_first_day(x->as_of);

	/* of a month that is not over yet it may be told, not of a year */
	bool lasts = y->as_of.precision < DATE_MONTH && date_last_day(y->as_of) > told;
	return !a->dated && b->dated && !lasts && x->modality == CLAIM_ACTUAL &&
	       same_figure(x, y) && date_first_day(y->as_of) <= told &&
	       told - date_last_day(y->as_of) <= FRESH_DAYS;
}

/* "Package at 90% by October", in June, over a text that expects so much: the coming one. */
static bool heads_forecast(const struct document *doc, const struct draft *a, const struct draft *b)
{
	return a->when >= 0 && !doc->whens[a->when].has_year &&
	       b->claim.modality == CLAIM_EXPECTED && same_figure(&a->claim, &b->claim) &&
	       date_overlaps(when_resolve(doc, &doc->whens[a->when], true), b->claim.as_of);
}

/* Is a said again, and no worse, by b? */
static bool repeats(const struct document *doc, const struct draft *a, const struct draft *b)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	struct decimal percent;
	bool title = doc->sentences[a->sentence].in_title && !doc->sentences[b->sentence].in_title;
	if (is_worked_out(doc, a, b) || is_told_loosely(doc, a, b))
		return true;
	if (title && x->unit == CLAIM_COUNT && !strcmp(x->subject, CLAIM_ALL) &&
	    x->modality == y->modality && x->measure == y->measure && same_figure(x, y))
		return true; /* a bare "101 measures done" heads one programme's */
	if (title && is_of_named_package(a, b))
		return true;
	if (title && heads_forecast(doc, a, b))
		return true;
	if (!same_subject(x, y) || x->modality != y->modality)
		return false;
	if (title) {
		if (same_figure(x, y) || is_rounded(x, y) || says_all(x, y) ||
		    is_round_headline(x, y) || is_round_count(x, y))
			return true;
		/* "almost 40% done" heads "115 of 310" and is told beside it; "a third" and "under 40%" are but its words */
		return x->unit == CLAIM_PERCENT && is_loose(doc, a) && percent_of(y, &percent) &&
		       (y->unit == CLAIM_PERCENT || is_in_words(doc, a) ||
		        x->bound != CLAIM_ABOUT) &&
		       (y->unit == CLAIM_PERCENT || x->measure == y->measure) && covers(x, percent);
	}
	/* "They are past the half: 54% of the measures were done on 1 October" */
	bool undated = !a->dated && a->sentence == b->sentence &&
	               doc->figures[a->figure].is_fraction && x->bound != CLAIM_EXACT;
	/* "By mid-July they had done over 46%. "Practically half way," he added" */
	undated |= !a->dated && b->dated && a->sentence == b->sentence + 1 &&
	           doc->figures[a->figure].is_fraction && x->bound == CLAIM_ABOUT;
	if (x->stage != y->stage ||
	    (!undated && !date_equal(x->as_of, y->as_of) && !leaves_date_out(a, b)))
		return false;
	/* "the programmes are 40% done", and "40% of the measures": the finer word stays */
	if (same_figure(x, y) && (x->measure == y->measure ||
	                          (x->unit == CLAIM_PERCENT && y->measure == CLAIM_ACTIVITIES)))
		return true;
	if (a->sentence == b->sentence && says_all(x, y))
		return true;
	/* "About half is done. "Over 46%", she said": rounded before it is told */
	uint32_t apart = a->sentence > b->sentence ? a->sentence - b->sentence
	                                           : b->sentence - a->sentence;
	bool near = apart == 0 || (x->bound == CLAIM_ABOUT && apart <= 2);
	/* "They have done more than a third. "Some 35%", he said": of one speaker */
	near |= apart <= 3 && x->speaker && y->speaker && strcmp(x->speaker, y->speaker) == 0;
	/* "106 of 310 are done. That is a little over a third": it refers to the count before */
	near |= apart == 1 && a->sentence > b->sentence && a->rests_on >= 0 &&
	        &doc->drafts[a->rests_on] == b && y->unit == CLAIM_COUNT;
	/* "They are more than half done. To be precise, it is 52%" */
	near |= apart == 1 && a->sentence < b->sentence && b->rests_on >= 0 &&
	        &doc->drafts[b->rests_on] == a && x->bound != CLAIM_EXACT;
	/* "The programmes are more than half done. 52% of the activities have been carried out" */
	bool degree = apart == 1 && a->sentence < b->sentence && x->bound != CLAIM_EXACT &&
	              y->measure == CLAIM_ACTIVITIES &&
	              doc->figures[a->figure].target.kind == TARGET_SUBJECT;
	near |= degree;
	/* "The programmes are past the half: 52% of the measures are done" */
	bool finer = x->measure == y->measure ||
	             ((apart == 0 || degree) && y->measure == CLAIM_ACTIVITIES &&
	              y->unit == CLAIM_PERCENT);
	/* "nearly all of them, 26 out of 28" */
	const struct figure *words = &doc->figures[a->figure];
	bool in_words = words->is_fraction || (words->kind == FIGURE_ALL && apart == 0);
	/* "Over 80 per cent are done. The exact share is 81.2" */
	in_words |= apart == 1 && a->sentence < b->sentence && x->bound != CLAIM_EXACT &&
	            is_rounded(x, y) && x->measure == y->measure;
	if (!finer || !near || !is_loose(doc, a) || !in_words ||
	    doc->figures[b->figure].is_fraction)
		return false;
	return percent_of(y, &percent) && covers(x, percent);
}

static int precision(const struct document *doc, const struct draft *draft)
{
	const struct figure *figure = &doc->figures[draft->figure];
	/* "already" dates nothing that the day of publication would not */
	bool now = draft->when >= 0 && doc->whens[draft->when].now;
	return (draft->dated && !now ? 4 : 0) + (figure->is_fraction ? 0 : 2) +
	       (doc->sentences[draft->sentence].in_title ? 0 : 1);
}

/*
 * Of two that say one thing, is a the one to keep? "Some 40% has been put into practice. … It is 40%
 * put into practice": the wording that says how exact it is, else what comes first.
 */
static bool says_better(const struct document *doc, const struct draft *a, const struct draft *b)
{
	int apart = precision(doc, a) - precision(doc, b);
	bool bounded = a->claim.bound != CLAIM_EXACT;
	if (apart == 0 && a->sentence != b->sentence && bounded != (b->claim.bound != CLAIM_EXACT))
		return bounded;
	return apart > 0 || (apart == 0 && a < b);
}

/* Who is quoted in the text for what the headline says without a name. */
static void hand_over_speaker(const struct draft *from, struct draft *to)
{
	if (to->claim.speaker || !from->claim.speaker)
		return;
	to->claim.speaker = from->claim.speaker;
	to->why[FIELD_SPEAKER] = from->why[FIELD_SPEAKER];
}

/* A headline counts nine programmes, and the text tells of nine of another kind, and of no more. */
static bool is_told_of_others(const struct document *doc, const struct draft *draft)
{
	const struct figure *headline = &doc->figures[draft->figure];
	bool others = false;
	for (size_t f = 0; headline->kind == FIGURE_COUNT && f < doc->figure_count; f++) {
		const struct figure *figure = &doc->figures[f];
		if (doc->sentences[doc->covers[figure->number].sentence].in_title ||
		    figure->kind != headline->kind ||
		    decimal_cmp(figure->value, headline->value) != 0)
			continue;
		if (!figure->reason)
			return false;
		others |= strcmp(figure->reason, OTHER_THING) == 0 ||
		          strcmp(figure->reason, OTHER_TALK) == 0;
	}
	return others;
}

/* "They were to have done 85% by May", said in August: what has come of it is another figure. */
static bool is_over(const struct document *doc, const struct draft *draft)
{
	if (draft->claim.modality != CLAIM_EXPECTED || draft->when < 0 ||
	    draft->claim.as_of.precision == DATE_NONE)
		return false;
	/* "150 were to be finished by January", said in January */
	if (is_past(doc, &doc->figures[draft->figure]) &&
	    draft->claim.as_of.precision == DATE_MONTH &&
	    date_first_day(draft->claim.as_of) < date_first_day(doc->input->published))
		return true;
	return date_last_day(draft->claim.as_of) < date_first_day(doc->input->published);
}

static void drop_stale(struct document *doc)
{
	for (size_t i = 0; i < doc->draft_count; i++) {
		struct draft *draft = &doc->drafts[i];
		const char *reason = NULL;
		if (draft->dropped)
			continue;
		if (is_over(doc, draft))
			reason = "a plan whose time is over";
		else if (doc->sentences[draft->sentence].in_title && is_told_of_others(doc, draft))
			reason = "in the text it is of something else";
		draft->dropped = reason != NULL;
		if (reason)
			doc->figures[draft->figure].reason = reason;
	}
}

/* "44% done" over a text in which, "by 1 April", 136 of 310 are: of the same day. */
static bool is_headline_of(const struct document *doc, const struct draft *a, const struct draft *b)
{
	struct decimal headline, told;
	if (!doc->sentences[a->sentence].in_title || doc->sentences[b->sentence].in_title ||
	    a->dated || !b->dated || b->dropped || a->claim.modality != CLAIM_ACTUAL ||
	    b->claim.modality != CLAIM_ACTUAL || a->claim.stage != b->claim.stage ||
	    !same_subject(&a->claim, &b->claim) || !percent_of(&a->claim, &headline) ||
	    !percent_of(&b->claim, &told))
		return false;
	struct decimal apart = decimal_apart(headline, told);
	return decimal_cmp(apart, decimal_from_int(1)) < 0;
}

static void date_headlines(struct document *doc)
{
	for (size_t i = 0; i < doc->draft_count; i++) {
		struct draft *a = &doc->drafts[i];
		for (size_t k = 0; k < doc->draft_count && !a->dropped; k++) {
			const struct draft *b = &doc->drafts[k];
			if (!is_headline_of(doc, a, b))
				continue;
			a->claim.as_of = b->claim.as_of;
			a->claim.basis = b->claim.basis;
			a->dated = true;
			a->when = b->when;
			a->why[FIELD_AS_OF] = b->why[FIELD_AS_OF];
		}
	}
}

void drop_repeats(struct document *doc)
{
	for (size_t i = 0; i < doc->draft_count; i++) {
		for (size_t k = 0; k < doc->draft_count; k++) {
			struct draft *a = &doc->drafts[i], *b = &doc->drafts[k];
			if (i == k || a->dropped || b->dropped || !repeats(doc, a, b))
				continue;
			bool mutual = repeats(doc, b, a);
			if (mutual && says_better(doc, a, b))
				continue;
			a->dropped = true;
			hand_over_speaker(a, b);
			struct figure *figure = &doc->figures[a->figure];
			const struct figure *other = &doc->figures[b->figure];
			figure->reason = "the same figure as elsewhere in the text";
			figure->cause = by_words(other->first, other->last, figure->reason);
		}
	}
	drop_stale(doc);
	date_headlines(doc);
}
