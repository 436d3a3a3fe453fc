/* What the running daemon says of itself: a line in the log, and JSON for the control socket. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "outbox.h"
#include "parts.h"
#include "pipeline/import.h"
#include "store/changes.h"
#include "tally.h"

struct health {
	int64_t failing;
	int64_t never; /* not one reply that could be read yet */
};

static struct health health_of(const struct pipeline *pipeline)
{
	struct health health = { 0 };

	for (size_t i = 0; i < pipeline->source_count; i++) {
		const struct poll_source *source = pipeline->sources[i];

		health.failing += source->failure != NULL;
		health.never += source->state.last_success_s == 0;
	}
	return health;
}

void pipeline_log_summary(struct pipeline *pipeline)
{
	const struct health health = health_of(pipeline);
	const struct fetch_stats fetch = fetch_pool_stats(pipeline->parts.fetch);
	const struct reader_stats reader = reader_client_stats(pipeline->parts.reader);
	char hash[HASH_HEX_SIZE] = "";
	int64_t change_id = 0;
	struct err err;

	if (store_ledger_head(pipeline->parts.store, &change_id, hash, &err) < 0)
		pipeline_record_failed(pipeline, "summary", &err);
	log_event(LOG_NOTICE, "summary", "how it stands",
	          LOG_INT("sources", (int64_t)pipeline->source_count),
	          LOG_INT("failing", health.failing), LOG_INT("never", health.never),
	          LOG_INT("polls", (int64_t)pipeline->polls),
	          LOG_INT("poll_failures", (int64_t)pipeline->failures),
	          LOG_INT("transfers", (int64_t)fetch.transfers),
	          LOG_INT("running", (int64_t)fetch.running),
	          LOG_INT("follows", (int64_t)pipeline->following),
	          LOG_INT("longest_turn_ms", event_loop_longest_turn_ms(pipeline->parts.loop)),
	          LOG_INT("reader_pid", reader.pid), LOG_INT("reader_jobs", (int64_t)reader.jobs),
	          LOG_INT("reader_crashes", (int64_t)reader.crashes),
	          LOG_INT("reader_timeouts", (int64_t)reader.timeouts),
	          LOG_INT("changes", (int64_t)pipeline->changes), LOG_INT("last_change", change_id),
	          LOG_STR("hash", hash));
}

void pipeline_status_text(const struct pipeline *pipeline, char out[PIPELINE_STATUS_SIZE])
{
	const struct health health = health_of(pipeline);

	snprintf(out, PIPELINE_STATUS_SIZE,
	         "%zu sources, %lld failing; %zu polls under way, %zu articles followed; %zu polls"
	         " and %zu changes since the start",
	         pipeline->source_count, (long long)health.failing, (size_t)pipeline->polling,
	         (size_t)pipeline->following, (size_t)pipeline->polls, (size_t)pipeline->changes);
}

/* Takes the reference away. */
static int append_json(struct buf *out, json_t *json, struct err *err)
{
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	int done = text ? buf_puts(out, text) : -1;

	free(text);
	json_decref(json);
	return done == 0 ? 0 : err_set(err, ERR_LIMIT, "the answer is too long");
}

