#include "base/near.h"

#include <stdio.h>
#include <string.h>

#define NAME_MAX_BYTES 63

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's distance of two names of at most NAME_MAX_BYTES, in bytes. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_BYTES + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t above = row[j];

			row[j] = smallest(above + 1, row[j - 1] + 1,
			                  diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[b_len];
}

/* The first name that goes on where the word stops: "lang" for "language". */
static const char *completed(const char *word, const char *const *names)
{
	size_t len = strlen(word);

	for (; len >= 3 && *names; names++)
		if (strncmp(word, *names, len) == 0)
			return *names;
	return NULL;
}

const char *near_name(const char *word, const char *const *names)
{
	const char *best = NULL, *begun;
	size_t least = strlen(word) / 3 + 2; /* a third of it mistyped is still near */

	if (strlen(word) > NAME_MAX_BYTES)
		return NULL;
	for (const char *const *name = names; *name; name++) {
		size_t d;

		if (strlen(*name) > NAME_MAX_BYTES)
			continue;
		d = edit_distance(word, *name);
		if (d < least) {
			least = d;
			best = *name;
		}
	}
	/* one slip is likelier than a word cut short, two are not: "lang" is no "link" */
	begun = best && least < 2 ? NULL : completed(word, names);
	return begun ? begun : best;
}

const char *near_hint(const char *word, const char *const *names, char out[NEAR_HINT_SIZE])
{
	const char *name = near_name(word, names);

	out[0] = '\0';
	if (name)
		snprintf(out, NEAR_HINT_SIZE, "; did you mean %s?", name);
	return out;
}
