#include "hints.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/limits.h"
#include "base/utf8.h"

#define BUCKET_BITS 12

/* Patterns are filed under so many letters of theirs, or what they have before an apostrophe. */
#define BEGIN_LETTERS 3

/* A word whose first letters are those of a pattern is compared by so many, then read. */
#define START_LETTERS 6
#define BIT_BITS 16
/* So many bits tell the letters of ASCII apart. */
#define PLAIN_BITS 5

/* What a character is to the first pass: its letter, folded, or one of these. */
enum {
	END_OF_WORD,
	DIGIT,
	APOSTROPHE,
	ODD_LETTER, /* to be read closely: an accent, a ligature, a soft sign that may be dropped */
	FIRST_LETTER = 'A',
};

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
	uint16_t letters[LETTERS_AT_HAND];
	/* A bit each for the first letters of all patterns: BEGIN_LETTERS, START_LETTERS. */
	uint8_t begins[1 << (BIT_BITS - 3)];
	uint8_t starts[1 << (BIT_BITS - 3)];
	uint8_t plain[1 << (BEGIN_LETTERS * PLAIN_BITS - 3)]; /* begins, of letters in ASCII */
	const struct pattern *buckets[1 << BUCKET_BITS];
	bool is_used[LETTERS_AT_HAND];   /* by phrases without which hints are not enough; folded */
	bool may_suffice[UINT8_MAX + 1]; /* first bytes of characters that become such letters */
};

static uint32_t classify(const struct fold_table *fold, uint32_t cp)
{
	uint32_t folded[FOLD_MAX];
	switch (letter_kind_of(fold, cp)) {
	case LETTER_WORD:
		if (letter_fold(fold, cp, folded) != 1 || folded[0] < FIRST_LETTER ||
		    folded[0] == fold->dropped)
			return letter_is_apostrophe(fold, cp) ? APOSTROPHE : ODD_LETTER;
		return folded[0];
	case LETTER_DIGIT:
		return DIGIT;
	case LETTER_IGNORED:
		return ODD_LETTER;
	case LETTER_SPACE:
	case LETTER_LINE:
		return END_OF_WORD;
	case LETTER_SIGN:
		break;
	}
	return letter_is_apostrophe(fold, cp) ? APOSTROPHE : END_OF_WORD;
}

struct hints *hints_new(struct arena *arena, const struct fold_table *fold)
{
	struct hints *hints = arena_alloc(arena, sizeof(*hints));
	hints->arena = arena;
	hints->fold = fold;
	for (uint32_t cp = 0; cp < LETTERS_AT_HAND; cp++)
		hints->letters[cp] = (uint16_t)classify(fold, cp);
	return hints;
}

/* The first letters of a word; 0 where it has fewer. */
struct beginning {
	uint32_t letters[BEGIN_LETTERS];
};

static inline uint32_t hash_of(const struct beginning *b)
{
	uint64_t key = b->letters[0] ^ (uint64_t)b->letters[1] << 21 ^
	               (uint64_t)b->letters[2] << 42;
	return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - BIT_BITS));
}

/* The hash of the letters of a start, with one more. */
static inline uint64_t hash_more(uint64_t hash, uint32_t letter)
{
	return (hash + letter) * 0x9E3779B97F4A7C15u;
}

static inline bool has_bit(const uint8_t *bits, uint32_t hash)
{
	return bits[hash / 8] >> hash % 8 & 1;
}

static inline bool is_start(const struct hints *hints, uint64_t hash)
{
	return has_bit(hints->starts, (uint32_t)(hash >> (64 - BIT_BITS)));
}

static void set_bit(uint8_t *bits, uint32_t hash)
{
	bits[hash / 8] |= (uint8_t)(1 << hash % 8);
}

static size_t bucket_of(const struct beginning *b)
{
	return hash_of(b) >> (BIT_BITS - BUCKET_BITS);
}

/* So much of a word as patterns are filed under. */
static struct beginning beginning_of(const char *word, size_t len, size_t letters)
{
	struct beginning b = { { 0 } };
	for (size_t i = 0, n = 0; i < len && word[i] != '\'' && n < letters; n++)
		i += utf8_decode_quick(word + i, len - i, &b.letters[n]);
	return b;
}

