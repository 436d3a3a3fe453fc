#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "extract/words.h"

/* ё is read as е, and ь is left out before т. */
static const uint32_t pairs[][2] = { { 0x451, 0x435 } };
static const struct fold_table fold = {
	.pairs = pairs, .count = 1, .dropped = 0x44C, .before = "т"
};

static const struct {
	const char *name;
	const char *text;
	const char *tokens; /* with '|' between */
} cases[] = {
	{ "capitals are folded", "Union PROGRAMMES", "union|programmes" },
	{ "a percent sign stands alone", "80% 80 %", "80|%|80|%" },
	{ "spaces of every width are spaces",
	  "80\xC2\xA0% 1\xE2\x80\xAF"
	  "840",
	  "80|%|1|840" },
	{ "decimals stay with their number", "46.5, 46,5 and 1,840.", "46.5|,|46,5|and|1,840|." },
	{ "dashes are one sign",
	  "70\xE2\x80\x93"
	  "75 \xE2\x80\x94 x",
	  "70|-|75|-|x" },
	{ "a possessive s is a word of its own", "Minsk\xE2\x80\x99s", "minsk|'|s" },
	{ "an apostrophe inside a word stays", "\xD0\xB0\xD0\xB1'\xD1\x8F\xD0\xB4",
	  "\xD0\xB0\xD0\xB1'\xD1\x8F\xD0\xB4" },
	{ "the lexicon folds letters", "\xD0\x95\xD1\x89\xD1\x91", "\xD0\xB5\xD1\x89\xD0\xB5" },
	{ "the lexicon drops a letter before others", "\xD0\xB0\xD1\x8C\xD1\x82\xD1\x8C",
	  "\xD0\xB0\xD1\x82\xD1\x8C" },
	{ "accents on letters are nothing", "\xD0\xB0\xCC\x81\xD0\xB1", "\xD0\xB0\xD0\xB1" },
	{ "a letter and its breve are one", "\xD0\xB8\xCC\x86", "\xD0\xB9" },
	{ "soft hyphens are nothing", "pro\xC2\xADgrammes", "programmes" },
	{ "a fraction sign is three tokens", "\xC2\xBD", "1|\xE2\x81\x84|2" },
	{ "wide digits are digits", "\xEF\xBC\x98\xEF\xBC\x90\xEF\xBC\x85", "80|%" },
	{ "broken bytes are signs", "a\xFF\xC3", "a|\xEF\xBF\xBD|\xEF\xBF\xBD" },
	{ "nothing gives nothing", "", "" },
};

static void split(struct arena *arena, const char *text, struct token_list *tokens)
{
	*tokens = (struct token_list){ NULL, 0, 0 };
	words_split(arena, &fold, text, strlen(text), false, tokens);
}

static void a_text_is_split_into_folded_tokens(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *arena = arena_new(MIB);
		struct token_list tokens;
		char found[256] = "";
		split(arena, cases[i].text, &tokens);
		for (size_t t = 0; t < tokens.count; t++) {
			strcat(found, t ? "|" : "");
			strcat(found, tokens.list[t].text);
		}
		if (strcmp(found, cases[i].tokens) != 0)
			fail_msg("%s: \"%s\"", cases[i].name, found);
		arena_free(arena);
	}
}

static void every_token_knows_its_bytes(void **state)
{
	(void)state;
	static const char text[] = "\xD0\x95\xD1\x89\xD1\x91\xC2\xA0"
				   "80\xE2\x80\xAF%\nnext";
	struct arena *arena = arena_new(MIB);
	struct token_list tokens;
	split(arena, text, &tokens);
	assert_int_equal(tokens.count, 4);
	assert_int_equal(tokens.list[0].offset, 0);
	assert_int_equal(tokens.list[0].length, 6);
	assert_memory_equal(text + tokens.list[1].offset, "80", tokens.list[1].length);
	assert_memory_equal(text + tokens.list[2].offset, "%", tokens.list[2].length);
	assert_true(tokens.list[0].capital && tokens.list[0].line && tokens.list[3].line);
	assert_false(tokens.list[2].line);
	arena_free(arena);
}

static void a_word_without_end_is_cut_and_nothing_is_lost(void **state)
{
	(void)state;
	struct arena *arena = arena_new(16 * MIB);
	struct token_list tokens;
	char *text = mem_alloc(100001);
	size_t bytes = 0;
	memset(text, 'w', 100000);
	split(arena, text, &tokens);
	for (size_t t = 0; t < tokens.count; t++)
		bytes += tokens.list[t].length;
	assert_int_equal(bytes, 100000);
	MEM_FREE(text);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_split_into_folded_tokens),
		cmocka_unit_test(every_token_knows_its_bytes),
		cmocka_unit_test(a_word_without_end_is_cut_and_nothing_is_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
