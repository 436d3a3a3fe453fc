#include "ellipsis.h"

#include <string.h>

#include "adjunct.h"
#include "clauses.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "questions.h"
#include "rows.h"
#include "scope.h"

/* For how many sentences a topic carries an ellipsis. */
#define FOCUS_SENTENCES 2
/* And one that says what was done: "Last year only 5% was done". */
#define STAGED_SENTENCES 3
/* And an answer in an interview. */
#define ASKED_SENTENCES 8
#define AHEAD_SENTENCES 4

/* The end of what tells in a core: behind figure and stage only complements follow. */
static size_t telling_end(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->last + 1u; i < figure->core_end; i++) {
		if (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS))
			return past(doc, i) < figure->core_end ? past(doc, i) : figure->core_end;
	}
	return figure->core_end;
}

size_t unknown_in_core(const struct document *doc, const struct figure *figure)
{
	size_t n = 0, end = telling_end(doc, figure);
	bool source = false; /* "by the count of independent economists – a third": who says so */
	for (size_t i = figure->core_first; i < end; i++) {
		source |= has_mark(doc, i, MARK_ACCORDING);
		source &= i < figure->first && doc->tokens[i].kind != TOKEN_SIGN;
		if (source)
			continue;
		bool name = doc->tokens[i].capital && !doc->tokens[i].line &&
		            i > doc->sentences[doc->covers[i].sentence].first;
		n += is_unknown(doc, i) && !name;
	}
	return n;
}

static bool core_has_noun(const struct document *doc, const struct figure *figure, enum noun kind)
{
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == kind)
			return true;
	}
	return false;
}

/* "The share of fakes, by one estimate, fell to 4%": where the words before the aside begin, or the core. */
static size_t behind_aside(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first;
	for (int stretches = 0; stretches < 2; stretches++) {
		if (first <= figure->clause_first || !is_sign(doc, first - 1, ','))
			return figure->core_first; /* no aside has but one comma */
		first--;
		while (first > figure->clause_first && doc->tokens[first - 1].kind != TOKEN_SIGN)
			first--;
	}
	return first;
}

/* "The share of goods", "доля товаров": a share of something that nobody knows. */
bool names_another_whole(const struct document *doc, const struct figure *figure)
{
	for (size_t i = behind_aside(doc, figure); i < figure->number; i = past(doc, i)) {
		if (noun_at(doc, i).kind != NOUN_FIGURE)
			continue;
		size_t next = past(doc, i);
		for (int steps = 0; next < figure->number && steps < 4;
		     steps++, next = past(doc, next)) {
			bool thing = has_mark(doc, next, MARK_THING) &&
			             !has_mark(doc, next, MARK_ACTIVITIES) &&
			             !has_mark(doc, next, MARK_OFFICE) &&
			             doc->covers[next].date < 0;
			/* "Доля России в союзных программах": a party's part in them */
			bool part = has_mark(doc, next, MARK_OFFICE) &&
			            has_mark(doc, past(doc, next), MARK_WITHIN);
			if (is_unknown(doc, next) || thing || part)
				return true;
			if (!has_mark(doc, next, MARK_OUT_OF) &&
			    !has_mark(doc, next, MARK_NEUTRAL) &&
			    !has_mark(doc, next, MARK_OFFICE) &&
			    !(steps == 0 && has_mark(doc, next, MARK_FUNCTION)))
				break;
		}
	}
	return false;
}

bool stage_in(const struct document *doc, size_t first, size_t end)
{
	return find_mark(doc, first, end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, first, end, MARK_PROGRESS) >= 0;
}

/* Is a part of the programmes named earlier in the sentence? */
static bool names_part_before(const struct document *doc, const struct figure *figure)
{
	size_t i = doc->sentences[doc->covers[figure->number].sentence].first;
	for (; i < figure->first; i++) {
		if (noun_at(doc, i).kind == NOUN_BLOCK && noun_at(doc, i).strength == 3)
			return true;
	}
	return false;
}

/* Does the figure stand in a list that the sentence, or a line before, has introduced? */
static bool is_in_list(const struct document *doc, const struct figure *figure)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = &doc->sentences[index];
	for (size_t i = s->first; i < figure->first; i++) {
		if (is_sign(doc, i, ':'))
			return doc->focus.sentence == index;
	}
	return index > 0 && doc->tokens[s->first].line && is_sign(doc, s->first - 1u, ':');
}

