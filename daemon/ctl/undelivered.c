#include "undelivered.h"

#include <inttypes.h>

#include "base/clock.h"
#include "json.h"
#include "term.h"

int undelivered_load(const struct record *record, struct undelivered *ret, struct err *err)
{
	struct undelivered u = { 0 };

	if (store_count_undelivered(record->store, clock_now_s(), &u.late, &u.given_up, err) < 0 ||
	    store_list_down_sinks(record->store, record->arena, &u.sinks, &u.sink_count, err) < 0)
		return -1;
	*ret = u;
	return 0;
}

json_t *undelivered_to_json(const struct undelivered *u)
{
	json_t *list = json_array();

	for (size_t i = 0; i < u->sink_count; i++) {
		const struct store_sink *sink = &u->sinks[i];

		json_array_append_new(
			list,
			json_pack("{s:s, s:o, s:i, s:o, s:s, s:I}", "sink", sink->name,
		                  "down_since", json_stamp(true, sink->down_since_s), "failures",
		                  sink->failures, "next", json_stamp(true, sink->next_s), "why",
		                  sink->why, "waiting", (json_int_t)sink->waiting));
	}
	return json_pack("{s:I, s:I, s:o}", "undelivered", (json_int_t)u->late, "given_up",
	                 (json_int_t)u->given_up, "sinks_down", list);
}

void undelivered_print(const struct ctl *ctl, const struct undelivered *u)
{
	char since[DATE_STAMP_SIZE], next[DATE_STAMP_SIZE];

	if (u->late == 0 && u->given_up == 0 && u->sink_count == 0)
		return;
	printf("Alerts: %" PRId64 " not delivered, %" PRId64 " given up (integractl alerts).\n",
	       u->late, u->given_up);
	for (size_t i = 0; i < u->sink_count; i++) {
		const struct store_sink *sink = &u->sinks[i];

		printf("        %sSink %s is down%s since %s (%d failure%s): %s; %" PRId64
		       " %s, next try %s.\n",
		       term_on(TERM_BAD, ctl->colour), sink->name, term_off(TERM_BAD, ctl->colour),
		       date_stamp_format(sink->down_since_s, since), sink->failures,
		       sink->failures == 1 ? "" : "s", sink->why, sink->waiting,
		       sink->waiting == 1 ? "waits" : "wait",
		       date_stamp_format(sink->next_s, next));
	}
}
