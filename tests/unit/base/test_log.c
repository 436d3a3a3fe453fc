#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"

static char last[1024], last_end[128]; /* of the line: its beginning and its end */
static int lines;

static void keep(int level, const char *line, void *arg)
{
	size_t len;

	(void)level;
	(void)arg;
	lines++;
	snprintf(last, sizeof(last), "%s", line);
	len = strlen(line);
	snprintf(last_end, sizeof(last_end), "%s", line + (len > 100 ? len - 100 : 0));
}

static int hook(void **state)
{
	(void)state;
	lines = 0;
	log_set_hook(keep, NULL);
	log_setup(LOG_FORMAT_LOGFMT, LOG_INFO);
	return 0;
}

static int unhook(void **state)
{
	(void)state;
	log_set_hook(NULL, NULL);
	return 0;
}

static void an_event_is_one_line_with_its_fields(void **state)
{
	(void)state;
	log_event(LOG_NOTICE, "poll", "two \"new\" items\nof Минск", LOG_STR("source", "belta-ru"),
	          LOG_STR("name", "a b=c"), LOG_STR("empty", NULL), LOG_INT("new", 2));
	assert_non_null(strstr(last, "level=notice event=poll source=belta-ru name=\"a b=c\" "
	                             "empty=\"\" new=2 msg=\"two \\\"new\\\" items\\nof Минск\""));
	assert_null(strchr(last, '\n'));
}

static void what_is_below_the_level_is_not_said(void **state)
{
	(void)state;
	log_plain(LOG_DEBUG, "poll", "silent");
	assert_int_equal(lines, 0);
	log_plain(LOG_INFO, "poll", "said");
	assert_int_equal(lines, 1);
}

static void broken_text_does_not_break_the_line(void **state)
{
	(void)state;
	log_event(LOG_INFO, "poll", "x", LOG_STR("title", "\x80 \x01"));
	assert_non_null(strstr(last, "title=\"\uFFFD \\u0001\""));
}

static void a_value_without_end_is_cut_and_the_line_is_whole(void **state)
{
	static char endless[100000];

	(void)state;
	memset(endless, '"', sizeof(endless) - 1);
	log_event(LOG_INFO, "poll", "told", LOG_STR("title", endless), LOG_STR("next", "seen"));
	assert_non_null(strstr(last_end, " next=seen msg=\"told\""));
}

static void what_commands_a_terminal_is_escaped(void **state)
{
	(void)state;
	log_event(LOG_INFO, "poll", "x",
	          LOG_STR("title", "\xC2\x9B"
	                           "31m\x1b"));
	assert_non_null(strstr(last, "title=\"\\u009b31m\\u001b\""));
}

static void formats_and_levels_have_names(void **state)
{
	enum log_format format;
	int level;

	(void)state;
	assert_true(log_parse_format("json", &format));
	assert_int_equal(format, LOG_FORMAT_JSON);
	assert_false(log_parse_format("xml", &format));
	assert_true(log_parse_level("warning", &level));
	assert_int_equal(level, LOG_WARNING);
	assert_false(log_parse_level("loud", &level));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_event_is_one_line_with_its_fields, hook, unhook),
		cmocka_unit_test_setup_teardown(what_is_below_the_level_is_not_said, hook, unhook),
		cmocka_unit_test_setup_teardown(broken_text_does_not_break_the_line, hook, unhook),
		cmocka_unit_test_setup_teardown(a_value_without_end_is_cut_and_the_line_is_whole,
		                                hook, unhook),
		cmocka_unit_test_setup_teardown(what_commands_a_terminal_is_escaped, hook, unhook),
		cmocka_unit_test(formats_and_levels_have_names),
	};

	return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
