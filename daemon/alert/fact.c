#include "alert/fact.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct reading {
	struct arena *arena;
	const char *wrong; /* the field that is none of ours; NULL: none */
};

/* NULL where it is absent, null or no text. */
static const char *text_of(const struct reading *r, const json_t *json, const char *name)
{
	return arena_strdup(r->arena, json_string_value(json_object_get(json, name)));
}

static const char *text_or_empty(const struct reading *r, const json_t *json, const char *name)
{
	const char *text = text_of(r, json, name);

	return text ? text : "";
}

static struct decimal decimal_of(struct reading *r, const json_t *json, const char *name,
                                 bool *ret_has)
{
	const char *text = json_string_value(json_object_get(json, name));
	struct decimal d = { 0, 0 };

	*ret_has = text != NULL;
	if (text && !decimal_parse(text, strlen(text), &d))
		r->wrong = name;
	return d;
}

static struct date date_of(struct reading *r, const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));
	struct date date = { .precision = DATE_NONE };

	if (text && *text && !date_parse(text, strlen(text), &date))
		r->wrong = name;
	return date;
}

#define READ_NAME(r, json, field, parse, target) \
	do { \
		const char *name_text = json_string_value(json_object_get(json, field)); \
		if (!name_text || !parse(name_text, target)) \
			(r)->wrong = field; \
	} while (0)

/* entry has what both figures share. */
static void read_figure(struct reading *r, const json_t *entry, const json_t *json,
                        struct alert_figure *figure)
{
	struct claim *claim = &figure->claim;
	bool has_value;

	claim->package = text_or_empty(r, entry, "package");
	claim->subject = text_or_empty(r, entry, "subject");
	READ_NAME(r, entry, "measure", claim_measure_parse, &claim->measure);
	READ_NAME(r, entry, "stage", claim_stage_parse, &claim->stage);
	READ_NAME(r, json, "unit", claim_unit_parse, &claim->unit);
	READ_NAME(r, json, "bound", claim_bound_parse, &claim->bound);
	READ_NAME(r, json, "modality", claim_modality_parse, &claim->modality);
	READ_NAME(r, json, "basis", claim_basis_parse, &claim->basis);
	claim->value = decimal_of(r, json, "value", &has_value);
	if (!has_value)
		r->wrong = "value";
	claim->high = decimal_of(r, json, "high", &claim->has_high);
	claim->total = decimal_of(r, json, "total", &claim->has_total);
	claim->as_of = date_of(r, json, "as_of");
	claim->speaker = text_of(r, json, "speaker");
	claim->quote = text_or_empty(r, json, "quote");
	figure->key = text_or_empty(r, json, "claim");
	figure->outlet = text_or_empty(r, json, "outlet");
	figure->address = text_or_empty(r, json, "address");
	figure->source = text_or_empty(r, json, "source");
	figure->published = date_of(r, json, "published");
}

static void read_figures(struct reading *r, const json_t *json, struct alert_fact *fact)
{
	const json_t *now = json_object_get(json, "new"), *old = json_object_get(json, "old");

	fact->series = text_of(r, json, "series");
	fact->has_figure = json_is_object(now) && fact->series;
	if (!fact->has_figure)
		return;
	fact->has_old = json_is_object(old);
	fact->is_certain = json_is_true(json_object_get(json, "certain"));
	read_figure(r, json, now, &fact->now);
	if (fact->has_old)
		read_figure(r, json, old, &fact->old);
}

static void read_decision(const struct reading *r, const json_t *json, struct alert_fact *fact)
{
	if (!json_is_object(json))
		return;
	fact->who = text_of(r, json, "who");
	fact->why = text_of(r, json, "why");
}

static void read_visit(const struct reading *r, const json_t *json, struct alert_fact *fact)
{
	if (!json_is_object(json))
		return;
	fact->was = text_of(r, json, "was");
	fact->is = text_of(r, json, "is");
	fact->why = text_of(r, json, "why");
}

static void read_event(struct reading *r, const json_t *json, struct alert_fact *fact)
{
	const char *since = json_string_value(json_object_get(json, "since"));

	fact->source = text_of(r, json, "source");
	fact->outlet = text_of(r, json, "outlet");
	fact->address = text_of(r, json, "address");
	fact->moved_to = text_of(r, json, "moved_to");
	fact->failure = text_of(r, json, "failure");
	fact->why = text_of(r, json, "why");
	read_decision(r, json_object_get(json, "decision"), fact);
	read_visit(r, json_object_get(json, "visit"), fact);
	if (since && !date_stamp_parse(since, strlen(since), &fact->since_s, NULL))
		r->wrong = "since";
}

int alert_fact_read(const char *json_text, int64_t change_id, struct arena *arena,
                    struct alert_fact *ret_fact, struct err *err)
{
	struct reading r = { .arena = arena };
	json_t *json = json_loads(json_text, 0, NULL);
	struct alert_fact fact = { .change_id = change_id };

	fact.json = arena_strdup(arena, json_text);
	fact.kind_name = text_or_empty(&r, json, "change");
	fact.recorded = text_or_empty(&r, json, "recorded");
	READ_NAME(&r, json, "change", change_kind_parse, &fact.kind);
	READ_NAME(&r, json, "severity", change_severity_parse, &fact.severity);
	read_figures(&r, json, &fact);
	read_event(&r, json, &fact);
	json_decref(json);
	if (r.wrong)
		return err_set(err, ERR_INPUT, "change %lld cannot be told of: %s",
		               (long long)change_id, r.wrong);
	*ret_fact = fact;
	return 0;
}

struct date alert_fact_day(const struct alert_fact *fact)
{
	return date_of_stamp(fact->since_s, fact->offset_min);
}

bool alert_fact_points(const struct alert_fact *fact, struct decimal *ret_points)
{
	struct decimal points;

	if (!fact->has_figure || !fact->has_old)
		return false;
	points = decimal_sub(claim_nominal(&fact->now.claim), claim_nominal(&fact->old.claim));
	if (points.digits < 0)
		points.digits = -points.digits;
	*ret_points = points;
	return true;
}

const char *alert_fact_topic(const struct alert_fact *fact, struct arena *arena)
{
	return arena_strdup(arena, fact->has_figure ? fact->series : fact->kind_name);
}

/* A contradiction is news of another sort than the figure that it holds. */
const char *alert_fact_figure(const struct alert_fact *fact, struct arena *arena)
{
	char value[DECIMAL_TEXT_SIZE], high[DECIMAL_TEXT_SIZE] = "";
	const struct claim *claim = &fact->now.claim;

	if (!fact->has_figure || claim->modality != CLAIM_ACTUAL)
		return "";
	if (claim->has_high)
		decimal_format(claim->high, high);
	return arena_printf(arena, "%s%s|%s|%s", fact->kind == CHANGE_CONFLICT ? "!" : "",
	                    fact->series, decimal_format(claim_nominal(claim), value), high);
}

bool alert_fact_may_be_copy(const struct alert_fact *fact)
{
	return fact->kind == CHANGE_RESTATED || fact->kind == CHANGE_REFINED ||
	       fact->kind == CHANGE_CONFLICT;
}
