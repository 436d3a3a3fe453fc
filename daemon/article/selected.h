/* What the selectors of a source find on an article's page. The page has its tree. */
#ifndef ARTICLE_SELECTED_H
#define ARTICLE_SELECTED_H

#include "article/article.h"
#include "facts.h"
#include "page.h"

/* Title, author, and a date that can be read, over all that the page says itself. */
void selected_facts(const struct page *page, const struct article_selectors *selectors,
                    struct arena *arena, struct facts *facts);

/*
 * The text that the expression selects; "" where it is NULL, "" or finds none.
 * Classes are not judged in it: only what never is text is left out.
 */
const char *selected_text(const struct page *page, const char *xpath, const char *title,
                          struct arena *arena);

#endif
