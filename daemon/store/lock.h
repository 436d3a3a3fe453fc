/* The files of a state: a lock beside the database, for one writer alone. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/err.h"

/*
 * Takes the lock on `path`.lock and writes our process id and name into it. ERR_AGAIN
 * where another process holds it, ERR_BROKEN where the file cannot be made.
 */
int lock_take(const char *path, int *ret_fd, struct err *err) MUST_CHECK;
void lock_release(int fd); /* -1 is fine */

/*
 * Root, who runs integractl before the daemon was ever started, must not leave
 * files that the daemon cannot open: gives an open file to the owner of the
 * folder that path lies in. Does nothing for anybody else. 0, or -1 and errno.
 */
int lock_give_to_owner(int fd, const char *path) MUST_CHECK;

#endif
