#include "measure.h"

#include <ctype.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "main_text.h"
#include "teasers.h"

/*
 * A class may lie: what holds the headline or the marked body of the article is
 * kept whatever it is called. On a page that has neither, so is what holds more
 * than this share (per cent) of its text.
 */
#define TOO_MUCH_TO_DROP 70

size_t main_text_count(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += (unsigned char)text[i] > 0x20 && ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

static uint32_t count_commas(const char *text, size_t len)
{
	uint32_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] == ',';
	return count;
}

static void count_texts(const struct page *page, struct measure *m)
{
	for (uint32_t i = 0; i < page->count; i++) {
		const struct page_node *node = &page->nodes[i];

		if (node->tag != TAG_TEXT)
			continue;
		m[i].chars = (uint32_t)main_text_count(node->text, node->len);
		m[i].commas = count_commas(node->text, node->len);
	}
}

/*
 * Children stand behind their parents: one pass from the end sums every subtree.
 * The texts have been counted.
 */
static void sum(const struct page *page, struct measure *m)
{
	for (uint32_t i = 0; i < page->count; i++)
		if (page->nodes[i].tag != TAG_TEXT)
			m[i].chars = m[i].links = m[i].commas = 0;
	for (uint32_t i = page->count; i-- > 0;) {
		const struct page_node *node = &page->nodes[i];

		if (m[i].is_out)
			continue;
		if (page_is_link(node))
			m[i].links = m[i].chars;
		if (node->parent == PAGE_NONE)
			continue;
		m[node->parent].chars += m[i].chars;
		m[node->parent].links += m[i].links;
		m[node->parent].commas += m[i].commas;
	}
}

static bool has_role_of_frame(const struct page_node *node)
{
	static const char *const roles[] = { "navigation", "banner", "contentinfo", "complementary",
		                             "search",     "menu",   "dialog",      "alert" };
	const char *role = page_attr(node, ATTR_ROLE);

	for (size_t i = 0; role && i < COUNT(roles); i++)
		if (strcmp(role, roles[i]) == 0)
			return true;
	return false;
}

/* Classes repeat: each is looked at once, as long as its place in the cache is not wanted. */
#define CACHED_CLASSES 256

struct class_cache {
	const char *classes[CACHED_CLASSES];
	enum boiler_kind kinds[CACHED_CLASSES];
};

static enum boiler_kind kind_of(struct class_cache *cache, const char *classes)
{
	size_t place;

	if (!classes || !*classes)
		return BOILER_UNKNOWN;
	place = hash_quick(classes, strlen(classes)) % CACHED_CLASSES;
	if (!cache->classes[place] || strcmp(cache->classes[place], classes) != 0) {
		cache->classes[place] = classes;
		cache->kinds[place] = boiler_kind_of(classes);
	}
	return cache->kinds[place];
}

/* Where the article is, if the page says so. */
static bool is_anchor(const struct page_node *node, const struct measure *m)
{
	const char *itemprop = page_attr(node, ATTR_ITEMPROP);

	return node->tag == TAG_H1 || node->tag == TAG_MAIN || m->kind == BOILER_BODY ||
	       (itemprop && strstr(itemprop, "articlebody"));
}

static void mark_anchors(const struct page *page, struct measure *m)
{
	struct class_cache cache = { .classes = { NULL } };

	for (uint32_t i = page->count; i-- > 0;) {
		m[i].kind = kind_of(&cache, page_attr(&page->nodes[i], ATTR_CLASS));
		m[i].has_anchor |= is_anchor(&page->nodes[i], &m[i]);
		if (m[i].has_anchor && page->nodes[i].parent != PAGE_NONE)
			m[page->nodes[i].parent].has_anchor = true;
	}
}

/* More is an end tag forgotten. */
#define STRUCK_MAX 200
/* A class of more words than this is no button. */
#define PROSE_CHARS 400

/* Text without links. */
static bool is_prose(const struct measure *m)
{
	return m->chars - m->links >= PROSE_CHARS && m->links * 10 < m->chars;
}

