/* What a figure counts: programmes or activities, of which programme, in number or per cent. */
#include <string.h>

#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "scope.h"

bool is_back_reference(const struct finding *finding)
{
	return finding->target.kind == TARGET_ANAPHOR || finding->target.kind == TARGET_ELLIPSIS;
}

/* What is counted, and of which programme, as the noun itself says it. */
static void explain_noun(struct finding *finding)
{
	const struct noun_phrase *np = &finding->target.np;
	struct evidence *why = finding->why;
	why[FIELD_SUBJECT] = is_back_reference(finding)
	                             ? by_default(finding->target.rule)
	                             : by_words(np->first, np->last, finding->target.rule);
	why[FIELD_MEASURE] = why[FIELD_SUBJECT];
	why[FIELD_MEASURE].rule = np->kind == NOUN_ACTIVITIES ? "the noun counts activities"
	                          : np->kind == NOUN_ALIAS    ? "the noun names a programme"
	                          : np->kind == NOUN_SINGLE   ? "the noun is one programme"
	                                                      : "the noun counts programmes";
}

/* So many figures back the others of a package may have been counted. */
#define COUNTS_BACK 6

/* "Ten are complete … the remaining 18": with the count of programmes before, all that there are. */
static bool fills_up(const struct document *doc, const struct figure *figure)
{
	if (figure->kind != FIGURE_COUNT || figure->has_total ||
	    find_mark(doc, figure->core_first, figure->core_end, MARK_REST) < 0)
		return false;
	for (size_t d = doc->draft_count; d > 0 && doc->draft_count - d < COUNTS_BACK; d--) {
		const struct claim *claim = &doc->drafts[d - 1].claim;
		if (claim->unit == CLAIM_COUNT && claim->measure == CLAIM_PROGRAMMES &&
		    claim->has_total &&
		    decimal_cmp(decimal_sub(claim->total, claim->value), figure->value) == 0)
			return true;
	}
	return false;
}

/* From so many per cent on the measures done are more than there are programmes. */
#define HALF_DONE 50

/*
 * "90% of the measures of the 28 programmes are done, with 13 of them completed":
 * so few of so many measures would be no 90%, so they are the programmes.
 */
static bool counts_programmes_again(const struct document *doc, const struct figure *figure)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	if (!before || figure->kind != FIGURE_COUNT || figure->has_total ||
	    before->claim.unit != CLAIM_PERCENT || before->claim.measure != CLAIM_ACTIVITIES ||
	    doc->covers[figure->number].sentence - before->sentence > 1)
		return false;
	/* "90% of the measures of the union programmes are done, 13 of them in full" */
	int programmes = programme_total(before->finding->package);
	if (before->finding->target.np.plural && programmes > 0 &&
	    decimal_cmp(before->claim.value, decimal_from_int(HALF_DONE)) >= 0 &&
	    decimal_cmp(figure->value, decimal_from_int(programmes)) <= 0)
		return true;
	for (size_t f = (size_t)(figure - doc->figures); f > 0; f--) {
		const struct figure *size = &doc->figures[f - 1];
		if (doc->covers[size->number].sentence < before->sentence)
			break;
		if (size->total_only && package_of_total(doc, false, size->value) &&
		    decimal_cmp(figure->value, size->value) <= 0)
			return true;
	}
	return false;
}

/* "In July it was 76%": of another time than what is now. */
static bool tells_of_then(const struct document *doc, const struct figure *figure)
{
	bool then = false;
	for (size_t i = figure->clause_first; i < figure->core_end; i++) {
		int32_t w = doc->covers[i].date;
		if (has_mark(doc, i, MARK_EXPECTED))
			return false;
		then |= w >= 0 && !doc->whens[w].now && !doc->whens[w].ended;
	}
	return then;
}

/*
 * "72% of the activities are done and eight programmes closed. By autumn it was 86%": what
 * the last percentage was of, where a count stands between; NULL where none does.
 */
