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
#include "event/loop.h"
#include "fetch/fetch.h"
#include "origin.h"

/* Of one reply, what the tests look at: the reply itself is only lent. */
struct result {
	int calls;
	enum fetch_outcome outcome;
	long status;
	char detail[512];
	char body[8192];
	size_t len;
	char hash[HASH_HEX_SIZE];
	char content_type[128];
	char charset[64];
	char etag[128];
	char last_modified[128];
	char effective_url[256];
	char permanent_url[256];
	int64_t retry_after_s;
	int64_t max_age_s;
};

struct scene {
	struct event_loop *loop;
	struct fetch_pool *pool;
	struct event_timer *watchdog;
	struct result result;
	struct result other;
	struct fetch_job *victim; /* cancelled by the first reply */
	int waiting;
};

static struct origin origin;

static void give_up(void *arg)
{
	struct scene *scene = arg;

	event_loop_stop(scene->loop);
}

static void open_pool(struct scene *scene, const struct fetch_options *options)
{
	struct err err = { 0 };

	fetch_pool_free(scene->pool);
	scene->pool = fetch_pool_new(scene->loop, options, &err);
	if (!scene->pool)
		fail_msg("%s", err.text);
}

static int setup(void **state)
{
	struct scene *scene = mem_alloc(sizeof(*scene));

	scene->loop = event_loop_new();
	scene->watchdog = event_timer_new(scene->loop, give_up, scene);
	open_pool(scene, &(struct fetch_options){ .user_agent = "integrad-test/1",
	                                          .connect_ms = 2000,
	                                          .transfer_ms = 5000,
	                                          .low_speed_s = 1 });
	*state = scene;
	return 0;
}

static int teardown(void **state)
{
	struct scene *scene = *state;

	fetch_pool_free(scene->pool);
	event_timer_free(scene->watchdog);
	event_loop_free(scene->loop);
	free(scene);
	return 0;
}

static void copy(char *to, size_t size, const char *from)
{
	assert_non_null(from);
	snprintf(to, size, "%s", from);
}

static void keep(struct result *result, const struct fetch_reply *reply)
{
	result->calls++;
	result->outcome = reply->outcome;
	result->status = reply->status;
	result->len = reply->len;
	result->retry_after_s = reply->retry_after_s;
	result->max_age_s = reply->max_age_s;
	assert_int_equal(reply->body[reply->len], '\0');
	copy(result->detail, sizeof(result->detail), reply->detail);
	copy(result->body, sizeof(result->body), reply->body);
	copy(result->hash, sizeof(result->hash), reply->hash);
	copy(result->content_type, sizeof(result->content_type), reply->content_type);
	copy(result->charset, sizeof(result->charset), reply->charset);
	copy(result->etag, sizeof(result->etag), reply->etag);
	copy(result->last_modified, sizeof(result->last_modified), reply->last_modified);
	copy(result->effective_url, sizeof(result->effective_url), reply->effective_url);
	copy(result->permanent_url, sizeof(result->permanent_url), reply->permanent_url);
}

static void one_less(struct scene *scene)
{
	if (--scene->waiting == 0)
		event_loop_stop(scene->loop);
}

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	struct scene *scene = arg;

	keep(&scene->result, reply);
	if (scene->victim)
		fetch_cancel(scene->victim);
	scene->victim = NULL;
	one_less(scene);
}

static void on_other(const struct fetch_reply *reply, void *arg)
{
	struct scene *scene = arg;

	keep(&scene->other, reply);
	one_less(scene);
}

static void run(struct scene *scene)
{
	struct err err;

	event_timer_start(scene->watchdog, 15000);
	assert_int_equal(event_loop_run(scene->loop, &err), 0);
	event_timer_cancel(scene->watchdog);
	assert_int_equal(scene->waiting, 0);
}

