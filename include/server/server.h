/*
 * The daemon's doors: HTTP/1.1 by evhttp, one server a door: the control
 * socket, an address of TCP. It knows connections, bounds and routes; what a
 * verb does is told by the table that main hands in. Handlers run on the loop
 * and answer at once.
 */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct event_loop;
struct server;

struct server_request {
	const char *method; /* "GET" or "POST" */
	const char *path;   /* decoded, without the query */
	const char *body;   /* NUL-terminated behind len bytes */
	size_t len;
	const void *query;   /* for server_query() */
	const void *headers; /* for server_header() */
	uid_t peer_uid;      /* who asks, as the kernel says; (uid_t)-1 over TCP */
};

/* The decoded value of a parameter (?source=…); NULL where it is absent. */
const char *server_query(const struct server_request *request, const char *name);

/* The value of a header, its name without regard to case; NULL where it is absent. */
const char *server_header(const struct server_request *request, const char *name);

/* Starts as 200, application/json, empty. The body grows to LIMIT_REPLY_BYTES. */
struct server_response {
	int status;
	const char *content_type; /* lent until the handler returns */
	struct buf body;
};

/* Fills the response with {"error": "…"} and a status: what a handler gives where it fails. */
void server_fail(struct server_response *response, int status, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

typedef void server_handler_fn(const struct server_request *request,
                               struct server_response *response, void *arg);

/*
 * A path matches whole; one that ends in an asterisk matches whatever begins
 * like it. A wrong method gets 405, an unknown path 404.
 */
struct server_route {
	const char *method;
	const char *path; /* "/api/v1/import" */
	server_handler_fn *handler;
};

struct server_options {
	/* one of the three: */
	int fd; /* > 0: listens already, and is the server's; its name is whoever made it's */
	const char *socket_path; /* made with mode 0660; what a dead daemon left there is removed */
	const char *tcp_address; /* see event/address.h; without a port any free one */

	/*
	 * "": a request has to name us as localhost or by an address of the loopback
	 * in its Host header; else also by one of these names. NULL: by whatever name.
	 */
	const char *hosts;
	int visit_ms; /* where 64 are here, those who came before leave; 0: nobody has to */

	size_t max_body_bytes; /* 0: LIMIT_IMPORT_BYTES */
	int timeout_s;         /* for a connection that neither asks nor listens; 0: 60 */
};

/*
 * Listens. routes stays the caller's and must outlive the server; options is
 * copied; arg goes to every handler. NULL on failure: ERR_AGAIN where another
 * daemon answers on the socket, ERR_BROKEN where it cannot be made. hosts stays
 * the caller's until server_set_hosts() gives others.
 */
struct server *server_new(struct event_loop *loop, const struct server_options *options,
                          const struct server_route *routes, size_t count, void *arg,
                          struct err *err) MUST_CHECK;
void server_set_hosts(struct server *server, const char *hosts);
/* The port that it listens on; 0 for a socket. */
int server_port(const struct server *server);
/* Closes all connections and removes the socket. NULL is fine. */
void server_free(struct server *server);

#endif
