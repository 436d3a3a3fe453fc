/*
 * From the outbox to a sink: one message at a time, the earliest first. What
 * fails waits and doubles its wait; a sink that fails is asked with one message
 * at a time until it takes one.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alert/parcel.h"
#include "alert/timing.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "outbox.h"
#include "report.h"

#define LOOK_MS (60 * 1000) /* so soon a clock that was set is noticed */
#define HOUR_S 3600
#define PAUSE_MAX_S 7200 /* a sink that asks for a longer pause is asked again all the same */

static struct store *store_of(const struct outbox_sink *sink)
{
	return sink->pipeline->parts.store;
}

static void failed_record(struct outbox_sink *sink, const struct err *err)
{
	pipeline_record_failed(sink->pipeline, sink->name, err);
	event_timer_start(sink->timer, LOOK_MS);
}

static void forget_message(struct outbox_sink *sink)
{
	arena_free(sink->arena);
	sink->arena = NULL;
	sink->alert = NULL;
}

/* --- how it fares */

static int save_sink(struct outbox_sink *sink, const char *why, struct err *err)
{
	const struct store_sink row = {
		.name = sink->name,
		.down_since_s = sink->down_since_s,
		.failures = sink->failures,
		.next_s = sink->next_s,
		.why = why,
	};

	return store_save_sink(store_of(sink), &row, err);
}

static void tell_down(const struct outbox_sink *sink, const char *why)
{
	char *message = mem_printf("sink %s takes no messages: %s; they wait", sink->name, why);

	log_event(LOG_WARNING, "sink-down", message, LOG_STR("sink", sink->name),
	          LOG_STR("why", why));
	free(message);
}

static void tell_up(const struct outbox_sink *sink, int64_t down_s)
{
	char *message = mem_printf("sink %s takes messages again", sink->name);

	log_event(LOG_NOTICE, "sink-up", message, LOG_STR("sink", sink->name),
	          LOG_INT("down_s", down_s));
	free(message);
}

/* --- how a message ended */

struct verdict {
	bool is_sent;
	bool is_own_fault; /* of the message: others may go on */
	int64_t pause_s;   /* that the sink asked for; 0: none */
	const char *why;
};

struct closing {
	struct outbox_sink *sink;
	const struct verdict *verdict;
	size_t given_up;
};

static int write_sent(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct closing *c = arg;
	struct store_alert *alert = c->sink->alert;

	(void)pipeline;
	alert->state = STORE_ALERT_SENT;
	alert->done_s = clock_now_s();
	alert->tries++;
	alert->why = "";
	if (store_save_alert(store_of(c->sink), alert, err) < 0)
		return -1;
	return c->sink->down_since_s ? save_sink(c->sink, "", err) : 0;
}

static int write_failed(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct closing *c = arg;
	struct outbox_sink *sink = c->sink;
	struct store_alert *alert = sink->alert;
	int64_t now_s = clock_now_s();

	(void)pipeline;
	alert->tries++;
	if (!alert->begun_s || alert->begun_s > now_s)
		alert->begun_s = now_s;
	alert->next_s = now_s + alert_backoff(sink->sink->retry_s, alert->tries, pipeline_random());
	alert->why = c->verdict->why;
	if (store_save_alert(store_of(sink), alert, err) < 0)
		return -1;
	if (!c->verdict->is_own_fault && save_sink(sink, c->verdict->why, err) < 0)
		return -1;
	/* What waits behind a sink that is down shares the tries of the one that asks. */
	return store_expire_alerts(store_of(sink), sink->name, now_s - ALERT_GIVE_UP_S, now_s,
	                           sink->failures >= ALERT_GIVE_UP_TRIES ? 0 : ALERT_GIVE_UP_TRIES,
	                           c->verdict->why, &c->given_up, err);
}

static void log_try(const struct outbox_sink *sink, const struct verdict *verdict)
{
	const struct store_alert *alert = sink->alert;
	char *message = verdict->is_sent
	                        ? mem_printf("sent to %s", sink->name)
	                        : mem_printf("not sent to %s: %s", sink->name, verdict->why);

	log_event(verdict->is_sent ? LOG_INFO : LOG_DEBUG, "alert", message,
	          LOG_STR("sink", sink->name), LOG_INT("alert", alert->id),
	          LOG_STR("message_id", alert->message), LOG_INT("tries", alert->tries));
	free(message);
}

static void sent(struct outbox_sink *sink, const struct verdict *verdict)
{
	struct closing closing = { sink, verdict, 0 };
	int64_t down_since_s = sink->down_since_s;
	struct err err;

	sink->failures = 0;
	sink->next_s = 0;
	sink->sent++;
	if (pipeline_write_soon(sink->pipeline, write_sent, &closing, &err) < 0)
		pipeline_record_failed(sink->pipeline, sink->name, &err);
	log_try(sink, verdict);
	if (down_since_s)
		tell_up(sink, clock_now_s() - down_since_s);
	sink->down_since_s = 0;
	forget_message(sink);
}

