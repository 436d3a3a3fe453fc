#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

struct row {
	const char *html, *text;
};

static void expect(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new(MIB);
		char *text = article_html_to_text(rows[i].html, strlen(rows[i].html), arena);

		if (strcmp(text, rows[i].text) != 0)
			fail_msg("\"%s\" gives \"%s\"", rows[i].html, text);
		arena_free(arena);
	}
}

static void tags_become_spaces_and_paragraphs(void **state)
{
	static const struct row rows[] = {
		{ "<p>One</p><p>Two</p>", "One\nTwo" },
		{ "One<br/>Two<br>\n<br>Three", "One\nTwo\nThree" },
		{ "  <div> a \n\t b </div> ", "a b" },
		{ "<b>80</b>% of <a href='x?a=1>2'>them</a>.", "80% of them." },
		{ "<ul><li>one<li>two</ul>after", "one\ntwo\nafter" },
		{ "<td>70</td><td>80</td>", "70 80" },
		{ "before<script>if (a < b) { x(\"</p>\"); }</script>after", "before\nafter" },
		{ "a<!-- <p>b</p> -->c", "ac" },
		{ "<style>p { color: red }</style>text", "text" },
		{ "<img src=\"x.jpg\" alt=\"y\">text", "text" },
		{ "", "" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void nothing_behind_the_end_of_a_fragment_is_read(void **state)
{
	static const char html[] = "before<script>x</script>after";
	struct arena *arena = arena_new(MIB);

	(void)state;
	assert_string_equal(article_html_to_text(html, strlen("before<script>x</scr"), arena),
	                    "before");
	arena_free(arena);
}

static void entities_are_decoded(void **state)
{
	static const struct row rows[] = {
		{ "&laquo;80&nbsp;%&raquo; &mdash; &#8470;&#x2116; &hellip;", "«80 %» — №№ …" },
		{ "AT&T, R&D and &unknown;", "AT&T, R&D and &unknown;" },
		{ "&#150;&#151;", "–—" },
		{ "soft&shy;hyphen", "softhyphen" },
		{ "&lt;80%", "<80%" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void html_that_was_escaped_twice_is_unwrapped(void **state)
{
	static const struct row rows[] = {
		{ "&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two &amp;mdash; 2&lt;/p&gt;", "One\nTwo — 2" },
		{ "Prices &amp;nbsp;rose", "Prices rose" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void plain_text_passes_unharmed(void **state)
{
	static const struct row rows[] = {
		{ "5 < 7 and 9 > 8", "5 < 7 and 9 > 8" },
		{ "He said <nothing> of it", "He said <nothing> of it" },
		{ "a <b", "a <b" },
		{ "Выполнено 80% программ.", "Выполнено 80% программ." },
		{ "zero\xE2\x80\x8Bwidth, no\xC2\xA0"
		  "break",
		  "zerowidth, no break" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

/* However short: what the page calls its article is the article, whatever stands beside it. */
static void a_short_report_wins_over_its_neighbours(void **state)
{
#define NOTICE \
	"<div><p>Cookies: we use them for many purposes, as the law allows, and you may accept " \
	"all of them or leave.</p></div>"
	static const struct row rows[] = {
		{ "<article><h1>H</h1><div>About 80% of the tasks are done.</div></article>" NOTICE,
		  "About 80% of the tasks are done." },
		{ "<article><h1>H</h1><div>80% of tasks done.</div></article>" NOTICE,
		  "80% of tasks done." },
		{ "<article><h1>H</h1>80% of tasks done.</article>", "80% of tasks done." },
		{ "<h1>H</h1><article><p>About 80% of the tasks are done.</p></article>" NOTICE,
		  "About 80% of the tasks are done." },
		{ "<div itemprop='articleBody'>80% of tasks done.</div>" NOTICE,
		  "80% of tasks done." },
		{ "<article><h1>H</h1><pre>About 80% of the tasks are done.</pre></article>" NOTICE,
		  "About 80% of the tasks are done." },
		{ "<body><h1>H</h1><pre>About 80% of the tasks of it are done.</pre></body>",
		  "About 80% of the tasks of it are done." },
	};
	static const struct article_hints hints = { .url = NULL };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *arena = arena_new(MIB);
		struct article_page page;
		struct err err;

		assert_int_equal(article_read_page(rows[i].html, strlen(rows[i].html), &hints,
		                                   arena, &page, &err),
		                 0);
		if (strcmp(page.text, rows[i].text) != 0)
			fail_msg("\"%s\" gives \"%s\"", rows[i].html, page.text);
		arena_free(arena);
	}
}

static void a_text_that_lies_deep_is_found(void **state)
{
	static const struct article_hints hints = { .url = NULL };
	const char *text = "About 80% of the tasks of the programmes are done, it was said.";
	struct arena *arena = arena_new(MIB);
	struct article_page page;
	struct buf html;
	struct err err;

	(void)state;
	buf_init(&html, MIB);
	for (int i = 0; i < 600; i++)
		assert_int_equal(buf_puts(&html, "<div>"), 0);
	assert_int_equal(buf_puts(&html, text), 0);
	for (int i = 0; i < 600; i++)
		assert_int_equal(buf_puts(&html, "</div>"), 0);
	assert_int_equal(article_read_page(html.data, html.len, &hints, arena, &page, &err), 0);
	assert_string_equal(page.text, text);
	buf_done(&html);
	arena_free(arena);
}

static void what_is_no_article_is_told_by_its_name(void **state)
{
	static const struct {
		const char *page, *error;
	} rows[] = {
		{ "no tags", "no HTML" },
		{ "", "no HTML" },
		{ "%PDF-1.4 <<", "a PDF document, not a page" },
		{ "\x1F\x8B<", "gzip data, not a page" },
		{ "<html><title>Just a moment...</title><body></body></html>",
		  "a challenge page, not an article" },
		{ "<html><body><p>We and our partners use cookies. If you choose Accept all, we will "
		  "also use cookies to show advertisements.</p></body></html>",
		  "a consent page, not an article" },
		{ "<html><body><p>Мы используем файлы cookie. Чтобы читать дальше, нужно принять "
		  "условия их использования.</p></body></html>",
		  "a consent page, not an article" },
	};
	static const struct article_hints hints = { .url = NULL };
	struct arena *arena = arena_new(MIB);
	struct article_page page;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(article_read_page(rows[i].page, strlen(rows[i].page), &hints,
		                                   arena, &page, &err),
		                 -1);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_string_equal(err.text, rows[i].error);
	}
	arena_free(arena);
}

#define STORY \
	"The programmes of the Union State have been carried out by almost eighty per cent, it was " \
	"said after the talks, and the remaining measures are due by the end of the year, among " \
	"them those on gas, taxes, transport and the common market."

static int likeness(const char *a, const char *b)
{
	uint32_t of_a[ARTICLE_MINHASHES], of_b[ARTICLE_MINHASHES];

	article_fingerprint(a, strlen(a), of_a);
	article_fingerprint(b, strlen(b), of_b);
	return article_likeness(of_a, of_b);
}

static void copies_have_like_fingerprints_and_other_texts_do_not(void **state)
{
	(void)state;
	assert_int_equal(likeness(STORY, STORY), 1000);
	assert_true(likeness(STORY, STORY " Agency, Minsk.") >= ARTICLE_COPY_LIKENESS);
	assert_true(likeness(STORY, "Trade between the two countries grew by a third, customs "
	                            "data show, while exports of machines, milk and potash "
	                            "reached the level of the years before.") < 100);
}

static void case_and_punctuation_do_not_matter(void **state)
{
	char *loud = mem_strdup(STORY);

	(void)state;
	for (char *p = loud; *p; p++)
		if (*p == ',')
			*p = ';';
		else if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 32);
	assert_int_equal(likeness(STORY, loud), 1000);
	free(loud);
}

static void a_text_too_short_to_tell_has_no_fingerprint(void **state)
{
	uint32_t hashes[ARTICLE_MINHASHES];

	(void)state;
	article_fingerprint("Only five words stand here", 26, hashes);
	for (size_t i = 0; i < ARTICLE_MINHASHES; i++)
		assert_int_equal(hashes[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_become_spaces_and_paragraphs),
		cmocka_unit_test(nothing_behind_the_end_of_a_fragment_is_read),
		cmocka_unit_test(entities_are_decoded),
		cmocka_unit_test(html_that_was_escaped_twice_is_unwrapped),
		cmocka_unit_test(plain_text_passes_unharmed),
		cmocka_unit_test(a_short_report_wins_over_its_neighbours),
		cmocka_unit_test(a_text_that_lies_deep_is_found),
		cmocka_unit_test(what_is_no_article_is_told_by_its_name),
		cmocka_unit_test(copies_have_like_fingerprints_and_other_texts_do_not),
		cmocka_unit_test(case_and_punctuation_do_not_matter),
		cmocka_unit_test(a_text_too_short_to_tell_has_no_fingerprint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
