#include "server/server.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/util.h>
#include <jansson.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/limits.h"
#include "base/mem.h"
#include "door.h"
#include "event/loop.h"
#include "host.h"
#include "socket.h"

#define DEFAULT_TIMEOUT_S 60
#define HEADERS_MAX_BYTES (16 * KIB) /* of a request */

struct server {
	struct evhttp *http;
	struct door door;
	struct event_loop *loop;
	int fd;                    /* it listens on; http closes it */
	struct socket_place place; /* of a UNIX socket */
	const struct server_route *routes;
	size_t route_count;
	const char *hosts; /* NULL: whatever a request calls us */
	void *arg;
};

/* --- requests */

static const struct {
	enum evhttp_cmd_type type;
	const char *name;
} methods[] = {
	{ EVHTTP_REQ_GET, "GET" },
	{ EVHTTP_REQ_POST, "POST" },
};

static const char *method_name(enum evhttp_cmd_type type)
{
	for (size_t i = 0; i < COUNT(methods); i++)
		if (methods[i].type == type)
			return methods[i].name;
	return "";
}

const char *server_query(const struct server_request *request, const char *name)
{
	return evhttp_find_header(request->query, name);
}

const char *server_header(const struct server_request *request, const char *name)
{
	return evhttp_find_header(request->headers, name);
}

/* The body in one piece with a NUL behind it; evbuffer's until the request is answered. */
static const char *flat_body(struct evbuffer *input, size_t *ret_len)
{
	const char *body;

	*ret_len = evbuffer_get_length(input);
	evbuffer_add(input, "", 1);
	body = (const char *)evbuffer_pullup(input, -1);
	if (!body)
		abort(); /* out of memory, see mem_alloc() */
	return body;
}

static uid_t peer_of(struct evhttp_request *http_request)
{
	struct evhttp_connection *connection = evhttp_request_get_connection(http_request);

	return socket_peer_uid(bufferevent_getfd(evhttp_connection_get_bufferevent(connection)));
}

/* --- responses */

void server_fail(struct server_response *response, int status, const char *fmt, ...)
{
	char text[1024];
	char *line;
	json_t *json;
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	json = json_pack("{s:s}", "error", text);
	line = json ? json_dumps(json, 0) : NULL;
	buf_clear(&response->body);
	if (!line || buf_printf(&response->body, "%s\n", line))
		buf_clear(&response->body);
	free(line);
	json_decref(json);
	response->status = status;
	response->content_type = "application/json";
}

static void free_bytes(const void *bytes, size_t len, void *arg)
{
	(void)bytes;
	(void)len;
	free(arg);
}

static void answer(struct evhttp_request *http_request, struct server_response *response)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(http_request);
	struct evbuffer *body = evbuffer_new();
	size_t len = response->body.len;
	char *bytes = buf_take(&response->body);

	if (!body || evbuffer_add_reference(body, bytes, len, free_bytes, bytes) != 0)
		abort();
	evhttp_add_header(headers, "Content-Type", response->content_type);
	evhttp_add_header(headers, "Cache-Control", "no-store");
	evhttp_send_reply(http_request, response->status, NULL, body);
	evbuffer_free(body);
}

/* --- routes */

static bool is_route_of(const struct server_route *route, const char *path)
{
	size_t len = strlen(route->path);

	if (len > 0 && route->path[len - 1] == '*')
		return strncmp(route->path, path, len - 1) == 0;
	return strcmp(route->path, path) == 0;
}

static void dispatch(const struct server *server, const struct server_request *request,
                     struct server_response *response)
{
	bool is_known = false;

	for (size_t i = 0; i < server->route_count; i++) {
		const struct server_route *route = &server->routes[i];

		if (!is_route_of(route, request->path))
			continue;
		is_known = true;
		if (strcmp(route->method, request->method) != 0)
			continue;
		route->handler(request, response, server->arg);
		return;
	}
	if (is_known)
		server_fail(response, 405, "%s takes another method", request->path);
	else
		server_fail(response, 404, "nothing here answers to %s", request->path);
}

