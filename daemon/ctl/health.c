/* `integractl sources`: who answers, and who does not. */
#include "health.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/tree.h"
#include "commands.h"
#include "config/value.h"
#include "json.h"
#include "pipeline/import.h"
#include "store/polls.h"
#include "table.h"
#include "trial.h"
#include "where.h"

static const struct table_column SOURCE_COLUMNS[] = {
	{ "SOURCE", false, false, 0 },       { "STATE", false, false, 0 },
	{ "LAST SUCCESS", false, false, 3 }, { "NEXT", false, false, 2 },
	{ "EVERY", true, false, 4 },         { "ITEMS", true, false, 5 },
	{ "CLAIMS", true, false, 6 },        { "FAILURES", true, false, 1 },
	{ "WHY", false, true, 0 },
};

/*
 * A day after it was due the daemon has asked others, but not this one: it has
 * been taken out of the configuration. (The longest backoff is a day, too.)
 */
#define DROPPED_AFTER_S (24 * 60 * 60)

static const char *const STATES[] = {
	[HEALTH_NEW] = "new",
	[HEALTH_OK] = "ok",
	[HEALTH_FAILING] = "failing",
	[HEALTH_DROPPED] = "dropped",
};

enum health_state health_of(const struct poll_state *poll, int64_t newest_poll_s)
{
	if (poll->last_poll_s == 0)
		return HEALTH_NEW;
	if (newest_poll_s > poll->next_s + DROPPED_AFTER_S)
		return HEALTH_DROPPED;
	return poll->failures > 0 ? HEALTH_FAILING : HEALTH_OK;
}

