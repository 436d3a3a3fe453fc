#include "bands.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* With so many new texts their bands begin to go into the index. */
#define SORTED_FROM 2000

/* So many go there with each new text: more than it brings, so that there is an end. */
#define SORTED_A_TEXT 32

#define BAND_BYTES 8
#define NO_ENTRY UINT32_MAX

struct entry {
	int64_t band;
	int64_t text_id;
	int32_t fortnight;
	uint32_t next; /* in its chain, an older one; NO_ENTRY: none */
};

struct bands {
	struct entry *list; /* as they came */
	size_t count, cap;
	uint32_t *heads; /* of chains, by the band; the newest first */
	size_t head_count;
	size_t text_count;

	/* of what goes into the index: a copy in its order, and how much of it is there */
	struct entry *sorted;
	size_t sorted_count, sorted_done;
	int64_t last_sorted_id;
};

/* --- in memory --- */

static void free_bands(struct bands *bands)
{
	if (!bands)
		return;
	free(bands->list);
	free(bands->heads);
	free(bands->sorted);
	free(bands);
}

/* A band is a hash itself. */
static uint32_t *head_of(const struct bands *bands, int64_t band)
{
	return &bands->heads[(uint64_t)band & (bands->head_count - 1)];
}

static void chain(struct bands *bands, size_t i)
{
	uint32_t *head = head_of(bands, bands->list[i].band);

	bands->list[i].next = *head;
	*head = (uint32_t)i;
}

static void chain_all(struct bands *bands, size_t head_count)
{
	free(bands->heads);
	bands->head_count = head_count;
	bands->heads = mem_array(head_count, sizeof(*bands->heads));
	memset(bands->heads, 0xFF, head_count * sizeof(*bands->heads));
	for (size_t i = 0; i < bands->count; i++)
		chain(bands, i);
}

static void keep(struct bands *bands, int64_t text_id, int64_t fortnight, int64_t band)
{
	bands->list = mem_room(bands->list, bands->count, &bands->cap, sizeof(*bands->list));
	bands->list[bands->count++] =
		(struct entry){ .band = band, .text_id = text_id, .fortnight = (int32_t)fortnight };
	if (bands->count > bands->head_count)
		chain_all(bands, bands->head_count ? 2 * bands->head_count : 1024);
	else
		chain(bands, bands->count - 1);
}

static void to_bytes(const int64_t *bands, int count, unsigned char *out)
{
	for (int i = 0; i < count; i++)
		for (int b = 0; b < BAND_BYTES; b++)
			out[i * BAND_BYTES + b] = (unsigned char)((uint64_t)bands[i] >> (8 * b));
}

static int64_t from_bytes(const unsigned char *in)
{
	uint64_t band = 0;

	for (int b = 0; b < BAND_BYTES; b++)
		band |= (uint64_t)in[b] << (8 * b);
	return (int64_t)band;
}

static int load(struct store *store, struct err *err)
{
	struct bands *bands = mem_alloc(sizeof(*bands));
	struct query q = query_open(store, SQL_LIST_NEW_BANDS);
	int rc;

	chain_all(bands, 1024);
	while ((rc = query_step(&q, err)) > 0) {
		int64_t text_id = query_get_int(&q), fortnight = query_get_int(&q);
		size_t len;
		const unsigned char *bytes = query_peek_blob(&q, &len);

		for (; len >= BAND_BYTES; len -= BAND_BYTES, bytes += BAND_BYTES)
			keep(bands, text_id, fortnight, from_bytes(bytes));
		bands->text_count++;
	}
	query_close(&q);
	if (rc < 0)
		free_bands(bands);
	else
		store->bands = bands;
	return rc;
}

static int need(struct store *store, struct err *err)
{
	return store->bands ? 0 : load(store, err);
}

void bands_forget(struct store *store)
{
	free_bands(store->bands);
	store->bands = NULL;
}

/* --- on the way into the index --- */

static int cmp_entry(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->fortnight != y->fortnight)
		return x->fortnight < y->fortnight ? -1 : 1;
	if (x->band != y->band)
		return x->band < y->band ? -1 : 1;
	return (x->text_id > y->text_id) - (x->text_id < y->text_id);
}

static void begin_sorting(struct bands *bands)
{
	bands->sorted = mem_array(bands->count, sizeof(*bands->sorted));
	bands->sorted_count = bands->count;
	bands->sorted_done = 0;
	bands->last_sorted_id = 0;
	for (size_t i = 0; i < bands->count; i++) {
		bands->sorted[i] = bands->list[i];
		if (bands->list[i].text_id > bands->last_sorted_id)
			bands->last_sorted_id = bands->list[i].text_id;
	}
	qsort(bands->sorted, bands->sorted_count, sizeof(*bands->sorted), cmp_entry);
}

