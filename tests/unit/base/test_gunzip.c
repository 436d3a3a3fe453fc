#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/gunzip.h"

/* "hello hello", packed in each way. */
#define GZIP \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x00\x91\x00\x40\xa6\x2d\x01\x0b\x00\x00\x00"
#define ZLIB "\x78\x9c\xcb\x48\xcd\xc9\xc9\x57\xc8\x00\x91\x00\x19\x91\x04\x49"
#define BARE "\xcb\x48\xcd\xc9\xc9\x57\xc8\x00\x91\x00"

#define STREAM(text) text, sizeof(text) - 1

struct row {
	enum gunzip_format format;
	const char *bytes;
	size_t len;
	const char *text;
	bool is_complete;
	bool is_broken;
};

static int take(const char *bytes, size_t len, void *arg)
{
	return buf_append(arg, bytes, len);
}

static void expect(const struct row *row, size_t step)
{
	struct gunzip *gunzip = gunzip_new(row->format);
	struct buf out;
	struct err err;
	int rc = 0;

	buf_init(&out, 1024);
	for (size_t at = 0; at < row->len && rc == 0; at += step)
		rc = gunzip_feed(gunzip, row->bytes + at,
		                 row->len - at < step ? row->len - at : step, take, &out, &err);
	assert_int_equal(rc, row->is_broken ? -1 : 0);
	if (row->is_broken)
		assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(out.data ? out.data : "", row->text);
	assert_int_equal(gunzip_is_complete(gunzip), row->is_complete);
	buf_done(&out);
	gunzip_free(gunzip);
}

static void a_stream_is_unpacked_however_it_comes_and_known_to_be_whole_or_not(void **state)
{
	static const struct row rows[] = {
		{ GUNZIP_GZIP, STREAM(GZIP), "hello hello", true, false },
		{ GUNZIP_GZIP, STREAM(GZIP GZIP), "hello hellohello hello", true, false },
		{ GUNZIP_GZIP, STREAM(GZIP "\0\0garbage"), "hello hello", true, false },
		{ GUNZIP_GZIP, STREAM(GZIP "\0\0\x1f\x1fgarbage"), "hello hello", true, false },
		{ GUNZIP_DEFLATE, STREAM(ZLIB), "hello hello", true, false },
		{ GUNZIP_DEFLATE, STREAM(BARE), "hello hello", true, false },
		{ GUNZIP_GZIP, GZIP, sizeof(GZIP) - 2, "hello hello", false, false },
		{ GUNZIP_GZIP, GZIP GZIP, sizeof(GZIP GZIP) - 2, "hello hellohello hello", false,
		  false },
		{ GUNZIP_DEFLATE, ZLIB, sizeof(ZLIB) - 2, "hello hello", false, false },
		{ GUNZIP_GZIP, STREAM("\x1f"), "", false, false },
		{ GUNZIP_GZIP, "", 0, "", false, false },
		{ GUNZIP_GZIP, STREAM("<?xml version='1.0'?>"), "", false, true },
		{ GUNZIP_DEFLATE, STREAM("\xff\xff\xff\xff"), "", false, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t step = 1; step < 40; step += 19)
			expect(&rows[i], step);
}

static int refuse(const char *bytes, size_t len, void *arg)
{
	(void)bytes;
	(void)len;
	++*(int *)arg;
	return -1;
}

static void a_receiver_that_wants_no_more_is_asked_once(void **state)
{
	struct gunzip *gunzip = gunzip_new(GUNZIP_GZIP);
	struct err err;
	int asked = 0;

	(void)state;
	assert_int_equal(gunzip_feed(gunzip, STREAM(GZIP GZIP), refuse, &asked, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_int_equal(asked, 1);
	gunzip_free(gunzip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_stream_is_unpacked_however_it_comes_and_known_to_be_whole_or_not),
		cmocka_unit_test(a_receiver_that_wants_no_more_is_asked_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
