#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event/address.h"
#include "event/dns.h"
#include "event/local_names.h"
#include "name_server.h"

#define PATIENCE_MS 15000
#define SOON_MS 300

static struct name_server server;

struct scene {
	struct event_loop *loop;
	struct dns *dns;
	int waiting;
	int told;
	enum dns_outcome outcome;
	size_t count;
	int64_t ttl_s;
	struct dns_address first;
	struct dns_lookup *victim;
};

static int start_server(void **state)
{
	(void)state;
	server = name_server_start();
	return server.pid > 0 ? 0 : -1;
}

static int stop_server(void **state)
{
	(void)state;
	name_server_stop(&server);
	return 0;
}

static int setup(void **state)
{
	struct scene *scene = mem_alloc(sizeof(*scene));
	char servers[64];
	struct err err;

	snprintf(servers, sizeof(servers), "127.0.0.1:%d", server.port);
	scene->loop = event_loop_new();
	scene->dns = dns_new(scene->loop, servers, &err);
	*state = scene;
	return scene->dns ? 0 : -1;
}

static int teardown(void **state)
{
	struct scene *scene = *state;

	dns_free(scene->dns);
	event_loop_free(scene->loop);
	free(scene);
	return 0;
}

static void on_told(const struct dns_answer *answer, void *arg)
{
	struct scene *scene = arg;

	scene->told++;
	scene->outcome = answer->outcome;
	scene->count = answer->count;
	scene->ttl_s = answer->ttl_s;
	if (answer->count > 0)
		scene->first = answer->list[0];
	if (scene->victim)
		dns_lookup_cancel(scene->victim);
	scene->victim = NULL;
	if (--scene->waiting == 0)
		event_loop_stop(scene->loop);
}

static struct dns_lookup *start(struct scene *scene, const char *name, int64_t timeout_ms)
{
	struct dns_lookup *lookup = dns_lookup_start(scene->dns, name, timeout_ms, on_told, scene);

	if (lookup)
		scene->waiting++;
	return lookup;
}

static void wait_for_all(struct scene *scene)
{
	struct err err;

	assert_int_equal(event_loop_run(scene->loop, &err), 0);
	assert_int_equal(scene->waiting, 0);
}

static void ask(struct scene *scene, const char *name, int64_t timeout_ms)
{
	scene->told = 0;
	assert_non_null(start(scene, name, timeout_ms));
	assert_int_equal(scene->told, 0);
	wait_for_all(scene);
	assert_int_equal(scene->told, 1);
}

static void each_answer_has_its_outcome(void **state)
{
	static const struct {
		const char *name;
		enum dns_outcome outcome;
		int64_t timeout_ms;
	} cases[] = {
		{ "www.news.test", DNS_FOUND, PATIENCE_MS },
		{ "both.test", DNS_FOUND, PATIENCE_MS },
		{ "once.test", DNS_FOUND, PATIENCE_MS },
		{ "missing.test", DNS_NO_SUCH_NAME, PATIENCE_MS },
		{ "nothing.test", DNS_NO_SUCH_NAME, PATIENCE_MS },
		{ "cut.test", DNS_ASK_SYSTEM, PATIENCE_MS },
		{ "silent.test", DNS_SILENT, SOON_MS },
		{ "noise.test", DNS_REFUSED, PATIENCE_MS },
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		ask(scene, cases[i].name, cases[i].timeout_ms);
		if (scene->outcome != cases[i].outcome)
			fail_msg("%s gives %d, not %d", cases[i].name, (int)scene->outcome,
			         (int)cases[i].outcome);
		assert_int_equal(scene->count > 0, cases[i].outcome == DNS_FOUND);
	}
}

static void an_answer_has_addresses_and_their_time_to_live(void **state)
{
	struct scene *scene = *state;

	ask(scene, "www.news.test", PATIENCE_MS);
	assert_int_equal(scene->count, 1);
	assert_int_equal(scene->first.family, AF_INET);
	assert_int_equal(ntohl(scene->first.v4.s_addr), INADDR_LOOPBACK);
	assert_int_equal(scene->ttl_s, 300);
}

