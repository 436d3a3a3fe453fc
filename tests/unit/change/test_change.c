#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "change/change.h"
#include "change/made.h"

/* --- speakers --- */

static void one_person_is_one_in_every_script(void **state)
{
	static const char *const same[][2] = {
		{ "Lukashenko", "Лукашенко" },
		{ "Lukashenko", "Лукашэнка" },
		{ "Lukashenka", "Лукашенко" },
		{ "Lukaschenko", "Lukašenka" },
		{ "Łukaszenka", "Лукашенко" },
		{ "Golovchenko", "Галоўчанка" },
		{ "Overchuk", "Аверчук" },
		{ "Mishustin", "Мішусцін" },
		{ "Mezentsev", "Мезенцев" },
		{ "Krutoi", "Круты" },
		{ "Glazyev", "Глазьеў" },
		{ "Abramenko", "Абраменко" },
		{ "Reshetnikov", "РЕШЕТНИКОВ" },
		{ "Alexander Lukashenko", "Лукашенко" },
		{ "Лавров", "Сергей Лавров" },
		{ "Belarusian embassy", "Belarusian Embassy" },
		{ "A. Petrenko", "Alexander Petrenko" },
		{ "А. Г. Петренко", "Александр Петренко" },
		{ "А.Г. Петренко", "Александр Петренко" },
		{ "А. Петренко", "Александр Григорьевич Петренко" },
		{ "Аляксандр Рыгоравіч Петрэнка", "Alexander Petrenko" },
		{ "State Secretary Dzmitry Petrenko", "Дмитрий Петренко" },
		{ "President Petrenko", "President Alexander Petrenko" },
		{ "The Deputy Chairman of the Standing Committee of the Union State Olga Petrenko",
		  "Ольга Петренко" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++) {
		if (!change_same_speaker(same[i][0], same[i][1]))
			fail_msg("%s is %s", same[i][0], same[i][1]);
		assert_true(change_same_speaker(same[i][1], same[i][0]));
	}
}

static void two_persons_are_two(void **state)
{
	static const char *const different[][2] = {
		{ "Lukashenko", "Golovchenko" },
		{ "Лавров", "Overchuk" },
		{ "Putin", "Mishustin" },
		{ "Semashko", "Мишустин" },
		{ "Andreichenko", "Abramenko" },
		{ "Krutoi", "Karankevich" },
		{ "Anna Petrova", "Olga Petrova" },
		{ "Anna Petrova", "Andrei Petrov" },
		{ "A. Petrova", "Olga Petrova" },
		{ "A. Petrova", "Olga B. Petrova" },
		{ "Anna Petrova", "Minister Olga Petrova" },
		{ "Standing Committee of the Union State",
		  "Council of Ministers of the Union State" },
		{ "Постоянный комитет Союзного государства",
		  "Совет Министров Союзного государства" },
		{ "Embassy of Belarus", "President of Belarus" },
		{ "Посольство Беларуси", "Президент Беларуси" },
		{ "Министерство экономики", "Министр экономики" },
		{ "習近平", "李強" },
		{ "", "Лавров" },
		{ "-", "–" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(different); i++)
		if (change_same_speaker(different[i][0], different[i][1]))
			fail_msg("%s is not %s", different[i][0], different[i][1]);
	assert_false(change_same_speaker(NULL, "Лавров"));
	assert_false(change_same_speaker(NULL, NULL));
}

static void a_name_of_any_length_and_bytes_is_read(void **state)
{
	char name[500], broken[] = "\xd0\xff\xfe\x80 \xd1";

	(void)state;
	memset(name, 'z', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_false(change_same_speaker(name, "Lavrov"));
	assert_false(change_same_speaker(broken, "Lavrov"));
	for (size_t i = 0; i + 8 < sizeof(name); i += 8)
		memcpy(name + i, "щщщщ", 8);
	assert_false(change_same_speaker(name, "Lavrov"));
}

/* --- backfill --- */

#define DAY_S (24 * 3600)
#define FIRST_S (1000 * (int64_t)DAY_S) /* the source's first poll and reply */

struct arrival_case {
	const char *name;
	struct change_arrival arrival;
	bool is_backfill;
};

static const struct arrival_case arrivals[] = {
	{ "an_import_is_backfill", { true, true, FIRST_S, FIRST_S, FIRST_S, FIRST_S }, true },
	{ "an_item_of_yesterday_is_news",
	  { false, true, FIRST_S - DAY_S, FIRST_S, FIRST_S, FIRST_S },
	  false },
	{ "48_hours_are_not_over_48_hours",
	  { false, true, FIRST_S - 2 * DAY_S, FIRST_S, FIRST_S, FIRST_S },
	  false },
	{ "one_second_more_is",
	  { false, true, FIRST_S - 2 * DAY_S - 1, FIRST_S, FIRST_S, FIRST_S },
	  true },
	{ "what_came_after_the_first_reply_is_news_though_dated_before",
	  { false, true, FIRST_S - 9 * DAY_S, FIRST_S + 60, FIRST_S, FIRST_S },
	  false },
	{ "but_not_if_it_is_over_31_days_old",
	  { false, true, FIRST_S - 32 * DAY_S, FIRST_S + 60, FIRST_S, FIRST_S },
	  true },
	{ "the_first_reply_may_come_days_after_the_first_try",
	  { false, true, FIRST_S - DAY_S, FIRST_S + 5 * DAY_S, FIRST_S, FIRST_S + 5 * DAY_S },
	  false },
	{ "and_what_it_brings_stood_there",
	  { false, true, FIRST_S - 9 * DAY_S, FIRST_S + 5 * DAY_S, FIRST_S, FIRST_S + 5 * DAY_S },
	  true },
	{ "within_the_first_reply_none_is_noted_yet",
	  { false, true, FIRST_S - 9 * DAY_S, FIRST_S, FIRST_S, 0 },
	  true },
	{ "an_item_without_a_date_is_news", { false, false, 0, FIRST_S, FIRST_S, FIRST_S }, false },
	{ "a_source_that_was_never_polled_has_no_past",
	  { false, true, FIRST_S - 9 * DAY_S, FIRST_S, 0, 0 },
	  false },
};

static void run_arrival(void **state)
{
	const struct arrival_case *c = *state;

	assert_int_equal(change_is_backfill(&c->arrival), c->is_backfill);
}

/* --- JSON --- */

static void an_entry_is_canonical_json(void **state)
{
	struct figure old = made("2023-01-12 ~70% by=Ivanova in=paper");
	struct figure fresh = made("2023-11 880/993 in=wire pub=2023-11-29");
	struct change_entry entry;
	char *json, *again;
	json_t *parsed;

	(void)state;
	fresh.claim.quote = "выполнено 880 из 993";
	fresh.sha256 = "abc";
	entry = change_compare(&old, 1, &old, &fresh);
	json = change_to_json(&entry, &fresh, 1700000000);
	assert_null(strchr(json, '\n'));
	assert_non_null(strstr(json, "{\"announced\":true,\"certain\":true,\"change\":\"rise\","));
	assert_non_null(strstr(json, "\"recorded\":\"2023-11-14T22:13:20Z\""));
	assert_non_null(strstr(json, "\"series\":\"2021-2023/all/activities/completed/degree\""));
	assert_non_null(strstr(json, "\"quote\":\"выполнено 880 из 993\""));
	assert_non_null(strstr(json, "\"total\":\"993\",\"unit\":\"count\",\"value\":\"880\""));
	assert_non_null(strstr(json, fresh.natural_key));
	assert_non_null(strstr(json, old.natural_key));
	parsed = json_loads(json, 0, NULL);
	again = json_dumps(parsed, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(json, again);
	json_decref(parsed);
	free(again);
	free(json);
	made_reset();
}

static void the_first_entry_has_nothing_old(void **state)
{
	struct figure fresh = made("2023-01-12 70.5%");
	struct change_entry entry = change_compare(NULL, 0, NULL, &fresh);
	char *json = change_to_json(&entry, &fresh, 0);

	(void)state;
	assert_non_null(strstr(json, "\"old\":null"));
	assert_non_null(strstr(json, "\"speaker\":null"));
	assert_non_null(strstr(json, "\"value\":\"70.5\""));
	free(json);
	made_reset();
}

/* 50 becomes 55 and 50 again; another paper has copied the first version. */
static void an_edit_that_is_taken_back_is_revised_and_no_copy(void **state)
{
	struct figure list[] = { made("2023-03-01 50% in=belta pub=2023-04-05 origin=1"),
		                 made("2023-03-01 55% in=belta pub=2023-04-05 origin=1"),
		                 made("2023-03-01 50% in=paper pub=2023-04-05 origin=1"),
		                 made("2023-03-01 50% in=belta pub=2023-04-05 origin=1") };
	struct figure *fresh = &list[3];
	struct change_entry entry;

	(void)state;
	for (int i = 0; i < 4; i++) {
		list[i].version_s = 1000 + i;
		list[i].sha256 = i == 1 ? "b" : "a";
		if (i != 2)
			list[i].address = "https://example.org/edited";
	}
	list[2].trust = SOURCE_TRUST_MEDIA;
	list[1].trust = list[0].trust = fresh->trust = SOURCE_TRUST_OFFICIAL;
	entry = change_compare(list, 3, &list[1], fresh);
	assert_int_equal(entry.kind, CHANGE_REVISED);
	assert_ptr_equal(entry.old, &list[1]);
	assert_true(entry.is_announced);

	/* what it has said all the time is a copy as ever */
	entry = change_compare(list, 1, &list[0], fresh);
	assert_int_equal(entry.row, CHANGE_ROW_COPY);
	made_reset();
}

static void two_figures_contradict_where_both_can_hardly_be_right(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		bool contradict;
	} cases[] = {
		{ "2023-04-05 80% by=Ivanova", "2023-04-05 75% by=Petrov", true },
		{ "2023-04 80% by=Ivanova", "2023-04-05 75% by=Petrov", true },
		{ "2023-04-05 80% by=Ivanova", "2023-04-05 75% by=Ivanova", false },
		{ "2023-04-05 ~80% by=Ivanova", "2023-04-05 ~77% by=Petrov", false },
		{ "2023-04-05 80% by=Ivanova", "2023-04-25 75% by=Petrov", true },
		{ "2023-04-05 75% by=Ivanova", "2023-04-25 80% by=Petrov", false },
		{ "2023-04-05 80% by=Ivanova", "2023-06-25 75% by=Petrov", false },
		{ "2023-04-05 80% in=belta", "2023-04-05 75% in=tass", true },
		{ "2023-04-05 80% in=belta", "2023-04-05 75% in=belta", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct figure a = made(cases[i].a), b = made(cases[i].b);

		if (change_contradicts(&a, &b) != cases[i].contradict ||
		    change_contradicts(&b, &a) != cases[i].contradict)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
	}
	made_reset();
}

int main(void)
{
	const struct CMUnitTest fixed[] = {
		cmocka_unit_test(two_figures_contradict_where_both_can_hardly_be_right),
		cmocka_unit_test(one_person_is_one_in_every_script),
		cmocka_unit_test(two_persons_are_two),
		cmocka_unit_test(a_name_of_any_length_and_bytes_is_read),
		cmocka_unit_test(an_edit_that_is_taken_back_is_revised_and_no_copy),
		cmocka_unit_test(an_entry_is_canonical_json),
		cmocka_unit_test(the_first_entry_has_nothing_old),
	};
	struct CMUnitTest table[COUNT(arrivals)];

	for (size_t i = 0; i < COUNT(arrivals); i++)
		table[i] = (struct CMUnitTest){
			.name = arrivals[i].name,
			.test_func = run_arrival,
			.initial_state = (void *)(uintptr_t)&arrivals[i],
		};
	return cmocka_run_group_tests_name("change/arrival", table, NULL, NULL) +
	       cmocka_run_group_tests_name("change", fixed, NULL, NULL);
}
