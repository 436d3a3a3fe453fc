#include "hints.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/limits.h"
#include "base/utf8.h"

#define WORD_BYTES 96
#define BUCKETS 4096

/* Patterns are filed under so many letters of theirs, or 2 where they have no more. */
#define BEGIN_LETTERS 3

/* Characters of one or two bytes are looked up: Latin, Greek, Cyrillic. */
#define TABLE_SIZE 0x800

/* In the table: the folded letter or digit, or one of these. */
#define NO_LETTER 0
#define NO_CHARACTER 1 /* a soft hyphen, an accent: as if it were not there */

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
	uint16_t table[TABLE_SIZE];
	const struct pattern
		*buckets[BUCKETS]; /* by the first letters of the word, BEGIN_LETTERS or 2 */
};

/* What a character is to the first pass: a folded letter or digit, or one of the above. */
static uint32_t classify(const struct fold_table *fold, uint32_t cp)
{
	if (cp == 0xAD || u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
	    u_getCombiningClass((UChar32)cp) > 0)
		return NO_CHARACTER;
	if (!u_isalpha((UChar32)cp) && !(cp >= '0' && cp <= '9'))
		return NO_LETTER;
	cp = (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT);
	for (size_t i = 0; cp >= 0x80 && i < fold->count; i++) {
		if (fold->pairs[i][0] == cp)
			return fold->pairs[i][1];
	}
	return cp;
}

struct hints *hints_new(struct arena *arena, const struct fold_table *fold)
{
	struct hints *hints = arena_alloc(arena, sizeof(*hints));
	hints->arena = arena;
	hints->fold = fold;
	for (uint32_t cp = 0; cp < TABLE_SIZE; cp++)
		hints->table[cp] = (uint16_t)classify(fold, cp);
	return hints;
}

/* A third letter of 0: of patterns that have but two. */
static size_t bucket_of(const uint32_t begin[BEGIN_LETTERS])
{
	return (begin[0] * 67u + begin[1] * 131u + begin[2] * 1031u) & (BUCKETS - 1);
}

/* An apostrophe ends what is looked at: texts write it in many ways. */
static void add_word(struct hints *hints, const char *word, size_t len, bool whole,
                     const char *rest, enum hint hint)
{
	const char *apostrophe = memchr(word, '\'', len);
	uint32_t begin[BEGIN_LETTERS] = { 0 };
	size_t letters = 0;
	if (apostrophe) {
		len = (size_t)(apostrophe - word);
		whole = false;
		rest = "";
	}
	for (size_t i = 0; i < len && letters < BEGIN_LETTERS; letters++)
		i += utf8_decode(word + i, len - i, &begin[letters]);
	if (letters < 2)
		return; /* one letter says nothing */
	size_t at = bucket_of(begin);
	struct pattern *pattern = arena_alloc(hints->arena, sizeof(*pattern));
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
	struct arena *scratch = arena_new(MIB); /* tokens want much room for a few words */
	words_split(scratch, hints->fold, name, strlen(name), false, &words);
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
	arena_free(scratch);
}

/* The character at text, classified, and its length. */
static inline uint32_t take(const struct hints *hints, const char *text, size_t len, size_t *bytes)
{
	unsigned char c = (unsigned char)*text;
	uint32_t cp;
	if (c < 0x80) {
		*bytes = 1;
		return hints->table[c];
	}
	if (c >= 0xC2 && c < 0xE0 && len > 1 && ((unsigned char)text[1] & 0xC0) == 0x80) {
		*bytes = 2;
		return hints->table[(c & 0x1Fu) << 6 | ((unsigned char)text[1] & 0x3Fu)];
	}
	*bytes = utf8_decode(text, len, &cp);
	return classify(hints->fold, cp);
}

struct word {
	char text[WORD_BYTES + 4]; /* folded */
	size_t len;
	size_t letters;
	uint32_t begin[BEGIN_LETTERS];
};

