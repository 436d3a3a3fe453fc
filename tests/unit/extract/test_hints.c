/* The first pass: what it lets go is gone, so it must see a word as the close reading does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "extract/hints.h"

/* ё is read as е, and ь is left out before т. */
static const uint32_t pairs[][2] = { { 0x451, 0x435 } };
static const struct fold_table fold = {
	.pairs = pairs, .count = 1, .dropped = 0x44C, .before = "т"
};

static struct hints *make(struct arena *arena)
{
	struct hints *hints = hints_new(arena, &fold);

	hints_add(hints, "programme|program~noun", HINT_PROGRAMME);
	hints_add(hints, "eu", HINT_UNION);
	hints_add(hints, "план*", HINT_ACTIVITY);
	hints_add(hints, "край", HINT_SIZE);
	hints_add(hints, "аб'ядн*", HINT_UNION);
	hints_add(hints, "зацей", HINT_NAME);
	hints_add(hints, "union~noun state~noun", HINT_STATE);
	hints_add(hints, "з'езд*", HINT_UNION);
	hints_add(hints, "31", HINT_SIZE);
	hints_add(hints, "road map|plan~noun", HINT_PROGRAMME);
	hints_add(hints, "bit , [very] small|tiny", HINT_ACTIVITY);
	hints_add(hints, "an accord", HINT_ACTIVITY);
	hints_finish(hints);
	return hints;
}

static void a_word_is_seen_however_it_is_written(void **state)
{
	static const struct {
		const char *text;
		unsigned hints;
	} cases[] = {
		{ "", 0 },
		{ "a", 0 },
		{ "Programme", HINT_PROGRAMME },
		{ "the PROGRAMS,", HINT_PROGRAMME },
		{ "The road is 40% done", 0 },
		{ "the road, mapless", HINT_PROGRAMME }, /* so near that it is read closely */
		{ "Road maps", HINT_PROGRAMME },
		{ "a road plan", HINT_PROGRAMME },
		{ "a bit, small", HINT_ACTIVITY },
		{ "a bit, very tiny", HINT_ACTIVITY },
		{ "a bit, very large", 0 },
		{ "a bit", 0 },
		{ "programming", HINT_PROGRAMME }, /* the ending is left to the close reading */
		{ "pro\xC2\xADgramme", HINT_PROGRAMME },
		{ "p\xC2\xADrogramme", HINT_PROGRAMME },
		{ "pro\xE2\x80\x8Bgramme", HINT_PROGRAMME },
		{ "pro gramme", 0 },
		{ "EU", HINT_UNION },
		{ "Europe", 0 },
		{ "Планы", HINT_ACTIVITY },
		{ "пла\xCC\x81ны", HINT_ACTIVITY },
		{ "краи\xCC\x86", HINT_SIZE },
		{ "край", HINT_SIZE },
		{ "краи", 0 },
		{ "аб'яднаны", HINT_UNION },
		{ "аб\xE2\x80\x99яднаны", HINT_UNION },
		{ "зацёй", HINT_NAME },
		{ "Union State", HINT_STATE },
		{ "unions' states", HINT_STATE },
		{ "union and state", 0 },
		{ "\xFF\xC3programme", HINT_PROGRAMME },
		{ "programme\xD0", HINT_PROGRAMME },
		{ "ＰＲＯＧＲＡＭＭＥ", HINT_PROGRAMME },
		{ "80%programme", HINT_PROGRAMME },
		{ "31programme", HINT_PROGRAMME | HINT_SIZE },
		{ "з'езду", HINT_UNION },
		{ "З\xE2\x80\x99езд", HINT_UNION },
		{ "31", HINT_SIZE },
		{ "３１", HINT_SIZE },
		{ "\xD9\xA3\xD9\xA1", HINT_SIZE }, /* Arabic digits */
		{ "310, 131, 31.5", 0 },
		{ "an anachronism", 0 }, /* an article alone says nothing */
		{ "an accord", HINT_ACTIVITY },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *arena = arena_new(MIB);
		unsigned found = hints_find(make(arena), cases[i].text, strlen(cases[i].text));

		if (found & ~(unsigned)(HINT_NAME | HINT_SIZE))
			assert_true(hints_may_suffice(make(arena), cases[i].text,
			                              strlen(cases[i].text)));
		if (found != cases[i].hints)
			print_error("%s: %u, not %u\n", cases[i].text, found, cases[i].hints);
		assert_int_equal(found, cases[i].hints);
		arena_free(arena);
	}
}

static void a_text_of_another_script_is_let_go_by_its_bytes(void **state)
{
	static const struct {
		const char *text;
		bool may_suffice;
	} cases[] = {
		{ "", false },
		{ "The mayor opened 28 halls, 70% of them new", false },
		{ "\xE2\x80\x9CThe mayor\xE2\x80\x9D \xE2\x80\x94 1\xC2\xA0"
		  "000",
		  false },
		{ "the \xD0\xBF\xD0\xBB\xD0\xB0\xD0\xBD", true },
		{ "caf\xC3\xA9", false },
		{ "край, 28", true },     /* its letters are those of others */
		{ "\xE1\xB2\x83", true }, /* U+1C83, an old letter for "с" */
		{ "\xE2\x80", false },
		{ "\xE2", true },
	};
	struct arena *arena = arena_new(MIB);
	struct hints *hints = hints_new(arena, &fold);

	(void)state;
	hints_add(hints, "план*", HINT_ACTIVITY);
	hints_add(hints, "28", HINT_SIZE);
	hints_add(hints, "hall", HINT_NAME);
	hints_finish(hints);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text = cases[i].text;

		if (hints_may_suffice(hints, text, strlen(text)) != cases[i].may_suffice)
			print_error("%s\n", text);
		assert_int_equal(hints_may_suffice(hints, text, strlen(text)),
		                 cases[i].may_suffice);
	}
	arena_free(arena);
}

static void a_dropped_letter_hides_no_word(void **state)
{
	struct arena *arena = arena_new(MIB);
	struct hints *hints = hints_new(arena, &fold);
	char *pattern = words_fold(arena, &fold, "шасьтка");

	(void)state;
	hints_add(hints, pattern, HINT_NAME);
	hints_finish(hints);
	assert_int_equal(hints_find(hints, "шасьтка", strlen("шасьтка")), HINT_NAME);
	assert_int_equal(hints_find(hints, "шастка", strlen("шастка")), HINT_NAME);
	arena_free(arena);
}

static void no_byte_behind_the_end_is_read(void **state)
{
	static const char text[] = "programme";
	struct arena *arena = arena_new(MIB);
	struct hints *hints = make(arena);

	(void)state;
	assert_int_equal(hints_find(hints, text, 6), 0);
	assert_int_equal(hints_find(hints, "\xD0\xBF\xD0\xBB\xD0\xB0\xD0\xBD", 7), 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_seen_however_it_is_written),
		cmocka_unit_test(a_text_of_another_script_is_let_go_by_its_bytes),
		cmocka_unit_test(a_dropped_letter_hides_no_word),
		cmocka_unit_test(no_byte_behind_the_end_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
