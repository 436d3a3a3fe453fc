/* An article that says whose news it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "change/credit.h"

static const struct {
	const char *text, *quote, *outlet;
	bool credits;
} CASES[] = {
	{ "About 70% of the tasks are done, RIA Novosti reported.", "70%", "RIA Novosti", true },
	{ "About 70% of the tasks are done, RIA Novosti reported.", "70%", "RIA Novosti, its list",
	  true },
	{ "About 70% of the tasks are done, RIA reported.", "70%", "RIA Novosti", false },
	{ "Выполнено 70% мероприятий, сообщает БЕЛТА.", "70%", "BelTA (RU)", true },
	{ "Выканана 70% мерапрыемстваў, перадае БелТА.", "70%", "BelTA (EN), its front page",
	  true },
	{ "Выполнено 70% мероприятий. Об этом сообщили РИА Новости.", "70%", "RIA Novosti", true },
	{ "Новости. Выполнено 70% мероприятий.", "70%", "RIA Novosti", false },
	{ "MINSK, 5 April (BelTA) – 70% of the tasks are done.", "70%", "BelTA", true },
	{ "The prime minister said that 70% are done.", "70%", "PRIME", false },
	{ "It is 70%, PRIME writes.", "70%", "PRIME", true },
	{ "It is 70%, he told the news by phone.", "70%", "news.by (EN)", false },
	{ "Belta means belt, and 70% are done.", "70%", "BelTA", true },
	{ "The Belarusian told us: 70%.", "70%", "BelTA", false },
	{ "It is 70%, БЕЛТА", "70%", "BelTA", true },
	{ "It is 70%.", "70%", "", false },
};

static struct change_print print_of(const char *title, const char *text, const char *quote)
{
	const char *place = strstr(text, quote);

	assert_non_null(place);
	return (struct change_print){ .title = title,
		                      .text = text,
		                      .offset = (size_t)(place - text),
		                      .length = strlen(quote) };
}

static void an_outlet_that_is_named_beside_the_figure_is_credited(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const struct change_print print = print_of("", CASES[i].text, CASES[i].quote);

		if (change_credits(&print, CASES[i].outlet) != CASES[i].credits)
			fail_msg("%s in: %s", CASES[i].outlet, CASES[i].text);
	}
}

/* A photograph's agency at the end of a long article has not reported the figure. */
static void a_name_far_from_the_figure_credits_nobody(void **state)
{
	char text[2048] = "It is 70%. ";
	struct change_print print = { .title = "", .text = text, .offset = 6, .length = 3 };

	(void)state;
	while (strlen(text) < 600)
		strcat(text, "Other matters were spoken of. ");
	strcat(text, "Photo: BelTA");
	assert_false(change_credits(&print, "BelTA"));
	print.offset = strlen(text) - 20;
	assert_true(change_credits(&print, "BelTA"));
	print.offset = 4000; /* no place in the text */
	assert_false(change_credits(&print, "BelTA"));
	print.title = "BelTA: 70%";
	assert_true(change_credits(&print, "BelTA"));
}

/* A sentence is as long in Cyrillic as in Latin letters, though it has more bytes. */
static void a_credit_is_as_far_from_the_figure_in_letters_of_any_script(void **state)
{
	static const char *const FILLERS[] = { "и так далее, ", "and so on, " };

	(void)state;
	for (size_t f = 0; f < COUNT(FILLERS); f++) {
		char text[2048] = "";
		struct change_print print;

		while (strlen(text) < 800) /* no dateline */
			strcat(text, FILLERS[f]);
		strcat(text, "70% ");
		for (int i = 0; i < 15; i++)
			strcat(text, FILLERS[f]);
		strcat(text, "BelTA");
		print = print_of("", text, "70%");
		if (!change_credits(&print, "BelTA"))
			fail_msg("not seen behind 15 times \"%s\"", FILLERS[f]);
	}
}

/* --- agencies */

