#include "alerts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert_parts.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/url.h"
#include "network.h"
#include "option.h"

#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)
#define SINKS_MAX 64
#define RULES_MAX 256

struct general {
	const char *language;
	int64_t wait_s;
	struct alert_options options;
};

#define AT(field) offsetof(struct general, field)

static const struct option general_options[] = {
	{ "language", OPTION_TEXT, AT(language), "en", .doc = "of messages: en or ru" },
	{ "timezone", OPTION_ZONE, AT(options.zone), OPTION_KEEP,
	  .doc = "of digests; the general one where absent" },
	{ "wait", OPTION_SECONDS, AT(wait_s), "10min", 0, DAY_S,
	  .doc = "how long a message gathers what else is said of its figure" },
	{ "urgent", OPTION_OTHER, 0, OPTION_KEEP, .doc = "kinds that do not wait" },
	{ "page", OPTION_ADDRESS, AT(options.page), "",
	  .doc = "address of integrad's pages, as the receivers reach them; empty: none" },
	{ "heartbeat", OPTION_ADDRESS, AT(options.heartbeat), OPTION_KEEP,
	  .doc = "address that is called while all is well" },
	{ "heartbeat-file", OPTION_OTHER, 0, OPTION_KEEP,
	  .doc = "file that has this address, where it is a secret", .shape = "path" },
	{ "heartbeat-every", OPTION_SECONDS, AT(options.heartbeat_every_s), "5min", 1, DAY_S,
	  .doc = "how often" },
	{ "sinks", OPTION_OTHER, 0, OPTION_KEEP, .doc = "where messages go" },
	{ "rules", OPTION_OTHER, 0, OPTION_KEEP, .doc = "what goes where" },
};

/* --- lists of names */

static bool stands_in(const char *const *names, const char *text)
{
	for (; *names; names++)
		if (strcmp(*names, text) == 0)
			return true;
	return false;
}

static void tell_unknown(const struct alerts *a, const struct tree *list, const struct tree *node,
                         const char *const *names)
{
	char hint[NEAR_HINT_SIZE];

	tree_mistake(a->mistakes, node, "%s: there is no \"%.80s\"%s", list->key, node->text,
	             near_hint(node->text, names, hint));
}

void alerts_list(const struct alerts *a, const struct tree *node, const char *const *names,
                 struct alert_list *ret_list)
{
	size_t count = node->kind == TREE_LIST ? node->count : 1;

	if (node->kind == TREE_MAP) {
		tree_mistake(a->mistakes, node, "%s: expected a list, as in [a, b]", node->key);
		return;
	}
	ret_list->list = arena_array(a->arena, count, sizeof(*ret_list->list));
	for (size_t i = 0; i < count; i++) {
		const struct tree *item = node->kind == TREE_LIST ? node->items[i] : node;

		if (item->kind != TREE_SCALAR || !item->text[0])
			tree_mistake(a->mistakes, item, "%s: expected one value", node->key);
		else if (names && !stands_in(names, item->text))
			tell_unknown(a, node, item, names);
		else
			ret_list->list[ret_list->count++] = arena_strdup(a->arena, item->text);
	}
}

uint32_t alerts_kinds(const struct alerts *a, const struct tree *node)
{
	const char *names[CHANGE_KINDS + 1] = { NULL };
	struct alert_list list = { 0 };
	uint32_t bits = 0;

	_Static_assert(CHANGE_KINDS <= 32, "kinds are bits");
	for (int i = 0; i < CHANGE_KINDS; i++)
		names[i] = change_kind_name((enum change_kind)i);
	alerts_list(a, node, names, &list);
	for (size_t i = 0; i < list.count; i++) {
		enum change_kind kind;

		if (change_kind_parse(list.list[i], &kind))
			bits |= UINT32_C(1) << kind;
	}
	return bits;
}

bool alerts_language(const struct alerts *a, const struct tree *map, enum alert_language *ret)
{
	const struct tree *node = tree_get(map, "language");

	if (!node || node->kind != TREE_SCALAR || alert_language_parse(node->text, ret))
		return true;
	tree_mistake(a->mistakes, node, "language: \"%.80s\" is none of en, ru", node->text);
	return false;
}

const char *alerts_secret(const struct alerts *a, const struct tree *node)
{
	const char *secret;

	if (node->kind != TREE_SCALAR || !node->text[0]) {
		tree_mistake(a->mistakes, node, "%s: expected the path of a file", node->key);
		return NULL;
	}
	if (!a->context->wants_secrets)
		return "";
	secret = network_secret(node, a->arena, a->mistakes);
	return secret;
}

