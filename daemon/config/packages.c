#include "packages.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/url.h"
#include "option.h"

#define TOTAL_MAX 1000000
#define PROGRAMMES_MAX 1000

/*
 * A row is what one map of a file holds: the model's noun, and beside it what
 * the file says for people alone, which is checked and then left.
 */
struct package_row {
	struct package package;
	const char *note;
};
struct total_row {
	struct package_total total;
	int counts; /* a choice here, a word in the model */
};
struct programme_row {
	struct programme programme;
	bool subject_confirmed;
	bool name_confirmed;
	const char *note;
};

static const char *const counted[] = { "programmes", "activities", NULL };

#define AT(field) offsetof(struct package_row, field)
static const struct option package_options[] = {
	{ "key", OPTION_WORD, AT(package.key), OPTION_REQUIRED, .doc = "such as 2021-2023" },
	{ "first", OPTION_DATE, AT(package.first), OPTION_REQUIRED, .doc = "in force from" },
	{ "last", OPTION_DATE, AT(package.last), OPTION_REQUIRED, .doc = "in force to" },
	{ "aliases", OPTION_OTHER, 0, "", .doc = "what the package is called, by language",
	  .shape = "map" },
	{ "totals", OPTION_OTHER, 0, "", .doc = "how much is in it" },
	{ "programmes", OPTION_OTHER, 0, "", .doc = "its programmes" },
	{ "note", OPTION_TEXT, AT(note), "", .doc = "for people" },
	{ "evidence", OPTION_OTHER, 0, "", .doc = "addresses that bear it out" },
};
#undef AT

#define AT(field) offsetof(struct total_row, field)
static const struct option total_options[] = {
	{ "counts", OPTION_CHOICE, AT(counts), OPTION_REQUIRED, .choices = counted,
	  .doc = "programmes or activities" },
	{ "value", OPTION_INTEGER, AT(total.value), OPTION_REQUIRED, 1, TOTAL_MAX,
	  .doc = "how many" },
	{ "confirmed", OPTION_BOOL, AT(total.confirmed), "no", .doc = "whether a source has it" },
	{ "note", OPTION_TEXT, AT(total.note), "", .doc = "for people" },
	{ "evidence", OPTION_OTHER, 0, "", .doc = "addresses that bear it out" },
};
#undef AT

#define AT(field) offsetof(struct programme_row, field)
static const struct option programme_options[] = {
	{ "key", OPTION_WORD, AT(programme.key), OPTION_REQUIRED, .doc = "such as gas-market" },
	{ "number", OPTION_INTEGER, AT(programme.number), "0", 0, PROGRAMMES_MAX,
	  .doc = "in the list that was approved; 0: not known" },
	{ "number-confirmed", OPTION_BOOL, AT(programme.number_confirmed), "no",
	  .doc = "whether a source has the number" },
	{ "subject-confirmed", OPTION_BOOL, AT(subject_confirmed), "no",
	  .doc = "whether a source has the subject" },
	{ "name-confirmed", OPTION_BOOL, AT(name_confirmed), "no",
	  .doc = "whether a source has the Russian name" },
	{ "name", OPTION_OTHER, 0, OPTION_REQUIRED, .doc = "its full name, by language",
	  .shape = "map" },
	{ "aliases", OPTION_OTHER, 0, "", .doc = "what it is called in the news, by language",
	  .shape = "map" },
	{ "note", OPTION_TEXT, AT(note), "", .doc = "for people" },
	{ "evidence", OPTION_OTHER, 0, "", .doc = "addresses that bear it out" },
};
#undef AT

/* Where things go, and where mistakes go. */
struct reading {
	struct arena *arena;
	struct tree_mistakes *mistakes;
};

/* A list under a key; NULL, with a mistake where something else stands there. */
static const struct tree *list_under(struct reading *r, const struct tree *map, const char *key)
{
	const struct tree *node = tree_get(map, key);

	if (!node || node->kind == TREE_LIST)
		return node;
	tree_mistake(r->mistakes, node, "%s: expected a list", key);
	return NULL;
}

