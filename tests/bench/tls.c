/*
 * What HTTPS costs: our pool beside the floor, a bare libevent loop with
 * libcurl's multi handle, which throws the bodies away and has what makes
 * libcurl's store of trusted certificates be parsed once. Each in a process of
 * its own, in turns, against nginx on the loopback, with a host name a feed
 * and the system's certificates beside the bench's own. Every reply closes its
 * connection, as idle time does between two polls, so that each round makes a
 * handshake for each feed.
 *
 *     tls [FEEDS [TURNS]]
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "event/loop.h"
#include "fetch/fetch.h"

#define SYSTEM_CAS "/etc/ssl/certs/ca-certificates.crt"
#define NGINX "/usr/sbin/nginx"
#define BODY_BYTES 12600 /* 20 items */
#define TRANSFERS 64
#define ROUNDS 2
#define TURNS_MAX 99
#define PORT 18443

struct cost {
	double cpu_s;
	double wall_s;
	long peak_kib;
};

static char folder[] = "/tmp/integrad-tls-XXXXXX";
static char *ca_file;
static char name_server[32];
static int feeds = 1000;

static char *url_of(int feed)
{
	return mem_printf("https://h%d.tls.test:%d/rss", feed, PORT);
}

/* --- the other side: certificates, nginx, a name server */

static char *in_folder(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static bool run(const char *const *args)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		if (chdir(folder) == 0)
			execvp(args[0], (char *const *)(uintptr_t)args);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return status == 0;
}

static bool write_file(const char *name, const char *text, size_t len)
{
	char *path = in_folder(name);
	FILE *file = fopen(path, "w");
	bool is_written = file && fwrite(text, 1, len, file) == len;

	if (file)
		is_written = fclose(file) == 0 && is_written;
	free(path);
	return is_written;
}

static bool append_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "a");
	char bytes[4096];
	size_t n;

	while (in && out && (n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
	if (in)
		fclose(in);
	return out && fclose(out) == 0 && in;
}

#define KEY "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"

static bool make_certificates(void)
{
	static const char names[] = "subjectAltName=DNS:*.tls.test\n";
	static const char *const ca[] = { "openssl", "req",       "-x509",  KEY,     "-keyout",
		                          "ca.key",  "-out",      "ca.pem", "-days", "2",
		                          "-subj",   "/CN=bench", NULL };
	static const char *const request[] = { "openssl", "req", KEY,     "-keyout",   "key.pem",
		                               "-out",    "req", "-subj", "/CN=bench", NULL };
	static const char *const sign[] = {
		"openssl",  "x509",   "-req",     "-in",    "req",
		"-CA",      "ca.pem", "-CAkey",   "ca.key", "-CAcreateserial",
		"-days",    "2",      "-extfile", "names",  "-out",
		"cert.pem", NULL
	};
	char *own = in_folder("ca.pem");
	bool is_made = write_file("names", names, strlen(names)) && run(ca) && run(request) &&
	               run(sign);

	ca_file = in_folder("all.pem");
	is_made = is_made && append_file(SYSTEM_CAS, ca_file) && append_file(own, ca_file);
	free(own);
	return is_made;
}

static bool start_nginx(pid_t *ret_pid)
{
	char *body = mem_alloc(BODY_BYTES);
	char *conf = mem_printf("daemon off; worker_processes 1; pid nginx.pid; error_log err;\n"
	                        "events { worker_connections 4096; }\n"
	                        "http { access_log off; keepalive_timeout 0; etag on;\n"
	                        " server { listen 127.0.0.1:%d ssl backlog=4096; root %s;\n"
	                        "  ssl_certificate %s/cert.pem;\n"
	                        "  ssl_certificate_key %s/key.pem;\n"
	                        "  ssl_protocols TLSv1.2 TLSv1.3;\n"
	                        "  ssl_session_cache shared:bench:10m; } }\n",
	                        PORT, folder, folder, folder);
	bool is_written = write_file("rss", body, BODY_BYTES) &&
	                  write_file("nginx.conf", conf, strlen(conf)) && chmod(folder, 0755) == 0;

	free(body);
	free(conf);
	if (!is_written || (*ret_pid = fork()) < 0)
		return false;
	if (*ret_pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execl(NGINX, "nginx", "-p", folder, "-c", "nginx.conf", (char *)NULL);
		_exit(127);
	}
	return usleep(300000) == 0 && waitpid(*ret_pid, NULL, WNOHANG) == 0;
}

/* Every name lives on 127.0.0.1. */
static void answer_names(int fd)
{
	static const unsigned char record[] = { 0xc0, 12, 0, 1, 0,   1, 0, 0,
		                                1,    44, 0, 4, 127, 0, 0, 1 };
	unsigned char packet[600];
	struct sockaddr_in from;

	for (;;) {
		socklen_t from_len = sizeof(from);
		ssize_t len = recvfrom(fd, packet, 512, 0, (struct sockaddr *)&from, &from_len);
		bool is_a = len > 16 && packet[len - 3] == 1;

		if (len <= 16)
			continue;
		packet[2] = 0x81;
		packet[3] = 0x80;
		packet[7] = is_a;
		if (is_a)
			memcpy(packet + len, record, sizeof(record));
		(void)!sendto(fd, packet, (size_t)len + (is_a ? sizeof(record) : 0), 0,
		              (struct sockaddr *)&from, from_len);
	}
}

static bool start_name_server(pid_t *ret_pid)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&in, len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&in, &len) != 0 || (*ret_pid = fork()) < 0)
		return false;
	if (*ret_pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		answer_names(fd);
	}
	close(fd);
	snprintf(name_server, sizeof(name_server), "127.0.0.1:%d", ntohs(in.sin_port));
	return true;
}

