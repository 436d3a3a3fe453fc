#include "reader/cage.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_LIBSECCOMP
#include <seccomp.h>
#endif

#include "base/limits.h"
#include "base/mem.h"
#include "base/zone.h"

/* SANITIZED is the Makefile's, of a build whose memory is not as it seems. */
#ifdef SANITIZED
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

const char *reader_cage_name(enum reader_cage cage)
{
	static const char *const names[] = {
		[READER_CAGE_LIMITS] = "limits",
		[READER_CAGE_SANITIZER] = "sanitizer",
		[READER_CAGE_SECCOMP] = "seccomp",
	};

	return names[cage];
}

static int failed(const char *what, struct err *err)
{
	return err_set(err, ERR_BROKEN, "%s: %s", what, strerror(errno));
}

bool reader_cage_is_built_in(void)
{
#ifdef HAVE_LIBSECCOMP
	return true;
#else
	return false;
#endif
}

/* --- the list of system calls */

#ifdef HAVE_LIBSECCOMP

/* Memory, time, locks, its own signals, its end. */
static const int allowed[] = {
	SCMP_SYS(brk),          SCMP_SYS(munmap),
	SCMP_SYS(mremap),       SCMP_SYS(madvise),
	SCMP_SYS(futex),        SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(getrandom),    SCMP_SYS(sysinfo), /* qsort() asks how much memory there is */
	SCMP_SYS(getpid),       SCMP_SYS(gettid),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
	SCMP_SYS(exit),         SCMP_SYS(exit_group),
};

/* What a library may try by itself, say ICU for data or OpenSSL for its settings. */
static const int refused[] = {
	SCMP_SYS(open),       SCMP_SYS(openat),   SCMP_SYS(stat),       SCMP_SYS(lstat),
	SCMP_SYS(newfstatat), SCMP_SYS(statx),    SCMP_SYS(access),     SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
};

/* What sanitizers need for themselves; what they ask of files is refused as above. */
static const int allowed_sanitizers[] = {
	SCMP_SYS(mmap),        SCMP_SYS(mprotect),          SCMP_SYS(sigaltstack),
	SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(prlimit64),
	SCMP_SYS(getrusage),
};

/* A call that this machine does not have needs no rule. */
static int worst(int so_far, int rc)
{
	return rc < 0 && rc != -EDOM && so_far == 0 ? rc : so_far;
}

static int add_list(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
	int rc = 0;

	for (size_t i = 0; i < count; i++)
		rc = worst(rc, seccomp_rule_add(filter, action, calls[i], 0));
	return rc;
}

/* Memory of its own that cannot be run, the socket, words on standard error, abort(). */
static int add_bounded(scmp_filter_ctx filter, int fd)
{
	const scmp_datum_t own = MAP_PRIVATE | MAP_ANONYMOUS, self = (scmp_datum_t)getpid();
	const scmp_datum_t ears = (scmp_datum_t)fd, mouth = STDERR_FILENO;
	const uint32_t allow = SCMP_ACT_ALLOW;
	int rc = 0;

	rc = worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(mmap), 2,
	                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	                                SCMP_A3(SCMP_CMP_MASKED_EQ, own, own)));
	rc = worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(mprotect), 1,
	                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
	rc = worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(recvfrom), 1,
	                                SCMP_A0(SCMP_CMP_EQ, ears, 0)));
	rc = worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(sendto), 1,
	                                SCMP_A0(SCMP_CMP_EQ, ears, 0)));
	rc = worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(write), 1,
	                                SCMP_A0(SCMP_CMP_EQ, mouth, 0)));
	rc = worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(writev), 1,
	                                SCMP_A0(SCMP_CMP_EQ, mouth, 0)));
	return worst(rc, seccomp_rule_add(filter, allow, SCMP_SYS(tgkill), 1,
	                                  SCMP_A0(SCMP_CMP_EQ, self, 0)));
}

/* False where the kernel or the library does not take it. */
static bool close_system_calls(int fd)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc = filter ? 0 : -ENOMEM;

	if (rc == 0)
		rc = add_list(filter, SCMP_ACT_ALLOW, allowed, COUNT(allowed));
	if (rc == 0)
		rc = add_list(filter, SCMP_ACT_ERRNO(EACCES), refused, COUNT(refused));
	if (rc == 0 && IS_SANITIZED)
		rc = add_list(filter, SCMP_ACT_ALLOW, allowed_sanitizers,
		              COUNT(allowed_sanitizers));
	if (rc == 0)
		rc = add_bounded(filter, fd);
	if (rc == 0)
		rc = seccomp_load(filter);
	if (filter)
		seccomp_release(filter);
	return rc == 0;
}

#else

static bool close_system_calls(int fd)
{
	(void)fd;
	return false;
}

#endif

/* --- limits */

/* Bytes of address space in use; libraries have most of it. 0 where the system does not tell. */
static rlim_t address_space(void)
{
	unsigned long pages = 0;
	FILE *in = fopen("/proc/self/statm", "re");

	if (!in)
		return 0;
	if (fscanf(in, "%lu", &pages) != 1)
		pages = 0;
	fclose(in);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static int set_limits(int fd, struct err *err)
{
	const struct {
		unsigned what;
		rlim_t most;
	} limits[] = {
		{ RLIMIT_CORE, 0 },  /* strangers' pages stay off the disk */
		{ RLIMIT_FSIZE, 0 }, /* no file grows */
		{ RLIMIT_NPROC, 0 }, /* no process, no thread */
		{ RLIMIT_MEMLOCK, 0 },
		{ RLIMIT_MSGQUEUE, 0 },
		{ RLIMIT_NOFILE, (rlim_t)fd + 1 }, /* none but those that are open */
		{ RLIMIT_AS, address_space() + LIMIT_READER_BYTES },
	};

	for (size_t i = 0; i < COUNT(limits); i++) {
		const struct rlimit limit = { limits[i].most, limits[i].most };

		if (limits[i].what == RLIMIT_AS && IS_SANITIZED)
			continue; /* their shadow takes terabytes */
		if (setrlimit(limits[i].what, &limit) < 0)
			return failed("a limit cannot be set", err);
	}
	return 0;
}

/* --- the whole */

/*
 * It leaves signals to the daemon, does not outlive it, gains nothing by
 * running a program, and its memory cannot be looked at or dumped.
 */
static int give_up_rights(struct err *err)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGPIPE };

	for (size_t i = 0; i < COUNT(ignored); i++)
		signal(ignored[i], SIG_IGN);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_DUMPABLE, 0) < 0)
		return failed("its rights cannot be given up", err);
	return 0;
}

/* Files that libraries read once: /etc/localtime, zones, a seed. */
static void warm_up(void)
{
	int offset_min;

	tzset();
	(void)zone_offset_at("UTC", 0, &offset_min);
	json_object_seed(0);
}

int reader_cage_enter(int fd, enum reader_cage *ret_cage, struct err *err)
{
	warm_up();
	if (give_up_rights(err) < 0)
		return -1;
	if (close_range((unsigned)fd + 1, ~0u, 0) < 0)
		return failed("what was open cannot be closed", err);
	if (set_limits(fd, err) < 0)
		return -1;
	if (!close_system_calls(fd))
		*ret_cage = READER_CAGE_LIMITS;
	else
		*ret_cage = IS_SANITIZED ? READER_CAGE_SANITIZER : READER_CAGE_SECCOMP;
	return 0;
}
