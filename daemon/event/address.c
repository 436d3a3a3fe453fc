#include "event/address.h"

#include <event2/util.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool address_has_port(const char *text)
{
	struct sockaddr_storage address = { 0 };
	int len = sizeof(address);

	if (evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len) != 0)
		return false;
	if (address.ss_family == AF_INET)
		return ((const struct sockaddr_in *)(const void *)&address)->sin_port != 0;
	return ((const struct sockaddr_in6 *)(const void *)&address)->sin6_port != 0;
}

bool address_is_loopback(const char *text)
{
	struct sockaddr_storage address = { 0 };
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)&address;
	int len = sizeof(address);

	if (evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len) != 0)
		return false;
	if (address.ss_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

int address_each(const char *list, int (*fn)(const char *address, void *arg), void *arg)
{
	char *copy = mem_strdup(list), *rest = NULL;
	int done = 0;

	for (char *word = strtok_r(copy, " ,\t", &rest); word && done == 0;
	     word = strtok_r(NULL, " ,\t", &rest))
		done = fn(word, arg);
	free(copy);
	return done;
}

static int check(const char *text, void *arg)
{
	struct sockaddr_storage address;
	int len = sizeof(address);

	if (evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len) == 0)
		return 0;
	return err_set(arg, ERR_INPUT, "expected addresses of servers, found \"%.80s\"", text);
}

int address_check_list(const char *list, struct err *err)
{
	return address_each(list, check, err);
}
