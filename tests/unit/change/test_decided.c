/* What decisions change: the second table of DESIGN §5, as far as people make it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "change/decided.h"
#include "change/made.h"

#define NOTHING (-1)

/* --- the entry of the decision itself --- */

static void a_decision_is_confirmed_or_retracted(void **state)
{
	static const struct {
		enum decision_verdict verdict;
		bool was_accepted;
		bool is_copy;
		enum change_kind kind;
		enum change_severity severity;
	} cases[] = {
		{ DECISION_CONFIRMED, false, false, CHANGE_CONFIRMED, CHANGE_NOTICE },
		{ DECISION_CONFIRMED, true, false, CHANGE_CONFIRMED, CHANGE_NOTICE },
		{ DECISION_REJECTED, true, false, CHANGE_RETRACTED, CHANGE_NOTICE },
		{ DECISION_REJECTED, false, false, CHANGE_RETRACTED, CHANGE_NOTICE },
		{ DECISION_CORRECTED, true, false, CHANGE_RETRACTED, CHANGE_NOTICE },
		{ DECISION_SUPERSEDED, true, false, CHANGE_RETRACTED, CHANGE_NOTICE },
		/* nobody was told of it, and no person says a word */
		{ DECISION_SUPERSEDED, false, false, CHANGE_RETRACTED, CHANGE_INFO },
		{ DECISION_REJECTED, true, true, CHANGE_RETRACTED, CHANGE_INFO },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct decision decision = { .verdict = cases[i].verdict };
		struct change_entry entry = change_decided(&decision, cases[i].was_accepted,
		                                           cases[i].is_copy, "decision:1");

		assert_true(entry.is_entry && !entry.is_announced);
		assert_int_equal(entry.row, CHANGE_ROW_DECISION);
		assert_int_equal(entry.kind, cases[i].kind);
		assert_int_equal(entry.severity, cases[i].severity);
		assert_ptr_equal(entry.decision, &decision);
	}
}

/* --- what follows --- */

#define LINES 4

struct after_case {
	const char *name;
	const char *lines[LINES]; /* figures; 1 is the first, 0 none */
	int gone;
	int before;
	int announced;
	int now;
	int kind; /* or NOTHING */
	bool is_announced;
	bool is_certain;
};

/* clang-format off */
static const struct after_case cases[] = {
	{"the_figure_before_holds_again",
	 {"2023-01-12 70%", "2023-04-05 80%"}, 2, 2, 2, 1, CHANGE_REVISED, true, true},
	{"what_was_told_last_is_taken_back_although_another_is_current",
	 {"2023-04-05 80% by=Ivanova", "2023-04-20 75% by=Petrenko"}, 1, 2, 1, 2, CHANGE_REVISED, true, true},
	{"a_side_of_a_conflict_that_was_current_goes",
	 {"2023-04-05 80% by=Ivanova", "2023-04-20 75% by=Petrenko"}, 2, 2, 1, 1, CHANGE_REVISED, true, true},
	{"a_copy_carries_the_figure_on",
	 {"2023-04-05 80%", "2023-04-05 80%"}, 1, 1, 1, 2, CHANGE_RESTATED, true, false},
	{"what_was_neither_current_nor_told_last_goes_silently",
	 {"2023-01-12 70%", "2023-04-05 80%"}, 1, 2, 2, 2, NOTHING, false, false},
	{"where_nothing_is_left_nothing_holds",
	 {"2023-01-12 70%"}, 1, 1, 1, 0, NOTHING, false, false},
	{"backfill_in_the_place_of_backfill_is_no_announcement",
	 {"2023-01-12 70% backfill", "2023-04-05 80% backfill"}, 2, 2, 0, 1, CHANGE_REVISED, false, true},
	{"a_live_figure_in_the_place_of_backfill_is",
	 {"2023-01-12 70%", "2023-04-05 80% backfill"}, 2, 2, 0, 1, CHANGE_REVISED, true, true},
};
/* clang-format on */

static const struct figure *figure_at(const struct figure *list, int number)
{
	return number ? &list[number - 1] : NULL;
}

static void run_case(void **state)
{
	const struct after_case *c = *state;
	struct figure list[LINES];
	struct change_entry entry;

	for (size_t i = 0; i < LINES && c->lines[i]; i++)
		list[i] = made(c->lines[i]);
	entry = change_after(figure_at(list, c->gone), figure_at(list, c->before),
	                     figure_at(list, c->announced), figure_at(list, c->now), "key");
	made_reset();
	assert_int_equal(entry.is_entry, c->kind != NOTHING);
	if (c->kind == NOTHING)
		return;
	assert_string_equal(change_kind_name(entry.kind),
	                    change_kind_name((enum change_kind)c->kind));
	assert_int_equal(entry.is_announced, c->is_announced);
	assert_int_equal(entry.is_certain, c->is_certain);
	assert_ptr_equal(entry.old, figure_at(list, c->gone));
	assert_string_equal(entry.key, "key");
}

/* --- as JSON --- */

static const char *quote_of(const json_t *entry, const char *side)
{
	return json_string_value(json_object_get(json_object_get(entry, side), "quote"));
}

static void a_conflict_inside_one_article_quotes_both_sides(void **state)
{
	struct figure old = made("2022-08-24 ~40% by=Embassy in=tass origin=1");
	struct figure new = made("2022-08-24 >46% by=Sidorchuk in=tass origin=1");
	struct change_entry entry;
	json_t *json;
	char *text;

	(void)state;
	old.claim.quote = "some 40%";
	new.claim.quote = "over 46%";
	new.address = old.address;
	entry = change_compare(&old, 1, &old, &new);
	text = change_to_json(&entry, &new, 0);
	json = json_loads(text, 0, NULL);
	assert_int_equal(entry.kind, CHANGE_CONFLICT);
	assert_string_equal(quote_of(json, "old"), "some 40%");
	assert_string_equal(quote_of(json, "new"), "over 46%");
	json_decref(json);
	free(text);
	made_reset();
}

static void the_entry_has_the_decision_word_by_word(void **state)
{
	const struct decision decision = { .id = 5,
		                           .verdict = DECISION_REJECTED,
		                           .claim = "k",
		                           .who = "anna",
		                           .why = "о торговле",
		                           .recorded_s = 0 };
	struct figure f = made("2023-04-05 80%");
	struct change_entry entry = change_decided(&decision, true, false, "decision:5");
	char *text = change_to_json(&entry, &f, 0), *expected = decision_text(&decision);

	(void)state;
	assert_string_equal(expected, "{\"by\":null,\"claim\":\"k\",\"id\":5,"
	                              "\"recorded\":\"1970-01-01T00:00:00Z\","
	                              "\"verdict\":\"rejected\",\"who\":\"anna\","
	                              "\"why\":\"о торговле\"}");
	assert_non_null(strstr(text, expected));
	assert_non_null(strstr(text, "\"key\":\"decision:5\""));
	free(text);
	free(expected);
	made_reset();
}

int main(void)
{
	struct CMUnitTest tests[COUNT(cases) + 3] = {
		cmocka_unit_test(a_decision_is_confirmed_or_retracted),
		cmocka_unit_test(a_conflict_inside_one_article_quotes_both_sides),
		cmocka_unit_test(the_entry_has_the_decision_word_by_word),
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		tests[3 + i] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = run_case,
			.initial_state = (void *)(uintptr_t)&cases[i],
		};
	return cmocka_run_group_tests_name("change/decided", tests, NULL, NULL);
}
