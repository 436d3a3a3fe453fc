#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/date.h"

#define HEAD "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\">"
#define H1 "<title>Headline of it - Portal</title></head><body><h1>Headline of it</h1>"
#define TEXT \
	"<div class=\"text\"><p>The two sides discussed the programmes, and agreed to go on, the " \
	"press service said.</p><p>The next meeting is planned for May, and the agenda has been " \
	"sent out.</p></div>"
#define SITE "<meta property=\"og:site_name\" content=\"Portal\">"
#define LD(json) "<script type=\"application/ld+json\">" json "</script>"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct article_page read_page(const char *html, const char *url)
{
	struct article_hints hints = { .url = url };
	struct article_page page;
	struct err err;

	if (article_read_page(html, strlen(html), &hints, arena, &page, &err))
		fail_msg("%s: %s", html, err.text);
	return page;
}

static const char *shown(const struct article_time *time)
{
	static char stamps[2][DATE_STAMP_SIZE];
	static int turn;

	turn = !turn;
	return time->is_known ? date_stamp_format(time->when.seconds, stamps[turn]) : "";
}

static void an_article_is_dated_by_what_its_page_shows(void **state)
{
	static const struct {
		const char *html, *published, *modified;
	} rows[] = {
		{ HEAD H1 "<span class=\"date\">5 красавіка 2023, 12:05</span>" TEXT,
		  "2023-04-05T12:05:00Z", "" },
		{ HEAD H1 "<div>5 апреля 2023, 12:05</div>" TEXT, "2023-04-05T12:05:00Z", "" },
		{ HEAD "</head><body><div>5 апреля 2023, 12:05</div><h1>Headline</h1>" TEXT,
		  "2023-04-05T12:05:00Z", "" },
		{ HEAD H1 "<div>Published April 5, 2023</div><div>Updated April 6, 2023</div>" TEXT,
		  "2023-04-05T00:00:00Z", "2023-04-06T00:00:00Z" },
		{ HEAD H1 "<div>Опубликовано: 05.04.2023 12:05</div>"
		          "<div>Обновлено: 06.04.2023 10:00</div>" TEXT,
		  "2023-04-05T12:05:00Z", "2023-04-06T10:00:00Z" },
		{ HEAD "</head><body><div class=\"info-date\">12:41 05.04.2023 <span "
		       "class=\"info-date-modified\">(обновлено: 12:52 05.04.2023)</span></div>"
		       "<h1>Headline of it</h1>" TEXT,
		  "2023-04-05T12:41:00Z", "2023-04-05T12:52:00Z" },
		{ HEAD H1 "<time class=\"updated\" datetime=\"2023-04-06T12:05+03:00\">6</time>"
		          "<time datetime=\"2023-04-05T12:05+03:00\">5</time>" TEXT,
		  "2023-04-05T09:05:00Z", "2023-04-06T09:05:00Z" },
		{ HEAD H1 "<time class=\"published updated\" datetime=\"2023-04-05\">5</time>" TEXT,
		  "2023-04-05T00:00:00Z", "" },
		{ HEAD H1 "Обновлено: <time datetime=\"2023-04-06\">6 апреля</time>" TEXT, "",
		  "2023-04-06T00:00:00Z" },
		{ HEAD H1 TEXT "<p>The talks began on 5 April 2023, and they are to go on.</p>", "",
		  "" },
		{ HEAD H1 "<figure><figcaption>5 апреля 2023</figcaption></figure>" TEXT, "", "" },
		{ HEAD H1 "<ul><li><div>4 апреля 2023</div></li></ul>" TEXT, "", "" },
		{ HEAD "</head><body><div class=\"side\"><div class=\"date\">01.01.2022</div></div>"
		       "<h1>Headline</h1><div class=\"date\">05.04.2023</div>" TEXT
		       "<div class=\"date\">03.03.2023</div>",
		  "2023-04-05T00:00:00Z", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct article_page page = read_page(rows[i].html, "http://site.example/1");

		if (strcmp(shown(&page.published), rows[i].published) != 0 ||
		    strcmp(shown(&page.modified), rows[i].modified) != 0)
			fail_msg("%s gives %s and %s", rows[i].html, shown(&page.published),
			         shown(&page.modified));
	}
}

static void an_address_may_have_the_day(void **state)
{
	static const struct {
		const char *url, *published;
	} rows[] = {
		{ "http://site.example/20230405/1.html", "2023-04-05T00:00:00Z" },
		{ "http://site.example/2023/04/05/1.html", "2023-04-05T00:00:00Z" },
		{ "http://site.example/20239905/1.html", "" },
		{ "http://site.example/202304051/1.html", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct article_page page = read_page(HEAD H1 TEXT, rows[i].url);

		assert_string_equal(shown(&page.published), rows[i].published);
	}
}

static void a_title_is_the_headline_without_its_site(void **state)
{
	static const struct {
		const char *html, *title;
	} rows[] = {
		{ HEAD SITE "<title>Portal | Headline of it</title></head><body>" TEXT,
		  "Headline of it" },
		{ HEAD SITE "<title>Headline of it, in words | News | Portal</title></head>" TEXT,
		  "Headline of it, in words" },
		{ HEAD SITE "<meta property=\"og:title\" content=\"Headline of it | Portal\">"
		            "</head><body>" TEXT,
		  "Headline of it" },
		{ HEAD
		  "<title>Portal - Headline of it</title></head><body><h1>Headline of it</h1>" TEXT,
		  "Headline of it" },
		{ HEAD "<title>Minsk - Moscow: the road is open - Portal</title></head><body>"
		       "<h1>Minsk - Moscow: the road is open</h1>" TEXT,
		  "Minsk - Moscow: the road is open" },
		{ HEAD "<title>Headline of it — Portal</title></head><body><h1>Portal</h1>" TEXT,
		  "Headline of it" },
		{ HEAD "<title>Road to the border is open</title></head><body>"
		       "<h1>Transport</h1>" TEXT,
		  "Road to the border is open" },
		{ HEAD "<title>All the news of the day</title></head><body>"
		       "<h1>Programmes were discussed in Minsk</h1>" TEXT,
		  "Programmes were discussed in Minsk" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(read_page(rows[i].html, NULL).title, rows[i].title);
}

static void an_author_is_a_name_wherever_it_stands(void **state)
{
	static const struct {
		const char *html, *author;
	} rows[] = {
		{ HEAD LD("{\"@graph\": [{\"@type\": \"NewsArticle\", \"author\": {\"@id\": \"#1\"}},"
		          " {\"@type\": \"Person\", \"@id\": \"#1\", \"name\": \"Jane Roe\"}]}")
		          H1 TEXT,
		  "Jane Roe" },
		{ HEAD LD("{\"@type\": \"NewsArticle\", \"author\": \"https://site.example/jane\"}")
		          H1 "<a rel=\"author\" href=\"/j\">Jane Roe</a>" TEXT,
		  "Jane Roe" },
		{ HEAD H1 "<span itemprop=\"author\"><meta itemprop=\"name\" content=\"Jane Roe\">"
		          "</span>" TEXT,
		  "Jane Roe" },
		{ HEAD H1 TEXT "<p>Автор: Иван Петров</p>", "Иван Петров" },
		{ HEAD H1 TEXT "<p>Автор: так зовут того, кто написал текст, и он бывает один, "
		               "бывает, что их двое.</p>",
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *author = read_page(rows[i].html, NULL).author;

		if (!author || !rows[i].author)
			assert_ptr_equal(author, rows[i].author);
		else
			assert_string_equal(author, rows[i].author);
	}
}

static void a_locale_is_told_as_a_tag(void **state)
{
	struct article_page page = read_page(
		"<html><head><meta property=\"og:locale\" content=\"ru_RU\">" H1 TEXT, NULL);

	(void)state;
	assert_string_equal(page.language, "ru-RU");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_article_is_dated_by_what_its_page_shows),
		cmocka_unit_test(an_address_may_have_the_day),
		cmocka_unit_test(a_title_is_the_headline_without_its_site),
		cmocka_unit_test(an_author_is_a_name_wherever_it_stands),
		cmocka_unit_test(a_locale_is_told_as_a_tag),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
