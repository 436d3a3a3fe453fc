/*
 * The outbox: alerts on their way to sinks, one row a message; which changes
 * each tells of; how each sink fares; and silences. What is sent to whom, and
 * when, is for others to say: the record keeps it.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/changes.h"
#include "store/store.h"

enum store_alert_state {
	STORE_ALERT_WAITING, /* gathers changes, or waits for its next try */
	STORE_ALERT_SENT,
	STORE_ALERT_GIVEN_UP,
	STORE_ALERT_MERGED,   /* its changes went out with another alert */
	STORE_ALERT_SILENCED, /* a silence kept it back */
};

const char *store_alert_state_name(enum store_alert_state state); /* "given-up" */
bool store_alert_state_parse(const char *s, enum store_alert_state *ret);

/* The topic of a digest, which has its time of the day whatever the clock does. */
#define STORE_DIGEST_TOPIC "digest"

struct store_alert {
	int64_t id;
	const char *message; /* the id that the receiver sees; unique */
	const char *sink;
	const char *rule;
	const char *topic;
	const char *language;
	enum store_alert_state state;
	int64_t made_s;
	int64_t begun_s; /* of the first try; 0: not tried yet */
	int64_t next_s;  /* of the next try, while it waits */
	int tries;
	int64_t done_s;       /* when it reached its state; 0: it waits */
	const char *why;      /* why the last try failed, or which silence it was; "" nothing */
	const char *body;     /* the message as it was frozen; NULL: not yet */
	int64_t into_id;      /* of a merged one */
	int64_t change_count; /* filled in by lists and store_find_alert() */
};

/*
 * Adds an alert; id and change_count are not looked at. Where the message is
 * there already nothing is written and *ret_id is that alert's.
 */
int store_add_alert(struct store *store, const struct store_alert *alert, int64_t *ret_id,
                    struct err *err) MUST_CHECK;
/*
 * A change that the alert tells of; once is enough. figure: what is equal where
 * two changes tell the same; "" never is.
 */
int store_add_alert_change(struct store *store, int64_t alert_id, int64_t change_id,
                           const char *figure, struct err *err) MUST_CHECK;
/* The alert of the sink that still gathers changes of the topic; *ret_id 0: none does. */
int store_gathering_alert(struct store *store, const char *sink, const char *topic,
                          const char *language, int64_t *ret_id, int64_t *ret_next_s,
                          struct err *err) MUST_CHECK;
/* The newest alert to the sink, made since then, that tells the figure; *ret_id 0: none. */
int store_alert_of_figure(struct store *store, const char *sink, const char *figure,
                          int64_t since_s, int64_t *ret_id, struct err *err) MUST_CHECK;

/* Every field of the row but message, sink, rule, topic, language and made_s. */
int store_save_alert(struct store *store, const struct store_alert *alert, struct err *err)
	MUST_CHECK;

/* Those of the sink that wait and whose time has come, the earliest first, at most limit. */
int store_due_alerts(struct store *store, const char *sink, int64_t now_s, size_t limit,
                     struct arena *arena, struct store_alert **ret_list, size_t *ret_count,
                     struct err *err) MUST_CHECK;
/* When the next one of the sink is due; 0: none waits. */
int store_next_alert(struct store *store, const char *sink, int64_t *ret_next_s, struct err *err)
	MUST_CHECK;
/*
 * How many messages the sink got since then, and when the nth newest of them
 * went out (0: there are fewer).
 */
int store_count_sent(struct store *store, const char *sink, int64_t since_s, int64_t now_s,
                     int64_t *ret_count, struct err *err) MUST_CHECK;
int store_nth_sent(struct store *store, const char *sink, int64_t nth, int64_t *ret_done_s,
                   struct err *err) MUST_CHECK;

/* How many messages of the sink are in the state, and came to it since then (0: whenever). */
int store_count_alerts(struct store *store, const char *sink, enum store_alert_state state,
                       int64_t since_s, int64_t *ret_count, struct err *err) MUST_CHECK;

