/*
 * Addresses, by libcurl's parser alone: an address that two parsers read is a
 * hole. Every result is yours to free.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>

#include "base/err.h"

struct url_parts {
	char *scheme; /* "http" or "https" */
	char *host;   /* lower case, IDN in punycode, no trailing dot */
	char *path;   /* with the query */
	int port;     /* the scheme's where none is given */
};

void url_parts_done(struct url_parts *parts);

/* http and https only; anything else is ERR_INPUT. */
int url_parse(const char *url, struct url_parts *ret_parts, struct err *err) MUST_CHECK;

/*
 * ref against base (base may be NULL where ref is absolute). ERR_INPUT for
 * what is no http(s) address.
 */
int url_resolve(const char *base, const char *ref, char **ret_url, struct err *err) MUST_CHECK;

/*
 * One spelling for one address, to tell articles apart: lower-case scheme and
 * host, no trailing dot, no default port, no fragment, no tracking parameters
 * (utm_*, fbclid, yclid, gclid, sphrase_id, amp=1), no /amp at the end.
 */
int url_normalise(const char *url, char **ret_url, struct err *err) MUST_CHECK;

/* Any text as the value of a query or of a form: all but letters, digits and -._~ escaped. */
char *url_encode(const char *text);

#endif
