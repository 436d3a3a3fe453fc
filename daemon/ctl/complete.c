#include "complete.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/tree.h"
#include "config/tree.h"
#include "model/change.h"
#include "model/claim.h"
#include "where.h"

struct completion {
	struct ctl ctl;
	struct arena *arena;
	struct tree_mistakes mistakes; /* asked for by the readers, and told to nobody */
	const char *begin;             /* what was written of the word that is offered */
	const char *prefix;            /* what stands before it in the same word: "--kind=" */
	size_t prefix_len;
};

static void offer(const struct completion *c, const char *word, const char *meaning)
{
	if (strncmp(word, c->begin, strlen(c->begin)) != 0)
		return;
	printf("%.*s%s%s%s\n", (int)c->prefix_len, c->prefix, word, meaning[0] ? "\t" : "",
	       meaning);
}

/* --- values that the configuration has; read as plain trees, which costs little */

static void offer_sources(struct completion *c)
{
	bool is_whole;
	const struct tree *roots = where_read_sources(&c->ctl, c->arena, &is_whole);

	for (size_t i = 0; roots && i < roots->count; i++) {
		for (size_t k = 0; k < roots->items[i]->count; k++) {
			const struct tree *source = roots->items[i]->items[k];

			offer(c, tree_text(source, "key", ""), tree_text(source, "name", ""));
		}
	}
}

static struct tree *packages(struct completion *c)
{
	struct config_options options = where_read_options(&c->ctl, c->arena);
	struct tree *roots;

	if (config_tree_read_folder(options.packages_dir, c->arena, &roots, &c->mistakes) != 0)
		return NULL;
	return roots;
}

static void offer_packages(struct completion *c)
{
	const struct tree *roots = packages(c);

	for (size_t i = 0; roots && i < roots->count; i++)
		offer(c, tree_text(roots->items[i], "key", ""), "");
}

static void offer_subjects(struct completion *c)
{
	const struct tree *roots = packages(c);

	offer(c, CLAIM_ALL, "a package as a whole");
	for (size_t i = 0; roots && i < roots->count; i++) {
		const struct tree *programmes = tree_get(roots->items[i], "programmes");

		for (size_t k = 0; programmes && k < programmes->count; k++) {
			const struct tree *programme = programmes->items[k];

			offer(c, tree_text(programme, "key", ""),
			      tree_text(tree_get(programme, "name"), "en", ""));
		}
	}
}

static void offer_sinks(struct completion *c)
{
	char *path = where_config(&c->ctl);
	struct tree *root = NULL;
	const struct tree *sinks;

	if (config_tree_read(path, c->arena, &root, &c->mistakes) != 0)
		root = NULL;
	free(path);
	sinks = tree_get(tree_get(root, "alerts"), "sinks");
	for (size_t i = 0; sinks && i < sinks->count; i++)
		offer(c, tree_text(sinks->items[i], "name", ""),
		      tree_text(sinks->items[i], "kind", ""));
}

/* A folder of lexicon-dir is a language. */
static void offer_languages(struct completion *c)
{
	struct config_options options = where_read_options(&c->ctl, c->arena);
	DIR *folder = opendir(options.lexicon_dir);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (!strchr(entry->d_name, '.'))
			offer(c, entry->d_name, "");
	if (folder)
		closedir(folder);
}

/* --- values that are the program's own */

static void offer_kinds(struct completion *c)
{
	for (int kind = 0; kind < CHANGE_KINDS; kind++)
		offer(c, change_kind_name((enum change_kind)kind), "");
}

static void offer_files(struct completion *c)
{
	(void)c;
	puts(":files");
}

static void offer_folders(struct completion *c)
{
	(void)c;
	puts(":folders");
}

/*
 * What an option takes. Lists of words are those that its command names where
 * it refuses another, which a test compares.
 */
