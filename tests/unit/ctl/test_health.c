#include "ctl/health.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define HOUR 3600
#define DAY (24 * HOUR)
#define NOW (1000 * (int64_t)DAY)

static void each_source_is_in_one_state(void **state)
{
	static const struct {
		struct poll_state poll;
		int64_t newest_poll_s;
		enum health_state state;
	} CASES[] = {
		{ { 0 }, NOW, HEALTH_NEW },
		{ { .last_poll_s = NOW, .next_s = NOW + HOUR }, NOW, HEALTH_OK },
		{ { .last_poll_s = NOW, .next_s = NOW + HOUR, .failures = 1 },
		  NOW,
		  HEALTH_FAILING },
		/* the daemon was down for a month, and so nobody was asked */
		{ { .last_poll_s = NOW - 30 * DAY, .next_s = NOW - 30 * DAY + HOUR },
		  NOW - 30 * DAY + HOUR,
		  HEALTH_OK },
		/* others were asked, this one was not */
		{ { .last_poll_s = NOW - 3 * DAY, .next_s = NOW - 3 * DAY + HOUR },
		  NOW,
		  HEALTH_DROPPED },
		{ { .last_poll_s = NOW - 3 * DAY, .next_s = NOW - 2 * DAY, .failures = 9 },
		  NOW,
		  HEALTH_DROPPED },
		/* the longest backoff is no reason to be given up */
		{ { .last_poll_s = NOW - DAY, .next_s = NOW, .failures = 9 }, NOW, HEALTH_FAILING },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		if (health_of(&CASES[i].poll, CASES[i].newest_poll_s) != CASES[i].state)
			fail_msg("case %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_source_is_in_one_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
