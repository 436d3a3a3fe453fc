#include "store/polls.h"

#include "query.h"

int store_log_poll(struct store *store, int64_t source_id, const struct store_poll *poll,
                   struct err *err)
{
	struct query q = query_open(store, SQL_LOG_POLL);

	query_int(&q, source_id);
	query_int(&q, poll->at_s);
	query_text(&q, poll->outcome);
	query_int(&q, poll->status);
	query_int(&q, poll->bytes);
	query_int(&q, poll->duration_ms);
	query_int(&q, poll->items);
	query_int(&q, poll->fresh);
	return query_run(&q, err);
}

int store_list_polls(struct store *store, const char *source, size_t limit, struct arena *arena,
                     struct store_poll **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_POLLS);
	struct list list = list_of(sizeof(struct store_poll));
	int rc;

	query_text(&q, source);
	query_int(&q, (int64_t)limit);
	while ((rc = query_step(&q, err)) > 0) {
		struct store_poll *poll = list_add(&list);

		poll->at_s = query_get_int(&q);
		poll->outcome = query_get_text(&q, arena);
		poll->status = query_get_int(&q);
		poll->bytes = query_get_int(&q);
		poll->duration_ms = query_get_int(&q);
		poll->items = query_get_int(&q);
		poll->fresh = query_get_int(&q);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}
