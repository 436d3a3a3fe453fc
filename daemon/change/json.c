#include <jansson.h>

#include "base/mem.h"
#include "change/change.h"
#include "change/visit.h"

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

/* As text, since JSON's numbers cannot hold every decimal and a hash needs one spelling. */
static json_t *decimal_or_null(struct decimal d, bool is_present)
{
	char text[DECIMAL_TEXT_SIZE];

	return is_present ? json_string(decimal_format(d, text)) : json_null();
}

static json_t *date_to_json(struct date date)
{
	char text[DATE_TEXT_SIZE];

	return json_string(date_format(date, text));
}

static json_t *figure_to_json(const struct figure *f)
{
	const struct claim *c = &f->claim;
	json_t *json = json_object();

	json_object_set_new(json, "address", json_string(f->address));
	json_object_set_new(json, "article_sha256", json_string(f->sha256));
	json_object_set_new(json, "as_of", date_to_json(c->as_of));
	json_object_set_new(json, "basis", json_string(claim_basis_name(c->basis)));
	json_object_set_new(json, "bound", json_string(claim_bound_name(c->bound)));
	json_object_set_new(json, "claim", json_string(f->natural_key));
	json_object_set_new(json, "high", decimal_or_null(c->high, c->has_high));
	json_object_set_new(json, "modality", json_string(claim_modality_name(c->modality)));
	json_object_set_new(json, "outlet", json_string(f->outlet));
	json_object_set_new(json, "published", date_to_json(f->published));
	json_object_set_new(json, "quote", text_or_null(c->quote));
	if (f->seal && f->seal[0])
		json_object_set_new(json, "seal", json_string(f->seal));
	json_object_set_new(json, "source", json_string(f->source));
	json_object_set_new(json, "speaker", text_or_null(c->speaker));
	json_object_set_new(json, "total", decimal_or_null(c->total, c->has_total));
	json_object_set_new(json, "unit", json_string(claim_unit_name(c->unit)));
	json_object_set_new(json, "value", decimal_or_null(c->value, true));
	return json;
}

static json_t *visit_to_json(const struct change_visit *visit)
{
	json_t *json = json_object();

	json_object_set_new(json, "article_sha256", json_string(visit->sha256));
	json_object_set_new(json, "is", json_string(visit->words.is));
	json_object_set_new(json, "quote", json_string(visit->words.quote));
	json_object_set_new(json, "was", json_string(visit->words.was));
	json_object_set_new(json, "why", json_string(visit->why));
	return json;
}

char *change_to_json(const struct change_entry *entry, const struct figure *fresh,
                     int64_t recorded_s)
{
	const struct claim *c = &fresh->claim;
	char series[CLAIM_SERIES_SIZE], stamp[DATE_STAMP_SIZE];
	json_t *json = json_object();
	char *text;

	json_object_set_new(json, "change", json_string(change_kind_name(entry->kind)));
	json_object_set_new(json, "severity", json_string(change_severity_name(entry->severity)));
	json_object_set_new(json, "certain", json_boolean(entry->is_certain));
	json_object_set_new(json, "announced", json_boolean(entry->is_announced));
	json_object_set_new(json, "series", json_string(claim_series(c, series)));
	json_object_set_new(json, "package", json_string(c->package));
	json_object_set_new(json, "subject", json_string(c->subject));
	json_object_set_new(json, "measure", json_string(claim_measure_name(c->measure)));
	json_object_set_new(json, "stage", json_string(claim_stage_name(c->stage)));
	json_object_set_new(json, "kind", json_string(claim_kind_name(claim_kind_of(c))));
	json_object_set_new(json, "new", figure_to_json(fresh));
	json_object_set_new(json, "old", entry->old ? figure_to_json(entry->old) : json_null());
	if (entry->key)
		json_object_set_new(json, "key", json_string(entry->key));
	if (entry->decision)
		json_object_set_new(json, "decision", decision_to_json(entry->decision));
	if (entry->visit)
		json_object_set_new(json, "visit", visit_to_json(entry->visit));
	json_object_set_new(json, "recorded", json_string(date_stamp_format(recorded_s, stamp)));
	text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(json);
	return text;
}
