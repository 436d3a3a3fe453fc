/* Parentheses that tell no more than who says so, or when, or the same counted otherwise. */
#include "clauses.h"

/* And one of words that nobody knows: "as is well known". */
#define IDIOM_TOKENS 5

/*
 * May a word stand in a parenthesis that tells no more than who says so, or when? Behind the
 * word of saying it may be any: "by the count of the Chamber of Trade".
 */
static bool is_parenthetical(const struct document *doc, size_t i, bool source, bool said)
{
	if (doc->covers[i].figure >= 0 || has_mark(doc, i, MARK_CONJUNCTION) ||
	    has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS) ||
	    has_mark(doc, i, MARK_OTHER_STAGE) || has_mark(doc, i, MARK_LEFT) ||
	    has_mark(doc, i, MARK_NOT) || has_mark(doc, i, MARK_DENIAL) ||
	    has_mark(doc, i, MARK_RELATIVE_PRONOUN) || has_mark(doc, i, MARK_INCLUDING) ||
	    (!said && (has_mark(doc, i, MARK_ALIAS) || has_mark(doc, i, MARK_FOREIGN))) ||
	    has_mark(doc, i, MARK_PROGRAMMES) || has_mark(doc, i, MARK_ACTIVITIES))
		return false;
	return source || doc->covers[i].date >= 0 || has_mark(doc, i, MARK_FUNCTION) ||
	       has_mark(doc, i, MARK_OFFICE) || has_mark(doc, i, MARK_WHOLE) ||
	       (doc->tokens[i].capital && !doc->tokens[i].line);
}

/* "40 per cent of them, or 125, have been completed": the same, counted otherwise. */
static size_t past_other_count(const struct document *doc, size_t i, size_t end)
{
	size_t at = i + 1, limit = i + PARENTHESIS_TOKENS < end ? i + PARENTHESIS_TOKENS : end;
	bool counted = false;
	if (!has_mark(doc, at, MARK_OR))
		return i;
	for (at = past(doc, at); at < limit && !is_sign(doc, at, ','); at++) {
		bool is_number = doc->covers[at].figure >= 0;
		counted |= is_number;
		if (!is_number && !has_mark(doc, at, MARK_PROGRAMMES) &&
		    !has_mark(doc, at, MARK_ACTIVITIES) && !has_mark(doc, at, MARK_THING) &&
		    !has_mark(doc, at, MARK_OUT_OF) && !has_mark(doc, at, MARK_ABOUT) &&
		    !has_mark(doc, at, MARK_FUNCTION) && !has_mark(doc, at, MARK_PRONOUN) &&
		    !has_mark(doc, at, MARK_PERCENT))
			return i;
	}
	return counted && at < limit ? at + 1 : i;
}

size_t past_parenthesis(const struct document *doc, size_t i, size_t end)
{
	bool comma = is_sign(doc, i, ',');
	if (!comma && !(is_sign(doc, i, '-') && doc->tokens[i].spaced))
		return i;
	if (comma && past_other_count(doc, i, end) > i)
		return past_other_count(doc, i, end);
	bool source = false, inside = false;
	size_t limit = i + PARENTHESIS_TOKENS < end ? i + PARENTHESIS_TOKENS : end;
	for (size_t at = i + 1; at < limit; at++) {
		if (inside && (comma ? is_sign(doc, at, ',')
		                     : (is_sign(doc, at, '-') && doc->tokens[at].spaced)))
			return at + 1;
		source |= has_mark(doc, at, MARK_ACCORDING) || has_mark(doc, at, MARK_SAYS);
		if (is_sign(doc, at, '\'') || (is_sign(doc, at, '-') && !doc->tokens[at].spaced))
			continue;
		if (doc->tokens[at].kind == TOKEN_SIGN ||
		    !is_parenthetical(doc, at, source || at - i <= IDIOM_TOKENS, source))
			return i;
		inside = true;
	}
	return i;
}

size_t core_before_parenthesis(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->clause_first; i < figure->core_first; i++) {
		if (is_sign(doc, i, ',') &&
		    past_parenthesis(doc, i, figure->first) == figure->core_first)
			return figure->clause_first;
	}
	return figure->core_first;
}

bool compares_in_bracket(const struct document *doc, const struct figure *figure, bool *ret_dated)
{
	const struct figure *before = figure - 1;
	bool past = false, open = true;
	*ret_dated = false;
	if (figure == doc->figures || !is_sign(doc, before->last + 1u, '(') || before->claim < 0 ||
	    before->kind != figure->kind)
		return false;
	size_t i = before->last + 2u, end = i + PARENTHESIS_TOKENS;
	for (; open && i < doc->count && i < end; i++) {
		bool own = i >= figure->first && i <= figure->last;
		*ret_dated |= doc->covers[i].date >= 0;
		past |= has_mark(doc, i, MARK_PAST);
		open = !is_sign(doc, i, ')');
		if (open && !own && doc->covers[i].date < 0 && !has_mark(doc, i, MARK_PAST) &&
		    !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_LINK) &&
		    !has_mark(doc, i, MARK_LEVEL) && !is_sign(doc, i, '-'))
			return false;
	}
	/* "ten (two in March)": as well a part of them */
	bool near = decimal_cmp(decimal_sub(before->value, figure->value), figure->value) < 0;
	return !open && i > figure->last && (past || (*ret_dated && near));
}
