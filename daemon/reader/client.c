#include "reader/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "death.h"
#include "event/loop.h"
#include "queue.h"
#include "reader/wire.h"
#include "spawn.h"

/*
 * A child that dies is replaced at once. Those that die before they are ready,
 * one after the other, would do so for ever: then we wait 100 ms, doubled each
 * time.
 */
#define RESPAWN_FIRST_MS 100
#define RESPAWN_MAX_MS 10000

#define NO_SENSE "the reader's answer makes no sense"

struct child {
	struct reader_client *client;
	struct child *next; /* of those that leave */
	struct spawned process;
	struct event_fd *watch;
	struct event_timer *limit; /* for getting ready, then for each job */
	struct buf in;
	const struct buf *out;  /* the frame that is being sent; NULL: none */
	size_t sent;            /* bytes of it */
	struct queued_job *job; /* the one that it has, NULL: idle */
	bool is_ready;
};

struct reader_client {
	struct event_loop *loop;
	char *program;
	struct buf start; /* the frame with the pack, the first that each child gets */
	int64_t job_ms;
	struct job_queue queue; /* the jobs of children excepted */
	struct child *present;  /* gets the jobs; NULL while a new one is waited for */
	struct child *coming;   /* makes its lexicons */
	struct child *leaving;  /* finish their jobs */
	struct event_timer *respawn;
	int64_t respawn_ms; /* the wait before the next child */
	bool has_warned;    /* of a cage that is not closed */
	struct reader_stats stats;
};

static void on_socket(int fd, unsigned what, void *arg);
static void on_limit(void *arg);
static void pump(struct reader_client *client);