const char *alerts_address_in_file(const struct alerts *a, const struct tree *node)
{
	const char *address = alerts_secret(a, node);
	struct url_parts parts;
	struct err err;

	if (!address || !address[0])
		return address;
	if (url_parse(address, &parts, &err) == 0) {
		url_parts_done(&parts);
		return address;
	}
	tree_mistake(a->mistakes, node, "%s: no web address stands in the file", node->key);
	return NULL;
}

void alerts_check_address(const struct alerts *a, const struct tree *node, const char *file_option)
{
	const char *host = node && node->kind == TREE_SCALAR ? strstr(node->text, "://") : NULL;
	const char *at = host ? strchr(host, '@') : NULL;

	if (at && at < host + 3 + strcspn(host + 3, "/?#"))
		tree_mistake(a->mistakes, node,
		             "%s: a password does not belong here: put the address into a file,"
		             " and its path into %s",
		             node->key, file_option);
}

/* --- the whole */

/* The maps of a list; anything else is a mistake. */
static size_t count_items(const struct alerts *a, const struct tree *node, size_t max)
{
	if (!node)
		return 0;
	if (node->kind != TREE_LIST) {
		tree_mistake(a->mistakes, node, "%s: expected a list (\"- name: …\")", node->key);
		return 0;
	}
	if (node->count > max) {
		tree_mistake(a->mistakes, node, "%s: more than %zu", node->key, max);
		return max;
	}
	return node->count;
}

static void check_name(const struct alerts *a, const struct tree *node, const char *what,
                       const char *name, const char *other)
{
	if (name && other && strcmp(name, other) == 0)
		tree_mistake(a->mistakes, node, "the %s \"%s\" stands here already", what, name);
}

static void read_sinks(struct alerts *a, const struct tree *node)
{
	struct alert_options *o = a->options;
	size_t count = count_items(a, node, SINKS_MAX);

	o->sinks = arena_array(a->arena, count, sizeof(*o->sinks));
	for (size_t i = 0; i < count; i++) {
		alerts_read_sink(a, node->items[i], &o->sinks[o->sink_count]);
		for (size_t k = 0; k < o->sink_count; k++)
			check_name(a, node->items[i], "sink", o->sinks[o->sink_count].name,
			           o->sinks[k].name);
		o->sink_count++;
	}
}

static void read_rules(struct alerts *a, const struct tree *node)
{
	struct alert_options *o = a->options;
	size_t count = count_items(a, node, RULES_MAX);

	o->rules = arena_array(a->arena, count, sizeof(*o->rules));
	for (size_t i = 0; i < count; i++) {
		alerts_read_rule(a, node->items[i], &o->rules[o->rule_count]);
		for (size_t k = 0; k < o->rule_count; k++)
			check_name(a, node->items[i], "rule", o->rules[o->rule_count].name,
			           o->rules[k].name);
		o->rule_count++;
	}
}

static void read_heartbeat(struct alerts *a, const struct tree *node)
{
	const struct tree *file = tree_get(node, "heartbeat-file");

	if (file && tree_get(node, "heartbeat"))
		tree_mistake_key(a->mistakes, file, "heartbeat and heartbeat-file: one is enough");
	alerts_check_address(a, tree_get(node, "heartbeat"), "heartbeat-file");
	if (file)
		a->options->heartbeat = alerts_address_in_file(a, file);
	if (a->options->heartbeat && !a->options->heartbeat[0])
		a->options->heartbeat = NULL;
}

void alerts_read(const struct tree *node, const struct alerts_context *context, struct arena *arena,
                 struct alert_options *ret_options, struct tree_mistakes *mistakes)
{
	struct general general = { .options.zone = context->timezone };
	struct alerts a = { .context = context,
		            .arena = arena,
		            .options = &general.options,
		            .mistakes = mistakes,
		            .urgent = UINT32_C(1) << CHANGE_COMPLETE };

	option_read_all(general_options, COUNT(general_options), node, &general, arena, mistakes);
	if (node && node->kind == TREE_MAP) {
		a.wait_s = general.wait_s;
		(void)alerts_language(&a, node, &a.language);
		if (tree_get(node, "urgent"))
			a.urgent = alerts_kinds(&a, tree_get(node, "urgent"));
		read_heartbeat(&a, node);
		read_sinks(&a, tree_get(node, "sinks"));
		read_rules(&a, tree_get(node, "rules"));
	}
	*ret_options = general.options;
}

void alerts_list_options(FILE *out)
{
	option_list_all("alerts", general_options, COUNT(general_options), out);
	alerts_list_sink_options(out);
	alerts_list_rule_options(out);
}
