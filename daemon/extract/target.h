/* What a figure is of: its noun, found beside it, before it, or in what was said before. */
#ifndef EXTRACT_TARGET_H
#define EXTRACT_TARGET_H

#include "topic.h"

/* NULL and the target, or why the figure is not taken. */
const char *find_target(const struct document *doc, size_t figure, struct target *ret);

/* cataphora.c: the same, said only after it: "80% is done. This is about the union programmes". */
bool find_spoken_of(const struct document *doc, const struct figure *figure, struct target *ret);

#endif
