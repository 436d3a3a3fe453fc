#include <netinet/in.h>
#include <setjmp.h>
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
#include "scene.h"

static void each_failure_has_its_name(void **state)
{
	static const struct {
		const char *path, *outcome, *detail;
	} cases[] = {
		{ "/404", "http-404", "HTTP 404 from 127.0.0.1: not found" },
		{ "/410", "http-410", "HTTP 410 from 127.0.0.1: gone for good" },
		{ "/500", "http-5xx", "HTTP 500 from 127.0.0.1: the server failed" },
		{ "/endless-404", "http-404", "HTTP 404 from 127.0.0.1: not found" },
		{ "/garbage", "protocol", "no sound HTTP from 127.0.0.1: " },
		{ "/short", "reset", "reply cut short by 127.0.0.1: " },
		{ "/close", "reset", "connection closed without a reply by 127.0.0.1: " },
		{ "/reset", "reset", "connection lost to 127.0.0.1: " },
		{ "/bad-gzip", "encoding", "cannot decompress the reply of 127.0.0.1: " },
		{ "/odd-encoding", "encoding", "cannot decompress the reply of 127.0.0.1: " },
		{ "/bomb", "too-big", "a body of over 1048576 bytes from 127.0.0.1" },
		{ "/endless", "too-big", "a body of over 1048576 bytes from 127.0.0.1" },
		{ "/announced", "too-big", "too big a body from 127.0.0.1: " },
		{ "/headers", "too-big", "over 65536 bytes of headers from 127.0.0.1" },
		{ "/long-header", "too-big", "" },
		{ "/continue", "too-big", "over 65536 bytes of headers from 127.0.0.1" },
		{ "/drip", "slow", "127.0.0.1 sends under 1024 bytes a second" },
		{ "/hang", "timeout", "no reply from 127.0.0.1 in " },
		{ "/loop", "redirects", "over 5 redirects, the last from 127.0.0.1" },
		{ "/hop6", "redirects", "over 5 redirects, the last from 127.0.0.1" },
		{ "/to-ftp", "redirects", "a redirect from 127.0.0.1 leads nowhere: " },
		{ "/to-file", "redirects", "a redirect from 127.0.0.1 leads nowhere: " },
		{ "/to-nothing", "http-other", "HTTP 302 from 127.0.0.1" },
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct result *result = scene_get(scene, cases[i].path,
		                                        (struct fetch_request){ .max_bytes = MIB });

		if (strcmp(fetch_outcome_name(result->outcome), cases[i].outcome) != 0 ||
		    strncmp(result->detail, cases[i].detail, strlen(cases[i].detail)) != 0)
			fail_msg("%s gives %s: %s", cases[i].path,
			         fetch_outcome_name(result->outcome), result->detail);
		assert_int_equal(result->len, 0);
		assert_null(strchr(result->detail, '\n'));
	}
}

/* Of two hosts one sends without end, the other half of a body that is smaller at all times. */
static void the_largest_body_makes_room_where_all_together_are_too_much(void **state)
{
	struct scene *scene = *state;
	struct origin other = origin_start("127.0.0.1", 0);
	char url[64];

	scene_open_pool(scene,
	                &(struct fetch_options){ .low_speed_s = 1, .max_held_bytes = 256 * KIB });
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/half", other.port);
	scene->waiting++;
	fetch_start(scene->pool, &(struct fetch_request){ .url = url, .allow_private = true },
	            scene_on_other, scene);
	assert_outcome(scene_get(scene, "/endless", no_wishes), "crowded");
	assert_string_equal(scene->result.detail,
	                    "the body of 127.0.0.1 was the largest of too many at once");
	assert_int_equal(scene->result.len, 0);
	assert_outcome(&scene->other, "slow");
	origin_stop(&other);
}

static void the_room_of_a_body_is_given_back(void **state)
{
	struct scene *scene = *state;

	scene_open_pool(scene,
	                &(struct fetch_options){ .low_speed_s = 1, .max_held_bytes = 150 * KIB });
	for (int i = 0; i < 2; i++) {
		assert_outcome(scene_get(scene, "/endless", no_wishes), "crowded");
		assert_outcome(scene_get(scene, "/half", no_wishes), "slow");
		assert_outcome(scene_get(scene, "/endless",
		                         (struct fetch_request){ .max_bytes = 100 * KIB }),
		               "too-big");
	}
}

static void the_whole_transfer_has_its_limit_too(void **state)
{
	struct scene *scene = *state;
	const struct result *result;

	scene_open_pool(scene, &(struct fetch_options){ .transfer_ms = 300 });
	result = scene_get(scene, "/steady", no_wishes);
	assert_outcome(result, "timeout");
	assert_non_null(strstr(result->detail, "the reply of 127.0.0.1 is not complete"));
}

