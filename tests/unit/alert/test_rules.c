#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "alert/rule.h"
#include "base/limits.h"
#include "base/mem.h"

#define BIT(kind) (UINT32_C(1) << (kind))

static struct alert_fact fact_of(enum change_kind kind, enum change_severity severity)
{
	struct alert_fact fact = { .kind = kind,
		                   .kind_name = change_kind_name(kind),
		                   .severity = severity,
		                   .has_figure = true,
		                   .has_old = true,
		                   .series = "2021-2023/all/activities/completed/degree" };
	struct claim claim = { .package = "2021-2023",
		               .subject = "all",
		               .measure = CLAIM_ACTIVITIES,
		               .unit = CLAIM_PERCENT,
		               .value = { 80, 0 } };

	fact.now.claim = claim;
	fact.now.source = "belta-ru";
	fact.old.claim = claim;
	fact.old.claim.value = decimal_from_int(70);
	return fact;
}

static void what_a_rule_asks_for_it_gets_and_nothing_else(void **state)
{
	static const char *packages[] = { "2024-2026" }, *subjects[] = { "gas-market" },
			  *measures[] = { "programmes" }, *stages[] = { "in_progress" },
			  *sources[] = { "tass-en", "belta-ru" }, *others[] = { "tass-en" };
	static const struct {
		struct alert_rule rule;
		enum change_kind kind;
		enum change_severity severity;
		enum alert_verdict verdict;
	} cases[] = {
		{ { .severity = CHANGE_NOTICE }, CHANGE_RISE, CHANGE_NOTICE, ALERT_TAKEN },
		{ { .severity = CHANGE_NOTICE }, CHANGE_RESTATED, CHANGE_INFO, ALERT_NOT_SEVERE },
		{ { .severity = CHANGE_INFO }, CHANGE_RESTATED, CHANGE_INFO, ALERT_TAKEN },
		{ { .severity = CHANGE_INFO }, CHANGE_BACKFILL, CHANGE_INFO, ALERT_NOT_KIND },
		{ { .severity = CHANGE_INFO }, CHANGE_HELD, CHANGE_INFO, ALERT_NOT_KIND },
		{ { .kinds = BIT(CHANGE_BACKFILL) }, CHANGE_BACKFILL, CHANGE_INFO, ALERT_TAKEN },
		{ { .kinds = BIT(CHANGE_FALL) }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_KIND },
		{ { .packages = { packages, 1 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_PACKAGE },
		{ { .subjects = { subjects, 1 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_SUBJECT },
		{ { .measures = { measures, 1 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_MEASURE },
		{ { .stages = { stages, 1 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_STAGE },
		{ { .sources = { others, 1 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_SOURCE },
		{ { .sources = { sources, 2 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_TAKEN },
		{ { .min_points = { 10, 0 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_TAKEN },
		{ { .min_points = { 101, 1 } }, CHANGE_RISE, CHANGE_NOTICE, ALERT_NOT_ENOUGH },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct alert_fact fact = fact_of(cases[i].kind, cases[i].severity);

		if (alert_rule_judge(&cases[i].rule, &fact) != cases[i].verdict)
			fail_msg("case %zu: %s", i,
			         alert_verdict_text(alert_rule_judge(&cases[i].rule, &fact)));
	}
}

static void an_event_has_no_subject_that_a_rule_could_ask_for(void **state)
{
	static const char *subjects[] = { "all" }, *sources[] = { "belta-ru" };
	struct alert_fact fact = { .kind = CHANGE_SOURCE_DOWN,
		                   .severity = CHANGE_WARNING,
		                   .source = "belta-ru" };
	const struct alert_rule plain = { .sources = { sources, 1 } };
	const struct alert_rule of_subject = { .subjects = { subjects, 1 } };

	(void)state;
	assert_int_equal(alert_rule_judge(&plain, &fact), ALERT_TAKEN);
	assert_int_equal(alert_rule_judge(&of_subject, &fact), ALERT_NOT_SUBJECT);
}

static void a_sink_gets_a_change_once_and_the_last_rule_ends_it(void **state)
{
	size_t first[] = { 0, 1 }, second[] = { 1, 2 }, third[] = { 3 };
	struct alert_rule rules[] = { { .sinks = first, .sink_count = 2 },
		                      { .sinks = second, .sink_count = 2, .is_last = true },
		                      { .sinks = third, .sink_count = 1 } };
	struct alert_options options = { .sink_count = 4,
		                         .rules = rules,
		                         .rule_count = COUNT(rules) };
	struct alert_fact fact = fact_of(CHANGE_RISE, CHANGE_NOTICE);
	struct alert_order orders[4];

	(void)state;
	assert_int_equal(alert_orders(&options, &fact, orders), 3);
	assert_int_equal(orders[1].sink, 1);
	assert_int_equal(orders[1].rule, 0);
	assert_int_equal(orders[2].sink, 2);
	assert_int_equal(orders[2].rule, 1);
	rules[1].is_last = false;
	assert_int_equal(alert_orders(&options, &fact, orders), 4);
}

static void urgent_kinds_do_not_wait(void **state)
{
	const struct alert_rule rule = { .wait_s = 600, .urgent = BIT(CHANGE_COMPLETE) };
	struct alert_fact rise = fact_of(CHANGE_RISE, CHANGE_NOTICE);
	struct alert_fact complete = fact_of(CHANGE_COMPLETE, CHANGE_NOTICE);

	(void)state;
	assert_int_equal(alert_rule_wait(&rule, &rise), 600);
	assert_int_equal(alert_rule_wait(&rule, &complete), 0);
}

static void a_contradiction_is_another_figure_than_the_news(void **state)
{
	struct arena *arena = arena_new(MIB);
	struct alert_fact rise = fact_of(CHANGE_RISE, CHANGE_NOTICE);
	struct alert_fact again = fact_of(CHANGE_RESTATED, CHANGE_INFO);
	struct alert_fact conflict = fact_of(CHANGE_CONFLICT, CHANGE_WARNING);

	(void)state;
	assert_string_equal(alert_fact_figure(&rise, arena), alert_fact_figure(&again, arena));
	assert_string_not_equal(alert_fact_figure(&rise, arena),
	                        alert_fact_figure(&conflict, arena));
	assert_false(alert_fact_may_be_copy(&rise));
	assert_true(alert_fact_may_be_copy(&again));
	arena_free(arena);
}

static void what_is_no_entry_of_ours_is_refused_by_name(void **state)
{
	struct arena *arena = arena_new(MIB);
	struct alert_fact fact;
	struct err err;

	(void)state;
	assert_int_equal(alert_fact_read("{\"change\": \"leap\"}", 7, arena, &fact, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_non_null(strstr(err.text, "change 7"));
	assert_int_equal(alert_fact_read("no JSON", 7, arena, &fact, &err), -1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_rule_asks_for_it_gets_and_nothing_else),
		cmocka_unit_test(an_event_has_no_subject_that_a_rule_could_ask_for),
		cmocka_unit_test(a_sink_gets_a_change_once_and_the_last_rule_ends_it),
		cmocka_unit_test(urgent_kinds_do_not_wait),
		cmocka_unit_test(a_contradiction_is_another_figure_than_the_news),
		cmocka_unit_test(what_is_no_entry_of_ours_is_refused_by_name),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
