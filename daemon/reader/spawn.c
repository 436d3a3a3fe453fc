#include "spawn.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/mem.h"
#include "reader/child.h"

/* What the reader may see of our environment. */
static const char *const kept_names[] = { "LD_LIBRARY_PATH=", "ICU_DATA=", "ASAN_OPTIONS=",
	                                  "UBSAN_OPTIONS=", NULL };

static int spawn(const char *program, int socket_fd, pid_t *ret_pid)
{
	static const char *const argv[] = { "integrad", READER_CHILD_ARGUMENT, NULL };
	const int fds[] = { CHILD_NULL, CHILD_NULL, STDERR_FILENO, socket_fd };
	const struct child child = { program, argv, kept_names, fds, COUNT(fds) };

	static_assert(READER_CHILD_FD == COUNT(fds) - 1, "the socket is where the reader looks");
	return child_start(&child, ret_pid);
}

int reader_spawn(const char *program, struct spawned *ret_spawned, struct err *err)
{
	int ends[2], error;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return err_set(err, ERR_AGAIN, "no socket for the reader: %s", strerror(errno));
	error = spawn(program, ends[1], &pid);
	close(ends[1]);
	if (!error && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0) {
		*ret_spawned = (struct spawned){ .pid = pid, .fd = ends[0] };
		return 0;
	}
	close(ends[0]);
	return err_set(err, ERR_AGAIN, "the reader cannot be started: %s",
	               strerror(error ? error : errno));
}

void reader_grant_cpu(const struct spawned *spawned, int64_t seconds)
{
	struct rlimit limit = { .rlim_max = RLIM_INFINITY };
	int64_t used_s = clock_cpu_s(spawned->pid);

	if (used_s < 0)
		return; /* it is gone: its socket will say so */
	limit.rlim_cur = (rlim_t)(used_s + 1 + seconds);
	(void)prlimit(spawned->pid, RLIMIT_CPU, &limit, NULL);
}

int reader_reap(struct spawned *spawned)
{
	int status = 0;

	close(spawned->fd);
	kill(spawned->pid, SIGKILL);
	while (waitpid(spawned->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	*spawned = (struct spawned){ .fd = -1 };
	return status;
}
