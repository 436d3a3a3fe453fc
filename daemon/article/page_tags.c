#include "page_tags.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct tag_row {
	const char *name;
	enum page_tag tag;
};

/* Sorted by name. */
static const struct tag_row rows[] = {
	{ "a", TAG_LINK },
	{ "address", TAG_NEVER },
	{ "amp-ad", TAG_NEVER },
	{ "amp-consent", TAG_NEVER },
	{ "amp-embed", TAG_NEVER },
	{ "amp-iframe", TAG_NEVER },
	{ "amp-img", TAG_NEVER },
	{ "amp-sidebar", TAG_NEVER },
	{ "amp-sticky-ad", TAG_NEVER },
	{ "amp-user-notification", TAG_NEVER },
	{ "applet", TAG_NEVER },
	{ "article", TAG_ARTICLE },
	{ "aside", TAG_NEVER },
	{ "audio", TAG_NEVER },
	{ "blockquote", TAG_QUOTE },
	{ "body", TAG_BODY },
	{ "br", TAG_BR },
	{ "button", TAG_NEVER },
	{ "canvas", TAG_NEVER },
	{ "caption", TAG_NEVER },
	{ "center", TAG_BLOCK },
	{ "dd", TAG_ITEM },
	{ "del", TAG_STRUCK },
	{ "details", TAG_BLOCK },
	{ "dialog", TAG_NEVER },
	{ "dir", TAG_LIST },
	{ "div", TAG_BLOCK },
	{ "dl", TAG_LIST },
	{ "dt", TAG_ITEM },
	{ "embed", TAG_NEVER },
	{ "fieldset", TAG_BLOCK },
	{ "figcaption", TAG_NEVER },
	{ "figure", TAG_FIGURE },
	{ "footer", TAG_NEVER },
	{ "form", TAG_BLOCK },
	{ "frameset", TAG_NEVER },
	{ "h1", TAG_H1 },
	{ "h2", TAG_HEADING },
	{ "h3", TAG_HEADING },
	{ "h4", TAG_HEADING },
	{ "h5", TAG_HEADING },
	{ "h6", TAG_HEADING },
	{ "head", TAG_BLOCK },
	{ "header", TAG_BLOCK },
	{ "hgroup", TAG_BLOCK },
	{ "hr", TAG_BLOCK },
	{ "html", TAG_HTML },
	{ "iframe", TAG_NEVER },
	{ "input", TAG_NEVER },
	{ "label", TAG_NEVER },
	{ "li", TAG_ITEM },
	{ "link", TAG_HEAD_LINK },
	{ "main", TAG_MAIN },
	{ "map", TAG_NEVER },
	{ "marquee", TAG_NEVER },
	{ "math", TAG_NEVER },
	{ "menu", TAG_NEVER },
	{ "meta", TAG_META },
	{ "meter", TAG_NEVER },
	{ "nav", TAG_NEVER },
	{ "noframes", TAG_NEVER },
	{ "noscript", TAG_NEVER },
	{ "object", TAG_NEVER },
	{ "ol", TAG_LIST },
	{ "option", TAG_NEVER },
	{ "p", TAG_P },
	{ "picture", TAG_NEVER },
	{ "pre", TAG_PRE },
	{ "progress", TAG_NEVER },
	{ "s", TAG_STRUCK },
	{ "script", TAG_NEVER },
	{ "section", TAG_BLOCK },
	{ "select", TAG_NEVER },
	{ "strike", TAG_STRUCK },
	{ "style", TAG_NEVER },
	{ "summary", TAG_BLOCK },
	{ "svg", TAG_NEVER },
	{ "table", TAG_TABLE },
	{ "tbody", TAG_BLOCK },
	{ "td", TAG_CELL },
	{ "template", TAG_NEVER },
	{ "textarea", TAG_NEVER },
	{ "tfoot", TAG_BLOCK },
	{ "th", TAG_CELL },
	{ "thead", TAG_BLOCK },
	{ "time", TAG_TIME },
	{ "title", TAG_TITLE },
	{ "tr", TAG_BLOCK },
	{ "ul", TAG_LIST },
	{ "video", TAG_NEVER },
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct tag_row *)row)->name);
}

enum page_tag page_tag_of(const char *name)
{
	const struct tag_row *row = bsearch(name, rows, COUNT(rows), sizeof(rows[0]), compare);

	return row ? row->tag : TAG_INLINE;
}

bool page_tag_breaks(enum page_tag tag)
{
	switch (tag) {
	case TAG_BLOCK:
	case TAG_BR:
	case TAG_P:
	case TAG_QUOTE:
	case TAG_PRE:
	case TAG_HEADING:
	case TAG_H1:
	case TAG_ITEM:
	case TAG_LIST:
	case TAG_TABLE:
	case TAG_FIGURE:
	case TAG_ARTICLE:
	case TAG_MAIN:
	case TAG_BODY:
	case TAG_HTML:
	case TAG_TITLE:
	case TAG_NEVER:
		return true;
	case TAG_TEXT:
	case TAG_INLINE:
	case TAG_STRUCK:
	case TAG_CELL:
	case TAG_LINK:
	case TAG_TIME:
	case TAG_META:
	case TAG_HEAD_LINK:
		return false;
	}
	return false;
}