static void of_too_many_addresses_some_are_enough(void **state)
{
	struct scene *scene = *state;

	ask(scene, "many.test", PATIENCE_MS);
	assert_int_equal(scene->count, DNS_ADDRESSES);
}

static void a_silent_name_holds_up_no_other(void **state)
{
	struct scene *scene = *state;
	char name[32];

	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "silent.%d.test", i);
		assert_non_null(start(scene, name, PATIENCE_MS));
	}
	scene->waiting = 0; /* for them nobody waits */
	ask(scene, "www.news.test", PATIENCE_MS);
	assert_int_equal(scene->outcome, DNS_FOUND);
}

static void what_the_system_alone_knows_is_left_to_it(void **state)
{
	static const char *const names[] = { "localhost", "printer", "printer.local" };
	struct scene *scene = *state;

	for (size_t i = 0; i < COUNT(names); i++)
		assert_null(start(scene, names[i], PATIENCE_MS));
}

static void a_lookup_that_is_cancelled_is_never_told(void **state)
{
	struct scene *scene = *state;

	scene->victim = start(scene, "www.first.test", PATIENCE_MS);
	dns_lookup_cancel(scene->victim);
	scene->victim = start(scene, "silent.test", PATIENCE_MS);
	scene->waiting = 0;
	ask(scene, "www.second.test", PATIENCE_MS);
	assert_null(scene->victim);
}

static void servers_may_change_while_they_are_asked(void **state)
{
	struct scene *scene = *state;
	struct name_server other = name_server_start();
	char servers[64];
	struct err err;

	snprintf(servers, sizeof(servers), "127.0.0.1:%d, 127.0.0.1:%d", other.port, other.port);
	assert_non_null(start(scene, "silent.test", SOON_MS));
	assert_int_equal(dns_set_servers(scene->dns, servers, &err), 0);
	wait_for_all(scene);
	ask(scene, "www.news.test", PATIENCE_MS);
	assert_int_equal(scene->outcome, DNS_FOUND);
	name_server_stop(&other);
}

static void what_is_no_server_is_said(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(address_check_list("192.0.2.1 [2001:db8::1]:5353,127.0.0.1:53", &err), 0);
	assert_int_equal(address_check_list("192.0.2.1 ns.example.org", &err), -1);
	assert_string_equal(err.text, "expected addresses of servers, found \"ns.example.org\"");
}

static void a_hosts_file_is_read_for_its_names(void **state)
{
	char path[] = "/tmp/integrad-hosts-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	struct local_names names = { NULL, 0, 0 };

	(void)state;
	fputs("# 192.0.2.9 not-this.example\n"
	      "127.0.0.1\tlocalhost Feeds.Example.org  # nor-this.example\n"
	      "\n192.0.2.1\n::1 six.example\n",
	      file);
	fclose(file);
	local_names_read(&names, path);
	assert_int_equal(names.count, 3);
	assert_true(local_names_has(&names, "feeds.example.org"));
	assert_true(local_names_has(&names, "six.example"));
	assert_false(local_names_has(&names, "192.0.2.1"));
	remove(path);
	local_names_read(&names, path);
	assert_int_equal(names.count, 0);
	assert_false(local_names_has(&names, "six.example"));
	local_names_done(&names);
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(each_answer_has_its_outcome),
		CASE(an_answer_has_addresses_and_their_time_to_live),
		CASE(of_too_many_addresses_some_are_enough),
		CASE(a_silent_name_holds_up_no_other),
		CASE(what_the_system_alone_knows_is_left_to_it),
		CASE(a_lookup_that_is_cancelled_is_never_told),
		CASE(servers_may_change_while_they_are_asked),
		cmocka_unit_test(what_is_no_server_is_said),
		cmocka_unit_test(a_hosts_file_is_read_for_its_names),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
