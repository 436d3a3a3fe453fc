/* Element names of HTML, by what they mean for a text. */
#ifndef ARTICLE_PAGE_TAGS_H
#define ARTICLE_PAGE_TAGS_H

#include <stdbool.h>

#include "page.h"

enum page_tag page_tag_of(const char *name); /* lower case */
bool page_tag_breaks(enum page_tag tag); /* what stands before and after it are two paragraphs */

#endif
