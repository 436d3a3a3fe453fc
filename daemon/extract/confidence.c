#include "confidence.h"

#include <stdlib.h>
#include <string.h>

#include "differences.h"
#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"

/* So many tokens make a sentence long, and so many numbers fill it. */
#define LONG_TOKENS 60
#define MANY_NUMBERS 4

/* A date without a year that lies further back may be one to come. */
#define FAR_DAYS 180

/* For so long after a package began figures may still be of the one before. */
#define YOUNG_DAYS 120

static const struct {
	int points;
	const char *text;
	size_t len;
} grounds[GROUND_COUNT] = {
#define X(name, points, text) { points, text, sizeof(text) - 1 },
	GROUNDS(X)
#undef X
};

/* "; " before the words of a ground, " −0.150" behind them. */
#define AROUND_WORDS (2 + 9)

/* Formatted by hand: a claim has half a dozen grounds, and they were a twentieth of all reading. */
void weigh_ground(const struct document *doc, struct draft *draft, enum ground ground)
{
	static const char MINUS[] = " \xE2\x88\x92", PLUS[] = " +", ZERO[] = "0.000";
	int points = grounds[ground].points, left = abs(points);
	size_t sign = points < 0 ? sizeof(MINUS) - 1 : sizeof(PLUS) - 1;
	size_t had = strlen(draft->claim.reasons), len = grounds[ground].len;
	char *text = arena_room(doc->arena, had + len + AROUND_WORDS + 1, 1), *out = text + had;
	memcpy(text, draft->claim.reasons, had);
	*out++ = ';';
	*out++ = ' ';
	memcpy(out, grounds[ground].text, len);
	out += len;
	memcpy(out, points < 0 ? MINUS : PLUS, sign);
	out += sign;
	memcpy(out, ZERO, sizeof(ZERO));
	for (char *digit = out + sizeof(ZERO) - 2; left > 0; digit--, left /= 10)
		*digit = (char)('0' + left % 10);
	draft->claim.confidence += points;
	draft->claim.reasons = text;
}

static const struct sentence *sentence_of(const struct document *doc, const struct draft *draft)
{
	return &doc->sentences[draft->sentence];
}

/* --- what the figure is of */

static bool names_package(const struct document *doc, const struct finding *finding)
{
	return doc->only_package || doc->several_packages || finding->target.np.kind == NOUN_ALIAS;
}

static bool names_union(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		if (noun_at(doc, i).kind == NOUN_PROGRAMMES && noun_at(doc, i).strength == 3)
			return true;
	}
	return false;
}

/* How surely the noun is one of ours. */
static void weigh_owner(const struct document *doc, struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct target *target = &finding->target;
	bool known_whole = draft->claim.measure == CLAIM_ACTIVITIES && draft->claim.has_total;
	if (is_back_reference(finding) || target->np.strength == 3 || target->has_base ||
	    finding->figure->has_total || known_whole)
		return;
	/* "On the union programmes 120 measures were carried out" */
	bool owned = draft->claim.measure == CLAIM_ACTIVITIES && names_union(doc, finding->figure);
	if (target->np.strength == 1 || owned)
		weigh_ground(doc, draft, GROUND_NOUN_WEAK);
	else if (!names_package(doc, finding))
		weigh_ground(doc, draft,
		             draft->claim.unit == CLAIM_COUNT ? GROUND_OLDER_COUNT : GROUND_OLDER);
}

/* The words between a figure and the noun behind it. */
static void weigh_way(const struct document *doc, struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct noun_phrase *np = &finding->target.np;
	bool linked = false, strange = false;
	if (np->first <= finding->figure->last || np->last >= finding->figure->clause_end)
		return;
	for (size_t i = finding->figure->last + 1u; i < np->first; i++) {
		linked |= has_mark(doc, i, MARK_LINK) && !has_mark(doc, i, MARK_OUT_OF);
		strange |= is_unknown(doc, i);
	}
	if (linked)
		weigh_ground(doc, draft, GROUND_NOUN_LINKED);
	if (strange)
		weigh_ground(doc, draft, GROUND_NOUN_STRANGE);
}

