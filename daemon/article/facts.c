#include "facts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "dates.h"
#include "flow.h"
#include "headline.h"
#include "model/stamp.h"

#define SIGNATURE_MAX_BYTES 80
#define SIGNATURE_MAX_NODES 12

#define RANK_SIGNATURE 1
#define RANK_BYLINE 2
#define RANK_REL_AUTHOR 4
#define RANK_MICRODATA 6

void facts_put(struct facts *facts, enum fact fact, int rank, const char *value)
{
	if (!value || !*value || (facts->value[fact] && rank <= facts->rank[fact]))
		return;
	facts->value[fact] = value;
	facts->rank[fact] = rank;
}

struct name_row {
	const char *name; /* lower case */
	enum fact fact;
	int rank;
};

/* <meta property> and <meta name>. */
static const struct name_row meta_rows[] = {
	{ "og:title", FACT_TITLE, 4 },
	{ "twitter:title", FACT_TITLE, 2 },
	{ "dc.title", FACT_TITLE, 2 },
	{ "article:published_time", FACT_PUBLISHED, 7 },
	{ "article:published", FACT_PUBLISHED, 6 },
	{ "og:published_time", FACT_PUBLISHED, 6 },
	{ "og:article:published_time", FACT_PUBLISHED, 6 },
	{ "published_time", FACT_PUBLISHED, 6 },
	{ "mediator_published_time", FACT_PUBLISHED, 6 },
	{ "datepublished", FACT_PUBLISHED, 6 },
	{ "pubdate", FACT_PUBLISHED, 6 },
	{ "publishdate", FACT_PUBLISHED, 6 },
	{ "publish_date", FACT_PUBLISHED, 6 },
	{ "publish-date", FACT_PUBLISHED, 6 },
	{ "publication_date", FACT_PUBLISHED, 6 },
	{ "publicationdate", FACT_PUBLISHED, 6 },
	{ "parsely-pub-date", FACT_PUBLISHED, 6 },
	{ "sailthru.date", FACT_PUBLISHED, 6 },
	{ "article.published", FACT_PUBLISHED, 6 },
	{ "cxenseparse:recs:publishtime", FACT_PUBLISHED, 5 },
	{ "dc.date.issued", FACT_PUBLISHED, 5 },
	{ "dcterms.issued", FACT_PUBLISHED, 5 },
	{ "dc.date", FACT_PUBLISHED, 3 },
	{ "dcterms.created", FACT_PUBLISHED, 3 },
	{ "datecreated", FACT_PUBLISHED, 3 },
	{ "date", FACT_PUBLISHED, 3 },
	{ "article:modified_time", FACT_MODIFIED, 7 },
	{ "datemodified", FACT_MODIFIED, 6 },
	{ "og:updated_time", FACT_MODIFIED, 5 },
	{ "dcterms.modified", FACT_MODIFIED, 4 },
	{ "lastmod", FACT_MODIFIED, 3 },
	{ "last-modified", FACT_MODIFIED, 3 },
	{ "author", FACT_AUTHOR, 5 },
	{ "mediator_author", FACT_AUTHOR, 5 },
	{ "parsely-author", FACT_AUTHOR, 5 },
	{ "sailthru.author", FACT_AUTHOR, 5 },
	{ "dc.creator", FACT_AUTHOR, 5 },
	{ "article:author", FACT_AUTHOR, 4 },
	{ "content-language", FACT_LANGUAGE, 2 },
	{ "dc.language", FACT_LANGUAGE, 2 },
	{ "og:locale", FACT_LANGUAGE, 0 },
	{ "og:url", FACT_CANONICAL, 1 },
	{ "og:site_name", FACT_SITE, 2 },
	{ "application-name", FACT_SITE, 1 },
};

static const struct name_row itemprop_rows[] = {
	{ "headline", FACT_TITLE, RANK_MICRODATA },
	{ "datepublished", FACT_PUBLISHED, RANK_MICRODATA },
	{ "datemodified", FACT_MODIFIED, RANK_MICRODATA },
	{ "author", FACT_AUTHOR, RANK_MICRODATA },
};

