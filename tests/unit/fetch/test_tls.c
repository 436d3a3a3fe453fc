/*
 * TLS against openssl's own test server, whose certificate (tls/, valid for a
 * hundred years, for the name localhost alone) signs itself.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

#define CERT "tests/unit/fetch/tls/cert.pem"
#define KEY "tests/unit/fetch/tls/key.pem"

static pid_t server = -1;
static int port; /* 0: there is no openssl here */

static void be_server(int out)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(out, STDOUT_FILENO);
	dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
	execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", CERT,
	       "-key", KEY, (char *)NULL);
	_exit(1);
}

static int start_server(void **state)
{
	char line[256];
	int ends[2];
	FILE *out;

	(void)state;
	if (pipe(ends) != 0)
		return -1;
	server = fork();
	if (server == 0)
		be_server(ends[1]);
	close(ends[1]);
	out = fdopen(ends[0], "r");
	while (port == 0 && fgets(line, sizeof(line), out))
		sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
	fclose(out);
	return 0;
}

static int stop_server(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return 0;
}

static const struct result *get(void **state, const char *host, const char *ca_file)
{
	struct scene *scene = *state;
	char url[64];

	if (port == 0)
		skip();
	scene_open_pool(scene, &(struct fetch_options){ .ca_file = ca_file });
	snprintf(url, sizeof(url), "https://%s:%d/", host, port);
	return scene_get_url(scene, url, true);
}

static void a_certificate_that_holds_is_trusted(void **state)
{
	const struct result *result = get(state, "localhost", CERT);

	assert_outcome(result, "ok");
	assert_int_equal(result->status, 200);
}

static void a_certificate_that_nobody_vouches_for_is_not(void **state)
{
	const struct result *result = get(state, "localhost", NULL);

	assert_outcome(result, "tls");
	assert_non_null(strstr(result->detail, "no trust in the certificate of localhost: "));
}

static void a_certificate_for_another_name_is_not(void **state)
{
	assert_outcome(get(state, "127.0.0.1", CERT), "tls");
}

static void a_ca_file_that_is_not_there_is_our_own_failure(void **state)
{
	const struct result *result = get(state, "localhost", "/nonexistent/ca.pem");

	assert_outcome(result, "local");
	assert_non_null(strstr(result->detail, "cannot read the CA file"));
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, scene_setup, scene_teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_certificate_that_holds_is_trusted),
		CASE(a_certificate_that_nobody_vouches_for_is_not),
		CASE(a_certificate_for_another_name_is_not),
		CASE(a_ca_file_that_is_not_there_is_our_own_failure),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
