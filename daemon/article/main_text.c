#include "main_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "boiler.h"
#include "lead.h"
#include "measure.h"
#include "paragraphs.h"

#define PARAGRAPH_MIN 25 /* characters: what is shorter says nothing of its container */
#define PROSE_MIN 80     /* characters of a paragraph that needs no company */
/* A text of fewer characters makes one look again; one of more is an article. */
#define SUSPECT_CHARS 200
#define ENOUGH_CHARS 400
#define FLASH_MIN 10       /* characters: less is a date */
#define SIBLING_SHARE 0.2f /* of the best score: what stands beside it belongs to it */

struct search {
	const struct page *page;
	struct measure *m;
};

/* The text that is the node's own: not inside another block. */
static bool is_paragraph(const struct search *s, uint32_t i, uint32_t *ret_chars)
{
	const struct page_node *node = &s->page->nodes[i];
	uint32_t chars = 0;

	if (node->tag == TAG_P) {
		*ret_chars = s->m[i].chars;
		return *ret_chars >= PARAGRAPH_MIN;
	}
	if (node->tag != TAG_BLOCK && node->tag != TAG_QUOTE && node->tag != TAG_PRE &&
	    node->tag != TAG_CELL && node->tag != TAG_ITEM && node->tag != TAG_ARTICLE &&
	    node->tag != TAG_MAIN)
		return false;
	for (uint32_t c = node->first; c != PAGE_NONE; c = s->page->nodes[c].next) {
		enum page_tag tag = s->page->nodes[c].tag;

		if (tag == TAG_TEXT || tag == TAG_INLINE || tag == TAG_LINK)
			chars += s->m[c].chars;
	}
	*ret_chars = chars;
	return chars >= PARAGRAPH_MIN;
}

static float link_density(const struct measure *m)
{
	return m->chars ? (float)m->links / (float)m->chars : 0.0f;
}

/*
 * Each paragraph speaks for its parent, half as much for the grandparent, and
 * so on: an article is where many long paragraphs with commas share a parent
 * (Arc90's idea). Its own block counts as the parent of text that stands in it bare.
 */
static void score_paragraph(struct search *s, uint32_t i, uint32_t chars)
{
	const struct page_node *nodes = s->page->nodes;
	float score = 1.0f + (float)s->m[i].commas + (chars < 300 ? (float)chars / 100.0f : 3.0f);
	uint32_t at = nodes[i].tag == TAG_P || nodes[i].tag == TAG_ITEM ? nodes[i].parent : i;
	float share = 1.0f;

	score *= 1.0f - link_density(&s->m[i]);
	for (int level = 0; level < 4 && at != PAGE_NONE; level++) {
		s->m[at].score += score * share;
		share = level == 0 ? 0.5f : share / 1.5f;
		at = nodes[at].parent;
	}
}

static uint32_t find_densest(struct search *s)
{
	uint32_t best = PAGE_NONE;
	uint32_t chars;

	for (uint32_t i = 0; i < s->page->count; i++)
		if (!s->m[i].is_out && is_paragraph(s, i, &chars))
			score_paragraph(s, i, chars);
	for (uint32_t i = 0; i < s->page->count; i++) {
		const struct page_node *node = &s->page->nodes[i];
		struct measure *m = &s->m[i];

		if (m->score <= 0.0f)
			continue;
		m->score += (float)boiler_class_weight(m->kind, page_attr(node, ATTR_CLASS)) *
		            (m->score > 10.0f ? 1.0f : 0.2f);
		m->score *= 1.0f - link_density(m);
		if (best == PAGE_NONE || m->score > s->m[best].score)
			best = i;
	}
	return best;
}

static bool has_token(const char *list, const char *token)
{
	size_t n = strlen(token);

	for (const char *at = list; list && (at = strstr(at, token)); at++)
		if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

/* How plainly the publisher says "this is the article": 0 not at all. */
static int mark_of(const struct search *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];

	if (has_token(page_attr(node, ATTR_ITEMPROP), "articlebody"))
		return 4;
	if (s->m[i].kind == BOILER_BODY && node->tag != TAG_BODY && node->tag != TAG_HTML)
		return 3;
	if (node->tag == TAG_ARTICLE)
		return 2;
	return node->tag == TAG_MAIN || has_token(page_attr(node, ATTR_ROLE), "main") ? 1 : 0;
}

/* A container with less text (by its mark) is an empty promise. */
static uint32_t least_text(int mark)
{
	return mark == 4 ? 40 : mark == 3 ? 100 : 200;
}

/* The best-marked container with text enough; of equal marks the one with the most text. */
static uint32_t find_marked(const struct search *s)
{
	uint32_t best = PAGE_NONE;
	int best_mark = 0;

	for (uint32_t i = 0; i < s->page->count; i++) {
		const struct measure *m = &s->m[i];
		int mark = mark_of(s, i);

		if (mark == 0 || m->is_out || m->chars - m->links < least_text(mark))
			continue;
		if (mark > best_mark ||
		    (mark == best_mark &&
		     m->chars - m->links > s->m[best].chars - s->m[best].links)) {
			best = i;
			best_mark = mark;
		}
	}
	return best;
}

