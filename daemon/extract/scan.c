#include "scan.h"

#include "clauses.h"
#include "finding.h"

/* How far the noun may stand behind its number. */
#define DIRECT_TOKENS 14

static bool is_passed_over(const struct document *doc, size_t i, const struct figure *figure)
{
	return has_mark(doc, i, MARK_FUNCTION) || has_mark(doc, i, MARK_NEUTRAL) ||
	       has_mark(doc, i, MARK_ALL) || has_mark(doc, i, MARK_FULLY) ||
	       has_mark(doc, i, MARK_REST) || has_mark(doc, i, MARK_UNION) ||
	       has_mark(doc, i, MARK_STATE) || has_mark(doc, i, MARK_COMPLETED) ||
	       has_mark(doc, i, MARK_PROGRESS) || has_mark(doc, i, MARK_ABOUT_AFTER) ||
	       has_mark(doc, i, MARK_AT_LEAST_AFTER) || has_mark(doc, i, MARK_AT_MOST_AFTER) ||
	       is_sign(doc, i, '\'') || is_sign(doc, i, '"') || is_sign(doc, i, '[') ||
	       is_sign(doc, i, ']') || i <= figure->last || has_mark(doc, i, MARK_ABOUT) ||
	       has_mark(doc, i, MARK_AT_LEAST) ||
	       (doc->covers[i].figure >= 0 && doc->figures[doc->covers[i].figure].total_only);
}

/* A possessor: "of Minsk's union programmes", "of the union programmes' measures". */
static bool is_possessor(const struct document *doc, size_t i)
{
	return is_sign(doc, i + 1, '\'') || (doc->tokens[i].capital && !doc->tokens[i].line);
}

/* "85% comple…": a headline's last word, cut off by the editor's program. */
static bool is_cut_short(const struct document *doc, size_t i, const struct sentence *s)
{
	return s->in_title && i + 4 >= s->end && is_sign(doc, i + 1, '.') &&
	       is_sign(doc, i + 2, '.');
}

/* "7% of Belarusians": people and bodies are a whole of their own, but not in "of Minsk's programmes". */
static bool is_bare_office(const struct document *doc, size_t i, const struct sentence *s)
{
	if (!has_mark(doc, i, MARK_OFFICE))
		return false;
	size_t next = past(doc, i);
	for (int steps = 0; steps < 4 && next < s->end; steps++, next = past(doc, next)) {
		if (is_sign(doc, next, '\''))
			return false;
		if (noun_at(doc, next).kind != NOUN_NONE)
			return noun_at(doc, next).kind == NOUN_FOREIGN;
		if (!has_mark(doc, next, MARK_UNION) && !has_mark(doc, next, MARK_OFFICE) &&
		    !is_sign(doc, next, '-') && !has_mark(doc, next, MARK_NEUTRAL))
			break;
	}
	return true;
}

static bool is_party(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_OFFICE) ||
	       (is_unknown(doc, i) && doc->tokens[i].capital && !doc->tokens[i].line);
}

/* "28 согласованных Минском и Москвой программ": who did what the adjective before says. */
static bool is_agent(const struct document *doc, size_t i, size_t from)
{
	if (!is_party(doc, i) || i <= from + 1)
		return false;
	size_t before = doc->covers[i - 1].first;
	bool joint = has_mark(doc, before, MARK_AND) || has_mark(doc, before, MARK_CONJUNCTION) ||
	             has_mark(doc, before, MARK_LINK);
	if (joint && before > from + 1)
		before = doc->covers[before - 1].first;
	return (joint && is_party(doc, before)) ||
	       (!has_mark(doc, before, MARK_FUNCTION) &&
	        (has_mark(doc, before, MARK_NEUTRAL) || has_mark(doc, before, MARK_UNION)));
}

