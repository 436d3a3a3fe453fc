/* The index of words, as the files of the record keep it. */
#ifndef STORE_INDEXED_H
#define STORE_INDEXED_H

#include "query.h"

/* A text that was recorded. */
int indexed_add(struct store *store, int64_t text_id, const char *title, const char *text,
                struct err *err) MUST_CHECK;

#endif
