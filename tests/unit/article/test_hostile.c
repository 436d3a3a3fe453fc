/* Pages made to hurt: each gives an answer, and none costs more than its size. */
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

#define HEAD "<html><head><title>Kept</title></head><body><p>Text.</p>"

struct bomb {
	const char *name, *what;
	size_t count;
	const char *error; /* NULL: the page is read, with its title */
};

static void set_off(const struct bomb *bomb)
{
	static const struct article_hints hints = { .url = NULL };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct article_page page;
	struct buf bytes;
	struct err err = { .text = "read" };
	int rc;

	buf_init(&bytes, LIMIT_PAGE_BYTES);
	assert_int_equal(buf_puts(&bytes, HEAD), 0);
	for (size_t i = 0; i < bomb->count; i++)
		assert_int_equal(buf_puts(&bytes, bomb->what), 0);
	rc = article_read_page(bytes.data, bytes.len, &hints, arena, &page, &err);
	if ((rc != 0) != (bomb->error != NULL) || (rc && strcmp(err.text, bomb->error) != 0))
		fail_msg("%s: %s", bomb->name, err.text);
	if (rc == 0)
		assert_string_equal(page.title, "Kept");
	assert_true(arena_used(arena) < 48 * MIB);
	buf_done(&bytes);
	arena_free(arena);
}

static void bombs_cost_no_more_than_their_size(void **state)
{
	static const struct bomb bombs[] = {
		{ "depth", "<div>", 200000, NULL },
		{ "unclosed inline elements", "<b>", 200000, NULL },
		{ "ends of nothing", "</p>", 1000000, NULL },
		{ "ampersands", "&", 4000000, NULL },
		{ "angles", "<", 4000000, NULL },
		{ "comments without ends", "<!--", 1000000, NULL },
		{ "scripts in scripts", "<script>", 500000, NULL },
		{ "tables in tables", "<table><tr><td>", 200000, NULL },
		{ "paragraphs", "<p>x", 1000000, NULL },
		{ "a token", "xxxxxxxxxx", 400000, NULL },
		{ "links", "<a href=x>y", 300000, NULL },
		{ "dates", "<span class=date>5 Apr 2023</span>", 100000, NULL },
		{ "authors", "<i itemprop=author>a</i>", 150000, NULL },
		{ "JSON-LD", "<script type=application/ld+json>[[[[[[[[[[[[[[[[", 80000, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bombs); i++)
		set_off(&bombs[i]);
}

static void an_element_has_at_most_so_many_attributes(void **state)
{
	static const struct article_hints hints = { .url = NULL };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct article_page page;
	struct buf bytes;
	struct err err;

	(void)state;
	buf_init(&bytes, LIMIT_PAGE_BYTES);
	assert_int_equal(buf_puts(&bytes, "<html><p"), 0);
	for (int i = 0; i < 60000; i++)
		assert_int_equal(buf_printf(&bytes, " a%d", i), 0);
	assert_int_equal(buf_puts(&bytes, ">text"), 0);
	assert_int_equal(article_read_page(bytes.data, bytes.len, &hints, arena, &page, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&bytes);
	arena_free(arena);
}

static void fragments_that_never_end_are_plain_text(void **state)
{
	static const char *const parts[] = { "<b a=\"", "<b a='\"", "<!--x>",
		                             "<b ",     "&#",       "<script>" };

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct buf bytes;

		buf_init(&bytes, 2 * MIB);
		while (bytes.len < MIB)
			assert_int_equal(buf_puts(&bytes, parts[i]), 0);
		assert_non_null(article_html_to_text(bytes.data, bytes.len, arena));
		buf_done(&bytes);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bombs_cost_no_more_than_their_size),
		cmocka_unit_test(an_element_has_at_most_so_many_attributes),
		cmocka_unit_test(fragments_that_never_end_are_plain_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