static const struct claim *percentage_before_count(const struct document *doc,
                                                   const struct figure *figure)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (figure->kind != FIGURE_PERCENT || !doc->focus.has_unit ||
	    doc->focus.unit != CLAIM_COUNT || doc->focus.programme)
		return NULL;
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct draft *before = &doc->drafts[d - 1];
		if (sentence - before->sentence > COUNTS_BACK ||
		    strcmp(before->claim.subject, CLAIM_ALL) != 0)
			return NULL;
		if (before->claim.unit == CLAIM_PERCENT)
			return &before->claim;
		if (before->claim.stage != CLAIM_COMPLETED && !tells_of_then(doc, figure))
			return NULL; /* "the remaining 18 are in progress": the talk is of these */
	}
	return NULL;
}

/* "its implementation", "its degree of readiness": right behind the pronoun stands the noun of a stage. */
bool stage_is_its(const struct document *doc, const struct figure *figure)
{
	long its = find_mark(doc, figure->core_first, figure->first, MARK_ITS);
	for (size_t i = its < 0 ? figure->first : past(doc, (size_t)its); i < figure->first;
	     i = past(doc, i)) {
		if (has_mark(doc, i, MARK_STAGE_NOUN))
			return true;
		if (!has_mark(doc, i, MARK_FIGURE_NOUN) && !has_mark(doc, i, MARK_NEUTRAL) &&
		    !has_mark(doc, i, MARK_FUNCTION))
			return false;
	}
	return false;
}

/* "Eight are completed", "now 60%": what was counted before, but programmes are never of one. */
static void take_up_measure(const struct document *doc, struct finding *finding)
{
	const struct topic *focus = &doc->focus;
	bool of_percent = finding->figure->from && focus->has_unit && focus->unit == CLAIM_PERCENT;
	/* "88 per cent. In January it was 70": so many programmes there are not */
	of_percent |= focus->has_unit && focus->unit == CLAIM_PERCENT &&
	              decimal_cmp(finding->figure->value,
	                          decimal_from_int(
					  programme_total(&doc->lexicon->packages->list[0]))) > 0;
	bool counted = finding->figure->kind == FIGURE_COUNT && focus->has_measure &&
	               focus->measure == CLAIM_PROGRAMMES && !of_percent;
	finding->why[FIELD_MEASURE] = by_default("nothing counts activities");
	bool whole = (finding->target.whole && !fits_in_one(doc, finding->figure)) ||
	             is_done_with(doc, finding->figure) || is_of_figure_before(doc, finding) ||
	             is_of_several(doc, finding);
	if (!finding->programme && !counted && !whole)
		finding->programme = focus->programme;
	if (!focus->has_measure)
		return;
	finding->measure = whole && focus->programme ? measure_of_all(doc) : focus->measure;
	finding->why[FIELD_MEASURE] = by_default("as in what was said before");
	const struct claim *told = percentage_before_count(doc, finding->figure);
	if (told && !finding->target.works_out) {
		finding->measure = told->measure;
		finding->why[FIELD_MEASURE] = by_default("as in the percentage before");
	}
	if (finding->programme && stage_is_its(doc, finding->figure)) {
		finding->measure = CLAIM_PROGRAMMES;
		finding->why[FIELD_MEASURE] = by_default("how far the programme has got");
	}
	if (fills_up(doc, finding->figure)) {
		finding->measure = CLAIM_PROGRAMMES;
		finding->programme = NULL;
		finding->why[FIELD_MEASURE] =
			by_default("with those before it makes up the package");
	}
}

/* "the programme on transport, measured by activities, is half complete" */
static void find_activities(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	bool inside = false; /* "the programmes (28 of them, with 993 activities) are 83% done" */
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		struct noun_phrase other = noun_at(doc, i);
		/* "by 70% already implemented", he said, adding that a new plan …: no more of it */
		if (i > figure->last && (is_sign(doc, i, '"') || has_mark(doc, i, MARK_SAYS)))
			break;
		inside = (inside || (is_sign(doc, i, '(') && i < figure->first)) &&
		         !is_sign(doc, i, ')');
		if (inside)
			continue;
		/* "it is 95% done, and the measures of the other one were begun": told of something else */
		if (i >= figure->core_end && i > figure->last &&
		    figure->core_end < figure->clause_end &&
		    stage_in(doc, figure->core_end, figure->clause_end))
			break;
		bool counted = other.first > figure->clause_first &&
		               doc->covers[other.first - 1].figure >= 0;
		for (size_t k = other.first; k < i; k++)
			counted |= doc->covers[k].figure >= 0;
		if (other.kind != NOUN_ACTIVITIES || counted)
			continue;
		finding->measure = CLAIM_ACTIVITIES;
		finding->why[FIELD_MEASURE] = by_words(other.first, other.last,
		                                       "activities are named in the clause");
	}
}

