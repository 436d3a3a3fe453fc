#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"

/* One character may fold to a few: a ligature, a fraction sign, an ellipsis. */
#define FOLD_MAX 18

enum class {
	CLASS_LETTER,
	CLASS_DIGIT,
	CLASS_SPACE,
	CLASS_LINE,
	CLASS_SIGN,
	CLASS_IGNORED, /* soft hyphens, accents, zero-width characters */
};

/* The state of one pass over a text. */
struct splitter {
	struct arena *arena;
	const struct fold_table *fold;
	const char *text;
	size_t len;
	struct token_list *tokens;
	char *out; /* room for the folded text, always enough for what is left */
	bool in_title;
};

static uint32_t fold_dash_or_quote(uint32_t cp)
{
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFE58 || cp == 0xFE63 ||
	    cp == 0xFF0D)
		return '-';
	if (cp == 0x2019 || cp == 0x2018 || cp == 0x02BC || cp == 0x02B9 || cp == 0x00B4 ||
	    cp == 0x201B || cp == '`')
		return '\'';
	if (cp == 0x00AB || cp == 0x00BB || (cp >= 0x201C && cp <= 0x201F))
		return '"';
	return cp;
}

static uint32_t fold_by_table(const struct fold_table *fold, uint32_t cp)
{
	for (size_t i = 0; i < fold->count; i++) {
		if (fold->pairs[i][0] == cp)
			return fold->pairs[i][1];
	}
	return cp;
}

/* NFKC with case folding, for the rare character that is neither ASCII nor Cyrillic. */
static size_t fold_rare(uint32_t cp, uint32_t out[FOLD_MAX])
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
	UChar in[2], folded[2 * FOLD_MAX];
	int32_t in_len = 0;
	U16_APPEND_UNSAFE(in, in_len, cp);
	if (U_FAILURE(status))
		return out[0] = cp, 1;
	int32_t n = unorm2_normalize(nfkc, in, in_len, folded, COUNT(folded), &status);
	if (U_FAILURE(status) || n > (int32_t)COUNT(folded))
		return out[0] = cp, 1;
	int32_t count = 0;
	u_strToUTF32((UChar32 *)out, FOLD_MAX, &count, folded, n, &status);
	if (U_FAILURE(status) || count > FOLD_MAX)
		return out[0] = cp, 1;
	return (size_t)count;
}

static size_t fold_char(const struct fold_table *fold, uint32_t cp, uint32_t out[FOLD_MAX])
{
	if (cp < 0x80) {
		out[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : fold_dash_or_quote(cp);
		return 1;
	}
	uint32_t plain = fold_dash_or_quote(cp);
	if (plain != cp)
		return out[0] = plain, 1;
	if (cp >= 0x0400 && cp < 0x0500) {
		out[0] = fold_by_table(fold,
		                       (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT));
		return 1;
	}
	return fold_rare(cp, out);
}

static enum class class_of(uint32_t cp) {
	if (cp < 0x80){
		if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z')) return CLASS_LETTER;
		if (cp >= '0' && cp <= '9') return CLASS_DIGIT;
		if (cp == '\n' || cp == '\r') return CLASS_LINE;
		return cp <= ' ' || cp == 0x7F ? CLASS_SPACE : CLASS_SIGN;
}
if (cp >= 0x0400 && cp < 0x0482) return CLASS_LETTER;
if (cp == 0x2028 || cp == 0x2029 || cp == 0x85)
	return CLASS_LINE;
if (cp == 0xAD || u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
    u_getCombiningClass((UChar32)cp) > 0)
	return CLASS_IGNORED;
if (u_isUWhiteSpace((UChar32)cp))
	return CLASS_SPACE;
if (u_isalpha((UChar32)cp))
	return CLASS_LETTER;
return u_isdigit((UChar32)cp) ? CLASS_DIGIT : CLASS_SIGN;
}

uint32_t words_compose(uint32_t base, uint32_t accent)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	if (U_FAILURE(status))
		return base;
	UChar32 whole = unorm2_composePair(nfc, (UChar32)base, (UChar32)accent);
	return whole < 0 ? base : (uint32_t)whole;
}

static struct token *add_token(struct splitter *s, enum token_kind kind, size_t start, size_t end,
                               size_t len)
{
	struct token_list *tokens = s->tokens;
	if (tokens->count == tokens->cap) {
		size_t cap = tokens->cap ? 2 * tokens->cap : 256;
		struct token *list = arena_array(s->arena, cap, sizeof(*list));
		if (tokens->count)
			memcpy(list, tokens->list, tokens->count * sizeof(*list));
		tokens->list = list;
		tokens->cap = cap;
	}
	s->out[len] = '\0';
	struct token *token = &tokens->list[tokens->count++];
	*token = (struct token){ .text = s->out,
		                 .hash = hash_quick(s->out, len),
		                 .offset = (uint32_t)start,
		                 .length = (uint32_t)(end - start),
		                 .len = (uint16_t)len,
		                 .kind = (uint8_t)kind,
		                 .in_title = s->in_title };
	s->out += len + 1;
	return token;
}

bool words_drop(const struct fold_table *fold, uint32_t cp, const char *text, size_t len)
{
	char letter[5] = "";
	uint32_t next;
	if (!fold->dropped || cp != fold->dropped || len == 0)
		return false;
	utf8_decode(text, len, &next);
	letter[utf8_encode((uint32_t)u_foldCase((UChar32)next, U_FOLD_CASE_DEFAULT), letter)] =
		'\0';
	return strstr(fold->before, letter) != NULL;
}

static size_t put_folded(struct splitter *s, size_t len, uint32_t cp)
{
	uint32_t folded[FOLD_MAX];
	size_t n = fold_char(s->fold, cp, folded);
	for (size_t i = 0; i < n; i++)
		len += utf8_encode(folded[i], s->out + len);
	return len;
}

