/*
 * The pipeline in a world of its own: clock, loop, network and reader process
 * are replaced at link time, so that a year of polling takes a second. The
 * record, the schedule, the rules of change and the reader's work are real.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "config/config.h"
#include "event/loop.h"
#include "fetch/fetch.h"
#include "pipeline/pipeline.h"
#include "reader/client.h"
#include "reader/run.h"
#include "store/changes.h"
#include "store/figures.h"
#include "store/store.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define START INT64_C(1672531200) /* 2023-01-01 */

/* --- clock and loop */

static int64_t now_ms;

int64_t clock_now_s(void)
{
	return now_ms / 1000;
}

int64_t clock_now_ms(void)
{
	return now_ms;
}

int64_t clock_monotonic_ms(void)
{
	return now_ms;
}

struct event_timer {
	struct event_timer *next;
	struct event_loop *loop;
	event_fn *fn;
	void *arg;
	int64_t at_ms;
	bool is_running;
};

struct event_loop {
	struct event_timer *timers;
	int64_t end_ms;
	bool is_stopped;
};

int64_t event_now_ms(const struct event_loop *loop)
{
	(void)loop;
	return now_ms;
}

int64_t event_loop_longest_turn_ms(const struct event_loop *loop)
{
	(void)loop;
	return 0;
}

void event_loop_stop(struct event_loop *loop)
{
	loop->is_stopped = true;
}

struct event_timer *event_timer_new(struct event_loop *loop, event_fn *fn, void *arg)
{
	struct event_timer *timer = mem_alloc(sizeof(*timer));

	*timer = (struct event_timer){ .next = loop->timers, .loop = loop, .fn = fn, .arg = arg };
	loop->timers = timer;
	return timer;
}

void event_timer_start(struct event_timer *timer, int64_t after_ms)
{
	timer->at_ms = now_ms + (after_ms > 0 ? after_ms : 0);
	timer->is_running = true;
}

void event_timer_cancel(struct event_timer *timer)
{
	timer->is_running = false;
}

void event_timer_free(struct event_timer *timer)
{
	struct event_timer **at;

	if (!timer)
		return;
	at = &timer->loop->timers;
	while (*at != timer)
		at = &(*at)->next;
	*at = timer->next;
	free(timer);
}

static struct event_timer *first_due(struct event_loop *loop)
{
	struct event_timer *first = NULL;

	for (struct event_timer *t = loop->timers; t; t = t->next)
		if (t->is_running && (!first || t->at_ms < first->at_ms))
			first = t;
	return first;
}

int event_loop_run(struct event_loop *loop, struct err *err)
{
	struct event_timer *timer;

	(void)err;
	loop->is_stopped = false;
	while (!loop->is_stopped && (timer = first_due(loop)) && timer->at_ms <= loop->end_ms) {
		timer->is_running = false;
		now_ms = timer->at_ms;
		timer->fn(timer->arg);
	}
	if (!loop->is_stopped)
		now_ms = loop->end_ms;
	return 0;
}

/* --- the network: sites that publish items at known times */

#define ITEMS_MAX 16

struct item {
	int64_t published_s;
	const char *text;
};

struct site {
	const char *url;
	struct item items[ITEMS_MAX];
	int64_t down_from_s;
	int64_t down_to_s;
	/* what it was asked */
	int requests;
	int conditional;
	int not_modified;
};

struct world {
	struct event_loop loop;
	struct site *sites;
	size_t site_count;
	struct config *config;
	struct source *sources;
	char folder[64];
	char path[96];
	struct store *store;
	struct pipeline *pipeline;
};

static struct world *world;

struct fetch_job {
	struct site *site;
	char *etag;
	struct event_timer *timer;
	fetch_done_fn *done;
	void *arg;
};

static struct site *site_of(const char *url)
{
	for (size_t i = 0; i < world->site_count; i++)
		if (strcmp(world->sites[i].url, url) == 0)
			return &world->sites[i];
	return NULL;
}

static void job_free(struct fetch_job *job)
{
	event_timer_free(job->timer);
	free(job->etag);
	free(job);
}

