/*
 * An HTTP server in a process of its own, on a loopback port: the good and the
 * bad hosts of the tests. What a path does is told in origin.c.
 */
#ifndef ORIGIN_H
#define ORIGIN_H

#include <sys/types.h>

struct origin {
	pid_t pid;
	int port;
};

/* address: "127.0.0.1" or another that is ours. */
struct origin origin_start(const char *address, int port);
void origin_stop(struct origin *origin);

#endif
