/*
 * Origins: which articles are copies of one report. Near-copies are found by
 * bands (locality-sensitive hashing over the MinHash fingerprint): 16 bands of
 * 4 numbers; two texts that share a band are compared in full. At the likeness
 * from which two texts are copies, 0.6, one such pair in ten is missed; at 0.8
 * one in four thousand.
 */
#ifndef STORE_ORIGINS_H
#define STORE_ORIGINS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/article.h"
#include "store/store.h"

#define MINHASH_BYTES (ARTICLE_MINHASHES * 4)

bool minhash_is_empty(const uint32_t minhash[ARTICLE_MINHASHES]);
void minhash_to_bytes(const uint32_t minhash[ARTICLE_MINHASHES], unsigned char out[MINHASH_BYTES]);
/* All zero where the bytes are not MINHASH_BYTES long. */
void minhash_from_bytes(const void *bytes, size_t len, uint32_t out[ARTICLE_MINHASHES]);

/*
 * Joins the article with those that a text of it nearly copies. *ret_origin is
 * its origin then; *ret_is_merged is set where an article that had been there
 * before has got another origin by it.
 */
int origins_join(struct store *store, int64_t article_id, int64_t text_id,
                 const uint32_t minhash[ARTICLE_MINHASHES], bool article_is_new,
                 int64_t *ret_origin, bool *ret_is_merged, struct err *err) MUST_CHECK;

#endif
