/* What cannot be a claim, though figure, noun and predicate were found. */
#include <string.h>

#include "adjunct.h"
#include "ellipsis.h"
#include "finding.h"
#include "packages.h"

const char NO_LEVEL[] = "a difference, not a level";
const char NOT_DONE[] = "of another stage: agreed, signed, approved";
const char DENIED[] = "denied, or merely supposed";
const char LEFT_OVER[] = "left over, with no word of work on it";
const char NEGATED[] = "negated";
const char SAID_INSTEAD[] = "another figure is said instead";
const char NO_PROGRESS[] = "a number of programmes or activities, not how many are done";
const char WHO_THINKS[] = "counts who thinks so";
const char OTHER_PART[] = "is of a part of the programmes";
const char BEFORE_ALL[] = "before the first package";
const char SIZE_OF_WHOLE[] = "the size of the whole";
const char OLDER_PROGRAMMES[] = "older programmes of the Union State, in science";
const char TOO_MANY[] = "more programmes than the package has";

/* The most that the package has of what is counted: 310 tasks, not its 31 plans. */
static int64_t size_of(const struct package *package, enum claim_measure measure)
{
	const char *counts = measure == CLAIM_ACTIVITIES ? "activities" : "programmes";
	int64_t size = 0;
	for (size_t t = 0; t < package->total_count; t++) {
		if (strcmp(package->totals[t].counts, counts) == 0 &&
		    package->totals[t].value > size)
			size = package->totals[t].value;
	}
	return size;
}

/*
 * "They are carrying out the 28 programmes": it takes an "all" to say that all
 * are done. But "120 measures have been carried out" tells how many, whatever
 * else there are 120 of.
 */
bool is_size_of_whole(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	/* "he put the 28 at 81 per cent": they, and not how many of them */
	size_t article = figure->first > 0 ? figure->first - 1u : 0;
	if (figure->kind == FIGURE_COUNT && !figure->is_all && !figure->has_total &&
	    is_back_reference(finding) && !finding->predicate.has_stage &&
	    has_mark(doc, article, MARK_FUNCTION) &&
	    decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0 &&
	    (package_of_total(doc, false, figure->value) ||
	     package_of_total(doc, true, figure->value)))
		return true;
	if (finding->unit != CLAIM_COUNT || figure->is_all || figure->has_total ||
	    finding->target.has_base || is_back_reference(finding) || figure->value.scale != 0 ||
	    decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) < 0)
		return false;
	const struct package *known = package_of_total(doc, finding->measure == CLAIM_ACTIVITIES,
	                                               figure->value);
	/* "a fifth of the tasks provided for by the 31 plans is done" */
	while (known && article > 0 && doc->covers[article].first > 0 &&
	       has_mark(doc, article, MARK_FUNCTION))
		article = doc->covers[article].first - 1u;
	if (known && article < figure->first && has_mark(doc, article, MARK_NEUTRAL) &&
	    !has_mark(doc, article, MARK_FUNCTION) && finding->f > 0 &&
	    finding->figure[-1].reason == NULL &&
	    doc->covers[finding->figure[-1].number].sentence ==
	            doc->covers[figure->number].sentence)
		return true;
	if (!known || finding->predicate.borrowed || !finding->predicate.has_stage ||
	    finding->predicate.stage != CLAIM_COMPLETED)
		return known != NULL;
	return known == finding->package &&
	       figure->value.digits == size_of(known, finding->measure);
}

/* "Such is the percentage of the thousand or so activities that are done": of how many, and not how many. */
static bool is_size_of_share(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t i = figure->first;
	if (finding->unit != CLAIM_COUNT || figure->has_total || figure->value.scale != 0 ||
	    decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) < 0)
		return false;
	while (i > figure->clause_first &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || has_mark(doc, i - 1, MARK_ALL)) &&
	       !has_mark(doc, i - 1, MARK_OUT_OF))
		i = doc->covers[i - 1].first;
	if (i <= figure->clause_first || !has_mark(doc, i - 1, MARK_OUT_OF))
		return false;
	i = doc->covers[i - 1].first;
	return i > figure->clause_first && has_mark(doc, i - 1, MARK_FIGURE_NOUN);
}

