#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

#include "base/charset.h"
#include "base/mem.h"
#include "charset_parts.h"

#define XML_DECLARATION_MAX 1024 /* where it may start, and how long it may be */
#define META_SEARCH_MAX 4096

struct alias {
	const char *written; /* lower case, letters and digits only */
	const char *name;
};

/*
 * What people write and ICU does not know, or knows too strictly: the web
 * reads Latin-1 as windows-1252 and GB 2312 as its superset (encoding.spec.whatwg.org).
 */
static const struct alias aliases[] = {
	{ "utf8", "utf-8" },
	{ "utf8mb4", "utf-8" },
	{ "utf", "utf-8" },
	{ "unicode", "utf-16le" },
	{ "unicode11utf8", "utf-8" },
	{ "1251", "windows-1251" },
	{ "cp1251", "windows-1251" },
	{ "win1251", "windows-1251" },
	{ "win", "windows-1251" },
	{ "windows1251", "windows-1251" },
	{ "windowscp1251", "windows-1251" },
	{ "xcp1251", "windows-1251" },
	{ "ansi1251", "windows-1251" },
	{ "cyrillicwindows", "windows-1251" },
	{ "koi8", "koi8-r" },
	{ "koi8r", "koi8-r" },
	{ "koi", "koi8-r" },
	{ "koi8ru", "koi8-u" },
	{ "koi8u", "koi8-u" },
	{ "cp866", "ibm866" },
	{ "dos866", "ibm866" },
	{ "866", "ibm866" },
	{ "ascii", "windows-1252" },
	{ "usascii", "windows-1252" },
	{ "ansi", "windows-1252" },
	{ "latin1", "windows-1252" },
	{ "l1", "windows-1252" },
	{ "iso88591", "windows-1252" },
	{ "88591", "windows-1252" },
	{ "cp1252", "windows-1252" },
	{ "win1252", "windows-1252" },
	{ "iso88599", "windows-1254" },
	{ "latin5", "windows-1254" },
	{ "tis620", "windows-874" },
	{ "gb2312", "gb18030" },
	{ "gbk", "gb18030" },
	{ "xgbk", "gb18030" },
	{ "sjis", "windows-31j" },
	{ "shiftjis", "windows-31j" },
	{ "xsjis", "windows-31j" },
	{ "euckr", "windows-949" },
	{ "ksc56011987", "windows-949" },
	{ "ksx1001", "windows-949" },
	{ "uhc", "windows-949" },
	{ "949", "windows-949" },
	{ "936", "gb18030" },
	{ "chinese", "gb18030" },
	{ "gb231280", "gb18030" },
	{ "gb23121980", "gb18030" },
	{ "csiso58gb231280", "gb18030" },
	{ "isoir58", "gb18030" },
	{ "950", "big5" },
	{ "big5tw", "big5" },
	{ "hkscs", "big5-hkscs" },
	{ "932", "windows-31j" },
	{ "thai", "windows-874" },
	{ "isoir166", "windows-874" },
	{ "macgreek", "x-mac-greek" },
	{ "macturkish", "x-mac-turkish" },
	{ "maccenteuro", "x-mac-centraleurroman" },
	{ "maclatin2", "x-mac-centraleurroman" },
};

/* "1250" to "1258", however the makers of Windows are named before it. */
static bool find_windows(const char *bare, char out[CHARSET_NAME_SIZE])
{
	static const char *const makers[] = { "windows", "win", "cp", "ms", "xcp", "xwindows" };
	const char *number = bare;

	for (size_t i = 0; i < COUNT(makers); i++)
		if (strncmp(bare, makers[i], strlen(makers[i])) == 0 &&
		    isdigit((unsigned char)bare[strlen(makers[i])]))
			number = bare + strlen(makers[i]);
	if (strlen(number) != 4 || strncmp(number, "125", 3) != 0 || number[3] > '8')
		return false;
	snprintf(out, CHARSET_NAME_SIZE, "windows-%.4s", number);
	return true;
}

