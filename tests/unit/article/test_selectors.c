#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"

static const char PAGE[] =
	"<html><head><title>Заголовок | Сайт</title>"
	"<meta property='article:published_time' content='2023-01-01'></head><body>"
	"<h1>Заголовок</h1><div class='widget author'>Имя Фамилия</div>"
	"<span class=when>5 апреля 2023, 12:30</span>"
	"<article><p>Длинный текст, который был бы выбран сам по себе, поскольку он размечен, "
	"и в нём, как во всякой статье, довольно много слов, запятых и точек.</p>"
	"<p>И ещё один абзац той же самой статьи, чтобы текста хватило с избытком, на всякий "
	"случай, и чтобы плотность его была высока.</p></article>"
	"<div class='sidebar rates'><p>Первый абзац.</p><script>var x;</script>"
	"<div><p>Второй <b>абзац</b>.</p></div><ul><li>и пункт</li></ul></div></body></html>";

struct row {
	const char *text, *expected;
};

static const char *text_by(const char *xpath, struct arena *arena, enum article_way *ret_way)
{
	const struct article_hints hints = { .selectors = { .text = xpath } };
	struct article_page page;
	struct err err;

	if (article_read_page(PAGE, sizeof(PAGE) - 1, &hints, arena, &page, &err))
		fail_msg("%s", err.text);
	*ret_way = page.way;
	return page.text;
}

static void what_is_selected_is_the_text_whatever_its_class(void **state)
{
	static const struct row rows[] = {
		{ "//div[contains(@class, 'rates')]", "Первый абзац.\nВторой абзац.\nи пункт" },
		{ "//div//p", "Первый абзац.\nВторой абзац." },
		{ "//div[contains(@class,'rates')] | //div//p",
		  "Первый абзац.\nВторой абзац.\nи пункт" },
		{ "//div/p/text()", "Первый абзац.\nВторой\n." },
		{ "string(//div[@class='sidebar rates']/p)", "Первый абзац." },
	};
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	enum article_way way;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_string_equal(text_by(rows[i].text, arena, &way), rows[i].expected);
		assert_int_equal(way, ARTICLE_WAY_SELECTED);
	}
	arena_free(arena);
}

static void a_selector_that_finds_nothing_leaves_the_text_to_judgement(void **state)
{
	static const char *const xpaths[] = { "//div[@class='gone']", "//p[", "" };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	enum article_way way;

	(void)state;
	for (size_t i = 0; i < COUNT(xpaths); i++) {
		assert_non_null(strstr(text_by(xpaths[i], arena, &way), "Длинный текст"));
		assert_int_equal(way, ARTICLE_WAY_MARKED);
	}
	arena_free(arena);
}

static void title_date_and_author_are_those_that_are_selected(void **state)
{
	const struct article_hints hints = { .selectors = { .title = "//title",
		                                            .date = "//span[@class='when']",
		                                            .author = "//div[1]" } };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct article_page page;
	struct err err;

	(void)state;
	assert_int_equal(article_read_page(PAGE, sizeof(PAGE) - 1, &hints, arena, &page, &err), 0);
	assert_string_equal(page.title, "Заголовок | Сайт");
	assert_string_equal(page.author, "Имя Фамилия");
	assert_int_equal(page.published.when.day.part, 4);
	arena_free(arena);
}

static void a_date_that_cannot_be_read_is_not_taken(void **state)
{
	const struct article_hints hints = { .selectors = { .date = "//h1" } };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct article_page page;
	struct err err;

	(void)state;
	assert_int_equal(article_read_page(PAGE, sizeof(PAGE) - 1, &hints, arena, &page, &err), 0);
	assert_string_equal(page.published.raw, "2023-01-01");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_selected_is_the_text_whatever_its_class),
		cmocka_unit_test(a_selector_that_finds_nothing_leaves_the_text_to_judgement),
		cmocka_unit_test(title_date_and_author_are_those_that_are_selected),
		cmocka_unit_test(a_date_that_cannot_be_read_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
