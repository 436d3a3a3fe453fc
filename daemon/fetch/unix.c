/*
 * Not by libcurl: most commands of integractl ask the daemon one thing, and
 * loading libcurl with the 27 libraries behind it costs more than all else that
 * a short command does. Our own server is all that ever answers here, and it
 * closes after each answer, so a reply is its head and what comes until the end.
 */
#include "fetch/unix.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

#define CONNECT_S 5     /* where the queue of the socket is full */
#define REPLY_MS 600000 /* an import of the largest size */
#define LOOK_MS 5000    /* a GET: whoever does not answer it by then does not answer */
#define CHUNK_BYTES (64 * KIB)

struct exchange {
	const char *socket_path;
	int fd;
	/* what is to be sent: two pieces, and how much of both is on its way */
	const char *head, *body;
	size_t head_len, body_len, sent;
	struct buf reply_head;
	struct buf *reply;
	size_t body_begins;  /* *reply had so much before */
	bool has_body;       /* the blank line has come */
	long long reply_len; /* of the body, as the head has it; -1: it does not say */
	long status;
	fetch_unix_wait_fn *on_wait;
	int64_t wait_until_ms, until_ms;
};

static int broke_off(const struct exchange *ex, const char *why, struct err *err)
{
	return err_set(err, ERR_INPUT, "the daemon on %s broke off: %s; is it stopping?",
	               ex->socket_path, why);
}

static int explain_connect(int number, const char *path, struct err *err)
{
	if (number == EACCES || number == EPERM)
		return err_set(err, ERR_INPUT,
		               "no permission for %s: it takes root or the group integrad", path);
	return err_set(err, ERR_AGAIN, "no daemon answers on %s", path);
}

static int connect_to(const char *path, int *ret_fd, struct err *err)
{
	const struct timeval patience = { .tv_sec = CONNECT_S };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, rc;

	if (strlen(path) >= sizeof(address.sun_path))
		return err_set(err, ERR_INPUT, "the control socket's path is too long: %s", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(err, ERR_BROKEN, "no socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	do
		rc = connect(fd, (const struct sockaddr *)&address, sizeof(address));
	while (rc != 0 && errno == EINTR);
	if (rc != 0) {
		rc = explain_connect(errno, path, err);
		close(fd);
		return rc;
	}
	*ret_fd = fd;
	return 0;
}

/* --- the reply */

/* The value of a field in the head; NULL where it has none. */
static const char *find_field(const char *head, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, len) == 0 && line[len] == ':')
			return line + len + 1;
	}
	return NULL;
}

static int read_head(struct exchange *ex, struct err *err)
{
	const char *head = ex->reply_head.data, *field;

	if (strncmp(head, "HTTP/1.", 7) != 0 || !strchr(head, ' '))
		return broke_off(ex, "its answer is no HTTP", err);
	ex->status = strtol(strchr(head, ' '), NULL, 10);
	field = find_field(head, "Content-Length");
	ex->reply_len = field ? strtoll(field, NULL, 10) : -1;
	ex->has_body = true;
	return 0;
}

static int take_body(struct exchange *ex, const char *bytes, size_t len, struct err *err)
{
	if (buf_append(ex->reply, bytes, len) == 0)
		return 0;
	return err_set(err, ERR_LIMIT, "the daemon's reply is over %zu bytes", ex->reply->max);
}

static int take_bytes(struct exchange *ex, const char *bytes, size_t len, struct err *err)
{
	size_t before = ex->reply_head.len, body_at;
	const char *end;

	if (ex->has_body)
		return take_body(ex, bytes, len, err);
	if (buf_append(&ex->reply_head, bytes, len))
		return broke_off(ex, "its answer has no end of its head", err);
	end = strstr(ex->reply_head.data, "\r\n\r\n");
	if (!end)
		return 0;
	body_at = (size_t)(end + 4 - ex->reply_head.data) - before;
	if (read_head(ex, err))
		return -1;
	return take_body(ex, bytes + body_at, len - body_at, err);
}

static bool is_whole(const struct exchange *ex)
{
	return ex->has_body && ex->reply_len >= 0 &&
	       ex->reply->len - ex->body_begins >= (size_t)ex->reply_len;
}

