/*
 * The clock, the loop and the name server of the simulation, in the place of
 * base/clock.c, event/loop.c and event/dns.c at link time: time stands still
 * while code runs, and jumps to the next timer when it ends.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "event/dns.h"
#include "event/loop.h"
#include "world.h"

static int64_t now_ms;

void sim_set_clock(int64_t now_s)
{
	now_ms = now_s * 1000;
}

int64_t clock_now_s(void)
{
	return now_ms / 1000;
}

int64_t clock_now_ms(void)
{
	return now_ms;
}

int64_t clock_monotonic_ms(void)
{
	return now_ms;
}

int64_t clock_monotonic_us(void)
{
	return clock_monotonic_ms() * 1000;
}

/* --- timers, in a heap by time, then by the order of their starts */

struct event_timer {
	struct event_loop *loop;
	event_fn *fn;
	void *arg;
	int64_t at_ms;
	uint64_t order;
	size_t place; /* in the heap, from 1; 0: not running */
};

struct soon {
	event_fn *fn;
	void *arg;
};

struct event_loop {
	struct event_timer **heap; /* from 1 */
	size_t count;
	size_t cap;
	size_t timer_count; /* made and not freed */
	uint64_t starts;
	struct soon *soon;
	size_t soon_count;
	size_t soon_cap;
	int64_t end_ms;
	bool is_stopped;
};

