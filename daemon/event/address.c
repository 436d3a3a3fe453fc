#include "event/address.h"

#include <event2/util.h>
#include <netinet/in.h>

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
