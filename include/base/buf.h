/*
 * A growing byte buffer that cannot be made without a maximum. The bytes are
 * always followed by a NUL that does not count, so `data` is also a string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/err.h"

struct buf {
	char *data; /* NULL while empty and never written to */
	size_t len;
	size_t cap;
	size_t max;
};

void buf_init(struct buf *buf, size_t max_bytes);
void buf_done(struct buf *buf);  /* frees; the buffer may be used again */
void buf_clear(struct buf *buf); /* len = 0, keeps the memory */

/* Each returns 0, or -1 (and appends nothing) where the maximum would be passed. */
int buf_append(struct buf *buf, const void *bytes, size_t len) MUST_CHECK;
int buf_puts(struct buf *buf, const char *s) MUST_CHECK;
int buf_putc(struct buf *buf, char c) MUST_CHECK;
int buf_printf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3) MUST_CHECK;

/* Drops the first len bytes. */
void buf_drop(struct buf *buf, size_t len);

/* Gives the string away (never NULL, yours to free) and leaves the buffer empty. */
char *buf_take(struct buf *buf);

#endif
