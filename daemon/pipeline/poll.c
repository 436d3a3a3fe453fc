/*
 * One poll of one source: transfer, reader, commit. Whatever happens on the
 * way ends in poll_end(), once.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "parts.h"
#include "report.h"
#include "schedule/schedule.h"

/*
 * A timer runs on the monotonic clock, the schedule on the wall clock; they
 * are compared anew at least this often, so that a clock that is set does no
 * more harm than that.
 */
#define LONGEST_TIMER_S 600

/* When the fault was ours, and the source is not to be blamed for it. */
#define OWN_FAULT_RETRY_S 30

/* States without news are written together, this long after the first of them. */
#define FLUSH_AFTER_MS 1000

struct poll {
	struct pipeline *pipeline;
	struct poll_source *source; /* NULL: gone while the reader had the poll */
	struct poll *next;          /* of the orphans */
	struct fetch_job *fetch;    /* NULL: the reader has it */
	char *address;
	int64_t began_s;
	/* of the reply, for the commit */
	struct store_validators validators; /* strings are ours */
	int64_t max_age_s;
};

static void on_reply(const struct fetch_reply *reply, void *arg);

static void on_due(void *arg)
{
	struct poll_source *source = arg;

	if (source->state.next_s <= clock_now_s())
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

static void poll_free(struct poll *poll)
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

static void poll_free_orphan(struct poll *poll)
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

static const struct config_options *options_of(const struct pipeline *pipeline)
{
	return &pipeline->parts.config->options;
}

static void start_transfer(struct poll *poll, const struct store_validators *validators)
{
	struct poll_source *source = poll->source;
	struct pipeline *pipeline = source->pipeline;
	const struct config_options *options = options_of(pipeline);
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

/* --- the end of a poll */

static struct poll_state next_state(const struct poll *poll, const struct schedule_outcome *outcome)
{
	const struct source *config = poll->source->source;
	const struct schedule_source bounds = {
		.interval_min_s = config->interval_min_s,
		.interval_max_s = config->interval_max_s,
		.address_count = (int)config->address_count,
	};
	struct poll_state state = poll->source->state;
	int64_t now_s = clock_now_s(), latest_s = now_s + options_of(poll->pipeline)->backoff_max_s;

	schedule_next_poll(&state, &bounds, outcome, poll->began_s, now_s, pipeline_random());
	if (outcome->result == SCHEDULE_FAILED && outcome->retry_after_s <= 0 &&
	    state.next_s > latest_s)
		state.next_s = latest_s;
	return state;
}

/* One poll of --once is over: it goes on with the source's other addresses, if it has to. */
static void poll_end_once(struct poll_source *source)
{
	source->tried++;
	if (source->failure && source->tried < source->source->address_count)
		event_timer_start(source->timer, 0);
	else
		source->pipeline->to_poll--;
}

/* The poll is over, whatever came of it. */
static void poll_end(struct poll *poll)
{
	struct poll_source *source = poll->source;
	struct pipeline *pipeline = poll->pipeline;

	poll_free(poll);
	source->poll = NULL;
	pipeline->polling--;
	pipeline->polls++;
	if (pipeline->how == PIPELINE_START_ONCE)
		poll_end_once(source);
	else
		poll_arm(source);
	pipeline_check_idle(pipeline);
}

static void set_failure(struct poll_source *source, const char *failure, const char *why)
{
	free(source->failure);
	free(source->why);
	source->failure = mem_strdup(failure);
	source->why = mem_strdup(why);
}

static void mark_dirty(struct poll_source *source)
{
	struct pipeline *pipeline = source->pipeline;

	source->is_dirty = true;
	if (!pipeline->is_flush_set)
		event_timer_start(pipeline->flush, FLUSH_AFTER_MS);
	pipeline->is_flush_set = true;
}

static int save_state(struct poll_source *source, const struct poll_state *state, struct err *err)
{
	return store_save_poll(source->pipeline->parts.store, source->id, state,
	                       source->failure ? source->failure : "",
	                       source->why ? source->why : "", err);
}

static int save_dirty(struct pipeline *pipeline, void *arg, struct err *err)
{
	(void)arg;
	for (size_t i = 0; i < pipeline->source_count; i++) {
		struct poll_source *source = pipeline->sources[i];

		if (source->is_dirty && save_state(source, &source->state, err) < 0)
			return -1;
	}
	return 0;
}

int poll_flush(struct pipeline *pipeline, struct err *err)
{
	pipeline->is_flush_set = false;
	if (pipeline_write(pipeline, save_dirty, NULL, err) < 0)
		return -1;
	for (size_t i = 0; i < pipeline->source_count; i++)
		pipeline->sources[i]->is_dirty = false;
	return 0;
}

static void poll_failed(struct poll *poll, const char *failure, const char *why,
                        enum schedule_weight weight, int64_t retry_after_s)
{
	struct poll_source *source = poll->source;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_FAILED,
		.weight = weight,
		.retry_after_s = retry_after_s > 0 ? retry_after_s : 0,
	};

	source->state = next_state(poll, &outcome);
	set_failure(source, failure, why);
	mark_dirty(source);
	poll->pipeline->failures++;
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.failure = failure,
		.why = why,
		.failures = source->state.failures,
	});
	poll_end(poll);
}

/* The fault lies with us or is a pause that is kept: the source's own state stays as it is. */
static void poll_put_off(struct poll *poll, const char *failure, const char *why, int64_t wait_s)
{
	struct poll_source *source = poll->source;

	source->state.next_s = clock_now_s() + wait_s;
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = wait_s,
		.failure = failure,
		.why = why,
		.failures = source->state.failures,
	});
	poll_end(poll);
}

