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
#include "letters.h"

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
	uint16_t len;     /* of text, in bytes */
	uint8_t kind;     /* enum token_kind */
	char sign;        /* of a sign in ASCII; else NUL */
	bool spaced : 1;  /* white space, or the beginning, stands before it */
	bool line : 1;    /* it is the first of its line */
	bool capital : 1; /* begins with a capital letter */
	bool upper : 1;   /* of two capital letters or more, and no small one */
	bool in_title : 1;
};

struct token_list {
	struct token *list;
	size_t count;
	size_t cap;
};

/* A text that is read, and how its letters are folded. */
struct reading {
	const struct fold_table *fold;
	const char *text;
	size_t len;
};

/* Words longer than this are cut: nothing in a lexicon is as long. */
#define WORD_BYTES_MAX 200
/* Room for any word, folded. */
#define WORD_ROOM (WORD_BYTES_MAX + 4 * FOLD_MAX)

struct word {
	size_t len;   /* of the folded text, which has no NUL */
	bool capital; /* begins with a capital letter */
	bool upper;   /* of two capital letters or more, and no small one */
};

/*
 * Read the word whose first letter is at start: letters, and apostrophes
 * between two of them; or the number: digits, and commas and points between
 * two of them. The folded text goes to out (WORD_ROOM bytes). Return its end.
 */
size_t words_read_word(const struct reading *reading, size_t start, char *out, struct word *ret);
size_t words_read_number(const struct reading *reading, size_t start, char *out, struct word *ret);

/* Appends the tokens of a text of any bytes. */
void words_split(struct arena *arena, const struct fold_table *fold, const char *text, size_t len,
                 bool in_title, struct token_list *tokens);

/* The folded form of a word or phrase of a lexicon; in the arena. */
char *words_fold(struct arena *arena, const struct fold_table *fold, const char *text);

#endif
