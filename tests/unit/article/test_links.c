#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article/links.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static const char LIST[] =
	"<html lang=ru><head><title>Новости | Портал</title></head><body>"
	"<nav><a href='/about'>О портале</a></nav><main><ul>"
	"<li class=news><a href='/news/101'><img src=a.jpg alt=''></a>"
	"<a href='/news/101'>Первая новость</a><span class=date>05.04.2023, 10:15</span>"
	"<p>Коротко о первой.</p></li>"
	"<li class=news><a href='news/102?utm_source=x'>Вторая  <b>новость</b></a>"
	"<time datetime='2023-04-04T09:00:00+03:00'>вчера</time></li>"
	"<li class=news><a href='mailto:a@b.example'>Написать</a></li>"
	"<li class=news><a href='/news/103'></a></li>"
	"</ul></main></body></html>";

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static int read_list(const char *html, const struct links_selectors *selectors,
                     struct links_page *ret, struct err *err)
{
	const struct article_hints hints = { .url = "https://portal.example/list/" };

	return links_read(html, strlen(html), &hints, selectors, arena, ret, err);
}

static void each_item_is_read_as_the_selectors_say(void **state)
{
	const struct links_selectors selectors = {
		.items = "//li[@class='news']",
		.date = ".//span[@class='date'] | .//time",
		.summary = "./p",
	};
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(LIST, &selectors, &page, &err), 0);
	assert_string_equal(page.language, "ru");
	assert_int_equal(page.selected, 4);
	assert_int_equal(page.count, 2);
	assert_string_equal(page.items[0].link, "https://portal.example/news/101");
	assert_string_equal(page.items[0].title, "Первая новость");
	assert_string_equal(page.items[0].summary, "Коротко о первой.");
	assert_true(page.items[0].date.is_known);
	assert_string_equal(page.items[0].date.raw, "05.04.2023, 10:15");
	assert_string_equal(page.items[1].link,
	                    "https://portal.example/list/news/102?utm_source=x");
	assert_int_equal(page.items[1].date.when.seconds, 1680588000);
	assert_null(page.items[1].summary);
}

static void two_links_to_one_article_are_one_item(void **state)
{
	const struct links_selectors selectors = { .items = "//main//a" };
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(LIST, &selectors, &page, &err), 0);
	assert_int_equal(page.count, 2);
	assert_string_equal(page.items[0].title, "Первая новость");
	assert_string_equal(page.items[1].title, "Вторая новость");
}

static void a_heading_in_an_item_is_its_title(void **state)
{
	const char *html = "<div class=card><a href='/a/1'><i>Economy</i><h3>The weir is finished"
			   "</h3><p>It took a year.</p></a></div>";
	const struct links_selectors selectors = { .items = "//div" };
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(html, &selectors, &page, &err), 0);
	assert_string_equal(page.items[0].title, "The weir is finished");
}

static void the_link_may_be_an_attribute_and_the_title_a_string(void **state)
{
	const struct links_selectors selectors = {
		.items = "//li[.//img]",
		.link = ".//a[2]/@href",
		.title = "concat('No. ', substring-after(.//a[2]/@href, '/news/'))",
	};
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(LIST, &selectors, &page, &err), 0);
	assert_int_equal(page.count, 1);
	assert_string_equal(page.items[0].title, "No. 101");
}

static void without_selectors_every_link_is_an_item(void **state)
{
	const struct links_selectors none = { .items = "" };
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(LIST, &none, &page, &err), 0);
	assert_int_equal(page.count, 3);
	assert_string_equal(page.items[0].link, "https://portal.example/about");
}

static void the_page_may_say_what_its_addresses_are_relative_to(void **state)
{
	const char *html = "<base href='/archive/'><a href='7'>Seventh</a>";
	const struct links_selectors none = { .items = "" };
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(html, &none, &page, &err), 0);
	assert_string_equal(page.items[0].link, "https://portal.example/archive/7");
}

static void a_challenge_page_is_no_list(void **state)
{
	const char *html = "<html><head><title>Just a moment...</title></head><body>"
			   "<div id='challenge-form'>Checking your browser</div></body></html>";
	const struct links_selectors selectors = { .items = "//li" };
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(html, &selectors, &page, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_non_null(strstr(err.text, "challenge"));
}

/* <a>link</a> so many times over */
static char *many_links(size_t count)
{
	struct buf html;

	buf_init(&html, LIMIT_PAGE_BYTES);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(buf_printf(&html, "<p><a href='/n/%zu'>Item %zu</a></p>", i, i),
		                 0);
	return buf_take(&html);
}

static void a_list_without_end_is_cut(void **state)
{
	const struct links_selectors selectors = { .items = "//a" };
	char *html = many_links(LIMIT_LIST_ITEMS + 5);
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(html, &selectors, &page, &err), 0);
	assert_int_equal(page.count, LIMIT_LIST_ITEMS);
	assert_true(page.is_cut);
	free(html);
}

static void an_expression_that_compares_all_with_all_is_given_up(void **state)
{
	const struct links_selectors selectors = { .items = "//a[count(//a[. = //p]) > 1]" };
	char *html = many_links(20000);
	struct links_page page;
	struct err err;

	(void)state;
	assert_int_equal(read_list(html, &selectors, &page, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	free(html);
}

static void a_broken_expression_is_told_in_words(void **state)
{
	static const struct {
		const char *xpath, *words;
	} broken[] = {
		{ "", "no sense" },
		{ "//a[", "no sense" },
		{ "//a[@href=]", "no sense, at \"]\"" },
		{ "//a[foo(.)]", "no such function" },
		{ "//x:a", "a colon" },
		{ "a b", "no sense, at \"b\"" },
		{ "//a[$v]", "no variables" },
		{ "'", "quotation mark" },
		{ "//a[contains(@href)]", "arguments" },
	};
	static const char *const sound[] = {
		"//a",
		".",
		"./@href",
		"//main//a[contains(@href, '/news/') and not(ancestor::nav)]",
		"normalize-space(//h1)",
		"//h1 | //h2",
		"//a[string-length(translate(@href, '0123456789', '')) < string-length(@href)]",
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++)
		if (article_check_xpath(broken[i].xpath, &err) == 0 ||
		    !strstr(err.text, broken[i].words))
			fail_msg("%s: %s", broken[i].xpath, err.text);
	for (size_t i = 0; i < COUNT(sound); i++)
		if (article_check_xpath(sound[i], &err))
			fail_msg("%s: %s", sound[i], err.text);
}

static void an_expression_is_bounded_in_length_and_depth(void **state)
{
	char *deep = mem_array(LIMIT_XPATH_BYTES, 1);
	char *text = mem_array(LIMIT_XPATH_BYTES + 8, 1);
	struct err err;

	(void)state;
	memset(deep, '(', 500);
	assert_int_equal(article_check_xpath(deep, &err), -1);
	memset(text, 'a', LIMIT_XPATH_BYTES + 1);
	assert_int_equal(article_check_xpath(text, &err), -1);
	free(deep);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_item_is_read_as_the_selectors_say, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(two_links_to_one_article_are_one_item, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(a_heading_in_an_item_is_its_title, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(the_link_may_be_an_attribute_and_the_title_a_string,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_selectors_every_link_is_an_item, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(the_page_may_say_what_its_addresses_are_relative_to,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_challenge_page_is_no_list, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_list_without_end_is_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_expression_that_compares_all_with_all_is_given_up, set_up, tear_down),
		cmocka_unit_test(a_broken_expression_is_told_in_words),
		cmocka_unit_test(an_expression_is_bounded_in_length_and_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
