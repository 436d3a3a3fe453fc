/*
 * Faults planted in the reader, for tests of what the daemon does then. The
 * program is linked as integrad is, with --wrap=reader_run: a document that
 * has "planted-fault:NAME" in it does what a parser would that a stranger's
 * bytes have taken over; all others are read as ever.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "reader/child.h"
#include "reader/run.h"

#define MARK "planted-fault:"

int __real_reader_run(const struct lexicon *lexicon, const struct reader_job *job,
                      struct arena *arena, struct reader_harvest *ret_harvest, struct err *err);
int __wrap_reader_run(const struct lexicon *lexicon, const struct reader_job *job,
                      struct arena *arena, struct reader_harvest *ret_harvest, struct err *err);

static volatile int sink;

static void crash(void)
{
	raise(SIGSEGV);
}

static void loop(void)
{
	for (;;)
		sink++;
}

/* Neither computes nor answers: waits for what never comes. */
static void hang(void)
{
	char byte;

	while (recv(READER_CHILD_FD, &byte, 1, 0) >= 0)
		continue;
}

static int fall(int depth)
{
	char frame[4096];

	if (depth == INT_MAX)
		return 0;
	memset(frame, depth, sizeof(frame));
	sink += frame[depth & 4095];
	return fall(depth + 1) + frame[0];
}

static void recurse(void)
{
	sink = fall(0);
}

static void swell(void)
{
	for (;;)
		memset(mem_alloc(MIB), 1, MIB);
}

static void connect_out(void)
{
	sink = socket(AF_INET, SOCK_STREAM, 0);
}

static void run_program(void)
{
	execl("/bin/sh", "sh", "-c", "true", (char *)NULL);
}

static void fork_off(void)
{
	sink = fork();
}

static void kill_daemon(void)
{
	sink = kill(getppid(), SIGTERM);
}

static void trace_daemon(void)
{
	sink = (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static void run_memory(void)
{
	sink = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	            0) != MAP_FAILED;
}

static void raise_limit(void)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	sink = setrlimit(RLIMIT_AS, &all);
}

static void babble(void)
{
	sink = (int)send(READER_CHILD_FD, "nonsense nonsense", 17, MSG_NOSIGNAL);
}

/* A library may look for a file and is told that it cannot have it; that it can is a crash. */
static void look_for_file(void)
{
	if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
		crash();
}

static void write_elsewhere(void)
{
	sink = (int)write(STDOUT_FILENO, "x", 1);
}

static const struct {
	const char *name;
	void (*fn)(void);
} faults[] = {
	{ "crash", crash },
	{ "abort", abort },
	{ "recurse", recurse },
	{ "loop", loop },
	{ "hang", hang },
	{ "swell", swell },
	{ "babble", babble },
	{ "connect", connect_out },
	{ "exec", run_program },
	{ "fork", fork_off },
	{ "kill", kill_daemon },
	{ "trace", trace_daemon },
	{ "run-memory", run_memory },
	{ "raise-limit", raise_limit },
	{ "write-elsewhere", write_elsewhere },
	{ "look-for-file", look_for_file },
};

static void commit_fault(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(faults); i++)
		if (strlen(faults[i].name) == len && memcmp(faults[i].name, name, len) == 0)
			faults[i].fn();
}

/* More than one message can hold. */
static void pour(struct arena *arena, struct reader_harvest *harvest)
{
	char *title = arena_alloc(arena, LIMIT_FRAME_BYTES + 1);

	memset(title, 'x', LIMIT_FRAME_BYTES);
	harvest->title = title;
}

int __wrap_reader_run(const struct lexicon *lexicon, const struct reader_job *job,
                      struct arena *arena, struct reader_harvest *ret_harvest, struct err *err)
{
	const char *mark = memmem(job->bytes, job->length, MARK, strlen(MARK));
	int done;

	if (mark) {
		mark += strlen(MARK);
		commit_fault(mark, strcspn(mark, " <"));
	}
	done = __real_reader_run(lexicon, job, arena, ret_harvest, err);
	if (done == 0 && mark && strncmp(mark, "pour", 4) == 0)
		pour(arena, ret_harvest);
	return done;
}
