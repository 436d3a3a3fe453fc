#include "stage.h"

#include "ellipsis.h"
#include "topic.h"

static size_t distance(const struct document *doc, size_t token, size_t first, size_t last)
{
	size_t at_last = doc->covers[token].last;
	size_t at_first = doc->covers[token].first;
	if (at_last < first)
		return first - at_last;
	return at_first > last ? at_first - last : 0;
}

/* "…, which the 28 programmes contain, …": a relative clause that ends before or begins behind the span. */
static bool is_in_relative(const struct document *doc, size_t i, size_t from, size_t first,
                           size_t last)
{
	while (i > from && !is_sign(doc, i - 1, ','))
		i--;
	if (i == from || i > last + 12 ||
	    (!has_mark(doc, i, MARK_RELATIVE_PRONOUN) &&
	     !(has_mark(doc, i, MARK_LINK) && has_mark(doc, past(doc, i), MARK_RELATIVE_PRONOUN))))
		return false;
	size_t end = i;
	while (end < doc->count && !is_sign(doc, end, ',') && !is_sign(doc, end, '.'))
		end++;
	return i > last && is_sign(doc, end, ',') && first < i;
}

/* "22% of the tasks agreed for 2024-2026 are done": a participle behind the noun, and then the verb. */
static bool is_participle_behind(const struct document *doc, size_t i, size_t last, size_t end)
{
	if (doc->covers[i].first != last + 1 || !has_mark(doc, i, MARK_NEUTRAL) ||
	    (!has_mark(doc, past(doc, i), MARK_LINK) &&
	     !has_mark(doc, past(doc, i), MARK_FUNCTION)))
		return false;
	for (size_t k = past(doc, i); k < end && !is_sign(doc, k, ',') && !is_sign(doc, k, ';');
	     k++) {
		if (has_mark(doc, k, MARK_CONJUNCTION) && !joins_names(doc, k))
			return false;
		if (has_mark(doc, k, MARK_COMPLETED) && !has_mark(doc, k, MARK_STAGE_NOUN))
			return true;
	}
	return false;
}

/* "80% of the programs the two countries signed off on had been carried out": of the noun, and then the verb. */
static bool is_in_contact_clause(const struct document *doc, size_t i, size_t last, size_t end)
{
	size_t first = doc->covers[i].first;
	bool finite = false;
	if (first <= last || has_mark(doc, first - 1, MARK_FINITE))
		return false;
	for (size_t k = past(doc, i); k < end && doc->tokens[k].kind != TOKEN_SIGN; k++) {
		if (has_mark(doc, k, MARK_CONJUNCTION) && !joins_names(doc, k))
			return false;
		if (finite && has_mark(doc, k, MARK_COMPLETED) &&
		    !has_mark(doc, k, MARK_STAGE_NOUN))
			return true;
		finite |= has_mark(doc, k, MARK_FINITE);
	}
	return false;
}

/* ", подписанных президентами, завершены": the same between commas, and the verb behind them. */
static bool is_participle_in_commas(const struct document *doc, size_t i, size_t last, size_t end)
{
	size_t close = past(doc, i);
	if (doc->covers[i].first != last + 2 || !is_sign(doc, last + 1, ',') ||
	    !has_mark(doc, i, MARK_NEUTRAL))
		return false;
	while (close < end && !is_sign(doc, close, ','))
		close++;
	for (size_t k = close; k < end; k++) {
		if (has_mark(doc, k, MARK_COMPLETED) && !has_mark(doc, k, MARK_STAGE_NOUN))
			return true;
	}
	return false;
}

size_t past_restriction(const struct document *doc, size_t i, size_t end)
{
	bool verb = false;
	size_t main = i;
	if (!has_mark(doc, i, MARK_RELATIVE_PRONOUN) || i == 0 ||
	    noun_at(doc, i - 1).kind == NOUN_NONE)
		return i;
	for (size_t k = past(doc, i); k < end && doc->tokens[k].kind != TOKEN_SIGN;
	     k = past(doc, k)) {
		if (has_mark(doc, k, MARK_CONJUNCTION) && !joins_names(doc, k))
			break;
		if (verb && main > i && has_mark(doc, k, MARK_COMPLETED) &&
		    !has_mark(doc, k, MARK_STAGE_NOUN))
			return main;
		if (verb && (has_mark(doc, k, MARK_FINITE) || has_mark(doc, k, MARK_ASSERTED)))
			main = k;
		verb |= has_mark(doc, k, MARK_EXPECTED) || has_mark(doc, k, MARK_OTHER_STAGE) ||
		        has_mark(doc, k, MARK_FINITE) || has_mark(doc, k, MARK_NEUTRAL) ||
		        is_unknown(doc, k);
	}
	return i;
}

