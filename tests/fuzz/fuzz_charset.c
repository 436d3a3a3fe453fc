/* Any bytes, with the first as a choice of hints: valid UTF-8 without NUL comes out. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const labels[] = { NULL,          "utf-8",  "windows-1251", "koi8-r",
		                              "iso-2022-jp", "utf-16", "gb2312",       "utf-7" };
	struct charset_hints hints = { .is_xml = true, .is_html = true };
	struct charset_result result;
	struct buf out;
	struct err err;

	if (size == 0)
		return 0;
	hints.http_charset = labels[data[0] % (sizeof(labels) / sizeof(labels[0]))];
	buf_init(&out, 8 * MIB);
	if (charset_to_utf8((const char *)data + 1, size - 1, &hints, &out, &result, &err) == 0 &&
	    (!utf8_is_valid(result.text, result.len) || memchr(result.text, '\0', result.len)))
		abort();
	buf_done(&out);
	return 0;
}
