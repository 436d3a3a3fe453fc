#include "markup.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/charset.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "names.h"

#define ATTR_POINTERS 5 /* name, prefix, namespace, start and end of the value */

/*
 * libxml2 hands an ampersand in an attribute over as "&#38;", meant for a tree
 * that decodes once more; here nobody does.
 */
static size_t decode_ampersands(char *s, size_t len)
{
	static const char escape[] = "&#38;";
	char *first = memchr(s, '&', len);
	size_t n = first ? (size_t)(first - s) : len;

	for (size_t i = n; i < len; n++) {
		s[n] = s[i];
		i += strncmp(s + i, escape, sizeof(escape) - 1) == 0 ? sizeof(escape) - 1 : 1;
	}
	s[n] = '\0';
	return n;
}

static bool is_wanted(const unsigned char **attr, const char *prefix, const char *name)
{
	if (strcasecmp((const char *)attr[0], name) != 0)
		return false;
	if (!prefix)
		return !attr[1];
	return attr[1] &&
	       feed_ns_of((const char *)attr[1], (const char *)attr[2]) == feed_ns_of(prefix, NULL);
}

char *xml_attr(const struct xml_attrs *attrs, const char *prefix, const char *name,
               struct arena *arena)
{
	for (int i = 0; i < attrs->count; i++) {
		const unsigned char **attr = attrs->list + (ptrdiff_t)i * ATTR_POINTERS;
		size_t len = (size_t)(attr[4] - attr[3]);
		char *value;

		if (!is_wanted(attr, prefix, name))
			continue;
		value = arena_strndup(arena, (const char *)attr[3], len);
		decode_ampersands(value, len);
		return value;
	}
	return NULL;
}

static void add(struct buf *out, const char *s, size_t len)
{
	if (buf_append(out, s, len)) {
		/* the text ends here: what follows is over its maximum too */
	}
}

static void add_string(struct buf *out, const char *s)
{
	add(out, s, strlen(s));
}

static void add_escaped(struct buf *out, const char *s, size_t len, bool is_attribute)
{
	size_t start = 0;

	for (size_t i = 0; i < len; i++) {
		const char *escape = s[i] == '&'                   ? "&amp;"
		                     : s[i] == '<'                 ? "&lt;"
		                     : s[i] == '>'                 ? "&gt;"
		                     : s[i] == '"' && is_attribute ? "&quot;"
		                                                   : NULL;

		if (!escape)
			continue;
		add(out, s + start, i - start);
		add_string(out, escape);
		start = i + 1;
	}
	add(out, s + start, len - start);
}

void markup_text(struct buf *out, const char *text, size_t len)
{
	add_escaped(out, text, len, false);
}

/* XHTML's names are HTML's; others keep what tells them apart. */
static void add_name(struct buf *out, const struct xml_name *name)
{
	if (name->prefix && feed_ns_of(name->prefix, name->uri) != NS_XHTML) {
		add_string(out, name->prefix);
		add_string(out, ":");
	}
	add_string(out, name->local);
}

static bool is_void(const char *name)
{
	static const char *const names[] = { "area",  "base",   "br",    "col",  "embed",
		                             "hr",    "img",    "input", "link", "meta",
		                             "param", "source", "track", "wbr" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

void markup_start(struct buf *out, const struct xml_name *name, const struct xml_attrs *attrs)
{
	add_string(out, "<");
	add_name(out, name);
	for (int i = 0; i < attrs->count; i++) {
		const unsigned char **attr = attrs->list + (ptrdiff_t)i * ATTR_POINTERS;
		size_t len = (size_t)(attr[4] - attr[3]);
		char *value = mem_strndup((const char *)attr[3], len);

		len = decode_ampersands(value, len);
		add_string(out, " ");
		if (attr[1]) {
			add_string(out, (const char *)attr[1]);
			add_string(out, ":");
		}
		add_string(out, (const char *)attr[0]);
		add_string(out, "=\"");
		add_escaped(out, value, len, true);
		add_string(out, "\"");
		free(value);
	}
	add_string(out, is_void(name->local) ? " />" : ">");
}

void markup_end(struct buf *out, const struct xml_name *name)
{
	if (is_void(name->local))
		return;
	add_string(out, "</");
	add_name(out, name);
	add_string(out, ">");
}

/* The byte behind the end tag that closes the element at html; NULL where none does. */
static char *element_end(char *html)
{
	int depth = 0;

	for (char *p = html; (p = strchr(p, '<')); p++) {
		char *close = strchr(p, '>');

		if (!close)
			return NULL;
		if (p[1] == '/')
			depth--;
		else if (close[-1] != '/')
			depth++;
		if (depth == 0)
			return close + 1;
	}
	return NULL;
}

void markup_unwrap_div(char *html)
{
	char *end, *start;

	if (strncmp(html, "<div", 4) != 0 || !strchr("> ", html[4]))
		return;
	end = element_end(html);
	if (!end || *end != '\0')
		return;
	start = strchr(html, '>') + 1;
	end -= strlen("</div>");
	if (end < start) {
		html[0] = '\0';
		return;
	}
	memmove(html, start, (size_t)(end - start));
	html[end - start] = '\0';
}

static int base64_digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

bool markup_decode_base64(char *text)
{
	unsigned bits = 0;
	int count = 0;
	size_t n = 0;

	for (const char *p = text; *p; p++)
		if (base64_digit(*p) < 0 && !strchr("= \t\r\n", *p))
			return false;
	for (const char *p = text; *p; p++) {
		if (base64_digit(*p) < 0)
			continue;
		bits = bits << 6 | (unsigned)base64_digit(*p);
		count += 6;
		if (count >= 8) {
			count -= 8;
			text[n++] = (char)(bits >> count & 0xFF);
		}
	}
	text[n] = '\0';
	return true;
}

/* In UTF-8 these are 0xC2 and a byte of 0x80–0x9F. */
static const char *find_control(const char *text)
{
	while ((text = strchr(text, 0xC2)))
		if ((unsigned char)text[1] <= 0x9F)
			return text;
		else
			text += 2;
	return NULL;
}

const char *markup_fix_controls(struct arena *arena, const char *text)
{
	const char *at = text ? find_control(text) : NULL;
	char *fixed;
	size_t n;

	if (!at)
		return text;
	fixed = arena_alloc(arena,
	                    strlen(text) * 3 / 2 + 1); /* of two bytes each gives at most three */
	n = (size_t)(at - text);
	memcpy(fixed, text, n);
	while (*at) {
		if (*at == '\xC2' && (unsigned char)at[1] <= 0x9F) {
			n += utf8_encode(charset_reference((unsigned char)at[1]), fixed + n);
			at += 2;
		} else {
			fixed[n++] = *at++;
		}
	}
	fixed[n] = '\0';
	return fixed;
}

char *markup_trim(char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n\f");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r\n\f", text[len - 1]))
		len--;
	text[len] = '\0';
	return text;
}