static bool letter_follows(const struct splitter *s, size_t at)
{
	uint32_t cp;
	if (at >= s->len)
		return false;
	utf8_decode(s->text + at, s->len - at, &cp);
	return class_of(cp) == CLASS_LETTER;
}

/* Words longer than this are cut: nothing in a lexicon is as long. */
#define WORD_BYTES_MAX 200

/* A run of letters; an apostrophe between two letters belongs to it, but for a final 's. */
static size_t split_word(struct splitter *s, size_t start)
{
	size_t at = start, len = 0, last_len = 0;
	uint32_t cp, last = 0;
	bool capital = false, upper = true;
	while (at < s->len && len < WORD_BYTES_MAX) {
		size_t n = utf8_decode(s->text + at, s->len - at, &cp);
		enum class class = class_of(cp);
		if (class == CLASS_IGNORED) {
			uint32_t whole = last ? words_compose(last, cp) : 0;
			if (whole && whole != last)
				len = put_folded(s, last_len, whole);
			at += n;
			continue;
		}
		bool apostrophe = fold_dash_or_quote(cp) == '\'' && at > start &&
		                  letter_follows(s, at + n) &&
		                  !((s->text[at + n] == 's' || s->text[at + n] == 'S') &&
		                    !letter_follows(s, at + n + 1));
		if (class != CLASS_LETTER && !apostrophe)
			break;
		if (at == start)
			capital = u_isupper((UChar32)cp);
		upper &= apostrophe || u_isupper((UChar32)cp);
		last = cp;
		last_len = len;
		at += n;
		if (!words_drop(s->fold, cp, s->text + at, s->len - at))
			len = put_folded(s, len, cp);
	}
	struct token *token = add_token(s, TOKEN_WORD, start, at, len);
	token->capital = capital;
	token->upper = upper && last_len > 0;
	return at;
}

/* Digits, and commas and points that stand between digits. */
static size_t split_number(struct splitter *s, size_t start)
{
	size_t at = start, len = 0;
	uint32_t cp, next;
	while (at < s->len && len < WORD_BYTES_MAX) {
		size_t n = utf8_decode(s->text + at, s->len - at, &cp);
		if (class_of(cp) != CLASS_DIGIT) {
			if ((cp != '.' && cp != ',') || at + n >= s->len)
				break;
			utf8_decode(s->text + at + n, s->len - at - n, &next);
			if (class_of(next) != CLASS_DIGIT)
				break;
		}
		if (class_of(cp) == CLASS_DIGIT && cp >= 0x80)
			cp = '0' + (uint32_t)u_charDigitValue((UChar32)cp);
		len += utf8_encode(cp, s->out + len);
		at += n;
	}
	add_token(s, TOKEN_NUMBER, start, at, len);
	return at;
}

/* A sign; one that folds to several, as ½ or …, is a token for each. */
static size_t split_sign(struct splitter *s, size_t start, uint32_t cp, size_t n)
{
	uint32_t folded[FOLD_MAX];
	size_t count = fold_char(s->fold, cp, folded);
	for (size_t i = 0; i < count && i < 4; i++) {
		bool digit = folded[i] >= '0' && folded[i] <= '9';
		bool letter = class_of(folded[i]) == CLASS_LETTER;
		add_token(s,
		          digit    ? TOKEN_NUMBER
		          : letter ? TOKEN_WORD
		                   : TOKEN_SIGN,
		          start, start + n, utf8_encode(folded[i], s->out));
	}
	return start + n;
}

void words_split(struct arena *arena, const struct fold_table *fold, const char *text, size_t len,
                 bool in_title, struct token_list *tokens)
{
	/* A character of n bytes folds to at most 4 n + 12 with the NULs of its tokens. */
	struct splitter s = { arena, fold, text, len, tokens, NULL, in_title };
	bool spaced = true, line = true;
	size_t room = 0;
	for (size_t at = 0; at < len && !arena_is_full(arena);) {
		uint32_t cp;
		if (room < 2048) {
			room = 16384;
			s.out = arena_alloc(arena, room);
		}
		size_t before = tokens->count;
		const char *out = s.out;
		size_t n = utf8_decode(text + at, len - at, &cp);
		switch (class_of(cp)) {
		case CLASS_LETTER:
			at = split_word(&s, at);
			break;
		case CLASS_DIGIT:
			at = split_number(&s, at);
			break;
		case CLASS_SIGN:
			at = split_sign(&s, at, cp, n);
			break;
		case CLASS_LINE:
			line = spaced = true;
			at += n;
			break;
		case CLASS_SPACE:
			spaced = true;
			at += n;
			break;
		case CLASS_IGNORED:
			at += n;
			break;
		}
		room -= (size_t)(s.out - out);
		if (tokens->count > before) {
			tokens->list[before].spaced = spaced;
			tokens->list[before].line = line;
			spaced = line = false;
		}
	}
}

char *words_fold(struct arena *arena, const struct fold_table *fold, const char *text)
{
	size_t len = strlen(text), out_len = 0;
	char *out = mem_array(4 * FOLD_MAX * len + 1, 1), *kept;
	for (size_t at = 0; at < len;) {
		uint32_t cp, folded[FOLD_MAX];
		at += utf8_decode(text + at, len - at, &cp);
		if (words_drop(fold, cp, text + at, len - at))
			continue;
		size_t n = fold_char(fold, cp, folded);
		for (size_t i = 0; i < n; i++)
			out_len += utf8_encode(folded[i], out + out_len);
	}
	kept = arena_strndup(arena, out, out_len);
	free(out);
	return kept;
}
