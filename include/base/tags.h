/*
 * One look over markup before a parser meets it. libxml2 2.9 compares each
 * attribute of an element with all the others, so that 60,000 of them take
 * it ten seconds.
 */
#ifndef BASE_TAGS_H
#define BASE_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * ERR_LIMIT where an element may have over LIMIT_XML_ATTRIBUTES attributes. In
 * HTML the text of scripts and styles is no markup.
 */
int tags_check(const char *text, size_t len, bool is_html, struct err *err) MUST_CHECK;

#endif
