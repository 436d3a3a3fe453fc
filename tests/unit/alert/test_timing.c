#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "alert/rule.h"
#include "alert/timing.h"
#include "base/mem.h"
#include "model/date.h"

static void a_wait_doubles_up_to_an_hour(void **state)
{
	static const struct {
		int64_t first_s;
		int tries;
		int64_t wait_s;
	} cases[] = {
		{ 60, 1, 60 },     { 60, 2, 120 },          { 60, 3, 240 },    { 60, 6, 1920 },
		{ 60, 7, 3600 },   { 60, 8, 3600 },         { 60, 200, 3600 }, { 1, 1, 1 },
		{ 1, 12, 2048 },   { 1, 13, 3600 },         { 3600, 1, 3600 }, { 3600, 2, 3600 },
		{ 7200, 1, 3600 }, { 60, INT32_MAX, 3600 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(alert_backoff(cases[i].first_s, cases[i].tries, 0),
		                 cases[i].wait_s);
}

/* Never earlier than the wait, and later by a tenth at most. */
static void jitter_lengthens_a_wait_by_up_to_a_tenth(void **state)
{
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (uint32_t random = 0; random < 1000; random++) {
		int64_t wait_s = alert_backoff(1000, 1, random * UINT32_C(4294967));

		assert_in_range(wait_s, 1000, 1100);
		least = wait_s < least ? wait_s : least;
		most = wait_s > most ? wait_s : most;
	}
	assert_int_equal(least, 1000);
	assert_int_equal(most, 1100);
}

static void what_is_given_up_was_tried_for_days(void **state)
{
	int64_t sum_s = 0;
	int tries = 1;

	(void)state;
	for (; sum_s < ALERT_GIVE_UP_S; tries++)
		sum_s += alert_backoff(60, tries, 0);
	assert_true(tries > ALERT_GIVE_UP_TRIES);
	assert_in_range(tries, 70, 80);
}

static void an_urgent_kind_does_not_wait(void **state)
{
	const struct alert_rule rule = { .wait_s = 600, .urgent = UINT32_C(1) << CHANGE_COMPLETE };
	struct alert_fact fact = { .kind = CHANGE_RISE };

	(void)state;
	assert_int_equal(alert_rule_wait(&rule, &fact), 600);
	fact.kind = CHANGE_COMPLETE;
	assert_int_equal(alert_rule_wait(&rule, &fact), 0);
}

static int64_t at(const char *text)
{
	int64_t s;

	assert_true(date_stamp_parse(text, strlen(text), &s, NULL));
	return s;
}

static const struct {
	enum alert_digest digest;
	int minute;
	int weekday;
	const char *zone;
	const char *now;
	const char *next;  /* of a change … */
	const char *proof; /* … and of nothing */
} DIGESTS[] = {
	{ ALERT_DAILY, 480, 1, "UTC", "2023-04-05T07:59:59Z", "2023-04-05T08:00:00Z",
	  "2023-04-10T08:00:00Z" },
	{ ALERT_DAILY, 480, 1, "UTC", "2023-04-05T08:00:00Z", "2023-04-06T08:00:00Z",
	  "2023-04-10T08:00:00Z" },
	{ ALERT_WEEKLY, 480, 1, "UTC", "2023-04-05T07:59:59Z", "2023-04-10T08:00:00Z",
	  "2023-04-10T08:00:00Z" },
	{ ALERT_WEEKLY, 480, 3, "UTC", "2023-04-05T07:59:59Z", "2023-04-05T08:00:00Z",
	  "2023-04-05T08:00:00Z" },
	{ ALERT_WEEKLY, 480, 3, "UTC", "2023-04-05T08:00:00Z", "2023-04-12T08:00:00Z",
	  "2023-04-12T08:00:00Z" },
	/* a day of the zone, which has begun before that of UTC */
	{ ALERT_DAILY, 0, 4, "Europe/Minsk", "2023-04-05T20:59:59Z", "2023-04-05T21:00:00Z",
	  "2023-04-05T21:00:00Z" },
	{ ALERT_DAILY, 480, 7, "America/New_York", "2023-04-05T02:00:00Z", "2023-04-05T12:00:00Z",
	  "2023-04-09T12:00:00Z" },
	/* the nights on which the clocks of Berlin were set */
	{ ALERT_DAILY, 480, 7, "Europe/Berlin", "2023-03-25T07:00:00Z", "2023-03-26T06:00:00Z",
	  "2023-03-26T06:00:00Z" },
	{ ALERT_DAILY, 480, 7, "Europe/Berlin", "2023-10-28T06:00:00Z", "2023-10-29T07:00:00Z",
	  "2023-10-29T07:00:00Z" },
	/* 02:30 is not on the one: by the offset before; and twice on the other: the earlier */
	{ ALERT_DAILY, 150, 7, "Europe/Berlin", "2023-03-25T22:00:00Z", "2023-03-26T01:30:00Z",
	  "2023-03-26T01:30:00Z" },
	{ ALERT_DAILY, 150, 7, "Europe/Berlin", "2023-10-28T22:00:00Z", "2023-10-29T00:30:00Z",
	  "2023-10-29T00:30:00Z" },
	{ ALERT_DAILY, 150, 7, "Europe/Berlin", "2023-10-29T00:30:00Z", "2023-10-30T01:30:00Z",
	  "2023-11-05T01:30:00Z" },
};

static void a_digest_goes_at_its_time_of_the_zone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(DIGESTS); i++) {
		const struct alert_sink sink = { .digest = DIGESTS[i].digest,
			                         .digest_minute = DIGESTS[i].minute,
			                         .digest_weekday = DIGESTS[i].weekday };
		char next[DATE_STAMP_SIZE], proof[DATE_STAMP_SIZE];
		int64_t now_s = at(DIGESTS[i].now);

		date_stamp_format(alert_digest_next(&sink, DIGESTS[i].zone, now_s), next);
		date_stamp_format(alert_digest_proof(&sink, DIGESTS[i].zone, now_s), proof);
		if (strcmp(next, DIGESTS[i].next) != 0 || strcmp(proof, DIGESTS[i].proof) != 0)
			fail_msg("after %s: %s and %s", DIGESTS[i].now, next, proof);
	}
}

/* Each is followed by another: no day is left out, none has two. */
static void a_year_has_as_many_digests_as_days(void **state)
{
	static const char *const zones[] = { "Europe/Berlin", "Europe/Minsk", "America/New_York",
		                             "Australia/Lord_Howe" };

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++)
		for (int minute = 0; minute < 24 * 60; minute += 30) {
			const struct alert_sink sink = { .digest = ALERT_DAILY,
				                         .digest_minute = minute,
				                         .digest_weekday = 1 };
			int64_t now_s = at("2023-01-01T12:00:00Z"), end_s = now_s + 365 * 86400;
			int count = 0;

			for (; now_s < end_s; count++)
				now_s = alert_digest_next(&sink, zones[i], now_s);
			assert_in_range(count, 365, 366);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wait_doubles_up_to_an_hour),
		cmocka_unit_test(jitter_lengthens_a_wait_by_up_to_a_tenth),
		cmocka_unit_test(what_is_given_up_was_tried_for_days),
		cmocka_unit_test(an_urgent_kind_does_not_wait),
		cmocka_unit_test(a_digest_goes_at_its_time_of_the_zone),
		cmocka_unit_test(a_year_has_as_many_digests_as_days),
	};

	return cmocka_run_group_tests_name("timing", tests, NULL, NULL);
}