/* A programme's activities named in the same clause: "14 of 17 activities of the programme on customs". */
static void find_owner(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	bool of_all = false; /* "of the union programmes": then a mere name is an example */
	for (size_t i = figure->clause_first; i < figure->clause_end; i++)
		of_all |= noun_at(doc, i).kind == NOUN_PROGRAMMES && noun_at(doc, i).strength == 3;
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		struct noun_phrase other = noun_at(doc, i);
		if (other.kind != NOUN_ALIAS || other.strength < 2 || (other.bare && of_all))
			continue;
		finding->programme = other.programme;
		finding->why[FIELD_SUBJECT] = by_words(other.first, other.last,
		                                       "the programme named in the clause");
	}
}

/* "its union programme", "83% of the activities of the union programme" */
static bool is_of_single(const struct document *doc, const struct figure *figure,
                         const struct noun_phrase *np)
{
	size_t end = np->last + 8u < figure->clause_end ? np->last + 8u : figure->clause_end;
	if (np->kind != NOUN_SINGLE && np->kind != NOUN_ACTIVITIES)
		return false;
	if (find_mark(doc, figure->last + 1u, np->last, MARK_ITS) >= 0)
		return true; /* "ours, on taxes, is the furthest along: 95% of its activities" */
	for (size_t i = np->first; i < end; i++) {
		if (noun_at(doc, i).kind == NOUN_SINGLE && noun_at(doc, i).strength == 3 &&
		    has_mark(doc, i, MARK_PROGRAMME))
			return true;
	}
	return false;
}

/* "Of the union programmes, tourism is the furthest along: 90%": the one that is ranked among them. */
static const struct programme *ranked_among(const struct document *doc,
                                            const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	const struct programme *found = NULL;
	size_t first = doc->sentences[doc->covers[figure->number].sentence].first, of = np->first;
	while (of > first && has_mark(doc, of - 1, MARK_FUNCTION) &&
	       !has_mark(doc, of - 1, MARK_OUT_OF))
		of--;
	if (finding->target.kind != TARGET_SUBJECT || np->kind != NOUN_PROGRAMMES ||
	    np->last >= figure->first || figure->kind != FIGURE_PERCENT || of == first ||
	    !has_mark(doc, of - 1, MARK_OUT_OF) ||
	    find_mark(doc, first, figure->first, MARK_RANKS) < 0)
		return NULL;
	for (size_t i = np->last + 1u; i < figure->first; i++) {
		int32_t alias = doc->covers[i].alias;
		const struct programme *named = alias < 0 ? NULL
		                                          : doc->aliases[alias].name->programme;
		if ((named && found && named != found) || doc->covers[i].figure >= 0)
			return NULL;
		found = named ? named : found;
	}
	return found;
}

/* "As regards customs, …", "in agriculture …": the field that the clause begins with. */
static const struct programme *named_in_clause(const struct document *doc,
                                               const struct figure *figure,
                                               const struct noun_phrase *np)
{
	const struct programme *found = NULL;
	size_t end = np->first < figure->first ? np->first : figure->first;
	bool its = find_mark(doc, figure->last + 1u, np->last, MARK_ITS) >= 0;
	size_t first = its ? doc->sentences[doc->covers[figure->number].sentence].first
	                   : figure->clause_first;
	for (size_t i = first; i < end; i++) {
		bool all;
		const struct programme *named = find_named(doc, i, i + 1, &all);
		if (named && found && named != found)
			return NULL;
		found = named ? named : found;
	}
	return found;
}

bool counts_them(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->first;
	if (figure->kind != FIGURE_COUNT || figure->has_total || figure->of_which)
		return false;
	while (i > figure->core_first && !has_mark(doc, i - 1, MARK_PRONOUN) &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || has_mark(doc, i - 1, MARK_LEVEL) ||
	        doc->covers[i - 1].date >= 0))
		i = doc->covers[i - 1].first;
	return i > figure->core_first && has_mark(doc, i - 1, MARK_PRONOUN) &&
	       !has_mark(doc, i - 1, MARK_ITS);
}

