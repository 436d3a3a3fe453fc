/* What cannot be a claim, though figure, noun and predicate were found. */
#include <string.h>

#include "adjunct.h"
#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "rows.h"

const char NO_LEVEL[] = "a difference, not a level";
const char NOT_DONE[] = "of another stage: agreed, signed, approved";
const char DENIED[] = "denied, or merely supposed";
const char LEFT_OVER[] = "left over, with no word of work on it";
const char NEGATED[] = "negated";
const char SAID_INSTEAD[] = "another figure is said instead";
const char NO_PROGRESS[] = "a number of programmes or activities, not how many are done";
const char WHO_THINKS[] = "counts who thinks so";
const char OTHER_PART[] = "is of a part of the programmes";
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
	if (!known || finding->predicate.borrowed || !finding->predicate.has_stage ||
	    finding->predicate.stage != CLAIM_COMPLETED)
		return known != NULL;
	return known == finding->package &&
	       figure->value.digits == size_of(known, finding->measure);
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
	    np->kind != NOUN_PROGRAMMES || doc->only_package || doc->several_packages)
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
	if (is_out_of_due(doc, finding))
		return OTHER_PART;
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
	if (is_size_with_duty(doc, finding))
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

/* "The furthest along are the programmes on tourism (95%) and transport (88%)" */
static bool is_ranked(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	return finding->target.np.programme && figure->kind == FIGURE_PERCENT &&
	       figure->first > s->first && is_sign(doc, figure->first - 1u, '(') &&
	       is_sign(doc, figure->last + 1u, ')') &&
	       find_mark(doc, s->first, s->end, MARK_RANKS) >= 0;
}

/* "The union programmes stand at 82%", "Union programmes: 82%", or a list whose stage was said. */
static bool stands_at(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (doc->focus.has_stage && doc->focus.sentence == sentence && np->kind == NOUN_ALIAS)
		return true;
	/* "Tourism accounts for 40% of the tasks" */
	if (np->strength < 1 ||
	    (finding->target.kind == TARGET_DIRECT &&
	     find_mark(doc, figure->core_first, figure->first, MARK_COMPOSES) >= 0))
		return false;
	size_t first = np->last < figure->first ? np->last + 1 : figure->core_first;
	bool behind = np->first > figure->last && np->first < figure->clause_end;
	/* "In an interview the ambassador put it at 60% of the measures": from that word on */
	long put = behind ? find_mark_before(doc, first, figure->number, MARK_LEVEL) : -1;
	first = put > (long)first ? (size_t)put : first;
	size_t end = behind ? np->first : figure->number;
	/* "We have got, on the union programmes, to 82%": the verb stands before what it is told of */
	bool linked = np->last < figure->first && np->first > figure->core_first &&
	              has_mark(doc, np->first - 1, MARK_LINK);
	bool level = linked && find_mark(doc, figure->core_first, np->first, MARK_LEVEL) >= 0;
	for (size_t i = first; i < end; i++) {
		if (is_unknown(doc, i) && !doc->tokens[i].capital)
			return false;
		if (i >= figure->number && i <= figure->number_last)
			continue; /* "half" is no level that something stands at */
		level |= has_mark(doc, i, MARK_LEVEL) || has_mark(doc, i, MARK_FIGURE_NOUN) ||
		         is_sign(doc, i, ':') || (is_sign(doc, i, '-') && doc->tokens[i].spaced);
	}
	/* "95% on the union programmes is promised" */
	if (np->strength == 3 && finding->predicate.expected && unknown_in_core(doc, figure) == 0 &&
	    has_mark(doc, figure->last + 1u, MARK_LINK) &&
	    find_mark(doc, figure->core_first, figure->first, MARK_EXPECTED) >= 0)
		return true;
	/* "They have crossed the 80 per cent mark" */
	level |= np->last < figure->first && figure->last + 1u < figure->core_end &&
	         has_mark(doc, figure->last + 1u, MARK_FIGURE_NOUN);
	/* "The people's programme is 50% complete, the union programmes 88%" */
	const struct sentence *s = &doc->sentences[sentence];
	bool sure = np->strength == 3;
	for (size_t i = np->first; i <= np->last && !sure; i++)
		sure = package_at(doc, i) != NULL;
	if (sure && np->last < figure->first &&
	    find_mark(doc, s->first, np->first, MARK_COMPLETED) >= 0)
		return true;
	return level;
}

