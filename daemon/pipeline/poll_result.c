#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "news.h"
#include "poll.h"
#include "quiet.h"
#include "report.h"
#include "tally.h"
#include "websub.h"

struct poll_state poll_next_state(const struct poll *poll, const struct schedule_outcome *outcome)
{
	const struct source *config = poll->source->source;
	const struct schedule_source bounds = {
		.interval_min_s = config->interval_min_s,
		.interval_max_s = config->interval_max_s,
		.address_count = (int)config->address_count,
	};
	struct poll_state state = poll->source->state;
	int64_t now_s = clock_now_s(), latest_s = now_s + poll_options(poll)->backoff_max_s;

	schedule_next_poll(&state, &bounds, outcome, poll->began_s, now_s, pipeline_random());
	if (outcome->result == SCHEDULE_FAILED && outcome->retry_after_s <= 0 &&
	    state.next_s > latest_s)
		state.next_s = latest_s;
	return state;
}

/* Of --once: a source that only our own faults kept from us is tried again, a few times. */
#define PUT_OFFS_MAX 3

/*
 * One poll of --once is over: it goes on with the source's other addresses, if
 * it has to.
 */
static void poll_end_once(struct poll_source *source, bool is_own_fault)
{
	if (is_own_fault && source->put_offs++ < PUT_OFFS_MAX) {
		poll_arm(source);
		return;
	}
	source->tried++;
	if (source->failure && source->tried < source->source->address_count) {
		schedule_poll_now(&source->state, clock_now_s());
		poll_arm(source);
	} else {
		source->is_done = true;
		source->pipeline->to_poll--;
	}
}

/* The poll is over, whatever came of it. */
static void poll_end(struct poll *poll, bool is_own_fault)
{
	struct poll_source *source = poll->source;
	struct pipeline *pipeline = poll->pipeline;

	poll_free(poll);
	source->poll = NULL;
	pipeline->polling--;
	pipeline->polls++;
	if (pipeline->how == PIPELINE_START_ONCE)
		poll_end_once(source, is_own_fault);
	else
		poll_arm(source);
	poll_next(pipeline);
	pipeline_check_idle(pipeline);
}

static int write_log(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct poll *poll = arg;

	return store_log_poll(pipeline->parts.store, poll->source->id, &poll->log, err);
}

/* Nobody waits for it: it goes to the disk with what others write. */
static void log_poll(struct poll *poll, const char *outcome)
{
	struct err err;

	poll->log.outcome = outcome;
	poll->log.at_s = clock_now_s();
	if (pipeline_write_soon(poll->pipeline, write_log, poll, &err) < 0)
		pipeline_record_failed(poll->pipeline, "the log of polls", &err);
}

/* failure and why are NULL after a success. Returns whether the source's health is another one. */
static bool set_failure(struct poll_source *source, const char *failure, const char *why)
{
	bool is_other = failure && source->failure ? strcmp(failure, source->failure) != 0
	                                           : failure != source->failure;

	free(source->failure);
	free(source->why);
	source->failure = mem_strdup(failure);
	source->why = mem_strdup(why);
	return is_other;
}

void poll_failed(struct poll *poll, const char *failure, const char *why,
                 enum schedule_weight weight, int64_t retry_after_s)
{
	struct poll_source *source = poll->source;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_FAILED,
		.weight = weight,
		.retry_after_s = retry_after_s > 0 ? retry_after_s : 0,
	};

	if (sitemaps_failed(poll, failure, why, weight))
		return;
	source->state = poll_next_state(poll, &outcome);
	log_poll(poll, failure);
	pipeline_mark_dirty(source, set_failure(source, failure, why));
	news_tell_source(source);
	poll->pipeline->failures++;
	tally_poll(poll->pipeline, failure, false);
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.failure = failure,
		.why = why,
		.failures = source->state.failures,
		.is_quiet = !quiet_may_tell(poll->pipeline, failure),
	});
	poll_end(poll, false);
}

void poll_excuse(struct poll *poll, const char *failure, const char *why)
{
	struct poll_source *source = poll->source;
	int64_t wait_s = schedule_outage_wait(poll->pipeline->host_count);

	if (wait_s > poll_options(poll)->backoff_max_s)
		wait_s = poll_options(poll)->backoff_max_s;
	tally_poll(poll->pipeline, failure, false);
	log_poll(poll, failure);
	schedule_excuse(&source->state, poll->began_s, clock_now_s(), wait_s, pipeline_random());
	pipeline_mark_dirty(source, set_failure(source, failure, why));
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.failure = failure,
		.why = why,
		.failures = source->state.failures,
		.is_quiet = !quiet_may_tell(poll->pipeline, failure),
	});
	poll_end(poll, false);
}

void poll_put_off(struct poll *poll, const char *failure, const char *why, int64_t wait_s)
{
	struct poll_source *source = poll->source;

	source->state.next_s = clock_now_s() + wait_s;
	tally_poll(poll->pipeline, failure, false);
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = wait_s,
		.failure = failure,
		.why = why,
		.failures = source->state.failures,
		.is_quiet = !quiet_may_tell(poll->pipeline, failure),
	});
	poll_end(poll, wait_s <= OWN_FAULT_RETRY_S);
}

void poll_unchanged(struct poll *poll)
{
	struct poll_source *source = poll->source;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_UNCHANGED,
		.wish_s = poll->max_age_s > 0 ? poll->max_age_s : 0,
	};

	if (sitemaps_unchanged(poll))
		return;
	source->state = poll_next_state(poll, &outcome);
	tally_poll(poll->pipeline, NULL, true);
	log_poll(poll, "unchanged");
	pipeline_mark_dirty(source, set_failure(source, NULL, NULL));
	news_tell_source(source);
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.is_unchanged = true,
		.bozo = "",
	});
	poll_end(poll, false);
	websub_renew(source);
}

void poll_walked(struct poll *poll, const struct schedule_outcome *outcome)
{
	struct poll_source *source = poll->source;

	tally_poll(poll->pipeline, NULL, outcome->result == SCHEDULE_UNCHANGED);
	source->state = poll_next_state(poll, outcome);
	pipeline_mark_dirty(source, set_failure(source, NULL, NULL));
	news_tell_source(source);
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.fresh = outcome->item_count - outcome->known_count,
		.known = outcome->known_count,
		.is_unchanged = outcome->result == SCHEDULE_UNCHANGED,
		.bozo = "",
	});
	poll_end(poll, false);
}

void poll_succeeded(struct poll *poll, const struct poll_state *state)
{
	struct poll_source *source = poll->source;

	tally_poll(poll->pipeline, NULL, false);
	log_poll(poll, "ok");
	source->state = *state;
	source->is_dirty = false;
	(void)set_failure(source, NULL, NULL);
	news_tell_source(source);
	poll_end(poll, false);
	websub_renew(source);
}
