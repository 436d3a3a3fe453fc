#include "header.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define SECONDS_MAX (INT64_C(10) * 366 * 86400) /* ten years: whatever is longer means "for ever" */

/* The number that s begins with, cut at SECONDS_MAX; -1 where it begins with none. */
static int64_t seconds_of(const char *s)
{
	int64_t n = 0;

	if (!isdigit((unsigned char)*s))
		return -1;
	for (; isdigit((unsigned char)*s); s++)
		if (n < SECONDS_MAX)
			n = n * 10 + (*s - '0');
	return n < SECONDS_MAX ? n : SECONDS_MAX;
}

int64_t header_retry_after(const char *value, int64_t now_s)
{
	time_t when;

	value += strspn(value, " \t");
	if (isdigit((unsigned char)*value))
		return value[strspn(value, "0123456789 \t")] ? -1 : seconds_of(value);
	if (!isalpha((unsigned char)*value))
		return -1; /* an HTTP date begins with its weekday */
	when = curl_getdate(value, NULL);
	if (when == -1)
		return -1;
	return when > now_s ? when - now_s : 0;
}

/* The length of the item at s in a list: up to the comma or semicolon that is in no quotes. */
static size_t item_length(const char *s, char separator)
{
	bool quoted = false;
	size_t len = 0;

	for (; s[len] && (quoted || s[len] != separator); len++) {
		if (s[len] == '"')
			quoted = !quoted;
		else if (quoted && s[len] == '\\' && s[len + 1])
			len++;
	}
	return len;
}

/* Where s has "name" or "name=value": the value ("" without one), else NULL. */
static const char *value_of(const char *s, const char *name)
{
	size_t len = strlen(name);

	if (strncasecmp(s, name, len) != 0)
		return NULL;
	s += len;
	s += strspn(s, " \t");
	if (*s == '=')
		return s + 1 + strspn(s + 1, " \t\"");
	return *s == '\0' || *s == ',' || *s == ';' ? "" : NULL;
}

int64_t header_max_age(const char *value)
{
	int64_t age = -1;

	while (*value) {
		const char *found;

		value += strspn(value, " \t,");
		if (value_of(value, "no-cache") || value_of(value, "no-store"))
			return -1;
		found = value_of(value, "max-age");
		if (found && age < 0)
			age = seconds_of(found);
		value += item_length(value, ',');
	}
	return age;
}

void header_charset(const char *content_type, char *out, size_t size)
{
	const char *found = NULL;
	size_t len = 0;

	content_type += item_length(content_type, ';');
	while (*content_type && !found) {
		content_type += strspn(content_type, " \t;");
		found = value_of(content_type, "charset");
		content_type += item_length(content_type, ';');
	}
	if (found)
		for (; found[len] && !strchr("\"; \t,'", found[len]) && len + 1 < size; len++)
			out[len] = (char)tolower((unsigned char)found[len]);
	out[len] = '\0';
}
