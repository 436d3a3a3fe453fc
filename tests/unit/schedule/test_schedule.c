#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
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

static int64_t wait_after(struct poll_state *state, const struct schedule_source *source,
                          struct schedule_outcome outcome)
{
	schedule_next_poll(state, source, &outcome, NOW - 1, NOW, MIDDLE);
	return state->next_s - NOW;
}

/* --- the interval --- */

struct interval_case {
	const char *name;
	int64_t interval_s;
	struct schedule_source source;
	struct schedule_outcome outcome;
	int64_t next_interval_s;
	int64_t wait_s;
};

/* a case a line or two */
/* clang-format off */
static const struct interval_case intervals[] = {
	{ "much_that_is_known_makes_it_longer",
	  30 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 100, 68, 0, 0, 0, 0, 0 },
	  45 * MIN,
	  45 * MIN },
	{ "two_thirds_known_leave_it",
	  30 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 100, 67, 0, 0, 0, 0, 0 },
	  30 * MIN,
	  30 * MIN },
	{ "a_third_known_leaves_it",
	  30 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 100, 33, 0, 0, 0, 0, 0 },
	  30 * MIN,
	  30 * MIN },
	{ "little_that_is_known_makes_it_shorter",
	  60 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 100, 32, 0, 0, 0, 0, 0 },
	  30 * MIN,
	  30 * MIN },
	{ "a_304_makes_it_longer",
	  60 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_UNCHANGED, 0, 0, 0, 0, 0, 0, 0, 0 },
	  90 * MIN,
	  90 * MIN },
	{ "a_feed_without_items_makes_it_longer",
	  60 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 0, 0, 0, 0, 0, 0, 0 },
	  90 * MIN,
	  90 * MIN },
	{ "never_under_15_minutes",
	  20 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 10, 0, 0, 0, 0, 0, 0 },
	  15 * MIN,
	  15 * MIN },
	{ "never_over_6_hours",
	  5 * HOUR,
	  { 0, 0, 1 },
	  { SCHEDULE_UNCHANGED, 0, 0, 0, 0, 0, 0, 0, 0 },
	  6 * HOUR,
	  6 * HOUR },
	{ "the_source_may_have_bounds_of_its_own",
	  30 * MIN,
	  { 1, 2, 1 },
	  { SCHEDULE_UNCHANGED, 0, 0, 0, 0, 0, 0, 0, 0 },
	  2,
	  2 },
	{ "a_shortest_interval_over_6_hours_counts",
	  30 * MIN,
	  { 8 * HOUR, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 10, 5, 0, 0, 0, 0, 0 },
	  8 * HOUR,
	  8 * HOUR },
	{ "a_publishers_wish_is_never_undercut",
	  20 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 10, 0, HOUR, 0, 0, 0, 0 },
	  15 * MIN,
	  HOUR },
	{ "a_wish_shorter_than_our_estimate_changes_nothing",
	  60 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 10, 5, 5 * MIN, 0, 0, 0, 0 },
	  60 * MIN,
	  60 * MIN },
	{ "a_wish_for_a_year_is_a_wish_for_a_day",
	  60 * MIN,
	  { 0, 0, 1 },
	  { SCHEDULE_ITEMS, 0, 10, 5, 365 * DAY, 0, 0, 0, 0 },
	  60 * MIN,
	  DAY },
};
/* clang-format on */

static void run_interval(void **state)
{
	const struct interval_case *c = *state;
	struct poll_state poll = polled(c->interval_s);
	int64_t wait_s = wait_after(&poll, &c->source, c->outcome);

	assert_int_equal(poll.interval_s, c->next_interval_s);
	assert_int_equal(wait_s, c->wait_s);
}

static void the_first_reply_starts_at_half_an_hour(void **state)
{
	struct poll_state poll = { 0 };

	(void)state;
	assert_int_equal(wait_after(&poll, &plain, items(20, 0)), 30 * MIN);
	assert_int_equal(poll.first_poll_s, NOW - 1);
	assert_int_equal(poll.first_reply_s, NOW);
	assert_int_equal(poll.last_new_s, NOW);
}

static void a_wish_outlives_a_304_and_a_failure_but_not_a_feed_without_it(void **state)
{
	struct poll_state poll = polled(30 * MIN);
	struct schedule_outcome wish = items(10, 5);

	(void)state;
	wish.wish_s = 3 * HOUR;
	assert_int_equal(wait_after(&poll, &plain, wish), 3 * HOUR);
	assert_int_equal(wait_after(&poll, &plain, failure(SCHEDULE_LIGHT)), 3 * HOUR);
	assert_int_equal(wait_after(&poll, &plain,
	                            (struct schedule_outcome){ .result = SCHEDULE_UNCHANGED }),
	                 3 * HOUR);
	assert_int_equal(wait_after(&poll, &plain, items(10, 5)), 45 * MIN);
}