/* "programmes' measures", "union-programme measures": the last noun is the head. */
static void take_owned(const struct document *doc, const struct figure *figure, enum noun kind,
                       struct noun_phrase *np)
{
	size_t next = np->last + 1, end = doc->sentences[doc->covers[figure->number].sentence].end;
	if (is_sign(doc, next, '\''))
		next += next + 1 < end && !doc->tokens[next + 1].spaced ? 2 : 1;
	/* "14 of the programme's 15 measures" */
	while (next < end && (has_mark(doc, next, MARK_NEUTRAL) ||
	                      (doc->covers[next].figure >= 0 &&
	                       doc->figures[doc->covers[next].figure].total_only)))
		next++;
	bool whole = kind == NOUN_PROGRAMMES ||
	             (kind == NOUN_SINGLE && (np->strength >= 2 || doc->focus.programme));
	if (!whole || next >= end || next > np->last + 4 || !has_mark(doc, next, MARK_ACTIVITIES))
		return;
	np->kind = NOUN_ACTIVITIES;
	np->activities = true;
	np->last = next;
}

/* "70% of the country's fuel balance", "half of the time": neither ours nor its owner's name. */
static bool is_another_whole(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_THING) && !has_mark(doc, i, MARK_ACTIVITIES) &&
	       !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_NEUTRAL) &&
	       doc->covers[i].date < 0;
}

/* Behind the size of a whole that begins at the token. */
static size_t past_size(const struct document *doc, size_t i)
{
	int32_t f = i < doc->count ? doc->covers[i].figure : -1;
	return f >= 0 && doc->figures[f].kind == FIGURE_COUNT ? doc->figures[f].last + 1u : i;
}

/* So much an editor writes in brackets. */
#define SPELLED_TOKENS 6

/* "78% of them [the union programmes] …": takes the noun in brackets that the pronoun stands for. */
static bool take_spelled_out(const struct document *doc, size_t pronoun, size_t end,
                             struct noun_phrase *ret)
{
	size_t open = past(doc, pronoun);
	if (open >= end || (!is_sign(doc, open, '[') && !is_sign(doc, open, '(')))
		return false;
	for (size_t i = open + 1; i < end && i <= open + SPELLED_TOKENS; i++) {
		struct noun_phrase np = noun_at(doc, i);
		if (is_sign(doc, i, ']') || is_sign(doc, i, ')'))
			return false;
		if (np.kind != NOUN_PROGRAMMES && np.kind != NOUN_ACTIVITIES &&
		    np.kind != NOUN_FOREIGN)
			continue;
		*ret = np;
		return true;
	}
	return false;
}

