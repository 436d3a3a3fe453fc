#include "base/tags.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"

/* Any of these may begin another attribute. Counted generously: spaces around "=" count too. */
static bool is_separator(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/' || c == '=';
}

/* s stands behind "<"; returns where the tag ends and how many attributes it has at most. */
static const char *skip_tag(const char *s, const char *end, size_t *ret_count)
{
	char last = '\0';
	size_t count = 0;

	for (; s < end && *s != '>'; s++) {
		if (last == '=' && (*s == '"' || *s == '\'')) {
			const char *close = memchr(s + 1, *s, (size_t)(end - s - 1));

			if (!close)
				break;
			s = close;
			last = '"';
			count++;
		} else if (is_separator(*s)) {
			/* a run of white space is one separator */
			count += !is_separator(last) || *s == '/';
			last = *s == '=' || last != '=' ? *s : last;
		} else {
			last = *s;
		}
	}
	*ret_count = count;
	return s;
}

static bool is_raw(const char *s, const char *end, const char *name)
{
	size_t n = strlen(name);

	return (size_t)(end - s) > n && strncasecmp(s, name, n) == 0 &&
	       !isalnum((unsigned char)s[n]);
}

/* The next "</name" from s on. */
static const char *raw_end(const char *s, const char *end, const char *name)
{
	size_t n = strlen(name);

	while ((s = memmem(s, (size_t)(end - s), "</", 2)))
		if ((size_t)(end - s) > n + 2 && strncasecmp(s + 2, name, n) == 0)
			return s;
		else
			s += 2;
	return end;
}

int tags_check(const char *text, size_t len, bool is_html, struct err *err)
{
	const char *s = text, *end = text + len;
	size_t count;

	while ((s = memchr(s, '<', (size_t)(end - s)))) {
		const char *name = ++s;

		if (s == end)
			break;
		if (!isalpha((unsigned char)*s) && *s != '_' && (unsigned char)*s < 0x80)
			continue;
		s = skip_tag(s, end, &count);
		/* a value without its second quote hides nothing that the parser would see */
		if (count > LIMIT_XML_ATTRIBUTES * 2)
			return err_set(err, ERR_LIMIT, "an element with over %u attributes",
			               LIMIT_XML_ATTRIBUTES);
		if (!is_html || s[-1] == '/')
			continue;
		if (is_raw(name, end, "script"))
			s = raw_end(s, end, "script");
		else if (is_raw(name, end, "style"))
			s = raw_end(s, end, "style");
	}
	return 0;
}
