#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/stamp.h"

struct row {
	const char *text;
	const char *expected; /* in UTC; NULL: no date */
};

static void expect(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char out[DATE_STAMP_SIZE] = "none";
		struct stamp stamp;

		if (stamp_parse(rows[i].text, strlen(rows[i].text), &stamp))
			date_stamp_format(stamp.seconds, out);
		if (strcmp(out, rows[i].expected ? rows[i].expected : "none") != 0)
			fail_msg("\"%s\" gives %s, not %s", rows[i].text, out,
			         rows[i].expected ? rows[i].expected : "none");
	}
}

/* A blank before it makes another spelling of it, which is read word by word. */
static void expect_same(const char *text)
{
	char spelled[64] = " ";
	struct stamp plain, other;
	bool is_plain = stamp_parse(text, strlen(text), &plain), is_other;

	memccpy(spelled + 1, text, '\0', sizeof(spelled) - 1);
	is_other = stamp_parse(spelled, strlen(spelled), &other);
	if (is_plain != is_other)
		fail_msg("\"%s\" is %s date", text, is_plain ? "a" : "no");
	if (is_plain && (plain.seconds != other.seconds || plain.offset_min != other.offset_min ||
	                 plain.has_offset != other.has_offset || plain.has_time != other.has_time ||
	                 plain.is_either != other.is_either || !date_equal(plain.day, other.day)))
		fail_msg("\"%s\" is another date with a blank before it", text);
}

static void the_plain_forms_are_read_as_all_others_are(void **state)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		                              "Aug", "Sep", "Oct", "Nov", "Dec", "jan", "Foo" };
	static const char *const zones[] = { "GMT",   "+0300", "-0430", "+1400", "+1500",
		                             "-1459", "+1560", "+03",   "+003",  "EST",
		                             "GMT+3", "GMT ",  "",      "+0300x" };
	static const char *const days[] = { "", "Sun, ", "Wed, ", "Foo, ", "Wed", "Mar, " };
	static const char *const offsets[] = { "Z",      "z",      "+03:00", "-04:30",
		                               "+14:00", "+15:00", "+15:01", "+3:00",
		                               "+0300",  "",       "Z.",     "+03:00 " };
	char text[48];

	(void)state;
	for (unsigned n = 0; n < 20000; n++) {
		snprintf(text, sizeof(text), "%s%02u %s %04u %02u:%02u:%02u %s",
		         days[n % COUNT(days)], n * 7 % 34, months[n / 3 % COUNT(months)],
		         n % 5 ? 1990 + n % 50 : n * 631 % 10000, n % 26, n / 7 % 62, n / 11 % 62,
		         zones[n / 2 % COUNT(zones)]);
		expect_same(text);
		snprintf(text, sizeof(text), "%04u-%02u-%02uT%02u:%02u:%02u%s",
		         n % 5 ? 1990 + n % 50 : n * 631 % 10000, n / 5 % 14, n * 7 % 34, n % 26,
		         n / 7 % 62, n / 11 % 62, offsets[n / 2 % COUNT(offsets)]);
		expect_same(text);
	}
	expect_same("Wed, 5 Apr 2023 10:14:55 GMT");
	expect_same("Wed, 05 Apr 2023 10:14:5");
	expect_same("2023-04-05T10:14:55");
}

