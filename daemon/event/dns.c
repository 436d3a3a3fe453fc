#include "event/dns.h"

#include <event2/dns.h>
#include <event2/util.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "event/address.h"
#include "local_names.h"

#define RESOLV_CONF "/etc/resolv.conf"
#define HOSTS "/etc/hosts"
#define LOOK_AGAIN_MS 2000 /* at those two, at most so often */
#define SKEW_MS 200        /* for the other family, once one has answered (RFC 8305 §3 has 50) */

/* A question that is not answered is put again, until its lookup's time is over. */
#define REPEAT_S "2"
#define REPEATS "255"     /* the most that evdns takes */
#define IN_FLIGHT "16384" /* silent ones among them must not hold up others */

struct file_mark {
	struct timespec changed;
	off_t size;
	ino_t inode;
};

TAILQ_HEAD(lookup_list, dns_lookup);

struct dns {
	struct event_loop *loop;
	struct evdns_base *base;
	bool follows_system; /* the servers are those of RESOLV_CONF */
	bool has_ipv6;
	int64_t look_at_ms;
	struct file_mark resolv_conf;
	struct file_mark hosts;
	struct local_names local;
	struct lookup_list lookups;
};

/* Lives until evdns has answered both questions, though its asker may have been told before. */
struct dns_lookup {
	TAILQ_ENTRY(dns_lookup) link;
	struct dns *dns;
	struct event_timer *timer;
	dns_done_fn *done; /* NULL: told, or nobody wants to hear it */
	void *arg;
	struct evdns_request *v4; /* the questions; NULL: not put, or answered */
	struct evdns_request *v6;
	int open; /* of them */
	enum dns_outcome outcome;
	struct dns_address list[DNS_ADDRESSES];
	size_t count;
	int64_t ttl_s;
};

/* --- what the system says */

/* True where the file is another one than at the last look. */
static bool has_changed(const char *path, struct file_mark *mark)
{
	struct stat st = { 0 };
	struct file_mark now;

	(void)stat(path, &st); /* a file that is not there is an empty one */
	now = (struct file_mark){ st.st_mtim, st.st_size, st.st_ino };
	if (now.changed.tv_sec == mark->changed.tv_sec &&
	    now.changed.tv_nsec == mark->changed.tv_nsec && now.size == mark->size &&
	    now.inode == mark->inode)
		return false;
	*mark = now;
	return true;
}

/* Asks the routes alone: connecting a datagram socket sends nothing. */
static bool has_way_to_ipv6(void)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(53) };
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool has = false;

	if (fd < 0)
		return false;
	in6.sin6_addr.s6_addr[0] = 0x20; /* 2000::1, of the public range */
	in6.sin6_addr.s6_addr[15] = 1;
	has = connect(fd, (struct sockaddr *)&in6, sizeof(in6)) == 0;
	close(fd);
	return has;
}

static void look_at_system(struct dns *dns)
{
	int64_t now_ms = event_now_ms(dns->loop);

	if (now_ms < dns->look_at_ms)
		return;
	dns->look_at_ms = now_ms + LOOK_AGAIN_MS;
	dns->has_ipv6 = has_way_to_ipv6();
	if (has_changed(HOSTS, &dns->hosts))
		local_names_read(&dns->local, HOSTS);
	if (!dns->follows_system || !has_changed(RESOLV_CONF, &dns->resolv_conf))
		return;
	evdns_base_clear_nameservers_and_suspend(dns->base);
	evdns_base_resolv_conf_parse(
		dns->base, DNS_OPTION_NAMESERVERS | DNS_OPTION_NAMESERVERS_NO_DEFAULT, RESOLV_CONF);
	evdns_base_resume(dns->base);
}

static bool is_systems_business(const struct dns *dns, const char *name)
{
	size_t len = strlen(name);

	if (!strchr(name, '.') || evdns_base_count_nameservers(dns->base) == 0)
		return true;
	if (len > 6 && strcmp(name + len - 6, ".local") == 0) /* RFC 6762 */
		return true;
	return local_names_has(&dns->local, name);
}

