/* Turns parts of a page into paragraphs, without those that are not the article's. */
#ifndef ARTICLE_PARAGRAPHS_H
#define ARTICLE_PARAGRAPHS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "flow.h"
#include "measure.h"
#include "page.h"

struct paragraphs {
	const struct page *page;
	const struct measure *m;
	const char *title;  /* not repeated; NULL: none */
	const char *author; /* a line of the name alone is none of the text; NULL: none */
	struct buf out;
	struct buf block;   /* the paragraph being read */
	struct buf heading; /* waits for a paragraph: a heading over nothing is a leftover */
	struct flow flow;   /* into block */
	size_t links;       /* bytes of block inside links */
	enum page_tag tag;  /* of the element that the block stands in */
	size_t count;       /* paragraphs in out */
	bool is_lead;       /* what is added now is one, whatever its tag */
	size_t lead_len;    /* of out, where that is a lead, which the text may begin with again */
};

void paragraphs_init(struct paragraphs *p, const struct page *page, const struct measure *m,
                     const char *title, const char *author);
void paragraphs_add(struct paragraphs *p, uint32_t node);
/* A paragraph of its own that is plain text. */
void paragraphs_add_text(struct paragraphs *p, const char *text);
/* The text, in the arena; frees the rest. */
char *paragraphs_finish(struct paragraphs *p, struct arena *arena);

#endif
