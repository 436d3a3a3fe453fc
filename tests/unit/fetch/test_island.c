/*
 * What takes a network of our own: public addresses, and a name server that is
 * silent. The tests move to a network namespace where nothing but the loopback
 * exists; where the system does not allow that they are skipped.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event/loop.h"
#include "fetch/fetch.h"
#include "origin.h"

#define PUBLIC "128.0.0.1"
#define TICK_MS 5

static bool is_island;
static int name_server = -1;

struct scene {
	struct event_loop *loop;
	struct fetch_pool *pool;
	struct event_timer *ticker;
	int64_t last_tick_ms;
	int64_t longest_turn_ms;
	bool stops_when_busy;
	int waiting;
	enum fetch_outcome outcome;
	char detail[512];
};

/* --- the island */

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	bool is_written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return is_written;
}

static bool leave_for_namespaces(void)
{
	unsigned uid = getuid(), gid = getgid();
	char map[32];

	if (unshare(CLONE_NEWNET | CLONE_NEWNS) == 0)
		return true;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0)
		return false;
	snprintf(map, sizeof(map), "0 %u 1", uid);
	if (!write_file("/proc/self/setgroups", "deny") || !write_file("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", gid);
	return write_file("/proc/self/gid_map", map);
}

static bool set_address(const char *interface, const char *address)
{
	struct ifreq request = { 0 };
	struct sockaddr_in in = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	bool is_set;

	inet_pton(AF_INET, address, &in.sin_addr);
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
	memcpy(&request.ifr_addr, &in, sizeof(in));
	is_set = ioctl(fd, SIOCSIFADDR, &request) == 0;
	request.ifr_flags = IFF_UP | IFF_RUNNING;
	is_set = is_set && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
	close(fd);
	return is_set;
}

/* Takes questions and answers none. */
static bool start_silent_name_server(void)
{
	char path[] = "/tmp/integrad-resolv-XXXXXX";
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(53) };
	int fd = mkstemp(path);
	bool is_mounted;

	close(fd);
	is_mounted = write_file(path, "nameserver " PUBLIC "\noptions timeout:5 attempts:2\n") &&
	             mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	             mount(path, "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0;
	unlink(path);
	inet_pton(AF_INET, PUBLIC, &in.sin_addr);
	name_server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return is_mounted && bind(name_server, (struct sockaddr *)&in, sizeof(in)) == 0;
}

static int go_to_island(void **state)
{
	(void)state;
	is_island = leave_for_namespaces() && set_address("lo", "127.0.0.1") &&
	            set_address("lo:1", PUBLIC) && start_silent_name_server();
	return 0;
}

/* --- a scene on it */

/* Watches how long the loop is away. */
static void on_tick(void *arg)
{
	struct scene *scene = arg;
	int64_t now = event_now_ms(scene->loop);

	if (now - scene->last_tick_ms > scene->longest_turn_ms)
		scene->longest_turn_ms = now - scene->last_tick_ms;
	scene->last_tick_ms = now;
	event_timer_start(scene->ticker, TICK_MS);
	if (scene->stops_when_busy && fetch_pool_stats(scene->pool).resolving > 0)
		event_loop_stop(scene->loop);
}

static int setup(void **state)
{
	struct scene *scene = mem_alloc(sizeof(*scene));
	struct fetch_options options = { .connect_ms = 300, .transfer_ms = 2000 };
	struct err err;

	scene->loop = event_loop_new();
	scene->pool = fetch_pool_new(scene->loop, &options, &err);
	scene->ticker = event_timer_new(scene->loop, on_tick, scene);
	*state = scene;
	return 0;
}

static int teardown(void **state)
{
	struct scene *scene = *state;

	fetch_pool_free(scene->pool);
	event_timer_free(scene->ticker);
	event_loop_free(scene->loop);
	free(scene);
	return 0;
}

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	struct scene *scene = arg;

	scene->outcome = reply->outcome;
	snprintf(scene->detail, sizeof(scene->detail), "%s", reply->detail);
	if (--scene->waiting == 0)
		event_loop_stop(scene->loop);
}

static void start(struct scene *scene, const char *url)
{
	scene->waiting++;
	fetch_start(scene->pool, &(struct fetch_request){ .url = url }, on_reply, scene);
}

static void run(struct scene *scene)
{
	struct err err;

	scene->last_tick_ms = event_now_ms(scene->loop);
	event_timer_start(scene->ticker, TICK_MS);
	assert_int_equal(event_loop_run(scene->loop, &err), 0);
	event_timer_cancel(scene->ticker);
}

/* --- the tests */

static void a_public_host_cannot_lead_us_to_a_private_one(void **state)
{
	static const char *const paths[] = { "/to-loopback", "/to-decimal", "/to-mapped",
		                             "/to-metadata" };
	struct scene *scene = *state;
	struct origin origin;
	char url[128];

	if (!is_island)
		skip();
	origin = origin_start(PUBLIC, 0);
	snprintf(url, sizeof(url), "http://" PUBLIC ":%d/plain", origin.port);
	start(scene, url);
	run(scene);
	assert_int_equal(scene->outcome, FETCH_OK);
	for (size_t i = 0; i < COUNT(paths); i++) {
		snprintf(url, sizeof(url), "http://" PUBLIC ":%d%s", origin.port, paths[i]);
		start(scene, url);
		run(scene);
		if (scene->outcome != FETCH_PRIVATE_ADDRESS)
			fail_msg("%s ends as %s: %s", paths[i], fetch_outcome_name(scene->outcome),
			         scene->detail);
	}
	origin_stop(&origin);
}

/*
 * A resolver of the system may hold its thread for as long as the name server
 * is silent: 10 s here, and as long again on the way out.
 */
static void a_silent_name_server_never_stops_the_loop(void **state)
{
	struct scene *scene = *state;
	char url[64];
	int64_t begun;

	if (!is_island)
		skip();
	for (int i = 0; i < 600; i++) { /* more than may be looked up at once */
		snprintf(url, sizeof(url), "http://h%d.example/rss", i);
		start(scene, url);
	}
	run(scene);
	assert_int_equal(scene->outcome, FETCH_DNS);
	assert_non_null(strstr(scene->detail, "cannot resolve host h"));
	assert_true(scene->longest_turn_ms < 500);

	start(scene, "http://late.example/rss");
	scene->stops_when_busy = true;
	run(scene);
	begun = event_now_ms(scene->loop);
	fetch_pool_free(scene->pool);
	scene->pool = NULL;
	assert_true(event_now_ms(scene->loop) - begun < 2000);
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_public_host_cannot_lead_us_to_a_private_one),
		CASE(a_silent_name_server_never_stops_the_loop),
	};

	return cmocka_run_group_tests(tests, go_to_island, NULL);
}
