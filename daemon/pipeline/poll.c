#include "poll.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

/*
 * A timer runs on the monotonic clock, the schedule on the wall clock; they
 * are compared anew at least this often, so that a clock that is set does no
 * more harm than that.
 */
#define LONGEST_TIMER_S 600

static void on_reply(const struct fetch_reply *reply, void *arg);

static void on_due(void *arg)
{
	struct poll_source *source = arg;

	if (schedule_is_due(&source->state, clock_now_s()))
		poll_start(source);
	else
		poll_arm(source);
}

struct poll_source *poll_source_new(struct pipeline *pipeline, const struct source *source)
{
	struct poll_source *added = mem_alloc(sizeof(*added));

	added->pipeline = pipeline;
	added->key = mem_strdup(source->key);
	added->source = source;
	added->timer = event_timer_new(pipeline->parts.loop, on_due, added);
	return added;
}

void poll_free(struct poll *poll)
{
	if (!poll)
		return;
	if (poll->fetch)
		fetch_cancel(poll->fetch);
	free((char *)poll->validators.etag);
	free((char *)poll->validators.last_modified);
	free((char *)poll->validators.body_hash);
	free(poll->address);
	free(poll);
}

/* A poll whose answer the reader still owes cannot be taken back: it becomes an orphan. */
static void poll_give_up(struct poll *poll)
{
	struct pipeline *pipeline = poll->pipeline;

	pipeline->polling--;
	if (poll->fetch) {
		poll_free(poll);
		return;
	}
	poll->source = NULL;
	poll->next = pipeline->orphans;
	pipeline->orphans = poll;
}

void poll_free_orphan(struct poll *poll)
{
	struct poll **at = &poll->pipeline->orphans;

	while (*at != poll)
		at = &(*at)->next;
	*at = poll->next;
	poll_free(poll);
}

void poll_free_orphans(struct pipeline *pipeline)
{
	while (pipeline->orphans)
		poll_free_orphan(pipeline->orphans);
}

void poll_source_free(struct poll_source *source)
{
	if (!source)
		return;
	if (source->poll)
		poll_give_up(source->poll);
	event_timer_free(source->timer);
	free(source->failure);
	free(source->why);
	free(source->key);
	free(source);
}

void poll_arm(struct poll_source *source)
{
	int64_t wait_s = source->state.next_s - clock_now_s();

	if (source->poll)
		return;
	if (wait_s > LONGEST_TIMER_S)
		wait_s = LONGEST_TIMER_S;
	event_timer_start(source->timer, wait_s * 1000);
}

const struct config_options *poll_options(const struct poll *poll)
{
	return &poll->pipeline->parts.config->options;
}

static void start_transfer(struct poll *poll, const struct store_validators *validators)
{
	struct poll_source *source = poll->source;
	struct pipeline *pipeline = source->pipeline;
	const struct config_options *options = poll_options(poll);
	bool is_full = schedule_is_full_due(validators->full_s, poll->began_s);
	const struct fetch_request request = {
		.url = poll->address,
		.etag = is_full || !validators->etag[0] ? NULL : validators->etag,
		.last_modified =
			is_full || !validators->last_modified[0] ? NULL : validators->last_modified,
		.user_agent = source->source->user_agent,
		.max_bytes = (size_t)options->feed_max_bytes,
		.allow_private = source->source->allow_private || options->allow_private,
	};

	poll->fetch = fetch_start(pipeline->parts.fetch, &request, on_reply, poll);
}

void poll_start(struct poll_source *source)
{
	struct pipeline *pipeline = source->pipeline;
	const struct source *config = source->source;
	struct store_validators validators;
	struct arena *arena;
	struct poll *poll;
	struct err err;
	size_t address;

	if (source->poll)
		return;
	event_timer_cancel(source->timer);
	address = (size_t)source->state.address % config->address_count;
	arena = arena_new(LIMIT_HEADER_BYTES * 2);
	if (store_load_validators(pipeline->parts.store, source->id, config->addresses[address],
	                          arena, &validators, &err) < 0) {
		pipeline_record_failed(pipeline, "validators could not be read", &err);
		validators = (struct store_validators){ "", "", "", 0 };
	}
	poll = mem_alloc(sizeof(*poll));
	poll->pipeline = pipeline;
	poll->source = source;
	poll->address = mem_strdup(config->addresses[address]);
	poll->began_s = clock_now_s();
	source->poll = poll;
	pipeline->polling++;
	start_transfer(poll, &validators);
	arena_free(arena);
}

