#include "mend.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mend_text.h"

#define ATTRIBUTES_MAX 64 /* on one element; the rest is dropped */
#define NAME_MAX_BYTES 128

#define DEPTH_MAX 120 /* what is nested deeper becomes empty elements */

struct word {
	const char *s;
	size_t len;
};

struct open {
	struct word name;
	bool is_field;
};

/* What ends a construct. What is not found once is not looked for again. */
enum terminator {
	BEHIND_TAG,
	BEHIND_INSTRUCTION,
	BEHIND_COMMENT,
	BEHIND_CDATA,
	BEHIND_SUBSET,
	TERMINATORS,
};

static const char *const terminators[TERMINATORS] = { ">", "?>", "-->", "]]>", "]" };

struct mend {
	struct mend_text text;
	const char *s; /* where reading has got to */
	const char *end;
	struct open open[DEPTH_MAX];
	size_t depth;
	size_t item_depth; /* of the open item, which never has another in it; 0: none */
	bool is_missing[TERMINATORS];
	bool had_root;
};

static bool is_word(struct word w, const char *text)
{
	return strlen(text) == w.len && strncasecmp(w.s, text, w.len) == 0;
}

static bool is_one_of(struct word w, const char *const *names)
{
	for (; *names; names++)
		if (is_word(w, *names))
			return true;
	return false;
}

/* One item never stands in another. */
static bool is_item(struct word w)
{
	static const char *const names[] = { "item", "entry", NULL };

	return is_one_of(w, names);
}

/* Fields hold text alone, or HTML: the next field's start is also their end. */
static bool is_field(struct word w)
{
	static const char *const names[] = { "title",
		                             "link",
		                             "guid",
		                             "pubdate",
		                             "description",
		                             "summary",
		                             "content",
		                             "id",
		                             "updated",
		                             "published",
		                             "issued",
		                             "modified",
		                             "created",
		                             "dc:date",
		                             "dc:title",
		                             "creator",
		                             "dc:creator",
		                             "content:encoded",
		                             "lastbuilddate",
		                             "language",
		                             "category",
		                             "comments",
		                             "subtitle",
		                             "tagline",
		                             "generator",
		                             "copyright",
		                             "ttl",
		                             "dc:subject",
		                             "dc:description",
		                             "managingeditor",
		                             "webmaster",
		                             NULL };

	return is_one_of(w, names);
}

/* Names that HTML has too: inside a field they may be part of its text. */
static bool is_html_name(struct word w)
{
	static const char *const names[] = { "title", "link", "summary", "content", NULL };

	return is_one_of(w, names);
}

static bool is_void(struct word w)
{
	static const char *const names[] = { "br", "hr", "img", "input", "wbr", "meta", NULL };

	return is_one_of(w, names);
}

static void put(struct mend *m, const char *s)
{
	mend_put(&m->text, s, strlen(s));
}

static void put_word(struct mend *m, struct word w)
{
	mend_put(&m->text, w.s, w.len);
}

static void close_top(struct mend *m)
{
	if (m->item_depth == m->depth)
		m->item_depth = 0;
	put(m, "</");
	put_word(m, m->open[--m->depth].name);
	put(m, ">");
}

static void close_down_to(struct mend *m, size_t depth)
{
	while (m->depth > depth)
		close_top(m);
}

/* What `<`, "</" or an attribute is followed by; len 0 where it is no name. */
static struct word read_name(struct mend *m)
{
	struct word w = { m->s, 0 };
	const char *p = m->s;

	if (p < m->end && (isalpha((unsigned char)*p) || *p == '_'))
		while (p < m->end && (isalnum((unsigned char)*p) || strchr("_-.:", *p)) &&
		       (size_t)(p - m->s) < NAME_MAX_BYTES)
			p++;
	/* a colon at the end, or two of them, is no name of a namespace */
	while (p > m->s && p[-1] == ':')
		p--;
	w.len = (size_t)(p - m->s);
	m->s = p;
	return w;
}

static void skip_space(struct mend *m)
{
	while (m->s < m->end && isspace((unsigned char)*m->s))
		m->s++;
}