/* "for competition, 60%": another programme's name is what it is said of. */
static bool find_named_in_core(const struct document *doc, const struct figure *figure)
{
	bool all;
	return find_named(doc, figure->core_first, figure->first, &all) != NULL;
}

/* So soon behind the beginning of a sentence the colon stands behind who puts it so. */
#define VOICE_TOKENS 4

/* "The prime minister: they are 84% done. The ambassador: 82%": one more voice on it. */
static bool is_put_by(const struct document *doc, const struct figure *figure)
{
	size_t first = doc->sentences[doc->covers[figure->number].sentence].first;
	for (size_t i = first; i < figure->first && i < first + VOICE_TOKENS; i++) {
		size_t least = find_mark(doc, i, figure->first, MARK_ACCORDING) >= 0
		                       ? 2 * VOICE_TOKENS
		                       : VOICE_TOKENS;
		if (is_sign(doc, i, ':'))
			return find_mark(doc, first, i, MARK_OFFICE) >= 0 &&
			       figure->first <= i + least;
	}
	return false;
}

/* An ellipsis without a stage needs a date, a level or "this figure" to be a statement at all. */
static bool is_predicated(const struct document *doc, const struct figure *figure)
{
	if (is_put_by(doc, figure))
		return true;
	if (is_answer(doc, figure) ||
	    (doc->draft_count > 0 &&
	     doc->drafts[doc->draft_count - 1].sentence == doc->covers[figure->number].sentence))
		return true;
	bool strange = unknown_in_core(doc, figure) > 0; /* "already filled" */
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		bool core = i >= figure->core_first && i < figure->core_end;
		int32_t when = doc->covers[i].date;
		if (when >= 0 && !(strange && doc->whens[when].now))
			return true;
		if (core && (has_mark(doc, i, MARK_LEVEL) || has_mark(doc, i, MARK_EXPECTED) ||
		             has_mark(doc, i, MARK_FIGURE_NOUN) || doc->covers[i].alias >= 0))
			return true;
	}
	/* "The overall figure – over 95%": the dash stands for the verb */
	size_t dash = figure->core_first;
	while (dash > figure->clause_first && is_sign(doc, dash - 1, '"'))
		dash--;
	if (dash > figure->clause_first && is_sign(doc, dash - 1, '-') &&
	    find_mark(doc, figure->clause_first, dash, MARK_FIGURE_NOUN) >= 0)
		return true;
	return find_named_in_core(doc, figure);
}

/* "Nine had been closed; a year later they reported 27": so many, in the count that was told before. */
static bool is_reported_again(const struct document *doc, const struct figure *figure)
{
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	uint32_t index = doc->covers[figure->number].sentence;
	bool dated = false;
	for (size_t i = figure->clause_first; i < figure->first; i++)
		dated |= doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].now;
	size_t i = figure->first; /* "докладывал уже о 27" */
	while (i > figure->clause_first && has_mark(doc, i - 1, MARK_FUNCTION) &&
	       !has_mark(doc, i - 1, MARK_SAYS))
		i = doc->covers[i - 1].first;
	return dated && before && before->claim.unit == CLAIM_COUNT && i > 0 &&
	       has_mark(doc, i - 1, MARK_SAYS) && index - before->sentence <= 1;
}

static bool says_again(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->core_first; i < figure->first; i++) {
		if (has_mark(doc, i, MARK_OR) || has_mark(doc, i, MARK_LEVEL) ||
		    has_mark(doc, i, MARK_PRONOUN) ||
		    (is_sign(doc, i, '-') && doc->tokens[i].spaced))
			return true;
	}
	return false;
}

/* "Programmes completed: 10 in January, 16 in March, 22 now": a bare count with its date, in a list of them. */
static bool is_tally(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	uint32_t index = doc->covers[figure->number].sentence;
	bool dated = false, after = doc->draft_count > 0;
	if (finding->unit != CLAIM_COUNT || !doc->focus.has_stage)
		return false;
	bool day = false;
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		int32_t w = doc->covers[i].date;
		dated |= w >= 0;
		day |= w >= 0 && doc->whens[w].date.precision == DATE_DAY;
		if (is_unknown(doc, i))
			return false;
	}
	const struct sentence *s = &doc->sentences[index];
	bool listed = false;
	for (size_t i = s->first; i < figure->first; i++)
		listed |= is_sign(doc, i, ':');
	const struct draft *before = after ? &doc->drafts[doc->draft_count - 1] : NULL;
	listed |= before && before->sentence != index && doc->tokens[s->first].line;
	/* "Programmes closed: 4 (2 on 1 July)" */
	listed |= day && before && before->sentence == index &&
	          is_sign(doc, figure->last + 1u, ')');
	return dated && listed && before && before->claim.unit == CLAIM_COUNT &&
	       before->claim.measure == finding->measure && index - before->sentence <= 1;
}

