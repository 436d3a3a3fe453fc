#include "origins.h"

#include <stdlib.h>
#include <string.h>

#include "bands.h"
#include "base/hash.h"
#include "base/limits.h"
#include "query.h"
#include "store/articles.h"

/* Bands are what a new text costs: no more of them than copies need, see bands.h. */
#define BANDS 16
#define ROWS 2

/* "Video", "Live": what is shorter than a sentence is no report that could be copied. */
#define WORDS_BYTES_MIN 40

_Static_assert(2 * STORE_COPY_DAYS <= ORIGINS_FORTNIGHT, "copies lie in two fortnights");

int64_t origins_fortnight(int64_t near_day)
{
	return near_day / ORIGINS_FORTNIGHT;
}

bool minhash_is_empty(const uint32_t minhash[ARTICLE_MINHASHES])
{
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		if (minhash[i])
			return false;
	return true;
}

void minhash_to_bytes(const uint32_t minhash[ARTICLE_MINHASHES], unsigned char out[MINHASH_BYTES])
{
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		for (int b = 0; b < 4; b++)
			out[i * 4 + b] = (unsigned char)(minhash[i] >> (8 * b));
}

void minhash_from_bytes(const void *bytes, size_t len, uint32_t out[ARTICLE_MINHASHES])
{
	const unsigned char *in = bytes;

	memset(out, 0, ARTICLE_MINHASHES * sizeof(*out));
	if (!in || len != MINHASH_BYTES)
		return;
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		for (int b = 0; b < 4; b++)
			out[i] |= (uint32_t)in[i * 4 + b] << (8 * b);
}

/* A band's number is in its hash, so that equal rows in different bands do not meet. */
static int64_t band_of(const unsigned char bytes[MINHASH_BYTES], int band)
{
	unsigned char key[1 + ROWS * 4];

	key[0] = (unsigned char)band;
	memcpy(key + 1, bytes + band * ROWS * 4, ROWS * 4);
	return (int64_t)hash_short(key, sizeof(key));
}

/* How many bands the text has, and which. */
static int bands_of(const struct origins_text *text, int64_t bands[BANDS])
{
	unsigned char bytes[MINHASH_BYTES];
	size_t len = strlen(text->words);

	if (minhash_is_empty(text->minhash)) {
		if (len < WORDS_BYTES_MIN)
			return 0;
		bands[0] = (int64_t)hash_short(text->words, len);
		return 1;
	}
	minhash_to_bytes(text->minhash, bytes);
	for (int i = 0; i < BANDS; i++)
		bands[i] = band_of(bytes, i);
	return BANDS;
}

struct joining {
	struct store *store;
	const struct origins_text *text;
	int64_t near_day;
	struct list candidates; /* int64_t: texts that share a band, some of them more than once */
	struct list origins;    /* int64_t: of the near-copies among them */
};

static int64_t *numbers(const struct list *list)
{
	return (int64_t *)(void *)list->items;
}

static void note_origin(struct joining *j, int64_t origin)
{
	for (size_t i = 0; i < j->origins.count; i++)
		if (numbers(&j->origins)[i] == origin)
			return;
	*(int64_t *)list_add(&j->origins) = origin;
}

/*
 * Only the newest texts of a band are looked at. That bounds the work where
 * thousands of items share most of their words, and loses no copy: they chain,
 * each being near to one of those before it.
 */
static int gather(struct joining *j, const int64_t *bands, int count, struct err *err)
{
	int64_t first = origins_fortnight(j->near_day - STORE_COPY_DAYS);

	for (int64_t fortnight = first; fortnight <= first + 1; fortnight++)
		for (int i = 0; i < count; i++)
			if (bands_find(j->store, fortnight, bands[i], &j->candidates, err))
				return -1;
	return 0;
}

/* Two texts without a fingerprint share their one band: they are the same. */
static bool is_copy(const struct origins_text *text, const uint32_t other[ARTICLE_MINHASHES])
{
	if (minhash_is_empty(text->minhash))
		return minhash_is_empty(other);
	return article_likeness(text->minhash, other) >= ARTICLE_COPY_LIKENESS;
}

