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
#include "config/sources.h"
#include "config/tree.h"

struct fixture {
	struct arena *arena;
	struct tree_mistakes mistakes;
	struct config_options options;
	struct source *sources;
	size_t count;
};

static struct fixture read_text(const char *yaml)
{
	static const char *const languages[] = { "be", "en", "ru", NULL };
	struct fixture f = { .arena = arena_new(64 * MIB) };
	struct sources_context context = { &f.options, languages };
	struct tree *root = NULL;
	struct tree roots = { .kind = TREE_LIST, .file = "sources.d", .items = &root, .count = 1 };

	f.mistakes.arena = f.arena;
	config_options_read(NULL, f.arena, &f.options, &f.mistakes);
	f.options.user_agent = "general/1";
	assert_int_equal(config_tree_parse(yaml, strlen(yaml), "sources.d/a.yaml", f.arena, &root,
	                                   &f.mistakes),
	                 0);
	sources_read(&roots, &context, f.arena, &f.sources, &f.count, &f.mistakes);
	return f;
}

static void three_lines_make_a_source(void **state)
{
	struct fixture f =
		read_text("- key: my-feed\n  language: en\n  addresses: https://a.org/rss\n");
	const struct source *s = f.sources;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(f.count, 1);
	assert_string_equal(s->key, "my-feed");
	assert_string_equal(s->name, "my-feed");
	assert_int_equal(s->address_count, 1);
	assert_string_equal(s->addresses[0], "https://a.org/rss");
	assert_string_equal(s->timezone, "Europe/Minsk");
	assert_null(s->user_agent);
	assert_int_equal(s->outlet, SOURCE_OUTLET_ONLINE);
	assert_int_equal(s->trust, SOURCE_TRUST_MEDIA);
	assert_true(s->follow);
	assert_false(s->allow_private);
	assert_int_equal(s->interval_min_s, 15 * 60);
	assert_int_equal(s->interval_max_s, 6 * 60 * 60);
	assert_string_equal(s->file, "sources.d/a.yaml");
	assert_int_equal(s->line, 1);
	arena_free(f.arena);
}

