#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/tree.h"
#include "base/url.h"
#include "base/utf8.h"

static void broken_utf8_is_seen_and_repaired(void **state)
{
	static const struct {
		const char *bytes, *repaired;
	} rows[] = {
		{ "plain", NULL },
		{ "Саюз ў, 80 %", NULL },
		{ "\xF0\x9F\x98\x80", NULL },
		{ "a\xC0\xAFz", "a\uFFFD\uFFFDz" },                 /* overlong */
		{ "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD" },           /* a surrogate */
		{ "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD" }, /* over U+10FFFF */
		{ "cut \xD0", "cut \uFFFD" },
		/* where four letters are looked at together */
		{ "СаюзСаюз", NULL },
		{ "\xC2\x80\xDF\xBF\xC2\xBF\xDF\x80", NULL },
		{ "Са\xC1\xBFюз", "Са\uFFFD\uFFFDюз" },
		{ "Саю\xC0\x80", "Саю\uFFFD\uFFFD" },
		{ "Саю\xD0z", "Саю\uFFFDz" },
		{ "\x80\xD0Сая", "\uFFFD\uFFFDСая" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *repaired = utf8_repair(rows[i].bytes, strlen(rows[i].bytes), NULL);

		assert_int_equal(utf8_is_valid(rows[i].bytes, strlen(rows[i].bytes)),
		                 !rows[i].repaired);
		assert_string_equal(repaired, rows[i].repaired ? rows[i].repaired : rows[i].bytes);
		free(repaired);
	}
}

static bool is_valid_by_characters(const char *s, size_t len)
{
	uint32_t cp;

	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &cp);
		if (cp == UTF8_REPLACEMENT && n == 1)
			return false;
	}
	return true;
}

static void two_bytes_are_judged_alike_wherever_they_stand(void **state)
{
	static const char text[] = "Саюз на 80 – ab ЯІЎ";
	char s[sizeof(text)];

	(void)state;
	for (size_t at = 0; at + 2 < sizeof(text); at++) {
		for (unsigned pair = 0; pair <= 0xFFFF; pair++) {
			memcpy(s, text, sizeof(text));
			s[at] = (char)(pair >> 8);
			s[at + 1] = (char)(pair & 0xFF);
			if (utf8_is_valid(s, sizeof(s) - 1) !=
			    is_valid_by_characters(s, sizeof(s) - 1))
				fail_msg("%04x at %zu", pair, at);
		}
	}
}

static void a_cut_never_splits_a_character(void **state)
{
	const char *s = "аб"; /* two bytes each */

	(void)state;
	assert_int_equal(utf8_cut(s, 4, 9), 4);
	assert_int_equal(utf8_cut(s, 4, 3), 2);
	assert_int_equal(utf8_cut(s, 4, 2), 2);
	assert_int_equal(utf8_cut(s, 4, 1), 0);
}

static void every_scalar_value_survives_utf8(void **state)
{
	char out[4];
	uint32_t back;

	(void)state;
	for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
		size_t n = utf8_encode(cp, out);

		assert_int_equal(utf8_decode(out, n, &back), n);
		assert_int_equal(back, cp >= 0xD800 && cp <= 0xDFFF ? UTF8_REPLACEMENT : cp);
	}
}

static void a_buffer_never_passes_its_maximum(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 5);
	assert_int_equal(buf_puts(&buf, "abc"), 0);
	assert_int_equal(buf_puts(&buf, "def"), -1);
	assert_string_equal(buf.data, "abc");
	assert_int_equal(buf_printf(&buf, "%d", 45), 0);
	assert_int_equal(buf_putc(&buf, '!'), -1);
	assert_string_equal(buf.data, "abc45");
	buf_drop(&buf, 2);
	assert_string_equal(buf.data, "c45");
	buf_done(&buf);
}

static void an_arena_says_when_it_is_full(void **state)
{
	struct arena *arena = arena_new(10000);
	char *first = arena_strdup(arena, "kept");

	(void)state;
	assert_false(arena_is_full(arena));
	for (int i = 0; i < 20; i++)
		memset(arena_alloc(arena, 1000), 'x', 1000);
	assert_true(arena_is_full(arena));
	assert_string_equal(first, "kept");
	arena_free(arena);
}

static void a_context_stands_before_the_error(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(err_set(&err, ERR_LIMIT, "over %d bytes", 9), -1);
	err_wrap(&err, "%s", "https://example.org/feed");
	assert_string_equal(err.text, "https://example.org/feed: over 9 bytes");
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_int_equal(err_set(NULL, ERR_INPUT, "nobody listens"), -1);
}

