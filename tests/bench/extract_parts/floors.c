#include "floors.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/mem.h"

static size_t iterate(const char *text, UBreakIteratorType type)
{
	UErrorCode status = U_ZERO_ERROR;
	UText utext = UTEXT_INITIALIZER;
	UBreakIterator *breaks = ubrk_open(type, "", NULL, 0, &status);
	size_t count = 0;

	utext_openUTF8(&utext, text, (int64_t)strlen(text), &status);
	ubrk_setUText(breaks, &utext, &status);
	while (U_SUCCESS(status) && ubrk_next(breaks) != UBRK_DONE)
		count++;
	ubrk_close(breaks);
	utext_close(&utext);
	return count;
}

size_t icu_sentences(const char *text)
{
	return iterate(text, UBRK_SENTENCE);
}

size_t icu_words(const char *text)
{
	return iterate(text, UBRK_WORD);
}

static uint32_t automaton_grow(struct automaton *a)
{
	if (a->count == a->cap) {
		uint32_t cap = a->cap ? 2 * a->cap : 1024;

		a->next = mem_grow(a->next, cap, sizeof(*a->next));
		a->ends = mem_grow(a->ends, cap, sizeof(*a->ends));
		a->cap = cap;
	}
	memset(a->next[a->count], 0, sizeof(*a->next));
	a->ends[a->count] = false;
	return a->count++;
}

void automaton_add(struct automaton *a, const char *word)
{
	uint32_t node = 0;

	if (a->count == 0)
		automaton_grow(a); /* the root */
	for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
		if (!a->next[node][*c]) {
			uint32_t child = automaton_grow(a); /* may move the table */

			a->next[node][*c] = child;
		}
		node = a->next[node][*c];
	}
	a->ends[node] = true;
}

/* Breadth first: a missing edge is that of the longest suffix. */
void automaton_close(struct automaton *a)
{
	uint32_t *queue = mem_array(a->count, sizeof(*queue));
	size_t head = 0, tail = 0;

	a->fail = mem_array(a->count, sizeof(*a->fail));
	for (int c = 0; c < 256; c++)
		if (a->next[0][c])
			queue[tail++] = a->next[0][c];
	while (head < tail) {
		uint32_t node = queue[head++];

		a->ends[node] |= a->ends[a->fail[node]];
		for (int c = 0; c < 256; c++) {
			uint32_t child = a->next[node][c];
			uint32_t other = a->next[a->fail[node]][c];

			if (child) {
				a->fail[child] = other;
				queue[tail++] = child;
			} else {
				a->next[node][c] = other;
			}
		}
	}
	free(queue);
}

size_t automaton_count(const struct automaton *a, const char *text, size_t len)
{
	uint32_t node = 0;
	size_t found = 0;

	for (size_t i = 0; i < len; i++) {
		node = a->next[node][(unsigned char)text[i]];
		found += a->ends[node];
	}
	return found;
}

void automaton_done(struct automaton *a)
{
	free(a->next);
	free(a->fail);
	free(a->ends);
}