/* "Completion of the union programmes by field: tourism - 92%, …": a name, the figure, and no word more. */
static const struct programme *list_item(const struct document *doc, const struct figure *figure)
{
	bool all;
	size_t first = figure->first, last = first;
	if (!is_in_list(doc, figure))
		return NULL;
	while (first > figure->clause_first && !is_sign(doc, first - 1, ':') &&
	       !is_sign(doc, first - 1, ',') && !is_sign(doc, first - 1, ';') &&
	       !doc->tokens[first].line)
		first--;
	while (last > first &&
	       (doc->tokens[last - 1].kind == TOKEN_SIGN || has_mark(doc, last - 1, MARK_LEVEL)))
		last--;
	for (size_t i = figure->last + 1u; i < figure->core_end; i++) {
		if (is_unknown(doc, i))
			return NULL;
	}
	for (size_t i = first; i < last; i++) {
		int32_t alias = doc->covers[i].alias;
		const struct programme *named = alias < 0 ? NULL
		                                          : doc->aliases[alias].name->programme;
		if (named && doc->aliases[alias].first <= first + 1u &&
		    doc->aliases[alias].last + 1u >= last)
			return named;
	}
	const struct programme *programme = find_named(doc, first, last, &all);
	return all ? programme : NULL;
}

/* "…, the worst off is industry: 61%": the programme that the words before the colon rank, or NULL. */
static const struct programme *ranked_before(const struct document *doc,
                                             const struct figure *figure)
{
	size_t colon = figure->core_first - 1u, first = colon;
	bool all;
	if (figure->core_first == 0 || figure->core_first != figure->first ||
	    !is_sign(doc, colon, ':'))
		return NULL;
	while (first > 0 && doc->tokens[first - 1].kind == TOKEN_WORD && !doc->tokens[first].line)
		first--;
	return find_mark(doc, first, colon, MARK_RANKS) >= 0 ? find_named(doc, first, colon, &all)
	                                                     : NULL;
}

/* "In transport, 108 of 112; in tourism, 14 of 15": where the words before the comma begin, or from. */
static size_t behind_gap(const struct document *doc, const struct figure *figure, size_t from)
{
	size_t first = from - 1u, head = figure->first;
	/* "вторая, по туризму, – на 79%" */
	while (head > from && (has_mark(doc, head - 1, MARK_LINK) || is_sign(doc, head - 1, '-')))
		head = doc->covers[head - 1].first;
	size_t low = doc->sentences[doc->covers[figure->number].sentence].first;
	if (figure > doc->figures && figure[-1].last > low)
		low = figure[-1].last + 1u;
	if (head == figure->first || low > figure->clause_first)
		low = figure->clause_first;
	if (from != head || from < low + 2u || !is_sign(doc, first, ','))
		return from;
	while (first > low && doc->tokens[first - 1].kind != TOKEN_SIGN) {
		enum noun kind = noun_at(doc, first - 1).kind;
		if (kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_SINGLE)
			return from;
		first--;
	}
	return has_mark(doc, first, MARK_LINK) ? first : from;
}