/* Moves behind the terminator, or to the end; returns where it began. */
static const char *skip_behind(struct mend *m, enum terminator which)
{
	const char *what = terminators[which];
	size_t n = strlen(what);
	const char *at = NULL;

	/* what goes before its last character is looked at only where that is found */
	for (const char *p = m->s; !m->is_missing[which] && !at; p++) {
		p = memchr(p, what[n - 1], (size_t)(m->end - p));
		if (!p)
			break;
		if ((size_t)(p - m->s) + 1 >= n && memcmp(p + 1 - n, what, n) == 0)
			at = p + 1 - n;
	}
	if (!at) {
		m->is_missing[which] = true;
		m->s = m->end;
		return m->end;
	}
	m->s = at + n;
	return at;
}

static struct word read_value(struct mend *m)
{
	struct word w = { m->s, 0 };
	char quote = m->s < m->end ? *m->s : '\0';
	const char *close;

	if (quote == '"' || quote == '\'') {
		w.s = m->s + 1;
		close = memchr(w.s, quote, (size_t)(m->end - w.s));
		if (close) {
			w.len = (size_t)(close - w.s);
			m->s = close + 1;
			return w;
		}
		w.s = ++m->s;
	}
	mend_say(&m->text, "an attribute without quotes");
	while (m->s < m->end && !isspace((unsigned char)*m->s) && *m->s != '>')
		m->s++;
	w.len = (size_t)(m->s - w.s);
	return w;
}

static bool is_repeated(const struct word *names, size_t count, struct word name)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].len == name.len && memcmp(names[i].s, name.s, name.len) == 0)
			return true;
	return false;
}

/* Up to ">" or "/>"; true for the latter. */
static bool read_attributes(struct mend *m)
{
	struct word names[ATTRIBUTES_MAX];
	size_t count = 0;

	for (;;) {
		struct word name, value;

		skip_space(m);
		if (m->s >= m->end || *m->s == '<')
			return false; /* the tag was cut */
		if (*m->s == '>' || (*m->s == '/' && m->s + 1 < m->end && m->s[1] == '>'))
			break;
		name = read_name(m);
		if (name.len == 0) {
			m->s++;
			mend_say(&m->text, "a tag that makes no sense");
			continue;
		}
		value = name;
		skip_space(m);
		if (m->s < m->end && *m->s == '=') {
			m->s++;
			skip_space(m);
			value = read_value(m);
		}
		if (count == ATTRIBUTES_MAX || is_repeated(names, count, name)) {
			mend_say(&m->text, "an attribute that is given twice");
			continue;
		}
		names[count++] = name;
		put(m, " ");
		put_word(m, name);
		put(m, "=\"");
		mend_put_text(&m->text, value.s, value.len);
		put(m, "\"");
	}
	m->s += *m->s == '/' ? 2 : 1;
	return m->s[-2] == '/';
}

/* A start tag may be the end that somebody forgot. */
static void close_implied(struct mend *m, struct word name, bool is_field_name)
{
	size_t field = m->depth;

	if (is_item(name) && m->item_depth > 0) {
		mend_say(&m->text, "an item that is not closed");
		close_down_to(m, m->item_depth - 1);
		return;
	}
	if (!is_field_name && !is_item(name))
		return;
	while (field > m->item_depth && !m->open[field - 1].is_field)
		field--;
	if (field == m->item_depth || (is_html_name(name) && field != m->depth))
		return;
	mend_say(&m->text, "an element that is not closed");
	close_down_to(m, field - 1);
}

static void push(struct mend *m, struct word name, bool is_field_name)
{
	m->open[m->depth++] = (struct open){ name, is_field_name };
	if (is_item(name))
		m->item_depth = m->depth;
}

static void read_start_tag(struct mend *m)
{
	struct word name;
	bool is_empty, is_field_name;

	m->s++;
	name = read_name(m);
	if (name.len == 0) {
		mend_say(&m->text, "a < that is not escaped");
		if (m->depth > 0)
			put(m, "&lt;");
		return;
	}
	if (m->depth == 0 && m->had_root) {
		mend_say(&m->text, "something after the end of the feed");
		m->s = m->end;
		return;
	}
	m->had_root = true;
	is_field_name = is_field(name);
	close_implied(m, name, is_field_name);
	put(m, "<");
	put_word(m, name);
	is_empty = read_attributes(m) || is_void(name) || m->depth == DEPTH_MAX;
	put(m, is_empty ? "/>" : ">");
	if (!is_empty)
		push(m, name, is_field_name);
}

