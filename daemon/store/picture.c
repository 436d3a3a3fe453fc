#include "store/picture.h"

#include <stdio.h>
#include <stdlib.h>

#include "ledger.h"
#include "query.h"
#include "rows.h"

/* Articles of one origin have had another since: see schema 8. */
struct join {
	int64_t joined;
	int64_t origin;
};

static int load_joins(struct store *store, int64_t at_s, struct list *list, struct err *err)
{
	struct query q = query_open(store, SQL_PICTURE_JOINS);
	int rc;

	query_int(&q, at_s);
	while ((rc = query_step(&q, err)) > 0) {
		struct join *join = list_add(list);

		join->joined = query_get_int(&q);
		join->origin = query_get_int(&q);
	}
	query_close(&q);
	return rc;
}

static int cmp_joined(const void *key, const void *element)
{
	int64_t joined = *(const int64_t *)key, other = ((const struct join *)element)->joined;

	return (joined > other) - (joined < other);
}

/* An origin is only ever joined to a lower one, so this ends. */
static int64_t origin_of(const struct list *joins, int64_t article_id)
{
	const struct join *join;
	int64_t origin = article_id;

	while (joins->count &&
	       (join = bsearch(&origin, joins->items, joins->count, sizeof(*join), cmp_joined)) &&
	       join->origin < origin)
		origin = join->origin;
	return origin;
}

int store_picture(struct store *store, int64_t at_s, int32_t published_day, struct arena *arena,
                  struct figure **ret_list, size_t *ret_count, struct err *err)
{
	struct list joins = list_of(sizeof(struct join));
	struct query q = query_open(store, SQL_PICTURE_FIGURES);
	struct figure *list;
	size_t count = 0;
	int rc;

	query_int(&q, at_s);
	query_int(&q, published_day);
	rc = read_figures(&q, arena, &list, &count, err);
	if (rc == 0)
		rc = load_joins(store, at_s, &joins, err);
	if (rc == 0) {
		for (size_t i = 0; i < count; i++)
			list[i].origin = origin_of(&joins, list[i].origin);
		*ret_list = list;
		*ret_count = count;
	}
	list_free(&joins);
	return rc;
}

int store_picture_head(struct store *store, int64_t at_s, int64_t *ret_id,
                       char ret_hash[HASH_HEX_SIZE], struct err *err)
{
	struct query q = query_open(store, SQL_PICTURE_HEAD);
	int rc;

	query_int(&q, at_s);
	rc = query_step(&q, err);
	*ret_id = 0;
	ledger_genesis(ret_hash);
	if (rc > 0) {
		*ret_id = query_get_int(&q);
		snprintf(ret_hash, HASH_HEX_SIZE, "%s", query_peek_text(&q));
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}
