#include "sniff.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "feed/feed.h"

#define JUNK_MAX (16 * KIB)  /* so far a feed is looked for behind warnings and blank lines */
#define PAGE_MAX (256 * KIB) /* so far a challenge is looked for */

const char *sniff_binary(const char *bytes, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *name;
	} rows[] = {
		{ "\x1F\x8B", 2, "gzip data" },
		{ "PK\x03\x04", 4, "a ZIP archive" },
		{ "BZh", 3, "bzip2 data" },
		{ "\xFD\x37zXZ", 5, "xz data" },
		{ "\x28\xB5\x2F\xFD", 4, "zstd data" },
		{ "%PDF-", 5, "a PDF document" },
		{ "\x89PNG", 4, "a picture" },
		{ "\xFF\xD8\xFF", 3, "a picture" },
		{ "GIF8", 4, "a picture" },
		{ "RIFF", 4, "a picture or sound" },
		{ "ID3", 3, "a sound" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (len >= rows[i].len && memcmp(bytes, rows[i].magic, rows[i].len) == 0)
			return rows[i].name;
	return NULL;
}

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

bool sniff_is_html(const char *text, size_t len)
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

static bool has_any(const char *text, size_t len, const char *const *words)
{
	for (; *words; words++)
		if (memmem(text, len, *words, strlen(*words)))
			return true;
	return false;
}

const char *sniff_html_kind(const char *text, size_t len)
{
	/* as the guards of large hosts write them into their pages */
	static const char *const challenges[] = { "cf-browser-verification",
		                                  "challenge-platform",
		                                  "cf_chl_",
		                                  "Just a moment...",
		                                  "DDoS-Guard",
		                                  "ddos-guard",
		                                  "StormWall",
		                                  "stormwall",
		                                  "qrator",
		                                  "Checking your browser",
		                                  "_Incapsula_Resource",
		                                  "sucuri_cloudproxy",
		                                  "g-recaptcha",
		                                  "h-captcha",
		                                  "smartcaptcha",
		                                  "SmartCaptcha",
		                                  "px-captcha",
		                                  "__js_p_",
		                                  "Are you a robot",
		                                  "servicepipe",
		                                  "variti",
		                                  NULL };
	static const char *const consents[] = { "consent.google", "consent.yahoo", "guce.",
		                                "consent-page", NULL };
	size_t n = len < PAGE_MAX ? len : PAGE_MAX;

	if (has_any(text, n, challenges))
		return FEED_IS_CHALLENGE;
	if (has_any(text, n, consents))
		return "a consent page";
	return "an HTML page";
}

const char *sniff_feed_start(const char *text, size_t len)
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
