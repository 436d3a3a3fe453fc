/* What people are told of a source, and whose fault it is when all fail at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "schedule/outage.h"
#include "schedule/schedule.h"

#define NOW INT64_C(1700000000)
#define MIN 60
#define HOUR 3600
#define DAY (24 * HOUR)
#define MIDDLE 0x80000000u /* no jitter, to within a second */

static const struct schedule_source plain = { .address_count = 1 };

static struct poll_state polled(int64_t interval_s)
{
	return (struct poll_state){
		.interval_s = interval_s,
		.first_poll_s = NOW - DAY,
		.first_reply_s = NOW - DAY,
		.last_poll_s = NOW - HOUR,
		.last_success_s = NOW - HOUR,
	};
}

static struct schedule_outcome items(size_t count, size_t known)
{
	return (struct schedule_outcome){ .result = SCHEDULE_ITEMS,
		                          .item_count = count,
		                          .known_count = known };
}

static struct schedule_outcome failure(enum schedule_weight weight)
{
	return (struct schedule_outcome){ .result = SCHEDULE_FAILED, .weight = weight };
}

/* --- what people are told --- */

static enum schedule_news news_at(struct poll_state *s, int64_t now_s)
{
	int64_t since_s;

	return schedule_news(s, now_s, &since_s);
}

static void three_failures_and_two_hours_of_them_are_told_once(void **state)
{
	struct poll_state s = polled(30 * MIN);
	struct schedule_outcome fails = failure(SCHEDULE_LIGHT), answers = items(9, 9);
	int64_t since_s = 0;

	(void)state;
	for (int i = 0; i < 3; i++)
		schedule_next_poll(&s, &plain, &fails, NOW, NOW + i, MIDDLE);
	assert_int_equal(news_at(&s, NOW + 2 * HOUR - 1), SCHEDULE_NO_NEWS);
	assert_int_equal(schedule_news(&s, NOW + 2 * HOUR, &since_s), SCHEDULE_DOWN);
	assert_int_equal(since_s, NOW);
	assert_int_equal(news_at(&s, NOW + 3 * HOUR), SCHEDULE_NO_NEWS);
	schedule_next_poll(&s, &plain, &answers, NOW + 4 * HOUR, NOW + 4 * HOUR, MIDDLE);
	since_s = 0;
	assert_int_equal(schedule_news(&s, NOW + 4 * HOUR, &since_s), SCHEDULE_UP);
	assert_int_equal(since_s, NOW);
	assert_int_equal(news_at(&s, NOW + 4 * HOUR), SCHEDULE_NO_NEWS);
}

static void two_failures_are_no_news_however_long_they_last(void **state)
{
	struct poll_state s = polled(30 * MIN);
	struct schedule_outcome fails = failure(SCHEDULE_LIGHT);

	(void)state;
	schedule_next_poll(&s, &plain, &fails, NOW, NOW, MIDDLE);
	schedule_next_poll(&s, &plain, &fails, NOW, NOW + HOUR, MIDDLE);
	assert_int_equal(news_at(&s, NOW + DAY), SCHEDULE_NO_NEWS);
}

static const struct silence_case {
	const char *name;
	int64_t gap_s;
	int64_t told_after_s;
} silences[] = {
	{ "who_writes_each_hour_is_silent_after_three_days", HOUR, 3 * DAY },
	{ "who_writes_each_week_is_silent_after_six", 7 * DAY, 42 * DAY },
	{ "whose_habit_is_unknown_after_three_days", 0, 3 * DAY },
};

static void silence_is_measured_by_the_habit_of_the_source(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(silences); i++) {
		struct poll_state s = { 0 };
		struct schedule_outcome first = items(20, 0), nothing = items(20, 20);
		int64_t since_s, end_s = NOW + silences[i].told_after_s;

		first.gap_s = silences[i].gap_s;
		schedule_next_poll(&s, &plain, &first, NOW, NOW, MIDDLE);
		schedule_next_poll(&s, &plain, &nothing, end_s, end_s, MIDDLE);
		assert_int_equal(news_at(&s, end_s), SCHEDULE_NO_NEWS);
		assert_int_equal(schedule_news(&s, end_s + 1, &since_s), SCHEDULE_SILENT);
		assert_int_equal(since_s, NOW);
		assert_int_equal(news_at(&s, end_s + DAY), SCHEDULE_NO_NEWS);
		/* a new item ends it, and the next silence is told again */
		schedule_next_poll(&s, &plain, &first, end_s, end_s + DAY, MIDDLE);
		assert_int_equal(s.silent_s, 0);
		assert_int_equal(news_at(&s, end_s + 9999 * DAY), SCHEDULE_SILENT);
	}
}

static void the_usual_gap_follows_the_source_by_a_quarter(void **state)
{
	struct poll_state s = polled(30 * MIN);
	struct schedule_outcome fresh = items(20, 19);

	(void)state;
	s.last_new_s = NOW - 8 * HOUR;
	s.gap_s = 4 * HOUR;
	schedule_next_poll(&s, &plain, &fresh, NOW, NOW, MIDDLE);
	assert_int_equal(s.gap_s, 5 * HOUR);
}

