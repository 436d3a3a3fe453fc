#include "store/same.h"

#include "query.h"
#include "rows.h"
#include "store/articles.h"

/* What is bound has to live until the statement is closed. */
struct bound {
	char series[CLAIM_SERIES_SIZE];
	struct claim_texts texts;
};

/* The parameters that both statements have, in their order. */
static void bind_figure(struct query *q, const struct figure *figure, int64_t article_id,
                        struct bound *bound)
{
	const struct claim *claim = &figure->claim;

	query_text(q, claim_series(claim, bound->series));
	query_text(q, figure_text(claim, bound->texts.figure));
	query_text(q, claim_modality_name(claim->modality));
	query_int(q, date_as_of_key(claim->as_of, figure->published).day);
	query_int(q, article_id);
	query_int(q, STORE_COPY_DAYS);
}

int store_same_figures(struct store *store, const struct figure *figure, int64_t article_id,
                       size_t limit, struct arena *arena, struct store_same **ret_list,
                       size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_SAME_FIGURES);
	struct list list = list_of(sizeof(struct store_same));
	struct bound bound;
	int rc;

	bind_figure(&q, figure, article_id, &bound);
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

int store_same_credits(struct store *store, const struct figure *figure, int64_t article_id,
                       const char *agency, struct arena *arena, int64_t **ret_articles,
                       size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_SAME_CREDITS);
	struct list list = list_of(sizeof(int64_t));
	struct bound bound;
	int rc;

	bind_figure(&q, figure, article_id, &bound);
	query_text(&q, agency);
	while ((rc = query_step(&q, err)) > 0)
		*(int64_t *)list_add(&list) = query_get_int(&q);
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_articles, ret_count);
}

int store_add_credit(struct store *store, int64_t claim_id, const char *agency, struct err *err)
{
	struct query q = query_open(store, SQL_ADD_CREDIT);

	query_int(&q, claim_id);
	query_text(&q, agency);
	return query_run(&q, err);
}

int store_list_credits(struct store *store, int64_t claim_id, struct arena *arena,
                       const char ***ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_CREDITS);
	struct list list = list_of(sizeof(const char *));
	int rc;

	query_int(&q, claim_id);
	while ((rc = query_step(&q, err)) > 0)
		*(const char **)list_add(&list) = query_get_text(&q, arena);
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}