static bool copy_lower(const char *s, size_t len, char out[CHARSET_NAME_SIZE])
{
	while (len > 0 && strchr(" \t\r\n\"'", *s)) {
		s++;
		len--;
	}
	while (len > 0 && strchr(" \t\r\n\"';", s[len - 1]))
		len--;
	if (len == 0 || len >= CHARSET_NAME_SIZE)
		return false;
	for (size_t i = 0; i < len; i++)
		out[i] = (char)tolower((unsigned char)s[i]);
	out[len] = '\0';
	return true;
}

bool charset_name(const char *label, char out[CHARSET_NAME_SIZE])
{
	char lower[CHARSET_NAME_SIZE], bare[CHARSET_NAME_SIZE];
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter;
	const char *standard;
	size_t n = 0;

	if (!copy_lower(label, strlen(label), lower))
		return false;
	for (const char *p = lower; *p; p++)
		if (isalnum((unsigned char)*p))
			bare[n++] = *p;
	bare[n] = '\0';
	for (size_t i = 0; i < COUNT(aliases); i++)
		if (strcmp(aliases[i].written, bare) == 0)
			return copy_lower(aliases[i].name, strlen(aliases[i].name), out);
	if (find_windows(bare, out))
		return true;
	/* ICU may look for a file of a name that its table of aliases does not have */
	if (n == 0 || ucnv_countAliases(lower, &status) == 0)
		return false;
	/* the table has names whose tables of characters are not installed */
	converter = ucnv_open(lower, &status);
	if (U_FAILURE(status))
		return false;
	ucnv_close(converter);
	standard = ucnv_getStandardName(lower, "MIME", &status);
	if (!standard || U_FAILURE(status)) {
		status = U_ZERO_ERROR;
		standard = ucnv_getStandardName(lower, "IANA", &status);
	}
	if (!standard || U_FAILURE(status))
		standard = lower;
	return copy_lower(standard, strlen(standard), out);
}

/* Where the word stands in s, whatever its case; NULL where it does not. */
static const char *find_word(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++)
		if (strncasecmp(s + i, word, n) == 0)
			return s + i;
	return NULL;
}

/* The value behind `name =`, in quotes or bare, that ends before `end`. */
static bool read_value(const char *s, const char *end, char out[CHARSET_NAME_SIZE])
{
	const char *start;

	while (s < end && isspace((unsigned char)*s))
		s++;
	if (s == end || *s != '=')
		return false;
	s++;
	while (s < end && (isspace((unsigned char)*s) || *s == '"' || *s == '\''))
		s++;
	start = s;
	while (s < end && !isspace((unsigned char)*s) && !strchr("\"';,/>?", *s))
		s++;
	return copy_lower(start, (size_t)(s - start), out);
}

bool charset_find_http(const char *header, char out[CHARSET_NAME_SIZE])
{
	size_t len = strlen(header);
	const char *at = find_word(header, len, "charset");

	if (at)
		return read_value(at + strlen("charset"), header + len, out);
	return !strchr(header, '/') && copy_lower(header, len, out);
}

bool charset_find_xml(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE])
{
	size_t window = len < XML_DECLARATION_MAX ? len : XML_DECLARATION_MAX;
	const char *at = find_word(bytes, window, "<?xml");
	const char *end, *name;

	if (!at)
		return false;
	end = memchr(at, '>', window - (size_t)(at - bytes));
	if (!end)
		return false;
	name = find_word(at, (size_t)(end - at), "encoding");
	return name && read_value(name + strlen("encoding"), end, out);
}

bool charset_find_meta(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE])
{
	const char *end = bytes + (len < META_SEARCH_MAX ? len : META_SEARCH_MAX);
	const char *at = bytes;

	while ((at = find_word(at, (size_t)(end - at), "<meta"))) {
		const char *close = memchr(at, '>', (size_t)(end - at));
		const char *name;

		if (!close)
			return false;
		name = find_word(at, (size_t)(close - at), "charset");
		if (name && read_value(name + strlen("charset"), close, out))
			return true;
		at = close;
	}
	return false;
}

uint32_t charset_reference(uint32_t cp)
{
	static const uint16_t table[32] = {
		0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
		0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
		0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
	};

	return cp >= 0x80 && cp <= 0x9F ? table[cp - 0x80] : cp;
}
