/* `integractl sources --test`: which sources are tried, with what in place of their own. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/url.h"
#include "commands.h"
#include "table.h"
#include "trial.h"
#include "where.h"

static const struct table_column TRIAL_COLUMNS[] = {
	{ "SOURCE", false, false, 0 },    { "RESULT", false, false, 0 },
	{ "FORMAT", false, false, 0 },    { "ITEMS", true, false, 0 },
	{ "ON SUBJECT", true, false, 0 }, { "FOLLOWED", true, false, 0 },
	{ "WHY", false, true, 0 },
};

/* --- what the command line says in place of the configuration */

static const struct {
	const char *option;
	size_t offset; /* in the selectors */
	bool is_of_links;
} SELECTORS[] = {
	{ "items", offsetof(struct source_selectors, items), true },
	{ "link", offsetof(struct source_selectors, link), true },
	{ "title", offsetof(struct source_selectors, title), true },
	{ "date", offsetof(struct source_selectors, date), true },
	{ "summary", offsetof(struct source_selectors, summary), true },
	{ "article-text", offsetof(struct source_selectors, article_text), false },
	{ "article-title", offsetof(struct source_selectors, article_title), false },
	{ "article-date", offsetof(struct source_selectors, article_date), false },
	{ "article-author", offsetof(struct source_selectors, article_author), false },
};

static enum ctl_exit take_selectors(const struct ctl *ctl, struct source *source)
{
	struct err err;

	for (size_t i = 0; i < COUNT(SELECTORS); i++) {
		const char *xpath = args_value(&ctl->args, SELECTORS[i].option);

		if (!xpath)
			continue;
		if (article_check_xpath(xpath, &err) < 0)
			return ctl_fail(CTL_USAGE, "--%s is no XPath 1.0: %s", SELECTORS[i].option,
			                err.text);
		if (SELECTORS[i].is_of_links)
			source->kind = SOURCE_KIND_LINKS;
		*(const char **)((char *)&source->selectors + SELECTORS[i].offset) = xpath;
	}
	return CTL_DONE;
}

static enum ctl_exit take_url(const struct ctl *ctl, struct trial *trial)
{
	struct source *source = &trial->source;
	const char *url = args_value(&ctl->args, "url");
	struct url_parts parts;
	struct err err;

	if (!url)
		return CTL_DONE;
	if (url_parse(url, &parts, &err) < 0)
		return ctl_fail(CTL_USAGE, "--url: %s", err.text);
	url_parts_done(&parts);
	source->addresses = arena_array(trial->arena, 1, sizeof(*source->addresses));
	source->addresses[0] = url;
	source->address_count = 1;
	return CTL_DONE;
}

bool trial_has_options(const struct ctl *ctl)
{
	for (size_t i = 0; i < COUNT(SELECTORS); i++)
		if (args_has(&ctl->args, SELECTORS[i].option))
			return true;
	return args_has(&ctl->args, "url");
}

/* --- one source */

static enum ctl_exit run(struct trial *trial, bool wants_article)
{
	struct err err;

	if (trial_run(trial, wants_article, &err) < 0)
		return ctl_fail(CTL_NOTHING, "%s: %s", trial->source.key, err.text);
	return trial_is_good(trial) ? CTL_DONE : CTL_NOTHING;
}

static enum ctl_exit test_one(const struct ctl *ctl, struct trial *trial)
{
	enum ctl_exit code = take_url(ctl, trial);

	if (code == CTL_DONE)
		code = take_selectors(ctl, &trial->source);
	if (code != CTL_DONE)
		return code;
	code = run(trial, true);
	if (trial->try_count > 0 && ctl->json)
		trial_json(trial);
	else if (trial->try_count > 0)
		trial_show(ctl, trial);
	return code;
}

static enum ctl_exit unknown_source(const struct config *config, const char *key)
{
	const char **keys = mem_array(config->source_count + 1, sizeof(*keys));
	char hint[NEAR_HINT_SIZE];

	for (size_t i = 0; i < config->source_count; i++)
		keys[i] = config->sources[i].key;
	near_hint(key, keys, hint);
	free(keys);
	return ctl_fail(CTL_NOTHING, "no source is called %s%s", key, hint);
}

/* A page that nobody has configured yet: --url, and --items where it is a list. */
static struct source new_source(const struct config *config)
{
	return (struct source){
		.key = "new",
		.name = "not configured",
		.timezone = config->options.timezone,
		.follow = config->options.follow,
	};
}

/* --- all of them, in a line each */

static void add_row(struct table *table, const struct trial *trial)
{
	bool is_good = trial_is_good(trial);

	table_add(table, TERM_PLAIN, trial->source.key);
	table_add(table, is_good ? TERM_GOOD : TERM_BAD, is_good ? "ok" : trial_failure(trial));
	table_add(table, TERM_PLAIN, is_good ? trial->harvest.format : "");
	table_addf(table, TERM_PLAIN, "%zu", is_good ? trial->harvest.count : 0);
	table_addf(table, TERM_PLAIN, "%zu", trial_count(trial, false));
	table_addf(table, TERM_PLAIN, "%zu", trial_count(trial, true));
	table_add(table, TERM_PLAIN,
	          is_good ? trial->harvest.bozo_reason : trial_failure_why(trial));
}

static enum ctl_exit test_all(const struct ctl *ctl, const struct config *config,
                              struct fetching *fetching)
{
	struct table *table = table_new(TRIAL_COLUMNS, COUNT(TRIAL_COLUMNS));
	enum ctl_exit code = CTL_DONE;

	for (size_t i = 0; i < config->source_count; i++) {
		struct trial trial = { .arena = arena_new(LIMIT_JOB_ARENA_BYTES),
			               .config = config,
			               .source = config->sources[i],
			               .fetching = fetching };

		if (run(&trial, false) != CTL_DONE)
			code = CTL_NOTHING;
		if (ctl->json) {
			trial_json(&trial);
		} else {
			add_row(table, &trial);
			table_print(table, stdout, ctl->colour, ctl->columns);
			fflush(stdout);
		}
		arena_free(trial.arena);
	}
	table_free(table);
	return code;
}

static enum ctl_exit test_named(const struct ctl *ctl, const struct config *config,
                                struct fetching *fetching)
{
	const char *key = ctl_word(ctl, 0, NULL);
	const struct source *source = key ? config_source(config, key) : NULL;
	struct trial trial = { .config = config, .fetching = fetching };
	enum ctl_exit code;

	if (key && !source)
		return unknown_source(config, key);
	if (!key && !args_has(&ctl->args, "url"))
		return ctl_fail(CTL_USAGE, "a selector needs a source's name, or --url");
	trial.source = source ? *source : new_source(config);
	trial.arena = arena_new(2 * (size_t)LIMIT_JOB_ARENA_BYTES);
	code = test_one(ctl, &trial);
	arena_free(trial.arena);
	return code;
}

enum ctl_exit command_test_sources(struct ctl *ctl)
{
	struct config *config = where_load_config(ctl);
	struct fetching *fetching;
	enum ctl_exit code;
	struct err err;

	if (!config)
		return CTL_USAGE;
	fetching = fetching_new(&config->options, &err);
	if (!fetching)
		code = ctl_fail(CTL_NOTHING, "%s", err.text);
	else if (ctl->args.count > 0 || trial_has_options(ctl))
		code = test_named(ctl, config, fetching);
	else
		code = test_all(ctl, config, fetching);
	fetching_free(fetching);
	config_free(config);
	return code;
}
