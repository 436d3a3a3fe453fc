/* The floors: what a pass over a text costs at least, by the common means. */
#ifndef BENCH_EXTRACT_FLOORS_H
#define BENCH_EXTRACT_FLOORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ICU's break iterators alone: how many pieces there are. */
size_t icu_sentences(const char *text);
size_t icu_words(const char *text);

/* A byte automaton (Aho–Corasick) with every edge filled in: one look-up a byte. Begins zeroed. */
struct automaton {
	uint32_t (*next)[256];
	uint32_t *fail;
	bool *ends;
	uint32_t count;
	uint32_t cap;
};

void automaton_add(struct automaton *a, const char *word);
void automaton_close(struct automaton *a); /* once all words are there */
size_t automaton_count(const struct automaton *a, const char *text, size_t len);
void automaton_done(struct automaton *a);

/*
 * The same phrases as one caseless regular expression, compiled by PCRE2's
 * JIT. NULL where the bench was built without PCRE2.
 */
struct regex;
struct regex *regex_new(const char *pattern);
size_t regex_count(const struct regex *regex, const char *text, size_t len);
void regex_free(struct regex *regex); /* NULL is fine */

#endif
