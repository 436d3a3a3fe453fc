/* A number in a text, in digits or words, before it is known what it counts. */
#ifndef EXTRACT_VALUES_H
#define EXTRACT_VALUES_H

#include "document.h"

struct value {
	struct decimal number; /* of a fraction: per cent */
	bool fraction;
	bool words;
	bool is_one;  /* "one", which may be no number at all */
	size_t first; /* tokens */
	size_t end;
};

/* The value that begins at a token; false where none does. */
bool value_take(const struct document *doc, size_t token, struct value *ret);

/* "Third of union programmes done": a part without its article, where it can be no ordinal. */
bool value_is_bare_fraction(const struct document *doc, size_t token);

/* Is the number at the token none that counts: a time, a telephone, a name's part? Why, or NULL. */
const char *value_is_other(const struct document *doc, const struct value *value);

#endif
