/* What the record keeps of each source: how its polling stands, validators, known items. */
#ifndef STORE_SOURCES_H
#define STORE_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/poll.h"
#include "store/store.h"

struct store_source {
	int64_t id;
	const char *key;
	struct poll_state poll;
	const char *failure;     /* name of the last failure, "http-410"; "" after a success */
	const char *failure_why; /* one line for people; "" after a success */
	int64_t item_count;      /* items that are known */
	int64_t article_count;   /* articles kept: 0 until store_count_of_source() */
	int64_t claim_count;     /* claims in them, likewise */
};

/* The id of a source, which is made where the record does not have it yet. */
int store_source_id(struct store *store, const char *key, int64_t *ret_id, struct err *err)
	MUST_CHECK;

/*
 * All sources of the record, by key: what the daemon starts with and what
 * `integractl sources` shows. Those that are no longer configured are in it.
 */
int store_list_sources(struct store *store, struct arena *arena, struct store_source **ret_list,
                       size_t *ret_count, struct err *err) MUST_CHECK;
/* Fills in its articles and claims. */
int store_count_of_source(struct store *store, struct store_source *source, struct err *err)
	MUST_CHECK;

/*
 * Of the articles of a source that were followed, how many of the last could not
 * be read, one after the other: those that were given up, and those that the
 * site refuses, which are asked for again later. One that could be read ends it.
 */
#define STORE_UNREADABLE_MAX 1000 /* it is not counted further */
#define STORE_WHY_SIZE 128
struct store_unreadable {
	int64_t count;
	int64_t last_s;           /* when the newest was recorded; 0: there is none */
	char why[STORE_WHY_SIZE]; /* the newest could not be read */
};
int store_find_unreadable(struct store *store, int64_t source_id,
                          struct store_unreadable *ret_unreadable, struct err *err) MUST_CHECK;

/* How its polling stands after a poll. failure and why are "" where it went well. */
int store_save_poll(struct store *store, int64_t source_id, const struct poll_state *poll,
                    const char *failure, const char *why, struct err *err) MUST_CHECK;

/* What makes the next GET of an address conditional, verbatim as the server sent it. */
struct store_validators {
	const char *etag;          /* "" where none was sent */
	const char *last_modified; /* "" where none was sent */
	const char *body_hash;     /* SHA-256 of the last body: some servers lie */
	int64_t full_s;            /* the last time that a whole body came; 0: never */
	const char *moved_to;      /* where a permanent redirect leads; "" where none does */
	int64_t moved_since_s;     /* since when it does */
	bool has_moved;            /* long enough to believe it: moved_to is what is asked */
};
#define STORE_NO_VALIDATORS \
	((struct store_validators){ \
		.etag = "", .last_modified = "", .body_hash = "", .moved_to = "" })

/* All empty where the address was never fetched. */
int store_load_validators(struct store *store, int64_t source_id, const char *address,
                          struct arena *arena, struct store_validators *ret_validators,
                          struct err *err) MUST_CHECK;
int store_save_validators(struct store *store, int64_t source_id, const char *address,
                          const struct store_validators *validators, struct err *err) MUST_CHECK;

/*
 * Identities (64-bit short hashes) of items that were seen in a source, sorted
 * ascending: what the reader need not read again, and what is no news when it
 * turns up once more. At least the newest STORE_KNOWN_ITEMS stay, fifty times
 * what most feeds hold; `keep` where that is more, for a source that holds
 * more. At most twice as many do.
 */
#define STORE_KNOWN_ITEMS 1000
int store_known_items(struct store *store, int64_t source_id, struct arena *arena,
                      uint64_t **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;
/* Those from first to last, both included, are not known any more. */
int store_forget_items(struct store *store, int64_t source_id, uint64_t first, uint64_t last,
                       struct err *err) MUST_CHECK;
/* Those that are known already stay as they are. */
int store_add_items(struct store *store, int64_t source_id, const uint64_t *list, size_t count,
                    int64_t seen_s, size_t keep, struct err *err) MUST_CHECK;

#endif
