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
 * where the reply does not fit.
 */
int fetch_unix(const char *socket_path, const char *method, const char *path, const char *body,
               size_t len, struct buf *reply, long *ret_status, struct err *err) MUST_CHECK;

#endif
