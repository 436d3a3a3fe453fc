#include "record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "json.h"
#include "where.h"

#define LOCK_WAIT_MS 5000
#define LOCK_LOOK_MS 20

char *record_path(const struct ctl *ctl)
{
	char *folder = where_state_dir(ctl);
	char *path = mem_printf("%s/%s", folder, RECORD_FILE);

	free(folder);
	return path;
}

int record_open_store(const char *path, struct store **ret_store, struct err *err)
{
	int64_t until_ms = clock_monotonic_ms() + LOCK_WAIT_MS;

	for (;;) {
		int rc = store_open(path, STORE_READ_WRITE, ret_store, err);

		if (rc == 0 || err->kind != ERR_AGAIN || clock_monotonic_ms() >= until_ms)
			return rc;
		usleep(LOCK_LOOK_MS * 1000);
	}
}

static int open_store(const char *path, enum store_mode mode, struct store **ret_store,
                      struct err *err)
{
	if (mode == STORE_READ_WRITE)
		return record_open_store(path, ret_store, err);
	return store_open(path, mode, ret_store, err);
}

static enum ctl_exit open_as(struct ctl *ctl, enum store_mode mode, struct record *ret_record)
{
	struct record record = { .path = NULL };
	enum ctl_exit code = CTL_DONE;
	struct err err;

	if (where_check(ctl, &err) < 0)
		return ctl_fail(CTL_USAGE, "%s", err.text);
	record.path = record_path(ctl);
	if (access(record.path, F_OK) != 0 && errno == ENOENT)
		code = ctl_fail(CTL_NO_DATABASE,
		                "no database at %s: start integrad, or say --state-dir where it is",
		                record.path);
	else if (access(record.path, R_OK) != 0 && errno == EACCES)
		code = ctl_fail(CTL_NO_DATABASE,
		                "%s may not be read by you: join the group integrad", record.path);
	else if (open_store(record.path, mode, &record.store, &err) != 0)
		code = ctl_fail(mode == STORE_READ_WRITE && err.kind == ERR_AGAIN ? CTL_NO_DAEMON
		                                                                  : CTL_NO_DATABASE,
		                "%s", err.text);
	if (code != CTL_DONE) {
		free(record.path);
		return code;
	}
	record.arena = arena_new(LIMIT_IMPORT_BYTES);
	*ret_record = record;
	return CTL_DONE;
}

enum ctl_exit record_open(struct ctl *ctl, struct record *ret_record)
{
	return open_as(ctl, STORE_READ_ONLY, ret_record);
}

enum ctl_exit record_open_writer(struct ctl *ctl, struct record *ret_record)
{
	return open_as(ctl, STORE_READ_WRITE, ret_record);
}

void record_close(struct record *record)
{
	store_close(record->store);
	arena_free(record->arena);
	free(record->path);
}

enum ctl_exit record_fail(const struct record *record, const struct err *err)
{
	return ctl_fail(CTL_NO_DATABASE, "%s: %s", record->path, err->text);
}

const char *record_stage_text(enum claim_stage stage)
{
	return stage == CLAIM_IN_PROGRESS ? "in progress" : claim_stage_name(stage);
}

const char *record_short_stage(enum claim_stage stage)
{
	return stage == CLAIM_IN_PROGRESS ? "begun" : "done";
}

char *record_origins_text(int64_t origins, int64_t copies, char out[RECORD_ORIGINS_SIZE])
{
	if (copies == 0)
		out[0] = '\0';
	else if (copies > origins)
		snprintf(out, RECORD_ORIGINS_SIZE, "%" PRId64 " of %" PRId64, origins, copies);
	else
		snprintf(out, RECORD_ORIGINS_SIZE, "%" PRId64, origins);
	return out;
}

size_t record_series_length(const struct figure *list, size_t count)
{
	char first[CLAIM_SERIES_SIZE], other[CLAIM_SERIES_SIZE];
	size_t n = 1;

	claim_series(&list[0].claim, first);
	while (n < count && strcmp(claim_series(&list[n].claim, other), first) == 0)
		n++;
	return n;
}

