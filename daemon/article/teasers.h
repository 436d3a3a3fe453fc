/* Lists of other articles: their headlines, perhaps with a sentence of each. */
#ifndef ARTICLE_TEASERS_H
#define ARTICLE_TEASERS_H

#include <stdbool.h>

#include "measure.h"
#include "page.h"

/*
 * Marks as out the lists that are no part of the article, whatever their class
 * says. False: there is none. The sums of m are of what was not out before.
 */
bool teasers_mark(const struct page *page, struct measure *m);

#endif
