/* Any bytes as a feed: a feed, or an error with a kind; never a crash. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "feed/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct feed_hints hints = { .base_url = "https://example.org/feed" };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct feed feed;
	struct err err = { .kind = ERR_NONE };

	if (feed_parse((const char *)data, size, &hints, arena, &feed, &err)) {
		if (err.kind == ERR_NONE)
			abort();
	} else if (!feed.format || feed.bozo != (feed.bozo_reason != NULL)) {
		abort();
	}
	arena_free(arena);
	return 0;
}
