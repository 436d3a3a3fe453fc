#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "entity.h"
#include "flow.h"
#include "page_tags.h"

#define NAME_MAX_BYTES 16

/*
 * Each "<" that never ends costs a look to the end of the text; after so many
 * the rest is taken as plain text.
 */
#define UNENDED_MAX 64

struct tag {
	char name[NAME_MAX_BYTES]; /* lower case */
	bool is_end;
	size_t len; /* bytes from "<" to behind ">" */
};

static bool is_html_name(const char *name)
{
	static const char *const newer[] = { "article",    "aside",  "audio",   "details",
		                             "figcaption", "figure", "footer",  "header",
		                             "main",       "mark",   "nav",     "picture",
		                             "section",    "source", "summary", "svg",
		                             "time",       "video",  "wbr" };

	if (htmlTagLookup((const xmlChar *)name))
		return true;
	for (size_t i = 0; i < COUNT(newer); i++)
		if (strcmp(newer[i], name) == 0)
			return true;
	return false;
}

/* Behind the ">" of the tag at s, quotes respected; 0 where there is none. */
static size_t tag_length(const char *s, size_t len)
{
	char quote = '\0';

	for (size_t i = 1; i < len; i++) {
		if (quote)
			quote = s[i] == quote ? '\0' : quote;
		else if ((s[i] == '"' || s[i] == '\'') && s[i - 1] == '=')
			quote = s[i];
		else if (s[i] == '>')
			return i + 1;
	}
	return 0;
}

/*
 * A "<" in plain text ("5 < 7", "<Ivanov>") begins no tag: only names of HTML
 * do, and comments.
 */
static bool read_tag(const char *s, size_t len, struct tag *ret, int *unended)
{
	size_t n = 0, i = 1;

	ret->is_end = len > 1 && s[1] == '/';
	if (ret->is_end)
		i++;
	if (len > i && (s[i] == '!' || s[i] == '?')) {
		const char *end = len > 4 && memcmp(s, "<!--", 4) == 0
		                          ? memmem(s + 4, len - 4, "-->", 3)
		                          : NULL;

		*unended += !end;
		ret->name[0] = '\0';
		ret->len = end ? (size_t)(end - s) + 3 : tag_length(s, len);
		return ret->len > 0;
	}
	while (i + n < len && n < NAME_MAX_BYTES - 1 && isalnum((unsigned char)s[i + n])) {
		ret->name[n] = (char)tolower((unsigned char)s[i + n]);
		n++;
	}
	ret->name[n] = '\0';
	if (n == 0 || i + n >= len || !strchr(" \t\r\n/>", s[i + n]) || !is_html_name(ret->name))
		return false;
	ret->len = tag_length(s, len);
	*unended += ret->len == 0;
	return ret->len > 0;
}

/* From behind a script's start tag: how far its code goes. */
static size_t raw_length(const char *s, size_t len, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + 2 + n <= len; i++)
		if (s[i] == '<' && s[i + 1] == '/' && strncasecmp(s + i + 2, name, n) == 0)
			return i;
	return len;
}

static size_t add_tag(struct flow *flow, const char *s, size_t len, const struct tag *tag)
{
	enum page_tag kind = tag->name[0] ? page_tag_of(tag->name) : TAG_INLINE;

	if (page_tag_breaks(kind))
		flow_break(flow);
	else if (kind == TAG_CELL || strcmp(tag->name, "img") == 0)
		flow_add(flow, " ", 1);
	if (!tag->is_end && (strcmp(tag->name, "script") == 0 || strcmp(tag->name, "style") == 0))
		return tag->len + raw_length(s + tag->len, len - tag->len, tag->name);
	return tag->len;
}

static void add_html(struct flow *flow, const char *s, size_t len)
{
	int unended = 0;
	struct tag tag;

	for (size_t i = 0; i < len && !flow->is_full;) {
		size_t n = 0;
		uint32_t cp;
		char one[4];

		while (i + n < len && s[i + n] != '<' && s[i + n] != '&')
			n++;
		flow_add(flow, s + i, n);
		i += n;
		if (i == len)
			break;
		n = 0;
		if (s[i] == '&') {
			n = entity_decode(s + i, len - i, &cp);
			if (n > 0)
				flow_add(flow, one, utf8_encode(cp, one));
		} else if (unended < UNENDED_MAX && read_tag(s + i, len - i, &tag, &unended)) {
			n = add_tag(flow, s + i, len - i, &tag);
		}
		if (n == 0)
			flow_add(flow, s + i, 1);
		i += n ? n : 1;
	}
}

/* HTML that is left after one decoding was escaped twice. */
static bool has_tags(const char *s, size_t len)
{
	const char *at = s, *end = s + len;
	struct tag tag;
	int unended = 0;

	for (int tries = 0; tries < UNENDED_MAX && (at = memchr(at, '<', (size_t)(end - at)));
	     tries++, at++)
		if (read_tag(at, (size_t)(end - at), &tag, &unended))
			return true;
	return false;
}

static bool is_common_entity(const char *s, size_t len)
{
	static const char *const common[] = { "&nbsp;",  "&quot;",  "&amp;",   "&laquo;",
		                              "&raquo;", "&mdash;", "&ndash;", "&#" };

	for (size_t i = 0; i < COUNT(common); i++) {
		size_t n = strlen(common[i]);

		if (len >= n && memcmp(s, common[i], n) == 0)
			return true;
	}
	return false;
}

static bool has_entities(const char *s, size_t len)
{
	const char *at = s, *end = s + len;

	for (; (at = memchr(at, '&', (size_t)(end - at))); at++)
		if (is_common_entity(at, (size_t)(end - at)))
			return true;
	return false;
}

char *article_html_to_text(const char *html, size_t len, struct arena *arena)
{
	struct buf once, twice;
	struct flow flow = { .out = &once };
	struct buf *result = &once;
	char *text;

	buf_init(&once, LIMIT_ITEM_TEXT_BYTES);
	buf_init(&twice, LIMIT_ITEM_TEXT_BYTES);
	add_html(&flow, html, utf8_cut(html, len, LIMIT_ITEM_TEXT_BYTES));
	if (once.len > 0 && (has_tags(once.data, once.len) || has_entities(once.data, once.len))) {
		flow = (struct flow){ .out = &twice };
		add_html(&flow, once.data, once.len);
		result = &twice;
	}
	text = arena_strndup(arena, result->data ? result->data : "", result->len);
	buf_done(&once);
	buf_done(&twice);
	return text;
}
