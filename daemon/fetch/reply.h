/* From how a transfer ended to what its asker is told. */
#ifndef FETCH_REPLY_H
#define FETCH_REPLY_H

#include "job.h"

/* Settles the job with an outcome and its line for a person. */
void reply_settle(struct fetch_job *job, enum fetch_outcome outcome, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* Settles it by what libcurl says of its last hop, once transfer_end() was called. */
void reply_judge(struct fetch_job *job, CURLcode code);

/* The outcome of an HTTP status alone; FETCH_OK for 2xx. */
enum fetch_outcome reply_outcome_of_status(long status, bool was_conditional);

/* A status with which guards of large hosts send their checks for browsers. */
bool reply_may_be_challenge(long status);

/* The last value of a header of the last reply; "" where it is absent. Lent until transfer_clear(). */
const char *reply_header(const struct fetch_job *job, const char *name);

/* Calls the asker, once. */
void reply_tell(struct fetch_job *job);

#endif
