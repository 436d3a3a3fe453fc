/*
 * Each figure gets the stretch of its sentence that speaks of it: between two
 * figures the sentence is cut at the strongest sign or conjunction.
 */
#include "clauses.h"
#include "packages.h"
#include "topic.h"

static bool is_spaced_dash(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '-') && doc->tokens[i].spaced;
}

enum cut {
	CUT_NONE,
	CUT_COMMA,
	CUT_COLON,
	CUT_CONJUNCTION,
	CUT_COMMA_CONJUNCTION,
	CUT_BRACKET,
	CUT_SEMICOLON,
};

static enum cut cut_at(const struct document *doc, size_t i)
{
	if (is_sign(doc, i, ';'))
		return CUT_SEMICOLON;
	if (has_mark(doc, i, MARK_CONJUNCTION) && joins_names(doc, i))
		return CUT_NONE;
	if (has_mark(doc, i, MARK_CONJUNCTION))
		return i > 0 && is_sign(doc, i - 1, ',') ? CUT_COMMA_CONJUNCTION : CUT_CONJUNCTION;
	if (is_sign(doc, i, ':'))
		return CUT_COLON;
	if (is_sign(doc, i, '('))
		return CUT_BRACKET;
	return is_sign(doc, i, ',') ? CUT_COMMA : CUT_NONE;
}

bool cuts_clause(const struct document *doc, size_t i)
{
	return cut_at(doc, i) != CUT_NONE;
}

/*
 * Where the clause of the figure that begins at `next` begins, after one that
 * ends before `from`.
 */
static size_t boundary(const struct document *doc, size_t from, size_t next)
{
	enum cut best = CUT_NONE;
	size_t at = next;
	for (size_t i = from; i < next; i++) {
		enum cut cut = cut_at(doc, i);
		/* "gas (40%), oil (45%)": each bracket goes with its name */
		if (cut == CUT_BRACKET && best > CUT_NONE && is_sign(doc, from, ')'))
			continue;
		if (cut > CUT_NONE && cut >= best) {
			best = cut;
			at = i;
		}
	}
	return at;
}

static bool ends_core(const struct document *doc, size_t i)
{
	return is_sign(doc, i, ',') || is_sign(doc, i, ';') || is_sign(doc, i, ':') ||
	       is_sign(doc, i, '(') || is_sign(doc, i, ')') || is_sign(doc, i, '"') ||
	       is_spaced_dash(doc, i);
}

/* "Programmes completed: 9": what stands before the colon is short. */
#define HEAD_TOKENS 8

void widen_core(const struct document *doc, struct figure *figure)
{
	while (figure->core_first > figure->clause_first && !ends_core(doc, figure->core_first - 1))
		figure->core_first--;
}

/* "80% are done and the rest will follow": the rest has a predicate of its own. */
static bool begins_rest(const struct document *doc, size_t i)
{
	size_t next = past(doc, i);
	while (next < doc->count && has_mark(doc, next, MARK_FUNCTION) &&
	       !has_mark(doc, next, MARK_REST))
		next = past(doc, next);
	return has_mark(doc, i, MARK_CONJUNCTION) && is_of_rest(doc, next) &&
	       doc->covers[past(doc, next)].figure < 0;
}

/* "96 carry the status "done"": behind such a quotation, or the token itself. */
static size_t past_quoted_stage(const struct document *doc, size_t i)
{
	size_t close = past(doc, i + 1);
	close += is_sign(doc, close, ','); /* "in progress," as American print has it */
	return is_sign(doc, i, '"') && is_sign(doc, close, '"') &&
	                       (has_mark(doc, i + 1, MARK_COMPLETED) ||
	                        has_mark(doc, i + 1, MARK_PROGRESS))
	               ? close + 1
	               : i;
}

/* "… are 80% done and the governments were told to complete them by May": an order goes on from what is. */
static bool begins_order(const struct document *doc, const struct figure *figure, size_t i)
{
	size_t next = past(doc, i);
	if (!has_mark(doc, i, MARK_CONJUNCTION))
		return false;
	while (next < figure->clause_end && has_mark(doc, next, MARK_FUNCTION) &&
	       !has_mark(doc, next, MARK_EXPECTED))
		next = past(doc, next);
	if (!has_mark(doc, next, MARK_EXPECTED))
		return false;
	for (size_t k = figure->clause_first; k < i; k++) {
		if ((has_mark(doc, k, MARK_COMPLETED) || has_mark(doc, k, MARK_PROGRESS)) &&
		    !has_mark(doc, k, MARK_STAGE_NOUN))
			return true;
	}
	return false;
}