/* A caption is all that a figure says, unless it holds a table or a quotation. */
static bool is_picture(const struct page *page, uint32_t i)
{
	for (uint32_t k = i + 1; k < page->nodes[i].end; k++)
		if (page->nodes[k].tag == TAG_TABLE || page->nodes[k].tag == TAG_QUOTE ||
		    page->nodes[k].tag == TAG_PRE)
			return false;
	return true;
}

/* Words of a paragraph that are a link, too; its class tells how it looks. */
static bool is_link_in_prose(const struct page *page, const struct measure *m, uint32_t i)
{
	uint32_t at = page->nodes[i].parent;

	if (page->nodes[i].tag != TAG_LINK)
		return false;
	while (at != PAGE_NONE && page->nodes[at].tag == TAG_INLINE)
		at = page->nodes[at].parent;
	return at != PAGE_NONE && page->nodes[at].tag == TAG_P && m[at].chars > 2 * m[i].chars;
}

static bool is_frame(const struct page *page, const struct measure *m, uint32_t i)
{
	if (m[i].kind == BOILER_FOLD)
		return !is_prose(&m[i]) && !is_link_in_prose(page, m, i);
	return m[i].kind == BOILER_FRAME && !is_link_in_prose(page, m, i);
}

/* most: so many characters are too many to drop on the word of a class. */
static bool is_out(const struct page *page, const struct measure *all, uint32_t i, uint32_t most,
                   bool by_class)
{
	const struct page_node *node = &page->nodes[i];
	const struct measure *m = &all[i];

	switch (node->tag) {
	case TAG_NEVER:
	case TAG_TITLE:
	case TAG_META:
	case TAG_HEAD_LINK:
		return true;
	case TAG_TEXT:
	case TAG_BODY:
	case TAG_HTML:
		return false;
	case TAG_STRUCK:
		if (m->chars <= STRUCK_MAX)
			return true;
		break;
	case TAG_FIGURE:
		if (is_picture(page, i))
			return true;
		break;
	case TAG_INLINE:
	case TAG_BLOCK:
	case TAG_BR:
	case TAG_P:
	case TAG_QUOTE:
	case TAG_PRE:
	case TAG_HEADING:
	case TAG_H1:
	case TAG_ITEM:
	case TAG_LIST:
	case TAG_CELL:
	case TAG_TABLE:
	case TAG_LINK:
	case TAG_ARTICLE:
	case TAG_MAIN:
	case TAG_TIME:
		break;
	}
	if (m->has_anchor || m->chars > most)
		return false;
	return (by_class && node->is_hidden) || has_role_of_frame(node) || is_frame(page, all, i);
}

static void forget_frames(const struct page *page, struct measure *m)
{
	for (uint32_t i = 0; i < page->count; i++)
		if (m[i].kind != BOILER_BODY)
			m[i].kind = BOILER_UNKNOWN;
}

static void mark_boilerplate(const struct page *page, struct measure *m, bool by_class)
{
	uint32_t most;

	mark_anchors(page, m);
	if (!by_class)
		forget_frames(page, m);
	/* where the page says what its article is, even most of its text may be comments */
	most = page->count && !m[0].has_anchor ? m[0].chars / 100 * TOO_MUCH_TO_DROP : UINT32_MAX;
	for (uint32_t i = 0; i < page->count; i++) {
		uint32_t parent = page->nodes[i].parent;

		m[i].is_out = (parent != PAGE_NONE && m[parent].is_out) ||
		              is_out(page, m, i, most, by_class);
	}
}

struct measure *measure_page(const struct page *page, bool by_class)
{
	struct measure *m = mem_array(page->count ? page->count : 1, sizeof(*m));

	for (uint32_t i = 0; i < page->count; i++)
		m[i].is_out = page->nodes[i].tag == TAG_NEVER;
	count_texts(page, m);
	sum(page, m);
	mark_boilerplate(page, m, by_class);
	sum(page, m);
	if (teasers_mark(page, m))
		sum(page, m);
	return m;
}