static const struct name_row *find_row(const struct name_row *rows, size_t count, const char *name)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

/* "By Jane Roe", "Автор: …": the name alone; "" where nothing else is said. */
static const char *name_alone(const char *value)
{
	static const char *const starts[] = { "by: ",    "by ",     "author: ", "written by ",
		                              "Автор: ", "Текст: ", "Аўтар: ",  "Автор " };

	size_t len;

	value += strspn(value, " \t\r\n");
	for (size_t i = 0; i < COUNT(starts); i++)
		if (strncasecmp(value, starts[i], strlen(starts[i])) == 0)
			value += strlen(starts[i]);
	len = strlen(value);
	if (strcasecmp(value, "by") == 0 || (len > 3 && strcasecmp(value + len - 3, " by") == 0))
		return ""; /* "Story by": the name stands in another element */
	return value;
}

static bool is_address(const char *value)
{
	return strncasecmp(value, "http", 4) == 0 || value[0] == '/' || value[0] == '@';
}

/* A date that cannot be read is none: another place may tell it better. */
void facts_put_checked(struct facts *facts, enum fact fact, int rank, const char *value)
{
	struct stamp when;

	if (!value)
		return;
	if ((fact == FACT_PUBLISHED || fact == FACT_MODIFIED) &&
	    !stamp_parse(value, strlen(value), &when))
		return;
	if (fact == FACT_AUTHOR)
		value = name_alone(value);
	if (fact == FACT_AUTHOR && (is_address(value) || stamp_parse(value, strlen(value), &when)))
		return;
	facts_put(facts, fact, rank, value);
}

const char *scan_value(const struct scan *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];
	const char *value = page_attr(node, ATTR_CONTENT);

	if (!value)
		value = page_attr(node, ATTR_DATETIME);
	return value ? value : page_text(s->page, i, s->arena);
}

/* White space folds to one space, none at the ends. */
static const char *folded(const char *value, struct arena *arena)
{
	struct buf out;
	struct flow flow = { .out = &out };
	const char *text;

	buf_init(&out, LIMIT_TITLE_BYTES);
	flow_add(&flow, value, strnlen(value, LIMIT_TITLE_BYTES));
	text = arena_strdup(arena, out.data ? out.data : "");
	buf_done(&out);
	return text;
}

static void take_meta(struct scan *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];
	const struct name_row *row = find_row(meta_rows, COUNT(meta_rows),
	                                      page_attr(node, ATTR_PROPERTY));

	if (row && page_attr(node, ATTR_CONTENT))
		facts_put_checked(s->facts, row->fact, row->rank,
		                  folded(page_attr(node, ATTR_CONTENT), s->arena));
}

/* <span itemprop="author"><meta itemprop="name" content="…"></span> */
static const char *name_inside(const struct scan *s, uint32_t i)
{
	for (uint32_t k = i + 1; k < s->page->nodes[i].end; k++) {
		const char *list = page_attr(&s->page->nodes[k], ATTR_ITEMPROP);

		if (list && strstr(list, "name"))
			return scan_value(s, k);
	}
	return NULL;
}

static void take_itemprop(struct scan *s, uint32_t i)
{
	const char *list = page_attr(&s->page->nodes[i], ATTR_ITEMPROP);

	for (size_t k = 0; list && k < COUNT(itemprop_rows); k++) {
		const struct name_row *row = &itemprop_rows[k];
		const char *name;

		if (!strstr(list, row->name))
			continue;
		name = row->fact == FACT_AUTHOR ? name_inside(s, i) : NULL;
		facts_put_checked(s->facts, row->fact, row->rank, name ? name : scan_value(s, i));
	}
}

