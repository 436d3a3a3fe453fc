/*
 * The cage: what the reader gives up before it sees the first byte that a
 * stranger wrote. Afterwards it has no network, no files, no other programs,
 * no new privileges and no descriptor but its socket, /dev/null and standard
 * error; it can compute, use memory up to a bound, read from the socket and
 * write to it.
 *
 * The list of system calls is one of those allowed. A library that looks for a
 * file by itself is told EACCES and does without; every other call ends the
 * process, which the daemon sees as READER_FORBIDDEN.
 */
#ifndef READER_CAGE_H
#define READER_CAGE_H

#include <stdbool.h>

#include "base/err.h"

enum reader_cage {
	READER_CAGE_LIMITS, /* "limits": all but the list of system calls, which is missing here */
	READER_CAGE_SANITIZER, /* "sanitizer": with what a sanitizer needs, memory unbounded */
	READER_CAGE_SECCOMP,   /* "seccomp": closed */
};

const char *reader_cage_name(enum reader_cage cage);

/* Was the program built with libseccomp? Without it the list of system calls is missing. */
bool reader_cage_is_built_in(void);

/*
 * Shuts this process in for good; fd is the socket that it keeps. What the
 * libraries load when they are first used is loaded before. -1 where even the
 * limits cannot be had. A kernel that takes no filter gives READER_CAGE_LIMITS.
 */
int reader_cage_enter(int fd, enum reader_cage *ret_cage, struct err *err) MUST_CHECK;

#endif