/* The patterns that begin as the word does, with two letters or more. */
static const struct pattern *patterns_of(const struct hints *hints, const struct word *word,
                                         size_t letters)
{
	const uint32_t begin[BEGIN_LETTERS] = { word->begin[0], word->begin[1],
		                                letters > 2 ? word->begin[2] : 0 };
	return hints->buckets[bucket_of(begin)];
}

static void put_letter(struct word *word, uint32_t cp)
{
	if (cp < 0x80)
		word->text[word->len++] = (char)cp;
	else
		word->len += utf8_encode(cp, word->text + word->len);
	if (word->letters < BEGIN_LETTERS)
		word->begin[word->letters] = cp;
	word->letters++;
}

/* An accent may make another letter of the last one, as и and a breve are й. */
static void put_accent(const struct hints *hints, struct word *word, size_t last, const char *text,
                       size_t len)
{
	uint32_t letter, accent;
	if (last == word->len ||
	    last + utf8_decode(word->text + last, word->len - last, &letter) != word->len)
		return;
	utf8_decode(text, len, &accent);
	uint32_t whole = letter_compose(letter, accent);
	if (whole == letter)
		return;
	word->len = last;
	word->letters--;
	put_letter(word, classify(hints->fold, whole));
}

/*
 * The next word; returns where it ends. With is_search no more than the
 * beginning is kept of a word that begins as no pattern does.
 */
static size_t next_word(const struct hints *hints, const char *text, size_t len, size_t at,
                        bool is_search, struct word *word)
{
	size_t bytes = 1, last = 0;
	uint32_t cp;
	bool wanted = true;
	word->len = word->letters = 0;
	while (at < len && take(hints, text + at, len - at, &bytes) <= NO_CHARACTER)
		at += bytes;
	for (; at < len; at += bytes) {
		cp = take(hints, text + at, len - at, &bytes);
		if (cp == NO_LETTER)
			break;
		if ((!wanted && word->letters > BEGIN_LETTERS) || word->len >= WORD_BYTES)
			continue;
		if (cp == NO_CHARACTER) {
			put_accent(hints, word, last, text + at, bytes);
		} else if (cp != hints->fold->dropped ||
		           !letter_is_dropped(hints->fold, cp, text + at + bytes,
		                              len - at - bytes)) {
			last = word->len;
			put_letter(word, cp);
		}
		/* an accent on the last of them may still come */
		if (is_search && word->letters == BEGIN_LETTERS + 1)
			wanted = patterns_of(hints, word, 3) || patterns_of(hints, word, 2);
	}
	return at;
}

/* Do the words that follow begin as the rest of a phrase says? */
static bool rest_follows(const struct hints *hints, const char *rest, const char *text, size_t len,
                         size_t at)
{
	struct word word;
	while (*rest == ' ')
		rest++;
	if (!*rest)
		return true;
	at = next_word(hints, text, len, at, false, &word);
	size_t letters = strcspn(rest, "~*| ");
	return letters > 0 && word.len >= letters && memcmp(word.text, rest, letters) == 0 &&
	       rest_follows(hints, rest + strcspn(rest, " "), text, len, at);
}

static unsigned hints_of(const struct hints *hints, const struct pattern *patterns,
                         const struct word *word, const char *text, size_t len, size_t at)
{
	unsigned found = 0;
	for (const struct pattern *p = patterns; p; p = p->next) {
		if (word->len < p->len || (p->whole && word->len != p->len) ||
		    memcmp(word->text, p->text, p->len) != 0)
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
	struct word word;
	for (size_t at = 0; at < len && !hints_are_enough(found);) {
		at = next_word(hints, text, len, at, true, &word);
		for (size_t letters = 2; letters <= BEGIN_LETTERS && letters <= word.letters;
		     letters++)
			found |= hints_of(hints, patterns_of(hints, &word, letters), &word, text,
			                  len, at);
	}
	return found;
}
