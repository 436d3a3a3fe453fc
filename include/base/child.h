/* Other programs are started fresh: nothing of ours is theirs but what is named. */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stddef.h>
#include <sys/types.h>

#include "base/mem.h"

#define CHILD_NULL (-1) /* /dev/null in the place of a descriptor */

struct child {
	const char *program;     /* the path of its file */
	const char *const *argv; /* NULL-terminated */
	/* "NAME=", NULL-terminated: a proxy with its password, credentials' folders stay here */
	const char *const *kept_names;
	/* Ours: the first is its descriptor 0, the next 1, and so on; it has no other. */
	const int *fds;
	size_t fd_count;
};

/*
 * Starts it in a process group of its own, which can be ended as a whole and
 * which Ctrl-C at our terminal does not reach, with signals as a fresh program
 * has them. 0, or the error as errno has it.
 */
int child_start(const struct child *child, pid_t *ret_pid) MUST_CHECK;

#endif
