/*
 * When a source is polled next (DESIGN §7). Pure: time and chance are
 * arguments. The state itself is model/poll.h, which the record keeps.
 */
#ifndef SCHEDULE_SCHEDULE_H
#define SCHEDULE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/poll.h"

#define SCHEDULE_START_S (30 * 60)
#define SCHEDULE_MIN_S (15 * 60)
#define SCHEDULE_MAX_S (6 * 3600)
#define SCHEDULE_RETRY_S (5 * 60)  /* after one light failure; doubles with each step */
#define SCHEDULE_NEXT_ADDRESS_S 30 /* to the next address that was not tried in this round */
#define SCHEDULE_BACKOFF_MAX_S (24 * 3600)
#define SCHEDULE_WISH_MAX_S (24 * 3600) /* a slip in a feed must not silence its source */
#define SCHEDULE_FULL_FETCH_S (24 * 3600)

/* What the configuration says of the source; 0 in either place: the general bound. */
struct schedule_source {
	int64_t interval_min_s;
	int64_t interval_max_s;
	int address_count; /* at least 1 */
};

enum schedule_result {
	SCHEDULE_ITEMS,     /* a reply with items */
	SCHEDULE_UNCHANGED, /* 304, or the same body as before */
	SCHEDULE_FAILED,
};

/* How little hope there is that the next try fares better: steps of backoff. */
enum schedule_weight {
	SCHEDULE_LIGHT = 1, /* a timeout, a reset connection, 5xx, 429: passes */
	SCHEDULE_HEAVY = 2, /* no such name, 404, 403, TLS, a page instead of a feed: lasts */
	SCHEDULE_GONE = 4,  /* 410: meant for ever, and yet tried again */
};

struct schedule_outcome {
	enum schedule_result result;
	enum schedule_weight weight; /* where it failed */
	size_t item_count;           /* where there were items */
	size_t known_count;          /* of them, how many the record had */
	int64_t wish_s;        /* ttl, sy:update…, max-age: the longest; 0: nothing was said */
	int64_t retry_after_s; /* from now; 0: nothing was said */
	int64_t gap_s;         /* between the dates of the reply's items; 0: they tell nothing */
	unsigned skip_hours;   /* as in struct poll_state, where there were items */
	unsigned skip_days;
};

/*
 * Whether people are to be told how a source fares, after schedule_next_poll().
 * The state keeps what they were told, so that each is told once.
 */
enum schedule_news {
	SCHEDULE_NO_NEWS,
	SCHEDULE_DOWN,   /* 3 failures in a row, and 2 hours of them */
	SCHEDULE_UP,     /* after that a success */
	SCHEDULE_SILENT, /* no new item for 3 days, or 6 times its usual gap, which is more */
};
/* *ret_since_s: when the failures began, or when the last new item came. */
enum schedule_news schedule_news(struct poll_state *state, int64_t now_s, int64_t *ret_since_s);

/* Weight of an HTTP status that is no success. */
enum schedule_weight schedule_weight_of_status(int status);

/*
 * At start-up: a source that is overdue or was never polled is due within a
 * span that grows with the number of sources, at a place chosen by `random`;
 * one whose time is yet to come keeps it, unless it lies further ahead than
 * any wait could (the clock was wrong).
 */
void schedule_start(struct poll_state *state, size_t source_count, int64_t now_s, uint32_t random);

/*
 * Takes the outcome of the poll that began at began_s and ended at now_s into
 * the state and decides state->next_s and state->address. `random` is evenly
 * spread over all of uint32_t.
 */
void schedule_next_poll(struct poll_state *state, const struct schedule_source *source,
                        const struct schedule_outcome *outcome, int64_t began_s, int64_t now_s,
                        uint32_t random);

/*
 * The poll failed while our own network is down: it is tried again in about
 * wait_s, and nothing is held against the source.
 */
void schedule_excuse(struct poll_state *state, int64_t began_s, int64_t now_s, int64_t wait_s,
                     uint32_t random);

/* Its time has come, or can never have been meant (the clock was wrong). */
bool schedule_is_due(const struct poll_state *state, int64_t now_s);

/* Someone asked for it: due now, whatever the backoff says. */
void schedule_poll_now(struct poll_state *state, int64_t now_s);

/* Where only 304s came for a day, one poll goes without validators. */
bool schedule_is_full_due(int64_t last_full_s, int64_t now_s);

#endif
