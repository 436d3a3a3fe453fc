/*
 * Makes well-formed XML of what was meant to be some: escapes what should have
 * been, closes what was left open, drops what no person would read. A pure
 * function from text to text; the parser proper then reads its output.
 */
#ifndef FEED_MEND_H
#define FEED_MEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * text is UTF-8. The DOCTYPE goes; entities that it declares as a few plain
 * characters are put in. *ret_reason says what the first repair was, NULL
 * where there was nothing to repair; *ret_ends_early, that elements are open
 * at the end. -1 where out's maximum is too small.
 */
int mend_xml(const char *text, size_t len, struct buf *out, const char **ret_reason,
             bool *ret_ends_early) MUST_CHECK;

#endif