static void chance_moves_a_wait_by_a_tenth_at_most(void **state)
{
	static const uint32_t randoms[] = { 0, 1, MIDDLE, UINT32_MAX };
	static const int64_t waits[] = { 27 * MIN, 27 * MIN, 30 * MIN, 33 * MIN };
	struct schedule_outcome outcome = items(10, 5);

	(void)state;
	for (size_t i = 0; i < COUNT(randoms); i++) {
		struct poll_state poll = polled(30 * MIN);

		schedule_next_poll(&poll, &plain, &outcome, NOW, NOW, randoms[i]);
		assert_int_equal(poll.next_s - NOW, waits[i]);
	}
	outcome.wish_s = 30 * MIN;
	for (size_t i = 0; i < COUNT(randoms); i++) {
		struct poll_state poll = polled(30 * MIN);

		schedule_next_poll(&poll, &plain, &outcome, NOW, NOW, randoms[i]);
		assert_true(poll.next_s - NOW >= 30 * MIN);
	}
}

/* --- failures --- */

static void a_timeout_is_tried_again_soon_and_then_ever_later(void **state)
{
	static const int64_t waits[] = { 5 * MIN,   10 * MIN,  20 * MIN,
		                         40 * MIN,  80 * MIN,  160 * MIN,
		                         320 * MIN, 640 * MIN, 21 * HOUR + 20 * MIN,
		                         DAY,       DAY };
	struct poll_state poll = polled(30 * MIN);

	(void)state;
	for (size_t i = 0; i < COUNT(waits); i++)
		assert_int_equal(wait_after(&poll, &plain, failure(SCHEDULE_LIGHT)), waits[i]);
	assert_int_equal(poll.failures, COUNT(waits));
	assert_int_equal(poll.failing_since_s, NOW);
	assert_int_equal(poll.interval_s, 30 * MIN);
}

static void what_lasts_waits_longer_than_what_passes(void **state)
{
	struct poll_state light = polled(30 * MIN), heavy = light, gone = light;

	(void)state;
	assert_int_equal(wait_after(&light, &plain, failure(SCHEDULE_LIGHT)), 5 * MIN);
	assert_int_equal(wait_after(&heavy, &plain, failure(SCHEDULE_HEAVY)), 10 * MIN);
	assert_int_equal(wait_after(&gone, &plain, failure(SCHEDULE_GONE)), 40 * MIN);
	assert_int_equal(wait_after(&heavy, &plain, failure(SCHEDULE_HEAVY)), 40 * MIN);
	assert_int_equal(wait_after(&gone, &plain, failure(SCHEDULE_GONE)), 640 * MIN);
}

static void a_source_is_never_given_up(void **state)
{
	struct poll_state poll = polled(30 * MIN);

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		struct schedule_outcome gone = failure(SCHEDULE_GONE);

		schedule_next_poll(&poll, &plain, &gone, NOW, NOW, i * 2654435761u);
		assert_true(poll.next_s > NOW && poll.next_s <= NOW + DAY);
	}
	assert_int_equal(wait_after(&poll, &plain, items(10, 5)), 30 * MIN);
	assert_int_equal(poll.failures, 0);
	assert_int_equal(poll.backoff, 0);
	assert_int_equal(poll.failing_since_s, 0);
}

static void a_source_polled_each_second_is_not_made_to_wait_minutes(void **state)
{
	const struct schedule_source busy = { 1, 1, 1 };
	struct poll_state poll = polled(1);

	(void)state;
	assert_int_equal(wait_after(&poll, &busy, failure(SCHEDULE_LIGHT)), 1);
	assert_int_equal(wait_after(&poll, &busy, failure(SCHEDULE_LIGHT)), 2);
}

static void retry_after_is_honoured_up_to_a_day(void **state)
{
	struct poll_state poll = polled(30 * MIN);
	struct schedule_outcome busy = failure(SCHEDULE_LIGHT);

	(void)state;
	busy.retry_after_s = 2 * HOUR;
	schedule_next_poll(&poll, &plain, &busy, NOW, NOW, 0);
	assert_int_equal(poll.next_s - NOW, 2 * HOUR);
	busy.retry_after_s = 365 * DAY;
	schedule_next_poll(&poll, &plain, &busy, NOW, NOW, 0);
	assert_int_equal(poll.next_s - NOW, DAY);
	busy.retry_after_s = 1; /* no reason to hurry */
	poll = polled(30 * MIN);
	schedule_next_poll(&poll, &plain, &busy, NOW, NOW, MIDDLE);
	assert_int_equal(poll.next_s - NOW, 5 * MIN);
}

