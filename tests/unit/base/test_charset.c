#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ucnv.h>

#include "base/charset.h"
#include "base/limits.h"
#include "base/mem.h"

#define RUSSIAN \
	"Программы Союзного государства выполнены почти на восемьдесят процентов, сказал он."
#define BELARUSIAN \
	"Праграмы Саюзнай дзяржавы выкананы амаль на восемдзесят працэнтаў, паведаміў ён."
#define GERMAN "Die Verhandlungen über die Zölle wären schön früher möglich gewesen."

/* The text in that encoding; yours. */
static char *in(const char *charset, const char *utf8, size_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t cap = strlen(utf8) * 4 + 8;
	char *out = mem_alloc(cap);

	*ret_len = (size_t)ucnv_convert(charset, "utf-8", out, (int32_t)cap, utf8, -1, &status);
	assert_true(U_SUCCESS(status));
	return out;
}

struct row {
	const char *encoding; /* what the bytes really are */
	const char *text;
	const char *http; /* what HTTP says; NULL: nothing */
	const char *name; /* what they are taken for */
	bool had_conflict;
};

static void expect(const struct row *row, bool is_xml, bool is_html)
{
	struct charset_hints hints = { row->http, is_xml, is_html };
	struct charset_result result;
	struct buf out;
	struct err err;
	size_t len;
	char *bytes = in(row->encoding, row->text, &len);

	buf_init(&out, MIB);
	assert_int_equal(charset_to_utf8(bytes, len, &hints, &out, &result, &err), 0);
	if (strcmp(result.name, row->name) != 0 || result.len != strlen(row->text) ||
	    memcmp(result.text, row->text, result.len) != 0 ||
	    result.had_conflict != row->had_conflict)
		fail_msg("%s, HTTP %s: taken for %s (conflict %d): %.*s", row->encoding,
		         row->http ? row->http : "-", result.name, result.had_conflict,
		         (int)result.len, result.text);
	buf_done(&out);
	free(bytes);
}