/* A pattern of two letters is a beginning whatever the third. */
static void add_plain(struct hints *hints, const struct beginning *b)
{
	uint32_t mask = (1 << PLAIN_BITS) - 1, two = 0;
	for (int i = 0; i < 2; i++)
		two = two << PLAIN_BITS | (b->letters[i] & mask);
	for (uint32_t third = 0; third <= mask; third++) {
		if (!b->letters[2] || third == (b->letters[2] & mask))
			set_bit(hints->plain, two << PLAIN_BITS | third);
	}
}

static void note_letters(struct hints *hints, const char *word, size_t len)
{
	uint32_t cp;
	for (size_t i = 0; i < len;) {
		i += utf8_decode_quick(word + i, len - i, &cp);
		if (cp >= FIRST_LETTER && cp < LETTERS_AT_HAND)
			hints->is_used[cp] = true;
	}
}

static void add_word(struct hints *hints, const char *word, size_t len, bool whole,
                     const char *rest, enum hint hint)
{
	struct beginning b = beginning_of(word, len, BEGIN_LETTERS);
	if (!b.letters[1] && !memchr(word, '\'', len))
		return; /* one letter says nothing */
	const struct pattern **bucket = &hints->buckets[bucket_of(&b)];
	struct pattern *pattern = arena_alloc(hints->arena, sizeof(*pattern));
	*pattern = (struct pattern){ .text = arena_strndup(hints->arena, word, len),
		                     .len = len,
		                     .whole = whole,
		                     .rest = arena_strdup(hints->arena, rest),
		                     .hint = hint,
		                     .next = *bucket };
	*bucket = pattern;
	if (hint & ~(unsigned)(HINT_NAME | HINT_SIZE))
		note_letters(hints, word, len);
	uint64_t start = 0;
	uint32_t cp;
	for (size_t i = 0, n = 0; i < len && word[i] != '\'' && n < START_LETTERS; n++) {
		i += utf8_decode_quick(word + i, len - i, &cp);
		start = hash_more(start, cp);
	}
	set_bit(hints->begins, hash_of(&b));
	add_plain(hints, &b);
	set_bit(hints->starts, (uint32_t)(start >> (64 - BIT_BITS)));
}

#define ARTICLE_LETTERS 3

