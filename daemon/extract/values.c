#include "values.h"

#include <string.h>

/* Fractions are read as per cent to one decimal: two thirds is 66.7. */
static struct decimal fraction_percent(int over, int under)
{
	struct decimal percent = decimal_percent_of(decimal_from_int(over), decimal_from_int(under),
	                                            1);
	if (percent.scale == 1 && percent.digits % 10 == 0)
		return decimal_from_int(percent.digits / 10);
	return percent;
}

static bool digits_only(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && strspn(token->text, "0123456789") == token->len;
}

/* "1,840", "46.5" or "46,5" by the language's decimal mark. */
static bool parse_digits(const struct document *doc, const struct token *token, struct decimal *ret)
{
	char plain[24];
	size_t n = 0, marks = strcspn(token->text, ".,");
	if (token->len >= sizeof(plain))
		return false;
	bool grouped = token->text[marks] && token->len - marks == 4 &&
	               token->text[marks] != doc->language->decimal && marks <= 3;
	for (const char *s = token->text; *s; s++) {
		if (*s >= '0' && *s <= '9')
			plain[n++] = *s;
		else if (!grouped && strcspn(s + 1, ".,") != strlen(s + 1))
			return false; /* two marks: a date, a version */
		else if (!grouped)
			plain[n++] = '.';
	}
	plain[n] = '\0';
	return decimal_parse(plain, n, ret);
}

/* "60 000": groups of three after a space. */
static size_t join_groups(const struct document *doc, size_t at, struct decimal *value)
{
	const struct token *t = doc->tokens;
	if (t[at - 1].len > 3 || !digits_only(&t[at - 1]))
		return at;
	while (at < doc->count && digits_only(&t[at]) && t[at].len == 3 && t[at].spaced &&
	       t[at].offset == t[at - 1].offset + t[at - 1].length + 1 + (uint32_t)(0) &&
	       value->digits < 1000000000) {
		struct decimal group;
		if (!decimal_parse(t[at].text, 3, &group))
			break;
		value->digits = value->digits * 1000 + group.digits;
		at++;
	}
	return at;
}

static bool is_slash(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '/') ||
	       (i < doc->count && strcmp(doc->tokens[i].text, "\xE2\x81\x84") == 0);
}

/* "3/4": both small, no space; "18/28" is a count. */
static bool take_slash(const struct document *doc, struct value *value)
{
	size_t i = value->end;
	struct decimal under;
	if (!is_slash(doc, i) || doc->tokens[i].spaced || i + 1 >= doc->count ||
	    doc->tokens[i + 1].spaced || !digits_only(&doc->tokens[i + 1]) ||
	    doc->tokens[i + 1].len > 2 || value->number.scale > 0)
		return false;
	if (!decimal_parse(doc->tokens[i + 1].text, doc->tokens[i + 1].len, &under) ||
	    under.digits < 2 || under.digits > 12 || value->number.digits >= under.digits ||
	    value->number.digits < 1)
		return false;
	value->number = fraction_percent((int)value->number.digits, (int)under.digits);
	value->fraction = true;
	value->end = i + 2;
	return true;
}

/* "из 52-х", "28-ми": the case ending of a number in digits; where it may be an ordinal's, behind "of" only. */
static size_t skip_ending(const struct document *doc, size_t first, size_t end)
{
	if (!has_mark(doc, end, MARK_NUMBER_ENDING) || doc->tokens[end].spaced)
		return end;
	if (has_mark(doc, end, MARK_THING) && !(first > 0 && has_mark(doc, first - 1, MARK_OUT_OF)))
		return end;
	return past(doc, end);
}

static bool take_digits(const struct document *doc, size_t i, struct value *ret)
{
	const struct token *token = &doc->tokens[i];
	struct value value = { .first = i, .end = i + 1 };
	if (!parse_digits(doc, token, &value.number))
		return false;
	if (!take_slash(doc, &value))
		value.end = skip_ending(doc, i, join_groups(doc, i + 1, &value.number));
	*ret = value;
	return true;
}

