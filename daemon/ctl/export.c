/*
 * `integractl export`: the record given out, in columns that stay. The manual has
 * them; a new one comes at the end.
 */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "whole.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "change/change.h"
#include "pipeline/decide.h"
#include "store/backup.h"
#include "store/decisions.h"
#include "store/verify.h"

/* The columns of CSV: the fields of a claim's JSON that are no lists. */
static const char *const CSV_COLUMNS[] = {
	"id",        "series",      "package",  "subject", "measure", "stage",    "unit",
	"value",     "high",        "total",    "bound",   "as_of",   "modality", "basis",
	"speaker",   "quote",       "in_title", "offset",  "length",  "status",   "confidence",
	"published", "url",         "source",   "outlet",  "trust",   "title",    "origin",
	"backfill",  "natural_key", "sha256",   "engine",  "lexicon", "fetched",  "recorded",
};

struct export
{
	const struct record *record;
	FILE *out;
};

/* The fields of the claim that stands in the place of another, as `import` wants them. */
static json_t *corrected_fields(const struct claim *claim)
{
	json_t *all = claim_to_json(claim), *json = json_object();

	for (size_t i = 0; decide_fields[i]; i++)
		json_object_set(json, decide_fields[i], json_object_get(all, decide_fields[i]));
	json_decref(all);
	return json;
}

static json_t *decided_json(const struct record *record, const struct store_decision *d,
                            struct arena *arena, struct err *err)
{
	const struct decision *decision = &d->decision;
	int64_t at_s = decision->made_s ? decision->made_s : decision->recorded_s;
	char stamp[DATE_STAMP_SIZE];
	json_t *json = json_pack("{s:s, s:o, s:o, s:s}", "verdict",
	                         decision_verdict_name(decision->verdict), "who",
	                         json_text(decision->who), "why", json_text(decision->why), "at",
	                         date_stamp_format(at_s, stamp));
	struct store_claim *by;

	if (!d->by_claim_id)
		return json;
	if (store_find_claim(record->store, d->by_claim_id, arena, &by, err) != 0) {
		json_decref(json);
		return NULL;
	}
	if (by)
		json_object_set_new(json, "fields", corrected_fields(&by->figure.claim));
	return json;
}

/* What people decided of the claim; rules' own work is in its status. */
static int add_decisions(const struct record *record, int64_t claim_id, json_t *json,
                         struct arena *arena, struct err *err)
{
	json_t *list = json_array(), *one;
	struct store_decision *decisions;
	size_t count;

