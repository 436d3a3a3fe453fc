#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "change/visit.h"

/* --- one look */

struct look_case {
	const char *name;
	const char *quote;
	const char *title;
	const char *text;
	enum change_look look;
	const char *was;
	const char *is;
};

static const struct look_case looks[] = {
	{ "the_same_words_are_seen", "Some 70% of the activities are done", "",
	  "Today. Some 70% of the activities are done, it says.", CHANGE_LOOK_SEEN, "", "" },
	{ "a_quote_of_the_title_is_seen_there", "70% of activities done", "70% of activities done",
	  "Nothing else.", CHANGE_LOOK_SEEN, "", "" },
	{ "other_marks_and_spaces_are_no_edit", "«Some 70%» of the activities\nare done", "",
	  "\"Some\xC2\xA0"
	  "70%\" of the activities — are done.",
	  CHANGE_LOOK_SEEN, "", "" },
	{ "another_figure_is_an_edit", "Some 70% of the activities are done", "",
	  "Today. Some 75% of the activities are done, it says.", CHANGE_LOOK_EDITED, "70%",
	  "75%" },
	{ "a_figure_with_a_point_is_one_word", "The budget gave 99.7% of the plan", "",
	  "The budget gave 99.8% of the plan", CHANGE_LOOK_EDITED, "99.7%", "99.8%" },
	{ "the_edit_of_the_last_word_is_found", "The activities are done by 70%", "",
	  "Words before it. The activities are done by 75%", CHANGE_LOOK_EDITED, "70%", "75%" },
	{ "cyrillic_words_are_words", "Выполнено около 70% мероприятий программ", "",
	  "Как сказано, выполнено. Выполнено более 75% мероприятий программ.", CHANGE_LOOK_EDITED,
	  "около 70%", "более 75%" },
	{ "a_quote_of_three_words_may_be_edited_in_one", "Выполнено 75% мероприятий", "",
	  "Как сказано, выполнено 70% мероприятий. Выполнено 70% мероприятий союзных программ.",
	  CHANGE_LOOK_EDITED, "75%", "70%" },
	{ "but_two_words_have_nothing_to_spare", "75% мероприятий", "",
	  "Сказано о 70% мероприятий.", CHANGE_LOOK_GONE, "", "" },
	{ "what_is_not_there_is_gone", "Some 70% of the activities are done", "",
	  "The weather in Minsk will be fine.", CHANGE_LOOK_GONE, "", "" },
	{ "few_words_in_common_are_no_edit", "Some 70% of the activities are done", "",
	  "Of the trees some are old.", CHANGE_LOOK_GONE, "", "" },
	{ "a_page_shorter_than_the_quote", "Some 70% of the activities are done", "",
	  "Some 70% of the activities", CHANGE_LOOK_EDITED, "are done", "" },
	{ "an_empty_page_has_nothing", "Some 70% of the activities are done", "", "",
	  CHANGE_LOOK_GONE, "", "" },
};

static void looking_for_a_quote(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(looks); i++) {
		const struct look_case *c = &looks[i];
		struct arena *arena = arena_new(1 << 16);
		struct change_words words;

		if (change_look_for(c->quote, c->title, c->text, arena, &words) != c->look)
			fail_msg("%s: another look", c->name);
		if (strcmp(words.was, c->was) != 0 || strcmp(words.is, c->is) != 0)
			fail_msg("%s: \"%s\" → \"%s\"", c->name, words.was, words.is);
		arena_free(arena);
	}
}

/* --- several visits: each letter is one: s seen, e edited, g gone, p the page is gone */

struct visits_case {
	const char *name;
	bool was_seen;
	const char *visits;
	const char *told; /* under each visit: e or g, - for nothing */
};

static const struct visits_case visits[] = {
	{ "one_visit_proves_nothing", true, "sesgs", "-----" },
	{ "the_second_in_a_row_does", true, "see", "--e" },
	{ "each_is_told_once", true, "eeee", "-e--" },
	{ "an_edit_and_then_the_end", true, "eegg", "-eg-" },
	{ "the_second_says_which", true, "eg", "-g" },
	{ "a_page_that_never_had_the_quote_loses_nothing", false, "gggee", "-----" },
	{ "but_once_it_was_seen_it_can", false, "gsgg", "---g" },
	{ "a_page_that_is_gone_is_gone", false, "pp", "-g" },
	{ "a_page_that_came_back_is_there", true, "pspsp", "-----" },
};

static void what_visits_say_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(visits); i++) {
		struct change_sight sight = { .was_seen = visits[i].was_seen };
		char told[16] = "";

		for (size_t k = 0; visits[i].visits[k]; k++) {
			char v = visits[i].visits[k];
			enum change_kind kind;
			enum change_look look = v == 's'   ? CHANGE_LOOK_SEEN
			                        : v == 'e' ? CHANGE_LOOK_EDITED
			                                   : CHANGE_LOOK_GONE;
			bool is_news = change_sight_next(&sight, look, v == 'p', &kind);

			told[k] = !is_news ? '-' : kind == CHANGE_SOURCE_EDITED ? 'e' : 'g';
		}
		if (strcmp(told, visits[i].told) != 0)
			fail_msg("%s: %s", visits[i].name, told);
	}
}

static void only_the_first_miss_leaves_a_doubt(void **state)
{
	struct change_sight sight = { .was_seen = true };
	enum change_kind kind;

	(void)state;
	assert_false(change_sight_is_in_doubt(&sight));
	assert_false(change_sight_next(&sight, CHANGE_LOOK_GONE, false, &kind));
	assert_true(change_sight_is_in_doubt(&sight));
	assert_true(change_sight_next(&sight, CHANGE_LOOK_GONE, false, &kind));
	assert_false(change_sight_is_in_doubt(&sight));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looking_for_a_quote),
		cmocka_unit_test(what_visits_say_together),
		cmocka_unit_test(only_the_first_miss_leaves_a_doubt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
