#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "outbox.h"
#include "parts.h"
#include "pipeline/trouble.h"
#include "store/decisions.h"
#include "store/outbox.h"

/*
 * The record is counted this often at most, and only while somebody looks at
 * what was counted: a year of polling without an onlooker costs nothing.
 */
#define COUNT_EVERY_MS 10000
#define ONLOOKER_MS (10 * 60 * 1000)

/* --- what the record alone knows */

static int count_sink(struct pipeline *pipeline, struct outbox_sink *sink, struct err *err)
{
	struct store *store = pipeline->parts.store;

	if (store_count_alerts(store, sink->name, STORE_ALERT_WAITING, 0, &sink->pending, err) <
	            0 ||
	    store_count_alerts(store, sink->name, STORE_ALERT_GIVEN_UP, 0, &sink->given_up, err) <
	            0)
		return -1;
	return store_count_alerts(store, sink->name, STORE_ALERT_GIVEN_UP,
	                          clock_now_s() - TROUBLE_GIVEN_UP_S, &sink->lately_given_up, err);
}

static int count_record(struct pipeline *pipeline, struct err *err)
{
	const struct outbox *outbox = pipeline->outbox;

	if (store_count_held(pipeline->parts.store, &pipeline->tally->measures.held, err) < 0)
		return -1;
	for (size_t i = 0; i < outbox->sink_count; i++)
		if (count_sink(pipeline, outbox->sinks[i], err) < 0)
			return -1;
	return 0;
}

static void set_timer(struct tally *tally, int64_t after_ms)
{
	if (tally->is_timer_set)
		return;
	tally->is_timer_set = true;
	event_timer_start(tally->timer, after_ms);
}

static void on_count(void *arg)
{
	struct pipeline *pipeline = arg;
	struct tally *tally = pipeline->tally;
	struct err err;

	tally->is_timer_set = false;
	if (tally->is_stale && count_record(pipeline, &err) < 0)
		log_event(LOG_WARNING, "record", err.text, LOG_STR("for", "metrics"));
	tally->is_stale = false;
	if (event_now_ms(pipeline->parts.loop) - tally->looked_ms < ONLOOKER_MS)
		set_timer(tally, COUNT_EVERY_MS);
}

void tally_look(struct pipeline *pipeline)
{
	struct tally *tally = pipeline->tally;

	tally->looked_ms = event_now_ms(pipeline->parts.loop);
	set_timer(tally, 0);
}

void tally_init(struct pipeline *pipeline)
{
	struct tally *tally = mem_alloc(sizeof(*tally));

	pipeline->tally = tally;
	tally->timer = event_timer_new(pipeline->parts.loop, on_count, pipeline);
	tally->looked_ms = event_now_ms(pipeline->parts.loop) - ONLOOKER_MS;
	tally->started_s = tally->reader_ready_s = clock_now_s();
	tally->is_stale = true;
	tally->measures.failures = tally->failures;
	tally->measures.follow_failures = tally->follow_failures;
}

void tally_start(struct pipeline *pipeline)
{
	set_timer(pipeline->tally, 0);
}

void tally_done(struct pipeline *pipeline)
{
	struct tally *tally = pipeline->tally;

	event_timer_free(tally->timer);
	free(tally->record_why);
	MEM_FREE(pipeline->tally);
}

/* --- what happens */

static void count_failure(struct measures_failure list[MEASURES_FAILURES], size_t *count,
                          const char *name)
{
	size_t i = 0;

	while (i < *count && strcmp(list[i].name, name) != 0)
		i++;
	if (i == MEASURES_FAILURES - 1)
		name = "other";
	if (i == *count && i < MEASURES_FAILURES)
		list[(*count)++].name = name;
	if (i < MEASURES_FAILURES)
		list[i].count++;
	else
		list[MEASURES_FAILURES - 1].count++;
}

void tally_poll(struct pipeline *pipeline, const char *failure, bool is_unchanged)
{
	struct tally *tally = pipeline->tally;

	tally->measures.polls++;
	tally->measures.unchanged += is_unchanged;
	if (failure)
		count_failure(tally->failures, &tally->measures.failure_count, failure);
}

void tally_follow(struct pipeline *pipeline, const char *failure)
{
	struct tally *tally = pipeline->tally;

	tally->measures.follows++;
	if (failure)
		count_failure(tally->follow_failures, &tally->measures.follow_failure_count,
		              failure);
}

void tally_items(struct pipeline *pipeline, size_t fresh)
{
	pipeline->tally->measures.items += fresh;
}

void tally_change(struct pipeline *pipeline, enum change_kind kind)
{
	pipeline->tally->measures.changes[kind]++;
}

void tally_commit(struct pipeline *pipeline, const struct commit *commit)
{
	struct measures *m = &pipeline->tally->measures;

	m->articles += commit->new_articles;
	m->claims += commit->new_claims;
	m->copies += commit->copies;
	for (size_t i = 0; i < commit->entry_count; i++)
		tally_change(pipeline, commit->entries[i].entry.kind);
}

void tally_import(struct pipeline *pipeline, size_t articles, size_t claims, size_t changes)
{
	struct measures *m = &pipeline->tally->measures;

	m->articles += articles;
	m->claims += claims;
	m->imported_changes += changes;
}

void tally_written(struct pipeline *pipeline)
{
	struct tally *tally = pipeline->tally;

	tally->is_stale = true;
	MEM_FREE(tally->record_why);
}

void tally_not_written(struct pipeline *pipeline, const char *why)
{
	struct tally *tally = pipeline->tally;

	free(tally->record_why);
	tally->record_why = mem_strdup(why);
	tally->record_failures++;
}
