#include "skeleton.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

#define SHORT_BYTES 8        /* as cheap to read as to take out */
#define TEXTS_MAX 100000     /* 1.6 MB; the largest honest feed has a fifth */
#define SHORT_ASCII_BYTES 48 /* of ASCII alone, which libxml2 reads fast */
#define REFERENCE_MAX 40     /* bytes; no name of an entity is longer */
#define CDATA "<![CDATA["

struct scan {
	const char *s, *end;
	const char *kept; /* from here on it is to stay, and is not copied yet */
	struct skeleton *to;
	bool is_odd;
};

void skeleton_init(struct skeleton *skeleton)
{
	memset(skeleton, 0, sizeof(*skeleton));
	buf_init(&skeleton->xml, LIMIT_FEED_BYTES * 3);
}

void skeleton_done(struct skeleton *skeleton)
{
	buf_done(&skeleton->xml);
	free(skeleton->texts);
}

static void copy_kept(struct scan *scan, const char *end)
{
	if (buf_append(&scan->to->xml, scan->kept, (size_t)(end - scan->kept)))
		scan->is_odd = true;
}

/* Eight bytes, any of which is below 0x20: the known trick of subtraction. */
static bool has_control(uint64_t eight)
{
	return (eight - UINT64_C(0x2020202020202020)) & ~eight & UINT64_C(0x8080808080808080);
}

/* A control character, or a carriage return, which XML reads as a line's end. */
static bool has_odd_control(const char *s, size_t len)
{
	uint64_t eight;
	size_t i = 0;

	for (; i < len; i++) {
		while (i + sizeof(eight) <= len) {
			memcpy(&eight, s + i, sizeof(eight));
			if (has_control(eight))
				break;
			i += sizeof(eight);
		}
		if (i < len && (unsigned char)s[i] < 0x20 && s[i] != '\t' && s[i] != '\n')
			return true;
	}
	return false;
}

/* XML 1.0, production 2: the text is valid UTF-8, so these are U+FFFE and U+FFFF. */
static bool has_no_character(const char *s, size_t len)
{
	const char *end = s + len;

	while ((s = memchr(s, 0xEF, (size_t)(end - s)))) {
		if (end - s > 2 && s[1] == '\xBF' && (unsigned char)s[2] >= 0xBE)
			return true;
		s++;
	}
	return false;
}

static bool is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\n' && s[i] != '\t' && s[i] != '\r')
			return false;
	return true;
}

static void take_out(struct scan *scan, const char *s, size_t len)
{
	static const char mark = SKELETON_MARK;
	struct skeleton *to = scan->to;

	if (to->count == TEXTS_MAX || has_odd_control(s, len) || has_no_character(s, len)) {
		scan->is_odd = true;
		return;
	}
	to->texts = mem_room(to->texts, to->count, &to->cap, sizeof(*to->texts));
	to->texts[to->count++] = (struct skeleton_text){ s, len };
	copy_kept(scan, s);
	if (buf_append(&to->xml, &mark, 1))
		scan->is_odd = true;
	scan->kept = s + len;
}

