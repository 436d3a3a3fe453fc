#include "page.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "page_tags.h"

#define NODES_MAX 200000 /* a long news page has 10,000 */
/* elements and attributes of a tree, of which libxml2 takes 100 to 350 bytes each */
#define TREE_NODES_MAX 100000
/*
 * Unclosed <font> tags of old pages nest over a hundred deep. What is deeper than
 * the first counts as standing in it; at the second a page is cut, since each end
 * tag is sought among all that are open.
 */
#define DEPTH_MAX 256
#define DEPTH_STOP 1024
#define JSON_LD_MAX 16
#define ATTR_BYTES 2048 /* what is longer is no class and no date */

struct run {
	htmlParserCtxtPtr parser;
	struct arena *arena;
	struct page *page;
	size_t cap;
	uint32_t current; /* the open element, or PAGE_NONE */
	int depth;
	int muted;       /* the depth of what is never text, beyond DEPTH_MAX; 0: none is open */
	bool is_json_ld; /* inside such a script */
	struct buf script;
	bool wants_tree;
	uint32_t tree_nodes;
};

static uint32_t add_node(struct run *run, enum page_tag tag)
{
	struct page *page = run->page;
	struct page_node *node;
	uint32_t index = page->count;

	page->nodes = mem_room(page->nodes, page->count, &run->cap, sizeof(*page->nodes));
	node = &page->nodes[page->count++];
	*node = (struct page_node){
		.tag = tag,
		.parent = run->current,
		.first = PAGE_NONE,
		.last = PAGE_NONE,
		.next = PAGE_NONE,
		.end = index + 1,
	};
	if (run->current == PAGE_NONE)
		return index;
	node = &page->nodes[run->current];
	if (node->first == PAGE_NONE)
		node->first = index;
	else
		page->nodes[node->last].next = index;
	node->last = index;
	return index;
}

struct attr_row {
	const char *name;
	enum page_attr attr;
	bool is_lower;
};

static const struct attr_row attr_rows[] = {
	{ "class", ATTR_CLASS, true },
	{ "id", ATTR_CLASS, true },
	{ "itemprop", ATTR_ITEMPROP, true },
	{ "role", ATTR_ROLE, true },
	{ "rel", ATTR_REL, true },
	{ "href", ATTR_HREF, false },
	{ "property", ATTR_PROPERTY, true },
	{ "name", ATTR_PROPERTY, true },
	{ "http-equiv", ATTR_PROPERTY, true },
	{ "content", ATTR_CONTENT, false },
	{ "datetime", ATTR_DATETIME, false },
	{ "lang", ATTR_LANG, false },
	{ "xml:lang", ATTR_LANG, false },
};

static const struct attr_row *find_attr(const char *name)
{
	for (size_t i = 0; i < COUNT(attr_rows); i++)
		if (strcasecmp(attr_rows[i].name, name) == 0)
			return &attr_rows[i];
	return NULL;
}

