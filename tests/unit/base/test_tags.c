#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/tags.h"

/* head, `what` so many times, tail: is it let through? */
static bool passes(const char *head, const char *what, int count, const char *tail, bool is_html)
{
	struct err err = { .kind = ERR_NONE };
	struct buf text;
	int rc;

	buf_init(&text, MIB);
	assert_int_equal(buf_puts(&text, head), 0);
	for (int i = 0; i < count; i++)
		assert_int_equal(buf_puts(&text, what), 0);
	assert_int_equal(buf_puts(&text, tail), 0);
	rc = tags_check(text.data, text.len, is_html, &err);
	if (rc)
		assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&text);
	return rc == 0;
}

static void an_element_of_few_attributes_passes(void **state)
{
	(void)state;
	assert_true(passes("<a", " b=\"c d e f\"", 100, ">", false));
	assert_true(passes("<a", " b = 'c/d/e/f'", 60, "/>", false));
	assert_true(passes("", "<a b='c'>text of many words = none of them an attribute</a>", 1000,
	                   "", false));
	assert_true(passes("5 < 7 ", "and so on ", 1000, "> x", false));
	assert_true(passes("", "", 0, "", false));
}

static void an_element_of_too_many_attributes_does_not(void **state)
{
	(void)state;
	assert_false(passes("<a", " b=\"\"", 1000, ">", false));
	assert_false(passes("<a", " b", 1000, ">", true));
	assert_false(passes("<a", "/b", 1000, ">", true));
	assert_false(passes("<a", "\nb='x>y'", 1000, "", false));
	assert_false(passes("<a>text</a><b", "\tc=''", 1000, "/>", false));
}

static void the_code_of_scripts_is_no_markup_in_html(void **state)
{
	(void)state;
	assert_true(passes("<script>if (a<b", " && c", 1000, ") x()</script>", true));
	assert_true(passes("<style>a<b", " c", 1000, "</style>", true));
	assert_false(passes("<script/><b", " c", 1000, "></script>", true));
	assert_false(passes("<script><b", " c", 1000, "></script>", false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_element_of_few_attributes_passes),
		cmocka_unit_test(an_element_of_too_many_attributes_does_not),
		cmocka_unit_test(the_code_of_scripts_is_no_markup_in_html),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
