/*
 * How the polling of one source stands: what `schedule` decides on and `store`
 * keeps. Plain data; all zero is a source that was never polled.
 */
#ifndef MODEL_POLL_H
#define MODEL_POLL_H

#include <stdint.h>

struct poll_state {
	int64_t next_s;        /* when it is due; 0: not yet decided */
	int64_t interval_s;    /* our own estimate of a good interval; 0: none yet */
	int64_t wish_s;        /* what the publisher asked for last; 0: nothing */
	int64_t first_poll_s;  /* the first try; 0: never polled */
	int64_t first_reply_s; /* the first reply that could be read; 0: none yet */
	int64_t last_poll_s;   /* the last try */
	int64_t last_success_s;
	int64_t last_new_s;      /* the last reply that had an item new to us */
	int64_t failing_since_s; /* 0: the last try succeeded */
	int failures;            /* in a row */
	int backoff;             /* steps of waiting that they add up to, by their weights */
	int address;             /* index of the address that the next try takes */
	int64_t gap_s;           /* usual time from one new item to the next; 0: not known yet */
	int64_t down_s;          /* failing since then, and people were told; 0: they were not */
	int64_t silent_s;        /* the last new item when people were told of silence; 0: not */
	unsigned skip_hours;     /* bit n: the publisher asks not to come from n to n+1 h UTC */
	unsigned skip_days;      /* bit n: nor on this day, 0 is Sunday */
};

#endif
