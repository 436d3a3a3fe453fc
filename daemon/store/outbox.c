#include "store/outbox.h"

#include <string.h>

#include "base/mem.h"
#include "query.h"
#include "rows.h"

static const char *const state_names[] = {
	[STORE_ALERT_WAITING] = "waiting",   [STORE_ALERT_SENT] = "sent",
	[STORE_ALERT_GIVEN_UP] = "given-up", [STORE_ALERT_MERGED] = "merged",
	[STORE_ALERT_SILENCED] = "silenced",
};

const char *store_alert_state_name(enum store_alert_state state)
{
	return state_names[state];
}

bool store_alert_state_parse(const char *s, enum store_alert_state *ret)
{
	for (size_t i = 0; i < COUNT(state_names); i++) {
		if (strcmp(s, state_names[i]) != 0)
			continue;
		*ret = (enum store_alert_state)i;
		return true;
	}
	return false;
}

/* An id, or 0 where there is no row. */
static int find_id(struct query *q, int64_t *ret_id, struct err *err)
{
	return query_number(q, 0, ret_id, err);
}

int store_add_alert(struct store *store, const struct store_alert *alert, int64_t *ret_id,
                    struct err *err)
{
	struct query q = query_open(store, SQL_FIND_ALERT_MESSAGE);
	int64_t id;

	query_text(&q, alert->message);
	if (find_id(&q, &id, err))
		return -1;
	if (id) {
		*ret_id = id;
		return 0;
	}
	q = query_open(store, SQL_ADD_ALERT);
	query_text(&q, alert->message);
	query_text(&q, alert->sink);
	query_text(&q, alert->rule);
	query_text(&q, alert->topic);
	query_text(&q, alert->language);
	query_text(&q, state_names[alert->state]);
	query_int(&q, alert->made_s);
	query_int(&q, alert->next_s);
	query_int(&q, alert->done_s);
	query_text(&q, alert->why);
	query_nullable(&q, alert->body);
	if (query_run(&q, err))
		return -1;
	*ret_id = sqlite3_last_insert_rowid(store->db);
	return 0;
}

int store_add_alert_change(struct store *store, int64_t alert_id, int64_t change_id,
                           const char *figure, struct err *err)
{
	struct query q = query_open(store, SQL_ADD_ALERT_CHANGE);

	query_int(&q, alert_id);
	query_int(&q, change_id);
	query_text(&q, figure);
	return query_run(&q, err);
}

int store_gathering_alert(struct store *store, const char *sink, const char *topic,
                          const char *language, int64_t *ret_id, int64_t *ret_next_s,
                          struct err *err)
{
	struct query q = query_open(store, SQL_GATHERING_ALERT);
	int rc;