int pipeline_status_json(struct pipeline *pipeline, struct buf *out, struct err *err)
{
	const struct health health = health_of(pipeline);
	const struct fetch_stats fetch = fetch_pool_stats(pipeline->parts.fetch);
	const struct reader_stats reader = reader_client_stats(pipeline->parts.reader);
	char hash[HASH_HEX_SIZE];
	int64_t change_id;

	if (store_ledger_head(pipeline->parts.store, &change_id, hash, err) < 0)
		return -1;
	return append_json(
		out,
		json_pack(
			"{s:s, s:{s:I, s:I, s:I, s:I}, s:I, s:I, s:{s:I, s:I, s:I, s:I}, s:I, s:I,"
			" s:{s:b, s:i, s:I, s:I, s:I, s:I}, s:I, s:{s:I, s:s}}",
			"version", INTEGRAD_VERSION, "sources", "configured",
			(json_int_t)pipeline->source_count, "failing", (json_int_t)health.failing,
			"never_read", (json_int_t)health.never, "polling",
			(json_int_t)pipeline->polling, "polls", (json_int_t)pipeline->polls,
			"failures", (json_int_t)pipeline->failures, "fetch", "queued",
			(json_int_t)(fetch.queued + pipeline->line_count), "running",
			(json_int_t)fetch.running, "transfers", (json_int_t)fetch.transfers,
			"bytes", (json_int_t)fetch.bytes, "follows",
			(json_int_t)pipeline->following, "longest_turn_ms",
			(json_int_t)event_loop_longest_turn_ms(pipeline->parts.loop), "reader",
			"ready", (int)reader.is_ready, "pid", reader.pid, "queued",
			(json_int_t)reader.queued, "jobs", (json_int_t)reader.jobs, "crashes",
			(json_int_t)reader.crashes, "timeouts", (json_int_t)reader.timeouts,
			"changes", (json_int_t)pipeline->changes, "ledger", "id",
			(json_int_t)change_id, "hash", hash),
		err);
}

static json_t *mistakes_json(const char *const *mistakes, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(mistakes[i]));
	return json_pack("{s:o}", "mistakes", list);
}

static int enter_alerts(void *arg, struct err *err)
{
	return outbox_enter(arg, err);
}

static struct import_options import_options(struct pipeline *pipeline)
{
	const struct config_options *options = &pipeline->parts.config->options;

	return (struct import_options){
		.store = pipeline->parts.store,
		.threshold = options->accept_threshold,
		.now_s = clock_now_s(),
		.timezone = options->timezone,
		.packages = &pipeline->parts.config->packages,
		.agencies = &pipeline->parts.config->agencies,
		.leaves_unread = true,
		.enter = enter_alerts,
		.arg = pipeline,
	};
}

int pipeline_check_lines(struct pipeline *pipeline, const char *bytes, size_t len,
                         size_t first_line, struct buf *out, struct err *err)
{
	const struct import_options import = import_options(pipeline);
	struct arena *arena = arena_new(MIB);
	const char **mistakes;
	size_t count, mistaken;
	json_t *json;
	int done;

	import_check(&import, bytes, len, first_line, arena, &mistakes, &count, &mistaken);
	json = mistakes_json(mistakes, count);
	json_object_set_new(json, "mistaken", json_integer((json_int_t)mistaken));
	done = append_json(out, json, err);
	arena_free(arena);
	return done;
}

static bool is_too_long(const char *bytes, size_t len)
{
	size_t lines = 0;

	for (const char *p = bytes; (p = memchr(p, '\n', len - (size_t)(p - bytes))); p++)
		lines++;
	return lines > LIMIT_IMPORT_LINES;
}

int pipeline_import_lines(struct pipeline *pipeline, const char *bytes, size_t len, struct buf *out,
                          struct err *err)
{
	const struct import_options import = import_options(pipeline);
	struct arena *arena = arena_new(MIB);
	struct import_counts counts;
	const char **mistakes;
	size_t mistake_count = 0;
	int done;

	if (is_too_long(bytes, len)) {
		arena_free(arena);
		return err_set(err, ERR_LIMIT, "over %d lines at once: send them in parts",
		               LIMIT_IMPORT_LINES);
	}
	done = pipeline_settle(pipeline, err);
	if (done == 0)
		done = import_lines(&import, bytes, len, arena, &mistakes, &mistake_count, &counts,
		                    err);
	if (done == 0 && counts.queued > 0)
		text_wake(pipeline);
	if (done == 0)
		outbox_committed(pipeline);
	else
		outbox_rolled_back(pipeline);
	if (done < 0 && mistake_count > 0) {
		done = append_json(out, mistakes_json(mistakes, mistake_count), err) < 0 ? -1 : 1;
	} else if (done == 0) {
		pipeline->changes += counts.changes;
		tally_import(pipeline, counts.articles, counts.claims, counts.changes);
		done = append_json(out, import_counts_json(&counts), err);
	}
	arena_free(arena);
	return done;
}
