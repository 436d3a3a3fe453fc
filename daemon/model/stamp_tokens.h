/* A text as the numbers, words and marks that a date is made of. */
#ifndef MODEL_STAMP_TOKENS_H
#define MODEL_STAMP_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stamp_words.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_WORD,
	TOKEN_MARK,
};

struct token {
	enum token_kind kind;
	char mark;
	bool is_spaced; /* white space stands before it */
	int digits;     /* of a number: how many */
	int64_t value;
	char word[STAMP_WORD_SIZE]; /* lower case */
};

#define STAMP_TOKENS_MAX 32
/* The tail stays TOKEN_END, so that looking ahead needs no check. */
#define STAMP_TOKENS (STAMP_TOKENS_MAX + 6)

/* Fills tokens, which are all zeros, from the front of the text; returns how many there are. */
int stamp_read_tokens(const char *text, size_t len, struct token tokens[STAMP_TOKENS]);

#endif
