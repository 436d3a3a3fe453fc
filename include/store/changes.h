/*
 * The ledger: what was learnt, and when. Append-only; ids only grow; each
 * entry's hash is SHA-256(hash of the entry before, its JSON), both as they
 * are stored: 64 hex digits, then the bytes of the JSON. The first entry
 * follows 64 zeros.
 */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "model/change.h"
#include "store/store.h"

struct store_change {
	int64_t id;
	int64_t recorded_s;
	enum change_kind kind;
	enum change_severity severity;
	const char *series;
	int64_t claim_id;
	/*
	 * What the entry is known by where it is not the claim with the kind: of
	 * events, which no claim made, and of decisions. Not filled in by lists.
	 */
	const char *event_key;
	bool is_announced; /* the baseline of what follows in the series */
	const char *json;  /* verbatim, as it was hashed */
	const char *hash;  /* filled in by the record */
};

/*
 * Appends an entry; id and hash of `change` are not looked at. Inside a
 * transaction only. An event_key has at most one entry, and without one a claim
 * has at most one of a kind: where it is there already nothing is written and
 * *ret_id is that entry's.
 */
int store_add_change(struct store *store, const struct store_change *change, int64_t *ret_id,
                     char ret_hash[HASH_HEX_SIZE], struct err *err) MUST_CHECK;

/* 0 or "" in a place: it does not matter. */
struct store_change_filter {
	int64_t after_id; /* only ids over it: for machines that follow */
	int64_t since_s;  /* recorded at or after */
	const char *kind; /* "rise" */
	const char *series;
	const char *package; /* "2021-2023" */
	const char *subject; /* "gas-market", "all" */
	int64_t claim_id;
	bool newest_first;
	size_t limit; /* 0: all. With a limit and not newest_first: the newest ones, in order */
};

int store_list_changes(struct store *store, const struct store_change_filter *filter,
                       struct arena *arena, struct store_change **ret_list, size_t *ret_count,
                       struct err *err) MUST_CHECK;

/* Id and hash of the last entry; 0 and 64 zeros where there is none. */
int store_ledger_head(struct store *store, int64_t *ret_id, char ret_hash[HASH_HEX_SIZE],
                      struct err *err) MUST_CHECK;

#endif
