#include "news.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "change/event.h"
#include "quiet.h"
#include "report.h"
#include "schedule/schedule.h"
#include "store/changes.h"
#include "tally.h"

/* In the record while our network is down: since when. */
#define OUTAGE_MARK "network-down"

struct telling {
	struct change_event event;
	struct poll_source *source; /* its state is written with the event; NULL: the network's */
	int64_t change_id;
	char hash[HASH_HEX_SIZE];
};

static int enter_event(struct store *store, struct telling *telling, struct err *err)
{
	const struct change_event *event = &telling->event;
	char *key = change_event_key(event), *json = change_event_to_json(event);
	const struct store_change change = {
		.recorded_s = event->recorded_s,
		.kind = event->kind,
		.severity = change_event_severity(event->kind),
		.event_key = key,
		.json = json,
	};
	int done = store_add_change(store, &change, &telling->change_id, telling->hash, err);

	free(json);
	free(key);
	return done;
}

static int save_mark(struct store *store, int64_t since_s, struct err *err)
{
	char text[24] = "";

	if (since_s)
		snprintf(text, sizeof(text), "%" PRId64, since_s);
	return store_set_mark(store, OUTAGE_MARK, text, err);
}

static int write_event(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct telling *telling = arg;
	const struct poll_source *source = telling->source;
	struct store *store = pipeline->parts.store;

	if (enter_event(store, telling, err) < 0)
		return -1;
	if (!source)
		return save_mark(store, telling->event.since_s, err);
	return store_save_poll(store, source->id, &source->state,
	                       source->failure ? source->failure : "",
	                       source->why ? source->why : "", err);
}

static int tell(struct pipeline *pipeline, struct telling *telling)
{
	struct err err;

	telling->event.recorded_s = clock_now_s();
	if (pipeline_write(pipeline, write_event, telling, &err) < 0) {
		pipeline_record_failed(pipeline, change_kind_name(telling->event.kind), &err);
		return -1;
	}
	pipeline->changes++;
	tally_change(pipeline, telling->event.kind);
	report_event(&telling->event, telling->change_id, telling->hash);
	return 0;
}

/* --- sources */

static enum change_kind kind_of(enum schedule_news news)
{
	switch (news) {
	case SCHEDULE_DOWN:
		return CHANGE_SOURCE_DOWN;
	case SCHEDULE_UP:
		return CHANGE_SOURCE_UP;
	case SCHEDULE_SILENT:
	case SCHEDULE_NO_NEWS:
		break;
	}
	return CHANGE_SOURCE_SILENT;
}

void news_tell_source(struct poll_source *source)
{
	const struct source *config = source->source;
	const struct pipeline *pipeline = source->pipeline;
	struct poll_state before = source->state;
	struct telling telling = { .source = source };
	enum schedule_news news;
	int64_t since_s;

	if (before.failures > 0 &&
	    !schedule_outage_may_blame(&pipeline->outage, pipeline->host_count,
	                               before.failing_since_s))
		return;
	news = schedule_news(&source->state, clock_now_s(), &since_s);
	if (news == SCHEDULE_NO_NEWS)
		return;
	telling.event = (struct change_event){
		.kind = kind_of(news),
		.source = source->key,
		.outlet = config->name,
		.address = config->addresses[(size_t)before.address % config->address_count],
		.failure = source->failure,
		.why = source->why,
		.since_s = since_s,
	};
	/* What could not be told is told after the next poll. */
	if (tell(source->pipeline, &telling) < 0)
		source->state = before;
}

void news_tell_moved(const struct poll *poll)
{
	struct telling telling = {
		.source = poll->source,
		.event = { .kind = CHANGE_SOURCE_MOVED,
		           .source = poll->source->key,
		           .outlet = poll->source->source->name,
		           .address = poll->address,
		           .moved_to = poll->validators.moved_to,
		           .since_s = poll->validators.moved_since_s },
	};

	(void)tell(poll->pipeline, &telling);
}

/* --- our network */

uint64_t news_host_of(const char *address)
{
	const char *host = strstr(address, "://");

	host = host ? host + 3 : address;
	return hash_quick(host, strcspn(host, "/"));
}

void news_network_fails(struct pipeline *pipeline, const char *address, const char *failure,
                        const char *why)
{
	struct telling telling = {
		.event = { .kind = CHANGE_NETWORK_DOWN, .failure = failure, .why = why }
	};

	if (schedule_outage_failed(&pipeline->outage, news_host_of(address), pipeline->host_count,
	                           clock_now_s()) != SCHEDULE_OUTAGE_BEGINS)
		return;
	telling.event.since_s = pipeline->outage.since_s;
	(void)tell(pipeline, &telling);
}

static int clear_mark(struct pipeline *pipeline, void *arg, struct err *err)
{
	(void)arg;
	return save_mark(pipeline->parts.store, 0, err);
}

void news_network_answers(struct pipeline *pipeline)
{
	int64_t since_s = pipeline->outage.since_s;
	struct err err;

	bool is_over = schedule_outage_answered(&pipeline->outage, clock_now_s()) ==
	               SCHEDULE_OUTAGE_ENDS;

	quiet_ends(pipeline);
	if (!is_over)
		return;
	if (pipeline_write_soon(pipeline, clear_mark, NULL, &err) < 0)
		pipeline_record_failed(pipeline, OUTAGE_MARK, &err);
	log_event(LOG_NOTICE, "network", "our network works again",
	          LOG_INT("down_s", clock_now_s() - since_s));
}

int news_restore(struct pipeline *pipeline, struct err *err)
{
	const char *mark;

	if (store_get_mark(pipeline->parts.store, OUTAGE_MARK, &mark, err) < 0)
		return -1;
	pipeline->outage.since_s = strtoll(mark, NULL, 10);
	return 0;
}
