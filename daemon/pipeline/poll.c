#include "poll.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "websub.h"

static void poll_start(struct poll_source *source);

/* --- the line */

/*
 * Thousands may be due at once. What a transfer waits with costs a kilobyte,
 * a place in line costs nothing: no more begin than keep the network busy.
 * Those that only wait for their host's turn do not count, lest they hold up
 * the others.
 */
#define STARTABLE_MAX 128
#define LOOK_AGAIN_MS 100 /* where others than polls keep the network busy */

static void leave_line(struct poll_source *source)
{
	struct pipeline *pipeline = source->pipeline;

	if (!source->is_in_line)
		return;
	TAILQ_REMOVE(&pipeline->line, source, line_link);
	pipeline->line_count--;
	source->is_in_line = false;
}

static bool has_room(const struct pipeline *pipeline)
{
	return fetch_pool_stats(pipeline->parts.fetch).startable < STARTABLE_MAX;
}

void poll_next(struct pipeline *pipeline)
{
	struct poll_source *source;

	while ((source = TAILQ_FIRST(&pipeline->line)) && has_room(pipeline)) {
		leave_line(source);
		if (schedule_is_due(&source->state, clock_now_s()))
			poll_start(source);
		else
			poll_arm(source);
	}
	if (source)
		event_timer_start(pipeline->line_timer, LOOK_AGAIN_MS);
}

static void on_line(void *arg)
{
	poll_next(arg);
}

void poll_line_init(struct pipeline *pipeline)
{
	TAILQ_INIT(&pipeline->line);
	pipeline->line_timer = event_timer_new(pipeline->parts.loop, on_line, pipeline);
}

static void on_due(void *arg)
{
	struct poll_source *source = arg;

	if (source->poll || source->is_in_line)
		return;
	TAILQ_INSERT_TAIL(&source->pipeline->line, source, line_link);
	source->pipeline->line_count++;
	source->is_in_line = true;
	poll_next(source->pipeline);
}

/* --- sources */

struct poll_source *poll_source_new(struct pipeline *pipeline, const struct source *source)
{
	struct poll_source *added = mem_alloc(sizeof(*added));

	added->pipeline = pipeline;
	added->key = mem_strdup(source->key);
	added->source = source;
	added->timer = event_timer_new(pipeline->parts.loop, on_due, added);
	return added;
}

int poll_source_look(struct poll_source *source, struct err *err)
{
	struct store_unreadable found;

	if (store_find_unreadable(source->pipeline->parts.store, source->id, &found, err) < 0)
		return -1;
	MEM_FREE(source->unreadable);
	if (found.count > 0) {
		source->unreadable = mem_alloc(sizeof(found));
		*source->unreadable = found;
	}
	return 0;
}

void poll_drop_validators(struct poll *poll)
{
	free((char *)poll->validators.etag);
	free((char *)poll->validators.last_modified);
	free((char *)poll->validators.body_hash);
	free((char *)poll->validators.moved_to);
	poll->validators = (struct store_validators){ 0 };
}

void poll_free(struct poll *poll)
{
	if (!poll)
		return;
	if (poll->fetch)
		fetch_cancel(poll->fetch);
	poll_drop_validators(poll);
	sitemaps_free(poll->sitemaps);
	free(poll->cut_short);
	free(poll->address);
	free(poll);
}

/* Who shared a transfer that is given up asks anew. */
static void let_sharers_go(struct poll *poll)
{
	while (poll->sharers) {
		struct poll *sharer = poll->sharers;
		struct poll_source *source = sharer->source;

		poll->sharers = sharer->next_sharer;
		poll->pipeline->polling--;
		source->poll = NULL;
		poll_free(sharer);
		poll_arm(source);
	}
}

static void leave_leader(struct poll *poll)
{
	struct poll **at = &poll->leader->sharers;

	while (*at != poll)
		at = &(*at)->next_sharer;
	*at = poll->next_sharer;
}

