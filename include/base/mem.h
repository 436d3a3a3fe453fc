/*
 * Allocation for our own, bounded data: out of memory stops the process, since
 * the state is in SQLite and a restart is cheap. What strangers size goes
 * through a struct buf or a struct arena, which have a maximum.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/err.h"

/*
 * What they all do where there is none left: says so on standard error and ends
 * the process at once, with a status that whoever started it can tell from others.
 */
#define MEM_EXIT_STATUS 71 /* EX_OSERR of sysexits.h */
_Noreturn void mem_exhausted(void);

void *mem_alloc(size_t size);                         /* zeroed; never NULL */
void *mem_array(size_t count, size_t size);           /* zeroed; never NULL; checks the product */
void *mem_grow(void *old, size_t count, size_t size); /* reallocarray; the new part is not zeroed */
char *mem_strdup(const char *s);                      /* NULL gives NULL; the copy is yours */
char *mem_strndup(const char *s, size_t len);
char *mem_printf(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Frees *p and sets it to NULL. */
#define MEM_FREE(p) (free(p), (p) = NULL)

/* Number of elements of an array in scope. */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Makes room for one more element behind count and returns the (perhaps
 * moved) array: `list = mem_room(list, count, &cap, sizeof(*list));`
 */
void *mem_room(void *list, size_t count, size_t *cap, size_t size);

#endif
