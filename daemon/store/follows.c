#include "follows.h"

#include <string.h>

void follows_read_job(struct query *q, struct arena *arena, struct store_follow_job *job)
{
	const char *published;

	job->article_id = query_get_int(q);
	job->source_id = query_get_int(q);
	job->source = query_get_text(q, arena);
	job->guid = query_get_text(q, arena);
	job->address = query_get_text(q, arena);
	job->title = query_get_text(q, arena);
	job->author = query_get_text(q, arena);
	job->has_published = query_get_bool(q);
	job->published_is_clamped = query_get_bool(q);
	job->published_s = query_get_int(q);
	published = query_peek_text(q);
	date_parse(published, strlen(published), &job->published);
	job->tries = (int)query_get_int(q);
	job->next_s = query_get_int(q);
}

int store_due_follows(struct store *store, int64_t now_s, size_t limit, struct arena *arena,
                      struct store_follow_job **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_DUE_FOLLOWS);
	struct list list = list_of(sizeof(struct store_follow_job));
	int rc;

	query_int(&q, now_s);
	query_int(&q, (int64_t)limit);
	while ((rc = query_step(&q, err)) > 0)
		follows_read_job(&q, arena, list_add(&list));
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_next_follow(struct store *store, int64_t *ret_next_s, struct err *err)
{
	struct query q = query_open(store, SQL_NEXT_FOLLOW);

	return query_number(&q, 0, ret_next_s, err);
}

int store_set_follow(struct store *store, int64_t article_id, enum store_follow follow, int tries,
                     int64_t next_s, const char *why, struct err *err)
{
	struct query q = query_open(store, SQL_SET_FOLLOW);

	query_text(&q, store_follow_name(follow));
	query_int(&q, tries);
	query_int(&q, next_s);
	query_text(&q, why);
	query_int(&q, article_id);
	return query_run(&q, err);
}
