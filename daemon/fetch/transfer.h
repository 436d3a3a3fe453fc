/* One hop of a job on a libcurl handle: its options, its bounds, its guard. */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include "job.h"

/* Hands the present hop to libcurl. */
void transfer_begin(struct fetch_job *job);

/*
 * Takes the job out of libcurl's hands, whether the transfer has ended or not.
 * What was learnt stays readable (body, headers, libcurl's own figures) until
 * transfer_clear().
 */
void transfer_end(struct fetch_job *job);
void transfer_clear(struct fetch_job *job);

/* What a new handle has for all of its transfers. */
void transfer_set_callbacks(CURL *easy, struct fetch_pool *pool);

/* The job holds no resolver thread any more. */
void transfer_resolved(struct fetch_job *job);

#endif