/*
 * Gives up what waits for the sink since before_s or longer: since its first
 * try, or since it was due; and was tried so often at least. why: for those
 * that have no failure of their own.
 */
int store_expire_alerts(struct store *store, const char *sink, int64_t before_s, int64_t now_s,
                        int least_tries, const char *why, size_t *ret_count, struct err *err)
	MUST_CHECK;

/* NULL or 0 in a place: it does not matter. The newest first. */
struct store_alert_filter {
	const char *state;
	const char *sink;
	size_t limit;
};
int store_list_alerts(struct store *store, const struct store_alert_filter *filter,
                      struct arena *arena, struct store_alert **ret_list, size_t *ret_count,
                      struct err *err) MUST_CHECK;
/* *ret_alert is NULL where there is none. */
int store_find_alert(struct store *store, int64_t id, struct arena *arena,
                     struct store_alert **ret_alert, struct err *err) MUST_CHECK;
/* The changes that it tells of, in the order of the ledger, at most limit (0: all). */
int store_alert_changes(struct store *store, int64_t alert_id, size_t limit, struct arena *arena,
                        struct store_change **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;
/*
 * Of all that is frozen nobody knows whether it was sent before we were killed:
 * from now on it counts as tried, so that it is sent as it stands.
 */
int store_suspect_alerts(struct store *store, struct err *err) MUST_CHECK;
/*
 * All that is due at the sink and was never tried goes with the earliest of
 * them, *ret_id (0: there is none), that are in the same language.
 */
int store_merge_alerts(struct store *store, const char *sink, int64_t now_s, int64_t *ret_id,
                       struct err *err) MUST_CHECK;

/* --- sinks */

struct store_sink {
	const char *name;
	int64_t down_since_s; /* 0: it is up */
	int failures;         /* in a row */
	int64_t next_s;       /* nothing is sent to it before; 0: at once */
	const char *why;
	int64_t waiting; /* messages; filled in by store_list_down_sinks() */
};
int store_save_sink(struct store *store, const struct store_sink *sink, struct err *err) MUST_CHECK;
/* False in *ret_is_known where the record has never heard of it. */
int store_find_sink(struct store *store, const char *name, struct arena *arena,
                    struct store_sink *ret_sink, bool *ret_is_known, struct err *err) MUST_CHECK;

/* Names of all that messages wait for. */
int store_list_waiting_sinks(struct store *store, struct arena *arena, const char ***ret_list,
                             size_t *ret_count, struct err *err) MUST_CHECK;
/* Those that are down and that messages wait for, the longest first. */
int store_list_down_sinks(struct store *store, struct arena *arena, struct store_sink **ret_list,
                          size_t *ret_count, struct err *err) MUST_CHECK;
/* Messages that were tried or are due, and do not arrive; and those that were given up. */
int store_count_undelivered(struct store *store, int64_t now_s, int64_t *ret_late,
                            int64_t *ret_given_up, struct err *err) MUST_CHECK;

/* --- silences */

/* "" in a place: whatever it is. */
struct store_silence {
	int64_t id;
	const char *kind;
	const char *package;
	const char *subject;
	const char *source;
	const char *sink;
	int64_t made_s;
	int64_t until_s;
	const char *who;
	const char *why;
};
int store_add_silence(struct store *store, const struct store_silence *silence, int64_t *ret_id,
                      struct err *err) MUST_CHECK;
/* Those that last at that time, in the order of their making. now_s 0: every one. */
int store_list_silences(struct store *store, int64_t now_s, struct arena *arena,
                        struct store_silence **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;
/* Ends one now. *ret_ended is false where none with the id lasts. */
int store_end_silence(struct store *store, int64_t id, int64_t now_s, bool *ret_ended,
                      struct err *err) MUST_CHECK;

/* Whether the figure of the claim stood in its series before that time, by whatever claim. */
int store_figure_was_known(struct store *store, int64_t claim_id, int64_t before_s, bool *ret_was,
                           struct err *err) MUST_CHECK;

#endif
