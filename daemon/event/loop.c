#include "event/loop.h"

#include <event2/event.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/time.h>

#include "base/clock.h"
#include "base/mem.h"

struct soon {
	event_fn *fn;
	void *arg;
	struct soon *next;
};

struct event_loop {
	struct event_base *base;
	struct event *soon; /* made active by hand: it runs behind what is active already */
	struct soon *soon_first;
	struct soon **soon_end;
	bool is_stopped;
	bool is_in_turn;
	int64_t turn_began_us;
	int64_t longest_turn_ms;
	int64_t busy_us;
	int64_t window_began_ms;
	int64_t window_turn_ms; /* the longest of this window … */
	int64_t last_turn_ms;   /* … and of the one before */
};

struct event_timer {
	struct event_loop *loop;
	struct event *ev;
	event_fn *fn;
	void *arg;
};

struct event_fd {
	struct event_loop *loop;
	struct event *ev;
	unsigned what;
	event_fd_fn *fn;
	void *arg;
};

struct event_signal {
	struct event_loop *loop;
	struct event *ev;
	event_fn *fn;
	void *arg;
};

/* --- turns */

void event_turn(struct event_loop *loop)
{
	if (loop->is_in_turn)
		return;
	loop->is_in_turn = true;
	loop->turn_began_us = clock_monotonic_us();
}

/* Windows of a minute; one that saw no turn at all is as good as empty. */
#define WINDOW_MS 60000

static void turn_window(struct event_loop *loop, int64_t now_ms)
{
	int64_t age_ms = now_ms - loop->window_began_ms;

	if (age_ms < WINDOW_MS)
		return;
	loop->last_turn_ms = age_ms < 2 * WINDOW_MS ? loop->window_turn_ms : 0;
	loop->window_turn_ms = 0;
	loop->window_began_ms = now_ms;
}

static void end_turn(struct event_loop *loop)
{
	int64_t now_us = clock_monotonic_us(), turn_us;

	if (!loop->is_in_turn)
		return;
	turn_us = now_us - loop->turn_began_us;
	loop->is_in_turn = false;
	loop->busy_us += turn_us;
	turn_window(loop, now_us / 1000);
	if (turn_us / 1000 > loop->window_turn_ms)
		loop->window_turn_ms = turn_us / 1000;
	if (turn_us / 1000 > loop->longest_turn_ms)
		loop->longest_turn_ms = turn_us / 1000;
}

int64_t event_loop_recent_turn_ms(const struct event_loop *loop)
{
	return loop->window_turn_ms > loop->last_turn_ms ? loop->window_turn_ms
	                                                 : loop->last_turn_ms;
}

int64_t event_loop_busy_ms(const struct event_loop *loop)
{
	return loop->busy_us / 1000;
}

int64_t event_loop_longest_turn_ms(const struct event_loop *loop)
{
	return loop->longest_turn_ms;
}

/* --- the loop */

static void on_soon(evutil_socket_t fd, short what, void *arg)
{
	struct event_loop *loop = arg;
	struct soon *list = loop->soon_first;

	(void)fd;
	(void)what;
	event_turn(loop);
	loop->soon_first = NULL;
	loop->soon_end = &loop->soon_first;
	while (list) {
		struct soon *call = list;

		list = call->next;
		call->fn(call->arg);
		free(call);
	}
}

static struct event *new_event(struct event_base *base, int fd, short what, event_callback_fn fn,
                               void *arg)
{
	struct event *ev = event_new(base, fd, what, fn, arg);

	if (!ev)
		abort(); /* out of memory, see mem_alloc() */
	return ev;
}

struct event_loop *event_loop_new(void)
{
	struct event_loop *loop;
	struct event_base *base = event_base_new();

	if (!base)
		return NULL;
	signal(SIGPIPE, SIG_IGN);
	loop = mem_alloc(sizeof(*loop));
	loop->base = base;
	loop->soon = new_event(base, -1, 0, on_soon, loop);
	loop->soon_end = &loop->soon_first;
	return loop;
}

void event_loop_free(struct event_loop *loop)
{
	if (!loop)
		return;
	while (loop->soon_first) {
		struct soon *call = loop->soon_first;

		loop->soon_first = call->next;
		free(call);
	}
	event_free(loop->soon);
	event_base_free(loop->base);
	free(loop);
}

int event_loop_run(struct event_loop *loop, struct err *err)
{
	int done = 0;

	loop->is_stopped = false;
	while (done == 0 && !loop->is_stopped) {
		done = event_base_loop(loop->base, EVLOOP_ONCE); /* 1: nothing to wait for */
		end_turn(loop);
	}
	if (done < 0)
		return err_set(err, ERR_BROKEN, "the event loop cannot wait for the system");
	return 0;
}