/* "twenty-one", "сто двадцать пять": each smaller than the one before, or a multiplier. */
static bool take_words(const struct document *doc, size_t i, struct value *ret)
{
	int64_t sum = 0, part = 0, last = INT64_MAX;
	size_t at = i, end = i;
	while (at < doc->count && sum < 1000000 && !(at > i && doc->tokens[at].line)) {
		const struct phrase *word = marked(doc, at, MARK_NUMBER);
		if (!word || doc->covers[at].date >= 0)
			break;
		int64_t n = word->value;
		if (n == 100 && part > 0 && part < 10)
			part *= 100;
		else if (n >= 1000 && part > 0)
			sum += part * n, part = 0;
		else if (n < last && (part == 0 || part % 10 == 0) && (last >= 20 || part == 0))
			part += n;
		else
			break;
		last = n == 100 || n >= 1000 ? 100 : n;
		at = end = past(doc, at);
		if (is_sign(doc, at, '-') && !doc->tokens[at].spaced &&
		    has_mark(doc, at + 1, MARK_NUMBER))
			at++;
		/* "three hundred and ten" */
		const struct phrase *tens = marked(doc, at + 1, MARK_NUMBER);
		if (n == 100 && part > 100 - 1 && has_mark(doc, at, MARK_AND) && tens &&
		    tens->value < 100)
			at++;
	}
	if (end == i)
		return false;
	*ret = (struct value){ .number = decimal_from_int(sum + part),
		               .words = true,
		               .is_one = sum + part == 1,
		               .first = i,
		               .end = end };
	return true;
}

/* Puts so many more decimals, 1 or 2, behind a number. */
static struct decimal with_decimals(struct decimal number, int64_t decimals, uint8_t count)
{
	return decimal_make(number.digits * (count == 1 ? 10 : 100) + decimals,
	                    (uint8_t)(number.scale + count));
}

/* How many decimals the name of a part is of: tenths one; 0 for thirds and their like. */
static uint8_t scale_of(const struct phrase *parts)
{
	return !parts ? 0 : parts->value == 10 ? 1 : parts->value == 100 ? 2 : 0;
}

/* "point four five": what is said digit by digit, or as one number. The token behind it. */
static size_t spoken_decimals(const struct document *doc, size_t i, struct decimal *number)
{
	struct value digit;
	while (number->scale < 2 && take_words(doc, i, &digit) && digit.number.digits < 100 &&
	       (digit.number.digits < 10 || number->scale == 0)) {
		*number = with_decimals(*number, digit.number.digits,
		                        digit.number.digits < 10 ? 1 : 2);
		i = digit.end;
	}
	return i;
}

/* "4 десятых", or, behind a word for the point, "four five". The token behind it; 0: it is none. */
static size_t take_decimal_part(const struct document *doc, size_t i, bool has_point,
                                struct decimal *number)
{
	struct value over;
	if (i >= doc->count || !(doc->tokens[i].kind == TOKEN_NUMBER ? take_digits(doc, i, &over)
	                                                             : take_words(doc, i, &over)))
		return 0;
	const struct phrase *parts = marked(doc, over.end, MARK_PARTS);
	uint8_t scale = scale_of(parts);
	if (scale > 0) {
		if (over.number.scale > 0 || over.fraction || over.number.digits >= parts->value)
			return 0;
		*number = with_decimals(*number, over.number.digits, scale);
		return past(doc, over.end);
	}
	return has_point ? spoken_decimals(doc, i, number) : 0;
}

/*
 * Decimals in words, of per cent: "86 and a half", "86 целых 4 десятых",
 * "девяносто и четыре десятых", "eighty-six point four".
 */
static bool take_decimals(const struct document *doc, struct value *value)
{
	size_t i = value->end, end = 0;
	/* over a hundred per cent the number is refused with its decimals or without */
	bool is_share = value->number.digits <= 100;
	struct decimal number = is_share ? value->number : decimal_from_int(0);
	if (value->number.scale > 0 || i >= doc->count || doc->tokens[i].line)
		return false;
	bool has_point = has_mark(doc, i, MARK_DECIMAL_POINT);
	if (has_mark(doc, i, MARK_AND_A_HALF)) {
		number = with_decimals(number, 5, 1);
		end = past(doc, i);
	} else if (has_point || has_mark(doc, i, MARK_AND)) {
		end = take_decimal_part(doc, past(doc, i), has_point, &number);
	}
	if (end == 0 || number.scale == 0 || !has_mark(doc, end, MARK_PERCENT))
		return false;
	if (is_share)
		value->number = number;
	value->end = end;
	return true;
}

