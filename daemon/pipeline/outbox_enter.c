/* Entries of the ledger become alerts, as the rules have it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alert/rule.h"
#include "alert/timing.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "outbox.h"
#include "store/changes.h"

#define SEEN_MARK "alerts-seen"
#define ENTRIES_AT_ONCE 512
#define COPY_S (7 * 86400) /* for so long what was told is not told again by a copy */
#define ID_DIGITS 32
/* So many go in the usual hour; what is over is frozen when its turn comes. */
#define FROZEN_AT_ONCE 32
#define PROOF_MAX_S (8 * 86400)
#define PROOFS_MAX 60 /* of weeks that are looked at for one without a digest */

/* What is the same for all orders of a change. */
struct entering {
	struct pipeline *pipeline;
	const struct store_change *change;
	const struct alert_fact *fact;
	const char *figure;
	struct arena *arena;
	int64_t now_s;
};

/* The same wherever it is made: a commit that is done again makes the same one. */
static const char *message_id(const char *seed, const char *sink, const char *language,
                              struct arena *arena)
{
	const char *text = arena_printf(arena, "%s|%s|%s", seed, sink, language);
	char hash[HASH_HEX_SIZE];

	hash_sha256_hex(text, strlen(text), hash);
	return arena_printf(arena, "msg_%.*s", ID_DIGITS, hash);
}

static const struct alert_options *options_of(const struct pipeline *pipeline)
{
	return &pipeline->parts.config->alerts;
}

/* --- silences */

static bool is_or_any(const char *wanted, const char *found)
{
	return !wanted[0] || (found && strcmp(wanted, found) == 0);
}

static bool is_meant(const struct store_silence *silence, const struct alert_fact *fact,
                     const char *sink)
{
	const struct claim *claim = fact->has_figure ? &fact->now.claim : NULL;

	return is_or_any(silence->kind, fact->kind_name) && is_or_any(silence->sink, sink) &&
	       is_or_any(silence->package, claim ? claim->package : NULL) &&
	       is_or_any(silence->subject, claim ? claim->subject : NULL) &&
	       is_or_any(silence->source, claim ? fact->now.source : fact->source);
}

/* A silence holds for what was known when it was made: a new value breaks it. */
static int is_silenced(const struct entering *e, const char *sink, const char **ret_why,
                       struct err *err)
{
	struct store *store = e->pipeline->parts.store;
	struct store_silence *list;
	size_t count;

	if (store_list_silences(store, e->now_s, e->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		bool was_known = true;

		if (!is_meant(&list[i], e->fact, sink))
			continue;
		if (e->change->claim_id &&
		    store_figure_was_known(store, e->change->claim_id, list[i].made_s, &was_known,
		                           err) < 0)
			return -1;
		if (!was_known)
			continue;
		*ret_why = arena_printf(e->arena, "silence %" PRId64 " of %s: %s", list[i].id,
		                        list[i].who, list[i].why);
		return 1;
	}
	return 0;
}

/* --- one order */

static int add_change(const struct entering *e, int64_t alert_id, struct err *err)
{
	return store_add_alert_change(e->pipeline->parts.store, alert_id, e->change->id, e->figure,
	                              err);
}

/* 1: the sink was told this figure already, and the copy is noted there. */
static int join_copy(const struct entering *e, const struct alert_sink *sink, struct err *err)
{
	int64_t id;

	if (!e->figure[0] || !alert_fact_may_be_copy(e->fact) || sink->digest != ALERT_AT_ONCE)
		return 0;
	if (store_alert_of_figure(e->pipeline->parts.store, sink->name, e->figure,
	                          e->now_s - COPY_S, &id, err) < 0)
		return -1;
	if (!id)
		return 0;
	return add_change(e, id, err) < 0 ? -1 : 1;
}

static int hasten(const struct entering *e, int64_t id, int64_t next_s, struct err *err)
{
	struct store_alert *alert;

	if (store_find_alert(e->pipeline->parts.store, id, e->arena, &alert, err) < 0)
		return -1;
	if (!alert || alert->next_s <= next_s)
		return 0;
	alert->next_s = next_s;
	return store_save_alert(e->pipeline->parts.store, alert, err);
}

/* What goes at once is frozen here, so that its sending needs no commit of its own. */
static int freeze_now(const struct entering *e, struct store_alert *alert, struct err *err)
{
	struct outbox *outbox = e->pipeline->outbox;

	if (alert->state != STORE_ALERT_WAITING || strcmp(alert->topic, STORE_DIGEST_TOPIC) == 0 ||
	    alert->next_s > e->now_s || outbox->frozen >= FROZEN_AT_ONCE)
		return 0;
	outbox->frozen++;
	return outbox_freeze_new(e->pipeline->parts.store, e->pipeline->parts.config, e->now_s,
	                         e->change, e->fact, alert, e->arena, err);
}

static int add_alert(const struct entering *e, struct store_alert *alert, struct err *err)
{
	int64_t id, next_s;
	struct store *store = e->pipeline->parts.store;

	if (alert->state == STORE_ALERT_WAITING) {
		if (store_gathering_alert(store, alert->sink, alert->topic, alert->language, &id,
		                          &next_s, err) < 0)
			return -1;
		if (id)
			return add_change(e, id, err) < 0 ? -1 : hasten(e, id, alert->next_s, err);
	}
	alert->message = message_id(e->change->hash, alert->sink, alert->language, e->arena);
	if (freeze_now(e, alert, err) < 0 || store_add_alert(store, alert, &id, err) < 0)
		return -1;
	return add_change(e, id, err);
}

static int enter_order(const struct entering *e, const struct alert_order *order, struct err *err)
{
	const struct alert_options *options = options_of(e->pipeline);
	const struct alert_rule *rule = &options->rules[order->rule];
	const struct alert_sink *sink = &options->sinks[order->sink];
	struct store_alert alert = {
		.sink = sink->name,
		.rule = rule->name,
		.topic = alert_fact_topic(e->fact, e->arena),
		.language = alert_language_name(rule->language),
		.made_s = e->now_s,
		.next_s = e->now_s + alert_rule_wait(rule, e->fact),
		.why = "",
	};
	int copy, silenced = is_silenced(e, sink->name, &alert.why, err);

	if (silenced < 0)
		return -1;
	if (silenced) {
		alert.state = STORE_ALERT_SILENCED;
		alert.done_s = e->now_s;
		return add_alert(e, &alert, err);
	}
	copy = join_copy(e, sink, err);
	if (copy)
		return copy < 0 ? -1 : 0;
	e->pipeline->outbox->is_stirred = true;
	if (sink->digest != ALERT_AT_ONCE) {
		alert.topic = STORE_DIGEST_TOPIC;
		alert.next_s = alert_digest_next(sink, options->zone, e->now_s);
	}
	return add_alert(e, &alert, err);
}

/* --- the ledger */

static int enter_in(struct pipeline *pipeline, const struct store_change *change,
                    struct arena *arena, struct err *err)
{
	const struct alert_options *options = options_of(pipeline);
	struct alert_order *orders = arena_array(arena, options->sink_count, sizeof(*orders));
	struct alert_fact fact;
	struct entering e = { .pipeline = pipeline,
		              .change = change,
		              .fact = &fact,
		              .arena = arena,
		              .now_s = clock_now_s() };
	size_t count;

