#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return -1;
	err->kind = kind;
	va_start(args, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	return -1;
}

int err_wrap(struct err *err, const char *fmt, ...)
{
	struct err context;
	va_list args;
	size_t len;

	if (!err)
		return -1;
	va_start(args, fmt);
	vsnprintf(context.text, sizeof(context.text), fmt, args);
	va_end(args);
	len = strlen(context.text);
	if (len + 2 >= sizeof(err->text))
		return -1;
	memmove(err->text + len + 2, err->text, sizeof(err->text) - len - 2);
	memcpy(err->text, context.text, len);
	memcpy(err->text + len, ": ", 2);
	err->text[sizeof(err->text) - 1] = '\0';
	return -1;
}

const char *err_kind_name(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return "none";
	case ERR_AGAIN:
		return "again";
	case ERR_INPUT:
		return "input";
	case ERR_LIMIT:
		return "limit";
	case ERR_BROKEN:
		return "broken";
	}
	return "none";
}
