/* `integractl status`: the picture as it stands. */
#include "commands.h"
#include "control.h"
#include "health.h"
#include "json.h"
#include "record.h"
#include "store/decisions.h"
#include "table.h"
#include "trouble.h"
#include "undelivered.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* Of the last points, one an as-of: from nothing to all of it in eight steps. */
#define TREND_POINTS 8

struct trend {
	struct claim *points; /* the newest first */
	size_t count;
};

struct picture {
	struct store_series *series;
	size_t series_count;
	struct trend *trends; /* one a series; NULL where nobody draws them */
	struct health *sources;
	size_t source_count;
	size_t failing_count;
	int64_t held_count;
	struct undelivered alerts;
	int64_t head_id;
	char head[HASH_HEX_SIZE];
	json_t *troubles; /* what needs a person; empty: nothing does */
	json_t *daemon;   /* what it says of itself; NULL: … */
	struct err why_silent;
};

static void ask_daemon(const struct ctl *ctl, struct picture *p)
{
	long status = 0;
	json_t *json = control_get(ctl, "/api/v1/status", &status, &p->why_silent);

	if (json && status == 200) {
		p->daemon = json;
		return;
	}
	if (json)
		err_set(&p->why_silent, ERR_INPUT, "the daemon answered %ld", status);
	json_decref(json);
}

static json_int_t number(const json_t *json, const char *key)
{
	return json_integer_value(json_object_get(json, key));
}

static int load_trends(const struct record *record, struct picture *p, struct err *err)
{
	p->trends = arena_array(record->arena, p->series_count, sizeof(*p->trends));
	for (size_t i = 0; i < p->series_count; i++)
		if (store_last_points(record->store, p->series[i].series, TREND_POINTS,
		                      record->arena, &p->trends[i].points, &p->trends[i].count,
		                      err) != 0)
			return -1;
	return 0;
}

static int load(const struct ctl *ctl, const struct record *record, struct picture *p,
                struct err *err)
{
	if (store_begin_read(record->store, err) != 0)
		return -1;
	if (store_list_series(record->store, NULL, record->arena, &p->series, &p->series_count,
	                      err) != 0 ||
	    (!ctl->json && load_trends(record, p, err) != 0) ||
	    health_list(record, false, &p->sources, &p->source_count, err) != 0 ||
	    store_count_held(record->store, &p->held_count, err) != 0 ||
	    undelivered_load(record, &p->alerts, err) != 0 ||
	    store_ledger_head(record->store, &p->head_id, p->head, err) != 0) {
		store_end_read(record->store);
		return -1;
	}
	store_end_read(record->store);
	health_mark_dropped(ctl, record, p->sources, p->source_count);
	p->failing_count = health_count(p->sources, p->source_count, HEALTH_FAILING);
	p->troubles = trouble_list(ctl, record, p->sources, p->source_count, err);
	return p->troubles ? 0 : -1;
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
		if (p->sources[i].state == HEALTH_FAILING)
			json_array_append_new(trouble, health_to_json(&p->sources[i]));
	json_object_set_new(sources, "count", json_integer((json_int_t)p->source_count));
	json_object_set_new(sources, "trouble", trouble);
	json_object_set_new(json, "database", json_text(record->path));
	json_object_set_new(json, "series", series);
	json_object_set_new(json, "sources", sources);
	json_object_set_new(json, "held", json_integer(p->held_count));
	json_object_set_new(json, "alerts", undelivered_to_json(&p->alerts));
	json_object_set(json, "troubles", p->troubles);
	json_object_set_new(
		json, "ledger",
		json_pack("{sIso}", "changes", (json_int_t)p->head_id, "head", json_text(p->head)));
	json_object_set(json, "daemon", p->daemon ? p->daemon : json_null());
	json_line(json);
}

