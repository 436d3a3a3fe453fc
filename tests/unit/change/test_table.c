#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "change/change.h"
#include "change/made.h"

#define BEFORE_MAX 6
#define NOTHING (-1)

/* One case: what the series had, what was last announced, what comes, what that makes. */
struct table_case {
	const char *name;
	const char *before[BEFORE_MAX];
	const char *fresh;
	int announced; /* index in before, from 1; 0: nothing was */
	enum change_row row;
	int kind; /* enum change_kind, or NOTHING */
	enum change_severity severity;
	bool is_certain;
	bool is_announced;
	int old; /* index in before, from 1; 0: none */
};

/* three lines a case, and the columns stay together */
/* clang-format off */
static const struct table_case cases[] = {
	/* row 1 */
	{"a_copy_of_the_same_origin_is_no_entry",
	 {"2023-04-05 ~80% origin=1"}, "2023-04-05 ~80% origin=1", 1,
	 CHANGE_ROW_COPY, NOTHING, CHANGE_INFO, false, false, 1},
	{"a_copy_printed_a_day_later_is_still_a_copy",
	 {"2023-04-05 ~80% today origin=1"}, "2023-04-06 ~80% today origin=1", 1,
	 CHANGE_ROW_COPY, NOTHING, CHANGE_INFO, false, false, 1},
	{"a_copy_that_dates_the_figure_anew_is_none",
	 {"2023-04-05 ~80% origin=1"}, "2023-04-06 ~80% origin=1", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"another_origin_is_no_copy",
	 {"2023-04-05 ~80% origin=1"}, "2023-04-05 ~80% origin=2", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"a_copy_with_another_hedge_is_compared",
	 {"2023-04-05 ~80% origin=1"}, "2023-04-05 80% origin=1", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_REFINED, CHANGE_INFO, false, true, 1},
	{"a_copy_older_than_the_current_figure_is_found",
	 {"2023-01-12 70% origin=1", "2023-04-05 80%"}, "2023-01-12 70% origin=1", 2,
	 CHANGE_ROW_COPY, NOTHING, CHANGE_INFO, false, false, 1},
	{"a_copy_of_a_held_claim_is_compared_when_it_is_sure",
	 {"2023-04-05 ~80% origin=1 held"}, "2023-04-05 ~80% origin=1", 0,
	 CHANGE_ROW_FIRST, CHANGE_FIRST, CHANGE_NOTICE, false, true, 0},
	{"a_held_copy_of_a_held_claim_is_counted_only",
	 {"2023-04-05 ~80% origin=1 held"}, "2023-04-05 ~80% origin=1 held", 0,
	 CHANGE_ROW_COPY, NOTHING, CHANGE_INFO, false, false, 1},
	{"a_forecast_is_no_copy_of_a_state",
	 {"2023 ~80% origin=1 pub=2023-04-05"}, "2023 ~80% origin=1 pub=2023-04-05 expected", 1,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED, CHANGE_NOTICE, false, false, 0},

	/* row 2 */
	{"a_figure_restated_without_a_date_is_restated",
	 {"2023-04-05 80%"}, "2023-08-01 46% restated", 1,
	 CHANGE_ROW_RESTATED, CHANGE_RESTATED, CHANGE_INFO, true, false, 1},
	{"a_restated_figure_never_begins_a_series",
	 {NULL}, "2023-08-01 46% restated", 0,
	 CHANGE_ROW_RESTATED, CHANGE_RESTATED, CHANGE_INFO, false, false, 0},

	/* row 3 */
	{"what_comes_as_backfill_makes_no_noise",
	 {"2023-01-12 70%"}, "2023-04-05 80% backfill", 1,
	 CHANGE_ROW_BACKFILL, CHANGE_BACKFILL, CHANGE_INFO, true, false, 1},
	{"backfill_into_an_empty_series_makes_no_noise",
	 {NULL}, "2023-04-05 80% backfill", 0,
	 CHANGE_ROW_BACKFILL, CHANGE_BACKFILL, CHANGE_INFO, false, false, 0},
	{"a_forecast_as_backfill_makes_no_noise",
	 {NULL}, "2026 100% expected backfill pub=2026-02-01", 0,
	 CHANGE_ROW_BACKFILL, CHANGE_BACKFILL, CHANGE_INFO, false, false, 0},

	/* row 4 */
	{"the_first_figure_of_a_series_is_first",
	 {NULL}, "2023-04-05 80%", 0,
	 CHANGE_ROW_FIRST, CHANGE_FIRST, CHANGE_NOTICE, false, true, 0},
	{"the_first_figure_is_first_even_if_complete",
	 {NULL}, "2023-04-05 28/28 programmes", 0,
	 CHANGE_ROW_FIRST, CHANGE_FIRST, CHANGE_NOTICE, false, true, 0},
	{"held_forecast_and_restated_figures_are_no_figure_of_the_series",
	 {"2023-01-12 70% held", "2023 90% expected pub=2023-01-12", "2023-01-12 60% restated"},
	 "2023-04-05 80%", 0,
	 CHANGE_ROW_FIRST, CHANGE_FIRST, CHANGE_NOTICE, false, true, 0},

	/* row 5 */
	{"a_count_inside_an_about_refines_it",
	 {"2023-11-29 ~90%"}, "2023-11 880/993 pub=2023-11-29", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_REFINED, CHANGE_INFO, false, true, 1},
	{"an_about_beside_a_count_restates_it",
	 {"2023-11 880/993 pub=2023-11-30"}, "2023-11-29 ~90%", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"a_percentage_beside_its_count_restates_it",
	 {"2026-02-26 125/310"}, "2026-02-26 40%", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"a_count_beside_its_percentage_refines_it",
	 {"2026-02-26 40%"}, "2026-02-26 125/310", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_REFINED, CHANGE_INFO, false, true, 1},
	{"an_interval_that_reaches_out_of_the_old_one_refines_nothing",
	 {"2023-04-05 70-80%"}, "2023-04-05 78-82%", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"the_same_figure_in_the_same_month_is_restated",
	 {"2023-11 13/28 programmes"}, "2023-11-29 13/28 programmes", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"what_refines_a_side_of_a_conflict_moves_no_baseline",
	 {"2023-02-17 80% by=Ivanova", "2023-03-10 ~73% by=Petrenko"},
	 "2023-03-10 73% by=Petrenko", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_REFINED, CHANGE_INFO, false, false, 2},

	/* row 6 */
	{"the_same_speaker_revises",
	 {"2023-04-05 75% by=Petrenko"}, "2023-04-05 72% by=Petrenko", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_REVISED, CHANGE_WARNING, true, true, 1},
	{"the_same_speaker_revises_in_another_language",
	 {"2023-04-05 75% by=Petrenko"}, "2023-04-05 72% by=Петренко", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_REVISED, CHANGE_WARNING, true, true, 1},
	{"the_same_outlet_revises_what_nobody_is_quoted_for",
	 {"2023-04-05 75% in=belta"}, "2023-04-05 72% in=belta", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_REVISED, CHANGE_WARNING, true, true, 1},
	{"another_speaker_is_in_conflict",
	 {"2022-08-24 ~40% by=Embassy in=tass"}, "2022-08-24 >46% by=Sidorchuk in=tass", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"another_outlet_is_in_conflict_where_nobody_is_quoted",
	 {"2023-04-05 75% in=ont"}, "2023-04-05 80% in=belta", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"a_month_contradicts_a_day_in_it",
	 {"2023-04 75% in=ont"}, "2023-04-05 80% by=Ivanova", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"a_year_named_in_august_ends_in_august",
	 {"2022 50% pub=2022-08-24"}, "2022-12-16 60%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_conflict_told_by_another_outlet_is_not_told_again",
	 {"2023-04-05 80% by=Ivanova", "2023-04-05 75% by=Petrenko"},
	 "2023-04-05 75% by=Петренко", 1,
	 CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, CHANGE_INFO, false, false, 2},
	{"a_third_voice_in_a_conflict_is_heard",
	 {"2023-04-05 80% by=Ivanova trust=official", "2023-04-05 75% by=Petrenko"},
	 "2023-04-05 75% by=Sidorchuk", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"a_revision_with_an_older_key_moves_no_baseline",
	 {"2023-11-29 90% by=Karpova"}, "2023-11 80% by=Karpova pub=2023-11-29", 1,
	 CHANGE_ROW_CONTRADICTION, CHANGE_REVISED, CHANGE_WARNING, true, false, 1},

	/* row 7 */
	{"an_older_figure_is_backfill",
	 {"2023-01-12 ~70% by=Ivanova", "2023-04-05 ~80% by=Ivanova"},
	 "2023-03-27 ~75% by=Petrenko", 2,
	 CHANGE_ROW_OLDER, CHANGE_BACKFILL, CHANGE_INFO, false, false, 2},
	{"an_older_figure_that_contradicts_another_within_31_days_is_a_conflict",
	 {"2023-04-05 80% by=Ivanova"}, "2023-03-27 75% by=Petrenko", 1,
	 CHANGE_ROW_OLDER, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"31_days_are_within",
	 {"2023-04-05 80% by=Ivanova"}, "2023-03-05 75% by=Petrenko", 1,
	 CHANGE_ROW_OLDER, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"32_days_are_not",
	 {"2023-04-05 80% by=Ivanova"}, "2023-03-04 75% by=Petrenko", 1,
	 CHANGE_ROW_OLDER, CHANGE_BACKFILL, CHANGE_INFO, true, false, 1},
	{"the_same_speaker_may_have_said_less_before",
	 {"2023-04-05 80% by=Ivanova"}, "2023-03-27 75% by=Ivanova", 1,
	 CHANGE_ROW_OLDER, CHANGE_BACKFILL, CHANGE_INFO, true, false, 1},
	{"the_nearest_of_another_counts_not_the_farther",
	 {"2023-03-20 75% by=Sidorchuk", "2023-04-05 80% by=Ivanova"},
	 "2023-03-22 75% by=Petrenko", 2,
	 CHANGE_ROW_OLDER, CHANGE_BACKFILL, CHANGE_INFO, true, false, 2},
	{"the_nearest_may_be_older_still",
	 {"2022-06-30 ~40% by=Orlova", "2022-12-19 60% by=Zaitsev"},
	 "2022-H1 ~30% by=Zaitsev pub=2022-12-19", 2,
	 CHANGE_ROW_OLDER, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},

	/* row 8 */
	{"the_same_value_later_is_restated",
	 {"2023-02-17 ~80%"}, "2023-04-05 80%", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"a_rounded_percentage_after_its_count_is_restated",
	 {"2026-02-26 125/310"}, "2026-03-20 ~40%", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"an_open_interval_that_holds_the_old_value_says_nothing_new",
	 {"2023-02-17 80%"}, "2023-04-05 >75%", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"a_wider_interval_that_holds_the_old_value_says_nothing_new",
	 {"2023-02-17 81%"}, "2023-04-05 ~80%", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"a_ceiling_over_the_old_value_says_nothing_new",
	 {"2023-02-17 80%"}, "2023-04-05 <90%", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"an_interval_as_wide_as_the_old_one_does_say_something",
	 {"2023-02-17 ~80%"}, "2023-04-05 ~82%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, false, true, 1},
	{"what_was_announced_last_and_is_said_again_after_a_conflict_is_restated",
	 {"2023-02-17 80% by=Ivanova", "2023-03-10 75% by=Petrenko"},
	 "2023-04-05 80% by=Ivanova", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},

	/* row 9 */
	{"a_hundred_per_cent_is_complete",
	 {"2023-12-29 94%"}, "2025-03-13 100%", 1,
	 CHANGE_ROW_COMPLETE, CHANGE_COMPLETE, CHANGE_NOTICE, true, true, 1},
	{"n_of_n_is_complete",
	 {"2023-11 13/28 programmes"}, "2025-03-13 28/28 programmes", 1,
	 CHANGE_ROW_COMPLETE, CHANGE_COMPLETE, CHANGE_NOTICE, true, true, 1},
	{"about_a_hundred_per_cent_is_not_complete",
	 {"2023-12-29 94%"}, "2025-03-13 ~100%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_hundred_per_cent_in_progress_is_not_complete",
	 {"2023-01-12 70% in_progress"}, "2023-04-05 100% in_progress", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"complete_once_is_enough",
	 {"2025-03-13 100%"}, "2025-04-01 100%", 1,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},

	/* row 10 */
	{"later_and_higher_is_a_rise",
	 {"2023-01-12 ~70%"}, "2023-04-05 ~80%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_rise_within_the_hedges_is_uncertain",
	 {"2023-01-12 ~75%"}, "2023-04-05 ~80%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, false, true, 1},
	{"one_more_programme_is_a_rise",
	 {"2023-01-12 7/28 programmes"}, "2023-03-27 8/28 programmes", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_floor_over_the_old_value_is_a_rise",
	 {"2022-06-30 ~40%"}, "2022-07-17 >46%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_rise_over_a_backfill_counts_from_it_where_nothing_was_announced",
	 {"2023-01-12 70% backfill"}, "2023-04-05 80%", 0,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_rise_counts_from_what_was_announced_not_from_a_backfill_between",
	 {"2023-01-12 70%", "2023-03-27 75% backfill"}, "2023-04-05 80%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"a_range_rises_by_its_middle",
	 {"2023-01-12 70-75%"}, "2023-04-05 74-79%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, false, true, 1},
	{"a_value_known_by_backfill_alone_is_news_when_it_is_reported_live",
	 {"2023-01-12 70%", "2023-04-05 80% backfill"}, "2023-04-06 80%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"and_also_for_the_very_same_day",
	 {"2023-01-12 70%", "2023-04-05 80% backfill"}, "2023-04-05 80%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"and_also_for_a_day_before",
	 {"2023-01-12 70%", "2023-04-06 80% backfill"}, "2023-04-05 80%", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"and_also_as_a_copy_of_what_came_as_backfill",
	 {"2023-01-12 70%", "2023-04-05 80% backfill origin=1"}, "2023-04-05 80% origin=1", 1,
	 CHANGE_ROW_RISE, CHANGE_RISE, CHANGE_NOTICE, true, true, 1},
	{"but_not_where_nothing_was_ever_announced",
	 {"2026-02-26 40% backfill"}, "2026-03-20 40%", 0,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 1},
	{"but_not_twice",
	 {"2023-01-12 70%", "2023-04-05 80% backfill", "2023-04-05 80% trust=official"},
	 "2023-04-06 80%", 3,
	 CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, CHANGE_INFO, false, false, 3},

	/* row 11 */
	{"later_and_lower_by_another_within_31_days_is_a_conflict",
	 {"2023-02-17 80% by=Ivanova"}, "2023-03-20 75% by=Petrenko", 1,
	 CHANGE_ROW_CONFLICT, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 1},
	{"and_a_fall_after_32_days",
	 {"2023-02-17 80% by=Ivanova"}, "2023-03-21 75% by=Petrenko", 1,
	 CHANGE_ROW_FALL, CHANGE_FALL, CHANGE_WARNING, true, true, 1},
	{"and_a_fall_where_the_intervals_meet",
	 {"2023-02-17 ~80% by=Ivanova"}, "2023-03-20 ~75% by=Petrenko", 1,
	 CHANGE_ROW_FALL, CHANGE_FALL, CHANGE_WARNING, false, true, 1},
	{"and_a_fall_by_the_same_speaker",
	 {"2023-02-17 80% by=Ivanova"}, "2023-03-20 75% by=Ivanova", 1,
	 CHANGE_ROW_FALL, CHANGE_FALL, CHANGE_WARNING, true, true, 1},
	{"a_restatement_keeps_a_figure_fresh_enough_to_be_contradicted",
	 {"2023-02-17 80% by=Ivanova", "2023-03-20 80% by=Ivanova"},
	 "2023-03-27 75% by=Petrenko", 1,
	 CHANGE_ROW_CONFLICT, CHANGE_CONFLICT, CHANGE_WARNING, true, false, 2},

	/* row 12 */
	{"in_progress_falls_without_a_warning",
	 {"2023-01-12 11/28 programmes in_progress"}, "2023-04-05 9/28 programmes in_progress", 1,
	 CHANGE_ROW_FALL, CHANGE_FALL, CHANGE_NOTICE, true, true, 1},
	{"after_a_conflict_the_fall_counts_from_what_was_announced",
	 {"2023-02-17 80% by=Ivanova", "2023-03-10 75% by=Petrenko"},
	 "2023-04-20 76% by=Petrenko", 1,
	 CHANGE_ROW_FALL, CHANGE_FALL, CHANGE_WARNING, true, true, 1},

	/* held */
	{"a_doubtful_claim_is_held_and_nothing_else",
	 {"2023-01-12 70%"}, "2023-04-05 80% held", 1,
	 CHANGE_ROW_HELD, CHANGE_HELD, CHANGE_INFO, true, false, 1},

	/* expected, expected-moved */
	{"a_forecast_is_expected",
	 {"2026-02-26 40%"}, "2026 100% expected by=Vasilyev pub=2026-02-01", 1,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED, CHANGE_NOTICE, false, false, 0},
	{"the_same_forecast_again_is_counted_only",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01"},
	 "2026 100% expected by=Васильев pub=2026-03-01", 0,
	 CHANGE_ROW_FORECAST, NOTHING, CHANGE_INFO, false, false, 1},
	{"another_speaker_makes_another_forecast",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01"},
	 "2026 90% expected by=Novik pub=2026-03-01", 0,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED, CHANGE_NOTICE, false, false, 0},
	{"what_two_speakers_expect_in_one_report_are_two_forecasts",
	 {"2026 95% expected by=Vasilyev pub=2026-02-01 origin=1"},
	 "2026 95% expected by=Novik pub=2026-02-01 origin=1", 0,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED, CHANGE_NOTICE, false, false, 0},
	{"another_value_for_the_deadline_moves_it",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01"},
	 "2026 90% expected by=Vasilyev pub=2026-03-01", 0,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED_MOVED, CHANGE_NOTICE, true, false, 1},
	{"another_deadline_for_the_value_moves_it",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01"},
	 "2027 100% expected by=Vasilyev pub=2026-03-01", 0,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED_MOVED, CHANGE_NOTICE, false, false, 1},
	{"another_value_for_another_deadline_is_a_new_forecast",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01"},
	 "2026-H1 50% expected by=Vasilyev pub=2026-03-01", 0,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED, CHANGE_NOTICE, false, false, 0},
	{"the_end_of_a_year_is_one_deadline_however_it_is_written",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01"},
	 "2026-12-31 100% expected by=Vasilyev pub=2026-03-01", 0,
	 CHANGE_ROW_FORECAST, NOTHING, CHANGE_INFO, false, false, 1},
	{"moved_back_is_moved_again",
	 {"2026 100% expected by=Vasilyev pub=2026-02-01",
	  "2026 90% expected by=Vasilyev pub=2026-03-01"},
	 "2026 100% expected by=Vasilyev pub=2026-04-01", 0,
	 CHANGE_ROW_FORECAST, CHANGE_EXPECTED_MOVED, CHANGE_NOTICE, true, false, 2},
	{"an_older_forecast_that_arrives_late_moves_nothing",
	 {"2026 90% expected by=Vasilyev pub=2026-03-01"},
	 "2026 100% expected by=Vasilyev pub=2026-02-01", 0,
	 CHANGE_ROW_FORECAST, CHANGE_BACKFILL, CHANGE_INFO, true, false, 1},
};
/* clang-format on */

static int index_of(const struct figure *figure, const struct figure *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (figure && figure->claim_id == list[i].claim_id)
			return (int)i + 1;
	return 0;
}

static void run_case(void **state)
{
	const struct table_case *c = *state;
	struct figure before[BEFORE_MAX], fresh;
	struct change_entry entry;
	size_t count = 0;

	while (count < BEFORE_MAX && c->before[count]) {
		before[count] = made(c->before[count]);
		count++;
	}
	fresh = made(c->fresh);
	entry = change_compare(before, count, c->announced ? &before[c->announced - 1] : NULL,
	                       &fresh);
	assert_int_equal(entry.row, c->row);
	assert_int_equal(entry.is_entry, c->kind != NOTHING);
	assert_int_equal(index_of(entry.old, before, count), c->old);
	made_reset();
	if (c->kind == NOTHING)
		return;
	assert_string_equal(change_kind_name(entry.kind),
	                    change_kind_name((enum change_kind)c->kind));
	assert_int_equal(entry.severity, c->severity);
	assert_int_equal(entry.is_certain, c->is_certain);
	assert_int_equal(entry.is_announced, c->is_announced);
}

int main(void)
{
	struct CMUnitTest tests[COUNT(cases)];

	for (size_t i = 0; i < COUNT(cases); i++)
		tests[i] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = run_case,
			.initial_state = (void *)(uintptr_t)&cases[i],
		};
	return cmocka_run_group_tests_name("change/table", tests, NULL, NULL);
}
