#include "config/config.h"

#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alerts.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/tree.h"
#include "extract/lexicon.h"
#include "packages.h"
#include "sources.h"

#ifndef INTEGRAD_SYSCONFDIR
#define INTEGRAD_SYSCONFDIR "/etc/integrad"
#endif
#define FILE_NAME "integrad.yaml"

/* A configuration on its way. */
struct loading {
	struct config *config;
	struct arena *options;   /* has the tree of integrad.yaml, … */
	const struct tree *root; /* … NULL where it is no YAML */
	struct arena *trees;     /* of the files that are being read */
	struct tree lexicons;    /* the documents of all languages, in order */
	const char **languages;  /* NULL-terminated: of lexicons and packages */
	bool has_lexicon;
	struct tree_mistakes *mistakes;
};

/*
 * A folder that cannot be read is a mistake of the option that names it, unless
 * integrad.yaml itself makes no sense: it would have named another.
 */
static bool has_folder(struct loading *l, const char *option, const char *folder)
{
	const struct tree *node = tree_get(l->root, option);

	if (access(folder, R_OK | X_OK) == 0)
		return true;
	if (l->root)
		tree_mistake(l->mistakes, node ? node : l->root, "%s: %s: %s", option, folder,
		             strerror(errno));
	return false;
}

static struct tree *read_folder(struct loading *l, const char *option, const char *folder)
{
	struct tree *roots;

	if (!has_folder(l, option, folder) ||
	    config_tree_read_folder(folder, l->trees, &roots, l->mistakes) < 0)
		return NULL;
	return roots;
}

/* A folder whose files go into the pack. */
static struct tree *pack_folder(struct loading *l, const char *option, const char *folder,
                                enum pack_kind kind)
{
	struct tree *roots;

	if (!has_folder(l, option, folder) ||
	    config_tree_pack_folder(folder, kind, &l->config->pack, l->trees, &roots, l->mistakes) <
	            0)
		return NULL;
	return roots;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int compare_entries(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void add_documents(struct tree *all, const struct tree *roots, struct arena *arena)
{
	struct tree **items = arena_array(arena, all->count + roots->count, sizeof(*items));

	if (all->count)
		memcpy(items, all->items, all->count * sizeof(*items));
	if (roots->count)
		memcpy(items + all->count, roots->items, roots->count * sizeof(*items));
	all->items = items;
	all->count += roots->count;
}

static void add_language(struct loading *l, size_t *count, const char *language)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(l->languages[i], language) == 0)
			return;
	l->languages = mem_grow(l->languages, *count + 2, sizeof(*l->languages));
	l->languages[(*count)++] = arena_strdup(l->config->arena, language);
	l->languages[*count] = NULL;
}

/* Each folder of the lexicon folder is a language. */
static void read_lexicons(struct loading *l, size_t *language_count)
{
	const char *folder = l->config->options.lexicon_dir;
	struct dirent **entries = NULL;
	struct tree *roots = pack_folder(l, "lexicon-dir", folder, PACK_LEXICON);
	int count = roots ? scandir(folder, &entries, is_visible, compare_entries) : 0;

	if (roots)
		add_documents(&l->lexicons, roots, l->trees);
	if (roots && count == 0 && roots->count == 0)
		tree_mistake(l->mistakes, roots, "no lexicon is here");
	for (int i = 0; i < count; i++) {
		char *path = mem_printf("%s/%s", folder, entries[i]->d_name);

		roots = is_folder(path) ? pack_folder(l, "lexicon-dir", path, PACK_LEXICON) : NULL;
		if (roots) {
			add_documents(&l->lexicons, roots, l->trees);
			add_language(l, language_count, entries[i]->d_name);
		}
		free(path);
		free(entries[i]);
	}
	free(entries);
}

/*
 * A file that is no YAML leaves the defaults, with which the other files are
 * still checked; one that is not there at all ends it: false.
 */
static bool load_options(struct loading *l)
{
	struct config *config = l->config;
	struct tree nothing = { .kind = TREE_MAP, .file = config->path, .line = 1, .column = 1 };
	struct tree *root = NULL;

	if (config_tree_read(config->path, l->options, &root, l->mistakes) == 0)
		l->root = root;
	else if (access(config->path, R_OK) < 0)
		return false;
	config_options_read(l->root ? l->root : &nothing, config->arena, &config->options,
	                    l->mistakes);
	return true;
}

/* The lexicon may go before the configuration does. */
static void keep_agencies(struct config *config)
{
	const struct agency_list *from = lexicon_agencies(config->lexicon);
	struct agency *list = arena_array(config->arena, from->count, sizeof(*list));

	for (size_t i = 0; i < from->count; i++)
		list[i] = (struct agency){ arena_strdup(config->arena, from->list[i].form),
			                   arena_strdup(config->arena, from->list[i].name) };
	config->agencies = (struct agency_list){ list, from->count };
}