static void weigh_target(const struct document *doc, struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct noun_phrase *np = &finding->target.np;
	switch (finding->target.kind) {
	case TARGET_DIRECT:
		if (np->first == finding->figure->number &&
		    np->last == finding->figure->number_last)
			weigh_ground(doc, draft, GROUND_TOTAL_ALONE);
		weigh_way(doc, draft);
		break;
	case TARGET_SUBJECT:
		weigh_ground(doc, draft,
		             np->first > finding->figure->last ? GROUND_NOUN_BEHIND
		                                               : GROUND_NOUN_APART);
		break;
	case TARGET_ANAPHOR:
		weigh_ground(doc, draft, GROUND_REFERS_BACK);
		break;
	case TARGET_ELLIPSIS:
		weigh_ground(doc, draft, GROUND_ELLIPSIS);
		break;
	}
	weigh_owner(doc, draft);
	if (!is_back_reference(finding))
		return;
	/* "the degree of its implementation": whose is said */
	bool its = finding->programme && stage_is_its(doc, finding->figure);
	if (draft->topic_age > 1)
		weigh_ground(doc, draft, GROUND_FAR_TOPIC);
	if (draft->rests_on < 0 && !its)
		weigh_ground(doc, draft, GROUND_BARE_TOPIC);
	if (unknown_in_core(doc, finding->figure) > 0)
		weigh_ground(doc, draft, GROUND_UNKNOWN);
}

/* --- what stands around it */

static bool names_programme(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (noun_at(doc, i).programme)
			return true;
	}
	return false;
}

static bool is_of_another(const struct figure *figure)
{
	return figure->has_foreign_target && figure->reason && !figure->total_only;
}

static void weigh_other_figures(const struct document *doc, struct draft *draft)
{
	const struct sentence *s = sentence_of(doc, draft);
	size_t f = draft->finding->f;
	bool other = false;
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->covers[i].figure >= 0)
			other |= is_of_another(&doc->figures[doc->covers[i].figure]);
	}
	if (other)
		weigh_ground(doc, draft, GROUND_OTHER_FIGURE);
	else if (f > 0 && is_back_reference(draft->finding) && is_of_another(&doc->figures[f - 1]))
		weigh_ground(doc, draft, GROUND_OTHER_BEFORE);
	size_t unknown = 0;
	for (size_t i = draft->finding->figure->clause_first;
	     i < draft->finding->figure->clause_end; i++)
		unknown += is_unknown(doc, i) && !doc->tokens[i].capital;
	if (unknown > 3)
		weigh_ground(doc, draft, GROUND_STRANGE);
}

static void weigh_neighbours(const struct document *doc, struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct figure *figure = finding->figure;
	const struct sentence *s = sentence_of(doc, draft);
	size_t first = draft->sentence > 0 ? s[-1].first : s->first, numbers = 0;
	bool foreign = false;
	for (size_t i = figure->core_first; i < figure->core_end; i++)
		foreign |= noun_at(doc, i).kind == NOUN_FOREIGN;
	for (size_t i = s->first; i < s->end; i++)
		numbers += doc->covers[i].figure >= 0 &&
		           doc->figures[doc->covers[i].figure].number == i;
	weigh_other_figures(doc, draft);
	if (foreign)
		weigh_ground(doc, draft, GROUND_FOREIGN_NEAR);
	if (!finding->programme && draft->claim.measure == CLAIM_ACTIVITIES &&
	    finding->target.np.strength < 3 && names_programme(doc, first, s->end) &&
	    find_mark(doc, s->first, s->end, MARK_WHOLE) < 0)
		weigh_ground(doc, draft, GROUND_OTHER_NEAR);
	if (finding->programme && !finding->target.np.programme &&
	    finding->why[FIELD_SUBJECT].first < 0 && !stage_is_its(doc, figure))
		weigh_ground(doc, draft, GROUND_OF_TOPIC);
	if (doc->has_homonym && !finding->programme)
		weigh_ground(doc, draft, GROUND_HOMONYM);
	if (s->end - s->first > LONG_TOKENS)
		weigh_ground(doc, draft, GROUND_LONG);
	if (numbers > MANY_NUMBERS)
		weigh_ground(doc, draft, GROUND_MANY);
	if (find_mark(doc, s->first, s->end, MARK_IF) >= 0)
		weigh_ground(doc, draft, GROUND_IF);
	if (draft->claim.modality == CLAIM_ACTUAL &&
	    find_mark(doc, figure->clause_first, figure->clause_end, MARK_HEDGE) >= 0)
		weigh_ground(doc, draft, GROUND_HEDGED);
}

