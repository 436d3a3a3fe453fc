/* What needs a person (see pipeline/trouble.h), as status tells it. */
#ifndef CTL_TROUBLE_H
#define CTL_TROUBLE_H

#include <jansson.h>

#include "health.h"
#include "record.h"

/*
 * [{"name", "text"}, …], yours: what the running daemon says; where none runs,
 * what the record shows. NULL where the record fails.
 */
json_t *trouble_list(const struct ctl *ctl, const struct record *record,
                     const struct health *sources, size_t count, struct err *err) MUST_CHECK;

#endif