/* The body, or else the <article>, that is the only one of the page; PAGE_NONE: there is none. */
static uint32_t find_sole(const struct search *s)
{
	for (int mark = 4; mark >= 2; mark -= 2) {
		uint32_t sole = PAGE_NONE;
		size_t count = 0;

		for (uint32_t i = 0; i < s->page->count;) {
			bool is_one = mark_of(s, i) == mark && !s->m[i].is_out;

			sole = is_one ? i : sole;
			count += is_one;
			i = is_one ? s->page->nodes[i].end : i + 1;
		}
		if (count > 0)
			return count == 1 ? sole : PAGE_NONE;
	}
	return PAGE_NONE;
}

/* What it says beside its headline and its links. */
static uint32_t words_of(const struct search *s, uint32_t node, bool *ret_has_headline)
{
	uint32_t chars = s->m[node].chars - s->m[node].links;

	*ret_has_headline = false;
	for (uint32_t i = node; i < s->page->nodes[node].end; i++) {
		if (s->page->nodes[i].tag != TAG_H1 || s->m[i].is_out)
			continue;
		*ret_has_headline = true;
		chars -= s->m[i].chars - s->m[i].links;
	}
	return chars;
}

static bool is_inside(const struct page *page, uint32_t inner, uint32_t outer)
{
	return inner >= outer && inner < page->nodes[outer].end;
}

/*
 * A flash is one sentence: where a page has one article only, that is what it is
 * about, however short, unless a whole article stands elsewhere. One with the
 * headline in it is a teaser hardly ever.
 */
static bool is_flash(const struct search *s, uint32_t sole, uint32_t densest)
{
	bool has_headline;
	uint32_t chars, rival;

	if (sole == PAGE_NONE)
		return false;
	chars = words_of(s, sole, &has_headline);
	if (chars < FLASH_MIN || chars >= ENOUGH_CHARS)
		return false;
	if (densest == PAGE_NONE || is_inside(s->page, densest, sole))
		return true;
	rival = s->m[densest].chars - s->m[densest].links;
	if (is_inside(s->page, sole, densest))
		rival -= chars < rival ? chars : rival;
	return rival < (has_headline || mark_of(s, sole) == 4 ? ENOUGH_CHARS : SUSPECT_CHARS);
}

/*
 * A mark is believed unless most of the text stands elsewhere: lists of
 * teasers are made of <article> too.
 */
static uint32_t choose(const struct search *s, uint32_t marked, uint32_t densest,
                       enum article_way *ret_way)
{
	*ret_way = ARTICLE_WAY_DENSITY;
	if (marked == PAGE_NONE)
		return densest;
	if (densest != PAGE_NONE && !is_inside(s->page, densest, marked) &&
	    !is_inside(s->page, marked, densest) &&
	    s->m[densest].chars - s->m[densest].links >
	            2 * (s->m[marked].chars - s->m[marked].links))
		return densest;
	if (densest != PAGE_NONE && is_inside(s->page, marked, densest) &&
	    s->m[densest].chars > 3 * s->m[marked].chars && mark_of(s, marked) < 4)
		return densest;
	*ret_way = ARTICLE_WAY_MARKED;
	return marked;
}

static const char *classes_of(const struct search *s, uint32_t i)
{
	const char *classes = page_attr(&s->page->nodes[i], ATTR_CLASS);

	return classes ? classes : "";
}

/* The <article> around a node, else what is two levels up. */
static uint32_t neighbourhood(const struct search *s, uint32_t i)
{
	const struct page_node *nodes = s->page->nodes;
	uint32_t two_up = i;

	for (uint32_t at = nodes[i].parent; at != PAGE_NONE; at = nodes[at].parent)
		if (nodes[at].tag == TAG_ARTICLE)
			return at;
	for (int level = 0; level < 2 && nodes[two_up].parent != PAGE_NONE; level++)
		two_up = nodes[two_up].parent;
	return two_up;
}

/* A short one has no score of its own, but who quotes means it. */
static bool is_quote(const struct search *s, uint32_t i)
{
	return s->page->nodes[i].tag == TAG_QUOTE && link_density(&s->m[i]) < 0.25f;
}

/* A block that holds paragraphs, before the container: a lead has one or two of its own. */
static bool is_lead(const struct search *s, uint32_t i, uint32_t container)
{
	const struct page_node *nodes = s->page->nodes;

	if (i > container || nodes[i].tag != TAG_BLOCK || link_density(&s->m[i]) > 0.1f)
		return false;
	for (uint32_t c = nodes[i].first; c != PAGE_NONE; c = nodes[c].next)
		if (nodes[c].tag == TAG_P && s->m[c].chars > PROSE_MIN)
			return true;
	return false;
}

/* What stands beside the container (its sibling) and looks like more of the same text. */
static bool is_more(const struct search *s, uint32_t i, uint32_t container)
{
	const struct page_node *node = &s->page->nodes[i];
	bool is_prose = node->tag == TAG_P && s->m[i].chars > PROSE_MIN &&
	                link_density(&s->m[i]) < 0.25f;

	if (s->m[i].is_out)
		return false;
	return is_prose || is_quote(s, i) || is_lead(s, i, container) ||
	       (s->m[i].score > s->m[container].score * SIBLING_SHARE && s->m[i].score > 10.0f);
}

