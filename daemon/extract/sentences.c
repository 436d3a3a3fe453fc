/*
 * Sentences: the root rules of UAX #29, which break after "А. Г. Лукашенко" and
 * "2023 г. выполнено", less the breaks after the lexicon's abbreviations and
 * after initials.
 */
#include <string.h>

#include "breaks.h"
#include "document.h"

void *grow(struct arena *arena, void *list, size_t count, size_t size)
{
	if (count & (count - 1) || (count > 0 && count < 16))
		return list;
	void *longer = arena_room(arena, count ? 2 * count : 16, size);
	if (count)
		memcpy(longer, list, count * size);
	return longer;
}

/* A word of so many letters is hardly an abbreviation that the lexicon does not know. */
#define WORD_LETTERS 4

static bool is_abbreviation(const struct document *doc, const struct token *token)
{
	for (const char **word = doc->language->abbreviations; word && *word; word++) {
		if (**word == *token->text && strcmp(*word, token->text) == 0)
			return true;
	}
	return false;
}

/* Letters of the token, up to WORD_LETTERS. */
static int letters(const struct token *token)
{
	int n = 0;
	for (uint32_t i = 0; i < token->len && n < WORD_LETTERS; i++)
		n += ((unsigned char)token->text[i] & 0xC0) != 0x80;
	return n;
}

/* May a sentence end before this token, where the root rules say so? */
static bool really_ends(const struct document *doc, size_t token)
{
	const struct token *t = doc->tokens;
	if (t[token].line || token < 2 || t[token].in_title != t[token - 1].in_title)
		return true;
	if (!is_sign(doc, token - 1, '.') || t[token - 1].spaced)
		return true;
	const struct token *word = &t[token - 2];
	if (word->kind != TOKEN_WORD)
		return true;
	if (word->capital && letters(word) == 1)
		return false;
	return !is_abbreviation(doc, word);
}

static void add_part(struct document *doc, size_t first, size_t end)
{
	if (first == end)
		return;
	doc->sentences = grow(doc->arena, doc->sentences, doc->sentence_count,
	                      sizeof(*doc->sentences));
	struct sentence *s = &doc->sentences[doc->sentence_count];
	*s = (struct sentence){ .first = (uint32_t)first,
		                .end = (uint32_t)end,
		                .in_title = doc->tokens[first].in_title };
	for (size_t i = first; i < end; i++) {
		doc->covers[i].sentence = (uint32_t)doc->sentence_count;
		s->question |= is_sign(doc, i, '?');
		for (int w = 0; w < MARK_WORDS; w++)
			s->marks[w] |= doc->covers[i].marks[w];
	}
	doc->sentence_count++;
}

/* A number of so many digits may be a year. */
#define YEAR_DIGITS 4

/* "… the tax rules. 72% of the measures …": the root rules wait for a capital, and a number has none. */
static bool number_begins(const struct document *doc, size_t i)
{
	const struct token *t = doc->tokens;
	if (i < 2 || t[i].kind != TOKEN_NUMBER || !t[i].spaced || !is_sign(doc, i - 1, '.') ||
	    t[i - 1].spaced)
		return false;
	if (t[i - 2].kind == TOKEN_NUMBER) /* "… in 2022. 72% of …" */
		return t[i - 2].len >= YEAR_DIGITS && t[i - 2].spaced;
	if (is_sign(doc, i - 2, '%') || is_sign(doc, i - 2, ')') || is_sign(doc, i - 2, '"'))
		return true;
	/* "- Паспеем. 785 из 993 …": a word that is a sentence of its own */
	bool alone = i == 2 || t[i - 2].line || is_sign(doc, i - 3, '-');
	/* "… over a year ago. 7 of them …", but "sec. 7" */
	return t[i - 2].kind == TOKEN_WORD &&
	       (!t[i - 2].capital || (alone && letters(&t[i - 2]) >= WORD_LETTERS)) &&
	       letters(&t[i - 2]) >= WORD_LETTERS - 1 && !is_abbreviation(doc, &t[i - 2]);
}

/* ""How many are done?" – "Thirteen."": the dash stands between two who are quoted. */
static bool answers_quote(const struct document *doc, size_t quote, size_t first, size_t end)
{
	return quote > first && quote + 2 < end && is_sign(doc, quote, '"') &&
	       is_sign(doc, quote + 2, '"') &&
	       (is_sign(doc, quote - 1, '?') || is_sign(doc, quote - 1, '.'));
}

/*
 * Nobody writes a sentence of so many words; what does is cut, so that looking
 * around each figure of a sentence costs no more than this.
 */
#define SENTENCE_TOKENS 500

static void add_sentence(struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i + 1 < end; i++) {
		if (number_begins(doc, i)) {
			add_part(doc, first, i);
			first = i;
		}
		if (is_sign(doc, i + 1, '-') && doc->tokens[i + 1].spaced &&
		    (is_sign(doc, i, '?') || answers_quote(doc, i, first, end) ||
		     (is_sign(doc, i, '.') && i + 2 < end && doc->tokens[i + 2].capital &&
		      really_ends(doc, i + 1)))) {
			add_part(doc, first, i + 1); /* another speaks, on the same line */
			first = i + 1;
		}
	}
	for (; end - first > SENTENCE_TOKENS; first += SENTENCE_TOKENS)
		add_part(doc, first, first + SENTENCE_TOKENS);
	add_part(doc, first, end);
}

/* Breaks the tokens first … end - 1, those of title or text, whose bytes are given. */
static void split(struct document *doc, size_t first, size_t end, const char *text)
{
	size_t start = first, at = first, len = strlen(text);
	for (size_t to = 0; to < len;) {
		to = break_next(&doc->language->fold, text, len, to);
		while (at < end && doc->tokens[at].offset < to)
			at++;
		if (at > start && at < end && really_ends(doc, at)) {
			add_sentence(doc, start, at);
			start = at;
		}
	}
	add_sentence(doc, start, end);
}

void find_sentences(struct document *doc)
{
	if (doc->title_count)
		split(doc, 0, doc->title_count, doc->input->title);
	if (doc->count > doc->title_count)
		split(doc, doc->title_count, doc->count, doc->input->text);
}
