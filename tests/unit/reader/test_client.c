/*
 * The client against a child that this very program plays: /proc/self/exe is
 * spawned with READER_CHILD_ARGUMENT, and what stands where the lexicons would
 * says how it behaves.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "event/loop.h"
#include "reader/child.h"
#include "reader/client.h"
#include "reader/wire.h"

/* --- the child */

static void say(const struct buf *out)
{
	if (send(READER_CHILD_FD, out->data, out->len, MSG_NOSIGNAL) < 0)
		_exit(1);
}

static void answer_job(const struct reader_job *job, const char *mode)
{
	const struct reader_harvest harvest = {
		.kind = job->kind,
		.why = "",
		.engine = mode,
		.format = "",
		.bozo_reason = "",
		.hub = "",
		.topic = "",
		.title = job->title,
		.canonical = "",
		.modified = "",
	};
	struct buf out;

	if (strcmp(job->title, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(job->title, "forbidden") == 0)
		raise(SIGSYS);
	if (strcmp(job->title, "memory") == 0)
		mem_exhausted();
	if (strcmp(job->title, "end") == 0)
		_exit(0);
	while (strcmp(job->title, "hang") == 0)
		pause();
	buf_init(&out, MIB);
	if (strcmp(job->title, "nonsense") == 0)
		assert_int_equal(buf_puts(&out, "nonsense nonsense"), 0);
	else if (wire_put_harvest(&out, &harvest, NULL) < 0)
		_exit(1);
	say(&out);
	buf_done(&out);
}

static void get_ready(const char *frame, size_t length, char mode[16])
{
	const char *pack;
	size_t pack_len;
	struct buf out;

	if (wire_get_start(frame, length, &pack, &pack_len, NULL) < 0 || pack_len > 15)
		_exit(READER_EXIT_STREAM);
	memcpy(mode, pack, pack_len);
	if (strcmp(mode, "broken") == 0)
		_exit(READER_EXIT_LEXICON);
	buf_init(&out, MIB);
	if (wire_put_ready(&out, READER_CAGE_SECCOMP, NULL) == 0)
		say(&out);
	buf_done(&out);
}

static void take_frame(enum wire_type type, const char *frame, size_t length)
{
	static char mode[16];
	struct arena *arena = arena_new(MIB);
	struct reader_job job;

	if (type == WIRE_START)
		get_ready(frame, length, mode);
	else if (wire_get_job(frame, length, arena, &job, NULL) == 0)
		answer_job(&job, mode);
	else
		_exit(READER_EXIT_STREAM);
	arena_free(arena);
}

static int play_child(void)
{
	struct buf in;
	enum wire_type type;
	size_t length;

	buf_init(&in, LIMIT_FRAME_BYTES);
	for (;;) {
		char piece[4096];
		ssize_t n = recv(READER_CHILD_FD, piece, sizeof(piece), 0);

		if (n <= 0 || buf_append(&in, piece, (size_t)n) < 0)
			break;
		while (wire_peek(in.data, in.len, &type, &length, NULL) > 0) {
			take_frame(type, in.data, length);
			buf_drop(&in, length);
		}
	}
	buf_done(&in);
	return 0;
}

/* --- the tests */

struct fixture {
	struct event_loop *loop;
	struct reader_client *client;
	char log[512]; /* what came back, in order: "title:failure mode " */
	int waiting;
};

static void on_done(const struct reader_harvest *harvest, void *arg)
{
	struct fixture *f = arg;
	size_t used = strlen(f->log);

	snprintf(f->log + used, sizeof(f->log) - used, "%s:%s:%s ", harvest->title,
	         reader_failure_name(harvest->failure), harvest->engine);
	if (--f->waiting == 0)
		event_loop_stop(f->loop);
}

/* A sanitizer looks up names before it lets a program die. */
#ifdef SANITIZED
#define JOB_MS 3000
#else
#define JOB_MS 300
#endif

static struct fixture start(const char *mode)
{
	struct fixture f = { .loop = event_loop_new() };
	const struct reader_options options = { .pack = mode,
		                                .pack_len = strlen(mode),
		                                .job_ms = JOB_MS };
	struct err err;

	assert_non_null(f.loop);
	assert_int_equal(reader_client_new(f.loop, &options, &f.client, &err), 0);
	return f;
}

static void stop(struct fixture *f)
{
	reader_client_free(f->client);
	event_loop_free(f->loop);
}

static void ask(struct fixture *f, const char *title)
{
	const struct reader_job job = {
		.kind = READER_TEXT,
		.source = "test",
		.language = "",
		.timezone = "UTC",
		.content_type = "",
		.base_url = "",
		.bytes = "",
		.text = "",
		.guid = "",
		.address = "",
		.title = title,
		.author = "",
	};
	struct err err;

	f->waiting++;
	assert_int_equal(reader_client_start(f->client, &job, on_done, f, &err), 0);
}

static void reload(struct fixture *f, const char *mode)
{
	struct err err;

	assert_int_equal(reader_client_reload(f->client, mode, strlen(mode), &err), 0);
}

static void run(struct fixture *f)
{
	struct err err;

	assert_int_equal(event_loop_run(f->loop, &err), 0);
	assert_int_equal(f->waiting, 0);
}

static void jobs_come_back_in_their_order(void **state)
{
	struct fixture f = start("echo");

	(void)state;
	ask(&f, "one");
	ask(&f, "two");
	assert_string_equal(f.log, "");
	run(&f);
	assert_string_equal(f.log, "one:ok:echo two:ok:echo ");
	assert_int_equal(reader_client_stats(f.client).jobs, 2);
	stop(&f);
}

static void a_job_that_kills_the_reader_fails_alone(void **state)
{
	struct fixture f = start("echo");

	(void)state;
	ask(&f, "one");
	ask(&f, "crash");
	ask(&f, "two");
	run(&f);
	assert_string_equal(f.log, "one:ok:echo :reader-crash: two:ok:echo ");
	assert_int_equal(reader_client_stats(f.client).crashes, 1);
	stop(&f);
}

static void the_death_of_the_reader_tells_which_bound_was_broken(void **state)
{
	static const char *const rows[][2] = {
		{ "crash", ":reader-crash: " },
		{ "end", ":reader-crash: " },
		{ "memory", ":reader-memory: " },
		{ "forbidden", ":reader-forbidden: " },
	};
	struct fixture f = start("echo");

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		f.log[0] = '\0';
		ask(&f, rows[i][0]);
		run(&f);
		assert_string_equal(f.log, rows[i][1]);
	}
	stop(&f);
}