static void each_address_has_its_turn_before_the_source_waits(void **state)
{
	const struct schedule_source three = { .address_count = 3 };
	struct poll_state poll = polled(30 * MIN);

	(void)state;
	assert_int_equal(wait_after(&poll, &three, failure(SCHEDULE_HEAVY)), 30);
	assert_int_equal(poll.address, 1);
	assert_int_equal(wait_after(&poll, &three, failure(SCHEDULE_HEAVY)), 30);
	assert_int_equal(poll.address, 2);
	assert_int_equal(wait_after(&poll, &three, failure(SCHEDULE_HEAVY)), 10 * MIN);
	assert_int_equal(poll.address, 0);
	assert_int_equal(wait_after(&poll, &three, failure(SCHEDULE_LIGHT)), 30);
	assert_int_equal(wait_after(&poll, &three, items(10, 5)), 30 * MIN);
	assert_int_equal(poll.address, 1); /* the one that works stays */
}

static void an_address_that_left_the_configuration_is_not_asked_for(void **state)
{
	struct poll_state poll = polled(30 * MIN);

	(void)state;
	poll.address = 7;
	wait_after(&poll, &plain, failure(SCHEDULE_LIGHT));
	assert_int_equal(poll.address, 0);
}

static void weights_of_http(void **state)
{
	(void)state;
	assert_int_equal(schedule_weight_of_status(410), SCHEDULE_GONE);
	assert_int_equal(schedule_weight_of_status(404), SCHEDULE_HEAVY);
	assert_int_equal(schedule_weight_of_status(403), SCHEDULE_HEAVY);
	assert_int_equal(schedule_weight_of_status(429), SCHEDULE_LIGHT);
	assert_int_equal(schedule_weight_of_status(500), SCHEDULE_LIGHT);
	assert_int_equal(schedule_weight_of_status(503), SCHEDULE_LIGHT);
}

/* --- start-up --- */

static void a_start_spreads_what_is_due(void **state)
{
	struct poll_state first = { 0 }, last = { 0 }, overdue = { .next_s = NOW - DAY };

	(void)state;
	schedule_start(&first, 10000, NOW, 0);
	schedule_start(&last, 10000, NOW, UINT32_MAX);
	schedule_start(&overdue, 10000, NOW, MIDDLE);
	assert_int_equal(first.next_s, NOW);
	assert_int_equal(last.next_s, NOW + 199);
	assert_int_equal(overdue.next_s, NOW + 100);
}

static void a_handful_of_sources_starts_at_once(void **state)
{
	struct poll_state poll = { 0 };

	(void)state;
	schedule_start(&poll, 40, NOW, UINT32_MAX);
	assert_int_equal(poll.next_s, NOW);
}

static void a_restart_keeps_what_is_not_due(void **state)
{
	struct poll_state poll = { .next_s = NOW + HOUR };

	(void)state;
	schedule_start(&poll, 10000, NOW, MIDDLE);
	assert_int_equal(poll.next_s, NOW + HOUR);
}

static void a_time_that_no_wait_reaches_was_a_wrong_clock(void **state)
{
	struct poll_state poll = { .next_s = NOW + 30 * DAY };

	(void)state;
	schedule_start(&poll, 1, NOW, 0);
	assert_int_equal(poll.next_s, NOW);
}

static void a_clock_that_is_put_right_silences_nobody(void **state)
{
	const struct poll_state poll = { .next_s = NOW + HOUR };

	(void)state;
	assert_false(schedule_is_due(&poll, NOW));
	assert_true(schedule_is_due(&poll, NOW + HOUR));
	assert_true(schedule_is_due(&poll, NOW - 4 * 365 * DAY));
}

static void a_long_interval_is_no_wrong_clock(void **state)
{
	struct poll_state poll = { .interval_s = 30 * DAY, .next_s = NOW + 33 * DAY };

	(void)state;
	assert_false(schedule_is_due(&poll, NOW));
	schedule_start(&poll, 1, NOW, 0);
	assert_int_equal(poll.next_s, NOW + 33 * DAY);
}

static void one_whole_fetch_a_day_and_after_a_wrong_clock(void **state)
{
	(void)state;
	assert_true(schedule_is_full_due(0, NOW));
	assert_false(schedule_is_full_due(NOW - DAY + 1, NOW));
	assert_true(schedule_is_full_due(NOW - DAY, NOW));
	assert_true(schedule_is_full_due(NOW + 1, NOW));
}

static void who_asks_is_served_now(void **state)
{
	struct poll_state poll = polled(30 * MIN);

	(void)state;
	poll.next_s = NOW + DAY;
	schedule_poll_now(&poll, NOW);
	assert_int_equal(poll.next_s, NOW);
}

/* --- hours and days that the publisher wants to himself --- */

/* NOW is a Tuesday, 22:13:20 UTC */
#define TUESDAY (1u << 2)
#define WEDNESDAY (1u << 3)

