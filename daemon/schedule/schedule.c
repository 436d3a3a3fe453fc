#include "schedule/schedule.h"

/* Interval up by a half, down by a half: it follows a source within a day, without swinging. */
#define MANY_KNOWN_PERCENT 67
#define FEW_KNOWN_PERCENT 33

#define JITTER_PERCENT 10
#define DOWN_FAILURES 3
#define DOWN_AFTER_S (2 * 3600)
#define SILENT_AFTER_S (3 * 24 * 3600)
#define SILENT_GAPS 6

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)
#define ALL_HOURS 0xffffffu
#define ALL_DAYS 0x7fu

#define STARTS_PER_S 50 /* polls begun each second while the daemon starts */

static int64_t min_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t max_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* `random` spread evenly over [0, span). */
static int64_t random_below(uint32_t random, int64_t span)
{
	return (int64_t)(((unsigned __int128)random * (uint64_t)max_of(span, 0)) >> 32);
}

/* ±10%, so that sources that were started together drift apart. */
static int64_t with_jitter(int64_t wait_s, uint32_t random)
{
	int64_t margin = wait_s * JITTER_PERCENT / 100;

	return wait_s - margin + random_below(random, 2 * margin + 1);
}

static int64_t shortest(const struct schedule_source *source)
{
	return source->interval_min_s > 0 ? source->interval_min_s : SCHEDULE_MIN_S;
}

static int64_t longest(const struct schedule_source *source)
{
	int64_t max_s = source->interval_max_s > 0 ? source->interval_max_s : SCHEDULE_MAX_S;

	return max_of(max_s, shortest(source));
}

/*
 * A feed of which we knew most is polled too often; one of which we knew
 * little may have lost items between two polls. The first reply tells nothing:
 * then everything is new.
 */
static int64_t next_interval(const struct poll_state *state, const struct schedule_source *source,
                             const struct schedule_outcome *outcome)
{
	int64_t interval_s = state->interval_s > 0 ? state->interval_s : SCHEDULE_START_S;
	size_t known_percent = 100;

	if (outcome->result == SCHEDULE_ITEMS && outcome->item_count > 0)
		known_percent = outcome->known_count * 100 / outcome->item_count;
	if (!state->first_reply_s)
		known_percent = (MANY_KNOWN_PERCENT + FEW_KNOWN_PERCENT) / 2;
	if (known_percent > MANY_KNOWN_PERCENT)
		interval_s = interval_s * 3 / 2;
	else if (known_percent < FEW_KNOWN_PERCENT)
		interval_s /= 2;
	return min_of(max_of(interval_s, shortest(source)), longest(source));
}

/*
 * 5, 10, 20 … minutes by the steps that the failures in a row add up to; less
 * where the source is meant to be polled more often than that.
 */
static int64_t backoff_wait(const struct schedule_source *source, int steps)
{
	int64_t wait_s = min_of(SCHEDULE_RETRY_S, longest(source));

	while (steps-- > 1 && wait_s < SCHEDULE_BACKOFF_MAX_S)
		wait_s *= 2;
	return min_of(wait_s, SCHEDULE_BACKOFF_MAX_S);
}

/*
 * The next address in turn takes over after each failure. As long as this
 * round has one that was not tried, it is tried soon; when all have failed the
 * source waits, the longer the more its failures weigh. It is never given up.
 */
static int64_t wait_after_failure(struct poll_state *state, const struct schedule_source *source,
                                  const struct schedule_outcome *outcome)
{
	int addresses = source->address_count > 0 ? source->address_count : 1;

	state->address = (state->address + 1) % addresses;
	if (state->failures % addresses != 0)
		return min_of(SCHEDULE_NEXT_ADDRESS_S, longest(source));
	state->backoff = (int)min_of(state->backoff + (int)outcome->weight, 64);
	return backoff_wait(source, state->backoff);
}

static void note_failure(struct poll_state *state, int64_t now_s)
{
	state->failures++;
	if (!state->failing_since_s)
		state->failing_since_s = now_s;
}

/*
 * How far apart new items usually come, a quarter by the latest; at first by
 * the dates in the first reply. Never less than our own interval shows.
 */
static void note_new_items(struct poll_state *state, const struct schedule_outcome *outcome,
                           int64_t now_s)
{
	int64_t gap_s = now_s - state->last_new_s;

	if (!state->last_new_s)
		state->gap_s = outcome->gap_s;
	else
		state->gap_s = state->gap_s > 0 ? (3 * state->gap_s + gap_s) / 4 : gap_s;
	state->last_new_s = now_s;
	state->silent_s = 0;
}

static void note_success(struct poll_state *state, const struct schedule_outcome *outcome,
                         int64_t now_s)
{
	state->failures = 0;
	state->backoff = 0;
	state->failing_since_s = 0;
	state->last_success_s = now_s;
	if (!state->first_reply_s)
		state->first_reply_s = now_s;
	if (outcome->result == SCHEDULE_ITEMS && outcome->item_count > outcome->known_count)
		note_new_items(state, outcome, now_s);
}

/*
 * The publisher's own wish is a floor that our estimate, chance and impatience
 * may raise but never undercut: a feed that asks for an hour gets an hour,
 * however fast it writes. It outlives a failure, and a 304, which says
 * nothing of it.
 */
