/*
 * Sockets that systemd listens on for us (socket activation, sd_listen_fds(3)),
 * by the names that their units give them (FileDescriptorName=).
 */
#ifndef EVENT_ACTIVATION_H
#define EVENT_ACTIVATION_H

#include <stddef.h>

#include "base/err.h"

#define ACTIVATION_SOCKETS 8

struct activation {
	struct activation_socket {
		char *name; /* "control" */
		int fd;     /* listening, non-blocking, close-on-exec; -1: it was taken */
	} list[ACTIVATION_SOCKETS];
	size_t count;
};

/*
 * Takes what was handed to this process, once: children and later calls find
 * nothing. -1 (ERR_BROKEN): something among them is no listening stream. An
 * empty list where nobody hands us sockets.
 */
int activation_read(struct activation *ret, struct err *err) MUST_CHECK;
/* The socket of the name, which is the caller's from now on; -1: there is none. */
int activation_take(struct activation *activation, const char *name);
/* The name of one that nobody took; NULL: all were. */
const char *activation_left(const struct activation *activation);
/* Closes what nobody took. */
void activation_done(struct activation *activation);

#endif
