#include "flow.h"

#include <string.h>

#include "base/charset.h"
#include "base/utf8.h"

static bool is_space(uint32_t cp)
{
	return cp <= 0x20 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
	       cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

/* Soft hyphens, joiners and marks of order that no reader sees. */
static bool is_invisible(uint32_t cp)
{
	return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 || cp == 0xFEFF ||
	       (cp >= 0x202A && cp <= 0x202E) || cp == 0x7F;
}

static void put(struct flow *flow, const char *s, size_t len)
{
	bool has_any = flow->out->len > 0;
	int rc = 0;

	if (flow->wants_break && has_any)
		rc = buf_putc(flow->out, '\n');
	else if (flow->wants_space && has_any)
		rc = buf_putc(flow->out, ' ');
	flow->wants_break = flow->wants_space = false;
	if (rc || buf_append(flow->out, s, len))
		flow->is_full = true;
}

/* References such as "&#147;" mean what windows-1252 has there; the parser leaves them as controls. */
static void put_character(struct flow *flow, const char *s, size_t len, uint32_t cp)
{
	char meant[4];

	if (cp < 0x80 || cp > 0x9F)
		put(flow, s, len);
	else if (charset_reference(cp) > 0x9F)
		put(flow, meant, utf8_encode(charset_reference(cp), meant));
}

/* Cyrillic letters: two bytes each, none of them white space. */
static bool is_cyrillic(const char *s, size_t len)
{
	return len > 1 && (unsigned char)s[0] >= 0xD0 && (unsigned char)s[0] <= 0xD3 &&
	       ((unsigned char)s[1] & 0xC0) == 0x80;
}

static bool is_plain(char c)
{
	return (unsigned char)c > 0x20 && (unsigned char)c < 0x7F;
}

/* How far it goes before a character that has to be looked at: not one space between words. */
static size_t plain_length(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		if (is_plain(s[i]))
			i++;
		else if (is_cyrillic(s + i, len - i))
			i += 2;
		else if (s[i] == ' ' && i > 0 && i + 1 < len &&
		         (is_plain(s[i + 1]) || is_cyrillic(s + i + 1, len - i - 1)))
			i++;
		else
			break;
	}
	return i;
}

void flow_add(struct flow *flow, const char *s, size_t len)
{
	for (size_t i = 0; i < len && !flow->is_full;) {
		size_t n = plain_length(s + i, len - i);
		uint32_t cp = 'a';

		if (n == 0)
			n = utf8_decode(s + i, len - i, &cp);
		if (is_space(cp))
			flow->wants_space = true;
		else if (!is_invisible(cp))
			put_character(flow, s + i, n, cp);
		i += n;
	}
}

void flow_break(struct flow *flow)
{
	flow->wants_break = true;
}