static int start_reading(struct poll *poll, const struct fetch_reply *reply, struct err *err)
{
	struct pipeline *pipeline = poll->pipeline;
	const struct source *config = poll->source->source;
	const struct config_options *options = poll_options(poll);
	struct arena *arena = arena_new(4 * STORE_KNOWN_ITEMS * sizeof(uint64_t));
	struct reader_job job = {
		.kind = reader_kind_of(config->kind),
		.source = config->key,
		.language = config->language ? config->language : "",
		.timezone = config->timezone ? config->timezone : options->timezone,
		.content_type = reply->content_type,
		.base_url = reply->effective_url,
		.bytes = reply->body,
		.length = reply->len,
		.now_s = clock_now_s(),
		.threshold = options->accept_threshold,
		.may_follow = config->follow && options->follow,
		.on_subject = config->on_subject,
		.selectors = config->selectors,
		.text = "",
		.guid = "",
		.address = "",
		.title = "",
		.author = "",
	};
	uint64_t *known;
	int done = store_known_items(pipeline->parts.store, poll->source->id, arena, &known,
	                             &job.known_count, err);

	if (done == 0) {
		job.known = known;
		done = reader_client_start(pipeline->parts.reader, &job, poll_on_harvest, poll,
		                           err);
		pipeline_balance(pipeline);
	}
	arena_free(arena);
	return done;
}

static void keep_validators(struct poll *poll, const struct fetch_reply *reply)
{
	poll->validators = (struct store_validators){
		.etag = mem_strdup(reply->etag),
		.last_modified = mem_strdup(reply->last_modified),
		.body_hash = mem_strdup(reply->hash),
		.full_s = clock_now_s(),
	};
}

static int write_validators(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct poll *poll = arg;

	return store_save_validators(pipeline->parts.store, poll->source->id, poll->address,
	                             &poll->validators, err);
}

/* Whether the body is the one that was read last: then it costs no parse. */
static bool is_same_body(const struct poll *poll)
{
	struct arena *arena = arena_new(2 * LIMIT_HEADER_BYTES);
	struct store_validators before;
	bool is_same = store_load_validators(poll->pipeline->parts.store, poll->source->id,
	                                     poll->address, arena, &before, NULL) == 0 &&
	               before.body_hash[0] &&
	               strcmp(before.body_hash, poll->validators.body_hash) == 0;

	arena_free(arena);
	return is_same;
}

static void take_body(struct poll *poll, const struct fetch_reply *reply)
{
	struct err err;

	keep_validators(poll, reply);
	if (is_same_body(poll)) {
		if (pipeline_write_soon(poll->pipeline, write_validators, poll, &err) < 0)
			pipeline_record_failed(poll->pipeline, poll->source->key, &err);
		poll_unchanged(poll);
	} else if (start_reading(poll, reply, &err) < 0) {
		if (err.kind == ERR_LIMIT)
			poll_failed(poll, reader_failure_name(READER_TOO_LARGE), err.text,
			            SCHEDULE_HEAVY, 0);
		else
			poll_put_off(poll, "reader-busy", err.text, OWN_FAULT_RETRY_S);
	}
}

static enum schedule_weight weight_of_reply(const struct fetch_reply *reply)
{
	switch (reply->outcome) {
	case FETCH_BAD_ADDRESS:
	case FETCH_PRIVATE_ADDRESS:
	case FETCH_DNS:
	case FETCH_TLS:
	case FETCH_PROTOCOL:
	case FETCH_ENCODING:
	case FETCH_TOO_BIG:
	case FETCH_REDIRECTS:
		return SCHEDULE_HEAVY;
	case FETCH_HTTP_401:
	case FETCH_HTTP_403:
	case FETCH_HTTP_404:
	case FETCH_HTTP_410:
	case FETCH_HTTP_429:
	case FETCH_HTTP_4XX:
	case FETCH_HTTP_5XX:
	case FETCH_HTTP_OTHER:
		return schedule_weight_of_status((int)reply->status);
	case FETCH_OK:
	case FETCH_NOT_MODIFIED:
	case FETCH_CONNECT:
	case FETCH_PROXY:
	case FETCH_TIMEOUT:
	case FETCH_SLOW:
	case FETCH_RESET:
	case FETCH_CROWDED:
	case FETCH_PAUSED:
	case FETCH_LOCAL:
		return SCHEDULE_LIGHT;
	}
	return SCHEDULE_LIGHT;
}

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	struct poll *poll = arg;
	const char *name = fetch_outcome_name(reply->outcome);

	poll->fetch = NULL;
	poll->max_age_s = reply->max_age_s;
	if (reply->outcome == FETCH_OK)
		take_body(poll, reply);
	else if (reply->outcome == FETCH_NOT_MODIFIED)
		poll_unchanged(poll);
	else if (reply->outcome == FETCH_PAUSED)
		poll_put_off(poll, name, reply->detail,
		             reply->retry_after_s > 0 ? reply->retry_after_s : OWN_FAULT_RETRY_S);
	else if (reply->outcome == FETCH_LOCAL)
		poll_put_off(poll, name, reply->detail, OWN_FAULT_RETRY_S);
	else
		poll_failed(poll, name, reply->detail, weight_of_reply(reply),
		            reply->retry_after_s);
}
