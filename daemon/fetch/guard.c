#include "guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

struct range4 {
	uint32_t net; /* host byte order */
	unsigned bits;
};

struct range6 {
	uint8_t net[16];
	unsigned bits;
};

/* IANA's registries of special-purpose addresses (RFC 6890 and its successors). */
static const struct range4 special4[] = {
	{ 0x00000000, 8 },  /* 0.0.0.0/8: this network */
	{ 0x0a000000, 8 },  /* 10.0.0.0/8: private */
	{ 0x64400000, 10 }, /* 100.64.0.0/10: shared, CGNAT */
	{ 0x7f000000, 8 },  /* 127.0.0.0/8: loopback */
	{ 0xa9fe0000, 16 }, /* 169.254.0.0/16: link-local, cloud metadata */
	{ 0xac100000, 12 }, /* 172.16.0.0/12: private */
	{ 0xc0000000, 24 }, /* 192.0.0.0/24: protocol assignments */
	{ 0xc0000200, 24 }, /* 192.0.2.0/24: documentation */
	{ 0xc0586300, 24 }, /* 192.88.99.0/24: 6to4 relays */
	{ 0xc0a80000, 16 }, /* 192.168.0.0/16: private */
	{ 0xc6120000, 15 }, /* 198.18.0.0/15: benchmarks */
	{ 0xc6336400, 24 }, /* 198.51.100.0/24: documentation */
	{ 0xcb007100, 24 }, /* 203.0.113.0/24: documentation */
	{ 0xe0000000, 4 },  /* 224.0.0.0/4: multicast */
	{ 0xf0000000, 4 },  /* 240.0.0.0/4: reserved, broadcast */
};

/* Public IPv6 is 2000::/3 (RFC 4291 §2.4); these parts of it are not. */
static const struct range6 special6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 },       /* 2001::/23: Teredo, ORCHID and other protocols */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* 2001:db8::/32: documentation */
	{ { 0x20, 0x02 }, 16 },             /* 2002::/16: 6to4, may carry any IPv4 address */
	{ { 0x3f, 0xff, 0x00 }, 20 },       /* 3fff::/20: documentation */
};

static const struct range6 global6 = { { 0x20 }, 3 };
static const struct range6 mapped6 = { { [10] = 0xff, [11] = 0xff }, 96 }; /* ::ffff:0:0/96 */
static const struct range6 nat64 = { { 0x00, 0x64, 0xff, 0x9b }, 96 };     /* RFC 6052 §2.1 */

static bool is_public4(uint32_t address)
{
	for (size_t i = 0; i < COUNT(special4); i++)
		if (((address ^ special4[i].net) >> (32 - special4[i].bits)) == 0)
			return false;
	return true;
}

static bool is_in6(const uint8_t *address, const struct range6 *range)
{
	unsigned whole = range->bits / 8, rest = range->bits % 8;

	if (memcmp(address, range->net, whole) != 0)
		return false;
	return rest == 0 || ((address[whole] ^ range->net[whole]) >> (8 - rest)) == 0;
}

static bool is_public6(const uint8_t *address)
{
	if (is_in6(address, &mapped6) || is_in6(address, &nat64)) {
		uint32_t inner;

		memcpy(&inner, address + 12, sizeof(inner));
		return is_public4(ntohl(inner));
	}
	if (!is_in6(address, &global6))
		return false;
	for (size_t i = 0; i < COUNT(special6); i++)
		if (is_in6(address, &special6[i]))
			return false;
	return true;
}

bool guard_is_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof(in));
		return is_public4(ntohl(in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, address, sizeof(in6));
		return is_public6(in6.sin6_addr.s6_addr);
	}
	return false;
}

bool guard_is_public_text(const char *ip)
{
	struct in_addr in;
	struct in6_addr in6;

	if (inet_pton(AF_INET, ip, &in) == 1)
		return is_public4(ntohl(in.s_addr));
	if (inet_pton(AF_INET6, ip, &in6) == 1)
		return is_public6(in6.s6_addr);
	return false;
}

bool guard_is_address(const char *host)
{
	struct in_addr in;

	return *host == '[' || strchr(host, ':') || inet_pton(AF_INET, host, &in) == 1;
}
