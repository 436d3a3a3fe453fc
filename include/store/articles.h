/*
 * Articles: what was published, with each text of it that was fetched. An
 * article is known by its normalised address; one that has none, by its GUID
 * in its source, else by its text. Copies of one report share an origin.
 */
#ifndef STORE_ARTICLES_H
#define STORE_ARTICLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "model/article.h"
#include "model/source.h"
#include "store/store.h"

/* Following an article to its own page. */
enum store_follow {
	STORE_FOLLOW_NONE,   /* the feed gave enough */
	STORE_FOLLOW_WANTED, /* the page is to be fetched */
	STORE_FOLLOW_DONE,
	STORE_FOLLOW_FAILED, /* given up; what the feed gave has to do */
};

/* How an article reached us. */
struct store_arrival {
	int64_t source_id;
	const char *outlet; /* who printed it, for people and to tell voices apart */
	bool is_import;
	bool wants_follow;
	bool may_return; /* it is what the article has now, even where it had it before */
	int64_t fetched_s;
	int64_t recorded_s;
};

struct store_article_id {
	int64_t article_id;
	int64_t text_id;            /* the text that was just given */
	char sha256[HASH_HEX_SIZE]; /* of title, a newline, text; "" where both are empty */
	int64_t origin;             /* after this article joined it */
	int64_t seen_s;             /* when the article was first fetched */
	bool is_new;                /* the record did not have the article */
	bool is_new_text;           /* … or not in these words */
	/* the text that it had before, where it has another one now; 0: it has not */
	int64_t earlier_text_id;
	bool is_merged; /* an older article has another origin now: store_series_of_origin() */
};

/*
 * Records an article and this text of it. Where the article is known its
 * dates, source and outlet stay as they were recorded first; a text that is
 * known is not kept twice. The article joins the origin of every near-copy
 * published within 7 days (STORE_COPY_DAYS): one whose fingerprint is alike
 * from ARTICLE_COPY_LIKENESS, or, of texts too short for a fingerprint, the
 * very same text. Origins are connected components, so the outcome does not
 * depend on who came first.
 * The claims in `article` are not looked at.
 */
#define STORE_COPY_DAYS 7
int store_add_article(struct store *store, const struct article *article,
                      const struct store_arrival *arrival, struct store_article_id *ret_id,
                      struct err *err) MUST_CHECK;

/*
 * Says that two articles are copies of one report, whatever their texts are like.
 * *ret_origin is what both have then; *ret_is_joined: they had two before.
 */
int store_join_articles(struct store *store, int64_t article_id, int64_t other_id,
                        int64_t recorded_s, int64_t *ret_origin, bool *ret_is_joined,
                        struct err *err) MUST_CHECK;

/* An article that is to be fetched from its own page. */
struct store_follow_job {
	int64_t article_id;
	int64_t source_id;
	const char *source; /* its key */
	const char *guid;
	const char *address;
	const char *title;
	const char *author;
	bool has_published;
	bool published_is_clamped;
	int64_t published_s;
	struct date published;
	int tries; /* so far */
	int64_t next_s;
};

/* Articles to follow whose time has come, the longest overdue first, at most `limit`. */
int store_due_follows(struct store *store, int64_t now_s, size_t limit, struct arena *arena,
                      struct store_follow_job **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;
/* When the next one is due; 0: none is wanted. */
int store_next_follow(struct store *store, int64_t *ret_next_s, struct err *err) MUST_CHECK;
/* Where a follow stands after a try; why is "" where it went well. */
int store_set_follow(struct store *store, int64_t article_id, enum store_follow follow, int tries,
                     int64_t next_s, const char *why, struct err *err) MUST_CHECK;

/* An article as it is shown, with the latest text or the one that was asked for. */
struct store_article {
	struct store_article_id id;
	struct article article; /* claims not filled in */
	const char *key;        /* what it is known by */
	const char *source;
	const char *outlet;
	bool is_import;
	int64_t fetched_s;
	int64_t recorded_s;
	enum store_follow follow;
	int64_t copies; /* articles of its origin, itself included */
};

/* text_id 0: the latest text. *ret_article is NULL where there is no such article. */
int store_find_article(struct store *store, int64_t article_id, int64_t text_id,
                       struct arena *arena, struct store_article **ret_article, struct err *err)
	MUST_CHECK;
/* The article behind this one that is not waited for; *ret_article_id is 0 behind the last. */
int store_article_after(struct store *store, int64_t article_id, int64_t *ret_article_id,
                        struct err *err) MUST_CHECK;
/* The ids of an article's texts, the oldest first. */
int store_texts_of(struct store *store, int64_t article_id, struct arena *arena, int64_t **ret_list,
                   size_t *ret_count, struct err *err) MUST_CHECK;
/* How many articles store_article_after() gives. */
int store_count_articles(struct store *store, int64_t *ret_count, struct err *err) MUST_CHECK;
/* The id of the article that is known by this normalised address; 0: none. */
int store_article_by_address(struct store *store, const char *address, int64_t *ret_article_id,
                             struct err *err) MUST_CHECK;

const char *store_follow_name(enum store_follow follow); /* "none", "wanted", "done", "failed" */

#endif
