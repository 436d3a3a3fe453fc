/*
 * Text as it is built up for a reader: white space folds to one space, breaks
 * to one newline, none of either at the ends.
 */
#ifndef ARTICLE_FLOW_H
#define ARTICLE_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct flow {
	struct buf *out;
	size_t start; /* of this paragraph, in out */
	bool wants_space;
	bool wants_break;
	bool is_full;
};

/* UTF-8; entities are not decoded here. No-break and zero-width spaces are white space too. */
void flow_add(struct flow *flow, const char *s, size_t len);
void flow_break(struct flow *flow);

#endif
