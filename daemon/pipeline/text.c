/*
 * Imported articles that came without claims: the reader looks for them, one
 * after the other. They wait in the record, so that a stop loses none.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "parts.h"
#include "pipeline/import.h"
#include "reread.h"
#include "store/articles.h"
#include "store/unread.h"

#define RETRY_MS 1000   /* the reader has enough to do */
#define FAILED_MS 60000 /* the record could not be read or written */

struct text_reading {
	struct event_timer *timer;
	bool is_running;    /* something waits, or is being read */
	int64_t article_id; /* the last one that was taken: those before it are done */
	enum source_trust trust;
	struct arena *arena; /* of the article that is being read; NULL: none is */
	struct store_article *article;
};

struct text_commit {
	const struct reader_harvest *harvest;
	struct commit *commit;
	struct commit_source source;
	int64_t article_id;
};

static void end_article(struct text_reading *reading)
{
	arena_free(reading->arena);
	reading->arena = NULL;
}

/* What the reader could not make sense of it will not a second time. */
static int write_claims(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct text_commit *work = arg;
	struct store_article_id id;

	if (store_source_id(pipeline->parts.store, IMPORT_SOURCE, &work->source.id, err) < 0)
		return -1;
	for (size_t i = 0; i < work->harvest->count; i++)
		if (commit_add_article(work->commit, &work->harvest->items[i], &work->source, false,
		                       &id, err) < 0)
			return -1;
	if (store_drop_unread(pipeline->parts.store, work->article_id, err) < 0)
		return -1;
	return commit_compare(work->commit, err);
}

static void log_failure(const struct text_reading *reading, const char *failure, const char *why)
{
	log_event(LOG_WARNING, "import", "an imported article could not be read",
	          LOG_INT("article", reading->article_id),
	          LOG_STR("url", reading->article->article.address), LOG_STR("failure", failure),
	          LOG_STR("why", why));
}

/* Whether it is in the record. */
static bool settle(struct pipeline *pipeline, const struct reader_harvest *harvest)
{
	struct text_reading *reading = pipeline->texts;
	struct commit commit;
	struct text_commit work = { .harvest = harvest,
		                    .commit = &commit,
		                    .article_id = reading->article_id,
		                    .source = { .key = IMPORT_SOURCE,
		                                .outlet = reading->article->outlet,
		                                .trust = reading->trust } };
	struct err err;
	int done;

	commit_init(&commit, pipeline->parts.store, reading->arena, clock_now_s());
	commit.engine = harvest->engine ? harvest->engine : "";
	commit.agencies = &pipeline->parts.config->agencies;
	commit.threshold = pipeline->parts.config->options.accept_threshold;
	commit.is_import = true;
	done = pipeline_write(pipeline, write_claims, &work, &err);
	if (done < 0)
		pipeline_record_failed(pipeline, "import", &err);
	else
		pipeline_committed(pipeline, &commit);
	commit_done(&commit);
	return done == 0;
}

static void on_harvest(const struct reader_harvest *harvest, void *arg)
{
	static const struct reader_harvest nothing = { .count = 0 };
	struct pipeline *pipeline = arg;
	struct text_reading *reading = pipeline->texts;
	bool is_read = harvest->failure == READER_OK, is_settled;

	pipeline_balance(pipeline);
	if (!is_read)
		log_failure(reading, reader_failure_name(harvest->failure), harvest->why);
	is_settled = settle(pipeline, is_read ? harvest : &nothing);
	end_article(reading);
	if (!is_settled)
		reading->article_id = 0; /* from the first on that still waits */
	event_timer_start(reading->timer, is_settled ? 0 : FAILED_MS);
}

static int take_next(struct pipeline *pipeline, struct err *err)
{
	struct text_reading *reading = pipeline->texts;
	struct store *store = pipeline->parts.store;

	if (pipeline_settle(pipeline, err) < 0 ||
	    store_next_unread(store, reading->article_id, &reading->article_id, &reading->trust,
	                      err) < 0)
		return -1;
	reading->article = NULL;
	if (reading->article_id == 0)
		return 0;
	reading->arena = arena_new(COMMIT_ARENA_BYTES);
	return store_find_article(store, reading->article_id, 0, reading->arena, &reading->article,
	                          err);
}

static void ask_reader(struct pipeline *pipeline)
{
	struct text_reading *reading = pipeline->texts;
	struct reader_job job = reread_job_of(reading->article, pipeline->parts.config,
	                                      clock_now_s());
	const struct reader_harvest nothing = { .failure = READER_OK };
	struct err err;
	bool is_settled;

	job.source = reading->article->outlet;
	if (reader_client_start(pipeline->parts.reader, &job, on_harvest, pipeline, &err) == 0)
		return;
	if (err.kind == ERR_AGAIN) {
		reading->article_id--;
		end_article(reading);
		event_timer_start(reading->timer, RETRY_MS);
		return;
	}
	log_failure(reading, "", err.text);
	is_settled = settle(pipeline, &nothing);
	end_article(reading);
	event_timer_start(reading->timer, is_settled ? 0 : FAILED_MS);
}

/* One article a turn of the loop. */
static void on_turn(void *arg)
{
	struct pipeline *pipeline = arg;
	struct text_reading *reading = pipeline->texts;
	struct err err;

	if (reading->arena)
		return; /* it is with the reader */
	if (take_next(pipeline, &err) < 0) {
		pipeline_record_failed(pipeline, "import", &err);
		end_article(reading);
		reading->article_id = 0;
		event_timer_start(reading->timer, FAILED_MS);
		return;
	}
	if (reading->article) {
		ask_reader(pipeline);
		return;
	}
	end_article(reading);
	reading->is_running = reading->article_id != 0;
	if (reading->is_running)
		event_timer_start(reading->timer, 0);
	else
		pipeline_check_idle(pipeline);
}

void text_wake(struct pipeline *pipeline)
{
	struct text_reading *reading = pipeline->texts;

	reading->is_running = true;
	if (!reading->arena)
		event_timer_start(reading->timer, 0);
}

bool text_is_idle(const struct pipeline *pipeline)
{
	return !pipeline->texts->is_running;
}

void text_init(struct pipeline *pipeline)
{
	pipeline->texts = mem_alloc(sizeof(*pipeline->texts));
	pipeline->texts->timer = event_timer_new(pipeline->parts.loop, on_turn, pipeline);
}

void text_done(struct pipeline *pipeline)
{
	end_article(pipeline->texts);
	event_timer_free(pipeline->texts->timer);
	free(pipeline->texts);
}