/* Does the stretch at the token tell how far something is, before its next sign? */
static bool tells_stage(const struct document *doc, size_t i, size_t end)
{
	for (; i < end && !ends_core(doc, i); i = past(doc, i)) {
		if (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS))
			return true;
		if (has_mark(doc, i, MARK_RELATIVE_PRONOUN) || has_mark(doc, i, MARK_CONJUNCTION))
			return false;
	}
	return false;
}

/* Is nothing said yet of a figure by the words behind it? */
static bool is_bare(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (!has_mark(doc, i, MARK_REST) && !has_mark(doc, i, MARK_OUT_OF) &&
		    !has_mark(doc, i, MARK_PRONOUN) && !has_mark(doc, i, MARK_FUNCTION) &&
		    !has_mark(doc, i, MARK_ADDITION) && !has_mark(doc, i, MARK_PROGRAMMES) &&
		    !has_mark(doc, i, MARK_ACTIVITIES) && !has_mark(doc, i, MARK_UNION) &&
		    !has_mark(doc, i, MARK_STATE) && !has_mark(doc, i, MARK_NEUTRAL))
			return false;
	}
	return true;
}

/* Where the core goes on behind a sign that it may hold, or the sign. */
static size_t past_sign(const struct document *doc, const struct figure *figure, size_t sign)
{
	size_t behind = past_quoted_stage(doc, sign);
	if (behind > sign || !is_bare(doc, figure->last + 1u, sign))
		return behind;
	behind = past_parenthesis(doc, sign, figure->clause_end);
	return tells_stage(doc, behind, figure->clause_end) ? behind : sign;
}

bool says_who(const struct document *doc, size_t first, size_t end)
{
	return find_mark(doc, first, end, MARK_ACCORDING) >= 0 ||
	       find_mark(doc, first, end, MARK_SAYS) >= 0;
}

/* "The degree of readiness, he said, is 85%": where the parenthesis opens that the core begins behind, or there. */
static size_t before_parenthesis(const struct document *doc, const struct figure *figure,
                                 size_t first)
{
	for (size_t i = first; i < figure->first; i++) {
		if (!has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_LEVEL) &&
		    !has_mark(doc, i, MARK_ABOUT) && !has_mark(doc, i, MARK_AT_LEAST) &&
		    !has_mark(doc, i, MARK_AT_MOST) && !is_spaced_dash(doc, i))
			return first;
	}
	for (size_t i = first < 2 ? 0 : first - 2;
	     i > figure->clause_first && first - i < PARENTHESIS_TOKENS; i--) {
		if (ends_core(doc, i))
			return past_parenthesis(doc, i, first + 1) == first &&
			                       says_who(doc, i, first)
			               ? i
			               : first;
	}
	return first;
}

static void set_core(struct document *doc, struct figure *figure)
{
	size_t first = figure->first, end = figure->last + 1u;
	/* "its readiness — 100%": a dash next to the figure stands for "is". */
	size_t is = first;
	while (is > figure->clause_first && first - is < 3 &&
	       (has_mark(doc, is - 1, MARK_FUNCTION) || has_mark(doc, is - 1, MARK_REST)))
		is--;
	if (!figure->apposed && is > figure->clause_first && is_sign(doc, is - 1, '('))
		first = is - 1;
	bool head = is > figure->clause_first && is_sign(doc, is - 1, ':') &&
	            is - figure->clause_first <= HEAD_TOKENS;
	if (is > figure->clause_first + 1 && (is_spaced_dash(doc, is - 1) || head))
		first = is - 1;
	if (end + 1 < figure->clause_end && is_spaced_dash(doc, end)) {
		end++;
		/* "161 are „done“, 149 – „under way“" */
		end += is_sign(doc, end, '"') && end + 1 < figure->clause_end;
	}
	while (first > figure->clause_first && !ends_core(doc, first - 1))
		first--;
	size_t opens = before_parenthesis(doc, figure, first);
	if (opens < first) {
		size_t comma = opens;
		while (opens > figure->clause_first && !ends_core(doc, opens - 1))
			opens--;
		if (find_mark(doc, opens, comma, MARK_FIGURE_NOUN) >= 0 ||
		    find_mark(doc, opens, comma, MARK_STAGE_NOUN) >= 0 ||
		    find_mark(doc, opens, comma, MARK_FOREIGN) >= 0)
			first = opens;
	}
	while (end < figure->clause_end && !begins_rest(doc, end) &&
	       !begins_order(doc, figure, end)) {
		size_t behind = ends_core(doc, end) ? past_sign(doc, figure, end) : end + 1;
		if (behind == end)
			break;
		end = behind;
	}
	figure->core_first = (uint32_t)first;
	figure->core_end = (uint32_t)end;
}

