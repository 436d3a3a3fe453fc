#include "queue.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "reader/wire.h"

void job_queue_init(struct job_queue *queue)
{
	*queue = (struct job_queue){ .last = &queue->first };
}

void job_queue_done(struct job_queue *queue)
{
	struct queued_job *job;

	while ((job = job_queue_take(queue)))
		queued_job_free(job);
}

int job_queue_add(struct job_queue *queue, const struct reader_job *job, reader_done_fn *done,
                  void *arg, struct err *err)
{
	struct queued_job *added;

	if (queue->count >= LIMIT_JOB_QUEUE || queue->bytes >= LIMIT_JOB_QUEUE_BYTES)
		return err_set(err, ERR_AGAIN, "%zu jobs wait for the reader", queue->count);
	added = mem_alloc(sizeof(*added));
	buf_init(&added->frame, LIMIT_FRAME_BYTES);
	if (wire_put_job(&added->frame, job, err) < 0) {
		queued_job_free(added);
		return -1;
	}
	added->kind = job->kind;
	added->source = mem_strdup(job->source);
	added->done = done;
	added->arg = arg;
	*queue->last = added;
	queue->last = &added->next;
	queue->count++;
	queue->bytes += added->frame.len;
	return 0;
}

struct queued_job *job_queue_take(struct job_queue *queue)
{
	struct queued_job *job = queue->first;

	if (!job)
		return NULL;
	queue->first = job->next;
	if (!queue->first)
		queue->last = &queue->first;
	queue->count--;
	queue->bytes -= job->frame.len;
	return job;
}

void queued_job_fail(struct queued_job *job, enum reader_failure failure, const char *why)
{
	struct reader_harvest harvest = READER_HARVEST_NONE;

	harvest.kind = job->kind;
	harvest.failure = failure;
	harvest.why = why;
	job->done(&harvest, job->arg);
	queued_job_free(job);
}

void queued_job_free(struct queued_job *job)
{
	if (!job)
		return;
	buf_done(&job->frame);
	free(job->source);
	free(job);
}
