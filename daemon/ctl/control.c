#include "control.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/limits.h"

static int connect_to(const char *path, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return err_set(err, ERR_INPUT, "the control socket's path is too long: %s", path);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(err, ERR_INPUT, "no socket: %s", strerror(errno));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (errno == EACCES || errno == EPERM)
		err_set(err, ERR_INPUT, "you may not ask the daemon by %s: join the group integrad",
		        path);
	else
		err_set(err, ERR_AGAIN, "no daemon listens on %s", path);
	close(fd);
	return -1;
}

static int send_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

/* HTTP/1.0, so that the answer comes in one piece and ends with the connection. */
static int send_call(int fd, const struct control_call *call)
{
	struct buf head;
	int rc;

	buf_init(&head, LIMIT_HEADER_BYTES);
	rc = buf_printf(&head,
	                "%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
	                "Content-Length: %zu\r\n\r\n",
	                call->method, call->target, call->length);
	if (rc == 0)
		rc = send_all(fd, head.data, head.len);
	if (rc == 0 && call->length > 0)
		rc = send_all(fd, call->body, call->length);
	buf_done(&head);
	return rc;
}

static int receive_all(int fd, struct buf *reply)
{
	char bytes[16 * KIB];

	for (;;) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -1 : 0;
		if (buf_append(reply, bytes, (size_t)n) != 0)
			return -1;
	}
}

int control_parse_head(const char *bytes, size_t len, size_t *ret_head)
{
	const char *end = memmem(bytes, len, "\r\n\r\n", 4);

	if (!end || len < 12 || memcmp(bytes, "HTTP/1.", 7) != 0 || bytes[8] != ' ')
		return -1;
	for (int i = 9; i < 12; i++)
		if (!isdigit((unsigned char)bytes[i]))
			return -1;
	*ret_head = (size_t)(end - bytes) + 4;
	return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
}

int control_ask(const char *socket_path, const struct control_call *call, struct buf *reply,
                struct err *err)
{
	int fd = connect_to(socket_path, err);
	int status = -1;
	size_t head;

	if (fd < 0)
		return -1;
	/* an early answer, such as a refusal, is read even where sending failed */
	(void)send_call(fd, call);
	if (receive_all(fd, reply) == 0 && reply->len > 0)
		status = control_parse_head(reply->data, reply->len, &head);
	close(fd);
	if (status < 0)
		return err_set(err, ERR_INPUT,
		               "the daemon on %s broke off its answer; is it stopping?",
		               socket_path);
	buf_drop(reply, head);
	return status;
}