/* "… 54%; for oil and oil products 88%": the name of another programme is all there is. */
const struct programme *contrasted(const struct document *doc, const struct figure *figure)
{
	bool all;
	const struct programme *programme = NULL;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if ((programme = programme_of_row(doc, figure)))
		return programme;
	bool percent = figure->kind == FIGURE_PERCENT ||
	               (figure->kind == FIGURE_COUNT && !figure->has_total && doc->focus.has_unit &&
	                doc->focus.unit == CLAIM_PERCENT) ||
	               (figure->kind == FIGURE_COUNT && (figure->has_total || figure->is_all) &&
	                doc->focus.programme && doc->focus.measure == CLAIM_ACTIVITIES);
	if (!doc->focus.known || doc->foreign || sentence - doc->focus.sentence > 1 || !percent ||
	    is_of_whole(doc, figure) || core_has_noun(doc, figure, NOUN_ACTIVITIES) ||
	    core_has_noun(doc, figure, NOUN_PROGRAMMES))
		return NULL;
	const struct sentence *s = &doc->sentences[sentence];
	bool staged = doc->focus.has_stage ||
	              (doc->focus.programme && sentence == doc->focus.sentence &&
	               stage_in(doc, s->first, figure->first));
	programme = doc->focus.has_stage ? ranked_before(doc, figure) : NULL;
	if (!programme && (!doc->focus.has_stage || !doc->focus.programme))
		programme = list_item(doc, figure);
	if (programme || !staged)
		return programme;
	/* "The union programmes are 70% done; customs 83%" */
	if (!doc->focus.programme &&
	    (sentence != doc->focus.sentence || core_has_noun(doc, figure, NOUN_FOREIGN)))
		return NULL;
	/* "under the one on consumers 81% of disputes were settled" */
	size_t behind_it = figure->last + 1u;
	if (behind_it < figure->core_end && is_unknown(doc, behind_it) &&
	    !doc->tokens[behind_it].capital && !looks_like_verb(doc, behind_it))
		return NULL;
	/* "on tourism (95%) and transport (88%)": the name nearest before the bracket */
	bool bracket = figure->first > figure->core_first && is_sign(doc, figure->first - 1u, '(');
	size_t from = bracket && figure > doc->figures && figure[-1].last >= figure->core_first
	                      ? figure[-1].last + 1u
	                      : figure->core_first;
	/* "in transport, 108 of 112; in tourism, all 14": the comma stands for the verb */
	from = behind_gap(doc, figure, from);
	for (size_t i = from; i < figure->first; i++) {
		int32_t alias = doc->covers[i].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme)
			return doc->aliases[alias].name->programme;
	}
	programme = find_named(doc, from, figure->first, &all);
	/* "against 88% for the one on labelling" */
	if (has_mark(doc, figure->last + 1u, MARK_LINK)) {
		const struct programme *behind = find_named(doc, figure->last + 1u,
		                                            figure->core_end, &all);
		if (behind && all)
			return behind;
	}
	size_t unknown = 0;
	for (size_t i = figure->core_first; i < figure->core_end; i++)
		unknown += i > figure->first && is_unknown(doc, i);
	return programme && all && unknown == 0 ? programme : NULL;
}

/* "the remaining 15 are more than 80% complete" */
static bool is_of_counted_rest(const struct document *doc, const struct figure *figure,
                               size_t first)
{
	const struct figure *rest = figure - 1;
	if (figure == doc->figures || rest->kind != FIGURE_COUNT || rest->claim >= 0 ||
	    rest->first == 0 || !is_of_rest(doc, rest->first - 1) || rest->last >= first)
		return false;
	for (size_t i = rest->last + 1u; i < first; i++) {
		if (!has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_FINITE))
			return false;
	}
	return true;
}

bool is_degree_of_rest(const struct document *doc, const struct figure *figure, size_t first,
                       size_t end)
{
	if (figure->kind != FIGURE_PERCENT ||
	    find_mark(doc, figure->core_first, figure->core_end, MARK_PROGRESS) >= 0)
		return false;
	if (is_of_counted_rest(doc, figure, first))
		return true;
	/* "It is ahead of the others: 92% is done" */
	for (size_t i = first; i < end && i < figure->first; i++)
		first = is_sign(doc, i, ':') ? i + 1 : first;
	for (size_t i = first; i < end; i++) {
		if (is_of_rest(doc, i) && past(doc, i) != figure->first)
			return true;
		if (has_mark(doc, i, MARK_SO_MANY))
			return true; /* "as many more are half done" */
	}
	return false;
}

/* The word between the commas around a figure that speaks against an ellipsis: the first such. */
static size_t strange_in_core(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN || is_unknown(doc, i))
			return i;
	}
	return figure->number;
}

/* "Projects of other kinds were reviewed; three of the 27 have been launched": a total that is nobody's. */
static bool is_out_of_others(const struct document *doc, const struct figure *figure)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	if (figure->kind != FIGURE_COUNT || !figure->has_total || figure->is_share ||
	    package_of_total(doc, false, figure->total) ||
	    package_of_total(doc, true, figure->total))
		return false;
	for (size_t i = s->first; i < figure->first; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN))
			return true;
	}
	return false;
}

