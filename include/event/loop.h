/*
 * The loop, its timers, file descriptors and signals: libevent behind a small
 * seam, so that a simulation can put a virtual clock in its place. One thread.
 * Whatever is made here may be freed at any time, inside its own callback too,
 * and is never called after that. Out of memory stops the process.
 */
#ifndef EVENT_LOOP_H
#define EVENT_LOOP_H

#include <stdint.h>

#include "base/err.h"

struct event_base;
struct event_loop;

/*
 * Also makes the process ignore SIGPIPE: peers close sockets whenever they
 * like. NULL where the system gives no epoll.
 */
struct event_loop *event_loop_new(void);
/* All that was made on the loop has to be freed before it. NULL is fine. */
void event_loop_free(struct event_loop *loop);
/*
 * Returns 0 once event_loop_stop() was called, or where nothing is left to
 * wait for; -1 (ERR_BROKEN) where the system's polling fails.
 */
int event_loop_run(struct event_loop *loop, struct err *err) MUST_CHECK;
/* Ends event_loop_run() after the present callback. */
void event_loop_stop(struct event_loop *loop);
/* For the server alone, whose evhttp needs it. */
struct event_base *event_loop_base(struct event_loop *loop);
/* The loop's own clock, monotonic, read anew at each call: for timers and durations. */
int64_t event_now_ms(const struct event_loop *loop);

/*
 * A turn is all that is done between two waits of the loop: while it lasts,
 * nobody else is served. The longest one so far, in milliseconds. Each
 * callback of this header begins a turn where none has begun; whoever is called
 * by libevent itself says so by event_turn().
 */
int64_t event_loop_longest_turn_ms(const struct event_loop *loop);
/* The same of the last one or two minutes, and the sum of all turns. */
int64_t event_loop_recent_turn_ms(const struct event_loop *loop);
int64_t event_loop_busy_ms(const struct event_loop *loop);
void event_turn(struct event_loop *loop);

typedef void event_fn(void *arg);

/*
 * Runs fn once, after the callbacks of the loop's present turn: the place to
 * free what its own callback still stands on. Calls run in the order of asking;
 * what they ask for in turn runs a turn later. Dropped with the loop.
 */
void event_soon(struct event_loop *loop, event_fn *fn, void *arg);

/* A timer that is not started is silent. */
struct event_timer *event_timer_new(struct event_loop *loop, event_fn *fn, void *arg);
/* Fires once after after_ms (0 and less: in the next turn). A running timer is set anew. */
void event_timer_start(struct event_timer *timer, int64_t after_ms);
void event_timer_cancel(struct event_timer *timer);
void event_timer_free(struct event_timer *timer); /* NULL is fine */

#define EVENT_READ 1u
#define EVENT_WRITE 2u

/* what has the EVENT_ bits that came true; errors and hang-ups come as all that were asked for. */
typedef void event_fd_fn(int fd, unsigned what, void *arg);

/*
 * Level-triggered, until freed. The descriptor stays the caller's, who closes
 * it after freeing this.
 */
struct event_fd *event_fd_new(struct event_loop *loop, int fd, unsigned what, event_fd_fn *fn,
                              void *arg);
void event_fd_set(struct event_fd *watch, unsigned what); /* 0: silent */
void event_fd_free(struct event_fd *watch);               /* NULL is fine */

/* fn runs from the loop, not in the signal's own context. */
struct event_signal *event_signal_new(struct event_loop *loop, int signo, event_fn *fn, void *arg);
void event_signal_free(struct event_signal *watch); /* NULL is fine */

#endif
