#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/zone.h"

static const struct {
	const char *zone;
	int64_t seconds;
	int offset_min;
} instants[] = {
	{ "Europe/Minsk", 1680688800, 180 },  /* 2023-04-05T10:00:00Z: no summer time since 2011 */
	{ "Europe/Minsk", 1278410400, 180 },  /* 2010-07-06: summer time of +02:00 */
	{ "Europe/Minsk", 1262340000, 120 },  /* 2010-01-01 */
	{ "Europe/Moscow", 1680688800, 180 }, /* since October 2014 */
	{ "Europe/Moscow", 1388570400, 240 }, /* 2014-01-01: "winter time for ever" had +04:00 */
	{ "Europe/Warsaw", 1680688800, 120 }, /* summer */
	{ "Europe/Warsaw", 1672567200, 60 },  /* winter */
	{ "America/New_York", 1672567200, -300 }, /* west of UTC */
	{ "Asia/Kathmandu", 1672567200, 345 },    /* no whole hour */
	{ "UTC", 1672567200, 0 },
};

static void an_instant_has_the_offset_of_its_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(instants); i++) {
		int offset_min = -1;

		assert_true(zone_offset_at(instants[i].zone, instants[i].seconds, &offset_min));
		assert_int_equal(offset_min, instants[i].offset_min);
	}
}

static const struct {
	const char *zone;
	int64_t local_seconds;
	int offset_min;
} clocks[] = {
	{ "Europe/Minsk", 1680692400, 180 },
	{ "Europe/Warsaw", 1679799540, 60 },  /* 2023-03-26 02:59 is skipped: the offset before */
	{ "Europe/Warsaw", 1679799600, 120 }, /* 03:00 */
	{ "Europe/Warsaw", 1698546600, 120 }, /* 2023-10-29 02:30 comes twice: the earlier */
	{ "Europe/Warsaw", 1698548400, 60 },  /* 03:00 */
};

static void a_wall_clock_is_read_by_the_offset_that_it_shows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(clocks); i++) {
		int offset_min = -1;

		assert_true(
			zone_offset_at_local(clocks[i].zone, clocks[i].local_seconds, &offset_min));
		assert_int_equal(offset_min, clocks[i].offset_min);
	}
}

static void a_name_that_the_tz_database_lacks_is_unknown(void **state)
{
	static const char *const unknown[] = { "",      "Europe/Minks", "Minsk",
		                               "GMT+3", "+03:00",       "../etc/passwd" };
	int offset_min = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(unknown); i++) {
		assert_false(zone_is_known(unknown[i]));
		assert_false(zone_offset_at(unknown[i], 0, &offset_min));
		assert_false(zone_offset_at_local(unknown[i], 0, &offset_min));
	}
	assert_int_equal(offset_min, 7);
	assert_true(zone_is_known("Europe/Minsk"));
}

static void a_city_or_a_mistyped_zone_finds_its_name(void **state)
{
	char out[ZONE_NAME_SIZE];

	(void)state;
	assert_true(zone_nearest("Minsk", out));
	assert_string_equal(out, "Europe/Minsk");
	assert_true(zone_nearest("Europe/Minks", out));
	assert_string_equal(out, "Europe/Minsk");
	assert_false(zone_nearest("nowhere at all", out));
	assert_string_equal(out, "Europe/Minsk");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_instant_has_the_offset_of_its_day),
		cmocka_unit_test(a_wall_clock_is_read_by_the_offset_that_it_shows),
		cmocka_unit_test(a_name_that_the_tz_database_lacks_is_unknown),
		cmocka_unit_test(a_city_or_a_mistyped_zone_finds_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
