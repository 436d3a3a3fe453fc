#include "host.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "event/address.h"

#define NAME_MAX_BYTES 256

/* Without its port and the brackets of IPv6; false where it is no name at all. */
static bool cut_name(const char *header, char out[NAME_MAX_BYTES])
{
	bool is_bracketed = *header == '[';
	size_t len;

	header += is_bracketed;
	len = strcspn(header, is_bracketed ? "]" : ":");
	if (len == 0 || len >= NAME_MAX_BYTES || (is_bracketed && header[len] != ']'))
		return false;
	memcpy(out, header, len);
	out[len] = '\0';
	return true;
}

static bool is_loopback(const char *name)
{
	struct in6_addr v6;
	struct in_addr v4;

	if (strcasecmp(name, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, name, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, name, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

static int is_other_name(const char *name, void *arg)
{
	return strcasecmp(name, arg) == 0 ? -1 : 0;
}

bool host_is_ours(const char *header, const char *names)
{
	char name[NAME_MAX_BYTES];

	if (!header || !cut_name(header, name))
		return false;
	return is_loopback(name) || address_each(names, is_other_name, name) < 0;
}