/* "two thirds", "две пятых": a number, then the name of the part. */
static bool take_parts(const struct document *doc, struct value *value)
{
	size_t i = value->end;
	if (is_sign(doc, i, '-') && !doc->tokens[i].spaced)
		i++;
	const struct phrase *parts = marked(doc, i, MARK_PARTS);
	if (!parts || doc->tokens[i].line || value->number.scale > 0 || value->number.digits < 1 ||
	    value->number.digits >= parts->value)
		return false;
	/* "four tenths of a per cent" are less than one */
	if (scale_of(parts) > 0 && has_mark(doc, past(doc, i), MARK_PERCENT)) {
		value->number = with_decimals(decimal_from_int(0), value->number.digits,
		                              scale_of(parts));
		value->end = past(doc, i);
		return true;
	}
	value->number = fraction_percent((int)value->number.digits, parts->value);
	value->fraction = true;
	value->end = past(doc, i);
	return true;
}

bool value_is_bare_fraction(const struct document *doc, size_t i)
{
	size_t number = past(doc, past(doc, i));
	if (!has_mark(doc, i, MARK_BARE_FRACTION) || !has_mark(doc, past(doc, i), MARK_OUT_OF) ||
	    number >= doc->count || doc->tokens[number].kind == TOKEN_NUMBER)
		return false;
	return i == 0 || doc->tokens[i].line || doc->tokens[i - 1].kind == TOKEN_SIGN ||
	       has_mark(doc, i - 1, MARK_COMPLETED) || has_mark(doc, i - 1, MARK_ABOUT) ||
	       has_mark(doc, i - 1, MARK_AT_LEAST) || has_mark(doc, i - 1, MARK_AT_MOST);
}

bool value_take(const struct document *doc, size_t i, struct value *ret)
{
	const struct phrase *fraction = marked(doc, i, MARK_FRACTION);
	if (doc->covers[i].date != -1)
		return false;
	/* "the second half" is a part, not a share */
	if (fraction && i > 0 && has_mark(doc, i - 1, MARK_ORDINAL) && !doc->tokens[i].line)
		return false;
	if (!fraction && value_is_bare_fraction(doc, i))
		fraction = marked(doc, i, MARK_BARE_FRACTION);
	if (fraction && doc->covers[i].first == i) {
		*ret = (struct value){ .number = fraction_percent(fraction->value,
			                                          fraction->value2),
			               .fraction = true,
			               .words = true,
			               .first = i,
			               .end = past(doc, i) };
		return true;
	}
	bool found = doc->tokens[i].kind == TOKEN_NUMBER ? take_digits(doc, i, ret)
	                                                 : take_words(doc, i, ret);
	if (found && !ret->fraction && (take_decimals(doc, ret) || take_parts(doc, ret)))
		ret->words = true;
	return found;
}

static bool glued_digits(const struct document *doc, size_t i)
{
	return i < doc->count && doc->tokens[i].kind == TOKEN_NUMBER && !doc->tokens[i].spaced;
}

/* Three numbers on hyphens, or a plus sign before: somebody's telephone. */
static bool in_telephone(const struct document *doc, size_t i)
{
	size_t first = i, numbers = 0;
	const struct token *t = doc->tokens;
	bool hyphens = false;
	while (first > 0 &&
	       (t[first - 1].kind == TOKEN_NUMBER || is_sign(doc, first - 1, '-') ||
	        is_sign(doc, first - 1, '(') || is_sign(doc, first - 1, ')')) &&
	       i - first < 12)
		first--;
	for (size_t k = first; k < doc->count && k < first + 16; k++) {
		if (t[k].kind == TOKEN_NUMBER)
			numbers++;
		else if (is_sign(doc, k, '-') && !t[k].spaced && glued_digits(doc, k + 1))
			hyphens = true;
		else if (!is_sign(doc, k, '(') && !is_sign(doc, k, ')'))
			break;
	}
	if (first > 0 && is_sign(doc, first - 1, '+') && numbers > 1)
		return true;
	return hyphens && numbers > 2;
}

static bool before_is_money(const struct document *doc, size_t i)
{
	static const char *const signs[] = { "$", "€", "£", "₽", "#", "№", "no", "¥" };
	for (size_t s = 0; i > 0 && s < sizeof(signs) / sizeof(*signs); s++) {
		if (strcmp(doc->tokens[i - 1].text, signs[s]) == 0)
			return true;
	}
	return false;
}

