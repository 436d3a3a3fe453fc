#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "alert/words.h"
#include "base/limits.h"
#include "base/mem.h"

static const struct date END_2023 = { .precision = DATE_YEAR, .year = 2023 };

static const struct {
	struct claim claim;
	const char *en;
	const char *ru;
} STATEMENTS[] = {
	{ { .subject = "all", .unit = CLAIM_COUNT, .value = { 1, 0 } },
	  "1 programme completed",
	  "выполнена 1 программа" },
	{ { .subject = "all", .unit = CLAIM_COUNT, .value = { 3, 0 } },
	  "3 programmes completed",
	  "выполнено 3 программы" },
	{ { .subject = "all", .unit = CLAIM_COUNT, .value = { 11, 0 } },
	  "11 programmes completed",
	  "выполнено 11 программ" },
	{ { .subject = "all", .unit = CLAIM_COUNT, .value = { 21, 0 } },
	  "21 programmes completed",
	  "выполнена 21 программа" },
	{ { .subject = "all", .unit = CLAIM_COUNT, .value = { 112, 0 } },
	  "112 programmes completed",
	  "выполнено 112 программ" },
	{ { .subject = "all", .unit = CLAIM_COUNT, .value = { 21, 0 }, .bound = CLAIM_ABOUT },
	  "about 21 programmes completed",
	  "выполнено около 21 программы" },
	{ { .subject = "all",
	    .unit = CLAIM_COUNT,
	    .value = { 7, 0 },
	    .has_total = true,
	    .total = { 28, 0 } },
	  "7 of 28 programmes completed",
	  "выполнено 7 из 28 программ" },
	{ { .subject = "all",
	    .measure = CLAIM_ACTIVITIES,
	    .unit = CLAIM_COUNT,
	    .value = { 125, 0 },
	    .has_total = true,
	    .total = { 301, 0 } },
	  "125 of 301 activities completed",
	  "выполнено 125 из 301 мероприятия" },
	{ { .subject = "all",
	    .measure = CLAIM_ACTIVITIES,
	    .unit = CLAIM_PERCENT,
	    .value = { 405, 1 } },
	  "40.5% of activities completed",
	  "выполнено 40,5% мероприятий" },
	{ { .subject = "all",
	    .measure = CLAIM_ACTIVITIES,
	    .unit = CLAIM_COUNT,
	    .value = { 1, 0 },
	    .stage = CLAIM_IN_PROGRESS },
	  "1 activity in progress",
	  "в работе 1 мероприятие" },
	{ { .subject = "all",
	    .unit = CLAIM_PERCENT,
	    .value = { 70, 0 },
	    .has_high = true,
	    .high = { 75, 0 },
	    .bound = CLAIM_ABOUT },
	  "programmes about 70–75% carried out",
	  "программы выполнены примерно на 70–75%" },
	{ { .subject = "gas-market",
	    .unit = CLAIM_PERCENT,
	    .value = { 60, 0 },
	    .bound = CLAIM_AT_LEAST },
	  "programme at least 60% carried out",
	  "программа выполнена не менее чем на 60%" },
	{ { .subject = "all",
	    .measure = CLAIM_ACTIVITIES,
	    .unit = CLAIM_PERCENT,
	    .value = { 95, 0 },
	    .modality = CLAIM_EXPECTED,
	    .as_of = { .precision = DATE_YEAR, .year = 2023 } },
	  "95% of activities to be completed by the end of 2023",
	  "ожидается выполнение 95% мероприятий к концу 2023 года" },
};

static void figures_are_said_as_the_language_says_them(void **state)
{
	struct arena *arena = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(STATEMENTS); i++) {
		assert_string_equal(words_statement(ALERT_EN, &STATEMENTS[i].claim, arena),
		                    STATEMENTS[i].en);
		assert_string_equal(words_statement(ALERT_RU, &STATEMENTS[i].claim, arena),
		                    STATEMENTS[i].ru);
	}
	arena_free(arena);
}

static const struct {
	struct date date;
	const char *en_as_of;
	const char *ru_as_of;
	const char *en_by;
	const char *ru_by;
} DATES[] = {
	{ { .precision = DATE_NONE }, "", "", "", "" },
	{ { .precision = DATE_DAY, .year = 2023, .part = 4, .day = 5 },
	  "as of 5 April 2023",
	  "на 5 апреля 2023 года",
	  "by 5 April 2023",
	  "к 5 апреля 2023 года" },
	{ { .precision = DATE_MONTH, .year = 2023, .part = 5 },
	  "as of May 2023",
	  "на май 2023 года",
	  "by the end of May 2023",
	  "к концу мая 2023 года" },
	{ { .precision = DATE_QUARTER, .year = 2023, .part = 3 },
	  "as of the third quarter of 2023",
	  "на третий квартал 2023 года",
	  "by the end of the third quarter of 2023",
	  "к концу третьего квартала 2023 года" },
	{ { .precision = DATE_HALF, .year = 2023, .part = 2 },
	  "as of the second half of 2023",
	  "на второе полугодие 2023 года",
	  "by the end of the second half of 2023",
	  "к концу второго полугодия 2023 года" },
	{ { .precision = DATE_YEAR, .year = 2023 },
	  "as of 2023",
	  "на 2023 год",
	  "by the end of 2023",
	  "к концу 2023 года" },
};

static void dates_stand_in_their_case(void **state)
{
	struct arena *arena = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(DATES); i++) {
		struct date date = DATES[i].date;

		assert_string_equal(words_as_of(ALERT_EN, date, arena), DATES[i].en_as_of);
		assert_string_equal(words_as_of(ALERT_RU, date, arena), DATES[i].ru_as_of);
		assert_string_equal(words_deadline(ALERT_EN, date, arena), DATES[i].en_by);
		assert_string_equal(words_deadline(ALERT_RU, date, arena), DATES[i].ru_by);
	}
	assert_string_equal(words_since(ALERT_RU, END_2023, arena), "2023 года");
	arena_free(arena);
}

static void every_number_has_its_form(void **state)
{
	static const struct words_forms forms = { "one", "few", "many" };
	static const struct {
		int64_t n;
		const char *ru;
	} cases[] = { { 0, "many" },   { 1, "one" },    { 2, "few" },    { 4, "few" },
		      { 5, "many" },   { 11, "many" },  { 12, "many" },  { 14, "many" },
		      { 21, "one" },   { 22, "few" },   { 25, "many" },  { 101, "one" },
		      { 111, "many" }, { 114, "many" }, { 1001, "one" }, { 1012, "many" } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(words_form(ALERT_RU, cases[i].n, forms), cases[i].ru);
		assert_string_equal(words_form(ALERT_EN, cases[i].n, forms),
		                    cases[i].n == 1 ? "one" : "many");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_said_as_the_language_says_them),
		cmocka_unit_test(dates_stand_in_their_case),
		cmocka_unit_test(every_number_has_its_form),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
