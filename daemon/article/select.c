#include "select.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "flow.h"

/*
 * One evaluation visits each of 50,000 elements a few times at most; what
 * compares each with all the others is given up long before the job's time.
 */
#define STEPS_MAX 5000000
#define SELECTED_MAX 5000
#define DEPTH_MAX 100 /* of what an expression nests */

struct select {
	const struct page *page;
	struct arena *arena;
	xmlXPathContextPtr context;
	char why[sizeof(((struct err *)NULL)->text)];
};

/* libxml2 gives a number; those that a person meets have words here. */
static const char *words_of(int error)
{
	switch (error) {
	case XPATH_UNFINISHED_LITERAL_ERROR:
	case XPATH_START_LITERAL_ERROR:
		return "a quotation mark is missing";
	case XPATH_UNDEF_VARIABLE_ERROR:
	case XPATH_VARIABLE_REF_ERROR:
		return "there are no variables";
	case XPATH_INVALID_PREDICATE_ERROR:
		return "the brackets hold no condition";
	case XPATH_UNCLOSED_ERROR:
		return "a bracket is not closed";
	case XPATH_UNKNOWN_FUNC_ERROR:
		return "there is no such function";
	case XPATH_INVALID_TYPE:
	case XPATH_INVALID_OPERAND:
		return "a value of the wrong kind";
	case XPATH_INVALID_ARITY:
		return "a function has too many arguments, or too few";
	case XPATH_UNDEF_PREFIX_ERROR:
		return "pages have no names with a colon";
	case XPATH_OP_LIMIT_EXCEEDED:
		return "it takes too many steps on this page";
	default:
		return "it makes no sense";
	}
}

/* The first mistake, and what stands there. */
static void on_error(void *arg, xmlErrorPtr error)
{
	struct select *select = arg;
	int code = error->code - (XML_XPATH_EXPRESSION_OK - XPATH_EXPRESSION_OK);
	const char *text = (const char *)error->str1;
	size_t at = error->int1 > 0 ? (size_t)error->int1 : 0;

	if (select->why[0])
		return;
	if (text && at < strlen(text))
		snprintf(select->why, sizeof(select->why), "%s, at \"%.40s\"", words_of(code),
		         text + at);
	else
		snprintf(select->why, sizeof(select->why), "%s", words_of(code));
}

static xmlXPathContextPtr new_context(xmlDocPtr tree, struct select *select)
{
	xmlXPathContextPtr context = xmlXPathNewContext(tree);

	if (!context)
		abort();
	context->error = on_error;
	context->userData = select;
	context->opLimit = STEPS_MAX;
	return context;
}

struct select *select_new(const struct page *page, struct arena *arena)
{
	struct select *select = arena_alloc(arena, sizeof(*select));

	select->page = page;
	select->arena = arena;
	select->context = new_context(page->tree, select);
	/* else each comparison of two elements walks over all that is between them */
	if (page->tree)
		xmlXPathOrderDocElems(page->tree);
	return select;
}

void select_free(struct select *select)
{
	if (select)
		xmlXPathFreeContext(select->context);
}

/* Brackets in brackets cost the compiler a stack frame each. */
static bool is_nested_too_deep(const char *xpath)
{
	int depth = 0;

	for (; *xpath; xpath++) {
		depth += *xpath == '(' || *xpath == '[';
		depth -= *xpath == ')' || *xpath == ']';
		if (depth > DEPTH_MAX)
			return true;
	}
	return false;
}

static xmlXPathObjectPtr evaluate(struct select *select, const char *xpath, const void *from,
                                  struct err *err)
{
	xmlXPathObjectPtr object = NULL;
	xmlXPathCompExprPtr compiled = NULL;

	select->why[0] = '\0';
	select->context->opCount = 0;
	select->context->node = (xmlNodePtr)from;
	if (strlen(xpath) <= LIMIT_XPATH_BYTES && !is_nested_too_deep(xpath))
		compiled = xmlXPathCtxtCompile(select->context, (const xmlChar *)xpath);
	else
		snprintf(select->why, sizeof(select->why), "too long, or nested too deep");
	if (compiled)
		object = xmlXPathCompiledEval(compiled, select->context);
	xmlXPathFreeCompExpr(compiled);
	if (!object)
		err_set(err, ERR_INPUT, "%s",
		        select->why[0] ? select->why : "no expression of XPath 1.0");
	return object;
}

/* White space folds; no longer than a title. */
static char *fold(struct arena *arena, const char *s)
{
	struct buf out;
	struct flow flow = { .out = &out };
	char *text;

	buf_init(&out, LIMIT_TITLE_BYTES);
	flow_add(&flow, s, strnlen(s, LIMIT_TITLE_BYTES));
	text = arena_strndup(arena, out.data ? out.data : "", out.len);
	buf_done(&out);
	return text;
}

static void add(struct selection *selection, uint32_t node, const char *text, const void *tree)
{
	selection->list[selection->count++] = (struct selected){ node, text, tree };
}

