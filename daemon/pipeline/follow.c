/*
 * Candidates whose feed gave a lead only are followed to their article. What
 * is to be followed stands in the record, so that a restart goes on with it;
 * tries are bounded, and in the end the feed's own text has to do.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "parts.h"
#include "report.h"
#include "robots.h"
#include "tally.h"

#define FOLLOWS_AT_ONCE 16
/* The wait after a failed try: 1 minute, then 5, then 25. */
#define FIRST_RETRY_S 60
#define RETRY_FACTOR 5
#define OWN_FAULT_RETRY_S 30
#define CRASH_RETRY_S 5 /* a reader is soon back */
/* A source that is not configured any more may come back. */
#define UNKNOWN_SOURCE_RETRY_S 86400

struct follow {
	struct pipeline *pipeline;
	struct follow *next;
	struct arena *arena;         /* owns the job */
	struct store_follow_job job; /* as the record has it */
	const char *own_text;        /* what the feed gave */
	uint64_t lost_transactions;  /* of the pipeline, when it began */
	struct fetch_job *fetch;   /* NULL: the reader has it, or the site's robots.txt is asked */
	enum store_follow outcome; /* what the record will say after the commit */
	const char *why;           /* of a failure */
};

static void on_page(const struct fetch_reply *reply, void *arg);
static void on_harvest(const struct reader_harvest *harvest, void *arg);

static void follow_free(struct follow *follow)
{
	if (follow->fetch)
		fetch_cancel(follow->fetch);
	robots_forget(follow->pipeline, follow);
	arena_free(follow->arena);
	free(follow);
}

static void follow_end(struct follow *follow)
{
	struct pipeline *pipeline = follow->pipeline;
	struct follow **at = &pipeline->follows;

	while (*at != follow)
		at = &(*at)->next;
	*at = follow->next;
	pipeline->following--;
	follow_free(follow);
}

static bool is_under_way(const struct pipeline *pipeline, int64_t article_id)
{
	for (const struct follow *f = pipeline->follows; f; f = f->next)
		if (f->job.article_id == article_id)
			return true;
	return false;
}

/*
 * The transaction that the article was recorded in may be lost, and its id be
 * another's by now. What the record still wants is looked for anew.
 */
static bool end_if_lost(struct follow *follow)
{
	struct pipeline *pipeline = follow->pipeline;

	if (follow->lost_transactions == pipeline->lost_transactions)
		return false;
	follow_end(follow);
	pipeline->is_follow_awake = true;
	event_timer_start(pipeline->follow_timer, OWN_FAULT_RETRY_S * 1000);
	return true;
}

/* --- what the record is told */

struct follow_state {
	int64_t article_id;
	int tries;
	int64_t next_s;
	const char *why;
};

static int write_state(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct follow_state *state = arg;

	return store_set_follow(pipeline->parts.store, state->article_id, STORE_FOLLOW_WANTED,
	                        state->tries, state->next_s, state->why, err);
}

/* How the articles of its source are read by now. */
static void look_at_source(const struct follow *follow)
{
	struct pipeline *pipeline = follow->pipeline;
	struct poll_source *source = pipeline_source(pipeline, follow->job.source);
	struct err err;

	if (source && poll_source_look(source, &err) < 0)
		pipeline_record_failed(pipeline, follow->job.source, &err);
}

/* The article stays wanted, from wait_s on. */
static void put_off(struct follow *follow, int tries, int64_t wait_s, const char *why)
{
	struct pipeline *pipeline = follow->pipeline;
	struct follow_state state = { follow->job.article_id, tries, clock_now_s() + wait_s, why };
	char wait[REPORT_WAIT_SIZE];
	struct err err;
	bool is_written;

	if (end_if_lost(follow))
		return;
	is_written = pipeline_write(pipeline, write_state, &state, &err) == 0;
	if (is_written)
		look_at_source(follow);
	else
		pipeline_record_failed(pipeline, follow->job.source, &err);
	report_wait(wait_s, wait);
	log_event(LOG_INFO, "follow", "the article could not be read yet",
	          LOG_STR("source", follow->job.source), LOG_STR("url", follow->job.address),
	          LOG_STR("why", why), LOG_STR("next", wait), LOG_INT("tries", tries));
	follow_end(follow);
	/* A record that takes no writes would give the same article again at once. */
	if (is_written)
		follow_wake(pipeline);
	else
		event_timer_start(pipeline->follow_timer, OWN_FAULT_RETRY_S * 1000);
}

/* --- the reader */

