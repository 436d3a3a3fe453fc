#include <stdlib.h>
#include <string.h>

#include "alert_parts.h"
#include "base/mem.h"
#include "option.h"

static const char *const severities[] = {
	[CHANGE_INFO] = "info",
	[CHANGE_NOTICE] = "notice",
	[CHANGE_WARNING] = "warning",
	NULL,
};
_Static_assert(sizeof(enum change_severity) == sizeof(int), "choices are stored as int");

#define DAY_S (24 * 60 * 60)
#define AT(field) offsetof(struct alert_rule, field)

static const struct option rule_options[] = {
	{ "name", OPTION_WORD, AT(name), OPTION_REQUIRED, .doc = "by which people name it" },
	{ "to", OPTION_OTHER, 0, OPTION_REQUIRED, .doc = "names of sinks" },
	{ "kinds", OPTION_OTHER, 0, OPTION_KEEP, .doc = "kinds of change" },
	{ "packages", OPTION_OTHER, 0, OPTION_KEEP, .doc = "such as 2021-2023" },
	{ "subjects", OPTION_OTHER, 0, OPTION_KEEP, .doc = "all, or keys of programmes" },
	{ "measures", OPTION_OTHER, 0, OPTION_KEEP, .doc = "programmes, activities" },
	{ "stages", OPTION_OTHER, 0, OPTION_KEEP, .doc = "completed, in_progress" },
	{ "sources", OPTION_OTHER, 0, OPTION_KEEP, .doc = "keys of sources" },
	{ "severity", OPTION_CHOICE, AT(severity), OPTION_KEEP, .choices = severities,
	  .doc = "at least; notice, and with kinds whatever they have" },
	{ "min-points", OPTION_DECIMAL, AT(min_points), "0",
	  .doc = "the least step from the old figure to the new one" },
	{ "language", OPTION_OTHER, 0, OPTION_KEEP, .doc = "of messages", .shape = "en|ru" },
	{ "wait", OPTION_SECONDS, AT(wait_s), OPTION_KEEP, 0, DAY_S,
	  .doc = "in place of the general" },
	{ "urgent", OPTION_OTHER, 0, OPTION_KEEP, .doc = "in place of the general kinds" },
	{ "last", OPTION_BOOL, AT(is_last), "no",
	  .doc = "where it matches, the rules below are not looked at" },
};

/* Keys of every programme of every package, and "all". */
static const char **subjects_of(const struct alerts *a)
{
	const struct package_list *packages = a->context->packages;
	const char **names;
	size_t count = 1;

	for (size_t i = 0; i < packages->count; i++)
		count += packages->list[i].programme_count;
	names = arena_array(a->arena, count + 1, sizeof(*names));
	names[0] = "all";
	count = 1;
	for (size_t i = 0; i < packages->count; i++)
		for (size_t k = 0; k < packages->list[i].programme_count; k++)
			names[count++] = packages->list[i].programmes[k].key;
	return names;
}

static const char **packages_of(const struct alerts *a)
{
	const struct package_list *packages = a->context->packages;
	const char **names = arena_array(a->arena, packages->count + 1, sizeof(*names));

	for (size_t i = 0; i < packages->count; i++)
		names[i] = packages->list[i].key;
	return names;
}

static const char **sources_of(const struct alerts *a)
{
	const char **names = arena_array(a->arena, a->context->source_count + 1, sizeof(*names));
	size_t count = 0;

	for (size_t i = 0; i < a->context->source_count; i++)
		if (a->context->sources[i].key)
			names[count++] = a->context->sources[i].key;
	return names;
}

static void read_names(const struct alerts *a, const struct tree *map, const char *name,
                       const char *const *names, struct alert_list *ret_list)
{
	const struct tree *node = tree_get(map, name);

	if (node)
		alerts_list(a, node, names, ret_list);
}

static void read_lists(const struct alerts *a, const struct tree *map, struct alert_rule *rule)
{
	static const char *const measures[] = { "programmes", "activities", NULL };
	static const char *const stages[] = { "completed", "in_progress", NULL };

	read_names(a, map, "packages", packages_of(a), &rule->packages);
	read_names(a, map, "subjects", subjects_of(a), &rule->subjects);
	read_names(a, map, "sources", sources_of(a), &rule->sources);
	read_names(a, map, "measures", measures, &rule->measures);
	read_names(a, map, "stages", stages, &rule->stages);
}

static void read_sinks(const struct alerts *a, const struct tree *node, struct alert_rule *rule)
{
	const struct alert_options *o = a->options;
	const char **names = arena_array(a->arena, o->sink_count + 1, sizeof(*names));
	struct alert_list list = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < o->sink_count; i++)
		if (o->sinks[i].name)
			names[count++] = o->sinks[i].name;
	alerts_list(a, node, names, &list);
	rule->sinks = arena_array(a->arena, list.count, sizeof(*rule->sinks));
	for (size_t i = 0; i < list.count; i++)
		for (size_t k = 0; k < o->sink_count; k++)
			if (o->sinks[k].name && strcmp(o->sinks[k].name, list.list[i]) == 0) {
				rule->sinks[rule->sink_count++] = k;
				break;
			}
}

void alerts_read_rule(const struct alerts *a, const struct tree *node, struct alert_rule *ret_rule)
{
	const struct tree *kinds = tree_get(node, "kinds"), *urgent = tree_get(node, "urgent");
	struct alert_rule rule = { .severity = kinds ? CHANGE_INFO : CHANGE_NOTICE,
		                   .language = a->language,
		                   .wait_s = a->wait_s,
		                   .urgent = a->urgent,
		                   .file = arena_strdup(a->arena, node->file),
		                   .line = node->line };

	option_read_all(rule_options, COUNT(rule_options), node, &rule, a->arena, a->mistakes);
	if (node->kind == TREE_MAP) {
		if (kinds)
			rule.kinds = alerts_kinds(a, kinds);
		if (urgent)
			rule.urgent = alerts_kinds(a, urgent);
		(void)alerts_language(a, node, &rule.language);
		read_lists(a, node, &rule);
		if (tree_get(node, "to"))
			read_sinks(a, tree_get(node, "to"), &rule);
	}
	*ret_rule = rule;
}

void alerts_list_rule_options(FILE *out)
{
	option_list_all("rule", rule_options, COUNT(rule_options), out);
}
