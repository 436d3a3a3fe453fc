#include "selected.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "measure.h"
#include "paragraphs.h"
#include "select.h"

#define RANK_SELECTED 100 /* over every other */

static bool is_said(const char *xpath)
{
	return xpath && *xpath;
}

void selected_facts(const struct page *page, const struct article_selectors *selectors,
                    struct arena *arena, struct facts *facts)
{
	struct select *select;
	struct stamp when;
	const char *date = NULL;

	if (!page->tree)
		return;
	select = select_new(page, arena);
	if (is_said(selectors->title))
		facts_put(facts, FACT_TITLE, RANK_SELECTED,
		          select_text(select, selectors->title, NULL));
	if (is_said(selectors->author))
		facts_put(facts, FACT_AUTHOR, RANK_SELECTED,
		          select_text(select, selectors->author, NULL));
	if (is_said(selectors->date))
		date = select_date(select, selectors->date, NULL);
	if (date && stamp_parse(date, strlen(date), &when))
		facts_put(facts, FACT_PUBLISHED, RANK_SELECTED, date);
	select_free(select);
}

/* Only what never is text is out, unless it is what was selected. */
static struct measure *measure_plainly(const struct page *page, const struct selection *selection)
{
	struct measure *m = mem_array(page->count ? page->count : 1, sizeof(*m));

	for (uint32_t i = 0; i < page->count; i++)
		m[i].is_out = page->nodes[i].tag == TAG_NEVER || page->nodes[i].is_hidden;
	for (size_t i = 0; i < selection->count; i++)
		if (selection->list[i].node != PAGE_NONE)
			m[selection->list[i].node].is_out = false;
	return m;
}

const char *selected_text(const struct page *page, const char *xpath, const char *title,
                          struct arena *arena)
{
	struct select *select;
	struct selection selection;
	struct paragraphs out;
	struct measure *m;
	uint32_t end = 0; /* of what was added: an element in another is not added twice */

	if (!page->tree || !is_said(xpath))
		return "";
	select = select_new(page, arena);
	if (select_all(select, xpath, NULL, &selection, NULL))
		selection.count = 0;
	m = measure_plainly(page, &selection);
	paragraphs_init(&out, page, m, title, NULL);
	for (size_t i = 0; i < selection.count; i++) {
		uint32_t node = selection.list[i].node;

		if (node == PAGE_NONE) {
			paragraphs_add_text(&out, selection.list[i].text);
		} else if (node >= end) {
			paragraphs_add(&out, node);
			end = page->nodes[node].end;
		}
	}
	select_free(select);
	free(m);
	return paragraphs_finish(&out, arena);
}
