/* `integractl import` and `verify`: what goes into the record, and the record examined. */
#include "bulk.h"
#include "commands.h"
#include "json.h"
#include "record.h"
#include "where.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "change/change.h"
#include "config/config.h"
#include "pipeline/import.h"
#include "store/verify.h"

/* --- import --- */

static enum ctl_exit tell_mistakes(const char *path, json_t *mistakes)
{
	size_t index;
	json_t *mistake;

	json_array_foreach(mistakes, index, mistake)
	{
		const char *text = json_string_value(mistake);

		ctl_fail(CTL_NOTHING, "%s: %s", path, text ? text : "?");
	}
	return ctl_fail(CTL_NOTHING, "nothing was imported; mend the lines above and try again");
}

static enum ctl_exit tell_counts(const struct ctl *ctl, json_t *counts)
{
	static const char *const NAMES[] = {
		"articles", "claims",    "known",          "changes",
		"queued",   "decisions", "decisions_left", "superseded"
	};
	json_int_t n[COUNT(NAMES)];
	char *decisions;

	if (ctl->json) {
		json_line(json_incref(counts));
		return CTL_DONE;
	}
	for (size_t i = 0; i < COUNT(NAMES); i++)
		n[i] = json_integer_value(json_object_get(counts, NAMES[i]));
	decisions = n[5] ? mem_printf(", %lld %s", (long long)n[5],
	                              n[5] == 1 ? "decision" : "decisions")
	                 : mem_strdup("");
	printf("New: %lld %s, %lld %s%s, %lld %s. Known already: %lld %s.\n", (long long)n[0],
	       n[0] == 1 ? "article" : "articles", (long long)n[1], n[1] == 1 ? "claim" : "claims",
	       decisions, (long long)n[3], n[3] == 1 ? "change" : "changes", (long long)n[2],
	       n[2] == 1 ? "claim" : "claims");
	free(decisions);
	if (n[6] > 0)
		printf("Not taken over: %lld %s on claims that have been decided on here.\n",
		       (long long)n[6], n[6] == 1 ? "decision" : "decisions");
	if (n[7] > 0)
		printf("Left out: %lld superseded %s.\n", (long long)n[7],
		       n[7] == 1 ? "reading" : "readings");
	if (n[4] > 0)
		printf("The daemon has still to read %lld of the articles.\n", (long long)n[4]);
	return CTL_DONE;
}

static enum ctl_exit make_state_dir(const struct ctl *ctl)
{
	char *folder = where_state_dir(ctl);
	enum ctl_exit code = CTL_DONE;

	if (mkdir(folder, 0750) != 0 && errno != EEXIST)
		code = ctl_fail(CTL_NO_DATABASE, "%s cannot be made: %s", folder, strerror(errno));
	free(folder);
	return code;
}

/* Without a daemon: its own code, under its lock. NULL where the mistake has been told. */
static json_t *import_here(struct ctl *ctl, const struct buf *lines, struct arena *arena,
                           enum ctl_exit *ret_code)
{
	bool has_config = where_has_config(ctl);
	struct config *config = has_config ? where_load_language(ctl) : NULL;
	const struct config_options defaults = where_read_options(ctl, arena);
	struct import_options options = { .now_s = clock_now_s() };
	struct import_counts n;
	char *path = record_path(ctl);
	const char **mistakes;
	size_t count = 0;
	json_t *answer = NULL;
	struct err err;

	*ret_code = has_config && !config ? CTL_USAGE : make_state_dir(ctl);
	if (*ret_code != CTL_DONE)
		goto out;
	if (record_open_store(path, &options.store, &err) != 0) {
		*ret_code = ctl_fail(err.kind == ERR_AGAIN ? CTL_NO_DAEMON : CTL_NO_DATABASE, "%s",
		                     err.text);
		goto out;
	}
	options.threshold = defaults.accept_threshold;
	options.timezone = defaults.timezone;
	/* without words to read by, articles wait for a daemon that has them */
	options.lexicon = config ? config->lexicon : NULL;
	options.leaves_unread = !config;
	options.packages = config ? &config->packages : NULL;
	options.agencies = config ? &config->agencies : NULL;
	if (import_lines(&options, lines->data, lines->len, arena, &mistakes, &count, &n, &err) ==
	    0) {
		answer = import_counts_json(&n);
	} else if (count > 0) {
		answer = json_pack("{s[]}", "mistakes");
		for (size_t i = 0; i < count; i++)
			json_array_append_new(json_object_get(answer, "mistakes"),
			                      json_text(mistakes[i]));
	} else {
		*ret_code = ctl_fail(err.kind == ERR_INPUT || err.kind == ERR_LIMIT
		                             ? CTL_NOTHING
		                             : CTL_NO_DATABASE,
		                     "%s", err.text);
	}
out:
	store_close(options.store);
	free(path);
	config_free(config);
	return answer;
}

