#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fold.h"
#include "base/mem.h"
#include "store/words.h"

static const char *const folds[][2] = {
	{ "Ёлка ещё ЗЕЛЁНАЯ", "елка еще зеленая" },
	{ "Йод, ЎЧОРА, Іван", "йод, ўчора, іван" },
	{ "за\xCC\x81мок", "замок" },
	{ "и\xCC\x86од", "йод" },
	{ "CAFÉ Straße", "café strasse" },
	{ "ﬁve Ⅳ", "five iv" },
	{ "pro\xC2\xADgramme", "programme" },
	{ "", "" },
};

static void folding_keeps_letters_apart_that_are_letters(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(folds); i++) {
		char *folded = fold_text(folds[i][0], strlen(folds[i][0]));

		assert_string_equal(folded, folds[i][1]);
		free(folded);
	}
}

static const struct {
	const char *typed;
	const char *expression; /* NULL: the mistake below */
	const char *mistake;
} queries[] = {
	{ "Союзные программы", "\"союзные\" \"программы\"", NULL },
	{ "союзн*", "\"союзн\"*", NULL },
	{ "\"Единый рынок\" газа", "\"единый рынок\" \"газа\"", NULL },
	{ "\"gas mark\"*", "\"gas mark\"*", NULL },
	{ "з'яўляецца", "\"з яўляецца\"", NULL },
	{ "OR AND NOT title:x", "\"or\" \"and\" \"not\" \"title x\"", NULL },
	{ "99,7%", "\"99 7\"", NULL },
	{ "\"open", NULL, "a quotation mark is not closed: \"open" },
	{ "pro*gramme", NULL, "* stands at the end of a word, not within pro*gramme" },
	{ "%", NULL, "there is no letter or digit in %" },
	{ "*", NULL, "there is no letter or digit in " },
	{ "  ", NULL, "there is no word to look for" },
};

static void what_is_typed_is_never_sql(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(queries); i++) {
		struct arena *arena = arena_new(1 << 16);
		struct sought sought;
		struct err err;
		int rc = words_parse(queries[i].typed, arena, &sought, &err);

		if (queries[i].expression) {
			assert_int_equal(rc, 0);
			assert_string_equal(sought.expression, queries[i].expression);
		} else {
			assert_int_equal(rc, -1);
			assert_int_equal(err.kind, ERR_INPUT);
			assert_string_equal(err.text, queries[i].mistake);
		}
		arena_free(arena);
	}
}

static char *snippet(const char *typed, const char *text)
{
	struct arena *arena = arena_new(1 << 20);
	struct store_piece *pieces;
	struct sought sought;
	struct err err;
	size_t count;
	char *all = mem_strdup("");

	assert_int_equal(words_parse(typed, arena, &sought, &err), 0);
	words_snippet(&sought, text, arena, &pieces, &count);
	for (size_t i = 0; i < count; i++) {
		char *more = mem_printf(pieces[i].is_match ? "%s[%s]" : "%s%s", all,
		                        pieces[i].text);

		free(all);
		all = more;
	}
	arena_free(arena);
	return all;
}

static void words_are_marked_as_they_are_printed(void **state)
{
	char *text = snippet("еще союзн*", "Ещё раз о СОЮЗНЫХ программах. Все.");

	(void)state;
	assert_string_equal(text, "[Ещё] раз о [СОЮЗНЫХ] программах. Все.");
	free(text);
}

static void a_long_text_is_cut_around_its_words(void **state)
{
	char text[4096] = "";
	char *cut;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		strcat(text, i == 60 ? "gas market " : "word ");
	cut = snippet("market", text);
	assert_true(strlen(cut) < 200);
	assert_non_null(strstr(cut, "word gas [market] word"));
	assert_non_null(strstr(cut, "…"));
	free(cut);
	cut = snippet("nothing", "");
	assert_string_equal(cut, "");
	free(cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folding_keeps_letters_apart_that_are_letters),
		cmocka_unit_test(what_is_typed_is_never_sql),
		cmocka_unit_test(words_are_marked_as_they_are_printed),
		cmocka_unit_test(a_long_text_is_cut_around_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