/* "some 1,000 activities, which must be done by 2027": what they are, not how many are done. */
static bool is_size_with_duty(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	if (finding->unit != CLAIM_COUNT || figure->is_all || figure->has_total ||
	    finding->target.has_base || !finding->predicate.expected ||
	    finding->predicate.token < 0)
		return false;
	for (size_t i = figure->last + 1u; i <= (size_t)finding->predicate.token; i++) {
		if ((has_mark(doc, i, MARK_RELATIVE_PRONOUN) || has_mark(doc, i, MARK_EXPECTED)) &&
		    is_sign(doc, i - 1, ','))
			return true;
	}
	return false;
}

/* So near before a number stands what has it: "includes about 19 measures". */
#define HOLDER_TOKENS 3

/* "The programme includes 19 measures and is being carried out": how many it has, and how it goes. */
static bool is_held(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	bool holds = false;
	if (finding->unit != CLAIM_COUNT || figure->is_all || figure->has_total ||
	    finding->target.has_base || finding->predicate.token < (long)np->last ||
	    np->first <= figure->number)
		return false;
	for (size_t i = figure->first; i > 0 && i + HOLDER_TOKENS > figure->first; i--)
		holds |= has_mark(doc, i - 1, MARK_HOLDS);
	for (size_t i = np->last + 1u; holds && i < (size_t)finding->predicate.token; i++) {
		if (is_sign(doc, i, ',') || has_mark(doc, i, MARK_AND))
			return true;
	}
	return false;
}

/* So many sentences back a scientific programme may have been named. */
#define OLDER_SENTENCES 3
#define OLDER_TOKENS 120

/* "the programme of the Union State "Kompozit-S"" */
static bool names_older(const struct document *doc, size_t i)
{
	return noun_at(doc, i).kind == NOUN_FOREIGN &&
	       (has_mark(doc, i, MARK_PROGRAMME) || has_mark(doc, i, MARK_PROGRAMMES)) &&
	       has_mark(doc, past(doc, i), MARK_STATE);
}

/*
 * "The Academy of Sciences has four union programmes under way": a bare number in a text that
 * speaks of the scientific programmes, and of no package.
 */
static bool counts_older(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	uint32_t index = doc->covers[figure->number].sentence;
	uint32_t first = index > OLDER_SENTENCES ? index - OLDER_SENTENCES : 0;
	const struct noun_phrase *np = &finding->target.np;
	if (finding->unit != CLAIM_COUNT || finding->measure != CLAIM_PROGRAMMES ||
	    finding->programme || figure->has_total || finding->target.has_base ||
	    np->kind != NOUN_PROGRAMMES)
		return false;
	/* "The Academy of Sciences carries out eight programmes of the Union State": whatever the text has besides */
	const struct sentence *s = &doc->sentences[index];
	if (find_mark(doc, s->first, figure->first, MARK_SCIENCE) >= 0 &&
	    find_mark(doc, figure->last, np->last + 1, MARK_UNION) < 0)
		return true;
	if (doc->only_package || doc->several_packages)
		return false;
	size_t from = doc->sentences[first].first, end = doc->sentences[index].end;
	if (figure->first - from > OLDER_TOKENS)
		from = figure->first - OLDER_TOKENS;
	if (end - figure->first > OLDER_TOKENS)
		end = figure->first + OLDER_TOKENS;
	for (size_t i = from; i < end; i++) {
		if (has_mark(doc, i, MARK_SCIENCE) || names_older(doc, i))
			return true;
	}
	return false;
}

