/* A year with hundreds of sources: is every site asked politely, and is nothing lost or doubled? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "schedule/visit.h"
#include "world.h"

/* A new figure every 33 days or so. */
static const struct sim_item reports[] = {
	{ START - 60 * DAY, FIGURE("40"), 0, NULL },  { START + 30 * DAY, FIGURE("45"), 0, NULL },
	{ START + 63 * DAY, FIGURE("50"), 0, NULL },  { START + 96 * DAY, FIGURE("55"), 0, NULL },
	{ START + 129 * DAY, FIGURE("60"), 0, NULL }, { START + 162 * DAY, FIGURE("65"), 0, NULL },
	{ START + 215 * DAY, FIGURE("70"), 0, NULL }, { START + 248 * DAY, FIGURE("80"), 0, NULL },
	{ START + 281 * DAY, FIGURE("90"), 0, NULL }, { START + 314 * DAY, FIGURE("100"), 0, NULL },
};

#define OUTAGE (START + 200 * DAY)
#define OUTAGE_END (OUTAGE + 6 * HOUR)

/*
 * Kinds of sites. Each member of a kind has a host of its own, or a path on the
 * host that is named here.
 */
/* clang-format off */
static const struct kind {
	const char *name;
	size_t count;
	struct sim_site site;
} kinds[] = {
	{ "official", 1, { .every_s = DAY, .news = reports, .news_count = COUNT(reports),
	                   .follow = true } },
	{ "agency", 6, { .every_s = 6 * HOUR, .news = reports, .news_count = COUNT(reports),
	                  .interval_max_s = 12 * HOUR } },
	{ "daily", 20, { .every_s = DAY, .interval_max_s = DAY } },
	{ "weekly", 100, { .every_s = 7 * DAY, .interval_max_s = 2 * DAY } },
	{ "crowd", 20, { .every_s = 2 * DAY, .interval_max_s = DAY, .host = "crowd.example.net" } },
	{ "same", 10, { .every_s = 3 * DAY, .interval_max_s = DAY,
	                .host = "same.example.net", .path = "/x" } },
	{ "slow", 1, { .every_s = HOUR / 6, .wishes = "<ttl>180</ttl>" } },
	{ "sleeper", 1, { .every_s = 3 * HOUR,
	                  .wishes = "<skipHours><hour>0</hour><hour>1</hour><hour>2</hour>"
	                            "<hour>3</hour><hour>4</hour></skipHours>" } },
	{ "liar", 5, { .every_s = 7 * DAY, .never_304 = true, .interval_max_s = DAY } },
	{ "gone", 5, { .status = 404 } },
	{ "down", 5, { .every_s = DAY, .interval_max_s = DAY, .down_from_s = START + 60 * DAY,
	               .down_to_s = START + 90 * DAY } },
	{ "limited", 3, { .every_s = 6 * HOUR, .host = "limited.example.net", .limit = "7200",
	                  .limit_from_s = START + 30 * DAY,
	                  .limit_to_s = START + 30 * DAY + 3 * HOUR } },
	{ "mover", 1, { .every_s = DAY, .host = "old.example.net", .path = "/x",
	                .moved_s = START + 100 * DAY, .moved_to = "https://new.example.net/x" } },
	{ "silent", 1, { .every_s = DAY, .ends_s = START + 150 * DAY, .interval_max_s = DAY } },
};
/* clang-format on */

#define SITES_MAX 256
static struct sim_site sites[SITES_MAX];
static size_t site_count;

static void make_sites(void)
{
	site_count = 0;
	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t i = 0; i < kinds[k].count; i++) {
			struct sim_site *site = &sites[site_count++];

			assert_true(site_count < SITES_MAX);
			*site = kinds[k].site;
			snprintf(site->key, sizeof(site->key), "%s-%zu", kinds[k].name, i);
			if (!site->host[0])
				snprintf(site->host, sizeof(site->host), "%s-%zu.example.com",
				         kinds[k].name, i);
			if (!site->path[0])
				snprintf(site->path, sizeof(site->path), "/%c%zu",
				         (char)('a' + i % 26), i);
			site->news_late_s = (int64_t)i * HOUR / 4;
		}
	/* where the mover goes, which is no source itself */
	sites[site_count++] =
		(struct sim_site){ .host = "new.example.net", .path = "/x", .every_s = DAY };
}

static struct sim_site *site_of(const char *kind, size_t i)
{
	char key[48];

	snprintf(key, sizeof(key), "%s-%zu", kind, i);
	for (size_t s = 0; s < site_count; s++)
		if (strcmp(sites[s].key, key) == 0)
			return &sites[s];
	fail_msg("no site %s", key);
	return NULL;
}

/* --- the year */

static int open_year(void **state)
{
	(void)state;
	make_sites();
	world_open(sites, site_count, OUTAGE, OUTAGE_END);
	world_run_until(START + 365 * DAY);
	return 0;
}

static int close_year(void **state)
{
	(void)state;
	world_close();
	return 0;
}

static void each_figure_is_told_once_and_none_is_lost(void **state)
{
	char log[512];

	(void)state;
	world_ledger(log, sizeof(log));
	assert_string_equal(log, "backfill rise rise rise rise rise rise rise rise complete ");
	/* one by each outlet that gave it */
	assert_int_equal(world_claim_count(), 7 * COUNT(reports));
	/* each article once, and five visits to all but the first, which was old when it came */
	assert_int_equal(site_of("official", 0)->pages,
	                 COUNT(reports) + SCHEDULE_VISITS * (COUNT(reports) - 1));
}