static void on_request(struct evhttp_request *http_request, void *arg)
{
	const struct server *server = arg;
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(http_request);
	const char *query_text = evhttp_uri_get_query(uri), *path_text = evhttp_uri_get_path(uri);
	size_t path_len = 0;
	char *path = evhttp_uridecode(path_text ? path_text : "", 0, &path_len);
	struct evkeyvalq query = { 0 };
	struct server_response response = { .status = 200, .content_type = "application/json" };
	struct server_request request = {
		.method = method_name(evhttp_request_get_command(http_request)),
		.path = path && strlen(path) == path_len ? path : "", /* no NUL from %00 */
		.query = &query,
		.headers = evhttp_request_get_input_headers(http_request),
		.peer_uid = peer_of(http_request),
	};

	event_turn(server->loop);
	request.body = flat_body(evhttp_request_get_input_buffer(http_request), &request.len);
	buf_init(&response.body, LIMIT_REPLY_BYTES);
	if (server->hosts && !host_is_ours(server_header(&request, "Host"), server->hosts))
		server_fail(&response, 421, "this is integrad; the request is for another server");
	else if (evhttp_parse_query_str(query_text ? query_text : "", &query) == 0)
		dispatch(server, &request, &response);
	else
		server_fail(&response, 400, "the query makes no sense");
	answer(http_request, &response);
	buf_done(&response.body);
	evhttp_clear_headers(&query);
	free(path);
}

/* --- the server */

static void set_up_http(struct server *server, const struct server_options *options)
{
	struct evhttp *http = server->http;
	size_t max_body = options->max_body_bytes ? options->max_body_bytes : LIMIT_IMPORT_BYTES;

	evhttp_set_timeout(http, options->timeout_s ? options->timeout_s : DEFAULT_TIMEOUT_S);
	evhttp_set_max_headers_size(http, HEADERS_MAX_BYTES);
	evhttp_set_max_body_size(http, (ev_ssize_t)max_body);
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
	evhttp_set_default_content_type(http, NULL);
	evhttp_set_bevcb(http, door_enter, &server->door);
	evhttp_set_gencb(http, on_request, server);
}

/* Only lack of memory can fail here: the descriptor listens already. */
static void listen_on(struct server *server, int visit_ms)
{
	struct evconnlistener *listener =
		evconnlistener_new(event_loop_base(server->loop), NULL, NULL,
	                           LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, server->fd);

	if (!listener)
		abort();
	door_init(&server->door, server->loop, listener, visit_ms);
	if (!evhttp_bind_listener(server->http, listener)) /* http owns the listener now */
		abort();
}

struct server *server_new(struct event_loop *loop, const struct server_options *options,
                          const struct server_route *routes, size_t count, void *arg,
                          struct err *err)
{
	struct server *server;
	struct socket_place place = { 0 };
	int fd = options->fd > 0        ? options->fd
	         : options->tcp_address ? socket_listen_tcp(options->tcp_address, err)
	                                : socket_listen(options->socket_path, &place, err);

	if (fd < 0)
		return NULL;
	server = mem_alloc(sizeof(*server));
	server->loop = loop;
	server->fd = fd;
	server->place = place;
	server->routes = routes;
	server->route_count = count;
	server->hosts = options->hosts;
	server->arg = arg;
	server->http = evhttp_new(event_loop_base(loop));
	if (!server->http)
		abort(); /* out of memory, see mem_alloc() */
	set_up_http(server, options);
	listen_on(server, options->visit_ms);
	return server;
}

void server_set_hosts(struct server *server, const char *hosts)
{
	server->hosts = hosts;
}

static int port_of(const struct sockaddr_storage *address)
{
	if (address->ss_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)(const void *)address)->sin_port);
	if (address->ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)(const void *)address)->sin6_port);
	return 0;
}

int server_port(const struct server *server)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);

	(void)getsockname(server->fd, (struct sockaddr *)&address, &len);
	return port_of(&address);
}

void server_free(struct server *server)
{
	if (!server)
		return;
	socket_remove(&server->place);
	evhttp_free(server->http);
	door_done(&server->door);
	free(server);
}
