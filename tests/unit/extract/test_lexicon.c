#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "extract/tiny.h"
#include "extract/vocabulary.h"
#include "extract/words.h"

static const struct {
	const char *pattern;
	const char *text;
	size_t tokens; /* that the pattern takes of the text; 0: no match */
} patterns[] = {
	{ "union programmes", "union programmes", 2 },
	{ "union programmes", "union plans", 0 },
	{ "implement*", "implementation", 1 },
	{ "implement*", "implement", 1 },
	{ "implement*", "implant", 0 },
	{ "plan~noun", "plans", 1 },
	{ "plan~noun", "planet", 0 },
	{ "gas|oil market", "oil market", 2 },
	{ "gas|oil market", "coal market", 0 },
	{ "single [gas] market", "single market", 2 },
	{ "single [gas] market", "single gas market", 3 },
	{ "per cent", "per\ncent", 0 },
	{ "%", "%", 1 },
};

static void patterns_match_what_they_say(void **state)
{
	(void)state;
	struct fold_table fold = { .count = 0 };
	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct arena *arena = arena_new(MIB);
		struct endings endings = { .classes = tiny_tree(arena, "endings", "noun: [-, s]"),
			                   .fold = &fold };
		struct vocabulary *vocabulary = vocabulary_new(arena, &endings);
		struct phrase phrase = { .mark = 1 };
		struct token_list tokens = { NULL, 0, 0 };
		assert_null(vocabulary_add(vocabulary, patterns[i].pattern, &phrase));
		words_split(arena, &fold, patterns[i].text, strlen(patterns[i].text), false,
		            &tokens);
		vocabulary_finish(vocabulary);
		struct vocabulary_matcher matcher;
		vocabulary_matcher_init(&matcher, vocabulary, tokens.list);
		struct vocabulary_match match = vocabulary_match(&matcher, 0, tokens.count);
		if (match.length != patterns[i].tokens)
			fail_msg("\"%s\" took %zu tokens of \"%s\"", patterns[i].pattern,
			         match.length, patterns[i].text);
		arena_free(arena);
	}
}

static void of_equally_long_phrases_the_one_spelled_out_wins(void **state)
{
	(void)state;
	struct arena *arena = arena_new(MIB);
	struct fold_table fold = { .count = 0 };
	struct endings endings = { .fold = &fold };
	struct vocabulary *vocabulary = vocabulary_new(arena, &endings);
	struct token_list tokens = { NULL, 0, 0 };
	assert_null(vocabulary_add(vocabulary, "complet*", &(struct phrase){ .mark = 1 }));
	assert_null(vocabulary_add(vocabulary, "completing", &(struct phrase){ .mark = 2 }));
	vocabulary_finish(vocabulary);
	words_split(arena, &fold, "completing", 10, false, &tokens);
	struct vocabulary_matcher matcher;
	vocabulary_matcher_init(&matcher, vocabulary, tokens.list);
	struct vocabulary_match match = vocabulary_match(&matcher, 0, tokens.count);
	assert_int_equal(match.count, 1);
	assert_int_equal(match.phrases[0]->mark, 2);
	arena_free(arena);
}

static const struct {
	const char *text;
	int line;
	const char *says; /* in the mistake */
} mistakes_of[] = {
	{ "language: en\ncompletd: done", 2, "did you mean completed" },
	{ "language: en\nnumbers: one", 2, "map of phrases" },
	{ "language: en\nnumbers: one=two", 2, "whole number" },
	{ "language: en\nfractions: half=2", 2, "2/3" },
	{ "language: en\nperiods: summer=Q5", 2, "H1" },
	{ "language: en\ncompleted: plan~nothing", 2, "no class of endings" },
	{ "language: en\ncompleted: [done", 2, "bracket" },
	{ "language: en\ncompleted: a*", 2, "two letters" },
	{ "completed: done", 1, "language" },
};

static void a_mistake_is_told_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mistakes_of); i++) {
		struct arena *arena = arena_new(MIB);
		struct tree_mistakes mistakes = { .arena = arena };
		const struct tree *tree = tiny_tree(arena, "broken.yaml", mistakes_of[i].text);
		if (strstr(mistakes_of[i].text, ": [done")) {
			tree->items[1]->items[0]->text = "[done";
		}
		assert_null(lexicon_new(&tiny_packages, &tree, 1, &mistakes));
		assert_true(mistakes.count > 0);
		assert_string_equal(mistakes.list[0].file, "broken.yaml");
		assert_int_equal(mistakes.list[0].line, mistakes_of[i].line);
		if (!strstr(mistakes.list[0].text, mistakes_of[i].says))
			fail_msg("\"%s\" is told as \"%s\"", mistakes_of[i].text,
			         mistakes.list[0].text);
		arena_free(arena);
	}
}

static void the_version_follows_the_words(void **state)
{
	(void)state;
	struct arena *arena = arena_new(8 * MIB);
	struct tree_mistakes mistakes = { .arena = arena };
	const struct tree *one = tiny_tree(arena, "a", "language: en\ncompleted: done");
	const struct tree *two = tiny_tree(arena, "a", "language: en\ncompleted: did");
	struct lexicon *a = lexicon_new(&tiny_packages, &one, 1, &mistakes);
	struct lexicon *b = lexicon_new(&tiny_packages, &one, 1, &mistakes);
	struct lexicon *c = lexicon_new(&tiny_packages, &two, 1, &mistakes);
	assert_string_equal(lexicon_version(a), lexicon_version(b));
	assert_string_not_equal(lexicon_version(a), lexicon_version(c));
	assert_memory_equal(lexicon_version(a), "engine-", 7);
	assert_int_equal(strspn(lexicon_version(a) + 7, "0123456789abcdef"), 8);
	assert_int_equal(lexicon_version(a)[15], '+');
	assert_int_equal(strlen(lexicon_version(a)), 24);
	lexicon_free(a);
	lexicon_free(b);
	lexicon_free(c);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_match_what_they_say),
		cmocka_unit_test(of_equally_long_phrases_the_one_spelled_out_wins),
		cmocka_unit_test(a_mistake_is_told_with_its_line),
		cmocka_unit_test(the_version_follows_the_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
