#include "store/unread.h"

#include "query.h"

int store_add_unread(struct store *store, int64_t article_id, enum source_trust trust,
                     struct err *err)
{
	struct query q = query_open(store, SQL_ADD_UNREAD);

	query_int(&q, article_id);
	query_text(&q, source_trust_name(trust));
	return query_run(&q, err);
}

int store_next_unread(struct store *store, int64_t after_id, int64_t *ret_article_id,
                      enum source_trust *ret_trust, struct err *err)
{
	struct query q = query_open(store, SQL_NEXT_UNREAD);
	int rc;

	query_int(&q, after_id);
	rc = query_step(&q, err);
	if (rc >= 0)
		*ret_article_id = rc ? query_get_int(&q) : 0;
	if (rc > 0 && !source_trust_parse(query_peek_text(&q), ret_trust))
		rc = err_set(err, ERR_BROKEN, "unread article %lld has a trust that is none",
		             (long long)*ret_article_id);
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_drop_unread(struct store *store, int64_t article_id, struct err *err)
{
	struct query q = query_open(store, SQL_DROP_UNREAD);

	query_int(&q, article_id);
	return query_run(&q, err);
}