static void failed(struct outbox_sink *sink, const struct verdict *verdict)
{
	struct closing closing = { sink, verdict, 0 };
	bool was_down = sink->down_since_s != 0;
	int64_t now_s = clock_now_s();
	struct err err;

	sink->failed++;
	if (!verdict->is_own_fault) {
		int64_t wait_s = alert_backoff(sink->sink->retry_s, ++sink->failures,
		                               pipeline_random());

		sink->next_s = now_s + (verdict->pause_s > wait_s ? verdict->pause_s : wait_s);
		sink->down_since_s = was_down ? sink->down_since_s : now_s;
	}
	if (pipeline_write(sink->pipeline, write_failed, &closing, &err) < 0)
		pipeline_record_failed(sink->pipeline, sink->name, &err);
	log_try(sink, verdict);
	if (!was_down && sink->down_since_s)
		tell_down(sink, verdict->why);
	if (closing.given_up > 0)
		log_event(LOG_ERR, "alert", "messages were given up after 72 h",
		          LOG_STR("sink", sink->name),
		          LOG_INT("messages", (int64_t)closing.given_up));
	forget_message(sink);
}

static void finish(struct outbox_sink *sink, const struct verdict *verdict)
{
	struct pipeline *pipeline = sink->pipeline;

	sink->job = NULL;
	sink->program = NULL;
	if (verdict->is_sent)
		sent(sink, verdict);
	else
		failed(sink, verdict);
	event_timer_start(sink->timer, 0);
	pipeline_check_idle(pipeline);
}

/* Statuses by which a receiver says that it is this message that it does not take. */
static bool is_fault_of_message(const struct fetch_reply *reply)
{
	return reply->status == 400 || reply->status == 413 || reply->status == 415 ||
	       reply->status == 422;
}

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	int64_t pause_s = reply->retry_after_s > 0 ? reply->retry_after_s : 0;
	struct outbox_sink *sink = arg;
	const struct verdict verdict = {
		.is_sent = fetch_outcome_is_success(reply->outcome),
		.is_own_fault = sink->sink->kind != ALERT_SMTP && is_fault_of_message(reply),
		.pause_s = pause_s < PAUSE_MAX_S ? pause_s : PAUSE_MAX_S,
		.why = reply->detail,
	};

	finish(sink, &verdict);
}

static void on_program(int status, const char *why, const char *output, void *arg)
{
	struct outbox_sink *sink = arg;
	struct arena *arena = arena_new(64 * KIB);
	const struct verdict verdict = {
		.is_sent = status == 0,
		.why = arena_printf(arena, "%s: %s%s%.*s", sink->sink->command[0], why,
		                    output[0] ? ": " : "", (int)strcspn(output, "\r\n"), output),
	};

	finish(sink, &verdict);
	arena_free(arena);
}

/* --- handing over */

static const char *mail_server(const struct alert_sink *sink, struct arena *arena)
{
	static const int ports[] = {
		[ALERT_STARTTLS] = 587, [ALERT_TLS] = 465, [ALERT_PLAIN] = 25
	};
	const char *scheme = sink->tls == ALERT_TLS ? "https" : "http";
	const char *last = strrchr(sink->server, ':'), *bracket = strrchr(sink->server, ']');

	if (last && (!bracket || last > bracket))
		return arena_printf(arena, "%s://%s", scheme, sink->server);
	return arena_printf(arena, "%s://%s:%d", scheme, sink->server, ports[sink->tls]);
}

void alerts_fetch_request(const struct alert_sink *sink, const struct alert_parcel *parcel,
                          struct arena *arena, struct fetch_request *ret_request)
{
	struct fetch_request request = {
		.url = parcel->address,
		.method = parcel->method,
		.body = parcel->body,
		.body_len = parcel->len,
		.headers = parcel->headers,
		.header_count = parcel->header_count,
		.accept = "*/*",
		.ca_file = sink->ca_file && sink->ca_file[0] ? sink->ca_file : NULL,
		.max_bytes = LIMIT_PAGE_BYTES,
		/* The user named it, and no redirect leads elsewhere. */
		.allow_private = true,
	};

	if (sink->kind == ALERT_SMTP) {
		struct fetch_mail *mail = arena_alloc(arena, sizeof(*mail));

		*mail = (struct fetch_mail){ .from = sink->from,
			                     .to = sink->to,
			                     .to_count = sink->to_count,
			                     .user = sink->user,
			                     .password = sink->password,
			                     .starttls = sink->tls == ALERT_STARTTLS };
		request.mail = mail;
		request.url = mail_server(sink, arena);
		request.proxy = "";
	}
	*ret_request = request;
}

