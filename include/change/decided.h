/*
 * What decisions on claims change (DESIGN §5, the second table). Pure, as
 * change.h is. Whoever confirms a claim, or puts another in its place, has that
 * one compared by the table of change.h besides.
 */
#ifndef CHANGE_DECIDED_H
#define CHANGE_DECIDED_H

#include <stdbool.h>
#include <stdint.h>

#include "change/change.h"

/* "decision:12", or "decision:12:now" with a word: what an entry is known by. Yours. */
char *change_decision_key(int64_t decision_id, const char *word);

/*
 * The entry of the decision itself: `confirmed` or `retracted`, about the claim
 * that was decided on. was_accepted: the claim had counted until then; what had
 * not is nobody's news where it goes, or where it is a copy.
 */
struct change_entry change_decided(const struct decision *decision, bool was_accepted, bool is_copy,
                                   const char *key);

/*
 * What follows where `gone` does not count any more. before and announced are
 * the series' current and its last announced figure as they were, now the one
 * that is current; each may be NULL. The entry is about `now`.
 */
struct change_entry change_after(const struct figure *gone, const struct figure *before,
                                 const struct figure *announced, const struct figure *now,
                                 const char *key);

#endif