/* "How many times did they meet on the programmes? - Twelve": another number is asked for. */
static bool is_asked_of_else(const struct document *doc, const struct finding *finding)
{
	uint32_t index = doc->covers[finding->figure->number].sentence;
	if (!doc->question_open || index == 0 || finding->predicate.has_stage ||
	    !is_back_reference(finding))
		return false;
	const struct sentence *asked = &doc->sentences[index - 1];
	for (size_t i = asked->first; asked->question && i < asked->end; i++) {
		if (has_mark(doc, i, MARK_FOREIGN) &&
		    (has_mark(doc, i, MARK_HOW_MANY) || has_mark(doc, i, MARK_HOW_FAR)))
			return true;
	}
	return false;
}

/* "Eleven are closed, nine are expected to be by autumn": fewer than there are already, so nine more. */
static bool is_fewer_to_come(const struct document *doc, const struct finding *finding)
{
	const char *subject = finding->programme ? finding->programme->key : CLAIM_ALL;
	if (finding->unit != CLAIM_COUNT || !finding->predicate.expected)
		return false;
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct draft *before = &doc->drafts[d - 1];
		const struct claim *told = &before->claim;
		if (doc->covers[finding->figure->number].sentence - before->sentence > 1)
			return false;
		if (told->unit == CLAIM_COUNT && told->measure == finding->measure &&
		    told->stage == CLAIM_COMPLETED && told->modality == CLAIM_ACTUAL &&
		    strcmp(told->subject, subject) == 0)
			return decimal_cmp(told->value, finding->figure->value) >= 0;
	}
	return false;
}

const char *implausible(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	struct decimal hundred = decimal_from_int(100);
	if (finding->unit == CLAIM_COUNT &&
	    ((figure->has_total && decimal_cmp(figure->value, figure->total) > 0) ||
	     (finding->target.has_base && decimal_cmp(figure->value, finding->target.base) > 0)))
		return "more than there are";
	int programmes = programme_total(&doc->lexicon->packages->list[0]);
	if (finding->unit == CLAIM_PERCENT &&
	    (decimal_cmp(figure->value, hundred) > 0 ||
	     (figure->has_high && decimal_cmp(figure->high, hundred) > 0)))
		return "over a hundred per cent";
	if (is_fewer_to_come(doc, finding))
		return NO_LEVEL;
	if (is_out_of_due(doc, finding))
		return OTHER_PART;
	if (is_asked_of_else(doc, finding))
		return OTHER_THING;
	if (counts_older(doc, finding))
		return OLDER_PROGRAMMES;
	if (finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES &&
	    (decimal_cmp(figure->value, decimal_from_int(programmes)) > 0 ||
	     (figure->has_total && decimal_cmp(figure->total, decimal_from_int(programmes)) > 0)))
		return TOO_MANY;
	if (finding->target.has_base && finding->measure == CLAIM_PROGRAMMES &&
	    !finding->programme && !counts_whole(doc, finding->target.base_figure))
		return OTHER_PART;
	/* "five of the seven programmes": of a package there are more */
	if (finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES &&
	    figure->has_total && !figure->is_share &&
	    decimal_cmp(figure->total, decimal_from_int(SIZE_LEAST)) < 0 &&
	    !package_of_total(doc, false, figure->total))
		return OTHER_PART;
	if (is_size_with_duty(doc, finding) || is_size_of_share(doc, finding) ||
	    is_held(doc, finding))
		return SIZE_OF_WHOLE;
	/* "the union programme is 83% done", but "union programme completion: 83%" */
	if (finding->target.np.kind == NOUN_SINGLE && !finding->programme &&
	    !counts_them(doc, figure) &&
	    !has_mark(doc, finding->target.np.last + 1, MARK_STAGE_NOUN))
		return "of one programme, and nothing says which";
	if (finding->unit == CLAIM_COUNT && finding->programme &&
	    finding->measure == CLAIM_PROGRAMMES)
		return "a number beside a single programme";
	return NULL;
}
