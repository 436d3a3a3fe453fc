/*
 * What a transfer costs: our pool beside the floor, a bare libevent loop with
 * libcurl's multi handle that throws the bodies away. Each in a process of its
 * own, in turns, against one origin on the loopback: first with a connection
 * each and whole bodies, then on the kept connections with nothing new.
 *
 *     floor [FEEDS [TURNS]]
 *
 * Or the floor alone, against an origin that is there already: whole bodies,
 * then nothing new by the condition's header, a connection each both times. It
 * prints CPU seconds, seconds and peak KiB of each.
 *
 *     floor FEEDS PORT CONDITION
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "event/loop.h"
#include "fetch/fetch.h"

#define BODY_BYTES 12600 /* 20 items */
#define TRANSFERS 64
#define ETAG "\"a-feed\""
#define ROUNDS 2 /* first, nothing new */
#define TURNS_MAX 99

struct cost {
	double cpu_s;
	double wall_s;
	long peak_kib;
};

static unsigned short port;
static int feeds = 2000;
static const char *condition = "If-None-Match: " ETAG; /* of the second round */
static bool is_kept = true;                            /* connections are */

/* Each feed is a host of its own: 127.1.0.1, 127.1.0.2 … are all ours. */
static char *url_of(int feed)
{
	return mem_printf("http://127.1.%d.%d:%u/%d.xml", feed / 250, feed % 250 + 1, port, feed);
}

/* --- the origin */

static void on_request(struct evhttp_request *request, void *arg)
{
	struct evbuffer *body = arg, *copy = evbuffer_new();
	const char *asked = evhttp_find_header(evhttp_request_get_input_headers(request),
	                                       "If-None-Match");

	evhttp_add_header(evhttp_request_get_output_headers(request), "ETag", ETAG);
	if (!asked)
		evbuffer_add_buffer_reference(copy, body);
	evhttp_send_reply(request, asked ? 304 : 200, asked ? "Not Modified" : "OK", copy);
	evbuffer_free(copy);
}

static pid_t start_origin(void)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = evhttp_new(base);
	struct evbuffer *body = evbuffer_new();
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "0.0.0.0", 0);
	struct sockaddr_in in;
	socklen_t len = sizeof(in);
	pid_t pid;

	if (!bound || getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&in, &len))
		return -1;
	port = ntohs(in.sin_port);
	for (int i = 0; i < BODY_BYTES; i++)
		evbuffer_add(body, "x", 1);
	evhttp_set_gencb(http, on_request, body);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		event_reinit(base);
		event_base_dispatch(base);
		_exit(0);
	}
	evhttp_free(http);
	evbuffer_free(body);
	event_base_free(base);
	return pid;
}

/* --- the floor: as little as libevent and libcurl ask for */

struct floor {
	struct event_base *base;
	struct event *timer;
	CURLM *multi;
	struct curl_slist *conditions;
	int next;
	int done;
	long expected; /* the status */
};

static size_t throw_away(char *bytes, size_t size, size_t count, void *arg)
{
	(void)bytes;
	(void)arg;
	return size * count;
}

static void floor_start_next(struct floor *floor, CURL *easy)
{
	char *url = url_of(floor->next++);

	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, floor->conditions);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, is_kept ? 0L : 1L);
	curl_multi_add_handle(floor->multi, easy);
	free(url);
}

static void floor_collect(struct floor *floor)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(floor->multi, &left))) {
		CURL *easy = message->easy_handle;
		long status = 0;

		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		if (status != floor->expected) {
			fprintf(stderr, "the floor got %ld, not %ld\n", status, floor->expected);
			_exit(1);
		}
		floor->done++;
		curl_multi_remove_handle(floor->multi, easy);
		if (floor->next < feeds)
			floor_start_next(floor, easy);
		else
			curl_easy_cleanup(easy);
	}
	if (floor->done == feeds)
		event_base_loopbreak(floor->base);
}

static void floor_on_socket(int fd, short what, void *arg)
{
	struct floor *floor = arg;
	int running, bits = 0;

	bits |= what & EV_READ ? CURL_CSELECT_IN : 0;
	bits |= what & EV_WRITE ? CURL_CSELECT_OUT : 0;
	curl_multi_socket_action(floor->multi, fd, bits, &running);
	floor_collect(floor);
}