static void one_article_has_one_address(void **state)
{
	static const struct {
		const char *url, *normal; /* NULL: refused */
	} rows[] = {
		{ "HTTPS://Www.Example.ORG.:443/a/amp?utm_source=x&id=3&amp=1#top",
		  "https://www.example.org/a?id=3" },
		{ "http://example.org", "http://example.org/" },
		{ "http://example.org:8080/x?fbclid=1", "http://example.org:8080/x" },
		{ "http://посткомсг.рф/новости", "http://xn--c1anggbdpdf.xn--p1ai/"
		                                 "%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8" },
		{ "http://example.org/%d0%bd", "http://example.org/%D0%BD" },
		{ "http://example.org/c/amp/amp", "http://example.org/c" },
		{ "http://0./x", "http://0.0.0.0/x" },
		{ "ftp://example.org/", NULL },
		{ "javascript:alert(1)", NULL },
		{ "/only/a/path", NULL },
		{ "", NULL },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *normal = NULL;
		int rc = url_normalise(rows[i].url, &normal, &err);

		assert_int_equal(rc, rows[i].normal ? 0 : -1);
		if (rows[i].normal)
			assert_string_equal(normal, rows[i].normal);
		free(normal);
	}
}

static void a_reference_is_resolved_against_its_base(void **state)
{
	static const struct {
		const char *ref, *url;
	} rows[] = {
		{ "b.html", "http://example.org/a/b.html" },
		{ "../c?d=1", "http://example.org/c?d=1" },
		{ "//other.example/x", "http://other.example/x" },
		{ "https://third.example/", "https://third.example/" },
		{ " /trim\n", "http://example.org/trim" },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *url = NULL;

		assert_int_equal(
			url_resolve("http://example.org/a/feed.xml", rows[i].ref, &url, &err), 0);
		assert_string_equal(url, rows[i].url);
		free(url);
	}
}

static void an_address_falls_into_its_parts(void **state)
{
	struct url_parts parts;
	struct err err;

	(void)state;
	assert_int_equal(url_parse("https://Example.org/a?b=1", &parts, &err), 0);
	assert_string_equal(parts.host, "example.org");
	assert_string_equal(parts.path, "/a?b=1");
	assert_int_equal(parts.port, 443);
	url_parts_done(&parts);
}

static void sha256_is_that_of_fips_180(void **state)
{
	char hex[HASH_HEX_SIZE];
	struct hash_state *hash = hash_new();

	(void)state;
	hash_sha256_hex("abc", 3, hex);
	assert_string_equal(hex,
	                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_true(hash_short("abc", 3) == 0xba7816bf8f01cfeaULL);
	hash_add(hash, "a", 1);
	hash_add(hash, "bc", 2);
	hash_finish_hex(hash, hex);
	assert_string_equal(hex,
	                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231 §4.3, test case 2, and RFC 2202 §3 for SHA-1: key "Jefe". */
static void an_hmac_is_that_of_rfc_4231(void **state)
{
	static const char data[] = "what do ya want for nothing?";
	static const struct {
		const char *method, *hex;
		bool is_it;
	} rows[] = {
		{ "sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", true },
		{ "sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
		  true },
		{ "sha256", "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843",
		  true },
		{ "sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3844",
		  false },
		{ "sha256", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", false },
		{ "md5", "750c783e6ab0b503eaa86e310a5db738", false },
		{ "sha256", "", false },
		{ "", "", false },
	};
	char hex[HASH_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(
			hash_is_hmac(rows[i].method, "Jefe", data, sizeof(data) - 1, rows[i].hex),
			rows[i].is_it);
	hash_hmac_hex("Jefe", data, sizeof(data) - 1, hex);
	assert_string_equal(hex, rows[1].hex);
}

static void a_mistyped_name_finds_its_neighbour(void **state)
{
	static const char *const names[] = { "log-format", "log-level", "state-dir", "user-agent",
		                             NULL };

	(void)state;
	assert_string_equal(near_name("log-fromat", names), "log-format");
	assert_string_equal(near_name("statedir", names), "state-dir");
	assert_string_equal(near_name("log-fo", names), "log-format"); /* its beginning */
	assert_string_equal(near_name("lang", (const char *[]){ "link", "language", NULL }),
	                    "language");
	assert_null(near_name("bananas", names));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_utf8_is_seen_and_repaired),
		cmocka_unit_test(two_bytes_are_judged_alike_wherever_they_stand),
		cmocka_unit_test(a_cut_never_splits_a_character),
		cmocka_unit_test(every_scalar_value_survives_utf8),
		cmocka_unit_test(a_buffer_never_passes_its_maximum),
		cmocka_unit_test(an_arena_says_when_it_is_full),
		cmocka_unit_test(a_context_stands_before_the_error),
		cmocka_unit_test(one_article_has_one_address),
		cmocka_unit_test(a_reference_is_resolved_against_its_base),
		cmocka_unit_test(an_address_falls_into_its_parts),
		cmocka_unit_test(sha256_is_that_of_fips_180),
		cmocka_unit_test(an_hmac_is_that_of_rfc_4231),
		cmocka_unit_test(a_mistyped_name_finds_its_neighbour),
	};

	return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