static int write_feed(const struct site *site, struct buf *out, char etag[32])
{
	int count = 0;

	if (buf_puts(out, "<rss version=\"2.0\"><channel><title>News</title>") < 0)
		return -1;
	for (size_t i = 0; i < ITEMS_MAX && site->items[i].text; i++) {
		char stamp[DATE_STAMP_SIZE];

		if (site->items[i].published_s > clock_now_s())
			continue;
		count++;
		date_stamp_format(site->items[i].published_s, stamp);
		if (buf_printf(out,
		               "<item><guid>%s-%zu</guid><title>Union State</title>"
		               "<pubDate>%s</pubDate><description>%s</description></item>",
		               site->url, i, stamp, site->items[i].text) < 0)
			return -1;
	}
	snprintf(etag, 32, "\"%d\"", count);
	return buf_puts(out, "<item><guid>old</guid><title>Snow</title></item></channel></rss>");
}

static void on_answer(void *arg)
{
	struct fetch_job *job = arg;
	struct site *site = job->site;
	bool is_down = site->down_from_s <= clock_now_s() && clock_now_s() < site->down_to_s;
	char etag[32];
	struct buf body;
	struct fetch_reply reply = {
		.outcome = is_down ? FETCH_HTTP_5XX : FETCH_OK,
		.status = is_down ? 503 : 200,
		.detail = is_down ? "status 503" : "",
		.content_type = "application/rss+xml",
		.charset = "",
		.last_modified = "",
		.effective_url = site->url,
		.permanent_url = "",
		.retry_after_s = -1,
		.max_age_s = -1,
	};

	buf_init(&body, MIB);
	assert_int_equal(write_feed(site, &body, etag), 0);
	site->requests++;
	site->conditional += job->etag != NULL;
	reply.etag = etag;
	reply.body = body.data;
	reply.len = body.len;
	hash_sha256_hex(body.data, body.len, reply.hash);
	if (!is_down && job->etag && strcmp(job->etag, etag) == 0) {
		reply.outcome = FETCH_NOT_MODIFIED;
		site->not_modified++;
	}
	job->done(&reply, job->arg);
	buf_done(&body);
	job_free(job);
}

struct fetch_job *fetch_start(struct fetch_pool *pool, const struct fetch_request *request,
                              fetch_done_fn *done, void *arg)
{
	struct fetch_job *job = mem_alloc(sizeof(*job));

	(void)pool;
	job->site = site_of(request->url);
	assert_non_null(job->site);
	job->etag = mem_strdup(request->etag);
	job->done = done;
	job->arg = arg;
	job->timer = event_timer_new(&world->loop, on_answer, job);
	event_timer_start(job->timer, 200);
	return job;
}

void fetch_cancel(struct fetch_job *job)
{
	job_free(job);
}

void fetch_pool_hold(struct fetch_pool *pool, bool is_held)
{
	(void)pool;
	(void)is_held;
}

struct fetch_stats fetch_pool_stats(const struct fetch_pool *pool)
{
	(void)pool;
	return (struct fetch_stats){ 0 };
}

/* --- the reader: its work, without its process */

struct reading {
	struct reading *next;
	struct arena *arena;
	struct reader_harvest harvest;
	struct event_timer *timer;
	reader_done_fn *done;
	void *arg;
};

static struct reading *readings;

static void reading_free(struct reading *reading)
{
	struct reading **at = &readings;

	while (*at != reading)
		at = &(*at)->next;
	*at = reading->next;
	event_timer_free(reading->timer);
	arena_free(reading->arena);
	free(reading);
}

static void on_read(void *arg)
{
	struct reading *reading = arg;

	reading->done(&reading->harvest, reading->arg);
	reading_free(reading);
}

