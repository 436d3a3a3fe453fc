#include "hints.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

#define WORD_BYTES 96
#define BUCKETS 4096

struct pattern {
	const char *text;
	size_t len;
	bool whole;       /* the word ends there */
	const char *rest; /* words that must follow, or "" */
	enum hint hint;
	const struct pattern *next;
};

struct hints {
	struct arena *arena;
	const struct fold_table *fold;
	const struct pattern *buckets[BUCKETS]; /* by the first bytes of the word */
};

struct hints *hints_new(struct arena *arena, const struct fold_table *fold)
{
	struct hints *hints = arena_alloc(arena, sizeof(*hints));
	hints->arena = arena;
	hints->fold = fold;
	return hints;
}

static size_t bucket_of(const char *word, size_t len)
{
	const unsigned char *w = (const unsigned char *)word;
	size_t hash = w[0] * 31u + (len > 1 ? w[1] : 0) * 17u;
	return (hash ^ (len > 2 ? w[2] * 131u : 0)) & (BUCKETS - 1);
}

/* Words shorter than three bytes are filed under what they have. */
static void add_word(struct hints *hints, const char *word, size_t len, bool whole,
                     const char *rest, enum hint hint)
{
	struct pattern *pattern = arena_alloc(hints->arena, sizeof(*pattern));
	size_t at = bucket_of(word, len);
	*pattern = (struct pattern){ .text = arena_strndup(hints->arena, word, len),
		                     .len = len,
		                     .whole = whole,
		                     .rest = arena_strdup(hints->arena, rest),
		                     .hint = hint,
		                     .next = hints->buckets[at] };
	hints->buckets[at] = pattern;
}

void hints_add(struct hints *hints, const char *phrase, enum hint hint)
{
	while (*phrase == ' ')
		phrase++;
	size_t len = strcspn(phrase, " ");
	const char *rest = phrase + len;
	if (*phrase == '[') { /* it may be missing: then the next word counts */
		hints_add(hints, rest, hint);
		phrase++;
		len -= 2;
	}
	for (size_t at = 0; at < len;) {
		size_t end = at + strcspn(phrase + at, "| ]");
		size_t letters = strcspn(phrase + at, "|~* ]");
		bool open = phrase[at + letters] == '~' || phrase[at + letters] == '*';
		if (letters >= 2)
			add_word(hints, phrase + at, letters, !open, hint == HINT_STATE ? rest : "",
			         hint);
		at = end + 1;
	}
}

/* Names are inflected: a word of five letters or more is known without its last two. */
void hints_add_name(struct hints *hints, const char *name)
{
	struct token_list words = { NULL, 0, 0 };
	words_split(hints->arena, hints->fold, name, strlen(name), false, &words);
	for (size_t i = 0; i < words.count; i++) {
		size_t len = words.list[i].len, letters = 0;
		for (size_t b = 0; b < len; b++)
			letters += ((unsigned char)words.list[i].text[b] & 0xC0) != 0x80;
		if (words.list[i].kind != TOKEN_WORD || letters < 5)
			continue;
		for (int cut = 0; cut < 2; cut++)
			len = utf8_cut(words.list[i].text, len, len - 1);
		add_word(hints, words.list[i].text, len, false, "", HINT_NAME);
	}
}

static bool is_letter(const char *text, size_t len, size_t *ret_bytes, uint32_t *ret_cp)
{
	unsigned char c = (unsigned char)*text;
	if (c < 0x80) {
		*ret_bytes = 1;
		*ret_cp = c >= 'A' && c <= 'Z' ? c + 32u : c;
		return (*ret_cp >= 'a' && *ret_cp <= 'z') || (c >= '0' && c <= '9');
	}
	*ret_bytes = utf8_decode(text, len, ret_cp);
	if (*ret_cp >= 0x410 && *ret_cp <= 0x42F) {
		*ret_cp += 32;
		return true;
	}
	if (*ret_cp >= 0x430 && *ret_cp <= 0x44F)
		return true;
	*ret_cp = (uint32_t)u_foldCase((UChar32)*ret_cp, U_FOLD_CASE_DEFAULT);
	return u_isalpha((UChar32)*ret_cp);
}

static uint32_t fold_pair(const struct fold_table *fold, uint32_t cp)
{
	for (size_t i = 0; cp >= 0x80 && i < fold->count; i++) {
		if (fold->pairs[i][0] == cp)
			return fold->pairs[i][1];
	}
	return cp;
}

/* The next word, folded; returns where it ends, with *ret_len 0 where there is none. */
static size_t next_word(const struct hints *hints, const char *text, size_t len, size_t at,
                        char word[WORD_BYTES + 4], size_t *ret_len)
{
	size_t n = 0, bytes;
	uint32_t cp;
	while (at < len && !is_letter(text + at, len - at, &bytes, &cp))
		at += bytes;
	while (at < len && is_letter(text + at, len - at, &bytes, &cp)) {
		if (n < WORD_BYTES)
			n += utf8_encode(fold_pair(hints->fold, cp), word + n);
		at += bytes;
	}
	*ret_len = n;
	return at;
}

/* Do the words that follow begin as the rest of a phrase says? */
static bool rest_follows(const struct hints *hints, const char *rest, const char *text, size_t len,
                         size_t at)
{
	char word[WORD_BYTES + 4];
	size_t n;
	while (*rest == ' ')
		rest++;
	if (!*rest)
		return true;
	at = next_word(hints, text, len, at, word, &n);
	size_t letters = strcspn(rest, "~*| ");
	return letters > 0 && n >= letters && memcmp(word, rest, letters) == 0 &&
	       rest_follows(hints, rest + strcspn(rest, " "), text, len, at);
}

static unsigned hints_of(const struct hints *hints, const char *word, size_t n, const char *text,
                         size_t len, size_t at)
{
	unsigned found = 0;
	for (const struct pattern *p = hints->buckets[bucket_of(word, n)]; p; p = p->next) {
		if (n < p->len || (p->whole && n != p->len) || memcmp(word, p->text, p->len) != 0)
			continue;
		if (rest_follows(hints, p->rest, text, len, at))
			found |= p->hint;
	}
	return found;
}

bool hints_are_enough(unsigned found)
{
	if (found & HINT_STATE)
		return true;
	if ((found & HINT_PROGRAMME) && (found & (HINT_UNION | HINT_NAME | HINT_SIZE)))
		return true;
	return (found & HINT_ACTIVITY) && (found & (HINT_UNION | HINT_SIZE));
}

unsigned hints_find(const struct hints *hints, const char *text, size_t len)
{
	unsigned found = 0;
	for (size_t at = 0; at < len && !hints_are_enough(found);) {
		char word[WORD_BYTES + 4];
		size_t n;
		at = next_word(hints, text, len, at, word, &n);
		if (n == 0)
			break;
		found |= hints_of(hints, word, n, text, len, at);
	}
	return found;
}