static void note_wish(struct poll_state *state, const struct schedule_outcome *outcome)
{
	if (outcome->wish_s > 0)
		state->wish_s = min_of(outcome->wish_s, SCHEDULE_WISH_MAX_S);
	else if (outcome->result == SCHEDULE_ITEMS)
		state->wish_s = 0;
	if (outcome->result == SCHEDULE_ITEMS) {
		state->skip_hours = outcome->skip_hours & ALL_HOURS;
		state->skip_days = outcome->skip_days & ALL_DAYS;
	}
}

static bool is_skipped(const struct poll_state *state, int64_t at_s)
{
	int hour = (int)(at_s / HOUR_S % 24), day = (int)((at_s / DAY_S + 4) % 7);

	return (state->skip_hours >> hour & 1) || (state->skip_days >> day & 1);
}

/*
 * Out of the hours and days in which the publisher does not want us, to a place
 * by chance in the next hour that is free, lest all come at its first second.
 * Who asks us to stay away for ever is not heard.
 */
static int64_t out_of_skipped(const struct poll_state *state, int64_t at_s, uint32_t random)
{
	if (state->skip_hours == ALL_HOURS || state->skip_days == ALL_DAYS ||
	    !is_skipped(state, at_s))
		return at_s;
	at_s -= at_s % HOUR_S;
	while (is_skipped(state, at_s))
		at_s += HOUR_S;
	return at_s + random_below(random, HOUR_S);
}

void schedule_next_poll(struct poll_state *state, const struct schedule_source *source,
                        const struct schedule_outcome *outcome, int64_t began_s, int64_t now_s,
                        uint32_t random)
{
	int64_t wait_s, floor_s = min_of(outcome->retry_after_s, SCHEDULE_BACKOFF_MAX_S);

	if (!state->first_poll_s)
		state->first_poll_s = began_s;
	state->last_poll_s = began_s;
	if (outcome->result == SCHEDULE_FAILED) {
		note_failure(state, now_s);
		wait_s = with_jitter(wait_after_failure(state, source, outcome), random);
		wait_s = min_of(wait_s, SCHEDULE_BACKOFF_MAX_S);
	} else {
		state->interval_s = next_interval(state, source, outcome);
		note_wish(state, outcome);
		note_success(state, outcome, now_s);
		wait_s = with_jitter(state->interval_s, random);
	}
	floor_s = max_of(floor_s, state->wish_s);
	state->next_s = out_of_skipped(state, now_s + max_of(wait_s, floor_s), random);
}

/* It is seen to fail, once and since now, which leads to no backoff and no news. */
void schedule_excuse(struct poll_state *state, int64_t began_s, int64_t now_s, int64_t wait_s,
                     uint32_t random)
{
	if (!state->first_poll_s)
		state->first_poll_s = began_s;
	state->last_poll_s = began_s;
	if (state->failures == 0)
		state->failures = 1;
	if (!state->down_s)
		state->failing_since_s = now_s;
	state->next_s = now_s + with_jitter(wait_s, random);
}

enum schedule_news schedule_news(struct poll_state *state, int64_t now_s, int64_t *ret_since_s)
{
	if (state->failures >= DOWN_FAILURES && !state->down_s &&
	    now_s - state->failing_since_s >= DOWN_AFTER_S) {
		*ret_since_s = state->down_s = state->failing_since_s;
		return SCHEDULE_DOWN;
	}
	if (state->failures > 0)
		return SCHEDULE_NO_NEWS;
	if (state->down_s) {
		*ret_since_s = state->down_s;
		state->down_s = 0;
		return SCHEDULE_UP;
	}
	if (state->last_new_s && !state->silent_s &&
	    now_s - state->last_new_s > max_of(SILENT_AFTER_S, SILENT_GAPS * state->gap_s)) {
		*ret_since_s = state->silent_s = state->last_new_s;
		return SCHEDULE_SILENT;
	}
	return SCHEDULE_NO_NEWS;
}

/*
 * What lies further ahead than any wait could was set by a clock that ran
 * ahead and has been put right: who waited for it would be silent for years.
 */
bool schedule_is_due(const struct poll_state *state, int64_t now_s)
{
	int64_t longest_wait_s = max_of(SCHEDULE_BACKOFF_MAX_S, state->interval_s);

	longest_wait_s += longest_wait_s * JITTER_PERCENT / 100;
	if (state->skip_hours || state->skip_days)
		longest_wait_s += 7 * DAY_S;
	return state->next_s <= now_s || state->next_s > now_s + longest_wait_s;
}

void schedule_start(struct poll_state *state, size_t source_count, int64_t now_s, uint32_t random)
{
	if (schedule_is_due(state, now_s))
		state->next_s = now_s + random_below(random, (int64_t)source_count / STARTS_PER_S);
}

void schedule_poll_now(struct poll_state *state, int64_t now_s)
{
	state->next_s = now_s;
}

bool schedule_is_full_due(int64_t last_full_s, int64_t now_s)
{
	return now_s - last_full_s >= SCHEDULE_FULL_FETCH_S || last_full_s > now_s;
}

enum schedule_weight schedule_weight_of_status(int status)
{
	if (status == 410)
		return SCHEDULE_GONE;
	if (status == 408 || status == 425 || status == 429 || status >= 500)
		return SCHEDULE_LIGHT;
	return SCHEDULE_HEAVY;
}