static int check_end(const struct exchange *ex, struct err *err)
{
	if (!ex->has_body)
		return broke_off(ex, "it closed the connection without an answer", err);
	if (ex->reply_len >= 0 && !is_whole(ex))
		return broke_off(ex, "it closed the connection within its answer", err);
	return 0;
}

/* 1: there may be more; 0: that was all. */
static int receive(struct exchange *ex, char *chunk, struct err *err)
{
	ssize_t len = recv(ex->fd, chunk, CHUNK_BYTES, MSG_DONTWAIT);

	if (len > 0)
		return take_bytes(ex, chunk, (size_t)len, err) ? -1 : !is_whole(ex);
	if (len == 0)
		return check_end(ex, err);
	if (errno == EAGAIN || errno == EINTR)
		return 1;
	return broke_off(ex, strerror(errno), err);
}

/* --- the request */

/*
 * A server that will not have a long request answers before it has all of it,
 * and closes: what it answered is still to be read.
 */
static void send_some(struct exchange *ex)
{
	bool in_head = ex->sent < ex->head_len;
	const char *from = in_head ? ex->head + ex->sent : ex->body + (ex->sent - ex->head_len);
	size_t left = in_head ? ex->head_len - ex->sent : ex->head_len + ex->body_len - ex->sent;
	ssize_t len = send(ex->fd, from, left, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (len >= 0)
		ex->sent += (size_t)len;
	else if (errno != EAGAIN && errno != EINTR)
		ex->sent = ex->head_len + ex->body_len;
}

/* Until something can be done, or it is time to say that one waits. */
static int wait_for(struct exchange *ex, short *ret_events, struct err *err)
{
	bool is_sending = ex->sent < ex->head_len + ex->body_len;
	struct pollfd fd = { .fd = ex->fd, .events = is_sending ? POLLIN | POLLOUT : POLLIN };
	int64_t now_ms = clock_monotonic_ms(), until_ms = ex->until_ms;

	if (now_ms >= until_ms)
		return broke_off(ex, "no answer for too long", err);
	if (ex->on_wait && !ex->has_body && now_ms >= ex->wait_until_ms) {
		ex->on_wait(ex->socket_path);
		ex->on_wait = NULL;
	}
	if (ex->on_wait && !ex->has_body && ex->wait_until_ms < until_ms)
		until_ms = ex->wait_until_ms;
	if (poll(&fd, 1, (int)(until_ms - now_ms)) < 0)
		fd.revents = 0;
	*ret_events = fd.revents;
	return 0;
}

static int talk(struct exchange *ex, struct err *err)
{
	char *chunk = mem_alloc(CHUNK_BYTES);
	int rc = 1;

	while (rc > 0) {
		short events = 0;

		if (wait_for(ex, &events, err)) {
			rc = -1;
			break;
		}
		if (events & POLLOUT)
			send_some(ex);
		if (events & (POLLIN | POLLHUP | POLLERR))
			rc = receive(ex, chunk, err);
	}
	MEM_FREE(chunk);
	return rc;
}

int fetch_unix(const char *socket_path, const char *method, const char *path, const char *body,
               size_t len, struct buf *reply, long *ret_status, fetch_unix_wait_fn *on_wait,
               struct err *err)
{
	int64_t now_ms = clock_monotonic_ms();
	struct exchange ex = {
		.socket_path = socket_path,
		.body = body,
		.body_len = body ? len : 0,
		.reply = reply,
		.body_begins = reply->len,
		.on_wait = on_wait,
		.wait_until_ms = now_ms + FETCH_UNIX_WAIT_MS,
		.until_ms = now_ms + (strcmp(method, "GET") == 0 ? LOOK_MS : REPLY_MS),
	};
	char *head;
	int rc;

	if (connect_to(socket_path, &ex.fd, err))
		return -1;
	head = mem_printf("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	                  "Content-Length: %zu\r\n\r\n",
	                  method, path, ex.body_len);
	ex.head = head;
	ex.head_len = strlen(head);
	buf_init(&ex.reply_head, LIMIT_HEADER_BYTES + CHUNK_BYTES);
	rc = talk(&ex, err);
	if (rc == 0)
		*ret_status = ex.status;
	buf_done(&ex.reply_head);
	free(head);
	close(ex.fd);
	return rc;
}
