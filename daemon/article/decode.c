#include "decode.h"

#include <string.h>

#include "base/charset.h"
#include "base/limits.h"
#include "base/sniff.h"
#include "base/tags.h"

int decode_page(const char *bytes, size_t len, const char *content_type, struct decoded *ret,
                struct err *err)
{
	const struct charset_hints hints = { .http_charset = content_type,
		                             .is_xml = true,
		                             .is_html = true };
	const char *binary = sniff_binary(bytes, len);
	struct charset_result result;

	*ret = (struct decoded){ .text = "" };
	buf_init(&ret->utf8, 3 * (size_t)LIMIT_PAGE_BYTES);
	if (binary)
		return err_set(err, ERR_INPUT, "%s, not a page", binary);
	if (len > LIMIT_PAGE_BYTES)
		return err_set(err, ERR_LIMIT, "a page of over %u bytes", LIMIT_PAGE_BYTES);
	if (charset_to_utf8(bytes, len, &hints, &ret->utf8, &result, err))
		return -1;
	ret->text = result.text;
	ret->len = result.len;
	if (!memchr(ret->text, '<', ret->len))
		return err_set(err, ERR_INPUT, "no HTML");
	return tags_check(ret->text, ret->len, true, err);
}

void decoded_done(struct decoded *decoded)
{
	buf_done(&decoded->utf8);
}
