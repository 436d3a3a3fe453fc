#include "event/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/mem.h"
#include "event/loop.h"

/* What a program may see of our environment. */
static const char *const kept_names[] = { "PATH=", "LANG=",   "LC_ALL=", "HOME=",
	                                  "TZ=",   "TMPDIR=", NULL };

/* How often a program is looked for whose end no descriptor tells. */
#define REAP_MS 20
/* Reads of what a program has left behind; a pipe holds less. */
#define LAST_READS 1024

struct event_program {
	struct event_loop *loop;
	event_program_fn *done;
	void *arg;
	pid_t pid; /* -1: it did not start */
	int fd;    /* its standard input and output; -1: closed */
	struct event_fd *watch;
	int end_fd; /* readable once it has ended; -1: the system has none */
	struct event_fd *end_watch;
	struct event_timer *timer; /* the time limit */
	struct event_timer *reap;
	char *input;
	size_t len;
	size_t sent;
	struct buf output;
	char why[256];
	bool is_late;
};

static void release(struct event_program *program)
{
	event_fd_free(program->watch);
	event_fd_free(program->end_watch);
	if (program->fd >= 0)
		close(program->fd);
	if (program->end_fd >= 0)
		close(program->end_fd);
	event_timer_free(program->timer);
	event_timer_free(program->reap);
	buf_done(&program->output);
	free(program->input);
	free(program);
}

/* The whole group: what it has started ends with it. */
static void end_group(const struct event_program *program)
{
	if (program->pid > 0)
		kill(-program->pid, SIGKILL);
}

void event_program_cancel(struct event_program *program)
{
	if (!program)
		return;
	end_group(program);
	if (program->pid > 0)
		while (waitpid(program->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	release(program);
}

static void tell(struct event_program *program, int wait_status)
{
	int status = -1;

	if (program->is_late)
		snprintf(program->why, sizeof(program->why), "it took too long and was ended");
	else if (program->pid > 0 && WIFEXITED(wait_status))
		status = WEXITSTATUS(wait_status);
	else if (program->pid > 0)
		snprintf(program->why, sizeof(program->why), "it was ended by signal %d",
		         WTERMSIG(wait_status));
	if (status > 0)
		snprintf(program->why, sizeof(program->why), "exit status %d", status);
	program->done(status, program->why, program->output.data ? program->output.data : "",
	              program->arg);
	release(program);
}

static void on_reap(void *arg)
{
	struct event_program *program = arg;
	int status = 0;
	pid_t got = program->pid > 0 ? waitpid(program->pid, &status, WNOHANG) : program->pid;

	if (got == 0 || (got < 0 && program->pid > 0 && errno == EINTR)) {
		event_timer_start(program->reap, REAP_MS);
		return;
	}
	end_group(program);
	tell(program, status);
}

static void close_pipe(struct event_program *program)
{
	event_fd_free(program->watch);
	program->watch = NULL;
	close(program->fd);
	program->fd = -1;
	if (!program->end_watch)
		event_timer_start(program->reap, 0);
}

static void on_late(void *arg)
{
	struct event_program *program = arg;

	program->is_late = true;
	end_group(program);
	if (!program->end_watch)
		event_timer_start(program->reap, 0);
}

/* A program may end without reading all: that is its own affair. */
static void send_more(struct event_program *program)
{
	ssize_t n = send(program->fd, program->input + program->sent, program->len - program->sent,
	                 MSG_NOSIGNAL);

	if (n > 0)
		program->sent += (size_t)n;
	else if (n < 0 && errno != EAGAIN && errno != EINTR)
		program->sent = program->len;
	if (program->sent == program->len) {
		shutdown(program->fd, SHUT_WR);
		event_fd_set(program->watch, EVENT_READ);
	}
}

/* False where there is nothing more for now. */
static bool read_more(struct event_program *program)
{
	char bytes[1024];
	ssize_t n = read(program->fd, bytes, sizeof(bytes));
	size_t room = EVENT_PROGRAM_OUTPUT_BYTES - program->output.len;

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		close_pipe(program);
		return false;
	}
	if (n > 0 && buf_append(&program->output, bytes, (size_t)n < room ? (size_t)n : room))
		return false;
	return n > 0;
}

/* Its end is the end, whoever else may still hold its output open. */
static void on_end(int fd, unsigned what, void *arg)
{
	struct event_program *program = arg;

	(void)fd;
	(void)what;
	for (int i = 0; i < LAST_READS && program->fd >= 0 && read_more(program); i++)
		continue;
	on_reap(program);
}

static void on_pipe(int fd, unsigned what, void *arg)
{
	struct event_program *program = arg;

	(void)fd;
	if ((what & EVENT_WRITE) && program->sent < program->len)
		send_more(program);
	if (what & EVENT_READ)
		(void)read_more(program);
}

/* The reason goes into why; it is told in the loop's next turn, as every end is. */
static void start(struct event_program *program, const char *const *argv)
{
	int ends[2], error;
	struct child child = { .program = argv[0], .argv = argv, .kept_names = kept_names };

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
		snprintf(program->why, sizeof(program->why), "no socket for it: %s",
		         strerror(errno));
		return;
	}
	child.fds = (const int[]){ ends[1], ends[1], ends[1] };
	child.fd_count = 3;
	error = child_start(&child, &program->pid);
	close(ends[1]);
	if (error) {
		snprintf(program->why, sizeof(program->why), "it cannot be run: %s",
		         strerror(error));
		program->pid = -1;
		close(ends[0]);
		return;
	}
	program->fd = ends[0];
	(void)fcntl(program->fd, F_SETFL, O_NONBLOCK);
	program->watch = event_fd_new(program->loop, program->fd, EVENT_READ | EVENT_WRITE, on_pipe,
	                              program);
	program->end_fd = pidfd_open(program->pid, 0);
	if (program->end_fd >= 0)
		program->end_watch = event_fd_new(program->loop, program->end_fd, EVENT_READ,
		                                  on_end, program);
}

struct event_program *event_program_start(struct event_loop *loop, const char *const *argv,
                                          const char *input, size_t len, int64_t timeout_ms,
                                          event_program_fn *done, void *arg)
{
	struct event_program *program = mem_alloc(sizeof(*program));

	*program = (struct event_program){
		.loop = loop,
		.done = done,
		.arg = arg,
		.pid = -1,
		.fd = -1,
		.end_fd = -1,
		.input = mem_strndup(input, len),
		.len = len,
	};
	buf_init(&program->output, EVENT_PROGRAM_OUTPUT_BYTES);
	program->timer = event_timer_new(loop, on_late, program);
	program->reap = event_timer_new(loop, on_reap, program);
	start(program, argv);
	if (program->pid > 0)
		event_timer_start(program->timer, timeout_ms);
	else
		event_timer_start(program->reap, 0);
	return program;
}
