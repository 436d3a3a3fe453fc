#include "speaker.h"

static bool is_name_word(const struct document *doc, size_t i, const struct sentence *s)
{
	const struct token *t = &doc->tokens[i];
	return t->kind == TOKEN_WORD && t->capital && t->len > 1 && i > s->first &&
	       !has_mark(doc, i, MARK_OFFICE) && !has_mark(doc, i, MARK_STATE) &&
	       !has_mark(doc, i, MARK_MONTH) && !has_mark(doc, i, MARK_FUNCTION);
}

/* A surname may have a hyphen: "Vasilkou-Best". */
static struct evidence surname(const struct document *doc, size_t last, const struct sentence *s,
                               const char *rule)
{
	size_t first = last;
	while (first > s->first + 1 && is_sign(doc, first - 1, '-') && !doc->tokens[first].spaced &&
	       is_name_word(doc, first - 2, s))
		first -= 2;
	return by_words(first, last, rule);
}

/* The last of a run of capitalised words within `limit` tokens of a verb of saying. */
static struct evidence name_after(const struct document *doc, size_t says, const struct sentence *s)
{
	for (size_t i = says + 1; i < s->end && i < says + 10; i++) {
		if (is_sign(doc, i, ',') || is_sign(doc, i, '.'))
			break;
		if (!is_name_word(doc, i, s) || !is_name_word(doc, i + 1, s) || i + 1 >= s->end)
			continue;
		size_t last = i + 1;
		while (last + 1 < s->end && is_sign(doc, last + 1, '-') && last + 2 < s->end &&
		       is_name_word(doc, last + 2, s))
			last += 2;
		return surname(doc, last, s, "the name behind the word of saying");
	}
	return by_default(NULL);
}

static struct evidence name_before(const struct document *doc, size_t says,
                                   const struct sentence *s)
{
	for (size_t i = says; i > s->first + 1 && says - i < 8; i--) {
		if (is_name_word(doc, i - 1, s))
			return surname(doc, i - 1, s, "the name before the word of saying");
	}
	return by_default(NULL);
}

static struct evidence office_near(const struct document *doc, size_t says,
                                   const struct sentence *s)
{
	size_t from = says > s->first + 10 ? says - 10 : s->first;
	size_t end = says + 12 < s->end ? says + 12 : s->end;
	long office = find_mark_before(doc, from, says, MARK_OFFICE);
	if (office < 0)
		office = find_mark(doc, says, end, MARK_OFFICE);
	return by_phrase(doc, office,
	                 office < 0 ? "a word of saying, but nobody near it"
	                            : "the office beside the word of saying");
}

static struct evidence in_sentence(const struct document *doc, const struct sentence *s)
{
	long says = find_mark(doc, s->first, s->end, MARK_SAYS);
	if (says < 0)
		says = find_mark(doc, s->first, s->end, MARK_ACCORDING);
	if (says < 0)
		return by_default("no word of saying in the sentence");
	struct evidence name = name_after(doc, past(doc, (size_t)says) - 1, s);
	if (name.first < 0)
		name = name_before(doc, (size_t)says, s);
	return name.first >= 0 ? name : office_near(doc, (size_t)says, s);
}

const char *find_speaker(const struct document *doc, const struct figure *figure,
                         struct evidence *ret_why)
{
	uint32_t index = doc->covers[figure->number].sentence;
	*ret_why = in_sentence(doc, &doc->sentences[index]);
	return ret_why->first < 0
	               ? NULL
	               : source_words(doc, (size_t)ret_why->first, (size_t)ret_why->last);
}