static void check_evidence(struct reading *r, const struct tree *map)
{
	const struct tree *list = list_under(r, map, "evidence");

	for (size_t i = 0; list && i < list->count; i++) {
		const struct tree *node = list->items[i];
		struct url_parts parts;
		struct err err;

		if (node->kind != TREE_SCALAR)
			tree_mistake(r->mistakes, node, "evidence: expected an address");
		else if (url_parse(node->text, &parts, &err) < 0)
			tree_mistake(r->mistakes, node, "evidence: %s", err.text);
		else
			url_parts_done(&parts);
	}
}

static bool is_language(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz");

	return len >= 2 && len <= 3 && text[len] == '\0';
}

/* How many scalars stand in the lists of a map of lists, for the size of an array. */
static size_t count_aliases(const struct tree *map)
{
	size_t count = 0;

	for (size_t i = 0; map && i < map->count; i++)
		count += map->items[i]->count;
	return count;
}

static void add_alias(struct package_alias *list, size_t *count, const char *language,
                      const char *text, bool is_name)
{
	if (text && text[0])
		list[(*count)++] = (struct package_alias){ language, text, is_name };
}

static void read_aliases(struct reading *r, const struct tree *map, struct package_alias *list,
                         size_t *count)
{
	for (size_t i = 0; map && i < map->count; i++) {
		const struct tree *texts = map->items[i];
		const char *language = arena_strdup(r->arena, texts->key);

		if (!is_language(texts->key))
			tree_mistake_key(r->mistakes, texts,
			                 "\"%.80s\" is no language such as en or ru", texts->key);
		if (texts->kind != TREE_LIST)
			tree_mistake(r->mistakes, texts, "aliases: expected a list");
		for (size_t j = 0; j < texts->count; j++) {
			const struct tree *node = texts->items[j];

			if (node->kind != TREE_SCALAR || !node->text[0])
				tree_mistake(r->mistakes, node, "aliases: expected words");
			else
				add_alias(list, count, language, arena_strdup(r->arena, node->text),
				          false);
		}
	}
}

/* The map under "aliases"; NULL where there is none. */
static const struct tree *alias_map(struct reading *r, const struct tree *map)
{
	const struct tree *node = tree_get(map, "aliases");

	if (!node || node->kind == TREE_MAP)
		return node;
	tree_mistake(r->mistakes, node, "aliases: expected lists by language (\"en: […]\")");
	return NULL;
}

/* A name in each language: any that somebody has a lexicon for. */
static void read_names(struct reading *r, const struct tree *map, struct programme *p)
{
	if (map->kind != TREE_MAP) {
		tree_mistake(r->mistakes, map, "name: expected a name by language (\"en: …\")");
		return;
	}
	for (size_t i = 0; i < map->count; i++) {
		const struct tree *node = map->items[i];

		if (!is_language(node->key))
			tree_mistake_key(r->mistakes, node,
			                 "\"%.80s\" is no language such as en or ru", node->key);
		if (node->kind != TREE_SCALAR || !node->text[0])
			tree_mistake(r->mistakes, node, "name: expected words");
		else
			add_alias(p->aliases, &p->alias_count, arena_strdup(r->arena, node->key),
			          arena_strdup(r->arena, node->text), true);
	}
}

static void read_programme(struct reading *r, const struct tree *node, struct programme *ret)
{
	const struct tree *names = tree_get(node, "name");
	const struct tree *aliases = alias_map(r, node);
	struct programme_row row = { .note = NULL };
	struct programme *p = &row.programme;

	option_read_all(programme_options, COUNT(programme_options), node, &row, r->arena,
	                r->mistakes);
	check_evidence(r, node);
	p->aliases = arena_array(r->arena, (names ? names->count : 0) + count_aliases(aliases),
	                         sizeof(*p->aliases));
	if (names)
		read_names(r, names, p);
	read_aliases(r, aliases, p->aliases, &p->alias_count);
	*ret = *p;
}

/* A key must be the programme's own, and so must a number that is known. */
static void check_programme(struct reading *r, const struct tree *node,
                            const struct package *package, const struct programme *programme)
{
	for (size_t i = 0; i < package->programme_count; i++) {
		const struct programme *other = &package->programmes[i];

		if (strcmp(programme->key, other->key) == 0)
			tree_mistake(r->mistakes, node, "the programme \"%s\" stands here already",
			             other->key);
		if (programme->number && programme->number == other->number)
			tree_mistake(r->mistakes, node, "number %d is that of \"%s\" already",
			             other->number, other->key);
	}
}