static void poll_unchanged(struct poll *poll)
{
	struct poll_source *source = poll->source;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_UNCHANGED,
		.wish_s = poll->max_age_s > 0 ? poll->max_age_s : 0,
	};

	source->state = next_state(poll, &outcome);
	set_failure(source, NULL, NULL);
	mark_dirty(source);
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.is_unchanged = true,
		.bozo = "",
	});
	poll_end(poll);
}

/* --- the harvest */

struct poll_commit {
	struct poll *poll;
	const struct reader_harvest *harvest;
	struct commit *commit;
	struct poll_state state;
	struct commit_source source;
	int followed;
};

/*
 * A figure that the feed itself gives is not kept waiting for a page that does
 * not answer: such an article has one try, and others have FOLLOW_TRIES.
 */
static int add_item(struct poll_commit *work, const struct article *item, struct err *err)
{
	struct pipeline *pipeline = work->poll->pipeline;
	const struct config_options *options = options_of(pipeline);
	struct store_article_id id;
	bool wants_follow = item->wants_follow && options->follow &&
	                    work->followed < options->follow_max &&
	                    item->published_s >= work->commit->now_s - options->follow_max_age_s;

	if (commit_add_article(work->commit, item, &work->source, wants_follow, &id, err) < 0)
		return -1;
	if (!wants_follow || !id.is_new)
		return 0;
	work->followed++;
	return store_set_follow(pipeline->parts.store, id.article_id, STORE_FOLLOW_WANTED,
	                        item->claim_count > 0 ? FOLLOW_TRIES - 1 : 0, work->commit->now_s,
	                        "", err);
}

static int write_harvest(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct poll_commit *work = arg;
	const struct reader_harvest *harvest = work->harvest;
	struct store *store = pipeline->parts.store;
	int64_t id = work->poll->source->id;

	for (size_t i = 0; i < harvest->count; i++)
		if (add_item(work, &harvest->items[i], err) < 0)
			return -1;
	if (commit_compare(work->commit, err) < 0)
		return -1;
	if (store_add_items(store, id, harvest->fresh, harvest->fresh_count, work->commit->now_s,
	                    err) < 0)
		return -1;
	if (store_save_validators(store, id, work->poll->address, &work->poll->validators, err) < 0)
		return -1;
	return store_save_poll(store, id, &work->state, "", "", err);
}

static void harvest_recorded(struct poll_commit *work)
{
	struct poll *poll = work->poll;
	struct poll_source *source = poll->source;
	const struct reader_harvest *harvest = work->harvest;

	source->state = work->state;
	source->is_dirty = false;
	set_failure(source, NULL, NULL);
	poll->pipeline->changes += work->commit->entry_count;
	report_changes(work->commit);
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.fresh = harvest->fresh_count,
		.known = harvest->known_count,
		.candidates = harvest->count,
		.bozo = harvest->is_bozo ? harvest->bozo_reason : "",
	});
	if (work->followed > 0)
		follow_wake(poll->pipeline);
}

static void commit_harvest(struct poll *poll, const struct reader_harvest *harvest)
{
	struct pipeline *pipeline = poll->pipeline;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_ITEMS,
		.item_count = harvest->known_count + harvest->fresh_count,
		.known_count = harvest->known_count,
		.wish_s = harvest->ttl_min * INT64_C(60) > poll->max_age_s
		                  ? harvest->ttl_min * INT64_C(60)
		                  : poll->max_age_s,
	};
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct commit commit;
	struct poll_commit work = { .poll = poll, .harvest = harvest, .commit = &commit };
	struct err err;

	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	commit.engine = harvest->engine;
	commit.threshold = options_of(pipeline)->accept_threshold;
	work.state = next_state(poll, &outcome);
	work.source = pipeline_commit_source(poll->source);
	work.source.first_poll_s = work.state.first_poll_s;
	work.source.first_reply_s = work.state.first_reply_s;
	if (pipeline_write(pipeline, write_harvest, &work, &err) == 0) {
		harvest_recorded(&work);
		poll_end(poll);
	} else {
		pipeline_record_failed(pipeline, poll->source->key, &err);
		poll_put_off(poll, "record", err.text, OWN_FAULT_RETRY_S);
	}
	commit_done(&commit);
	arena_free(arena);
}

static enum schedule_weight weight_of_harvest(enum reader_failure failure)
{
	switch (failure) {
	case READER_NOT_A_FEED:
	case READER_CHALLENGE_PAGE:
	case READER_UNSAFE_XML:
	case READER_NO_TEXT:
	case READER_TOO_LARGE:
		return SCHEDULE_HEAVY;
	case READER_OK:
	case READER_EMPTY_FEED:
	case READER_CRASH:
	case READER_TIMEOUT:
		return SCHEDULE_LIGHT;
	}
	return SCHEDULE_LIGHT;
}

static void on_harvest(const struct reader_harvest *harvest, void *arg)
{
	struct poll *poll = arg;

	if (!poll->source)
		poll_free_orphan(poll);
	else if (harvest->failure != READER_OK)
		poll_failed(poll, reader_failure_name(harvest->failure), harvest->why,
		            weight_of_harvest(harvest->failure), 0);
	else
		commit_harvest(poll, harvest);
}

/* --- the reply */

static int start_reading(struct poll *poll, const struct fetch_reply *reply, struct err *err)
{
	struct pipeline *pipeline = poll->pipeline;
	const struct source *config = poll->source->source;
	const struct config_options *options = options_of(pipeline);
	struct arena *arena = arena_new(4 * STORE_KNOWN_ITEMS * sizeof(uint64_t));
	struct reader_job job = {
		.kind = READER_FEED,
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
		done = reader_client_start(pipeline->parts.reader, &job, on_harvest, poll, err);
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
		if (pipeline_write(poll->pipeline, write_validators, poll, &err) < 0)
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
