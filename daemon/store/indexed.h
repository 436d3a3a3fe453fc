/*
 * The index of words, as the files of the record keep it.
 *
 * FTS5 gathers what is put in and writes one segment of it, but not if another
 * statement needs a savepoint in between, as most of ours do: then each text
 * makes a segment, and the merging of segments costs more than all else that an
 * article does. So texts are put in together, and nothing else in between.
 */
#ifndef STORE_INDEXED_H
#define STORE_INDEXED_H

#include "query.h"

/* unindexed.c: a text that was recorded will be, at the commit or later, see store/search.h. */
int indexed_add(struct store *store, int64_t text_id, struct err *err) MUST_CHECK;

/* search.c: puts in a text of the record. */
int indexed_text(struct store *store, int64_t text_id, struct err *err) MUST_CHECK;

#endif