/* What an administrator looks for when news are late. */
static void print_daemon(const struct picture *p)
{
	const json_t *daemon = p->daemon;
	const json_t *sources = json_object_get(daemon, "sources");
	const json_t *fetch = json_object_get(daemon, "fetch");
	const json_t *reader = json_object_get(daemon, "reader");

	if (!daemon && p->why_silent.kind == ERR_AGAIN)
		puts("Daemon: none runs for this record.");
	else if (!daemon)
		printf("Daemon: %s\n", p->why_silent.text);
	if (!daemon)
		return;
	printf("Daemon: %" JSON_INTEGER_FORMAT " polls since its start (%" JSON_INTEGER_FORMAT
	       " failed), %" JSON_INTEGER_FORMAT
	       " under way; longest turn of its loop %" JSON_INTEGER_FORMAT " ms.\n",
	       number(daemon, "polls"), number(daemon, "failures"), number(sources, "polling"),
	       number(daemon, "longest_turn_ms"));
	printf("        %" JSON_INTEGER_FORMAT " transfers, %" JSON_INTEGER_FORMAT
	       " wait; the reader has done %" JSON_INTEGER_FORMAT
	       " jobs, crashed %" JSON_INTEGER_FORMAT " times and was stopped %" JSON_INTEGER_FORMAT
	       " times.\n",
	       number(fetch, "transfers"), number(fetch, "queued"), number(reader, "jobs"),
	       number(reader, "crashes"), number(reader, "timeouts"));
}

static const struct table_column WIDE_COLUMNS[] = {
	{ "PACKAGE", false, false, 0 }, { "SUBJECT", false, true, 0 },
	{ "WHAT", false, false, 0 },    { "FIGURE", true, false, 0 },
	{ "TREND", false, false, 3 },   { "AS OF", false, false, 1 },
	{ "ORIGINS", true, false, 2 },  { "SPEAKER", false, true, 5 },
	{ "OUTLET", false, true, 6 },   { "LAST CHANGE", false, false, 4 },
};

/* Where there is little room the packages are headings, and words are shorter. */
static const struct table_column NARROW_COLUMNS[] = {
	{ "SUBJECT", false, true, 0 }, { "WHAT", false, false, 0 },  { "FIGURE", true, false, 0 },
	{ "AS OF", false, false, 1 },  { "TREND", false, false, 2 },
};

