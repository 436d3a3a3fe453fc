#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* The state of one pass over a text. */
struct splitter {
	struct arena *arena;
	struct reading reading;
	struct token_list *tokens;
	char *out; /* room for the folded text, always enough for what is left */
	bool in_title;
};

/* Room for the tokens of most texts; what has more of them moves to twice the room. */
#define BYTES_PER_TOKEN 5
#define TOKENS_LEAST 32

static struct token *add_token(struct splitter *s, enum token_kind kind, size_t start, size_t end,
                               size_t len)
{
	struct token_list *tokens = s->tokens;
	if (tokens->count == tokens->cap) {
		size_t cap = tokens->cap ? 2 * tokens->cap
		                         : s->reading.len / BYTES_PER_TOKEN + TOKENS_LEAST;
		struct token *list = arena_room(s->arena, cap, sizeof(*list));
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
		                 .sign = kind == TOKEN_SIGN && len == 1 ? s->out[0] : '\0',
		                 .in_title = s->in_title };
	s->out += len + 1;
	return token;
}

static inline size_t put(char *out, uint32_t cp)
{
	if (cp >= 0x800)
		return utf8_encode(cp, out);
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	out[0] = (char)(0xC0 | cp >> 6);
	out[1] = (char)(0x80 | (cp & 0x3F));
	return 2;
}

static inline size_t put_folded(const struct fold_table *fold, char *out, uint32_t cp)
{
	uint32_t folded[FOLD_MAX];
	size_t len = 0, n = letter_fold(fold, cp, folded);
	for (size_t i = 0; i < n; i++)
		len += put(out + len, folded[i]);
	return len;
}

/* The character at `at`, of which there must be one, and its length. */
static inline size_t peek(const struct reading *s, size_t at, uint32_t *ret_cp)
{
	return utf8_decode_quick(s->text + at, s->len - at, ret_cp);
}

static bool is_at(const struct reading *s, size_t at, enum letter_kind kind)
{
	uint32_t cp;
	if (at >= s->len)
		return false;
	peek(s, at, &cp);
	return letter_kind_of(s->fold, cp) == kind;
}

/* Is the apostrophe, behind which the text goes on at `at`, part of a word? A final 's is none. */
static bool joins_letters(const struct reading *s, size_t at)
{
	return is_at(s, at, LETTER_WORD) &&
	       !((s->text[at] == 's' || s->text[at] == 'S') && !is_at(s, at + 1, LETTER_WORD));
}

/* ASCII that begins a word, where each letter is one letter folded: most words are no more. */
static size_t read_plain(const struct reading *s, size_t start, char *out, size_t *ret_upper)
{
	const struct letter *letters = s->fold->at_hand;
	const unsigned char *text = (const unsigned char *)s->text + start;
	size_t n = 0, most = s->len - start < WORD_BYTES_MAX ? s->len - start : WORD_BYTES_MAX;
	size_t upper = 0;
	for (uint32_t dropped = s->fold->dropped; letters && n < most; n++) {
		const struct letter *letter = &letters[text[n]];
		if (text[n] >= 0x80 || text[n] == dropped || letter->kind != LETTER_WORD ||
		    letter->folded - 1u >= 0x7F)
			break;
		out[n] = (char)letter->folded;
		upper += letter->upper;
	}
	*ret_upper = upper;
	return n;
}

/* Is the word of ASCII over before `at`, beyond doubt? */
static bool plainly_ends(const struct reading *s, size_t at)
{
	if (at == s->len)
		return true;
	unsigned char c = (unsigned char)s->text[at];
	return c < 0x80 && s->fold->at_hand && s->fold->at_hand[c].kind != LETTER_WORD &&
	       s->fold->at_hand[c].kind != LETTER_IGNORED && s->fold->at_hand[c].folded != '\'';
}

