#include "store/sources.h"

#include <stdio.h>

#include "base/mem.h"
#include "query.h"

int store_source_id(struct store *store, const char *key, int64_t *ret_id, struct err *err)
{
	struct query q = query_open(store, SQL_FIND_SOURCE);
	int64_t id;

	query_text(&q, key);
	if (query_number(&q, 0, &id, err))
		return -1;
	if (!id) {
		q = query_open(store, SQL_ADD_SOURCE);
		query_text(&q, key);
		if (query_run(&q, err))
			return -1;
		id = sqlite3_last_insert_rowid(store->db);
	}
	*ret_id = id;
	return 0;
}

static void read_source(struct query *q, struct arena *arena, struct store_source *source)
{
	struct poll_state *poll = &source->poll;

	source->id = query_get_int(q);
	source->key = query_get_text(q, arena);
	poll->next_s = query_get_int(q);
	poll->interval_s = query_get_int(q);
	poll->wish_s = query_get_int(q);
	poll->first_poll_s = query_get_int(q);
	poll->first_reply_s = query_get_int(q);
	poll->last_poll_s = query_get_int(q);
	poll->last_success_s = query_get_int(q);
	poll->last_new_s = query_get_int(q);
	poll->failing_since_s = query_get_int(q);
	poll->failures = (int)query_get_int(q);
	poll->backoff = (int)query_get_int(q);
	poll->address = (int)query_get_int(q);
	poll->gap_s = query_get_int(q);
	poll->down_s = query_get_int(q);
	poll->silent_s = query_get_int(q);
	poll->skip_hours = (unsigned)query_get_int(q);
	poll->skip_days = (unsigned)query_get_int(q);
	source->failure = query_get_text(q, arena);
	source->failure_why = query_get_text(q, arena);
	source->item_count = query_get_int(q);
	source->article_count = source->claim_count = 0;
}

