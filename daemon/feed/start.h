/* How a document begins: with a page, a feed, or something in front of a feed. Texts are UTF-8. */
#ifndef FEED_START_H
#define FEED_START_H

#include <stdbool.h>
#include <stddef.h>

/* It begins as an HTML page does, behind comments and white space. */
bool start_is_html(const char *text, size_t len);

/* Where an XML feed begins that has other things in front of it; NULL: nowhere near. */
const char *start_find_feed(const char *text, size_t len);

#endif
