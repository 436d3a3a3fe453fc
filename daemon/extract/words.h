/*
 * The normal form of a text: tokens with folded letters, each with its place
 * in the bytes given, and sentences.
 */
#ifndef EXTRACT_WORDS_H
#define EXTRACT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER, /* digits, with commas and points between digits */
	TOKEN_SIGN,   /* one character */
};

struct token {
	const char *text; /* folded; NUL-terminated */
	uint64_t hash;    /* hash_quick of it */
	uint32_t offset;  /* of the token in the bytes given */
	uint32_t length;
	uint16_t len; /* of text, in bytes */
	uint8_t kind; /* enum token_kind */
	bool spaced;  /* white space, or the beginning, stands before it */
	bool line;    /* it is the first of its line */
	bool capital; /* begins with a capital letter */
	bool upper;   /* of two capital letters or more, and no small one */
	bool in_title;
};

struct token_list {
	struct token *list;
	size_t count;
	size_t cap;
};

/* Pairs of characters: what is read as what beyond case folding ("ё" as "е"). */
struct fold_table {
	const uint32_t (*pairs)[2];
	size_t count;
	uint32_t dropped; /* a letter that is left out before the letters of … (0: none) */
	const char
		*before; /* … this UTF-8 text, small letters: soft signs of classical Belarusian */
};

/* Appends the tokens of a text of any bytes. */
void words_split(struct arena *arena, const struct fold_table *fold, const char *text, size_t len,
                 bool in_title, struct token_list *tokens);

/* Is the letter left out, because of the one at text (len bytes, perhaps none)? */
bool words_drop(const struct fold_table *fold, uint32_t cp, const char *text, size_t len);
/* The letter that base and accent make together, as и and a breve make й; else base. */
uint32_t words_compose(uint32_t base, uint32_t accent);

/* The folded form of a word or phrase of a lexicon; in the arena. */
char *words_fold(struct arena *arena, const struct fold_table *fold, const char *text);

#endif
