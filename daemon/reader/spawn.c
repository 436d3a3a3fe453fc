#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "reader/child.h"

extern char **environ;

/* Whatever else stands in our environment (a proxy with its password) stays here. */
static const char *const kept_names[] = { "LD_LIBRARY_PATH=", "ICU_DATA=", "ASAN_OPTIONS=",
	                                  "UBSAN_OPTIONS=" };

static void fill_environment(char *environment[COUNT(kept_names) + 1])
{
	size_t count = 0;

	for (char **at = environ; *at && count < COUNT(kept_names); at++)
		for (size_t i = 0; i < COUNT(kept_names); i++)
			if (strncmp(*at, kept_names[i], strlen(kept_names[i])) == 0)
				environment[count++] = *at;
	environment[count] = NULL;
}

/* Everything is closed but standard error and the socket, whatever flags it was opened with. */
static int set_files(posix_spawn_file_actions_t *files, int socket_fd)
{
	int error = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);

	if (!error)
		error = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
	/* A descriptor that is 3 already keeps its CLOEXEC flag under dup2(); glibc clears it. */
	if (!error)
		error = posix_spawn_file_actions_adddup2(files, socket_fd, READER_CHILD_FD);
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(files, READER_CHILD_FD + 1);
	return error;
}

/*
 * A process group of its own, so that Ctrl-C at the terminal stops the daemon
 * alone, which then ends the reader itself; signals as a fresh program has them.
 */
static int set_attributes(posix_spawnattr_t *attr)
{
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	error = posix_spawnattr_setsigmask(attr, &none);
	if (!error)
		error = posix_spawnattr_setsigdefault(attr, &all);
	if (!error)
		error = posix_spawnattr_setpgroup(attr, 0);
	if (!error)
		error = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK |
		                                               POSIX_SPAWN_SETSIGDEF |
		                                               POSIX_SPAWN_SETPGROUP);
	return error;
}

static int spawn(const char *program, int socket_fd, pid_t *ret_pid)
{
	char name[] = "integrad", argument[] = READER_CHILD_ARGUMENT;
	char *const argv[] = { name, argument, NULL };
	char *environment[COUNT(kept_names) + 1];
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int error;

	fill_environment(environment);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	error = set_files(&files, socket_fd);
	if (!error)
		error = set_attributes(&attr);
	if (!error)
		error = posix_spawn(ret_pid, program, &files, &attr, argv, environment);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
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
