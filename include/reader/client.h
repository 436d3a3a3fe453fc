/*
 * The daemon's side of the reader: keeps one child alive, hands it one job at
 * a time, and survives its death. All of it runs on the loop and never blocks.
 *
 * A child is given what it loads, byte for byte as the daemon read and checked
 * it: a pack (config/pack.h) is the first thing that it gets through its
 * socket. So a child opens no file of ours, and one that is started in the
 * midst of the daemon's life comes up however the files have changed since.
 */
#ifndef READER_CLIENT_H
#define READER_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "reader/harvest.h"
#include "reader/job.h"

struct event_loop;
struct reader_client;

struct reader_options {
	const char *program; /* what is spawned; NULL: /proc/self/exe */
	const char *pack;    /* packages and lexicons */
	size_t pack_len;
	int64_t job_ms; /* wall clock for one job; 0: LIMIT_JOB_MS */
};

/*
 * Called exactly once a job, from the loop, never from inside
 * reader_client_start(). The harvest is lent for the call. A job that the
 * reader did not survive, or that broke its bounds, has a failure from
 * READER_CRASH on; each such loss is also logged, as event "reader". It is not
 * given to a reader again; those that wait behind it are.
 */
typedef void reader_done_fn(const struct reader_harvest *harvest, void *arg);

/* Spawns the first child at once. options is copied. ERR_LIMIT where the pack is too large. */
int reader_client_new(struct event_loop *loop, const struct reader_options *options,
                      struct reader_client **ret_client, struct err *err) MUST_CHECK;
/* Kills the child; jobs that wait are dropped without a call. NULL is fine. */
void reader_client_free(struct reader_client *client);

/*
 * Queues a job; everything in it is copied. ERR_AGAIN where LIMIT_JOB_QUEUE
 * jobs or LIMIT_JOB_QUEUE_BYTES wait already, ERR_LIMIT where it does not fit
 * a frame.
 */
int reader_client_start(struct reader_client *client, const struct reader_job *job,
                        reader_done_fn *done, void *arg, struct err *err) MUST_CHECK;

/*
 * Spawns a new child, with another pack. Once it is ready it takes all further
 * jobs, and the old one ends after the job it has. Where it does not get ready
 * the old one goes on.
 */
int reader_client_reload(struct reader_client *client, const char *pack, size_t len,
                         struct err *err) MUST_CHECK;

struct reader_stats {
	bool is_ready;       /* a child has loaded its lexicons */
	size_t queued;       /* jobs that wait, the running one included */
	size_t queued_bytes; /* of those that wait */
	uint64_t jobs;       /* finished */
	uint64_t crashes;    /* children that died without being asked to */
	uint64_t timeouts;
	int pid; /* of the present child; 0: none */
};
struct reader_stats reader_client_stats(const struct reader_client *client);

#endif
