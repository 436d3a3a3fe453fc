#include "store/changes.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ledger.h"
#include "query.h"
#include "rows.h"

void ledger_genesis(char out[HASH_HEX_SIZE])
{
	memset(out, '0', HASH_HEX_SIZE - 1);
	out[HASH_HEX_SIZE - 1] = '\0';
}

void ledger_hash(const char *prev_hash, const char *json, char out[HASH_HEX_SIZE])
{
	struct hash_state *state = hash_new();

	hash_add(state, prev_hash, strlen(prev_hash));
	hash_add(state, json, strlen(json));
	hash_finish_hex(state, out);
}

int store_ledger_head(struct store *store, int64_t *ret_id, char ret_hash[HASH_HEX_SIZE],
                      struct err *err)
{
	struct query q = query_open(store, SQL_LEDGER_HEAD);
	int rc = query_step(&q, err);

	if (rc > 0) {
		*ret_id = query_get_int(&q);
		snprintf(ret_hash, HASH_HEX_SIZE, "%s", query_peek_text(&q));
	} else if (rc == 0) {
		*ret_id = 0;
		ledger_genesis(ret_hash);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

/* 1: the event has an entry, or the claim one of this kind; 0: not yet; -1: an error. */
static int find_entry(struct store *store, const struct store_change *change, int64_t *ret_id,
                      char ret_hash[HASH_HEX_SIZE], struct err *err)
{
	struct query q;
	int rc;

	if (change->event_key) {
		q = query_open(store, SQL_FIND_EVENT);
		query_text(&q, change->event_key);
	} else if (change->claim_id) {
		q = query_open(store, SQL_FIND_CHANGE);
		query_int(&q, change->claim_id);
		query_text(&q, change_kind_name(change->kind));
	} else {
		return 0;
	}
	rc = query_step(&q, err);
	if (rc > 0) {
		*ret_id = query_get_int(&q);
		snprintf(ret_hash, HASH_HEX_SIZE, "%s", query_peek_text(&q));
	}
	query_close(&q);
	return rc;
}

int store_add_change(struct store *store, const struct store_change *change, int64_t *ret_id,
                     char ret_hash[HASH_HEX_SIZE], struct err *err)
{
	int rc = find_entry(store, change, ret_id, ret_hash, err);
	char prev_hash[HASH_HEX_SIZE], hash[HASH_HEX_SIZE];
	int64_t prev_id;
	struct query q;

	if (rc)
		return rc < 0 ? -1 : 0;
	if (store_ledger_head(store, &prev_id, prev_hash, err))
		return -1;
	ledger_hash(prev_hash, change->json, hash);
	q = query_open(store, SQL_ADD_CHANGE);
	query_int(&q, change->recorded_s);
	query_text(&q, change_kind_name(change->kind));
	query_text(&q, change_severity_name(change->severity));
	query_nullable(&q, change->series);
	if (change->claim_id)
		query_int(&q, change->claim_id);
	else
		query_null(&q);
	query_nullable(&q, change->event_key);
	query_int(&q, change->is_announced);
	query_text(&q, change->json);
	query_text(&q, prev_hash);
	query_text(&q, hash);
	if (query_run(&q, err))
		return -1;
	*ret_id = sqlite3_last_insert_rowid(store->db);
	memcpy(ret_hash, hash, HASH_HEX_SIZE);
	return 0;
}

/* --- reading the ledger --- */

int read_change(struct query *q, struct arena *arena, struct store_change *change, struct err *err)
{
	bool is_sound = true;

	change->id = query_get_int(q);
	change->recorded_s = query_get_int(q);
	is_sound &= change_kind_parse(query_peek_text(q), &change->kind);
	is_sound &= change_severity_parse(query_peek_text(q), &change->severity);
	change->series = query_get_text(q, arena);
	change->claim_id = query_get_int(q);
	change->is_announced = query_get_bool(q);
	change->json = query_get_text(q, arena);
	change->hash = query_get_text(q, arena);
	if (!is_sound)
		return err_set(err, ERR_BROKEN, "entry %lld of the ledger is of no known kind",
		               (long long)change->id);
	return 0;
}

static void reverse(struct store_change *list, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct store_change kept = list[i];

		list[i] = list[count - 1 - i];
		list[count - 1 - i] = kept;
	}
}

static bool has(const char *s)
{
	return s && *s;
}

/* A machine that follows wants what comes next; a person the newest. */
static enum sql_id statement_for(const struct store_change_filter *filter)
{
	if (filter->claim_id)
		return SQL_CHANGES_OF_CLAIM;
	if (filter->after_id && !filter->newest_first)
		return SQL_CHANGES_AFTER;
	if (has(filter->kind))
		return SQL_CHANGES_OF_KIND;
	return has(filter->series) ? SQL_CHANGES_OF_SERIES : SQL_CHANGES_NEWEST;
}

int store_list_changes(struct store *store, const struct store_change_filter *filter,
                       struct arena *arena, struct store_change **ret_list, size_t *ret_count,
                       struct err *err)
{
	enum sql_id id = statement_for(filter);
	struct query q = query_open(store, id);
	struct list list = list_of(sizeof(struct store_change));
	int rc;

	query_int(&q, filter->after_id);
	query_int(&q, filter->since_s);
	query_text(&q, filter->kind);
	query_text(&q, filter->series);
	query_text(&q, filter->package);
	query_text(&q, filter->subject);
	query_int(&q, filter->claim_id);
	query_int(&q, filter->limit ? (int64_t)filter->limit : -1);
	while ((rc = query_step(&q, err)) > 0) {
		rc = read_change(&q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(&q);
	if ((id != SQL_CHANGES_AFTER && id != SQL_CHANGES_OF_CLAIM) != filter->newest_first)
		reverse((struct store_change *)(void *)list.items, list.count);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}
