/* How a transfer ended. The names are what people read in `integractl sources`. */
#ifndef FETCH_OUTCOME_H
#define FETCH_OUTCOME_H

#include <stdbool.h>

enum fetch_outcome {
	FETCH_OK,              /* 2xx, body complete */
	FETCH_NOT_MODIFIED,    /* 304 to a conditional request */
	FETCH_BAD_ADDRESS,     /* no http(s) address, or one that cannot be parsed */
	FETCH_PRIVATE_ADDRESS, /* the host lives on an address that only allow_private may reach */
	FETCH_DNS,             /* the name cannot be resolved, or not in time */
	FETCH_CONNECT,         /* refused, unreachable, or no answer within the connect limit */
	FETCH_PROXY,           /* the proxy fails, not the source */
	FETCH_TLS,             /* no handshake, or a certificate that does not hold */
	FETCH_TIMEOUT,         /* over the limit for the whole transfer */
	FETCH_SLOW,            /* under the low-speed limit for too long */
	FETCH_RESET,           /* the connection broke, or ended before the reply did */
	FETCH_PROTOCOL,        /* a reply that is no sound HTTP */
	FETCH_ENCODING,        /* a compression that is unknown or broken */
	FETCH_CUT_SHORT,       /* 2xx, and its compression ends early; the body is what came */
	FETCH_TOO_BIG,         /* body or headers over their bound */
	FETCH_CROWDED,         /* its body was the largest when all together passed their bound */
	FETCH_REDIRECTS,       /* over LIMIT_REDIRECTS of them, or one that leads nowhere */
	FETCH_PAUSED,    /* not tried: the host asked for a pause (429, 503) that still lasts */
	FETCH_CHALLENGE, /* 401, 403, 429 or 503 with a page that checks for browsers */
	FETCH_HTTP_401,
	FETCH_HTTP_403,
	FETCH_HTTP_404,
	FETCH_HTTP_410,
	FETCH_HTTP_429,
	FETCH_HTTP_4XX, /* the others */
	FETCH_HTTP_5XX,
	FETCH_HTTP_OTHER, /* a status that a GET should not get: 1xx, 300, 600 … */
	FETCH_LOCAL,      /* our own failure, no fault of the source: no thread, no descriptor */
};

/* "ok", "not-modified", "private-address", "http-404", "http-5xx" … */
const char *fetch_outcome_name(enum fetch_outcome outcome);
/* False leaves *ret alone. */
bool fetch_outcome_parse(const char *name, enum fetch_outcome *ret);
/* FETCH_OK and FETCH_NOT_MODIFIED. */
bool fetch_outcome_is_success(enum fetch_outcome outcome);

#endif
