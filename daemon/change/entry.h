/* What the files of change share of one comparison. */
#ifndef CHANGE_ENTRY_H
#define CHANGE_ENTRY_H

#include "change/change.h"

struct change_entry change_make_entry(enum change_row row, enum change_kind kind,
                                      const struct figure *old, const struct figure *fresh);

/* change_current() of the list without one of its figures, which may be NULL. */
const struct figure *change_current_without(const struct figure *list, size_t count,
                                            const struct figure *without);

/* `expected` and `expected-moved`. */
struct change_entry change_compare_forecast(const struct figure *list, size_t count,
                                            const struct figure *fresh);

#endif