static struct fetch_job *start(struct scene *scene, const char *path, struct fetch_request request,
                               fetch_done_fn *done)
{
	char url[256];
	struct fetch_job *job;

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", origin.port, path);
	request.url = url;
	scene->waiting++;
	job = fetch_start(scene->pool, &request, done, scene);
	return job;
}

/* Fetches the path from our origin and waits for the reply. */
static const struct result *get(struct scene *scene, const char *path, struct fetch_request request)
{
	memset(&scene->result, 0, sizeof(scene->result));
	request.allow_private = true;
	start(scene, path, request, on_reply);
	assert_int_equal(scene->result.calls, 0);
	run(scene);
	assert_int_equal(scene->result.calls, 1);
	return &scene->result;
}

/* The same for any address. */
static const struct result *get_url(struct scene *scene, const char *url, bool allow_private)
{
	memset(&scene->result, 0, sizeof(scene->result));
	scene->waiting++;
	fetch_start(scene->pool,
	            &(struct fetch_request){ .url = url, .allow_private = allow_private }, on_reply,
	            scene);
	assert_int_equal(scene->result.calls, 0);
	run(scene);
	assert_int_equal(scene->result.calls, 1);
	return &scene->result;
}

static void assert_outcome(const struct result *result, const char *name)
{
	if (strcmp(fetch_outcome_name(result->outcome), name) != 0)
		fail_msg("expected %s but got %s: %s", name, fetch_outcome_name(result->outcome),
		         result->detail);
}

static const struct fetch_request no_wishes;

static void a_plain_reply_is_told_whole(void **state)
{
	const struct result *result = get(*state, "/plain", no_wishes);

	assert_outcome(result, "ok");
	assert_int_equal(result->status, 200);
	assert_string_equal(result->body, "hello");
	assert_int_equal(result->len, 5);
	assert_string_equal(result->hash,
	                    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
	assert_string_equal(result->content_type, "text/plain; charset=Windows-1251");
	assert_string_equal(result->charset, "windows-1251");
	assert_string_equal(result->etag, "W/\"a b\\c\"");
	assert_string_equal(result->last_modified, "Wed, 5 Apr 2023 10:00:00 GMT");
	assert_string_equal(result->permanent_url, "");
	assert_string_equal(result->detail, "");
	assert_int_equal(result->max_age_s, 1800);
	assert_int_equal(result->retry_after_s, -1);
}

static void an_empty_body_is_a_body(void **state)
{
	const struct result *result = get(*state, "/empty", no_wishes);

	assert_outcome(result, "ok");
	assert_int_equal(result->len, 0);
	assert_string_equal(result->hash,
	                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_int_equal(result->max_age_s, -1);
}

static void validators_are_sent_verbatim(void **state)
{
	const struct result *result =
		get(*state, "/echo",
	            (struct fetch_request){ .etag = "W/\"a b\\c\"",
	                                    .last_modified = "Wed, 5 Apr 2023 10:00:00 GMT" });

	assert_non_null(strstr(result->body, "\r\nIf-None-Match: W/\"a b\\c\"\r\n"));
	assert_non_null(
		strstr(result->body, "\r\nIf-Modified-Since: Wed, 5 Apr 2023 10:00:00 GMT\r\n"));
	assert_non_null(strstr(result->body, "\r\nUser-Agent: integrad-test/1\r\n"));
	assert_non_null(strstr(result->body, "\r\nAccept-Encoding: "));
	assert_null(strstr(result->body, "Authorization"));
}

static void a_validator_cannot_smuggle_a_header(void **state)
{
	const struct result *result = get(*state, "/echo",
	                                  (struct fetch_request){ .etag = "\"a\"\r\nX-Evil: 1",
	                                                          .user_agent = "a\nX-Evil: 1" });

	assert_outcome(result, "ok");
	assert_null(strstr(result->body, "X-Evil"));
}

static void a_request_without_validators_has_no_conditions(void **state)
{
	struct scene *scene = *state;
	const struct result *result;

	get(scene, "/echo", (struct fetch_request){ .etag = "\"a\"", .user_agent = "other/2" });
	assert_non_null(strstr(scene->result.body, "\r\nUser-Agent: other/2\r\n"));
	result = get(scene, "/echo", (struct fetch_request){ .accept = "text/html" });
	assert_null(strstr(result->body, "If-"));
	assert_non_null(strstr(result->body, "\r\nAccept: text/html\r\n"));
	assert_non_null(strstr(result->body, "\r\nUser-Agent: integrad-test/1\r\n"));
}

static void not_modified_needs_a_condition(void **state)
{
	struct scene *scene = *state;

	assert_outcome(get(scene, "/304", (struct fetch_request){ .etag = "\"old\"" }),
	               "not-modified");
	assert_string_equal(scene->result.etag, "\"new\"");
	assert_int_equal(scene->result.len, 0);
	assert_string_equal(scene->result.hash, "");
	assert_outcome(get(scene, "/304", no_wishes), "protocol");
}

static void compression_is_undone(void **state)
{
	assert_string_equal(get(*state, "/gzip", no_wishes)->body, "hello, compressed world");
}

static void a_kept_connection_is_used_again(void **state)
{
	struct scene *scene = *state;
	char first[16];

	copy(first, sizeof(first), get(scene, "/peer", no_wishes)->body);
	assert_string_equal(get(scene, "/peer", no_wishes)->body, first);
	assert_int_equal(fetch_pool_stats(scene->pool).connections, 1);
	assert_int_equal(fetch_pool_stats(scene->pool).transfers, 2);
}

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
		const struct result *result = get(scene, cases[i].path,
		                                  (struct fetch_request){ .max_bytes = MIB });

		if (strcmp(fetch_outcome_name(result->outcome), cases[i].outcome) != 0 ||
		    strncmp(result->detail, cases[i].detail, strlen(cases[i].detail)) != 0)
			fail_msg("%s gives %s: %s", cases[i].path,
			         fetch_outcome_name(result->outcome), result->detail);
		assert_int_equal(result->len, 0);
		assert_null(strchr(result->detail, '\n'));
	}
}

