/* The outbox's life: its sinks come and go with the configuration. */
#include "outbox.h"

#include <stdlib.h>
#include <string.h>

#include "alert/timing.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/changes.h"

#define SEEN_MARK "alerts-seen"

static void on_timer(void *arg)
{
	struct outbox_sink *sink = arg;

	outbox_run(sink);
	pipeline_check_idle(sink->pipeline);
}

static void free_sink(struct outbox_sink *sink)
{
	if (!sink)
		return;
	outbox_stop(sink);
	fetch_pool_free(sink->fetch);
	event_timer_free(sink->timer);
	free(sink->name);
	free(sink);
}

struct fetch_options pipeline_fetch_options(const struct config_options *o)
{
	struct fetch_options options = FETCH_OPTIONS;

	options.user_agent = o->user_agent;
	options.ca_file = o->ca_file && o->ca_file[0] ? o->ca_file : NULL;
	options.proxy = o->proxy_address[0] ? o->proxy_address : NULL;
	options.dns = o->dns[0] ? o->dns : NULL;
	options.max_transfers = (size_t)o->max_transfers;
	options.host_gap_ms = o->host_gap_ms;
	options.connect_ms = o->connect_timeout_ms;
	options.transfer_ms = o->total_timeout_ms;
	options.low_speed_bytes = o->low_speed_bytes;
	options.low_speed_s = o->low_speed_s;
	return options;
}

static struct fetch_options options_of(const struct config *config, const struct alert_sink *sink)
{
	struct fetch_options options = pipeline_fetch_options(&config->options);

	options.host_gap_ms = 0;
	options.keeps_no_pauses = true;
	options.transfer_ms = sink->timeout_ms;
	options.max_transfers = 1;
	options.kept_connections = 2; /* one: the one in use is counted too */
	return options;
}

static int load_state(struct outbox_sink *sink, struct err *err)
{
	struct arena *arena = arena_new(1u << 16);
	struct store_sink row;
	bool is_known;
	int done = store_find_sink(sink->pipeline->parts.store, sink->name, arena, &row, &is_known,
	                           err);

	if (done == 0 && is_known) {
		sink->down_since_s = row.down_since_s;
		sink->failures = row.failures;
	}
	arena_free(arena);
	return done;
}

static int make_sink(struct pipeline *pipeline, const struct config *config, size_t index,
                     struct outbox_sink **ret_sink, struct err *err)
{
	const struct alert_sink *from = &config->alerts.sinks[index];
	const struct fetch_options options = options_of(config, from);
	struct outbox_sink *sink = mem_alloc(sizeof(*sink));

	sink->pipeline = pipeline;
	sink->name = mem_strdup(from->name);
	sink->timer = event_timer_new(pipeline->parts.loop, on_timer, sink);
	if (from->kind != ALERT_EXEC)
		sink->fetch = fetch_pool_new(pipeline->parts.loop, &options, err);
	if ((from->kind != ALERT_EXEC && !sink->fetch) || load_state(sink, err) < 0) {
		free_sink(sink);
		return -1;
	}
	*ret_sink = sink;
	return 0;
}

/* Of the same kind, so that what is under way and the pool can go on. */
static struct outbox_sink *take_kept(struct outbox *outbox, const struct alert_sink *wanted)
{
	for (size_t i = 0; i < outbox->sink_count; i++) {
		struct outbox_sink *sink = outbox->sinks[i];

		if (!sink || strcmp(sink->name, wanted->name) != 0 ||
		    (wanted->kind == ALERT_EXEC) != !sink->fetch)
			continue;
		outbox->sinks[i] = NULL;
		return sink;
	}
	return NULL;
}

static void place(struct outbox_sink *sink, const struct config *config, size_t index)
{
	sink->sink = &config->alerts.sinks[index];
	sink->index = index;
	if (sink->fetch) {
		const struct fetch_options options = options_of(config, sink->sink);

		fetch_pool_set_options(sink->fetch, &options);
	}
}

int outbox_set_config(struct pipeline *pipeline, const struct config *config, struct err *err)
{
	struct outbox *outbox = pipeline->outbox;
	size_t count = config->alerts.sink_count;
	struct outbox_sink **list = mem_array(count + 1, sizeof(*list));

	/* First what may fail: until then nothing is taken from the old list. */
	for (size_t i = 0; i < count; i++)
		if (make_sink(pipeline, config, i, &list[i], err) < 0) {
			for (size_t k = 0; k < i; k++)
				free_sink(list[k]);
			free(list);
			return -1;
		}
	for (size_t i = 0; i < count; i++) {
		struct outbox_sink *kept = take_kept(outbox, &config->alerts.sinks[i]);

		if (kept) {
			free_sink(list[i]);
			list[i] = kept;
		}
		place(list[i], config, i);
	}
	for (size_t i = 0; i < outbox->sink_count; i++)
		free_sink(outbox->sinks[i]);
	free(outbox->sinks);
	outbox->sinks = list;
	outbox->sink_count = count;
	return 0;
}