size_t words_read_word(const struct reading *s, size_t start, char *out, struct word *ret)
{
	size_t uppers, len = read_plain(s, start, out, &uppers);
	size_t at = start + len, last_len = len > 0 ? len - 1 : 0;
	uint32_t cp, last = len > 0 ? (unsigned char)s->text[at - 1] : 0;
	bool capital = len > 0 && letter_is_upper(s->fold, (unsigned char)s->text[start]);
	bool upper = uppers == len;
	bool ended = len > 0 && plainly_ends(s, at);
	while (!ended && at < s->len && len < WORD_BYTES_MAX) {
		size_t n = peek(s, at, &cp);
		enum letter_kind kind = letter_kind_of(s->fold, cp);
		if (kind == LETTER_IGNORED) {
			uint32_t whole = last ? letter_compose(last, cp) : 0;
			if (whole && whole != last)
				len = last_len + put_folded(s->fold, out + last_len, whole);
			at += n;
			continue;
		}
		bool apostrophe = letter_is_apostrophe(s->fold, cp) && at > start &&
		                  joins_letters(s, at + n);
		if (kind != LETTER_WORD && !apostrophe)
			break;
		bool is_upper = letter_is_upper(s->fold, cp);
		capital |= at == start && is_upper;
		upper &= apostrophe || is_upper;
		last = cp;
		last_len = len;
		at += n;
		if (!letter_is_dropped(s->fold, cp, s->text + at, s->len - at))
			len += put_folded(s->fold, out + len, cp);
	}
	*ret = (struct word){ .len = len, .capital = capital, .upper = upper && last_len > 0 };
	return at;
}

size_t words_read_number(const struct reading *s, size_t start, char *out, struct word *ret)
{
	size_t at = start, len = 0;
	uint32_t cp;
	while (at < s->len && len < WORD_BYTES_MAX) {
		size_t n = peek(s, at, &cp);
		if (letter_kind_of(s->fold, cp) == LETTER_DIGIT)
			len += put_folded(s->fold, out + len, cp);
		else if ((cp == '.' || cp == ',') && is_at(s, at + n, LETTER_DIGIT))
			out[len++] = (char)cp;
		else
			break;
		at += n;
	}
	*ret = (struct word){ .len = len };
	return at;
}

static size_t split_word(struct splitter *s, size_t start)
{
	struct word word;
	size_t end = words_read_word(&s->reading, start, s->out, &word);
	struct token *token = add_token(s, TOKEN_WORD, start, end, word.len);
	token->capital = word.capital;
	token->upper = word.upper;
	return end;
}

static size_t split_number(struct splitter *s, size_t start)
{
	struct word word;
	size_t end = words_read_number(&s->reading, start, s->out, &word);
	add_token(s, TOKEN_NUMBER, start, end, word.len);
	return end;
}

/* A sign; one that folds to several, as ½ or …, is a token for each. */
static size_t split_sign(struct splitter *s, size_t start, uint32_t cp, size_t n)
{
	uint32_t folded[FOLD_MAX];
	size_t count = letter_fold(s->reading.fold, cp, folded);
	for (size_t i = 0; i < count && i < 4; i++) {
		bool digit = folded[i] >= '0' && folded[i] <= '9';
		bool letter = letter_kind_of(s->reading.fold, folded[i]) == LETTER_WORD;
		add_token(s,
		          digit    ? TOKEN_NUMBER
		          : letter ? TOKEN_WORD
		                   : TOKEN_SIGN,
		          start, start + n, put(s->out, folded[i]));
	}
	return start + n;
}

/* The folded text is put where there is room for one token at least, whatever it is. */
#define ROOM_LEAST 2048
#define ROOM_MOST 16384

void words_split(struct arena *arena, const struct fold_table *fold, const char *text, size_t len,
                 bool in_title, struct token_list *tokens)
{
	/* A character of n bytes folds to at most 4 n + 12 with the NULs of its tokens. */
	struct splitter s = { arena, { fold, text, len }, tokens, NULL, in_title };
	bool spaced = true, line = true;
	size_t room = 0;
	for (size_t at = 0; at < len;) {
		uint32_t cp;
		if (room < ROOM_LEAST) {
			if (arena_is_full(arena))
				return;
			room = 4 * (len - at) + ROOM_LEAST;
			room = room < ROOM_MOST ? room : ROOM_MOST;
			s.out = arena_room(arena, room, 1);
		}
		size_t before = tokens->count;
		const char *out = s.out;
		size_t n = peek(&s.reading, at, &cp);
		switch (letter_kind_of(fold, cp)) {
		case LETTER_WORD:
			at = split_word(&s, at);
			break;
		case LETTER_DIGIT:
			at = split_number(&s, at);
			break;
		case LETTER_SIGN:
			at = split_sign(&s, at, cp, n);
			break;
		case LETTER_LINE:
			line = spaced = true;
			at += n;
			break;
		case LETTER_SPACE:
			spaced = true;
			at += n;
			break;
		case LETTER_IGNORED:
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
		if (letter_is_dropped(fold, cp, text + at, len - at))
			continue;
		size_t n = letter_fold(fold, cp, folded);
		for (size_t i = 0; i < n; i++)
			out_len += utf8_encode(folded[i], out + out_len);
	}
	kept = arena_strndup(arena, out, out_len);
	free(out);
	return kept;
}
