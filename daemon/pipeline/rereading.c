/*
 * reextract in the running daemon: one article after the other is given to the
 * reader, text by text, and what differs is committed before the next one.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "parts.h"
#include "reread.h"

#define RETRY_MS 1000 /* the reader has enough to do */

struct rereading {
	struct pipeline *pipeline;
	struct event_timer *timer;
	bool is_running;
	char *who;
	int64_t article_id; /* the one at hand, or the last */
	int64_t articles;   /* all that there were at the start */
	int64_t passed;
	struct reread article;
	size_t at; /* the text that the reader has, or gets next */
	struct reextract_counts counts;
};

static void end_article(struct rereading *r)
{
	arena_free(r->article.arena);
	r->article = (struct reread){ .count = 0 };
	r->at = 0;
}

static void finish(struct rereading *r)
{
	r->is_running = false;
	log_event(LOG_NOTICE, "reextract", "the articles were read again",
	          LOG_INT("articles", r->counts.articles), LOG_INT("failed", r->counts.failed),
	          LOG_INT("superseded", r->counts.superseded), LOG_INT("claims", r->counts.claims),
	          LOG_STR("who", r->who));
	MEM_FREE(r->who);
}

struct settling {
	struct rereading *r;
	struct commit *commit;
};

static int write_difference(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct settling *s = arg;

	(void)pipeline;
	return reread_settle(&s->r->article, s->commit, false, NULL, NULL, &s->r->counts, err);
}

static void settle(struct rereading *r)
{
	struct pipeline *pipeline = r->pipeline;
	struct commit commit;
	struct settling settling = { .r = r, .commit = &commit };
	struct err err;

	commit_init(&commit, pipeline->parts.store, r->article.arena, clock_now_s());
	if (pipeline_write(pipeline, write_difference, &settling, &err) < 0)
		pipeline_record_failed(pipeline, "reextract", &err);
	else
		pipeline_committed(pipeline, &commit);
	r->counts.changes += (int64_t)commit.entry_count;
	commit_done(&commit);
}

static void on_harvest(const struct reader_harvest *harvest, void *arg)
{
	struct rereading *r = arg;

	pipeline_balance(r->pipeline);
	if (r->article.arena)
		reread_take(&r->article, r->at, harvest);
	r->at++;
	event_timer_start(r->timer, 0);
}

static void ask_reader(struct rereading *r)
{
	const struct reader_job job = reread_job(&r->article, r->at, clock_now_s());
	struct err err;

	if (reader_client_start(r->pipeline->parts.reader, &job, on_harvest, r, &err) == 0)
		return;
	if (err.kind != ERR_AGAIN)
		r->at++; /* too long for a job: its claims stay as they are */
	event_timer_start(r->timer, err.kind == ERR_AGAIN ? RETRY_MS : 0);
}

static void next_article(struct rereading *r)
{
	struct err err;

	r->article = (struct reread){ .arena = arena_new(COMMIT_ARENA_BYTES),
		                      .config = r->pipeline->parts.config,
		                      .who = r->who };
	if (pipeline_settle(r->pipeline, &err) < 0 ||
	    reread_next(r->pipeline->parts.store, r->article_id, &r->article, &r->article_id,
	                &err) < 0) {
		pipeline_record_failed(r->pipeline, "reextract", &err);
		r->article_id = 0;
	}
	r->passed += r->article_id != 0;
}

/* One step a turn of the loop. */
static void on_turn(void *arg)
{
	struct rereading *r = arg;

	if (!r->article.arena) {
		next_article(r);
		if (r->article_id == 0) {
			end_article(r);
			finish(r);
			return;
		}
	}
	r->article.config = r->pipeline->parts.config;
	if (r->at < r->article.count) {
		ask_reader(r);
		return;
	}
	if (r->article.count > 0)
		settle(r);
	end_article(r);
	event_timer_start(r->timer, 0);
}

int pipeline_reextract(struct pipeline *pipeline, const char *who, struct err *err)
{
	struct rereading *r = pipeline->rereading;

	if (r->is_running)
		return err_set(err, ERR_AGAIN, "the articles are being read again already");
	if (store_count_articles(pipeline->parts.store, &r->articles, err) < 0)
		return -1;
	r->is_running = true;
	r->who = mem_strdup(who);
	r->article_id = r->passed = 0;
	r->counts = (struct reextract_counts){ .articles = 0 };
	event_timer_start(r->timer, 0);
	return 0;
}

int pipeline_reextract_json(const struct pipeline *pipeline, struct buf *out, struct err *err)
{
	const struct rereading *r = pipeline->rereading;
	json_t *json = json_pack(
		"{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "running", (int)r->is_running, "of",
		(json_int_t)r->articles, "passed", (json_int_t)r->passed, "articles",
		(json_int_t)r->counts.articles, "failed", (json_int_t)r->counts.failed,
		"superseded", (json_int_t)r->counts.superseded, "claims",
		(json_int_t)r->counts.claims, "changes", (json_int_t)r->counts.changes);
	char *text = json_dumps(json, JSON_COMPACT);
	int done = buf_puts(out, text);

	MEM_FREE(text);
	json_decref(json);
	return done == 0 ? 0 : err_set(err, ERR_LIMIT, "the answer is too long");
}

void rereading_init(struct pipeline *pipeline)
{
	pipeline->rereading = mem_alloc(sizeof(*pipeline->rereading));
	pipeline->rereading->pipeline = pipeline;
	pipeline->rereading->timer = event_timer_new(pipeline->parts.loop, on_turn,
	                                             pipeline->rereading);
}

void rereading_done(struct pipeline *pipeline)
{
	struct rereading *r = pipeline->rereading;

	if (r->article.arena)
		end_article(r);
	event_timer_free(r->timer);
	free(r->who);
	free(r);
}
