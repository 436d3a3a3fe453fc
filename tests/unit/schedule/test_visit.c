#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "schedule/visit.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define T INT64_C(1700000000)

struct visit_case {
	const char *name;
	int64_t now; /* after the article was read */
	int done;
	bool is_in_doubt;
	int64_t next; /* the same; 0: never */
	int now_done;
};

static const struct visit_case cases[] = {
	{ "the_first_is_an_hour_after_the_reading", 0, 0, false, HOUR, 0 },
	{ "then_six_hours", HOUR + 5, 0, false, 6 * HOUR, 1 },
	{ "then_a_day", 6 * HOUR + 5, 1, false, DAY, 2 },
	{ "then_a_week", DAY + 5, 2, false, 7 * DAY, 3 },
	{ "then_thirty_days", 7 * DAY, 3, false, 30 * DAY, 4 },
	{ "then_never_again", 30 * DAY, 4, false, 0, 5 },
	{ "one_visit_makes_up_for_those_that_an_outage_missed", 3 * DAY, 0, false, 7 * DAY, 3 },
	{ "and_for_all_of_them", 90 * DAY, 1, false, 0, 5 },
	{ "two_visits_are_half_an_hour_apart", 6 * HOUR - 60, 0, false, 6 * HOUR + HOUR / 2 - 60,
	  1 },
	{ "a_doubt_is_looked_into_within_a_day", DAY + 5, 2, true, 2 * DAY + 5, 3 },
	{ "but_not_later_than_the_plan_would", HOUR, 0, true, 6 * HOUR, 1 },
	{ "even_after_the_last_visit_of_the_plan", 30 * DAY, 4, true, 31 * DAY, 5 },
	{ "a_doubt_that_was_looked_into_goes_on_with_the_plan", 2 * DAY, 3, false, 7 * DAY, 3 },
};

static void the_plan_of_visits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct visit_case *c = &cases[i];
		int done = c->done;
		int64_t next = schedule_next_visit(T, T + c->now, c->is_in_doubt, &done);

		if (next != (c->next ? T + c->next : 0) || done != c->now_done)
			fail_msg("%s: %lld, %d done", c->name, (long long)(next ? next - T : 0),
			         done);
	}
}

static void tries_that_tell_nothing_are_bounded(void **state)
{
	(void)state;
	assert_int_equal(schedule_retry_visit(1, T), T + HOUR);
	assert_int_equal(schedule_retry_visit(2, T), T + 2 * HOUR);
	assert_int_equal(schedule_retry_visit(3, T), T + 4 * HOUR);
	assert_int_equal(schedule_retry_visit(4, T), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plan_of_visits),
		cmocka_unit_test(tries_that_tell_nothing_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
