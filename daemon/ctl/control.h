/* Asking the running daemon, by HTTP over its control socket. */
#ifndef CTL_CONTROL_H
#define CTL_CONTROL_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct control_call {
	const char *method; /* "POST" */
	const char *target; /* path and query, encoded */
	const char *body;
	size_t length;
};

/*
 * Sends the call and waits for the answer, whose body goes to `reply`; returns
 * its HTTP status, or -1: ERR_AGAIN where no daemon listens there (nothing was
 * sent then), ERR_INPUT where it may not be asked or its answer makes no sense.
 */
int control_ask(const char *socket_path, const struct control_call *call, struct buf *reply,
                struct err *err) MUST_CHECK;

/*
 * Splits an HTTP/1.0 answer, which ends with its connection: returns its
 * status and how long its head is, or -1 where it is none.
 */
int control_parse_head(const char *bytes, size_t len, size_t *ret_head) MUST_CHECK;

#endif