int outbox_deliver(struct outbox_sink *sink, struct err *err)
{
	struct event_loop *loop = sink->pipeline->parts.loop;
	struct alert_parcel parcel;
	struct fetch_request request;

	if (alert_parcel_make(sink->sink, sink->alert->body, clock_now_s(), sink->arena, &parcel,
	                      err) < 0)
		return -1;
	if (sink->sink->kind == ALERT_EXEC) {
		sink->program = event_program_start(loop, sink->sink->command, parcel.body,
		                                    parcel.len, sink->sink->timeout_ms, on_program,
		                                    sink);
		return 0;
	}
	alerts_fetch_request(sink->sink, &parcel, sink->arena, &request);
	sink->job = fetch_start(sink->fetch, &request, on_reply, sink);
	fetch_pool_push(sink->fetch);
	return 0;
}

/* --- what is due */

static int freeze(struct outbox_sink *sink, struct err *err)
{
	bool is_digest = strcmp(sink->alert->topic, STORE_DIGEST_TOPIC) == 0;

	return outbox_freeze(store_of(sink), sink->pipeline->parts.config,
	                     is_digest ? sink->sink->digest : ALERT_AT_ONCE, clock_now_s(),
	                     sink->alert, sink->arena, err);
}

static int write_frozen(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct outbox_sink *sink = arg;
	struct store_alert *fresh;

	(void)pipeline;
	if (store_find_alert(store_of(sink), sink->alert->id, sink->arena, &fresh, err) < 0)
		return -1;
	*sink->alert = *fresh;
	return freeze(sink, err);
}

/* The last message of the hour has all that waits in it. */
static int write_merged(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct outbox_sink *sink = arg;
	struct store_alert *into;
	int64_t id;

	(void)pipeline;
	if (store_merge_alerts(store_of(sink), sink->name, clock_now_s(), &id, err) < 0)
		return -1;
	if (!id)
		return 0;
	if (store_find_alert(store_of(sink), id, sink->arena, &into, err) < 0)
		return -1;
	sink->alert = into;
	return freeze(sink, err);
}

/* 0: sent, or at least begun. */
static int send_next(struct outbox_sink *sink, bool is_merged, struct err *err)
{
	if (is_merged && pipeline_write(sink->pipeline, write_merged, sink, err) < 0)
		return -1;
	if (!sink->alert->body && pipeline_write(sink->pipeline, write_frozen, sink, err) < 0)
		return -1;
	return outbox_deliver(sink, err);
}

/* How many more the sink may have in this hour. */
static int room_in_hour(const struct outbox_sink *sink, int64_t now_s, int64_t *ret_room,
                        struct err *err)
{
	int64_t count;

	if (store_count_sent(store_of(sink), sink->name, now_s - HOUR_S, now_s, &count, err) < 0)
		return -1;
	*ret_room = sink->sink->max_per_hour - count;
	return 0;
}

static void sleep_until(struct outbox_sink *sink, int64_t at_s, int64_t now_s)
{
	int64_t wait_ms = (at_s - now_s) * 1000;

	event_timer_start(sink->timer, at_s && wait_ms < LOOK_MS ? wait_ms : LOOK_MS);
}

static int sleep_to_next(struct outbox_sink *sink, int64_t now_s, struct err *err)
{
	int64_t next_s;

	if (store_next_alert(store_of(sink), sink->name, &next_s, err) < 0)
		return -1;
	sleep_until(sink, next_s, now_s);
	return 0;
}

static int run(struct outbox_sink *sink, struct err *err)
{
	int64_t now_s = clock_now_s(), room;
	struct store_alert *list;
	size_t count;

	if (outbox_plan_digest(sink, now_s, err) < 0)
		return -1;

	if (sink->next_s > now_s && sink->next_s <= now_s + PAUSE_MAX_S) {
		sleep_until(sink, sink->next_s, now_s);
		return 0;
	}
	if (room_in_hour(sink, now_s, &room, err) < 0)
		return -1;
	if (room <= 0) {
		int64_t sent_s;

		if (store_nth_sent(store_of(sink), sink->name, sink->sink->max_per_hour, &sent_s,
		                   err) < 0)
			return -1;
		sleep_until(sink, sent_s + HOUR_S + 1, now_s);
		return 0;
	}
	if (store_due_alerts(store_of(sink), sink->name, now_s, room == 1 ? 2 : 1, sink->arena,
	                     &list, &count, err) < 0)
		return -1;
	if (count == 0)
		return sleep_to_next(sink, now_s, err);
	sink->alert = list;
	return send_next(sink, count > 1, err);
}

void outbox_run(struct outbox_sink *sink)
{
	struct err err;

	if (sink->arena)
		return;
	sink->arena = arena_new(OUTBOX_ARENA_BYTES);
	if (run(sink, &err) < 0)
		failed_record(sink, &err);
	if (!sink->job && !sink->program)
		forget_message(sink);
}

void outbox_stop(struct outbox_sink *sink)
{
	if (sink->job)
		fetch_cancel(sink->job);
	event_program_cancel(sink->program);
	sink->job = NULL;
	sink->program = NULL;
	forget_message(sink);
}