int reader_client_start(struct reader_client *client, const struct reader_job *job,
                        reader_done_fn *done, void *arg, struct err *err)
{
	struct reading *reading = mem_alloc(sizeof(*reading));

	(void)client;
	*reading = (struct reading){ .next = readings, .done = done, .arg = arg };
	reading->arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	reading->timer = event_timer_new(&world->loop, on_read, reading);
	readings = reading;
	if (reader_run(world->config->lexicon, job, reading->arena, &reading->harvest, err) < 0)
		fail_msg("%s", err->text);
	/* The harvest may point into the job's bytes no more once this returns. */
	event_timer_start(reading->timer, 5);
	return 0;
}

struct reader_stats reader_client_stats(const struct reader_client *client)
{
	(void)client;
	return (struct reader_stats){ 0 };
}

/* --- the world's life */

static void no_line(int level, const char *line, void *arg)
{
	(void)level;
	(void)line;
	(void)arg;
}

static void begin_run(void)
{
	const struct pipeline_parts parts = { .loop = &world->loop,
		                              .store = world->store,
		                              .config = world->config };
	struct err err;

	if (pipeline_new(&parts, &world->pipeline, &err) < 0)
		fail_msg("%s", err.text);
	pipeline_start(world->pipeline, PIPELINE_START_SPREAD);
}

/* What the reader had is lost, as with its process. */
static void end_run(void)
{
	pipeline_free(world->pipeline);
	world->pipeline = NULL;
	while (readings)
		reading_free(readings);
}

static void run_until(int64_t end_s)
{
	struct err err;

	world->loop.end_ms = end_s * 1000;
	assert_int_equal(event_loop_run(&world->loop, &err), 0);
}

static struct source source_of(const struct site *site, const char *key, const char **address)
{
	*address = site->url;
	return (struct source){
		.key = key,
		.name = key,
		.addresses = address,
		.address_count = 1,
		.language = "en",
		.timezone = "Europe/Minsk",
		.outlet = SOURCE_OUTLET_AGENCY,
		.trust = SOURCE_TRUST_AGENCY,
		.interval_min_s = 15 * 60,
		.interval_max_s = 6 * HOUR,
	};
}

static const char *const keys[] = { "a", "b", "c" }; /* sources are in the order of their keys */
static const char *addresses[COUNT(keys)];

static void make_world(struct site *sites, size_t count)
{
	struct arena *arena = arena_new(MIB);
	struct tree_mistakes mistakes = { .arena = arena };
	struct err err;

	assert_true(count <= COUNT(keys));
	world = mem_alloc(sizeof(*world));
	now_ms = START * 1000;
	log_set_hook(no_line, NULL);
	world->config = config_load_language("config/integrad.yaml", &mistakes);
	assert_non_null(world->config);
	arena_free(arena);
	world->sites = sites;
	world->site_count = count;
	world->sources = mem_array(count, sizeof(*world->sources));
	for (size_t i = 0; i < count; i++)
		world->sources[i] = source_of(&sites[i], keys[i], &addresses[i]);
	world->config->sources = world->sources;
	world->config->source_count = count;
	/* In memory where there is such a place: a year has thousands of commits. */
	snprintf(world->folder, sizeof(world->folder), "%s/integrad-test-XXXXXX",
	         access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->path, sizeof(world->path), "%s/integrad.db", world->folder);
	if (store_open(world->path, STORE_READ_WRITE, &world->store, &err) < 0)
		fail_msg("%s", err.text);
	begin_run();
}

static void end_world(void)
{
	char command[128];

	end_run();
	store_close(world->store);
	assert_null(world->loop.timers);
	config_free(world->config);
	free(world->sources);
	snprintf(command, sizeof(command), "rm -r '%s'", world->folder);
	assert_int_equal(system(command), 0);
	free(world);
	log_set_hook(NULL, NULL);
}

/* "rise backfill ": what claims entered into the ledger, in the order of recording. */
static void ledger(char *out, size_t size)
{
	const struct store_change_filter filter = { .limit = 0 };
	struct arena *arena = arena_new(16 * MIB);
	struct store_change *list;
	size_t count;
	struct err err;

	out[0] = '\0';
	assert_int_equal(store_list_changes(world->store, &filter, arena, &list, &count, &err), 0);
	for (size_t i = 0; i < count; i++) {
		size_t used = strlen(out);

		if (!list[i].claim_id)
			continue;
		snprintf(out + used, size - used, "%s ", change_kind_name(list[i].kind));
	}
	arena_free(arena);
}