/* A text may be dealt out over several containers of one mark, between pictures and inserts. */
static void add_marked(const struct search *s, uint32_t root, struct paragraphs *out)
{
	const struct page_node *nodes = s->page->nodes;
	int mark = mark_of(s, root);
	uint32_t around = neighbourhood(s, root);

	if (mark < 3) {
		paragraphs_add(out, root);
		return;
	}
	for (uint32_t i = around; i < nodes[around].end;) {
		bool is_part = mark_of(s, i) == mark && !s->m[i].is_out &&
		               strcmp(classes_of(s, i), classes_of(s, root)) == 0;

		/* a lead may stand before what is merely called the body */
		if (mark == 3 && nodes[i].parent == nodes[root].parent && is_more(s, i, root))
			is_part = true;
		if (is_part)
			paragraphs_add(out, i);
		i = is_part ? nodes[i].end : i + 1;
	}
}

/* Up to where the next block around has something else to say, or the headline. */
static uint32_t climb(const struct search *s, uint32_t top)
{
	const struct page_node *nodes = s->page->nodes;

	for (uint32_t up = nodes[top].parent; up != PAGE_NONE; up = nodes[top].parent) {
		if (nodes[up].tag != TAG_BLOCK || s->m[up].has_anchor != s->m[top].has_anchor ||
		    s->m[up].chars > s->m[top].chars + s->m[top].chars / 20)
			return top;
		top = up;
	}
	return top;
}

/* A text may be dealt out over blocks of one class, such as the steps of a manual. */
static bool is_like(const struct search *s, uint32_t i, uint32_t top)
{
	const char *classes = classes_of(s, top);

	return *classes && s->page->nodes[i].tag == s->page->nodes[top].tag && !s->m[i].is_out &&
	       strcmp(classes_of(s, i), classes) == 0 && link_density(&s->m[i]) < 0.2f;
}

static bool has_like(const struct search *s, uint32_t top)
{
	const struct page_node *nodes = s->page->nodes;
	uint32_t parent = nodes[top].parent;

	for (uint32_t i = parent == PAGE_NONE ? PAGE_NONE : nodes[parent].first; i != PAGE_NONE;
	     i = nodes[i].next)
		if (i != top && is_like(s, i, top))
			return true;
	return false;
}

/* Siblings of the densest block that look like more of the same. */
static void add_with_siblings(const struct search *s, uint32_t top, struct paragraphs *out)
{
	const struct page_node *nodes = s->page->nodes;
	uint32_t around = climb(s, top);
	uint32_t parent;

	if (has_like(s, around))
		top = around;
	parent = nodes[top].parent;
	if (parent == PAGE_NONE || nodes[top].tag == TAG_BODY) {
		paragraphs_add(out, top);
		return;
	}
	for (uint32_t i = nodes[parent].first; i != PAGE_NONE; i = nodes[i].next) {
		if (i == top || is_more(s, i, top) || is_like(s, i, top))
			paragraphs_add(out, i);
	}
}

static void find(const struct page *page, const char *title, const char *author, bool by_class,
                 struct arena *arena, struct main_text *ret)
{
	struct search s = { .page = page, .m = measure_page(page, by_class) };
	struct paragraphs out;
	uint32_t densest, marked, sole;

	*ret = (struct main_text){ .text = "", .root = PAGE_NONE };
	paragraphs_init(&out, page, s.m, title, author);
	densest = find_densest(&s);
	marked = find_marked(&s);
	sole = find_sole(&s);
	if (is_flash(&s, sole, densest)) {
		ret->root = sole;
		ret->way = ARTICLE_WAY_MARKED;
	} else {
		ret->root = choose(&s, marked, densest, &ret->way);
	}
	if (ret->root != PAGE_NONE)
		lead_add(page, s.m, ret->root, &out);
	if (ret->root != PAGE_NONE && ret->way == ARTICLE_WAY_DENSITY)
		add_with_siblings(&s, ret->root, &out);
	else if (ret->root != PAGE_NONE)
		add_marked(&s, ret->root, &out);
	ret->text = paragraphs_finish(&out, arena);
	ret->characters = main_text_count(ret->text, strlen(ret->text));
	if (!*ret->text)
		ret->way = ARTICLE_WAY_NONE;
	free(s.m);
}

/*
 * Where next to nothing is left, the classes may have lied of the article
 * itself ("newsletter-page"): what is found without them counts if it is so much
 * more that it cannot be a notice or a menu.
 */
void main_text_find(const struct page *page, const char *title, const char *author,
                    struct arena *arena, struct main_text *ret)
{
	struct main_text second;

	find(page, title, author, true, arena, ret);
	if (ret->characters >= SUSPECT_CHARS)
		return;
	find(page, title, author, false, arena, &second);
	if (second.characters >= ENOUGH_CHARS && second.characters > 4 * ret->characters)
		*ret = second;
}
