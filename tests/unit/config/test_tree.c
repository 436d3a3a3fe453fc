#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/tree.h"

struct fixture {
	struct arena *arena;
	struct tree_mistakes mistakes;
	struct tree *root;
	int status;
};

static struct fixture parse(const char *text)
{
	struct fixture f = { .arena = arena_new(64 * MIB) };

	f.mistakes.arena = f.arena;
	f.status = config_tree_parse(text, strlen(text), "x.yaml", f.arena, &f.root, &f.mistakes);
	return f;
}

static void every_scalar_is_a_text_with_its_place(void **state)
{
	struct fixture f = parse("# a remark\n"
	                         "name: 15min\n"
	                         "list:\n"
	                         "  - yes\n"
	                         "  - {inner: 'Мінск', empty: }\n");
	const struct tree *name = tree_get(f.root, "name");
	const struct tree *list = tree_get(f.root, "list");
	const struct tree *inner = tree_get(list->items[1], "inner");

	(void)state;
	assert_int_equal(f.status, 0);
	assert_int_equal(f.mistakes.count, 0);
	assert_string_equal(name->text, "15min");
	assert_string_equal(name->file, "x.yaml");
	assert_int_equal(name->line, 2);
	assert_int_equal(name->column, 7);
	assert_int_equal(name->key_column, 1);
	assert_int_equal(list->kind, TREE_LIST);
	assert_string_equal(list->items[0]->text,
	                    "yes"); /* no truth value: typing is not done here */
	assert_string_equal(inner->text, "Мінск");
	assert_int_equal(inner->line, 5);
	assert_int_equal(inner->column, 13);
	assert_string_equal(tree_text(list->items[1], "empty", "?"), "");
	arena_free(f.arena);
}

static void columns_count_characters_and_not_bytes(void **state)
{
	struct fixture f = parse("{я: ё, b: c}\n");

	(void)state;
	assert_int_equal(tree_get(f.root, "b")->column, 11);
	arena_free(f.arena);
}

static void a_file_of_remarks_is_an_empty_map(void **state)
{
	static const char *const cases[] = { "", "\n\n", "# nothing\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = parse(cases[i]);

		assert_int_equal(f.status, 0);
		assert_int_equal(f.mistakes.count, 0);
		assert_int_equal(f.root->kind, TREE_MAP);
		assert_int_equal(f.root->count, 0);
		arena_free(f.arena);
	}
}

static const struct {
	const char *yaml;
	int status;
	int line;
	int column;
	const char *words; /* in the message */
} refused[] = {
	{ "a: b\n  c: d\n", -1, 2, 4, "this is no YAML" },
	{ "a: 'never closed\n", -1, 2, 1, "this is no YAML" },
	{ "a:\n\t- b\n", -1, 2, 1, "this is no YAML" },
	{ "a: 1\nb: \"\xff\"\n", -1, 2, 5, "UTF-8" },
	{ "a: *nowhere\n", 0, 1, 4, "alias" },
	{ "a: &x [1, 2]\nb: *x\n", 0, 2, 4, "alias" },
	{ "a: &x [*x]\n", 0, 1, 8, "alias" },
	{ "a: 1\nb: 2\na: 3\n", 0, 3, 1, "\"a\" stands here already, in line 1" },
	{ "? [k]\n: v\n", 0, 1, 3, "a key must be a word" },
	{ "a: \"x\\0y\"\n", 0, 1, 4, "NUL" },
	{ "\"a\\0y\": x\n", 0, 1, 1, "NUL" },
	{ "a: 1\n---\nb: 2\n", 0, 2, 1, "second document" },
	{ "a: 1\n...\n%nonsense\n", 0, 3, 10, "this is no YAML" },
};

static void what_is_refused_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct fixture f = parse(refused[i].yaml);

		assert_int_equal(f.status, refused[i].status);
		assert_int_equal(f.mistakes.count, 1);
		assert_int_equal(f.mistakes.list[0].line, refused[i].line);
		assert_int_equal(f.mistakes.list[0].column, refused[i].column);
		assert_non_null(strstr(f.mistakes.list[0].text, refused[i].words));
		arena_free(f.arena);
	}
}

