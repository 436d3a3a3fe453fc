#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "pipeline/trouble.h"

#define HOUR 3600
#define NOW (1000 * (int64_t)24 * HOUR)

static const struct {
	const char *name;
	struct trouble_facts facts;
	const char *troubles; /* their names, with a space behind each */
} cases[] = {
	{ "all is well", { 0 }, "" },
	{ "a few hours without news",
	  { .sources = 9, .nothing_read_s = 12 * HOUR, .last_success_s = NOW - 12 * HOUR },
	  "" },
	{ "half a day without news",
	  { .sources = 9, .nothing_read_s = 12 * HOUR, .last_success_s = NOW - 12 * HOUR - 1 },
	  "nothing-read " },
	{ "nothing to read from", { .nothing_read_s = 12 * HOUR, .last_success_s = 0 }, "" },
	{ "no network, and so nobody is to blame",
	  { .network_down_s = NOW - HOUR, .sources = 9, .sources_down = 9, .source_down = "a" },
	  "network-down " },
	{ "one dead source",
	  { .sources = 9, .sources_down = 1, .source_down = "a" },
	  "sources-down " },
	{ "articles that cannot be read",
	  { .sources = 9,
	    .sources_unreadable = 1,
	    .source_unreadable = "a",
	    .unreadable_why = "x" },
	  "articles-unread " },
	{ "alerts",
	  { .sinks_down = 1, .sink_down = "x", .given_up = 2 },
	  "sinks-down alerts-given-up " },
	{ "ourselves",
	  { .record_why = "disk full", .is_reader_away = true, .config_why = "x", .http_why = "y" },
	  "record reader configuration http " },
};

static void what_needs_a_person_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct trouble list[TROUBLE_KINDS];
		struct trouble_facts facts = cases[i].facts;
		char names[256] = "";
		size_t count;

		facts.now_s = NOW;
		count = trouble_judge(&facts, list);
		for (size_t k = 0; k < count; k++) {
			strcat(names, trouble_name(list[k].kind));
			strcat(names, " ");
			assert_true(list[k].text[0] != '\0');
		}
		if (strcmp(names, cases[i].troubles) != 0)
			fail_msg("%s: %s", cases[i].name, names);
	}
}

static void a_source_counts_as_down_after_a_day_of_being_told_so(void **state)
{
	struct trouble_facts facts = { .now_s = NOW };

	(void)state;
	trouble_add_source(
		&facts, "fails",
		&(struct poll_state){ .failures = 99, .failing_since_s = NOW - 99 * HOUR });
	trouble_add_source(&facts, "new", &(struct poll_state){ .down_s = NOW - 23 * HOUR });
	assert_int_equal(facts.sources_down, 0);
	trouble_add_source(&facts, "dead", &(struct poll_state){ .down_s = NOW - 24 * HOUR });
	trouble_add_source(&facts, "dead too", &(struct poll_state){ .down_s = NOW - 99 * HOUR });
	trouble_add_source(&facts, "good", &(struct poll_state){ .last_success_s = NOW - 5 });
	assert_int_equal(facts.sources_down, 2);
	assert_string_equal(facts.source_down, "dead");
	assert_int_equal(facts.sources, 5);
	assert_int_equal(facts.last_success_s, NOW - 5);
}

static void three_articles_of_the_last_month_are_a_trouble(void **state)
{
	const int64_t day_s = 24 * HOUR;
	struct trouble_facts facts = { .now_s = NOW };

	(void)state;
	trouble_add_unreadable(&facts, "few", 2, NOW, "http-403");
	trouble_add_unreadable(&facts, "old", 9, NOW - 31 * day_s, "http-403");
	assert_int_equal(facts.sources_unreadable, 0);
	trouble_add_unreadable(&facts, "guarded", 3, NOW - 29 * day_s, "challenge-page");
	trouble_add_unreadable(&facts, "too", 4, NOW, "no-text");
	assert_int_equal(facts.sources_unreadable, 2);
	assert_string_equal(facts.source_unreadable, "guarded");
	assert_string_equal(facts.unreadable_why, "challenge-page");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_needs_a_person_is_named),
		cmocka_unit_test(a_source_counts_as_down_after_a_day_of_being_told_so),
		cmocka_unit_test(three_articles_of_the_last_month_are_a_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
