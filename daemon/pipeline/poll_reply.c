#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "news.h"
#include "poll.h"

/* A permanent redirect is believed when it has held so long. */
#define MOVED_AFTER_S (7 * 24 * 3600)

static int start_reading(struct poll *poll, const struct fetch_reply *reply, struct err *err)
{
	struct pipeline *pipeline = poll->pipeline;
	const struct source *config = poll->source->source;
	const struct config_options *options = poll_options(poll);
	struct arena *arena = arena_new(8 * MIB);
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

/* --- what the record keeps of an address */

/*
 * Where the address has moved to by this reply; true where that is another
 * finding than before.
 */
static bool follow_move(struct store_validators *v, const struct poll *poll,
                        const struct fetch_reply *reply)
{
	int64_t now_s = clock_now_s();

	if (!reply->permanent_url[0] && (poll->is_at_new_place || !v->moved_to[0]))
		return false;
	if (strcmp(v->moved_to, reply->permanent_url) != 0) {
		v->moved_to = reply->permanent_url;
		v->moved_since_s = now_s;
		v->has_moved = false;
		return true;
	}
	if (v->has_moved || now_s - v->moved_since_s < MOVED_AFTER_S)
		return false;
	v->has_moved = true;
	return true;
}

static void keep_validators(struct poll *poll, const struct store_validators *v)
{
	poll_drop_validators(poll);
	poll->validators = (struct store_validators){
		.etag = mem_strdup(v->etag),
		.last_modified = mem_strdup(v->last_modified),
		.body_hash = mem_strdup(v->body_hash),
		.full_s = v->full_s,
		.moved_to = mem_strdup(v->moved_to),
		.moved_since_s = v->moved_since_s,
		.has_moved = v->has_moved,
	};
}

static int write_validators(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct poll *poll = arg;

	return store_save_validators(pipeline->parts.store, poll->source->id, poll->address,
	                             &poll->validators, err);
}

static void save_validators(struct poll *poll)
{
	struct err err;

	if (pipeline_write_soon(poll->pipeline, write_validators, poll, &err) < 0)
		pipeline_record_failed(poll->pipeline, poll->source->key, &err);
}

static struct store_validators before(const struct poll *poll, struct arena *arena)
{
	struct store_validators v;

	if (store_load_validators(poll->pipeline->parts.store, poll->source->id, poll->address,
	                          arena, &v, NULL) < 0)
		v = STORE_NO_VALIDATORS;
	return v;
}

/* --- replies */

static void take_body(struct poll *poll, const struct fetch_reply *reply)
{
	struct arena *arena = arena_new(4 * LIMIT_HEADER_BYTES);
	struct store_validators v = before(poll, arena);
	/* Whether the body is the one that was read last: then it costs no parse. */
	bool is_same = v.body_hash[0] && strcmp(v.body_hash, reply->hash) == 0;
	bool was_moved = v.has_moved;
	struct err err;

	v.etag = reply->etag;
	v.last_modified = reply->last_modified;
	v.body_hash = reply->hash;
	v.full_s = clock_now_s();
	(void)follow_move(&v, poll, reply);
	keep_validators(poll, &v);
	if (v.has_moved && !was_moved)
		news_tell_moved(poll);
	arena_free(arena);
	if (is_same) {
		save_validators(poll);
		poll_unchanged(poll);
	} else if (start_reading(poll, reply, &err) < 0) {
		if (err.kind == ERR_LIMIT)
			poll_failed(poll, reader_failure_name(READER_TOO_LARGE), err.text,
			            SCHEDULE_HEAVY, 0);
		else
			poll_put_off(poll, "reader-busy", err.text, OWN_FAULT_RETRY_S);
	}
}

/* A 304 leaves all as it is, but for a redirect on the way. */
static void take_unchanged(struct poll *poll, const struct fetch_reply *reply)
{
	if (reply->permanent_url[0] || (poll->knows_move && !poll->is_at_new_place)) {
		struct arena *arena = arena_new(4 * LIMIT_HEADER_BYTES);
		struct store_validators v = before(poll, arena);

		if (follow_move(&v, poll, reply)) {
			keep_validators(poll, &v);
			save_validators(poll);
			if (v.has_moved)
				news_tell_moved(poll);
		}
		arena_free(arena);
	}
	poll_unchanged(poll);
}

/* What does not answer at its new place is looked for at the old one again. */
static void doubt_move(struct poll *poll)
{
	struct arena *arena = arena_new(4 * LIMIT_HEADER_BYTES);
	struct store_validators v = before(poll, arena);

	v.moved_to = "";
	v.moved_since_s = 0;
	v.has_moved = false;
	keep_validators(poll, &v);
	save_validators(poll);
	arena_free(arena);
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
	case FETCH_CHALLENGE:
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
	case FETCH_CUT_SHORT:
	case FETCH_CROWDED:
	case FETCH_PAUSED:
	case FETCH_LOCAL:
		return SCHEDULE_LIGHT;
	}
	return SCHEDULE_LIGHT;
}