/* --- how far, and how much */

static void weigh_stage(const struct document *doc, struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct predicate *predicate = &finding->predicate;
	bool all = finding->figure->kind == FIGURE_ALL;
	if (predicate->has_stage) {
		bool noun = has_mark(doc, (size_t)predicate->token, MARK_STAGE_NOUN);
		if (predicate->borrowed && !counts_so_far(doc, finding->figure))
			weigh_ground(doc, draft,
			             draft->claim.unit == CLAIM_COUNT ? GROUND_BORROWED_COUNT
			                                              : GROUND_STAGE_BORROWED);
		/* "80% are done, and 12 of them concern customs": a verb of its own */
		if (predicate->borrowed && unknown_in_core(doc, finding->figure) > 0)
			weigh_ground(doc, draft, GROUND_UNKNOWN);
		if (noun)
			weigh_ground(doc, draft, all ? GROUND_ALL_NOUN : GROUND_STAGE_NOUN);
	} else if (finding->stage_from_focus || finding->target.has_stage) {
		weigh_ground(doc, draft, GROUND_STAGE_CARRIED);
	} else {
		weigh_ground(doc, draft,
		             is_back_reference(finding) ? GROUND_STAGE_UNSAID : GROUND_NO_STAGE);
	}
	if (all)
		weigh_ground(doc, draft, GROUND_ALL);
}

/* So many days after a package began a while is as good as all its time. */
#define BEGINNING_DAYS 62

/* "Nine were closed in nine months", "since New Year 41 have been done", "three will be finished in May" */
static bool counts_a_while(const struct document *doc, const struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct figure *figure = finding->figure;
	long begun = date_first_day(finding->package->first) + BEGINNING_DAYS;
	bool expected = draft->claim.modality == CLAIM_EXPECTED;
	/* "of the 120 that were due in the quarter 117 are done" */
	bool of_all = draft->claim.has_total && (figure->has_total || finding->target.has_base) &&
	              (finding->programme ||
	               package_of_total(doc, draft->claim.measure == CLAIM_ACTIVITIES,
	                                draft->claim.total) == finding->package);
	if (draft->claim.unit != CLAIM_COUNT || of_all || figure->is_all || figure->is_ordinal ||
	    counts_so_far(doc, figure))
		return false;
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		int32_t w = doc->covers[i].date;
		struct date year = date_year(doc->input->published.year);
		if (has_mark(doc, i, MARK_SINCE) && has_mark(doc, past(doc, i), MARK_YEAR_WORD) &&
		    date_first_day(year) > begun)
			return true; /* "since the beginning of the year" */
		/* "47 were closed in half a year" */
		if (has_mark(doc, i, MARK_STRETCH) && date_first_day(doc->input->published) > begun)
			return true;
		size_t first = w < 0 ? 0 : doc->whens[w].first;
		bool in = first > 0 && (has_mark(doc, first - 1, MARK_DURING) ||
		                        (expected && has_mark(doc, first - 1, MARK_DONE_IN) &&
		                         doc->whens[w].date.precision >= DATE_QUARTER));
		if (w < 0 || doc->whens[w].now || doc->whens[w].same ||
		    (!doc->whens[w].since && !in))
			continue;
		struct date date = when_resolve(doc, &doc->whens[w], false);
		if (date.precision != DATE_NONE && date_first_day(date) > begun)
			return true;
	}
	return false;
}

/* "27 of its activities are completed, the remaining three are under way": with those all that there are. */
static bool is_rest_of_counted(const struct document *doc, const struct draft *draft)
{
	const struct figure *figure = draft->finding->figure;
	const struct draft *before = draft - 1;
	return draft > doc->drafts && before->sentence == draft->sentence &&
	       before->claim.unit == CLAIM_COUNT && same_subject(&before->claim, &draft->claim) &&
	       before->claim.stage != draft->claim.stage && figure->first > 0 &&
	       has_mark(doc, figure->first - 1u, MARK_REST);
}

