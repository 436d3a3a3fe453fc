#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fetch/host.h"
#include "fetch/job.h"

#define GAP_MS 20

struct scene {
	struct event_loop *loop;
	struct hosts hosts;
	struct fetch_job jobs[4];
	int readiness;
};

static void on_ready(void *arg)
{
	struct scene *scene = arg;

	scene->readiness++;
}

static int setup(void **state)
{
	struct scene *scene = mem_alloc(sizeof(*scene));

	scene->loop = event_loop_new();
	hosts_init(&scene->hosts, scene->loop, on_ready, scene);
	*state = scene;
	return 0;
}

static int teardown(void **state)
{
	struct scene *scene = *state;

	hosts_done(&scene->hosts);
	event_loop_free(scene->loop);
	free(scene);
	return 0;
}

/* Runs until no timer is left. */
static void run(struct scene *scene)
{
	struct err err;

	assert_int_equal(event_loop_run(scene->loop, &err), 0);
}

static void http_and_https_of_a_name_are_one_host_and_other_ports_are_not(void **state)
{
	struct scene *scene = *state;
	struct host *host = hosts_get(&scene->hosts, "a.example", 443);

	assert_ptr_equal(hosts_get(&scene->hosts, "a.example", 80), host);
	assert_ptr_not_equal(hosts_get(&scene->hosts, "a.example", 8080), host);
	assert_ptr_not_equal(hosts_get(&scene->hosts, "b.example", 443), host);
}

static void a_host_runs_one_job_at_a_time_with_a_gap_behind_it(void **state)
{
	struct scene *scene = *state;
	struct host *host = hosts_get(&scene->hosts, "a.example", 80);
	int64_t released;

	host_add(host, &scene->jobs[0]);
	host_add(host, &scene->jobs[1]);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[0]);
	assert_null(hosts_next(&scene->hosts));

	released = event_now_ms(scene->loop);
	host_release(host, GAP_MS);
	assert_null(hosts_next(&scene->hosts));
	run(scene);
	assert_int_equal(scene->readiness, 1);
	assert_true(event_now_ms(scene->loop) - released >= GAP_MS);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[1]);
	host_release(host, 0);
}

static void a_job_that_comes_during_the_gap_waits_for_its_end(void **state)
{
	struct scene *scene = *state;
	struct host *host = hosts_get(&scene->hosts, "a.example", 80);

	host_add(host, &scene->jobs[0]);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[0]);
	host_release(host, GAP_MS);
	host_add(host, &scene->jobs[1]);
	assert_null(hosts_next(&scene->hosts));
	run(scene);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[1]);
	host_release(host, 0);
}

static void hosts_take_turns(void **state)
{
	struct scene *scene = *state;
	struct host *a = hosts_get(&scene->hosts, "a.example", 80);
	struct host *b = hosts_get(&scene->hosts, "b.example", 80);

	host_add(a, &scene->jobs[0]);
	host_add(a, &scene->jobs[1]);
	host_add(b, &scene->jobs[2]);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[0]);
	host_release(a, 0);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[2]);
	assert_ptr_equal(hosts_next(&scene->hosts), &scene->jobs[1]);
	host_release(a, 0);
	host_release(b, 0);
}

static void a_job_that_leaves_the_queue_is_never_its_turn(void **state)
{
	struct scene *scene = *state;
	struct host *host = hosts_get(&scene->hosts, "a.example", 80);

	host_add(host, &scene->jobs[0]);
	host_add(host, &scene->jobs[1]);
	host_add(host, &scene->jobs[2]);
	assert_int_equal(scene->hosts.waiting_count, 3);
	host_remove(host, &scene->jobs[1]);
	assert_ptr_equal(host_take(host), &scene->jobs[0]);
	assert_ptr_equal(host_take(host), &scene->jobs[2]);
	assert_null(host_take(host));
	assert_null(hosts_next(&scene->hosts));
	assert_int_equal(scene->hosts.waiting_count, 0);
}

static void a_longer_pause_is_not_shortened_by_a_later_one(void **state)
{
	struct scene *scene = *state;
	struct host *host = hosts_get(&scene->hosts, "a.example", 80);

	assert_int_equal(host_pause_left_ms(host), 0);
	host_pause(host, 100000);
	host_pause(host, 1000);
	assert_in_range(host_pause_left_ms(host), 90000, 100000);
}

/* A stranger's links must not fill our memory, nor make us forget our manners. */
static void idle_hosts_are_forgotten_and_those_that_are_owed_a_wait_are_not(void **state)
{
	struct scene *scene = *state;
	struct host *paused = hosts_get(&scene->hosts, "paused.example", 80);
	struct host *waiting = hosts_get(&scene->hosts, "waiting.example", 80);
	char name[32];

	host_pause(paused, 1000000);
	host_add(waiting, &scene->jobs[0]);
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "h%d.example", i);
		hosts_get(&scene->hosts, name, 80);
	}
	assert_true(scene->hosts.count < 2000);
	assert_ptr_equal(hosts_get(&scene->hosts, "paused.example", 80), paused);
	assert_ptr_equal(hosts_get(&scene->hosts, "waiting.example", 80), waiting);
	assert_ptr_equal(host_take(waiting), &scene->jobs[0]);
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(http_and_https_of_a_name_are_one_host_and_other_ports_are_not),
		CASE(a_host_runs_one_job_at_a_time_with_a_gap_behind_it),
		CASE(a_job_that_comes_during_the_gap_waits_for_its_end),
		CASE(hosts_take_turns),
		CASE(a_job_that_leaves_the_queue_is_never_its_turn),
		CASE(a_longer_pause_is_not_shortened_by_a_later_one),
		CASE(idle_hosts_are_forgotten_and_those_that_are_owed_a_wait_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
