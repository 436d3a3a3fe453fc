#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

static void a_plain_reply_is_told_whole(void **state)
{
	const struct result *result = scene_get(*state, "/plain", no_wishes);

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
	const struct result *result = scene_get(*state, "/empty", no_wishes);

	assert_outcome(result, "ok");
	assert_int_equal(result->len, 0);
	assert_string_equal(result->hash,
	                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_int_equal(result->max_age_s, -1);
}

static void validators_are_sent_verbatim(void **state)
{
	const struct result *result = scene_get(
		*state, "/echo",
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
	const struct result *result =
		scene_get(*state, "/echo",
	                  (struct fetch_request){ .etag = "\"a\"\r\nX-Evil: 1",
	                                          .user_agent = "a\nX-Evil: 1" });

	assert_outcome(result, "ok");
	assert_null(strstr(result->body, "X-Evil"));
}

static void a_request_without_validators_has_no_conditions(void **state)
{
	struct scene *scene = *state;
	const struct result *result;

	scene_get(scene, "/echo",
	          (struct fetch_request){ .etag = "\"a\"", .user_agent = "other/2" });
	assert_non_null(strstr(scene->result.body, "\r\nUser-Agent: other/2\r\n"));
	result = scene_get(scene, "/echo", (struct fetch_request){ .accept = "text/html" });
	assert_null(strstr(result->body, "If-"));
	assert_non_null(strstr(result->body, "\r\nAccept: text/html\r\n"));
	assert_non_null(strstr(result->body, "\r\nUser-Agent: integrad-test/1\r\n"));
}

static void not_modified_needs_a_condition(void **state)
{
	struct scene *scene = *state;

	assert_outcome(scene_get(scene, "/304", (struct fetch_request){ .etag = "\"old\"" }),
	               "not-modified");
	assert_string_equal(scene->result.etag, "\"new\"");
	assert_int_equal(scene->result.len, 0);
	assert_string_equal(scene->result.hash, "");
	assert_outcome(scene_get(scene, "/304", no_wishes), "protocol");
}

static void compression_is_undone(void **state)
{
	assert_string_equal(scene_get(*state, "/gzip", no_wishes)->body, "hello, compressed world");
}

static void a_kept_connection_is_used_again(void **state)
{
	struct scene *scene = *state;
	char first[16];

	snprintf(first, sizeof(first), "%.15s", scene_get(scene, "/peer", no_wishes)->body);
	assert_string_equal(scene_get(scene, "/peer", no_wishes)->body, first);
	assert_int_equal(fetch_pool_stats(scene->pool).connections, 1);
	assert_int_equal(fetch_pool_stats(scene->pool).transfers, 2);
}

static void permanent_redirects_all_the_way_give_a_new_address(void **state)
{
	struct scene *scene = *state;
	const struct result *result = scene_get(scene, "/hop5", no_wishes);

	assert_outcome(result, "ok");
	assert_string_equal(result->body, "hello");
	assert_non_null(strstr(result->permanent_url, "/plain"));
	assert_string_equal(result->effective_url, result->permanent_url);

	result = scene_get(scene, "/mixed", no_wishes);
	assert_outcome(result, "ok");
	assert_non_null(strstr(result->effective_url, "/plain"));
	assert_string_equal(result->permanent_url, "");
}

static void a_pause_that_a_host_asks_for_holds_for_all_its_jobs(void **state)
{
	struct scene *scene = *state;

	scene_start(scene, "/429", (struct fetch_request){ .allow_private = true }, scene_on_first);
	scene_start(scene, "/plain", (struct fetch_request){ .allow_private = true },
	            scene_on_other);
	scene_run(scene);
	assert_outcome(&scene->result, "http-429");
	assert_int_equal(scene->result.retry_after_s, 3600);
	assert_outcome(&scene->other, "paused");
	assert_in_range(scene->other.retry_after_s, 3590, 3600);

	assert_outcome(scene_get(scene, "/plain", no_wishes), "paused");
	assert_non_null(strstr(scene->result.detail, "127.0.0.1 asked for a pause"));
	assert_int_equal(fetch_pool_stats(scene->pool).transfers, 1);
}

static void some_pauses_are_understood_and_others_are_none(void **state)
{
	struct scene *scene = *state;
	struct fetch_options options = { .transfer_ms = 5000 };

	scene_get(scene, "/429-unsaid", no_wishes);
	assert_outcome(scene_get(scene, "/plain", no_wishes), "paused");
	scene_open_pool(scene, &options);
	assert_outcome(scene_get(scene, "/503", no_wishes), "http-5xx");
	assert_int_equal(scene->result.retry_after_s, 60);
	assert_outcome(scene_get(scene, "/plain", no_wishes), "paused");
	scene_open_pool(scene, &options);
	scene_get(scene, "/500", no_wishes);
	assert_outcome(scene_get(scene, "/plain", no_wishes), "ok");
}

static void a_cancelled_job_is_never_told(void **state)
{
	struct scene *scene = *state;
	struct fetch_request request = { .allow_private = true }, mistake = { .url = "no" };

	/* one that waits and one that is settled already, before the loop ran */
	fetch_cancel(scene_start(scene, "/plain", request, scene_on_other));
	fetch_cancel(fetch_start(scene->pool, &mistake, scene_on_other, scene));

	/* one that is under way, by the callback of another */
	scene->victim = scene_start(scene, "/hang", request, scene_on_other);
	scene_run_for(scene, 50);
	assert_int_equal(fetch_pool_stats(scene->pool).running, 1);
	fetch_start(scene->pool, &mistake, scene_on_first, scene);
	scene->waiting = 1;
	scene_run(scene);
	assert_int_equal(scene->result.calls, 1);
	assert_int_equal(scene->other.calls, 0);
	assert_int_equal(fetch_pool_stats(scene->pool).running, 0);
	assert_int_equal(fetch_pool_stats(scene->pool).queued, 0);

	assert_outcome(scene_get(scene, "/plain", no_wishes), "ok");
}

static void the_pool_may_go_in_any_state(void **state)
{
	struct scene *scene = *state;
	struct fetch_request request = { .allow_private = true };
	static const char *const paths[] = { "/hang", "/drip", "/steady" };

	for (size_t i = 0; i < COUNT(paths); i++) {
		scene_start(scene, paths[i], request, scene_on_first);
		scene_start(scene, "/plain", request, scene_on_first);
		fetch_start(scene->pool, &(struct fetch_request){ .url = "no" }, scene_on_first,
		            scene);
		fetch_pool_free(scene->pool); /* nothing has begun */
		scene->pool = NULL;
		scene_open_pool(scene, &(struct fetch_options){ 0 });
		scene_start(scene, paths[i], request, scene_on_first);
		scene_start(scene, "/plain", request, scene_on_first);
		scene_run_for(scene, 50); /* one is under way, one waits */
		assert_int_equal(fetch_pool_stats(scene->pool).running, 1);
		assert_int_equal(fetch_pool_stats(scene->pool).queued, 1);
		scene_open_pool(scene, &(struct fetch_options){ 0 });
	}
	scene_run_for(scene, 10);
	assert_int_equal(scene->result.calls, 0);
}

static void new_options_hold_for_the_next_transfer(void **state)
{
	struct scene *scene = *state;

	scene_get(scene, "/echo", no_wishes);
	fetch_pool_set_options(scene->pool, &(struct fetch_options){ .user_agent = "changed/2" });
	assert_non_null(
		strstr(scene_get(scene, "/echo", no_wishes)->body, "User-Agent: changed/2\r\n"));
}

static void a_gap_is_owed_to_a_host_that_was_reached_and_to_no_other(void **state)
{
	struct scene *scene = *state;
	char url[64];

	scene_open_pool(scene, &(struct fetch_options){ .host_gap_ms = 3600 * 1000 });
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/plain", scene_origin.port);
	assert_outcome(scene_get_url(scene, url, false), "private-address");
	assert_outcome(scene_get(scene, "/temporary", no_wishes), "ok"); /* both hops at once */

	scene_start(scene, "/plain", (struct fetch_request){ .allow_private = true },
	            scene_on_other);
	scene_run_for(scene, 50);
	assert_int_equal(scene->other.calls, 0);
	assert_int_equal(fetch_pool_stats(scene->pool).queued, 1);
}

/* The one connection that is kept is that of the first host. */
static void connections_beyond_the_kept_ones_end_with_their_transfer(void **state)
{
	struct scene *scene = *state;
	struct origin second = origin_start("127.0.0.1", 0);
	char url[64];

	scene_open_pool(scene, &(struct fetch_options){ .kept_connections = 1 });
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/plain", second.port);
	for (int i = 0; i < 3; i++) {
		assert_outcome(scene_get(scene, "/plain", no_wishes), "ok");
		assert_outcome(scene_get_url(scene, url, true), "ok");
	}
	assert_int_equal(fetch_pool_stats(scene->pool).connections, 1 + 3);
	origin_stop(&second);
}

/* Each host is another address of ours. */
static struct fetch_job *start_on_host(struct scene *scene, int host, const char *path)
{
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.%d:%d%s", host, scene_origin.port, path);
	return fetch_start(scene->pool,
	                   &(struct fetch_request){ .url = url, .allow_private = true },
	                   scene_on_other, scene);
}

static void one_transfer_runs_at_a_host_and_so_many_in_all(void **state)
{
	struct scene *scene = *state;
	struct origin others[2] = { origin_start("127.0.0.2", scene_origin.port),
		                    origin_start("127.0.0.3", scene_origin.port) };
	struct fetch_stats stats;

	scene_open_pool(scene, &(struct fetch_options){ .max_transfers = 2 });
	for (int i = 0; i < 3; i++)
		start_on_host(scene, 1, "/hang");
	scene_run_for(scene, 50);
	stats = fetch_pool_stats(scene->pool);
	assert_int_equal(stats.running, 1);
	assert_int_equal(stats.queued, 2);
	start_on_host(scene, 2, "/hang");
	start_on_host(scene, 3, "/hang");
	scene_run_for(scene, 50);
	stats = fetch_pool_stats(scene->pool);
	assert_int_equal(stats.running, 2);
	assert_int_equal(stats.queued, 3);
	origin_stop(&others[0]);
	origin_stop(&others[1]);
}

static void jobs_that_are_not_yet_running_can_be_cancelled(void **state)
{
	struct scene *scene = *state;
	struct fetch_job *jobs[4];

	scene_open_pool(scene, &(struct fetch_options){ .max_transfers = 1, .dns = "127.0.0.1:9" });
	jobs[0] = start_on_host(scene, 1, "/hang");
	jobs[1] = fetch_start(scene->pool, &(struct fetch_request){ .url = "http://news.example/" },
	                      scene_on_other, scene); /* its name is looked up */
	jobs[2] = start_on_host(scene, 2, "/hang");   /* ready, but for a transfer */
	jobs[3] = start_on_host(scene, 1, "/hang");   /* waits at its host */
	scene_run_for(scene, 50);
	assert_int_equal(fetch_pool_stats(scene->pool).running, 1);
	assert_int_equal(fetch_pool_stats(scene->pool).queued, 2);
	assert_int_equal(fetch_pool_stats(scene->pool).resolving, 1);
	for (size_t i = COUNT(jobs); i-- > 0;)
		fetch_cancel(jobs[i]);
	assert_int_equal(fetch_pool_stats(scene->pool).resolving, 0);
	scene_run_for(scene, 10);
	assert_int_equal(scene->other.calls, 0);
	assert_outcome(scene_get(scene, "/plain", no_wishes), "ok");
}

static void headers_of_ones_own_go_where_they_belong(void **state)
{
	static const char *const headers[] = { "X-Key: 1", "X-Other: 2" };
	static const struct {
		const char *headers_for;
		bool is_sent;
	} cases[] = {
		{ NULL, true },
		{ "http://127.0.0.2/feed", false },
		{ "https://127.0.0.1/feed", false },
		{ "http://127.0.0.1:1/feed", false },
	};
	struct scene *scene = *state;
	struct fetch_request request = { .headers = headers, .header_count = 2 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		request.headers_for = cases[i].headers_for;
		scene_get(scene, "/echo", request);
		assert_int_equal(strstr(scene->result.body, "X-Key: 1\r\n") != NULL,
		                 cases[i].is_sent);
		assert_int_equal(strstr(scene->result.body, "X-Other: 2\r\n") != NULL,
		                 cases[i].is_sent);
	}
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, scene_setup, scene_teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_plain_reply_is_told_whole),
		CASE(an_empty_body_is_a_body),
		CASE(validators_are_sent_verbatim),
		CASE(a_validator_cannot_smuggle_a_header),
		CASE(a_request_without_validators_has_no_conditions),
		CASE(not_modified_needs_a_condition),
		CASE(compression_is_undone),
		CASE(a_kept_connection_is_used_again),
		CASE(permanent_redirects_all_the_way_give_a_new_address),
		CASE(a_pause_that_a_host_asks_for_holds_for_all_its_jobs),
		CASE(some_pauses_are_understood_and_others_are_none),
		CASE(a_cancelled_job_is_never_told),
		CASE(the_pool_may_go_in_any_state),
		CASE(a_gap_is_owed_to_a_host_that_was_reached_and_to_no_other),
		CASE(connections_beyond_the_kept_ones_end_with_their_transfer),
		CASE(new_options_hold_for_the_next_transfer),
		CASE(one_transfer_runs_at_a_host_and_so_many_in_all),
		CASE(jobs_that_are_not_yet_running_can_be_cancelled),
		CASE(headers_of_ones_own_go_where_they_belong),
	};

	return cmocka_run_group_tests(tests, scene_start_origin, scene_stop_origin);
}
