/* The blocking client of the control socket, against a server in another process. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "event/loop.h"
#include "fetch/unix.h"
#include "server/server.h"

struct scene {
	char dir[64];
	char path[128];
	pid_t pid;
	struct buf reply;
	long status;
	struct err err;
};

static void on_length(const struct server_request *request, struct server_response *response,
                      void *arg)
{
	(void)arg;
	if (buf_printf(&response->body, "%s %zu", request->method, request->len))
		server_fail(response, 500, "no room");
}

static void on_refuse(const struct server_request *request, struct server_response *response,
                      void *arg)
{
	(void)request;
	(void)arg;
	server_fail(response, 409, "no");
}

static void on_die(const struct server_request *request, struct server_response *response,
                   void *arg)
{
	(void)request;
	(void)response;
	(void)arg;
	_exit(0);
}

static const struct server_route routes[] = {
	{ "GET", "/length", on_length },
	{ "POST", "/length", on_length },
	{ "GET", "/refuse", on_refuse },
	{ "POST", "/die", on_die },
};

/* The server's process; tells by the pipe that it listens. */
static void serve(const char *path, int ready)
{
	struct server_options options = { .socket_path = path };
	struct event_loop *loop = event_loop_new();
	struct err err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!server_new(loop, &options, routes, COUNT(routes), NULL, &err) ||
	    write(ready, "r", 1) != 1 || event_loop_run(loop, &err))
		_exit(1);
	_exit(0);
}

static int setup(void **state)
{
	struct scene *scene = mem_alloc(sizeof(*scene));
	int ends[2];
	char byte;

	strcpy(scene->dir, "/tmp/integrad-test-XXXXXX");
	if (!mkdtemp(scene->dir) || pipe(ends) != 0)
		return -1;
	snprintf(scene->path, sizeof(scene->path), "%s/control.sock", scene->dir);
	scene->pid = fork();
	if (scene->pid == 0)
		serve(scene->path, ends[1]);
	close(ends[1]);
	if (read(ends[0], &byte, 1) != 1)
		return -1;
	close(ends[0]);
	buf_init(&scene->reply, 64);
	*state = scene;
	return 0;
}

static void stop_server(struct scene *scene)
{
	if (scene->pid <= 0)
		return;
	kill(scene->pid, SIGKILL);
	waitpid(scene->pid, NULL, 0);
	scene->pid = 0;
}

static int teardown(void **state)
{
	struct scene *scene = *state;

	stop_server(scene);
	unlink(scene->path);
	rmdir(scene->dir);
	buf_done(&scene->reply);
	free(scene);
	return 0;
}

static int ask(struct scene *scene, const char *method, const char *path, const char *body,
               size_t len)
{
	buf_clear(&scene->reply);
	return fetch_unix(scene->path, method, path, body, len, &scene->reply, &scene->status, NULL,
	                  &scene->err);
}

static void a_verb_is_asked_and_answers(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(ask(scene, "GET", "/length", NULL, 0), 0);
	assert_int_equal(scene->status, 200);
	assert_string_equal(scene->reply.data, "GET 0");
	assert_int_equal(ask(scene, "POST", "/length", NULL, 0), 0);
	assert_string_equal(scene->reply.data, "POST 0");
}

static void a_large_body_arrives_whole(void **state)
{
	struct scene *scene = *state;
	size_t len = 3 * MIB;
	char *body = mem_alloc(len);

	assert_int_equal(ask(scene, "POST", "/length", body, len), 0);
	assert_string_equal(scene->reply.data, "POST 3145728");
	free(body);
}

static void a_refusal_is_an_answer(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(ask(scene, "GET", "/refuse", NULL, 0), 0);
	assert_int_equal(scene->status, 409);
	assert_string_equal(scene->reply.data, "{\"error\": \"no\"}\n");
}

static void an_answer_that_does_not_fit_is_told_as_such(void **state)
{
	struct scene *scene = *state;

	scene->reply.max = 3;
	assert_int_equal(ask(scene, "GET", "/length", NULL, 0), -1);
	assert_int_equal(scene->err.kind, ERR_LIMIT);
}

static void where_nobody_listens_there_is_no_daemon(void **state)
{
	struct scene *scene = *state;

	stop_server(scene); /* leaves its socket behind */
	assert_int_equal(ask(scene, "GET", "/length", NULL, 0), -1);
	assert_int_equal(scene->err.kind, ERR_AGAIN);
	assert_non_null(strstr(scene->err.text, "no daemon answers on"));
	unlink(scene->path);
	assert_int_equal(ask(scene, "GET", "/length", NULL, 0), -1);
	assert_int_equal(scene->err.kind, ERR_AGAIN);
}

/* Root may go everywhere: it looks with the eyes of nobody. */
static void who_may_not_enter_is_told_whom_to_ask(void **state)
{
	static const mode_t folder_modes[] = { 0755, 0 };
	struct scene *scene = *state;

	chmod(scene->path, 0);
	for (size_t i = 0; i < COUNT(folder_modes); i++) {
		chmod(scene->dir, folder_modes[i]);
		setfsuid(geteuid() == 0 ? 65534 : geteuid());
		assert_int_equal(ask(scene, "GET", "/length", NULL, 0), -1);
		setfsuid(geteuid());
		chmod(scene->dir, 0700);
		assert_int_equal(scene->err.kind, ERR_INPUT);
		assert_non_null(strstr(scene->err.text, "group integrad"));
	}
}

static void a_path_too_long_for_a_socket_is_told_as_such(void **state)
{
	struct scene *scene = *state;

	memset(scene->path, 'x', sizeof(scene->path) - 1);
	assert_int_equal(ask(scene, "GET", "/length", NULL, 0), -1);
	assert_int_equal(scene->err.kind, ERR_INPUT);
	assert_non_null(strstr(scene->err.text, "too long"));
}

/* What was sent may have been done: only where nobody listens has surely nothing happened. */
static void a_daemon_that_dies_over_the_question_is_not_no_daemon(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(ask(scene, "POST", "/die", NULL, 0), -1);
	assert_int_equal(scene->err.kind, ERR_INPUT);
	assert_non_null(strstr(scene->err.text, "broke off"));
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_verb_is_asked_and_answers),
		CASE(a_large_body_arrives_whole),
		CASE(a_refusal_is_an_answer),
		CASE(an_answer_that_does_not_fit_is_told_as_such),
		CASE(where_nobody_listens_there_is_no_daemon),
		CASE(who_may_not_enter_is_told_whom_to_ask),
		CASE(a_path_too_long_for_a_socket_is_told_as_such),
		CASE(a_daemon_that_dies_over_the_question_is_not_no_daemon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
