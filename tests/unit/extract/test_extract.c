/* From a text to its claims, with the small lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "extract/extract.h"
#include "extract/tiny.h"

static struct lexicon *lexicon;
static struct arena *words;

static int set_up(void **state)
{
	(void)state;
	words = arena_new(8 * MIB);
	lexicon = tiny_lexicon(words);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	arena_free(words);
	return 0;
}

static void run(struct arena *arena, const char *title, const char *text,
                struct extract_result *ret)
{
	struct err err = { .kind = ERR_NONE };
	struct extract_input input = {
		.language = "en", .published = date_day(2023, 4, 20), .title = title, .text = text
	};
	if (extract_claims(lexicon, &input, EXTRACT_THRESHOLD_PERMILLE, arena, ret, &err))
		fail_msg("%s", err.text);
}

/* "70 percent activities completed 2023-01; …", with the subject where it is not all */
static char *print_claims(const struct extract_result *result)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	for (size_t i = 0; i < result->claim_count; i++) {
		const struct claim *c = &result->claims[i];
		char value[DECIMAL_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
		fprintf(out, "%s%s %s %s %s %s%s%s%s%s", i ? "; " : "",
		        decimal_format(c->value, value), claim_unit_name(c->unit),
		        claim_measure_name(c->measure), claim_stage_name(c->stage),
		        date_format(c->as_of, as_of), strcmp(c->subject, CLAIM_ALL) == 0 ? "" : " ",
		        strcmp(c->subject, CLAIM_ALL) == 0 ? "" : c->subject,
		        c->modality == CLAIM_EXPECTED ? " expected" : "",
		        c->status == CLAIM_HELD ? " held" : "");
	}
	fclose(out);
	return text;
}

static const struct {
	const char *text;
	const char *claims;
} cases[] = {
	{ "About 80% of the union programmes have been implemented.",
	  "80 percent programmes completed 2023-04-20" },
	{ "The union programmes are 80% done.", "80 percent programmes completed 2023-04-20" },
	{ "Seven of the 28 union programmes are completed and nine are under way.",
	  "7 count programmes completed 2023-04-20; 9 count programmes in_progress 2023-04-20" },
	{ "Of the 989 measures of the union programmes, 68% have been implemented.",
	  "68 percent activities completed 2023-04-20" },
	{ "In January the union programmes were 70% done. Now the figure is at 80%.",
	  "70 percent programmes completed 2023-01; 80 percent programmes completed 2023-04-20" },
	{ "The union programmes will be 95% completed by the end of the year.",
	  "95 percent programmes completed 2023 expected" },
	{ "The union programme on tourism is half done.",
	  "50 percent programmes completed 2023-04-20 tourism" },
	{ "All 28 union programmes are under way.", "28 count programmes in_progress 2023-04-20" },
	{ "Trade grew 12%. The union programmes were signed.", "" },
	{ "The union programmes rose by 5%.", "" },
	{ "Are 80% of the union programmes done?", "" },
	{ "The minister denied that 80% of the union programmes are done.", "" },
	{ "If 80% of the union programmes are done, trade grew.", "" },
	{ "80% of the union programmes are done. That was wrong.", "" },
	{ "80% of the union programmes have been agreed.", "" },
	{ "The trade union programmes are 80% done.", "" },
	{ "There are 28 union programmes.", "" },
	{ "78 programmes of the Union State have been completed.", "" },
	{ "80% of the voters like the union programmes.", "" },
};

static void texts_give_their_claims_and_no_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *arena = arena_new(MIB);
		struct extract_result result;
		run(arena, NULL, cases[i].text, &result);
		char *claims = print_claims(&result);
		if (strcmp(claims, cases[i].claims) != 0)
			fail_msg("\"%s\" gave \"%s\"", cases[i].text, claims);
		free(claims);
		arena_free(arena);
	}
}

static void a_headline_and_its_lead_are_one_claim(void **state)
{
	(void)state;
	struct arena *arena = arena_new(MIB);
	struct extract_result result;
	run(arena, "Union programmes 80% done",
	    "Almost 80% of the union programmes have been implemented.", &result);
	assert_int_equal(result.claim_count, 1);
	assert_false(result.claims[0].in_title);
	assert_int_equal(result.claims[0].bound, CLAIM_ABOUT);
	arena_free(arena);
}

static void a_date_goes_no_further_than_its_headline(void **state)
{
	(void)state;
	static const struct {
		const char *title, *text, *claims;
	} lines[] = {
		{ "Union programmes 80% done in April", "12 ministers met in Minsk.",
		  "80 percent programmes completed 2023-04" },
		{ "January -", "April saw the ministers. The union programmes are 80% done.",
		  "80 percent programmes completed 2023-04-20" },
		{ "2023", "-01-05 80% of the union programmes were done.",
		  "80 percent programmes completed 2023-04-20" },
	};
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct arena *arena = arena_new(MIB);
		struct extract_result result;
		run(arena, lines[i].title, lines[i].text, &result);
		char *claims = print_claims(&result);
		if (strcmp(claims, lines[i].claims) != 0)
			fail_msg("\"%s\" gave \"%s\"", lines[i].text, claims);
		free(claims);
		arena_free(arena);
	}
}

