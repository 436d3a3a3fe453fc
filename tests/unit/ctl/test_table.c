#include "ctl/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct table_column COLUMNS[] = {
	{ "who", false, true, 0 },
	{ "%", true, false, 0 },
	{ "note", false, false, 0 },
};

static char *print(struct table *table, bool colour, size_t width)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	table_print(table, out, colour, width);
	fclose(out);
	table_free(table);
	return text;
}

static void columns_line_up_whatever_the_script(void **state)
{
	struct table *table = table_new(COLUMNS, 3);
	char *text;

	(void)state;
	table_add(table, TERM_PLAIN, "Агентство");
	table_add(table, TERM_PLAIN, "7");
	table_add(table, TERM_PLAIN, "a");
	table_add(table, TERM_PLAIN, "wire");
	table_add(table, TERM_PLAIN, "≈80");
	table_add(table, TERM_PLAIN, "");
	text = print(table, false, 0);
	assert_string_equal(text, "who          %  note\n"
	                          "Агентство    7  a\n"
	                          "wire       ≈80\n");
	free(text);
}

static void a_narrow_terminal_cuts_the_column_that_may_shrink(void **state)
{
	struct table *table = table_new(COLUMNS, 3);
	char *text;

	(void)state;
	table_add(table, TERM_PLAIN, "Государственное агентство");
	table_add(table, TERM_PLAIN, "100");
	table_add(table, TERM_PLAIN, "whole");
	text = print(table, false, 30);
	assert_string_equal(text, "who                   %  note\n"
	                          "Государственное а…  100  whole\n");
	free(text);
}

static void a_narrower_one_leaves_out_what_matters_least(void **state)
{
	static const struct table_column DROPPED[] = {
		{ "who", false, true, 0 },
		{ "first", false, false, 2 },
		{ "then", false, false, 1 },
		{ "%", true, false, 0 },
	};
	static const struct {
		size_t width;
		const char *left;
	} CASES[] = {
		{ 28, "first then" },
		{ 20, "then" },
		{ 14, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct table *table = table_new(DROPPED, 4);
		char *text, *end;

		table_add(table, TERM_PLAIN, "agency abcd");
		table_add(table, TERM_PLAIN, "x");
		table_add(table, TERM_PLAIN, "y");
		table_add(table, TERM_PLAIN, "100");
		text = print(table, false, CASES[i].width);
		for (char *line = text; *line; line = end + 1) {
			end = strchr(line, '\n');
			*end = '\0';
			assert_true(term_width(line) <= CASES[i].width);
			*end = '\n';
		}
		assert_int_equal(strstr(text, "first") != NULL,
		                 strstr(CASES[i].left, "first") != NULL);
		assert_int_equal(strstr(text, "then") != NULL,
		                 strstr(CASES[i].left, "then") != NULL);
		assert_non_null(strstr(text, "100"));
		free(text);
	}
}

static void without_rows_nothing_is_printed(void **state)
{
	char *text = print(table_new(COLUMNS, 3), true, 80);

	(void)state;
	assert_string_equal(text, "");
	free(text);
}

static void later_rows_stand_below_earlier_ones_without_new_titles(void **state)
{
	struct table *table = table_new(COLUMNS, 3);
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	for (int i = 0; i < 2; i++) {
		table_add(table, TERM_PLAIN, i == 0 ? "a long name" : "short");
		table_add(table, TERM_PLAIN, "1");
		table_add(table, TERM_PLAIN, "x");
		table_print(table, out, false, 0);
	}
	fclose(out);
	table_free(table);
	assert_string_equal(text, "who          %  note\n"
	                          "a long name  1  x\n"
	                          "short        1  x\n");
	free(text);
}

static void colour_comes_only_where_it_was_asked_for(void **state)
{
	(void)state;
	for (int colour = 0; colour <= 1; colour++) {
		struct table *table = table_new(COLUMNS, 3);
		char *text;

		table_add(table, TERM_BAD, "a");
		table_add(table, TERM_GOOD, "b");
		table_add(table, TERM_BOLD, "c");
		text = print(table, colour != 0, 0);
		assert_int_equal(strchr(text, '\033') != NULL, colour);
		free(text);
	}
}

static void what_strangers_wrote_cannot_command_the_terminal(void **state)
{
	static const struct {
		const char *raw;
		const char *clean;
	} CASES[] = {
		{ "plain", "plain" },
		{ "two\nlines\tand a tab", "two lines and a tab" },
		{ "\033[2Jgone", "\uFFFD[2Jgone" },
		{ "\xC2\x9B"
		  "2J",
		  "\uFFFD"
		  "2J" },
		{ "\u202Eturned", "\uFFFDturned" },
		{ "broken \xFF", "broken \uFFFD" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		char *clean = term_clean(CASES[i].raw);

		assert_string_equal(clean, CASES[i].clean);
		free(clean);
	}
}

static void widths_are_counted_in_columns(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} CASES[] = {
		{ "", 0 },        { "abc", 3 },  { "Беларусь", 8 },
		{ "e\u0301", 1 }, { "日本", 4 }, { "70–75%", 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		assert_int_equal(term_width(CASES[i].text), CASES[i].width);
	assert_int_equal(term_fit("Беларусь", 3), 6);
	assert_int_equal(term_fit("日本", 3), 3);
	assert_int_equal(term_fit("e\u0301x", 1), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_line_up_whatever_the_script),
		cmocka_unit_test(a_narrow_terminal_cuts_the_column_that_may_shrink),
		cmocka_unit_test(a_narrower_one_leaves_out_what_matters_least),
		cmocka_unit_test(without_rows_nothing_is_printed),
		cmocka_unit_test(later_rows_stand_below_earlier_ones_without_new_titles),
		cmocka_unit_test(colour_comes_only_where_it_was_asked_for),
		cmocka_unit_test(what_strangers_wrote_cannot_command_the_terminal),
		cmocka_unit_test(widths_are_counted_in_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
