#include "silence_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "config/config.h"
#include "model/change.h"
#include "where.h"

/* Whether the word, where one is given, is among the names, which end with NULL. */
static enum ctl_exit check(const char *what, const char *word, const char *const *names)
{
	char hint[NEAR_HINT_SIZE];

	for (size_t i = 0; word && names[i]; i++)
		if (strcmp(names[i], word) == 0)
			return CTL_DONE;
	if (!word)
		return CTL_DONE;
	return ctl_fail(CTL_USAGE, "no %s is called %s%s", what, word,
	                near_hint(word, names, hint));
}

static enum ctl_exit check_kind(const char *word)
{
	const char *names[CHANGE_KINDS + 1] = { NULL };

	for (int kind = 0; kind < CHANGE_KINDS; kind++)
		names[kind] = change_kind_name((enum change_kind)kind);
	return check("kind of change", word, names);
}

static enum ctl_exit check_sink(const struct config *config, const char *word)
{
	const struct alert_options *alerts = &config->alerts;
	const char **names = mem_array(alerts->sink_count + 1, sizeof(*names));
	enum ctl_exit code;

	for (size_t i = 0; i < alerts->sink_count; i++)
		names[i] = alerts->sinks[i].name;
	code = check("sink", word, names);
	free(names);
	return code;
}

static enum ctl_exit check_source(const struct config *config, const char *word)
{
	const char **names = mem_array(config->source_count + 1, sizeof(*names));
	enum ctl_exit code;

	for (size_t i = 0; i < config->source_count; i++)
		names[i] = config->sources[i].key;
	code = check("source", word, names);
	free(names);
	return code;
}

static enum ctl_exit check_package(const struct config *config, const char *word)
{
	const struct package_list *packages = &config->packages;
	const char **names = mem_array(packages->count + 1, sizeof(*names));
	enum ctl_exit code;

	for (size_t i = 0; i < packages->count; i++)
		names[i] = packages->list[i].key;
	code = check("package", word, names);
	free(names);
	return code;
}

static enum ctl_exit check_subject(const struct config *config, const char *word)
{
	const struct package_list *packages = &config->packages;
	size_t count = 1;
	const char **names;
	enum ctl_exit code;

	for (size_t i = 0; i < packages->count; i++)
		count += packages->list[i].programme_count;
	names = mem_array(count + 1, sizeof(*names));
	names[0] = CLAIM_ALL;
	count = 1;
	for (size_t i = 0; i < packages->count; i++)
		for (size_t k = 0; k < packages->list[i].programme_count; k++)
			names[count++] = packages->list[i].programmes[k].key;
	code = check("subject", word, names);
	free(names);
	return code;
}

enum ctl_exit silence_check_names(const struct ctl *ctl, const char *subject)
{
	const struct args *args = &ctl->args;
	enum ctl_exit code = check_kind(args_value(args, "kind"));
	/* Where it has mistakes they are told now, and must not keep anybody from sleeping. */
	struct config *config = code == CTL_DONE && where_has_config(ctl) ? where_load_rules(ctl)
	                                                                  : NULL;

	if (!config)
		return code;
	code = check_sink(config, args_value(args, "sink"));
	if (code == CTL_DONE)
		code = check_source(config, args_value(args, "source"));
	if (code == CTL_DONE)
		code = check_package(config, args_value(args, "package"));
	if (code == CTL_DONE)
		code = check_subject(config, subject);
	config_free(config);
	return code;
}
