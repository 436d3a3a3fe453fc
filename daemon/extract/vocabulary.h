/*
 * Phrases of patterns over folded words, and their matcher: one pass over a
 * text finds every phrase of every section, in time linear in its length.
 *
 * A phrase is elements with spaces between. An element is a word, or several
 * with '|' between them. A word may end in '*' (any ending) or in '~class'
 * (one of the endings of that class in the lexicon's `endings`). An element in
 * [brackets] may be missing. A sign such as '%' is an element of its own.
 */
#ifndef EXTRACT_VOCABULARY_H
#define EXTRACT_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/tree.h"

struct token;
struct fold_table;
struct stemmer;

#define PHRASE_ELEMENTS_MAX 12

struct phrase {
	int mark;   /* enum mark, or what the owner says */
	int value;  /* of VALUE_INT; numerator of VALUE_RATIO; enum time_kind of VALUE_TIME */
	int value2; /* denominator; number of VALUE_TIME */
	const void *target; /* of an alias: its programme or package */
	const char *text;   /* as the lexicon has it; of VALUE_TEXT: its value, where it has one */
	bool is_valued;     /* it has */
	const struct phrase *next;     /* others with the same words */
	const struct phrase *alone[2]; /* itself and NULL: the list of a place where nothing ties */
};

/* How the words of a language are inflected. */
struct endings {
	const struct tree *classes;    /* map of lists by the class's name; may be NULL */
	const struct fold_table *fold; /* of the language */
	const struct stemmer *stemmer; /* for the words of names */
};

struct vocabulary;

struct vocabulary *vocabulary_new(struct arena *arena, const struct endings *endings);

/*
 * Adds a phrase (all its variants) in the notation above, folded already.
 * Returns NULL, or what is wrong with it, for a person.
 */
const char *vocabulary_add(struct vocabulary *vocabulary, const char *text,
                           const struct phrase *phrase);

/* Adds the words of a name, each in any inflection of the language. */
void vocabulary_add_name(struct vocabulary *vocabulary, const char *text,
                         const struct phrase *phrase);

/* Once all phrases are added; before any text is read. */
void vocabulary_finish(struct vocabulary *vocabulary);

#define PHRASES_AT_ONCE 4

/* The phrases found at one place, each the head of a list: those that tie. */
struct vocabulary_match {
	size_t length; /* tokens; 0: none */
	size_t count;
	uint32_t weight;
	const struct phrase *phrases[PHRASES_AT_ONCE];
};

struct meanings;

/* A word, its stem, and beginnings of it: what a token may be read as at once. */
#define MEANINGS_MAX 16

/* The symbols that a token may stand for, with their weights. */
struct symbols {
	size_t known;     /* one more than the token; 0: none yet */
	uint64_t symbols; /* of all the meanings */
	bool starts;      /* any of them begins a phrase */
	size_t count;
	const struct meanings *list[MEANINGS_MAX];
	uint32_t weights[MEANINGS_MAX]; /* of each: how far it is spelled out */
};

/* A phrase is looked for from each token on, so a token's symbols are asked for again and again. */
#define RECENT_TOKENS 16
_Static_assert(RECENT_TOKENS > PHRASE_ELEMENTS_MAX, "a phrase fits");

/* Looks for phrases in a list of tokens, from its beginning to its end; keeps the pointers. */
struct vocabulary_matcher {
	const struct vocabulary *vocabulary;
	const struct token *tokens;
	struct symbols symbols[RECENT_TOKENS];
};

void vocabulary_matcher_init(struct vocabulary_matcher *matcher,
                             const struct vocabulary *vocabulary, const struct token *tokens);

/*
 * The longest phrases that begin at the token first and end before `end`; of
 * equally long ones those that are spelled out furthest.
 */
struct vocabulary_match vocabulary_match(struct vocabulary_matcher *matcher, size_t first,
                                         size_t end);

#endif