static void the_whole_transfer_has_its_limit_too(void **state)
{
	struct scene *scene = *state;
	const struct result *result;

	open_pool(scene, &(struct fetch_options){ .transfer_ms = 300 });
	result = get(scene, "/steady", no_wishes);
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
	result = get_url(scene, url, true);
	assert_outcome(result, "connect");
	assert_string_equal(result->detail, "cannot connect to 127.0.0.1: Connection refused");
}

/* No resolver asks anybody for a label of over 63 bytes, so the test needs no network. */
static void a_name_without_an_address_is_told_as_such(void **state)
{
	static const char url[] =
		"http://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxx.example/rss";
	const struct result *result = get_url(*state, url, false);

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
		const struct result *result = get_url(*state, urls[i], true);

		assert_outcome(result, "bad-address");
		assert_true(result->detail[0] != '\0');
	}
}

static void plaintext_on_a_tls_port_is_a_tls_failure(void **state)
{
	char url[64];

	snprintf(url, sizeof(url), "https://127.0.0.1:%d/plain", origin.port);
	assert_outcome(get_url(*state, url, true), "tls");
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
	open_pool(scene, &(struct fetch_options){ .connect_ms = 200 });
	assert_outcome(get_url(scene, url, true), "tls");
	close(fd);
}

static void permanent_redirects_all_the_way_give_a_new_address(void **state)
{
	struct scene *scene = *state;
	const struct result *result = get(scene, "/hop5", no_wishes);

	assert_outcome(result, "ok");
	assert_string_equal(result->body, "hello");
	assert_non_null(strstr(result->permanent_url, "/plain"));
	assert_string_equal(result->effective_url, result->permanent_url);

	result = get(scene, "/mixed", no_wishes);
	assert_outcome(result, "ok");
	assert_non_null(strstr(result->effective_url, "/plain"));
	assert_string_equal(result->permanent_url, "");
}