static const struct agency AGENCIES[] = {
	{ "TASS", "TASS" },
	{ "ИТАР-ТАСС", "TASS" },
	{ "БелТА", "BelTA" },
	{ "Белорусск* телеграфн* агентств*", "BelTA" },
	{ "RIA Novosti", "RIA Novosti" },
	{ "RIA", "RIA Novosti" },
	{ "Интерфакс*", "Interfax" },
	{ "Интерфакс*-Запад*", "Interfax-West" },
};
static const struct agency_list LIST = { AGENCIES, COUNT(AGENCIES) };

static const struct {
	const char *title, *text, *names; /* in order, with spaces between */
} CREDITED[] = {
	{ "", "It is 70%, TASS reported.", "TASS " },
	{ "", "Выполнено 70%, сообщает ТАСС со ссылкой на пресс-службу.", "TASS " },
	{ "", "МОСКВА, 5 апреля. /ИТАР-ТАСС/. Выполнено 70%.", "TASS " },
	{ "", "Выполнено 70%. Об этом сообщили Интерфаксу.", "Interfax " },
	{ "", "Выполнено 70%, передает «Интерфакс-Запад».", "Interfax-West " },
	{ "", "Выполнено 70% по данным Белорусского телеграфного агентства.", "BelTA " },
	{ "", "It is 70%, RIA reported, and RIA Novosti, and TASS.", "RIA Novosti TASS " },
	{ "ТАСС: выполнено 70%", "Так сказал он: 70%.", "TASS " },
	{ "", "It is 70%, the press service of the ministry reported.", "" },
	{ "", "Это 70%, интерфакс между странами, и тасс.", "" },
	{ "", "Выполнено 70%, сказала Белорусская сторона.", "" },
};

static void agencies_are_credited_by_any_of_their_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(CREDITED); i++) {
		const struct change_print print = print_of(CREDITED[i].title, CREDITED[i].text,
		                                           "70%");
		const char *names[CHANGE_AGENCIES];
		size_t count = change_credited(&print, &LIST, names);
		char all[256] = "";

		for (size_t k = 0; k < count; k++) {
			strcat(all, names[k]);
			strcat(all, " ");
		}
		if (strcmp(all, CREDITED[i].names) != 0)
			fail_msg("found \"%s\" in: %s", all, CREDITED[i].text);
	}
}

static void more_agencies_than_one_reports_are_left_out(void **state)
{
	static const struct agency NINE[] = { { "Aa", "1" }, { "Bb", "2" }, { "Cc", "3" },
		                              { "Dd", "4" }, { "Ee", "5" }, { "Ff", "6" },
		                              { "Gg", "7" }, { "Hh", "8" }, { "Ii", "9" } };
	const struct agency_list many = { NINE, COUNT(NINE) };
	const struct change_print print = print_of("", "70% Aa Bb Cc Dd Ee Ff Gg Hh Ii", "70%");
	const char *names[CHANGE_AGENCIES];

	(void)state;
	assert_int_equal(change_credited(&print, &many, names), CHANGE_AGENCIES);
	assert_string_equal(names[CHANGE_AGENCIES - 1], "8");
}

static void an_outlet_is_the_agency_whose_name_it_has(void **state)
{
	static const struct {
		const char *outlet, *agency;
	} OUTLETS[] = {
		{ "TASS (RU)", "TASS" },
		{ "TASS, at silkway.news", "TASS" },
		{ "Интерфакс-Запад", "Interfax-West" },
		{ "RIA Novosti, its list", "RIA Novosti" },
		{ "Kommersant (citing TASS)", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(OUTLETS); i++) {
		const char *found = change_agency_of(OUTLETS[i].outlet, &LIST);

		assert_string_equal(found ? found : "none",
		                    OUTLETS[i].agency ? OUTLETS[i].agency : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_outlet_that_is_named_beside_the_figure_is_credited),
		cmocka_unit_test(a_name_far_from_the_figure_credits_nobody),
		cmocka_unit_test(a_credit_is_as_far_from_the_figure_in_letters_of_any_script),
		cmocka_unit_test(agencies_are_credited_by_any_of_their_forms),
		cmocka_unit_test(more_agencies_than_one_reports_are_left_out),
		cmocka_unit_test(an_outlet_is_the_agency_whose_name_it_has),
	};

	return cmocka_run_group_tests_name("change/credit", tests, NULL, NULL);
}