static void of_a_key_that_stands_twice_the_first_counts(void **state)
{
	struct fixture f = parse("a: first\na: second\na: third\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 2);
	assert_string_equal(tree_text(f.root, "a", NULL), "first");
	arena_free(f.arena);
}

/* Nine lists of nine aliases each: written out, 9^9 values. */
static void aliases_do_not_expand(void **state)
{
	char text[4096] = "a0: &a0 x\n";
	struct fixture f;

	(void)state;
	for (int i = 1; i <= 9; i++) {
		size_t used = strlen(text);

		used += (size_t)snprintf(text + used, sizeof(text) - used, "a%d: &a%d [", i, i);
		for (int j = 0; j < 9; j++)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s*a%d",
			                         j ? "," : "", i - 1);
		snprintf(text + used, sizeof(text) - used, "]\n");
	}
	f = parse(text);
	assert_int_equal(f.status, 0);
	assert_true(f.mistakes.count > 0);
	assert_true(arena_used(f.arena) < 4 * MIB);
	arena_free(f.arena);
}

static void nesting_has_a_bound(void **state)
{
	char text[2 * 200 + 1];
	struct fixture f;

	(void)state;
	memset(text, '[', 200);
	memset(text + 200, ']', 200);
	text[400] = '\0';
	f = parse(text);
	assert_int_equal(f.status, 0);
	assert_int_equal(f.mistakes.count, 1);
	assert_non_null(strstr(f.mistakes.list[0].text, "nested"));
	assert_int_equal(f.mistakes.list[0].column, LIMIT_TREE_DEPTH + 2);
	arena_free(f.arena);
}

static void a_file_that_is_not_there_is_a_mistake(void **state)
{
	struct fixture f = parse("a: 1\n");
	struct tree *root = NULL;

	(void)state;
	assert_int_equal(config_tree_read("/nonexistent/x.yaml", f.arena, &root, &f.mistakes), -1);
	assert_null(root);
	assert_int_equal(f.mistakes.count, 1);
	assert_string_equal(f.mistakes.list[0].file, "/nonexistent/x.yaml");
	assert_int_equal(config_tree_read_folder("/nonexistent", f.arena, &root, &f.mistakes), -1);
	assert_null(root);
	assert_int_equal(f.mistakes.count, 2);
	arena_free(f.arena);
}

static void a_folder_is_read_in_the_order_of_its_names(void **state)
{
	struct fixture f = parse("a: 1\n");
	struct tree *roots = NULL;

	(void)state;
	assert_int_equal(
		config_tree_read_folder("tests/unit/config/folder", f.arena, &roots, &f.mistakes),
		0);
	assert_int_equal(f.mistakes.count, 1); /* of the one that is no YAML */
	assert_int_equal(roots->kind, TREE_LIST);
	assert_int_equal(roots->count, 3); /* without it, hidden ones, folders and other names */
	assert_string_equal(tree_text(roots->items[0], "name", "?"), "capital");
	assert_string_equal(tree_text(roots->items[1], "name", "?"), "ten");
	assert_string_equal(tree_text(roots->items[2], "name", "?"), "two");
	arena_free(f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_is_a_text_with_its_place),
		cmocka_unit_test(columns_count_characters_and_not_bytes),
		cmocka_unit_test(a_file_of_remarks_is_an_empty_map),
		cmocka_unit_test(what_is_refused_is_told_with_its_place),
		cmocka_unit_test(of_a_key_that_stands_twice_the_first_counts),
		cmocka_unit_test(aliases_do_not_expand),
		cmocka_unit_test(nesting_has_a_bound),
		cmocka_unit_test(a_file_that_is_not_there_is_a_mistake),
		cmocka_unit_test(a_folder_is_read_in_the_order_of_its_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
