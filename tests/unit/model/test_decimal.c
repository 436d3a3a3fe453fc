#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/decimal.h"

static struct decimal of(const char *text)
{
	struct decimal d = { 0, 0 };

	if (!decimal_parse(text, strlen(text), &d))
		fail_msg("%s is no number", text);
	return d;
}

static void a_number_is_written_in_its_shortest_form(void **state)
{
	static const struct {
		const char *text, *shortest;
	} rows[] = { { "80", "80" },     { "80.0", "80" },           { "66.70", "66.7" },
		     { "0.05", "0.05" }, { "-3.5", "-3.5" },         { "-0.5", "-0.5" },
		     { "0", "0" },       { "0.000001", "0.000001" }, { "007", "7" },
		     { "100", "100" } };
	char out[DECIMAL_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(decimal_format(of(rows[i].text), out), rows[i].shortest);
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const texts[] = { "",      "-",   ".5",        "5.",
		                             "1.2.3", "1e3", " 1",        "1 ",
		                             "0x1",   "1,5", "1.2345678", "9999999999999999" };
	struct decimal d = { 7, 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (decimal_parse(texts[i], strlen(texts[i]), &d))
			fail_msg("\"%s\" was taken as a number", texts[i]);
	assert_int_equal(d.digits, 7);
}

static void values_are_compared_whatever_their_scale(void **state)
{
	(void)state;
	assert_int_equal(decimal_cmp(of("80"), of("80.00")), 0);
	assert_int_equal(decimal_cmp(of("80.3"), of("80")), 1);
	assert_int_equal(decimal_cmp(of("-1"), of("0.5")), -1);
	assert_int_equal(decimal_cmp(decimal_add(of("0.1"), of("0.2")), of("0.3")), 0);
	assert_int_equal(decimal_cmp(decimal_sub(of("80"), of("0.5")), of("79.5")), 0);
	assert_int_equal(decimal_cmp(decimal_apart(of("0.5"), of("80")), of("79.5")), 0);
	assert_int_equal(decimal_cmp(decimal_apart(of("80"), of("0.5")), of("79.5")), 0);
}

static void a_share_is_rounded_half_up(void **state)
{
	static const struct {
		const char *part, *total, *percent;
		uint8_t scale;
	} rows[] = { { "125", "310", "40.3", 1 }, { "880", "993", "88.6", 1 },
		     { "1", "8", "12.5", 1 },     { "1", "8", "13", 0 },
		     { "28", "28", "100", 1 },    { "2", "3", "66.7", 1 } };
	char out[DECIMAL_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(
			decimal_format(decimal_percent_of(of(rows[i].part), of(rows[i].total),
		                                          rows[i].scale),
		                       out),
			rows[i].percent);
}

static void half_a_unit_follows_the_printed_scale(void **state)
{
	(void)state;
	assert_int_equal(decimal_cmp(decimal_half_unit(of("80")), of("0.5")), 0);
	assert_int_equal(decimal_cmp(decimal_half_unit(of("80.0")), of("0.05")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_written_in_its_shortest_form),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(values_are_compared_whatever_their_scale),
		cmocka_unit_test(a_share_is_rounded_half_up),
		cmocka_unit_test(half_a_unit_follows_the_printed_scale),
	};

	return cmocka_run_group_tests_name("model/decimal", tests, NULL, NULL);
}