static void a_job_that_takes_too_long_fails_alone(void **state)
{
	struct fixture f = start("echo");

	(void)state;
	ask(&f, "hang");
	ask(&f, "two");
	run(&f);
	assert_string_equal(f.log, ":reader-timeout: two:ok:echo ");
	assert_int_equal(reader_client_stats(f.client).timeouts, 1);
	stop(&f);
}

static void an_answer_that_makes_no_sense_is_a_crash(void **state)
{
	struct fixture f = start("echo");

	(void)state;
	ask(&f, "nonsense");
	ask(&f, "two");
	run(&f);
	assert_string_equal(f.log, ":reader-crash: two:ok:echo ");
	stop(&f);
}

static void many_crashes_lose_no_job(void **state)
{
	struct fixture f = start("echo");

	(void)state;
	for (int i = 0; i < 5; i++) {
		ask(&f, "crash");
		ask(&f, "good");
	}
	run(&f);
	assert_int_equal(reader_client_stats(f.client).crashes, 5);
	assert_int_equal(reader_client_stats(f.client).jobs, 5);
	stop(&f);
}

static void after_a_reload_the_new_reader_answers(void **state)
{
	struct fixture f = start("old");

	(void)state;
	ask(&f, "one");
	run(&f);
	reload(&f, "new");
	/* The old one is asked until the new one is ready, however long it takes: no job waits. */
	for (int i = 0; i < 1000000 && !strstr(f.log, ":new"); i++) {
		f.log[0] = '\0';
		ask(&f, "two");
		run(&f);
	}
	assert_string_equal(f.log, "two:ok:new ");
	stop(&f);
}

static void a_reload_that_cannot_load_leaves_the_old_reader(void **state)
{
	struct fixture f = start("old");
	uint64_t tries = 0;

	(void)state;
	ask(&f, "one");
	run(&f);
	reload(&f, "broken");
	while (reader_client_stats(f.client).crashes == 0 && tries++ < 100000) {
		f.log[0] = '\0';
		ask(&f, "two");
		run(&f);
	}
	assert_int_equal(reader_client_stats(f.client).crashes, 1);
	f.log[0] = '\0';
	ask(&f, "three");
	run(&f);
	assert_string_equal(f.log, "three:ok:old ");
	stop(&f);
}

static void a_client_that_goes_drops_its_jobs_without_a_call(void **state)
{
	struct fixture f = start("echo");

	(void)state;
	ask(&f, "one");
	stop(&f);
	assert_string_equal(f.log, "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_come_back_in_their_order),
		cmocka_unit_test(a_job_that_kills_the_reader_fails_alone),
		cmocka_unit_test(the_death_of_the_reader_tells_which_bound_was_broken),
		cmocka_unit_test(a_job_that_takes_too_long_fails_alone),
		cmocka_unit_test(an_answer_that_makes_no_sense_is_a_crash),
		cmocka_unit_test(many_crashes_lose_no_job),
		cmocka_unit_test(after_a_reload_the_new_reader_answers),
		cmocka_unit_test(a_reload_that_cannot_load_leaves_the_old_reader),
		cmocka_unit_test(a_client_that_goes_drops_its_jobs_without_a_call),
	};

	if (argc == 2 && strcmp(argv[1], READER_CHILD_ARGUMENT) == 0)
		return play_child();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