/* "179 are done, or 58%. Last July we had fewer than a hundred": as the count before. */
static bool is_counted_then(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	uint32_t index = doc->covers[figure->number].sentence;
	bool dated = false, then = false;
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		dated |= doc->covers[i].date >= 0;
		then |= doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].now;
	}
	if (!dated || finding->unit != CLAIM_COUNT || finding->measure != CLAIM_ACTIVITIES ||
	    !doc->focus.has_stage || unknown_in_core(doc, figure) > 0 ||
	    decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) < 0)
		return false;
	for (size_t d = doc->draft_count; d > 0 && index - doc->drafts[d - 1].sentence <= 2; d--) {
		const struct claim *before = &doc->drafts[d - 1].claim;
		if (before->unit == CLAIM_COUNT && before->measure == CLAIM_ACTIVITIES)
			return doc->drafts[d - 1].sentence < index
			               ? then
			               : decimal_cmp(figure->value, before->value) > 0;
	}
	return false;
}

/* "All 28 will be fulfilled. So far 12 have been": the verb before goes on. */
static bool goes_on_with_verb(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t i = figure->last + 1u;
	if (finding->unit != CLAIM_COUNT || !doc->focus.has_stage ||
	    doc->focus.stage != CLAIM_COMPLETED || !has_mark(doc, i, MARK_FINITE) ||
	    unknown_in_core(doc, figure) > 0)
		return false;
	while (i < doc->count && doc->tokens[i].kind == TOKEN_WORD &&
	       (has_mark(doc, i, MARK_FINITE) || has_mark(doc, i, MARK_FUNCTION)) &&
	       !has_mark(doc, i, MARK_CONJUNCTION))
		i = past(doc, i);
	return i < doc->count && doc->tokens[i].kind == TOKEN_SIGN && !is_sign(doc, i, '-') &&
	       !is_sign(doc, i, '"');
}

/* "The programme on labelling is closed. Now there are 13 of them." */
static bool counts_done(const struct document *doc, const struct finding *finding)
{
	const struct sentence *s = &doc->sentences[doc->focus.sentence];
	const struct figure *figure = finding->figure;
	/* "On the others, fifteen of them, work goes on" */
	bool rest = find_mark(doc, doc->sentences[doc->covers[figure->number].sentence].first,
	                      figure->first, MARK_REST) >= 0;
	return finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES && !rest &&
	       counts_them(doc, figure) && unknown_in_core(doc, figure) == 0 &&
	       decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) < 0 &&
	       (doc->focus.has_stage || (find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 &&
	                                 find_mark(doc, s->first, s->end, MARK_PROGRESS) < 0));
}

/* "170 tasks of 310: such is the result" */
static bool is_result(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t end = figure->clause_end, from = figure->last;
	bool whole = figure->has_total || finding->target.has_base;
	struct decimal total = figure->has_total ? figure->total : finding->target.base;
	if (!whole || finding->unit != CLAIM_COUNT ||
	    !package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, total))
		return false;
	while (from < end && !(is_sign(doc, from, '-') && doc->tokens[from].spaced))
		from++;
	return find_mark(doc, from, end, MARK_FIGURE_NOUN) >= 0;
}

/* "The tally for the package reached 206 tasks out of 310", "The score: 206 of 310", "That makes 206 of 310" */
static bool is_tally_of_whole(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	long noun = find_mark(doc, figure->clause_first, figure->first, MARK_FIGURE_NOUN);
	size_t sign = figure->first - 1u;
	bool headed = noun >= 0 && figure->first > figure->clause_first + 1u &&
	              (is_sign(doc, sign, ':') || is_sign(doc, sign, '-') ||
	               (has_mark(doc, sign, MARK_FINITE) && (long)sign == noun + 1));
	bool whole = figure->has_total || finding->target.has_base;
	struct decimal total = figure->has_total ? figure->total : finding->target.base;
	return noun >= 0 && whole && finding->unit == CLAIM_COUNT &&
	       package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, total) &&
	       (headed || find_mark(doc, (size_t)noun + 1u, figure->first, MARK_LEVEL) >= 0);
}

