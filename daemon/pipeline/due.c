/*
 * What the clock alone changes: each series is looked at once an hour, and when
 * something was entered for it; one series a turn of the loop.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "change/due.h"
#include "parts.h"
#include "store/changes.h"
#include "store/figures.h"

#define LOOK_EVERY_MS INT64_C(3600000)
#define LINE_ARENA_BYTES (1u << 20) /* names of series */

struct due_line {
	struct event_timer *timer;
	char **series; /* that wait to be looked at; a stack */
	size_t count;
	size_t cap;
	int64_t whole_ms; /* when all series are to be looked at, on the loop's clock */
};

static bool is_entered(struct pipeline *pipeline, const struct change_due *due, struct arena *arena,
                       struct err *err)
{
	const struct store_change_filter filter = {
		.claim_id = due->figure->claim_id,
		.kind = change_kind_name(due->entry.kind),
		.limit = 1,
	};
	struct store_change *list;
	size_t count;

	return store_list_changes(pipeline->parts.store, &filter, arena, &list, &count, err) == 0 &&
	       count > 0;
}

struct due_write {
	const struct change_due *list;
	size_t count;
	const char *series;
	struct commit *commit;
};

static int write_due(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct due_write *work = arg;

	(void)pipeline;
	for (size_t i = 0; i < work->count; i++)
		if (commit_enter(work->commit, &work->list[i].entry, work->list[i].figure,
		                 work->series, err) < 0)
			return -1;
	return 0;
}

/* Those that are not in the ledger yet come to the front; returns how many. */
static size_t keep_new(struct pipeline *pipeline, struct change_due *list, size_t count,
                       struct arena *arena)
{
	struct err err;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!is_entered(pipeline, &list[i], arena, &err))
			list[kept++] = list[i];
	return kept;
}

static void enter(struct pipeline *pipeline, const char *series, const struct change_due *list,
                  size_t count, struct arena *arena)
{
	struct commit commit;
	struct due_write work = {
		.list = list, .count = count, .series = series, .commit = &commit
	};
	struct err err;

	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	if (pipeline_write(pipeline, write_due, &work, &err) < 0)
		pipeline_record_failed(pipeline, series, &err);
	else
		pipeline_committed(pipeline, &commit);
	commit_done(&commit);
}

static void look_at(struct pipeline *pipeline, const char *series)
{
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	int64_t stale_s = pipeline->parts.config->options.stale_after_s;
	struct figure *figures;
	struct change_due *list;
	struct err err;
	size_t count;

	if (store_load_figures(pipeline->parts.store, series, NULL, 0, arena, &figures, &count,
	                       &err) < 0) {
		pipeline_record_failed(pipeline, series, &err);
		goto out;
	}
	list = arena_array(arena, count, sizeof(*list));
	count = change_due(figures, count, clock_now_s(), stale_s, list);
	count = keep_new(pipeline, list, count, arena);
	if (count > 0)
		enter(pipeline, series, list, count, arena);
out:
	arena_free(arena);
}

static void add(struct due_line *line, const char *series)
{
	for (size_t i = 0; i < line->count; i++)
		if (strcmp(line->series[i], series) == 0)
			return;
	line->series = mem_room(line->series, line->count, &line->cap, sizeof(*line->series));
	line->series[line->count++] = mem_strdup(series);
}

static void add_all(struct pipeline *pipeline)
{
	struct arena *arena = arena_new(LINE_ARENA_BYTES);
	const char **list;
	struct err err;
	size_t count;

	if (store_series_names(pipeline->parts.store, arena, &list, &count, &err) < 0)
		pipeline_record_failed(pipeline, "series", &err);
	else
		for (size_t i = 0; i < count; i++)
			add(pipeline->due, list[i]);
	arena_free(arena);
}

static bool is_whole_due(const struct pipeline *pipeline)
{
	return event_now_ms(pipeline->parts.loop) >= pipeline->due->whole_ms;
}

static void on_due(void *arg)
{
	struct pipeline *pipeline = arg;
	struct due_line *line = pipeline->due;

	if (is_whole_due(pipeline)) {
		line->whole_ms = event_now_ms(pipeline->parts.loop) + LOOK_EVERY_MS;
		add_all(pipeline);
	}
	if (line->count > 0) {
		char *series = line->series[--line->count];

		look_at(pipeline, series);
		free(series);
	}
	event_timer_start(line->timer,
	                  line->count > 0 ? 0
	                                  : line->whole_ms - event_now_ms(pipeline->parts.loop));
	pipeline_check_idle(pipeline);
}

void due_init(struct pipeline *pipeline)
{
	pipeline->due = mem_alloc(sizeof(*pipeline->due));
	pipeline->due->timer = event_timer_new(pipeline->parts.loop, on_due, pipeline);
}

void due_start(struct pipeline *pipeline)
{
	event_timer_start(pipeline->due->timer, 0);
}

void due_touch(struct pipeline *pipeline, const struct commit *commit)
{
	char series[CLAIM_SERIES_SIZE];

	if (commit->entry_count == 0)
		return;
	for (size_t i = 0; i < commit->entry_count; i++)
		add(pipeline->due, claim_series(&commit->entries[i].fresh.claim, series));
	event_timer_start(pipeline->due->timer, 0);
}

bool due_is_idle(const struct pipeline *pipeline)
{
	return pipeline->due->count == 0 && !is_whole_due(pipeline);
}

void due_done(struct pipeline *pipeline)
{
	struct due_line *line = pipeline->due;

	while (line->count > 0)
		free(line->series[--line->count]);
	free(line->series);
	event_timer_free(line->timer);
	free(line);
}
