/* Listening sockets: the UNIX one with its name, and TCP. */
#ifndef SERVER_SOCKET_H
#define SERVER_SOCKET_H

#include <sys/types.h>

#include "base/err.h"

struct socket_place {
	char *path;
	dev_t device; /* with inode: that it is still ours when we go */
	ino_t inode;
};

/*
 * Makes the socket with mode 0660 and returns its descriptor, listening,
 * non-blocking and close-on-exec; -1 on failure. What a dead daemon left is
 * removed; a living one gives ERR_AGAIN.
 */
int socket_listen(const char *path, struct socket_place *ret_place, struct err *err) MUST_CHECK;

/* The same for a numeric address with a port; -1: ERR_BROKEN, with what is wrong. */
int socket_listen_tcp(const char *address, struct err *err) MUST_CHECK;

/* Removes the socket's name, unless another took it since. */
void socket_remove(struct socket_place *place);

/* The uid at the other end; (uid_t)-1 where the kernel does not say. */
uid_t socket_peer_uid(int fd);

#endif