static void rfc_822_is_read_with_its_common_slips(void **state)
{
	static const struct row rows[] = {
		{ "Wed, 05 Apr 2023 10:14:55 GMT", "2023-04-05T10:14:55Z" },
		{ "Wed, 05 Apr 2023 10:14:55 +0300", "2023-04-05T07:14:55Z" },
		{ "Wed, 5 Apr 2023 10:14:55 -0430", "2023-04-05T14:44:55Z" },
		{ "Wed, 05 Apr 23 10:14 GMT", "2023-04-05T10:14:00Z" },
		{ "05 Apr 2023 10:14:55 EST", "2023-04-05T15:14:55Z" },
		{ "Fri, 05 Apr 2023 10:14:55 PDT", "2023-04-05T17:14:55Z" },
		{ "Wed,05 Apr 2023 10:14:55 MSK", "2023-04-05T07:14:55Z" },
		{ "Wed, 05 April 2023 10:14:55 Z", "2023-04-05T10:14:55Z" },
		{ "Wednesday, 5 April, 2023 10:14:55 UTC", "2023-04-05T10:14:55Z" },
		{ "Wed, 05 Apr 2023 10:14:55 GMT+3", "2023-04-05T07:14:55Z" },
		{ "Wed, 05 Apr 2023 10:14:55 UTC+03:00", "2023-04-05T07:14:55Z" },
		{ "Wed, 05-Apr-2023 10:14:55 GMT", "2023-04-05T10:14:55Z" },
		{ "Wed, 05 Apr 2023 10:14:55", "2023-04-05T10:14:55Z" },
		{ "Wed, 05 Apr 2023", "2023-04-05T00:00:00Z" },
		{ "Wed Apr  5 10:14:55 2023", "2023-04-05T10:14:55Z" },
		{ "Wed Apr 05 10:14:55 EDT 2023", "2023-04-05T14:14:55Z" },
		{ "Apr 5, 2023 10:14 PM", "2023-04-05T22:14:00Z" },
		{ "April 5th, 2023 12:14 am", "2023-04-05T00:14:00Z" },
		{ "Thu, 01 Jan 99 10:00:00 GMT", "1999-01-01T10:00:00Z" },
		{ "Wed, 05 Apr 2023 24:00:00 GMT", "2023-04-06T00:00:00Z" },
		{ "  Wed, 05 Apr 2023 10:14:55 +0300 \n", "2023-04-05T07:14:55Z" },
		{ "Sat, 31 Dec 2022 23:30:00 -0100", "2023-01-01T00:30:00Z" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void rfc_3339_and_w3cdtf_are_read_with_their_common_slips(void **state)
{
	static const struct row rows[] = {
		{ "2023-04-05T10:14:55Z", "2023-04-05T10:14:55Z" },
		{ "2023-04-05T10:14:55.123Z", "2023-04-05T10:14:55Z" },
		{ "2023-04-05T10:14:55+03:00", "2023-04-05T07:14:55Z" },
		{ "2023-04-05T10:14:55+0300", "2023-04-05T07:14:55Z" },
		{ "2023-04-05T10:14:55-08", "2023-04-05T18:14:55Z" },
		{ "2023-04-05T10:14Z", "2023-04-05T10:14:00Z" },
		{ "2023-04-05 10:14:55", "2023-04-05T10:14:55Z" },
		{ "2023-04-05 10:14:55 +03:00", "2023-04-05T07:14:55Z" },
		{ "2023-04-05t10:14:55z", "2023-04-05T10:14:55Z" },
		{ "2023-4-5", "2023-04-05T00:00:00Z" },
		{ "2023-04", "2023-04-01T00:00:00Z" },
		{ "2023", "2023-01-01T00:00:00Z" },
		{ "20230405", "2023-04-05T00:00:00Z" },
		{ "20230405T101455Z", "2023-04-05T10:14:55Z" },
		{ "20230405101455", "2023-04-05T10:14:55Z" },
		{ "2023-095", "2023-04-05T00:00:00Z" },
		{ "2023/04/05 10:14", "2023-04-05T10:14:00Z" },
		{ "03-12-31", "2003-12-31T00:00:00Z" },
		{ "1680689695", "2023-04-05T10:14:55Z" },
		{ "1680689695000", "2023-04-05T10:14:55Z" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void dates_as_people_write_them_are_read(void **state)
{
	static const struct row rows[] = {
		{ "5 апреля 2023 г., 10:14", "2023-04-05T10:14:00Z" },
		{ "5 апреля 2023", "2023-04-05T00:00:00Z" },
		{ "Опубликовано: 05 апр. 2023, 10:14", "2023-04-05T10:14:00Z" },
		{ "Ср, 05 Апр 2023 10:14:55 +0300", "2023-04-05T07:14:55Z" },
		{ "10:14, 5 МАЯ 2023", "2023-05-05T10:14:00Z" },
		{ "5 мая 2023 10:14 мск", "2023-05-05T07:14:00Z" },
		{ "5 красавіка 2023, 10:14", "2023-04-05T10:14:00Z" },
		{ "27 сакавіка 2023 г.", "2023-03-27T00:00:00Z" },
		{ "1 студзеня 2024", "2024-01-01T00:00:00Z" },
		{ "31 снежня 2023", "2023-12-31T00:00:00Z" },
		{ "2 лютага 2023", "2023-02-02T00:00:00Z" },
		{ "12 ліпеня 2023 года", "2023-07-12T00:00:00Z" },
		{ "05.04.2023 10:14", "2023-04-05T10:14:00Z" },
		{ "15:43 26.02.2026", "2026-02-26T15:43:00Z" },
		{ "05.04.23", "2023-04-05T00:00:00Z" },
		{ "4/25/2023 1:02:03 PM", "2023-04-25T13:02:03Z" },
		{ "25/04/2023", "2023-04-25T00:00:00Z" },
		{ "5 Juli 2023", "2023-07-05T00:00:00Z" },
		{ "Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z" },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void dates_of_other_countries_and_rare_forms_are_read(void **state)
{
	static const struct row rows[] = {
		{ "2023-W14-3", "2023-04-05T00:00:00Z" },
		{ "2023W143", "2023-04-05T00:00:00Z" },
		{ "2023-W14", "2023-04-03T00:00:00Z" },
		{ "2021-W01-1", "2021-01-04T00:00:00Z" },
		{ "2020-W53-7", "2021-01-03T00:00:00Z" },
		{ "2023-W14-3T10:14:55Z", "2023-04-05T10:14:55Z" },
		{ "2023-W60-1", NULL },
		{ "2023-W14-8", NULL },
		{ "2023095", "2023-04-05T00:00:00Z" },
		{ "23095", "2023-04-05T00:00:00Z" },
		{ "230405", "2023-04-05T00:00:00Z" },
		{ "2023-95", NULL },
		{ "2023366", NULL },
		{ "9912345", NULL },
		{ "2023년 04월 05일  10:14:55", "2023-04-05T01:14:55Z" },
		{ "2023-04-05 오후 10:14:55", "2023-04-05T13:14:55Z" },
		{ "2023-04-05 오전 12:14:55", "2023-04-04T15:14:55Z" },
		{ "2023年4月5日 10:14", "2023-04-05T10:14:00Z" },
		{ "Τετ, 05 Απρ 2023 10:14:55 EET", "2023-04-05T08:14:55Z" },
		{ "2023-április-5T10:14-05:00", "2023-04-05T15:14:00Z" },
		{ "2023-február-05T9:15+01:00", "2023-02-05T08:15:00Z" },
		{ "2023-Apr-05 10:14", "2023-04-05T10:14:00Z" },
		{ "Срд, 05 кра 2023 10:14:55 +0300", "2023-04-05T07:14:55Z" },
		{ "Сер, 5 кві 2023 10:14:55 +0300", "2023-04-05T07:14:55Z" },
		{ "5 красавіка 2023", "2023-04-05T00:00:00Z" },
		{ "5 крайняя 2023", NULL },
		{ "śro, 5 kwi 2023 10:14:55 +0200", "2023-04-05T08:14:55Z" },
		{ "5 października 2023", "2023-10-05T00:00:00Z" },
		{ "mer., 5 avril 2023 10:14", "2023-04-05T10:14:00Z" },
		{ "5 mars 2023", "2023-03-05T00:00:00Z" },
		{ "5 marks 2023", NULL },
		{ "5 de abril de 2023", "2023-04-05T00:00:00Z" },
		{ "5 апреля 2023, 10.14", "2023-04-05T10:14:00Z" },
		{ "Wed, 05 Apr 2023 10.14.55 GMT", "2023-04-05T10:14:55Z" },
		{ "水, 5 4 2023 07:37:00 PDT", "2023-04-05T14:37:00Z" },
		{ "5 14 2023", NULL },
		{ "2023-04-05T8:05:00-010:00", "2023-04-05T18:05:00Z" },
		{ "2023-04-05T08:05:00-0100", "2023-04-05T09:05:00Z" },
		{ "04-25-2023", "2023-04-25T00:00:00Z" },
		{ "1231", NULL },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void what_is_no_date_is_refused(void **state)
{
	static const struct row rows[] = {
		{ "", NULL },
		{ "yesterday", NULL },
		{ "5 апреля", NULL },
		{ "32 Foo 2023", NULL },
		{ "Wed, 05 Xyz 2023 10:14:55 GMT", NULL },
		{ "10:14", NULL },
		{ "31 Feb 2023 10:00:00 GMT", NULL },
		{ "2023-13-01", NULL },
		{ "2023-02-29", NULL },
		{ "2023-04-05T25:14:55Z", NULL },
		{ "2023-04-05T10:61:55Z", NULL },
		{ "Wed, 05 Apr 2023 10:14:55 +9900", NULL },
		{ "0000-01-01", NULL },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void a_day_without_a_year_is_the_last_one(void **state)
{
	static const struct row rows[] = {
		{ "5 апреля, 10:14", "2023-04-05T10:14:00Z" },
		{ "6 апреля", "2023-04-06T00:00:00Z" }, /* it has begun further east */
		{ "7 апреля", "2022-04-07T00:00:00Z" },
		{ "31 снежня 23:50", "2022-12-31T23:50:00Z" },
		{ "Apr 5, 10:14 PM", "2023-04-05T22:14:00Z" },
		{ "Wed, 05 Apr 10:14:55 +0300", "2023-04-05T07:14:55Z" },
		{ "29 февраля", "2020-02-29T00:00:00Z" },
		{ "31 апреля", NULL },
		{ "апреля", NULL },
		{ "5", NULL },
		{ "10:14", NULL },
		{ "5 апреля 2021", NULL }, /* that is the other's */
		{ "5 апреля, 25:14", NULL },
	};
	const int64_t now_s = 1680703200; /* 2023-04-05T14:00:00Z */

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[DATE_STAMP_SIZE] = "none";
		struct stamp stamp;

		if (stamp_parse_yearless(rows[i].text, strlen(rows[i].text), now_s, &stamp))
			date_stamp_format(stamp.seconds, out);
		if (strcmp(out, rows[i].expected ? rows[i].expected : "none") != 0)
			fail_msg("\"%s\" gives %s", rows[i].text, out);
	}
}

static void a_stamp_keeps_what_was_printed(void **state)
{
	static const struct {
		const char *text;
		const char *day;
		bool has_offset, has_time;
		int offset_min;
	} rows[] = {
		{ "Wed, 05 Apr 2023 01:00:00 +0300", "2023-04-05", true, true, 180 },
		{ "Wed, 05 Apr 2023 01:00:00", "2023-04-05", false, true, 0 },
		{ "2023-04-05", "2023-04-05", false, false, 0 },
		{ "2023-04", "2023-04", false, false, 0 },
		{ "2023", "2023", false, false, 0 },
		{ "2023-04-05T23:30:00-05:00", "2023-04-05", true, true, -300 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct stamp stamp;
		char day[DATE_TEXT_SIZE];

		assert_true(stamp_parse(rows[i].text, strlen(rows[i].text), &stamp));
		assert_string_equal(date_format(stamp.day, day), rows[i].day);
		assert_int_equal(stamp.has_offset, rows[i].has_offset);
		assert_int_equal(stamp.has_time, rows[i].has_time);
		assert_int_equal(stamp.offset_min, rows[i].offset_min);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plain_forms_are_read_as_all_others_are),
		cmocka_unit_test(rfc_822_is_read_with_its_common_slips),
		cmocka_unit_test(rfc_3339_and_w3cdtf_are_read_with_their_common_slips),
		cmocka_unit_test(dates_as_people_write_them_are_read),
		cmocka_unit_test(dates_of_other_countries_and_rare_forms_are_read),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(a_day_without_a_year_is_the_last_one),
		cmocka_unit_test(a_stamp_keeps_what_was_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
