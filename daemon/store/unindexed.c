/* Texts that were recorded a moment ago: nobody waits until they are found by their words. */
#include "indexed.h"
#include "store/search.h"

/* So many at once. */
#define BATCH 256

static int list_some(struct store *store, struct list *ids, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_UNINDEXED);
	int rc;

	query_int(&q, BATCH);
	while ((rc = query_step(&q, err)) > 0)
		*(int64_t *)list_add(ids) = query_get_int(&q);
	query_close(&q);
	return rc;
}

static int index_some(struct store *store, bool *ret_is_done, struct err *err)
{
	struct list ids = list_of(sizeof(int64_t));
	int rc = list_some(store, &ids, err);
	const int64_t *id = (const int64_t *)(void *)ids.items;

	for (size_t i = 0; i < ids.count && rc == 0; i++)
		rc = indexed_text(store, id[i], err);
	if (rc == 0 && ids.count > 0) {
		struct query q = query_open(store, SQL_INDEXED);

		query_int(&q, id[ids.count - 1]);
		rc = query_run(&q, err);
	}
	*ret_is_done = ids.count < BATCH;
	list_free(&ids);
	return rc;
}

int store_index_rest(struct store *store, struct err *err)
{
	bool is_done = false;

	while (!is_done)
		if (index_some(store, &is_done, err))
			return -1;
	store->may_have_unindexed = false;
	return 0;
}

void store_index_late(struct store *store)
{
	store->indexes_late = true;
}

bool store_may_have_unindexed(const struct store *store)
{
	return store->may_have_unindexed;
}

int indexed_add(struct store *store, int64_t text_id, struct err *err)
{
	struct query q = query_open(store, SQL_ADD_UNINDEXED);

	query_int(&q, text_id);
	store->may_have_unindexed = true;
	return query_run(&q, err);
}