static bool is_before(const struct event_timer *a, const struct event_timer *b)
{
	return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

static void put(struct event_loop *loop, size_t place, struct event_timer *timer)
{
	loop->heap[place] = timer;
	timer->place = place;
}

static void sift_up(struct event_loop *loop, struct event_timer *timer, size_t place)
{
	while (place > 1 && is_before(timer, loop->heap[place / 2])) {
		put(loop, place, loop->heap[place / 2]);
		place /= 2;
	}
	put(loop, place, timer);
}

static void sift_down(struct event_loop *loop, struct event_timer *timer, size_t place)
{
	for (;;) {
		size_t child = 2 * place;

		if (child < loop->count && is_before(loop->heap[child + 1], loop->heap[child]))
			child++;
		if (child > loop->count || !is_before(loop->heap[child], timer))
			break;
		put(loop, place, loop->heap[child]);
		place = child;
	}
	put(loop, place, timer);
}

struct event_timer *event_timer_new(struct event_loop *loop, event_fn *fn, void *arg)
{
	struct event_timer *timer = mem_alloc(sizeof(*timer));

	*timer = (struct event_timer){ .loop = loop, .fn = fn, .arg = arg };
	loop->timer_count++;
	return timer;
}

void event_timer_start(struct event_timer *timer, int64_t after_ms)
{
	struct event_loop *loop = timer->loop;

	event_timer_cancel(timer);
	timer->at_ms = now_ms + (after_ms > 0 ? after_ms : 0);
	timer->order = loop->starts++;
	loop->heap = mem_room(loop->heap, loop->count + 1, &loop->cap,
	                      sizeof(struct event_timer *));
	sift_up(loop, timer, ++loop->count);
}

void event_timer_cancel(struct event_timer *timer)
{
	struct event_loop *loop = timer->loop;
	size_t place = timer->place;
	struct event_timer *last;

	if (!place)
		return;
	timer->place = 0;
	last = loop->heap[loop->count--];
	if (last == timer)
		return;
	if (place > 1 && is_before(last, loop->heap[place / 2]))
		sift_up(loop, last, place);
	else
		sift_down(loop, last, place);
}

void event_timer_free(struct event_timer *timer)
{
	if (!timer)
		return;
	event_timer_cancel(timer);
	timer->loop->timer_count--;
	free(timer);
}

/* --- the loop */

struct event_loop *event_loop_new(void)
{
	return mem_alloc(sizeof(struct event_loop));
}

void event_loop_free(struct event_loop *loop)
{
	if (!loop)
		return;
	free(loop->heap);
	free(loop->soon);
	free(loop);
}

size_t sim_timer_count(const struct event_loop *loop)
{
	return loop->timer_count;
}

void sim_set_end(struct event_loop *loop, int64_t end_ms)
{
	loop->end_ms = end_ms;
}

static void run_soon(struct event_loop *loop)
{
	for (size_t i = 0; i < loop->soon_count; i++) {
		struct soon call = loop->soon[i];

		call.fn(call.arg);
	}
	loop->soon_count = 0;
}

int event_loop_run(struct event_loop *loop, struct err *err)
{
	(void)err;
	loop->is_stopped = false;
	while (!loop->is_stopped && loop->count > 0 && loop->heap[1]->at_ms <= loop->end_ms) {
		struct event_timer *timer = loop->heap[1];

		event_timer_cancel(timer);
		if (timer->at_ms > now_ms)
			now_ms = timer->at_ms;
		timer->fn(timer->arg);
		run_soon(loop);
	}
	if (!loop->is_stopped)
		now_ms = loop->end_ms;
	return 0;
}

void event_loop_stop(struct event_loop *loop)
{
	loop->is_stopped = true;
}

int64_t event_now_ms(const struct event_loop *loop)
{
	(void)loop;
	return now_ms;
}

int64_t event_loop_longest_turn_ms(const struct event_loop *loop)
{
	(void)loop;
	return 0;
}

void event_turn(struct event_loop *loop)
{
	(void)loop;
}

void event_soon(struct event_loop *loop, event_fn *fn, void *arg)
{
	loop->soon = mem_room(loop->soon, loop->soon_count, &loop->soon_cap, sizeof(struct soon));
	loop->soon[loop->soon_count++] = (struct soon){ fn, arg };
}

/* --- no descriptors and no signals here */

struct event_base *event_loop_base(struct event_loop *loop)
{
	(void)loop;
	abort();
}

struct event_fd *event_fd_new(struct event_loop *loop, int fd, unsigned what, event_fd_fn *fn,
                              void *arg)
{
	(void)loop;
	(void)fd;
	(void)what;
	(void)fn;
	(void)arg;
	abort();
}

void event_fd_set(struct event_fd *watch, unsigned what)
{
	(void)watch;
	(void)what;
	abort();
}

void event_fd_free(struct event_fd *watch)
{
	if (watch)
		abort();
}

/* --- names: each has one public address, as long as our network works */

struct dns {
	struct event_loop *loop;
};

struct dns_lookup {
	struct event_timer *timer;
	dns_done_fn *done;
	void *arg;
};

struct dns *dns_new(struct event_loop *loop, const char *servers, struct err *err)
{
	struct dns *dns = mem_alloc(sizeof(*dns));

	(void)servers;
	(void)err;
	dns->loop = loop;
	return dns;
}

int dns_set_servers(struct dns *dns, const char *servers, struct err *err)
{
	(void)dns;
	(void)servers;
	(void)err;
	return 0;
}

void dns_free(struct dns *dns)
{
	free(dns);
}

void dns_lookup_cancel(struct dns_lookup *lookup)
{
	event_timer_free(lookup->timer);
	free(lookup);
}

static void on_answer(void *arg)
{
	struct dns_lookup *lookup = arg;
	struct dns_address address = { .family = AF_INET };
	struct dns_answer answer = { .outcome = DNS_SILENT };

	if (sim_network_works()) {
		inet_pton(AF_INET, SIM_ADDRESS, &address.v4);
		answer = (struct dns_answer){ DNS_FOUND, &address, 1, 300 };
	}
	lookup->done(&answer, lookup->arg);
	dns_lookup_cancel(lookup);
}

struct dns_lookup *dns_lookup_start(struct dns *dns, const char *name, int64_t timeout_ms,
                                    dns_done_fn *done, void *arg)
{
	struct dns_lookup *lookup = mem_alloc(sizeof(*lookup));

	(void)name;
	lookup->done = done;
	lookup->arg = arg;
	lookup->timer = event_timer_new(dns->loop, on_answer, lookup);
	event_timer_start(lookup->timer, sim_network_works() ? 20 : timeout_ms);
	return lookup;
}
