#include "where.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "config/tree.h"

/* An option of the command line, else of the environment; NULL where neither says anything. */
static const char *told(const struct ctl *ctl, const char *option, const char *variable)
{
	const char *value = args_value(&ctl->args, option);

	if (!value)
		value = getenv(variable);
	return value && value[0] != '\0' ? value : NULL;
}

char *where_config(const struct ctl *ctl)
{
	const char *path = told(ctl, "config", "INTEGRAD_CONFIG");

	return path ? mem_strdup(path) : config_default_path();
}

bool where_has_config(const struct ctl *ctl)
{
	char *path;
	bool is_there;

	if (told(ctl, "config", "INTEGRAD_CONFIG"))
		return true;
	path = config_default_path();
	is_there = access(path, F_OK) == 0;
	free(path);
	return is_there;
}

static void tell_mistakes(const char *path, const struct tree_mistakes *mistakes)
{
	const struct tree_mistake *first = mistakes->list;
	size_t more = mistakes->count + mistakes->dropped;

	if (more == 0)
		ctl_fail(CTL_USAGE, "%s cannot be used; integrad --check says why", path);
	else if (more == 1)
		ctl_fail(CTL_USAGE, "%s:%d:%d: %s", first->file, first->line, first->column,
		         first->text);
	else
		ctl_fail(CTL_USAGE,
		         "%s:%d:%d: %s (and %zu more; integrad --check --config %s lists all)",
		         first->file, first->line, first->column, first->text, more - 1, path);
}

typedef struct config *load_fn(const char *path, struct tree_mistakes *mistakes);

static struct config *load(const struct ctl *ctl, load_fn *fn)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct tree_mistakes *mistakes = arena_alloc(arena, sizeof(*mistakes));
	char *path = where_config(ctl);
	struct config *config;

	mistakes->arena = arena;
	config = fn(path, mistakes);
	if (!config)
		tell_mistakes(path, mistakes);
	arena_free(arena);
	free(path);
	return config;
}

struct config *where_load_language(const struct ctl *ctl)
{
	return load(ctl, config_load_language);
}

struct config *where_load_rules(const struct ctl *ctl)
{
	return load(ctl, config_load_rules);
}

struct config *where_load_config(const struct ctl *ctl)
{
	return load(ctl, config_load);
}

struct config_options where_read_options(const struct ctl *ctl, struct arena *arena)
{
	struct tree_mistakes mistakes = { .arena = arena };
	char *path = where_config(ctl);
	struct config_options options;
	struct tree *root = NULL;

	if (config_tree_read(path, arena, &root, &mistakes) != 0)
		root = NULL;
	config_options_read(root, arena, &options, &mistakes);
	free(path);
	return options;
}

/* The first mistake, with its place; without one the file cannot be read. */
static int name_mistake(const char *path, const struct tree_mistakes *mistakes, struct err *err)
{
	const struct tree_mistake *first = mistakes->list;

	if (!first)
		return err_set(err, ERR_INPUT, "%s cannot be read", path);
	return err_set(err, ERR_INPUT, "%s:%d:%d: %s", first->file, first->line, first->column,
	               first->text);
}

int where_check(const struct ctl *ctl, struct err *err)
{
	struct arena *arena;
	struct tree_mistakes mistakes = { 0 };
	struct tree *root;
	char *path;
	int rc = 0;

	if (told(ctl, "state-dir", "INTEGRAD_STATE_DIR"))
		return 0;
	arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	mistakes.arena = arena;
	path = where_config(ctl);
	/* the one of the system may not be ours to read, nor be there at all */
	if ((told(ctl, "config", "INTEGRAD_CONFIG") || access(path, R_OK) == 0) &&
	    config_tree_read(path, arena, &root, &mistakes) != 0)
		rc = name_mistake(path, &mistakes, err);
	free(path);
	arena_free(arena);
	return rc;
}

struct tree *where_read_sources(const struct ctl *ctl, struct arena *arena, bool *ret_is_whole)
{
	struct config_options options = where_read_options(ctl, arena);
	struct tree_mistakes mistakes = { .arena = arena };
	struct tree *roots;

	if (config_tree_read_folder(options.sources_dir, arena, &roots, &mistakes) != 0)
		return NULL;
	*ret_is_whole = mistakes.count == 0;
	return roots;
}

/* var/ beside the config/ of a source tree, where there is such a folder; NULL elsewhere. */
static char *source_tree_state(const struct ctl *ctl)
{
	static const char TAIL[] = "/config/integrad.yaml";
	char *path = where_config(ctl);
	size_t len = strlen(path);
	size_t tail = sizeof(TAIL) - 1;
	char *folder = NULL;
	struct stat found;

	if (!told(ctl, "config", "INTEGRAD_CONFIG") && len >= tail &&
	    strcmp(path + len - tail, TAIL) == 0)
		folder = mem_printf("%.*s/var", (int)(len - tail), path);
	free(path);
	if (folder && stat(folder, &found) == 0 && S_ISDIR(found.st_mode))
		return folder;
	free(folder);
	return NULL;
}

char *where_state_dir(const struct ctl *ctl)
{
	const char *folder = told(ctl, "state-dir", "INTEGRAD_STATE_DIR");
	char *state = folder ? mem_strdup(folder) : source_tree_state(ctl);
	struct arena *arena;

	if (state)
		return state;
	arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	state = mem_strdup(where_read_options(ctl, arena).state_dir);
	arena_free(arena);
	return state;
}

char *where_control_socket(const struct ctl *ctl)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct config_options options = where_read_options(ctl, arena);
	char *folder = where_state_dir(ctl);
	char *path;

	config_options_set_state_dir(&options, arena, folder);
	path = mem_strdup(options.control_socket);
	free(folder);
	arena_free(arena);
	return path;
}
