/* Which format a document has, by its root and its first elements. */
#ifndef FEED_ROOT_H
#define FEED_ROOT_H

#include <stdbool.h>
#include <stddef.h>

#include "markup.h"
#include "names.h"

/* NULL: no feed has such a root. */
const char *root_format(const struct xml_name *name, const struct xml_attrs *attrs,
                        struct arena *arena);

/* RDF does not say which RSS it is; the namespace of its elements does. */
const char *root_refine(const char *format, enum feed_role role, const struct xml_name *name);

/* Netscape and UserLand each made an RSS 0.91; only Netscape's had a DTD. */
const char *root_with_netscape_dtd(const char *format);

bool root_is_atom10(const char *format);
bool root_keeps_div(const char *format); /* a <div> around XHTML is part of the text */
bool root_inherits_author(const char *format);

/* An index of sitemaps, the newest of which may stand last. */
bool root_is_index(const char *format);
size_t root_most_items(const char *format);

#endif
