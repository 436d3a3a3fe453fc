/* Making, bounding and ending a reader process. */
#ifndef READER_SPAWN_H
#define READER_SPAWN_H

#include <sys/types.h>

#include "base/err.h"

struct spawned {
	pid_t pid;
	int fd; /* our end of the socket, non-blocking */
};

/*
 * Starts `program READER_CHILD_ARGUMENT` with /dev/null as standard input and
 * output, our standard error, the socket as READER_CHILD_FD, and nothing else;
 * of our environment it has what the linker, ICU and sanitizers look for.
 */
int reader_spawn(const char *program, struct spawned *ret_spawned, struct err *err) MUST_CHECK;

/*
 * From now on the process may compute for so many seconds, to which the kernel
 * adds up to one; then it gets SIGXCPU. Set from outside, so that nothing that
 * runs inside can undo it.
 */
void reader_grant_cpu(const struct spawned *spawned, int64_t seconds);

/* Closes the socket, kills the process and waits for it. Returns its wait status. */
int reader_reap(struct spawned *spawned);

#endif