#define FIGURE(n) n "% of the activities of the 28 union programmes have been carried out."

/* A year with a new figure every second month, on one site, and a copy on another. */
static struct site busy = {
	.url = "https://a.example.org/rss",
	.items = { { START - 90 * DAY, FIGURE("40") },
	           { START + 30 * DAY, FIGURE("50") },
	           { START + 90 * DAY, FIGURE("60") },
	           { START + 150 * DAY, FIGURE("70") },
	           { START + 210 * DAY, FIGURE("80") },
	           { START + 270 * DAY, FIGURE("90") },
	           { START + 330 * DAY, FIGURE("100") } },
};

static void a_year_gives_each_figure_once_and_asks_politely(void **state)
{
	struct site sites[] = { busy };
	char log[256];

	(void)state;
	make_world(sites, COUNT(sites));
	run_until(START + 365 * DAY);
	ledger(log, sizeof(log));
	assert_string_equal(log, "backfill stale rise rise rise rise rise complete ");
	/* Every 6 hours where nothing comes, and never more often than every 15 minutes. */
	assert_in_range(sites[0].requests, 365 * 3, 365 * 6);
	assert_true(sites[0].not_modified > sites[0].requests * 6 / 10);
	/* One whole reply a day, for servers that say 304 for ever. */
	assert_in_range(sites[0].requests - sites[0].conditional, 300, 420);
	end_world();
}

static void restarts_at_any_time_change_nothing_in_the_ledger(void **state)
{
	struct site sites[] = { busy };
	uint32_t random = 1;
	char log[256];

	(void)state;
	make_world(sites, COUNT(sites));
	for (int64_t at_s = START; at_s < START + 365 * DAY;) {
		random = random * 1664525u + 1013904223u;
		at_s += random % (3 * DAY);
		run_until(at_s);
		/* In the middle of a transfer, of reading, or of nothing. */
		now_ms += random % 7;
		end_run();
		begin_run();
	}
	run_until(START + 366 * DAY);
	ledger(log, sizeof(log));
	assert_string_equal(log, "backfill stale rise rise rise rise rise complete ");
	end_world();
}

static int count_words(const char *text, const char *word)
{
	int count = 0;

	while ((text = strstr(text, word))) {
		text += strlen(word);
		count++;
	}
	return count;
}

static void three_sources_with_the_same_news_tell_it_once(void **state)
{
	struct site sites[] = { busy, busy, busy };
	char log[256];

	(void)state;
	sites[1].url = "https://b.example.org/rss";
	sites[2].url = "https://c.example.org/rss";
	make_world(sites, COUNT(sites));
	run_until(START + 365 * DAY);
	ledger(log, sizeof(log));
	assert_null(strstr(log, "first"));
	assert_null(strstr(log, "conflict"));
	assert_non_null(strstr(log, "complete"));
	assert_int_equal(count_words(log, "rise "), 5);
	end_world();
}

static void a_site_that_is_down_for_a_month_is_asked_rarely_and_found_again(void **state)
{
	struct site sites[] = { busy };
	char log[256];
	int before;

	(void)state;
	sites[0].down_from_s = START + 80 * DAY;
	sites[0].down_to_s = START + 110 * DAY;
	make_world(sites, COUNT(sites));
	run_until(START + 80 * DAY);
	before = sites[0].requests;
	run_until(START + 110 * DAY);
	assert_in_range(sites[0].requests - before, 28, 60);
	run_until(START + 112 * DAY);
	ledger(log, sizeof(log));
	assert_string_equal(log, "backfill stale rise rise ");
	end_world();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_gives_each_figure_once_and_asks_politely),
		cmocka_unit_test(restarts_at_any_time_change_nothing_in_the_ledger),
		cmocka_unit_test(three_sources_with_the_same_news_tell_it_once),
		cmocka_unit_test(a_site_that_is_down_for_a_month_is_asked_rarely_and_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