/* "143 of 310 are done. The forecast for the year's end is 270": so many of the same. */
static bool is_forecast_of_same(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	bool dated = false;
	for (size_t i = figure->clause_first; i < figure->clause_end; i++)
		dated |= doc->covers[i].date >= 0;
	return dated && before && finding->predicate.expected && doc->focus.has_stage &&
	       doc->focus.stage == CLAIM_COMPLETED && finding->unit == CLAIM_COUNT &&
	       before->claim.unit == CLAIM_COUNT && before->claim.has_total &&
	       doc->covers[figure->number].sentence - before->sentence <= 1 &&
	       unknown_in_core(doc, figure) == 0 &&
	       decimal_cmp(figure->value, before->claim.value) >= 0 &&
	       decimal_cmp(figure->value, before->claim.total) <= 0;
}

/* How far a count may be from the percentage that it spells out, in points. */
#define SPELLED_POINTS 5

/* "Less than a fifth of the tasks are done. "58 of the 310, to be exact"": the count of that share. */
static bool spells_out_share(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	if (!before || finding->unit != CLAIM_COUNT || !figure->has_total ||
	    !doc->focus.has_stage || doc->focus.stage != CLAIM_COMPLETED ||
	    before->claim.unit != CLAIM_PERCENT || before->claim.modality != CLAIM_ACTUAL ||
	    doc->covers[figure->number].sentence - before->sentence > 2 ||
	    decimal_cmp(figure->total, figure->value) < 0 ||
	    !package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, figure->total))
		return false;
	struct decimal apart = decimal_apart(decimal_percent_of(figure->value, figure->total, 1),
	                                     before->claim.value);
	return decimal_cmp(apart, decimal_from_int(SPELLED_POINTS)) <= 0;
}

/* "Four are left. "A year ago I told you 61 per cent"": of the whole again. */
static bool is_degree_of_a_day(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	bool dated = false;
	for (size_t i = figure->clause_first; i < figure->clause_end; i++)
		dated |= doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].now;
	return dated && figure->kind == FIGURE_PERCENT &&
	       find_mark(doc, figure->clause_first, figure->first, MARK_SAYS) >= 0;
}

/* For so many sentences behind a poll its answers are told. */
#define POLL_SENTENCES 3

/* "The poll asked what matters most. Tourism: 39 percent": so many named it. */
static bool is_answer_of_poll(const struct document *doc, const struct finding *finding)
{
	uint32_t index = doc->covers[finding->figure->number].sentence;
	return doc->poll_sentence > 0 && index + 1 - doc->poll_sentence <= POLL_SENTENCES &&
	       finding->unit == CLAIM_PERCENT && finding->target.np.programme &&
	       (finding->target.np.bare || is_back_reference(finding)) &&
	       (doc->draft_count == 0 ||
	        doc->drafts[doc->draft_count - 1].sentence + 1 < doc->poll_sentence);
}

/* "28% have heard of the union programmes, of their results 9%": of the noun that stands before both. */
static bool goes_on_with_undone(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure, *before = figure - 1;
	return finding->f > 0 && before->reason == NOT_DONE && before->kind == FIGURE_PERCENT &&
	       figure->kind == FIGURE_PERCENT && finding->target.kind == TARGET_SUBJECT &&
	       finding->target.np.last < before->first &&
	       doc->covers[before->number].sentence == doc->covers[figure->number].sentence;
}

/* Does the sentence answer a question of what has been done? */
static bool asks_of_done(const struct document *doc, uint32_t index)
{
	const struct sentence *question = index > 0 ? &doc->sentences[index - 1] : NULL;
	return question && question->question &&
	       find_mark(doc, question->first, question->end, MARK_COMPLETED) >= 0;
}

