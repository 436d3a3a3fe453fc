#include "expand.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

static const struct expand_value *find(const char *name, size_t len,
                                       const struct expand_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0)
			return &values[i];
	return NULL;
}

const char *expand(const char *text, const struct expand_value *values, size_t count,
                   struct arena *arena)
{
	const char *result;
	struct buf out;
	int full = 0;

	buf_init(&out, LIMIT_FRAME_BYTES);
	while (*text && !full) {
		size_t plain = strcspn(text, "{"), len = 0;
		const struct expand_value *value = NULL;

		full = buf_append(&out, text, plain);
		text += plain;
		if (*text) {
			len = strcspn(text + 1, "{}");
			value = text[1 + len] == '}' ? find(text + 1, len, values, count) : NULL;
		}
		if (value) {
			full = full || buf_puts(&out, value->value ? value->value : "");
			text += len + 2;
		} else if (*text) {
			full = full || buf_putc(&out, *text++);
		}
	}
	result = arena_strndup(arena, out.data ? out.data : "", out.len);
	buf_done(&out);
	return result;
}