static void weigh_quantity(const struct document *doc, struct draft *draft)
{
	const struct finding *finding = draft->finding;
	const struct figure *figure = finding->figure;
	const struct claim *claim = &draft->claim;
	bool activities = claim->measure == CLAIM_ACTIVITIES;
	if (claim->unit == CLAIM_COUNT && !finding->programme && claim->has_total &&
	    package_of_total(doc, activities, claim->total) != finding->package)
		weigh_ground(doc, draft,
		             package_has_about(finding->package, claim->total) ? GROUND_NEAR_TOTAL
		                                                               : GROUND_ODD_TOTAL);
	if (claim->unit == CLAIM_COUNT && !claim->has_total && activities &&
	    !is_rest_of_counted(doc, draft))
		weigh_ground(doc, draft, GROUND_NO_TOTAL);
	if (finding->unit_rule && figure->kind == FIGURE_COUNT && !figure->is_share)
		weigh_ground(doc, draft, figure->in_words ? GROUND_BARE_WORD : GROUND_BARE_NUMBER);
	bool ahead = claim->modality == CLAIM_EXPECTED;
	bool level = find_mark(doc, figure->core_first, figure->core_end, MARK_LEVEL) >= 0;
	if (counts_a_while(doc, draft) && !(ahead && level))
		weigh_ground(doc, draft, ahead ? GROUND_PERIOD_AHEAD : GROUND_PERIOD);
	if (figure->from)
		weigh_ground(doc, draft, GROUND_FROM);
}

/* --- when */

static bool is_taken(const struct document *doc, int32_t when)
{
	for (size_t d = 0; d < doc->draft_count; d++) {
		if (doc->drafts[d].when == when)
			return true;
	}
	return false;
}

/* A date in first … end - 1 that may be one of figures, and is none's. */
static bool has_free_date(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		const struct when *when = w < 0 ? NULL : &doc->whens[w];
		if (!when || when->now || when->since || when->same || is_taken(doc, w))
			continue;
		if (date_first_day(when_resolve(doc, when, false)) <=
		    date_last_day(doc->input->published))
			return true;
	}
	return false;
}

/* "The first figure was given in January" */
static bool is_dated_later(const struct document *doc, const struct draft *draft)
{
	for (uint32_t i = draft->sentence + 1; i < doc->sentence_count && i <= draft->sentence + 3;
	     i++) {
		const struct sentence *s = &doc->sentences[i];
		if (!s->claimed && has_free_date(doc, s) &&
		    (find_mark(doc, s->first, s->end, MARK_THESE_FIGURES) >= 0 ||
		     find_mark(doc, s->first, s->end, MARK_FIGURE_NOUN) >= 0))
			return true;
	}
	return false;
}

static void weigh_no_date(const struct document *doc, struct draft *draft)
{
	const struct sentence *s = sentence_of(doc, draft);
	if (doc->input->published.precision == DATE_NONE)
		weigh_ground(doc, draft, GROUND_NOT_PUBLISHED);
	weigh_ground(doc, draft, GROUND_UNDATED);
	if (is_dated_later(doc, draft))
		weigh_ground(doc, draft, GROUND_DATED_LATER);
	if (has_free_date(doc, s) && !counts_so_far(doc, draft->finding->figure))
		weigh_ground(doc, draft, GROUND_UNUSED_DATE);
	if (is_back_reference(draft->finding) && draft->rests_on >= 0 &&
	    doc->drafts[draft->rests_on].dated)
		weigh_ground(doc, draft, GROUND_DATE_BEFORE);
	if (draft->sentence + 1 < doc->sentence_count && has_free_date(doc, s + 1))
		weigh_ground(doc, draft, GROUND_DATE_BEHIND);
}

static void weigh_date(const struct document *doc, struct draft *draft)
{
	const struct claim *claim = &draft->claim;
	const struct when *when = draft->when >= 0 ? &doc->whens[draft->when] : NULL;
	long published = date_last_day(doc->input->published);
	if (claim->modality == CLAIM_EXPECTED) {
		weigh_ground(doc, draft,
		             !when                                      ? GROUND_NO_DEADLINE
		             : date_last_day(claim->as_of) <= published ? GROUND_PAST_FORECAST
		                                                        : GROUND_EXPECTED);
		return;
	}
	if (!when)
		weigh_no_date(doc, draft);
	else if (when->has_year && published - date_last_day(claim->as_of) > FAR_DAYS)
		weigh_ground(doc, draft, GROUND_FAR_BACK);
	else if (!when->has_year && !when->now && !when->same &&
	         published - date_last_day(claim->as_of) > FAR_DAYS)
		weigh_ground(doc, draft, GROUND_YEAR_GUESSED);
}

