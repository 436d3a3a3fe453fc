#include "base/utf8.h"

#include <endian.h>
#include <string.h>

#include "base/mem.h"

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static bool is_scalar(uint32_t cp)
{
	return cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
}

/* Length that the first byte promises; 0 for a byte that starts nothing. */
static size_t promised_length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xC2 && c <= 0xDF)
		return 2;
	if (c >= 0xE0 && c <= 0xEF)
		return 3;
	if (c >= 0xF0 && c <= 0xF4)
		return 4;
	return 0;
}

size_t utf8_decode(const char *s, size_t len, uint32_t *ret_cp)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned char mask[5] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	size_t need = promised_length((unsigned char)s[0]);
	uint32_t cp;

	*ret_cp = UTF8_REPLACEMENT;
	if (need == 0 || need > len)
		return 1;
	cp = (unsigned char)s[0] & mask[need];
	for (size_t i = 1; i < need; i++) {
		if (!is_continuation(s[i]))
			return 1;
		cp = cp << 6 | ((unsigned char)s[i] & 0x3Fu);
	}
	if (cp < least[need] || !is_scalar(cp))
		return 1;
	*ret_cp = cp;
	return need;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
	if (!is_scalar(cp))
		cp = UTF8_REPLACEMENT;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

/* Most bytes of the web are ASCII: eight of them are looked at together. */
static size_t skip_ascii(const char *s, size_t len)
{
	size_t i = 0;
	uint64_t eight;

	for (; i + sizeof(eight) <= len; i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < len && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

/* A byte in each of eight. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * ASCII and letters of two bytes (Cyrillic, Greek, accented Latin) in any order,
 * eight bytes at a time: each lead has its continuation and the other way round,
 * and no lead is below 0xC2, which would be too long. Up to a character of
 * another length, or one that is wrong; it ends between two characters.
 */
static size_t skip_simple(const char *s, size_t len)
{
	uint64_t eight, high, second, leads, wide, lasting = 0; /* a lead waits at the end */
	size_t i = 0;

	for (; i + sizeof(eight) <= len; i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		eight = le64toh(eight);
		high = eight & EACH(0x80);
		if (!(high | lasting))
			continue;
		second = eight << 1 & EACH(0x80);
		leads = high & second;
		/* 0xE0 and more, or 0xC0 and 0xC1: of these bits 1 to 4 are 0 */
		wide = eight << 2 | ~((eight & EACH(0x1E)) + EACH(0x7E));
		if ((leads & wide) || (high & ~second) != (leads << 8 | lasting))
			break;
		lasting = leads >> 56;
	}
	return i - (lasting != 0);
}

size_t utf8_bom(const char *s, size_t len)
{
	return len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool utf8_is_ascii(const char *s, size_t len)
{
	return skip_ascii(s, len) == len;
}

bool utf8_is_valid(const char *s, size_t len)
{
	uint32_t cp;
	size_t i = 0;

	while (i < len) {
		size_t n;

		i += skip_simple(s + i, len - i);
		for (size_t end = i + 8; i < len && i < end; i += n) {
			n = utf8_decode(s + i, len - i, &cp);
			if (cp == UTF8_REPLACEMENT && n == 1)
				return false;
		}
	}
	return true;
}

size_t utf8_cut(const char *s, size_t len, size_t max)
{
	size_t end = max;

	if (len <= max)
		return len;
	/* at most three continuation bytes belong to one character */
	for (int i = 0; i < 3 && end > 0 && is_continuation(s[end]); i++)
		end--;
	return end;
}

char *utf8_repair(const char *s, size_t len, size_t *ret_len)
{
	char *out = mem_alloc(len * 3 + 1);
	size_t n = 0, i = 0;
	uint32_t cp;

	while (i < len) {
		i += utf8_decode(s + i, len - i, &cp);
		n += utf8_encode(cp ? cp : ' ', out + n);
	}
	out[n] = '\0';
	if (ret_len)
		*ret_len = n;
	return out;
}