/* A poll whose answer the reader still owes cannot be taken back: it becomes an orphan. */
static void poll_give_up(struct poll *poll)
{
	struct pipeline *pipeline = poll->pipeline;

	pipeline->polling--;
	if (poll->leader)
		leave_leader(poll);
	let_sharers_go(poll);
	if (poll->fetch || poll->leader) {
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
	leave_line(source);
	if (source->poll)
		poll_give_up(source->poll);
	websub_free(source);
	event_timer_free(source->timer);
	free(source->unreadable);
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
	event_timer_start(source->timer, wait_s * 1000);
}

const struct config_options *poll_options(const struct poll *poll)
{
	return &poll->pipeline->parts.config->options;
}

/* --- the start */

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* May sources ask in one another's name? */
static bool are_alike(const struct source *a, const struct source *b)
{
	if (a->header_count != b->header_count)
		return false;
	for (size_t i = 0; i < a->header_count; i++)
		if (strcmp(a->headers[i], b->headers[i]) != 0)
			return false;
	return is_same_text(a->user_agent, b->user_agent) && is_same_text(a->proxy, b->proxy) &&
	       is_same_text(a->ca_file, b->ca_file) && a->allow_private == b->allow_private;
}

static size_t address_of(const struct poll_source *source)
{
	return (size_t)source->state.address % source->source->address_count;
}

static struct poll *poll_new(struct poll_source *source, int64_t began_s)
{
	struct poll *poll = mem_alloc(sizeof(*poll));

	event_timer_cancel(source->timer);
	leave_line(source);
	poll->pipeline = source->pipeline;
	poll->source = source;
	poll->address = mem_strdup(source->source->addresses[address_of(source)]);
	poll->began_s = began_s;
	source->poll = poll;
	source->pipeline->polling++;
	return poll;
}

static struct store_validators load_validators(struct poll *poll, struct arena *arena)
{
	struct store_validators validators;
	struct err err;

	if (store_load_validators(poll->pipeline->parts.store, poll->source->id, poll->address,
	                          arena, &validators, &err) < 0) {
		pipeline_record_failed(poll->pipeline, "validators could not be read", &err);
		validators = STORE_NO_VALIDATORS;
	}
	poll->knows_move = validators.moved_to[0] != '\0';
	return validators;
}

/*
 * Sources that name the same address are one visitor: whichever is due first
 * asks for all of them. Returns whether one of them lacks what the others have
 * of it, so that they need the whole body.
 */
static bool gather_sharers(struct poll *poll, const struct store_validators *validators,
                           struct arena *arena)
{
	struct pipeline *pipeline = poll->pipeline;
	size_t count;
	const struct poll_address *list = pipeline_address(pipeline, poll->address, &count);
	bool lacks = false;

	for (size_t i = 0; i < count; i++) {
		struct poll_source *other = list[i].source;
		struct store_validators its;
		struct poll *sharer;

		if (other->poll || other->is_done || address_of(other) != list[i].index ||
		    !are_alike(other->source, poll->source->source))
			continue;
		sharer = poll_new(other, poll->began_s);
		sharer->leader = poll;
		sharer->next_sharer = poll->sharers;
		poll->sharers = sharer;
		its = load_validators(sharer, arena);
		lacks |= strcmp(its.etag, validators->etag) != 0 ||
		         strcmp(its.last_modified, validators->last_modified) != 0;
	}
	return lacks;
}

static void start_transfer(struct poll *poll, const struct store_validators *validators,
                           bool is_full)
{
	struct fetch_request request = pipeline_request(
		poll->source, validators->has_moved ? validators->moved_to : poll->address);

	if (!poll->sitemaps) /* those of an index get the headers of its source's address */
		request.headers_for = poll->address;
	request.max_bytes = (size_t)poll_options(poll)->feed_max_bytes;
	if (!is_full && validators->etag[0])
		request.etag = validators->etag;
	if (!is_full && validators->last_modified[0])
		request.last_modified = validators->last_modified;
	poll->is_at_new_place = validators->has_moved;
	poll->fetch = fetch_start(poll->pipeline->parts.fetch, &request, poll_on_reply, poll);
}

void poll_ask(struct poll *poll)
{
	struct arena *arena = arena_new(64 * MIB);
	struct store_validators validators = load_validators(poll, arena);

	start_transfer(poll, &validators, schedule_is_full_due(validators.full_s, poll->began_s));
	arena_free(arena);
}

static void poll_start(struct poll_source *source)
{
	struct arena *arena;
	struct store_validators validators;
	struct poll *poll;
	bool is_full;

	if (source->poll)
		return;
	arena = arena_new(64 * MIB);
	poll = poll_new(source, clock_now_s());
	validators = load_validators(poll, arena);
	is_full = schedule_is_full_due(validators.full_s, poll->began_s);
	is_full |= gather_sharers(poll, &validators, arena);
	start_transfer(poll, &validators, is_full);
	arena_free(arena);
}