static const struct skip_case {
	const char *name;
	unsigned hours;
	unsigned days;
	int64_t wait_s; /* of a poll that would be 30 minutes from now */
} skips[] = {
	{ "no_hour_is_skipped", 0, 0, 30 * MIN },
	{ "another_hour_is", 1u << 21, 0, 30 * MIN },
	/* half an hour into the first free hour, by the middle of chance */
	{ "the_hour_itself_is", 1u << 22, 0, 46 * MIN + 40 + 30 * MIN },
	{ "over_midnight", 1u << 22 | 1u << 23 | 1u << 0, 0, 46 * MIN + 40 + 2 * HOUR + 30 * MIN },
	{ "the_day_is", 0, TUESDAY, 46 * MIN + 40 + HOUR + 30 * MIN },
	{ "two_days_are", 0, TUESDAY | WEDNESDAY, 46 * MIN + 40 + 25 * HOUR + 30 * MIN },
	{ "all_hours_are_no_wish", 0xffffffu, 0, 30 * MIN },
	{ "nor_all_days", 0, 0x7fu, 30 * MIN },
	{ "bits_beyond_the_clock_say_nothing", 1u << 25, 1u << 8, 30 * MIN },
};

static void the_hours_and_days_that_a_publisher_skips_are_skipped(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(skips); i++) {
		struct poll_state s = polled(30 * MIN);
		struct schedule_outcome outcome = items(100, 50);

		outcome.skip_hours = skips[i].hours;
		outcome.skip_days = skips[i].days;
		if (wait_after(&s, &plain, outcome) != skips[i].wait_s)
			fail_msg("%s: %lld", skips[i].name, (long long)(s.next_s - NOW));
		assert_false(schedule_is_due(&s, NOW + skips[i].wait_s - 1));
	}
}

static void skipped_hours_outlive_a_failure_and_a_304(void **state)
{
	struct poll_state s = polled(30 * MIN);
	struct schedule_outcome outcome = items(100, 50);

	(void)state;
	outcome.skip_hours = 1u << 22;
	wait_after(&s, &plain, outcome);
	wait_after(&s, &plain, (struct schedule_outcome){ .result = SCHEDULE_UNCHANGED });
	assert_int_equal(s.skip_hours, 1u << 22);
	wait_after(&s, &plain, failure(SCHEDULE_LIGHT));
	assert_int_equal(s.skip_hours, 1u << 22);
	assert_true(s.next_s % DAY / HOUR != 22);
	wait_after(&s, &plain, items(100, 50));
	assert_int_equal(s.skip_hours, 0);
}

int main(void)
{
	const struct CMUnitTest fixed[] = {
		cmocka_unit_test(the_first_reply_starts_at_half_an_hour),
		cmocka_unit_test(a_wish_outlives_a_304_and_a_failure_but_not_a_feed_without_it),
		cmocka_unit_test(chance_moves_a_wait_by_a_tenth_at_most),
		cmocka_unit_test(a_timeout_is_tried_again_soon_and_then_ever_later),
		cmocka_unit_test(what_lasts_waits_longer_than_what_passes),
		cmocka_unit_test(a_source_is_never_given_up),
		cmocka_unit_test(a_source_polled_each_second_is_not_made_to_wait_minutes),
		cmocka_unit_test(retry_after_is_honoured_up_to_a_day),
		cmocka_unit_test(each_address_has_its_turn_before_the_source_waits),
		cmocka_unit_test(an_address_that_left_the_configuration_is_not_asked_for),
		cmocka_unit_test(weights_of_http),
		cmocka_unit_test(a_start_spreads_what_is_due),
		cmocka_unit_test(a_handful_of_sources_starts_at_once),
		cmocka_unit_test(a_restart_keeps_what_is_not_due),
		cmocka_unit_test(a_time_that_no_wait_reaches_was_a_wrong_clock),
		cmocka_unit_test(a_clock_that_is_put_right_silences_nobody),
		cmocka_unit_test(a_long_interval_is_no_wrong_clock),
		cmocka_unit_test(one_whole_fetch_a_day_and_after_a_wrong_clock),
		cmocka_unit_test(who_asks_is_served_now),
		cmocka_unit_test(the_hours_and_days_that_a_publisher_skips_are_skipped),
		cmocka_unit_test(skipped_hours_outlive_a_failure_and_a_304),
	};
	struct CMUnitTest table[COUNT(intervals)];

	for (size_t i = 0; i < COUNT(intervals); i++)
		table[i] = (struct CMUnitTest){
			.name = intervals[i].name,
			.test_func = run_interval,
			.initial_state = (void *)(uintptr_t)&intervals[i],
		};
	return cmocka_run_group_tests_name("schedule/interval", table, NULL, NULL) +
	       cmocka_run_group_tests_name("schedule", fixed, NULL, NULL);
}
