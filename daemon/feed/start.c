#include "start.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"

#define JUNK_MAX (16 * KIB) /* so far a feed is looked for behind warnings and blank lines */

static bool begins(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len > n && strncasecmp(s, word, n) == 0;
}

/* Behind white space, comments, instructions and a DOCTYPE: where the root is. */
static size_t skip_preamble(const char *s, size_t len, bool *ret_is_html)
{
	size_t i = 0;

	*ret_is_html = false;
	for (;;) {
		const char *end;

		while (i < len && isspace((unsigned char)s[i]))
			i++;
		if (begins(s + i, len - i, "<!--"))
			end = memmem(s + i, len - i, "-->", 3);
		else if (begins(s + i, len - i, "<?") || begins(s + i, len - i, "<!doctype"))
			end = memchr(s + i, '>', len - i);
		else
			return i;
		*ret_is_html |= begins(s + i, len - i, "<!doctype html");
		if (!end)
			return i;
		i = (size_t)(end - s) + (*end == '-' ? 3 : 1);
	}
}

static bool is_start(const char *s, size_t len)
{
	static const char *const starts[] = { "<?xml",    "<rss",    "<feed",
		                              "<rdf:rdf", "<urlset", "<sitemapindex" };

	for (size_t i = 0; i < COUNT(starts); i++) {
		size_t n = strlen(starts[i]);

		if (begins(s, len, starts[i]) && (isspace((unsigned char)s[n]) || s[n] == '>'))
			return true;
	}
	return false;
}

bool start_is_html(const char *text, size_t len)
{
	static const char *const starts[] = { "<html", "<head", "<body", "<script" };
	bool has_doctype;
	size_t i = skip_preamble(text, len, &has_doctype);

	for (size_t k = 0; k < COUNT(starts); k++)
		if (begins(text + i, len - i, starts[k]))
			return true;
	/* some generators put a DOCTYPE of HTML before a feed */
	return has_doctype && !is_start(text + i, len - i);
}

const char *start_find_feed(const char *text, size_t len)
{
	const char *end = text + (len < JUNK_MAX ? len : JUNK_MAX);
	const char *s = text;

	while ((s = memchr(s, '<', (size_t)(end - s)))) {
		if (is_start(s, len - (size_t)(s - text)))
			return s;
		s++;
	}
	return NULL;
}
