#include "ctl/plot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/date.h"

static const struct plot_frame FRAME = { .columns = 30, .rows = 5, .top = 100000, .unit = "%" };

static char *print(const struct plot_point *points, size_t count)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	plot_print(points, count, &FRAME, out);
	fclose(out);
	return text;
}

static void points_stand_by_day_and_value(void **state)
{
	const struct plot_point POINTS[] = {
		{ date_first_day(date_day(2022, 6, 30)), 0, 0, 0, 0, 'o' },
		{ date_first_day(date_day(2023, 1, 15)), 50000, 75000, 0, 0, 'o' },
		{ date_first_day(date_day(2023, 7, 31)), 100000, 100000, 0, 0, '#' },
	};
	char *text = print(POINTS, 3);

	(void)state;
	assert_string_equal(text, " 100% ┤                      ●\n"
	                          "      │           │\n"
	                          "  50% ┤           ○\n"
	                          "      │\n"
	                          "   0% ┤○\n"
	                          "      └───────────────────────\n"
	                          "       2022-06-30   2023-07-31\n");
	free(text);
}

static void the_current_figure_is_not_hidden_by_another_at_its_place(void **state)
{
	const struct plot_point POINTS[] = { { 0, 50000, 50000, 0, 0, '#' },
		                             { 0, 50000, 50000, 0, 0, '.' } };
	char *text = print(POINTS, 2);

	(void)state;
	assert_non_null(strstr(text, "●"));
	assert_null(strstr(text, "·"));
	free(text);
}

static void bounds_are_bars_and_arrows_and_conflicts_are_crossed(void **state)
{
	const struct plot_point POINTS[] = {
		{ 0, 50000, 75000, 25000, 0, 'o' },
		{ 10, 25000, 25000, 0, '^', 'o' },
		{ 20, 75000, 75000, 0, 'v', 'x' },
	};
	char *text = print(POINTS, 3);

	(void)state;
	assert_string_equal(text, " 100% ┤\n"
	                          "      ││                     ✕\n"
	                          "  50% ┤○          ↑          ↓\n"
	                          "      ││          ○\n"
	                          "   0% ┤\n"
	                          "      └───────────────────────\n"
	                          "       1970-01-01   1970-01-21\n");
	free(text);
}

static void no_points_draw_nothing(void **state)
{
	char *text = print(NULL, 0);

	(void)state;
	assert_string_equal(text, "");
	free(text);
}

static void what_lies_outside_stands_on_the_edge(void **state)
{
	const struct plot_point POINTS[] = { { 0, -5000, -5000, 0, 0, 'o' },
		                             { 9, 250000, 250000, 0, 0, 'o' } };
	char *text = print(POINTS, 2);

	(void)state;
	assert_non_null(strstr(text, " 100% ┤                      ○\n"));
	assert_non_null(strstr(text, "   0% ┤○\n"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_stand_by_day_and_value),
		cmocka_unit_test(bounds_are_bars_and_arrows_and_conflicts_are_crossed),
		cmocka_unit_test(the_current_figure_is_not_hidden_by_another_at_its_place),
		cmocka_unit_test(no_points_draw_nothing),
		cmocka_unit_test(what_lies_outside_stands_on_the_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
