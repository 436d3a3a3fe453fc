/* One pass over the nodes of a page, in search of what it says of itself. */
#ifndef ARTICLE_SCAN_H
#define ARTICLE_SCAN_H

#include <stdint.h>

#include "base/arena.h"
#include "facts.h"
#include "page.h"

struct scan {
	struct facts *facts;
	const struct page *page;
	struct arena *arena;
	const char *title; /* <title>; "" until it comes */
	uint32_t h1;       /* the headline's node; PAGE_NONE until it comes */
};

/* What a node says for machines (content, datetime), else its text. */
const char *scan_value(const struct scan *s, uint32_t i);

#endif