static const struct {
	const char *option;
	void (*offer)(struct completion *c);
	const char *words;
} VALUES[] = {
	{ "config", offer_files, NULL },
	{ "output", offer_files, NULL },
	{ "state-dir", offer_folders, NULL },
	{ "subject", offer_subjects, NULL },
	{ "package", offer_packages, NULL },
	{ "source", offer_sources, NULL },
	{ "sink", offer_sinks, NULL },
	{ "lang", offer_languages, NULL },
	{ "kind", offer_kinds, NULL },
	{ "status", NULL, "accepted held rejected superseded" },
	{ "state", NULL, "waiting sent given-up merged silenced" },
	{ "format", NULL, "json csv sqlite" },
	{ "measure", NULL, "programmes activities" },
	{ "stage", NULL, "completed in_progress" },
	{ "unit", NULL, "percent count" },
	{ "bound", NULL, "exact about at_least at_most" },
	{ "modality", NULL, "actual expected" },
	{ "basis", NULL, "stated today restated" },
};

/* What a command's argument is, by the word in its usage. */
static const struct {
	const char *word;
	void (*offer)(struct completion *c);
} ARGUMENTS[] = {
	{ "SUBJECT", offer_subjects }, { "SOURCE", offer_sources }, { "NAME", offer_sources },
	{ "SINK", offer_sinks },       { "FILE", offer_files },
};

static void offer_words(const struct completion *c, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " ");

		offer(c, arena_printf(c->arena, "%.*s", (int)len, words), "");
		words += len + strspn(words + len, " ");
	}
}

static void offer_values(struct completion *c, const char *option)
{
	for (size_t i = 0; i < COUNT(VALUES); i++) {
		if (strcmp(VALUES[i].option, option) != 0)
			continue;
		if (VALUES[i].words)
			offer_words(c, VALUES[i].words);
		else
			VALUES[i].offer(c);
	}
}

static void offer_arguments(struct completion *c)
{
	const struct ctl_command *command = c->ctl.command;

	if (c->ctl.args.count >= command->at_most)
		return;
	for (size_t i = 0; i < COUNT(ARGUMENTS); i++) {
		if (strstr(command->arguments, ARGUMENTS[i].word)) {
			ARGUMENTS[i].offer(c);
			return;
		}
	}
}

static void offer_options(const struct completion *c, const struct args_option *options)
{
	for (; options && options->name; options++)
		offer(c, arena_printf(c->arena, "--%s", options->name), options->help);
}

static void offer_commands(const struct completion *c)
{
	for (const struct ctl_group *group = CTL_GROUPS; group->heading; group++)
		for (const struct ctl_command *command = group->commands; command->name; command++)
			offer(c, command->name, command->summary);
}

/* "--kind=ri": "--kind=" stays, and the rest is what a value begins with. */
static bool offer_after_equals(struct completion *c)
{
	const struct args_option *option = args_option(&c->ctl.args, c->begin);
	const char *equals = strchr(c->begin, '=');

	if (!option || !equals)
		return false;
	c->prefix = c->begin;
	c->begin = equals + 1;
	c->prefix_len = (size_t)(c->begin - c->prefix);
	if (option->value)
		offer_values(c, option->name);
	return true;
}

/* The words before the last; the option whose value the last one is, or NULL. */
static const struct args_option *read_before(struct completion *c, int count, char *const *words,
                                             bool *ret_options_end)
{
	struct err err;

	for (int i = 0; i < count;) {
		const char *word = words[i];
		const struct args_option *option = args_option(&c->ctl.args, word);

		if (!*ret_options_end && option && option->value && !strchr(word, '=') &&
		    i + 1 == count)
			return option;
		if (args_read(&c->ctl.args, words, count, &i, ret_options_end, &err) != 0)
			continue; /* what is wrong is told when the line is entered */
		ctl_find_command(&c->ctl);
	}
	return NULL;
}

enum ctl_exit complete_words(int count, char *const *words)
{
	struct completion c = { .begin = count ? words[count - 1] : "", .prefix = "" };
	const struct args_option *option;
	bool options_end = false;

	c.arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	c.mistakes.arena = c.arena;
	args_init(&c.ctl.args);
	args_know(&c.ctl.args, CTL_OPTIONS);
	option = read_before(&c, count - 1, words, &options_end);
	if (option) {
		offer_values(&c, option->name);
	} else if (c.begin[0] == '-' && !options_end) {
		if (!offer_after_equals(&c)) {
			offer_options(&c, c.ctl.command ? c.ctl.command->options : NULL);
			offer_options(&c, CTL_OPTIONS);
		}
	} else if (c.ctl.command) {
		offer_arguments(&c);
	} else {
		offer_commands(&c);
	}
	args_done(&c.ctl.args);
	arena_free(c.arena);
	return CTL_DONE;
}
