#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "poll.h"
#include "report.h"

/*
 * States without news are written together, this long after the first of them.
 * A source that fails or recovers is news: it is written when the loop's
 * present turn is over.
 */
#define FLUSH_AFTER_MS 1000

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

/* One poll of --once is over: it goes on with the source's other addresses, if it has to. */
static void poll_end_once(struct poll_source *source)
{
	source->tried++;
	if (source->failure && source->tried < source->source->address_count) {
		schedule_poll_now(&source->state, clock_now_s());
		poll_arm(source);
	} else {
		source->pipeline->to_poll--;
	}
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

static void mark_dirty(struct poll_source *source, bool is_news)
{
	struct pipeline *pipeline = source->pipeline;

	source->is_dirty = true;
	if (is_news)
		event_timer_start(pipeline->flush, 0);
	else if (!pipeline->is_flush_set)
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

void poll_failed(struct poll *poll, const char *failure, const char *why,
                 enum schedule_weight weight, int64_t retry_after_s)
{
	struct poll_source *source = poll->source;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_FAILED,
		.weight = weight,
		.retry_after_s = retry_after_s > 0 ? retry_after_s : 0,
	};

	source->state = poll_next_state(poll, &outcome);
	mark_dirty(source, set_failure(source, failure, why));
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

void poll_put_off(struct poll *poll, const char *failure, const char *why, int64_t wait_s)
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

void poll_unchanged(struct poll *poll)
{
	struct poll_source *source = poll->source;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_UNCHANGED,
		.wish_s = poll->max_age_s > 0 ? poll->max_age_s : 0,
	};

	source->state = poll_next_state(poll, &outcome);
	mark_dirty(source, set_failure(source, NULL, NULL));
	report_poll(&(struct report_poll){
		.source = source->key,
		.next_s = source->state.next_s - clock_now_s(),
		.is_unchanged = true,
		.bozo = "",
	});
	poll_end(poll);
}

void poll_succeeded(struct poll *poll, const struct poll_state *state)
{
	struct poll_source *source = poll->source;

	source->state = *state;
	source->is_dirty = false;
	(void)set_failure(source, NULL, NULL);
	poll_end(poll);
}
