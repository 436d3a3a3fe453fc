/*
 * Alerts: entries of the ledger by the rules into the outbox, in the
 * transaction that makes them; messages from there to their sinks, each sink
 * by itself, one message at a time.
 */
#ifndef PIPELINE_OUTBOX_H
#define PIPELINE_OUTBOX_H

#include "alert/fact.h"
#include "alert/message.h"
#include "event/program.h"
#include "parts.h"
#include "pipeline/alerts.h"
#include "store/outbox.h"

#define OUTBOX_ARENA_BYTES (64u * 1024 * 1024)

struct outbox_sink {
	struct pipeline *pipeline;
	char *name;
	const struct alert_sink *sink; /* of the present configuration */
	size_t index;                  /* in it */
	struct fetch_pool *fetch;      /* of its own: no sink waits for another */
	struct event_timer *timer;
	/* the message that is under way */
	struct arena *arena; /* NULL: none is */
	struct store_alert *alert;
	struct fetch_job *job;
	struct event_program *program;
	/* how it fares */
	int64_t down_since_s;
	int failures;
	int64_t next_s;
	/* counted, for measures and troubles */
	uint64_t sent;
	uint64_t failed;
	int64_t pending;
	int64_t given_up;
	int64_t lately_given_up;
};

struct outbox {
	struct outbox_sink **sinks;
	size_t sink_count;
	int64_t seen; /* the last entry of the ledger that the rules have judged, as committed … */
	int64_t seen_now; /* … and in the transaction that is open */
	bool is_stirred;  /* it made alerts … */
	int frozen;       /* … and so many messages of them */
};

/* outbox_enter.c: judges what is new in the ledger. Inside a transaction, before its commit. */
int outbox_enter(struct pipeline *pipeline, struct err *err) MUST_CHECK;
/* The transaction is on the disk, or was rolled back. */
void outbox_committed(struct pipeline *pipeline);
void outbox_rolled_back(struct pipeline *pipeline);
/*
 * Of a sink with digests, while it runs: makes the next one that goes even when
 * empty, where none waits; and calls back one that a clock which was since set
 * back has put too far off.
 */
int outbox_plan_digest(struct outbox_sink *sink, int64_t now_s, struct err *err) MUST_CHECK;

/* outbox_message.c: freezes the alert's message: alert->body is in the arena then. */
int outbox_freeze(struct store *store, const struct config *config, enum alert_digest digest,
                  int64_t now_s, struct store_alert *alert, struct arena *arena, struct err *err)
	MUST_CHECK;

/*
 * The same for an alert that is not in the record yet, of one change, that goes
 * at once: whoever adds it adds it with its body.
 */
int outbox_freeze_new(struct store *store, const struct config *config, int64_t now_s,
                      const struct store_change *change, const struct alert_fact *fact,
                      struct store_alert *alert, struct arena *arena, struct err *err) MUST_CHECK;

/* outbox_send.c */
/* Looks for what is due at the sink, in this turn of the loop. */
void outbox_run(struct outbox_sink *sink);
void outbox_stop(struct outbox_sink *sink);
/* Hands a message to a sink; done gets the answer. */
int outbox_deliver(struct outbox_sink *sink, struct err *err) MUST_CHECK;

/* outbox.c */
int outbox_init(struct pipeline *pipeline, struct err *err) MUST_CHECK;
int outbox_set_config(struct pipeline *pipeline, const struct config *config, struct err *err)
	MUST_CHECK;
void outbox_start(struct pipeline *pipeline);
/*
 * Of sinks that the configuration does not have any more: they are not down,
 * and what has waited for them as long as for any other is given up. Inside a
 * transaction.
 */
int outbox_drop_strays(struct pipeline *pipeline, struct err *err) MUST_CHECK;
/* The configuration is another. */
void outbox_reloaded(struct pipeline *pipeline);
/* Something is due, or a clock was set. */
void outbox_wake(struct pipeline *pipeline);
/* What is due now goes out now, and not in the loop's next turn. */
void outbox_run_all(struct pipeline *pipeline);
bool outbox_is_idle(const struct pipeline *pipeline);
void outbox_done(struct pipeline *pipeline);

#endif