/* "two coming years", "двух наступных гадоў": a word between the number and the thing, or none. */
static size_t counted_thing(const struct document *doc, size_t end)
{
	size_t next = past(doc, end);
	bool between = end < doc->count && doc->tokens[end].kind == TOKEN_WORD &&
	               !doc->tokens[end].line &&
	               (!doc->covers[end].phrases || has_mark(doc, end, MARK_WHICH) ||
	                has_mark(doc, end, MARK_NEXT) || has_mark(doc, end, MARK_NEUTRAL) ||
	                has_mark(doc, end, MARK_AT_MOST) || has_mark(doc, end, MARK_FULLY)) &&
	               has_mark(doc, next, MARK_THING) && !doc->tokens[next].line;
	return between ? next : end;
}

/* "Twelve points have been implemented", "880 points of 993": no points of a scale, but of a plan. */
static bool is_point_of_plan(const struct document *doc, size_t number, size_t thing)
{
	size_t i = past(doc, thing);
	struct value total;
	if (!has_mark(doc, thing, MARK_ACTIVITIES))
		return false;
	/* "In the programme there are 17 points", "it has 17 points" */
	if ((number > 0 && has_mark(doc, number - 1, MARK_HOLDS)) ||
	    (number > 1 && has_mark(doc, number - 2, MARK_THERE)))
		return true;
	if (has_mark(doc, i, MARK_OUT_OF) && past(doc, i) < doc->count &&
	    value_take(doc, past(doc, i), &total) && !total.fraction &&
	    decimal_cmp(total.number, decimal_from_int(100)) > 0)
		return true;
	/* "all 21 points of the union programme on tourism" */
	size_t owner = has_mark(doc, i, MARK_OUT_OF) ? past(doc, i) : i;
	while (owner > i &&
	       (has_mark(doc, owner, MARK_FUNCTION) || has_mark(doc, owner, MARK_UNION)))
		owner = past(doc, owner);
	if (owner > i &&
	    (has_mark(doc, owner, MARK_PROGRAMME) || has_mark(doc, owner, MARK_PROGRAMMES)))
		return true;
	while (i < doc->count && has_mark(doc, i, MARK_FUNCTION) &&
	       !has_mark(doc, i, MARK_CONJUNCTION))
		i = past(doc, i);
	return (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS)) &&
	       !has_mark(doc, i, MARK_STAGE_NOUN);
}

const char *value_is_other(const struct document *doc, const struct value *value)
{
	size_t i = value->first, end = value->end, thing = counted_thing(doc, end);
	const struct token *t = doc->tokens;
	bool counts = has_mark(doc, thing, MARK_THING) && !doc->tokens[thing].line &&
	              !is_point_of_plan(doc, i, thing);
	if (i > 0 && !t[i].line && has_mark(doc, i - 1, MARK_NUMBERED) &&
	    !has_mark(doc, end, MARK_PERCENT))
		return because_of(doc, i - 1, "numbers a page or the like");
	if (value->words)
		return counts ? because_of(doc, thing, "counts something else") : NULL;
	if (in_telephone(doc, i))
		return "a telephone number";
	if (before_is_money(doc, i))
		return because(doc, i - 1, i - 1, "a sum of money or a number in a list");
	if ((is_sign(doc, end, ':') && glued_digits(doc, end + 1)) ||
	    (i > 1 && is_sign(doc, i - 1, ':') && !t[i].spaced && t[i - 2].kind == TOKEN_NUMBER))
		return "a time of day";
	/* «Россия 24» */
	if (i > 0 && is_sign(doc, end, '"') && t[i].spaced && t[i - 1].kind == TOKEN_WORD &&
	    t[i - 1].capital)
		return "part of a name";
	if (end < doc->count && t[end].kind == TOKEN_WORD && !t[end].spaced &&
	    !has_mark(doc, end, MARK_PERCENT))
		return "an ordinal number";
	if (i > 1 && is_sign(doc, i - 1, '-') && !t[i].spaced && !t[i - 1].spaced &&
	    t[i - 2].kind == TOKEN_WORD)
		return "part of a name";
	if (is_sign(doc, end, '-') && !t[end].spaced && end + 1 < doc->count &&
	    t[end + 1].kind == TOKEN_WORD && !t[end + 1].spaced &&
	    !has_mark(doc, end + 1, MARK_PERCENT))
		return "part of a word";
	if (counts)
		return because_of(doc, thing, "counts something else");
	if (end == i + 1 && t[i].len == 4 && value->number.scale == 0 &&
	    value->number.digits >= 1990 && value->number.digits <= 2060 &&
	    !has_mark(doc, end, MARK_ACTIVITIES))
		return "a year";
	return NULL;
}
