#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "change/due.h"
#include "change/made.h"

#define FIGURES_MAX 6
#define DAY_S INT64_C(86400)
#define STALE_DAYS 120

/* One case: a series, a day, and what is due: "kind:figure<old", figures counted from 1. */
struct due_case {
	const char *name;
	const char *figures[FIGURES_MAX];
	const char *now;
	const char *due;
};

/* clang-format off */
static const struct due_case cases[] = {
	/* deadlines */
	{"a_forecast_that_came_true_is_met",
	 {"2023 90% expected pub=2023-04-05", "2023-11-29 92%"}, "2023-12-01", "deadline-met:1<2"},
	{"even_if_the_figure_comes_long_after_the_deadline",
	 {"2023 90% expected pub=2023-04-05", "2023-12-20 92% pub=2024-09-01"}, "2024-09-02",
	 "deadline-met:1<2"},
	{"the_earliest_figure_meets_it",
	 {"2023-H1 80% expected pub=2023-02-01", "2023-06-01 85%", "2023-05-01 80%"}, "2023-06-02",
	 "deadline-met:1<3"},
	{"a_figure_dated_after_the_deadline_does_not_meet_it",
	 {"2023-H1 80% expected pub=2023-02-01", "2023-07-01 85%"}, "2023-07-02", ""},
	{"a_lower_figure_does_not_meet_it",
	 {"2023-H1 80% expected pub=2023-02-01", "2023-06-30 79%"}, "2023-07-02", ""},
	{"a_restated_or_held_figure_does_not_meet_it",
	 {"2023-H1 80% expected pub=2023-02-01", "2023-06-30 85% held", "2023-06-30 85% restated"},
	 "2023-07-02", ""},
	{"sixty_days_after_its_end_a_deadline_is_missed",
	 {"2023-H1 80% expected pub=2023-02-01", "2023-07-01 85%"}, "2023-08-30",
	 "deadline-missed:1<2"},
	{"and_not_a_day_earlier",
	 {"2023-H1 80% expected pub=2023-02-01", "2023-07-01 85%"}, "2023-08-29", ""},
	{"a_forecast_for_a_day_that_is_past_has_no_deadline",
	 {"2023-04-05 80% expected pub=2023-04-05"}, "2024-01-01", ""},
	{"the_speakers_last_value_for_the_deadline_counts",
	 {"2023-H1 80% expected pub=2023-02-01 by=Petrenko", "2023-H1 70% expected pub=2023-03-01 by=Petrenko",
	  "2023-06-01 75%"}, "2023-06-02", "deadline-met:2<3"},
	{"two_speakers_have_a_deadline_each",
	 {"2023-H1 80% expected pub=2023-02-01 by=Petrenko", "2023-H1 70% expected pub=2023-03-01 by=Sidorov",
	  "2023-06-01 75%"}, "2023-09-02", "deadline-missed:1<3 deadline-met:2<3"},
	{"what_was_past_when_it_was_recorded_as_backfill_is_not_told",
	 {"2022 80% expected pub=2022-05-01 backfill recorded=2023-04-05"}, "2024-01-01", ""},
	{"a_deadline_ahead_is_told_of_backfill_too",
	 {"2023 80% expected pub=2022-05-01 backfill recorded=2023-04-05"}, "2024-03-01",
	 "deadline-missed:1"},

	/* silence */
	{"a_series_without_a_figure_for_so_long_is_stale",
	 {"2023-01-12 70%", "2023-04-05 80%"}, "2023-08-03", "stale:2<2"},
	{"and_not_a_day_earlier",
	 {"2023-01-12 70%", "2023-04-05 80%"}, "2023-08-02", ""},
	{"the_publication_counts_and_not_what_the_figure_is_of",
	 {"2023-04-05 80%", "2023-01-12 70% pub=2023-05-01"}, "2023-08-28", ""},
	{"forecasts_and_figures_told_again_are_no_new_figures",
	 {"2023-04-05 80%", "2030 90% expected pub=2023-07-01", "2023-04-05 75% restated pub=2023-07-01"},
	 "2023-08-03", "stale:1<1"},
	{"a_series_that_is_complete_is_never_stale",
	 {"2023-12-20 100%"}, "2025-01-01", ""},
	{"old_backfill_is_not_told",
	 {"2023-04-05 80% backfill recorded=2024-04-05"}, "2024-04-06", ""},
	{"recent_backfill_is",
	 {"2023-04-05 80% backfill recorded=2023-05-01"}, "2023-08-03", "stale:1<1"},
	{"an_empty_series_has_nothing_due",
	 {NULL}, "2023-08-03", ""},
};
/* clang-format on */

static int64_t noon_of(const char *day)
{
	struct date date;

	assert_true(date_parse(day, strlen(day), &date));
	return date_first_day(date) * DAY_S;
}

static void note(char *out, size_t size, const struct change_due *due, const struct figure *list)
{
	size_t used = strlen(out);
	const struct figure *old = due->entry.old;

	snprintf(out + used, size - used, "%s%s:%td", used ? " " : "",
	         change_kind_name(due->entry.kind), due->figure - list + 1);
	used = strlen(out);
	if (old)
		snprintf(out + used, size - used, "<%td", old - list + 1);
}

static void what_is_due_follows_the_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct figure list[FIGURES_MAX];
		struct change_due due[FIGURES_MAX];
		char found[256] = "";
		size_t count = 0, n;

		made_reset();
		for (; count < FIGURES_MAX && cases[i].figures[count]; count++)
			list[count] = made(cases[i].figures[count]);
		n = change_due(list, count, noon_of(cases[i].now), STALE_DAYS * DAY_S, due);
		for (size_t k = 0; k < n; k++)
			note(found, sizeof(found), &due[k], list);
		if (strcmp(found, cases[i].due) != 0)
			fail_msg("%s: \"%s\" is due, and not \"%s\"", cases[i].name, found,
			         cases[i].due);
	}
}

static void a_watch_without_an_end_is_never_stale(void **state)
{
	struct figure figure = made("2023-04-05 80%");
	struct change_due due[1];

	(void)state;
	assert_int_equal(change_due(&figure, 1, noon_of("2033-04-05"), 0, due), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_due_follows_the_table),
		cmocka_unit_test(a_watch_without_an_end_is_never_stale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
