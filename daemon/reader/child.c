#include "reader/child.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/log.h"
#include "config/config.h"
#include "reader/run.h"
#include "reader/wire.h"

/* A buffer that one large job made longer than this is given back after it. */
#define KEPT_BYTES MIB

/*
 * What a stranger's bytes could use if they took the process over: nothing
 * that is open, no new rights, no memory left on disk. It must not outlive the
 * daemon either, and it leaves signals to it.
 */
static int shut_in(int fd)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGPIPE };
	const struct rlimit none = { 0, 0 };

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	if (setrlimit(RLIMIT_CORE, &none) < 0)
		return -1;
	return close_range((unsigned)fd + 1, ~0u, 0);
}

static int send_all(int fd, const struct buf *out)
{
	size_t sent = 0;

	while (sent < out->len) {
		ssize_t n = send(fd, out->data + sent, out->len - sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		sent += (size_t)n;
	}
	return 0;
}

/* 1: a whole frame stands at the start of `in`. 0: the stream ended. -1: it makes no sense. */
static int receive_frame(int fd, struct buf *in, size_t *ret_length, struct err *err)
{
	char piece[64 * KIB];
	enum wire_type type;
	int whole;

	while ((whole = wire_peek(in->data, in->len, &type, ret_length, err)) == 0) {
		ssize_t n = recv(fd, piece, sizeof(piece), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		if (buf_append(in, piece, (size_t)n) < 0)
			return err_set(err, ERR_LIMIT, "a job is over its bound");
	}
	return whole;
}

/* A job that cannot be done is answered all the same, so that its source is told. */
static int refuse(const struct reader_job *job, const struct err *why, struct buf *out,
                  struct err *err)
{
	const struct reader_harvest harvest = {
		.kind = job->kind,
		.failure = READER_TOO_LARGE,
		.why = why->text,
		.engine = "",
		.format = "",
		.bozo_reason = "",
		.hub = "",
		.topic = "",
		.title = "",
		.canonical = "",
		.modified = "",
	};

	return wire_put_harvest(out, &harvest, err);
}

static int do_job(const struct config *config, const char *frame, size_t len, struct buf *out,
                  struct err *err)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;
	struct reader_job job;
	struct err why;
	int done = -1;

	if (wire_get_job(frame, len, arena, &job, err) == 0) {
		if (reader_run(config->lexicon, &job, arena, &harvest, &why) == 0 &&
		    wire_put_harvest(out, &harvest, &why) == 0)
			done = 0;
		else
			done = refuse(&job, &why, out, err);
	}
	arena_free(arena);
	return done;
}

static void give_back(struct buf *buf)
{
	if (buf->cap > KEPT_BYTES)
		buf_done(buf);
}

static int serve(const struct config *config, int fd, struct err *err)
{
	struct buf in, out;
	size_t length;
	int got;

	buf_init(&in, 2 * LIMIT_FRAME_BYTES);
	buf_init(&out, LIMIT_FRAME_BYTES);
	got = wire_put_ready(&out, err) == 0 && send_all(fd, &out) == 0 ? 1 : -1;
	while (got > 0 && (got = receive_frame(fd, &in, &length, err)) > 0) {
		buf_clear(&out);
		if (do_job(config, in.data, length, &out, err) < 0)
			got = -1;
		else if (send_all(fd, &out) < 0)
			got = 0;
		buf_drop(&in, length);
		give_back(&in);
		give_back(&out);
	}
	buf_done(&in);
	buf_done(&out);
	return got;
}

static void log_mistakes(const struct tree_mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++)
		log_event(LOG_ERR, "reader", mistakes->list[i].text,
		          LOG_STR("file", mistakes->list[i].file),
		          LOG_INT("line", mistakes->list[i].line),
		          LOG_INT("column", mistakes->list[i].column));
	log_plain(LOG_ERR, "reader",
	          "the lexicons have mistakes; nothing can be read until they are mended");
}

int reader_child_main(int fd, const char *config_path)
{
	struct arena *arena = arena_new(4 * MIB);
	struct tree_mistakes mistakes = { .arena = arena };
	struct config *config = NULL;
	struct err err = { .text = "the other end is gone" };
	int status = 1;

	if (shut_in(fd) < 0) {
		log_event(LOG_ERR, "reader", "it cannot shut itself in",
		          LOG_STR("why", strerror(errno)));
		goto out;
	}
	config = config_load_lexicons(config_path, &mistakes);
	if (!config) {
		log_mistakes(&mistakes);
		goto out;
	}
	log_setup(config->options.log_format, config->options.log_level);
	if (serve(config, fd, &err) < 0)
		log_plain(LOG_ERR, "reader", err.text);
	else
		status = 0;
out:
	config_free(config);
	arena_free(arena);
	close(fd);
	return status;
}
