/* `integractl changes`: the ledger, as it stands and as it grows. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "since.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "config/value.h"

static const struct table_column COLUMNS[] = {
	{ "ID", true, false, 1 },      { "RECORDED", false, false, 4 },
	{ "CHANGE", false, false, 0 }, { "OLD", true, false, 0 },
	{ "NEW", true, false, 0 },     { "AS OF", false, false, 3 },
	{ "WHAT", false, false, 0 },   { "OF", false, true, 1 },
	{ "ORIGINS", true, false, 5 }, { "SPEAKER", false, true, 2 },
	{ "OUTLET", false, true, 6 },
};

/* What a person who says no more wants to see of a ledger that has grown for years. */
#define NEWEST 100

/* How often a follower looks whether the record has changed. */
static const struct timespec LOOK = { .tv_nsec = 200 * 1000 * 1000 };

static enum term_style style_of(const struct store_change *change)
{
	switch (change->severity) {
	case CHANGE_WARNING:
		return TERM_BAD;
	case CHANGE_NOTICE:
		return TERM_GOOD;
	case CHANGE_INFO:
		return TERM_DIM;
	}
	return TERM_PLAIN;
}

static const char *field(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static bool read_decimal(const json_t *json, const char *name, struct decimal *ret)
{
	const char *text = field(json, name);

	return text && decimal_parse(text, strlen(text), ret);
}

/* "≈80%" of an entry's old or new figure; "" where there is none. Yours. */
static char *figure_text(const json_t *json)
{
	struct claim claim = { .unit = CLAIM_PERCENT };
	const char *unit = field(json, "unit");
	const char *bound = field(json, "bound");

	if (!read_decimal(json, "value", &claim.value) || !unit ||
	    !claim_unit_parse(unit, &claim.unit))
		return mem_strdup("");
	claim.has_high = read_decimal(json, "high", &claim.high);
	claim.has_total = read_decimal(json, "total", &claim.total);
	if (bound && !claim_bound_parse(bound, &claim.bound))
		claim.bound = CLAIM_EXACT;
	return claim_figure_text(&claim);
}

/* An entry that no claim made: of a source, or of our network. Yours. */
static char *event_text(const json_t *entry)
{
	const char *source = field(entry, "source"), *why = field(entry, "why");
	const char *moved_to = field(entry, "moved_to"), *detail = moved_to ? moved_to : why;

	return mem_printf("%s%s%s", source ? source : "our network", detail ? ": " : "",
	                  detail ? detail : "");
}

/* The parts of a series's name that are columns here. */
struct series {
	char package[33], subject[49], measure[17], stage[17];
};

static struct series series_of(const char *text)
{
	struct series s;

	memset(&s, 0, sizeof(s));
	(void)sscanf(text, "%32[^/]/%48[^/]/%16[^/]/%16[^/]", s.package, s.subject, s.measure,
	             s.stage);
	return s;
}

/* "activities completed", of an entry of a claim. */
static void add_what(struct table *table, const struct store_change *change)
{
	struct series s = series_of(change->claim_id ? change->series : "");
	enum claim_stage stage;

	table_addf(table, TERM_PLAIN, "%s%s%s", s.measure, s.stage[0] ? " " : "",
	           claim_stage_parse(s.stage, &stage) ? record_stage_text(stage) : s.stage);
}

/* What the page has in the claim's place: "“was” → “is”", or why there is none. Yours. */
static char *visit_text(const json_t *visit)
{
	const char *was = field(visit, "was"), *is = field(visit, "is"), *why = field(visit, "why");

	if (is && is[0])
		return mem_printf(": “%s” → “%s”", was ? was : "", is);
	return mem_printf(": %s", why ? why : "");
}

/* Of a decision who made it and why, of a visit what it found; else "". Yours. */
static char *cause_text(const json_t *entry)
{
	const json_t *decision = json_object_get(entry, "decision");
	const json_t *visit = json_object_get(entry, "visit");
	const char *who = field(decision, "who"), *why = field(decision, "why");

	if (visit)
		return visit_text(visit);
	if (!decision)
		return mem_strdup("");
	return mem_printf(", by %s%s%s", who ? who : "?", why && why[0] ? ": " : "",
	                  why ? why : "");
}

/* "2021-2023", "tourism, 2021-2023", and what made the entry where that was no news. Yours. */
static char *claim_text(const char *name, const json_t *entry)
{
	struct series s = series_of(name);
	bool is_all = strcmp(s.subject, "all") == 0;
	char *cause = cause_text(entry);
	char *text = mem_printf("%s%s%s%s", is_all ? "" : s.subject, is_all ? "" : ", ", s.package,
	                        cause);

	free(cause);
	return text;
}

static void add_change(struct table *table, const struct store_change *change, int64_t origins,
                       int64_t copies)
{
	json_t *entry = json_loads(change->json, 0, NULL);
	const json_t *fresh = json_object_get(entry, "new");
	bool is_gone = change->kind == CHANGE_RETRACTED;
	char *old = figure_text(is_gone ? fresh : json_object_get(entry, "old"));
	char *new = figure_text(is_gone ? NULL : fresh);
	char *of = change->claim_id ? claim_text(change->series, entry) : event_text(entry);
	char stamp[DATE_STAMP_SIZE], count[RECORD_ORIGINS_SIZE];

	table_addf(table, TERM_PLAIN, "%" PRId64, change->id);
	table_add(table, TERM_PLAIN, date_stamp_format(change->recorded_s, stamp));
	table_addf(table, style_of(change), "%s%s", change_kind_name(change->kind),
	           json_is_true(json_object_get(entry, "certain")) ? "!" : "");
	table_add(table, TERM_PLAIN, old);
	table_add(table, TERM_BOLD, new);
	table_add(table, TERM_PLAIN, field(fresh, "as_of"));
	add_what(table, change);
	table_add(table, TERM_PLAIN, of);
	table_add(table, TERM_PLAIN, record_origins_text(origins, copies, count));
	table_add(table, TERM_PLAIN, field(fresh, "speaker"));
	table_add(table, TERM_PLAIN, field(change->claim_id ? fresh : entry, "outlet"));
	free(of);
	free(old);
	free(new);
	json_decref(entry);
}

/* Of an entry of a claim: who else says so by now. */
static int print_change(const struct ctl *ctl, struct store *store, struct table *table,
                        const struct store_change *change, struct err *err)
{
	int64_t origins = 0, copies = 0;
	json_t *json;

	if (change->claim_id &&
	    store_count_same(store, change->claim_id, &origins, &copies, err) != 0)
		return -1;
	if (!ctl->json) {
		add_change(table, change, origins, copies);
		return 0;
	}
	json = record_change_json(change);
	if (change->claim_id)
		record_add_origins(json, origins, copies);
	json_line(json);
	return 0;
}

/* Prints what the filter finds, and moves it behind the last entry. */
static int print_changes(struct ctl *ctl, struct store *store, struct store_change_filter *filter,
                         struct table *table, size_t *ret_count, struct err *err)
{
	struct arena *arena = arena_new(LIMIT_IMPORT_BYTES);
	struct store_change *list;
	int rc = store_list_changes(store, filter, arena, &list, ret_count, err);

	for (size_t i = 0; rc == 0 && i < *ret_count; i++) {
		rc = print_change(ctl, store, table, &list[i], err);
		filter->after_id = list[i].id;
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	arena_free(arena);
	return rc;
}

/* Ends with the signal that ends the program, or with the record. */
static enum ctl_exit follow(struct ctl *ctl, const struct record *record,
                            struct store_change_filter *filter, struct table *table)
{
	int64_t seen = -1;
	int64_t version;
	size_t count;
	struct err err;

	filter->limit = 0;
	for (;;) {
		if (store_data_version(record->store, &version, &err) != 0)
			return record_fail(record, &err);
		if (version != seen) {
			seen = version;
			if (print_changes(ctl, record->store, filter, table, &count, &err) != 0 &&
			    err.kind != ERR_AGAIN)
				return record_fail(record, &err);
			if (fflush(stdout) != 0)
				return CTL_DONE; /* main tells why */
		}
		nanosleep(&LOOK, NULL);
	}
}

/*
 * A number is an id that was seen last, whatever it looks like, since machines
 * count on it; else a date, an instant, or how long ago.
 */
static bool parse_since(const char *text, struct store_change_filter *filter)
{
	int64_t number;

	if (value_parse_integer(text, &number) && number >= 0) {
		filter->after_id = number;
		return true;
	}
	return since_parse(text, &filter->since_s);
}

static enum ctl_exit unknown_kind(const char *word)
{
	const char *names[CHANGE_KINDS + 1] = { NULL };
	const char *nearest;

	for (enum change_kind kind = CHANGE_FIRST; kind < CHANGE_KINDS; kind++)
		names[kind] = change_kind_name(kind);
	nearest = near_name(word, names);
	if (nearest)
		return ctl_fail(CTL_USAGE, "no kind of change is called %s; did you mean %s?", word,
		                nearest);
	return ctl_fail(CTL_USAGE, "no kind of change is called %s; changes --help lists them",
	                word);
}

static enum ctl_exit read_filter(const struct ctl *ctl, struct store_change_filter *filter)
{
	const char *since = args_value(&ctl->args, "since");
	enum change_kind kind;

	*filter = (struct store_change_filter){
		.kind = args_value(&ctl->args, "kind"),
		.subject = args_value(&ctl->args, "subject"),
		.package = args_value(&ctl->args, "package"),
	};
	if (since && !parse_since(since, filter))
		return ctl_fail(
			CTL_USAGE,
			"--since takes 2026-01-31, 2026-01-31T12:00:00Z, 2h or a change's number, not %s",
			since);
	if (filter->kind && !change_kind_parse(filter->kind, &kind))
		return unknown_kind(filter->kind);
	return ctl_limit(ctl, &filter->limit);
}

enum ctl_exit command_changes(struct ctl *ctl)
{
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));
	struct store_change_filter filter;
	struct record record;
	size_t count;
	struct err err;
	enum ctl_exit code = read_filter(ctl, &filter);
	bool is_cut = false;

	if (code == CTL_DONE)
		code = record_open(ctl, &record);
	if (code != CTL_DONE)
		goto out;
	if (!ctl->json && !args_has(&ctl->args, "since") && !args_has(&ctl->args, "limit")) {
		filter.limit = NEWEST;
		is_cut = true;
	}
	if (print_changes(ctl, record.store, &filter, table, &count, &err) != 0)
		code = record_fail(&record, &err);
	else if (args_has(&ctl->args, "follow"))
		code = follow(ctl, &record, &filter, table);
	else if (count == 0 && filter.after_id >= 1990 && filter.after_id < 2100)
		code = ctl_fail(CTL_NOTHING,
		                "no change has a number over %" PRId64
		                "; the year is --since %" PRId64 "-01-01",
		                filter.after_id, filter.after_id);
	else if (count == 0)
		code = ctl_fail(CTL_NOTHING, "no such changes in the ledger");
	else if (is_cut && count == NEWEST)
		fprintf(stderr, "(the newest %d; --limit N or --since T goes further back)\n",
		        NEWEST);
	record_close(&record);
out:
	table_free(table);
	return code;
}
