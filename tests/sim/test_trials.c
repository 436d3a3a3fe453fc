/* Restarts, copies, edits: each in a small world of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mem.h"
#include "world.h"

static const struct sim_item reports[] = {
	{ START - 60 * DAY, FIGURE("40"), 0, NULL },   { START + 30 * DAY, FIGURE("50"), 0, NULL },
	{ START + 90 * DAY, FIGURE("60"), 0, NULL },   { START + 150 * DAY, FIGURE("70"), 0, NULL },
	{ START + 210 * DAY, FIGURE("80"), 0, NULL },  { START + 270 * DAY, FIGURE("90"), 0, NULL },
	{ START + 330 * DAY, FIGURE("100"), 0, NULL },
};

#define BUSY(name) \
	{ \
		.key = name, .host = name ".example.org", .path = "/rss", .every_s = DAY, \
		.news = reports, .news_count = COUNT(reports) \
	}

static void restarts_at_any_time_change_nothing_in_the_ledger(void **state)
{
	struct sim_site sites[] = { BUSY("a") };
	uint32_t random = 1;
	char log[256];

	(void)state;
	world_open(sites, COUNT(sites), 0, 0);
	for (int64_t at_s = START; at_s < START + 365 * DAY;) {
		random = random * 1664525u + 1013904223u;
		at_s += random % (3 * DAY);
		world_run_until(at_s);
		/* in the middle of a transfer, of reading, or of nothing */
		world_restart(random % 400);
	}
	world_run_until(START + 366 * DAY);
	world_ledger(log, sizeof(log));
	assert_string_equal(log, "backfill rise rise rise rise rise complete ");
	assert_int_equal(world_claim_count(), COUNT(reports));
	world_close();
}

static void restarts_of_many_sources_are_no_storm(void **state)
{
	static struct sim_site sites[100];

	(void)state;
	for (size_t i = 0; i < COUNT(sites); i++) {
		sites[i] = (struct sim_site){ .path = "/rss", .every_s = 7 * DAY };
		snprintf(sites[i].key, sizeof(sites[i].key), "s-%03zu", i);
		snprintf(sites[i].host, sizeof(sites[i].host), "s-%03zu.example.org", i);
	}
	world_open(sites, COUNT(sites), 0, 0);
	world_run_until(START + 10 * DAY);
	for (int i = 0; i < 20; i++) {
		world_restart(1000);
		world_run_until(START + 10 * DAY + (i + 1) * HOUR / 20);
	}
	/* twenty starts within an hour: each source keeps its own time */
	for (size_t i = 0; i < COUNT(sites); i++)
		assert_true(site_asked_between(&sites[i], START + 10 * DAY,
		                               START + 10 * DAY + HOUR) <= 1);
	world_close();
}

static void three_sources_with_the_same_news_tell_it_once(void **state)
{
	struct sim_site sites[] = { BUSY("a"), BUSY("b"), BUSY("c") };
	char log[256];

	(void)state;
	world_open(sites, COUNT(sites), 0, 0);
	world_run_until(START + 365 * DAY);
	world_ledger(log, sizeof(log));
	assert_string_equal(log, "backfill rise rise rise rise rise complete ");
	assert_int_equal(world_claim_count(), 3 * COUNT(reports));
	world_close();
}

static void a_figure_that_is_edited_in_silence_is_a_revision(void **state)
{
	const struct sim_item news[] = {
		{ START + 30 * DAY, FIGURE("50"), START + 31 * DAY, FIGURE("55") },
	};
	struct sim_site sites[] = { { .key = "a",
		                      .host = "a.example.org",
		                      .path = "/rss",
		                      .every_s = DAY,
		                      .news = news,
		                      .news_count = COUNT(news) } };
	char log[256];

	(void)state;
	world_open(sites, COUNT(sites), 0, 0);
	world_run_until(START + 40 * DAY);
	world_ledger(log, sizeof(log));
	assert_string_equal(log, "first revised ");
	assert_int_equal(world_claim_count(), 2);
	world_close();
}

static void a_guid_that_is_used_again_hides_no_figure(void **state)
{
	struct sim_site sites[] = { BUSY("a") };
	char log[256];

	(void)state;
	sites[0].has_one_guid = true;
	world_open(sites, COUNT(sites), 0, 0);
	world_run_until(START + 365 * DAY);
	world_ledger(log, sizeof(log));
	assert_string_equal(log, "backfill rise rise rise rise rise complete ");
	world_close();
}

static void what_came_while_our_network_was_down_is_not_lost(void **state)
{
	struct sim_site sites[] = { BUSY("a"), BUSY("b"), BUSY("c"), BUSY("d"), BUSY("e") };
	int64_t from_s = START + 29 * DAY, to_s = START + 31 * DAY;
	char log[256];

	(void)state;
	world_open(sites, COUNT(sites), from_s, to_s);
	world_run_until(to_s + 2 * HOUR);
	world_ledger(log, sizeof(log));
	assert_string_equal(log, "backfill rise ");
	assert_int_equal(world_count(CHANGE_NETWORK_DOWN), 1);
	assert_int_equal(world_count(CHANGE_SOURCE_DOWN), 0);
	world_close();
}

static void a_restart_in_an_outage_tells_it_no_second_time(void **state)
{
	struct sim_site sites[] = { BUSY("a"), BUSY("b"), BUSY("c"), BUSY("d"), BUSY("e") };

	(void)state;
	world_open(sites, COUNT(sites), START + DAY, START + 3 * DAY);
	world_run_until(START + 2 * DAY);
	world_restart(10);
	world_run_until(START + 4 * DAY);
	assert_int_equal(world_count(CHANGE_NETWORK_DOWN), 1);
	assert_int_equal(world_count(CHANGE_SOURCE_DOWN), 0);
	world_close();
}

static void count_line(int level, const char *line, void *arg)
{
	size_t *lines = arg;

	(void)line;
	(void)line;
	*lines += level <= LOG_WARNING;
}

/* Two days without a network: how it began, that it is down, what was kept back. */
static void an_outage_of_many_sources_is_a_few_lines(void **state)
{
	static struct sim_site sites[60];
	int64_t from_s = START + 3 * DAY, to_s = START + 5 * DAY;
	size_t lines = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(sites); i++) {
		sites[i] = (struct sim_site)BUSY("");
		snprintf(sites[i].key, sizeof(sites[i].key), "site-%02zu", i);
		snprintf(sites[i].host, sizeof(sites[i].host), "site-%02zu.example.org", i);
	}
	world_open(sites, COUNT(sites), from_s, to_s);
	world_run_until(from_s);
	log_set_hook(count_line, &lines);
	world_run_until(to_s + DAY);
	assert_int_equal(world_count(CHANGE_NETWORK_DOWN), 1);
	if (lines < 3 || lines > 10)
		fail_msg("%zu lines", lines);
	world_close();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(restarts_at_any_time_change_nothing_in_the_ledger),
		cmocka_unit_test(restarts_of_many_sources_are_no_storm),
		cmocka_unit_test(three_sources_with_the_same_news_tell_it_once),
		cmocka_unit_test(a_figure_that_is_edited_in_silence_is_a_revision),
		cmocka_unit_test(a_guid_that_is_used_again_hides_no_figure),
		cmocka_unit_test(what_came_while_our_network_was_down_is_not_lost),
		cmocka_unit_test(a_restart_in_an_outage_tells_it_no_second_time),
		cmocka_unit_test(an_outage_of_many_sources_is_a_few_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