/* --- the floor */

struct floor {
	struct event_base *base;
	struct event *timer;
	CURLM *multi;
	int next;
	int done;
};

static size_t throw_away(char *bytes, size_t size, size_t count, void *arg)
{
	(void)bytes;
	(void)arg;
	return size * count;
}

static void floor_start_next(struct floor *floor, CURL *easy)
{
	char *url = url_of(floor->next);
	char *entry = mem_printf("h%d.tls.test:%d:127.0.0.1", floor->next++, PORT);
	struct curl_slist *names = curl_slist_append(NULL, entry);

	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_RESOLVE, names);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, names);
	curl_multi_add_handle(floor->multi, easy);
	free(entry);
	free(url);
}

static void floor_collect(struct floor *floor)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(floor->multi, &left))) {
		CURL *easy = message->easy_handle;
		char *names = NULL;

		if (message->data.result != CURLE_OK) {
			fprintf(stderr, "floor: %s\n", curl_easy_strerror(message->data.result));
			_exit(1);
		}
		floor->done++;
		curl_multi_remove_handle(floor->multi, easy);
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, &names);
		curl_slist_free_all((struct curl_slist *)(void *)names);
		if (floor->next < feeds)
			floor_start_next(floor, easy);
		else
			curl_easy_cleanup(easy);
	}
	if (floor->done == feeds)
		event_base_loopbreak(floor->base);
}

static void floor_on_event(int fd, short what, void *arg)
{
	struct floor *floor = arg;
	int running, bits = 0;

	bits |= what & EV_READ ? CURL_CSELECT_IN : 0;
	bits |= what & EV_WRITE ? CURL_CSELECT_OUT : 0;
	curl_multi_socket_action(floor->multi, fd < 0 ? CURL_SOCKET_TIMEOUT : fd, bits, &running);
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
	if (watch)
		event_free(watch);
	if (what == CURL_POLL_REMOVE)
		return 0;
	bits |= what & CURL_POLL_IN ? EV_READ : 0;
	bits |= what & CURL_POLL_OUT ? EV_WRITE : 0;
	watch = event_new(floor->base, fd, (short)bits, floor_on_event, floor);
	curl_multi_assign(floor->multi, fd, watch);
	event_add(watch, NULL);
	return 0;
}

static void *floor_open(void)
{
	struct floor *floor = mem_alloc(sizeof(*floor));

	floor->base = event_base_new();
	floor->timer = event_new(floor->base, -1, 0, floor_on_event, floor);
	floor->multi = curl_multi_init();
	curl_multi_setopt(floor->multi, CURLMOPT_SOCKETFUNCTION, floor_set_socket);
	curl_multi_setopt(floor->multi, CURLMOPT_SOCKETDATA, floor);
	curl_multi_setopt(floor->multi, CURLMOPT_TIMERFUNCTION, floor_set_timer);
	curl_multi_setopt(floor->multi, CURLMOPT_TIMERDATA, floor);
	return floor;
}

static void floor_round(void *arg)
{
	struct floor *floor = arg;

	floor->next = floor->done = 0;
	for (int i = 0; i < TRANSFERS && i < feeds; i++) {
		CURL *easy = curl_easy_init();

		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, throw_away);
		curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
		floor_start_next(floor, easy);
	}
	event_base_dispatch(floor->base);
}

/* --- our pool */

struct ours {
	struct event_loop *loop;
	struct fetch_pool *pool;
	int done;
};

static void *ours_open(void)
{
	struct ours *ours = mem_alloc(sizeof(*ours));
	struct fetch_options options = { .max_transfers = TRANSFERS,
		                         .ca_file = ca_file,
		                         .dns = name_server };
	struct err err;

	ours->loop = event_loop_new();
	ours->pool = fetch_pool_new(ours->loop, &options, &err);
	return ours;
}

