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

#define HOLDER_SIZE 64
/* The holder writes its name at once after it has the lock: so often is it looked for. */
#define LOOKS 20
#define LOOK_MS 5

/* "1234 integractl" as "integractl (process 1234)". The lock's name is not told by the kernel. */
static void name_holder(int fd, char *out, size_t size)
{
	char text[HOLDER_SIZE], *name;
	ssize_t len = 0;

	for (int look = 0; look < LOOKS; look++) {
		len = pread(fd, text, sizeof(text) - 1, 0);
		if (len > 0 && text[len - 1] == '\n')
			break;
		usleep(LOOK_MS * 1000);
	}
	text[len > 0 ? len : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	name = strchr(text, ' ');
	if (name)
		*name++ = '\0';
	snprintf(out, size, "%s (process %s)",
	         name && strcmp(name, "integractl") == 0 ? name : "another integrad",
	         *text ? text : "unknown");
}

static int fail_locked(int fd, const char *path, struct err *err)
{
	char holder[2 * HOLDER_SIZE];

	name_holder(fd, holder, sizeof(holder));
	return err_set(err, ERR_AGAIN,
	               "%s is writing to %s; wait for its end, stop it, or use another --state-dir",
	               holder, path);
}

/* Name and number are for people who look; the lock itself is the kernel's. */
static int write_holder(int fd)
{
	char holder[HOLDER_SIZE];
	int len = snprintf(holder, sizeof(holder), "%ld %.32s\n", (long)getpid(),
	                   program_invocation_short_name);

	return ftruncate(fd, 0) || pwrite(fd, holder, (size_t)len, 0) != len ? -1 : 0;
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
	if (lock_give_to_owner(fd, path) || write_holder(fd)) {
		err_set(err, errno == ENOSPC ? ERR_AGAIN : ERR_BROKEN, "cannot write %s: %s",
		        lock_path, strerror(errno));
		goto out;
	}
	*ret_fd = fd;
	fd = -1;
	rc = 0;
out:
	if (fd >= 0)
		close(fd);
	MEM_FREE(lock_path);
	return rc;
}

void lock_release(int fd)
{
	if (fd < 0)
		return;
	(void)!ftruncate(fd, 0); /* else the next holder would be told by our name for a moment */
	close(fd);
}
