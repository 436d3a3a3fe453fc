#include "base/url.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uidna.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

#define PARSE_FLAGS CURLU_URLENCODE
#define HOST_MAX_BYTES 256 /* RFC 1035 has 255 */

static bool is_http(const char *scheme)
{
	return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

/* A part as a string of ours; "" where the address has none. */
static char *part_of(CURLU *u, CURLUPart part, unsigned flags)
{
	char *s = NULL, *copy;

	if (curl_url_get(u, part, &s, flags) != CURLUE_OK)
		return mem_strdup("");
	copy = mem_strdup(s);
	curl_free(s);
	return copy;
}

/* Blanks around an address are the publisher's slip, not part of it. */
static char *trimmed(const char *s)
{
	size_t len;

	s += strspn(s, " \t\r\n\f");
	len = strlen(s);
	while (len > 0 && strchr(" \t\r\n\f", s[len - 1]))
		len--;
	return mem_strndup(s, len);
}

/* base may be NULL. On success *ret_u is an http(s) address. */
static int load(const char *base, const char *ref, CURLU **ret_u, struct err *err)
{
	CURLU *u = curl_url();
	char *clean = trimmed(ref), *scheme = NULL;
	CURLUcode code = CURLUE_OK;
	int result = -1;

	if (!u)
		abort();
	if (strlen(clean) > LIMIT_URL_BYTES) {
		err_set(err, ERR_LIMIT, "an address of over %u bytes", LIMIT_URL_BYTES);
		goto out;
	}
	if (base)
		code = curl_url_set(u, CURLUPART_URL, base, PARSE_FLAGS);
	if (code == CURLUE_OK)
		code = curl_url_set(u, CURLUPART_URL, clean, PARSE_FLAGS);
	if (code != CURLUE_OK) {
		err_set(err, ERR_INPUT, "\"%.200s\" is no address: %s", clean,
		        curl_url_strerror(code));
		goto out;
	}
	scheme = part_of(u, CURLUPART_SCHEME, 0);
	if (!is_http(scheme)) {
		err_set(err, ERR_INPUT, "\"%.200s\" is neither http nor https", clean);
		goto out;
	}
	*ret_u = u;
	u = NULL;
	result = 0;
out:
	curl_url_cleanup(u);
	free(clean);
	free(scheme);
	return result;
}

/*
 * The host as DNS and certificates have it: UTS #46 by ICU, not by libcurl's
 * CURLU_PUNYCODE, which depends on the locale and leaks in 7.88. A name that
 * UTS #46 refuses (an underscore, an address in brackets) stays as it is.
 */
static char *ascii_host(const char *host)
{
	UErrorCode status = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &status);
	char out[HOST_MAX_BYTES];
	int32_t n;

	if (U_FAILURE(status))
		return mem_strdup(host);
	n = uidna_nameToASCII_UTF8(idna, host, -1, out, sizeof(out), &info, &status);
	uidna_close(idna);
	if (U_FAILURE(status) || info.errors || n <= 0 || (size_t)n >= sizeof(out))
		return mem_strdup(host);
	return mem_strndup(out, (size_t)n);
}

/* Most hosts: small letters, digits, hyphens and single dots. UTS #46 changes nothing in them. */
static bool is_tidy(const char *host)
{
	size_t len = strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.");

	return len > 0 && !host[len] && host[len - 1] != '.' && !strstr(host, "xn--");
}

/*
 * Lower case, punycode, no trailing dot. The address is then parsed anew:
 * without its dot "0." is an IPv4 address, which has another spelling.
 */
