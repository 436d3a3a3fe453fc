/* The headline of a page, without the name of its site. */
#ifndef ARTICLE_HEADLINE_H
#define ARTICLE_HEADLINE_H

#include <stdint.h>

#include "scan.h"

void headline_take_title(struct scan *s, uint32_t i); /* <title> */
void headline_take_h1(struct scan *s, uint32_t i);
void headline_settle(struct scan *s); /* at the end */

#endif