/* Is the package said beside the figure, or by its numbers? */
static bool is_package_said(const struct draft *draft)
{
	return draft->why[FIELD_PACKAGE].first >= 0 || draft->finding->programme;
}

static void weigh_package(const struct document *doc, struct draft *draft)
{
	const struct package *package = draft->finding->package;
	struct date on = draft->claim.as_of.precision == DATE_NONE ? doc->input->published
	                                                           : draft->claim.as_of;
	const struct package_list *packages = doc->lexicon->packages;
	const struct package *now = package_in_force(packages, doc->input->published);
	if (draft->claim.modality == CLAIM_ACTUAL &&
	    date_last_day(on) < date_first_day(package->first))
		weigh_ground(doc, draft, GROUND_BEFORE_PACKAGE);
	if (is_package_said(draft))
		return;
	if (package != now)
		weigh_ground(doc, draft, GROUND_NOT_IN_FORCE);
	/* what is dated before the new one began is of the old */
	bool older = now && draft->dated && date_last_day(on) < date_first_day(now->first);
	if (now && now != packages->list && !older &&
	    date_last_day(doc->input->published) - date_first_day(now->first) < YOUNG_DAYS)
		weigh_ground(doc, draft, GROUND_YOUNG_PACKAGE);
}

/* --- what makes a sure claim a little less so */

/* Under this a small doubt takes nothing off: it holds back no claim. */
#define SMALL_DOUBTS_LEAST 650

static void doubt_a_little(const struct document *doc, struct draft *draft, enum ground ground)
{
	if (draft->claim.confidence + grounds[ground].points >= SMALL_DOUBTS_LEAST)
		weigh_ground(doc, draft, ground);
}

/* Does any number of the text say how many programmes there are? */
static bool is_size_said(const struct document *doc, const struct package *package)
{
	struct decimal size = decimal_from_int(programme_total(package));
	for (size_t f = 0; f < doc->figure_count; f++) {
		const struct figure *figure = &doc->figures[f];
		if ((figure->kind == FIGURE_COUNT && decimal_cmp(figure->value, size) == 0) ||
		    (figure->has_total && decimal_cmp(figure->total, size) == 0))
			return true;
	}
	return false;
}

static void weigh_small_doubts(const struct document *doc, struct draft *draft)
{
	const struct claim *claim = &draft->claim;
	const struct finding *finding = draft->finding;
	const struct sentence *s = sentence_of(doc, draft);
	bool actual = claim->modality == CLAIM_ACTUAL, count = claim->unit == CLAIM_COUNT;
	if (s->in_title)
		doubt_a_little(doc, draft, GROUND_TITLE_ALONE);
	if (claim->stage == CLAIM_IN_PROGRESS)
		doubt_a_little(doc, draft, GROUND_UNDER_WAY);
	if (count && !finding->programme && claim->measure == CLAIM_PROGRAMMES &&
	    !is_size_said(doc, finding->package))
		doubt_a_little(doc, draft, GROUND_SIZE_UNSAID);
	if (!count && finding->figure->kind != FIGURE_ALL &&
	    decimal_cmp(claim->value, decimal_from_int(100)) == 0)
		doubt_a_little(doc, draft, GROUND_HUNDRED);
	if (actual && claim->as_of.precision == DATE_YEAR)
		doubt_a_little(doc, draft, GROUND_WHOLE_YEAR);
	if (actual && draft->when < 0 && draft->sentence > 0 && has_free_date(doc, s - 1))
		doubt_a_little(doc, draft, GROUND_DATE_AHEAD);
}

void weigh_claims(struct document *doc)
{
	for (size_t d = 0; d < doc->draft_count; d++) {
		struct draft *draft = &doc->drafts[d];
		draft->claim.confidence = CONFIDENCE_BASE;
		draft->claim.reasons = "base 0.970";
		weigh_target(doc, draft);
		weigh_neighbours(doc, draft);
		weigh_stage(doc, draft);
		weigh_quantity(doc, draft);
		weigh_date(doc, draft);
		weigh_package(doc, draft);
	}
	weigh_agreement(doc);
	for (size_t d = 0; d < doc->draft_count; d++) {
		struct claim *claim = &doc->drafts[d].claim;
		weigh_small_doubts(doc, &doc->drafts[d]);
		if (claim->confidence > CONFIDENCE_MOST)
			claim->confidence = CONFIDENCE_MOST;
		if (claim->confidence < 0)
			claim->confidence = 0;
	}
}
