/*
 * XPath over a page. The expressions are the configuration's; the page is a
 * stranger's, so an evaluation has a number of steps and is given up past it.
 */
#ifndef ARTICLE_SELECT_H
#define ARTICLE_SELECT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "page.h"

struct select;

/* What an expression gives: an element, or an attribute, a run of text, a string. */
struct selected {
	uint32_t node;    /* of an element, in the page; PAGE_NONE: none */
	const char *text; /* of what is no element, white space folded */
	const void *tree; /* where further expressions may start from; NULL: nowhere */
};

struct selection {
	struct selected *list; /* in the order of the document */
	size_t count;
};

/* The page was read with its tree, and stays as long as this. */
struct select *select_new(const struct page *page, struct arena *arena);
void select_free(struct select *select);

/*
 * Evaluates the expression, from the start of the page or from where another
 * has led (from->tree). A number or a text is one of what is selected, "" none.
 * ERR_INPUT: the expression is broken, or takes too many steps on this page.
 */
int select_all(struct select *select, const char *xpath, const struct selected *from,
               struct selection *ret, struct err *err) MUST_CHECK;

/* The text of the first that has any, in the arena; NULL: there is none. */
const char *select_text(struct select *select, const char *xpath, const struct selected *from);

/* The same of a date: the attribute that says it for machines, where there is one. */
const char *select_date(struct select *select, const char *xpath, const struct selected *from);

/* The words of the links in an element that lead to the address, the most of them; NULL: none. */
const char *select_link_words(struct select *select, const struct selected *from,
                              const char *address);

/*
 * The address that what is selected leads to, as written: a link's own, or of
 * the first link in it; NULL: none.
 */
const char *select_address(struct select *select, const char *xpath, const struct selected *from);

#endif
