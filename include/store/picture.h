/*
 * The record as it stood at a past moment: what `report` is made of. Which
 * figures are current in it is for the rules of change to say, as ever.
 */
#ifndef STORE_PICTURE_H
#define STORE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "model/figure.h"
#include "store/store.h"

/*
 * The figures that counted (accepted, actual, not restated) at the instant at_s,
 * by series, then as-of key: of claims recorded by then, with the decisions made
 * by then, and with the origins as they were known then. Of articles that were
 * published on published_day (since 1970-01-01, at their own offset from UTC) or
 * before; one without a date was on the day it was seen. INT64_MAX and INT32_MAX:
 * whatever there is. The answer for a moment that is over stays the same.
 */
int store_picture(struct store *store, int64_t at_s, int32_t published_day, struct arena *arena,
                  struct figure **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

/* Id and hash of the ledger's last entry at the instant; 0 and 64 zeros where there was none. */
int store_picture_head(struct store *store, int64_t at_s, int64_t *ret_id,
                       char ret_hash[HASH_HEX_SIZE], struct err *err) MUST_CHECK;

#endif
