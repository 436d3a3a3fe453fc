/* The other end of the control socket, for integractl: one request, and wait for the reply. */
#ifndef FETCH_UNIX_H
#define FETCH_UNIX_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Sends one HTTP request over the UNIX socket and appends the reply's body to
 * *reply, whose maximum is the bound. body NULL: none. ERR_AGAIN where nobody
 * listens there, and so nothing was sent; ERR_INPUT where we may not connect
 * (the text says which group it takes), or no whole reply comes; ERR_LIMIT
 * where the reply does not fit. on_wait, if it is not NULL, is called once where
 * no reply has come after FETCH_UNIX_WAIT_MS: time to say that one waits.
 */
#define FETCH_UNIX_WAIT_MS 2000
typedef void fetch_unix_wait_fn(const char *socket_path);
int fetch_unix(const char *socket_path, const char *method, const char *path, const char *body,
               size_t len, struct buf *reply, long *ret_status, fetch_unix_wait_fn *on_wait,
               struct err *err) MUST_CHECK;

#endif
