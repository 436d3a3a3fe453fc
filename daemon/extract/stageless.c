/* Figures with no word of a stage: whether they are claims all the same. */
#include "clauses.h"
#include "differences.h"
#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "questions.h"
#include "rows.h"
#include "scope.h"

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
	/* "Tourism accounts for 40% of the tasks", "nuclear energy made up 12% of it all" */
	if (np->strength < 1 ||
	    ((finding->target.kind == TARGET_DIRECT || np->kind == NOUN_ALIAS) &&
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
#define COLON_TOKENS 4

/* "The prime minister: they are 84% done. The ambassador: 82%": one more voice on it. */
static bool is_put_by(const struct document *doc, const struct figure *figure)
{
	size_t first = doc->sentences[doc->covers[figure->number].sentence].first;
	for (size_t i = first; i < figure->first && i < first + COLON_TOKENS; i++) {
		size_t least = find_mark(doc, i, figure->first, MARK_ACCORDING) >= 0
		                       ? 2 * COLON_TOKENS
		                       : COLON_TOKENS;
		if (is_sign(doc, i, ':'))
			return find_mark(doc, first, i, MARK_OFFICE) >= 0 &&
			       figure->first <= i + least;
	}
	return false;
}

/* "The first package is 100% done. The second - by 27%": the dash stands for the verb. */
static bool is_package_by_dash(const struct document *doc, const struct figure *figure)
{
	size_t dash = figure->first;
	while (dash > figure->clause_first && has_mark(doc, dash - 1, MARK_LINK))
		dash = doc->covers[dash - 1].first;
	if (dash == 0 || !is_sign(doc, dash - 1, '-') || !doc->focus.has_stage)
		return false;
	for (size_t i = doc->sentences[doc->covers[dash].sentence].first; i < dash; i++) {
		if (package_at(doc, i))
			return true;
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
	/* "The envoy called it "almost 40 per cent"" */
	if (dash < figure->core_first && dash > figure->clause_first &&
	    has_mark(doc, dash - 1, MARK_LEVEL))
		return true;
	if (is_package_by_dash(doc, figure))
		return true;
	if (dash > figure->clause_first && is_sign(doc, dash - 1, '-') &&
	    find_mark(doc, figure->clause_first, dash, MARK_FIGURE_NOUN) >= 0)
		return true;
	/* "Вторая, по туризму, — на 80%" */
	if (dash > figure->clause_first && is_sign(doc, figure->core_first, '-') &&
	    is_sign(doc, dash - 1, ',') && one_on_field(doc, figure))
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

/* "Ten are, in the language of officials, in a high degree of readiness": behind the aside it is told. */
static bool resumes(const struct document *doc, size_t comma)
{
	const struct sentence *s = &doc->sentences[doc->covers[comma].sentence];
	size_t close = comma + 1;
	if (!is_sign(doc, comma, ','))
		return false;
	while (close < s->end && !is_sign(doc, close, ','))
		close++;
	return close < s->end && !has_mark(doc, close + 1, MARK_CONJUNCTION) &&
	       stage_in(doc, close, s->end);
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
	       !is_sign(doc, i, '"') && !resumes(doc, i);
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
	/* "Of 28 programmes 22 got high marks" */
	if (noun >= 0 && finding->target.has_base &&
	    doc->figures[finding->target.base_figure].first < (size_t)noun)
		return false;
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

/* Does the figure stand beside others whose stage is its own: compared, in a list, in a row? */
static bool goes_with_others(const struct document *doc, const struct finding *finding,
                             uint32_t index)
{
	const struct figure *figure = finding->figure;
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
	return compared || listed || row;
}

/* Does it go back to what is not done? */
static bool is_of_undone(const struct document *doc, const struct finding *finding, uint32_t index)
{
	const struct figure *figure = finding->figure;
	/* "14 are overdue … In per cent it is 4.5": of the count, however it goes on between */
	uint32_t behind = finding->unit == CLAIM_PERCENT &&
	                                  find_mark(doc, figure->clause_first, figure->number,
	                                            MARK_PERCENT) >= 0 &&
	                                  (doc->draft_count == 0 ||
	                                   doc->drafts[doc->draft_count - 1].sentence + 1 <
	                                           doc->undone_sentence)
	                          ? 3
	                          : 1;
	return doc->undone_sentence > 0 && index + 1 - doc->undone_sentence <= behind &&
	       !(finding->target.np.programme && index + 1 != doc->undone_sentence) &&
	       !is_degree_of_a_day(doc, finding);
}

/* "Eight of the 28 are completed. And 75% of the activities.": a sentence of nothing else. */
static bool adds_share(const struct document *doc, const struct finding *finding, uint32_t index)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	const struct sentence *s = &doc->sentences[index];
	if (finding->target.kind != TARGET_DIRECT || np->kind != NOUN_ACTIVITIES ||
	    (figure->kind != FIGURE_PERCENT && !figure->has_total) || !doc->focus.has_stage ||
	    !doc->focus.has_unit || index - doc->focus.sentence > 1)
		return false;
	for (size_t i = s->first; i < s->end; i++) {
		bool own = (i >= figure->first && i <= figure->last) ||
		           (i >= np->first && i <= np->last);
		if (!own && doc->tokens[i].kind == TOKEN_WORD && !has_mark(doc, i, MARK_FUNCTION) &&
		    !has_mark(doc, i, MARK_CONJUNCTION) && !has_mark(doc, i, MARK_OUT_OF) &&
		    !has_mark(doc, i, MARK_NEUTRAL) && !has_mark(doc, i, MARK_WHOLE))
			return false;
	}
	return true;
}

/* So long what is left of a word must be, to be one of a stage. */
#define LEFT_LETTERS 3

/* "Union programmes 85% comple…", but "… 20% are not comple…", "half of them concern fi…" */
static bool is_cut_off_before_stage(const struct document *doc, const struct finding *finding,
                                    const struct sentence *s)
{
	const struct noun_phrase *np = &finding->target.np;
	size_t end = s->end, i = finding->figure->last + 1u;
	if (end < s->first + 2u || !is_sign(doc, end - 1u, '.') || !is_sign(doc, end - 2u, '.'))
		return false;
	while (end > s->first && is_sign(doc, end - 1u, '.'))
		end--;
	if (end == s->first || find_mark(doc, s->first, end, MARK_NOT) >= 0 ||
	    has_mark(doc, s->first, MARK_FINITE))
		return false;
	if (np->last >= i && np->last < end)
		i = np->last + 1u;
	for (; i + 1 < end; i++) {
		if (doc->tokens[i].kind == TOKEN_WORD && is_unknown(doc, i))
			return false;
	}
	return i >= end || !is_unknown(doc, i) || doc->tokens[i].len >= LEFT_LETTERS;
}

/* Answers, headlines that were cut off and counts that are said again need no word of a stage. */
static bool is_said_anyway(const struct document *doc, const struct finding *finding,
                           uint32_t index, bool answer)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[index];
	if (adds_share(doc, finding, index) ||
	    (tells_in_programmes(doc, finding) && says_again(doc, figure)))
		return true;
	/* "Counted by activities, that is 760 of 993." */
	if (finding->unit == CLAIM_COUNT && figure->has_total && doc->focus.has_stage &&
	    index - doc->focus.sentence <= 1 &&
	    package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, figure->total) &&
	    says_again(doc, figure))
		return true;
	/* "Asked how far the programmes had got, she said 70%", "What has been done? - Nearly 90% of the measures" */
	if (answer && finding->unit == CLAIM_PERCENT &&
	    (figure->kind != FIGURE_ALL || unknown_in_core(doc, figure) == 0) &&
	    (finding->target.kind == TARGET_SUBJECT || asks_of_done(doc, index)))
		return true;
	/* "And the programmes? - Eight of the twenty-eight." */
	if (answer && (figure->has_total || (finding->target.has_base && doc->focus.has_stage)))
		return true;
	/* A headline that was cut off: "Union programmes 85% comple…" */
	if (s->in_title && finding->unit == CLAIM_PERCENT &&
	    is_cut_off_before_stage(doc, finding, s))
		return true;
	return false;
}

/* "Twelve programmes are completed; of the activities, 83%" */
static bool goes_on_without_verb(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	if (!before || before->sentence != doc->covers[figure->number].sentence ||
	    np->kind != NOUN_ACTIVITIES || np->last >= figure->first ||
	    before->claim.measure == CLAIM_ACTIVITIES || before->claim.stage != CLAIM_COMPLETED ||
	    before->claim.modality != CLAIM_ACTUAL || before->dropped ||
	    (finding->unit == CLAIM_COUNT && !finding->target.has_base))
		return false;
	size_t of = finding->target.has_base ? doc->figures[finding->target.base_figure].first
	                                     : np->first;
	while (of > figure->clause_first && !has_mark(doc, of - 1, MARK_OUT_OF) &&
	       (has_mark(doc, of - 1, MARK_FUNCTION) || has_mark(doc, of - 1, MARK_NEUTRAL)))
		of = doc->covers[of - 1].first;
	size_t end = figure->last + 1u;
	return of > 0 && has_mark(doc, of - 1, MARK_OUT_OF) &&
	       (end >= doc->count || doc->tokens[end].kind == TOKEN_SIGN) &&
	       find_mark(doc, of, figure->first, MARK_FINITE) < 0 &&
	       find_mark(doc, of, figure->first, MARK_FOREIGN) < 0;
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
	bool answer = is_answer(doc, figure), dated;
	uint32_t index = doc->covers[figure->number].sentence;
	if (compares_in_bracket(doc, figure, &dated))
		return NULL;
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
	    spells_out_share(doc, finding) || goes_on_without_verb(doc, finding))
		return NULL;
	if (is_back_reference(finding) && !answer && !goes_with_others(doc, finding, index) &&
	    !is_tally(doc, finding) && !is_reported_again(doc, figure) &&
	    (figure->kind == FIGURE_ALL ||
	     (finding->unit == CLAIM_COUNT && !figure->from &&
	      find_mark(doc, figure->core_first, figure->core_end, MARK_LEVEL) < 0)))
		return "no word of how far it is done";
	if (is_back_reference(finding) && is_of_undone(doc, finding, index))
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
	if (is_said_anyway(doc, finding, index, answer))
		return NULL;
	return figure->kind == FIGURE_COUNT ? NO_PROGRESS : "no word of how far it is done";
}
