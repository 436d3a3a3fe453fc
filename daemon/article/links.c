#include "article/links.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/sniff.h"
#include "base/url.h"
#include "decode.h"
#include "facts.h"
#include "select.h"

#define EVERY_LINK "//a[@href]"
#define ITSELF "."
#define HEADING "(.//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6)[1]"

/* A hash table of the addresses seen: twice as many places as items. */
#define PLACES 2048
_Static_assert(PLACES >= 2 * LIMIT_LIST_ITEMS, "half of the table stays free");

struct reading {
	const struct page *page;
	const struct links_selectors *selectors;
	struct select *select;
	struct arena *arena;
	const char *base;      /* of relative addresses; NULL: not known */
	size_t places[PLACES]; /* index in the list + 1 */
	struct links_page *ret;
};

static const char *or_default(const char *xpath, const char *fallback)
{
	return xpath && *xpath ? xpath : fallback;
}

/* NULL for what leads to no page: "#top", "mailto:", "javascript:". */
static const char *page_address(const struct reading *r, const char *ref)
{
	char *url;
	const char *copy;

	if (!ref || !*ref || *ref == '#')
		return NULL;
	if (url_resolve(r->base, ref, &url, NULL))
		return r->base || strchr(ref, ':') ? NULL : ref;
	copy = arena_strdup(r->arena, url);
	free(url);
	return copy;
}

static const char *text_at(struct reading *r, const char *xpath, const struct selected *item)
{
	return xpath && *xpath ? select_text(r->select, xpath, item) : NULL;
}

/* Beside the title an item may have a date, a summary, the name of a section. */
static const char *title_of(struct reading *r, const struct selected *item, const char *href)
{
	const char *title;

	if (r->selectors->title && *r->selectors->title)
		return select_text(r->select, r->selectors->title, item);
	title = select_text(r->select, HEADING, item);
	if (!title && href)
		title = select_link_words(r->select, item, href);
	return title ? title : select_text(r->select, ITSELF, item);
}

static void read_item(struct reading *r, const struct selected *selected, struct links_item *ret)
{
	const struct links_selectors *s = r->selectors;
	const char *href = select_address(r->select, or_default(s->link, ITSELF), selected);
	const char *date = NULL;

	*ret = (struct links_item){
		.link = page_address(r, href),
		.title = title_of(r, selected, href),
		.summary = text_at(r, s->summary, selected),
	};
	if (s->date && *s->date)
		date = select_date(r->select, s->date, selected);
	ret->date.raw = date;
	ret->date.is_known = date && stamp_parse(date, strlen(date), &ret->date.when);
}

/* Of several links to one article, a picture and a headline, the longest words are its title. */
static void merge(struct links_item *have, const struct links_item *item)
{
	if (strlen(item->title) > strlen(have->title))
		have->title = item->title;
	if (!have->summary)
		have->summary = item->summary;
	if (!have->date.is_known)
		have->date = item->date;
}

static void add_item(struct reading *r, const struct links_item *item)
{
	struct links_page *page = r->ret;
	size_t place = hash_quick(item->link, strlen(item->link)) % PLACES;

	for (; r->places[place]; place = (place + 1) % PLACES) {
		struct links_item *have = &page->items[r->places[place] - 1];

		if (strcmp(have->link, item->link) == 0) {
			merge(have, item);
			return;
		}
	}
	if (page->count == LIMIT_LIST_ITEMS) {
		page->is_cut = true;
		return;
	}
	page->items[page->count++] = *item;
	r->places[place] = page->count;
}

/* What has no words at all, such as a picture, waits for another link to the same article. */
static void drop_wordless(struct links_page *page)
{
	size_t kept = 0;

	for (size_t i = 0; i < page->count; i++)
		if (*page->items[i].title)
			page->items[kept++] = page->items[i];
	page->count = kept;
}

static int read_items(struct reading *r, struct err *err)
{
	struct selection selection;
	struct links_item item;
	const char *xpath = or_default(r->selectors->items, EVERY_LINK);

	if (select_all(r->select, xpath, NULL, &selection, err))
		return -1;
	r->ret->selected = selection.count;
	r->ret->items = arena_array(r->arena, LIMIT_LIST_ITEMS, sizeof(*r->ret->items));
	for (size_t i = 0; i < selection.count && !arena_is_full(r->arena); i++) {
		read_item(r, &selection.list[i], &item);
		if (!item.title)
			item.title = "";
		if (item.link)
			add_item(r, &item);
	}
	drop_wordless(r->ret);
	return 0;
}

/* <base> has a say in what an address is relative to. */
static const char *base_of(const struct reading *r, const char *url)
{
	const char *ref = select_text(r->select, "string(//base[@href][1]/@href)", NULL);
	char *resolved;
	const char *copy;

	if (url && !*url)
		url = NULL;
	if (!ref || url_resolve(url, ref, &resolved, NULL))
		return url;
	copy = arena_strdup(r->arena, resolved);
	free(resolved);
	return copy;
}

static int read_tree(const struct page *page, const char *url,
                     const struct links_selectors *selectors, struct arena *arena,
                     struct links_page *ret, struct err *err)
{
	struct reading *r = arena_alloc(arena, sizeof(*r));
	struct facts facts = { .value = { NULL } };
	int rc;

	*r = (struct reading){ .page = page, .selectors = selectors, .arena = arena, .ret = ret };
	facts_from_markup(&facts, page, arena);
	*ret = (struct links_page){ .title = facts.value[FACT_TITLE],
		                    .language = facts.value[FACT_LANGUAGE] };
	r->select = select_new(page, arena);
	r->base = base_of(r, url);
	rc = read_items(r, err);
	select_free(r->select);
	if (rc == 0 && arena_is_full(arena))
		return err_set(err, ERR_LIMIT, "a page that takes too much memory");
	return rc;
}

int links_read(const char *bytes, size_t len, const struct article_hints *hints,
               const struct links_selectors *selectors, struct arena *arena, struct links_page *ret,
               struct err *err)
{
	struct links_page links = { .items = NULL };
	struct decoded decoded;
	struct page page;
	int rc = decode_page(bytes, len, hints->content_type, &decoded, err);

	if (rc == 0)
		rc = page_read(decoded.text, decoded.len, true, arena, &page, err);
	if (rc == 0) {
		rc = read_tree(&page, hints->url, selectors, arena, &links, err);
		page_done(&page);
	}
	if (rc == 0 && links.count == 0 &&
	    strcmp(sniff_page_kind(decoded.text, decoded.len), SNIFF_PAGE) != 0)
		rc = err_set(err, ERR_INPUT, "%s, not a list of articles",
		             sniff_page_kind(decoded.text, decoded.len));
	if (rc == 0)
		*ret = links;
	decoded_done(&decoded);
	return rc;
}