/* --- lookups */

static void lookup_free(struct dns_lookup *lookup)
{
	TAILQ_REMOVE(&lookup->dns->lookups, lookup, link);
	event_timer_free(lookup->timer);
	free(lookup);
}

/* evdns tells of a question that is taken back too, later. */
static void take_back(struct dns_lookup *lookup)
{
	struct evdns_base *base = lookup->dns->base;

	if (lookup->v4)
		evdns_cancel_request(base, lookup->v4);
	if (lookup->v6)
		evdns_cancel_request(base, lookup->v6);
	lookup->v4 = lookup->v6 = NULL;
	event_timer_cancel(lookup->timer);
}

static void tell(struct dns_lookup *lookup)
{
	dns_done_fn *done = lookup->done;
	struct dns_answer answer = {
		.outcome = lookup->count > 0 ? DNS_FOUND : lookup->outcome,
		.list = lookup->list,
		.count = lookup->count,
		.ttl_s = lookup->ttl_s,
	};

	lookup->done = NULL;
	done(&answer, lookup->arg);
	if (lookup->open == 0)
		lookup_free(lookup);
	else
		take_back(lookup);
}

static void on_time_over(void *arg)
{
	struct dns_lookup *lookup = arg;

	if (!lookup->done) {
		take_back(lookup);
		return;
	}
	if (lookup->outcome == DNS_NO_SUCH_NAME)
		lookup->outcome = DNS_SILENT;
	tell(lookup);
}

static enum dns_outcome outcome_of(int error)
{
	switch (error) {
	case DNS_ERR_NOTEXIST:
	case DNS_ERR_NODATA:
	case DNS_ERR_NONE:
		return DNS_NO_SUCH_NAME;
	case DNS_ERR_TRUNCATED:
		return DNS_ASK_SYSTEM;
	case DNS_ERR_TIMEOUT:
		return DNS_SILENT;
	default:
		return DNS_REFUSED; /* as FORMAT, SERVERFAILED, REFUSED and what makes no sense */
	}
}

static void add_address(struct dns_lookup *lookup, const struct dns_address *address)
{
	size_t at = lookup->count;

	if (lookup->count == DNS_ADDRESSES)
		return;
	if (address->family == AF_INET6) /* behind those of its family, before the others */
		for (at = 0; at < lookup->count && lookup->list[at].family == AF_INET6;)
			at++;
	memmove(&lookup->list[at + 1], &lookup->list[at],
	        (lookup->count - at) * sizeof(lookup->list[0]));
	lookup->list[at] = *address;
	lookup->count++;
}

static void take_addresses(struct dns_lookup *lookup, char type, int count, int ttl,
                           const void *bytes)
{
	bool is_v6 = type == DNS_IPv6_AAAA;
	size_t size = is_v6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);

	for (int i = 0; i < count; i++) {
		struct dns_address address = { .family = is_v6 ? AF_INET6 : AF_INET };

		memcpy(&address.v6, (const char *)bytes + (size_t)i * size, size);
		add_address(lookup, &address);
	}
	if (lookup->ttl_s < 0 || ttl < lookup->ttl_s)
		lookup->ttl_s = ttl;
}

/* evdns has answered one of the two questions; type is 0 where it has no addresses. */
static void take_answer(struct dns_lookup *lookup, int error, char type, int count, int ttl,
                        const void *bytes)
{
	enum dns_outcome outcome = outcome_of(error);

	event_turn(lookup->dns->loop);
	lookup->open--;
	if (!lookup->done) {
		if (lookup->open == 0)
			lookup_free(lookup);
		return;
	}
	if (error == DNS_ERR_NONE && count > 0)
		take_addresses(lookup, type, count, ttl, bytes);
	else if (outcome > lookup->outcome)
		lookup->outcome = outcome;
	if (lookup->open == 0)
		tell(lookup);
	else if (lookup->count > 0)
		event_timer_start(lookup->timer, SKEW_MS);
}

static void on_v4(int error, char type, int count, int ttl, void *bytes, void *arg)
{
	struct dns_lookup *lookup = arg;

	lookup->v4 = NULL;
	take_answer(lookup, error, type, count, ttl, bytes);
}