static void ours_on_reply(const struct fetch_reply *reply, void *arg)
{
	struct ours *ours = arg;

	if (reply->outcome != FETCH_OK) {
		fprintf(stderr, "%s: %s\n", fetch_outcome_name(reply->outcome), reply->detail);
		_exit(1);
	}
	if (++ours->done == feeds)
		event_loop_stop(ours->loop);
}

static void ours_round(void *arg)
{
	struct ours *ours = arg;
	struct err err;

	ours->done = 0;
	for (int i = 0; i < feeds; i++) {
		char *url = url_of(i);

		fetch_start(ours->pool,
		            &(struct fetch_request){ .url = url, .allow_private = true },
		            ours_on_reply, ours);
		free(url);
	}
	if (event_loop_run(ours->loop, &err))
		_exit(1);
}

/* --- measuring */

static const struct way {
	const char *name;
	void *(*open)(void);
	void (*round)(void *arg);
} ways[] = {
	{ "floor", floor_open, floor_round },
	{ "ours", ours_open, ours_round },
};

static double cpu_now_s(long *ret_peak_kib)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	*ret_peak_kib = usage.ru_maxrss;
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void be_measured(const struct way *way, int out)
{
	struct cost costs[ROUNDS];
	void *arg = way->open();

	for (int round = 0; round < ROUNDS; round++) {
		double cpu_s = cpu_now_s(&costs[round].peak_kib);
		int64_t begun_ms = clock_monotonic_ms();

		way->round(arg);
		costs[round].cpu_s = cpu_now_s(&costs[round].peak_kib) - cpu_s;
		costs[round].wall_s = (double)(clock_monotonic_ms() - begun_ms) / 1000;
	}
	_exit(write(out, costs, sizeof(costs)) == sizeof(costs) ? 0 : 1);
}

/* All rounds in a process of its own, whose costs come back by a pipe. */
static bool measure(const struct way *way, struct cost costs[ROUNDS])
{
	ssize_t size = ROUNDS * sizeof(*costs);
	int ends[2];
	bool is_whole;
	pid_t pid;

	if (pipe(ends) != 0 || (pid = fork()) < 0)
		return false;
	if (pid == 0)
		be_measured(way, ends[1]);
	close(ends[1]);
	is_whole = read(ends[0], costs, (size_t)size) == size;
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
	static const char *const titles[ROUNDS] = { "first refresh", "second refresh" };

	for (size_t round = 0; round < ROUNDS; round++) {
		double medians[COUNT(ways)];

		printf("%-16s", titles[round]);
		for (size_t way = 0; way < COUNT(ways); way++) {
			struct cost *list = costs[way][round], *median = &list[turns / 2];

			qsort(list, turns, sizeof(*list), compare_cpu);
			medians[way] = median->cpu_s;
			printf("  %s %.3f CPU s per 1,000, %.2f s in all, %ld MiB;", ways[way].name,
			       median->cpu_s * 1000 / feeds, median->wall_s,
			       median->peak_kib / 1024);
		}
		printf("  ratio %.2f\n", medians[1] / medians[0]);
	}
}

static bool run_turns(size_t turns)
{
	static struct cost costs[COUNT(ways)][ROUNDS][TURNS_MAX];

	for (size_t turn = 0; turn < turns; turn++)
		for (size_t way = 0; way < COUNT(ways); way++) {
			struct cost one[ROUNDS];

			if (!measure(&ways[way], one))
				return false;
			for (size_t round = 0; round < ROUNDS; round++)
				costs[way][round][turn] = one[round];
		}
	report(costs, turns);
	return true;
}

static long number(const char *text, long least, long most)
{
	long n = strtol(text, NULL, 10);

	return n < least ? least : n > most ? most : n;
}

int main(int argc, char **argv)
{
	size_t turns = 5;
	pid_t nginx = -1, names = -1;
	bool is_done;

	if (argc > 1)
		feeds = (int)number(argv[1], 1, 10000);
	if (argc > 2)
		turns = (size_t)number(argv[2], 1, TURNS_MAX);
	if (access(NGINX, X_OK) != 0) {
		puts("no nginx here (package nginx-light)");
		return 0;
	}
	is_done = mkdtemp(folder) && make_certificates() && start_nginx(&nginx) &&
	          start_name_server(&names) && run_turns(turns);
	if (nginx > 0 && kill(nginx, SIGTERM) == 0)
		waitpid(nginx, NULL, 0); /* it removes files of its own */
	if (names > 0)
		kill(names, SIGKILL);
	run((const char *const[]){ "rm", "-r", folder, NULL });
	if (!is_done)
		fputs("tls: something does not start\n", stderr);
	return is_done ? 0 : 1;
}