/* A record that never had alerts begins with what comes from now on. */
static int load_seen(struct pipeline *pipeline, struct err *err)
{
	struct outbox *outbox = pipeline->outbox;
	char hash[HASH_HEX_SIZE];
	const char *mark;

	if (store_get_mark(pipeline->parts.store, SEEN_MARK, &mark, err) < 0)
		return -1;
	outbox->seen = strtoll(mark, NULL, 10);
	if (!mark[0] && store_ledger_head(pipeline->parts.store, &outbox->seen, hash, err) < 0)
		return -1;
	outbox->seen_now = outbox->seen;
	return 0;
}

int outbox_init(struct pipeline *pipeline, struct err *err)
{
	pipeline->outbox = mem_alloc(sizeof(*pipeline->outbox));
	return load_seen(pipeline, err);
}

static bool has_sink(const struct outbox *outbox, const char *name)
{
	for (size_t i = 0; i < outbox->sink_count; i++)
		if (strcmp(outbox->sinks[i]->name, name) == 0)
			return true;
	return false;
}

static int drop_stray(struct store *store, const char *name, int64_t now_s, struct err *err)
{
	const struct store_sink up = { .name = name, .why = "" };
	size_t given_up;

	if (store_save_sink(store, &up, err) < 0 ||
	    store_expire_alerts(store, name, now_s - ALERT_GIVE_UP_S, now_s, 0,
	                        "no sink has this name any more", &given_up, err) < 0)
		return -1;
	if (given_up > 0)
		log_event(LOG_ERR, "alert", "messages were given up: no sink has this name",
		          LOG_STR("sink", name), LOG_INT("messages", (int64_t)given_up));
	return 0;
}

int outbox_drop_strays(struct pipeline *pipeline, struct err *err)
{
	struct arena *arena = arena_new(OUTBOX_ARENA_BYTES);
	struct store *store = pipeline->parts.store;
	int64_t now_s = clock_now_s();
	const char **list;
	size_t count;
	int done = store_list_waiting_sinks(store, arena, &list, &count, err);

	for (size_t i = 0; i < count && done == 0; i++)
		if (!has_sink(pipeline->outbox, list[i]))
			done = drop_stray(store, list[i], now_s, err);
	arena_free(arena);
	return done;
}

static int write_start(struct pipeline *pipeline, void *arg, struct err *err)
{
	(void)arg;
	if (outbox_drop_strays(pipeline, err) < 0)
		return -1;
	return store_suspect_alerts(pipeline->parts.store, err);
}

/* What others entered into the ledger while no daemon ran is judged with it. */
void outbox_start(struct pipeline *pipeline)
{
	struct err err;

	if (pipeline_write(pipeline, write_start, NULL, &err) < 0)
		pipeline_record_failed(pipeline, "alerts", &err);
	outbox_wake(pipeline);
}

static int write_strays(struct pipeline *pipeline, void *arg, struct err *err)
{
	(void)arg;
	return outbox_drop_strays(pipeline, err);
}

void outbox_reloaded(struct pipeline *pipeline)
{
	struct err err;

	if (pipeline_write(pipeline, write_strays, NULL, &err) < 0)
		pipeline_record_failed(pipeline, "alerts", &err);
	outbox_wake(pipeline);
}

void outbox_wake(struct pipeline *pipeline)
{
	for (size_t i = 0; i < pipeline->outbox->sink_count; i++)
		if (!pipeline->outbox->sinks[i]->arena)
			event_timer_start(pipeline->outbox->sinks[i]->timer, 0);
}

void outbox_run_all(struct pipeline *pipeline)
{
	for (size_t i = 0; i < pipeline->outbox->sink_count; i++)
		outbox_run(pipeline->outbox->sinks[i]);
}

/* Of `--once`: what can be sent now is; what waits is for the next start. */
bool outbox_is_idle(const struct pipeline *pipeline)
{
	int64_t now_s = clock_now_s(), next_s;
	struct err err;

	for (size_t i = 0; i < pipeline->outbox->sink_count; i++) {
		const struct outbox_sink *sink = pipeline->outbox->sinks[i];

		if (sink->arena)
			return false;
		if (sink->next_s <= now_s &&
		    store_next_alert(pipeline->parts.store, sink->name, &next_s, &err) == 0 &&
		    next_s > 0 && next_s <= now_s)
			return false;
	}
	return true;
}

void outbox_done(struct pipeline *pipeline)
{
	struct outbox *outbox = pipeline->outbox;

	if (!outbox)
		return;
	for (size_t i = 0; i < outbox->sink_count; i++)
		free_sink(outbox->sinks[i]);
	free(outbox->sinks);
	free(outbox);
}

/* --- verbs */

struct doing {
	const struct alerts_request *request;
	struct buf *out;
};

static int write_verb(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct doing *doing = arg;

	return alerts_do(pipeline->parts.store, doing->request, clock_now_s(), doing->out, err);
}

int pipeline_alerts(struct pipeline *pipeline, const struct alerts_request *request,
                    struct buf *out, struct err *err)
{
	struct doing doing = { request, out };

	if (pipeline_write(pipeline, write_verb, &doing, err) < 0)
		return -1;
	if (request->verb == ALERTS_RETRY) {
		for (size_t i = 0; i < pipeline->outbox->sink_count; i++)
			pipeline->outbox->sinks[i]->next_s = 0;
		outbox_wake(pipeline);
	}
	return 0;
}