static void add_node(struct select *select, xmlNodePtr node, struct selection *selection)
{
	xmlChar *content;

	if (node->type == XML_ELEMENT_NODE && node->_private) {
		add(selection, (uint32_t)((uintptr_t)node->_private - 1), NULL, node);
	} else if (node->type == XML_ATTRIBUTE_NODE || node->type == XML_TEXT_NODE) {
		content = xmlNodeGetContent(node);
		add(selection, PAGE_NONE, fold(select->arena, (const char *)content), node);
		xmlFree(content);
	}
}

static void add_nodes(struct select *select, const xmlXPathObject *object,
                      struct selection *selection)
{
	int count = xmlXPathNodeSetGetLength(object->nodesetval);

	if (count > SELECTED_MAX)
		count = SELECTED_MAX;
	xmlXPathNodeSetSort(object->nodesetval);
	selection->list = arena_array(select->arena, (size_t)count, sizeof(*selection->list));
	for (int i = 0; i < count; i++)
		add_node(select, object->nodesetval->nodeTab[i], selection);
}

int select_all(struct select *select, const char *xpath, const struct selected *from,
               struct selection *ret, struct err *err)
{
	struct selection selection = { NULL, 0 };
	xmlXPathObjectPtr object = evaluate(select, xpath, from ? from->tree : NULL, err);
	xmlChar *text;

	if (!object)
		return -1;
	if (object->type == XPATH_NODESET) {
		add_nodes(select, object, &selection);
	} else if ((text = xmlXPathCastToString(object))) {
		selection.list = arena_array(select->arena, 1, sizeof(*selection.list));
		if (*text)
			add(&selection, PAGE_NONE, fold(select->arena, (const char *)text), NULL);
		xmlFree(text);
	}
	xmlXPathFreeObject(object);
	*ret = selection;
	return 0;
}

/* One value of what is selected; NULL: it has none. */
typedef const char *value_fn(const struct select *select, struct selected selected);

static const char *first_value(struct select *select, const char *xpath,
                               const struct selected *from, value_fn *value_of)
{
	struct selection selection;

	if (select_all(select, xpath, from, &selection, NULL))
		return NULL;
	for (size_t i = 0; i < selection.count; i++) {
		const char *value = value_of(select, selection.list[i]);

		if (value && *value)
			return value;
	}
	return NULL;
}

static const char *text_of(const struct select *select, struct selected selected)
{
	if (selected.node == PAGE_NONE)
		return selected.text;
	return page_text(select->page, selected.node, select->arena);
}

static const char *date_of(const struct select *select, struct selected selected)
{
	const struct page_node *node = selected.node == PAGE_NONE
	                                       ? NULL
	                                       : &select->page->nodes[selected.node];

	if (node && page_attr(node, ATTR_DATETIME))
		return page_attr(node, ATTR_DATETIME);
	if (node && page_attr(node, ATTR_CONTENT))
		return page_attr(node, ATTR_CONTENT);
	return text_of(select, selected);
}

static const char *address_of(const struct select *select, struct selected selected)
{
	const struct page_node *nodes = select->page->nodes;

	if (selected.node == PAGE_NONE)
		return selected.text;
	for (uint32_t i = selected.node; i < nodes[selected.node].end; i++)
		if (nodes[i].tag == TAG_LINK && page_attr(&nodes[i], ATTR_HREF))
			return page_attr(&nodes[i], ATTR_HREF);
	return NULL;
}

const char *select_link_words(struct select *select, const struct selected *from,
                              const char *address)
{
	const struct page_node *nodes = select->page->nodes;
	const char *most = NULL;

	for (uint32_t i = from->node; i != PAGE_NONE && i < nodes[from->node].end; i++) {
		const char *href = nodes[i].tag == TAG_LINK ? page_attr(&nodes[i], ATTR_HREF)
		                                            : NULL;
		const char *words;

		if (!href || strcmp(href, address) != 0)
			continue;
		words = page_text(select->page, i, select->arena);
		if (*words && (!most || strlen(words) > strlen(most)))
			most = words;
	}
	return most;
}

const char *select_text(struct select *select, const char *xpath, const struct selected *from)
{
	return first_value(select, xpath, from, text_of);
}

const char *select_date(struct select *select, const char *xpath, const struct selected *from)
{
	return first_value(select, xpath, from, date_of);
}

const char *select_address(struct select *select, const char *xpath, const struct selected *from)
{
	return first_value(select, xpath, from, address_of);
}

/*
 * libxml2 knows a function only when it meets it, so the expression is tried
 * on a page that has one of everything that selectors ask for.
 */
static const char SAMPLE[] =
	"<html><head><title>t</title><meta name='a' content='b'></head><body id='b' class='c'>"
	"<main><article><h1>h</h1><time datetime='2023-04-05'>5</time><ul class='c'><li>"
	"<a class='c' href='/news/1'>l</a></li></ul><div id='i' class='c'><p>p</p></div>"
	"</article></main></body></html>";

int article_check_xpath(const char *xpath, struct err *err)
{
	struct arena *arena = arena_new(64 * KIB);
	struct selection selection;
	struct select *select;
	struct page page;
	int rc = page_read(SAMPLE, sizeof(SAMPLE) - 1, true, arena, &page, err);

	if (rc == 0) {
		select = select_new(&page, arena);
		rc = select_all(select, xpath, NULL, &selection, err);
		select_free(select);
		page_done(&page);
	}
	arena_free(arena);
	return rc;
}