/* A base right behind a percentage is its own: "70% of the 28". */
static bool base_is_of_before(const struct document *doc, size_t f)
{
	const struct figure *base = &doc->figures[f], *before = f > 0 ? base - 1 : NULL;
	if (!before || doc->covers[before->number].sentence != doc->covers[base->number].sentence)
		return false;
	for (size_t i = before->last + 1u; i < base->number; i++) {
		bool goes_on = is_sign(doc, i, ',') && has_mark(doc, i - 1, MARK_ACTIVITIES) &&
		               has_mark(doc, i + 1,
		                        MARK_NEUTRAL); /* "мероприятий, предусмотренных 28 …" */
		if (ends_core(doc, i) && !goes_on)
			return false;
	}
	return base->number - before->last < 8;
}

/* The first token of a figure with the base that may stand before it. */
static size_t begin_with_base(const struct document *doc, size_t f, size_t from)
{
	size_t first = doc->figures[f].first;
	for (size_t b = f; b > 0; b--) {
		const struct figure *base = &doc->figures[b - 1];
		if (!base->total_only || base->first < from || base_is_of_before(doc, b - 1))
			break;
		first = base->first;
	}
	return first;
}

/* The bracket around the token, not before `from`: its opening sign, or the token. */
static size_t bracket_around(const struct document *doc, size_t token, size_t from)
{
	for (size_t i = token; i > from; i--) {
		if (is_sign(doc, i - 1, ')'))
			return token;
		if (is_sign(doc, i - 1, '('))
			return i - 1;
	}
	return token;
}

/* "The programmes (28 of them, with 993 activities) are 83% done": a number inside, which cuts nothing outside. */
static bool is_bracketed_size(const struct document *doc, const struct figure *inner,
                              const struct figure *outer)
{
	size_t from = doc->sentences[doc->covers[outer->number].sentence].first;
	size_t open = bracket_around(doc, inner->first, from);
	if (inner->kind != FIGURE_COUNT || inner->has_total || open == inner->first ||
	    bracket_around(doc, outer->first, open) != outer->first)
		return false;
	/* "gas (40), oil is at 45%" */
	for (size_t i = inner->last + 1u; i < outer->first; i++) {
		if (is_sign(doc, i, ')'))
			return !is_sign(doc, i + 1, ',') && !is_sign(doc, i + 1, ';') &&
			       !has_mark(doc, i + 1, MARK_CONJUNCTION);
	}
	return false;
}

/* The figure of the same sentence before f that is no base, or -1. */
static long figure_before(const struct document *doc, size_t f)
{
	uint32_t sentence = doc->covers[doc->figures[f].number].sentence;
	for (size_t b = f; b > 0; b--) {
		const struct figure *figure = &doc->figures[b - 1];
		if (doc->covers[figure->number].sentence != sentence)
			return -1;
		if (!figure->total_only && !figure->is_row &&
		    !is_bracketed_size(doc, figure, &doc->figures[f]))
			return (long)b - 1;
	}
	return -1;
}

/* "tourism (90%), transport (85%)": each bracket has its own name before it. */
static bool names_between(const struct document *doc, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		if (doc->covers[i].alias >= 0 || is_sign(doc, i, ',') || is_sign(doc, i, ';') ||
		    has_mark(doc, i, MARK_CONJUNCTION))
			return true;
	}
	return false;
}

