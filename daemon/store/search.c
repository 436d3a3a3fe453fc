#include "store/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/limits.h"
#include "base/mem.h"
#include "indexed.h"
#include "text.h"
#include "words.h"

/* Texts from this id down are not in the index yet. */
#define LEFT_MARK "search-left"

static int index_text(struct store *store, int64_t text_id, const char *title, const char *text,
                      struct err *err)
{
	struct query q = query_open(store, SQL_INDEX_TEXT);
	char *folded_title = fold_text(title, strlen(title));
	char *folded_text = fold_text(text, strlen(text));
	int rc;

	query_int(&q, text_id);
	query_text(&q, folded_title);
	query_text(&q, folded_text);
	rc = query_run(&q, err);
	free(folded_text);
	free(folded_title);
	return rc;
}

/* The last text that is no newer than *id, which then is its own. 1: there is one, 0: none. */
static int index_recorded(struct store *store, int64_t *id, struct err *err)
{
	struct arena *arena = arena_new(LIMIT_FRAME_BYTES);
	struct query q = query_open(store, SQL_LEFT_TEXT);
	const char *title, *text;
	size_t packed_len;
	int rc;

	query_int(&q, *id);
	rc = query_step(&q, err);
	if (rc > 0) {
		const void *packed;
		int64_t len;

		*id = query_get_int(&q);
		title = query_get_text(&q, arena);
		len = query_get_int(&q);
		packed = query_peek_blob(&q, &packed_len);
		if (text_unpack(packed, packed_len, (size_t)len, arena, &text, err) < 0)
			rc = -1;
	}
	query_close(&q);
	if (rc > 0 && index_text(store, *id, title, text, err) < 0)
		rc = -1;
	arena_free(arena);
	return rc;
}

int indexed_text(struct store *store, int64_t text_id, struct err *err)
{
	int64_t id = text_id;

	if (index_recorded(store, &id, err) < 0)
		return -1;
	if (id != text_id)
		return err_set(err, ERR_BROKEN, "text %" PRId64 " was recorded and is gone",
		               text_id);
	return 0;
}

/* --- what was recorded before there was an index */

static int get_left(struct store *store, int64_t *ret_id, struct err *err)
{
	const char *mark;

	if (store_get_mark(store, LEFT_MARK, &mark, err) < 0)
		return -1;
	*ret_id = strtoll(mark, NULL, 10);
	return 0;
}

int store_search_left(struct store *store, int64_t *ret_left, struct err *err)
{
	struct query q;
	int64_t id;

	*ret_left = 0;
	if (get_left(store, &id, err) < 0)
		return -1;
	q = query_open(store, SQL_COUNT_LEFT);
	query_int(&q, id);
	return query_number(&q, 0, ret_left, err);
}

int store_search_fill(struct store *store, size_t limit, bool *ret_is_done, struct err *err)
{
	char mark[24];
	int64_t id;
	int rc = 1;

	if (get_left(store, &id, err) < 0)
		return -1;
	*ret_is_done = id == 0;
	if (id == 0)
		return 0;
	for (size_t i = 0; i < limit && rc > 0; i++) {
		rc = index_recorded(store, &id, err);
		id = rc > 0 ? id - 1 : 0;
	}
	if (rc < 0)
		return -1;
	*ret_is_done = id <= 0;
	snprintf(mark, sizeof(mark), "%" PRId64, id > 0 ? id : 0);
	return store_set_mark(store, LEFT_MARK, mark, err);
}

/* --- searching */

static int read_hit(struct query *q, const struct sought *sought, struct arena *arena,
                    struct store_hit *hit, struct err *err)
{
	struct arena *text_arena = arena_new(LIMIT_FRAME_BYTES);
	const void *packed;
	const char *text;
	size_t packed_len;
	int64_t len;
	int rc;

	hit->article_id = query_get_int(q);
	hit->published = query_get_text(q, arena);
	hit->source = query_get_text(q, arena);
	hit->outlet = query_get_text(q, arena);
	hit->address = query_get_text(q, arena);
	hit->title = query_get_text(q, arena);
	hit->claim_count = query_get_int(q);
	len = query_get_int(q);
	packed = query_peek_blob(q, &packed_len);
	rc = text_unpack(packed, packed_len, (size_t)len, text_arena, &text, err);
	if (rc == 0)
		words_snippet(sought, *text ? text : hit->title, arena, &hit->snippet,
		              &hit->snippet_count);
	arena_free(text_arena);
	return rc;
}

int store_search(struct store *store, const char *words, size_t limit, struct arena *arena,
                 struct store_hit **ret_list, size_t *ret_count, struct err *err)
{
	struct list list = list_of(sizeof(struct store_hit));
	struct sought sought;
	struct query q;
	int rc;

	if (words_parse(words, arena, &sought, err) < 0)
		return -1;
	q = query_open(store, SQL_SEARCH);
	query_text(&q, sought.expression);
	query_int(&q, limit ? (int64_t)limit : -1);
	while ((rc = query_step(&q, err)) > 0)
		if (read_hit(&q, &sought, arena, list_add(&list), err) < 0) {
			rc = -1;
			break;
		}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}