	if (alert_fact_read(change->json, change->id, arena, &fact, err) < 0) {
		log_event(LOG_WARNING, "alert", err->text, LOG_INT("id", change->id));
		return 0;
	}
	e.figure = alert_fact_figure(&fact, arena);
	count = alert_orders(options, &fact, orders);
	for (size_t i = 0; i < count; i++)
		if (enter_order(&e, &orders[i], err) < 0)
			return -1;
	return 0;
}

/* What one entry takes of memory is given back before the next: there may be thousands. */
static int enter_change(struct pipeline *pipeline, const struct store_change *change,
                        struct err *err)
{
	struct arena *arena = arena_new(OUTBOX_ARENA_BYTES);
	int done = enter_in(pipeline, change, arena, err);

	arena_free(arena);
	return done;
}

static int save_seen(struct store *store, int64_t seen, struct err *err)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, seen);
	return store_set_mark(store, SEEN_MARK, text, err);
}

static int enter_some(struct pipeline *pipeline, struct err *err)
{
	struct outbox *outbox = pipeline->outbox;
	/* Behind no entry at all a limit would give the newest ones. */
	const struct store_change_filter filter = {
		.after_id = outbox->seen_now,
		.limit = outbox->seen_now ? ENTRIES_AT_ONCE : 0,
	};
	struct arena *arena = arena_new(OUTBOX_ARENA_BYTES);
	struct store_change *list;
	size_t count;
	int done = -1;

	if (store_list_changes(pipeline->parts.store, &filter, arena, &list, &count, err) < 0)
		goto out;
	for (size_t i = 0; i < count; i++) {
		if (enter_change(pipeline, &list[i], err) < 0)
			goto out;
		outbox->seen_now = list[i].id;
	}
	done = 0;
out:
	arena_free(arena);
	return done;
}

int outbox_enter(struct pipeline *pipeline, struct err *err)
{
	struct outbox *outbox = pipeline->outbox;
	char hash[HASH_HEX_SIZE];
	int64_t head;

	if (store_ledger_head(pipeline->parts.store, &head, hash, err) < 0)
		return -1;
	if (head <= outbox->seen_now)
		return 0;
	while (outbox->seen_now < head && options_of(pipeline)->rule_count > 0)
		if (enter_some(pipeline, err) < 0)
			return -1;
	outbox->seen_now = head;
	return save_seen(pipeline->parts.store, head, err);
}

