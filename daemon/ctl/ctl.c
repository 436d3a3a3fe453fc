#include "ctl.h"

#include <stdarg.h>
#include <stdlib.h>

#include "config/value.h"
#include "term.h"

const char *ctl_word(const struct ctl *ctl, size_t index, const char *fallback)
{
	return index < ctl->args.count ? ctl->args.words[index] : fallback;
}

enum ctl_exit ctl_fail(enum ctl_exit code, const char *fmt, ...)
{
	char text[1024];
	char *clean;
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	clean = term_clean(text);
	fflush(stdout); /* in the order of events, where both go to one place */
	fprintf(stderr, "integractl: %s\n", clean);
	free(clean);
	return code;
}

bool ctl_number(const char *text, int64_t least, int64_t *ret)
{
	int64_t n;

	if (!value_parse_integer(text, &n) || n < least)
		return false;
	*ret = n;
	return true;
}

enum ctl_exit ctl_limit(const struct ctl *ctl, size_t *ret_limit)
{
	const char *text = args_value(&ctl->args, "limit");
	int64_t limit = 0;

	if (text && !ctl_number(text, 1, &limit))
		return ctl_fail(CTL_USAGE, "--limit takes a number from 1 on, not %s", text);
	*ret_limit = (size_t)limit;
	return CTL_DONE;
}
