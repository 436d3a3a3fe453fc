#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/date.h"

static struct date of(const char *text)
{
	struct date d = { .precision = DATE_NONE };

	if (*text && !date_parse(text, strlen(text), &d))
		fail_msg("%s is no date", text);
	return d;
}

static void every_precision_survives_writing_and_reading(void **state)
{
	static const char *const texts[] = { "2022",    "2022-H1",    "2022-Q4",
		                             "2023-04", "2023-04-05", "2024-02-29" };
	char out[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_string_equal(date_format(of(texts[i]), out), texts[i]);
}

static void what_is_no_date_is_refused(void **state)
{
	static const char *const texts[] = { "",           "22",         "2023-13",
		                             "2023-00",    "2023-02-29", "2023-H3",
		                             "2023-Q5",    "2023-4-5",   "2023-04-05T",
		                             "0000",       "2023-Q",     "-023",
		                             "2023-04-31", "2023_04" };
	struct date d = { .precision = DATE_NONE };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (date_parse(texts[i], strlen(texts[i]), &d))
			fail_msg("\"%s\" was taken as a date", texts[i]);
	assert_int_equal(d.precision, DATE_NONE);
}

static void a_period_has_a_first_and_a_last_day(void **state)
{
	static const struct {
		const char *period, *first, *last;
	} rows[] = {
		{ "2022", "2022-01-01", "2022-12-31" },
		{ "2022-H1", "2022-01-01", "2022-06-30" },
		{ "2022-H2", "2022-07-01", "2022-12-31" },
		{ "2023-Q3", "2023-07-01", "2023-09-30" },
		{ "2024-02", "2024-02-01", "2024-02-29" },
		{ "2023-04-05", "2023-04-05", "2023-04-05" },
	};
	char out[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date d = of(rows[i].period);

		assert_string_equal(date_format(date_from_day_number(date_first_day(d)), out),
		                    rows[i].first);
		assert_string_equal(date_format(date_from_day_number(date_last_day(d)), out),
		                    rows[i].last);
	}
}

static void days_are_counted_through_four_centuries(void **state)
{
	struct date d = date_day(1899, 12, 31);
	int32_t first = date_first_day(d);

	(void)state;
	assert_int_equal(date_first_day(date_day(1970, 1, 1)), 0);
	assert_int_equal(date_first_day(date_day(2000, 3, 1)), 11017);
	for (int32_t n = first; n < first + 146097; n++) {
		d = date_from_day_number(n);
		assert_true(date_is_valid(d));
		assert_int_equal(date_first_day(d), n);
	}
}

static void weekdays_are_those_of_iso_8601(void **state)
{
	(void)state;
	assert_int_equal(date_weekday(date_first_day(date_day(2023, 4, 5))), 3);
	assert_int_equal(date_weekday(date_first_day(date_day(1969, 12, 28))), 7);
	assert_int_equal(date_weekday(date_first_day(date_day(1969, 12, 29))), 1);
}

static void the_as_of_key_orders_dates_of_every_precision(void **state)
{
	/* as-of and publication of the earlier and of the later one; 0: they are equal */
	static const struct {
		const char *as_of_a, *published_a, *as_of_b, *published_b;
		int cmp;
	} rows[] = {
		{ "2022", "2023-02-01", "2023-01", "2023-02-01", -1 },
		/* a month is never after its publication … */
		{ "2023-04", "2023-04-10", "2023-04-20", "2023-04-20", -1 },
		/* … and of equal days the finer one is later */
		{ "2023-04", "2023-04-10", "2023-04-10", "2023-04-10", -1 },
		{ "2023-03-31", "2023-05-01", "2023-Q1", "2023-05-01", 1 },
		{ "2023-04-05", "2023-04-06", "2023-04-05", "2023-04-09", 0 },
		{ "2026-02", "2026-03", "2026-02-28", "2026-03-01", -1 },
		{ "2026", "2026-03", "2026-03-31", "2026-03-31", -1 },
		{ "2022-H1", "", "2022-06", "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date_key a = date_as_of_key(of(rows[i].as_of_a), of(rows[i].published_a));
		struct date_key b = date_as_of_key(of(rows[i].as_of_b), of(rows[i].published_b));

		assert_int_equal(date_key_cmp(a, b), rows[i].cmp);
		assert_int_equal(date_key_cmp(b, a), -rows[i].cmp);
	}
}

static void periods_overlap_where_they_share_a_day(void **state)
{
	(void)state;
	assert_true(date_overlaps(of("2022-H1"), of("2022-06-30")));
	assert_true(date_overlaps(of("2022"), of("2022-Q4")));
	assert_false(date_overlaps(of("2022-H1"), of("2022-07")));
	assert_false(date_overlaps(of("2023-04-05"), of("2023-04-06")));
}

static void an_instant_is_read_with_its_offset(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
		int offset_min;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", 0, 0 },
		{ "2023-04-06T01:30:00+03:00", 1680733800, 180 },
		{ "2023-04-06 01:30:00+0300", 1680733800, 180 },
		{ "2023-04-05T17:30:00.25-05:00", 1680733800, -300 },
		{ "1969-12-31T23:59:59Z", -1, 0 },
	};
	int64_t seconds;
	int offset_min;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(date_stamp_parse(rows[i].text, strlen(rows[i].text), &seconds,
		                             &offset_min));
		assert_int_equal(seconds, rows[i].seconds);
		assert_int_equal(offset_min, rows[i].offset_min);
	}
	assert_false(date_stamp_parse("2023-04-06", 10, &seconds, NULL));
	assert_false(date_stamp_parse("2023-04-06T25:00:00Z", 20, &seconds, NULL));
}

static void the_day_of_an_instant_depends_on_the_offset(void **state)
{
	char out[DATE_STAMP_SIZE];

	(void)state;
	assert_true(date_equal(date_of_stamp(1680733800, 180), date_day(2023, 4, 6)));
	assert_true(date_equal(date_of_stamp(1680733800, 0), date_day(2023, 4, 5)));
	assert_true(date_equal(date_of_stamp(-1, 0), date_day(1969, 12, 31)));
	assert_string_equal(date_stamp_format(1680733800, out), "2023-04-05T22:30:00Z");
	assert_string_equal(date_stamp_format(-1, out), "1969-12-31T23:59:59Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_precision_survives_writing_and_reading),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(a_period_has_a_first_and_a_last_day),
		cmocka_unit_test(days_are_counted_through_four_centuries),
		cmocka_unit_test(weekdays_are_those_of_iso_8601),
		cmocka_unit_test(the_as_of_key_orders_dates_of_every_precision),
		cmocka_unit_test(periods_overlap_where_they_share_a_day),
		cmocka_unit_test(an_instant_is_read_with_its_offset),
		cmocka_unit_test(the_day_of_an_instant_depends_on_the_offset),
	};

	return cmocka_run_group_tests_name("model/date", tests, NULL, NULL);
}
