/* What a job and a pool are made of; for the files of this folder alone. */
#ifndef FETCH_JOB_H
#define FETCH_JOB_H

#include <curl/curl.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/gunzip.h"
#include "event/dns.h"
#include "event/loop.h"
#include "fetch/fetch.h"
#include "host.h"
#include "mail.h"

enum job_state {
	JOB_WAITS,    /* in its host's queue */
	JOB_RESOLVES, /* it has its host's turn, and its name is looked up */
	JOB_READY,    /* in the queue for a transfer */
	JOB_RUNS,     /* in libcurl's hands */
	JOB_SETTLED,  /* its outcome is known, its callback is due */
	JOB_TOLD,     /* its callback runs */
};

struct job_notes {
	char refused[64]; /* a private address that the guard turned down */
	char error[CURL_ERROR_SIZE];
};

struct fetch_job {
	TAILQ_ENTRY(fetch_job) all;  /* in the pool's jobs */
	TAILQ_ENTRY(fetch_job) link; /* in the queue of its state */
	struct fetch_pool *pool;
	enum job_state state;
	fetch_done_fn *done;
	void *arg;

	/* the request */
	char *url; /* of the present hop, as it was written */
	char *etag;
	char *last_modified;
	char *user_agent;
	char *accept;
	char *form;     /* NULL: GET */
	char *method;   /* NULL: what is natural */
	char *body_out; /* what is sent, in place of form; NULL: nothing */
	size_t body_out_len;
	struct mail *mail; /* NULL: HTTP */
	fetch_trace_fn *trace;
	void *trace_arg;
	char *proxy;    /* NULL: none */
	char *ca_file;  /* NULL: the pool's */
	char **secrets; /* headers for one host alone … */
	size_t secret_count;
	char *secrets_for; /* … of this address */
	size_t max_bytes;
	bool allow_private;   /* at the present hop */
	bool always_private;  /* at each */
	char **private_hosts; /* where the present hop is to one of them */
	size_t private_count;

	/* the way so far */
	char *wire_url;  /* url as libcurl gets it: host in punycode, no user, no fragment */
	char *host_name; /* for messages */
	int port;
	bool is_tls;
	struct host *host;
	struct dns_lookup *lookup; /* of JOB_RESOLVES; NULL: it is in the queue for one */
	bool is_silent;            /* nobody has answered for long: its place is another's */
	bool asks_system;          /* libcurl is to resolve the name, in a thread */
	int hops;
	bool only_permanent; /* every hop was 301 or 308 */
	int64_t begun_ms;    /* of the present hop */
	int64_t spent_ms;    /* of all hops before it, and of it once it has ended */

	/* the present hop */
	CURL *easy;
	unsigned generation; /* the options that easy was made with */
	struct curl_slist *headers;
	struct curl_slist *resolve; /* CURLOPT_RESOLVE */
	struct buf body;
	struct gunzip *gunzip; /* NULL: the body is plain, or has not begun */
	bool has_body_begun;
	bool is_badly_packed; /* in a way that we do not know, or that is broken */
	size_t header_bytes;
	size_t discarded_bytes;
	bool is_resolving;    /* may hold a resolver thread */
	bool ended_resolving; /* it ended like that */
	bool is_in_touch;     /* the host has heard of us: only then it is owed a gap */
	bool is_too_big;
	bool is_crowded_out;     /* its body had to make room */
	bool is_unwanted;        /* the body was cut short, since only the status counts */
	int socket_errno;        /* a socket could not be made */
	struct job_notes *notes; /* of who has had a transfer: thousands wait without one */

	/* settled; a job that libcurl had keeps its easy, body and headers for the reply */
	enum fetch_outcome outcome;
	char *detail;
	int64_t retry_after_s;
};

struct fetch_pool {
	struct event_loop *loop;
	struct dns *dns;
	struct fetch_options options;
	unsigned generation; /* of the options: handles of an older one are not used again */
	CURLM *multi;
	struct event_timer *curl_timer;
	bool curl_timer_runs;
	bool is_held;             /* by who asks */
	fetch_pause_fn *on_pause; /* NULL: nobody wants to know */
	void *pause_arg;
	struct event_timer *wake; /* settled jobs, and hosts that became free */
	bool wake_runs;
	struct hosts hosts;
	struct job_queue jobs;
	struct job_queue unresolved; /* of JOB_RESOLVES, but too many names are looked up */
	struct job_queue lookups;    /* of JOB_RESOLVES, but for the silent ones */
	struct job_queue ready;
	struct job_queue running;
	struct job_queue settled;
	size_t settled_count;
	struct event_timer *lookup_timer;
	size_t lookup_count; /* without the silent ones */
	size_t silent_count;
	size_t unresolved_count;
	size_t ready_count;
	size_t running_count;
	size_t resolving_count; /* of the running ones, in threads */
	size_t held_bytes;      /* of the bodies of all jobs */
	size_t open_count;      /* sockets, those of kept connections included */
	struct easy_list {
		CURL **list;
		size_t count;
		size_t cap;
	} spare; /* handles for the next transfers: a new one costs more than a transfer */
	TAILQ_HEAD(, host) easy_hosts; /* that keep a handle, in the order of their last use */
	size_t easy_host_count;
	struct curl_slist *retired; /* entries that libcurl's DNS cache is to forget */
	struct fetch_stats stats;
};

/*
 * Queues the job at the host of its address, or settles it where it cannot go
 * there: told in the loop's next turn.
 */
void job_route(struct fetch_job *job);
/* libcurl is done with the present hop: on to the next address, or the end. */
void job_finish(struct fetch_job *job, CURLcode code);
/* The job goes no farther: it leaves its host, tells the asker, and is gone. */
void job_end(struct fetch_job *job);
/* Tells the asker; the job is gone then. */
void job_tell(struct fetch_job *job);
void job_free(struct fetch_job *job);

/* Settled jobs are told, and free hosts used, in the loop's next turn. */
void pool_wake(struct fetch_pool *pool);

#endif
