/*
 * Origins: which articles are copies of one report. Near-copies are found by
 * bands (locality-sensitive hashing over the MinHash fingerprint): 16 bands of
 * 2 numbers; two texts that share a band are compared in full. At the likeness
 * from which two texts are copies, 0.5, one such pair in a hundred is missed,
 * at 0.6 one in a thousand, at 0.7 none in ten thousand. A text too short for a
 * fingerprint has one band, the hash of its words as they stand: it is copied
 * verbatim or not at all.
 */
#ifndef STORE_ORIGINS_H
#define STORE_ORIGINS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/article.h"
#include "store/store.h"

/*
 * Bands stand by the fortnight of their article, so that all that may be near
 * one is in two of them: this and the next. Copies are no farther apart than
 * STORE_COPY_DAYS, half of it.
 */
#define ORIGINS_FORTNIGHT 14
int64_t origins_fortnight(int64_t near_day);

#define MINHASH_BYTES (ARTICLE_MINHASHES * 4)

bool minhash_is_empty(const uint32_t minhash[ARTICLE_MINHASHES]);
void minhash_to_bytes(const uint32_t minhash[ARTICLE_MINHASHES], unsigned char out[MINHASH_BYTES]);
/* All zero where the bytes are not MINHASH_BYTES long. */
void minhash_from_bytes(const void *bytes, size_t len, uint32_t out[ARTICLE_MINHASHES]);

/*
 * Joins the article with those that one text of it nearly copies. *ret_origin
 * is its origin then; *ret_is_merged is set where an article that had been
 * there before has got another origin by it.
 */
struct origins_text {
	int64_t article_id;
	bool article_is_new;
	int64_t text_id;
	int64_t recorded_s; /* now: when it is recorded */
	const char *words;  /* the text, or the title where there is no more */
	const uint32_t *minhash;
};
int origins_join(struct store *store, const struct origins_text *text, int64_t *ret_origin,
                 bool *ret_is_merged, struct err *err) MUST_CHECK;

#endif
