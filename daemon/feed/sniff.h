/* What a document is when it is no feed: a failure is told by its name. */
#ifndef FEED_SNIFF_H
#define FEED_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* By the first bytes, before any decoding: "gzip data"…; NULL: may be text. */
const char *sniff_binary(const char *bytes, size_t len);

/*
 * The rest is for UTF-8. Whether the text begins as an HTML page does (behind
 * comments and white space).
 */
bool sniff_is_html(const char *text, size_t len);

/* "a challenge page", "a consent page" or "an HTML page". */
const char *sniff_html_kind(const char *text, size_t len);

/* Where an XML feed begins that has other things in front of it; NULL: nowhere near. */
const char *sniff_feed_start(const char *text, size_t len);

#endif