static void take_head_link(struct scan *s, const struct page_node *node)
{
	const char *rel = page_attr(node, ATTR_REL);

	if (rel && strcmp(rel, "canonical") == 0)
		facts_put(s->facts, FACT_CANONICAL, 3, page_attr(node, ATTR_HREF));
}

static void take_byline(struct scan *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];
	const char *rel = page_attr(node, ATTR_REL);
	const char *classes = page_attr(node, ATTR_CLASS);
	const char *text;

	if (!(rel && strcmp(rel, "author") == 0) &&
	    !(classes && (strstr(classes, "byline") || strstr(classes, "author"))))
		return;
	if (node->tag == TAG_HEAD_LINK || node->end - i > 12)
		return;
	text = page_text(s->page, i, s->arena);
	if (strlen(text) < SIGNATURE_MAX_BYTES)
		facts_put_checked(s->facts, FACT_AUTHOR, rel ? RANK_REL_AUTHOR : RANK_BYLINE, text);
}

/* "Автор: …" in a line of its own, under the text. */
static void take_signature(struct scan *s, uint32_t i)
{
	static const char *const starts[] = { "Автор:", "Автор текста:", "Текст:", "Аўтар:" };
	const struct page_node *node = &s->page->nodes[i];
	const char *text;

	if (s->h1 == PAGE_NONE || node->parent == PAGE_NONE || node->len < strlen(starts[2]) ||
	    s->page->nodes[node->parent].end - node->parent > SIGNATURE_MAX_NODES)
		return;
	for (size_t k = 0; k < COUNT(starts); k++) {
		size_t n = strlen(starts[k]);

		if (node->len < n || memcmp(node->text, starts[k], n) != 0)
			continue;
		text = page_text(s->page, node->parent, s->arena);
		if (strlen(text) < SIGNATURE_MAX_BYTES && strncmp(text, starts[k], n) == 0)
			facts_put_checked(s->facts, FACT_AUTHOR, RANK_SIGNATURE,
			                  text + n + strspn(text + n, " "));
		return;
	}
}

static void take_node(struct scan *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];

	if (node->tag == TAG_META)
		take_meta(s, i);
	else if (node->tag == TAG_HEAD_LINK)
		take_head_link(s, node);
	else if (node->tag == TAG_HTML)
		facts_put(s->facts, FACT_LANGUAGE, 3, page_attr(node, ATTR_LANG));
	else if (node->tag == TAG_TITLE)
		headline_take_title(s, i);
	else if (node->tag == TAG_TIME)
		dates_take_time(s, i);
	else if (node->tag == TAG_H1)
		headline_take_h1(s, i);
	else if (node->tag == TAG_TEXT)
		take_signature(s, i);
	if (!node->attrs)
		return;
	take_itemprop(s, i);
	dates_take_class(s, i);
	take_byline(s, i);
}

void facts_from_markup(struct facts *facts, const struct page *page, struct arena *arena)
{
	struct scan s = {
		.facts = facts, .page = page, .arena = arena, .title = "", .h1 = PAGE_NONE
	};

	for (uint32_t i = 0; i < page->count; i++)
		take_node(&s, i);
	dates_take_line(&s);
	headline_settle(&s);
}

static bool is_day(int year, int month, int day)
{
	return year > 1990 && year < 2100 && date_is_valid(date_day(year, month, day));
}

void facts_from_address(struct facts *facts, const char *url, struct arena *arena)
{
	int year, month, day, used;

	for (const char *p = url; p && (p = strchr(p, '/')); p++) {
		used = 0;
		if ((sscanf(p, "/%4d/%2d/%2d%n", &year, &month, &day, &used) == 3 && used >= 9 &&
		     is_day(year, month, day)) ||
		    (strspn(p + 1, "0123456789") == 8 &&
		     sscanf(p, "/%4d%2d%2d", &year, &month, &day) == 3 &&
		     is_day(year, month, day))) {
			facts_put(facts, FACT_PUBLISHED, 0,
			          arena_printf(arena, "%04d-%02d-%02d", year, month, day));
			return;
		}
	}
}
