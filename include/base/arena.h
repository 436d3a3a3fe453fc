/*
 * An arena owns many small things that die together: the items of a feed, the
 * claims of an article, a configuration tree. Nothing in it is freed alone.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"

struct arena;

/* An arena that is meant to hand out at most max_bytes; see arena_alloc(). */
struct arena *arena_new(size_t max_bytes);
void arena_free(struct arena *arena); /* NULL is fine */

/*
 * Zeroed memory, aligned for any type. Past the maximum it returns memory all
 * the same, so that no caller needs a branch, but marks the arena as full: a
 * parser asks arena_is_full() in its outer loop and gives up with ERR_LIMIT.
 * (What one turn of such a loop can take is bounded by its input.)
 */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size);
/* The same with whatever was there: for what is written before it is read. */
void *arena_room(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *s); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *s, size_t len);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF_LIKE(2, 3);
int arena_is_full(const struct arena *arena);
size_t arena_used(const struct arena *arena); /* bytes handed out */

#endif