static void read_end_tag(struct mend *m)
{
	struct word name;
	size_t at = m->depth;

	m->s += 2;
	name = read_name(m);
	skip_behind(m, BEHIND_TAG);
	while (at > 0 && !(m->open[at - 1].name.len == name.len &&
	                   strncasecmp(m->open[at - 1].name.s, name.s, name.len) == 0))
		at--;
	/* the end of something that is not open, or only outside the item: a slip */
	if (at == 0 || (at > 2 && at < m->item_depth)) {
		if (!is_void(name))
			mend_say(&m->text, "the end of an element that is not open");
		return;
	}
	if (at != m->depth)
		mend_say(&m->text, "an element that is not closed");
	close_down_to(m, at - 1);
}

/* Where the end tag of the element around s is; the end of all where there is none. */
static const char *element_end(const struct mend *m, const char *s)
{
	struct word name = m->open[m->depth - 1].name;
	char tag[NAME_MAX_BYTES + 3] = "</";
	const char *at;

	memcpy(tag + 2, name.s, name.len);
	at = memmem(s, (size_t)(m->end - s), tag, name.len + 2);
	return at ? at : m->end;
}

static void read_cdata(struct mend *m)
{
	const char *start = m->s += strlen("<![CDATA[");
	const char *end = skip_behind(m, BEHIND_CDATA);

	if (end == m->end && m->depth > 0) {
		mend_say(&m->text, "a CDATA section that is not closed");
		m->s = end = element_end(m, start);
	}
	if (m->depth > 0)
		mend_put_cdata(&m->text, start, (size_t)(end - start));
}

/* <!DOCTYPE … [ … ]>, or some other declaration. */
static void read_declaration(struct mend *m)
{
	const char *start = m->s;
	const char *close = memchr(m->s, '>', (size_t)(m->end - m->s));
	const char *bracket = close ? memchr(m->s, '[', (size_t)(close - m->s)) : NULL;

	if (!bracket) {
		skip_behind(m, BEHIND_TAG);
		return;
	}
	m->s = bracket;
	close = skip_behind(m, BEHIND_SUBSET);
	mend_read_entities(&m->text, start, (size_t)(close - start));
	skip_space(m);
	if (m->s < m->end && *m->s == '>')
		m->s++;
}

static bool starts(const struct mend *m, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(m->end - m->s) >= n && strncasecmp(m->s, what, n) == 0;
}

static void skip_comment(struct mend *m)
{
	const char *start = m->s;

	m->s += strlen("<!--");
	if (skip_behind(m, BEHIND_COMMENT) == m->end) {
		mend_say(&m->text, "a comment that is not closed");
		m->s = start;
		skip_behind(m, BEHIND_TAG);
	}
}

static void read_text(struct mend *m)
{
	const char *start = m->s;
	const char *stop = memchr(m->s, '<', (size_t)(m->end - m->s));

	m->s = stop ? stop : m->end;
	if (m->depth > 0)
		mend_put_text(&m->text, start, (size_t)(m->s - start));
}

static void read_one(struct mend *m)
{
	if (*m->s != '<')
		read_text(m);
	else if (starts(m, "<!--"))
		skip_comment(m);
	else if (starts(m, "<![CDATA["))
		read_cdata(m);
	else if (starts(m, "<!"))
		read_declaration(m);
	else if (starts(m, "<?"))
		skip_behind(m, m->depth == 0 ? BEHIND_TAG : BEHIND_INSTRUCTION);
	else if (starts(m, "</"))
		read_end_tag(m);
	else
		read_start_tag(m);
}

int mend_xml(const char *text, size_t len, struct buf *out, const char **ret_reason,
             bool *ret_ends_early)
{
	struct mend m = { .s = text, .end = text + len };

	m.text.out = out;
	while (m.s < m.end && !m.text.is_over)
		read_one(&m);
	*ret_ends_early = m.depth > 0;
	if (m.depth > 0)
		mend_say(&m.text, "the document ends before its elements do");
	close_down_to(&m, 0);
	*ret_reason = m.text.reason;
	return m.text.is_over ? -1 : 0;
}
