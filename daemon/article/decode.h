/* Bytes of a page to UTF-8 that a parser may meet. */
#ifndef ARTICLE_DECODE_H
#define ARTICLE_DECODE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct decoded {
	const char *text; /* UTF-8: in the bytes given, or in `utf8` */
	size_t len;
	struct buf utf8;
};

/*
 * content_type may be NULL. ERR_INPUT: no page; ERR_LIMIT: too large, or with
 * elements that take a parser too long. decoded_done() in any case.
 */
int decode_page(const char *bytes, size_t len, const char *content_type, struct decoded *ret,
                struct err *err) MUST_CHECK;
void decoded_done(struct decoded *decoded);

#endif
