#include "name_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAD 12 /* bytes before the question */
#define TYPE_A 1
#define TYPE_AAAA 28

struct packet {
	unsigned char bytes[2048];
	size_t len;
	size_t question_end;
	char label[64];
	int type;
};

static void put(struct packet *p, const void *bytes, size_t len)
{
	memcpy(p->bytes + p->len, bytes, len);
	p->len += len;
}

/* An answer that points back to the question's name and lives for five minutes. */
static void add_record(struct packet *p, const void *address, size_t len)
{
	const unsigned char head[] = { 0xc0, HEAD, 0, (unsigned char)p->type, 0, 1, 0, 0,
		                       1,    0x2c, 0, (unsigned char)len };

	put(p, head, sizeof(head));
	put(p, address, len);
	p->bytes[7]++;
}

static bool is(const struct packet *p, const char *label)
{
	return strcasecmp(p->label, label) == 0; /* evdns mixes upper and lower case */
}

static void add_answers(struct packet *p)
{
	unsigned char v4[] = { 127, 0, 0, 1 };
	const unsigned char v6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };

	if (p->type == TYPE_AAAA && (is(p, "both") || is(p, "six")))
		add_record(p, v6, sizeof(v6));
	if (p->type != TYPE_A || is(p, "six") || is(p, "nothing"))
		return;
	for (int i = 0; i < (is(p, "many") ? 20 : 1); i++) {
		v4[3] = (unsigned char)(i + 1);
		add_record(p, v4, sizeof(v4));
	}
}

/* False where there is no question in it. */
static bool read_question(struct packet *p)
{
	size_t at = HEAD, first = p->len > HEAD ? p->bytes[HEAD] : 0;

	if (first == 0 || first >= sizeof(p->label) || HEAD + first >= p->len)
		return false;
	memcpy(p->label, p->bytes + HEAD + 1, first);
	p->label[first] = '\0';
	while (at < p->len && p->bytes[at])
		at += p->bytes[at] + 1u;
	if (at + 5 > p->len)
		return false;
	p->type = p->bytes[at + 2];
	p->question_end = at + 5;
	return true;
}

/* False where nothing is to be sent. */
static bool answer(struct packet *p)
{
	static int asked_once;

	if (is(p, "silent") || (is(p, "once") && p->type == TYPE_A && asked_once++ == 0))
		return false;
	p->len = p->question_end;
	p->bytes[2] = 0x81; /* an answer, recursion asked for … */
	p->bytes[3] = 0x80; /* … and there */
	memset(p->bytes + 6, 0, 6);
	if (is(p, "missing"))
		p->bytes[3] |= 3;
	else if (is(p, "cut"))
		p->bytes[2] |= 2;
	else if (is(p, "noise"))
		memset(p->bytes + HEAD, 0xff, p->len - HEAD);
	else
		add_answers(p);
	return true;
}

static void serve(int fd)
{
	for (;;) {
		struct packet p = { .len = 0 };
		struct sockaddr_storage from;
		socklen_t from_len = sizeof(from);
		ssize_t n = recvfrom(fd, p.bytes, 512, 0, (struct sockaddr *)&from, &from_len);

		if (n <= 0)
			continue;
		p.len = (size_t)n;
		if (read_question(&p) && answer(&p))
			(void)!sendto(fd, p.bytes, p.len, 0, (struct sockaddr *)&from, from_len);
	}
}

struct name_server name_server_start(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	struct name_server server = { .pid = -1 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (bind(fd, (struct sockaddr *)&in, len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&in, &len) != 0)
		return server;
	server.port = ntohs(in.sin_port);
	server.pid = fork();
	if (server.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(fd);
	}
	close(fd);
	return server;
}

void name_server_stop(struct name_server *server)
{
	if (server->pid <= 0)
		return;
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	server->pid = -1;
}