/* "28 ministers met. Twelve of them have finished": of the people and things just counted. */
static bool is_of_things_before(const struct document *doc, const struct figure *figure)
{
	const struct figure *things = figure - 1;
	size_t behind = figure->last + 1u, i = figure->first;
	bool them = has_mark(doc, behind, MARK_OUT_OF) &&
	            has_mark(doc, past(doc, behind), MARK_PRONOUN);
	while (i > figure->core_first && !them && has_mark(doc, i - 1, MARK_PRONOUN)) {
		i = doc->covers[i - 1].first;
		them = i > 0 && has_mark(doc, i - 1, MARK_OUT_OF);
	}
	return them && figure > doc->figures && figure->kind == FIGURE_COUNT &&
	       things->kind == FIGURE_COUNT && things->claim < 0 && !things->has_total &&
	       things->reason && strcmp(things->reason, OTHER_THING) == 0 &&
	       doc->covers[figure->number].sentence - doc->covers[things->number].sentence == 1 &&
	       decimal_cmp(figure->value, things->value) <= 0;
}

/* Is the figure the share that the count makes? */
static bool is_share_of(const struct document *doc, const struct figure *figure,
                        const struct claim *count)
{
	if (count->unit != CLAIM_COUNT || !count->has_total ||
	    decimal_cmp(count->total, count->value) < 0)
		return false;
	struct decimal share = decimal_percent_of(count->value, count->total, figure->value.scale);
	return decimal_cmp(share, figure->value) == 0 &&
	       (figure->value.scale > 0 || unknown_in_core(doc, figure) <= 2);
}

bool works_out(const struct document *doc, const struct figure *figure, enum claim_stage *ret)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (figure->kind != FIGURE_PERCENT || figure->has_high || figure->is_fraction)
		return false;
	/* "788 of 993 are done, another 131 under way. In per cent it is 79": not the last of them */
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct draft *before = &doc->drafts[d - 1];
		/* "84 of 310 are done. - Is that much? - It is 27 per cent" */
		if (sentence - before->sentence > (doc->question_open ? 2u : 1u))
			break;
		if (is_share_of(doc, figure, &before->claim)) {
			*ret = before->claim.stage;
			return true;
		}
	}
	return false;
}

/* So short a question leaves out what it asks of. */
#define QUESTION_TOKENS 10

/* The question that the figure's sentence answers, or NULL. */
static const struct sentence *question_before(const struct document *doc, uint32_t sentence)
{
	return doc->question_open && sentence > 0 && doc->sentences[sentence - 1].question
	               ? &doc->sentences[sentence - 1]
	               : NULL;
}

/* "And the budget, by the end of the year?": asked of another thing */
static bool asks_of_another(const struct document *doc, const struct sentence *question)
{
	bool other = false;
	for (size_t i = question ? question->first : 0; question && i < question->end; i++) {
		struct noun_phrase np = noun_at(doc, i);
		if (np.kind == NOUN_PROGRAMMES || np.kind == NOUN_ACTIVITIES ||
		    np.kind == NOUN_ALIAS || np.kind == NOUN_SINGLE)
			return false;
		other |= np.kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN);
	}
	return other;
}

/* "And by the end of next year?", after a word on something else: what was spoken of all along. */
static bool asks_on(const struct document *doc, const struct sentence *question)
{
	if (!question || question->end - question->first > QUESTION_TOKENS ||
	    doc->question_when < 0 || asks_of_another(doc, question))
		return false;
	for (size_t i = question->first; i < question->end; i++) {
		if (is_unknown(doc, i))
			return false;
	}
	return true;
}

/* So near before its comma the noun of a participle stands. */
#define NOUN_OF_PARTICIPLE_TOKENS 5

/* "the budget of the Union State, executed by 64%": the participle is the noun's before the comma. */
static bool is_of_foreign_participle(const struct document *doc, const struct figure *figure)
{
	size_t comma = figure->core_first > 0 ? figure->core_first - 1u : 0;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	if (!is_sign(doc, comma, ',') || !has_mark(doc, figure->core_first, MARK_COMPLETED) ||
	    core_has_noun(doc, figure, NOUN_PRONOUN))
		return false;
	for (size_t i = comma; i > s->first && comma - i < NOUN_OF_PARTICIPLE_TOKENS; i--) {
		enum noun kind = noun_at(doc, i - 1).kind;
		if (kind == NOUN_FOREIGN)
			return true;
		if (kind != NOUN_NONE || doc->tokens[i - 1].kind == TOKEN_SIGN)
			return false;
	}
	return false;
}