static const struct pace_case {
	const char *kind;
	size_t hour_max; /* requests in any hour, and in any day … */
	size_t day_max;
	size_t year_min;
	size_t year_max; /* … and in the year */
} paces[] = {
	{ "official", 4, 48, 365 * 3, 365 * 6 }, /* every 6 hours, where it has one item a day */
	{ "agency", 4, 40, 365, 365 * 6 },
	{ "daily", 4, 20, 300, 365 * 2 },
	{ "weekly", 4, 12, 150, 365 },
	{ "crowd", 4, 20, 300, 500 },
	{ "slow", 1, 9, 365 * 6, 365 * 8 }, /* it has more to tell, and asks for three hours */
	{ "sleeper", 4, 40, 365 * 3, 365 * 19 },
	{ "liar", 4, 12, 300, 500 },
	{ "gone", 4, 10, 300, 420 },
	{ "down", 4, 20, 300, 500 },
	{ "limited", 4, 40, 365 * 3, 365 * 9 },
	{ "silent", 4, 20, 300, 500 },
};

static void no_site_is_asked_more_than_it_has_to_tell(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(paces); i++) {
		const struct pace_case *pace = &paces[i];
		const struct sim_site *site = site_of(pace->kind, 0);
		size_t hour = site_asked_at_most(site, HOUR), day = site_asked_at_most(site, DAY);

		if (hour > pace->hour_max || day > pace->day_max ||
		    site->asked_count < pace->year_min || site->asked_count > pace->year_max)
			fail_msg("%s: %zu in an hour, %zu in a day, %zu in the year", pace->kind,
			         hour, day, site->asked_count);
	}
}

static void a_wish_for_three_hours_is_three_hours(void **state)
{
	(void)state;
	assert_true(site_shortest_gap(site_of("slow", 0)) >= 3 * HOUR);
}

static void the_hours_that_are_skipped_are_skipped(void **state)
{
	const struct sim_site *site = site_of("sleeper", 0);

	(void)state;
	/* but for the first time, when nobody had said so */
	for (size_t k = 1; k < site->asked_count; k++)
		assert_true(site->asked[k] % DAY >= 5 * HOUR);
}

static void most_polls_bring_nothing_and_cost_nothing(void **state)
{
	const struct sim_site *site = site_of("official", 0), *liar = site_of("liar", 0);

	(void)state;
	assert_true(site->not_modified > site->asked_count / 3);
	/* but for one whole reply a day at least, for servers that say 304 for ever */
	assert_true(site->conditional < site->asked_count - 100);
	assert_int_equal(liar->not_modified, 0);
}

static void one_address_of_ten_sources_is_asked_for_once(void **state)
{
	size_t asked = 0;

	(void)state;
	for (size_t i = 0; i < 10; i++)
		asked += site_of("same", i)->asked_count;
	assert_in_range(asked, 300, 500);
	assert_true(site_asked_at_most(site_of("same", 0), HOUR) <= 4);
}

static void a_pause_holds_for_the_whole_host(void **state)
{
	int64_t from_s = START + 30 * DAY;
	size_t asked = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		asked += site_asked_between(site_of("limited", i), from_s, from_s + 3 * HOUR);
	/* whoever came first was told to wait two hours, and so all did */
	assert_in_range(asked, 1, 2);
}

static void who_is_down_is_asked_rarely_and_never_given_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		const struct sim_site *site = site_of("down", i);
		int64_t back_s = START + 90 * DAY;

		assert_in_range(site_asked_between(site, START + 60 * DAY, back_s), 28, 60);
		assert_true(site_asked_between(site, START + 85 * DAY, back_s) <= 7);
		assert_true(site_asked_between(site, back_s, back_s + 27 * HOUR) > 0);
	}
}

static void people_are_told_of_sources_and_of_our_own_network(void **state)
{
	(void)state;
	assert_int_equal(world_count(CHANGE_SOURCE_DOWN), 5 + 5); /* gone, down */
	assert_int_equal(world_count(CHANGE_SOURCE_UP), 5);
	assert_int_equal(world_count(CHANGE_SOURCE_SILENT), 1);
	assert_int_equal(world_count(CHANGE_SOURCE_MOVED), 1);
	assert_int_equal(world_count(CHANGE_NETWORK_DOWN), 1);
}

static void a_redirect_is_believed_after_a_week(void **state)
{
	const struct sim_site *old = site_of("mover", 0);
	int64_t moved_s = START + 100 * DAY;

	(void)state;
	assert_true(site_asked_between(old, moved_s, moved_s + 7 * DAY) > 20);
	assert_int_equal(site_asked_between(old, moved_s + 8 * DAY, START + 365 * DAY), 0);
	assert_true(sites[site_count - 1].asked_count > 365 * 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_figure_is_told_once_and_none_is_lost),
		cmocka_unit_test(no_site_is_asked_more_than_it_has_to_tell),
		cmocka_unit_test(a_wish_for_three_hours_is_three_hours),
		cmocka_unit_test(the_hours_that_are_skipped_are_skipped),
		cmocka_unit_test(most_polls_bring_nothing_and_cost_nothing),
		cmocka_unit_test(one_address_of_ten_sources_is_asked_for_once),
		cmocka_unit_test(a_pause_holds_for_the_whole_host),
		cmocka_unit_test(who_is_down_is_asked_rarely_and_never_given_up),
		cmocka_unit_test(people_are_told_of_sources_and_of_our_own_network),
		cmocka_unit_test(a_redirect_is_believed_after_a_week),
	};

	return cmocka_run_group_tests(tests, open_year, close_year);
}
