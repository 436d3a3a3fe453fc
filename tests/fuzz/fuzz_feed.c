/*
 * Any bytes as a feed: a feed, or an error with a kind; never a crash. But none
 * that are packed: a few of them unpack to 10 MiB, beside which no others would
 * get their turn. fuzz_gunzip has those.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/sniff.h"
#include "feed/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct feed_hints hints = { .base_url = "https://example.org/feed" };
	struct err err = { .kind = ERR_NONE };
	struct arena *arena;
	struct feed feed;

	if (sniff_is_gzip((const char *)data, size))
		return -1;
	arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	if (feed_parse((const char *)data, size, &hints, arena, &feed, &err)) {
		if (err.kind == ERR_NONE)
			abort();
	} else if (!feed.format || feed.bozo != (feed.bozo_reason != NULL)) {
		abort();
	}
	arena_free(arena);
	return 0;
}