/* "11 are completed, another nine are over 90% ready and 8 are still in progress": of the same whole. */
static bool counts_on_behind_part(const struct document *doc, const struct figure *figure)
{
	const struct figure *part = &doc->figures[doc->foreign_figure];
	return figure->kind == FIGURE_COUNT && part->reason == OTHER_PART &&
	       doc->covers[part->number].sentence == doc->covers[figure->number].sentence &&
	       doc->focus.sentence == doc->covers[figure->number].sentence &&
	       !core_has_noun(doc, part, NOUN_BLOCK) &&
	       stage_in(doc, figure->core_first, figure->core_end);
}

/* So soon behind its preposition a region is named. */
#define REGION_TOKENS 4

/* "In Brest Region": the token behind a name and what it is the name of, or 0. */
static size_t past_region(const struct document *doc, size_t first, size_t end)
{
	bool named = false;
	while (first < end && has_mark(doc, first, MARK_CONJUNCTION))
		first++;
	if (!has_mark(doc, first, MARK_LINK) || doc->covers[first].date >= 0)
		return 0;
	for (size_t i = past(doc, first); i < end && i < first + REGION_TOKENS; i++) {
		if (named && has_mark(doc, i, MARK_THING) && !has_mark(doc, i, MARK_OFFICE))
			return past(doc, i);
		if (!has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_OFFICE) &&
		    !(is_unknown(doc, i) && doc->tokens[i].capital))
			return 0;
		named |= is_unknown(doc, i) && doc->tokens[i].capital;
	}
	return 0;
}

bool begins_in_region(const struct document *doc, const struct figure *figure)
{
	size_t i = past_region(doc, figure->clause_first, figure->first);
	/* "Two measures have been carried out in Pskov Region" */
	for (size_t k = figure->last + 1u; k + 1 < figure->core_end; k++) {
		if (has_mark(doc, k, MARK_COMPLETED) &&
		    past_region(doc, k + 1, figure->core_end) > 0)
			return true;
	}
	if (i == 0)
		return false;
	i += is_sign(doc, i, ',');
	while (i < figure->first &&
	       (has_mark(doc, i, MARK_UNION) || has_mark(doc, i, MARK_FUNCTION)))
		i = past(doc, i);
	enum noun kind = i < figure->first ? noun_at(doc, i).kind : NOUN_NONE;
	return i == figure->first || kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES;
}

/* So far before a percentage the plan may begin that it is of. */
#define PLAN_TOKENS 40

bool is_of_plan_before(const struct document *doc, const struct figure *figure)
{
	const struct figure *plan = figure - 1;
	if (figure == doc->figures || plan->kind != FIGURE_COUNT || plan->has_total ||
	    plan->claim >= 0 || figure->kind != FIGURE_PERCENT ||
	    doc->covers[plan->number].sentence != doc->covers[figure->number].sentence ||
	    package_of_total(doc, true, plan->value))
		return false;
	size_t i = plan->clause_first;
	if (figure->first - i > PLAN_TOKENS)
		i = figure->first - PLAN_TOKENS;
	for (; i < figure->first; i++) {
		size_t next = past(doc, i);
		int32_t w = next < doc->count ? doc->covers[next].date : -1;
		if (has_mark(doc, i, MARK_PLAN_FOR) && w >= 0 && !doc->whens[w].now &&
		    doc->whens[w].date.precision < DATE_MONTH)
			return true;
	}
	return false;
}

/* "They asked of the budget. It is 61% executed": the pronoun stands for what the sentence before names. */
static bool is_pronoun_of_another(const struct document *doc, const struct figure *figure)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = &doc->sentences[index > 0 ? index - 1 : 0];
	bool other = false;
	if (index == 0 || s->in_title || !core_has_noun(doc, figure, NOUN_PRONOUN) ||
	    core_has_noun(doc, figure, NOUN_FIGURE))
		return false;
	for (size_t i = s->first; i < figure->last; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_ALIAS ||
		    kind == NOUN_SINGLE || kind == NOUN_FIGURE || has_mark(doc, i, MARK_PACKAGE))
			return false;
		other |= kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN) && i < s->end;
	}
	return other && !s->claimed;
}

