#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/date.h"

void json_print(json_t *value, FILE *out)
{
	/* 15 digits are what a decimal figure survives in: 66.7 stays 66.7 */
	json_dumpf(value, out, JSON_COMPACT | JSON_REAL_PRECISION(15));
	putc('\n', out);
	json_decref(value);
}

void json_line(json_t *value)
{
	json_print(value, stdout);
}

json_t *json_text(const char *s)
{
	json_t *json;
	char *mended;
	size_t len;

	if (!s)
		return json_null();
	json = json_string(s);
	if (json)
		return json;
	mended = utf8_repair(s, strlen(s), &len);
	json = json_stringn(mended, len);
	free(mended);
	return json;
}

json_t *json_stamp(bool is_known, int64_t seconds)
{
	char text[DATE_STAMP_SIZE];

	return is_known ? json_string(date_stamp_format(seconds, text)) : json_null();
}