/* Hands page or text to the reader. -1: the follow has ended. */
static int read_article(struct follow *follow, enum reader_kind kind, const char *bytes, size_t len,
                        const struct fetch_reply *reply)
{
	struct pipeline *pipeline = follow->pipeline;
	const struct poll_source *source = pipeline_source(pipeline, follow->job.source);
	const struct config_options *options = &pipeline->parts.config->options;
	const struct store_follow_job *job = &follow->job;
	const struct source *config = source ? source->source : NULL;
	struct err err;

	const struct reader_job work = {
		.kind = kind,
		.source = job->source,
		.language = config && config->language ? config->language : "",
		.timezone = config && config->timezone ? config->timezone : options->timezone,
		.content_type = reply ? reply->content_type : "",
		.base_url = reply ? reply->effective_url : job->address,
		.bytes = bytes,
		.length = len,
		.now_s = clock_now_s(),
		.threshold = options->accept_threshold,
		.selectors = config ? config->selectors : (struct source_selectors){ .link = NULL },
		.text = follow->own_text,
		.guid = job->guid,
		.address = job->address,
		.title = job->title,
		.author = job->author,
		.has_published = job->has_published,
		.published_is_clamped = job->published_is_clamped,
		.published_s = job->published_s,
		.published = job->published,
	};

	if (reader_client_start(pipeline->parts.reader, &work, on_harvest, follow, &err) == 0) {
		pipeline_balance(pipeline);
		return 0;
	}
	put_off(follow, job->tries, OWN_FAULT_RETRY_S, err.text);
	return -1;
}

/* The page is given up: what the feed gave has to do. */
static void use_own_text(struct follow *follow, const char *why)
{
	follow->outcome = STORE_FOLLOW_FAILED;
	follow->why = arena_strdup(follow->arena, why);
	log_event(LOG_INFO, "follow", "the article cannot be read; the feed's text has to do",
	          LOG_STR("source", follow->job.source), LOG_STR("url", follow->job.address),
	          LOG_STR("why", why));
	(void)read_article(follow, READER_TEXT, follow->own_text, strlen(follow->own_text), NULL);
}

/* Another try would fare no better. */
static void give_up(struct follow *follow, const char *why)
{
	tally_follow(follow->pipeline, why);
	use_own_text(follow, why);
}

static int64_t retry_wait_s(int tries)
{
	int64_t wait_s = FIRST_RETRY_S;

	while (--tries > 0)
		wait_s *= RETRY_FACTOR;
	return wait_s;
}

/* A try failed that another one, after wait_s at least, could fare better than. */
static void try_again(struct follow *follow, int64_t wait_s, const char *why)
{
	int tries = follow->job.tries + 1;

	tally_follow(follow->pipeline, why);
	if (tries >= FOLLOW_TRIES)
		use_own_text(follow, why);
	else
		put_off(follow, tries, wait_s > retry_wait_s(tries) ? wait_s : retry_wait_s(tries),
		        why);
}

struct follow_commit {
	struct follow *follow;
	const struct reader_harvest *harvest;
	struct commit *commit;
	struct commit_source source;
};

static int write_article(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct follow_commit *work = arg;
	const struct follow *follow = work->follow;
	struct store_article_id id;

	for (size_t i = 0; i < work->harvest->count; i++)
		if (commit_add_article(work->commit, &work->harvest->items[i], &work->source, false,
		                       &id, err) < 0)
			return -1;
	if (commit_compare(work->commit, err) < 0)
		return -1;
	return store_set_follow(pipeline->parts.store, follow->job.article_id, follow->outcome,
	                        follow->job.tries + 1, 0, follow->why, err);
}

/* source NULL: it is no longer configured; the article was recorded as its, and stays so. */
static struct commit_source commit_source_of(const struct follow *follow,
                                             const struct poll_source *source)
{
	if (source)
		return pipeline_commit_source(source);
	return (struct commit_source){ .id = follow->job.source_id,
		                       .key = follow->job.source,
		                       .outlet = follow->job.source,
		                       .first_poll_s = follow->job.published_s,
		                       .first_reply_s = follow->job.published_s };
}

