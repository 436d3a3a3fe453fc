/* Addresses of TCP as text: numeric, since a name would have to be looked up first. */
#ifndef EVENT_ADDRESS_H
#define EVENT_ADDRESS_H

#include <stdbool.h>

/* Whether it is an address with a port, where one can listen: "127.0.0.1:8329", "[::1]:8329". */
bool address_has_port(const char *text);

#endif
