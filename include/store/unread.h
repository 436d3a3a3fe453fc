/* Articles that were imported without claims, and wait for the reader: across restarts. */
#ifndef STORE_UNREAD_H
#define STORE_UNREAD_H

#include <stdint.h>

#include "model/source.h"
#include "store/store.h"

/* Once is enough. */
int store_add_unread(struct store *store, int64_t article_id, enum source_trust trust,
                     struct err *err) MUST_CHECK;
/* The first one behind the article; *ret_article_id is 0 where there is none. */
int store_next_unread(struct store *store, int64_t after_id, int64_t *ret_article_id,
                      enum source_trust *ret_trust, struct err *err) MUST_CHECK;
int store_drop_unread(struct store *store, int64_t article_id, struct err *err) MUST_CHECK;

#endif
