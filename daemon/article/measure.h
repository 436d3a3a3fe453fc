/*
 * For each node of a page: how much text it has, how much of it are links, and
 * what to leave out.
 */
#ifndef ARTICLE_MEASURE_H
#define ARTICLE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "boiler.h"
#include "page.h"

struct measure {
	enum boiler_kind kind; /* what its class says */
	uint32_t chars;        /* visible ones of its subtree, white space not counted */
	uint32_t links;        /* of these, inside <a> */
	uint32_t commas;
	bool is_out;     /* boilerplate: nothing of the subtree counts */
	bool has_anchor; /* the headline or the marked body is in it */
	float score;     /* how much it looks like the container of an article */
};

/*
 * One for each node; yours to free. With by_class what its classes call frame
 * is out, and what is hidden; without, only what no text is.
 */
struct measure *measure_page(const struct page *page, bool by_class);

#endif
