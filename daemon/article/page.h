/*
 * A page as a tree: libxml2's HTML parser drives it, with our own bounds. What
 * no judgement needs (scripts' code, comments, most attributes) is not kept.
 */
#ifndef ARTICLE_PAGE_H
#define ARTICLE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Elements by what they mean for a text. */
enum page_tag {
	TAG_TEXT,   /* no element: a run of characters */
	TAG_INLINE, /* anything not named here */
	TAG_STRUCK, /* struck out: said no longer */
	TAG_BLOCK,  /* breaks the line, means nothing else */
	TAG_BR,
	TAG_P,
	TAG_QUOTE,   /* blockquote */
	TAG_PRE,     /* its blank lines part paragraphs */
	TAG_HEADING, /* h2 … h6 */
	TAG_H1,
	TAG_ITEM, /* li, dt, dd */
	TAG_LIST,
	TAG_CELL,
	TAG_TABLE,
	TAG_FIGURE,
	TAG_LINK, /* a */
	TAG_ARTICLE,
	TAG_MAIN,
	TAG_BODY,
	TAG_HTML,
	TAG_TIME,
	TAG_META,
	TAG_HEAD_LINK, /* <link> */
	TAG_TITLE,
	TAG_NEVER, /* nav, aside, footer, menu …: never part of a text */
};

enum page_attr {
	ATTR_CLASS, /* class and id, lower case, joined by a space */
	ATTR_ITEMPROP,
	ATTR_ROLE,
	ATTR_REL,
	ATTR_HREF,
	ATTR_PROPERTY, /* or name, of <meta>; lower case */
	ATTR_CONTENT,
	ATTR_DATETIME,
	ATTR_LANG,
	ATTR_COUNT,
};

#define PAGE_NONE UINT32_MAX

struct page_node {
	enum page_tag tag;
	bool is_hidden;
	uint32_t parent;
	uint32_t first; /* child, or PAGE_NONE */
	uint32_t last;
	uint32_t next;            /* sibling */
	uint32_t end;             /* one past the last node of its subtree */
	const char *text;         /* of TAG_TEXT, not NUL-terminated */
	uint32_t len;             /* bytes */
	const char *const *attrs; /* [ATTR_COUNT], each perhaps NULL; NULL: none at all */
};

struct page {
	struct page_node *nodes; /* in document order: children stand behind their parents */
	uint32_t count;
	const char **json_ld; /* the scripts of that type */
	size_t json_ld_count;
	bool is_cut; /* a bound was met */
	void *tree;  /* libxml2's, for XPath (select.h); NULL where it was not asked for */
};

/*
 * text is UTF-8. Strings are in the arena; page_done() frees the rest. With
 * wants_tree the page has a tree that XPath can be asked of, too, and may have
 * a quarter of the elements.
 */
int page_read(const char *text, size_t len, bool wants_tree, struct arena *arena, struct page *ret,
              struct err *err) MUST_CHECK;
void page_done(struct page *page);

const char *page_attr(const struct page_node *node, enum page_attr attr); /* NULL: absent */

/* A link to another place; what leads to a place on the same page is part of its text. */
bool page_is_link(const struct page_node *node);

/* The text of a subtree, white space folded, in the arena. */
char *page_text(const struct page *page, uint32_t node, struct arena *arena);

#endif
