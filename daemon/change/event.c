#include "change/event.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/date.h"

enum change_severity change_event_severity(enum change_kind kind)
{
	switch (kind) {
	case CHANGE_SOURCE_DOWN:
	case CHANGE_SOURCE_SILENT:
	case CHANGE_NETWORK_DOWN:
		return CHANGE_WARNING;
	case CHANGE_SOURCE_UP:
	case CHANGE_SOURCE_MOVED:
		return CHANGE_NOTICE;
	case CHANGE_FIRST: /* this and the others: see change.c */
	case CHANGE_BACKFILL:
	case CHANGE_REFINED:
	case CHANGE_RESTATED:
	case CHANGE_REVISED:
	case CHANGE_CONFLICT:
	case CHANGE_RISE:
	case CHANGE_FALL:
	case CHANGE_COMPLETE:
	case CHANGE_EXPECTED:
	case CHANGE_EXPECTED_MOVED:
	case CHANGE_HELD:
	case CHANGE_DEADLINE_MET:
	case CHANGE_DEADLINE_MISSED:
	case CHANGE_STALE:
	case CHANGE_CONFIRMED:
	case CHANGE_RETRACTED:
	case CHANGE_SOURCE_EDITED:
	case CHANGE_SOURCE_GONE:
		return CHANGE_INFO;
	}
	return CHANGE_INFO;
}

char *change_event_key(const struct change_event *event)
{
	return mem_printf("%s:%s:%" PRId64, change_kind_name(event->kind),
	                  event->source ? event->source : "", event->since_s);
}

static void add_text(json_t *json, const char *name, const char *text)
{
	if (text)
		json_object_set_new(json, name, json_string(text));
}

char *change_event_to_json(const struct change_event *event)
{
	char stamp[DATE_STAMP_SIZE], *key = change_event_key(event), *text;
	json_t *json = json_object();

	add_text(json, "change", change_kind_name(event->kind));
	add_text(json, "severity", change_severity_name(change_event_severity(event->kind)));
	json_object_set_new(json, "announced", json_false());
	add_text(json, "key", key);
	add_text(json, "source", event->source);
	add_text(json, "outlet", event->outlet);
	add_text(json, "address", event->address);
	add_text(json, "moved_to", event->moved_to);
	add_text(json, "failure", event->failure);
	add_text(json, "why", event->why);
	add_text(json, "since", date_stamp_format(event->since_s, stamp));
	add_text(json, "recorded", date_stamp_format(event->recorded_s, stamp));
	text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(json);
	free(key);
	return text;
}

char *change_event_message(const struct change_event *event)
{
	const char *detail = event->moved_to ? event->moved_to : event->why;

	return mem_printf("%s%s%s%s%s", change_kind_name(event->kind), event->source ? ": " : "",
	                  event->source ? event->source : "", detail ? ", " : "",
	                  detail ? detail : "");
}
