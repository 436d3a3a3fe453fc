/* From a host's name to its addresses, before a job may have a transfer. */
#ifndef FETCH_RESOLVE_H
#define FETCH_RESOLVE_H

#include "job.h"

/* The job has its host's turn: its name is looked up, or it is ready at once. */
void resolve_begin(struct fetch_job *job);
/* Takes the job out of the state JOB_RESOLVES or JOB_READY. */
void resolve_cancel(struct fetch_job *job);
/* The pool's lookup_timer: names that nobody answers for give up their places to others. */
void resolve_pass_over(void *pool);

/* The next job that may have a transfer, NULL: none; it is in no queue then. */
struct fetch_job *resolve_next(struct fetch_pool *pool);
/* Whether another job may begin. */
bool resolve_has_room(const struct fetch_pool *pool);

/*
 * CURLOPT_RESOLVE for the job's transfer: its host's addresses, and what is to
 * be forgotten of transfers that have ended. NULL: nothing.
 */
struct curl_slist *resolve_list(struct fetch_job *job);
/* The transfer has ended: libcurl's cache is not to keep what the list gave it. */
void resolve_retire(struct fetch_job *job);

#endif
