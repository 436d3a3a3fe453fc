#include "base/utf8.h"

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

/*
 * Letters of two bytes: Cyrillic, Greek, accented Latin. Four of them are looked
 * at together, for their marks, and for a lead below 0xC2, which would be too long.
 */
static size_t skip_pairs(const char *s, size_t len)
{
	static const unsigned char marks[8] = { 0xE0, 0xC0, 0xE0, 0xC0, 0xE0, 0xC0, 0xE0, 0xC0 };
	static const unsigned char pairs[8] = { 0xC0, 0x80, 0xC0, 0x80, 0xC0, 0x80, 0xC0, 0x80 };
	static const unsigned char leads[8] = { 0x1E, 0, 0x1E, 0, 0x1E, 0, 0x1E, 0 };
	static const unsigned char carries[8] = { 0x20, 0, 0x20, 0, 0x20, 0, 0x20, 0 };
	uint64_t eight, mark, pair, lead, carry;
	size_t i = 0;

	memcpy(&mark, marks, sizeof(mark));
	memcpy(&pair, pairs, sizeof(pair));
	memcpy(&lead, leads, sizeof(lead));
	memcpy(&carry, carries, sizeof(carry));
	for (; i + sizeof(eight) <= len; i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		/* bits 1 to 4 of a lead that are not 0, and 0x1E, make 0x20 or more */
		if ((eight & mark) != pair || (((eight & lead) + lead) & carry) != carry)
			break;
	}
	while (i + 1 < len && (unsigned char)s[i] >= 0xC2 && (unsigned char)s[i] <= 0xDF &&
	       is_continuation(s[i + 1]))
		i += 2;
	return i;
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

		i += skip_ascii(s + i, len - i);
		i += skip_pairs(s + i, len - i);
		if (i == len || (unsigned char)s[i] < 0x80)
			continue;
		n = utf8_decode(s + i, len - i, &cp);
		if (cp == UTF8_REPLACEMENT && n == 1)
			return false;
		i += n;
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
