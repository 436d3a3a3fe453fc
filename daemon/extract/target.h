/* What a figure is of: its noun, found beside it, before it, or in what was said before. */
#ifndef EXTRACT_TARGET_H
#define EXTRACT_TARGET_H

#include "topic.h"

/* NULL and the target, or why the figure is not taken. */
const char *find_target(const struct document *doc, size_t figure, struct target *ret);

#endif
