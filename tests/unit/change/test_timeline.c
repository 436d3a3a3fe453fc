/*
 * The figures that were publicly reported from 2022 to 2026 (config/history has
 * them with their citations), as if each had been reported live on its day:
 * the ledger that a careful person would have written by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "change/change.h"
#include "change/made.h"

struct report {
	const char *line;
	const char *entry; /* row of the table, kind, "certain", and what it was compared with */
};

/* two lines a report */
/* clang-format off */
static const struct report reports[] = {
	{ "2022-07-01 >50% programmes expected by=Semashko in=BelTA_via_udf.name pub=2022-05-06 origin=1",
	  "14 expected" },
	{ "2022-06-30 ~40% programmes by=Lavrov in=RIA_Novosti pub=2022-06-30 origin=2",
	  "4 first" },
	{ "2022-06-30 ~40% programmes by=Lavrov in=mirovyye-novosti.ru pub=2022-06-30 origin=3",
	  "5 restated against ≈40% of 2022-06-30" },
	{ "2022-07-17 >46% programmes by=Overchuk in=Belarus_1_via_Krasnaya_Vesna pub=2022-07-17 origin=4",
	  "10 rise certain against ≈40% of 2022-06-30" },
	{ "2022-07-17 ~50% programmes by=Overchuk in=Krasnaya_Vesna_(editor's_rounding) pub=2022-07-17 origin=4",
	  "5 refined against ≥46% of 2022-07-17" },
	{ "2022 >50% programmes expected by=Belarusian_embassy_in_Moscow in=TASS pub=2022-08-24 origin=5",
	  "14 expected" },
	{ "2022-08-24 ~40% programmes by=Belarusian_embassy_in_Moscow in=TASS pub=2022-08-24 origin=5",
	  "12 fall certain against ≈50% of 2022-07-17" },
	{ "2022-08-24 >46% programmes by=Overchuk in=TASS pub=2022-08-24 origin=5",
	  "6 conflict certain against ≈40% of 2022-08-24" },
	{ "2022-11-10 ~100% subject=nuclear-power by=Karankevich in=PRIME pub=2022-11-10 origin=6",
	  "4 first" },
	{ "2022-12-16 60% by=Lukashenko in=president.gov.by_via_cmio.org_(PT) pub=2022-12-16 origin=7",
	  "4 first" },
	{ "2022-12-19 60% programmes by=Andreichenko in=TASS pub=2022-12-19 origin=8",
	  "10 rise certain against ≈40% of 2022-08-24" },
	{ "2022-12-19 ~60% by=Lukashenko in=TASS pub=2022-12-19 origin=9",
	  "8 restated against 60% of 2022-12-16" },
	{ "2022-H1 ~30% programmes by=Andreichenko in=TASS pub=2022-12-19 origin=8",
	  "7 conflict certain against ≈40% of 2022-06-30" },
	{ "2023-01-12 ~70% by=Lukashenko in=Interfax pub=2023-01-12 origin=10",
	  "10 rise certain against 60% of 2022-12-16" },
	{ "2023-01-12 ~70% in=news.by_(EN) pub=2023-01-12 origin=11",
	  "5 restated against ≈70% of 2023-01-12" },
	{ "2023-01-12 7/28 programmes in=news.by_(EN) pub=2023-01-12 origin=11", "4 first" },
	{ "2023-01-19 70% programmes by=Lavrov in=Rossiyskaya_Gazeta pub=2023-01-19 origin=12",
	  "10 rise certain against 60% of 2022-12-19" },
	{ "2023-02-17 ~80% programmes by=Lukashenko in=TASS_via_silkway.news pub=2023-02-17 origin=13",
	  "10 rise certain against 70% of 2023-01-19" },
	{ "2023-02-17 80% programmes by=Lukashenko in=BelTA_via_krugloe.gov.by pub=2023-02-20 origin=14",
	  "5 refined against ≈80% of 2023-02-17" },
	{ "2023-03-27 ~75% by=Golovchenko in=RIA_Novosti pub=2023-03-27 origin=15",
	  "10 rise against ≈70% of 2023-01-12" },
	{ "2023-03-27 8/28 programmes by=Golovchenko in=RIA_Novosti pub=2023-03-27 origin=15",
	  "10 rise certain against 7 of 28 of 2023-01-12" },
	{ "2023-01 ~70% programmes in_progress in=Daria_Novak,_policy_analysis pub=2023-04 origin=16",
	  "4 first" },
	{ "2023-04 80% programmes in_progress in=RIA_Novosti,_quoted_by_Daria_Novak,_policy_analysis pub=2023-04 origin=17",
	  "10 rise certain against ≈70% of 2023-01" },
	{ "2023-04 75% programmes in=ONT pub=2023-04 origin=18",
	  "12 fall certain against 80% of 2023-02-17" },
	{ "2023-04-05 ~80% by=Lukashenko in=president's_press_service_via_4esnok.by pub=2023-04-05 origin=19",
	  "10 rise against ≈75% of 2023-03-27" },
	{ "2023-04-05 80% programmes by=Lukashenko in=Xinhua_via_nolga1125.blogspot.com pub=2023-04-06 origin=20",
	  "6 conflict certain against 75% of 2023-04" },
	{ "2023-06-08 101/112 subject=transport-services by=Zverev in=TASS_via_uralelement.ru pub=2023-06-08 origin=21",
	  "4 first" },
	{ "2023-04 ~80% programmes by=Lukashenko in=Reform.news pub=2023-08 origin=22",
	  "5 restated against 80% of 2023-04-05" },
	{ "2023-08 ~80% by=Abramenko in=Reform.news pub=2023-08 origin=22",
	  "8 restated against ≈80% of 2023-04-05" },
	{ "2023-08 10/28 programmes by=Abramenko in=Reform.news pub=2023-08 origin=22",
	  "10 rise certain against 8 of 28 of 2023-03-27" },
	{ "2023-11 88% programmes by=Abramenko in=Reform.by pub=2023-11 origin=23",
	  "10 rise certain against 75% of 2023-04" },
	{ "2023-11 880/993 by=Abramenko in=Reform.by pub=2023-11 origin=23",
	  "10 rise certain against ≈80% of 2023-04-05" },
	{ "2023-11 13/28 programmes by=Abramenko in=Reform.by pub=2023-11 origin=23",
	  "10 rise certain against 10 of 28 of 2023-08" },
	{ "2023-11 ~90% by=Reshetnikov in=TASS pub=2023-11-29 origin=24",
	  "5 restated against 880 of 993 of 2023-11" },
	{ "2023-11 13/28 programmes by=Reshetnikov in=TASS pub=2023-11-29 origin=24",
	  "5 restated against 13 of 28 of 2023-11" },
	{ "2023-11-29 ~90% by=Mishustin in=MIR_24 pub=2023-11-29 origin=25",
	  "5 restated against 880 of 993 of 2023-11" },
	{ "2023-01 68% programmes by=officials_of_both_countries in=nmn.media pub=2024-01 origin=26",
	  "7 conflict certain against 70% of 2023-01-19" },
	{ "2023-12 94% programmes by=officials_of_both_countries in=nmn.media pub=2024-01 origin=26",
	  "10 rise certain against 88% of 2023-11" },
	{ "2024-11-05 ~16.7% package=2024-2026 by=Mishustin in=SB._Belarus_Segodnya pub=2024-11-05 origin=27",
	  "4 first" },
	{ "2025-01 20% package=2024-2026 by=Mezentsev in=Izvestia pub=2025-01 origin=28",
	  "10 rise against ≈16.7% of 2024-11-05" },
	{ "2025-03-13 100% programmes by=Putin in=RIA_Novosti_via_belrus.ru pub=2025-03-13 origin=29",
	  "9 complete certain against 94% of 2023-12" },
	{ "2025-03-13 >26% package=2024-2026 by=Putin in=RIA_Novosti_via_belrus.ru pub=2025-03-13 origin=29",
	  "10 rise certain against 20% of 2025-01" },
	{ "2025-12 115/310 package=2024-2026 by=Krutoi in=TASS pub=2025-12-04 origin=30",
	  "10 rise against ≥26% of 2025-03-13" },
	{ "2025-12 ~40% package=2024-2026 by=Krutoi in=TASS pub=2025-12-04 origin=30",
	  "5 restated against 115 of 310 of 2025-12" },
	{ "2025-12 >33.3% package=2024-2026 by=Krutoi in=TASS pub=2025-12-04 origin=30",
	  "5 restated against 115 of 310 of 2025-12" },
	{ "2025-12 ~40% package=2024-2026 by=Krutoi in=RIA_Novosti pub=2025-12-04 origin=31",
	  "5 restated against 115 of 310 of 2025-12" },
	{ "2026 100% expected package=2024-2026 by=Glazyev in=Russtrat_via_russkijmir.de_(DE) pub=2026-02 origin=32",
	  "14 expected" },
	{ "2026-02 >50% package=2024-2026 by=Glazyev in=Russtrat_via_russkijmir.de_(DE) pub=2026-02 origin=32",
	  "10 rise certain against 115 of 310 of 2025-12" },
	{ "2026-02-26 125/310 package=2024-2026 by=Lukashenko in=news.by pub=2026-02-26 origin=33",
	  "6 conflict certain against ≥50% of 2026-02" },
	{ "2026-02-26 40% package=2024-2026 by=Lukashenko in=news.by pub=2026-02-26 origin=33",
	  "5 restated against 125 of 310 of 2026-02-26" },
	{ "2026-02-26 40% package=2024-2026 by=Lukashenko in=RIA_Novosti pub=2026-02-26 origin=34",
	  "5 restated against 125 of 310 of 2026-02-26" },
	{ "2026-02-26 40% package=2024-2026 by=Lukashenko in=Reform.news_(EN) pub=2026-02-26 origin=35",
	  "5 restated against 125 of 310 of 2026-02-26" },
	{ "2026-02 40% package=2024-2026 in=vekneboley.ru pub=2026-03 origin=36",
	  "5 restated against 40% of 2026-02-26" },
};
/* clang-format on */