static void a_quote_is_the_very_bytes_of_the_text(void **state)
{
	(void)state;
	static const char text[] = "\xE2\x80\x9C"
				   "The union programmes are 80\xC2\xA0% done.\xE2\x80\x9D";
	struct arena *arena = arena_new(MIB);
	struct extract_result result;
	run(arena, NULL, text, &result);
	assert_int_equal(result.claim_count, 1);
	const struct claim *claim = &result.claims[0];
	assert_memory_equal(text + claim->offset, claim->quote, claim->length);
	assert_non_null(strstr(claim->quote, "80\xC2\xA0%"));
	arena_free(arena);
}

static void every_number_is_taken_or_has_a_reason(void **state)
{
	(void)state;
	struct arena *arena = arena_new(MIB);
	struct extract_result result;
	run(arena, "28 union programmes",
	    "About 80% of them are done. Trade grew 12% in 30 days; 5 million roubles, at 10:30.",
	    &result);
	size_t taken = 0;
	for (size_t i = 0; i < result.number_count; i++) {
		taken += result.numbers[i].claim != NULL;
		assert_true((result.numbers[i].claim == NULL) ==
		            (result.numbers[i].reason != NULL));
	}
	assert_int_equal(taken, 1);
	assert_true(result.number_count >= 6);
	arena_free(arena);
}

static void what_the_quick_pass_lets_go_has_no_claims(void **state)
{
	(void)state;
	static const char foreign[] = "Trade grew 12%, the minister said. Seven days were lost.";
	static const char road[] = "The road to the transport hub is 40% done by 31 May.";
	static const char ours[] = "The union programmes were discussed.";
	assert_false(extract_suggests(lexicon, "en", foreign, strlen(foreign)));
	assert_false(extract_suggests(lexicon, "en", road, strlen(road)));
	assert_true(extract_suggests(lexicon, "en", ours, strlen(ours)));
	assert_true(extract_suggests(lexicon, NULL, ours, strlen(ours)));
}

static void any_bytes_are_answered(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"%",
		"union programmes \xFF\xFE 80% \xC3 done",
		"28 of 28 of 28 of 28",
		"80%80%80%",
		"((((((",
		"-----",
		"union programmes 80",
		"2023-2024-2025-2026",
		"99999999999999999999999999% of the union programmes are done",
		"half half half of the union programmes",
		"from to and from 5 to to 3%",
	};
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena *arena = arena_new(MIB);
		struct extract_result result;
		run(arena, texts[i], texts[i], &result);
		arena_free(arena);
	}
}

static void an_undated_forecast_waits_for_a_person(void **state)
{
	(void)state;
	struct arena *arena = arena_new(MIB);
	struct extract_result result;
	run(arena, NULL, "The union programmes will be 95% completed.", &result);
	assert_int_equal(result.claim_count, 1);
	assert_int_equal(result.claims[0].status, CLAIM_HELD);
	assert_non_null(strstr(result.claims[0].reasons, "deadline"));
	arena_free(arena);
}

static const struct {
	const char *text;
	int least; /* of the last claim, per mille */
	int most;
	const char *ground; /* NULL: any */
} weights[] = {
	{ "As of 1 April, 80% of the union programmes are completed.", 950, 990, NULL },
	{ "80% of the union programmes are completed.", 900, 960, "no date is said" },
	{ "The union programmes are 80% completed. Now it is 81.", 600, 899, "a bare number" },
	{ "All union programmes are completed.", 600, 899, "all, with no number" },
	{ "80% of the union programmes under way are completed, the trade grew by 5%.", 600, 899,
	  "another figure beside it" },
	{ "The union programmes were to be 80% completed by now. They will be 95% completed.", 0,
	  599, "deadline" },
	{ "Seven of the 28 union programmes are completed, 25% in all.", 900, 990, NULL },
	{ "Seven union programmes are completed.", 600, 899, "nowhere how many there are" },
	{ "The union programmes are 100% completed.", 600, 899, "a hundred per cent" },
	{ "Seven of the 28 union programmes are under way.", 600, 930, "under way, and not done" },
};

static void a_claim_is_weighed_by_what_the_text_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(weights); i++) {
		struct arena *arena = arena_new(MIB);
		struct extract_result result;
		run(arena, NULL, weights[i].text, &result);
		if (result.claim_count == 0)
			fail_msg("no claim: %s", weights[i].text);
		const struct claim *claim = &result.claims[result.claim_count - 1];
		if (claim->confidence < weights[i].least || claim->confidence > weights[i].most ||
		    (weights[i].ground && !strstr(claim->reasons, weights[i].ground)))
			fail_msg("%s: %d, %s", weights[i].text, claim->confidence, claim->reasons);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_give_their_claims_and_no_others),
		cmocka_unit_test(a_headline_and_its_lead_are_one_claim),
		cmocka_unit_test(a_date_goes_no_further_than_its_headline),
		cmocka_unit_test(a_quote_is_the_very_bytes_of_the_text),
		cmocka_unit_test(every_number_is_taken_or_has_a_reason),
		cmocka_unit_test(what_the_quick_pass_lets_go_has_no_claims),
		cmocka_unit_test(any_bytes_are_answered),
		cmocka_unit_test(an_undated_forecast_waits_for_a_person),
		cmocka_unit_test(a_claim_is_weighed_by_what_the_text_says),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
