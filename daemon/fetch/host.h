/*
 * Manners: one transfer a host at a time, a gap behind each, and pauses that
 * the host asked for. A host is its name, with the port where that is not the
 * scheme's own, so that http and https of one site are one host.
 */
#ifndef FETCH_HOST_H
#define FETCH_HOST_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "event/loop.h"

struct fetch_job;
TAILQ_HEAD(job_queue, fetch_job);

struct hosts;

struct host {
	struct hosts *hosts;
	struct host *next; /* in its bucket */
	TAILQ_ENTRY(host) ready_link;
	char *key;
	struct job_queue waiting;
	size_t waiting_count;
	bool is_busy;    /* a transfer of it runs */
	bool is_ready;   /* it is in the list of hosts that could start one */
	char *addresses; /* of its name, "192.0.2.1,[2001:db8::1]"; NULL: not known */
	int64_t addresses_until_ms;
	/* handle.c's: with it a TLS session can be resumed */
	CURL *easy;
	int64_t easy_since_ms;
	TAILQ_ENTRY(host) easy_link;
	int64_t free_at_ms;
	int64_t paused_until_ms;
	struct event_timer *timer; /* made when it is first needed */
};

struct hosts {
	struct event_loop *loop;
	event_fn *on_ready;
	void *arg;
	struct host **buckets;
	size_t bucket_count; /* a power of two */
	size_t count;
	size_t sweep_at;
	size_t waiting_count; /* jobs, over all hosts */
	TAILQ_HEAD(, host) ready;
	size_t ready_count;
};

/* on_ready(arg) is called from the loop when a gap has passed and a job may start. */
void hosts_init(struct hosts *hosts, struct event_loop *loop, event_fn *on_ready, void *arg);
void hosts_done(struct hosts *hosts); /* no job may be left in a queue */

/* The host of a name and port; made where it is new. */
struct host *hosts_get(struct hosts *hosts, const char *name, int port);

/* Queues the job at its host. */
void host_add(struct host *host, struct fetch_job *job);
void host_remove(struct host *host, struct fetch_job *job);
/* Takes the first job out of a host's queue, whether its turn has come or not; NULL: none. */
struct fetch_job *host_take(struct host *host);

/* Takes the next job that may start now; its host is busy until host_release(). NULL: none. */
struct fetch_job *hosts_next(struct hosts *hosts);
void host_release(struct host *host, int64_t gap_ms);

/* What its name was resolved to, for so long; NULL: forget it. Takes addresses. */
void host_take_addresses(struct host *host, char *addresses, int64_t for_ms);
/* NULL where they are not known, or not any more. */
const char *host_addresses(const struct host *host);

/* Never shortens a pause. */
void host_pause(struct host *host, int64_t pause_ms);
int64_t host_pause_left_ms(const struct host *host);

#endif