static void a_source_that_is_not_enabled_is_left_out_whatever_its_language(void **state)
{
	struct fixture f = read_text(
		"- {key: a, language: de, addresses: https://a.org/, enabled: no}\n"
		"- {key: b, language: en, addresses: https://b.org/, enabled: yes}\n"
		"- {key: c, language: pl, addresses: ftp://c.org/, enabled: no}\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 1); /* of c, its address */
	assert_int_equal(f.count, 1);
	assert_string_equal(f.sources[0].key, "b");
	arena_free(f.arena);
}

static void everything_that_a_source_says_counts(void **state)
{
	struct fixture f = read_text("- key: b\n"
	                             "  name: The second\n"
	                             "  language: be\n"
	                             "  outlet: government\n"
	                             "  trust: media\n"
	                             "  timezone: Europe/Warsaw\n"
	                             "  user-agent: Other/2\n"
	                             "  allow-private: yes\n"
	                             "  follow: no\n"
	                             "  interval-min: 12h\n"
	                             "  addresses: [http://b.org/1, https://b.org/2]\n"
	                             "- {key: a, language: ru, outlet: government,"
	                             " addresses: http://посткомсг.рф/rss}\n");
	const struct source *a = &f.sources[0], *b = &f.sources[1];

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(f.count, 2);
	assert_string_equal(a->key, "a");                  /* in the order of keys */
	assert_int_equal(a->trust, SOURCE_TRUST_OFFICIAL); /* by its outlet */
	assert_string_equal(b->name, "The second");
	assert_string_equal(b->language, "be");
	assert_int_equal(b->trust, SOURCE_TRUST_MEDIA);
	assert_string_equal(b->timezone, "Europe/Warsaw");
	assert_string_equal(b->user_agent, "Other/2");
	assert_true(b->allow_private);
	assert_false(b->follow);
	assert_int_equal(b->interval_min_s, 12 * 60 * 60);
	assert_int_equal(b->interval_max_s, 12 * 60 * 60); /* gives way */
	assert_int_equal(b->address_count, 2);
	assert_string_equal(b->addresses[1], "https://b.org/2");
	arena_free(f.arena);
}

static void a_page_of_links_has_the_selectors_of_its_items(void **state)
{
	struct fixture f = read_text("- key: a\n"
	                             "  kind: links\n"
	                             "  language: ru\n"
	                             "  addresses: https://a.org/news\n"
	                             "  items: //li[contains(@class, 'news')]\n"
	                             "  link: .//a[2]\n"
	                             "  date: .//time\n"
	                             "  article-text: //article//p\n"
	                             "  on-subject: yes\n");
	const struct source *s = f.sources;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(s->kind, SOURCE_KIND_LINKS);
	assert_string_equal(s->selectors.items, "//li[contains(@class, 'news')]");
	assert_string_equal(s->selectors.link, ".//a[2]");
	assert_null(s->selectors.title);
	assert_string_equal(s->selectors.date, ".//time");
	assert_string_equal(s->selectors.article_text, "//article//p");
	assert_true(s->on_subject);
	arena_free(f.arena);
}

#define GOOD "language: en, addresses: https://a.org/"

static const struct {
	const char *yaml;
	int column;
	const char *words;
} mistaken[] = {
	{ "- {key: a, language: en}", 3, "\"addresses\" is missing" },
	{ "- {key: a, addresses: https://a.org/}", 3, "\"language\" is missing" },
	{ "- {" GOOD "}", 3, "\"key\" is missing" },
	{ "- {key: A b, " GOOD "}", 9, "key: expected a word" },
	{ "- {key: a, language: de, addresses: https://a.org/}", 22, "language: no lexicon" },
	{ "- {key: a, language: en, addresses: []}", 37, "at least one" },
	{ "- {key: a, language: en, addresses: ''}", 37, "expected an address" },
	{ "- {key: a, language: en, addresses: ftp://a.org}", 37, "neither http nor https" },
	{ "- {key: a, language: en, addresses: 'file:///etc/passwd'}", 37,
	  "neither http nor https" },
	{ "- {key: a, language: en, addresses: [https://a.org/, https://a.org/]}", 54, "already" },
	{ "- {key: a, language: en, addresses: {a: b}}", 37, "expected an address" },
	{ "- {key: a, " GOOD ", folow: no}", 53, "did you mean follow?" },
	{ "- {key: a, " GOOD ", outlet: papers}", 61, "none of government, agency" },
	{ "- {key: a, " GOOD ", timezone: Minsk}", 63, "did you mean Europe/Minsk?" },
	{ "- {key: a, " GOOD ", interval-min: 2h, interval-max: 1h}", 3, "is more than" },
	{ "- {key: a, " GOOD ", kind: html}", 59, "none of feed, links, page" },
	{ "- {key: a, " GOOD ", kind: links}", 3, "items: missing" },
	{ "- {key: a, " GOOD ", kind: links, items: '//a['}", 73, "items: this is no XPath 1.0" },
	{ "- {key: a, " GOOD ", kind: page, items: //a}", 65, "goes with \"kind: links\"" },
	{ "- {key: a, " GOOD ", article-text: //p/x()}", 67, "article-text: this is no XPath" },
	{ "- just a line", 3, "expected a map" },
	{ "key: a", 1, "expected a list of sources" },
	{ "- {key: a, " GOOD "}\n- {key: a, " GOOD "}", 1, "stands already in sources.d/a.yaml:1" },
};

static void each_mistake_in_a_source_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mistaken); i++) {
		struct fixture f = read_text(mistaken[i].yaml);

		assert_int_equal(f.mistakes.count, 1);
		assert_non_null(strstr(f.mistakes.list[0].text, mistaken[i].words));
		assert_int_equal(f.mistakes.list[0].column, mistaken[i].column);
		arena_free(f.arena);
	}
}

static void more_addresses_than_the_limit_are_a_mistake(void **state)
{
	struct fixture f = read_text(
		"- key: a\n  language: en\n  addresses: [http://1.org, http://2.org,"
		" http://3.org, http://4.org, http://5.org, http://6.org,"
		" http://7.org, http://8.org, http://9.org]\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 1);
	assert_non_null(strstr(f.mistakes.list[0].text, "more than 8"));
	arena_free(f.arena);
}

/* The words of a file are those of the record. */
static void outlets_and_trust_have_the_names_of_the_model(void **state)
{
	(void)state;
	for (int i = SOURCE_OUTLET_GOVERNMENT; i <= SOURCE_OUTLET_AGGREGATOR; i++) {
		char *yaml = mem_printf("- {key: a, " GOOD ", outlet: %s}",
		                        source_outlet_name((enum source_outlet)i));
		struct fixture f = read_text(yaml);

		assert_int_equal(f.mistakes.count, 0);
		assert_int_equal(f.sources[0].outlet, i);
		arena_free(f.arena);
		free(yaml);
	}
	for (int i = SOURCE_TRUST_MEDIA; i <= SOURCE_TRUST_OFFICIAL; i++) {
		char *yaml = mem_printf("- {key: a, " GOOD ", trust: %s}",
		                        source_trust_name((enum source_trust)i));
		struct fixture f = read_text(yaml);

		assert_int_equal(f.mistakes.count, 0);
		assert_int_equal(f.sources[0].trust, i);
		arena_free(f.arena);
		free(yaml);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_lines_make_a_source),
		cmocka_unit_test(everything_that_a_source_says_counts),
		cmocka_unit_test(a_page_of_links_has_the_selectors_of_its_items),
		cmocka_unit_test(each_mistake_in_a_source_is_told_with_its_place),
		cmocka_unit_test(more_addresses_than_the_limit_are_a_mistake),
		cmocka_unit_test(a_source_that_is_not_enabled_is_left_out_whatever_its_language),
		cmocka_unit_test(outlets_and_trust_have_the_names_of_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