json_t *health_to_json(const struct health *health)
{
	const struct store_source *s = health->source;
	const struct poll_state *p = &s->poll;
	json_t *json = json_object();

	json_object_set_new(json, "source", json_text(s->key));
	json_object_set_new(json, "state", json_text(STATES[health->state]));
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
	json_object_set_new(json, "articles_unread", json_integer(health->unreadable.count));
	json_object_set_new(json, "articles_why",
	                    health->unreadable.count > 0 ? json_text(health->unreadable.why)
	                                                 : json_null());
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

static void add_times(struct table *table, const struct health *health)
{
	const struct poll_state *poll = &health->source->poll;
	int64_t now_s = clock_now_s();

	if (poll->last_success_s > 0)
		add_distance(table, now_s - poll->last_success_s, "", " ago");
	else
		table_add(table, TERM_PLAIN, "never");
	if (health->state == HEALTH_DROPPED)
		table_add(table, TERM_PLAIN, "never");
	else if (poll->next_s > now_s)
		add_distance(table, poll->next_s - now_s, "in ", "");
	else
		table_add(table, TERM_PLAIN, "due");
}

static enum term_style style_of(enum health_state state)
{
	switch (state) {
	case HEALTH_NEW:
		return TERM_NOTE;
	case HEALTH_OK:
		return TERM_GOOD;
	case HEALTH_FAILING:
		return TERM_BAD;
	case HEALTH_DROPPED:
		return TERM_DIM;
	}
	return TERM_PLAIN;
}

static void add_source(struct table *table, const struct health *health)
{
	const struct store_source *s = health->source;
	char every[VALUE_TEXT_SIZE];

	table_add(table, TERM_PLAIN, s->key);
	table_add(table, style_of(health->state), STATES[health->state]);
	add_times(table, health);
	table_add(table, TERM_PLAIN, value_format_duration(s->poll.interval_s * 1000, every));
	table_addf(table, TERM_PLAIN, "%" PRId64, s->item_count);
	table_addf(table, TERM_PLAIN, "%" PRId64, s->claim_count);
	table_addf(table, TERM_PLAIN, "%d", s->poll.failures);
	if (health->state == HEALTH_DROPPED)
		table_add(table, TERM_DIM, "no longer in the configuration");
	else if (s->poll.failures > 0)
		table_addf(table, TERM_PLAIN, "%s: %s", s->failure, s->failure_why);
	else if (health->unreadable.count > 0)
		table_addf(table, TERM_BAD, "the last %" PRId64 " %s could not be read: %s",
		           health->unreadable.count,
		           health->unreadable.count == 1 ? "article" : "articles",
		           health->unreadable.why);
	else
		table_add(table, TERM_PLAIN, "");
}

void health_print(const struct ctl *ctl, const struct health *list, size_t count, bool only_failing)
{
	struct table *table = table_new(SOURCE_COLUMNS, COUNT(SOURCE_COLUMNS));

	for (size_t i = 0; i < count; i++)
		if (!only_failing || list[i].state == HEALTH_FAILING)
			add_source(table, &list[i]);
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

/* --- where many fail */

static const struct table_column FAILURE_COLUMNS[] = {
	{ "FAILURE", false, false, 0 },
	{ "SOURCES", true, false, 0 },
	{ "FOR EXAMPLE", false, false, 1 },
	{ "WHY", false, true, 0 },
};

/* By failure, and by how they were read in the configuration. */
static int compare_failures(const void *a, const void *b)
{
	const struct health *const *x = a, *const *y = b;
	int order = strcmp((*x)->source->failure, (*y)->source->failure);

	return order ? order : strcmp((*x)->source->key, (*y)->source->key);
}

void health_print_failures(const struct ctl *ctl, const struct record *record,
                           const struct health *list, size_t count)
{
	const struct health **failing = arena_array(record->arena, count, sizeof(const void *));
	struct table *table = table_new(FAILURE_COLUMNS, COUNT(FAILURE_COLUMNS));
	size_t n = 0, same;

	for (size_t i = 0; i < count; i++)
		if (list[i].state == HEALTH_FAILING)
			failing[n++] = &list[i];
	if (n)
		qsort(failing, n, sizeof(*failing), compare_failures);
	for (size_t i = 0; i < n; i += same) {
		const struct store_source *first = failing[i]->source;

		for (same = 1; i + same < n; same++)
			if (strcmp(failing[i + same]->source->failure, first->failure) != 0)
				break;
		table_add(table, TERM_BAD, first->failure);
		table_addf(table, TERM_PLAIN, "%zu", same);
		table_add(table, TERM_PLAIN, first->key);
		table_add(table, TERM_PLAIN, first->failure_why);
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

int health_list(const struct record *record, bool is_counted, struct health **ret_list,
                size_t *ret_count, struct err *err)
{
	struct store_source *sources;
	struct health *list;
	int64_t newest_s = 0;
	size_t count, kept = 0;

	if (store_list_sources(record->store, record->arena, &sources, &count, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (sources[i].poll.last_poll_s > newest_s)
			newest_s = sources[i].poll.last_poll_s;
	list = arena_array(record->arena, count, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		if (strcmp(sources[i].key, IMPORT_SOURCE) != 0)
			list[kept++] = (struct health){
				.source = &sources[i],
				.state = health_of(&sources[i].poll, newest_s),
			};
	for (size_t i = 0; i < kept; i++)
		if ((is_counted || list[i].state == HEALTH_FAILING) &&
		    store_count_of_source(record->store, list[i].source, err) != 0)
			return -1;
	for (size_t i = 0; i < kept; i++)
		if (store_find_unreadable(record->store, list[i].source->id, &list[i].unreadable,
		                          err) != 0)
			return -1;
	*ret_list = list;
	*ret_count = kept;
	return 0;
}

/* --- what the configuration says */

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted. */
static const char **list_keys(const struct tree *roots, struct arena *arena, size_t *ret_count)
{
	const char **keys;
	size_t count = 0;

	for (size_t i = 0; i < roots->count; i++)
		count += roots->items[i]->count;
	keys = arena_array(arena, count, sizeof(*keys));
	count = 0;
	for (size_t i = 0; i < roots->count; i++)
		for (size_t k = 0; k < roots->items[i]->count; k++)
			keys[count++] = tree_text(roots->items[i]->items[k], "key", "");
	if (count)
		qsort(keys, count, sizeof(*keys), compare_keys);
	*ret_count = count;
	return keys;
}

void health_mark_dropped(const struct ctl *ctl, const struct record *record, struct health *list,
                         size_t count)
{
	bool is_whole = false;
	const struct tree *roots = where_read_sources(ctl, record->arena, &is_whole);
	bool *is_there = arena_array(record->arena, count, sizeof(*is_there));
	const char **keys;
	size_t key_count, known = 0;

	if (!roots || !is_whole)
		return;
	keys = list_keys(roots, record->arena, &key_count);
	for (size_t i = 0; i < count; i++) {
		const char *key = list[i].source->key;

		is_there[i] = key_count > 0 &&
		              bsearch(&key, keys, key_count, sizeof(*keys), compare_keys) != NULL;
		known += is_there[i];
	}
	for (size_t i = 0; i < count && known > 0; i++)
		if (!is_there[i])
			list[i].state = HEALTH_DROPPED;
}

size_t health_count(const struct health *list, size_t count, enum health_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += list[i].state == state;
	return n;
}

static const struct table_column POLL_COLUMNS[] = {
	{ "TIME", false, false, 0 }, { "OUTCOME", false, false, 0 }, { "STATUS", true, false, 0 },
	{ "BYTES", true, false, 0 }, { "MS", true, false, 0 },       { "ITEMS", true, false, 0 },
	{ "NEW", true, false, 0 },
};

#define LOG_LINES 50

static json_t *poll_json(const struct store_poll *poll)
{
	char stamp[DATE_STAMP_SIZE];
	json_t *json = json_object();

	json_object_set_new(json, "time", json_text(date_stamp_format(poll->at_s, stamp)));
	json_object_set_new(json, "outcome", json_text(poll->outcome));
	json_object_set_new(json, "status", json_integer(poll->status));
	json_object_set_new(json, "bytes", json_integer(poll->bytes));
	json_object_set_new(json, "duration_ms", json_integer(poll->duration_ms));
	json_object_set_new(json, "items", json_integer(poll->items));
	json_object_set_new(json, "new", json_integer(poll->fresh));
	return json;
}

static void print_polls(const struct ctl *ctl, const struct store_poll *list, size_t count)
{
	struct table *table = table_new(POLL_COLUMNS, COUNT(POLL_COLUMNS));
	char stamp[DATE_STAMP_SIZE];

	for (size_t i = 0; i < count; i++) {
		bool is_good = strcmp(list[i].outcome, "ok") == 0 ||
		               strcmp(list[i].outcome, "unchanged") == 0;

		table_add(table, TERM_PLAIN, date_stamp_format(list[i].at_s, stamp));
		table_add(table, is_good ? TERM_GOOD : TERM_BAD, list[i].outcome);
		table_addf(table, TERM_PLAIN, "%" PRId64, list[i].status);
		table_addf(table, TERM_PLAIN, "%" PRId64, list[i].bytes);
		table_addf(table, TERM_PLAIN, "%" PRId64, list[i].duration_ms);
		table_addf(table, TERM_PLAIN, "%" PRId64, list[i].items);
		table_addf(table, TERM_PLAIN, "%" PRId64, list[i].fresh);
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

/* The last polls of one source. */
static enum ctl_exit show_log(struct ctl *ctl)
{
	const char *key = ctl_word(ctl, 0, NULL);
	struct record record;
	struct store_poll *list;
	enum ctl_exit code;
	struct err err;
	size_t count;

	if (!key)
		return ctl_fail(CTL_USAGE, "sources --log takes the NAME of a source");
	code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	if (store_list_polls(record.store, key, LOG_LINES, record.arena, &list, &count, &err) < 0)
		code = record_fail(&record, &err);
	else if (count == 0)
		code = ctl_fail(CTL_NOTHING, "no poll of %s is in the log", key);
	else if (ctl->json)
		for (size_t i = 0; i < count; i++)
			json_line(poll_json(&list[i]));
	else
		print_polls(ctl, list, count);
	record_close(&record);
	return code;
}

static enum ctl_exit show_all(struct ctl *ctl, const struct record *record)
{
	struct health *list;
	struct err err;
	size_t count;

	if (health_list(record, true, &list, &count, &err) != 0)
		return record_fail(record, &err);
	if (count == 0)
		return ctl_fail(CTL_NOTHING, "no source has been polled yet");
	health_mark_dropped(ctl, record, list, count);
	for (size_t i = 0; i < count && ctl->json; i++)
		json_line(health_to_json(&list[i]));
	if (!ctl->json)
		health_print(ctl, list, count, false);
	return CTL_DONE;
}

enum ctl_exit command_sources(struct ctl *ctl)
{
	struct record record;
	enum ctl_exit code;

	if (args_has(&ctl->args, "test"))
		return command_test_sources(ctl);
	if (args_has(&ctl->args, "log"))
		return show_log(ctl);
	if (ctl->args.count > 0 || trial_has_options(ctl))
		return ctl_fail(CTL_USAGE,
		                "sources: a name, an address or a selector goes with --test");
	code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	code = show_all(ctl, &record);
	record_close(&record);
	return code;
}