void event_loop_stop(struct event_loop *loop)
{
	loop->is_stopped = true;
	event_base_loopbreak(loop->base);
}

struct event_base *event_loop_base(struct event_loop *loop)
{
	return loop->base;
}

int64_t event_now_ms(const struct event_loop *loop)
{
	(void)loop;
	return clock_monotonic_ms();
}

void event_soon(struct event_loop *loop, event_fn *fn, void *arg)
{
	struct soon *call = mem_alloc(sizeof(*call));

	call->fn = fn;
	call->arg = arg;
	*loop->soon_end = call;
	loop->soon_end = &call->next;
	event_active(loop->soon, EV_TIMEOUT, 0);
}

/* --- timers */

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct event_timer *timer = arg;

	(void)fd;
	(void)what;
	event_turn(timer->loop);
	timer->fn(timer->arg); /* may free the timer */
}

struct event_timer *event_timer_new(struct event_loop *loop, event_fn *fn, void *arg)
{
	struct event_timer *timer = mem_alloc(sizeof(*timer));

	timer->loop = loop;
	timer->fn = fn;
	timer->arg = arg;
	timer->ev = new_event(loop->base, -1, 0, on_timer, timer);
	return timer;
}

void event_timer_start(struct event_timer *timer, int64_t after_ms)
{
	struct timeval tv = { 0, 0 };

	if (after_ms > 0) {
		tv.tv_sec = (time_t)(after_ms / 1000);
		tv.tv_usec = (suseconds_t)(after_ms % 1000 * 1000);
	}
	if (event_add(timer->ev, &tv) != 0)
		abort();
}

void event_timer_cancel(struct event_timer *timer)
{
	event_del(timer->ev);
}

void event_timer_free(struct event_timer *timer)
{
	if (!timer)
		return;
	event_free(timer->ev);
	free(timer);
}

/* --- file descriptors */

static void on_fd(evutil_socket_t fd, short what, void *arg)
{
	struct event_fd *watch = arg;
	unsigned bits = 0;

	if (what & EV_READ)
		bits |= EVENT_READ;
	if (what & EV_WRITE)
		bits |= EVENT_WRITE;
	event_turn(watch->loop);
	watch->fn(fd, bits, watch->arg); /* may free the watch */
}

static short libevent_bits(unsigned what)
{
	unsigned bits = EV_PERSIST;

	if (what & EVENT_READ)
		bits |= EV_READ;
	if (what & EVENT_WRITE)
		bits |= EV_WRITE;
	return (short)bits;
}

struct event_fd *event_fd_new(struct event_loop *loop, int fd, unsigned what, event_fd_fn *fn,
                              void *arg)
{
	struct event_fd *watch = mem_alloc(sizeof(*watch));

	watch->loop = loop;
	watch->fn = fn;
	watch->arg = arg;
	watch->ev = new_event(loop->base, fd, libevent_bits(0), on_fd, watch);
	event_fd_set(watch, what);
	return watch;
}

void event_fd_set(struct event_fd *watch, unsigned what)
{
	int fd = event_get_fd(watch->ev);

	if (what == watch->what)
		return;
	event_del(watch->ev);
	watch->what = what;
	event_assign(watch->ev, watch->loop->base, fd, libevent_bits(what), on_fd, watch);
	if (what != 0 && event_add(watch->ev, NULL) != 0)
		abort();
}

void event_fd_free(struct event_fd *watch)
{
	if (!watch)
		return;
	event_free(watch->ev);
	free(watch);
}

/* --- signals */

static void on_signal(evutil_socket_t signo, short what, void *arg)
{
	struct event_signal *watch = arg;

	(void)signo;
	(void)what;
	event_turn(watch->loop);
	watch->fn(watch->arg);
}

struct event_signal *event_signal_new(struct event_loop *loop, int signo, event_fn *fn, void *arg)
{
	struct event_signal *watch = mem_alloc(sizeof(*watch));

	watch->loop = loop;
	watch->fn = fn;
	watch->arg = arg;
	watch->ev = new_event(loop->base, signo, EV_SIGNAL | EV_PERSIST, on_signal, watch);
	if (event_add(watch->ev, NULL) != 0)
		abort();
	return watch;
}

void event_signal_free(struct event_signal *watch)
{
	if (!watch)
		return;
	event_free(watch->ev);
	free(watch);
}
