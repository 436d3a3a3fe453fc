/*
 * What the clock alone changes: each series is looked at once an hour, and when
 * something was entered for it; one series a turn of the loop. A series may
 * have many thousands of figures: they are read only where there is reason to.
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

/* Why a series waits to be looked at. */
enum due_reason {
	DUE_FIGURES, /* figures came: they may have met a deadline */
	DUE_CLOCK,   /* an hour has gone by */
	DUE_ALL,     /* a start, a forecast, a decision: what was told before says nothing */
};

struct due_series {
	char *name;
	enum due_reason reason;
	int64_t *claims; /* of DUE_FIGURES: those that came */
	size_t claim_count;
	size_t claim_cap;
};

struct due_line {
	struct event_timer *timer;
	struct due_series *list; /* that wait to be looked at; a stack */
	size_t count;
	size_t cap;
	bool has_looked;  /* at all of them, since the start */
	int64_t whole_ms; /* when all series are to be looked at, on the loop's clock */
};

static bool is_entered(struct pipeline *pipeline, int64_t claim_id, enum change_kind kind,
                       struct arena *arena, struct err *err)
{
	const struct store_change_filter filter = {
		.claim_id = claim_id,
		.kind = change_kind_name(kind),
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
		if (!is_entered(pipeline, list[i].figure->claim_id, list[i].entry.kind, arena,
		                &err))
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

/* --- what has to be read for it */

/* Spans without a day leave the forecasts. */
static int load_forecasts(struct pipeline *pipeline, const char *series, struct arena *arena,
                          struct figure **ret_list, size_t *ret_count, struct err *err)
{
	const struct figure_span none = { .first_day = 1, .last_day = 0 };

	return store_load_figures(pipeline->parts.store, series, &none, 1, arena, ret_list,
	                          ret_count, err);
}

/* A deadline that nothing was told of may have been met, or by the clock alone be missed. */
static bool has_open_deadline(struct pipeline *pipeline, const struct figure *list, size_t count,
                              enum due_reason reason, struct arena *arena)
{
	struct err err;

	for (size_t i = 0; i < count; i++)
		if (change_waits(list, count, &list[i]) &&
		    (reason == DUE_ALL || clock_now_s() >= change_missed_s(&list[i])) &&
		    !is_entered(pipeline, list[i].claim_id, CHANGE_DEADLINE_MET, arena, &err) &&
		    !is_entered(pipeline, list[i].claim_id, CHANGE_DEADLINE_MISSED, arena, &err))
			return true;
	return false;
}

/* The newest figure is no older than the current one, so that this alone may tell enough. */
static int may_be_stale(struct pipeline *pipeline, const char *series, struct arena *arena,
                        bool *ret, struct err *err)
{
	const struct store_change_filter last = { .series = series, .limit = 1 };
	int64_t stale_s = pipeline->parts.config->options.stale_after_s;
	struct figure *current;
	struct store_change *change;
	size_t count;

	if (store_current_figure(pipeline->parts.store, series, arena, &current, err) < 0)
		return -1;
	*ret = false;
	if (!current || stale_s <= 0 || clock_now_s() < current->published_s + stale_s)
		return 0;
	if (store_list_changes(pipeline->parts.store, &last, arena, &change, &count, err) < 0)
		return -1;
	*ret = count == 0 || change->kind != CHANGE_STALE;
	return 0;
}

/* All figures of the series, or none of them, where nothing can come of it. */
static int load_where_needed(struct pipeline *pipeline, const struct due_series *due,
                             struct arena *arena, struct figure **ret_list, size_t *ret_count,
                             struct err *err)
{
	bool is_needed;

	if (load_forecasts(pipeline, due->name, arena, ret_list, ret_count, err) < 0 ||
	    may_be_stale(pipeline, due->name, arena, &is_needed, err) < 0)
		return -1;
	if (is_needed || has_open_deadline(pipeline, *ret_list, *ret_count, due->reason, arena))
		return store_load_figures(pipeline->parts.store, due->name, NULL, 0, arena,
		                          ret_list, ret_count, err);
	*ret_count = 0;
	return 0;
}

/*
 * The forecasts of the series, and the figures that came. What these do not
 * meet others may have met, which was told then: no deadline is missed by them.
 */
static int load_fresh(struct pipeline *pipeline, const struct due_series *due, struct arena *arena,
                      struct figure **ret_list, size_t *ret_count, struct err *err)
{
	struct figure *list, *forecasts;
	size_t count;

	if (load_forecasts(pipeline, due->name, arena, &forecasts, &count, err) < 0)
		return -1;
	list = arena_array(arena, count + due->claim_count, sizeof(*list));
	if (count > 0)
		memcpy(list, forecasts, count * sizeof(*list));
	for (size_t i = 0; i < due->claim_count; i++) {
		struct figure *fresh;

		if (store_find_figure(pipeline->parts.store, due->claims[i], arena, &fresh, err) <
		    0)
			return -1;
		if (fresh)
			list[count++] = *fresh;
	}
	*ret_list = list;
	*ret_count = count;
	return 0;
}

static size_t keep_met(struct change_due *list, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].entry.kind == CHANGE_DEADLINE_MET)
			list[kept++] = list[i];
	return kept;
}

