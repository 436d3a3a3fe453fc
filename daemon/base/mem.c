#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void mem_exhausted(void)
{
	fputs("integrad: out of memory\n", stderr);
	_exit(MEM_EXIT_STATUS);
}

static void *or_stop(void *p)
{
	if (!p)
		mem_exhausted();
	return p;
}

void *mem_alloc(size_t size)
{
	return or_stop(calloc(1, size ? size : 1));
}

void *mem_array(size_t count, size_t size)
{
	return or_stop(calloc(count ? count : 1, size ? size : 1));
}

void *mem_grow(void *old, size_t count, size_t size)
{
	return or_stop(reallocarray(old, count ? count : 1, size ? size : 1));
}

char *mem_strdup(const char *s)
{
	return s ? or_stop(strdup(s)) : NULL;
}

char *mem_strndup(const char *s, size_t len)
{
	return or_stop(strndup(s, len));
}

char *mem_printf(const char *fmt, ...)
{
	char *s = NULL;
	va_list args;
	int n;

	va_start(args, fmt);
	n = vasprintf(&s, fmt, args);
	va_end(args);
	return or_stop(n < 0 ? NULL : s);
}

void *mem_room(void *list, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return list;
	*cap = *cap ? *cap * 2 : 8;
	return mem_grow(list, *cap, size);
}
