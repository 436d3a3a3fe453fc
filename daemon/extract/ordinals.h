/* "The sixth completed programme of the 28": an ordinal that counts. */
#ifndef EXTRACT_ORDINALS_H
#define EXTRACT_ORDINALS_H

#include "values.h"

/* The ordinal at the token, where it counts completed programmes; false where it does not. */
bool ordinal_take(const struct document *doc, size_t token, struct value *ret);

#endif
