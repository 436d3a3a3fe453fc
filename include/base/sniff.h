/*
 * What a stranger sent instead of what was asked for: 200 is not health, and
 * such a failure is told by its own name.
 */
#ifndef BASE_SNIFF_H
#define BASE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#define SNIFF_CHALLENGE "a challenge page"
#define SNIFF_CONSENT "a consent page"
#define SNIFF_PAGE "an HTML page"

/* By the first bytes, before any decoding: "gzip data", "a PDF document"; NULL: may be text. */
const char *sniff_binary(const char *bytes, size_t len);

/* A gzip file, by its first bytes. */
bool sniff_is_gzip(const char *bytes, size_t len);

/*
 * One of the three above. Only for pages without
 * a text of their own: an article may have the same words beside its comments.
 */
const char *sniff_page_kind(const char *text, size_t len);

/* Whether the whole text of a page is a dialogue about cookies, in our three languages. */
bool sniff_asks_for_consent(const char *text);

#endif