static void look_at(struct pipeline *pipeline, const struct due_series *due)
{
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	int64_t stale_s = pipeline->parts.config->options.stale_after_s;
	bool has_all = due->reason != DUE_FIGURES;
	struct figure *figures = NULL;
	struct change_due *list;
	struct err err = { 0 };
	size_t count = 0;
	int rc = has_all ? load_where_needed(pipeline, due, arena, &figures, &count, &err)
	                 : load_fresh(pipeline, due, arena, &figures, &count, &err);

	if (rc < 0) {
		pipeline_record_failed(pipeline, due->name, &err);
		goto out;
	}
	list = arena_array(arena, count, sizeof(*list));
	count = change_due(figures, count, clock_now_s(), has_all ? stale_s : 0, list);
	if (!has_all)
		count = keep_met(list, count);
	count = keep_new(pipeline, list, count, arena);
	if (count > 0)
		enter(pipeline, due->name, list, count, arena);
out:
	arena_free(arena);
}

/* --- the line */

static void free_series(struct due_series *due)
{
	free(due->name);
	free(due->claims);
}

static struct due_series *add(struct due_line *line, const char *series, enum due_reason reason)
{
	struct due_series *due = NULL;

	for (size_t i = 0; i < line->count && !due; i++)
		if (strcmp(line->list[i].name, series) == 0)
			due = &line->list[i];
	if (!due) {
		line->list = mem_room(line->list, line->count, &line->cap, sizeof(*line->list));
		due = &line->list[line->count++];
		*due = (struct due_series){ .name = mem_strdup(series), .reason = reason };
	} else if (due->reason != reason) {
		due->reason = DUE_ALL;
	}
	return due;
}

static void add_all(struct pipeline *pipeline)
{
	struct arena *arena = arena_new(LINE_ARENA_BYTES);
	struct due_line *line = pipeline->due;
	const char **list;
	struct err err;
	size_t count;

	if (store_series_names(pipeline->parts.store, arena, &list, &count, &err) < 0)
		pipeline_record_failed(pipeline, "series", &err);
	else
		for (size_t i = 0; i < count; i++)
			add(line, list[i], line->has_looked ? DUE_CLOCK : DUE_ALL);
	line->has_looked = true;
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
		struct due_series due = line->list[--line->count];

		look_at(pipeline, &due);
		free_series(&due);
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

static void touch(struct due_line *line, const struct commit_entry *made)
{
	const struct claim *claim = &made->fresh.claim;
	bool is_plain = !made->entry.decision && claim->modality == CLAIM_ACTUAL;
	char name[CLAIM_SERIES_SIZE];
	struct due_series *due = add(line, claim_series(claim, name),
	                             is_plain ? DUE_FIGURES : DUE_ALL);

	if (due->reason != DUE_FIGURES)
		return;
	due->claims = mem_room(due->claims, due->claim_count, &due->claim_cap,
	                       sizeof(*due->claims));
	due->claims[due->claim_count++] = made->fresh.claim_id;
}

void due_touch(struct pipeline *pipeline, const struct commit *commit)
{
	if (commit->entry_count == 0)
		return;
	for (size_t i = 0; i < commit->entry_count; i++)
		touch(pipeline->due, &commit->entries[i]);
	event_timer_start(pipeline->due->timer, PIPELINE_AFTER_NEWS_MS);
}

bool due_is_idle(const struct pipeline *pipeline)
{
	return pipeline->due->count == 0 && !is_whole_due(pipeline);
}

void due_done(struct pipeline *pipeline)
{
	struct due_line *line = pipeline->due;

	while (line->count > 0)
		free_series(&line->list[--line->count]);
	free(line->list);
	event_timer_free(line->timer);
	free(line);
}
