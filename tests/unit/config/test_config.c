#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"

static struct config *load(const char *path)
{
	struct tree_mistakes mistakes = { .arena = arena_new(MIB) };
	struct config *config = config_load(path, &mistakes);

	config_print_mistakes(&mistakes, stderr);
	assert_int_equal(mistakes.count, 0);
	arena_free(mistakes.arena);
	assert_non_null(config);
	return config;
}

/* expected.txt is what a person sees. */
static void all_mistakes_of_all_files_are_told_at_once(void **state)
{
	struct buf expected;
	struct err err;
	char *told = NULL;
	size_t len, count, lines = 0;
	FILE *out = open_memstream(&told, &len);

	(void)state;
	buf_init(&expected, MIB);
	assert_int_equal(file_read("tests/unit/config/broken/expected.txt", &expected, &err), 0);
	count = config_check("tests/unit/config/broken/integrad.yaml", out);
	fclose(out);
	for (size_t i = 0; i < len; i++)
		lines += told[i] == '\n';
	assert_int_equal(count, lines);
	assert_string_equal(told, expected.data);
	free(told);
	buf_done(&expected);
}

static void a_file_that_is_not_there_is_the_only_mistake(void **state)
{
	char *told = NULL;
	size_t len;
	FILE *out = open_memstream(&told, &len);

	(void)state;
	assert_int_equal(config_check("/nonexistent/integrad.yaml", out), 1);
	fclose(out);
	assert_string_equal(told, "/nonexistent/integrad.yaml:1:1: No such file or directory\n");
	free(told);
}

static void a_file_that_is_no_yaml_leaves_the_others_to_be_checked(void **state)
{
	char *told = NULL;
	size_t len;
	FILE *out = open_memstream(&told, &len);

	(void)state;
	assert_int_equal(config_check("tests/unit/config/no-yaml/integrad.yaml", out), 2);
	fclose(out);
	assert_non_null(strstr(told, "no-yaml/integrad.yaml:2:17: this is no YAML"));
	assert_non_null(strstr(told, "no-yaml/packages/a.yaml:1:1: \"key\" is missing"));
	free(told);
}

static void what_we_ship_is_sound(void **state)
{
	struct config *config = load("config/integrad.yaml");
	const struct package *first = package_find(&config->packages, "2021-2023");
	const struct package *second = package_find(&config->packages, "2024-2026");

	(void)state;
	assert_non_null(config->lexicon);
	assert_true(config->source_count >= 33);
	assert_non_null(config_source(config, "belta-ru"));
	assert_null(config_source(config, "belta"));
	assert_string_equal(config_source(config, "svaboda-be")->language, "be");
	assert_int_equal(first->programme_count, 28);
	assert_int_equal(second->programme_count, 0);
	assert_string_equal(programme_name(package_programme(first, "gas-market"), "en"),
	                    "Formation of the unified gas market");
	assert_int_equal(config->history.count, 35);
	assert_int_equal(config->history.claim_count, 53);
	config_free(config);
}

static void a_total_belongs_to_its_package(void **state)
{
	static const struct {
		const char *package;
		const char *counts;
		int value;
	} totals[] = {
		{ "2021-2023", "programmes", 28 },  { "2021-2023", "activities", 993 },
		{ "2024-2026", "programmes", 11 },  { "2024-2026", "activities", 31 },
		{ "2024-2026", "activities", 120 }, { "2024-2026", "activities", 310 },
	};
	struct config *config = load("config/integrad.yaml");

	(void)state;
	for (size_t i = 0; i < COUNT(totals); i++) {
		const struct package *package = package_find(&config->packages, totals[i].package);
		size_t found = 0;

		for (size_t j = 0; j < package->total_count; j++)
			found += package->totals[j].value == totals[i].value &&
			         strcmp(package->totals[j].counts, totals[i].counts) == 0;
		assert_int_equal(found, 1);
	}
	config_free(config);
}

static void every_programme_is_named_in_three_languages(void **state)
{
	struct config *config = load("config/integrad.yaml");
	const struct package *package = package_find(&config->packages, "2021-2023");

	(void)state;
	for (size_t i = 0; i < package->programme_count; i++) {
		const struct programme *p = &package->programmes[i];
		size_t names = 0;

		assert_int_equal(p->number, i + 1);
		assert_true(programme_name(p, "en") && programme_name(p, "ru") &&
		            programme_name(p, "be"));
		for (size_t j = 0; j < p->alias_count; j++)
			names += p->aliases[j].is_name;
		assert_int_equal(names, 3);
		assert_true(p->alias_count > 3);
	}
	config_free(config);
}

static void two_configurations_live_side_by_side(void **state)
{
	struct config *old = load("config/integrad.yaml");
	struct config *new = load("config/integrad.yaml");

	(void)state;
	assert_ptr_not_equal(old->sources, new->sources);
	config_free(old);
	assert_string_equal(config_source(new, "ria")->name, "RIA Novosti");
	config_free(new);
}

static void the_reader_needs_no_sources_and_no_history(void **state)
{
	struct tree_mistakes mistakes = { .arena = arena_new(MIB) };
	struct config *config = config_load_language("tests/unit/config/no-sources/integrad.yaml",
	                                             &mistakes);

	(void)state;
	assert_non_null(config);
	assert_int_equal(config->source_count, 0);
	assert_int_equal(config->history.count, 0);
	config_free(config);
	assert_null(config_load("tests/unit/config/no-sources/integrad.yaml", &mistakes));
	assert_int_equal(mistakes.count, 2);
	arena_free(mistakes.arena);
}

static void history_can_be_left_out(void **state)
{
	struct config *config = load("tests/unit/config/no-history/integrad.yaml");

	(void)state;
	assert_int_equal(config->history.count, 0);
	config_free(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_mistakes_of_all_files_are_told_at_once),
		cmocka_unit_test(a_file_that_is_not_there_is_the_only_mistake),
		cmocka_unit_test(a_file_that_is_no_yaml_leaves_the_others_to_be_checked),
		cmocka_unit_test(what_we_ship_is_sound),
		cmocka_unit_test(a_total_belongs_to_its_package),
		cmocka_unit_test(every_programme_is_named_in_three_languages),
		cmocka_unit_test(two_configurations_live_side_by_side),
		cmocka_unit_test(the_reader_needs_no_sources_and_no_history),
		cmocka_unit_test(history_can_be_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
