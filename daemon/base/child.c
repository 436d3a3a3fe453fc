#include "base/child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

extern char **environ;

static bool is_kept(const char *variable, const char *const *names)
{
	for (; *names; names++)
		if (strncmp(variable, *names, strlen(*names)) == 0)
			return true;
	return false;
}

/* The variables themselves are still ours; the list is the caller's to free. */
static char **kept_environment(const char *const *names)
{
	size_t count = 0, kept = 0;
	char **list;

	while (environ[count])
		count++;
	list = mem_array(count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		if (is_kept(environ[i], names))
			list[kept++] = environ[i];
	list[kept] = NULL;
	return list;
}

/* One that is in its place already would keep its CLOEXEC flag under dup2(); glibc clears it. */
static int set_files(posix_spawn_file_actions_t *files, const struct child *child)
{
	int error = 0;

	for (size_t i = 0; i < child->fd_count && !error; i++)
		error = child->fds[i] == CHILD_NULL
		                ? posix_spawn_file_actions_addopen(files, (int)i, "/dev/null",
		                                                   i == 0 ? O_RDONLY : O_WRONLY, 0)
		                : posix_spawn_file_actions_adddup2(files, child->fds[i], (int)i);
	return error ? error
	             : posix_spawn_file_actions_addclosefrom_np(files, (int)child->fd_count);
}

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

int child_start(const struct child *child, pid_t *ret_pid)
{
	char **environment = kept_environment(child->kept_names);
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int error;

	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	error = set_files(&files, child);
	if (!error)
		error = set_attributes(&attr);
	if (!error)
		error = posix_spawn(ret_pid, child->program, &files, &attr,
		                    (char *const *)child->argv, environment);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	free(environment);
	return error;
}
