/* `integractl status` and `sources`: the picture as it stands, and who gives it. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "config/value.h"
#include "pipeline/import.h"

/* --- sources --- */

static const struct table_column SOURCE_COLUMNS[] = {
	{ "SOURCE", false, false }, { "STATE", false, false },   { "LAST SUCCESS", false, false },
	{ "NEXT", false, false },   { "EVERY", true, false },    { "ITEMS", true, false },
	{ "CLAIMS", true, false },  { "FAILURES", true, false }, { "WHY", false, true },
};

static const char *state_of(const struct store_source *s)
{
	if (s->poll.last_poll_s == 0)
		return "new";
	return s->poll.failures > 0 ? "failing" : "ok";
}

static json_t *source_to_json(const struct store_source *s)
{
	const struct poll_state *p = &s->poll;
	json_t *json = json_object();

	json_object_set_new(json, "source", json_text(s->key));
	json_object_set_new(json, "state", json_text(state_of(s)));
	json_object_set_new(json, "last_success",
	                    json_stamp(p->last_success_s > 0, p->last_success_s));
	json_object_set_new(json, "last_poll", json_stamp(p->last_poll_s > 0, p->last_poll_s));
	json_object_set_new(json, "last_new", json_stamp(p->last_new_s > 0, p->last_new_s));
	json_object_set_new(json, "next_poll", json_stamp(p->next_s > 0, p->next_s));
	json_object_set_new(json, "interval_s", json_integer(p->interval_s));
	json_object_set_new(json, "failures", json_integer(p->failures));
	json_object_set_new(json, "failing_since",
	                    json_stamp(p->failing_since_s > 0, p->failing_since_s));
	json_object_set_new(json, "failure", p->failures > 0 ? json_text(s->failure) : json_null());
	json_object_set_new(json, "why", p->failures > 0 ? json_text(s->failure_why) : json_null());
	json_object_set_new(json, "items", json_integer(s->item_count));
	json_object_set_new(json, "articles", json_integer(s->article_count));
	json_object_set_new(json, "claims", json_integer(s->claim_count));
	return json;
}

/* "5 min": the distance to an instant, in the unit that says enough. */
static void add_distance(struct table *table, int64_t seconds, const char *before,
                         const char *after)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} UNITS[] = { { 24 * 60 * 60, "d" }, { 60 * 60, "h" }, { 60, "min" }, { 1, "s" } };
	size_t u = 0;

	if (seconds < 0)
		seconds = 0;
	while (u + 1 < COUNT(UNITS) && seconds < 2 * UNITS[u].seconds)
		u++;
	table_addf(table, TERM_PLAIN, "%s%" PRId64 " %s%s", before, seconds / UNITS[u].seconds,
	           UNITS[u].unit, after);
}

static void add_times(struct table *table, const struct poll_state *poll)
{
	int64_t now_s = clock_now_s();

	if (poll->last_success_s > 0)
		add_distance(table, now_s - poll->last_success_s, "", " ago");
	else
		table_add(table, TERM_PLAIN, "never");
	if (poll->next_s > now_s)
		add_distance(table, poll->next_s - now_s, "in ", "");
	else
		table_add(table, TERM_PLAIN, "due");
}

static void add_source(struct table *table, const struct store_source *s)
{
	const char *state = state_of(s);
	char every[VALUE_TEXT_SIZE];

	table_add(table, TERM_PLAIN, s->key);
	table_add(table, s->poll.failures > 0 ? TERM_BAD : TERM_GOOD, state);
	add_times(table, &s->poll);
	table_add(table, TERM_PLAIN, value_format_duration(s->poll.interval_s * 1000, every));
	table_addf(table, TERM_PLAIN, "%" PRId64, s->item_count);
	table_addf(table, TERM_PLAIN, "%" PRId64, s->claim_count);
	table_addf(table, TERM_PLAIN, "%d", s->poll.failures);
	if (s->poll.failures > 0)
		table_addf(table, TERM_PLAIN, "%s: %s", s->failure, s->failure_why);
	else
		table_add(table, TERM_PLAIN, "");
}

