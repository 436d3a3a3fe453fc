/*
 * Names to addresses, on the loop: libevent's evdns behind a small seam. A
 * name server that is silent holds up neither the loop nor other names, and a
 * name takes no thread.
 *
 * What the system alone knows stays its business: names without a dot, those
 * of its hosts file, ".local", and answers that do not fit into a datagram.
 */
#ifndef EVENT_DNS_H
#define EVENT_DNS_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

#include "event/loop.h"

#define DNS_ADDRESSES 16 /* of a name, the most that are told */

struct dns;
struct dns_lookup;

enum dns_outcome {
	DNS_FOUND,
	DNS_NO_SUCH_NAME, /* or a name without an address */
	DNS_SILENT,       /* no name server answered in time */
	DNS_REFUSED,      /* a name server would not, or its answer made no sense */
	DNS_ASK_SYSTEM,   /* the answer was cut short */
};

struct dns_address {
	int family; /* AF_INET or AF_INET6 */
	union {
		struct in_addr v4;
		struct in6_addr v6;
	};
};

/* IPv6 first, and only where the system has a way there. Lent for the call. */
struct dns_answer {
	enum dns_outcome outcome;
	const struct dns_address *list;
	size_t count;
	int64_t ttl_s; /* the shortest of the addresses' */
};

/* Called exactly once, from the loop, never from inside dns_lookup_start(). */
typedef void dns_done_fn(const struct dns_answer *answer, void *arg);

/*
 * servers: "192.0.2.1 127.0.0.1:5353", with spaces or commas between; NULL or
 * "": those of /etc/resolv.conf, which is read again when it changes. NULL
 * (ERR_INPUT) where one of them is no address.
 */
struct dns *dns_new(struct event_loop *loop, const char *servers, struct err *err) MUST_CHECK;
/* The same for a dns that lives; what is being asked goes on with the new servers. */
int dns_set_servers(struct dns *dns, const char *servers, struct err *err) MUST_CHECK;
/* Once the loop has ended. No lookup is told any more. NULL is fine. */
void dns_free(struct dns *dns);

/* NULL: the name is the system's business. The lookup is gone once it was told. */
struct dns_lookup *dns_lookup_start(struct dns *dns, const char *name, int64_t timeout_ms,
                                    dns_done_fn *done, void *arg);
void dns_lookup_cancel(struct dns_lookup *lookup);

#endif
