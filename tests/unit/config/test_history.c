#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/history.h"
#include "config/packages.h"
#include "config/tree.h"

#define PACKAGE \
	"key: 2021-2023\nfirst: 2021\nlast: 2023\n" \
	"programmes:\n- {key: gas-market, name: {en: Gas, ru: Газ, be: Газ}}\n"
#define ARTICLE "- published: 2023-04-05\n  outlet: TASS\n  address: https://a.org/1\n  claims:\n"
#define CLAIM "package: 2021-2023, measure: programmes, as-of: 2023-04-05"

struct fixture {
	struct arena *arena;
	struct tree_mistakes mistakes;
	struct package_list packages;
	struct history history;
};

static struct tree *parse(struct fixture *f, const char *yaml)
{
	struct tree *root = NULL;

	assert_int_equal(
		config_tree_parse(yaml, strlen(yaml), "x.yaml", f->arena, &root, &f->mistakes), 0);
	return root;
}

static struct fixture read_text(const char *yaml)
{
	struct fixture f = { .arena = arena_new(MIB) };
	struct tree *root;
	struct tree roots = { .kind = TREE_LIST, .file = "folder", .items = &root, .count = 1 };

	f.mistakes.arena = f.arena;
	root = parse(&f, PACKAGE);
	packages_read(&roots, f.arena, &f.packages, &f.mistakes);
	assert_int_equal(f.mistakes.count, 0);
	root = parse(&f, yaml);
	config_history_read(&roots, &f.packages, f.arena, &f.history, &f.mistakes);
	return f;
}

static void an_article_has_its_citation_and_its_figures(void **state)
{
	struct fixture f = read_text("- published: 2023-04\n"
	                             "  outlet: TASS\n"
	                             "  address: https://A.org:443/1/amp?utm_source=x\n"
	                             "  trust: agency\n"
	                             "  claims:\n"
	                             "    - {package: 2021-2023, subject: gas-market,"
	                             " measure: activities, stage: in_progress, unit: count,"
	                             " value: 70, high: 75, total: 112, bound: at_least,"
	                             " as-of: 2023-Q1, speaker: Zverev, note: A note}\n"
	                             "    - {package: 2021-2023, measure: programmes,"
	                             " value: 46.5, as-of: 2023-04, modality: expected}\n"
	                             "    - {package: 2021-2023, measure: programmes,"
	                             " value: 46, as-of: 2023-04, basis: restated}\n");
	const struct article *article;
	const struct claim *first;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(f.history.count, 1);
	assert_int_equal(f.history.claim_count, 3);
	assert_int_equal(f.history.list[0].trust, SOURCE_TRUST_AGENCY);
	assert_string_equal(f.history.list[0].outlet, "TASS");
	article = &f.history.list[0].article;
	assert_string_equal(article->address, "https://a.org/1");
	assert_string_equal(article->guid, "");
	assert_false(article->has_published);
	assert_true(date_equal(article->published, date_month(2023, 4)));
	first = &article->claims[0];
	assert_string_equal(first->package, "2021-2023");
	assert_string_equal(first->subject, "gas-market");
	assert_int_equal(first->measure, CLAIM_ACTIVITIES);
	assert_int_equal(first->stage, CLAIM_IN_PROGRESS);
	assert_int_equal(first->unit, CLAIM_COUNT);
	assert_int_equal(decimal_cmp(first->value, decimal_from_int(70)), 0);
	assert_true(first->has_high);
	assert_int_equal(decimal_cmp(first->high, decimal_from_int(75)), 0);
	assert_true(first->has_total);
	assert_int_equal(decimal_cmp(first->total, decimal_from_int(112)), 0);
	assert_int_equal(first->bound, CLAIM_AT_LEAST);
	assert_int_equal(first->basis, CLAIM_STATED);
	assert_true(date_equal(first->as_of, date_quarter(2023, 1)));
	assert_string_equal(first->speaker, "Zverev");
	assert_string_equal(first->reasons, "A note");
	assert_int_equal(first->confidence, 1000);
	assert_int_equal(first->status, CLAIM_ACCEPTED);
	assert_string_equal(article->claims[1].subject, CLAIM_ALL);
	assert_int_equal(article->claims[1].value.scale, 1);
	assert_int_equal(article->claims[1].modality, CLAIM_EXPECTED);
	assert_int_equal(article->claims[1].basis, CLAIM_TODAY); /* of the time of publication */
	assert_null(article->claims[1].speaker);
	assert_false(article->claims[1].has_total);
	assert_int_equal(article->claims[2].basis, CLAIM_RESTATED);
	arena_free(f.arena);
}

