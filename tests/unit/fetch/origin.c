#include "origin.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define EMPTY "Content-Length: 0\r\n\r\n"

static const unsigned char gzipped[] = {
	0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xcb, 0x48, 0xcd, 0xc9, 0xc9,
	0xd7, 0x51, 0x48, 0xce, 0xcf, 0x2d, 0x28, 0x4a, 0x2d, 0x2e, 0x4e, 0x4d, 0x51, 0x28, 0xcf,
	0x2f, 0xca, 0x49, 0x01, 0x00, 0x08, 0x9e, 0x34, 0x35, 0x17, 0x00, 0x00, 0x00,
};

/* Paths whose whole answer is fixed. */
static const struct {
	const char *path, *answer;
} fixed[] = {
	{ "/plain", OK "Content-Type: text/plain; charset=Windows-1251\r\n"
	               "ETag: W/\"a b\\c\"\r\nLast-Modified: Wed, 5 Apr 2023 10:00:00 GMT\r\n"
	               "Cache-Control: public\r\nCache-Control: max-age=1800\r\n"
	               "Content-Length: 5\r\n\r\nhello" },
	{ "/empty", OK EMPTY },
	{ "/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\n" EMPTY },
	{ "/hop5", "HTTP/1.1 301 Moved\r\nLocation: /hop4\r\n" EMPTY },
	{ "/hop4", "HTTP/1.1 308 Moved\r\nLocation: hop3\r\n" EMPTY },
	{ "/hop3", "HTTP/1.1 301 Moved\r\nLocation: ?x\r\n" EMPTY },
	{ "/hop3?x", "HTTP/1.1 301 Moved\r\nLocation: ./hop1\r\n" EMPTY },
	{ "/hop1", "HTTP/1.1 301 Moved\r\nLocation: /plain\r\nContent-Length: 4\r\n\r\nbody" },
	{ "/hop6", "HTTP/1.1 301 Moved\r\nLocation: /hop5\r\n" EMPTY },
	{ "/mixed", "HTTP/1.1 301 Moved\r\nLocation: /temporary\r\n" EMPTY },
	{ "/temporary", "HTTP/1.1 302 Found\r\nLocation: /plain\r\n" EMPTY },
	{ "/to-ftp", "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\n" EMPTY },
	{ "/to-file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n" EMPTY },
	{ "/to-nothing", "HTTP/1.1 302 Found\r\n" EMPTY },
	{ "/to-loopback", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n" EMPTY },
	{ "/to-decimal", "HTTP/1.1 302 Found\r\nLocation: http://2130706433/\r\n" EMPTY },
	{ "/to-mapped", "HTTP/1.1 302 Found\r\nLocation: http://[::ffff:127.0.0.1]/\r\n" EMPTY },
	{ "/to-metadata", "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n" EMPTY },
	{ "/404", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone" },
	{ "/410", "HTTP/1.1 410 Gone\r\n" EMPTY },
	{ "/500", "HTTP/1.1 500 Oops\r\n" EMPTY },
	{ "/429", "HTTP/1.1 429 Slow down\r\nRetry-After: 3600\r\n" EMPTY },
	{ "/429-unsaid", "HTTP/1.1 429 Slow down\r\n" EMPTY },
	{ "/503", "HTTP/1.1 503 Busy\r\nRetry-After: 60\r\n" EMPTY },
	{ "/304", "HTTP/1.1 304 Not Modified\r\nETag: \"new\"\r\n\r\n" },
	{ "/garbage", "SSH-2.0-OpenSSH_9.2\r\n" },
	{ "/short", OK "Content-Length: 100\r\n\r\nshort" },
	{ "/close", "" },
	{ "/bad-gzip", OK "Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnot gz!" },
	{ "/odd-encoding", OK "Content-Encoding: wavelet\r\nContent-Length: 2\r\n\r\nxx" },
	{ "/announced", OK "Content-Length: 99999999999\r\n\r\n" },
};

static void say(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n <= 0)
			_exit(0); /* the client has gone: nothing more to do here */
		bytes += n;
		len -= (size_t)n;
	}
}

static void say_text(int fd, const char *text)
{
	say(fd, text, strlen(text));
}

static void say_body(int fd, const char *headers, const void *body, size_t len)
{
	char head[256];
	int n = snprintf(head, sizeof(head), OK "%sContent-Length: %zu\r\n\r\n", headers, len);

	say(fd, head, (size_t)n);
	say(fd, body, len);
}

static void bomb(int fd)
{
	static char bytes[64 * 1024];
	int file = open("tests/hostile/fetch/bomb.gz", O_RDONLY | O_CLOEXEC);
	ssize_t len = read(file, bytes, sizeof(bytes));

	close(file);
	if (len > 0)
		say_body(fd, "Content-Encoding: gzip\r\n", bytes, (size_t)len);
}

