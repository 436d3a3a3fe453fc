#include "pipeline/pipeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "news.h"
#include "outbox.h"
#include "parts.h"
#include "pauses.h"
#include "quiet.h"
#include "report.h"
#include "robots.h"
#include "schedule/schedule.h"
#include "tally.h"

/* What the record says of its sources, at start and at each reload. */
#define SOURCES_ARENA_BYTES (64u * 1024 * 1024)

void pipeline_record_failed(struct pipeline *pipeline, const char *what, const struct err *err)
{
	log_event(quiet_may_tell_record(pipeline, err->text) ? LOG_ERR : LOG_DEBUG, "record",
	          err->text, LOG_STR("for", what), LOG_STR("kind", err_kind_name(err->kind)));
	tally_not_written(pipeline, err->text);
	if (err->kind == ERR_BROKEN && pipeline->parts.on_broken)
		pipeline->parts.on_broken(pipeline->parts.arg);
}

void pipeline_committed(struct pipeline *pipeline, const struct commit *commit)
{
	pipeline->changes += commit->entry_count;
	tally_commit(pipeline, commit);
	report_changes(commit);
	due_touch(pipeline, commit);
	if (commit->new_claims > 0)
		visit_wake(pipeline);
}

void pipeline_check_idle(struct pipeline *pipeline)
{
	void (*fn)(void *) = pipeline->on_idle;

	if (!fn || !pipeline->is_started || pipeline->to_poll > 0 || pipeline->polling > 0 ||
	    pipeline->following > 0 || pipeline->is_follow_awake || !text_is_idle(pipeline) ||
	    !due_is_idle(pipeline) || !outbox_is_idle(pipeline))
		return;
	pipeline->on_idle = NULL;
	fn(pipeline->idle_arg);
}

/*
 * The network is faster than the reader. While it has enough to do, no more is
 * fetched: replies that wait would only fill our memory.
 */
#define BACKLOG_JOBS 64
#define BACKLOG_BYTES (4 * MIB)

void pipeline_balance(struct pipeline *pipeline)
{
	const struct reader_stats reader = reader_client_stats(pipeline->parts.reader);

	if (reader.queued > BACKLOG_JOBS || reader.queued_bytes > BACKLOG_BYTES)
		fetch_pool_hold(pipeline->parts.fetch, true);
	else if (reader.queued <= BACKLOG_JOBS / 2 && reader.queued_bytes <= BACKLOG_BYTES / 2)
		fetch_pool_hold(pipeline->parts.fetch, false);
}

struct commit_source pipeline_commit_source(const struct poll_source *source)
{
	return (struct commit_source){
		.id = source->id,
		.key = source->key,
		.outlet = source->source->name,
		.trust = source->source->trust,
		.first_poll_s = source->state.first_poll_s,
		.first_reply_s = source->state.first_reply_s,
	};
}

static int compare_key(const void *key, const void *element)
{
	return strcmp(key, (*(struct poll_source *const *)element)->key);
}

static struct poll_source *find(struct poll_source **list, size_t count, const char *key)
{
	struct poll_source **found = count ? bsearch(key, list, count, sizeof(*list), compare_key)
	                                   : NULL;

	return found ? *found : NULL;
}

struct poll_source *pipeline_source(const struct pipeline *pipeline, const char *key)
{
	return find(pipeline->sources, pipeline->source_count, key);
}

/* --- addresses */

static int compare_address(const void *a, const void *b)
{
	const struct poll_address *x = a, *y = b;
	int order = strcmp(x->address, y->address);

	return order ? order : strcmp(x->source->key, y->source->key);
}