static void read_programmes(struct reading *r, const struct tree *map, struct package *package)
{
	const struct tree *list = list_under(r, map, "programmes");

	if (!list)
		return;
	if (list->count > PROGRAMMES_MAX) {
		tree_mistake(r->mistakes, list, "programmes: more than %d", PROGRAMMES_MAX);
		return;
	}
	package->programmes = arena_array(r->arena, list->count, sizeof(*package->programmes));
	for (size_t i = 0; i < list->count; i++) {
		struct programme programme;

		if (list->items[i]->kind != TREE_MAP) {
			tree_mistake(r->mistakes, list->items[i],
			             "programmes: expected \"key: …\"");
			continue;
		}
		read_programme(r, list->items[i], &programme);
		if (!programme.key)
			continue; /* told already; nobody below meets half a programme */
		check_programme(r, list->items[i], package, &programme);
		package->programmes[package->programme_count++] = programme;
	}
}

static void read_totals(struct reading *r, const struct tree *map, struct package *package)
{
	const struct tree *list = list_under(r, map, "totals");

	if (!list)
		return;
	package->totals = arena_array(r->arena, list->count, sizeof(*package->totals));
	for (size_t i = 0; i < list->count; i++) {
		struct total_row row = { 0 };

		option_read_all(total_options, COUNT(total_options), list->items[i], &row, r->arena,
		                r->mistakes);
		check_evidence(r, list->items[i]);
		row.total.counts = counted[row.counts];
		package->totals[package->total_count++] = row.total;
	}
}

static void read_package(struct reading *r, const struct tree *root, struct package *ret)
{
	const struct tree *aliases = alias_map(r, root);
	struct package_row row = { 0 };
	struct package *p = &row.package;

	option_read_all(package_options, COUNT(package_options), root, &row, r->arena, r->mistakes);
	if (date_is_valid(p->first) && date_is_valid(p->last) &&
	    date_first_day(p->first) > date_last_day(p->last))
		tree_mistake(r->mistakes, root, "the package ends before it begins");
	check_evidence(r, root);
	read_totals(r, root, p);
	p->aliases = arena_array(r->arena, count_aliases(aliases), sizeof(*p->aliases));
	read_aliases(r, aliases, p->aliases, &p->alias_count);
	read_programmes(r, root, p);
	*ret = *p;
}

static void check_package(struct reading *r, const struct tree *root,
                          const struct package_list *packages, const struct package *package)
{
	for (size_t i = 0; i < packages->count; i++)
		if (strcmp(packages->list[i].key, package->key) == 0)
			tree_mistake(r->mistakes, root,
			             "the package \"%s\" stands in another file already",
			             package->key);
}

static int compare_packages(const void *a, const void *b)
{
	const struct package *x = a, *y = b;
	int order = (x->first.year > y->first.year) - (x->first.year < y->first.year);

	return order ? order : strcmp(x->key, y->key);
}

void packages_read(const struct tree *roots, struct arena *arena, struct package_list *ret_packages,
                   struct tree_mistakes *mistakes)
{
	struct reading r = { arena, mistakes };
	struct package_list packages = { arena_array(arena, roots->count, sizeof(struct package)),
		                         0 };

	for (size_t i = 0; i < roots->count; i++) {
		struct package package;

		read_package(&r, roots->items[i], &package);
		if (!package.key)
			continue;
		check_package(&r, roots->items[i], &packages, &package);
		packages.list[packages.count++] = package;
	}
	if (roots->count == 0)
		tree_mistake(mistakes, roots, "no package is here");
	if (packages.count)
		qsort(packages.list, packages.count, sizeof(struct package), compare_packages);
	*ret_packages = packages;
}

void packages_list_options(FILE *out)
{
	option_list_all("package", package_options, COUNT(package_options), out);
	option_list_all("total", total_options, COUNT(total_options), out);
	option_list_all("programme", programme_options, COUNT(programme_options), out);
}