static int tidy_host(CURLU *u, struct err *err)
{
	char *host = part_of(u, CURLUPART_HOST, 0), *ascii, *url;
	size_t len = strlen(host);
	CURLUcode code;

	if (is_tidy(host)) {
		free(host);
		return 0;
	}
	while (len > 1 && host[len - 1] == '.')
		host[--len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (host[i] >= 'A' && host[i] <= 'Z')
			host[i] = (char)(host[i] - 'A' + 'a');
	ascii = utf8_is_valid(host, len) ? ascii_host(host) : mem_strdup(host);
	code = curl_url_set(u, CURLUPART_HOST, ascii, 0);
	if (code == CURLUE_OK) {
		url = part_of(u, CURLUPART_URL, 0);
		code = curl_url_set(u, CURLUPART_URL, url, PARSE_FLAGS);
		free(url);
	}
	free(host);
	free(ascii);
	if (code != CURLUE_OK)
		return err_set(err, ERR_INPUT, "an address with a bad host: %s",
		               curl_url_strerror(code));
	return 0;
}

void url_parts_done(struct url_parts *parts)
{
	MEM_FREE(parts->scheme);
	MEM_FREE(parts->host);
	MEM_FREE(parts->path);
}

int url_parse(const char *url, struct url_parts *ret_parts, struct err *err)
{
	CURLU *u = NULL;
	char *port = NULL, *path = NULL, *query = NULL;

	if (load(NULL, url, &u, err))
		return -1;
	if (tidy_host(u, err)) {
		curl_url_cleanup(u);
		return -1;
	}
	port = part_of(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	path = part_of(u, CURLUPART_PATH, 0);
	query = part_of(u, CURLUPART_QUERY, 0);
	*ret_parts = (struct url_parts){
		.scheme = part_of(u, CURLUPART_SCHEME, 0),
		.host = part_of(u, CURLUPART_HOST, 0),
		.path = *query ? mem_printf("%s?%s", path, query) : mem_strdup(path),
		.port = (int)strtol(port, NULL, 10),
	};
	free(port);
	free(path);
	free(query);
	curl_url_cleanup(u);
	return 0;
}

int url_resolve(const char *base, const char *ref, char **ret_url, struct err *err)
{
	CURLU *u = NULL;

	if (load(base, ref, &u, err))
		return -1;
	*ret_url = part_of(u, CURLUPART_URL, 0);
	curl_url_cleanup(u);
	return 0;
}

/* Parameters that say how a reader came, not what is read. */
static bool is_tracking(const char *name, size_t len)
{
	static const char *const names[] = {
		"fbclid", "yclid", "gclid", "sphrase_id", "amp", "_ga"
	};

	if (len > 4 && strncmp(name, "utm_", 4) == 0)
		return true;
	for (size_t i = 0; i < COUNT(names); i++)
		if (strlen(names[i]) == len && strncmp(name, names[i], len) == 0)
			return true;
	return false;
}

/* The query without tracking parameters; NULL where nothing is left. Yours. */
static char *tidy_query(const char *query)
{
	struct buf out;

	buf_init(&out, LIMIT_URL_BYTES * 4);
	while (*query) {
		size_t len = strcspn(query, "&");
		size_t name_len = strcspn(query, "=&");

		if (len > 0 && !is_tracking(query, name_len < len ? name_len : len)) {
			if ((out.len > 0 && buf_putc(&out, '&')) || buf_append(&out, query, len))
				break;
		}
		query += len;
		query += *query == '&';
	}
	if (out.len == 0) {
		buf_done(&out);
		return NULL;
	}
	return buf_take(&out);
}

/* The length of path without one "amp" at its end. */
static size_t without_amp(const char *path, size_t len)
{
	if (len > 5 && strncmp(path + len - 5, "/amp/", 5) == 0)
		return len - 4;
	return len > 4 && strncmp(path + len - 4, "/amp", 4) == 0 ? len - 4 : len;
}

static void tidy_path(CURLU *u)
{
	char *path = part_of(u, CURLUPART_PATH, 0);
	size_t len = strlen(path), shorter;

	while ((shorter = without_amp(path, len)) < len)
		len = shorter;
	path[len] = '\0';
	curl_url_set(u, CURLUPART_PATH, path, 0);
	free(path);
}

/* RFC 3986, 6.2.2.1: the digits of an escape are the same in either case. */
static void raise_escapes(char *url)
{
	for (; *url; url++)
		if (url[0] == '%' && isxdigit((unsigned char)url[1]) &&
		    isxdigit((unsigned char)url[2])) {
			url[1] = (char)toupper((unsigned char)url[1]);
			url[2] = (char)toupper((unsigned char)url[2]);
		}
}

char *url_encode(const char *text)
{
	char *escaped = curl_easy_escape(NULL, text, 0), *copy;

	if (!escaped)
		abort(); /* out of memory, see mem_alloc() */
	copy = mem_strdup(escaped);
	curl_free(escaped);
	return copy;
}

int url_normalise(const char *url, char **ret_url, struct err *err)
{
	CURLU *u = NULL;
	char *query = NULL, *clean = NULL;

	if (load(NULL, url, &u, err))
		return -1;
	if (tidy_host(u, err)) {
		curl_url_cleanup(u);
		return -1;
	}
	tidy_path(u);
	query = part_of(u, CURLUPART_QUERY, 0);
	clean = tidy_query(query);
	curl_url_set(u, CURLUPART_QUERY, clean, 0);
	curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	*ret_url = part_of(u, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
	raise_escapes(*ret_url);
	free(query);
	free(clean);
	curl_url_cleanup(u);
	return 0;
}