const struct poll_address *pipeline_address(const struct pipeline *pipeline, const char *address,
                                            size_t *ret_count)
{
	const struct poll_address *list = pipeline->addresses;
	size_t low = 0, high = pipeline->address_count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(list[middle].address, address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < pipeline->address_count; end++)
		if (strcmp(list[end].address, address) != 0)
			break;
	*ret_count = end - low;
	return list + low;
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static size_t count_hosts(const struct pipeline *pipeline)
{
	size_t count = pipeline->address_count, different = 0;
	uint64_t *hosts = mem_array(count, sizeof(*hosts));

	for (size_t i = 0; i < count; i++)
		hosts[i] = news_host_of(pipeline->addresses[i].address);
	if (count)
		qsort(hosts, count, sizeof(*hosts), compare_numbers);
	for (size_t i = 0; i < count; i++)
		different += i == 0 || hosts[i] != hosts[i - 1];
	free(hosts);
	return different;
}

static void list_addresses(struct pipeline *pipeline)
{
	size_t count = 0;

	for (size_t i = 0; i < pipeline->source_count; i++)
		count += pipeline->sources[i]->source->address_count;
	free(pipeline->addresses);
	pipeline->addresses = mem_array(count, sizeof(*pipeline->addresses));
	pipeline->address_count = 0;
	for (size_t i = 0; i < pipeline->source_count; i++) {
		struct poll_source *source = pipeline->sources[i];

		for (size_t k = 0; k < source->source->address_count; k++)
			pipeline->addresses[pipeline->address_count++] =
				(struct poll_address){ source->source->addresses[k], k, source };
	}
	if (count)
		qsort(pipeline->addresses, count, sizeof(*pipeline->addresses), compare_address);
	pipeline->host_count = count_hosts(pipeline);
}

/* --- the sources of a configuration */

static int compare_stored(const void *key, const void *element)
{
	return strcmp(key, ((const struct store_source *)element)->key);
}

/* What the record knows of the source, where it knows it. */
static int restore_source(struct poll_source *source, const struct store_source *list, size_t count,
                          struct err *err)
{
	const struct store_source *stored =
		count ? bsearch(source->key, list, count, sizeof(*list), compare_stored) : NULL;

	if (!stored)
		return store_source_id(source->pipeline->parts.store, source->key, &source->id,
		                       err);
	source->id = stored->id;
	source->state = stored->poll;
	if (stored->failure[0]) {
		source->failure = mem_strdup(stored->failure);
		source->why = mem_strdup(stored->failure_why);
	}
	return poll_source_look(source, err);
}

struct sources_update {
	struct poll_source **list; /* of the new configuration, in its order */
	size_t count;
	const struct store_source *stored;
	size_t stored_count;
	const struct config *config;
};

static int restore_new_sources(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct sources_update *update = arg;

	for (size_t i = 0; i < update->count; i++) {
		const struct source *config = &update->config->sources[i];

		if (pipeline_source(pipeline, config->key))
			continue;
		update->list[i] = poll_source_new(pipeline, config);
		if (restore_source(update->list[i], update->stored, update->stored_count, err) < 0)
			return -1;
	}
	return 0;
}

static void free_new_sources(struct sources_update *update)
{
	for (size_t i = 0; i < update->count; i++)
		poll_source_free(update->list[i]);
	free(update->list);
}

/* Thousands that are due at once begin in many turns of the loop, which has more to do. */
#define STARTS_PER_MS 5

static void poll_now(struct poll_source *source, size_t place)
{
	schedule_poll_now(&source->state, clock_now_s());
	if (!source->poll && !source->is_in_line)
		event_timer_start(source->timer, (int64_t)(place / STARTS_PER_MS));
}

static void start_source(struct poll_source *source, size_t place)
{
	struct pipeline *pipeline = source->pipeline;
	int64_t now_s = clock_now_s();

	if (source->state.interval_s == 0)
		source->state.interval_s = pipeline->parts.config->options.interval_start_s;
	if (pipeline->how != PIPELINE_START_SPREAD) {
		poll_now(source, place);
		return;
	}
	schedule_start(&source->state, pipeline->source_count, now_s, pipeline_random());
	poll_arm(source);
}

/* From here on nothing can fail: the new list takes the place of the old. */
static void take_over(struct pipeline *pipeline, struct sources_update *update)
{
	struct poll_source **before = pipeline->sources;
	size_t before_count = pipeline->source_count;
	const struct config *config = update->config;

	for (size_t i = 0; i < update->count; i++) {
		struct poll_source *kept = find(before, before_count, config->sources[i].key);

		if (!kept)
			continue;
		kept->source = &config->sources[i];
		update->list[i] = kept;
	}
	pipeline->sources = update->list;
	pipeline->flush_at = 0;
	pipeline->source_count = update->count;
	list_addresses(pipeline);
	for (size_t i = 0; i < update->count && pipeline->is_started; i++)
		if (!find(before, before_count, update->list[i]->key))
			start_source(update->list[i], i);
	for (size_t i = 0; i < before_count; i++)
		if (!pipeline_source(pipeline, before[i]->key))
			poll_source_free(before[i]);
	free(before);
}

int pipeline_set_config(struct pipeline *pipeline, const struct config *config, struct err *err)
{
	struct arena *arena = arena_new(SOURCES_ARENA_BYTES);
	struct sources_update update = { .count = config->source_count, .config = config };
	struct store_source *stored;
	int done = -1;

	if (store_list_sources(pipeline->parts.store, arena, &stored, &update.stored_count, err) <
	    0)
		goto out;
	update.stored = stored;
	update.list = mem_array(config->source_count, sizeof(*update.list));
	if (pipeline_write(pipeline, restore_new_sources, &update, err) < 0) {
		free_new_sources(&update);
		goto out;
	}
	if (outbox_set_config(pipeline, config, err) < 0)
		goto out;
	pipeline->parts.config = config;
	take_over(pipeline, &update);
	if (pipeline->is_started)
		outbox_reloaded(pipeline);
	done = 0;
out:
	arena_free(arena);
	return done;
}

/* --- clocks */

/*
 * Timers run on the monotonic clock, the schedule on the wall clock. The two
 * are compared this often, and where they have come apart (a clock was set, a
 * machine has slept) all timers are set anew.
 */
#define CLOCKS_EVERY_S 600
#define CLOCKS_APART_MS (30 * 1000)

static void on_clocks(void *arg)
{
	struct pipeline *pipeline = arg;
	int64_t apart_ms = clock_now_ms() - event_now_ms(pipeline->parts.loop);

	if (llabs(apart_ms - pipeline->clocks_apart_ms) > CLOCKS_APART_MS)
		for (size_t i = 0; i < pipeline->source_count && pipeline->is_started; i++)
			if (!pipeline->sources[i]->is_done)
				poll_arm(pipeline->sources[i]);
	pipeline->clocks_apart_ms = apart_ms;
	event_timer_start(pipeline->clocks, CLOCKS_EVERY_S * INT64_C(1000));
}

/* --- life */

int pipeline_new(const struct pipeline_parts *parts, struct pipeline **ret_pipeline,
                 struct err *err)
{
	struct pipeline *pipeline = mem_alloc(sizeof(*pipeline));

	pipeline->parts = *parts;
	pipeline->clocks = event_timer_new(parts->loop, on_clocks, pipeline);
	on_clocks(pipeline);
	poll_line_init(pipeline);
	write_init(pipeline);
	follow_init(pipeline);
	visit_init(pipeline);
	due_init(pipeline);
	upkeep_init(pipeline);
	rereading_init(pipeline);
	text_init(pipeline);
	heartbeat_init(pipeline);
	tally_init(pipeline);
	quiet_init(pipeline);
	if (outbox_init(pipeline, err) < 0 || news_restore(pipeline, err) < 0 ||
	    pauses_restore(pipeline, err) < 0 ||
	    pipeline_set_config(pipeline, parts->config, err) < 0) {
		pipeline_free(pipeline);
		return -1;
	}
	*ret_pipeline = pipeline;
	return 0;
}

struct fetch_request pipeline_request(const struct poll_source *source, const char *url)
{
	const struct source *config = source->source;

	return (struct fetch_request){
		.url = url,
		.user_agent = config->user_agent,
		.proxy = config->proxy,
		.ca_file = config->ca_file,
		.headers = config->headers,
		.header_count = config->header_count,
		.headers_for = config->addresses[0],
		.allow_private = source->pipeline->parts.config->options.allow_private,
		.private_for = config->addresses,
		.private_count = config->allow_private ? config->address_count : 0,
	};
}

void pipeline_free(struct pipeline *pipeline)
{
	if (!pipeline)
		return;
	event_timer_free(pipeline->clocks);
	pauses_done(pipeline);
	heartbeat_done(pipeline);
	if (pipeline->outbox)
		write_done(pipeline);
	outbox_done(pipeline);
	for (size_t i = 0; i < pipeline->source_count; i++)
		poll_source_free(pipeline->sources[i]);
	free(pipeline->sources);
	free(pipeline->addresses);
	event_timer_free(pipeline->line_timer);
	poll_free_orphans(pipeline);
	follow_done(pipeline);
	visit_done(pipeline);
	robots_done(pipeline);
	due_done(pipeline);
	upkeep_done(pipeline);
	rereading_done(pipeline);
	text_done(pipeline);
	tally_done(pipeline);
	quiet_done(pipeline);
	free(pipeline);
}

void pipeline_start(struct pipeline *pipeline, enum pipeline_start how)
{
	pipeline->how = how;
	pipeline->is_started = true;
	if (how == PIPELINE_START_ONCE)
		pipeline->to_poll = pipeline->source_count;
	for (size_t i = 0; i < pipeline->source_count; i++)
		start_source(pipeline->sources[i], i);
	follow_wake(pipeline);
	visit_wake(pipeline);
	text_wake(pipeline);
	due_start(pipeline);
	upkeep_start(pipeline);
	outbox_start(pipeline);
	heartbeat_start(pipeline);
	tally_start(pipeline);
}

void pipeline_when_idle(struct pipeline *pipeline, void (*fn)(void *arg), void *arg)
{
	pipeline->on_idle = fn;
	pipeline->idle_arg = arg;
}

size_t pipeline_poll(struct pipeline *pipeline, const char *key)
{
	struct poll_source *source;

	if (key) {
		source = pipeline_source(pipeline, key);
		if (source)
			poll_now(source, 0);
		return source ? 1 : 0;
	}
	for (size_t i = 0; i < pipeline->source_count; i++)
		poll_now(pipeline->sources[i], i);
	return pipeline->source_count;
}