static bool is_between_commas(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->first;
	while (first > 0 &&
	       (has_mark(doc, first - 1, MARK_FUNCTION) || has_mark(doc, first - 1, MARK_NEUTRAL) ||
	        has_mark(doc, first - 1, MARK_OR)))
		first = doc->covers[first - 1].first;
	return first > 0 && is_sign(doc, first - 1, ',') && is_sign(doc, figure->last + 1u, ',');
}

/* How far a share may be from what the count makes, in points. */
#define SHARE_POINTS 1

/* "142 of 310 measures in the Guidelines had been fulfilled, or more than 45%": however far behind. */
static bool is_share_behind(const struct document *doc, const struct figure *before,
                            const struct figure *figure)
{
	bool says = has_mark(doc, figure->first, MARK_OR) ||
	            (figure->first > 0 && has_mark(doc, figure->first - 1u, MARK_OR));
	if (!says || before->reason || before->kind != FIGURE_COUNT || !before->has_total ||
	    figure->kind != FIGURE_PERCENT || before->total.digits <= 0)
		return false;
	struct decimal share = decimal_percent_of(before->value, before->total, 1);
	return decimal_cmp(decimal_apart(share, figure->value), decimal_from_int(SHARE_POINTS)) <=
	       0;
}

/* "84.9 per cent of the total," */
static bool is_of_the_total(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->last + 1u, end = i + 6;
	if (!has_mark(doc, i, MARK_OUT_OF) && !has_mark(doc, i, MARK_WHOLE))
		return false;
	for (i = past(doc, i); i < end && i < doc->count && doc->tokens[i].kind == TOKEN_WORD;
	     i = past(doc, i)) {
		if (!has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_NEUTRAL) &&
		    !has_mark(doc, i, MARK_FIGURE_NOUN) && !has_mark(doc, i, MARK_ALL) &&
		    !has_mark(doc, i, MARK_PRONOUN) && !has_mark(doc, i, MARK_WHOLE))
			return false;
	}
	return i < doc->count && doc->tokens[i].kind == TOKEN_SIGN;
}

/* "810 activities (82%)", "125 of 310, or 40%": the second figure says the first again. */
static bool is_apposed(const struct document *doc, const struct figure *before,
                       const struct figure *figure)
{
	size_t from = before->last + 1u;
	/* "a fifth of the 310 tasks, that is 62" */
	if (before->kind == FIGURE_PERCENT && !before->reason && figure[-1].total_only &&
	    figure->kind == FIGURE_COUNT && figure[-1].number > before->number) {
		for (size_t i = figure->first; i > from && figure->first - i < 3; i--) {
			if (has_mark(doc, i - 1, MARK_OR))
				return true;
		}
	}
	/* "a third of the programmes, nine, are done" */
	if (before->is_fraction && figure->kind == FIGURE_COUNT && !figure->has_total &&
	    !before->reason && is_between_commas(doc, figure) && figure->first < from + 8)
		return true;
	/* "62 of these, a fifth, are done" */
	if (before->kind == FIGURE_COUNT && !before->reason && figure->is_fraction &&
	    is_between_commas(doc, figure) && figure->first < from + 5)
		return true;
	/* "843 activities, 84.9 per cent of the total, are completed" */
	if (before->kind == FIGURE_COUNT && !before->reason && figure->kind == FIGURE_PERCENT &&
	    figure->first < from + 5 && is_sign(doc, figure->first - 1u, ',') &&
	    is_of_the_total(doc, figure))
		return true;
	/* "40 per cent of them, or 125, have been completed" */
	size_t counted = figure->last + 1u;
	bool or_count = before->kind == FIGURE_PERCENT && !before->reason &&
	                figure->kind == FIGURE_COUNT && figure->first < from + 20 &&
	                has_mark(doc, figure->first - 1u, MARK_OR);
	if (or_count && (counted == doc->count || doc->tokens[counted].kind == TOKEN_SIGN))
		return true;
	/* "46% of the activities laid down in the Guidelines, or 143 points" */
	if (or_count && has_mark(doc, counted, MARK_ACTIVITIES) &&
	    find_mark(doc, from, figure->first, MARK_ACTIVITIES) >= 0)
		return true;
	if (is_share_behind(doc, before, figure))
		return true;
	if (before->kind != FIGURE_COUNT && figure->kind == FIGURE_COUNT && !figure->has_total)
		return false;
	/* "35% of the points, 108 of 310." */
	size_t behind = figure->last + 1u;
	if (before->kind == FIGURE_PERCENT && !before->reason && figure->first < from + 16 &&
	    figure->has_total && figure->kind == FIGURE_COUNT &&
	    (is_sign(doc, figure->first - 1u, ',') ||
	     (before->is_fraction && is_spaced_dash(doc, figure->first - 1u)) ||
	     (is_sign(doc, figure->first - 1u, ':') &&
	      has_mark(doc, figure->first - 2u, MARK_ACTIVITIES))) &&
	    behind < doc->count && doc->tokens[behind].kind == TOKEN_SIGN &&
	    !is_sign(doc, behind, '-'))
		return true;
	if (before->reason || figure->first > from + 8 || figure->first == from)
		return false;
	if (is_sign(doc, figure->first - 1u, '('))
		return !names_between(doc, from, figure->first - 1u);
	const struct sentence *sentence = &doc->sentences[doc->covers[figure->number].sentence];
	size_t end = figure->last + 7u < sentence->end ? figure->last + 7u : sentence->end;
	for (size_t i = figure->last + 1u; is_spaced_dash(doc, figure->first - 1u) && i < end;
	     i++) {
		if (is_spaced_dash(doc, i))
			return !names_between(doc, from,
			                      figure->first); /* "14 - half of them - are" */
	}
	for (size_t i = figure->first; i > from && figure->first - i < 3; i--) {
		if (has_mark(doc, i - 1, MARK_OR))
			return true;
	}
	return false;
}