/* --- our own outage --- */

/*
 * Of events a letter: that host fails; '|': from here on at once; '+': one
 * answers; '.': six hours pass.
 */
static const struct outage_case {
	const char *name;
	size_t host_count;
	const char *events;
	bool is_down;
} outages[] = {
	{ "four_hosts_of_a_few", 5, "abcd", true },
	{ "three_are_not_enough", 3, "abc", false },
	{ "one_host_four_times_is_one", 5, "aaaa", false },
	{ "an_answer_in_between_proves_the_network", 5, "abc+d", false },
	{ "what_came_before_an_answer_does_not_count", 5, "abcd+abc", false },
	{ "who_fails_rarely_fails_alone", 5, "ab.cd", false },
	{ "of_forty_hosts_ten", 40, "abcdefghi", false },
	{ "of_forty_hosts_ten_indeed", 40, "abcdefghij", true },
	{ "of_thousands_a_dozen", 10000, "abcdefghijk", false },
	{ "of_thousands_a_dozen_indeed", 10000, "abcdefghijkl", true },
	{ "dozens_together_are_the_dead_at_a_start", 40, "|abcdefghijklmnopqrstuvw", false },
	{ "who_fails_a_minute_later_too_fails_with_us", 40, "|abcdefghijklmnopqrstuvw|a", true },
	{ "it_lasts_until_one_answers", 5, "abcd.ab", true },
	{ "and_may_come_again", 5, "abcd+abcd", true },
};

static void an_outage_is_ours_where_nobody_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(outages); i++) {
		struct schedule_outage outage = { 0 };
		int64_t now_s = NOW, step_s = 30;

		for (const char *e = outages[i].events; *e; e++) {
			if (*e == '|') {
				now_s += SCHEDULE_OUTAGE_LASTS_S;
				step_s = 0;
			} else if (*e == '.') {
				now_s += SCHEDULE_OUTAGE_WINDOW_S + 1;
			} else if (*e == '+') {
				schedule_outage_answered(&outage, now_s);
			} else {
				schedule_outage_failed(&outage, (uint64_t)*e, outages[i].host_count,
				                       now_s);
				now_s += step_s;
			}
		}
		if ((outage.since_s != 0) != outages[i].is_down)
			fail_msg("%s", outages[i].name);
	}
}

static void an_outage_is_told_at_both_ends_once(void **state)
{
	struct schedule_outage outage = { 0 };

	(void)state;
	for (uint64_t host = 1; host < 4; host++)
		assert_int_equal(schedule_outage_failed(&outage, host, 9, NOW + (int64_t)host),
		                 SCHEDULE_OUTAGE_NO_NEWS);
	assert_int_equal(schedule_outage_failed(&outage, 4, 9, NOW + 61), SCHEDULE_OUTAGE_BEGINS);
	assert_int_equal(outage.since_s, NOW + 1);
	assert_int_equal(schedule_outage_failed(&outage, 5, 9, NOW + 65), SCHEDULE_OUTAGE_NO_NEWS);
	assert_int_equal(schedule_outage_answered(&outage, NOW + 70), SCHEDULE_OUTAGE_ENDS);
	assert_int_equal(schedule_outage_answered(&outage, NOW + 71), SCHEDULE_OUTAGE_NO_NEWS);
}

static void nobody_is_blamed_before_another_answers(void **state)
{
	struct schedule_outage outage = { 0 };

	(void)state;
	assert_false(schedule_outage_may_blame(&outage, 9, NOW));
	schedule_outage_answered(&outage, NOW - 1);
	assert_false(schedule_outage_may_blame(&outage, 9, NOW));
	schedule_outage_answered(&outage, NOW + 1);
	assert_true(schedule_outage_may_blame(&outage, 9, NOW));
	assert_true(schedule_outage_may_blame(&(struct schedule_outage){ 0 }, 3, NOW));
}

static void whoever_tries_the_network_makes_no_storm(void **state)
{
	(void)state;
	assert_in_range(schedule_outage_wait(38), 30, 90);
	assert_in_range(schedule_outage_wait(10000), 10000 / 30, 900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_failures_and_two_hours_of_them_are_told_once),
		cmocka_unit_test(two_failures_are_no_news_however_long_they_last),
		cmocka_unit_test(silence_is_measured_by_the_habit_of_the_source),
		cmocka_unit_test(the_usual_gap_follows_the_source_by_a_quarter),
		cmocka_unit_test(an_outage_is_ours_where_nobody_answers),
		cmocka_unit_test(an_outage_is_told_at_both_ends_once),
		cmocka_unit_test(nobody_is_blamed_before_another_answers),
		cmocka_unit_test(whoever_tries_the_network_makes_no_storm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