struct scan scan_right(const struct document *doc, const struct figure *figure)
{
	struct scan scan = { .np = { .kind = NOUN_NONE } };
	bool staged = false;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t i = figure->last + 1u, limit = figure->last + DIRECT_TOKENS;
	/* "half, or 16, of the 28 programmes" */
	bool bare = figure > doc->figures && is_sign(doc, figure[-1].last + 1u, ',');
	if (figure->apposed && is_sign(doc, i, ',') &&
	    (has_mark(doc, i + 1, MARK_OUT_OF) ||
	     (bare && (has_mark(doc, i + 1, MARK_NEUTRAL) || has_mark(doc, i + 1, MARK_UNION)))))
		i++;
	/* "80 per cent - that many of the union programmes are done" */
	if (((is_sign(doc, i, '-') && doc->tokens[i].spaced) ||
	     (is_sign(doc, i, ':') && has_mark(doc, i + 1, MARK_SO_MANY))) &&
	    (has_mark(doc, i + 1, MARK_SO_MANY) || has_mark(doc, i + 1, MARK_FIGURE_NOUN)))
		i = past(doc, i + 1);
	/* "Twelve, he said, of the 28 programmes" */
	size_t behind = past_parenthesis(doc, i, s->end);
	if (behind > i && behind < s->end &&
	    (has_mark(doc, behind, MARK_OUT_OF) || has_mark(doc, behind, MARK_GENITIVE) ||
	     has_mark(doc, behind, MARK_ACTIVITIES))) {
		limit += behind - i;
		i = behind;
	}
	for (; i < s->end && i < limit; i = past(doc, i)) {
		bool stage = has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS);
		if (staged && !stage &&
		    (has_mark(doc, i, MARK_LINK) || has_mark(doc, i, MARK_FUNCTION)))
			break; /* the predicate ends, and no noun came */
		staged |= stage;
		if (has_mark(doc, i, MARK_OUT_OF)) {
			scan.after_of = true;
			continue;
		}
		struct noun_phrase np = noun_at(doc, i);
		if (np.kind == NOUN_PRONOUN && has_mark(doc, i, MARK_ITS) &&
		    has_mark(doc, past_size(doc, past(doc, i)), MARK_ACTIVITIES))
			continue; /* "95% of its activities", "of its 310 tasks", "16 из 17 ее пунктов" */
		if (np.kind == NOUN_PRONOUN && take_spelled_out(doc, i, s->end, &scan.np))
			break;
		if (np.kind == NOUN_PRONOUN && !scan.after_of)
			break;
		if (np.kind != NOUN_NONE && np.kind != NOUN_FIGURE) {
			scan.np = np;
			/* "every second programme", "двадцать одна программа" */
			if (np.kind == NOUN_SINGLE && !scan.after_of &&
			    (figure->kind == FIGURE_COUNT || figure->is_fraction))
				scan.np.kind = NOUN_PROGRAMMES;
			take_owned(doc, figure, np.kind, &scan.np);
			break;
		}
		int32_t other = doc->covers[i].figure;
		if (doc->covers[i].date == NO_DATE_YEARS)
			continue; /* "31% of the 2024-2026 Guidelines" */
		if (other >= 0 && i > figure->last && doc->figures[other].reason && scan.after_of) {
			scan.unknown = true; /* "70% of the 105 billion" */
			break;
		}
		if (scan.after_of && is_another_whole(doc, i) && is_sign(doc, i + 1, '\''))
			continue; /* "of the countries' union programmes" */
		if (scan.after_of && (is_another_whole(doc, i) || is_bare_office(doc, i, s))) {
			scan.unknown = true;
			break;
		}
		if (is_unknown(doc, i) && is_cut_short(doc, i, s))
			break;
		if (is_agent(doc, i, figure->last))
			continue;
		if (is_unknown(doc, i) && !(scan.after_of && is_possessor(doc, i))) {
			scan.unknown = true;
			break;
		}
		if (!is_passed_over(doc, i, figure) && !is_unknown(doc, i))
			break;
	}
	scan.end = i;
	return scan;
}

/* "went up by six points to 76%" */
static bool measures_difference(const struct document *doc, size_t noun)
{
	size_t first = doc->covers[noun].first;
	int32_t f = first > 0 ? doc->covers[first - 1].figure : -1;
	return f >= 0 && (doc->figures[f].reason == NO_LEVEL ||
	                  (doc->figures[f].reason && has_mark(doc, noun, MARK_THING) &&
	                   has_mark(doc, noun, MARK_ACTIVITIES)));
}

/* What a bracket holds is no head: "the state programmes (28 programmes) are 80% done". */
#define ASIDE_TOKENS 16

/* ", despite the sanctions,": a preposition behind our noun, and other things. */
static bool is_aside_of_others(const struct document *doc, size_t first, size_t close)
{
	bool other = false;
	if (first < 2 || !has_mark(doc, first, MARK_LINK) ||
	    (noun_at(doc, first - 2).kind != NOUN_PROGRAMMES &&
	     noun_at(doc, first - 2).kind != NOUN_ACTIVITIES))
		return false;
	for (size_t i = first; i < close; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (kind != NOUN_NONE && kind != NOUN_FOREIGN)
			return false;
		other |= kind == NOUN_FOREIGN;
	}
	return other;
}

/*
 * Where the aside that closes at the token opens: "(…)", "– … –", ", which …,".
 * The token itself where none does.
 */
