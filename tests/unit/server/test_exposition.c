#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "server/exposition.h"
#include "server/host.h"

static void a_format_is_given_to_whom_asks_for_it(void **state)
{
	static const struct {
		const char *accept;
		bool is_openmetrics;
	} cases[] = {
		{ NULL, false },
		{ "", false },
		{ "*/*", false },
		{ "text/plain", false },
		{ "application/openmetrics-text", true },
		{ "text/plain;q=0.5, Application/OpenMetrics-Text; version=1.0.0", true },
		{ "application/openmetrics-text;version=1.0.0;q=0.75,text/plain", true },
		{ "application/openmetrics-text;q=0.1", true },
		{ "application/openmetrics-text;q=0", false },
		{ "application/openmetrics-text;q=0.000 ,text/plain", false },
		{ ",,,", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (exposition_wants_openmetrics(cases[i].accept) != cases[i].is_openmetrics)
			fail_msg("%s", cases[i].accept);
}

static void write_some(bool is_openmetrics, struct buf *out)
{
	struct exposition e;

	exposition_begin(&e, out, is_openmetrics);
	exposition_family(&e, EXPOSITION_COUNTER, "x_polls", "Polls.");
	exposition_number(&e, "why", "a \"b\"\\\n", 7);
	exposition_family(&e, EXPOSITION_INFO, "x_build", "Build.");
	exposition_number(&e, NULL, NULL, 1);
	exposition_family(&e, EXPOSITION_GAUGE, "x_lag_seconds", "Lag.");
	exposition_seconds(&e, 12034);
	assert_int_equal(exposition_end(&e), 0);
}

static void the_formats_differ_in_the_names_of_families(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	write_some(true, &out);
	assert_string_equal(out.data, "# HELP x_polls Polls.\n# TYPE x_polls counter\n"
	                              "x_polls_total{why=\"a \\\"b\\\"\\\\\\n\"} 7\n"
	                              "# HELP x_build Build.\n# TYPE x_build info\n"
	                              "x_build_info 1\n"
	                              "# HELP x_lag_seconds Lag.\n# TYPE x_lag_seconds gauge\n"
	                              "x_lag_seconds 12.034\n# EOF\n");
	buf_clear(&out);
	write_some(false, &out);
	assert_string_equal(out.data, "# HELP x_polls_total Polls.\n# TYPE x_polls_total counter\n"
	                              "x_polls_total{why=\"a \\\"b\\\"\\\\\\n\"} 7\n"
	                              "# HELP x_build_info Build.\n# TYPE x_build_info gauge\n"
	                              "x_build_info 1\n"
	                              "# HELP x_lag_seconds Lag.\n# TYPE x_lag_seconds gauge\n"
	                              "x_lag_seconds 12.034\n# EOF\n");
	buf_done(&out);
}

static void what_does_not_fit_is_an_error(void **state)
{
	struct exposition e;
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	exposition_begin(&e, &out, true);
	exposition_family(&e, EXPOSITION_GAUGE, "x_sources", "Sources.");
	for (int i = 0; i < 20; i++)
		exposition_number(&e, "source", "one-of-many", i);
	assert_int_equal(exposition_end(&e), -1);
	buf_done(&out);
}

static void a_request_is_for_us_by_its_host(void **state)
{
	static const struct {
		const char *header;
		bool is_ours;
	} cases[] = {
		{ "localhost", true },
		{ "Localhost:8328", true },
		{ "127.0.0.1:8328", true },
		{ "127.9.9.9", true },
		{ "[::1]", true },
		{ "[::1]:8328", true },
		{ "news.example", true },
		{ "NEWS.example:80", true },
		{ "192.0.2.7:80", true },
		{ "evil.example", false },
		{ "localhost.evil", false },
		{ "127.0.0.1.evil", false },
		{ "128.0.0.1", false },
		{ "[::2]", false },
		{ "[::1", false },
		{ "", false },
		{ ":80", false },
		{ NULL, false },
		{ "[]", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (host_is_ours(cases[i].header, "news.example, 192.0.2.7") != cases[i].is_ours)
			fail_msg("%s", cases[i].header);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_format_is_given_to_whom_asks_for_it),
		cmocka_unit_test(the_formats_differ_in_the_names_of_families),
		cmocka_unit_test(what_does_not_fit_is_an_error),
		cmocka_unit_test(a_request_is_for_us_by_its_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
