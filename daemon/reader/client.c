#include "reader/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "event/loop.h"
#include "reader/wire.h"
#include "spawn.h"

/*
 * A child that dies is replaced at once. Those that die before they are ready,
 * one after the other, would do so for ever: then we wait 100 ms, doubled each
 * time.
 */
#define RESPAWN_FIRST_MS 100
#define RESPAWN_MAX_MS 10000

struct job {
	struct job *next;
	struct buf frame;
	enum reader_kind kind;
	reader_done_fn *done;
	void *arg;
};

struct child {
	struct reader_client *client;
	struct child *next; /* of those that leave */
	struct spawned process;
	struct event_fd *watch;
	struct event_timer *limit; /* for getting ready, then for each job */
	struct buf in;
	size_t sent;     /* bytes of the job's frame */
	struct job *job; /* the one that it has, NULL: idle */
	bool is_ready;
};

struct reader_client {
	struct event_loop *loop;
	char *program;
	char *config_path;
	int64_t job_ms;
	struct job *first; /* the queue, the jobs of children excepted */
	struct job **last;
	size_t queued;
	size_t queued_bytes;
	struct child *present; /* gets the jobs; NULL while a new one is waited for */
	struct child *coming;  /* loads new lexicons after a reload */
	struct child *leaving; /* finish their jobs */
	struct event_timer *respawn;
	int64_t respawn_ms; /* the wait before the next child */
	struct reader_stats stats;
};

static void on_socket(int fd, unsigned what, void *arg);
static void on_limit(void *arg);
static void pump(struct reader_client *client);

static void job_free(struct job *job)
{
	if (!job)
		return;
	buf_done(&job->frame);
	free(job);
}

static struct child *child_new(struct reader_client *client, struct err *err)
{
	struct child *child;
	struct spawned process;

	if (reader_spawn(client->program, client->config_path, &process, err) < 0)
		return NULL;
	child = mem_alloc(sizeof(*child));
	child->client = client;
	child->process = process;
	buf_init(&child->in, LIMIT_FRAME_BYTES + 64 * KIB);
	child->watch = event_fd_new(client->loop, process.fd, EVENT_READ, on_socket, child);
	child->limit = event_timer_new(client->loop, on_limit, child);
	event_timer_start(child->limit, LIMIT_READER_START_MS);
	return child;
}

/* Ends the process; its job, if it has one, is the caller's. */
static void child_free(struct child *child)
{
	if (!child)
		return;
	event_timer_free(child->limit);
	event_fd_free(child->watch);
	reader_reap(&child->process);
	buf_done(&child->in);
	free(child);
}

static void on_respawn(void *arg)
{
	struct reader_client *client = arg;
	struct err err;

	if (client->present || client->coming)
		return;
	client->coming = child_new(client, &err);
	if (!client->coming)
		event_timer_start(client->respawn, RESPAWN_MAX_MS);
}

static void respawn_later(struct reader_client *client)
{
	event_timer_start(client->respawn, client->respawn_ms);
	client->respawn_ms = client->respawn_ms ? 2 * client->respawn_ms : RESPAWN_FIRST_MS;
	if (client->respawn_ms > RESPAWN_MAX_MS)
		client->respawn_ms = RESPAWN_MAX_MS;
}

/* Returns whether it was one of those that leave. */
static bool forget_child(struct reader_client *client, const struct child *child)
{
	struct child **at = &client->leaving;

	if (client->present == child)
		client->present = NULL;
	if (client->coming == child)
		client->coming = NULL;
	while (*at && *at != child)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = child->next;
	return true;
}

static void report_failure(struct job *job, enum reader_failure failure, const char *why)
{
	const struct reader_harvest harvest = {
		.kind = job->kind,
		.failure = failure,
		.why = why,
		.engine = "",
		.format = "",
		.bozo_reason = "",
		.hub = "",
		.topic = "",
		.title = "",
		.canonical = "",
		.modified = "",
	};

	job->done(&harvest, job->arg);
	job_free(job);
}

/*
 * The child is no more, or will be in a moment. The job that it had is what
 * killed it, as far as anybody can tell, and is not tried again.
 */
static void lose_child(struct child *child, enum reader_failure failure, const char *why)
{
	struct reader_client *client = child->client;
	struct job *job = child->job;

	if (failure == READER_TIMEOUT)
		client->stats.timeouts++;
	else
		client->stats.crashes++;
	(void)forget_child(client, child);
	child_free(child);
	if (!client->present && !client->coming)
		respawn_later(client);
	if (job)
		report_failure(job, failure, why);
	pump(client);
}

static void on_limit(void *arg)
{
	struct child *child = arg;

	lose_child(child, READER_TIMEOUT,
	           child->job ? "the reader took too long over it and was ended"
	                      : "the reader took too long to load its lexicons");
}

