/*
 * A page that lists articles, read by what a person says of it: which elements
 * are its items, and where in each its link, title, date and summary stand.
 */
#ifndef ARTICLE_LINKS_H
#define ARTICLE_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "article/article.h"
#include "base/arena.h"
#include "base/err.h"

/*
 * XPath 1.0; all but items are evaluated from an item. NULL or "": for items,
 * every link of the page; for link, the first in the item; for title, a heading in
 * it, else the words of that link; for date and summary, none.
 */
struct links_selectors {
	const char *items;
	const char *link;
	const char *title;
	const char *date;
	const char *summary;
};

/* Texts are plain, white space folded. */
struct links_item {
	const char *link; /* http or https; absolute where the page's address is known */
	const char *title;
	const char *summary; /* NULL: none */
	struct article_time date;
};

struct links_page {
	const char *title; /* the page's own; NULL: none */
	const char *language;
	struct links_item *items; /* in the order of the page, each address once */
	size_t count;
	size_t selected; /* what `items` selected, whether or not it has a link and a title */
	bool is_cut;     /* there were more than LIMIT_LIST_ITEMS */
};

/*
 * Everything in *ret belongs to the arena. ERR_INPUT: no page, a challenge
 * page, or a selector that cannot be evaluated on it; ERR_LIMIT: a bound was met.
 * A page without any item is no error here. hints->selectors are not looked at.
 */
int links_read(const char *bytes, size_t len, const struct article_hints *hints,
               const struct links_selectors *selectors, struct arena *arena, struct links_page *ret,
               struct err *err) MUST_CHECK;

#endif
