/* One writer for a state: a lock file beside the database. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/err.h"

/*
 * Takes the lock on `path`.lock and writes our process id into it. ERR_AGAIN
 * where another process holds it, ERR_BROKEN where the file cannot be made.
 */
int lock_take(const char *path, int *ret_fd, struct err *err) MUST_CHECK;
void lock_release(int fd); /* -1 is fine */

#endif
