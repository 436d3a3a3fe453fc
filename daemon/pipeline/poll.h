/*
 * One poll of one source: transfer (poll.c), its reply (poll_reply.c), reader
 * and commit (poll_harvest.c). Whatever happens on the way ends in one of the functions
 * of poll_result.c, once, and then the poll is gone.
 */
#ifndef PIPELINE_POLL_H
#define PIPELINE_POLL_H

#include <stdbool.h>
#include <stdint.h>

#include "parts.h"
#include "schedule/schedule.h"
#include "store/polls.h"

/* When the fault was ours, and the source is not to be blamed for it. */
#define OWN_FAULT_RETRY_S 30

struct poll {
	struct pipeline *pipeline;
	struct poll_source *source; /* NULL: gone while the reader had the poll */
	struct poll *next;          /* of the orphans */
	struct fetch_job *fetch;    /* NULL: a leader's is waited for, or the reader has it */
	struct poll *leader;        /* whose transfer this one shares; NULL: it has its own */
	struct poll *sharers;       /* who shares its transfer */
	struct poll *next_sharer;   /* of the leader's */
	char *address;              /* as it is configured */
	bool knows_move;            /* a permanent redirect of it was seen */
	bool is_at_new_place;       /* it is asked where it leads */
	int64_t began_s;
	/* of the reply, for the commit */
	struct store_validators validators; /* strings are ours */
	int64_t max_age_s;
	char *cut_short;       /* how the body was, ours; NULL: it was whole */
	bool may_be_cut;       /* nothing says how long it should have been */
	struct store_poll log; /* a line of the log of polls, as far as it is known */
	struct sitemaps
		*sitemaps; /* of an index, whose sitemaps are read in turn; NULL: it is none */
};

const struct config_options *poll_options(const struct poll *poll);
void poll_free(struct poll *poll);
/* What the reply said of itself, for its commit, is forgotten. */
void poll_drop_validators(struct poll *poll);
/* poll.c: asks for poll->address, with what the record knows of it. */
void poll_ask(struct poll *poll);
void poll_free_orphan(struct poll *poll);

/* The source failed; the name is what `integractl sources` shows. */
void poll_failed(struct poll *poll, const char *failure, const char *why,
                 enum schedule_weight weight, int64_t retry_after_s);
/* Our network is down: what failed is shown, and does not count. */
void poll_excuse(struct poll *poll, const char *failure, const char *why);
/* The fault lies with us or is a pause that is kept: the source's own state stays as it is. */
void poll_put_off(struct poll *poll, const char *failure, const char *why, int64_t wait_s);
/* All sitemaps of an index were read: the source's state is to be saved. */
void poll_walked(struct poll *poll, const struct schedule_outcome *outcome);
/* 304, or the same bytes as before. */
void poll_unchanged(struct poll *poll);
/* The record has the state and all that the reply brought. */
void poll_succeeded(struct poll *poll, const struct poll_state *state);
/* What the schedule makes of the outcome. */
struct poll_state poll_next_state(const struct poll *poll, const struct schedule_outcome *outcome);

/*
 * sitemaps.c: the reader took the reply for an index, and the poll goes on to
 * its sitemaps. Of one of them was said how it ended: true where the poll was
 * an index's, and goes on by itself; count and known are its items.
 */
void sitemaps_begin(struct poll *poll, const struct reader_harvest *index);
bool sitemaps_read(struct poll *poll, size_t count, size_t known);
bool sitemaps_unchanged(struct poll *poll);
bool sitemaps_failed(struct poll *poll, const char *failure, const char *why,
                     enum schedule_weight weight);
void sitemaps_free(struct sitemaps *sitemaps); /* NULL is fine */

/* poll_reply.c: a fetch_done_fn */
void poll_on_reply(const struct fetch_reply *reply, void *poll);
/* poll_harvest.c: a reader_done_fn */
void poll_on_harvest(const struct reader_harvest *harvest, void *poll);

#endif
