#include "store/visits.h"

#include "follows.h"
#include "query.h"

#define TOLD_EDITED 1
#define TOLD_GONE 2

int store_plan_visits(struct store *store, int64_t article_id, int64_t first_s, int64_t next_s,
                      struct err *err)
{
	struct query q = query_open(store, SQL_PLAN_VISITS);

	query_int(&q, article_id);
	query_int(&q, first_s);
	query_int(&q, next_s);
	return query_run(&q, err);
}

int store_save_visit(struct store *store, int64_t article_id, const struct store_visit *visit,
                     struct err *err)
{
	struct query q = query_open(store, SQL_SAVE_VISIT);

	query_int(&q, visit->next_s);
	query_int(&q, visit->done);
	query_int(&q, visit->tries);
	query_text(&q, visit->etag);
	query_text(&q, visit->last_modified);
	query_text(&q, visit->why);
	query_int(&q, article_id);
	return query_run(&q, err);
}

static void read_job(struct query *q, struct arena *arena, struct store_visit_job *job)
{
	follows_read_job(q, arena, &job->page);
	job->visit.tries = job->page.tries;
	job->visit.next_s = job->page.next_s;
	job->visit.first_s = query_get_int(q);
	job->visit.done = (int)query_get_int(q);
	job->visit.etag = query_get_text(q, arena);
	job->visit.last_modified = query_get_text(q, arena);
	job->visit.why = query_get_text(q, arena);
	job->was_followed = query_get_bool(q);
}

int store_due_visits(struct store *store, int64_t now_s, size_t limit, struct arena *arena,
                     struct store_visit_job **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_DUE_VISITS);
	struct list list = list_of(sizeof(struct store_visit_job));
	int rc;

	query_int(&q, now_s);
	query_int(&q, (int64_t)limit);
	while ((rc = query_step(&q, err)) > 0)
		read_job(&q, arena, list_add(&list));
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_next_visit(struct store *store, int64_t *ret_next_s, struct err *err)
{
	struct query q = query_open(store, SQL_NEXT_VISIT);

	return query_number(&q, 0, ret_next_s, err);
}

int store_get_sight(struct store *store, int64_t claim_id, struct store_sight *ret_sight,
                    struct err *err)
{
	struct query q = query_open(store, SQL_GET_SIGHT);
	int rc;

	query_int(&q, claim_id);
	rc = query_step(&q, err);
	if (rc > 0) {
		int64_t told;

		ret_sight->was_seen = query_get_bool(&q);
		ret_sight->misses = (int)query_get_int(&q);
		told = query_get_int(&q);
		ret_sight->told_edited = (told & TOLD_EDITED) != 0;
		ret_sight->told_gone = (told & TOLD_GONE) != 0;
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_save_sight(struct store *store, int64_t claim_id, const struct store_sight *sight,
                     struct err *err)
{
	struct query q = query_open(store, SQL_SAVE_SIGHT);

	query_int(&q, claim_id);
	query_int(&q, sight->was_seen);
	query_int(&q, sight->misses);
	query_int(&q, (sight->told_edited ? TOLD_EDITED : 0) | (sight->told_gone ? TOLD_GONE : 0));
	return query_run(&q, err);
}
