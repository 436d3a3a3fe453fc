/* Texts with names in braces. */
#ifndef ALERT_EXPAND_H
#define ALERT_EXPAND_H

#include <stddef.h>

#include "base/arena.h"

struct expand_value {
	const char *name;
	const char *value; /* NULL reads as "" */
};

/* Each {name} of the list with its value in its place; other braces stay. In the arena. */
const char *expand(const char *text, const struct expand_value *values, size_t count,
                   struct arena *arena);

#endif