/*
 * "In tourism, they noted, 7 of 12 activities are done", "the slowest is that on
 * oil, where 11 of 31 steps are taken": the programme that stands in the stretch
 * of the clause that a preposition begins.
 */
static const struct programme *field_in_clause(const struct document *doc,
                                               const struct figure *figure)
{
	for (size_t i = figure->core_first; i > figure->clause_first; i--) {
		bool all;
		size_t end = i - 1;
		if (!has_mark(doc, i - 1, MARK_LINK) || has_mark(doc, i - 1, MARK_OUT_OF))
			continue;
		while (end < figure->core_first && !is_sign(doc, end, ','))
			end++;
		const struct programme *named = find_named(doc, i, end, &all);
		if (named && all)
			return named;
	}
	return NULL;
}

/* "four fifths of those activities": whatever was counted before */
static bool is_of_those_activities(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->last + 1u;
	while (i < figure->core_end &&
	       (has_mark(doc, i, MARK_OUT_OF) || has_mark(doc, i, MARK_PRONOUN)) &&
	       noun_at(doc, i).kind != NOUN_ACTIVITIES)
		i = past(doc, i);
	return i > figure->last + 1u && i < figure->core_end && has_mark(doc, i, MARK_ACTIVITIES);
}

/* "all 14 of its measures": said of one. */
static bool is_of_its_own(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->last + 1u;
	while (i < figure->core_end && !has_mark(doc, i, MARK_ITS) &&
	       (has_mark(doc, i, MARK_OUT_OF) || has_mark(doc, i, MARK_FUNCTION)))
		i = past(doc, i);
	return i < figure->core_end && has_mark(doc, i, MARK_ITS);
}

/* The one programme that was named last, in this sentence or in the one before; or NULL. */
static const struct programme *single_spoken_of(const struct document *doc,
                                                const struct figure *figure)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	return doc->single && sentence - doc->single_sentence <= 1 ? doc->single : NULL;
}

/* So short a sentence may turn the talk to the activities. */
#define TURN_TOKENS 12

/* "Eight programmes are closed. He turned to the activities. 92% of them are done": of what was named last. */
static bool is_of_activities_named(const struct document *doc, const struct figure *figure)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = index > 0 ? &doc->sentences[index - 1] : NULL;
	size_t of = figure->last + 1u;
	if (!s || s->in_title || s->claimed || s->end - s->first > TURN_TOKENS ||
	    find_mark(doc, s->first, s->end, MARK_NOT) >= 0)
		return false;
	for (size_t i = s[1].first; i < figure->first && !has_mark(doc, of, MARK_OUT_OF); i++)
		of = has_mark(doc, i, MARK_OUT_OF) ? i : of;
	size_t end = s->end;
	while (end > s->first && doc->tokens[end - 1].kind == TOKEN_SIGN)
		end--;
	for (size_t i = s->first; i < end; i++) {
		int32_t f = doc->covers[i].figure;
		if (f >= 0 && !doc->figures[f].reason) /* "11:10 He goes on to …" */
			return false;
	}
	return has_mark(doc, of, MARK_OUT_OF) && has_mark(doc, past(doc, of), MARK_PRONOUN) &&
	       end > s->first && has_mark(doc, end - 1, MARK_ACTIVITIES);
}

