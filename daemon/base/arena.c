#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * Blocks grow from small to large, so that an arena for one claim costs a page
 * and one for a feed few calls. A thing larger than a block gets its own.
 */
#define FIRST_BLOCK_BYTES 4096u
#define LAST_BLOCK_BYTES (256u * 1024u)
#define ALIGNMENT _Alignof(max_align_t)

struct block {
	struct block *next;
	size_t size;
	size_t used;
	bool is_clean; /* all zeros; else each thing is cleared as it is handed out */
	max_align_t data[];
};

struct arena {
	struct block *blocks; /* the newest first */
	size_t next_size;
	size_t max;
	size_t used;
};

struct arena *arena_new(size_t max_bytes)
{
	struct arena *arena = mem_alloc(sizeof(*arena));

	arena->max = max_bytes;
	arena->next_size = FIRST_BLOCK_BYTES;
	return arena;
}

void arena_free(struct arena *arena)
{
	struct block *block, *next;

	if (!arena)
		return;
	for (block = arena->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	free(arena);
}

static struct block *add_block(struct arena *arena, size_t at_least, bool is_cleared)
{
	bool is_large = at_least > arena->next_size;
	bool is_clean = is_large && is_cleared; /* the system may have zeros at no cost */
	size_t size = is_large ? at_least : arena->next_size;
	struct block *block = is_clean ? mem_alloc(sizeof(*block) + size)
	                               : mem_grow(NULL, sizeof(*block) + size, 1);

	*block = (struct block){ .size = size, .is_clean = is_clean };
	block->next = arena->blocks;
	arena->blocks = block;
	if (arena->next_size < LAST_BLOCK_BYTES)
		arena->next_size *= 2;
	return block;
}

static void *take(struct arena *arena, size_t size, bool is_cleared)
{
	struct block *block = arena->blocks;
	size_t need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	void *p;

	if (need < size)
		abort(); /* the size wrapped: never from a bounded input */
	if (!block || block->size - block->used < need)
		block = add_block(arena, need, is_cleared);
	p = (char *)block->data + block->used;
	if (is_cleared && !block->is_clean)
		memset(p, 0, need);
	block->used += need;
	arena->used += need;
	return p;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return take(arena, size, true);
}

static size_t bytes_of(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		abort();
	return count * size;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	return take(arena, bytes_of(count, size), true);
}

void *arena_room(struct arena *arena, size_t count, size_t size)
{
	return take(arena, bytes_of(count, size), false);
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return s ? arena_strndup(arena, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char *copy = arena_room(arena, len + 1, 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list args;
	char *s;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		return arena_strdup(arena, "");
	s = arena_room(arena, (size_t)n + 1, 1);
	va_start(args, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, args);
	va_end(args);
	return s;
}

int arena_is_full(const struct arena *arena)
{
	return arena->used > arena->max;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