static void print_sources(const struct ctl *ctl, const struct store_source *list, size_t count,
                          bool only_trouble)
{
	struct table *table = table_new(SOURCE_COLUMNS, COUNT(SOURCE_COLUMNS));

	for (size_t i = 0; i < count; i++)
		if (!only_trouble || list[i].poll.failures > 0)
			add_source(table, &list[i]);
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

/* Those that are polled: what people imported has no health. */
static int list_polled(const struct record *record, struct store_source **ret_list,
                       size_t *ret_count, struct err *err)
{
	size_t count, kept = 0;

	if (store_list_sources(record->store, record->arena, ret_list, &count, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (strcmp((*ret_list)[i].key, IMPORT_SOURCE) != 0)
			(*ret_list)[kept++] = (*ret_list)[i];
	*ret_count = kept;
	return 0;
}

enum ctl_exit command_sources(struct ctl *ctl)
{
	struct store_source *list;
	struct record record;
	size_t count;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	if (list_polled(&record, &list, &count, &err) != 0)
		code = record_fail(&record, &err);
	else if (count == 0)
		code = ctl_fail(CTL_NOTHING, "no source has been polled yet");
	else if (ctl->json)
		for (size_t i = 0; i < count; i++)
			json_line(source_to_json(&list[i]));
	else
		print_sources(ctl, list, count, false);
	record_close(&record);
	return code;
}

/* --- status --- */

struct picture {
	struct store_series *series;
	size_t series_count;
	struct store_source *sources;
	size_t source_count;
	size_t trouble_count;
	size_t held_count;
	int64_t head_id;
	char head[HASH_HEX_SIZE];
};

static int load(const struct record *record, struct picture *p, struct err *err)
{
	const struct store_claim_filter held = { .status = claim_status_name(CLAIM_HELD) };
	struct store_claim *claims;

	if (store_begin_read(record->store, err) != 0)
		return -1;
	if (store_list_series(record->store, NULL, record->arena, &p->series, &p->series_count,
	                      err) != 0 ||
	    list_polled(record, &p->sources, &p->source_count, err) != 0 ||
	    store_list_claims(record->store, &held, record->arena, &claims, &p->held_count, err) !=
	            0 ||
	    store_ledger_head(record->store, &p->head_id, p->head, err) != 0) {
		store_end_read(record->store);
		return -1;
	}
	store_end_read(record->store);
	for (size_t i = 0; i < p->source_count; i++)
		p->trouble_count += p->sources[i].poll.failures > 0;
	return 0;
}

static json_t *series_to_json(const struct store_series *s)
{
	json_t *json = record_figure_json(&s->current, s->series);
	json_t *change = json_null();

	if (s->change_id > 0) {
		change = json_object();
		json_object_set_new(change, "id", json_integer(s->change_id));
		json_object_set_new(change, "kind", json_text(s->change_kind));
		json_object_set_new(change, "severity", json_text(s->severity));
		json_object_set_new(change, "recorded", json_stamp(true, s->change_s));
	}
	json_object_set_new(json, "origins", json_integer(s->origins));
	json_object_set_new(json, "copies", json_integer(s->copies));
	json_object_set_new(json, "claims", json_integer(s->claim_count));
	json_object_set_new(json, "last_change", change);
	return json;
}

static void print_json(const struct record *record, const struct picture *p)
{
	json_t *json = json_object();
	json_t *series = json_array();
	json_t *sources = json_object();
	json_t *trouble = json_array();

	for (size_t i = 0; i < p->series_count; i++)
		json_array_append_new(series, series_to_json(&p->series[i]));
	for (size_t i = 0; i < p->source_count; i++)
		if (p->sources[i].poll.failures > 0)
			json_array_append_new(trouble, source_to_json(&p->sources[i]));
	json_object_set_new(sources, "count", json_integer((json_int_t)p->source_count));
	json_object_set_new(sources, "trouble", trouble);
	json_object_set_new(json, "database", json_text(record->path));
	json_object_set_new(json, "series", series);
	json_object_set_new(json, "sources", sources);
	json_object_set_new(json, "held", json_integer((json_int_t)p->held_count));
	json_object_set_new(
		json, "ledger",
		json_pack("{sIso}", "changes", (json_int_t)p->head_id, "head", json_text(p->head)));
	json_line(json);
}

static const struct table_column SERIES_COLUMNS[] = {
	{ "PACKAGE", false, false }, { "SUBJECT", false, false }, { "WHAT", false, false },
	{ "FIGURE", true, false },   { "AS OF", false, false },   { "ORIGINS", true, false },
	{ "SPEAKER", false, true },  { "OUTLET", false, true },   { "LAST CHANGE", false, false },
};

static void add_series(struct table *table, const struct store_series *s)
{
	const struct claim *claim = &s->current.claim;
	char *figure = claim_figure_text(claim);
	char stamp[DATE_STAMP_SIZE];
	char date[DATE_TEXT_SIZE];

	table_add(table, TERM_PLAIN, claim->package);
	table_add(table, TERM_PLAIN, claim->subject);
	table_addf(table, TERM_PLAIN, "%s %s", claim_measure_name(claim->measure),
	           record_stage_text(claim->stage));
	table_add(table, TERM_BOLD, figure);
	table_add(table, TERM_PLAIN, date_format(claim->as_of, date));
	if (s->copies > s->origins)
		table_addf(table, TERM_PLAIN, "%" PRId64 " of %" PRId64, s->origins, s->copies);
	else
		table_addf(table, TERM_PLAIN, "%" PRId64, s->origins);
	table_add(table, TERM_PLAIN, claim->speaker);
	table_add(table, TERM_PLAIN, s->current.outlet);
	if (s->change_id > 0)
		table_addf(table, TERM_PLAIN, "%s %.10s", s->change_kind,
		           date_stamp_format(s->change_s, stamp));
	else
		table_add(table, TERM_PLAIN, "");
	free(figure);
}

static void print_text(const struct ctl *ctl, const struct picture *p)
{
	struct table *table = table_new(SERIES_COLUMNS, COUNT(SERIES_COLUMNS));

	for (size_t i = 0; i < p->series_count; i++)
		add_series(table, &p->series[i]);
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
	if (p->series_count == 0)
		puts("No figures yet.");
	printf("\nSources: %zu, %zu in trouble. Ledger: %" PRId64 " changes, head %.12s.",
	       p->source_count, p->trouble_count, p->head_id, p->head);
	if (p->held_count > 0)
		printf(" Held for review: %zu (integractl claims --status held).", p->held_count);
	putchar('\n');
	if (p->trouble_count > 0) {
		putchar('\n');
		print_sources(ctl, p->sources, p->source_count, true);
	}
}

enum ctl_exit command_status(struct ctl *ctl)
{
	struct picture picture = { .series_count = 0 };
	struct record record;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	if (load(&record, &picture, &err) != 0)
		code = record_fail(&record, &err);
	else if (ctl->json)
		print_json(&record, &picture);
	else
		print_text(ctl, &picture);
	record_close(&record);
	return code;
}
