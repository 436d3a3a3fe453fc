#include "sources.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/url.h"
#include "network.h"
#include "option.h"

static const char *const outlets[] = {
	[SOURCE_OUTLET_GOVERNMENT] = "government", [SOURCE_OUTLET_AGENCY] = "agency",
	[SOURCE_OUTLET_NEWSPAPER] = "newspaper",   [SOURCE_OUTLET_BROADCASTER] = "broadcaster",
	[SOURCE_OUTLET_ONLINE] = "online",         [SOURCE_OUTLET_ANALYSIS] = "analysis",
	[SOURCE_OUTLET_AGGREGATOR] = "aggregator", NULL,
};
static const char *const trusts[] = {
	[SOURCE_TRUST_MEDIA] = "media",
	[SOURCE_TRUST_AGENCY] = "agency",
	[SOURCE_TRUST_OFFICIAL] = "official",
	NULL,
};
static const char *const kinds[] = {
	[SOURCE_KIND_FEED] = "feed",
	[SOURCE_KIND_LINKS] = "links",
	[SOURCE_KIND_PAGE] = "page",
	NULL,
};
_Static_assert(sizeof(enum source_kind) == sizeof(int), "choices are stored as int");
_Static_assert(sizeof(enum source_outlet) == sizeof(int), "choices are stored as int");
_Static_assert(sizeof(enum source_trust) == sizeof(int), "choices are stored as int");

#define AT(field) offsetof(struct source, field)
#define DAY_S (24 * 60 * 60)

static const struct option source_options[] = {
	{ "key", OPTION_WORD, AT(key), OPTION_REQUIRED,
	  .doc = "its stable name in the record, such as belta-ru" },
	{ "name", OPTION_TEXT, AT(name), "", .doc = "its name for people" },
	{ "addresses", OPTION_OTHER, 0, OPTION_REQUIRED,
	  .doc = "one address, or several to try in turn", .shape = "address or list" },
	{ "language", OPTION_TEXT, AT(language), OPTION_REQUIRED, .doc = "such as ru" },
	{ "kind", OPTION_CHOICE, AT(kind), "feed", .choices = kinds,
	  .doc = "what its addresses give: a feed, a page of links, or a page that is watched" },
	{ "items", OPTION_TEXT, AT(selectors.items), OPTION_KEEP,
	  .doc = "of a page of links: XPath of each item, such as //main//h2/a" },
	{ "link", OPTION_TEXT, AT(selectors.link), OPTION_KEEP,
	  .doc = "XPath, from an item, of its link; the first in it where absent" },
	{ "title", OPTION_TEXT, AT(selectors.title), OPTION_KEEP,
	  .doc = "XPath, from an item, of its title; a heading or the link's words where absent" },
	{ "date", OPTION_TEXT, AT(selectors.date), OPTION_KEEP,
	  .doc = "XPath, from an item, of its date" },
	{ "summary", OPTION_TEXT, AT(selectors.summary), OPTION_KEEP,
	  .doc = "XPath, from an item, of its summary" },
	{ "article-text", OPTION_TEXT, AT(selectors.article_text), OPTION_KEEP,
	  .doc = "XPath of the text of its articles' pages, where it is not found without" },
	{ "article-title", OPTION_TEXT, AT(selectors.article_title), OPTION_KEEP,
	  .doc = "XPath of their title" },
	{ "article-date", OPTION_TEXT, AT(selectors.article_date), OPTION_KEEP,
	  .doc = "XPath of the date on which they were published" },
	{ "article-author", OPTION_TEXT, AT(selectors.article_author), OPTION_KEEP,
	  .doc = "XPath of their author" },
	{ "enabled", OPTION_BOOL, AT(is_enabled), "yes",
	  .doc = "no: it is not polled, as if it were not here" },
	{ "on-subject", OPTION_BOOL, AT(on_subject), "no",
	  .doc = "whether all of it is about the subject, whatever its titles say" },
	{ "outlet", OPTION_CHOICE, AT(outlet), "online", .choices = outlets,
	  .doc = "what kind of outlet it is" },
	{ "trust", OPTION_CHOICE, AT(trust), OPTION_KEEP, .choices = trusts,
	  .doc = "how far it is trusted; by its outlet where absent" },
	{ "timezone", OPTION_ZONE, AT(timezone), OPTION_KEEP, .doc = "of dates without an offset" },
	{ "user-agent", OPTION_LINE, AT(user_agent), OPTION_KEEP, .doc = "where it wants another" },
	{ "headers-file", OPTION_OTHER, 0, OPTION_KEEP,
	  .doc = "file of headers that its addresses want, secrets among them", .shape = "path" },
	{ "proxy", OPTION_OTHER, 0, OPTION_KEEP, .doc = "in place of the general one; empty: none",
	  .shape = "address" },
	{ "ca-file", OPTION_PATH, AT(ca_file), OPTION_KEEP,
	  .doc = "certificates that are trusted, in place of the general ones" },
	{ "allow-private", OPTION_BOOL, AT(allow_private), OPTION_KEEP,
	  .doc = "whether it may live on a private or loopback address" },
	{ "follow", OPTION_BOOL, AT(follow), OPTION_KEEP,
	  .doc = "whether its items are followed to their page" },
	{ "interval-min", OPTION_SECONDS, AT(interval_min_s), OPTION_KEEP, 1, 30 * DAY_S,
	  .doc = "the shortest time between two polls" },
	{ "interval-max", OPTION_SECONDS, AT(interval_max_s), OPTION_KEEP, 1, 30 * DAY_S,
	  .doc = "the longest time between two polls" },
};