const char *without_stage(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	if (finding->predicate.has_stage ||
	    (finding->target.has_stage && !finding->target.works_out))
		return NULL;
	if (is_answer_of_poll(doc, finding))
		return WHO_THINKS;
	if (goes_on_with_undone(doc, finding))
		return NOT_DONE;
	bool answer = is_answer(doc, figure);
	uint32_t index = doc->covers[figure->number].sentence;
	/* "Nine are closed, against four in October" */
	size_t from = figure->first > 0 ? figure->first - 1u : 0;
	bool compared = doc->draft_count > 0 && has_mark(doc, from, MARK_CHANGE_FROM) &&
	                !has_mark(doc, from, MARK_FUNCTION) &&
	                doc->drafts[doc->draft_count - 1].sentence == index &&
	                doc->drafts[doc->draft_count - 1].claim.unit == CLAIM_COUNT;
	/* "On transport 101 of 112 are done. On traceability - 9 of 11." */
	bool listed = finding->target.np.programme && (figure->has_total || figure->is_all) &&
	              figure->kind != FIGURE_ALL && doc->focus.has_stage && doc->focus.programme &&
	              doc->focus.measure == CLAIM_ACTIVITIES;
	bool row = doc->column_count > 0 && doc->draft_count > 0 &&
	           doc->drafts[doc->draft_count - 1].sentence == index;
	if (finding->unit == CLAIM_PERCENT && is_row_of_all(doc, figure))
		return NULL;
	/* "104 were closed in half a year. Since it began - 806" */
	if (finding->unit == CLAIM_COUNT && is_back_reference(finding) && doc->focus.has_stage &&
	    index - doc->focus.sentence <= 1 && counts_so_far(doc, figure) &&
	    unknown_in_core(doc, figure) == 0)
		return NULL;
	if (counts_done(doc, finding) || is_counted_then(doc, finding) ||
	    goes_on_with_verb(doc, finding) || is_result(doc, finding) ||
	    is_tally_of_whole(doc, finding) || is_forecast_of_same(doc, finding) ||
	    spells_out_share(doc, finding))
		return NULL;
	if (is_back_reference(finding) && !answer && !row && !listed && !compared &&
	    !is_tally(doc, finding) && !is_reported_again(doc, figure) &&
	    (figure->kind == FIGURE_ALL ||
	     (finding->unit == CLAIM_COUNT && !figure->from &&
	      find_mark(doc, figure->core_first, figure->core_end, MARK_LEVEL) < 0)))
		return "no word of how far it is done";
	/* "14 are overdue … In per cent it is 4.5": of the count, however it goes on between */
	uint32_t behind = finding->unit == CLAIM_PERCENT &&
	                                  find_mark(doc, figure->clause_first, figure->number,
	                                            MARK_PERCENT) >= 0 &&
	                                  (doc->draft_count == 0 ||
	                                   doc->drafts[doc->draft_count - 1].sentence + 1 <
	                                           doc->undone_sentence)
	                          ? 3
	                          : 1;
	if (is_back_reference(finding) && doc->undone_sentence > 0 &&
	    index + 1 - doc->undone_sentence <= behind && !is_degree_of_a_day(doc, finding))
		return "refers to what is not done";
	bool whole = finding->target.whole &&
	             (doc->focus.has_stage ||
	              find_mark(doc, s->first, figure->first, MARK_COMPLETED) >= 0);
	if (is_back_reference(finding) && !whole && !finding->target.works_out &&
	    !is_predicated(doc, figure))
		return "nothing is said of it";
	if (is_back_reference(finding))
		return doc->focus.has_stage || answer || finding->unit == CLAIM_PERCENT
		               ? NULL
		               : "no word of how far it is done";
	if (finding->unit == CLAIM_PERCENT && figure->kind != FIGURE_ALL &&
	    (stands_at(doc, finding) || is_ranked(doc, finding)))
		return NULL;
	/* "Counted by activities, that is 760 of 993." */
	if (finding->unit == CLAIM_COUNT && figure->has_total && doc->focus.has_stage &&
	    index - doc->focus.sentence <= 1 &&
	    package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, figure->total) &&
	    says_again(doc, figure))
		return NULL;
	/* "Asked how far the programmes had got, she said 70%", "What has been done? - Nearly 90% of the measures" */
	if (answer && finding->unit == CLAIM_PERCENT &&
	    (finding->target.kind == TARGET_SUBJECT || asks_of_done(doc, index)))
		return NULL;
	/* "And the programmes? - Eight of the twenty-eight." */
	if (answer && (figure->has_total || (finding->target.has_base && doc->focus.has_stage)))
		return NULL;
	/* A headline that was cut off: "Union programmes 85% comple…" */
	if (s->in_title && finding->unit == CLAIM_PERCENT && is_sign(doc, s->end - 1u, '.') &&
	    is_sign(doc, s->end - 2u, '.'))
		return NULL;
	return figure->kind == FIGURE_COUNT ? NO_PROGRESS : "no word of how far it is done";
}
