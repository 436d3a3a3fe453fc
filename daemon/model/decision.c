#include "model/decision.h"

#include <jansson.h>

#include "model/date.h"
#include "names.h"

static const char *const verdict_names[] = {
	[DECISION_CONFIRMED] = "confirmed",
	[DECISION_REJECTED] = "rejected",
	[DECISION_CORRECTED] = "corrected",
	[DECISION_SUPERSEDED] = "superseded",
};

NAMES_DEFINE(decision_verdict, verdict_names)

enum claim_status decision_status(enum decision_verdict verdict)
{
	switch (verdict) {
	case DECISION_CONFIRMED:
		return CLAIM_ACCEPTED;
	case DECISION_REJECTED:
		return CLAIM_REJECTED;
	case DECISION_CORRECTED:
	case DECISION_SUPERSEDED:
		return CLAIM_SUPERSEDED;
	}
	return CLAIM_REJECTED;
}

bool decision_is_by_rules(enum decision_verdict verdict)
{
	return verdict == DECISION_SUPERSEDED;
}

json_t *decision_to_json(const struct decision *decision)
{
	char stamp[DATE_STAMP_SIZE];
	json_t *json = json_object();

	json_object_set_new(json, "by", decision->by ? json_string(decision->by) : json_null());
	json_object_set_new(json, "claim", json_string(decision->claim));
	json_object_set_new(json, "id", json_integer(decision->id));
	if (decision->made_s)
		json_object_set_new(json, "made",
		                    json_string(date_stamp_format(decision->made_s, stamp)));
	json_object_set_new(json, "recorded",
	                    json_string(date_stamp_format(decision->recorded_s, stamp)));
	json_object_set_new(json, "verdict", json_string(verdict_names[decision->verdict]));
	json_object_set_new(json, "who", json_string(decision->who));
	json_object_set_new(json, "why", json_string(decision->why));
	return json;
}

char *decision_text(const struct decision *decision)
{
	json_t *json = decision_to_json(decision);
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(json);
	return text;
}
