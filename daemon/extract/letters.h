/*
 * What a character is to the engine: its kind, and the letters that it is
 * folded to. Both passes over a text read it with these eyes.
 */
#ifndef EXTRACT_LETTERS_H
#define EXTRACT_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/utf8.h"

/* One character may fold to a few: a ligature, a fraction sign, an ellipsis. */
#define FOLD_MAX 18

enum letter_kind {
	LETTER_WORD, /* a part of a word */
	LETTER_DIGIT,
	LETTER_SPACE,
	LETTER_LINE, /* ends a line */
	LETTER_SIGN,
	LETTER_IGNORED, /* soft hyphens, accents, zero-width characters */
};

/* What a character is to the sentences of UAX #29 (its property Sentence_Break). */
enum letter_break {
	BREAK_OTHER,
	BREAK_UPPER,
	BREAK_LOWER,
	BREAK_LETTER, /* neither capital nor small */
	BREAK_NUMBER,
	BREAK_POINT, /* may end a sentence: "." */
	BREAK_STOP,  /* does: "!" */
	BREAK_CLOSE, /* brackets, quotation marks */
	BREAK_SPACE,
	BREAK_GOES_ON, /* "," */
	BREAK_EXTENDS, /* an accent, a format character */
	BREAK_CR,
	BREAK_LINE,
	BREAK_END, /* no character: the text has ended */
};

/* Characters below this, of Latin, Greek and Cyrillic, are looked up. */
#define LETTERS_AT_HAND 0x800

struct letter {
	uint16_t folded; /* 0: to several letters, or to one beyond 0xFFFF */
	uint8_t kind;    /* enum letter_kind */
	bool upper : 1;
	uint8_t property : 4; /* enum letter_break */
};

/* Pairs of characters: what is read as what beyond case folding ("ё" as "е"). */
struct fold_table {
	const uint32_t (*pairs)[2];
	size_t count;
	uint32_t dropped; /* a letter that is left out before the letters of … (0: none) */
	const char
		*before; /* … this UTF-8 text, small letters: soft signs of classical Belarusian */
	const struct letter *at_hand; /* NULL: each character is worked out anew */
};

/* Works out the characters below LETTERS_AT_HAND, once the pairs are there. */
void letters_prepare(struct arena *arena, struct fold_table *fold);

enum letter_break letter_find_break(uint32_t cp);
/* The kind of a character, worked out. */
enum letter_kind letter_find_kind(uint32_t cp);
/* Its letters, folded, worked out: how many. A digit of any script is one of ours. */
size_t letter_find_fold(const struct fold_table *fold, uint32_t cp, uint32_t out[FOLD_MAX]);

static inline enum letter_kind letter_kind_of(const struct fold_table *fold, uint32_t cp)
{
	if (cp < LETTERS_AT_HAND && fold->at_hand)
		return (enum letter_kind)fold->at_hand[cp].kind;
	return letter_find_kind(cp);
}

static inline enum letter_break letter_break_of(const struct fold_table *fold, uint32_t cp)
{
	if (cp < LETTERS_AT_HAND && fold->at_hand)
		return (enum letter_break)fold->at_hand[cp].property;
	return letter_find_break(cp);
}

static inline size_t letter_fold(const struct fold_table *fold, uint32_t cp, uint32_t out[FOLD_MAX])
{
	if (cp < LETTERS_AT_HAND && fold->at_hand && fold->at_hand[cp].folded) {
		out[0] = fold->at_hand[cp].folded;
		return 1;
	}
	return letter_find_fold(fold, cp, out);
}

bool letter_find_upper(uint32_t cp);
bool letter_find_apostrophe(uint32_t cp);

static inline bool letter_is_upper(const struct fold_table *fold, uint32_t cp)
{
	return cp < LETTERS_AT_HAND && fold->at_hand ? fold->at_hand[cp].upper
	                                             : letter_find_upper(cp);
}

static inline bool letter_is_apostrophe(const struct fold_table *fold, uint32_t cp)
{
	return cp < LETTERS_AT_HAND && fold->at_hand ? fold->at_hand[cp].folded == '\''
	                                             : letter_find_apostrophe(cp);
}

/* Does the letter at text (len bytes, perhaps none) stand among those of fold->before? */
bool letter_drops_before(const struct fold_table *fold, const char *text, size_t len);

/* Is the letter left out, because of the one at text? */
static inline bool letter_is_dropped(const struct fold_table *fold, uint32_t cp, const char *text,
                                     size_t len)
{
	return cp == fold->dropped && cp && letter_drops_before(fold, text, len);
}

/* The letter that base and accent make together, as и and a breve make й; else base. */
uint32_t letter_compose(uint32_t base, uint32_t accent);

#endif
