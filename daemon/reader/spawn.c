#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reader/child.h"

extern char **environ;

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

static int spawn(const char *program, const char *config_path, int socket_fd, pid_t *ret_pid)
{
	char name[] = "integrad", argument[] = READER_CHILD_ARGUMENT;
	char *const argv[] = { name, argument, (char *)config_path, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int error;

	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	error = set_files(&files, socket_fd);
	if (!error)
		error = set_attributes(&attr);
	if (!error)
		error = posix_spawn(ret_pid, program, &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

int reader_spawn(const char *program, const char *config_path, struct spawned *ret_spawned,
                 struct err *err)
{
	int ends[2], error;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return err_set(err, ERR_AGAIN, "no socket for the reader: %s", strerror(errno));
	error = spawn(program, config_path, ends[1], &pid);
	close(ends[1]);
	if (!error && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0) {
		*ret_spawned = (struct spawned){ .pid = pid, .fd = ends[0] };
		return 0;
	}
	close(ends[0]);
	return err_set(err, ERR_AGAIN, "the reader cannot be started: %s",
	               strerror(error ? error : errno));
}

void reader_reap(struct spawned *spawned)
{
	close(spawned->fd);
	kill(spawned->pid, SIGKILL);
	while (waitpid(spawned->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	*spawned = (struct spawned){ .fd = -1 };
}
