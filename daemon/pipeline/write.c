/*
 * All writes to the record. A commit waits for the disk, so those that nobody
 * waits for are put together: thousands of feeds without anything of interest
 * cost some dozen commits.
 */
#include "base/log.h"
#include "outbox.h"
#include "parts.h"
#include "store/search.h"
#include "tally.h"

/*
 * States without news are written together, this long after the first of them.
 * A source that fails or recovers is news: it is written when the loop's
 * present turn is over.
 */
#define FLUSH_AFTER_MS 1000

/* So many in one transaction, lest thousands hold up the loop. */
#define FLUSH_STATES 500

/* A transaction that is open for others stays so for this long, and for so many writes. */
#define SETTLE_AFTER_MS 20
#define SETTLE_WRITES 256

#define INDEX_FAILED_MS 60000

/*
 * What was written soon and is lost is found again by the next poll, as long
 * as the states of all sources are written anew.
 */
static void give_up_open(struct pipeline *pipeline)
{
	store_rollback(pipeline->parts.store);
	outbox_rolled_back(pipeline);
	pipeline->open_writes = 0;
	pipeline->lost_transactions++;
	event_timer_cancel(pipeline->settle);
	for (size_t i = 0; i < pipeline->source_count; i++)
		pipeline_mark_dirty(pipeline->sources[i], false);
}

static void committed(struct pipeline *pipeline)
{
	outbox_committed(pipeline);
	tally_written(pipeline);
	if (store_may_have_unindexed(pipeline->parts.store) && !pipeline->is_index_set) {
		pipeline->is_index_set = true;
		event_timer_start(pipeline->index, PIPELINE_AFTER_NEWS_MS);
	}
}

int pipeline_settle(struct pipeline *pipeline, struct err *err)
{
	if (pipeline->open_writes == 0)
		return 0;
	if (outbox_enter(pipeline, err) < 0 || store_commit(pipeline->parts.store, err) < 0) {
		give_up_open(pipeline);
		return -1;
	}
	pipeline->open_writes = 0;
	event_timer_cancel(pipeline->settle);
	committed(pipeline);
	return 0;
}

static void on_settle(void *arg)
{
	struct pipeline *pipeline = arg;
	struct err err;

	if (pipeline_settle(pipeline, &err) < 0)
		pipeline_record_failed(pipeline, "polls", &err);
	else
		store_tidy(pipeline->parts.store);
}

/* One wait for the disk, and not two. Where fn fails, what the others wrote stays open. */
static int write_along(struct pipeline *pipeline, pipeline_write_fn *fn, void *arg, struct err *err)
{
	struct store *store = pipeline->parts.store;

	if (store_begin_part(store, err) == 0) {
		if (fn(pipeline, arg, err) == 0 && store_end_part(store, err) == 0)
			return pipeline_settle(pipeline, err);
		if (store_undo_part(store))
			return -1;
	}
	give_up_open(pipeline);
	return -1;
}

int pipeline_write(struct pipeline *pipeline, pipeline_write_fn *fn, void *arg, struct err *err)
{
	struct store *store = pipeline->parts.store;

	if (pipeline->open_writes > 0)
		return write_along(pipeline, fn, arg, err);
	if (store_begin(store, err) < 0)
		return -1;
	if (fn(pipeline, arg, err) == 0 && outbox_enter(pipeline, err) == 0 &&
	    store_commit(store, err) == 0) {
		committed(pipeline);
		return 0;
	}
	store_rollback(store);
	outbox_rolled_back(pipeline);
	return -1;
}

int pipeline_write_soon(struct pipeline *pipeline, pipeline_write_fn *fn, void *arg,
                        struct err *err)
{
	if (pipeline->open_writes == 0) {
		if (store_begin(pipeline->parts.store, err) < 0)
			return -1;
		event_timer_start(pipeline->settle, SETTLE_AFTER_MS);
	}
	pipeline->open_writes++;
	if (fn(pipeline, arg, err) < 0) {
		give_up_open(pipeline);
		return -1;
	}
	return pipeline->open_writes < SETTLE_WRITES ? 0 : pipeline_settle(pipeline, err);
}