int store_list_sources(struct store *store, struct arena *arena, struct store_source **ret_list,
                       size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_SOURCES);
	struct list list = list_of(sizeof(struct store_source));
	int rc;

	while ((rc = query_step(&q, err)) > 0)
		read_source(&q, arena, list_add(&list));
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_count_of_source(struct store *store, struct store_source *source, struct err *err)
{
	struct query q = query_open(store, SQL_COUNT_OF_SOURCE);
	int rc;

	query_int(&q, source->id);
	rc = query_step(&q, err);
	if (rc > 0) {
		source->article_count = query_get_int(&q);
		source->claim_count = query_get_int(&q);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_find_unreadable(struct store *store, int64_t source_id,
                          struct store_unreadable *ret_unreadable, struct err *err)
{
	struct query q = query_open(store, SQL_MAY_BE_UNREADABLE);
	struct store_unreadable found = { .count = 0 };
	int64_t may_be;
	int rc;

	*ret_unreadable = found;
	query_int(&q, source_id);
	if (query_number(&q, 0, &may_be, err))
		return -1;
	if (!may_be)
		return 0;
	q = query_open(store, SQL_FIND_UNREADABLE);
	query_int(&q, source_id);
	query_int(&q, STORE_UNREADABLE_MAX);
	while ((rc = query_step(&q, err)) > 0) { /* the newest first */
		if (found.count++ == 0) {
			snprintf(found.why, sizeof(found.why), "%s", query_peek_text(&q));
			found.last_s = query_get_int(&q);
		}
	}
	query_close(&q);
	if (rc < 0)
		return -1;
	*ret_unreadable = found;
	return 0;
}

int store_save_poll(struct store *store, int64_t source_id, const struct poll_state *poll,
                    const char *failure, const char *why, struct err *err)
{
	struct query q = query_open(store, SQL_SAVE_POLL);

	query_int(&q, poll->next_s);
	query_int(&q, poll->interval_s);
	query_int(&q, poll->wish_s);
	query_int(&q, poll->first_poll_s);
	query_int(&q, poll->first_reply_s);
	query_int(&q, poll->last_poll_s);
	query_int(&q, poll->last_success_s);
	query_int(&q, poll->last_new_s);
	query_int(&q, poll->failing_since_s);
	query_int(&q, poll->failures);
	query_int(&q, poll->backoff);
	query_int(&q, poll->address);
	query_int(&q, poll->gap_s);
	query_int(&q, poll->down_s);
	query_int(&q, poll->silent_s);
	query_int(&q, poll->skip_hours);
	query_int(&q, poll->skip_days);
	query_text(&q, failure);
	query_text(&q, why);
	query_int(&q, source_id);
	return query_run(&q, err);
}

/* --- validators --- */

int store_load_validators(struct store *store, int64_t source_id, const char *address,
                          struct arena *arena, struct store_validators *ret_validators,
                          struct err *err)
{
	struct query q = query_open(store, SQL_LOAD_VALIDATORS);
	int rc;

	query_int(&q, source_id);
	query_text(&q, address);
	rc = query_step(&q, err);
	if (rc > 0) {
		ret_validators->etag = query_get_text(&q, arena);
		ret_validators->last_modified = query_get_text(&q, arena);
		ret_validators->body_hash = query_get_text(&q, arena);
		ret_validators->full_s = query_get_int(&q);
		ret_validators->moved_to = query_get_text(&q, arena);
		ret_validators->moved_since_s = query_get_int(&q);
		ret_validators->has_moved = query_get_bool(&q);
	} else if (rc == 0) {
		*ret_validators = STORE_NO_VALIDATORS;
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_save_validators(struct store *store, int64_t source_id, const char *address,
                          const struct store_validators *validators, struct err *err)
{
	struct query q = query_open(store, SQL_SAVE_VALIDATORS);

	query_int(&q, source_id);
	query_text(&q, address);
	query_text(&q, validators->etag);
	query_text(&q, validators->last_modified);
	query_text(&q, validators->body_hash);
	query_int(&q, validators->full_s);
	query_text(&q, validators->moved_to);
	query_int(&q, validators->moved_since_s);
	query_int(&q, validators->has_moved);
	return query_run(&q, err);
}

/* --- known items --- */

/*
 * SQLite's integers have a sign and identities have none. With the top bit
 * flipped both are in the same order, and the list comes out sorted.
 */
static int64_t identity_to_row(uint64_t identity)
{
	return (int64_t)(identity ^ UINT64_C(0x8000000000000000));
}

static uint64_t identity_from_row(int64_t row)
{
	return (uint64_t)row ^ UINT64_C(0x8000000000000000);
}

int store_known_items(struct store *store, int64_t source_id, struct arena *arena,
                      uint64_t **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_KNOWN_ITEMS);
	struct list list = list_of(sizeof(uint64_t));
	int rc;

	query_int(&q, source_id);
	while ((rc = query_step(&q, err)) > 0)
		*(uint64_t *)list_add(&list) = identity_from_row(query_get_int(&q));
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

static int add_item(struct store *store, int64_t source_id, uint64_t identity, int64_t seen_s,
                    int64_t *count, struct err *err)
{
	struct query q = query_open(store, SQL_ADD_ITEM);

	query_int(&q, source_id);
	query_int(&q, identity_to_row(identity));
	query_int(&q, seen_s);
	if (query_run(&q, err))
		return -1;
	*count += sqlite3_changes(store->db);
	return 0;
}

static int drop_old_items(struct store *store, int64_t source_id, size_t keep, int64_t *count,
                          struct err *err)
{
	struct query q = query_open(store, SQL_DROP_OLD_ITEMS);

	query_int(&q, source_id);
	query_int(&q, (int64_t)keep);
	if (query_run(&q, err))
		return -1;
	*count -= sqlite3_changes(store->db);
	return 0;
}

int store_forget_items(struct store *store, int64_t source_id, uint64_t first, uint64_t last,
                       struct err *err)
{
	struct query q = query_open(store, SQL_FORGET_ITEMS);

	query_int(&q, source_id);
	query_int(&q, identity_to_row(first));
	query_int(&q, identity_to_row(last));
	if (query_run(&q, err))
		return -1;
	q = query_open(store, SQL_RECOUNT_ITEMS);
	query_int(&q, source_id);
	return query_run(&q, err);
}

int store_add_items(struct store *store, int64_t source_id, const uint64_t *list, size_t count,
                    int64_t seen_s, size_t keep, struct err *err)
{
	struct query q = query_open(store, SQL_COUNT_ITEMS);
	int64_t total;

	query_int(&q, source_id);
	if (query_number(&q, 0, &total, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (add_item(store, source_id, list[i], seen_s, &total, err))
			return -1;
	if (keep < STORE_KNOWN_ITEMS)
		keep = STORE_KNOWN_ITEMS;
	/* twice as many, so that a busy source is not pruned with each poll */
	if (total > 2 * (int64_t)keep && drop_old_items(store, source_id, keep, &total, err))
		return -1;
	q = query_open(store, SQL_SAVE_ITEM_COUNT);
	query_int(&q, total);
	query_int(&q, source_id);
	return query_run(&q, err);
}
