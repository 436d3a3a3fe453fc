/* What the files of change share of one comparison. */
#ifndef CHANGE_ENTRY_H
#define CHANGE_ENTRY_H

#include "change/change.h"

struct change_entry change_make_entry(enum change_row row, enum change_kind kind,
                                      const struct figure *old, const struct figure *fresh);

/* change_current() of the list without one of its figures, which may be NULL. */
const struct figure *change_current_without(const struct figure *list, size_t count,
                                            const struct figure *without);

/* The last day of a forecast's as-of period, where that lies after publication. */
#define CHANGE_NO_DEADLINE INT32_MAX
int32_t change_deadline(const struct figure *f);
/* Whether its speaker gave no other value for its deadline later. */
bool change_is_last_word(const struct figure *list, size_t count, const struct figure *forecast);

/* `expected` and `expected-moved`. */
struct change_entry change_compare_forecast(const struct figure *list, size_t count,
                                            const struct figure *fresh);

#endif