static void on_v6(int error, char type, int count, int ttl, void *bytes, void *arg)
{
	struct dns_lookup *lookup = arg;

	lookup->v6 = NULL;
	take_answer(lookup, error, type, count, ttl, bytes);
}

struct dns_lookup *dns_lookup_start(struct dns *dns, const char *name, int64_t timeout_ms,
                                    dns_done_fn *done, void *arg)
{
	struct dns_lookup *lookup;

	look_at_system(dns);
	if (is_systems_business(dns, name))
		return NULL;
	lookup = mem_alloc(sizeof(*lookup));
	lookup->dns = dns;
	lookup->done = done;
	lookup->arg = arg;
	lookup->ttl_s = -1;
	lookup->outcome = DNS_NO_SUCH_NAME;
	lookup->timer = event_timer_new(dns->loop, on_time_over, lookup);
	TAILQ_INSERT_TAIL(&dns->lookups, lookup, link);
	lookup->v4 = evdns_base_resolve_ipv4(dns->base, name, DNS_QUERY_NO_SEARCH, on_v4, lookup);
	if (dns->has_ipv6)
		lookup->v6 = evdns_base_resolve_ipv6(dns->base, name, DNS_QUERY_NO_SEARCH, on_v6,
		                                     lookup);
	lookup->open = (lookup->v4 != NULL) + (lookup->v6 != NULL);
	/* What evdns does not take is no name that anybody could have. */
	event_timer_start(lookup->timer, lookup->open ? timeout_ms : 0);
	if (lookup->open == 0)
		lookup->outcome = DNS_REFUSED;
	return lookup;
}

void dns_lookup_cancel(struct dns_lookup *lookup)
{
	/* Until its time is over: at the end of a loop nobody would hear evdns tell of it. */
	lookup->done = NULL;
	if (lookup->open == 0)
		lookup_free(lookup);
}

/* --- the servers */

/* One that stands twice is taken once. */
static int add_server(const char *server, void *arg)
{
	struct dns *dns = arg;

	(void)evdns_base_nameserver_ip_add(dns->base, server);
	return 0;
}

int dns_set_servers(struct dns *dns, const char *servers, struct err *err)
{
	if (servers && address_check_list(servers, err) < 0)
		return -1;
	dns->follows_system = !servers || !servers[0];
	dns->resolv_conf = (struct file_mark){ .size = -1 };
	dns->look_at_ms = event_now_ms(dns->loop);
	if (dns->follows_system)
		return 0; /* the next lookup reads them */
	evdns_base_clear_nameservers_and_suspend(dns->base);
	address_each(servers, add_server, dns);
	evdns_base_resume(dns->base);
	return 0;
}

static void be_silent(int is_warning, const char *text)
{
	(void)is_warning;
	(void)text;
}

struct dns *dns_new(struct event_loop *loop, const char *servers, struct err *err)
{
	struct dns *dns = mem_alloc(sizeof(*dns));

	evdns_set_log_fn(be_silent);
	dns->loop = loop;
	dns->hosts.size = -1; /* like no file: the first look reads it */
	TAILQ_INIT(&dns->lookups);
	dns->base = evdns_base_new(event_loop_base(loop), EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	if (!dns->base)
		abort(); /* out of memory, see mem_alloc() */
	evdns_base_set_option(dns->base, "timeout:", REPEAT_S);
	evdns_base_set_option(dns->base, "attempts:", REPEATS);
	evdns_base_set_option(dns->base, "max-inflight:", IN_FLIGHT);
	if (dns_set_servers(dns, servers, err) < 0) {
		dns_free(dns);
		return NULL;
	}
	return dns;
}

void dns_free(struct dns *dns)
{
	struct dns_lookup *lookup;

	if (!dns)
		return;
	evdns_base_free(dns->base, 0);
	while ((lookup = TAILQ_FIRST(&dns->lookups)))
		lookup_free(lookup);
	local_names_done(&dns->local);
	free(dns);
}
