#include "where.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "config/options.h"
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

struct config *where_load_language(const struct ctl *ctl)
{
	struct tree_mistakes mistakes = { .arena = arena_new(LIMIT_JOB_ARENA_BYTES) };
	char *path = where_config(ctl);
	struct config *config = config_load_language(path, &mistakes);

	if (!config)
		tell_mistakes(path, &mistakes);
	arena_free(mistakes.arena);
	free(path);
	return config;
}

/*
 * Options alone: mistakes in them are the daemon's to tell, the defaults do
 * for finding the record.
 */
static struct config_options read_options(const char *path, struct arena *arena)
{
	struct tree_mistakes mistakes = { .arena = arena };
	struct config_options options;
	struct tree *root = NULL;

	if (config_tree_read(path, arena, &root, &mistakes) != 0)
		root = NULL;
	config_options_read(root, arena, &options, &mistakes);
	return options;
}

/* var/ beside the config/ of a source tree, where there is such a folder; NULL elsewhere. */
static char *source_tree_state(const struct ctl *ctl, const char *config_path)
{
	static const char TAIL[] = "/config/integrad.yaml";
	size_t len = strlen(config_path);
	size_t tail = sizeof(TAIL) - 1;
	struct stat found;
	char *folder;

	if (told(ctl, "config", "INTEGRAD_CONFIG") || len < tail ||
	    strcmp(config_path + len - tail, TAIL) != 0)
		return NULL;
	folder = mem_printf("%.*s/var", (int)(len - tail), config_path);
	if (stat(folder, &found) == 0 && S_ISDIR(found.st_mode))
		return folder;
	free(folder);
	return NULL;
}

char *where_state_dir(const struct ctl *ctl)
{
	const char *folder = told(ctl, "state-dir", "INTEGRAD_STATE_DIR");
	struct arena *arena;
	char *path;
	char *state;

	if (folder)
		return mem_strdup(folder);
	path = where_config(ctl);
	state = source_tree_state(ctl, path);
	if (!state) {
		arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		state = mem_strdup(read_options(path, arena).state_dir);
		arena_free(arena);
	}
	free(path);
	return state;
}
