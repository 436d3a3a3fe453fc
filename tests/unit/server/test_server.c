#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "event/loop.h"
#include "server/server.h"

#define MAX_BODY 4096

struct house {
	char dir[64];
	char path[100];
	struct event_loop *loop;
	struct server *server;
	struct event_timer *watchdog;
	int calls;
	/* one client */
	int fd;
	struct event_fd *watch;
	struct buf reply;
};

static void on_echo(const struct server_request *request, struct server_response *response,
                    void *arg)
{
	struct house *house = arg;
	const char *source = server_query(request, "source");

	house->calls++;
	assert_int_equal(request->peer_uid, getuid());
	assert_int_equal(request->body[request->len], '\0');
	assert_int_equal(buf_printf(&response->body, "%s %s [%s] %zu bytes: %s", request->method,
	                            request->path, source ? source : "-", request->len,
	                            request->body),
	                 0);
	response->content_type = "text/plain";
}

static void on_fail(const struct server_request *request, struct server_response *response,
                    void *arg)
{
	(void)request;
	(void)arg;
	server_fail(response, 409, "no source \"%s\"", "x");
}

static void on_hook(const struct server_request *request, struct server_response *response,
                    void *arg)
{
	const char *signature = server_header(request, "x-hub-signature");

	(void)arg;
	assert_int_equal(buf_printf(&response->body, "%s signed %s", request->path,
	                            signature ? signature : "by nobody"),
	                 0);
}

static void on_long(const struct server_request *request, struct server_response *response,
                    void *arg)
{
	(void)request;
	(void)arg;
	for (int i = 0; i < 400000; i++)
		assert_int_equal(buf_puts(&response->body, "0123456789"), 0);
}

static const struct server_route routes[] = {
	{ "POST", "/api/v1/echo", on_echo }, { "GET", "/api/v1/echo", on_echo },
	{ "GET", "/fail", on_fail },         { "GET", "/long", on_long },
	{ "GET", "/hook/*", on_hook },
};

static void give_up(void *arg)
{
	struct house *house = arg;

	event_loop_stop(house->loop);
}

static struct server *open_server(struct house *house, struct err *err)
{
	struct server_options options = { .socket_path = house->path,
		                          .max_body_bytes = MAX_BODY,
		                          .timeout_s = 30 };

	return server_new(house->loop, &options, routes, COUNT(routes), house, err);
}

static int setup(void **state)
{
	struct house *house = mem_alloc(sizeof(*house));
	struct err err = { 0 };

	strcpy(house->dir, "/tmp/integrad-test-XXXXXX");
	if (!mkdtemp(house->dir))
		return -1;
	snprintf(house->path, sizeof(house->path), "%s/control.sock", house->dir);
	house->loop = event_loop_new();
	house->server = open_server(house, &err);
	if (!house->server)
		fail_msg("%s", err.text);
	house->watchdog = event_timer_new(house->loop, give_up, house);
	house->fd = -1;
	buf_init(&house->reply, 16 * MIB);
	*state = house;
	return 0;
}

static int teardown(void **state)
{
	struct house *house = *state;

	server_free(house->server);
	event_timer_free(house->watchdog);
	event_loop_free(house->loop);
	buf_done(&house->reply);
	assert_int_equal(access(house->path, F_OK), -1);
	unlink(house->path);
	rmdir(house->dir);
	free(house);
	return 0;
}

