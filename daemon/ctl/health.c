/* `integractl sources`: who answers, and who does not. */
#include "health.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "commands.h"
#include "config/value.h"
#include "json.h"
#include "pipeline/import.h"
#include "table.h"
#include "trial.h"

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
	if (s->poll.failures > 0)
		table_addf(table, TERM_PLAIN, "%s: %s", s->failure, s->failure_why);
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

int health_list(const struct record *record, struct health **ret_list, size_t *ret_count,
                struct err *err)
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
	*ret_list = list;
	*ret_count = kept;
	return 0;
}

size_t health_count(const struct health *list, size_t count, enum health_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += list[i].state == state;
	return n;
}

enum ctl_exit command_sources(struct ctl *ctl)
{
	struct record record;
	struct health *list;
	size_t count;
	struct err err;
	enum ctl_exit code;

	if (args_has(&ctl->args, "test"))
		return command_test_sources(ctl);
	if (ctl->args.count > 0 || trial_has_options(ctl))
		return ctl_fail(CTL_USAGE,
		                "sources: a name, an address or a selector goes with --test");
	code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	if (health_list(&record, &list, &count, &err) != 0)
		code = record_fail(&record, &err);
	else if (count == 0)
		code = ctl_fail(CTL_NOTHING, "no source has been polled yet");
	else if (ctl->json)
		for (size_t i = 0; i < count; i++)
			json_line(health_to_json(&list[i]));
	else
		health_print(ctl, list, count, false);
	record_close(&record);
	return code;
}