void outbox_committed(struct pipeline *pipeline)
{
	struct outbox *outbox = pipeline->outbox;

	outbox->seen = outbox->seen_now;
	outbox->frozen = 0;
	if (!outbox->is_stirred)
		return;
	outbox->is_stirred = false;
	outbox_wake(pipeline);
	if (pipeline->is_started)
		outbox_run_all(pipeline);
}

void outbox_rolled_back(struct pipeline *pipeline)
{
	pipeline->outbox->seen_now = pipeline->outbox->seen;
	pipeline->outbox->is_stirred = false;
	pipeline->outbox->frozen = 0;
}

/* --- digests */

static enum alert_language language_of(const struct outbox_sink *sink)
{
	const struct alert_options *options = options_of(sink->pipeline);

	for (size_t i = 0; i < options->rule_count; i++)
		for (size_t k = 0; k < options->rules[i].sink_count; k++)
			if (options->rules[i].sinks[k] == sink->index)
				return options->rules[i].language;
	return ALERT_EN;
}

/*
 * The next that was not sent yet: where the clock was set back, the one that
 * comes next by the clock is out already.
 */
static int add_proof(struct outbox_sink *sink, struct store_alert *alert, struct arena *arena,
                     struct err *err)
{
	const char *zone = options_of(sink->pipeline)->zone;
	struct store *store = sink->pipeline->parts.store;
	struct store_alert *there;
	int64_t id;

	alert->next_s = alert->made_s;
	for (int i = 0; i < PROOFS_MAX; i++) {
		alert->next_s = alert_digest_proof(sink->sink, zone, alert->next_s);
		alert->message = message_id(arena_printf(arena, "digest %" PRId64, alert->next_s),
		                            sink->name, alert->language, arena);
		if (store_add_alert(store, alert, &id, err) < 0 ||
		    store_find_alert(store, id, arena, &there, err) < 0)
			return -1;
		if (there && there->state == STORE_ALERT_WAITING)
			return 0;
	}
	return 0;
}

static int write_digest(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct outbox_sink *sink = arg;
	struct arena *arena = arena_new(1u << 20);
	struct store_alert alert = {
		.sink = sink->name,
		.rule = "",
		.topic = STORE_DIGEST_TOPIC,
		.language = alert_language_name(language_of(sink)),
		.made_s = clock_now_s(),
		.why = "",
	};
	int64_t id, next_s;
	int done = store_gathering_alert(pipeline->parts.store, sink->name, STORE_DIGEST_TOPIC,
	                                 alert.language, &id, &next_s, err);

	if (done == 0 && !id)
		done = add_proof(sink, &alert, arena, err);
	arena_free(arena);
	return done;
}

static int expect_digest(struct outbox_sink *sink, struct err *err)
{
	return pipeline_write(sink->pipeline, write_digest, sink, err);
}

/* A proof that all is well is a week apart from the last; a day more for a clock that is set. */
static bool is_too_late(const struct outbox_sink *sink, const struct store_alert *digest,
                        int64_t now_s)
{
	if (digest->tries > 0)
		return false;
	if (digest->change_count == 0)
		return digest->next_s > now_s + PROOF_MAX_S;
	return digest->next_s >
	       alert_digest_next(sink->sink, options_of(sink->pipeline)->zone, now_s);
}

struct planning {
	struct outbox_sink *sink;
	int64_t id;
};

static int write_plan(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct planning *p = arg;
	const char *zone = options_of(pipeline)->zone;
	struct arena *arena = arena_new(OUTBOX_ARENA_BYTES);
	int64_t now_s = clock_now_s();
	struct store_alert *digest;
	int done = store_find_alert(pipeline->parts.store, p->id, arena, &digest, err);

	if (done == 0 && digest && is_too_late(p->sink, digest, now_s)) {
		digest->next_s = digest->change_count
		                         ? alert_digest_next(p->sink->sink, zone, now_s)
		                         : alert_digest_proof(p->sink->sink, zone, now_s);
		done = store_save_alert(pipeline->parts.store, digest, err);
	}
	arena_free(arena);
	return done;
}

int outbox_plan_digest(struct outbox_sink *sink, int64_t now_s, struct err *err)
{
	const char *language = alert_language_name(language_of(sink));
	struct planning planning = { .sink = sink };
	struct store_alert *digest;
	int64_t next_s;

	if (sink->sink->digest == ALERT_AT_ONCE)
		return 0;
	if (store_gathering_alert(sink->pipeline->parts.store, sink->name, STORE_DIGEST_TOPIC,
	                          language, &planning.id, &next_s, err) < 0)
		return -1;
	if (!planning.id)
		return expect_digest(sink, err);
	if (store_find_alert(sink->pipeline->parts.store, planning.id, sink->arena, &digest, err) <
	    0)
		return -1;
	if (!digest || !is_too_late(sink, digest, now_s))
		return 0;
	return pipeline_write(sink->pipeline, write_plan, &planning, err);
}
