/* The jobs that wait for a reader, as frames ready to be sent. */
#ifndef READER_QUEUE_H
#define READER_QUEUE_H

#include <stddef.h>

#include "base/buf.h"
#include "reader/client.h"

struct queued_job {
	struct queued_job *next;
	struct buf frame;
	enum reader_kind kind;
	char *source; /* for the log */
	reader_done_fn *done;
	void *arg;
};

struct job_queue {
	struct queued_job *first, **last;
	size_t count;
	size_t bytes;
};

void job_queue_init(struct job_queue *queue);
/* Drops what waits, without a call. */
void job_queue_done(struct job_queue *queue);
/* ERR_AGAIN where LIMIT_JOB_QUEUE… is met, ERR_LIMIT where the job does not fit a frame. */
int job_queue_add(struct job_queue *queue, const struct reader_job *job, reader_done_fn *done,
                  void *arg, struct err *err) MUST_CHECK;
/* The first one, which is the caller's now; NULL where none waits. */
struct queued_job *job_queue_take(struct job_queue *queue);

/* Calls back with a harvest that failed, and frees the job. */
void queued_job_fail(struct queued_job *job, enum reader_failure failure, const char *why);
void queued_job_free(struct queued_job *job); /* NULL is fine */

#endif