static size_t aside_first(const struct document *doc, size_t close, size_t from)
{
	char sign = is_sign(doc, close, ')') ? '(' : is_sign(doc, close, ',') ? ',' : '-';
	if (!is_sign(doc, close, ')') && !is_sign(doc, close, ',') &&
	    !(is_sign(doc, close, '-') && doc->tokens[close].spaced))
		return close;
	for (size_t i = close; i > from && close - i < ASIDE_TOKENS; i--) {
		if (!is_sign(doc, i - 1, sign) || (sign == '-' && !doc->tokens[i - 1].spaced))
			continue;
		/* "программа по туризму, начатая позже, — на 92%" */
		bool gap = sign == ',' && is_sign(doc, close + 1, '-') && i - 1 > from;
		return sign != ',' || gap || has_mark(doc, i, MARK_RELATIVE_PRONOUN) ||
		                       is_aside_of_others(doc, i, close) ||
		                       (says_who(doc, i, close) &&
		                        past_parenthesis(doc, i - 1, close + 1) > close) ||
		                       (has_mark(doc, i, MARK_FUNCTION) &&
		                        has_mark(doc, past(doc, i), MARK_RELATIVE_PRONOUN))
		               ? i - 1
		               : close;
	}
	return close;
}

/* "…, including the one on tourism, …": named as an example, or as an exception. */
static bool is_example(const struct document *doc, size_t first, size_t from)
{
	while (first > from && has_mark(doc, first - 1, MARK_FUNCTION) &&
	       !has_mark(doc, first - 1, MARK_INCLUDING) && !has_mark(doc, first - 1, MARK_EXCEPT))
		first = doc->covers[first - 1].first;
	return first > from &&
	       (has_mark(doc, first - 1, MARK_INCLUDING) || has_mark(doc, first - 1, MARK_EXCEPT));
}

struct noun_phrase scan_left(const struct document *doc, const struct figure *figure, size_t from)
{
	struct noun_phrase found = { .kind = NOUN_NONE }, bare = found;
	for (size_t i = figure->first; i > from;) {
		size_t at = i - 1;
		i = doc->covers[at].first;
		if (aside_first(doc, at, from) < at) {
			i = aside_first(doc, at, from);
			continue;
		}
		if (doc->covers[at].alias >= 0 && doc->aliases[doc->covers[at].alias].first < i)
			i = doc->aliases[doc->covers[at].alias].first;
		struct noun_phrase np = noun_at(doc, at);
		if (np.kind == NOUN_NONE || measures_difference(doc, at))
			continue;
		if (np.kind == NOUN_FIGURE || np.kind == NOUN_PRONOUN) {
			if (found.kind == NOUN_NONE)
				found = np;
			continue;
		}
		/* A bare name such as "customs" inside the phrase of a programme is not the head. */
		if (np.kind == NOUN_ALIAS && np.strength < 2)
			continue;
		if (np.kind == NOUN_PROGRAMMES && found.kind == NOUN_ACTIVITIES)
			continue;
		if (np.kind == NOUN_ALIAS && is_example(doc, np.first < i ? np.first : i, from))
			continue;
		if (np.first < i && np.first >= from)
			i = np.first;
		/* "The union programmes, among them the gas market, are 80% done" */
		if (np.bare && from < figure->core_first) {
			bare = bare.kind == NOUN_NONE ? np : bare;
			continue;
		}
		if (bare.kind != NOUN_NONE && !(np.kind == NOUN_PROGRAMMES && np.strength == 3))
			return bare;
		/* "the activities of (within) the union programmes": they are the head */
		size_t head = np.first;
		if (head > from && has_mark(doc, head - 1, MARK_LINK))
			head = doc->covers[head - 1].first;
		if (np.kind == NOUN_PROGRAMMES && head > from &&
		    noun_at(doc, head - 1).kind == NOUN_ACTIVITIES)
			return noun_at(doc, head - 1);
		return np;
	}
	return bare.kind != NOUN_NONE ? bare : found;
}