static void find_noun_measure(const struct document *doc, struct finding *finding)
{
	const struct noun_phrase *np = &finding->target.np;
	const struct figure *figure = finding->figure;
	finding->programme = np->programme ? np->programme : ranked_among(doc, finding);
	finding->measure = CLAIM_PROGRAMMES;
	explain_noun(finding);
	if (figure->is_ordinal) { /* "the programme on X became the ninth completed one" */
		finding->programme = NULL;
		finding->why[FIELD_SUBJECT].rule = "an ordinal counts them all";
		return;
	}
	/* "The programme on tourism is closed, there are 14 of them now" */
	if ((np->kind == NOUN_ALIAS || np->kind == NOUN_SINGLE) && np->last < figure->core_first &&
	    counts_them(doc, figure)) {
		finding->programme = NULL;
		finding->why[FIELD_SUBJECT].rule = "a number counts them all";
		return;
	}
	if (is_back_reference(finding)) {
		take_up_measure(doc, finding);
		if (is_of_those_activities(doc, figure)) {
			finding->measure = CLAIM_ACTIVITIES;
			finding->why[FIELD_MEASURE] = by_default("those activities");
			if (!finding->programme && is_of_its_own(doc, figure))
				finding->programme = single_spoken_of(doc, figure);
		}
		if (!finding->programme && is_of_activities_named(doc, figure)) {
			finding->measure = CLAIM_ACTIVITIES;
			finding->why[FIELD_MEASURE] = by_default("the activities named before");
		}
		/* "72% - if you count the measures" */
		if (doc->question_open && figure->kind == FIGURE_PERCENT)
			find_activities(doc, finding);
		return;
	}
	if (np->kind == NOUN_ACTIVITIES)
		finding->measure = CLAIM_ACTIVITIES;
	if (np->kind == NOUN_SINGLE) {
		const struct programme *presented = presented_before(doc, np->first);
		if (!presented)
			presented = field_before(doc, np->first);
		finding->programme = presented ? presented : doc->focus.programme;
	}
	if (!finding->programme && is_of_single(doc, figure, np)) {
		finding->programme = named_in_clause(doc, figure, np);
		if (!finding->programme && np->kind == NOUN_ACTIVITIES)
			finding->programme = single_spoken_of(doc, figure);
	}
	if (!finding->programme && np->kind == NOUN_ACTIVITIES && is_of_its_own(doc, figure))
		finding->programme = single_spoken_of(doc, figure);
	bool weak = np->kind == NOUN_ACTIVITIES && np->strength < 3 && !np->programme &&
	            !np->plural;
	if (weak && doc->focus.known && (doc->focus.programme || !finding->programme)) {
		bool all, whole = speaks_of_all(doc, finding) || is_done_with(doc, figure) ||
		                  is_of_several(doc, finding);
		const struct programme *other = find_named(doc, figure->core_first, figure->first,
		                                           &all);
		finding->programme = other && all ? other : whole ? NULL : doc->focus.programme;
		if (!finding->programme && has_owner_before(doc, finding))
			finding->programme = field_before(doc, np->first);
		if (!finding->programme && figure->has_total &&
		    decimal_cmp(figure->total, decimal_from_int(SINGLE_MOST)) <= 0)
			finding->programme = field_in_clause(doc, figure);
		if (!finding->programme)
			finding->programme = member_spoken_of(doc, finding);
	}
	if (weak && doc->focus.known && finding->programme) {
		finding->why[FIELD_SUBJECT].rule = "of the programme that was spoken of";
	}
	if (finding->target.kind == TARGET_SUBJECT && np->kind != NOUN_ACTIVITIES)
		find_activities(doc, finding);
	if (np->kind == NOUN_ACTIVITIES && !np->programme)
		find_owner(doc, finding);
}

/* "161 of 310": so many are activities only. */
static bool is_out_of_activities(const struct document *doc, const struct figure *figure)
{
	return figure->has_total && package_of_total(doc, true, figure->total) &&
	       !package_of_total(doc, false, figure->total) &&
	       decimal_cmp(figure->total, decimal_from_int(SIZE_LEAST)) > 0;
}

void find_measure(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	find_noun_measure(doc, finding);
	/* "The Guidelines are 52% done (161 of 310)" */
	if (is_out_of_activities(doc, figure) && finding->measure == CLAIM_PROGRAMMES &&
	    !finding->programme) {
		finding->measure = CLAIM_ACTIVITIES;
		finding->why[FIELD_MEASURE] = by_default("only of activities there are so many");
	}
	bool again = is_back_reference(finding) ||
	             (has_mark(doc, figure->last + 1u, MARK_OUT_OF) &&
	              has_mark(doc, past(doc, figure->last + 1u), MARK_PRONOUN));
	if (finding->measure != CLAIM_ACTIVITIES || !again || !counts_programmes_again(doc, figure))
		return;
	finding->measure = CLAIM_PROGRAMMES;
	finding->programme = NULL;
	finding->why[FIELD_MEASURE] = by_default("so few can only be programmes");
}
