/* The sentence around a quote, for reading only. */
#ifndef CTL_SENTENCE_H
#define CTL_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Finds it by its simplest marks: a line's end, or a full stop, question or
 * exclamation mark before a space. *ret_start and *ret_end are places in the
 * text. False where there is no such quote in it.
 */
bool sentence_find(const char *text, size_t offset, size_t length, size_t *ret_start,
                   size_t *ret_end);

#endif
