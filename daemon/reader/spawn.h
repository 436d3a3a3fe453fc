/* Making and ending a reader process. */
#ifndef READER_SPAWN_H
#define READER_SPAWN_H

#include <sys/types.h>

#include "base/err.h"

struct spawned {
	pid_t pid;
	int fd; /* our end of the socket, non-blocking */
};

/*
 * Starts `program READER_CHILD_ARGUMENT config_path` with /dev/null as
 * standard input and output, our standard error, the socket as READER_CHILD_FD,
 * and nothing else.
 */
int reader_spawn(const char *program, const char *config_path, struct spawned *ret_spawned,
                 struct err *err) MUST_CHECK;

/* Closes the socket, kills the process and waits for it. */
void reader_reap(struct spawned *spawned);

#endif