	query_text(&q, sink);
	query_text(&q, topic);
	query_text(&q, language);
	rc = query_step(&q, err);
	if (rc >= 0) {
		*ret_id = rc ? query_get_int(&q) : 0;
		*ret_next_s = rc ? query_get_int(&q) : 0;
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_alert_of_figure(struct store *store, const char *sink, const char *figure,
                          int64_t since_s, int64_t *ret_id, struct err *err)
{
	struct query q = query_open(store, SQL_ALERT_OF_FIGURE);

	query_text(&q, figure);
	query_text(&q, sink);
	query_int(&q, since_s);
	return find_id(&q, ret_id, err);
}

int store_save_alert(struct store *store, const struct store_alert *alert, struct err *err)
{
	struct query q = query_open(store, SQL_SAVE_ALERT);

	query_text(&q, state_names[alert->state]);
	query_int(&q, alert->begun_s);
	query_int(&q, alert->next_s);
	query_int(&q, alert->tries);
	query_int(&q, alert->done_s);
	query_text(&q, alert->why);
	query_nullable(&q, alert->body);
	if (alert->into_id)
		query_int(&q, alert->into_id);
	else
		query_null(&q);
	query_int(&q, alert->id);
	return query_run(&q, err);
}

static int read_alert(struct query *q, struct arena *arena, struct store_alert *alert,
                      struct err *err)
{
	bool is_sound;

	alert->id = query_get_int(q);
	alert->message = query_get_text(q, arena);
	alert->sink = query_get_text(q, arena);
	alert->rule = query_get_text(q, arena);
	alert->topic = query_get_text(q, arena);
	alert->language = query_get_text(q, arena);
	is_sound = store_alert_state_parse(query_peek_text(q), &alert->state);
	alert->made_s = query_get_int(q);
	alert->begun_s = query_get_int(q);
	alert->next_s = query_get_int(q);
	alert->tries = (int)query_get_int(q);
	alert->done_s = query_get_int(q);
	alert->why = query_get_text(q, arena);
	alert->body = query_get_nullable(q, arena);
	alert->into_id = query_get_int(q);
	alert->change_count = query_get_int(q);
	if (!is_sound)
		return err_set(err, ERR_BROKEN, "alert %lld is in no known state",
		               (long long)alert->id);
	return 0;
}

/* Closes the query. */
static int read_alerts(struct query *q, struct arena *arena, struct store_alert **ret_list,
                       size_t *ret_count, struct err *err)
{
	struct list list = list_of(sizeof(struct store_alert));
	int rc;

	while ((rc = query_step(q, err)) > 0) {
		rc = read_alert(q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_due_alerts(struct store *store, const char *sink, int64_t now_s, size_t limit,
                     struct arena *arena, struct store_alert **ret_list, size_t *ret_count,
                     struct err *err)
{
	struct query q = query_open(store, SQL_DUE_ALERTS);

	query_text(&q, sink);
	query_int(&q, now_s);
	query_int(&q, (int64_t)limit);
	return read_alerts(&q, arena, ret_list, ret_count, err);
}

int store_next_alert(struct store *store, const char *sink, int64_t *ret_next_s, struct err *err)
{
	struct query q = query_open(store, SQL_NEXT_ALERT);

	query_text(&q, sink);
	return query_number(&q, 0, ret_next_s, err);
}

int store_count_sent(struct store *store, const char *sink, int64_t since_s, int64_t now_s,
                     int64_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_COUNT_SENT);

	query_text(&q, sink);
	query_int(&q, since_s);
	query_int(&q, now_s);
	return query_number(&q, 0, ret_count, err);
}

int store_nth_sent(struct store *store, const char *sink, int64_t nth, int64_t *ret_done_s,
                   struct err *err)
{
	struct query q = query_open(store, SQL_NTH_SENT);

	query_text(&q, sink);
	query_int(&q, nth - 1);
	return query_number(&q, 0, ret_done_s, err);
}

int store_count_alerts(struct store *store, const char *sink, enum store_alert_state state,
                       int64_t since_s, int64_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_COUNT_ALERTS);

	query_text(&q, sink);
	query_text(&q, store_alert_state_name(state));
	query_int(&q, since_s);
	return query_number(&q, 0, ret_count, err);
}

int store_expire_alerts(struct store *store, const char *sink, int64_t before_s, int64_t now_s,
                        int least_tries, const char *why, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_EXPIRE_ALERTS);

	query_int(&q, now_s);
	query_text(&q, sink);
	query_int(&q, before_s);
	query_text(&q, why);
	query_int(&q, least_tries);
	if (query_run(&q, err))
		return -1;
	*ret_count = (size_t)sqlite3_changes(store->db);
	return 0;
}

int store_list_alerts(struct store *store, const struct store_alert_filter *filter,
                      struct arena *arena, struct store_alert **ret_list, size_t *ret_count,
                      struct err *err)
{
	struct query q = query_open(store, SQL_LIST_ALERTS);

	query_text(&q, filter->state);
	query_text(&q, filter->sink);
	query_int(&q, filter->limit ? (int64_t)filter->limit : -1);
	return read_alerts(&q, arena, ret_list, ret_count, err);
}

int store_find_alert(struct store *store, int64_t id, struct arena *arena,
                     struct store_alert **ret_alert, struct err *err)
{
	struct query q = query_open(store, SQL_FIND_ALERT);
	size_t count;

	query_int(&q, id);
	if (read_alerts(&q, arena, ret_alert, &count, err))
		return -1;
	if (count == 0)
		*ret_alert = NULL;
	return 0;
}

int store_alert_changes(struct store *store, int64_t alert_id, size_t limit, struct arena *arena,
                        struct store_change **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_ALERT_CHANGES);
	struct list list = list_of(sizeof(struct store_change));
	int rc;

	query_int(&q, alert_id);
	query_int(&q, limit ? (int64_t)limit : -1);
	while ((rc = query_step(&q, err)) > 0) {
		rc = read_change(&q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_suspect_alerts(struct store *store, struct err *err)
{
	struct query q = query_open(store, SQL_SUSPECT_ALERTS);

	return query_run(&q, err);
}

static int find_untried(struct store *store, const char *sink, int64_t now_s, struct arena *arena,
                        int64_t *ret_id, const char **ret_language, struct err *err)
{
	struct query q = query_open(store, SQL_FIRST_UNTRIED);
	int rc;

	query_text(&q, sink);
	query_int(&q, now_s);
	rc = query_step(&q, err);
	if (rc >= 0) {
		*ret_id = rc ? query_get_int(&q) : 0;
		*ret_language = rc ? query_get_text(&q, arena) : "";
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_merge_alerts(struct store *store, const char *sink, int64_t now_s, int64_t *ret_id,
                       struct err *err)
{
	static const enum sql_id steps[] = { SQL_JOIN_ALERT_CHANGES, SQL_MERGE_ALERTS };
	struct arena *arena = arena_new(256);
	const char *language = "";
	int done = find_untried(store, sink, now_s, arena, ret_id, &language, err);

	for (size_t i = 0; i < COUNT(steps) && done == 0 && *ret_id; i++) {
		struct query q = query_open(store, steps[i]);

		query_text(&q, sink);
		query_int(&q, now_s);
		query_text(&q, language);
		query_int(&q, *ret_id);
		done = query_run(&q, err);
	}
	arena_free(arena);
	return done;
}

/* --- sinks */

int store_save_sink(struct store *store, const struct store_sink *sink, struct err *err)
{
	struct query q = query_open(store, SQL_SAVE_SINK);

	query_text(&q, sink->name);
	query_int(&q, sink->down_since_s);
	query_int(&q, sink->failures);
	query_int(&q, sink->next_s);
	query_text(&q, sink->why);
	return query_run(&q, err);
}

int store_find_sink(struct store *store, const char *name, struct arena *arena,
                    struct store_sink *ret_sink, bool *ret_is_known, struct err *err)
{
	struct query q = query_open(store, SQL_FIND_SINK);
	int rc;

	query_text(&q, name);
	rc = query_step(&q, err);
	if (rc >= 0)
		*ret_is_known = rc > 0;
	if (rc > 0)
		*ret_sink = (struct store_sink){
			.name = name,
			.down_since_s = query_get_int(&q),
			.failures = (int)query_get_int(&q),
			.next_s = query_get_int(&q),
			.why = query_get_text(&q, arena),
		};
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_list_waiting_sinks(struct store *store, struct arena *arena, const char ***ret_list,
                             size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_WAITING_SINKS);
	struct list list = list_of(sizeof(const char *));
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		const char **name = list_add(&list);

		*name = query_get_text(&q, arena);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_list_down_sinks(struct store *store, struct arena *arena, struct store_sink **ret_list,
                          size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_DOWN_SINKS);
	struct list list = list_of(sizeof(struct store_sink));
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		struct store_sink *sink = list_add(&list);

		sink->name = query_get_text(&q, arena);
		sink->down_since_s = query_get_int(&q);
		sink->failures = (int)query_get_int(&q);
		sink->next_s = query_get_int(&q);
		sink->why = query_get_text(&q, arena);
		sink->waiting = query_get_int(&q);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_count_undelivered(struct store *store, int64_t now_s, int64_t *ret_late,
                            int64_t *ret_given_up, struct err *err)
{
	struct query q = query_open(store, SQL_UNDELIVERED);
	int rc;

	query_int(&q, now_s);
	rc = query_step(&q, err);
	if (rc > 0) {
		*ret_late = query_get_int(&q);
		*ret_given_up = query_get_int(&q);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

/* --- silences */

int store_add_silence(struct store *store, const struct store_silence *silence, int64_t *ret_id,
                      struct err *err)
{
	struct query q = query_open(store, SQL_ADD_SILENCE);

	query_text(&q, silence->kind);
	query_text(&q, silence->package);
	query_text(&q, silence->subject);
	query_text(&q, silence->source);
	query_text(&q, silence->sink);
	query_int(&q, silence->made_s);
	query_int(&q, silence->until_s);
	query_text(&q, silence->who);
	query_text(&q, silence->why);
	if (query_run(&q, err))
		return -1;
	*ret_id = sqlite3_last_insert_rowid(store->db);
	return 0;
}

int store_list_silences(struct store *store, int64_t now_s, struct arena *arena,
                        struct store_silence **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_SILENCES);
	struct list list = list_of(sizeof(struct store_silence));
	int rc;

	query_int(&q, now_s);
	while ((rc = query_step(&q, err)) > 0) {
		struct store_silence *silence = list_add(&list);

		silence->id = query_get_int(&q);
		silence->kind = query_get_text(&q, arena);
		silence->package = query_get_text(&q, arena);
		silence->subject = query_get_text(&q, arena);
		silence->source = query_get_text(&q, arena);
		silence->sink = query_get_text(&q, arena);
		silence->made_s = query_get_int(&q);
		silence->until_s = query_get_int(&q);
		silence->who = query_get_text(&q, arena);
		silence->why = query_get_text(&q, arena);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_end_silence(struct store *store, int64_t id, int64_t now_s, bool *ret_ended,
                      struct err *err)
{
	struct query q = query_open(store, SQL_END_SILENCE);

	query_int(&q, now_s);
	query_int(&q, id);
	if (query_run(&q, err))
		return -1;
	*ret_ended = sqlite3_changes(store->db) > 0;
	return 0;
}

int store_figure_was_known(struct store *store, int64_t claim_id, int64_t before_s, bool *ret_was,
                           struct err *err)
{
	struct query q = query_open(store, SQL_FIGURE_WAS_KNOWN);
	int64_t count;

	query_int(&q, claim_id);
	query_int(&q, before_s);
	if (query_number(&q, 0, &count, err))
		return -1;
	*ret_was = count > 0;
	return 0;
}
