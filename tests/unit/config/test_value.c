#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "config/value.h"

#define UNTOUCHED -77

static void a_duration_is_a_number_and_a_unit(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{ "500ms", 500 },     { "30s", 30000 },   { "15min", 900000 },
		{ "2h", 7200000 },    { "1d", 86400000 }, { "36500d", INT64_C(3153600000000) },
		{ "0", 0 },           { "0s", 0 },        { "007s", 7000 },
		{ "15 min", 900000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t ms = UNTOUCHED;

		assert_true(value_parse_duration(cases[i].text, &ms));
		assert_int_equal(ms, cases[i].ms);
	}
}

static void what_is_no_duration_leaves_the_result_alone(void **state)
{
	static const char *const cases[] = {
		"",
		"15",
		"min",
		"15 m",
		"15minutes",
		"1h30min",
		"-5s",
		"1.5h",
		" 5s",
		"5s ",
		"5S",
		"0x5s",
		"٣s",
		"99999999999999999999s",
		"9223372036854775807d",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t ms = UNTOUCHED;

		assert_false(value_parse_duration(cases[i], &ms));
		assert_int_equal(ms, UNTOUCHED);
	}
}

static void a_size_is_a_number_and_a_binary_unit(void **state)
{
	static const struct {
		const char *text;
		bool is_size;
		int64_t bytes;
	} cases[] = {
		{ "512B", true, 512 },
		{ "64KiB", true, 65536 },
		{ "8MiB", true, 8388608 },
		{ "1GiB", true, 1073741824 },
		{ "0", true, 0 },
		{ "8MB", false, UNTOUCHED }, /* would be read in two ways */
		{ "8M", false, UNTOUCHED },
		{ "8", false, UNTOUCHED },
		{ "9223372036854775807KiB", false, UNTOUCHED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t bytes = UNTOUCHED;

		assert_int_equal(value_parse_size(cases[i].text, &bytes), cases[i].is_size);
		assert_int_equal(bytes, cases[i].bytes);
	}
}

static void a_share_has_at_most_three_places(void **state)
{
	static const struct {
		const char *text;
		bool is_share;
		int per_mille;
	} cases[] = {
		{ "0", true, 0 },
		{ "1", true, 1000 },
		{ "0.6", true, 600 },
		{ "0.625", true, 625 },
		{ "1.000", true, 1000 },
		{ "0.6250", false, UNTOUCHED },
		{ "1.001", false, UNTOUCHED },
		{ "-0.1", false, UNTOUCHED },
		{ "60%", false, UNTOUCHED },
		{ "0,6", false, UNTOUCHED },
		{ "", false, UNTOUCHED },
		{ "1e0", false, UNTOUCHED },
		{ "999999999999999", false, UNTOUCHED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int per_mille = UNTOUCHED;

		assert_int_equal(value_parse_share(cases[i].text, &per_mille), cases[i].is_share);
		assert_int_equal(per_mille, cases[i].per_mille);
	}
}

static void a_whole_number_has_digits_and_perhaps_a_minus(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		int64_t number;
	} cases[] = {
		{ "42", true, 42 },
		{ "-42", true, -42 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, UNTOUCHED },
		{ "", false, UNTOUCHED },
		{ "-", false, UNTOUCHED },
		{ "+1", false, UNTOUCHED },
		{ "--1", false, UNTOUCHED },
		{ " 1", false, UNTOUCHED },
		{ "1 ", false, UNTOUCHED },
		{ "0x10", false, UNTOUCHED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t number = UNTOUCHED;

		assert_int_equal(value_parse_integer(cases[i].text, &number), cases[i].is_number);
		assert_int_equal(number, cases[i].number);
	}
}

static void yes_and_no_have_three_words_each(void **state)
{
	static const char *const yes[] = { "yes", "true", "on", "Yes", "TRUE" };
	static const char *const no[] = { "no", "false", "off", "No" };
	static const char *const neither[] = { "", "y", "1", "0", "yes ", "nein" };
	bool value;

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++) {
		value = false;
		assert_true(value_parse_bool(yes[i], &value));
		assert_true(value);
	}
	for (size_t i = 0; i < COUNT(no); i++) {
		value = true;
		assert_true(value_parse_bool(no[i], &value));
		assert_false(value);
	}
	for (size_t i = 0; i < COUNT(neither); i++)
		assert_false(value_parse_bool(neither[i], &value));
}

static void a_value_is_written_with_the_largest_unit_that_divides_it(void **state)
{
	char out[VALUE_TEXT_SIZE];

	(void)state;
	assert_string_equal(value_format_duration(900000, out), "15min");
	assert_string_equal(value_format_duration(90000, out), "90s");
	assert_string_equal(value_format_duration(86400000, out), "1d");
	assert_string_equal(value_format_duration(1500, out), "1500ms");
	assert_string_equal(value_format_duration(0, out), "0");
	assert_string_equal(value_format_size(10485760, out), "10MiB");
	assert_string_equal(value_format_size(1536, out), "1536B");
	assert_string_equal(value_format_share(600, out), "0.6");
	assert_string_equal(value_format_share(1000, out), "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_duration_is_a_number_and_a_unit),
		cmocka_unit_test(what_is_no_duration_leaves_the_result_alone),
		cmocka_unit_test(a_size_is_a_number_and_a_binary_unit),
		cmocka_unit_test(a_share_has_at_most_three_places),
		cmocka_unit_test(a_whole_number_has_digits_and_perhaps_a_minus),
		cmocka_unit_test(yes_and_no_have_three_words_each),
		cmocka_unit_test(a_value_is_written_with_the_largest_unit_that_divides_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
