#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fetch/robots.h"

static bool allows(const char *file, size_t len, const char *path)
{
	struct robots *robots = robots_parse(file, len, "integrad");
	bool answer = robots_allows(robots, path);

	robots_free(robots);
	return answer;
}

struct question {
	const char *file;
	const char *path;
	bool allowed;
};

static void check(const struct question *questions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct question *q = &questions[i];

		if (allows(q->file, strlen(q->file), q->path) != q->allowed)
			fail_msg("%s is %s by\n%s", q->path, q->allowed ? "forbidden" : "allowed",
			         q->file);
	}
}

static void a_group_of_our_own_counts_and_no_other(void **state)
{
	static const struct question questions[] = {
		{ "User-agent: *\nDisallow: /\n", "/a", false },
		{ "User-agent: *\nDisallow: /\n\nUser-agent: integrad\nDisallow: /b\n", "/a",
		  true },
		{ "User-agent: *\nDisallow: /\n\nUser-agent: integrad\nDisallow:\n", "/a", true },
		{ "user-agent: IntegraD/1.0 (+http://x)\nDISALLOW : /\n", "/a", false },
		{ "User-agent: integrad-news\nDisallow: /\n", "/a", true },
		{ "User-agent: integ\nDisallow: /\n", "/a", true },
		{ "User-agent: other\nDisallow: /\n", "/a", true },
		{ "User-agent: other\nUser-agent: integrad\nDisallow: /a\n", "/a", false },
		{ "User-agent: other\nDisallow: /a\nUser-agent: integrad\nDisallow: /b\n", "/a",
		  true },
		/* groups of the same name are one group */
		{ "User-agent: integrad\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\n"
		  "User-agent: integrad\nDisallow: /b\n",
		  "/a", false },
		/* other records end no group */
		{ "User-agent: integrad\nCrawl-delay: 5\nUser-agent: y\nDisallow: /a\n", "/a",
		  false },
		{ "Disallow: /a\n", "/a", true },
		{ "", "/a", true },
	};

	(void)state;
	check(questions, COUNT(questions));
}

static void the_longest_rule_decides_and_allow_where_two_are_equal(void **state)
{
#define FILE_OF(rules) "User-agent: *\n" rules
	static const struct question questions[] = {
		{ FILE_OF("Disallow: /news\nAllow: /news/union\n"), "/news/union/1", true },
		{ FILE_OF("Allow: /news/union\nDisallow: /news\n"), "/news/economy", false },
		{ FILE_OF("Disallow: /page\nAllow: /page\n"), "/page", true },
		{ FILE_OF("Allow: /page\nDisallow: /*.html\n"), "/page.html", false },
		{ FILE_OF("Allow: /\n"), "/anything", true },
		{ FILE_OF("Disallow: /\n"), "/robots.txt", true },
		{ FILE_OF("Disallow: /\n"), "/robots.txt.html", false },
	};

	(void)state;
	check(questions, COUNT(questions));
}

static void patterns_have_stars_and_an_end(void **state)
{
	static const struct question questions[] = {
		{ FILE_OF("Disallow: /fish\n"), "/fish", false },
		{ FILE_OF("Disallow: /fish\n"), "/fisherman?x=1", false },
		{ FILE_OF("Disallow: /fish\n"), "/Fish", true },
		{ FILE_OF("Disallow: /fish\n"), "/a/fish", true },
		{ FILE_OF("Disallow: fish\n"), "/fish", false },
		{ FILE_OF("Disallow: /*.php$\n"), "/a/b.php", false },
		{ FILE_OF("Disallow: /*.php$\n"), "/a/b.php?x", true },
		{ FILE_OF("Disallow: /*.php$\n"), "/.php.php", false },
		{ FILE_OF("Disallow: /*.php\n"), "/a/b.php?x", false },
		{ FILE_OF("Disallow: */print\n"), "/a/print", false },
		{ FILE_OF("Disallow: /a*b*c$\n"), "/axbxbxc", false },
		{ FILE_OF("Disallow: /a*b*c$\n"), "/axbxbxcd", true },
		{ FILE_OF("Disallow: /a*bc*b$\n"), "/abcb", false },
		{ FILE_OF("Disallow: /ab*ba$\n"), "/aba", true },
		{ FILE_OF("Disallow: /*$\n"), "/", false },
		{ FILE_OF("Disallow: /$\n"), "/", false },
		{ FILE_OF("Disallow: /$\n"), "/a", true },
		{ FILE_OF("Disallow: /?print\n"), "/?print=1", false },
		{ FILE_OF("Disallow: /a  # all of a\n"), "/ab", false },
	};

	(void)state;
	check(questions, COUNT(questions));
}

static void one_address_has_one_spelling(void **state)
{
	static const struct question questions[] = {
		{ FILE_OF("Disallow: /%7Euser\n"), "/~user/", false },
		{ FILE_OF("Disallow: /~user\n"), "/%7euser/", false },
		{ FILE_OF("Disallow: /a%2fb\n"), "/a%2Fb", false },
		{ FILE_OF("Disallow: /a%2fb\n"), "/a/b", true },
		{ FILE_OF("Disallow: /новости\n"), "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1",
		  false },
		{ FILE_OF("Disallow: /%d0%bd\n"), "/н", false },
		{ FILE_OF("Disallow: /a%2A\n"), "/a*", false },
		{ FILE_OF("Disallow: /a%2A\n"), "/ab", true },
		{ FILE_OF("Disallow: /a$b\n"), "/a$b", false },
		{ FILE_OF("Disallow: /100%\n"), "/100%", false },
		{ FILE_OF("Disallow: /a\n"), "/a#part", false },
		{ FILE_OF("Disallow: /\n"), "", false },
	};

	(void)state;
	check(questions, COUNT(questions));
}

static void any_bytes_are_a_file(void **state)
{
	static const char bom[] = "\xEF\xBB\xBFUser-agent: *\r\nDisallow: /a\r\n";
	static const char macintosh[] = "User-agent: *\rDisallow: /a\r";
	static const char page[] = "<!DOCTYPE html><p>User-agent: *</p><p>Disallow: /</p>";
	static const char nul[] = "\0\nUser-agent: *\n\0Disallow: /a\nDisallow: /a\0\n";
	char stars[4096];

	(void)state;
	assert_false(allows(bom, sizeof(bom) - 1, "/a"));
	assert_false(allows(macintosh, sizeof(macintosh) - 1, "/a"));
	assert_true(allows(page, sizeof(page) - 1, "/a"));
	assert_true(allows(nul, sizeof(nul) - 1, "/a"));
	memset(stars, '*', sizeof(stars));
	memcpy(stars, "User-agent:*\nDisallow:", 22);
	assert_false(allows(stars, sizeof(stars), "/a"));
}

static void the_product_token_is_what_the_user_agent_begins_with(void **state)
{
	static const struct {
		const char *user_agent, *product;
	} cases[] = {
		{ "integrad/0.1 (+https://example.org)", "integrad" },
		{ "My_News-Bot", "My_News-Bot" },
		{ "7th", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *product = robots_product(cases[i].user_agent);

		assert_string_equal(product, cases[i].product);
		free(product);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_of_our_own_counts_and_no_other),
		cmocka_unit_test(the_longest_rule_decides_and_allow_where_two_are_equal),
		cmocka_unit_test(patterns_have_stars_and_an_end),
		cmocka_unit_test(one_address_has_one_spelling),
		cmocka_unit_test(any_bytes_are_a_file),
		cmocka_unit_test(the_product_token_is_what_the_user_agent_begins_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