/* A whole number of thousandths, cut: good enough for a picture. */
int64_t record_thousandths(struct decimal d)
{
	int64_t n = d.digits;

	for (int scale = d.scale; scale < 3; scale++)
		n *= 10;
	for (int scale = d.scale; scale > 3; scale--)
		n /= 10;
	return n;
}

int64_t record_raise_top(int64_t top, const struct claim *c)
{
	int64_t value;

	if (claim_kind_of(c) == CLAIM_KIND_DEGREE)
		return 100 * 1000;
	value = record_thousandths(c->has_total ? c->total : c->has_high ? c->high : c->value);
	return value > top ? value : top;
}

static json_t *text_or_null(const char *s)
{
	return s && s[0] != '\0' ? json_text(s) : json_null();
}

static void set(json_t *json, const char *name, json_t *value)
{
	json_object_set_new(json, name, value);
}

json_t *record_figure_json(const struct figure *f, const char *series)
{
	char text[CLAIM_SERIES_SIZE];
	char date[DATE_TEXT_SIZE];
	json_t *json = claim_to_json(&f->claim);
	char *figure = claim_figure_text(&f->claim);

	set(json, "id", json_integer(f->claim_id));
	set(json, "series", json_text(series ? series : claim_series(&f->claim, text)));
	set(json, "kind", json_text(claim_kind_name(claim_kind_of(&f->claim))));
	set(json, "figure", json_text(figure));
	set(json, "published", text_or_null(date_format(f->published, date)));
	set(json, "published_at", json_stamp(f->published.precision != DATE_NONE, f->published_s));
	set(json, "url", text_or_null(f->address));
	set(json, "source", text_or_null(f->source));
	set(json, "outlet", text_or_null(f->outlet));
	set(json, "trust", json_text(source_trust_name(f->trust)));
	set(json, "origin", json_integer(f->origin));
	set(json, "backfill", json_boolean(f->is_backfill));
	set(json, "natural_key", json_text(f->natural_key));
	set(json, "sha256", text_or_null(f->sha256));
	free(figure);
	return json;
}

void record_add_origins(json_t *json, int64_t origins, int64_t copies)
{
	set(json, "origins", json_integer(origins));
	set(json, "copies", json_integer(copies));
}

json_t *record_claim_json(const struct store_claim *claim)
{
	json_t *json = record_figure_json(&claim->figure, claim->series);

	set(json, "guid", text_or_null(claim->guid));
	set(json, "title", text_or_null(claim->title));
	set(json, "article", json_integer(claim->article_id));
	set(json, "threshold", json_real(claim->threshold / 1000.0));
	set(json, "engine", json_text(claim->engine));
	set(json, "lexicon", text_or_null(claim->lexicon));
	set(json, "fetched", json_stamp(claim->fetched_s > 0, claim->fetched_s));
	set(json, "recorded", json_stamp(true, claim->recorded_s));
	return json;
}

/*
 * The entry's own fields stand beside ours; `json` is the text that was hashed,
 * since only that can be checked against `hash`.
 */
json_t *record_change_json(const struct store_change *change)
{
	static const char *const OWN[] = { "certain", "package", "subject",  "measure", "stage",
		                           "old",     "new",     "decision", "visit" };
	static const char *const OF_EVENT[] = { "source",  "outlet", "address", "moved_to",
		                                "failure", "why",    "since" };
	json_t *json = json_object();
	json_t *entry = json_loads(change->json, 0, NULL);

	set(json, "id", json_integer(change->id));
	set(json, "recorded", json_stamp(true, change->recorded_s));
	set(json, "kind", json_text(change_kind_name(change->kind)));
	set(json, "severity", json_text(change_severity_name(change->severity)));
	set(json, "series", json_text(change->series));
	for (size_t i = 0; i < COUNT(OWN); i++)
		json_object_set(json, OWN[i], json_object_get(entry, OWN[i]));
	for (size_t i = 0; i < COUNT(OF_EVENT) && !change->claim_id; i++)
		json_object_set(json, OF_EVENT[i], json_object_get(entry, OF_EVENT[i]));
	set(json, "claim", change->claim_id ? json_integer(change->claim_id) : json_null());
	set(json, "announced", json_boolean(change->is_announced));
	set(json, "hash", json_text(change->hash));
	set(json, "json", json_text(change->json));
	json_decref(entry);
	return json;
}
