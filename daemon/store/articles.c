#include "store/articles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bands.h"
#include "base/mem.h"
#include "indexed.h"
#include "origins.h"
#include "query.h"
#include "text.h"

static const char *const follow_names[] = {
	[STORE_FOLLOW_NONE] = "none",
	[STORE_FOLLOW_WANTED] = "wanted",
	[STORE_FOLLOW_DONE] = "done",
	[STORE_FOLLOW_FAILED] = "failed",
};

const char *store_follow_name(enum store_follow follow)
{
	return follow_names[follow];
}

static enum store_follow follow_parse(const char *name)
{
	for (size_t i = 0; i < COUNT(follow_names); i++)
		if (strcmp(name, follow_names[i]) == 0)
			return (enum store_follow)i;
	return STORE_FOLLOW_NONE;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* What an article is known by; yours. */
static char *article_key(const struct article *article, int64_t source_id, const char *sha256)
{
	if (*or_empty(article->address))
		return mem_strdup(article->address);
	if (*or_empty(article->guid))
		return mem_printf("guid:%lld:%s", (long long)source_id, article->guid);
	return mem_printf("text:%s", sha256);
}

static int32_t near_day(const struct article *article, const struct store_arrival *arrival)
{
	if (article->published.precision != DATE_NONE)
		return date_last_day(article->published);
	return (int32_t)(arrival->fetched_s / (24 * 3600));
}

/* --- the article itself --- */

/* What the record knew of it before. */
struct known {
	int64_t id; /* 0: nothing */
	int64_t origin;
	int64_t seen_s;
	bool has_published;
	enum store_follow follow;
};

static int find_known(struct store *store, const char *key, struct known *ret, struct err *err)
{
	struct query q = query_open(store, SQL_FIND_ARTICLE_KEY);
	int rc;

	*ret = (struct known){ .id = 0 };
	query_text(&q, key);
	rc = query_step(&q, err);
	if (rc > 0) {
		ret->id = query_get_int(&q);
		ret->origin = query_get_int(&q);
		ret->seen_s = query_get_int(&q);
		ret->has_published = query_get_bool(&q);
		ret->follow = follow_parse(query_peek_text(&q));
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

static int insert_article(struct store *store, const char *key, const struct article *article,
                          const struct store_arrival *arrival, struct known *ret, struct err *err)
{
	struct query q = query_open(store, SQL_ADD_ARTICLE);
	char published[DATE_TEXT_SIZE];

	query_text(&q, key);
	query_int(&q, arrival->source_id);
	query_text(&q, arrival->outlet);
	query_text(&q, article->guid);
	query_text(&q, article->address);
	query_text(&q, article->language);
	query_text(&q, article->author);
	query_int(&q, article->has_published);
	query_int(&q, article->published_is_clamped);
	query_text(&q, date_format(article->published, published));
	query_int(&q, article->published_s);
	query_int(&q, near_day(article, arrival));
	query_int(&q, arrival->fetched_s);
	query_int(&q, arrival->recorded_s);
	query_int(&q, arrival->is_import);
	query_text(&q,
	           follow_names[arrival->wants_follow ? STORE_FOLLOW_WANTED : STORE_FOLLOW_NONE]);
	if (query_run(&q, err))
		return -1;
	ret->id = ret->origin = sqlite3_last_insert_rowid(store->db);
	ret->seen_s = arrival->fetched_s;
	ret->has_published = article->has_published;
	ret->follow = arrival->wants_follow ? STORE_FOLLOW_WANTED : STORE_FOLLOW_NONE;
	return 0;
}

/*
 * A page may give the date that its feed did not. It is taken as long as no
 * claim rests on the day that was assumed; after that it stays as it is.
 */
static int fill_in_date(struct store *store, const struct article *article,
                        const struct store_arrival *arrival, const struct known *known,
                        struct err *err)
{
	struct query q = query_open(store, SQL_ARTICLE_HAS_CLAIMS);
	char published[DATE_TEXT_SIZE];
	int64_t claims;

	if (known->has_published || !article->has_published)
		return 0;
	query_int(&q, known->id);
	if (query_number(&q, 0, &claims, err))
		return -1;
	if (claims)
		return 0;
	q = query_open(store, SQL_DATE_ARTICLE);
	query_int(&q, article->published_is_clamped);
	query_text(&q, date_format(article->published, published));
	query_int(&q, article->published_s);
	query_int(&q, near_day(article, arrival));
	query_int(&q, known->id);
	if (query_run(&q, err))
		return -1;
	return bands_move(store, known->id, origins_fortnight(near_day(article, arrival)), err);
}

/* An import comes first, then its address turns up in a feed that gives only a summary. */
static int want_follow(struct store *store, const struct known *known, struct err *err)
{
	struct query q = query_open(store, SQL_WANT_FOLLOW);

	query_int(&q, known->id);
	return query_run(&q, err);
}

/* --- its text --- */

static int find_text(struct store *store, int64_t article_id, const char *sha256, int64_t *ret_id,
                     struct err *err)
{
	struct query q = query_open(store, SQL_FIND_TEXT);

	query_int(&q, article_id);
	query_text(&q, sha256);
	return query_number(&q, 0, ret_id, err);
}

static int insert_text(struct store *store, int64_t article_id, const struct article *article,
                       const char *sha256, int64_t fetched_s, int64_t *ret_id, struct err *err)
{
	const char *text = or_empty(article->text);
	unsigned char minhash[MINHASH_BYTES];
	struct query q = query_open(store, SQL_ADD_TEXT);
	size_t packed_len;
	void *packed;
	int rc;

	if (text_pack(text, strlen(text), &packed, &packed_len, err))
		return -1;
	minhash_to_bytes(article->minhash, minhash);
	query_int(&q, article_id);
	query_text(&q, sha256);
	query_text(&q, article->title);
	query_blob(&q, packed, packed_len);
	query_int(&q, (int64_t)strlen(text));
	query_blob(&q, minhash_is_empty(article->minhash) ? NULL : minhash, sizeof(minhash));
	query_int(&q, fetched_s);
	rc = query_run(&q, err);
	if (rc == 0)
		*ret_id = sqlite3_last_insert_rowid(store->db);
	MEM_FREE(packed);
	return rc ? rc : indexed_add(store, *ret_id, err);
}

static int set_newest(struct store *store, int64_t article_id, int64_t text_id, struct err *err)
{
	struct query q = query_open(store, SQL_SET_NEWEST_TEXT);

	query_int(&q, text_id);
	query_int(&q, article_id);
	return query_run(&q, err);
}

/* The text is what the article has from now on; what did it have before? */
static int note_newest(struct store *store, struct store_article_id *id, struct err *err)
{
	struct query q = query_open(store, SQL_NEWEST_TEXT);
	int64_t before;

	if (id->is_new)
		return 0;
	query_int(&q, id->article_id);
	if (query_number(&q, 0, &before, err))
		return -1;
	if (before == id->text_id)
		return 0;
	id->earlier_text_id = before;
	return set_newest(store, id->article_id, id->text_id, err);
}

static int add_text(struct store *store, const struct article *article,
                    const struct store_arrival *arrival, struct store_article_id *id,
                    struct err *err)
{
	struct origins_text text = {
		.article_id = id->article_id,
		.article_is_new = id->is_new,
		.recorded_s = arrival->recorded_s,
		.words = *or_empty(article->text) ? article->text : or_empty(article->title),
		.minhash = article->minhash,
	};

	if (find_text(store, id->article_id, id->sha256, &id->text_id, err))
		return -1;
	id->is_new_text = id->text_id == 0;
	if (!id->is_new_text && !arrival->may_return)
		return 0;
	if (note_newest(store, id, err))
		return -1;
	if (!id->is_new_text)
		return 0;
	if (insert_text(store, id->article_id, article, id->sha256, arrival->fetched_s,
	                &id->text_id, err))
		return -1;
	text.text_id = id->text_id;
	return origins_join(store, &text, &id->origin, &id->is_merged, err);
}

int store_add_article(struct store *store, const struct article *article,
                      const struct store_arrival *arrival, struct store_article_id *ret_id,
                      struct err *err)
{
	struct store_article_id id = { .article_id = 0 };
	struct known known;
	char *key;
	int rc;

	text_hash(or_empty(article->title), or_empty(article->text), id.sha256);
	key = article_key(article, arrival->source_id, id.sha256);
	rc = find_known(store, key, &known, err);
	id.is_new = known.id == 0;
	if (rc == 0 && id.is_new)
		rc = insert_article(store, key, article, arrival, &known, err);
	else if (rc == 0)
		rc = fill_in_date(store, article, arrival, &known, err);
	if (rc == 0 && arrival->wants_follow && known.follow == STORE_FOLLOW_NONE)
		rc = want_follow(store, &known, err);
	id.article_id = known.id;
	id.origin = known.origin;
	id.seen_s = known.seen_s;
	if (rc == 0)
		rc = add_text(store, article, arrival, &id, err);
	if (rc == 0)
		*ret_id = id;
	MEM_FREE(key);
	return rc;
}

/* --- showing it --- */

static int read_text(struct query *q, struct arena *arena, const char **ret_text, struct err *err)
{
	size_t packed_len;
	const void *packed = query_peek_blob(q, &packed_len);
	int64_t len = query_get_int(q);

	return text_unpack(packed, packed_len, (size_t)len, arena, ret_text, err);
}

static void read_published(struct query *q, struct article *article)
{
	const char *published;

	article->has_published = query_get_bool(q);
	article->published_is_clamped = query_get_bool(q);
	article->published_s = query_get_int(q);
	published = query_peek_text(q);
	date_parse(published, strlen(published), &article->published);
}

static int read_article(struct query *q, struct arena *arena, struct store_article *a,
                        struct err *err)
{
	const void *minhash;
	size_t len;

	a->id.article_id = query_get_int(q);
	a->id.text_id = query_get_int(q);
	snprintf(a->id.sha256, sizeof(a->id.sha256), "%s", query_peek_text(q));
	a->id.origin = query_get_int(q);
	a->id.seen_s = query_get_int(q);
	a->article.guid = query_get_text(q, arena);
	a->article.address = query_get_text(q, arena);
	a->article.title = query_get_text(q, arena);
	if (read_text(q, arena, &a->article.text, err))
		return -1;
	a->article.author = query_get_text(q, arena);
	a->article.language = query_get_text(q, arena);
	read_published(q, &a->article);
	minhash = query_peek_blob(q, &len);
	minhash_from_bytes(minhash, len, a->article.minhash);
	a->key = query_get_text(q, arena);
	a->source = query_get_text(q, arena);
	a->outlet = query_get_text(q, arena);
	a->is_import = query_get_bool(q);
	a->fetched_s = query_get_int(q);
	a->recorded_s = query_get_int(q);
	a->follow = follow_parse(query_peek_text(q));
	a->copies = query_get_int(q);
	return 0;
}

int store_find_article(struct store *store, int64_t article_id, int64_t text_id,
                       struct arena *arena, struct store_article **ret_article, struct err *err)
{
	struct query q = query_open(store, SQL_SHOW_ARTICLE);
	struct store_article *article = NULL;
	int rc;

	query_int(&q, article_id);
	query_int(&q, text_id);
	rc = query_step(&q, err);
	if (rc > 0) {
		article = arena_alloc(arena, sizeof(*article));
		rc = read_article(&q, arena, article, err);
	}
	query_close(&q);
	if (rc < 0)
		return -1;
	*ret_article = article;
	return 0;
}

int store_article_by_address(struct store *store, const char *address, int64_t *ret_article_id,
                             struct err *err)
{
	struct known known;

	if (find_known(store, address, &known, err))
		return -1;
	*ret_article_id = known.id;
	return 0;
}

/* --- all of them --- */

int store_article_after(struct store *store, int64_t article_id, int64_t *ret_article_id,
                        struct err *err)
{
	struct query q = query_open(store, SQL_ARTICLE_AFTER);

	query_int(&q, article_id);
	return query_number(&q, 0, ret_article_id, err);
}

int store_texts_of(struct store *store, int64_t article_id, struct arena *arena, int64_t **ret_list,
                   size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_TEXTS_OF_ARTICLE);
	struct list list = list_of(sizeof(int64_t));
	int rc;

	query_int(&q, article_id);
	while ((rc = query_step(&q, err)) > 0)
		*(int64_t *)list_add(&list) = query_get_int(&q);
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_count_articles(struct store *store, int64_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_COUNT_ARTICLES);

	return query_number(&q, 0, ret_count, err);
}