static void private_addresses_are_refused_however_they_are_written(void **state)
{
	static const char *const hosts[] = { "127.0.0.1",   "localhost", "2130706433",
		                             "0x7f.1",      "[::1]",     "[::ffff:127.0.0.1]",
		                             "017700000001" };
	char url[128];

	for (size_t i = 0; i < COUNT(hosts); i++) {
		const struct result *result;

		snprintf(url, sizeof(url), "http://%s:%d/plain", hosts[i], origin.port);
		result = get_url(*state, url, false);
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

	get(scene, "/plain", no_wishes);
	assert_int_equal(fetch_pool_stats(scene->pool).connections, 1);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/plain", origin.port);
	assert_outcome(get_url(scene, url, false), "private-address");
	assert_outcome(get_url(scene, url, true), "ok");
}

static void a_pause_that_a_host_asks_for_holds_for_all_its_jobs(void **state)
{
	struct scene *scene = *state;

	start(scene, "/429", (struct fetch_request){ .allow_private = true }, on_reply);
	start(scene, "/plain", (struct fetch_request){ .allow_private = true }, on_other);
	run(scene);
	assert_outcome(&scene->result, "http-429");
	assert_int_equal(scene->result.retry_after_s, 3600);
	assert_outcome(&scene->other, "paused");
	assert_in_range(scene->other.retry_after_s, 3590, 3600);

	assert_outcome(get(scene, "/plain", no_wishes), "paused");
	assert_non_null(strstr(scene->result.detail, "127.0.0.1 asked for a pause"));
	assert_int_equal(fetch_pool_stats(scene->pool).transfers, 1);
}

static void some_pauses_are_understood_and_others_are_none(void **state)
{
	struct scene *scene = *state;
	struct fetch_options options = { .transfer_ms = 5000 };

	get(scene, "/429-unsaid", no_wishes);
	assert_outcome(get(scene, "/plain", no_wishes), "paused");
	open_pool(scene, &options);
	assert_outcome(get(scene, "/503", no_wishes), "http-5xx");
	assert_int_equal(scene->result.retry_after_s, 60);
	assert_outcome(get(scene, "/plain", no_wishes), "paused");
	open_pool(scene, &options);
	get(scene, "/500", no_wishes);
	assert_outcome(get(scene, "/plain", no_wishes), "ok");
}

static void a_cancelled_job_is_never_told(void **state)
{
	struct scene *scene = *state;
	struct fetch_request request = { .allow_private = true };
	struct fetch_job *settled;

	/* one that runs, one that waits behind it, one that is settled already */
	scene->victim = start(scene, "/hang", request, on_other);
	fetch_cancel(start(scene, "/plain", request, on_other));
	settled = fetch_start(scene->pool, &(struct fetch_request){ .url = "no" }, on_other, scene);
	fetch_cancel(settled);
	scene->waiting--;

	/* the reply of another host comes while the victim runs, and cancels it */
	scene->waiting++;
	fetch_start(scene->pool, &(struct fetch_request){ .url = "no" }, on_reply, scene);
	scene->waiting--;
	run(scene);
	assert_int_equal(scene->result.calls, 1);
	assert_int_equal(scene->other.calls, 0);
	assert_int_equal(fetch_pool_stats(scene->pool).running, 0);
	assert_int_equal(fetch_pool_stats(scene->pool).queued, 0);

	assert_outcome(get(scene, "/plain", no_wishes), "ok");
}

static void run_a_moment(struct scene *scene, int64_t ms)
{
	struct err err;

	event_timer_start(scene->watchdog, ms);
	assert_int_equal(event_loop_run(scene->loop, &err), 0);
}

static void the_pool_may_go_in_any_state(void **state)
{
	struct scene *scene = *state;
	struct fetch_request request = { .allow_private = true };
	static const char *const paths[] = { "/hang", "/drip", "/steady" };

	for (size_t i = 0; i < COUNT(paths); i++) {
		start(scene, paths[i], request, on_reply);
		start(scene, "/plain", request, on_reply);
		fetch_start(scene->pool, &(struct fetch_request){ .url = "no" }, on_reply, scene);
		fetch_pool_free(scene->pool); /* nothing has begun */
		scene->pool = NULL;
		open_pool(scene, &(struct fetch_options){ 0 });
		start(scene, paths[i], request, on_reply);
		start(scene, "/plain", request, on_reply);
		run_a_moment(scene, 50); /* one is under way, one waits */
		assert_int_equal(fetch_pool_stats(scene->pool).running, 1);
		assert_int_equal(fetch_pool_stats(scene->pool).queued, 1);
		open_pool(scene, &(struct fetch_options){ 0 });
	}
	run_a_moment(scene, 10);
	assert_int_equal(scene->result.calls, 0);
}

static void new_options_hold_for_the_next_transfer(void **state)
{
	struct scene *scene = *state;

	get(scene, "/echo", no_wishes);
	fetch_pool_set_options(scene->pool, &(struct fetch_options){ .user_agent = "changed/2" });
	assert_non_null(strstr(get(scene, "/echo", no_wishes)->body, "User-Agent: changed/2\r\n"));
}

static void a_proxy_that_is_not_there_is_not_the_sources_fault(void **state)
{
	struct scene *scene = *state;
	struct origin gone = origin_start("127.0.0.1", 0);
	char proxy[64];

	origin_stop(&gone);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", gone.port);
	open_pool(scene, &(struct fetch_options){ .proxy = proxy });
	assert_outcome(get_url(scene, "http://news.example/rss", false), "proxy");
	assert_outcome(get_url(scene, "http://[::1]/rss", false), "private-address");
	assert_outcome(get_url(scene, "http://localhost/rss", false), "private-address");
}

static void the_environments_proxy_is_not_used(void **state)
{
	struct scene *scene = *state;

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	assert_outcome(get(scene, "/plain", no_wishes), "ok");
	unsetenv("http_proxy");
}

static int start_origin(void **state)
{
	(void)state;
	origin = origin_start("127.0.0.1", 0);
	return origin.pid > 0 ? 0 : -1;
}

static int stop_origin(void **state)
{
	(void)state;
	origin_stop(&origin);
	return 0;
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_plain_reply_is_told_whole),
		CASE(an_empty_body_is_a_body),
		CASE(validators_are_sent_verbatim),
		CASE(a_validator_cannot_smuggle_a_header),
		CASE(a_request_without_validators_has_no_conditions),
		CASE(not_modified_needs_a_condition),
		CASE(compression_is_undone),
		CASE(a_kept_connection_is_used_again),
		CASE(each_failure_has_its_name),
		CASE(the_whole_transfer_has_its_limit_too),
		CASE(nobody_listening_is_told_as_such),
		CASE(a_name_without_an_address_is_told_as_such),
		CASE(what_is_no_web_address_is_refused),
		CASE(plaintext_on_a_tls_port_is_a_tls_failure),
		CASE(a_handshake_without_an_answer_is_a_tls_failure),
		CASE(permanent_redirects_all_the_way_give_a_new_address),
		CASE(private_addresses_are_refused_however_they_are_written),
		CASE(a_kept_connection_is_no_way_round_the_guard),
		CASE(a_pause_that_a_host_asks_for_holds_for_all_its_jobs),
		CASE(some_pauses_are_understood_and_others_are_none),
		CASE(a_cancelled_job_is_never_told),
		CASE(the_pool_may_go_in_any_state),
		CASE(new_options_hold_for_the_next_transfer),
		CASE(a_proxy_that_is_not_there_is_not_the_sources_fault),
		CASE(the_environments_proxy_is_not_used),
	};

	return cmocka_run_group_tests(tests, start_origin, stop_origin);
}
