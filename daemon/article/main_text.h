/* The main text of a page: which part of the tree it is, and its paragraphs. */
#ifndef ARTICLE_MAIN_TEXT_H
#define ARTICLE_MAIN_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "article/article.h"
#include "page.h"

struct main_text {
	const char *text; /* "" where there is none */
	enum article_way way;
	uint32_t root;     /* the container; PAGE_NONE */
	size_t characters; /* of the text, white space not counted */
};

/* title and author, where they are known (else NULL), are not repeated as paragraphs. */
void main_text_find(const struct page *page, const char *title, const char *author,
                    struct arena *arena, struct main_text *ret);

/* Characters that are no white space. */
size_t main_text_count(const char *text, size_t len);

#endif
