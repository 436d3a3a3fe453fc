#include "ctl/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void an_answer_is_split_into_status_and_body(void **state)
{
	static const char ANSWER[] =
		"HTTP/1.0 409 Conflict\r\nContent-Type: text/plain\r\n\r\nbody";
	size_t head = 0;

	(void)state;
	assert_int_equal(control_parse_head(ANSWER, strlen(ANSWER), &head), 409);
	assert_string_equal(ANSWER + head, "body");
}

static void what_is_no_answer_is_refused(void **state)
{
	static const char *const CASES[] = {
		"",
		"HTTP/1.1 200 OK\r\n",
		"SSH-2.0-x\r\n\r\n",
		"HTTP/1.1 2x0 OK\r\n\r\n",
		"HTTP/1.1\r\n\r\n",
	};
	size_t head = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		assert_int_equal(control_parse_head(CASES[i], strlen(CASES[i]), &head), -1);
	assert_int_equal(head, 7);
}

static void where_nobody_listens_the_error_says_so(void **state)
{
	const struct control_call call = { .method = "GET", .target = "/", .body = "" };
	struct buf reply;
	struct err err;

	(void)state;
	buf_init(&reply, 100);
	assert_int_equal(control_ask("/nonexistent/control.sock", &call, &reply, &err), -1);
	assert_int_equal(err.kind, ERR_AGAIN);
	assert_non_null(strstr(err.text, "/nonexistent/control.sock"));
	buf_done(&reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_split_into_status_and_body),
		cmocka_unit_test(what_is_no_answer_is_refused),
		cmocka_unit_test(where_nobody_listens_the_error_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
