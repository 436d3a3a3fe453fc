/* Addresses of servers as text: numeric, since a name would have to be looked up first. */
#ifndef EVENT_ADDRESS_H
#define EVENT_ADDRESS_H

#include <stdbool.h>

#include "base/err.h"

/* Whether it is an address with a port, where one can listen: "127.0.0.1:8329", "[::1]:8329". */
bool address_has_port(const char *text);

/* Whether only this machine reaches it; an address with a port. */
bool address_is_loopback(const char *text);

/*
 * A list of addresses, with ports or without, and spaces or commas between:
 * "192.0.2.1 [2001:db8::1]:5353". ERR_INPUT names the first word that is none.
 */
int address_check_list(const char *list, struct err *err) MUST_CHECK;
/* Calls fn for each word of the list, until one call returns -1. */
int address_each(const char *list, int (*fn)(const char *address, void *arg), void *arg);

#endif