/* "The sides have carried out 60% of the measures that …": the verb stands before the figure. */
static bool tells_before(const struct document *doc, const struct figure *figure)
{
	return stage_in(doc, figure->core_first, figure->first) &&
	       find_mark(doc, figure->core_first, figure->first, MARK_FINITE) >= 0;
}

size_t past_relative(const struct document *doc, size_t i, const struct figure *figure)
{
	if (!has_mark(doc, i, MARK_RELATIVE_PRONOUN))
		return i;
	if (i > figure->last && tells_before(doc, figure))
		return figure->core_end;
	if (i > figure->last)
		return past_restriction(doc, i, figure->core_end);
	if (i > 0 && is_sign(doc, i - 1, ',')) {
		for (size_t end = i + 1; end < figure->first; end++) {
			if (is_sign(doc, end, ','))
				return end;
		}
		return i;
	}
	/* "the programmes that were to take five years are 80% complete": up to the verb */
	if (i == 0 || noun_at(doc, i - 1).kind == NOUN_NONE ||
	    noun_at(doc, i - 1).kind == NOUN_PRONOUN)
		return i;
	for (size_t end = past(doc, i); end < figure->first; end++) {
		if (has_mark(doc, end, MARK_FINITE))
			return end;
	}
	return i;
}

static bool find_sign(const struct document *doc, size_t first, size_t end, char sign)
{
	while (first < end && !is_sign(doc, first, sign))
		first++;
	return first < end;
}

/* A verb of completion behind a figure, and no noun for it. */
static bool tells_done(const struct document *doc, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		if (has_mark(doc, i, MARK_COMPLETED) && !has_mark(doc, i, MARK_STAGE_NOUN))
			return true;
	}
	return false;
}

struct nearest nearest_stage(const struct document *doc, size_t from, size_t end, size_t first,
                             size_t last, bool verbal)
{
	static const enum mark marks[] = { MARK_COMPLETED, MARK_PROGRESS, MARK_OTHER_STAGE,
		                           MARK_LEFT };
	struct nearest best = { -1, SIZE_MAX, MARK_COUNT };
	for (size_t i = from; i < end; i++) {
		if (i > last && has_mark(doc, i, MARK_RELATIVE_PRONOUN))
			i = past_restriction(doc, i, end);
		for (size_t m = 0; m < sizeof(marks) / sizeof(*marks); m++) {
			if (!has_mark(doc, i, marks[m]) ||
			    (verbal && has_mark(doc, i, MARK_STAGE_NOUN)))
				continue;
			/* "90% of the agreed plans": a modifier of the noun. */
			if (marks[m] == MARK_OTHER_STAGE && i > first && i < last &&
			    has_mark(doc, i, MARK_NEUTRAL))
				continue;
			/* "They are on schedule: 750 measures are done": the colon begins another clause. */
			if ((marks[m] == MARK_OTHER_STAGE || marks[m] == MARK_PROGRESS) &&
			    i < first && find_sign(doc, i, first, ':') &&
			    find_mark(doc, last + 1, end, MARK_COMPLETED) >= 0)
				continue;
			/* "In the months since approval, 492 of 993 have been carried out": when, not what */
			if (marks[m] == MARK_OTHER_STAGE && i < first &&
			    find_sign(doc, i, first, ',') && tells_done(doc, last + 1, end))
				continue;
			/* "It stands at 964 of 993; the rest are to be approved": of the rest */
			if ((marks[m] == MARK_OTHER_STAGE || marks[m] == MARK_LEFT) && i > last &&
			    find_sign(doc, last + 1, i, ';'))
				continue;
			/* "six remain under way" */
			if (marks[m] == MARK_LEFT &&
			    (has_mark(doc, past(doc, i), MARK_PROGRESS) ||
			     (doc->covers[i].first > from &&
			      has_mark(doc, doc->covers[i].first - 1u, MARK_PROGRESS))))
				continue;
			if (is_in_relative(doc, i, from, first, last) ||
			    (marks[m] == MARK_OTHER_STAGE &&
			     (is_participle_behind(doc, i, last, end) ||
			      is_in_contact_clause(doc, i, last, end) ||
			      is_participle_in_commas(doc, i, last, end))))
				continue;
			size_t away = distance(doc, i, first, last);
			if (away < best.distance)
				best = (struct nearest){ (long)i, away, marks[m] };
		}
	}
	return best;
}

struct nearest stage_in_bracket(const struct document *doc, const struct figure *figure)
{
	static const enum mark marks[] = { MARK_COMPLETED, MARK_PROGRESS, MARK_OTHER_STAGE,
		                           MARK_LEFT };
	size_t i = figure->last + 2u;
	struct nearest near = { -1, SIZE_MAX, MARK_COUNT };
	if (!is_sign(doc, i - 1, '(') || !is_sign(doc, past(doc, i), ')'))
		return near;
	for (size_t m = 0; m < sizeof(marks) / sizeof(*marks) && near.token < 0; m++) {
		if (has_mark(doc, i, marks[m]))
			near = (struct nearest){ (long)i, 2, marks[m] };
	}
	return near;
}