static void keep_attr(struct run *run, const char **attrs, const struct attr_row *row,
                      const char *value)
{
	const char *have = attrs[row->attr];
	char *copy = arena_strndup(run->arena, value, strnlen(value, ATTR_BYTES));

	for (char *p = copy; row->is_lower && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	if (!have)
		attrs[row->attr] = copy;
	else if (row->attr == ATTR_CLASS)
		attrs[row->attr] = arena_printf(run->arena, "%s %s", have, copy);
}

static bool hides(const char *name, const char *value)
{
	if (strcasecmp(name, "hidden") == 0)
		return true;
	if (strcasecmp(name, "aria-hidden") == 0)
		return value && strcasecmp(value, "true") == 0;
	return strcasecmp(name, "style") == 0 && value &&
	       (strcasestr(value, "display:none") || strcasestr(value, "display: none"));
}

static void take_attrs(struct run *run, uint32_t index, const xmlChar **list)
{
	struct page_node *node = &run->page->nodes[index];
	const char **attrs = NULL;

	for (; list && list[0]; list += 2) {
		const char *name = (const char *)list[0];
		const char *value = (const char *)list[1];
		const struct attr_row *row = find_attr(name);

		if (hides(name, value))
			node->is_hidden = true;
		if (!row || !value)
			continue;
		if (!attrs)
			attrs = arena_array(run->arena, ATTR_COUNT, sizeof(*attrs));
		keep_attr(run, attrs, row, value);
	}
	node->attrs = attrs;
}

static bool is_json_ld(const char *name, const xmlChar **attrs)
{
	if (strcasecmp(name, "script") != 0)
		return false;
	for (; attrs && attrs[0]; attrs += 2)
		if (strcasecmp((const char *)attrs[0], "type") == 0 && attrs[1] &&
		    strcasestr((const char *)attrs[1], "ld+json"))
			return true;
	return false;
}

static bool is_over(const struct run *run)
{
	return run->page->count >= NODES_MAX || run->tree_nodes >= TREE_NODES_MAX ||
	       run->depth >= DEPTH_STOP || xmlDictSize(run->parser->dict) > LIMIT_XML_NAMES ||
	       arena_is_full(run->arena);
}

/* The element in libxml2's own tree, which knows its place in ours. */
static void add_to_tree(struct run *run, uint32_t index, const xmlChar *name, const xmlChar **attrs)
{
	xmlSAX2StartElement(run->parser, name, attrs);
	if (run->parser->node)
		run->parser->node->_private = (void *)(uintptr_t)(index + 1);
	run->tree_nodes += 2;
	for (; attrs && attrs[0]; attrs += 2)
		run->tree_nodes += 2;
}

/* Too deep to stand in the tree: it breaks lines, no more. */
static void start_flat(struct run *run, enum page_tag tag)
{
	run->depth++;
	if (tag == TAG_NEVER && run->muted == 0)
		run->muted = run->depth;
	(void)add_node(run, page_tag_breaks(tag) ? TAG_BLOCK : TAG_INLINE);
}

static void end_flat(struct run *run)
{
	if (run->muted == run->depth)
		run->muted = 0;
	run->depth--;
	(void)add_node(run, TAG_BLOCK);
}

static void on_start(void *arg, const xmlChar *name, const xmlChar **attrs)
{
	struct run *run = arg;
	struct page *page = run->page;
	uint32_t index;

	if (is_over(run)) {
		page->is_cut = true;
		xmlStopParser(run->parser);
		return;
	}
	if (run->depth >= DEPTH_MAX) {
		start_flat(run, page_tag_of((const char *)name));
		return;
	}
	index = add_node(run, page_tag_of((const char *)name));
	take_attrs(run, index, attrs);
	if (run->wants_tree)
		add_to_tree(run, index, name, attrs);
	run->current = index;
	run->depth++;
	run->is_json_ld = is_json_ld((const char *)name, attrs);
	buf_clear(&run->script);
}

static void on_end(void *arg, const xmlChar *name)
{
	struct run *run = arg;
	struct page *page = run->page;

	if (run->current == PAGE_NONE)
		return;
	if (run->depth > DEPTH_MAX) {
		end_flat(run);
		return;
	}
	if (run->wants_tree && name)
		xmlSAX2EndElement(run->parser, name);
	if (run->is_json_ld && run->script.len > 0 && page->json_ld_count < JSON_LD_MAX)
		page->json_ld[page->json_ld_count++] = arena_strndup(run->arena, run->script.data,
		                                                     run->script.len);
	run->is_json_ld = false;
	page->nodes[run->current].end = page->count;
	run->current = page->nodes[run->current].parent;
	run->depth--;
}

static void on_text(void *arg, const xmlChar *text, int len)
{
	struct run *run = arg;
	uint32_t index;

	if (run->page->count >= NODES_MAX) {
		run->page->is_cut = true;
		xmlStopParser(run->parser);
	}
	if (run->page->is_cut || run->current == PAGE_NONE || run->muted > 0)
		return;
	if (run->wants_tree)
		xmlSAX2Characters(run->parser, text, len);
	index = add_node(run, TAG_TEXT);
	run->page->nodes[index].text = arena_strndup(run->arena, (const char *)text, (size_t)len);
	run->page->nodes[index].len = (uint32_t)len;
}

/* The code of scripts and styles. */
static void on_raw(void *arg, const xmlChar *text, int len)
{
	struct run *run = arg;

	if (run->is_json_ld && buf_append(&run->script, text, (size_t)len))
		run->is_json_ld = false; /* over its maximum: cut JSON is none */
}

static void on_document(void *arg)
{
	struct run *run = arg;

	if (run->wants_tree)
		xmlSAX2StartDocument(run->parser);
}

static void on_error(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error; /* every page has some */
}

static const htmlSAXHandler handlers = {
	.initialized = XML_SAX2_MAGIC,
	.startDocument = on_document,
	.startElement = on_start,
	.endElement = on_end,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_raw,
	.serror = on_error,
};

int page_read(const char *text, size_t len, bool wants_tree, struct arena *arena, struct page *ret,
              struct err *err)
{
	struct page page = { .json_ld = arena_array(arena, JSON_LD_MAX, sizeof(*page.json_ld)) };
	struct run run = {
		.arena = arena, .page = &page, .current = PAGE_NONE, .wants_tree = wants_tree
	};

	if (len == 0)
		return err_set(err, ERR_INPUT, "an empty page");
	run.parser = htmlCreateMemoryParserCtxt(text, (int)len);
	if (!run.parser)
		abort();
	buf_init(&run.script, LIMIT_ITEM_TEXT_BYTES);
	*run.parser->sax = handlers;
	run.parser->userData = &run;
	htmlCtxtUseOptions(run.parser,
	                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_RECOVER);
	/* without it libxml2 guesses Latin-1 at the first character that is not ASCII */
	xmlSwitchEncoding(run.parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(run.parser);
	while (run.current != PAGE_NONE)
		on_end(&run, NULL);
	page.tree = run.parser->myDoc;
	htmlFreeParserCtxt(run.parser);
	buf_done(&run.script);
	*ret = page;
	return 0;
}

void page_done(struct page *page)
{
	MEM_FREE(page->nodes);
	if (page->tree)
		xmlFreeDoc(page->tree);
	page->tree = NULL;
}

const char *page_attr(const struct page_node *node, enum page_attr attr)
{
	return node->attrs ? node->attrs[attr] : NULL;
}

bool page_is_link(const struct page_node *node)
{
	const char *href = page_attr(node, ATTR_HREF);

	return node->tag == TAG_LINK && !(href && href[0] == '#' && href[1] != '\0');
}

char *page_text(const struct page *page, uint32_t node, struct arena *arena)
{
	struct buf out;
	char *text;

	buf_init(&out, LIMIT_TITLE_BYTES);
	for (uint32_t i = node; i < page->nodes[node].end; i++) {
		const struct page_node *n = &page->nodes[i];

		for (uint32_t k = 0; k < n->len && n->tag == TAG_TEXT; k++) {
			bool is_space = isspace((unsigned char)n->text[k]);

			if (is_space && (out.len == 0 || out.data[out.len - 1] == ' '))
				continue;
			if (buf_putc(&out, is_space ? ' ' : n->text[k]))
				break;
		}
		if (page_tag_breaks(n->tag) && out.len > 0 && out.data[out.len - 1] != ' ' &&
		    buf_putc(&out, ' '))
			break;
	}
	while (out.len > 0 && out.data[out.len - 1] == ' ')
		out.len--;
	text = arena_strndup(arena, out.data ? out.data : "", out.len);
	buf_done(&out);
	return text;
}
