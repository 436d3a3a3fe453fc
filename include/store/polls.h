/* The log of polls: what became of each, for as long as keep-polls says. */
#ifndef STORE_POLLS_H
#define STORE_POLLS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/store.h"

struct store_poll {
	int64_t at_s;
	const char *outcome; /* "ok", "unchanged", or the name of the failure */
	int64_t status;      /* of HTTP; 0: there was none */
	int64_t bytes;       /* of the body, decompressed */
	int64_t duration_ms; /* of the transfer */
	int64_t items;       /* in the feed */
	int64_t fresh;       /* of them, new to the record */
};

int store_log_poll(struct store *store, int64_t source_id, const struct store_poll *poll,
                   struct err *err) MUST_CHECK;

/* Of one source, the newest first. */
int store_list_polls(struct store *store, const char *source, size_t limit, struct arena *arena,
                     struct store_poll **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

#endif