/* --- texts into the indexes */

static int write_index(struct pipeline *pipeline, void *arg, struct err *err)
{
	(void)arg;
	return store_index_rest(pipeline->parts.store, err);
}

static void on_index(void *arg)
{
	struct pipeline *pipeline = arg;
	struct err err;

	pipeline->is_index_set = false;
	if (!store_may_have_unindexed(pipeline->parts.store) ||
	    pipeline_write_soon(pipeline, write_index, NULL, &err) == 0)
		return;
	pipeline_record_failed(pipeline, "index", &err);
	pipeline->is_index_set = true;
	event_timer_start(pipeline->index, INDEX_FAILED_MS);
}

/* --- the states of sources */

void pipeline_mark_dirty(struct poll_source *source, bool is_news)
{
	struct pipeline *pipeline = source->pipeline;

	source->is_dirty = true;
	if (is_news)
		event_timer_start(pipeline->flush, 0);
	else if (!pipeline->is_flush_set)
		event_timer_start(pipeline->flush, FLUSH_AFTER_MS);
	pipeline->is_flush_set = true;
}

/* Saves the next ones that are dirty; *end is behind the last that was looked at. */
static int save_dirty(struct pipeline *pipeline, void *arg, struct err *err)
{
	size_t *end = arg, saved = 0;

	for (; *end < pipeline->source_count && saved < FLUSH_STATES; (*end)++) {
		const struct poll_source *source = pipeline->sources[*end];

		if (!source->is_dirty)
			continue;
		if (store_save_poll(pipeline->parts.store, source->id, &source->state,
		                    source->failure ? source->failure : "",
		                    source->why ? source->why : "", err) < 0)
			return -1;
		saved++;
	}
	return 0;
}

/* One transaction of states, from the source at *at on, which it moves. */
static int flush(struct pipeline *pipeline, size_t *at, struct err *err)
{
	size_t end = *at;

	if (pipeline_write(pipeline, save_dirty, &end, err) < 0)
		return -1;
	for (; *at < end; (*at)++)
		pipeline->sources[*at]->is_dirty = false;
	return 0;
}

static void on_flush(void *arg)
{
	struct pipeline *pipeline = arg;
	size_t begun = pipeline->flush_at, at = begun;
	struct err err;

	pipeline->is_flush_set = false;
	pipeline->flush_at = 0;
	if (flush(pipeline, &at, &err) < 0) {
		pipeline_record_failed(pipeline, "states of sources", &err);
	} else if (at < pipeline->source_count) {
		pipeline->flush_at = at;
		pipeline->is_flush_set = true;
		event_timer_start(pipeline->flush, 0);
	} else if (begun > 0) {
		/* Behind us others may have become dirty since. */
		pipeline->is_flush_set = true;
		event_timer_start(pipeline->flush, FLUSH_AFTER_MS);
	}
}

void write_init(struct pipeline *pipeline)
{
	pipeline->flush = event_timer_new(pipeline->parts.loop, on_flush, pipeline);
	pipeline->settle = event_timer_new(pipeline->parts.loop, on_settle, pipeline);
	pipeline->index = event_timer_new(pipeline->parts.loop, on_index, pipeline);
	store_index_late(pipeline->parts.store);
}

void write_done(struct pipeline *pipeline)
{
	size_t at = pipeline->is_flush_set ? 0 : pipeline->source_count;
	struct err err;
	/* a record that let nothing start is left as it is */
	int done = pipeline->is_started && store_may_have_unindexed(pipeline->parts.store)
	                   ? pipeline_write(pipeline, write_index, NULL, &err)
	                   : pipeline_settle(pipeline, &err);

	while (done == 0 && at < pipeline->source_count)
		done = flush(pipeline, &at, &err);
	if (done < 0)
		log_event(LOG_ERR, "record", err.text, LOG_STR("for", "states of sources"));
	event_timer_free(pipeline->index);
	event_timer_free(pipeline->settle);
	event_timer_free(pipeline->flush);
}