/* Sends head once and then piece for ever, with a rest between. */
static void drip(int fd, const char *head, const char *piece, unsigned rest_us)
{
	say_text(fd, head);
	for (;;) {
		say_text(fd, piece);
		if (rest_us)
			usleep(rest_us);
	}
}

static void reset(int fd)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(fd);
	_exit(0);
}

/* 100 KiB of 200. */
static void half(int fd)
{
	static char bytes[100 * 1024];

	memset(bytes, 'x', sizeof(bytes));
	say_text(fd, OK "Content-Length: 204800\r\n\r\n");
	say(fd, bytes, sizeof(bytes));
	pause();
}

static int peer_port(int fd)
{
	struct sockaddr_in in;
	socklen_t len = sizeof(in);

	getpeername(fd, (struct sockaddr *)&in, &len);
	return ntohs(in.sin_port);
}

static const char kilobyte[] =
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

/* False where the path is none of the hostile ones. */
static bool answer_hostile(int fd, const char *path)
{
	if (strcmp(path, "/bomb") == 0)
		bomb(fd);
	else if (strcmp(path, "/endless") == 0)
		drip(fd, OK "\r\n", kilobyte, 0);
	else if (strcmp(path, "/endless-404") == 0)
		drip(fd, "HTTP/1.1 404 Not Found\r\n\r\n", kilobyte, 0);
	else if (strcmp(path, "/headers") == 0)
		drip(fd, OK, "X-Again: 0123456789012345678901234567890123456789\r\n", 0);
	else if (strcmp(path, "/long-header") == 0)
		drip(fd, OK "X-Long: ", kilobyte, 0);
	else if (strcmp(path, "/continue") == 0)
		drip(fd, "", "HTTP/1.1 103 Early Hints\r\nX: 0123456789012345678901234\r\n\r\n", 0);
	else if (strcmp(path, "/drip") == 0)
		drip(fd, OK "\r\n", "x", 20000);
	else if (strcmp(path, "/steady") == 0)
		drip(fd, OK "\r\n", kilobyte, 20000);
	else if (strcmp(path, "/half") == 0)
		half(fd);
	else if (strcmp(path, "/hang") == 0)
		pause();
	else if (strcmp(path, "/reset") == 0)
		reset(fd);
	else
		return false;
	return true;
}

/* False where the connection is to be closed. */
static bool answer(int fd, const char *request)
{
	char path[256] = "", text[64];

	if (sscanf(request, "GET %255s", path) != 1)
		return false;
	for (size_t i = 0; i < COUNT(fixed); i++)
		if (strcmp(path, fixed[i].path) == 0) {
			say_text(fd, fixed[i].answer);
			return strstr(fixed[i].answer, EMPTY) || strstr(path, "plain");
		}
	if (strcmp(path, "/echo") == 0)
		say_body(fd, "", request, strlen(request));
	else if (strcmp(path, "/gzip") == 0)
		say_body(fd, "Content-Encoding: gzip\r\n", gzipped, sizeof(gzipped));
	else if (strcmp(path, "/peer") == 0)
		say_body(fd, "", text, (size_t)snprintf(text, sizeof(text), "%d", peer_port(fd)));
	else if (!answer_hostile(fd, path))
		say_text(fd, "HTTP/1.1 400 What?\r\n" EMPTY);
	return true;
}

static void serve(int fd)
{
	char request[8192];
	size_t len = 0;

	for (;;) {
		ssize_t n = read(fd, request + len, sizeof(request) - 1 - len);

		if (n <= 0)
			return;
		len += (size_t)n;
		request[len] = '\0';
		if (request[0] == 0x16) { /* a TLS handshake, on a port that speaks none */
			say_text(fd, "HTTP/1.1 400 Plain HTTP, please\r\n" EMPTY);
			return;
		}
		if (!strstr(request, "\r\n\r\n"))
			continue;
		if (!answer(fd, request))
			return;
		len = 0;
	}
}

static void accept_for_ever(int listener)
{
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			continue;
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			close(listener);
			serve(fd);
			_exit(0);
		}
		close(fd);
	}
}

struct origin origin_start(const char *address, int port)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	socklen_t len = sizeof(in);
	struct origin origin = { .pid = -1 };
	int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	inet_pton(AF_INET, address, &in.sin_addr);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(listener, (struct sockaddr *)&in, sizeof(in)) != 0 || listen(listener, 64) != 0 ||
	    getsockname(listener, (struct sockaddr *)&in, &len) != 0) {
		close(listener);
		return origin;
	}
	origin.port = ntohs(in.sin_port);
	origin.pid = fork();
	if (origin.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		accept_for_ever(listener);
	}
	close(listener);
	return origin;
}

void origin_stop(struct origin *origin)
{
	if (origin->pid <= 0)
		return;
	kill(origin->pid, SIGKILL);
	waitpid(origin->pid, NULL, 0);
	origin->pid = -1;
}