/* "70% of the measures that the two governments approved are done": a number of other things, behind no sign. */
static bool is_in_passing(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f];
	if (!figure->reason || figure->clause_first != figure->first)
		return false;
	for (size_t next = f + 1; next < doc->figure_count; next++) {
		if (doc->covers[doc->figures[next].number].sentence !=
		    doc->covers[figure->number].sentence)
			break;
		if (!doc->figures[next].reason)
			return false;
	}
	return true;
}

/* Figures that share a clause end where the last of them does. */
static void share_ends(struct document *doc)
{
	for (size_t f = doc->figure_count; f > 0; f--) {
		long before = figure_before(doc, f - 1);
		if (before >= 0 && (doc->figures[f - 1].apposed || is_in_passing(doc, f - 1)))
			doc->figures[before].clause_end = doc->figures[f - 1].clause_end;
	}
}

/* Where the figure's clause begins, and the one before it ends. */
static void cut_clause(struct document *doc, size_t f)
{
	struct figure *figure = &doc->figures[f];
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	long before = figure_before(doc, f);
	figure->clause_first = s->first;
	figure->clause_end = s->end;
	if (before < 0)
		return;
	struct figure *other = &doc->figures[before];
	figure->apposed = is_apposed(doc, other, figure);
	if (figure->apposed || (figure->total_only && base_is_of_before(doc, f)))
		figure->clause_first = other->clause_first;
	if (figure->apposed || figure->total_only)
		return;
	if (other->from) { /* "rises from 80% to 90%": one clause */
		figure->clause_first = other->clause_first;
		return;
	}
	size_t from = other->last + 1u, next = begin_with_base(doc, f, from);
	next = boundary(doc, from, next > from ? next : figure->first);
	figure->clause_first = (uint32_t)next;
	/* A sum or a span of time, with no sign between, cuts nothing. */
	if (other->reason && (cut_at(doc, next) <= CUT_COMMA || cut_at(doc, next) == CUT_BRACKET))
		figure->clause_first = other->clause_first;
	else
		other->clause_end = figure->clause_first;
}

void find_clauses(struct document *doc)
{
	find_bases(doc);
	for (size_t f = 0; f < doc->figure_count; f++)
		cut_clause(doc, f);
	share_ends(doc);
	for (size_t f = 0; f < doc->figure_count; f++)
		set_core(doc, &doc->figures[f]);
}