long work_on_them(const struct document *doc, const struct figure *figure, const struct sentence *s)
{
	const struct figure *next = figure + 1;
	size_t end = next < doc->figures + doc->figure_count && next->first < s->end ? next->first
	                                                                             : s->end;
	if (figure->kind != FIGURE_COUNT)
		return -1;
	long work = find_mark(doc, figure->last + 1u, end, MARK_PROGRESS);
	if (work >= 0 && doc->covers[work].last >= doc->covers[work].first + 2u)
		return work; /* "над ними работают", all of it one phrase */
	for (size_t i = work < 0 ? end : (size_t)work; i > figure->last && work >= 0; i--) {
		if (has_mark(doc, i, MARK_PRONOUN) || has_mark(doc, i + 1, MARK_PRONOUN))
			return work;
	}
	return -1;
}

long stage_heads(const struct document *doc, const struct sentence *s)
{
	size_t i = s->first;
	while (i < s->end && (doc->tokens[i].kind == TOKEN_SIGN ||
	                      has_mark(doc, i, MARK_FUNCTION) || has_mark(doc, i, MARK_FULLY)))
		i = past(doc, i);
	bool heads = (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS)) &&
	             is_sign(doc, past(doc, i), ':');
	return heads ? (long)i : -1;
}

struct nearest stage_of_list(const struct document *doc, const struct figure *figure,
                             const struct sentence *s)
{
	struct nearest none = { -1, SIZE_MAX, MARK_COUNT };
	long first = stage_heads(doc, s);
	if (first >= 0 && (size_t)first < figure->first)
		return (struct nearest){ first, figure->first - (size_t)first,
			                 has_mark(doc, (size_t)first, MARK_COMPLETED)
			                         ? MARK_COMPLETED
			                         : MARK_PROGRESS };
	for (size_t i = figure->first; i > s->first + 1 && !is_sign(doc, i - 1, ';'); i--) {
		bool head = is_sign(doc, i - 1, ':') ||
		            (is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced);
		size_t word = i - 2;
		if (!head)
			continue;
		if (has_mark(doc, word, MARK_COMPLETED))
			return (struct nearest){ (long)word, figure->first - word, MARK_COMPLETED };
		if (has_mark(doc, word, MARK_PROGRESS))
			return (struct nearest){ (long)word, figure->first - word, MARK_PROGRESS };
		break;
	}
	return none;
}

/* So soon in the next sentence "so many" stands. */
#define SO_MANY_TOKENS 3u

struct nearest stage_behind(const struct document *doc, const struct figure *figure,
                            const struct sentence *s)
{
	const struct sentence *next = s + 1;
	struct nearest none = { -1, SIZE_MAX, MARK_COUNT };
	if (s->end >= doc->count || next->in_title != s->in_title || next->question ||
	    next->end - next->first < SO_MANY_TOKENS)
		return none;
	long speaks = find_mark(doc, next->first, next->first + SO_MANY_TOKENS, MARK_SPEAKS_OF);
	for (size_t i = figure->last + 1u; speaks >= 0 && i < s->end; i++) {
		if (doc->tokens[i].kind != TOKEN_SIGN)
			return none;
	}
	return speaks < 0 ? none
	                  : nearest_stage(doc, next->first, next->end, next->first, next->first,
	                                  figure->kind == FIGURE_COUNT);
}

/* So long what stands between two commas, dashes or in a bracket may be. */
#define VOICE_TOKENS 12

/* ", in her words,", " – these are official data –": a number, a stage or a noun of ours makes it more. */
static bool says_nothing_of_it(const struct document *doc, size_t first, size_t end, bool bracket)
{
	bool voice = bracket || find_mark(doc, first, end, MARK_ACCORDING) >= 0 ||
	             find_mark(doc, first, end, MARK_SAYS) >= 0 ||
	             find_mark(doc, first, end, MARK_HEDGE) >= 0;
	bool filler = true;
	/* ", in the language of officials," */
	voice |= has_mark(doc, first, MARK_LINK) && find_mark(doc, first, end, MARK_OFFICE) >= 0 &&
	         find_mark(doc, first, end, MARK_FINITE) < 0;
	for (size_t i = first; i < end; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (doc->covers[i].figure >= 0 || has_mark(doc, i, MARK_COMPLETED) ||
		    has_mark(doc, i, MARK_PROGRESS) || has_mark(doc, i, MARK_LEFT) ||
		    kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_ALIAS)
			return false;
		filler &= has_mark(doc, i, MARK_FUNCTION) || doc->covers[i].date >= 0;
	}
	return voice || filler;
}

