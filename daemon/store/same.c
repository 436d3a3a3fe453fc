#include "store/same.h"

#include "query.h"
#include "store/articles.h"

int store_same_figures(struct store *store, int64_t claim_id, size_t limit, struct arena *arena,
                       struct store_same **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_SAME_FIGURES);
	struct list list = list_of(sizeof(struct store_same));
	int rc;

	query_int(&q, claim_id);
	query_int(&q, STORE_COPY_DAYS);
	query_int(&q, (int64_t)limit);
	while ((rc = query_step(&q, err)) > 0) {
		struct store_same *same = list_add(&list);

		same->article_id = query_get_int(&q);
		same->text_id = query_get_int(&q);
		same->outlet = query_get_text(&q, arena);
		if (!source_trust_parse(query_peek_text(&q), &same->trust))
			same->trust = SOURCE_TRUST_MEDIA;
		same->in_title = query_get_bool(&q);
		same->offset = (size_t)query_get_int(&q);
		same->length = (size_t)query_get_int(&q);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}
