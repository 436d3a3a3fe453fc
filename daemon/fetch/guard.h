/*
 * Which addresses a stranger's name may lead us to. Judged on the address that
 * is really connected to: redirects, rebinding names and odd spellings pass
 * every other check.
 */
#ifndef FETCH_GUARD_H
#define FETCH_GUARD_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * False for everything that is not the public internet: private, loopback,
 * link-local, shared (CGNAT), documentation, benchmark, multicast and reserved
 * ranges. IPv4 inside IPv6 (mapped, NAT64) is judged as IPv4; tunnels whose end
 * we cannot judge (6to4, Teredo) and other families are not public.
 */
bool guard_is_public(const struct sockaddr *address);

/* The same for an address in text, without brackets; false for what is no address. */
bool guard_is_public_text(const char *ip);

/* True for a numeric address, with brackets or without. */
bool guard_is_address(const char *host);

#endif
