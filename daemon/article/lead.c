#include "lead.h"

#include <string.h>

#include "base/mem.h"

#define LEAD_MIN 40  /* characters, white space not counted */
#define LEAD_MAX 800 /* what is longer is a text of its own */

static bool is_called_lead(const char *classes)
{
	static const char *const words[] = {
		"lead",       "lede",     "subtitle",     "sub-title", "subheader", "subhead",
		"standfirst", "announce", "anons",        "intro",     "summary",   "preview_text",
		"perex",      "preamble", "second-title", "chapo"
	};

	for (size_t i = 0; classes && i < COUNT(words); i++) {
		const char *at = strstr(classes, words[i]);

		if (at && strncmp(at, "leader", strlen("leader")) != 0)
			return true;
	}
	return false;
}

static bool is_lead(const struct page *page, const struct measure *m, uint32_t i, uint32_t root)
{
	const struct page_node *node = &page->nodes[i];

	if (m[i].is_out || m[i].chars < LEAD_MIN || m[i].chars > LEAD_MAX || node->end > root ||
	    m[i].links * 10 > m[i].chars)
		return false;
	return (node->tag == TAG_HEADING && m[i].chars > LEAD_MIN + LEAD_MIN / 2) ||
	       is_called_lead(page_attr(node, ATTR_CLASS));
}

static uint32_t headline_before(const struct page *page, const struct measure *m, uint32_t root)
{
	for (uint32_t i = root; i-- > 0;)
		if (page->nodes[i].tag == TAG_H1 && !m[i].is_out)
			return i;
	return PAGE_NONE;
}

void lead_add(const struct page *page, const struct measure *m, uint32_t root,
              struct paragraphs *out)
{
	uint32_t headline = headline_before(page, m, root);

	out->is_lead = true;
	/* some have two headlines, the second of which is a whole sentence */
	for (uint32_t i = headline == PAGE_NONE ? root : headline; i < root;) {
		bool is_one = is_lead(page, m, i, root);

		if (is_one)
			paragraphs_add(out, i);
		i = is_one ? page->nodes[i].end : i + 1;
	}
	out->is_lead = false;
	out->lead_len = out->out.len;
}