struct sources {
	struct source *list;
	size_t count;
	size_t cap;
	const char *file; /* that is being read */
	const struct sources_context *context;
	struct arena *arena;
	struct tree_mistakes *mistakes;
};

/* An address that a mistake was found in is left out. */
static void read_address(struct sources *s, const struct tree *node, struct source *source)
{
	struct url_parts parts;
	struct err err;

	if (node->kind != TREE_SCALAR || !node->text[0]) {
		tree_mistake(s->mistakes, node, "addresses: expected an address (https://…)");
		return;
	}
	if (url_parse(node->text, &parts, &err) < 0) {
		tree_mistake(s->mistakes, node, "addresses: %s", err.text);
		return;
	}
	url_parts_done(&parts);
	for (size_t i = 0; i < source->address_count; i++)
		if (strcmp(source->addresses[i], node->text) == 0)
			tree_mistake(s->mistakes, node, "addresses: %s stands here already",
			             node->text);
	source->addresses[source->address_count++] = arena_strdup(s->arena, node->text);
}

/* A list, or a single address in its place. */
static void read_addresses(struct sources *s, const struct tree *node, struct source *source)
{
	size_t count = node->kind == TREE_LIST ? node->count : 1;

	if (node->kind == TREE_LIST && count == 0)
		tree_mistake(s->mistakes, node, "addresses: a source needs at least one");
	if (count > LIMIT_ADDRESSES_PER_SOURCE) {
		tree_mistake(s->mistakes, node, "addresses: more than %d",
		             LIMIT_ADDRESSES_PER_SOURCE);
		return;
	}
	source->addresses = arena_array(s->arena, count, sizeof(*source->addresses));
	if (node->kind != TREE_LIST)
		read_address(s, node, source);
	else
		for (size_t i = 0; i < count; i++)
			read_address(s, node->items[i], source);
}

static void check_language(struct sources *s, const struct tree *node)
{
	char hint[NEAR_HINT_SIZE];

	for (size_t i = 0; s->context->languages[i]; i++)
		if (strcmp(s->context->languages[i], node->text) == 0)
			return;
	tree_mistake(s->mistakes, node, "language: no lexicon or package knows \"%.80s\"%s",
	             node->text, near_hint(node->text, s->context->languages, hint));
}

static enum source_trust trust_of(enum source_outlet outlet)
{
	switch (outlet) {
	case SOURCE_OUTLET_GOVERNMENT:
		return SOURCE_TRUST_OFFICIAL;
	case SOURCE_OUTLET_AGENCY:
		return SOURCE_TRUST_AGENCY;
	case SOURCE_OUTLET_NEWSPAPER:
	case SOURCE_OUTLET_BROADCASTER:
	case SOURCE_OUTLET_ONLINE:
	case SOURCE_OUTLET_ANALYSIS:
	case SOURCE_OUTLET_AGGREGATOR:
		return SOURCE_TRUST_MEDIA;
	}
	return SOURCE_TRUST_MEDIA;
}

/* Where a source sets one bound alone, the general other one gives way. */
static void check_intervals(struct sources *s, const struct tree *node, struct source *source)
{
	if (source->interval_min_s <= source->interval_max_s)
		return;
	if (!tree_get(node, "interval-max"))
		source->interval_max_s = source->interval_min_s;
	else if (!tree_get(node, "interval-min"))
		source->interval_min_s = source->interval_max_s;
	else
		tree_mistake(s->mistakes, node, "interval-min is more than interval-max");
}

/* A list of links has selectors that no other source has; all have to be XPath. */
static const struct {
	const char *name;
	bool is_of_links;
} selectors[] = {
	{ "items", true },          { "link", true },          { "title", true },
	{ "date", true },           { "summary", true },       { "article-text", false },
	{ "article-title", false }, { "article-date", false }, { "article-author", false },
};