/* How a transfer shows whether our own network works. */
enum reach {
	REACH_ANSWERED,
	REACH_NOT,
	REACH_UNKNOWN
};

static enum reach reach_of(enum fetch_outcome outcome)
{
	switch (outcome) {
	case FETCH_OK:
	case FETCH_NOT_MODIFIED:
	case FETCH_PROTOCOL:
	case FETCH_ENCODING:
	case FETCH_CUT_SHORT:
	case FETCH_TOO_BIG:
	case FETCH_REDIRECTS:
	case FETCH_CHALLENGE:
	case FETCH_HTTP_401:
	case FETCH_HTTP_403:
	case FETCH_HTTP_404:
	case FETCH_HTTP_410:
	case FETCH_HTTP_429:
	case FETCH_HTTP_4XX:
	case FETCH_HTTP_5XX:
	case FETCH_HTTP_OTHER:
		return REACH_ANSWERED;
	case FETCH_DNS:
	case FETCH_CONNECT:
	case FETCH_PROXY:
	case FETCH_TLS: /* a portal of a hotel stands in between */
	case FETCH_TIMEOUT:
	case FETCH_SLOW:
	case FETCH_RESET:
		return REACH_NOT;
	case FETCH_BAD_ADDRESS:
	case FETCH_PRIVATE_ADDRESS:
	case FETCH_CROWDED:
	case FETCH_PAUSED:
	case FETCH_LOCAL:
		return REACH_UNKNOWN;
	}
	return REACH_UNKNOWN;
}

/* A new place that cannot be reached is doubted when it has failed so often. */
#define MOVE_FAILURES 3

static void take_failure(struct poll *poll, const struct fetch_reply *reply)
{
	const char *name = fetch_outcome_name(reply->outcome);
	enum schedule_weight weight = weight_of_reply(reply);
	enum reach reach = reach_of(reply->outcome);

	if (reach == REACH_NOT && poll->pipeline->outage.since_s) {
		poll_excuse(poll, name, reply->detail);
		return;
	}
	if (poll->is_at_new_place && ((reach == REACH_ANSWERED && weight != SCHEDULE_LIGHT) ||
	                              poll->source->state.failures >= MOVE_FAILURES))
		doubt_move(poll);
	poll_failed(poll, name, reply->detail, weight, reply->retry_after_s);
}

static void take_reply(struct poll *poll, const struct fetch_reply *reply)
{
	const char *name = fetch_outcome_name(reply->outcome);

	poll->max_age_s = reply->max_age_s;
	poll->log.status = reply->status;
	poll->log.bytes = (int64_t)reply->len;
	poll->log.duration_ms = reply->duration_ms;
	poll->may_be_cut = reply->has_no_length;
	MEM_FREE(poll->cut_short);
	if (reply->outcome == FETCH_CUT_SHORT)
		poll->cut_short = mem_strdup(reply->detail);
	if (reply->outcome == FETCH_OK || reply->outcome == FETCH_CUT_SHORT)
		take_body(poll, reply);
	else if (reply->outcome == FETCH_NOT_MODIFIED)
		take_unchanged(poll, reply);
	else if (reply->outcome == FETCH_PAUSED)
		poll_put_off(poll, name, reply->detail,
		             reply->retry_after_s > 0 ? reply->retry_after_s : OWN_FAULT_RETRY_S);
	else if (reply->outcome == FETCH_LOCAL)
		poll_put_off(poll, name, reply->detail, OWN_FAULT_RETRY_S);
	else
		take_failure(poll, reply);
}

void poll_on_reply(const struct fetch_reply *reply, void *arg)
{
	struct poll *poll = arg, *sharers = poll->sharers;
	bool is_at_new_place = poll->is_at_new_place;

	poll->fetch = NULL;
	poll->sharers = NULL;
	if (reach_of(reply->outcome) == REACH_ANSWERED)
		news_network_answers(poll->pipeline);
	else if (reach_of(reply->outcome) == REACH_NOT)
		news_network_fails(poll->pipeline, poll->address,
		                   fetch_outcome_name(reply->outcome), reply->detail);
	take_reply(poll, reply);
	while (sharers) {
		struct poll *sharer = sharers;

		sharers = sharer->next_sharer;
		sharer->leader = NULL;
		sharer->is_at_new_place = is_at_new_place;
		take_reply(sharer, reply);
	}
}
