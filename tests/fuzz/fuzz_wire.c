/* Any bytes, read as each message of the reader: an error or a message, never a crash. */
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "reader/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;
	enum reader_cage cage;
	const char *pack;
	size_t pack_len;
	struct reader_job job;
	enum wire_type type;
	struct err err;
	size_t length;

	if (wire_peek(bytes, size, &type, &length, &err) > 0 && length <= size) {
		(void)!wire_get_start(bytes, length, &pack, &pack_len, &err);
		(void)!wire_get_ready(bytes, length, &cage, &err);
		(void)!wire_get_job(bytes, length, arena, &job, &err);
		(void)!wire_get_harvest(bytes, length, arena, &harvest, &err);
	}
	arena_free(arena);
	return 0;
}
