#include "trouble.h"

#include <stdlib.h>

#include "base/clock.h"
#include "control.h"
#include "json.h"
#include "pipeline/trouble.h"
#include "store/outbox.h"

/* NULL: no daemon says anything. */
static json_t *ask_daemon(const struct ctl *ctl)
{
	struct err err;
	long status = 0;
	json_t *answer = control_get(ctl, "/healthz", &status, &err);
	json_t *reasons = json_incref(json_object_get(answer, "reasons"));

	json_decref(answer);
	if (status == 200 || status == 503)
		return reasons;
	json_decref(reasons);
	return NULL;
}

static int count_given_up(const struct record *record, struct trouble_facts *facts, struct err *err)
{
	const struct store_alert_filter filter = { .state = store_alert_state_name(
							   STORE_ALERT_GIVEN_UP) };
	struct store_alert *list;
	size_t count;

	if (store_list_alerts(record->store, &filter, record->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		facts->given_up += facts->now_s - list[i].done_s < TROUBLE_GIVEN_UP_S;
	return 0;
}

static int count_sinks(const struct record *record, struct trouble_facts *facts, struct err *err)
{
	struct store_sink *list;
	size_t count;

	if (store_list_down_sinks(record->store, record->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (facts->now_s - list[i].down_since_s < TROUBLE_SINK_DOWN_S)
			continue;
		facts->sinks_down++;
		facts->sink_down = list[i].name;
	}
	return 0;
}

/* Sources that are no longer configured are nobody's trouble. */
static void take_sources(const struct health *sources, size_t count, struct trouble_facts *facts)
{
	int64_t first_s = 0;

	facts->nothing_read_s = TROUBLE_NOTHING_READ_S;
	for (size_t i = 0; i < count; i++) {
		const struct poll_state *poll = &sources[i].source->poll;

		if (sources[i].state == HEALTH_DROPPED || sources[i].state == HEALTH_NEW)
			continue;
		trouble_add_source(facts, sources[i].source->key, poll);
		trouble_add_unreadable(facts, sources[i].source->key, sources[i].unreadable.count,
		                       sources[i].unreadable.last_s, sources[i].unreadable.why);
		if (2 * poll->interval_s > facts->nothing_read_s)
			facts->nothing_read_s = 2 * poll->interval_s;
		if (first_s == 0 || poll->first_poll_s < first_s)
			first_s = poll->first_poll_s;
	}
	if (facts->last_success_s == 0)
		facts->last_success_s = first_s;
}

static json_t *to_json(const struct trouble_facts *facts)
{
	struct trouble list[TROUBLE_KINDS];
	size_t count = trouble_judge(facts, list);
	json_t *json = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(json,
		                      json_pack("{s:s, s:o}", "name", trouble_name(list[i].kind),
		                                "text", json_text(list[i].text)));
	return json;
}

json_t *trouble_list(const struct ctl *ctl, const struct record *record,
                     const struct health *sources, size_t count, struct err *err)
{
	struct trouble_facts facts = { .now_s = clock_now_s() };
	json_t *told = ask_daemon(ctl);
	const char *mark;

	if (told)
		return told;
	if (store_get_mark(record->store, "network-down", &mark, err) < 0)
		return NULL;
	facts.network_down_s = strtoll(mark, NULL, 10);
	if (count_given_up(record, &facts, err) < 0 || count_sinks(record, &facts, err) < 0)
		return NULL;
	take_sources(sources, count, &facts);
	return to_json(&facts);
}