static int compare_with(struct joining *j, int64_t text_id, struct err *err)
{
	struct query q = query_open(j->store, SQL_NEAR_TEXT);
	uint32_t other[ARTICLE_MINHASHES];
	int64_t article_id, origin, near_day;
	const void *bytes;
	size_t len;
	int rc;

	query_int(&q, text_id);
	rc = query_step(&q, err);
	if (rc > 0) {
		article_id = query_get_int(&q);
		origin = query_get_int(&q);
		near_day = query_get_int(&q);
		bytes = query_peek_blob(&q, &len);
		minhash_from_bytes(bytes, len, other);
		if (article_id != j->text->article_id &&
		    llabs(near_day - j->near_day) <= STORE_COPY_DAYS && is_copy(j->text, other))
			note_origin(j, origin);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

static int cmp_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Near-copies share most of their bands: each is compared with once. */
static int compare_candidates(struct joining *j, struct err *err)
{
	int64_t *ids = numbers(&j->candidates);
	size_t count = j->candidates.count;

	if (count)
		qsort(ids, count, sizeof(*ids), cmp_number);
	for (size_t i = 0; i < count; i++)
		if ((i == 0 || ids[i] != ids[i - 1]) && compare_with(j, ids[i], err))
			return -1;
	return 0;
}

static int join_origin(struct store *store, int64_t origin, int64_t into, int64_t recorded_s,
                       struct err *err)
{
	struct query q = query_open(store, SQL_JOIN_ORIGINS);

	query_int(&q, into);
	query_int(&q, origin);
	if (query_run(&q, err))
		return -1;
	q = query_open(store, SQL_NOTE_JOIN);
	query_int(&q, into);
	query_int(&q, origin);
	query_int(&q, recorded_s);
	return query_run(&q, err);
}

/* The lowest id of a component is its name, whichever article came last. */
static int merge(struct joining *j, int64_t own, int64_t *ret_origin, bool *ret_is_merged,
                 struct err *err)
{
	int64_t lowest = own, *origins;

	note_origin(j, own);
	origins = numbers(&j->origins);
	for (size_t i = 0; i < j->origins.count; i++)
		if (origins[i] < lowest)
			lowest = origins[i];
	for (size_t i = 0; i < j->origins.count; i++) {
		if (origins[i] == lowest)
			continue;
		if (join_origin(j->store, origins[i], lowest, j->text->recorded_s, err))
			return -1;
		if (origins[i] != own || !j->text->article_is_new)
			*ret_is_merged = true;
	}
	*ret_origin = lowest;
	return 0;
}

static int find_place(struct joining *j, int64_t *ret_origin, struct err *err)
{
	struct query q = query_open(j->store, SQL_ARTICLE_PLACE);
	int rc;

	query_int(&q, j->text->article_id);
	rc = query_step(&q, err);
	if (rc > 0) {
		*ret_origin = query_get_int(&q);
		j->near_day = query_get_int(&q);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int origins_join(struct store *store, const struct origins_text *text, int64_t *ret_origin,
                 bool *ret_is_merged, struct err *err)
{
	struct joining j = {
		.store = store,
		.text = text,
		.candidates = list_of(sizeof(int64_t)),
		.origins = list_of(sizeof(int64_t)),
	};
	int64_t bands[BANDS], own = text->article_id;
	int count = bands_of(text, bands), rc = find_place(&j, &own, err);

	*ret_is_merged = false;
	if (rc == 0)
		rc = gather(&j, bands, count, err);
	if (rc == 0)
		rc = bands_add(store, text->text_id, origins_fortnight(j.near_day), bands, count,
		               err);
	if (rc == 0)
		rc = compare_candidates(&j, err);
	if (rc == 0)
		rc = merge(&j, own, ret_origin, ret_is_merged, err);
	list_free(&j.candidates);
	list_free(&j.origins);
	return rc;
}

static int origin_of(struct store *store, int64_t article_id, int64_t *ret_origin, struct err *err)
{
	struct query q = query_open(store, SQL_ARTICLE_PLACE);

	query_int(&q, article_id);
	return query_number(&q, article_id, ret_origin, err);
}

int store_join_articles(struct store *store, int64_t article_id, int64_t other_id,
                        int64_t recorded_s, int64_t *ret_origin, bool *ret_is_joined,
                        struct err *err)
{
	int64_t a, b;

	if (origin_of(store, article_id, &a, err) || origin_of(store, other_id, &b, err))
		return -1;
	*ret_origin = a < b ? a : b;
	*ret_is_joined = a != b;
	return a == b ? 0 : join_origin(store, a < b ? b : a, *ret_origin, recorded_s, err);
}