static void send_more(struct child *child)
{
	while (child->out && child->sent < child->out->len) {
		ssize_t n = send(child->process.fd, child->out->data + child->sent,
		                 child->out->len - child->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break; /* a broken socket shows itself as readable, too */
		child->sent += (size_t)n;
	}
	if (child->out && child->sent == child->out->len)
		child->out = NULL;
	event_fd_set(child->watch, child->out ? EVENT_READ | EVENT_WRITE : EVENT_READ);
}

static void send_frame(struct child *child, const struct buf *frame)
{
	child->out = frame;
	child->sent = 0;
	send_more(child);
}

static struct child *child_new(struct reader_client *client, struct err *err)
{
	struct child *child;
	struct spawned process;

	if (reader_spawn(client->program, &process, err) < 0)
		return NULL;
	child = mem_alloc(sizeof(*child));
	child->client = client;
	child->process = process;
	buf_init(&child->in, LIMIT_FRAME_BYTES + 64 * KIB);
	child->watch = event_fd_new(client->loop, process.fd, EVENT_READ, on_socket, child);
	child->limit = event_timer_new(client->loop, on_limit, child);
	event_timer_start(child->limit, LIMIT_READER_START_MS);
	send_frame(child, &client->start);
	return child;
}

/* Ends the process; its job, if it has one, is the caller's. Returns the wait status. */
static int child_free(struct child *child)
{
	int status;

	if (!child)
		return 0;
	event_timer_free(child->limit);
	event_fd_free(child->watch);
	status = reader_reap(&child->process);
	buf_done(&child->in);
	free(child);
	return status;
}

static void start_child(struct reader_client *client)
{
	struct err err;

	client->coming = child_new(client, &err);
	if (client->coming)
		return;
	log_event(LOG_ERR, "reader", err.text, LOG_INT("again_ms", RESPAWN_MAX_MS));
	if (!client->present)
		event_timer_start(client->respawn, RESPAWN_MAX_MS);
}

static void on_respawn(void *arg)
{
	struct reader_client *client = arg;

	if (!client->present && !client->coming)
		start_child(client);
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

static void tell_loss(const struct queued_job *job, enum reader_failure failure, const char *why,
                      int pid)
{
	log_event(LOG_WARNING, "reader",
	          job ? "the reader was lost over a job" : "the reader was lost",
	          LOG_STR("failure", reader_failure_name(failure)), LOG_STR("why", why),
	          LOG_STR("source", job ? job->source : ""),
	          LOG_STR("kind", job ? reader_kind_name(job->kind) : ""), LOG_INT("pid", pid));
}

/*
 * The child is no more, or will be in a moment: for the reason that is given,
 * or, with READER_OK, for one that its death tells. The job that it had is
 * what killed it, as far as anybody can tell, and is not tried again here;
 * those behind it go to the next child.
 */
static void lose_child(struct child *child, enum reader_failure failure, const char *why)
{
	struct reader_client *client = child->client;
	struct queued_job *job = child->job;
	int pid = child->process.pid, status;
	char death[DEATH_WHY_SIZE];

	(void)forget_child(client, child);
	status = child_free(child);
	if (failure == READER_OK) {
		failure = reader_death(status, death);
		why = death;
	}
	if (failure == READER_TIMEOUT)
		client->stats.timeouts++;
	else
		client->stats.crashes++;
	tell_loss(job, failure, why, pid);
	if (!client->present && !client->coming)
		respawn_later(client);
	if (job)
		queued_job_fail(job, failure, why);
	pump(client);
}

static void on_limit(void *arg)
{
	struct child *child = arg;

	lose_child(child, READER_TIMEOUT,
	           child->job ? "the reader took too long over it and was ended"
	                      : "the reader took too long to make its lexicons");
}

/* Hands the next job to the present child where it has none. Calls nobody back. */
static void pump(struct reader_client *client)
{
	struct child *child = client->present;

	if (!child || child->job)
		return;
	child->job = job_queue_take(&client->queue);
	if (!child->job)
		return;
	event_timer_start(child->limit, client->job_ms);
	reader_grant_cpu(&child->process, LIMIT_JOB_CPU_S);
	send_frame(child, &child->job->frame);
}

static void tell_ready(struct reader_client *client, const struct child *child,
                       enum reader_cage cage)
{
	log_event(LOG_INFO, "reader", "the reader is ready",
	          LOG_STR("cage", reader_cage_name(cage)), LOG_INT("pid", child->process.pid));
	if (cage == READER_CAGE_LIMITS && !client->has_warned)
		log_event(LOG_WARNING, "cage", "the reader's system calls are not restricted",
		          LOG_STR("why", reader_cage_is_built_in() ? "the system takes no filter"
		                                                   : "built without libseccomp"));
	client->has_warned |= cage == READER_CAGE_LIMITS;
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
		(void)child_free(before);
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
	struct queued_job *job = child->job;
	struct err err;

	if (wire_get_harvest(frame, len, arena, &harvest, &err) < 0) {
		lose_child(child, READER_CRASH, NO_SENSE);
	} else {
		event_timer_cancel(child->limit);
		child->job = NULL;
		client->stats.jobs++;
		if (client->present != child && forget_child(client, child))
			(void)child_free(child);
		job->done(&harvest, job->arg);
		queued_job_free(job);
		pump(client);
	}
	arena_free(arena);
}

/* One whole frame is there: what to do depends on what we wait for. */
static void take_frame(struct child *child, enum wire_type type, size_t length)
{
	struct buf frame = child->in;
	enum reader_cage cage;

	/* Frames come one at a time, as answers: what stands behind this one is nonsense. */
	if (frame.len == length && type == WIRE_READY && !child->is_ready &&
	    wire_get_ready(frame.data, length, &cage, NULL) == 0) {
		tell_ready(child->client, child, cage);
		buf_clear(&child->in);
		become_present(child);
	} else if (frame.len == length && type == WIRE_HARVEST && child->job) {
		buf_init(&child->in, frame.max);
		finish_job(child, frame.data, length);
		buf_done(&frame);
	} else {
		lose_child(child, READER_CRASH, NO_SENSE);
	}
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
	if (what & EVENT_WRITE)
		send_more(child);
	if (what & EVENT_READ)
		got = receive(child);
	if (got < 0) {
		lose_child(child, READER_OK, NULL);
		return;
	}
	if (got > 0)
		got = wire_peek(child->in.data, child->in.len, &type, &length, NULL);
	if (got < 0)
		lose_child(child, READER_CRASH, NO_SENSE);
	else if (got > 0)
		take_frame(child, type, length);
}

int reader_client_new(struct event_loop *loop, const struct reader_options *options,
                      struct reader_client **ret_client, struct err *err)
{
	struct reader_client *client = mem_alloc(sizeof(*client));

	client->loop = loop;
	client->program = mem_strdup(options->program ? options->program : "/proc/self/exe");
	client->job_ms = options->job_ms > 0 ? options->job_ms : LIMIT_JOB_MS;
	job_queue_init(&client->queue);
	client->respawn = event_timer_new(loop, on_respawn, client);
	buf_init(&client->start, LIMIT_FRAME_BYTES);
	if (wire_put_start(&client->start, options->pack, options->pack_len, err) == 0)
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
	queued_job_free(child->job);
	(void)child_free(child);
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
	job_queue_done(&client->queue);
	event_timer_free(client->respawn);
	buf_done(&client->start);
	free(client->program);
	free(client);
}

int reader_client_start(struct reader_client *client, const struct reader_job *job,
                        reader_done_fn *done, void *arg, struct err *err)
{
	if (job_queue_add(&client->queue, job, done, arg, err) < 0)
		return -1;
	pump(client);
	return 0;
}

int reader_client_reload(struct reader_client *client, const char *pack, size_t len,
                         struct err *err)
{
	struct child *obsolete = client->coming; /* it has the pack as it was before */
	struct buf start;

	buf_init(&start, LIMIT_FRAME_BYTES);
	if (wire_put_start(&start, pack, len, err) < 0)
		return -1;
	client->coming = NULL;
	drop_child(obsolete);
	buf_done(&client->start);
	client->start = start;
	event_timer_cancel(client->respawn);
	start_child(client);
	return 0;
}

struct reader_stats reader_client_stats(const struct reader_client *client)
{
	struct reader_stats stats = client->stats;

	stats.is_ready = client->present != NULL;
	stats.queued = client->queue.count + (client->present && client->present->job);
	for (const struct child *child = client->leaving; child; child = child->next)
		stats.queued++;
	stats.queued_bytes = client->queue.bytes;
	stats.pid = client->present ? client->present->process.pid : 0;
	return stats;
}
