#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fetch/header.h"
#include "fetch/outcome.h"
#include "fetch/reply.h"

#define NOW INT64_C(1680688800) /* Wed, 05 Apr 2023 10:00:00 GMT */
#define TEN_YEARS (INT64_C(10) * 366 * 86400)

static void retry_after_is_seconds_or_a_date(void **state)
{
	static const struct {
		const char *value;
		int64_t seconds;
	} cases[] = {
		{ "120", 120 },
		{ " 0 ", 0 },
		{ "99999999999999999999", TEN_YEARS },
		{ "Wed, 05 Apr 2023 10:02:00 GMT", 120 },
		{ "Wednesday, 05-Apr-23 10:02:00 GMT", 120 },
		{ "Wed Apr  5 10:02:00 2023", 120 },
		{ "Wed, 05 Apr 2023 09:00:00 GMT", 0 },
		{ "", -1 },
		{ "-5", -1 },
		{ "12 minutes", -1 },
		{ "1.5", -1 },
		{ "soon", -1 },
		{ "20230405", 20230405 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (header_retry_after(cases[i].value, NOW) != cases[i].seconds)
			fail_msg("\"%s\" is read as %lld", cases[i].value,
			         (long long)header_retry_after(cases[i].value, NOW));
}

static void max_age_counts_unless_caching_is_forbidden(void **state)
{
	static const struct {
		const char *value;
		int64_t seconds;
	} cases[] = {
		{ "max-age=300", 300 },
		{ "public, Max-Age = 300, must-revalidate", 300 },
		{ "max-age=\"300\"", 300 },
		{ "s-maxage=10, max-age=300", 300 },
		{ "max-age=300,max-age=60", 300 },
		{ ",, max-age=7", 7 },
		{ "max-age=0", 0 },
		{ "max-age=99999999999999999999", TEN_YEARS },
		{ "no-cache, max-age=300", -1 },
		{ "max-age=300, no-store", -1 },
		{ "no-cache=\"set-cookie\", max-age=300", -1 },
		{ "private=\"max-age=5\"", -1 },
		{ "ext=\"a, max-age=5\", max-age=6", 6 },
		{ "ext=\"a\\\", max-age=5\"", -1 },
		{ "max-age=", -1 },
		{ "max-age=-1", -1 },
		{ "max-age", -1 },
		{ "x-max-age=5", -1 },
		{ "max-agent=5", -1 },
		{ "\"", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (header_max_age(cases[i].value) != cases[i].seconds)
			fail_msg("\"%s\" is read as %lld", cases[i].value,
			         (long long)header_max_age(cases[i].value));
}

static void the_charset_is_found_among_the_parameters(void **state)
{
	static const struct {
		const char *type, *charset;
	} cases[] = {
		{ "text/xml; charset=windows-1251", "windows-1251" },
		{ "text/xml;charset=\"UTF-8\"", "utf-8" },
		{ "text/xml; version=1.0; Charset=KOI8-R; x=y", "koi8-r" },
		{ "text/xml; boundary=\"; charset=a\"; charset=b", "b" },
		{ "text/xml; xcharset=a", "" },
		{ "text/xml; charset=", "" },
		{ "charset=utf-8", "" },
		{ "text/xml", "" },
		{ "", "" },
		{ "text/xml; charset=0123456789abcdef", "0123456789abcde" },
	};
	char out[16];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		header_charset(cases[i].type, out, sizeof(out));
		assert_string_equal(out, cases[i].charset);
	}
}

static void a_status_has_its_outcome(void **state)
{
	static const struct {
		long status;
		const char *name;
	} cases[] = {
		{ 200, "ok" },         { 204, "ok" },         { 226, "ok" },
		{ 300, "http-other" }, { 304, "protocol" },   { 400, "http-4xx" },
		{ 401, "http-401" },   { 403, "http-403" },   { 404, "http-404" },
		{ 407, "http-4xx" },   { 410, "http-410" },   { 429, "http-429" },
		{ 451, "http-4xx" },   { 500, "http-5xx" },   { 503, "http-5xx" },
		{ 599, "http-5xx" },   { 600, "http-other" }, { 0, "http-other" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
			fetch_outcome_name(reply_outcome_of_status(cases[i].status, false)),
			cases[i].name);
	assert_int_equal(reply_outcome_of_status(304, true), FETCH_NOT_MODIFIED);
}

static void every_outcome_has_a_name_of_its_own(void **state)
{
	enum fetch_outcome parsed = FETCH_OK;

	(void)state;
	for (int i = FETCH_OK; i <= FETCH_LOCAL; i++) {
		const char *name = fetch_outcome_name((enum fetch_outcome)i);

		assert_non_null(name);
		assert_true(fetch_outcome_parse(name, &parsed));
		assert_int_equal(parsed, i);
	}
	assert_false(fetch_outcome_parse("okay", &parsed));
	assert_int_equal(parsed, FETCH_LOCAL);
	assert_true(fetch_outcome_is_success(FETCH_NOT_MODIFIED));
	assert_false(fetch_outcome_is_success(FETCH_PAUSED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
		cmocka_unit_test(max_age_counts_unless_caching_is_forbidden),
		cmocka_unit_test(the_charset_is_found_among_the_parameters),
		cmocka_unit_test(a_status_has_its_outcome),
		cmocka_unit_test(every_outcome_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