#define REPORTS COUNT(reports)

static size_t same_series(const struct figure *all, size_t count, const struct figure *fresh,
                          struct figure *out)
{
	char series[CLAIM_SERIES_SIZE], other[CLAIM_SERIES_SIZE];
	size_t n = 0;

	claim_series(&fresh->claim, series);
	for (size_t i = 0; i < count; i++)
		if (strcmp(series, claim_series(&all[i].claim, other)) == 0)
			out[n++] = all[i];
	return n;
}

static const char *describe(const struct change_entry *entry, char out[128])
{
	char as_of[DATE_TEXT_SIZE];
	char *old = entry->old ? claim_figure_text(&entry->old->claim) : mem_strdup("");

	snprintf(out, 128, "%d %s%s%s%s%s%s", (int)entry->row,
	         entry->is_entry ? change_kind_name(entry->kind) : "-",
	         entry->is_certain ? " certain" : "", entry->old ? " against " : "", old,
	         entry->old ? " of " : "",
	         entry->old ? date_format(entry->old->claim.as_of, as_of) : "");
	MEM_FREE(old);
	return out;
}

/* The last figure of the series that was announced. */
static const struct figure *last_announced(const struct figure *all, const bool *is_announced,
                                           size_t count, const struct figure *fresh)
{
	char series[CLAIM_SERIES_SIZE], other[CLAIM_SERIES_SIZE];

	claim_series(&fresh->claim, series);
	while (count-- > 0)
		if (is_announced[count] &&
		    strcmp(series, claim_series(&all[count].claim, other)) == 0)
			return &all[count];
	return NULL;
}

static void each_report_gets_the_one_row_that_a_person_would_give_it(void **state)
{
	struct figure all[REPORTS], series[REPORTS];
	bool is_announced[REPORTS];
	char text[128];
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < REPORTS; i++) {
		struct change_entry entry;
		size_t n;

		all[i] = made(reports[i].line);
		n = same_series(all, i, &all[i], series);
		entry = change_compare(series, n, last_announced(all, is_announced, i, &all[i]),
		                       &all[i]);
		is_announced[i] = entry.is_announced;
		describe(&entry, text);
		if (strcmp(text, reports[i].entry) != 0) {
			print_error("%s\n  expected: %s\n  got:      %s\n", reports[i].line,
			            reports[i].entry, text);
			wrong++;
		}
	}
	made_reset();
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_report_gets_the_one_row_that_a_person_would_give_it),
	};

	return cmocka_run_group_tests_name("change/timeline", tests, NULL, NULL);
}
