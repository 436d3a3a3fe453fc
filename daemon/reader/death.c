#include "death.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/limits.h"
#include "base/mem.h"
#include "reader/child.h"

static enum reader_failure death_by_signal(int signo, char why[DEATH_WHY_SIZE])
{
	const char *name = sigabbrev_np(signo);

	switch (signo) {
	case SIGSYS:
		snprintf(why, DEATH_WHY_SIZE,
		         "the reader made a system call that its cage forbids");
		return READER_FORBIDDEN;
	case SIGXCPU:
		snprintf(why, DEATH_WHY_SIZE, "the reader computed for over %d s", LIMIT_JOB_CPU_S);
		return READER_CPU;
	case SIGKILL:
		snprintf(why, DEATH_WHY_SIZE, "the reader was killed from outside");
		return READER_CRASH;
	default: /* any other is a fault of its own */
		snprintf(why, DEATH_WHY_SIZE, "the reader died of SIG%s", name ? name : "?");
		return READER_CRASH;
	}
}

static const char *words_of_exit(int status)
{
	switch (status) {
	case READER_EXIT_CAGE:
		return "the reader could not shut itself in";
	case READER_EXIT_LEXICON:
		return "the reader could not make the lexicons of what it was given";
	case READER_EXIT_STREAM:
		return "the reader made no sense of what it was sent";
	default: /* READER_EXIT_DONE, or a sanitizer's */
		return "the reader ended unasked";
	}
}

enum reader_failure reader_death(int wait_status, char why[DEATH_WHY_SIZE])
{
	int status = WEXITSTATUS(wait_status);

	if (WIFSIGNALED(wait_status))
		return death_by_signal(WTERMSIG(wait_status), why);
	if (status == MEM_EXIT_STATUS) {
		snprintf(why, DEATH_WHY_SIZE, "the reader wanted over %u MiB of memory",
		         LIMIT_READER_BYTES / MIB);
		return READER_MEMORY;
	}
	snprintf(why, DEATH_WHY_SIZE, "%s (status %d)", words_of_exit(status), status);
	return READER_CRASH;
}