static void commit_article(struct follow *follow, const struct reader_harvest *harvest)
{
	struct pipeline *pipeline = follow->pipeline;
	const struct poll_source *source = pipeline_source(pipeline, follow->job.source);
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct commit commit;
	struct follow_commit work = { .follow = follow, .harvest = harvest, .commit = &commit };
	struct err err;

	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	commit.engine = harvest->engine;
	commit.agencies = &pipeline->parts.config->agencies;
	commit.threshold = pipeline->parts.config->options.accept_threshold;
	work.source = commit_source_of(follow, source);
	if (pipeline_write(pipeline, write_article, &work, &err) == 0) {
		pipeline_committed(pipeline, &commit);
		if (follow->outcome == STORE_FOLLOW_DONE)
			tally_follow(pipeline, NULL);
		look_at_source(follow);
		log_event(LOG_INFO, "follow", "article read", LOG_STR("source", follow->job.source),
		          LOG_STR("url", follow->job.address),
		          LOG_INT("claims", (int64_t)commit.new_claims),
		          LOG_INT("copies", (int64_t)commit.copies));
		follow_end(follow);
		follow_wake(pipeline);
	} else {
		pipeline_record_failed(pipeline, follow->job.source, &err);
		put_off(follow, follow->job.tries, OWN_FAULT_RETRY_S, err.text);
	}
	commit_done(&commit);
	arena_free(arena);
}

/*
 * A reader may be killed by more than the page that it had, so the page is
 * tried again; one that kills each of them comes to the end of its tries.
 */
static void on_harvest(const struct reader_harvest *harvest, void *arg)
{
	struct follow *follow = arg;
	const char *name = reader_failure_name(harvest->failure);

	pipeline_balance(follow->pipeline);
	if (end_if_lost(follow))
		return;
	if (harvest->failure == READER_OK) {
		commit_article(follow, harvest);
	} else if (harvest->failure == READER_CRASH && follow->job.tries < FOLLOW_TRIES) {
		tally_follow(follow->pipeline, name);
		put_off(follow, follow->job.tries + 1, CRASH_RETRY_S, name);
	} else if (follow->outcome == STORE_FOLLOW_DONE &&
	           harvest->failure == READER_CHALLENGE_PAGE) {
		try_again(follow, 0, name);
	} else if (follow->outcome == STORE_FOLLOW_DONE) {
		give_up(follow, name);
	} else {
		/* Its own text kills the reader: nothing is left to try. */
		const struct reader_harvest nothing = { .engine = "" };

		commit_article(follow, &nothing);
	}
}

/* --- the page */

/* Whether another try could fare better. */
static bool is_passing(enum fetch_outcome outcome)
{
	switch (outcome) {
	case FETCH_DNS:
	case FETCH_CONNECT:
	case FETCH_PROXY:
	case FETCH_TIMEOUT:
	case FETCH_SLOW:
	case FETCH_RESET:
	case FETCH_CUT_SHORT:
	case FETCH_CROWDED:
	case FETCH_PAUSED:
	case FETCH_HTTP_429:
	case FETCH_HTTP_5XX:
	case FETCH_LOCAL:
	/* guards let a visitor pass later whom they have just refused */
	case FETCH_CHALLENGE:
	case FETCH_HTTP_403:
		return true;
	case FETCH_OK:
	case FETCH_NOT_MODIFIED:
	case FETCH_BAD_ADDRESS:
	case FETCH_PRIVATE_ADDRESS:
	case FETCH_TLS:
	case FETCH_PROTOCOL:
	case FETCH_ENCODING:
	case FETCH_TOO_BIG:
	case FETCH_REDIRECTS:
	case FETCH_HTTP_401:
	case FETCH_HTTP_404:
	case FETCH_HTTP_410:
	case FETCH_HTTP_4XX:
	case FETCH_HTTP_OTHER:
		return false;
	}
	return false;
}

static void on_page(const struct fetch_reply *reply, void *arg)
{
	struct follow *follow = arg;
	const char *name = fetch_outcome_name(reply->outcome);

	follow->fetch = NULL;
	if (reply->outcome == FETCH_OK)
		(void)read_article(follow, READER_PAGE, reply->body, reply->len, reply);
	else if (reply->outcome == FETCH_PAUSED || reply->outcome == FETCH_LOCAL)
		put_off(follow, follow->job.tries,
		        reply->retry_after_s > 0 ? reply->retry_after_s : OWN_FAULT_RETRY_S, name);
	else if (is_passing(reply->outcome))
		try_again(follow, 0, name);
	else
		give_up(follow, name);
}

static void start_page(struct follow *follow);

static void on_robots(void *arg)
{
	start_page(arg);
}

