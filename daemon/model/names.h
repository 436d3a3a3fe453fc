/*
 * An enum and its words: one table gives both directions. Every enum of the
 * model is written to the record and to JSON by these words.
 */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

/* The place of s in names, or -1. */
static inline int names_find(const char *const *names, size_t count, const char *s)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], s) == 0)
			return (int)i;
	return -1;
}

/* Defines `type_name(value)` and `type_parse(text, &value)` for enum `type`. */
#define NAMES_DEFINE(type, names) \
	const char *type##_name(enum type v) \
	{ \
		return (names)[v]; \
	} \
	bool type##_parse(const char *s, enum type *ret) \
	{ \
		int i = names_find((names), COUNT(names), s); \
\
		if (i < 0) \
			return false; \
		*ret = (enum type)i; \
		return true; \
	}

#endif