static int dial(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

static int dial_tcp(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons((uint16_t)port),
		                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

static void on_bytes(int fd, unsigned what, void *arg)
{
	struct house *house = arg;
	char bytes[8192];
	ssize_t len = read(fd, bytes, sizeof(bytes));

	(void)what;
	if (len > 0) {
		assert_int_equal(buf_append(&house->reply, bytes, (size_t)len), 0);
		return;
	}
	if (len < 0 && errno == EAGAIN)
		return;
	event_loop_stop(house->loop);
}

static void run(struct house *house)
{
	struct err err;

	event_timer_start(house->watchdog, 10000);
	assert_int_equal(event_loop_run(house->loop, &err), 0);
	event_timer_cancel(house->watchdog);
}

/* Sends the bytes and returns all that comes back until the server closes. */
static const char *ask_at(struct house *house, int fd, const char *bytes)
{
	buf_clear(&house->reply);
	assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
	house->watch = event_fd_new(house->loop, fd, EVENT_READ, on_bytes, house);
	run(house);
	event_fd_free(house->watch);
	close(fd);
	return house->reply.data ? house->reply.data : "";
}

static const char *ask(struct house *house, const char *bytes)
{
	return ask_at(house, dial(house->path), bytes);
}

static void assert_begins(const char *text, const char *beginning)
{
	if (strncmp(text, beginning, strlen(beginning)) != 0)
		fail_msg("expected %s… but got %.300s", beginning, text);
}

static void assert_ends(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	if (len < end_len || strcmp(text + len - end_len, end) != 0)
		fail_msg("expected …%s but got %s", end, text);
}

static void a_verb_gets_its_body_and_its_query_decoded(void **state)
{
	struct house *house = *state;
	const char *reply = ask(house, "POST /api/v1/echo?source=bel%20ta&x=1 HTTP/1.0\r\n"
	                               "Content-Length: 5\r\n\r\nhello");

	assert_begins(reply, "HTTP/1.0 200 ");
	assert_ends(reply, "\r\n\r\nPOST /api/v1/echo [bel ta] 5 bytes: hello");
	assert_non_null(strstr(reply, "Content-Type: text/plain\r\n"));
}

static void a_request_without_body_has_an_empty_one(void **state)
{
	struct house *house = *state;

	assert_ends(ask(house, "GET /api/v1/echo HTTP/1.0\r\n\r\n"),
	            "GET /api/v1/echo [-] 0 bytes: ");
}

static void a_failure_is_json_with_its_status(void **state)
{
	struct house *house = *state;
	const char *reply = ask(house, "GET /fail HTTP/1.0\r\n\r\n");

	assert_begins(reply, "HTTP/1.0 409 ");
	assert_ends(reply, "{\"error\": \"no source \\\"x\\\"\"}\n");
}

/* Whatever the version is that the server answers in. "": no answer at all. */
static void assert_answer(const char *reply, const char *status)
{
	if (*status && strlen(reply) > strlen("HTTP/1.0"))
		reply += strlen("HTTP/1.0");
	assert_begins(reply, status);
}

static void strangers_requests_reach_no_verb(void **state)
{
	static const struct {
		const char *request, *status;
	} cases[] = {
		{ "GET /api/v1/ech HTTP/1.0\r\n\r\n", " 404 " },
		{ "GET /api/v1/echo/ HTTP/1.0\r\n\r\n", " 404 " },
		{ "GET /api/v1/echo%00x HTTP/1.0\r\n\r\n", " 4" },
		{ "POST /fail HTTP/1.0\r\nContent-Length: 0\r\n\r\n", " 405 " },
		{ "DELETE /api/v1/echo HTTP/1.0\r\n\r\n", " 501 " },
		{ "POST /api/v1/echo HTTP/1.0\r\nContent-Length: 5000\r\n\r\n", " 413 " },
		{ "POST /api/v1/echo HTTP/1.0\r\nContent-Length: -5\r\n\r\n", " 4" },
		{ "nonsense\r\n\r\n", "" },
	};
	struct house *house = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_answer(ask(house, cases[i].request), cases[i].status);
	assert_int_equal(house->calls, 0);
}

static void endless_headers_are_cut_off(void **state)
{
	struct house *house = *state;
	struct buf request;

	buf_init(&request, MIB);
	assert_int_equal(buf_puts(&request, "GET /api/v1/echo HTTP/1.0\r\n"), 0);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(buf_printf(&request, "X-%d: 0123456789\r\n", i), 0);
	ask(house, request.data);
	assert_int_equal(house->calls, 0);
	buf_done(&request);
}

static void a_long_reply_arrives_whole(void **state)
{
	struct house *house = *state;
	const char *reply = ask(house, "GET /long HTTP/1.0\r\n\r\n");
	const char *body = strstr(reply, "\r\n\r\n");

	assert_non_null(body);
	assert_int_equal(strlen(body + 4), 4000000);
}

static void the_socket_is_for_owner_and_group(void **state)
{
	struct house *house = *state;
	struct stat st;

	assert_int_equal(lstat(house->path, &st), 0);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(st.st_mode & 07777, 0660);
}

static void a_second_daemon_is_refused_and_takes_nothing_away(void **state)
{
	struct house *house = *state;
	struct err err = { 0 };

	assert_null(open_server(house, &err));
	assert_int_equal(err.kind, ERR_AGAIN);
	assert_begins(ask(house, "GET /api/v1/echo HTTP/1.0\r\n\r\n"), "HTTP/1.0 200 ");
}

static void what_a_dead_daemon_left_is_replaced(void **state)
{
	struct house *house = *state;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct err err = { 0 };
	int fd;

	server_free(house->server);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", house->path);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
	assert_int_equal(access(house->path, F_OK), 0);

	house->server = open_server(house, &err);
	assert_non_null(house->server);
	assert_begins(ask(house, "GET /api/v1/echo HTTP/1.0\r\n\r\n"), "HTTP/1.0 200 ");
}

static void a_file_that_is_no_socket_is_left_alone(void **state)
{
	struct house *house = *state;
	struct err err = { 0 };
	struct stat st;

	server_free(house->server);
	house->server = NULL;
	close(open(house->path, O_CREAT | O_WRONLY, 0600));
	assert_null(open_server(house, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	assert_int_equal(lstat(house->path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	unlink(house->path);
}

static void a_path_that_is_too_long_is_named(void **state)
{
	struct house *house = *state;
	struct server_options options = {
		.socket_path =
			"/tmp/0123456789012345678901234567890123456789012345678901234567890123456789"
			"0123456789012345678901234567890123456789"
	};
	struct err err = { 0 };

	assert_null(server_new(house->loop, &options, routes, COUNT(routes), house, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	assert_non_null(strstr(err.text, "107 bytes"));
}

static void an_asterisk_stands_for_any_end_of_a_path(void **state)
{
	struct house *house = *state;

	assert_ends(ask(house, "GET /hook/a/b HTTP/1.0\r\nX-Hub-Signature: sha256=1\r\n\r\n"),
	            "\r\n/hook/a/b signed sha256=1");
	assert_ends(ask(house, "GET /hook/ HTTP/1.0\r\n\r\n"), "\r\n/hook/ signed by nobody");
	assert_begins(ask(house, "GET /hook HTTP/1.0\r\n\r\n"), "HTTP/1.0 404 ");
	assert_begins(ask(house, "GET /failure HTTP/1.0\r\n\r\n"), "HTTP/1.0 404 ");
}

static void a_server_listens_on_tcp_too(void **state)
{
	struct house *house = *state;
	const struct server_options options = { .tcp_address = "127.0.0.1" };
	const struct server_options no_address = { .tcp_address = "localhost:80" };
	const struct server_options not_ours = { .tcp_address = "192.0.2.1:8329" };
	struct err err = { 0 };
	struct server *tcp = server_new(house->loop, &options, routes, COUNT(routes), house, &err);

	assert_non_null(tcp);
	assert_true(server_port(tcp) > 0);
	assert_int_equal(server_port(house->server), 0);
	assert_ends(ask_at(house, dial_tcp(server_port(tcp)), "GET /hook/x HTTP/1.0\r\n\r\n"),
	            "\r\n/hook/x signed by nobody");
	server_free(tcp);
	assert_null(server_new(house->loop, &no_address, routes, COUNT(routes), house, &err));
	assert_non_null(strstr(err.text, "localhost:80"));
	assert_null(server_new(house->loop, &not_ours, routes, COUNT(routes), house, &err));
	assert_non_null(strstr(err.text, "192.0.2.1:8329"));
}

static void a_full_house_lets_the_next_wait_and_in_when_one_leaves(void **state)
{
	struct house *house = *state;
	int silent[LIMIT_CONNECTIONS];
	const char *question = "GET /api/v1/echo HTTP/1.0\r\n\r\n";
	int fd;

	for (size_t i = 0; i < COUNT(silent); i++)
		silent[i] = dial(house->path);
	fd = dial(house->path);
	assert_int_equal(write(fd, question, strlen(question)), strlen(question));
	house->watch = event_fd_new(house->loop, fd, EVENT_READ, on_bytes, house);

	event_timer_start(house->watchdog, 50);
	assert_int_equal(event_loop_run(house->loop, &(struct err){ 0 }), 0);
	assert_int_equal(house->calls, 0);

	close(silent[7]);
	run(house);
	assert_int_equal(house->calls, 1);
	assert_begins(house->reply.data, "HTTP/1.0 200 ");

	event_fd_free(house->watch);
	close(fd);
	for (size_t i = 0; i < COUNT(silent); i++)
		if (i != 7)
			close(silent[i]);
}

static void the_server_may_go_while_clients_are_connected(void **state)
{
	struct house *house = *state;
	int idle = dial(house->path);

	ask(house, "GET /api/v1/echo HTTP/1.0\r\n\r\n");
	server_free(house->server);
	house->server = NULL;
	assert_int_equal(access(house->path, F_OK), -1);
	event_timer_start(house->watchdog, 10);
	assert_int_equal(event_loop_run(house->loop, &(struct err){ 0 }), 0);
	close(idle);
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_verb_gets_its_body_and_its_query_decoded),
		CASE(a_request_without_body_has_an_empty_one),
		CASE(a_failure_is_json_with_its_status),
		CASE(strangers_requests_reach_no_verb),
		CASE(endless_headers_are_cut_off),
		CASE(a_long_reply_arrives_whole),
		CASE(the_socket_is_for_owner_and_group),
		CASE(a_second_daemon_is_refused_and_takes_nothing_away),
		CASE(what_a_dead_daemon_left_is_replaced),
		CASE(a_file_that_is_no_socket_is_left_alone),
		CASE(a_path_that_is_too_long_is_named),
		CASE(an_asterisk_stands_for_any_end_of_a_path),
		CASE(a_server_listens_on_tcp_too),
		CASE(a_full_house_lets_the_next_wait_and_in_when_one_leaves),
		CASE(the_server_may_go_while_clients_are_connected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