/* Text without a reference; "]]>" is a mistake in it. */
static void take_plain(struct scan *scan, const char *s, size_t len)
{
	if (len <= SHORT_BYTES || (len <= SHORT_ASCII_BYTES && utf8_is_ascii(s, len)) ||
	    is_blank(s, len))
		return;
	if (memchr(s, ']', len) && memmem(s, len, "]]>", 3))
		scan->is_odd = true;
	else
		take_out(scan, s, len);
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

/* A reference to the mark would be decoded to one: "&#127;", "&#x07F;". It ends at close. */
static bool is_mark(const char *reference, const char *close)
{
	const char *digit = reference + 2;
	int base = 10, value = 0;

	if (reference[1] != '#')
		return false;
	if (*digit == 'x') {
		base = 16;
		digit++;
	}
	for (; digit < close && digit_of(*digit) < base && value <= SKELETON_MARK; digit++)
		value = base * value + digit_of(*digit);
	return value == SKELETON_MARK;
}

/* Text up to the next markup; the parser decodes references. */
static void take_text(struct scan *scan, const char *s, const char *end)
{
	while (s < end && !scan->is_odd) {
		const char *amp = memchr(s, '&', (size_t)(end - s));
		const char *close;

		take_plain(scan, s, (size_t)((amp ? amp : end) - s));
		if (!amp)
			return;
		close = memchr(amp, ';', (size_t)(end - amp));
		if (!close || close - amp > REFERENCE_MAX || is_mark(amp, close)) {
			scan->is_odd = true;
			return;
		}
		s = close + 1;
	}
}

/* The section itself stays, so that outside the root it is the mistake that it is. */
static const char *take_cdata(struct scan *scan)
{
	const char *s = scan->s + strlen(CDATA);
	const char *close = memmem(s, (size_t)(scan->end - s), "]]>", 3);

	if (!close)
		return NULL;
	if (close > s)
		take_out(scan, s, (size_t)(close - s));
	return close + 3;
}

/* Behind the ">" of a tag; one in an attribute's value does not count. */
static const char *behind_tag(const struct scan *scan)
{
	const char *s = scan->s, *end = scan->end;
	const char *close = memchr(s, '>', (size_t)(end - s));

	while (close) {
		while (s < close && *s != '"' && *s != '\'')
			s++;
		if (s == close)
			return close + 1;
		s = memchr(s + 1, *s, (size_t)(end - s - 1));
		if (!s)
			return NULL;
		if (++s > close)
			close = memchr(s, '>', (size_t)(end - s));
	}
	return NULL;
}

/* Behind the end of a markup; what opens it is no part of that: "<!-->" goes on. */
static const char *behind(const struct scan *scan, const char *opening, const char *what)
{
	const char *s = scan->s + strlen(opening);
	size_t n = strlen(what);
	const char *at = memmem(s, (size_t)(scan->end - s), what, n);

	return at ? at + n : NULL;
}

static bool starts(const struct scan *scan, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(scan->end - scan->s) >= n && memcmp(scan->s, what, n) == 0;
}

/* Behind the markup at s; NULL where it is cut, or a DTD. */
static const char *pass_markup(struct scan *scan)
{
	if (scan->end - scan->s < 2 || (scan->s[1] != '!' && scan->s[1] != '?'))
		return behind_tag(scan);
	if (starts(scan, CDATA))
		return take_cdata(scan);
	if (starts(scan, "<!--"))
		return behind(scan, "<!--", "-->");
	return starts(scan, "<?") ? behind(scan, "<?", "?>") : NULL;
}

/* By its brackets, which are rare: memmem() looks at each byte. */
static bool has_cdata(const char *text, size_t len)
{
	const char *s = text, *end = text + len;

	while ((s = memchr(s, '[', (size_t)(end - s)))) {
		if (s - text >= 2 && (size_t)(end - s) > strlen(CDATA) - 2 &&
		    memcmp(s - 2, CDATA, strlen(CDATA)) == 0)
			return true;
		s++;
	}
	return false;
}

bool skeleton_make(struct skeleton *skeleton, const char *text, size_t len)
{
	struct scan scan = { .s = text, .end = text + len, .kept = text, .to = skeleton };

	if (utf8_is_ascii(text, len) && !has_cdata(text, len))
		return false;
	if (memchr(text, SKELETON_MARK, len))
		return false;
	while (scan.s && scan.s < scan.end && !scan.is_odd) {
		const char *start = scan.s;
		const char *stop = memchr(start, '<', (size_t)(scan.end - start));

		scan.s = stop ? stop : scan.end;
		take_text(&scan, start, scan.s);
		if (stop && !scan.is_odd)
			scan.s = pass_markup(&scan);
	}
	if (!scan.s || scan.is_odd || skeleton->count == 0)
		return false;
	copy_kept(&scan, scan.end);
	return !scan.is_odd;
}