/* The texts are in the index: their rows go. Which came since stay, and are read anew. */
static int end_sorting(struct store *store, struct err *err)
{
	struct query q = query_open(store, SQL_DROP_SORTED_BANDS);

	query_int(&q, store->bands->last_sorted_id);
	bands_forget(store);
	return query_run(&q, err);
}

/* Where the daemon ends in the middle all begins anew, and what is there is passed over. */
static int sort_some(struct store *store, struct err *err)
{
	struct bands *bands = store->bands;

	if (!bands->sorted && bands->text_count < SORTED_FROM)
		return 0;
	if (!bands->sorted)
		begin_sorting(bands);
	for (int i = 0; i < SORTED_A_TEXT && bands->sorted_done < bands->sorted_count; i++) {
		const struct entry *entry = &bands->sorted[bands->sorted_done++];
		struct query q = query_open(store, SQL_ADD_BAND);

		query_int(&q, entry->fortnight);
		query_int(&q, entry->band);
		query_int(&q, entry->text_id);
		if (query_run(&q, err))
			return -1;
	}
	return bands->sorted_done < bands->sorted_count ? 0 : end_sorting(store, err);
}

/* --- what others ask for --- */

static void find_new(const struct bands *bands, int64_t fortnight, int64_t band,
                     struct list *text_ids)
{
	int left = LIMIT_NEAR_TEXTS;

	for (uint32_t i = *head_of(bands, band); i != NO_ENTRY && left > 0;
	     i = bands->list[i].next) {
		const struct entry *entry = &bands->list[i];

		if (entry->band != band || entry->fortnight != fortnight)
			continue;
		*(int64_t *)list_add(text_ids) = entry->text_id;
		left--;
	}
}

int bands_find(struct store *store, int64_t fortnight, int64_t band, struct list *text_ids,
               struct err *err)
{
	struct query q;
	int rc;

	if (need(store, err))
		return -1;
	find_new(store->bands, fortnight, band, text_ids);
	q = query_open(store, SQL_BAND_TEXTS);
	query_int(&q, fortnight);
	query_int(&q, band);
	query_int(&q, LIMIT_NEAR_TEXTS);
	while ((rc = query_step(&q, err)) > 0)
		*(int64_t *)list_add(text_ids) = query_get_int(&q);
	query_close(&q);
	return rc;
}

int bands_add(struct store *store, int64_t text_id, int64_t fortnight, const int64_t *bands,
              int count, struct err *err)
{
	size_t len = (size_t)count * BAND_BYTES;
	unsigned char *bytes;
	struct query q;
	int rc;

	if (count == 0)
		return 0;
	if (need(store, err))
		return -1;
	bytes = mem_alloc(len);
	to_bytes(bands, count, bytes);
	q = query_open(store, SQL_ADD_NEW_BANDS);
	query_int(&q, text_id);
	query_int(&q, fortnight);
	query_blob(&q, bytes, len);
	rc = query_run(&q, err);
	free(bytes);
	if (rc)
		return -1;
	for (int i = 0; i < count; i++)
		keep(store->bands, text_id, fortnight, bands[i]);
	store->bands->text_count++;
	return sort_some(store, err);
}

/* Runs it on an article's bands; what is in memory is not right then, if it is new. */
static int run_both(struct store *store, enum sql_id new_id, enum sql_id old_id, int64_t article_id,
                    const int64_t *fortnight, struct err *err)
{
	const enum sql_id ids[] = { new_id, old_id };

	for (size_t i = 0; i < COUNT(ids); i++) {
		struct query q = query_open(store, ids[i]);

		query_int(&q, article_id);
		if (fortnight)
			query_int(&q, *fortnight);
		if (query_run(&q, err))
			return -1;
		if (ids[i] == new_id && sqlite3_changes(store->db) > 0)
			bands_forget(store);
	}
	return 0;
}

int bands_move(struct store *store, int64_t article_id, int64_t fortnight, struct err *err)
{
	return run_both(store, SQL_MOVE_NEW_BANDS, SQL_MOVE_BANDS, article_id, &fortnight, err);
}

int bands_drop(struct store *store, int64_t article_id, struct err *err)
{
	return run_both(store, SQL_DROP_NEW_BANDS, SQL_DROP_BANDS, article_id, NULL, err);
}
