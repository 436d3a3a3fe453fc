#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_CAP 256u

void buf_init(struct buf *buf, size_t max_bytes)
{
	*buf = (struct buf){ .max = max_bytes };
}

void buf_done(struct buf *buf)
{
	MEM_FREE(buf->data);
	buf->len = 0;
	buf->cap = 0;
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

/* Room for len more bytes and the NUL. */
static int reserve(struct buf *buf, size_t len)
{
	size_t cap = buf->cap ? buf->cap : FIRST_CAP;

	if (len > buf->max || buf->len > buf->max - len)
		return -1;
	if (buf->cap && buf->cap - buf->len > len)
		return 0;
	while (cap - buf->len <= len)
		cap *= 2;
	buf->data = mem_grow(buf->data, cap, 1);
	buf->cap = cap;
	return 0;
}

int buf_append(struct buf *buf, const void *bytes, size_t len)
{
	if (reserve(buf, len))
		return -1;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return 0;
}

int buf_puts(struct buf *buf, const char *s)
{
	return buf_append(buf, s, strlen(s));
}

int buf_putc(struct buf *buf, char c)
{
	return buf_append(buf, &c, 1);
}

int buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0 || reserve(buf, (size_t)n))
		return -1;
	va_start(args, fmt);
	vsnprintf(buf->data + buf->len, (size_t)n + 1, fmt, args);
	va_end(args);
	buf->len += (size_t)n;
	return 0;
}

void buf_drop(struct buf *buf, size_t len)
{
	if (len >= buf->len) {
		buf_clear(buf);
		return;
	}
	memmove(buf->data, buf->data + len, buf->len - len);
	buf->len -= len;
	buf->data[buf->len] = '\0';
}

char *buf_take(struct buf *buf)
{
	char *s = buf->data ? buf->data : mem_strdup("");

	*buf = (struct buf){ .max = buf->max };
	return s;
}