/* The page is fetched if its site lets robots have it. */
static void start_page(struct follow *follow)
{
	struct pipeline *pipeline = follow->pipeline;
	const struct poll_source *source = pipeline_source(pipeline, follow->job.source);
	struct fetch_request request;
	int64_t wait_s = 0;

	if (!source) {
		put_off(follow, follow->job.tries, UNKNOWN_SOURCE_RETRY_S,
		        "its source is not configured");
		return;
	}
	request = pipeline_request(source, follow->job.address);
	request.accept = "text/html, application/xhtml+xml, */*;q=0.5";
	request.max_bytes = (size_t)pipeline->parts.config->options.page_max_bytes;
	switch (robots_ask(pipeline, &request, on_robots, follow, &wait_s)) {
	case ROBOTS_ALLOWED:
		follow->fetch = fetch_start(pipeline->parts.fetch, &request, on_page, follow);
		break;
	case ROBOTS_FORBIDDEN:
		give_up(follow, "robots.txt forbids it");
		break;
	case ROBOTS_UNKNOWN:
		try_again(follow, wait_s, "robots.txt cannot be had");
		break;
	case ROBOTS_LATER:
		put_off(follow, follow->job.tries, OWN_FAULT_RETRY_S,
		        "robots.txt cannot be had yet");
		break;
	case ROBOTS_ASKED:
		break;
	}
}

/* --- what is due */

static int load_own_text(struct follow *follow, struct err *err)
{
	struct store_article *article;

	follow->own_text = "";
	if (store_find_article(follow->pipeline->parts.store, follow->job.article_id, 0,
	                       follow->arena, &article, err) < 0)
		return -1;
	if (article)
		follow->own_text = article->article.text;
	return 0;
}

static void start_follow(struct pipeline *pipeline, const struct store_follow_job *job,
                         struct arena *arena)
{
	struct follow *follow = mem_alloc(sizeof(*follow));
	struct err err;

	*follow = (struct follow){ .pipeline = pipeline,
		                   .arena = arena,
		                   .job = *job,
		                   .lost_transactions = pipeline->lost_transactions,
		                   .outcome = STORE_FOLLOW_DONE,
		                   .why = "",
		                   .next = pipeline->follows };
	pipeline->follows = follow;
	pipeline->following++;
	if (load_own_text(follow, &err) < 0)
		put_off(follow, job->tries, OWN_FAULT_RETRY_S, err.text);
	else
		start_page(follow);
}

/* The strings of a job live in the arena of the whole list: each follow gets its own. */
static struct store_follow_job copy_job(const struct store_follow_job *job, struct arena *arena)
{
	struct store_follow_job copy = *job;

	copy.source = arena_strdup(arena, job->source);
	copy.guid = arena_strdup(arena, job->guid);
	copy.address = arena_strdup(arena, job->address);
	copy.title = arena_strdup(arena, job->title);
	copy.author = arena_strdup(arena, job->author);
	return copy;
}

static void start_due(struct pipeline *pipeline, const struct store_follow_job *list, size_t count)
{
	for (size_t i = 0; i < count && pipeline->following < FOLLOWS_AT_ONCE; i++) {
		struct store_follow_job job;
		struct arena *arena;

		if (is_under_way(pipeline, list[i].article_id))
			continue;
		arena = arena_new(4 * LIMIT_ITEM_TEXT_BYTES);
		job = copy_job(&list[i], arena);
		start_follow(pipeline, &job, arena);
	}
}

static void arm(struct pipeline *pipeline)
{
	int64_t next_s, wait_s;
	struct err err;

	if (pipeline->following >= FOLLOWS_AT_ONCE)
		return;
	if (store_next_follow(pipeline->parts.store, &next_s, &err) < 0 || next_s == 0)
		return;
	wait_s = next_s - clock_now_s();
	/* What is overdue is under way: its end looks again. */
	if (wait_s > 0)
		event_timer_start(pipeline->follow_timer, wait_s * 1000);
}

static void on_due(void *arg)
{
	struct pipeline *pipeline = arg;
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct store_follow_job *list;
	struct err err;
	size_t count;

	pipeline->is_follow_awake = false;
	if (store_due_follows(pipeline->parts.store, clock_now_s(),
	                      pipeline->following + FOLLOWS_AT_ONCE, arena, &list, &count,
	                      &err) < 0)
		pipeline_record_failed(pipeline, "articles to follow", &err);
	else
		start_due(pipeline, list, count);
	fetch_pool_push(pipeline->parts.fetch);
	arena_free(arena);
	arm(pipeline);
	pipeline_check_idle(pipeline);
}

void follow_init(struct pipeline *pipeline)
{
	pipeline->follow_timer = event_timer_new(pipeline->parts.loop, on_due, pipeline);
}

void follow_wake(struct pipeline *pipeline)
{
	pipeline->is_follow_awake = true;
	event_timer_start(pipeline->follow_timer, 0);
}

void follow_done(struct pipeline *pipeline)
{
	while (pipeline->follows) {
		struct follow *follow = pipeline->follows;

		pipeline->follows = follow->next;
		follow_free(follow);
	}
	event_timer_free(pipeline->follow_timer);
}