static void articles_come_in_the_order_of_publication(void **state)
{
	struct fixture f = read_text(
		"- {published: 2023-04, outlet: b, guid: b, claims: [{" CLAIM ", value: 1}]}\n"
		"- {published: 2023-04-30, outlet: c, guid: c, claims: [{" CLAIM ", value: 1}]}\n"
		"- {published: 2023-04-06, outlet: a, guid: a, claims: [{" CLAIM ", value: 1}]}\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_string_equal(f.history.list[0].outlet, "a");
	assert_string_equal(f.history.list[1].outlet,
	                    "b"); /* of the last day of April too, and first */
	assert_string_equal(f.history.list[2].outlet, "c");
	arena_free(f.arena);
}

static const struct {
	const char *yaml;
	int line;
	const char *words;
} mistaken[] = {
	{ ARTICLE "    - {" CLAIM ", value: 101}", 5, "more than 100 percent" },
	{ ARTICLE "    - {" CLAIM ", value: -1}", 5, "negative" },
	{ ARTICLE "    - {" CLAIM ", value: 70, high: 70}", 5, "not above value" },
	{ ARTICLE "    - {" CLAIM ", value: 70, high: 101}", 5, "more than 100 percent" },
	{ ARTICLE "    - {" CLAIM ", value: 70, total: 100}", 5, "a percentage has none" },
	{ ARTICLE "    - {" CLAIM ", value: 29, total: 28, unit: count}", 5,
	  "more than the total" },
	{ ARTICLE "    - {" CLAIM ", value: 7.5, unit: count}", 5, "whole number" },
	{ ARTICLE "    - {" CLAIM ", value: seven}", 5, "expected a number" },
	{ ARTICLE "    - {" CLAIM "}", 5, "\"value\" is missing" },
	{ ARTICLE "    - {" CLAIM ", value: 7, subject: gas-markt}", 5, "mean gas-market?" },
	{ ARTICLE "    - {" CLAIM ", value: 7, bound: at-least}", 5, "mean at_least?" },
	{ ARTICLE "    - {package: 2024-2026, measure: programmes, value: 1, as-of: 2023}", 5,
	  "there is no \"2024-2026\"" },
	{ ARTICLE "    - {package: 2021-2023, measure: programmes, value: 1, as-of: 2023-05}", 5,
	  "after its article" },
	{ ARTICLE "    - {package: 2021-2023, measure: programmes, value: 1, as-of: 5.4.2023}", 5,
	  "expected a date" },
	{ ARTICLE "    - seven of 28", 5, "claims: expected" },
	{ "- {published: 2023, outlet: x, guid: y, claims: []}", 1, "1 to 64" },
	{ "- {published: 2023, outlet: x, guid: y}", 1, "\"claims\" is missing" },
	{ "- {published: 2023-04-05, outlet: x, claims: [{" CLAIM ", value: 1}]}", 1,
	  "an address or a guid" },
	{ "- {published: 2023-04-05, outlet: x, address: 'ftp://a', claims: [{" CLAIM
	  ", value: 1}],"
	  " guid: z}",
	  1, "neither http nor https" },
	{ ARTICLE "    - {" CLAIM ", value: 1}\n" ARTICLE "    - {" CLAIM ", value: 2}", 6,
	  "stands already in x.yaml:1" },
	{ "published: 2023", 1, "expected a list of articles" },
};

static void each_mistake_in_an_article_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mistaken); i++) {
		struct fixture f = read_text(mistaken[i].yaml);

		if (f.mistakes.count != 1 || !strstr(f.mistakes.list[0].text, mistaken[i].words))
			fail_msg("%s: %zu mistakes, \"%s\"", mistaken[i].yaml, f.mistakes.count,
			         f.mistakes.count ? f.mistakes.list[0].text : "");
		assert_int_equal(f.mistakes.list[0].line, mistaken[i].line);
		arena_free(f.arena);
	}
}

/* The figure of a claim that has this in it. */
static struct fixture read_claim(const char *key, const char *word)
{
	char *yaml =
		mem_printf(ARTICLE "    - {package: 2021-2023, as-of: 2023, value: 1%s, %s: %s}",
	                   strcmp(key, "measure") == 0 ? "" : ", measure: programmes", key, word);
	struct fixture f = read_text(yaml);

	assert_int_equal(f.mistakes.count, 0);
	free(yaml);
	return f;
}

#define CHECK_NAMES(key, last, name, field) \
	for (enum claim_##field i = 0; i <= (last); i++) { \
		struct fixture f = read_claim(key, name(i)); \
		assert_int_equal(f.history.list[0].article.claims[0].field, i); \
		arena_free(f.arena); \
	}

/* The words of a file are those of the record. */
static void claims_have_the_words_of_the_model(void **state)
{
	(void)state;
	CHECK_NAMES("measure", CLAIM_ACTIVITIES, claim_measure_name, measure)
	CHECK_NAMES("stage", CLAIM_IN_PROGRESS, claim_stage_name, stage)
	CHECK_NAMES("unit", CLAIM_COUNT, claim_unit_name, unit)
	CHECK_NAMES("bound", CLAIM_AT_MOST, claim_bound_name, bound)
	CHECK_NAMES("modality", CLAIM_EXPECTED, claim_modality_name, modality)
	CHECK_NAMES("basis", CLAIM_RESTATED, claim_basis_name, basis)
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_article_has_its_citation_and_its_figures),
		cmocka_unit_test(articles_come_in_the_order_of_publication),
		cmocka_unit_test(each_mistake_in_an_article_is_told_with_its_place),
		cmocka_unit_test(claims_have_the_words_of_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
