#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event/loop.h"
#include "event/program.h"

#define PATIENCE_MS 20000

struct seen {
	struct event_loop *loop;
	int calls;
	int status;
	char why[256];
	char output[EVENT_PROGRAM_OUTPUT_BYTES + 1];
};

static void on_end(int status, const char *why, const char *output, void *arg)
{
	struct seen *seen = arg;

	seen->calls++;
	seen->status = status;
	snprintf(seen->why, sizeof(seen->why), "%s", why);
	snprintf(seen->output, sizeof(seen->output), "%s", output);
	event_loop_stop(seen->loop);
}

static struct seen run(const char *const *argv, const char *input, size_t len, int64_t timeout_ms)
{
	struct seen seen = { .loop = event_loop_new() };
	struct err err;

	event_program_start(seen.loop, argv, input, len, timeout_ms, on_end, &seen);
	assert_int_equal(seen.calls, 0); /* never from inside */
	assert_int_equal(event_loop_run(seen.loop, &err), 0);
	assert_int_equal(seen.calls, 1);
	event_loop_free(seen.loop);
	return seen;
}

static struct seen shell(const char *script, const char *input, int64_t timeout_ms)
{
	const char *const argv[] = { "/bin/sh", "-c", script, "name", "a b; $(echo c)", NULL };

	return run(argv, input, strlen(input), timeout_ms);
}

static void a_program_ends_as_it_says(void **state)
{
	static const struct {
		const char *script;
		int status;
		const char *why;
		const char *output;
	} cases[] = {
		{ "exit 0", 0, "", "" },
		{ "cat", 0, "", "input" },
		{ "cat >&2; exit 1", 1, "exit status 1", "input" },
		{ "echo no; exit 255", 255, "exit status 255", "no\n" },
		{ "kill -TERM $$", -1, "it was ended by signal 15", "" },
		{ "exec >&- 2>&- <&-; exit 4", 4, "exit status 4", "" }, /* closed before its end */
		{ "printf %s \"$1\"", 0, "", "a b; $(echo c)" }, /* no shell looks at arguments */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct seen seen = shell(cases[i].script, "input", PATIENCE_MS);

		if (seen.status != cases[i].status)
			fail_msg("%s: %d, %s", cases[i].script, seen.status, seen.why);
		assert_string_equal(seen.why, cases[i].why);
		assert_string_equal(seen.output, cases[i].output);
	}
}

static void a_program_that_is_not_there_is_told_in_the_loop(void **state)
{
	static const char *const argv[] = { "/nonexistent/program", NULL };
	struct seen seen = run(argv, "", 0, PATIENCE_MS);

	(void)state;
	assert_int_equal(seen.status, -1);
	assert_string_equal(seen.why, "it cannot be run: No such file or directory");
}

static void a_program_that_is_late_is_ended(void **state)
{
	struct seen seen = shell("sleep 600", "", 50);

	(void)state;
	assert_int_equal(seen.status, -1);
	assert_string_equal(seen.why, "it took too long and was ended");
}

/* Not a zombie, nor gone. */
static bool is_running(int pid)
{
	char path[64];
	FILE *file;
	int c;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	c = fgetc(file);
	fclose(file);
	return c != EOF;
}

/* Its end is the end, whoever else holds its output open. */
static void what_a_program_leaves_behind_ends_with_it(void **state)
{
	struct seen seen = shell("sleep 600 & echo $!; exit 3", "", PATIENCE_MS);
	int pid = atoi(seen.output);

	(void)state;
	assert_int_equal(seen.status, 3);
	assert_true(pid > 1);
	for (int i = 0; i < PATIENCE_MS && is_running(pid); i++)
		poll(NULL, 0, 1); /* the kernel is at it */
	assert_false(is_running(pid));
}

static void large_input_goes_through_and_large_output_is_cut(void **state)
{
	size_t len = 1 << 20;
	const char *const argv[] = { "/bin/cat", NULL };
	char *input = mem_alloc(len + 1);
	struct seen seen;

	(void)state;
	memset(input, 'x', len);
	seen = run(argv, input, len, PATIENCE_MS);
	assert_int_equal(seen.status, 0);
	assert_int_equal(strlen(seen.output), EVENT_PROGRAM_OUTPUT_BYTES);
	seen = shell("head -c 3 >/dev/null; exit 5", input, PATIENCE_MS); /* it reads not all */
	assert_int_equal(seen.status, 5);
	free(input);
}

static void of_our_environment_a_program_has_little(void **state)
{
	struct seen seen;

	(void)state;
	setenv("HTTPS_PROXY", "http://user:word@proxy.test", 1);
	setenv("CREDENTIALS_DIRECTORY", "/run/credentials", 1);
	setenv("TZ", "Europe/Minsk", 1);
	seen = shell("env", "", PATIENCE_MS);
	assert_null(strstr(seen.output, "proxy.test"));
	assert_null(strstr(seen.output, "CREDENTIALS"));
	assert_non_null(strstr(seen.output, "TZ=Europe/Minsk"));
}

static void no_descriptor_of_ours_is_inherited(void **state)
{
	int fd = dup(2); /* not closed on exec */
	struct seen seen = shell("ls /proc/self/fd | tr '\\n' ' '", "", PATIENCE_MS);

	(void)state;
	assert_string_equal(seen.output, "0 1 2 3 "); /* 3: the folder that ls reads */
	close(fd);
}

static void what_is_cancelled_is_ended_and_calls_nobody(void **state)
{
	static const char *const argv[] = { "/bin/sleep", "600", NULL };
	struct seen seen = { .loop = event_loop_new() };
	struct event_program *program = event_program_start(seen.loop, argv, "", 0, PATIENCE_MS,
	                                                    on_end, &seen);
	struct err err;

	(void)state;
	event_program_cancel(program);
	event_program_cancel(NULL);
	assert_int_equal(event_loop_run(seen.loop, &err), 0); /* nothing is left to wait for */
	assert_int_equal(seen.calls, 0);
	event_loop_free(seen.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_ends_as_it_says),
		cmocka_unit_test(a_program_that_is_not_there_is_told_in_the_loop),
		cmocka_unit_test(a_program_that_is_late_is_ended),
		cmocka_unit_test(what_a_program_leaves_behind_ends_with_it),
		cmocka_unit_test(large_input_goes_through_and_large_output_is_cut),
		cmocka_unit_test(of_our_environment_a_program_has_little),
		cmocka_unit_test(no_descriptor_of_ours_is_inherited),
		cmocka_unit_test(what_is_cancelled_is_ended_and_calls_nobody),
	};

	return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
