/*
 * libcurl's handles: made once, used for many transfers. A handle that spoke
 * TLS stays with its host, since libcurl keeps the sessions in it, five a
 * handle: resumed, the next handshake costs half.
 */
#ifndef FETCH_HANDLE_H
#define FETCH_HANDLE_H

#include "job.h"

/* One for the job's present hop: its host's, a spare one, or a new one. */
CURL *handle_take(struct fetch_job *job);
/* The job's handle, back to its host, to the spare ones or away. */
void handle_give_back(struct fetch_job *job);

/* All but those in use. */
void handle_drop_all(struct fetch_pool *pool);

#endif