/* By the running daemon where there is one. NULL where the mistake has been told. */
static json_t *import_somewhere(struct ctl *ctl, const struct buf *lines, struct arena *arena,
                                enum ctl_exit *ret_code)
{
	struct err err;
	json_t *answer = bulk_import(ctl, lines->data, lines->len, ret_code, &err);

	if (!answer && err.kind == ERR_AGAIN)
		return import_here(ctl, lines, arena, ret_code);
	return answer;
}

enum ctl_exit command_import(struct ctl *ctl)
{
	struct arena *arena = arena_new(LIMIT_IMPORT_BYTES);
	const char *path = ctl->args.words[0];
	enum ctl_exit code = CTL_NOTHING;
	json_t *answer = NULL;
	struct buf lines;
	struct err err;

	buf_init(&lines, LIMIT_IMPORT_BYTES);
	if (file_read(path, &lines, &err) != 0)
		ctl_fail(CTL_NOTHING, "%s: %s", path, err.text);
	else if (lines.len == 0)
		ctl_fail(CTL_NOTHING, "%s: nothing in it", path);
	else
		answer = import_somewhere(ctl, &lines, arena, &code);
	if (answer) {
		json_t *mistakes = json_object_get(answer, "mistakes");

		code = mistakes ? tell_mistakes(path, mistakes) : tell_counts(ctl, answer);
	}
	json_decref(answer);
	buf_done(&lines);
	arena_free(arena);
	return code;
}

/* --- verify --- */

static void print_report(const struct ctl *ctl, const struct store_report *r, const char *head)
{
	json_t *json = json_object();
	json_t *faults = json_array();

	for (size_t i = 0; i < r->fault_count && i < STORE_FAULTS; i++)
		json_array_append_new(faults, json_text(r->faults[i]));
	json_object_set_new(json, "sound", json_boolean(r->fault_count == 0));
	json_object_set_new(json, "changes", json_integer(r->change_count));
	json_object_set_new(json, "claims", json_integer(r->claim_count));
	json_object_set_new(json, "series", json_integer(r->series_count));
	json_object_set_new(json, "head", json_text(head));
	json_object_set_new(json, "faults", faults);
	if (ctl->json)
		json_line(json_incref(json));
	else
		printf("%" PRId64 " changes, %" PRId64 " claims, %" PRId64 " series%s\nhead %s\n",
		       r->change_count, r->claim_count, r->series_count,
		       r->fault_count == 0 ? ": sound" : "", head);
	json_decref(json);
}

enum ctl_exit command_verify(struct ctl *ctl)
{
	const char *asked = args_value(&ctl->args, "head");
	char head[HASH_HEX_SIZE];
	struct store_report report;
	struct record record;
	int64_t head_id;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	if (store_verify(record.store, change_current, asked, record.arena, &report, &err) != 0 ||
	    store_ledger_head(record.store, &head_id, head, &err) != 0) {
		code = record_fail(&record, &err);
		goto out;
	}
	print_report(ctl, &report, head);
	for (size_t i = 0; !ctl->json && i < report.fault_count && i < STORE_FAULTS; i++)
		ctl_fail(CTL_NOTHING, "%s", report.faults[i]);
	if (report.fault_count > 0)
		code = ctl_fail(report.is_damaged ? CTL_NO_DATABASE : CTL_NOTHING,
		                "the record is not sound: %zu %s; keep it, and restore a backup",
		                report.fault_count, report.fault_count == 1 ? "fault" : "faults");
out:
	record_close(&record);
	return code;
}
