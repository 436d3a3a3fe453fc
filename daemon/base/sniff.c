#include "base/sniff.h"

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

#define GZIP_MAGIC "\x1F\x8B"
#define CONSENT_WITHIN 400   /* bytes: a dialogue names its cookies at once */
#define PAGE_MAX (256 * KIB) /* so far a challenge is looked for */

bool sniff_is_gzip(const char *bytes, size_t len)
{
	return len >= 2 && memcmp(bytes, GZIP_MAGIC, 2) == 0;
}

const char *sniff_binary(const char *bytes, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *name;
	} rows[] = {
		{ GZIP_MAGIC, 2, "gzip data" },
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

static bool has_any(const char *text, size_t len, const char *const *words)
{
	for (; *words; words++)
		if (memmem(text, len, *words, strlen(*words)))
			return true;
	return false;
}

bool sniff_asks_for_consent(const char *text)
{
	static const char *const answers[] = {
		"accept all", "reject all",          "i accept",
		"i agree",    "we and our partners", "your consent"
	};
	static const char *const cyrillic[] = { "Принять",  "принять",    "Согласиться",
		                                "согласие", "Прыняць",    "прыняць",
		                                "згоду",    "соглашаюсь", NULL };
	const char *word = strcasestr(text, "cookie");

	if (!word || word - text > CONSENT_WITHIN)
		return false;
	for (size_t i = 0; i < COUNT(answers); i++)
		if (strcasestr(text, answers[i]))
			return true;
	return has_any(text, strlen(text), cyrillic);
}

const char *sniff_page_kind(const char *text, size_t len)
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
	static const char *const consents[] = { "consent.google", "consent.yahoo",       "guce.",
		                                "consent-page",   "Before you continue", NULL };
	size_t n = len < PAGE_MAX ? len : PAGE_MAX;

	if (has_any(text, n, challenges))
		return SNIFF_CHALLENGE;
	if (has_any(text, n, consents))
		return SNIFF_CONSENT;
	return SNIFF_PAGE;
}
