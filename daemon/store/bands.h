/*
 * Bands of texts, as the files of the record keep them. Each of a text's 16
 * bands has a leaf of its own in the index of a great record, so to put them
 * there at once is to write 16 pages a text. Those of new texts are kept in one
 * row a text, and in memory, where they are found; when there are thousands
 * they go into the index in its order, many to a leaf.
 */
#ifndef STORE_BANDS_H
#define STORE_BANDS_H

#include <stdint.h>

#include "query.h"

/* Texts that have the band in that fortnight, at most LIMIT_NEAR_TEXTS new and as many old ones. */
int bands_find(struct store *store, int64_t fortnight, int64_t band, struct list *text_ids,
               struct err *err) MUST_CHECK;

/* Those of a text that is new, in the open transaction. */
int bands_add(struct store *store, int64_t text_id, int64_t fortnight, const int64_t *bands,
              int count, struct err *err) MUST_CHECK;

/* Of all texts of the article: to another fortnight, and away. */
int bands_move(struct store *store, int64_t article_id, int64_t fortnight, struct err *err)
	MUST_CHECK;
int bands_drop(struct store *store, int64_t article_id, struct err *err) MUST_CHECK;

/* What is in memory, since the file may have less now: after a transaction that was undone. */
void bands_forget(struct store *store);

#endif
