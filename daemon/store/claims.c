#include "store/claims.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "query.h"
#include "rows.h"
#include "seal.h"

/* --- adding --- */

/* What a claim takes from its article as it stands in the record. */
static int find_article(struct store *store, const struct claim *claim, int64_t article_id,
                        struct date *ret_published, char ret_natural_key[HASH_HEX_SIZE],
                        struct err *err)
{
	struct query q = query_open(store, SQL_CLAIM_ARTICLE);
	struct date published = { .precision = DATE_NONE };
	const char *text;
	int rc;

	query_int(&q, article_id);
	rc = query_step(&q, err);
	if (rc == 0)
		rc = err_set(err, ERR_INPUT, "there is no article %lld", (long long)article_id);
	if (rc > 0) {
		claim_natural_key(claim, query_peek_text(&q), ret_natural_key);
		text = query_peek_text(&q);
		date_parse(text, strlen(text), &published);
		*ret_published = published;
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_claim_id(struct store *store, const char *natural_key, int64_t *ret_id, struct err *err)
{
	struct query q = query_open(store, SQL_FIND_CLAIM_KEY);

	query_text(&q, natural_key);
	return query_number(&q, 0, ret_id, err);
}

/*
 * The last reading of the claim whose natural key is `first`, 0 where there is
 * none; *ret_next and next_key are of the one that would follow.
 */
static int find_readings(struct store *store, const char *first, int64_t *ret_id, int *ret_next,
                         char next_key[HASH_HEX_SIZE], struct err *err)
{
	int64_t id;

	*ret_id = 0;
	for (*ret_next = 1;; (*ret_next)++) {
		reading_key(first, *ret_next, next_key);
		if (store_claim_id(store, next_key, &id, err))
			return -1;
		if (!id)
			return 0;
		*ret_id = id;
	}
}

/* The series with one more claim; it is made where this is the first. */
static int add_to_series(struct store *store, const struct claim *claim, const char *series,
                         struct err *err)
{
	struct query q = query_open(store, SQL_ADD_SERIES);

	query_text(&q, series);
	query_text(&q, claim->package);
	query_text(&q, claim->subject);
	query_text(&q, claim_measure_name(claim->measure));
	query_text(&q, claim_stage_name(claim->stage));
	query_text(&q, claim_kind_name(claim_kind_of(claim)));
	query_int(&q, claim->status == CLAIM_ACCEPTED && claim->modality == CLAIM_ACTUAL);
	return query_run(&q, err);
}

struct claim_row {
	const char *natural_key;
	const char *series;
	const struct claim *claim;
	const struct store_article_id *article;
	const struct store_claim_facts *facts;
	struct date published;
	int reading;
	struct claim_texts scratch;
};

/* Binds what a row is sealed over and made of: the same for SQL_SEAL_OF and SQL_ADD_CLAIM. */
static void bind_row(struct query *q, struct claim_row *row)
{
	query_text(q, row->natural_key);
	query_int(q, row->article->article_id);
	query_int(q, row->article->text_id);
	query_text(q, row->series);
	bind_claim(q, row->claim, row->published, row->facts, &row->scratch);
	query_text(q, row->facts->engine);
	query_text(q, row->facts->lexicon);
	query_int(q, row->facts->recorded_s);
}

static int make_seal(struct store *store, struct claim_row *row, char out[HASH_HEX_SIZE],
                     struct err *err)
{
	struct query q = query_open(store, SQL_SEAL_OF);
	char before[HASH_HEX_SIZE];
	int rc;

	if (seal_head(store, before, err))
		return -1;
	bind_row(&q, row);
	rc = query_step(&q, err);
	if (rc > 0)
		seal_row(&q, before, out);
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

static int add_row(struct store *store, struct claim_row *row, struct err *err)
{
	char seal[HASH_HEX_SIZE];
	struct query q;

	if (make_seal(store, row, seal, err))
		return -1;
	q = query_open(store, SQL_ADD_CLAIM);
	bind_row(&q, row);
	query_text(&q, seal);
	query_int(&q, row->reading);
	query_int(&q, row->facts->returned_s);
	return query_run(&q, err);
}

int store_add_claim(struct store *store, const struct claim *claim,
                    const struct store_article_id *article, const struct store_claim_facts *facts,
                    int64_t *ret_id, bool *ret_is_new, struct err *err)
{
	char first[HASH_HEX_SIZE], natural_key[HASH_HEX_SIZE], series[CLAIM_SERIES_SIZE];
	struct claim_row row = { .natural_key = natural_key,
		                 .series = claim_series(claim, series),
		                 .claim = claim,
		                 .article = article,
		                 .facts = facts };
	int64_t id;

	if (find_article(store, claim, article->article_id, &row.published, first, err) ||
	    find_readings(store, first, &id, &row.reading, natural_key, err))
		return -1;
	*ret_is_new = id == 0 || facts->is_read_again;
	*ret_id = id;
	if (!*ret_is_new)
		return 0;
	if (add_to_series(store, claim, series, err) || add_row(store, &row, err))
		return -1;
	*ret_id = sqlite3_last_insert_rowid(store->db);
	return 0;
}

/* --- showing --- */

static int read_claim(struct query *q, struct arena *arena, struct store_claim *claim,
                      struct err *err)
{
	if (read_figure(q, arena, &claim->figure, err))
		return -1;
	claim->series = query_get_text(q, arena);
	claim->article_id = query_get_int(q);
	claim->text_id = query_get_int(q);
	claim->guid = query_get_text(q, arena);
	claim->title = query_get_text(q, arena);
	claim->threshold = (int)query_get_int(q);
	claim->engine = query_get_text(q, arena);
	claim->lexicon = query_get_text(q, arena);
	claim->recorded_s = query_get_int(q);
	claim->fetched_s = query_get_int(q);
	claim->returned_s = query_get_int(q);
	return 0;
}

static int cmp_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t count_different(struct list *list)
{
	int64_t *numbers = (int64_t *)(void *)list->items;
	int64_t count = 0;

	if (list->count > 1)
		qsort(numbers, list->count, sizeof(*numbers), cmp_number);
	for (size_t i = 0; i < list->count; i++)
		count += i == 0 || numbers[i] != numbers[i - 1];
	return count;
}

/* Mostly one or two: SQLite would make a table to count what is different. */
int store_count_same(struct store *store, int64_t claim_id, int64_t *ret_origins,
                     int64_t *ret_copies, struct err *err)
{
	struct list origins = list_of(sizeof(int64_t)), articles = list_of(sizeof(int64_t));
	struct query q = query_open(store, SQL_COUNT_SAME);
	int rc;

	query_int(&q, claim_id);
	while ((rc = query_step(&q, err)) > 0) {
		*(int64_t *)list_add(&origins) = query_get_int(&q);
		*(int64_t *)list_add(&articles) = query_get_int(&q);
	}
	query_close(&q);
	if (rc == 0) {
		*ret_origins = count_different(&origins);
		*ret_copies = count_different(&articles);
	}
	list_free(&origins);
	list_free(&articles);
	return rc;
}

int store_find_claim(struct store *store, int64_t claim_id, struct arena *arena,
                     struct store_claim **ret_claim, struct err *err)
{
	struct query q = query_open(store, SQL_SHOW_CLAIM);
	struct store_claim *claim = NULL;
	int rc;

	query_int(&q, claim_id);
	rc = query_step(&q, err);
	if (rc > 0) {
		claim = arena_alloc(arena, sizeof(*claim));
		rc = read_claim(&q, arena, claim, err);
	}
	query_close(&q);
	if (rc < 0 ||
	    (claim && store_count_same(store, claim_id, &claim->origins, &claim->copies, err)))
		return -1;
	*ret_claim = claim;
	return 0;
}

/* Binds CLAIM_FILTER and what follows it. */
static void bind_filter(struct query *q, const struct store_claim_filter *filter, int64_t limit)
{
	query_text(q, filter->package);
	query_text(q, filter->subject);
	query_text(q, filter->series);
	query_text(q, filter->source);
	query_text(q, filter->status);
	query_text(q, filter->modality);
	query_int(q, filter->article_id);
	query_int(q, filter->before_id);
	query_int(q, limit);
}

/* The narrowest of three ways to the same rows. */
static enum sql_id statement_for(const struct store_claim_filter *filter)
{
	if (filter->article_id)
		return SQL_LIST_CLAIMS_OF_ARTICLE;
	if (filter->series && *filter->series)
		return SQL_LIST_CLAIMS_OF_SERIES;
	return SQL_LIST_CLAIMS;
}

static int read_claims(struct query *q, struct arena *arena, struct store_claim **ret_list,
                       size_t *ret_count, struct err *err)
{
	struct list list = list_of(sizeof(struct store_claim));
	int rc;

	while ((rc = query_step(q, err)) > 0) {
		rc = read_claim(q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_list_claims(struct store *store, const struct store_claim_filter *filter,
                      struct arena *arena, struct store_claim **ret_list, size_t *ret_count,
                      struct err *err)
{
	struct query q = query_open(store, statement_for(filter));

	bind_filter(&q, filter, filter->limit ? (int64_t)filter->limit : -1);
	return read_claims(&q, arena, ret_list, ret_count, err);
}

/* --- walking through all --- */

#define BATCH 256
#define BATCH_ARENA_BYTES (64 * MIB)

/* The statement is free again while fn runs, so that fn may ask the record, too. */
static int walk_batch(struct store *store, const struct store_claim_filter *filter,
                      int64_t *after_id, bool *is_last, store_claim_fn *fn, void *arg,
                      struct err *err)
{
	struct arena *arena = arena_new(BATCH_ARENA_BYTES);
	struct query q = query_open(store, SQL_EACH_CLAIM);
	struct store_claim *list = NULL;
	size_t count = 0;
	int rc;

	bind_filter(&q, filter, BATCH);
	query_int(&q, *after_id);
	rc = read_claims(&q, arena, &list, &count, err);
	for (size_t i = 0; i < count && rc == 0; i++) {
		*after_id = list[i].figure.claim_id;
		rc = fn(&list[i], arg, err);
	}
	*is_last = count < BATCH;
	arena_free(arena);
	return rc;
}

int store_each_claim(struct store *store, const struct store_claim_filter *filter,
                     store_claim_fn *fn, void *arg, struct err *err)
{
	int64_t after_id = 0;
	bool is_last = false;
	int rc = 0;

	while (rc == 0 && !is_last)
		rc = walk_batch(store, filter, &after_id, &is_last, fn, arg, err);
	return rc;
}