static void floor_on_timer(int fd, short what, void *arg)
{
	struct floor *floor = arg;
	int running;

	(void)fd;
	(void)what;
	curl_multi_socket_action(floor->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	floor_collect(floor);
}

static int floor_set_timer(CURLM *multi, long ms, void *arg)
{
	struct floor *floor = arg;
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	(void)multi;
	if (ms < 0)
		event_del(floor->timer);
	else
		event_add(floor->timer, &tv);
	return 0;
}

static int floor_set_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	struct floor *floor = arg;
	struct event *watch = socket_arg;
	int bits = EV_PERSIST;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		event_free(watch);
		return 0;
	}
	bits |= what & CURL_POLL_IN ? EV_READ : 0;
	bits |= what & CURL_POLL_OUT ? EV_WRITE : 0;
	if (watch) {
		event_del(watch);
		event_assign(watch, floor->base, fd, (short)bits, floor_on_socket, floor);
	} else {
		watch = event_new(floor->base, fd, (short)bits, floor_on_socket, floor);
		curl_multi_assign(floor->multi, fd, watch);
	}
	event_add(watch, NULL);
	return 0;
}

static void *floor_open(void)
{
	struct floor *floor = mem_alloc(sizeof(*floor));

	floor->base = event_base_new();
	floor->timer = event_new(floor->base, -1, 0, floor_on_timer, floor);
	floor->multi = curl_multi_init();
	curl_multi_setopt(floor->multi, CURLMOPT_MAXCONNECTS, (long)feeds);
	curl_multi_setopt(floor->multi, CURLMOPT_SOCKETFUNCTION, floor_set_socket);
	curl_multi_setopt(floor->multi, CURLMOPT_SOCKETDATA, floor);
	curl_multi_setopt(floor->multi, CURLMOPT_TIMERFUNCTION, floor_set_timer);
	curl_multi_setopt(floor->multi, CURLMOPT_TIMERDATA, floor);
	return floor;
}

static void floor_round(void *arg, int round)
{
	struct floor *floor = arg;

	floor->next = 0;
	floor->done = 0;
	floor->expected = round > 0 ? 304 : 200;
	if (round > 0)
		floor->conditions = curl_slist_append(NULL, condition);
	for (int i = 0; i < TRANSFERS && i < feeds; i++) {
		CURL *easy = curl_easy_init();

		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, throw_away);
		curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
		/* Else the walks through libcurl's DNS cache are most of what is measured. */
		curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
		floor_start_next(floor, easy);
	}
	event_base_dispatch(floor->base);
}

/* --- our pool */

struct ours {
	struct event_loop *loop;
	struct fetch_pool *pool;
	int done;
	enum fetch_outcome expected;
};

static void *ours_open(void)
{
	struct ours *ours = mem_alloc(sizeof(*ours));
	struct fetch_options options = { .max_transfers = TRANSFERS,
		                         .kept_connections = (size_t)feeds };
	struct err err;

	ours->loop = event_loop_new();
	ours->pool = fetch_pool_new(ours->loop, &options, &err);
	return ours;
}

static void ours_on_reply(const struct fetch_reply *reply, void *arg)
{
	struct ours *ours = arg;

	if (reply->outcome != ours->expected) {
		fprintf(stderr, "%s: %s\n", fetch_outcome_name(reply->outcome), reply->detail);
		_exit(1);
	}
	if (++ours->done == feeds)
		event_loop_stop(ours->loop);
}

static void ours_round(void *arg, int round)
{
	struct ours *ours = arg;
	struct err err;

	ours->done = 0;
	ours->expected = round > 0 ? FETCH_NOT_MODIFIED : FETCH_OK;
	for (int i = 0; i < feeds; i++) {
		char *url = url_of(i);
		struct fetch_request request = { .url = url,
			                         .etag = round > 0 ? ETAG : NULL,
			                         .allow_private = true };

		fetch_start(ours->pool, &request, ours_on_reply, ours);
		free(url);
	}
	if (event_loop_run(ours->loop, &err))
		_exit(1);
}

/* --- measuring */