static bool opens_aside(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '(') || is_sign(doc, i, ',') ||
	       (is_sign(doc, i, '-') && doc->tokens[i].spaced);
}

static bool closes_aside(const struct document *doc, size_t i)
{
	return is_sign(doc, i, ')') || is_sign(doc, i, ',') ||
	       (is_sign(doc, i, '-') && doc->tokens[i].spaced);
}

/* Where the sentence goes on behind the aside that opens at the token, or the token. */
static size_t past_voice(const struct document *doc, size_t open, size_t end)
{
	bool bracket = is_sign(doc, open, '(');
	char sign = bracket ? ')' : is_sign(doc, open, ',') ? ',' : '-';
	if (!opens_aside(doc, open))
		return open;
	for (size_t i = open + 1; i < end && i <= open + VOICE_TOKENS; i++) {
		if (is_sign(doc, i, sign))
			return says_nothing_of_it(doc, open + 1, i, bracket) ? i + 1 : open;
	}
	return open;
}

/* Where the aside opens that closes at the token, not before from: the token, if it is none. */
static size_t before_voice(const struct document *doc, size_t close, size_t from)
{
	bool bracket = is_sign(doc, close, ')');
	char sign = bracket ? '(' : is_sign(doc, close, ',') ? ',' : '-';
	if (!closes_aside(doc, close))
		return close;
	for (size_t i = close; i > from && close - i <= VOICE_TOKENS; i--) {
		if (is_sign(doc, i - 1, sign))
			return says_nothing_of_it(doc, i, close, bracket) ? i - 1 : close;
	}
	return close;
}

/* The stage between the tokens, which say nothing of other things. */
static struct nearest stage_of_own(const struct document *doc, const struct figure *figure,
                                   size_t from, size_t end, bool verbal)
{
	struct nearest none = { -1, SIZE_MAX, MARK_COUNT };
	for (size_t i = from; i < end; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN || is_unknown(doc, i))
			return none;
	}
	return nearest_stage(doc, from, end, figure->first, figure->last, verbal);
}

/* "The greater part, 80 per cent, is done": the figure is itself all that stands between the commas. */
static bool is_apposition(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first;
	for (size_t i = first; i < figure->core_end; i++) {
		if ((i < figure->first || i > figure->last) && !has_mark(doc, i, MARK_FUNCTION) &&
		    doc->covers[i].figure < 0)
			return false;
	}
	return first > figure->clause_first && opens_aside(doc, first - 1) &&
	       closes_aside(doc, figure->core_end);
}

struct nearest stage_past_voice(const struct document *doc, const struct figure *figure,
                                bool verbal)
{
	size_t first = figure->clause_first, open = figure->core_first;
	size_t from = past_voice(doc, figure->core_end, figure->clause_end), end;
	bool apposed = is_apposition(doc, figure);
	if (from == figure->core_end && apposed)
		from++;
	for (end = from; end < figure->clause_end && end > figure->core_end; end++) {
		if (opens_aside(doc, end) || is_sign(doc, end, ':') || is_sign(doc, end, ';'))
			break;
	}
	struct nearest near = stage_of_own(doc, figure, from, end, verbal);
	if (near.token >= 0 || open <= first)
		return near;
	open = before_voice(doc, open - 1, first);
	if (open + 1 == figure->core_first)
		return near;
	for (from = open; from > first && doc->tokens[from - 1].kind != TOKEN_SIGN;)
		from--;
	return stage_of_own(doc, figure, from, open, verbal);
}

static bool stage_is_said(const struct document *doc, size_t first, size_t end)
{
	return find_mark(doc, first, end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, first, end, MARK_PROGRESS) >= 0;
}

long late_word(const struct document *doc, const struct figure *figure)
{
	long late = find_mark(doc, figure->clause_first, figure->clause_end, MARK_LATE);
	if (late < 0)
		return -1;
	size_t first = doc->covers[late].first, last = past(doc, first);
	/* "104 are done, 150 under way, on the others work has not begun": of the others */
	size_t rest = first;
	while (rest > figure->last && !is_sign(doc, rest, ',') && !has_mark(doc, rest, MARK_REST))
		rest--;
	if (rest > figure->last + 1u && has_mark(doc, rest, MARK_REST) &&
	    stage_is_said(doc, figure->core_first, figure->core_end))
		return -1;
	size_t from = first > figure->clause_first + 3u ? first - 3u : figure->clause_first;
	size_t end = last + 2u < figure->clause_end ? last + 2u : figure->clause_end;
	bool none = (first > figure->last &&
	             find_mark(doc, from > figure->last ? from : figure->last + 1u, first,
	                       MARK_NOT) >= 0) ||
	            find_mark(doc, last, end, MARK_NOT) >= 0;
	return none ? -1 : late;
}
