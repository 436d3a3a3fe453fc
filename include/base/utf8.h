/* UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing over U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

/*
 * Decodes the character at s (len bytes are left, at least 1) into *ret_cp and
 * returns how many bytes it takes, 1 to 4. A broken byte gives U+FFFD and 1.
 */
size_t utf8_decode(const char *s, size_t len, uint32_t *ret_cp);

/* The same without a call for what is mostly met: characters of one byte or two. */
static inline size_t utf8_decode_quick(const char *s, size_t len, uint32_t *ret_cp)
{
	unsigned char c = (unsigned char)s[0];

	if (c < 0x80) {
		*ret_cp = c;
		return 1;
	}
	if (c >= 0xC2 && c <= 0xDF && len > 1 && ((unsigned char)s[1] & 0xC0) == 0x80) {
		*ret_cp = (c & 0x1Fu) << 6 | ((unsigned char)s[1] & 0x3Fu);
		return 2;
	}
	return utf8_decode(s, len, ret_cp);
}

/*
 * Writes cp as 1 to 4 bytes and returns how many; a cp that is no scalar value
 * is written as U+FFFD.
 */
size_t utf8_encode(uint32_t cp, char out[4]);

bool utf8_is_valid(const char *s, size_t len);
bool utf8_is_ascii(const char *s, size_t len);

/* How many bytes of a byte order mark the text begins with: 3 or 0. */
size_t utf8_bom(const char *s, size_t len);

/* Length of the longest prefix of at most max bytes that ends between two characters. */
size_t utf8_cut(const char *s, size_t len, size_t max);

/* A copy, yours, of len bytes in which each broken byte stands as U+FFFD and NUL as a space. */
char *utf8_repair(const char *s, size_t len, size_t *ret_len);

#endif
