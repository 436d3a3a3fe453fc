#include "ordinals.h"

#include "packages.h"

/* "Завершена уже девятая программа из 28": the predicate stands before the ordinal. */
static bool is_done_before(const struct document *doc, size_t ordinal)
{
	size_t i = ordinal;
	while (i > 0 && !doc->tokens[i].line &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || has_mark(doc, i - 1, MARK_AND)))
		i = doc->covers[i - 1].first;
	return i > 0 && !doc->tokens[i].line && has_mark(doc, i - 1, MARK_COMPLETED);
}

/* "The seventh programme out of 28 has been closed": behind the whole. */
static size_t past_whole(const struct document *doc, size_t i)
{
	size_t next = past(doc, i);
	while (next < doc->count && has_mark(doc, next, MARK_FUNCTION))
		next = past(doc, next); /* "out of the 28" */
	bool number = next < doc->count &&
	              (doc->tokens[next].kind == TOKEN_NUMBER || has_mark(doc, next, MARK_NUMBER));
	return has_mark(doc, i, MARK_OUT_OF) && number ? past(doc, next) : i;
}

/* So long an aside behind the programme may be. */
#define ASIDE_TOKENS 8

/* "A twelfth programme, that on accounting, was closed": behind the second comma. */
static size_t past_aside(const struct document *doc, size_t i)
{
	if (!is_sign(doc, i, ',') ||
	    (!has_mark(doc, i + 1, MARK_LINK) && !has_mark(doc, i + 1, MARK_PRONOUN) &&
	     !has_mark(doc, i + 1, MARK_FUNCTION)))
		return i;
	for (size_t end = i + 1; end < doc->count && end < i + ASIDE_TOKENS; end++) {
		if (is_sign(doc, end, ','))
			return end + 1;
	}
	return i;
}

#define ORDINAL_DIGITS 3

/* "nineteenth", "19th", "19-я": its value, and the end of it; false where none stands here. */
static bool read_ordinal(const struct document *doc, size_t i, long *ret_value, size_t *ret_end)
{
	const struct phrase *ordinal = marked(doc, i, MARK_ORDINAL);
	if (ordinal) {
		*ret_value = ordinal->value;
		*ret_end = past(doc, i);
		return true;
	}
	*ret_value = plain_number(doc, i, ORDINAL_DIGITS);
	if (*ret_value < 0 || !has_mark(doc, i + 1, MARK_ORDINAL_ENDING) ||
	    doc->tokens[i + 1].spaced)
		return false;
	*ret_end = past(doc, i + 1);
	return true;
}

bool ordinal_take(const struct document *doc, size_t i, struct value *ret)
{
	long value = 0;
	size_t at = 0;
	bool ordinal = read_ordinal(doc, i, &value, &at);
	bool completed = false, whole = false, which = false;
	size_t end = at;
	bool of_whole = ordinal && has_mark(doc, at, MARK_OUT_OF); /* "the ninth of the 28" */
	/* "a sixth of them": a fraction, but "a sixth programme" */
	if (ordinal && has_mark(doc, at, MARK_OUT_OF) &&
	    (has_mark(doc, i, MARK_FRACTION) || value_is_bare_fraction(doc, i)))
		return false;
	for (int steps = 0; ordinal && at < doc->count && steps < 7; steps++, at = past(doc, at)) {
		completed |= has_mark(doc, at, MARK_COMPLETED) ||
		             (steps == 0 && has_mark(doc, at, MARK_OUT_OF) &&
		              is_done_before(doc, i)); /* "закрыта шестая из 28" */
		struct value size;
		whole |= of_whole && value_take(doc, at, &size) &&
		         package_of_total(doc, false, size.number) != NULL;
		if (has_mark(doc, at, MARK_PROGRAMME) || has_mark(doc, at, MARK_PROGRAMMES) ||
		    (whole &&
		     has_mark(doc, at,
		              MARK_COMPLETED)) || /* "the eleventh of the 28 to be closed" */
		    (of_whole && has_mark(doc, at, MARK_ANCHOR)) ||
		    (completed && has_mark(doc, at, MARK_OUT_OF))) {
			size_t behind = past_aside(doc, past_whole(doc, past(doc, at)));
			while (behind < doc->count && !has_mark(doc, behind, MARK_COMPLETED) &&
			       (has_mark(doc, behind, MARK_FUNCTION) ||
			        has_mark(doc, behind, MARK_FINITE) ||
			        has_mark(doc, behind, MARK_TO_BE) ||
			        has_mark(doc, behind, MARK_EXPECTED)))
				behind = past(doc, behind);
			completed |= has_mark(doc, behind, MARK_COMPLETED);
			if (doc->covers[i].date >= 0)
				return false;
			completed |= has_mark(doc, past(doc, at), MARK_OUT_OF) &&
			             is_done_before(doc, i);
			if (!completed)
				return false;
			*ret = (struct value){ .number = decimal_from_int(value),
				               .words = true,
				               .first = i,
				               .end = end };
			return true;
		}
		/* "the twelfth of the 28 that the sides have closed" */
		which |= whole &&
		         (has_mark(doc, at, MARK_RELATIVE_PRONOUN) ||
		          (is_sign(doc, at, ',') && has_mark(doc, at + 1, MARK_RELATIVE_PRONOUN)));
		if (which && (is_sign(doc, at, ',') || has_mark(doc, at, MARK_RELATIVE_PRONOUN) ||
		              has_mark(doc, at, MARK_OFFICE)))
			continue;
		if (!has_mark(doc, at, MARK_COMPLETED) && !has_mark(doc, at, MARK_UNION) &&
		    !has_mark(doc, at, MARK_NEUTRAL) && !has_mark(doc, at, MARK_FULLY) &&
		    !has_mark(doc, at, MARK_FUNCTION) &&
		    !(doc->tokens[at].kind == TOKEN_NUMBER &&
		      has_mark(doc, at - 1, MARK_FUNCTION)) &&
		    !(has_mark(doc, at, MARK_NUMBER) &&
		      (has_mark(doc, at - 1, MARK_FUNCTION) || has_mark(doc, at - 1, MARK_NUMBER) ||
		       is_sign(doc, at - 1, '-'))) &&
		    !(is_sign(doc, at, '-') && !doc->tokens[at].spaced))
			return false;
	}
	return false;
}
