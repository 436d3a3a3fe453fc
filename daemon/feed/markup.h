/* Elements inside a field (XHTML in Atom, unescaped HTML in RSS) as the HTML that they are. */
#ifndef FEED_MARKUP_H
#define FEED_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

struct xml_name {
	const char *local;
	const char *prefix; /* NULL: none */
	const char *uri;    /* NULL: none, or the prefix is not declared */
};

/* Attributes as libxml2's SAX2 has them: five pointers each. */
struct xml_attrs {
	const unsigned char **list;
	int count;
};

/*
 * The value of an attribute, decoded, in the arena; NULL where it is absent.
 * Names are compared without case; prefix is NULL, or what the namespace is
 * commonly called ("xml", "rdf").
 */
char *xml_attr(const struct xml_attrs *attrs, const char *prefix, const char *name,
               struct arena *arena);

/* What does not fit the buffer's maximum is left out. */
void markup_start(struct buf *out, const struct xml_name *name, const struct xml_attrs *attrs);
void markup_end(struct buf *out, const struct xml_name *name);
void markup_text(struct buf *out, const char *text, size_t len);

/* Without the <div> that RFC 4287, 3.1.1.3, puts around XHTML and declares no part of it. */
void markup_unwrap_div(char *html);

/* Decodes base64 in place, white space skipped; false where it is none. */
bool markup_decode_base64(char *text);

/*
 * text, or a copy in the arena where it has characters of 128–159: references
 * such as "&#146;", which are sound XML and mean what windows-1252 has there.
 */
const char *markup_fix_controls(struct arena *arena, const char *text);

/* Without white space at both ends, in place; returns the start. */
char *markup_trim(char *text);

#endif
