#include "teasers.h"

#include "page_tags.h"

/*
 * A teaser is a block of few words with another article's headline in it, which
 * is a link and stands alone; three of one kind side by side are a list. What the
 * page says is its article, or has its headline in it, is none.
 */
#define TEASERS_MIN 3
#define HEADLINE_MIN 15 /* characters, white space not counted */
/* A section and a date may stand before it; what a sentence stands before is "Learn more …". */
#define BEFORE_MAX 50
#define TEASER_MAX 400
#define TEASER_NODES_MAX 80
/* A page that has no more beside them is a list itself. */
#define REST_MIN 150

static bool is_block(enum page_tag tag)
{
	return tag == TAG_BLOCK || tag == TAG_ITEM || tag == TAG_ARTICLE || tag == TAG_CELL;
}

/* No word of a line stands beside it. */
static bool has_line_for_itself(const struct page *page, const struct measure *m, uint32_t i)
{
	uint32_t before = PAGE_NONE;

	for (uint32_t c = page->nodes[page->nodes[i].parent].first; c != i; c = page->nodes[c].next)
		before = m[c].chars > 0 || page_tag_breaks(page->nodes[c].tag) ? c : before;
	if (before != PAGE_NONE && !page_tag_breaks(page->nodes[before].tag))
		return false;
	for (uint32_t c = page->nodes[i].next; c != PAGE_NONE; c = page->nodes[c].next) {
		if (page_tag_breaks(page->nodes[c].tag))
			return true;
		if (m[c].chars > 0)
			return false;
	}
	return true;
}

/* Nothing but the link stands between one line break and the next. */
static bool stands_alone(const struct page *page, const struct measure *m, uint32_t link,
                         uint32_t within)
{
	for (uint32_t at = link; at != within; at = page->nodes[at].parent) {
		if (page_tag_breaks(page->nodes[at].tag))
			return true;
		if (!has_line_for_itself(page, m, at))
			return false;
	}
	return true;
}

static bool is_teaser(const struct page *page, const struct measure *m, uint32_t i)
{
	const struct page_node *node = &page->nodes[i];
	uint32_t before = 0;

	if (!is_block(node->tag) || m[i].is_out || m[i].links < HEADLINE_MIN ||
	    m[i].chars > TEASER_MAX || node->end - i > TEASER_NODES_MAX)
		return false;
	for (uint32_t k = i; k < node->end && before <= BEFORE_MAX; k++) {
		if (page->nodes[k].tag == TAG_H1)
			return false;
		if (page->nodes[k].tag == TAG_TEXT)
			before += m[k].chars;
		if (page_is_link(&page->nodes[k]) && !m[k].is_out && m[k].chars >= HEADLINE_MIN &&
		    (m[k].chars == m[i].chars || stands_alone(page, m, k, i)))
			return true;
	}
	return false;
}

/* How many characters its teasers have, and without their links; 0: it is no list. */
static uint32_t chars_of_teasers(const struct page *page, const struct measure *m, uint32_t list,
                                 uint32_t *ret_plain)
{
	uint32_t count = 0, chars = 0;

	*ret_plain = 0;
	for (uint32_t c = page->nodes[list].first; c != PAGE_NONE; c = page->nodes[c].next) {
		if (!is_teaser(page, m, c))
			continue;
		count++;
		chars += m[c].chars;
		*ret_plain += m[c].chars - m[c].links;
	}
	return count >= TEASERS_MIN ? chars : 0;
}

static bool may_be_list(const struct page *page, const struct measure *m, uint32_t i)
{
	const struct page_node *node = &page->nodes[i];

	return !m[i].is_out && m[i].links >= TEASERS_MIN * HEADLINE_MIN && node->tag != TAG_TEXT &&
	       node->tag != TAG_LINK && node->tag != TAG_P;
}

static void drop(const struct page *page, struct measure *m, uint32_t node)
{
	for (uint32_t i = node; i < page->nodes[node].end; i++)
		m[i].is_out = true;
}

/* Its teasers; with next to nothing else in it, all of it, so that its heading goes too. */
static void drop_list(const struct page *page, struct measure *m, uint32_t list, uint32_t chars)
{
	if (!m[list].has_anchor && chars * 10 >= m[list].chars * 7) {
		drop(page, m, list);
		return;
	}
	for (uint32_t c = page->nodes[list].first; c != PAGE_NONE; c = page->nodes[c].next)
		if (is_teaser(page, m, c))
			drop(page, m, c);
}

bool teasers_mark(const struct page *page, struct measure *m)
{
	uint32_t rest = page->count ? m[0].chars - m[0].links : 0;
	bool has_any = false;

	for (uint32_t i = 0; i < page->count; i++) {
		uint32_t plain = 0;
		uint32_t chars = may_be_list(page, m, i) ? chars_of_teasers(page, m, i, &plain) : 0;

		if (chars == 0 || rest < plain + REST_MIN)
			continue;
		rest -= plain;
		drop_list(page, m, i, chars);
		has_any = true;
	}
	return has_any;
}
