#include "reader/child.h"

#include <errno.h>
#include <malloc.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "config/config.h"
#include "reader/cage.h"
#include "reader/run.h"
#include "reader/wire.h"

/* What one large job made longer than this is given back after it. */
#define KEPT_BYTES MIB

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
	struct reader_harvest harvest = READER_HARVEST_NONE;

	harvest.kind = job->kind;
	harvest.failure = READER_TOO_LARGE;
	harvest.why = why->text;
	return wire_put_harvest(out, &harvest, err);
}

static int do_job(const struct config *config, const char *frame, size_t len, struct buf *out,
                  struct err *err)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;
	struct reader_job job;
	bool is_large;
	struct err why;
	int done = -1;

	if (wire_get_job(frame, len, arena, &job, err) == 0) {
		if (reader_run(config->lexicon, &job, arena, &harvest, &why) == 0 &&
		    wire_put_harvest(out, &harvest, &why) == 0)
			done = 0;
		else
			done = refuse(&job, &why, out, err);
	}
	is_large = len + arena_used(arena) > KEPT_BYTES;
	arena_free(arena);
	if (is_large)
		malloc_trim(0);
	return done;
}

static void give_back(struct buf *buf)
{
	if (buf->cap > KEPT_BYTES)
		buf_done(buf);
}

static enum reader_exit serve(const struct config *config, int fd, enum reader_cage cage)
{
	struct buf in, out;
	struct err err;
	size_t length;
	int got;

	buf_init(&in, 2 * LIMIT_FRAME_BYTES);
	buf_init(&out, LIMIT_FRAME_BYTES);
	got = wire_put_ready(&out, cage, &err) == 0 && send_all(fd, &out) == 0 ? 1 : -1;
	while (got > 0 && (got = receive_frame(fd, &in, &length, &err)) > 0) {
		buf_clear(&out);
		if (do_job(config, in.data, length, &out, &err) < 0)
			got = -1;
		else if (send_all(fd, &out) < 0)
			got = 0;
		buf_drop(&in, length);
		give_back(&in);
		give_back(&out);
	}
	buf_done(&in);
	buf_done(&out);
	return got < 0 ? READER_EXIT_STREAM : READER_EXIT_DONE;
}

/* The lexicons of the pack that comes first. NULL where none comes, or it is unsound. */
static struct config *load(int fd, enum reader_exit *ret_exit)
{
	struct tree_mistakes mistakes = { .arena = arena_new(4 * MIB) };
	struct config *config = NULL;
	const char *pack;
	struct buf in;
	size_t length, pack_len;
	int got;

	buf_init(&in, 2 * LIMIT_FRAME_BYTES);
	got = receive_frame(fd, &in, &length, NULL);
	*ret_exit = got == 0 ? READER_EXIT_DONE : READER_EXIT_STREAM;
	if (got > 0 && wire_get_start(in.data, length, &pack, &pack_len, NULL) == 0) {
		config = config_load_pack(pack, pack_len, &mistakes);
		*ret_exit = READER_EXIT_LEXICON;
	}
	buf_done(&in);
	arena_free(mistakes.arena);
	malloc_trim(0);
	return config;
}

enum reader_exit reader_child_main(int fd)
{
	enum reader_exit status;
	enum reader_cage cage;
	struct config *config;

	if (reader_cage_enter(fd, &cage, NULL) < 0)
		return READER_EXIT_CAGE;
	config = load(fd, &status);
	if (config)
		status = serve(config, fd, cage);
	config_free(config);
	return status;
}
