#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static int fail_locked(int fd, const char *path, struct err *err)
{
	char pid[16];
	ssize_t len = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[len > 0 ? len : 0] = '\0';
	pid[strcspn(pid, "\n")] = '\0';
	return err_set(err, ERR_AGAIN,
	               "another integrad (process %s) is writing to %s; stop it, or use another "
	               "--state-dir",
	               *pid ? pid : "unknown", path);
}

/* The number is for people who look; the lock itself is the kernel's. */
static int write_pid(int fd)
{
	char pid[16];
	int len = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());

	return ftruncate(fd, 0) || pwrite(fd, pid, (size_t)len, 0) != len ? -1 : 0;
}

int lock_give_to_owner(int fd, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
	struct stat st;
	int rc = 0;

	if (geteuid() == 0)
		rc = stat(folder, &st) || fchown(fd, st.st_uid, st.st_gid) ? -1 : 0;
	MEM_FREE(folder);
	return rc;
}

int lock_take(const char *path, int *ret_fd, struct err *err)
{
	char *lock_path = mem_printf("%s.lock", path);
	int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0640), rc = -1;

	if (fd < 0) {
		err_set(err, ERR_BROKEN, "cannot open the lock %s: %s", lock_path, strerror(errno));
		goto out;
	}
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno == EWOULDBLOCK)
			fail_locked(fd, path, err);
		else
			err_set(err, ERR_BROKEN, "cannot lock %s: %s", lock_path, strerror(errno));
		goto out;
	}
	if (lock_give_to_owner(fd, path) || write_pid(fd)) {
		err_set(err, errno == ENOSPC ? ERR_AGAIN : ERR_BROKEN, "cannot write %s: %s",
		        lock_path, strerror(errno));
		goto out;
	}
	*ret_fd = fd;
	fd = -1;
	rc = 0;
out:
	lock_release(fd);
	MEM_FREE(lock_path);
	return rc;
}

void lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
