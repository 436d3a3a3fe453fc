#include "pauses.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

/* "pause news.example:8080" → its end, in seconds since the epoch */
#define MARK_PREFIX "pause "

/* Of a record that holds marks of hosts that are long gone. */
#define PAUSES_ARENA_BYTES (16u * 1024 * 1024)

struct pause {
	const char *host;
	int64_t until_s;
};

static int write_pause(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct pause *pause = arg;
	char *name = mem_printf(MARK_PREFIX "%s", pause->host), until[24];
	int done;

	snprintf(until, sizeof(until), "%" PRId64, pause->until_s);
	done = store_set_mark(pipeline->parts.store, name, until, err);
	free(name);
	return done;
}

/* It goes to the disk with, or before, what the poll that met it writes. */
static void on_pause(const char *host, int64_t pause_s, void *arg)
{
	struct pipeline *pipeline = arg;
	struct pause pause = { .host = host, .until_s = clock_now_s() + pause_s };
	struct err err;

	if (pipeline_write_soon(pipeline, write_pause, &pause, &err) < 0)
		pipeline_record_failed(pipeline, "the pause of a host", &err);
}

struct pauses {
	const struct store_mark *marks;
	size_t count;
	int64_t now_s;
};

static int64_t left_s(const struct pauses *pauses, size_t i)
{
	return strtoll(pauses->marks[i].value, NULL, 10) - pauses->now_s;
}

static int drop_expired(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct pauses *pauses = arg;

	for (size_t i = 0; i < pauses->count; i++)
		if (left_s(pauses, i) <= 0 &&
		    store_drop_mark(pipeline->parts.store, pauses->marks[i].name, err) < 0)
			return -1;
	return 0;
}

int pauses_restore(struct pipeline *pipeline, struct err *err)
{
	struct arena *arena = arena_new(PAUSES_ARENA_BYTES);
	struct pauses pauses = { .now_s = clock_now_s() };
	struct store_mark *marks;
	int done = -1;

	if (store_list_marks(pipeline->parts.store, MARK_PREFIX, arena, &marks, &pauses.count,
	                     err) < 0)
		goto out;
	pauses.marks = marks;
	if (pauses.count && pipeline_write(pipeline, drop_expired, &pauses, err) < 0)
		goto out;
	for (size_t i = 0; i < pauses.count; i++)
		if (left_s(&pauses, i) > 0)
			fetch_pool_pause(pipeline->parts.fetch, marks[i].name + strlen(MARK_PREFIX),
			                 left_s(&pauses, i));
	fetch_pool_on_pause(pipeline->parts.fetch, on_pause, pipeline);
	done = 0;
out:
	arena_free(arena);
	return done;
}

void pauses_done(struct pipeline *pipeline)
{
	fetch_pool_on_pause(pipeline->parts.fetch, NULL, NULL);
}
