/* What charset.c is made of: labels, declarations, the guess. */
#ifndef BASE_CHARSET_PARTS_H
#define BASE_CHARSET_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/charset.h"

/*
 * The label that a document or header names, as it is written there; false
 * where none is named.
 */
bool charset_find_http(const char *header, char out[CHARSET_NAME_SIZE]);
bool charset_find_xml(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE]);
bool charset_find_meta(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE]);

/*
 * How Cyrillic the bytes look when they are read in that encoding, per mille
 * of their non-ASCII characters: a Russian or Belarusian text gives over 500, the
 * same text misread under 200, Western text under 0; -2000 where ICU does not know the encoding.
 */
int charset_cyrillic_score(const char *name, const char *bytes, size_t len);

/* The likeliest of the Cyrillic encodings and its score. */
const char *charset_guess_cyrillic(const char *bytes, size_t len, int *ret_score);

/* What ICU's detector makes of a text that is not Cyrillic; false where it is not sure. */
bool charset_guess_other(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE]);

#endif