/* "the union state": a short word before a longer one says nothing, and is everywhere. */
static bool is_mere_article(const char *phrase, size_t len)
{
	const char *next = phrase + len + strspn(phrase + len, " ");
	return len <= ARTICLE_LETTERS && strcspn(next, " |~*[]'") > ARTICLE_LETTERS;
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
	if (is_mere_article(phrase, len)) { /* its own words come behind it */
		hints_add(hints, rest, hint);
		return;
	}
	for (size_t at = 0; at < len;) {
		size_t end = at + strcspn(phrase + at, "| ]");
		size_t letters = strcspn(phrase + at, "|~* ]");
		bool open = phrase[at + letters] == '~' || phrase[at + letters] == '*';
		if (letters >= 2)
			add_word(hints, phrase + at, letters, !open, rest, hint);
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

static bool becomes_used(const struct hints *hints, uint32_t cp)
{
	uint32_t folded[FOLD_MAX];
	size_t count = letter_fold(hints->fold, cp, folded);
	for (size_t i = 0; i < count; i++)
		if (folded[i] < LETTERS_AT_HAND && hints->is_used[folded[i]])
			return true;
	return false;
}

void hints_finish(struct hints *hints)
{
	char bytes[4];
	for (uint32_t cp = 0; cp < LETTERS_AT_HAND; cp++) {
		if (!becomes_used(hints, cp))
			continue;
		utf8_encode(cp, bytes);
		hints->may_suffice[(unsigned char)bytes[0]] = true;
	}
	/* Of the rest, letters of full width or of mathematics, it is not worth to know more. */
	for (unsigned byte = 0xE0; byte <= UINT8_MAX; byte++)
		hints->may_suffice[byte] = true;
}

/* --- reading */

/* U+2000 to U+203F, E2 80 xx: the quotation marks, dashes and dots of print, and no letter. */
static bool is_print_mark(const unsigned char *at, const unsigned char *end)
{
	return end - at > 1 && at[0] == 0xE2 && at[1] == 0x80;
}

bool hints_may_suffice(const struct hints *hints, const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + len;
	for (; at < end; at++)
		if (hints->may_suffice[*at] && !is_print_mark(at, end))
			return true;
	return false;
}

/* The character at `at` (of which there may be none), classified, and its length. */
static inline uint32_t look(const struct hints *hints, const struct reading *s, size_t at,
                            size_t *ret_bytes)
{
	uint32_t cp;
	*ret_bytes = 0;
	if (at >= s->len)
		return END_OF_WORD;
	if ((unsigned char)s->text[at] < 0x80) {
		*ret_bytes = 1;
		return hints->letters[(unsigned char)s->text[at]];
	}
	*ret_bytes = utf8_decode_quick(s->text + at, s->len - at, &cp);
	if (cp < LETTERS_AT_HAND)
		return hints->letters[cp];
	if (cp >= 0x2010 && cp <= 0x2027 && cp != 0x2019 && cp != 0x2018 && cp != 0x201B)
		return END_OF_WORD; /* the dashes, quotation marks and dots of print */
	return classify(hints->fold, cp);
}

/* May the word begin as a pattern does, as far as START_LETTERS or all that it has tell? */
static bool starts_pattern(const struct hints *hints, const struct reading *s, size_t at)
{
	uint64_t start = 0;
	size_t bytes;
	for (size_t n = 0;; n++, at += bytes) {
		uint32_t c = look(hints, s, at, &bytes);
		if (c == ODD_LETTER || c == APOSTROPHE)
			return true;
		if (c < FIRST_LETTER || n == START_LETTERS)
			return false;
		start = hash_more(start, c);
		if (n > 0 && is_start(hints, start))
			return true;
	}
}

/*
 * Passes over the word at `at` where no pattern begins as it does: its end.
 * Where one may, or the word is odd, `at`: it must be read.
 */
static size_t skip_word(const struct hints *hints, const struct reading *s, size_t at)
{
	struct beginning b = { { 0 } };
	size_t n = 0, bytes, end = at;
	uint32_t c = END_OF_WORD;
	for (; n <= BEGIN_LETTERS; n++, end += bytes) { /* an accent may follow the last of them */
		c = look(hints, s, end, &bytes);
		if (c < FIRST_LETTER)
			break;
		if (n < BEGIN_LETTERS)
			b.letters[n] = c;
	}
	if (c == ODD_LETTER || (c == APOSTROPHE && n > 0))
		return at;
	bool begins = n >= BEGIN_LETTERS && has_bit(hints->begins, hash_of(&b));
	b.letters[2] = 0;
	begins |= n >= 2 && has_bit(hints->begins, hash_of(&b));
	if (begins && starts_pattern(hints, s, at))
		return at;
	while ((c >= FIRST_LETTER || c == ODD_LETTER) && end - at <= WORD_BYTES_MAX) {
		c = look(hints, s, end, &bytes);
		end += c >= FIRST_LETTER || c == ODD_LETTER ? bytes : 0;
	}
	return end - at > WORD_BYTES_MAX ? at : end; /* so long a word is cut in two */
}

static inline bool is_plain(const struct hints *hints, unsigned char c)
{
	return c < 0x80 && hints->letters[c] >= FIRST_LETTER;
}

/* The same for a word of ASCII letters alone, which needs no decoding; `at` for any other. */
static size_t skip_plain(const struct hints *hints, const struct reading *s, size_t at)
{
	const unsigned char *text = (const unsigned char *)s->text;
	uint32_t begin = 0;
	size_t end = at, begun = at;
	for (; end < s->len && end < at + BEGIN_LETTERS && is_plain(hints, text[end]); end++)
		begin = begin << PLAIN_BITS | (hints->letters[text[end]] & ((1 << PLAIN_BITS) - 1));
	/* no farther than a word can go: of a megabyte of letters each cut would look at all */
	for (begun = end; end < s->len && end - at <= WORD_BYTES_MAX && is_plain(hints, text[end]);)
		end++;
	if (begun - at < BEGIN_LETTERS)
		begin <<= PLAIN_BITS;
	if (end - at > WORD_BYTES_MAX || has_bit(hints->plain, begin))
		return at;
	if (end < s->len && (text[end] >= 0x80 || hints->letters[text[end]] == APOSTROPHE))
		return at;
	return end;
}

/* The next word or number at `at` or behind, folded; where it ends. Its len is 0 for none. */
static size_t read_next(const struct hints *hints, const struct reading *s, size_t at,
                        char out[WORD_ROOM], struct word *ret)
{
	uint32_t cp;
	ret->len = 0;
	while (at < s->len) {
		size_t n = utf8_decode_quick(s->text + at, s->len - at, &cp);
		enum letter_kind kind = letter_kind_of(hints->fold, cp);
		if (kind == LETTER_WORD)
			return words_read_word(s, at, out, ret);
		if (kind == LETTER_DIGIT)
			return words_read_number(s, at, out, ret);
		at += n;
	}
	return at;
}

/* Does the word begin as one of the alternatives "a|b~noun|c*" of an element does? */
static bool begins_as(const struct word *word, const char *text, const char *element, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t letters = strcspn(element + at, "|~*] ");
		if (letters > 0 && word->len >= letters && memcmp(text, element + at, letters) == 0)
			return true;
		at += strcspn(element + at, "| ") + 1;
	}
	return false;
}

static bool is_word_byte(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Do the words that follow begin as the rest of a phrase says? Signs are for the close reading. */
static bool rest_follows(const struct hints *hints, const char *rest, const struct reading *s,
                         size_t at)
{
	char text[WORD_ROOM];
	struct word word;
	while (*rest == ' ')
		rest++;
	if (!*rest)
		return true;
	size_t len = strcspn(rest, " ");
	bool optional = *rest == '[';
	const char *element = rest + optional;
	if (!is_word_byte((unsigned char)*element))
		return rest_follows(hints, rest + len, s, at);
	if (optional && rest_follows(hints, rest + len, s, at))
		return true;
	at = read_next(hints, s, at, text, &word);
	return begins_as(&word, text, element, len - optional) &&
	       rest_follows(hints, rest + len, s, at);
}

/* The hints of a word whose end is at `at`. */
static unsigned hints_of(const struct hints *hints, const char *text, size_t len,
                         const struct reading *s, size_t at)
{
	unsigned found = 0;
	for (size_t letters = 1; letters <= BEGIN_LETTERS; letters++) {
		struct beginning b = beginning_of(text, len, letters);
		const struct pattern *p = hints->buckets[bucket_of(&b)];
		for (; p && b.letters[letters - 1]; p = p->next) {
			if (len < p->len || (p->whole && len != p->len) ||
			    memcmp(text, p->text, p->len) != 0)
				continue;
			if (rest_follows(hints, p->rest, s, at))
				found |= p->hint;
		}
	}
	return found;
}

bool hints_are_enough(unsigned found)
{
	if (found & HINT_STATE)
		return true;
	if ((found & HINT_PROGRAMME) && (found & (HINT_UNION | HINT_NAME | HINT_SIZE)))
		return true;
	/* "tourism, one of the 28 union ones" */
	if ((found & HINT_UNION) && (found & HINT_SIZE) && (found & HINT_NAME))
		return true;
	return (found & HINT_ACTIVITY) && (found & (HINT_UNION | HINT_SIZE));
}

unsigned hints_find(const struct hints *hints, const char *text, size_t len)
{
	const struct reading s = { hints->fold, text, len };
	unsigned found = 0;
	char folded[WORD_ROOM];
	struct word word;
	size_t bytes;
	for (size_t at = 0; at < len;) {
		uint32_t c = look(hints, &s, at, &bytes);
		if (c == END_OF_WORD || c == APOSTROPHE) {
			at += bytes;
			continue;
		}
		size_t end = at;
		if (c != DIGIT && bytes == 1)
			end = skip_plain(hints, &s, at);
		if (c != DIGIT && end == at)
			end = skip_word(hints, &s, at);
		if (end == at) {
			end = read_next(hints, &s, at, folded, &word);
			found |= hints_of(hints, folded, word.len, &s, end);
			if (hints_are_enough(found))
				break;
		}
		at = end;
	}
	return found;
}