	json_object_set_new(json, "decisions", list);
	if (store_list_decisions(record->store, claim_id, arena, &decisions, &count, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (decision_is_by_rules(decisions[i].decision.verdict))
			continue;
		one = decided_json(record, &decisions[i], arena, err);
		if (!one)
			return -1;
		json_array_append_new(list, one);
	}
	return 0;
}

static int export_json(const struct store_claim *claim, void *arg, struct err *err)
{
	const struct export *export = arg;
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	json_t *json = record_claim_json(claim);
	int done = add_decisions(export->record, claim->figure.claim_id, json, arena, err);

	if (done == 0)
		json_print(json, export->out);
	else
		json_decref(json);
	arena_free(arena);
	return done;
}

/*
 * RFC 4180: quoted where it holds a quote, a comma or a line's end. A text that a
 * spreadsheet would take for a formula, since it begins with one of = + - @ or a
 * tab, gets an apostrophe before it, as people type it there: titles and quotes
 * are strangers' words.
 */
static void print_csv_text(const char *s, FILE *out)
{
	const char *guard = s[0] && strchr("=+-@\t\r", s[0]) ? "'" : "";

	if (!s[strcspn(s, "\",\r\n")]) {
		fprintf(out, "%s%s", guard, s);
		return;
	}
	fprintf(out, "\"%s", guard);
	for (; *s; s++) {
		if (*s == '"')
			putc('"', out);
		putc(*s, out);
	}
	putc('"', out);
}

static int export_csv(const struct store_claim *claim, void *arg, struct err *err)
{
	json_t *json = record_claim_json(claim);
	const struct export *export = arg;
	FILE *out = export->out;

	(void)err;
	for (size_t i = 0; i < COUNT(CSV_COLUMNS); i++) {
		const json_t *value = json_object_get(json, CSV_COLUMNS[i]);

		if (i > 0)
			putc(',', out);
		if (json_is_string(value))
			print_csv_text(json_string_value(value), out);
		else if (value && !json_is_null(value))
			json_dumpf(value, out, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
	}
	fputs("\r\n", out);
	json_decref(json);
	return 0;
}

static enum ctl_exit export_claims(const struct record *record, bool as_csv, FILE *out)
{
	const struct store_claim_filter all = { .limit = 0 };
	struct export export = { record, out };
	struct err err;

	for (size_t i = 0; as_csv && i < COUNT(CSV_COLUMNS); i++)
		fprintf(out, "%s%s", CSV_COLUMNS[i], i + 1 < COUNT(CSV_COLUMNS) ? "," : "\r\n");
	if (store_each_claim(record->store, &all, as_csv ? export_csv : export_json, &export,
	                     &err) != 0)
		return record_fail(record, &err);
	return CTL_DONE;
}

/* Looks at the copy as `verify` does, before anybody is given it. */
static enum ctl_exit examine(const char *path, struct arena *arena)
{
	struct store_report report = { .fault_count = 0 };
	struct store *copy;
	struct err err;
	int rc;

	if (store_open(path, STORE_READ_ONLY, &copy, &err) != 0)
		return ctl_fail(CTL_NO_DATABASE, "the copy cannot be read: %s", err.text);
	rc = store_verify(copy, change_current, NULL, arena, &report, &err);
	store_close(copy);
	if (rc != 0)
		return ctl_fail(CTL_NO_DATABASE, "the copy cannot be examined: %s", err.text);
	if (report.fault_count > 0)
		return ctl_fail(CTL_NO_DATABASE, "the record is not sound: integractl verify");
	return CTL_DONE;
}

static enum ctl_exit make_copy(const struct record *record, const char *path)
{
	struct err err;

	if (store_export(record->store, path, &err) != 0)
		return record_fail(record, &err);
	return examine(path, record->arena);
}

static enum ctl_exit pour(const char *path)
{
	char bytes[64 * KIB];
	FILE *copy = fopen(path, "rbe");

	if (!copy)
		return ctl_fail(CTL_NOTHING, "%s: %s", path, strerror(errno));
	for (size_t n; (n = fread(bytes, 1, sizeof(bytes), copy)) > 0;)
		fwrite(bytes, 1, n, stdout);
	fclose(copy);
	return CTL_DONE;
}

/* A copy beside nothing, made whole before its first byte is given out. */
static enum ctl_exit print_copy(const struct record *record)
{
	const char *folder = getenv("TMPDIR");
	char *path = mem_printf("%s/integractl-XXXXXX", folder && folder[0] ? folder : "/tmp");
	enum ctl_exit code;
	int fd = mkstemp(path);

	if (fd < 0) {
		code = ctl_fail(CTL_NOTHING, "%s: %s", path, strerror(errno));
	} else {
		close(fd);
		code = make_copy(record, path);
		if (code == CTL_DONE)
			code = pour(path);
		unlink(path);
	}
	free(path);
	return code;
}

static enum ctl_exit write_claims(const struct record *record, bool as_csv, const char *path)
{
	FILE *out = fopen(path, "wbe");
	enum ctl_exit code;

	if (!out)
		return ctl_fail(CTL_NOTHING, "%s: %s", path, strerror(errno));
	code = export_claims(record, as_csv, out);
	if (fclose(out) != 0 && code == CTL_DONE)
		code = ctl_fail(CTL_NOTHING, "%s: %s", path, strerror(errno));
	return code;
}

enum ctl_exit command_export(struct ctl *ctl)
{
	const char *format = args_value(&ctl->args, "format");
	const char *output = args_value(&ctl->args, "output");
	bool as_csv = format && strcmp(format, "csv") == 0;
	bool as_copy = format && strcmp(format, "sqlite") == 0;
	struct whole file = { .part = NULL };
	struct record record;
	enum ctl_exit code;

	if (format && !as_csv && !as_copy && strcmp(format, "json") != 0)
		return ctl_fail(CTL_USAGE, "--format is json, csv or sqlite, not %s", format);
	if (as_copy && !output && isatty(STDOUT_FILENO))
		return ctl_fail(CTL_USAGE,
		                "a database is nothing for a terminal: add --output FILE");
	code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	if (output)
		code = whole_begin(&file, output, args_has(&ctl->args, "force"));
	if (code == CTL_DONE && !output)
		code = as_copy ? print_copy(&record) : export_claims(&record, as_csv, stdout);
	else if (code == CTL_DONE)
		code = as_copy ? make_copy(&record, file.part)
		               : write_claims(&record, as_csv, file.part);
	if (code == CTL_DONE && output)
		code = whole_finish(&file);
	whole_done(&file);
	record_close(&record);
	return code;
}
