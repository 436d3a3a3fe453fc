/*
 * Bytes of strangers to UTF-8, by ICU alone (iconv wants its modules' files,
 * which the reader's cage denies).
 *
 * The order of belief: a byte order mark; bytes that are valid UTF-8 and not
 * plain ASCII, whatever anybody says of them; then what HTTP, the XML
 * declaration or <meta> name, misspelt ("cp-1251", "utf8", "win-1251") or not;
 * where those contradict one another or the bytes, a guess between UTF-8,
 * windows-1251 and KOI8-R by the letters that come out.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct charset_hints {
	const char
		*http_charset; /* the charset of Content-Type, or that whole header; NULL: none */
	bool is_xml;           /* an XML declaration may stand at the start */
	bool is_html;          /* a <meta> may stand in the first 4 KiB */
};

#define CHARSET_NAME_SIZE 48

struct charset_result {
	const char *text; /* the UTF-8: in `bytes` where they needed no change, else in `out` */
	size_t len;
	char name[CHARSET_NAME_SIZE]; /* the encoding the bytes were read in, lower case */
	bool had_conflict;            /* somebody named another encoding than the one used */
	bool is_guess;                /* nobody named an encoding, and it is not UTF-8 */
	bool had_errors;              /* bytes that fit no character stand as U+FFFD */
};

/*
 * The text has no byte order mark and no NUL, and is always valid UTF-8. `out` is the
 * caller's; ERR_LIMIT where its maximum is too small.
 */
int charset_to_utf8(const char *bytes, size_t len, const struct charset_hints *hints,
                    struct buf *out, struct charset_result *ret, struct err *err) MUST_CHECK;

/*
 * The canonical name of a charset as people write it ("Windows 1251", "cp-1251", "utf8"), as
 * ICU knows it; false where it is none.
 */
bool charset_name(const char *label, char out[CHARSET_NAME_SIZE]);

/* The character that "&#150;" and its like mean: in 128–159 what windows-1252 has there. */
uint32_t charset_reference(uint32_t cp);

#endif
