/*
 * Transfers over HTTP: one libcurl multi handle on the loop. Polite by itself
 * (one transfer a host at a time, a gap between them, one pause for all after
 * 429 and 503), bounded in bytes and time, and closed to private addresses at
 * every redirect.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "fetch/outcome.h"

struct event_loop;
struct fetch_pool;
struct fetch_job;

/*
 * 0 and NULL mean the default of base/limits.h, but for the gap, where 0 is
 * none. Start from good manners: `struct fetch_options options = FETCH_OPTIONS;`
 */
struct fetch_options {
	const char *user_agent;  /* of requests that have none of their own */
	const char *ca_file;     /* PEM bundle; NULL: the system's */
	const char *proxy;       /* see below; NULL: none, whatever the environment says */
	const char *dns;         /* name servers, as dns_new() takes them; NULL: the system's */
	size_t max_transfers;    /* at once, over all hosts */
	size_t max_held_bytes;   /* of bodies, decompressed, over all transfers */
	size_t kept_connections; /* idle ones that are kept for the next poll */
	int64_t host_gap_ms;     /* from the end of one transfer to the next start on a host */
	int64_t connect_ms;
	int64_t transfer_ms;     /* for all hops of a job together, without the wait for its turn */
	int64_t low_speed_bytes; /* a second … */
	int64_t low_speed_s;     /* … for so long: the transfer is given up */
	bool keeps_no_pauses;    /* who asks keeps what hosts ask for by Retry-After */
};

#define FETCH_OPTIONS ((struct fetch_options){ .host_gap_ms = 5000 })

/* options is copied. NULL (ERR_BROKEN) where libcurl cannot start. */
struct fetch_pool *fetch_pool_new(struct event_loop *loop, const struct fetch_options *options,
                                  struct err *err) MUST_CHECK;
/*
 * Gives up all jobs, without a call to anybody, and waits for nothing: neither
 * a peer nor a name server. Not from inside a fetch_done_fn. NULL is fine.
 */
void fetch_pool_free(struct fetch_pool *pool);
/* Options of transfers that start from now on; those under way keep theirs. */
void fetch_pool_set_options(struct fetch_pool *pool, const struct fetch_options *options);

/*
 * While the pool is held no transfer starts; those under way go on. For who
 * cannot take more replies at present.
 */
void fetch_pool_hold(struct fetch_pool *pool, bool is_held);

/*
 * A host asked for a pause (429 or 503 with Retry-After). The host is as the
 * pool knows it: its name, with the port where that is not the scheme's own.
 * Called from the loop; must not start or cancel jobs.
 */
typedef void fetch_pause_fn(const char *host, int64_t pause_s, void *arg);
void fetch_pool_on_pause(struct fetch_pool *pool, fetch_pause_fn *fn, void *arg);
/* Keeps a pause that is known from before; at most LIMIT_HOST_PAUSE_S of it. */
void fetch_pool_pause(struct fetch_pool *pool, const char *host, int64_t pause_s);

struct fetch_mail {
	const char *from;
	const char *const *to;
	size_t to_count;
	const char *user; /* NULL: nobody logs in */
	const char *password;
	bool starttls; /* and nothing is sent without it */
};

/* what: '*' libcurl's own words, '>' sent, '<' received; no line end. Lent. */
typedef void fetch_trace_fn(char what, const char *line, size_t len, void *arg);

/*
 * proxy: http://, https://, socks5h:// or socks5://, which is taken as socks5h:
 * a proxy always resolves the names itself. The user named it, so it may live
 * on any address; literal private addresses are refused behind it as well.
 */
struct fetch_request {
	const char *url;           /* a user and password in it are not sent */
	const char *etag;          /* verbatim as it was received, NULL: none */
	const char *last_modified; /* the same */
	const char *user_agent;    /* NULL: the pool's */
	const char *accept;        /* NULL: feeds first, then pages */
	const char *form;          /* POST these URL-encoded fields, no redirects; NULL: GET */
	/*
	 * Any body, in place of form: its type is among the headers, the method is
	 * POST where none is named. No redirects, no Expect: 100-continue.
	 */
	const char *method; /* "PUT"; NULL: what is natural */
	const char *body;   /* NULL: none */
	size_t body_len;
	/*
	 * A mail in place of HTTP: body is sent over SMTP, and url names the server
	 * as http://host:port (https: TLS from the first byte). NULL: no mail.
	 */
	const struct fetch_mail *mail;
	/* Sees the conversation line by line as libcurl does; NULL: nobody does. */
	fetch_trace_fn *trace;
	void *trace_arg;
	const char *proxy;   /* NULL: the pool's; "": none */
	const char *ca_file; /* in place of the pool's; NULL: the pool's */
	/*
	 * More headers, "Name: value" each. Secrets are among them, so they go to
	 * the host and scheme of headers_for alone (NULL: of url), or from its http
	 * to its https, wherever a redirect leads.
	 */
	const char *const *headers;
	size_t header_count;
	const char *headers_for;
	size_t max_bytes;   /* decompressed; 0: LIMIT_FEED_BYTES */
	bool allow_private; /* may connect to private, loopback and link-local addresses … */
	/* … or the hosts of these addresses may, and none that they redirect to. NULL: none */
	const char *const *private_for;
	size_t private_count;
};

/* Everything in it is lent for the call. Strings are "" where there is nothing to say. */
struct fetch_reply {
	enum fetch_outcome outcome;
	long status;        /* the last HTTP status; 0: there was none */
	const char *detail; /* one line for a person: "cannot resolve host www.belta.by" */
	const char *body;   /* of FETCH_OK; NUL-terminated behind len bytes */
	size_t len;
	char hash[HASH_HEX_SIZE]; /* SHA-256 of the body; "" where there is none */
	const char *content_type; /* the whole header */
	const char *charset;      /* its parameter, lower case */
	const char *etag;         /* verbatim */
	const char *last_modified;
	const char *effective_url; /* after all redirects */
	const char *permanent_url; /* the same where every hop was 301 or 308, else "" */
	bool has_no_length;        /* the end of the body is where the connection was closed */
	int64_t retry_after_s; /* from now; -1: not said. FETCH_PAUSED: what is left of the pause */
	int64_t max_age_s;     /* Cache-Control; -1: not said, or no-cache */
	int64_t duration_ms;   /* of the transfer, all hops, without the wait for its turn */
};

/*
 * Called exactly once per job, from the loop, never from inside fetch_start().
 * After fetch_cancel() it is not called at all. May start and cancel jobs.
 */
typedef void fetch_done_fn(const struct fetch_reply *reply, void *arg);

/*
 * Queues a job; everything in the request is copied. Mistakes in it come as a
 * reply too. The job is gone once its callback has been called.
 */
struct fetch_job *fetch_start(struct fetch_pool *pool, const struct fetch_request *request,
                              fetch_done_fn *done, void *arg);
void fetch_cancel(struct fetch_job *job);
/*
 * What may start does so in this call, and not in the loop's next turn: for
 * who has other things to do that can wait. Not from inside a fetch_done_fn.
 */
void fetch_pool_push(struct fetch_pool *pool);

struct fetch_stats {
	size_t queued;        /* jobs that wait for their turn */
	size_t startable;     /* hosts among them that no gap keeps from starting */
	size_t resolving;     /* names under way */
	size_t running;       /* transfers under way */
	uint64_t transfers;   /* finished, each hop of a redirect counted */
	uint64_t connections; /* opened */
	uint64_t bytes;       /* of bodies, as they came over the wire */
};
struct fetch_stats fetch_pool_stats(const struct fetch_pool *pool);

#endif
