/*
 * Whom a request was meant for. A page of the web can make a browser ask any
 * name that leads to our address (DNS rebinding); the name in its Host header
 * gives that away.
 */
#ifndef SERVER_HOST_H
#define SERVER_HOST_H

#include <stdbool.h>

/*
 * Whether the Host header (NULL: there was none) names us: localhost, an address
 * of the loopback, or one of `names`, with spaces or commas between; with any port.
 */
bool host_is_ours(const char *header, const char *names);

#endif