static void send_job(struct child *child)
{
	const struct buf *frame = &child->job->frame;

	while (child->sent < frame->len) {
		ssize_t n = send(child->process.fd, frame->data + child->sent,
		                 frame->len - child->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break; /* a broken socket shows itself as readable, too */
		child->sent += (size_t)n;
	}
	event_fd_set(child->watch,
	             child->sent < frame->len ? EVENT_READ | EVENT_WRITE : EVENT_READ);
}

/* Hands the next job to the present child where it has none. Calls nobody back. */
static void pump(struct reader_client *client)
{
	struct child *child = client->present;
	struct job *job = client->first;

	if (!child || child->job || !job)
		return;
	client->first = job->next;
	if (!client->first)
		client->last = &client->first;
	client->queued--;
	client->queued_bytes -= job->frame.len;
	child->job = job;
	child->sent = 0;
	event_timer_start(child->limit, client->job_ms);
	send_job(child);
}

/* The child has its lexicons: it takes over from the present one. */
static void become_present(struct child *child)
{
	struct reader_client *client = child->client;
	struct child *before = client->present;

	event_timer_cancel(child->limit);
	child->is_ready = true;
	client->respawn_ms = 0;
	client->coming = NULL;
	client->present = child;
	if (before && !before->job) {
		child_free(before);
	} else if (before) {
		before->next = client->leaving;
		client->leaving = before;
	}
	pump(client);
}

static void finish_job(struct child *child, const char *frame, size_t len)
{
	struct reader_client *client = child->client;
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;
	struct job *job = child->job;
	struct err err;

	if (wire_get_harvest(frame, len, arena, &harvest, &err) < 0) {
		lose_child(child, READER_CRASH, "the reader's answer makes no sense");
	} else {
		event_timer_cancel(child->limit);
		child->job = NULL;
		client->stats.jobs++;
		if (client->present != child && forget_child(client, child))
			child_free(child);
		job->done(&harvest, job->arg);
		job_free(job);
		pump(client);
	}
	arena_free(arena);
}

/* One whole frame is there: what to do depends on what we wait for. */
static void take_frame(struct child *child, enum wire_type type, size_t length)
{
	struct buf frame = child->in;

	/* Frames come one at a time, as answers: what stands behind this one is nonsense. */
	if (frame.len > length || (type == WIRE_READY) == child->is_ready ||
	    (type == WIRE_HARVEST && !child->job) || type == WIRE_JOB) {
		lose_child(child, READER_CRASH, "the reader's answer makes no sense");
		return;
	}
	if (type == WIRE_READY) {
		buf_clear(&child->in);
		become_present(child);
		return;
	}
	buf_init(&child->in, frame.max);
	finish_job(child, frame.data, length);
	buf_done(&frame);
}

/* 1: bytes came. 0: none for now. -1: the other end is gone. */
static int receive(struct child *child)
{
	char piece[64 * KIB];
	ssize_t n = recv(child->process.fd, piece, sizeof(piece), MSG_DONTWAIT);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -1;
	if (n == 0 || buf_append(&child->in, piece, (size_t)n) < 0)
		return -1;
	return 1;
}

static void on_socket(int fd, unsigned what, void *arg)
{
	struct child *child = arg;
	enum wire_type type;
	size_t length;
	int got = 0;

	(void)fd;
	if (what & EVENT_WRITE && child->job)
		send_job(child);
	if (what & EVENT_READ)
		got = receive(child);
	if (got > 0)
		got = wire_peek(child->in.data, child->in.len, &type, &length, NULL);
	if (got < 0)
		lose_child(child, READER_CRASH,
		           child->job ? "the reader died of it" : "the reader died");
	else if (got > 0)
		take_frame(child, type, length);
}

int reader_client_new(struct event_loop *loop, const struct reader_options *options,
                      struct reader_client **ret_client, struct err *err)
{
	struct reader_client *client = mem_alloc(sizeof(*client));

	client->loop = loop;
	client->program = mem_strdup(options->program ? options->program : "/proc/self/exe");
	client->config_path = mem_strdup(options->config_path);
	client->job_ms = options->job_ms > 0 ? options->job_ms : LIMIT_JOB_MS;
	client->last = &client->first;
	client->respawn = event_timer_new(loop, on_respawn, client);
	client->coming = child_new(client, err);
	if (!client->coming) {
		reader_client_free(client);
		return -1;
	}
	*ret_client = client;
	return 0;
}

static void drop_child(struct child *child)
{
	if (!child)
		return;
	job_free(child->job);
	child_free(child);
}

void reader_client_free(struct reader_client *client)
{
	if (!client)
		return;
	while (client->leaving) {
		struct child *child = client->leaving;

		client->leaving = child->next;
		drop_child(child);
	}
	drop_child(client->coming);
	drop_child(client->present);
	while (client->first) {
		struct job *job = client->first;

		client->first = job->next;
		job_free(job);
	}
	event_timer_free(client->respawn);
	free(client->config_path);
	free(client->program);
	free(client);
}

int reader_client_start(struct reader_client *client, const struct reader_job *job,
                        reader_done_fn *done, void *arg, struct err *err)
{
	struct job *added;

	if (client->queued >= LIMIT_JOB_QUEUE || client->queued_bytes >= LIMIT_JOB_QUEUE_BYTES)
		return err_set(err, ERR_AGAIN, "%zu jobs wait for the reader", client->queued);
	added = mem_alloc(sizeof(*added));
	buf_init(&added->frame, LIMIT_FRAME_BYTES);
	if (wire_put_job(&added->frame, job, err) < 0) {
		job_free(added);
		return -1;
	}
	added->kind = job->kind;
	added->done = done;
	added->arg = arg;
	*client->last = added;
	client->last = &added->next;
	client->queued++;
	client->queued_bytes += added->frame.len;
	pump(client);
	return 0;
}

void reader_client_reload(struct reader_client *client, const char *config_path)
{
	char *path = mem_strdup(config_path);
	struct err err;

	free(client->config_path);
	client->config_path = path;
	/* One that still loads may have read the files as they were before. */
	child_free(client->coming);
	event_timer_cancel(client->respawn);
	client->coming = child_new(client, &err);
	if (!client->coming && !client->present)
		event_timer_start(client->respawn, RESPAWN_MAX_MS);
}

struct reader_stats reader_client_stats(const struct reader_client *client)
{
	struct reader_stats stats = client->stats;

	stats.is_ready = client->present != NULL;
	stats.queued = client->queued + (client->present && client->present->job);
	for (const struct child *child = client->leaving; child; child = child->next)
		stats.queued++;
	stats.queued_bytes = client->queued_bytes;
	stats.pid = client->present ? client->present->process.pid : 0;
	return stats;
}
