/*
 * Where sentences end: the rules of UAX #29 as ICU's root has them, told by
 * tests to be the same. ICU itself walks its tables for every character, and
 * that was a tenth of all close reading; here a character between two ends
 * costs one look.
 */
#ifndef EXTRACT_BREAKS_H
#define EXTRACT_BREAKS_H

#include <stddef.h>

#include "letters.h"

/* The end of the sentence that begins at `at` (at < len), white space behind it included. */
size_t break_next(const struct fold_table *fold, const char *text, size_t len, size_t at);

#endif
