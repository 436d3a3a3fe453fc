#include "store/retain.h"

#include "bands.h"
#include "query.h"

struct aged {
	int64_t id;
	int64_t recorded_s;
	bool is_needed;
};

static int drop_by(struct store *store, enum sql_id id, int64_t article_id, struct err *err)
{
	struct query q = query_open(store, id);

	query_int(&q, article_id);
	return query_run(&q, err);
}

/* From the leaves to the root, as the foreign keys want it. */
static int drop_article(struct store *store, int64_t article_id, struct err *err)
{
	static const enum sql_id steps[] = {
		SQL_DROP_INDEXED, SQL_DROP_UNINDEXED, SQL_DROP_TEXTS,
		SQL_DROP_VISITS,  SQL_DROP_UNREAD,    SQL_DROP_ARTICLE
	};

	if (bands_drop(store, article_id, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (drop_by(store, steps[i], article_id, err) < 0)
			return -1;
	return 0;
}

static int next_aged(struct store *store, int64_t after_id, struct aged *ret, struct err *err)
{
	struct query q = query_open(store, SQL_NEXT_AGED);
	int rc;

	query_int(&q, after_id);
	rc = query_step(&q, err);
	if (rc > 0) {
		ret->id = query_get_int(&q);
		ret->recorded_s = query_get_int(&q);
		ret->is_needed = query_get_bool(&q);
	}
	query_close(&q);
	return rc;
}

int store_retain_articles(struct store *store, int64_t before_s, size_t limit, int64_t *cursor,
                          struct store_retained *ret, struct err *err)
{
	*ret = (struct store_retained){ .is_done = false };
	while (ret->looked_at < limit) {
		struct aged aged;
		int rc = next_aged(store, *cursor, &aged, err);

		if (rc < 0)
			return -1;
		/* ids grow with time: what follows is younger */
		if (rc == 0 || aged.recorded_s >= before_s) {
			ret->is_done = true;
			return 0;
		}
		if (!aged.is_needed) {
			if (drop_article(store, aged.id, err) < 0)
				return -1;
			ret->dropped++;
		}
		*cursor = aged.id;
		ret->looked_at++;
	}
	return 0;
}

/* *cursor: the source that was looked at, 0 where there was none. */
static int retain_items_of_next(struct store *store, int64_t before_s, int64_t *cursor,
                                size_t *dropped, struct err *err)
{
	struct query q = query_open(store, SQL_NEXT_SOURCE);
	int64_t source_id, gone;

	query_int(&q, *cursor);
	if (query_number(&q, 0, &source_id, err) < 0)
		return -1;
	*cursor = source_id;
	if (source_id == 0)
		return 0;
	q = query_open(store, SQL_DROP_AGED_ITEMS);
	query_int(&q, source_id);
	query_int(&q, before_s);
	if (query_run(&q, err) < 0)
		return -1;
	gone = sqlite3_changes(store->db);
	*dropped += (size_t)gone;
	return gone ? drop_by(store, SQL_RECOUNT_ITEMS, source_id, err) : 0;
}

int store_retain_items(struct store *store, int64_t before_s, size_t limit, int64_t *cursor,
                       struct store_retained *ret, struct err *err)
{
	int64_t at = *cursor;

	*ret = (struct store_retained){ .is_done = false };
	for (; ret->looked_at < limit && !ret->is_done; ret->looked_at++) {
		if (retain_items_of_next(store, before_s, &at, &ret->dropped, err) < 0)
			return -1;
		ret->is_done = at == 0;
	}
	*cursor = at;
	return 0;
}

int store_retain_polls(struct store *store, int64_t before_s, size_t limit,
                       struct store_retained *ret, struct err *err)
{
	struct query q = query_open(store, SQL_DROP_AGED_POLLS);

	query_int(&q, before_s);
	query_int(&q, (int64_t)limit);
	if (query_run(&q, err) < 0)
		return -1;
	*ret = (struct store_retained){ .dropped = (size_t)sqlite3_changes(store->db) };
	ret->looked_at = ret->dropped;
	ret->is_done = ret->dropped < limit;
	return 0;
}

static int count_free(struct store *store, int64_t *ret_pages, struct err *err)
{
	struct query q = query_open(store, SQL_FREE_PAGES);

	return query_number(&q, 0, ret_pages, err);
}

int store_retain_pages(struct store *store, size_t limit, struct store_retained *ret,
                       struct err *err)
{
	struct query q;
	int64_t before, after;
	int rc = 1;

	if (count_free(store, &before, err) < 0)
		return -1;
	q = query_open(store, SQL_VACUUM_PAGE);
	for (size_t i = 0; i < limit && rc > 0; i++)
		rc = query_step(&q, err);
	query_close(&q);
	if (rc < 0 || count_free(store, &after, err) < 0)
		return -1;
	*ret = (struct store_retained){ .looked_at = (size_t)(before - after),
		                        .dropped = (size_t)(before - after),
		                        .is_done = after == 0 || after == before };
	return 0;
}
