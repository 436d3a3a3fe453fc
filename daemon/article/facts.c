#include "facts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "flow.h"
#include "model/stamp.h"

/* A date as text is short; what is longer has one by chance. */
#define DATE_TEXT_MAX 80
/* So many nodes behind the headline its date may stand. */
#define DATE_NEAR_NODES 120

#define RANK_TIME 4
#define RANK_CLASS 2
#define RANK_TITLE_TAG 1
#define RANK_H1 3
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
static void put_checked(struct facts *facts, enum fact fact, int rank, const char *value)
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

struct scan {
	struct facts *facts;
	const struct page *page;
	struct arena *arena;
	const char *title; /* <title>; "" until it comes */
	uint32_t h1;       /* the headline's node; PAGE_NONE until it comes */
};

static const char *value_of(const struct scan *s, uint32_t i)
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
		put_checked(s->facts, row->fact, row->rank,
		            folded(page_attr(node, ATTR_CONTENT), s->arena));
}

static void take_itemprop(struct scan *s, uint32_t i)
{
	const char *list = page_attr(&s->page->nodes[i], ATTR_ITEMPROP);

	for (size_t k = 0; k < COUNT(itemprop_rows); k++)
		if (list && strstr(list, itemprop_rows[k].name))
			put_checked(s->facts, itemprop_rows[k].fact, itemprop_rows[k].rank,
			            value_of(s, i));
}

static void take_head_link(struct scan *s, const struct page_node *node)
{
	const char *rel = page_attr(node, ATTR_REL);

	if (rel && strcmp(rel, "canonical") == 0)
		facts_put(s->facts, FACT_CANONICAL, 3, page_attr(node, ATTR_HREF));
}

/*
 * <time> near the headline is the article's; others belong to teasers, the
 * clock in the page's head, comments.
 */
static int nearness(const struct scan *s, uint32_t i)
{
	return s->h1 != PAGE_NONE && i - s->h1 < DATE_NEAR_NODES ? 1 : 0;
}

static bool says_date(const char *classes)
{
	static const char *const words[] = { "date", "time", "publish", "posted", "data" };

	for (size_t i = 0; classes && i < COUNT(words); i++)
		if (strstr(classes, words[i]))
			return true;
	return false;
}

/* "12:04 5 апреля 2023" in an element whose class says that it is a date. */
static void take_dated_class(struct scan *s, uint32_t i)
{
	struct stamp when;
	char *text;

	if (!says_date(page_attr(&s->page->nodes[i], ATTR_CLASS)) || s->page->nodes[i].end - i > 16)
		return;
	text = page_text(s->page, i, s->arena);
	if (strlen(text) > DATE_TEXT_MAX || !stamp_parse(text, strlen(text), &when) ||
	    when.day.precision != DATE_DAY)
		return;
	if (s->h1 == PAGE_NONE && s->facts->rank[FACT_PUBLISHED] <= RANK_CLASS - 1)
		s->facts->value[FACT_PUBLISHED] = NULL; /* the last one before the headline */
	facts_put(s->facts, FACT_PUBLISHED, RANK_CLASS - 1 + nearness(s, i), text);
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
	if (strlen(text) < DATE_TEXT_MAX)
		put_checked(s->facts, FACT_AUTHOR, rel ? 4 : 2, text);
}

static bool begins_with(const char *s, const char *start)
{
	return *start && strncmp(s, start, strlen(start)) == 0;
}

/* The first <h1> is the headline, unless it is the site's name and a later one begins <title>. */
static void take_h1(struct scan *s, uint32_t i)
{
	const char *text = page_text(s->page, i, s->arena);

	if (s->h1 != PAGE_NONE && (!begins_with(s->title, text) ||
	                           begins_with(s->title, page_text(s->page, s->h1, s->arena))))
		return;
	if (s->h1 != PAGE_NONE && s->facts->rank[FACT_TITLE] == RANK_H1)
		s->facts->value[FACT_TITLE] = NULL;
	s->h1 = i;
	facts_put(s->facts, FACT_TITLE, RANK_H1, text);
}

static void take_title(struct scan *s, uint32_t i)
{
	if (*s->title)
		return; /* pictures in SVG have titles too */
	s->title = page_text(s->page, i, s->arena);
	facts_put(s->facts, FACT_TITLE, RANK_TITLE_TAG, s->title);
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
		take_title(s, i);
	else if (node->tag == TAG_TIME)
		put_checked(s->facts, FACT_PUBLISHED, RANK_TIME - 1 + nearness(s, i),
		            value_of(s, i));
	else if (node->tag == TAG_H1)
		take_h1(s, i);
	if (!node->attrs || node->tag == TAG_TEXT)
		return;
	take_itemprop(s, i);
	take_dated_class(s, i);
	take_byline(s, i);
}

/* og:title and <title> often carry the site's name behind the headline. */
static void prefer_headline(struct scan *s)
{
	const char *title = s->facts->value[FACT_TITLE];
	const char *h1 = s->h1 != PAGE_NONE ? page_text(s->page, s->h1, s->arena) : "";
	size_t n = strlen(h1);

	if (n > 0 && title && strncmp(title, h1, n) == 0)
		s->facts->value[FACT_TITLE] = h1;
}

/* Without a headline: "Words of it | Site", "Words of it - Site". */
static void cut_site_name(struct facts *facts, struct arena *arena)
{
	static const char *const marks[] = { " | ", " — ", " – ", " - ", " :: ", " » ", " / " };
	const char *title = facts->value[FACT_TITLE];

	if (!title || facts->rank[FACT_TITLE] != RANK_TITLE_TAG)
		return;
	for (size_t i = 0; i < COUNT(marks); i++) {
		const char *at = NULL;

		for (const char *p = title; (p = strstr(p, marks[i])); p++)
			at = p;
		if (at && (size_t)(at - title) > strlen(at)) {
			facts->value[FACT_TITLE] = arena_strndup(arena, title,
			                                         (size_t)(at - title));
			return;
		}
	}
}

void facts_from_markup(struct facts *facts, const struct page *page, struct arena *arena)
{
	struct scan s = {
		.facts = facts, .page = page, .arena = arena, .title = "", .h1 = PAGE_NONE
	};

	for (uint32_t i = 0; i < page->count; i++)
		take_node(&s, i);
	prefer_headline(&s);
	cut_site_name(facts, arena);
}

void facts_from_address(struct facts *facts, const char *url, struct arena *arena)
{
	int year, month, day, used;

	for (const char *p = url; p && (p = strchr(p, '/')); p++) {
		used = 0;
		if (sscanf(p, "/%4d/%2d/%2d%n", &year, &month, &day, &used) == 3 && used >= 9 &&
		    year > 1990 && date_is_valid(date_day(year, month, day))) {
			facts_put(facts, FACT_PUBLISHED, 0,
			          arena_printf(arena, "%04d-%02d-%02d", year, month, day));
			return;
		}
	}
}
