#include "fetch/outcome.h"

#include <string.h>

#include "base/mem.h"

static const char *const names[] = {
	[FETCH_OK] = "ok",
	[FETCH_NOT_MODIFIED] = "not-modified",
	[FETCH_BAD_ADDRESS] = "bad-address",
	[FETCH_PRIVATE_ADDRESS] = "private-address",
	[FETCH_DNS] = "dns",
	[FETCH_CONNECT] = "connect",
	[FETCH_PROXY] = "proxy",
	[FETCH_TLS] = "tls",
	[FETCH_TIMEOUT] = "timeout",
	[FETCH_SLOW] = "slow",
	[FETCH_RESET] = "reset",
	[FETCH_PROTOCOL] = "protocol",
	[FETCH_ENCODING] = "encoding",
	[FETCH_CUT_SHORT] = "cut-short",
	[FETCH_TOO_BIG] = "too-big",
	[FETCH_CROWDED] = "crowded",
	[FETCH_REDIRECTS] = "redirects",
	[FETCH_PAUSED] = "paused",
	[FETCH_CHALLENGE] = "challenge-page", /* the reader's name for one that is sent with 200 */
	[FETCH_HTTP_401] = "http-401",
	[FETCH_HTTP_403] = "http-403",
	[FETCH_HTTP_404] = "http-404",
	[FETCH_HTTP_410] = "http-410",
	[FETCH_HTTP_429] = "http-429",
	[FETCH_HTTP_4XX] = "http-4xx",
	[FETCH_HTTP_5XX] = "http-5xx",
	[FETCH_HTTP_OTHER] = "http-other",
	[FETCH_LOCAL] = "local",
};

const char *fetch_outcome_name(enum fetch_outcome outcome)
{
	return names[outcome];
}

bool fetch_outcome_parse(const char *name, enum fetch_outcome *ret)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0) {
			*ret = (enum fetch_outcome)i;
			return true;
		}
	return false;
}

bool fetch_outcome_is_success(enum fetch_outcome outcome)
{
	return outcome == FETCH_OK || outcome == FETCH_NOT_MODIFIED;
}