static void check_selectors(struct sources *s, const struct tree *node, const struct source *source)
{
	bool is_links = source->kind == SOURCE_KIND_LINKS;
	struct err err;

	if (is_links && !tree_get(node, "items"))
		tree_mistake(s->mistakes, node,
		             "items: missing: a page of links needs the XPath of its items");
	for (size_t i = 0; i < COUNT(selectors); i++) {
		const struct tree *value = tree_get(node, selectors[i].name);

		if (!value || value->kind != TREE_SCALAR)
			continue;
		if (selectors[i].is_of_links && !is_links)
			tree_mistake_key(s->mistakes, value, "%s: goes with \"kind: links\" alone",
			                 selectors[i].name);
		if (article_check_xpath(value->text, &err))
			tree_mistake(s->mistakes, value, "%s: this is no XPath 1.0: %s",
			             selectors[i].name, err.text);
	}
}

static void read_network(struct sources *s, const struct tree *node, struct source *source)
{
	const struct tree *proxy = tree_get(node, "proxy");
	const struct tree *headers = tree_get(node, "headers-file");

	if (proxy && proxy->kind == TREE_SCALAR)
		source->proxy = network_proxy(proxy, s->arena, s->mistakes);
	else if (proxy)
		tree_mistake(s->mistakes, proxy, "proxy: expected an address");
	if (headers && headers->kind == TREE_SCALAR && headers->text[0])
		network_headers(headers, s->arena, &source->headers, &source->header_count,
		                s->mistakes);
	else if (headers)
		tree_mistake(s->mistakes, headers, "headers-file: expected the path of a file");
	if (source->ca_file && !source->ca_file[0])
		source->ca_file = NULL;
}

/* What the options table cannot say. */
static void check_source(struct sources *s, const struct tree *node, struct source *source)
{
	const struct tree *addresses = tree_get(node, "addresses");
	const struct tree *language = tree_get(node, "language");

	if (addresses)
		read_addresses(s, addresses, source);
	if (language && language->kind == TREE_SCALAR && source->is_enabled)
		check_language(s, language);
	if (!tree_get(node, "trust"))
		source->trust = trust_of(source->outlet);
	if (!source->name[0] && source->key)
		source->name = source->key;
	check_intervals(s, node, source);
	read_network(s, node, source);
	check_selectors(s, node, source);
}

static void read_source(struct sources *s, const struct tree *node)
{
	const struct config_options *o = s->context->options;
	struct source source = {
		.timezone = o->timezone,
		.allow_private = o->allow_private,
		.follow = o->follow,
		.interval_min_s = o->interval_min_s,
		.interval_max_s = o->interval_max_s,
		.file = s->file,
		.line = node->line,
	};

	option_read_all(source_options, COUNT(source_options), node, &source, s->arena,
	                s->mistakes);
	if (node->kind != TREE_MAP)
		return;
	check_source(s, node, &source);
	s->list = mem_room(s->list, s->count, &s->cap, sizeof(*s->list));
	s->list[s->count++] = source;
}

static void read_file(struct sources *s, const struct tree *root)
{
	s->file = arena_strdup(s->arena, root->file);
	if (root->kind == TREE_MAP && root->count == 0)
		return; /* nothing but comments */
	if (root->kind != TREE_LIST) {
		tree_mistake(s->mistakes, root, "expected a list of sources (\"- key: …\")");
		return;
	}
	for (size_t i = 0; i < root->count; i++) {
		if (s->count == LIMIT_SOURCES) {
			tree_mistake(s->mistakes, root->items[i], "more than %d sources",
			             LIMIT_SOURCES);
			return;
		}
		read_source(s, root->items[i]);
	}
}

/* By key; of equal keys the one that was read first. */
static int compare_sources(const void *a, const void *b)
{
	const struct source *x = a, *y = b;
	int order = strcmp(x->key ? x->key : "", y->key ? y->key : "");

	if (order == 0)
		order = strcmp(x->file, y->file);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void check_keys(struct sources *s)
{
	for (size_t i = 1; i < s->count; i++) {
		const struct source *first = &s->list[i - 1], *second = &s->list[i];
		struct tree at = { .file = second->file, .line = second->line, .column = 1 };

		if (first->key && second->key && strcmp(first->key, second->key) == 0)
			tree_mistake(s->mistakes, &at, "the source \"%s\" stands already in %s:%d",
			             second->key, first->file, first->line);
	}
}

void sources_read(const struct tree *roots, const struct sources_context *context,
                  struct arena *arena, struct source **ret_sources, size_t *ret_count,
                  struct tree_mistakes *mistakes)
{
	struct sources s = { .context = context, .arena = arena, .mistakes = mistakes };

	for (size_t i = 0; i < roots->count; i++)
		read_file(&s, roots->items[i]);
	if (s.count)
		qsort(s.list, s.count, sizeof(*s.list), compare_sources);
	check_keys(&s);
	*ret_sources = arena_array(arena, s.count, sizeof(*s.list));
	*ret_count = 0;
	for (size_t i = 0; i < s.count; i++)
		if (s.list[i].is_enabled)
			(*ret_sources)[(*ret_count)++] = s.list[i];
	free(s.list);
}

void sources_list_options(FILE *out)
{
	option_list_all("source", source_options, COUNT(source_options), out);
}
