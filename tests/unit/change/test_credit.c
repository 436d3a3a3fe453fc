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

static void an_outlet_that_is_named_beside_the_figure_is_credited(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const char *quote = strstr(CASES[i].text, CASES[i].quote);

		assert_non_null(quote);
		if (change_credits(CASES[i].text, (size_t)(quote - CASES[i].text),
		                   strlen(CASES[i].quote), CASES[i].outlet) != CASES[i].credits)
			fail_msg("%s in: %s", CASES[i].outlet, CASES[i].text);
	}
}

/* A photograph's agency at the end of a long article has not reported the figure. */
static void a_name_far_from_the_figure_credits_nobody(void **state)
{
	char text[2048] = "It is 70%. ";

	(void)state;
	while (strlen(text) < 600)
		strcat(text, "Other matters were spoken of. ");
	strcat(text, "Photo: BelTA");
	assert_false(change_credits(text, 6, 3, "BelTA"));
	assert_true(change_credits(text, strlen(text) - 20, 3, "BelTA"));
	assert_true(change_credits(text, 4000, 3, "BelTA") == false); /* no place in the text */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_outlet_that_is_named_beside_the_figure_is_credited),
		cmocka_unit_test(a_name_far_from_the_figure_credits_nobody),
	};

	return cmocka_run_group_tests_name("change/credit", tests, NULL, NULL);
}
