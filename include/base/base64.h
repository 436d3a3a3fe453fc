/* Base64 (RFC 4648 §4), by libcrypto. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

char *base64_encode(const void *bytes, size_t len); /* yours */
/* False for anything that is no base64 with its padding, and for more than max bytes. */
bool base64_decode(const char *text, unsigned char *out, size_t max, size_t *ret_len);

#endif
