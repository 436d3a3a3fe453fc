/*
 * The index of words, as the files of the record keep it.
 *
 * FTS5 gathers what is put in and writes one segment of it, but not if another
 * statement needs a savepoint in between, as most of ours do: then each text
 * makes a segment, and the merging of segments costs more than all else that an
 * article does. So texts are put in together, at the end of their transaction.
 */
#ifndef STORE_INDEXED_H
#define STORE_INDEXED_H

#include "query.h"

/* A text that was recorded in the open transaction, and is indexed when that is committed. */
void indexed_add(struct store *store, int64_t text_id);

/* Indexes them; for store_commit(). */
int indexed_write(struct store *store, struct err *err) MUST_CHECK;

/* What was added since then was undone. */
void indexed_forget(struct store *store, size_t count_before);

#endif