static void build_lexicon(struct loading *l)
{
	l->config->lexicon = lexicon_new(&l->config->packages,
	                                 (const struct tree *const *)l->lexicons.items,
	                                 l->lexicons.count, l->mistakes);
	l->has_lexicon = l->config->lexicon != NULL;
	if (l->has_lexicon)
		keep_agencies(l->config);
}

/* What was made of the trees needs them no longer. */
static void drop_trees(struct loading *l)
{
	arena_free(l->trees);
	l->trees = arena_new(LIMIT_CONFIG_ARENA_BYTES);
	l->lexicons = (struct tree){ .kind = TREE_LIST };
}

static void load_language(struct loading *l)
{
	struct config *config = l->config;
	struct tree *roots = pack_folder(l, "packages-dir", config->options.packages_dir,
	                                 PACK_PACKAGES);
	size_t count = 0;

	if (roots)
		packages_read(roots, config->arena, &config->packages, l->mistakes);
	read_lexicons(l, &count);
	for (size_t i = 0; i < config->packages.count; i++) {
		const struct package *package = &config->packages.list[i];

		for (size_t j = 0; j < package->programme_count; j++)
			for (size_t k = 0; k < package->programmes[j].alias_count; k++)
				add_language(l, &count, package->programmes[j].aliases[k].language);
	}
	build_lexicon(l);
}

static void load_sources(struct loading *l)
{
	struct config *config = l->config;
	struct tree *roots = read_folder(l, "sources-dir", config->options.sources_dir);
	struct sources_context context = { &config->options, l->languages };

	if (roots && l->languages)
		sources_read(roots, &context, config->arena, &config->sources,
		             &config->source_count, l->mistakes);
}

/* Behind sources and packages, whose names rules have. */
static void load_alerts(struct loading *l, bool wants_secrets)
{
	struct config *config = l->config;
	const struct alerts_context context = {
		.packages = &config->packages,
		.sources = config->sources,
		.source_count = config->source_count,
		.timezone = config->options.timezone,
		.wants_secrets = wants_secrets,
	};

	alerts_read(tree_get(l->root, "alerts"), &context, config->arena, &config->alerts,
	            l->mistakes);
}

static void load_history(struct loading *l)
{
	struct config *config = l->config;
	struct tree *roots;

	if (!config->options.history)
		return;
	roots = read_folder(l, "history-dir", config->options.history_dir);
	if (roots)
		config_history_read(roots, &config->packages, config->arena, &config->history,
		                    l->mistakes);
}

/* The documents of a pack, as the folders gave them. */
static void read_pack(struct loading *l, const char *at, const char *end, struct tree *packages)
{
	struct pack_file file;
	struct err err;
	int got;

	while ((got = pack_next(&at, end, &file, &err)) > 0) {
		struct tree *root, **items = arena_array(l->trees, 1, sizeof(struct tree *));
		struct tree one = { .kind = TREE_LIST, .items = items, .count = 1 };

		if (config_tree_parse(file.bytes, file.len, file.path, l->trees, &root,
		                      l->mistakes) < 0)
			continue;
		*items = root;
		add_documents(file.kind == PACK_PACKAGES ? packages : &l->lexicons, &one, l->trees);
	}
	if (got < 0)
		tree_mistake(l->mistakes, packages, "%s", err.text);
}

static struct loading begin(struct tree_mistakes *mistakes)
{
	struct config *config = mem_alloc(sizeof(*config));

	config->arena = arena_new(LIMIT_CONFIG_ARENA_BYTES);
	buf_init(&config->pack, LIMIT_PACK_BYTES);
	return (struct loading){
		.config = config,
		.options = arena_new(LIMIT_CONFIG_ARENA_BYTES),
		.trees = arena_new(LIMIT_CONFIG_ARENA_BYTES),
		.mistakes = mistakes,
	};
}

/* What was read; NULL where anything of it was wrong. */
static struct config *finish(struct loading *l, size_t mistakes_before)
{
	free(l->languages);
	arena_free(l->trees);
	arena_free(l->options);
	malloc_trim(0); /* of 20,000 sources libyaml leaves 20 MB behind, in small pieces */
	if (l->has_lexicon && l->mistakes->count + l->mistakes->dropped == mistakes_before)
		return l->config;
	config_free(l->config);
	return NULL;
}

enum parts {
	LANGUAGE,
	RULES, /* sources and alerts, without secrets */
	SOURCES_AND_LANGUAGE,
	SOURCES, /* the lexicon is built to be checked */
};

static struct config *load(const char *path, enum parts parts, struct tree_mistakes *mistakes)
{
	struct loading l = begin(mistakes);
	size_t before = mistakes->count + mistakes->dropped;