static const struct way {
	const char *name;
	void *(*open)(void);
	void (*round)(void *arg, int round);
} ways[] = {
	{ "floor", floor_open, floor_round },
	{ "ours", ours_open, ours_round },
};

static double cpu_now_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Both rounds in a process of its own, whose costs come back by the pipe. */
static bool measure(const struct way *way, struct cost costs[ROUNDS])
{
	size_t size = ROUNDS * sizeof(*costs);
	int ends[2];
	pid_t pid;
	bool is_whole;

	if (pipe(ends) != 0 || (pid = fork()) < 0)
		return false;
	if (pid == 0) {
		void *arg = way->open();

		for (int round = 0; round < ROUNDS; round++) {
			double cpu_s = cpu_now_s();
			int64_t begun_ms = clock_monotonic_ms();
			struct rusage usage;

			way->round(arg, round);
			costs[round].cpu_s = cpu_now_s() - cpu_s;
			costs[round].wall_s = (double)(clock_monotonic_ms() - begun_ms) / 1000;
			getrusage(RUSAGE_SELF, &usage);
			costs[round].peak_kib = usage.ru_maxrss;
		}
		_exit(write(ends[1], costs, size) == (ssize_t)size ? 0 : 1);
	}
	close(ends[1]);
	is_whole = read(ends[0], costs, size) == (ssize_t)size;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	return is_whole;
}

static int compare_cpu(const void *a, const void *b)
{
	double x = ((const struct cost *)a)->cpu_s, y = ((const struct cost *)b)->cpu_s;

	return (x > y) - (x < y);
}

static void report(struct cost costs[COUNT(ways)][ROUNDS][TURNS_MAX], size_t turns)
{
	static const char *const titles[ROUNDS] = { "a connection each, 200",
		                                    "kept connections, 304" };

	for (size_t round = 0; round < ROUNDS; round++) {
		double medians[COUNT(ways)];

		printf("%-24s", titles[round]);
		for (size_t way = 0; way < COUNT(ways); way++) {
			struct cost *list = costs[way][round], *median = &list[turns / 2];

			qsort(list, turns, sizeof(*list), compare_cpu);
			medians[way] = median->cpu_s;
			printf("  %s %.4f CPU s per 1,000, %.2f s in all, %ld MiB;", ways[way].name,
			       median->cpu_s * 1000 / feeds, median->wall_s,
			       median->peak_kib / 1024);
		}
		printf("  ratio %.2f\n", medians[1] / medians[0]);
	}
}

static int run_floor_alone(void)
{
	struct cost costs[ROUNDS];

	is_kept = false;
	if (!measure(&ways[0], costs))
		return 1;
	for (size_t round = 0; round < ROUNDS; round++)
		printf("%.4f %.4f %ld\n", costs[round].cpu_s, costs[round].wall_s,
		       costs[round].peak_kib);
	return 0;
}

static int run_in_turns(size_t turns)
{
	static struct cost costs[COUNT(ways)][ROUNDS][TURNS_MAX];
	pid_t origin = start_origin();
	int status = 1;

	if (origin < 0)
		return 1;
	for (size_t turn = 0; turn < turns; turn++)
		for (size_t way = 0; way < COUNT(ways); way++) {
			struct cost one[ROUNDS];

			if (!measure(&ways[way], one))
				goto out;
			for (size_t round = 0; round < ROUNDS; round++)
				costs[way][round][turn] = one[round];
		}
	report(costs, turns);
	status = 0;
out:
	kill(origin, SIGKILL);
	waitpid(origin, NULL, 0);
	return status;
}

int main(int argc, char **argv)
{
	struct rlimit files = { 65536, 65536 };
	size_t turns = 5;

	if (argc > 1)
		feeds = (int)strtol(argv[1], NULL, 10);
	if (argc == 3)
		turns = strtoul(argv[2], NULL, 10);
	if (argc == 4) {
		port = (unsigned short)strtoul(argv[2], NULL, 10);
		condition = argv[3];
	}
	if (feeds < 1 || feeds > 60000 || turns < 1 || turns > TURNS_MAX || argc > 4)
		return 2;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	curl_global_init(CURL_GLOBAL_DEFAULT);
	return argc == 4 ? run_floor_alone() : run_in_turns(turns);
}
