/*
 * The dead man's switch: an address elsewhere is called while all is well, and
 * whoever lives there raises the alarm when the calls end.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "outbox.h"
#include "parts.h"
#include "store/store.h"
#include "tally.h"

#define HEARTBEAT_MARK "heartbeat"

struct heartbeat {
	struct event_timer *timer;
	struct fetch_pool *fetch; /* made when it is first needed */
	struct fetch_job *job;
	bool is_failing;
	bool is_held;
	uint64_t seen_failures; /* of writes to the record, at the last beat */
};

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	struct heartbeat *heartbeat = arg;
	bool fails = !fetch_outcome_is_success(reply->outcome);

	heartbeat->job = NULL;
	if (fails && !heartbeat->is_failing)
		log_plain(LOG_WARNING, "heartbeat", reply->detail);
	heartbeat->is_failing = fails;
}

static int write_mark(struct pipeline *pipeline, void *arg, struct err *err)
{
	(void)arg;
	return store_set_mark(pipeline->parts.store, HEARTBEAT_MARK, "", err);
}

/*
 * The record answers, and takes what it is given: without it all that we do is
 * for nothing. Where it did not take the last write, one of our own tries
 * whether it does now; on a full disk a small one may fit where a large one did
 * not, so that what failed since the last beat counts all the same.
 */
static bool is_well(struct pipeline *pipeline)
{
	struct heartbeat *heartbeat = pipeline->heartbeat;
	const struct tally *tally = pipeline->tally;
	bool has_failed = heartbeat->seen_failures != tally->record_failures;
	int64_t version;
	struct err err;

	heartbeat->seen_failures = tally->record_failures;
	if (store_data_version(pipeline->parts.store, &version, &err) < 0 ||
	    (tally->record_why && pipeline_write(pipeline, write_mark, NULL, &err) < 0))
		return false;
	return !has_failed;
}

static void hold(struct heartbeat *heartbeat)
{
	log_plain(heartbeat->is_held ? LOG_DEBUG : LOG_WARNING, "heartbeat",
	          "the heartbeat is not called: the record takes no writes");
	heartbeat->is_held = true;
}

static void call(struct pipeline *pipeline, const char *address)
{
	struct heartbeat *heartbeat = pipeline->heartbeat;
	struct fetch_options options = pipeline_fetch_options(&pipeline->parts.config->options);
	const struct fetch_request request = { .url = address,
		                               .accept = "*/*",
		                               .max_bytes = LIMIT_PAGE_BYTES,
		                               .allow_private = true };
	struct err err;

	options.host_gap_ms = 0;
	if (!heartbeat->fetch)
		heartbeat->fetch = fetch_pool_new(pipeline->parts.loop, &options, &err);
	if (!heartbeat->fetch) {
		log_plain(LOG_WARNING, "heartbeat", err.text);
		return;
	}
	heartbeat->job = fetch_start(heartbeat->fetch, &request, on_reply, heartbeat);
}

static void on_beat(void *arg)
{
	struct pipeline *pipeline = arg;
	const struct alert_options *options = &pipeline->parts.config->alerts;

	event_timer_start(pipeline->heartbeat->timer, options->heartbeat_every_s * 1000);
	if (!options->heartbeat || pipeline->heartbeat->job)
		return;
	if (!is_well(pipeline)) {
		hold(pipeline->heartbeat);
		return;
	}
	pipeline->heartbeat->is_held = false;
	call(pipeline, options->heartbeat);
}

void heartbeat_init(struct pipeline *pipeline)
{
	pipeline->heartbeat = mem_alloc(sizeof(*pipeline->heartbeat));
	pipeline->heartbeat->timer = event_timer_new(pipeline->parts.loop, on_beat, pipeline);
}

void heartbeat_start(struct pipeline *pipeline)
{
	event_timer_start(pipeline->heartbeat->timer, 0);
}

void heartbeat_done(struct pipeline *pipeline)
{
	struct heartbeat *heartbeat = pipeline->heartbeat;

	if (!heartbeat)
		return;
	if (heartbeat->job)
		fetch_cancel(heartbeat->job);
	fetch_pool_free(heartbeat->fetch);
	event_timer_free(heartbeat->timer);
	free(heartbeat);
}