static char *trend_text(const struct trend *trend, struct buf *out)
{
	static const char *const STEPS[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	int64_t top = RECORD_TOP_LEAST;

	if (trend->count == 0)
		return "";
	for (size_t i = 0; i < trend->count; i++)
		top = record_raise_top(top, &trend->points[i]);
	buf_clear(out);
	for (size_t i = trend->count; i-- > 0;) {
		int64_t step = record_thousandths(claim_nominal(&trend->points[i])) * 8 / top;

		if (buf_puts(out, STEPS[step > 7 ? 7 : step]) < 0)
			break;
	}
	return out->data;
}

static enum term_style style_of(const char *severity)
{
	if (strcmp(severity, "warning") == 0)
		return TERM_BAD;
	return strcmp(severity, "notice") == 0 ? TERM_GOOD : TERM_DIM;
}

static void add_last_change(struct table *table, const struct store_series *s)
{
	char stamp[DATE_STAMP_SIZE];

	if (s->change_id > 0)
		table_addf(table, style_of(s->severity), "%s %.10s", s->change_kind,
		           date_stamp_format(s->change_s, stamp));
	else
		table_add(table, TERM_PLAIN, "");
}

static void add_wide(struct table *table, const struct store_series *s, const char *trend)
{
	const struct claim *claim = &s->current.claim;
	char *figure = claim_figure_text(claim);
	char date[DATE_TEXT_SIZE], origins[RECORD_ORIGINS_SIZE];

	table_add(table, TERM_PLAIN, claim->package);
	table_add(table, TERM_PLAIN, claim->subject);
	table_addf(table, TERM_PLAIN, "%s %s", claim_measure_name(claim->measure),
	           record_stage_text(claim->stage));
	table_add(table, TERM_BOLD, figure);
	table_add(table, TERM_GOOD, trend);
	table_add(table, TERM_PLAIN, date_format(claim->as_of, date));
	table_add(table, TERM_PLAIN, record_origins_text(s->origins, s->copies, origins));
	table_add(table, TERM_PLAIN, claim->speaker);
	table_add(table, TERM_PLAIN, s->current.outlet);
	add_last_change(table, s);
	free(figure);
}

static void add_narrow(struct table *table, const struct store_series *s, const char *trend)
{
	const struct claim *claim = &s->current.claim;
	char *figure = claim_figure_text(claim);
	char date[DATE_TEXT_SIZE];

	table_add(table, TERM_PLAIN, claim->subject);
	table_addf(table, TERM_PLAIN, "%s %s", claim_measure_name(claim->measure),
	           record_short_stage(claim->stage));
	table_add(table, TERM_BOLD, figure);
	table_add(table, TERM_PLAIN, date_format(claim->as_of, date));
	table_add(table, TERM_GOOD, trend);
	free(figure);
}

/* Series come by name, so those of a package stand together. */
static void print_series(const struct ctl *ctl, const struct picture *p)
{
	bool is_narrow = ctl->columns > 0 && ctl->columns < RECORD_NARROW;
	struct table *table = is_narrow ? table_new(NARROW_COLUMNS, COUNT(NARROW_COLUMNS))
	                                : table_new(WIDE_COLUMNS, COUNT(WIDE_COLUMNS));
	const char *package = "";
	struct buf trend;

	buf_init(&trend, 64);
	for (size_t i = 0; i < p->series_count; i++) {
		const struct store_series *s = &p->series[i];

		if (is_narrow && strcmp(package, s->current.claim.package) != 0) {
			table_print(table, stdout, ctl->colour, ctl->columns);
			package = s->current.claim.package;
			printf("%s%s%s%s\n", i > 0 ? "\n" : "", term_on(TERM_BOLD, ctl->colour),
			       package, term_off(TERM_BOLD, ctl->colour));
		}
		(is_narrow ? add_narrow : add_wide)(table, s, trend_text(&p->trends[i], &trend));
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	buf_done(&trend);
	table_free(table);
}

static void print_troubles(const struct ctl *ctl, const struct picture *p)
{
	size_t count = json_array_size(p->troubles);

	if (count > 0)
		printf("\n%sThis needs a person:%s\n", term_on(TERM_BAD, ctl->colour),
		       term_off(TERM_BAD, ctl->colour));
	for (size_t i = 0; i < count; i++)
		printf("- %s\n",
		       json_string_value(json_object_get(json_array_get(p->troubles, i), "text")));
}

/* More are a list that nobody reads; they mostly fail by the same failure. */
#define FAILING_SHOWN 10

static void print_failing(const struct ctl *ctl, const struct record *record,
                          const struct picture *p)
{
	if (p->failing_count == 0)
		return;
	putchar('\n');
	if (p->failing_count <= FAILING_SHOWN) {
		health_print(ctl, p->sources, p->source_count, true);
		return;
	}
	health_print_failures(ctl, record, p->sources, p->source_count);
	puts("Each of them: integractl sources");
}

/* As many of the sentences in a line as it holds. */
static void print_counts(const struct ctl *ctl, const struct picture *p)
{
	char *texts[] = {
		mem_printf("Sources: %zu, %zu in trouble.", p->source_count, p->failing_count),
		mem_printf("Ledger: %" PRId64 " changes, head %.12s.", p->head_id, p->head),
		p->held_count > 0
			? mem_printf("Held: %" PRId64 " (integractl review).", p->held_count)
			: NULL,
	};
	size_t column = 0;

	for (size_t i = 0; i < COUNT(texts) && texts[i]; i++) {
		size_t width = strlen(texts[i]);
		bool fits = ctl->columns == 0 || column + 1 + width <= (size_t)ctl->columns;

		printf("%s%s", i == 0 ? "" : fits ? " " : "\n", texts[i]);
		column = i > 0 && fits ? column + 1 + width : width;
		free(texts[i]);
	}
	putchar('\n');
}

static void print_text(const struct ctl *ctl, const struct record *record, const struct picture *p)
{
	print_series(ctl, p);
	if (p->series_count == 0)
		puts("No figures yet.");
	putchar('\n');
	print_counts(ctl, p);
	undelivered_print(ctl, &p->alerts);
	print_daemon(p);
	print_failing(ctl, record, p);
	print_troubles(ctl, p);
}

enum ctl_exit command_status(struct ctl *ctl)
{
	struct picture picture = { .series_count = 0 };
	struct record record;
	struct err err;
	enum ctl_exit code;

	if (args_has(&ctl->args, "storage"))
		return command_storage(ctl);
	code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	ask_daemon(ctl, &picture);
	if (load(ctl, &record, &picture, &err) != 0) {
		code = record_fail(&record, &err);
	} else {
		if (ctl->json)
			print_json(&record, &picture);
		else
			print_text(ctl, &record, &picture);
		code = json_array_size(picture.troubles) > 0 ? CTL_NOTHING : CTL_DONE;
	}
	json_decref(picture.troubles);
	json_decref(picture.daemon);
	record_close(&record);
	return code;
}