static void what_http_says_is_believed_where_it_fits(void **state)
{
	static const struct row rows[] = {
		{ "utf-8", RUSSIAN, "text/xml; charset=utf-8", "utf-8", false },
		{ "windows-1251", RUSSIAN, "text/xml; charset=windows-1251", "windows-1251",
		  false },
		{ "windows-1251", RUSSIAN, "text/xml;charset=\"cp-1251\"", "windows-1251", false },
		{ "windows-1251", BELARUSIAN, "win-1251", "windows-1251", false },
		{ "koi8-r", RUSSIAN, "text/html; charset=KOI8_R", "koi8-r", false },
		{ "iso-8859-1", GERMAN, "text/html; charset=ISO-8859-1", "windows-1252", false },
		{ "utf-8", RUSSIAN, "text/xml; charset=utf8", "utf-8", false },
		{ "utf-8", RUSSIAN, "text/xml", "utf-8", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&rows[i], false, false);
}

static void valid_utf_8_is_never_converted(void **state)
{
	static const struct row rows[] = {
		{ "utf-8", RUSSIAN, "text/xml; charset=windows-1251", "utf-8", true },
		{ "utf-8", GERMAN, "text/xml; charset=iso-8859-1", "utf-8", true },
		{ "utf-8", RUSSIAN, "text/xml; charset=utf-16", "utf-8", true },
		{ "utf-8", "plain ASCII", "text/xml; charset=windows-1251", "utf-8", false },
		{ "utf-8", "plain ASCII", "text/xml; charset=nonsense-9", "utf-8", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&rows[i], false, false);
}

static void a_text_without_a_label_is_guessed_by_its_letters(void **state)
{
	static const struct row rows[] = {
		{ "windows-1251", RUSSIAN, NULL, "windows-1251", false },
		{ "windows-1251", BELARUSIAN, NULL, "windows-1251", false },
		{ "koi8-r", RUSSIAN, NULL, "koi8-r", false },
		{ "koi8-u", "Школьнікі з Гомеля перамаглі на алімпіядзе", NULL, "koi8-u", false },
		{ "utf-8", BELARUSIAN, NULL, "utf-8", false },
		{ "windows-1252", GERMAN, NULL, "windows-1252", false },
		{ "ibm866", RUSSIAN, NULL, "ibm866", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&rows[i], false, false);
}

static void a_wrong_label_yields_to_the_letters(void **state)
{
	static const struct row rows[] = {
		{ "windows-1251", RUSSIAN, "text/xml; charset=koi8-r", "windows-1251", true },
		{ "koi8-r", RUSSIAN, "text/xml; charset=windows-1251", "koi8-r", true },
		{ "windows-1251", RUSSIAN, "text/xml; charset=utf-8", "windows-1251", true },
		{ "windows-1251", RUSSIAN, "text/xml; charset=iso-8859-1", "windows-1251", true },
		{ "koi8-r", RUSSIAN, "text/xml; charset=us-ascii", "koi8-r", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&rows[i], false, false);
}

static void a_right_label_is_not_overruled_by_letters_that_look_cyrillic_by_chance(void **state)
{
	static const struct row rows[] = {
		{ "iso-8859-1", "Été à Genève", "text/xml; charset=ISO-8859-1", "windows-1252",
		  false },
		{ "windows-1252", "Été à Genève", NULL, "windows-1252", false },
		{ "iso-8859-15", "œuvre où il a été", "text/xml; charset=iso-8859-15",
		  "iso-8859-15", false },
		{ "windows-1256", "خبر", "text/xml; charset=windows-1256", "windows-1256", false },
		{ "windows-1257", "Ščćž", "text/xml; charset=windows-1257", "windows-1257", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&rows[i], false, false);
}

static void an_xml_declaration_and_a_meta_are_read(void **state)
{
	static const struct row xml[] = {
		{ "windows-1251", "<?xml version='1.0' encoding='windows-1251'?><a>" RUSSIAN "</a>",
		  NULL, "windows-1251", false },
		{ "windows-1251",
		  "<?xml version=\"1.0\" encoding=\"Windows-1251\" ?><a>" RUSSIAN "</a>",
		  "text/xml", "windows-1251", false },
		{ "koi8-u", "<?xml version='1.0' encoding='koi8-u'?><a>" RUSSIAN "</a>", NULL,
		  "koi8-u", false },
		{ "gb18030", "<?xml version='1.0' encoding='gb2312'?><a>联盟国家</a>", NULL,
		  "gb18030", false },
		{ "shift_jis", "<?xml version='1.0' encoding='Shift_JIS'?><a>連合国家</a>", NULL,
		  "windows-31j", false },
		{ "windows-1251", "<?xml version='1.0' encoding='windows-1251'?><a>" RUSSIAN "</a>",
		  "text/xml; charset=iso-8859-1", "windows-1251", true },
	};
	static const struct row html[] = {
		{ "windows-1251", "<html><meta charset=windows-1251><p>" RUSSIAN, NULL,
		  "windows-1251", false },
		{ "koi8-r",
		  "<html><META http-equiv='Content-Type' content='text/html; charset=koi8-r'>" RUSSIAN,
		  NULL, "koi8-r", false },
		{ "utf-8", "<html><meta charset=windows-1251><p>" RUSSIAN, NULL, "utf-8", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(xml); i++)
		expect(&xml[i], true, false);
	for (size_t i = 0; i < COUNT(html); i++)
		expect(&html[i], false, true);
}

static void wide_encodings_show_by_mark_or_pattern(void **state)
{
	static const char *const encodings[] = { "utf-16le", "utf-16be", "utf-32le", "utf-32be" };

	(void)state;
	for (size_t i = 0; i < COUNT(encodings); i++) {
		struct row row = { encodings[i], "<?xml version='1.0'?><a>" RUSSIAN "</a>", NULL,
			           encodings[i], false };

		expect(&row, true, false);
	}
}

/* The result for bytes with nothing known of them. */
static void read_bytes(const char *bytes, size_t len, struct buf *out, struct charset_result *ret)
{
	struct charset_hints hints = { .is_xml = true };
	struct err err;

	assert_int_equal(charset_to_utf8(bytes, len, &hints, out, ret, &err), 0);
}

static void a_byte_order_mark_is_no_text(void **state)
{
	static const char utf8[] = "\xEF\xBB\xBF<a/>";
	static const char utf16[] = "\xFF\xFE<\0a\0/\0>\0";
	struct charset_result result;
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	read_bytes(utf8, sizeof(utf8) - 1, &out, &result);
	assert_int_equal(result.len, 4);
	assert_memory_equal(result.text, "<a/>", 4);
	read_bytes(utf16, sizeof(utf16) - 1, &out, &result);
	assert_int_equal(result.len, 4);
	assert_memory_equal(result.text, "<a/>", 4);
	buf_done(&out);
}

static void a_text_cut_in_the_middle_of_a_character_stays_utf_8(void **state)
{
	static const char cut[] = "программ\xD1";
	struct charset_result result;
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	read_bytes(cut, sizeof(cut) - 1, &out, &result);
	assert_string_equal(result.name, "utf-8");
	assert_true(result.had_errors);
	assert_memory_equal(result.text, "программ\xEF\xBF\xBD", 19);
	buf_done(&out);
}

static void what_outgrows_the_buffer_is_refused(void **state)
{
	struct charset_hints hints = { .http_charset = "windows-1251" };
	struct charset_result result;
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, 4);
	assert_int_equal(charset_to_utf8("\xE0\xE0\xE0\xE0", 4, &hints, &out, &result, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&out);
}

static void names_are_known_as_people_write_them(void **state)
{
	static const struct {
		const char *label, *name; /* NULL: none */
	} rows[] = {
		{ "Windows-1251", "windows-1251" },
		{ "CP1251", "windows-1251" },
		{ " utf8 ", "utf-8" },
		{ "\"UTF-8\"", "utf-8" },
		{ "koi8", "koi8-r" },
		{ "latin1", "windows-1252" },
		{ "ISO-8859-5", "iso-8859-5" },
		{ "big5", "big5" },
		{ "1253", "windows-1253" },
		{ "win-1250", "windows-1250" },
		{ "x-cp1257", "windows-1257" },
		{ "1259", NULL },
		{ "GB_2312-80", "gb18030" },
		{ "klingon", NULL },
		{ "uk", NULL },
		{ "ibm-808", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[CHARSET_NAME_SIZE] = "";

		assert_int_equal(charset_name(rows[i].label, name), rows[i].name != NULL);
		assert_string_equal(name, rows[i].name ? rows[i].name : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_http_says_is_believed_where_it_fits),
		cmocka_unit_test(valid_utf_8_is_never_converted),
		cmocka_unit_test(a_text_without_a_label_is_guessed_by_its_letters),
		cmocka_unit_test(a_wrong_label_yields_to_the_letters),
		cmocka_unit_test(
			a_right_label_is_not_overruled_by_letters_that_look_cyrillic_by_chance),
		cmocka_unit_test(an_xml_declaration_and_a_meta_are_read),
		cmocka_unit_test(wide_encodings_show_by_mark_or_pattern),
		cmocka_unit_test(a_byte_order_mark_is_no_text),
		cmocka_unit_test(a_text_cut_in_the_middle_of_a_character_stays_utf_8),
		cmocka_unit_test(what_outgrows_the_buffer_is_refused),
		cmocka_unit_test(names_are_known_as_people_write_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