/* "Now it is 80": only where the talk is still of the programmes, and nothing else is named. */
const char *elliptic(const struct document *doc, const struct figure *figure, struct target *ret)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	bool anaphor = core_has_noun(doc, figure, NOUN_FIGURE) ||
	               core_has_noun(doc, figure, NOUN_PRONOUN);
	bool rest = find_mark(doc, figure->core_first, figure->core_end, MARK_REST) >= 0;
	bool staged = find_mark(doc, figure->core_first, figure->core_end, MARK_COMPLETED) >= 0 ||
	              find_mark(doc, figure->core_first, figure->core_end, MARK_PROGRESS) >= 0;
	/* "half of them concern roaming" */
	bool of_them = !staged && has_mark(doc, figure->last + 1u, MARK_OUT_OF) &&
	               has_mark(doc, past(doc, figure->last + 1u), MARK_PRONOUN);
	size_t allowed = (anaphor && !of_them) || (staged && rest);
	if (works_out(doc, figure, &ret->stage) && !core_has_noun(doc, figure, NOUN_FOREIGN)) {
		ret->kind = TARGET_ELLIPSIS;
		ret->works_out = ret->has_stage = true;
		ret->np.programme = doc->focus.programme;
		ret->rule = "the share that the count before makes";
		return NULL;
	}
	const struct sentence *question = question_before(doc, sentence);
	if (is_row_of_all(doc, figure)) {
		ret->kind = TARGET_ELLIPSIS;
		ret->whole = true;
		ret->rule = "the row of all of them";
		return NULL;
	}
	if (names_another_whole(doc, figure) || is_out_of_others(doc, figure) ||
	    is_of_things_before(doc, figure) || is_of_foreign_participle(doc, figure) ||
	    is_pronoun_of_another(doc, figure) || asks_of_another(doc, question))
		return OTHER_THING;
	if (is_degree_of_rest(doc, figure, core_before_parenthesis(doc, figure), figure->first) ||
	    past_region(doc, figure->core_first, figure->first) > 0 ||
	    (!is_of_whole(doc, figure) && core_has_noun(doc, figure, NOUN_BLOCK)))
		return OTHER_PART;
	const struct programme *contrast = contrasted(doc, figure);
	if (!contrast)
		contrast = one_on_field(doc, figure);
	if ((!contrast && is_by_order(doc, figure, &contrast) && !contrast) ||
	    (contrast && of_them))
		return OTHER_PART;
	if (contrast) {
		ret->kind = TARGET_ELLIPSIS;
		ret->np.programme = contrast;
		ret->rule = "another programme in the same list";
		return NULL;
	}
	ret->whole = is_of_whole(doc, figure);
	uint32_t carried = staged && !doc->foreign ? STAGED_SENTENCES : FOCUS_SENTENCES;
	if (!doc->foreign && asks_on(doc, question))
		carried = ASKED_SENTENCES;
	else if (!doc->foreign && looks_ahead(doc, figure))
		carried = AHEAD_SENTENCES;
	bool makes_up = staged && makes_up_whole(doc, figure);
	if ((!doc->focus.known || sentence - doc->focus.sentence > carried) && !makes_up &&
	    !(ret->whole && names_part_before(doc, figure)))
		return NO_TOPIC;
	/* "The best is industry (45%)": the name of a field that no programme is named by */
	for (size_t i = figure->core_first; i < figure->first; i++) {
		int32_t alias = doc->covers[i].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme &&
		    doc->aliases[alias].name->programme != doc->focus.programme)
			return NO_TOPIC;
	}
	if (doc->foreign && !makes_up &&
	    !(ret->whole && doc->figures[doc->foreign_figure].reason == OTHER_PART) &&
	    !counts_on_behind_part(doc, figure))
		return because(doc, doc->figures[doc->foreign_figure].first,
		               doc->figures[doc->foreign_figure].last, OTHER_TALK);
	if (is_its_of_another(doc, figure) || has_strange_subject(doc, figure) ||
	    begins_with_thing(doc, figure))
		return NO_TOPIC;
	if (core_has_noun(doc, figure, NOUN_FOREIGN) || unknown_in_core(doc, figure) > allowed)
		return because_of(doc, strange_in_core(doc, figure), NO_TOPIC);
	if (doc->single && sentence - doc->single_sentence <= 1 &&
	    has_mark(doc, figure->core_first, MARK_ITS))
		ret->np.programme = doc->single;
	ret->kind = anaphor ? TARGET_ANAPHOR : TARGET_ELLIPSIS;
	ret->rule = anaphor ? "refers back" : "ellipsis";
	return NULL;
}