	l.config->path = arena_strdup(l.config->arena, path);
	if (load_options(&l)) {
		load_language(&l);
		drop_trees(&l);
		if (parts == SOURCES) {
			lexicon_free(l.config->lexicon);
			l.config->lexicon = NULL;
		}
		if (parts != LANGUAGE) {
			load_sources(&l);
			load_alerts(&l, parts != RULES);
			drop_trees(&l);
		}
		if (parts == SOURCES || parts == SOURCES_AND_LANGUAGE)
			load_history(&l);
	}
	return finish(&l, before);
}

struct config *config_load(const char *path, struct tree_mistakes *mistakes)
{
	return load(path, SOURCES_AND_LANGUAGE, mistakes);
}

struct config *config_load_sources(const char *path, struct tree_mistakes *mistakes)
{
	return load(path, SOURCES, mistakes);
}

struct config *config_load_language(const char *path, struct tree_mistakes *mistakes)
{
	return load(path, LANGUAGE, mistakes);
}

struct config *config_load_rules(const char *path, struct tree_mistakes *mistakes)
{
	return load(path, RULES, mistakes);
}

struct config *config_load_pack(const char *pack, size_t len, struct tree_mistakes *mistakes)
{
	struct loading l = begin(mistakes);
	size_t before = mistakes->count + mistakes->dropped;
	struct tree packages = { .kind = TREE_LIST, .file = "pack", .line = 1, .column = 1 };

	l.config->path = "";
	read_pack(&l, pack, pack + len, &packages);
	packages_read(&packages, l.config->arena, &l.config->packages, mistakes);
	build_lexicon(&l);
	return finish(&l, before);
}

void config_drop_pack(struct config *config)
{
	buf_done(&config->pack);
}

void config_free(struct config *config)
{
	if (!config)
		return;
	lexicon_free(config->lexicon);
	buf_done(&config->pack);
	arena_free(config->arena);
	free(config);
}

static int compare_key(const void *key, const void *source)
{
	return strcmp(key, ((const struct source *)source)->key);
}

const struct source *config_source(const struct config *config, const char *key)
{
	if (config->source_count == 0)
		return NULL;
	return bsearch(key, config->sources, config->source_count, sizeof(*config->sources),
	               compare_key);
}

static int compare_mistakes(const void *a, const void *b)
{
	const struct tree_mistake *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	if (order == 0)
		order = (x->column > y->column) - (x->column < y->column);
	return order ? order : strcmp(x->text, y->text);
}

void config_print_mistakes(const struct tree_mistakes *mistakes, FILE *out)
{
	struct tree_mistake *sorted = mem_array(mistakes->count + 1, sizeof(*sorted));

	if (mistakes->count) {
		memcpy(sorted, mistakes->list, mistakes->count * sizeof(*sorted));
		qsort(sorted, mistakes->count, sizeof(*sorted), compare_mistakes);
	}
	for (size_t i = 0; i < mistakes->count; i++)
		fprintf(out, "%s:%d:%d: %s\n", sorted[i].file, sorted[i].line, sorted[i].column,
		        sorted[i].text);
	if (mistakes->dropped)
		fprintf(out, "and %zu more\n", mistakes->dropped);
	free(sorted);
}

size_t config_check(const char *path, FILE *out)
{
	struct tree_mistakes mistakes = { .arena = arena_new(LIMIT_CONFIG_ARENA_BYTES) };
	struct config *config = config_load(path, &mistakes);
	size_t count = mistakes.count + mistakes.dropped;

	config_print_mistakes(&mistakes, out);
	config_free(config);
	arena_free(mistakes.arena);
	return count;
}

void config_print(const struct config *config, FILE *out)
{
	fprintf(out, "# %s\n", config->path);
	config_options_print(&config->options, out);
	fprintf(out, "# %zu sources, %zu packages, %s, history: %zu articles with %zu claims\n",
	        config->source_count, config->packages.count, lexicon_version(config->lexicon),
	        config->history.count, config->history.claim_count);
}

/* The folder of the running program; NULL where it cannot be told. Yours. */
static char *program_folder(void)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (len <= 0)
		return NULL;
	path[len] = '\0';
	slash = strrchr(path, '/');
	return slash ? mem_strndup(path, (size_t)(slash - path)) : NULL;
}

void config_describe(FILE *out)
{
	config_options_list(out);
	sources_list_options(out);
	alerts_list_options(out);
	packages_list_options(out);
	lexicon_list_keys(out);
}

char *config_default_path(void)
{
	static const char *const above[] = { "/../", "/../../" }; /* build/, build/asan/ */
	char *folder = program_folder();

	for (size_t i = 0; folder && i < COUNT(above); i++) {
		char *in_folder = mem_printf("%s%sconfig/" FILE_NAME, folder, above[i]);
		char *path = realpath(in_folder, NULL);

		free(in_folder);
		if (path) {
			free(folder);
			return path;
		}
	}
	free(folder);
	return mem_strdup(INTEGRAD_SYSCONFDIR "/" FILE_NAME);
}
