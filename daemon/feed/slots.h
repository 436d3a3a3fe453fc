/*
 * The fields of one feed or item while it is read: each is given by several
 * elements of unequal rank, and the best one stays.
 */
#ifndef FEED_SLOTS_H
#define FEED_SLOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "feed/feed.h"
#include "names.h"

struct feed_slots {
	const char *value[SLOT_COUNT]; /* NULL: nothing yet */
	int rank[SLOT_COUNT];
	const char *second_summary; /* another text of the summary's kind */
};

/* Ranks of addresses; `link` as text is RSS's own. */
enum link_rank {
	LINK_IDENTITY = 1,   /* an identity that is an address, for want of anything else */
	LINK_GUESSED = 2,    /* what an element of a format long gone carries as an attribute */
	LINK_SOURCE = 4,     /* where content that is not here lives */
	LINK_PERMALINK = 5,  /* a guid that is an address */
	LINK_OTHER_TYPE = 6, /* alternate, but no page */
	LINK_ALTERNATE = 8,
	LINK_TEXT = 9,
};

/* The value stays where its rank is higher than what is there; authors of one rank are joined. */
void feed_slots_put(struct feed_slots *slots, struct arena *arena, enum feed_slot slot, int rank,
                    const char *value);

/* An entry from its slots; texts stay where they are. */
void feed_slots_entry(const struct feed_slots *slots, struct feed_entry *ret);
void feed_slots_time(const char *raw, struct feed_time *ret);

/*
 * ref made absolute by base (NULL: not known). What is no relative address
 * stays as it is printed, other schemes too. NULL for what leads nowhere
 * (javascript:, "").
 */
const char *feed_address(struct arena *arena, const char *base, const char *ref);
bool feed_address_is_absolute(const char *ref);

#endif