static void nobody_listening_is_told_as_such(void **state)
{
	struct scene *scene = *state;
	struct origin gone = origin_start("127.0.0.1", 0);
	char url[64];
	const struct result *result;

	origin_stop(&gone);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", gone.port);
	result = scene_get_url(scene, url, true);
	assert_outcome(result, "connect");
	assert_string_equal(result->detail, "cannot connect to 127.0.0.1: Connection refused");
}

/* No resolver asks anybody for a label of over 63 bytes, so the test needs no network. */
static void a_name_without_an_address_is_told_as_such(void **state)
{
	static const char url[] =
		"http://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxx.example/rss";
	const struct result *result = scene_get_url(*state, url, false);

	assert_outcome(result, "dns");
	assert_non_null(strstr(result->detail, "cannot resolve host xxxx"));
}

static void what_is_no_web_address_is_refused(void **state)
{
	static const char *const urls[] = {
		"",        "/rss",        "ftp://example.org/",  "file:///etc/passwd",
		"http://", "http://a b/", "gopher://127.0.0.1/",
	};

	for (size_t i = 0; i < COUNT(urls); i++) {
		const struct result *result = scene_get_url(*state, urls[i], true);

		assert_outcome(result, "bad-address");
		assert_true(result->detail[0] != '\0');
	}
}

static void plaintext_on_a_tls_port_is_a_tls_failure(void **state)
{
	char url[64];

	snprintf(url, sizeof(url), "https://127.0.0.1:%d/plain", scene_origin.port);
	assert_outcome(scene_get_url(*state, url, true), "tls");
}

/* A port where the system takes the connection and nobody ever answers it. */
static void a_handshake_without_an_answer_is_a_tls_failure(void **state)
{
	struct scene *scene = *state;
	struct sockaddr_in in = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char url[64];

	assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", ntohs(in.sin_port));
	scene_open_pool(scene, &(struct fetch_options){ .connect_ms = 200 });
	assert_outcome(scene_get_url(scene, url, true), "tls");
	close(fd);
}

static void private_addresses_are_refused_however_they_are_written(void **state)
{
	static const char *const hosts[] = { "127.0.0.1",   "localhost", "2130706433",
		                             "0x7f.1",      "[::1]",     "[::ffff:127.0.0.1]",
		                             "017700000001" };
	char url[128];

	for (size_t i = 0; i < COUNT(hosts); i++) {
		const struct result *result;

		snprintf(url, sizeof(url), "http://%s:%d/plain", hosts[i], scene_origin.port);
		result = scene_get_url(*state, url, false);
		assert_outcome(result, "private-address");
		assert_non_null(strstr(result->detail, "which is not public"));
		assert_int_equal(result->status, 0);
	}
	assert_int_equal(fetch_pool_stats(((struct scene *)*state)->pool).connections, 0);
}

static void a_kept_connection_is_no_way_round_the_guard(void **state)
{
	struct scene *scene = *state;
	char url[64];

	scene_get(scene, "/plain", no_wishes);
	assert_int_equal(fetch_pool_stats(scene->pool).connections, 1);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/plain", scene_origin.port);
	assert_outcome(scene_get_url(scene, url, false), "private-address");
	assert_outcome(scene_get_url(scene, url, true), "ok");
}

static void a_proxy_that_is_not_there_is_not_the_sources_fault(void **state)
{
	struct scene *scene = *state;
	struct origin gone = origin_start("127.0.0.1", 0);
	char proxy[64];

	origin_stop(&gone);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", gone.port);
	scene_open_pool(scene, &(struct fetch_options){ .proxy = proxy });
	assert_outcome(scene_get_url(scene, "http://news.example/rss", false), "proxy");
	assert_outcome(scene_get_url(scene, "http://[::1]/rss", false), "private-address");
	assert_outcome(scene_get_url(scene, "http://localhost/rss", false), "private-address");
}

static void the_environments_proxy_is_not_used(void **state)
{
	struct scene *scene = *state;

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	assert_outcome(scene_get(scene, "/plain", no_wishes), "ok");
	unsetenv("http_proxy");
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, scene_setup, scene_teardown)
	const struct CMUnitTest tests[] = {
		CASE(each_failure_has_its_name),
		CASE(the_largest_body_makes_room_where_all_together_are_too_much),
		CASE(the_room_of_a_body_is_given_back),
		CASE(the_whole_transfer_has_its_limit_too),
		CASE(nobody_listening_is_told_as_such),
		CASE(a_name_without_an_address_is_told_as_such),
		CASE(what_is_no_web_address_is_refused),
		CASE(plaintext_on_a_tls_port_is_a_tls_failure),
		CASE(a_handshake_without_an_answer_is_a_tls_failure),
		CASE(private_addresses_are_refused_however_they_are_written),
		CASE(a_kept_connection_is_no_way_round_the_guard),
		CASE(a_proxy_that_is_not_there_is_not_the_sources_fault),
		CASE(the_environments_proxy_is_not_used),
	};

	return cmocka_run_group_tests(tests, scene_start_origin, scene_stop_origin);
}
