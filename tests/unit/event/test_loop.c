#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "event/loop.h"
#include "event/notify.h"

/* What happened, a letter each, in its order. */
static char story[64];

struct actor {
	struct event_loop *loop;
	struct event_timer *timer;
	struct event_timer *other;
	struct event_fd *watch;
	struct event_signal *signal;
	int ends[2];
	unsigned seen;
	char name;
};

static void tell(char name)
{
	size_t len = strlen(story);

	assert_true(len + 1 < sizeof(story));
	story[len] = name;
	story[len + 1] = '\0';
}

static int setup(void **state)
{
	struct actor *actor = calloc(1, sizeof(*actor));

	story[0] = '\0';
	if (!actor || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, actor->ends) != 0)
		return -1;
	actor->loop = event_loop_new();
	*state = actor;
	return actor->loop ? 0 : -1;
}

static int teardown(void **state)
{
	struct actor *actor = *state;

	event_timer_free(actor->timer);
	event_timer_free(actor->other);
	event_fd_free(actor->watch);
	event_signal_free(actor->signal);
	close(actor->ends[0]);
	close(actor->ends[1]);
	event_loop_free(actor->loop);
	free(actor);
	return 0;
}

static void run(struct actor *actor)
{
	struct err err;

	assert_int_equal(event_loop_run(actor->loop, &err), 0);
}

static void tell_a(void *arg)
{
	(void)arg;
	tell('a');
}

static void tell_b(void *arg)
{
	(void)arg;
	tell('b');
}

static void timers_fire_once_and_in_the_order_of_their_time(void **state)
{
	struct actor *actor = *state;

	actor->timer = event_timer_new(actor->loop, tell_b, NULL);
	actor->other = event_timer_new(actor->loop, tell_a, NULL);
	event_timer_start(actor->timer, 20);
	event_timer_start(actor->other, -5);
	run(actor);
	assert_string_equal(story, "ab");
}

static void a_timer_that_is_cancelled_or_never_started_is_silent(void **state)
{
	struct actor *actor = *state;

	actor->timer = event_timer_new(actor->loop, tell_a, NULL);
	actor->other = event_timer_new(actor->loop, tell_b, NULL);
	event_timer_start(actor->timer, 0);
	event_timer_cancel(actor->timer);
	run(actor);
	assert_string_equal(story, "");
}

static void a_timer_started_again_fires_at_the_later_time_only(void **state)
{
	struct actor *actor = *state;
	int64_t begun = event_now_ms(actor->loop);

	actor->timer = event_timer_new(actor->loop, tell_a, NULL);
	event_timer_start(actor->timer, 1);
	event_timer_start(actor->timer, 30);
	run(actor);
	assert_string_equal(story, "a");
	assert_true(event_now_ms(actor->loop) - begun >= 29);
}

static void free_own_timer(void *arg)
{
	struct actor *actor = arg;

	event_timer_free(actor->timer);
	actor->timer = NULL;
	tell('f');
}

static void a_timer_may_be_freed_by_its_own_callback(void **state)
{
	struct actor *actor = *state;

	actor->timer = event_timer_new(actor->loop, free_own_timer, actor);
	event_timer_start(actor->timer, 0);
	run(actor);
	assert_string_equal(story, "f");
}

static void take_a_while(void *arg)
{
	(void)arg;
	usleep(20 * 1000);
}

/* The wait before it is none of it, and neither is the turn that follows. */
static void the_longest_turn_is_what_was_done_between_two_waits(void **state)
{
	struct actor *actor = *state;

	actor->timer = event_timer_new(actor->loop, take_a_while, NULL);
	actor->other = event_timer_new(actor->loop, tell_a, NULL);
	event_timer_start(actor->other, 150);
	run(actor);
	assert_true(event_loop_longest_turn_ms(actor->loop) < 150);
	event_timer_start(actor->timer, 0);
	event_timer_start(actor->other, 30);
	run(actor);
	assert_true(event_loop_longest_turn_ms(actor->loop) >= 19);
	assert_string_equal(story, "aa");
}

static void ask_for_more(void *arg)
{
	struct actor *actor = arg;

	tell('m');
	event_soon(actor->loop, tell_a, NULL);
}

static void speak_and_ask(void *arg)
{
	struct actor *actor = arg;

	event_soon(actor->loop, ask_for_more, actor);
	event_soon(actor->loop, tell_b, NULL);
	tell('t');
}

static void soon_runs_behind_the_turn_and_in_the_order_of_asking(void **state)
{
	struct actor *actor = *state;

	actor->timer = event_timer_new(actor->loop, speak_and_ask, actor);
	event_timer_start(actor->timer, 0);
	run(actor);
	assert_string_equal(story, "tmba");
}

static void soon_is_dropped_with_the_loop(void **state)
{
	struct actor *actor = *state;

	event_soon(actor->loop, tell_a, NULL);
	event_loop_free(actor->loop);
	actor->loop = NULL;
	assert_string_equal(story, "");
}

static void stop(void *arg)
{
	struct actor *actor = arg;

	tell('s');
	event_loop_stop(actor->loop);
}

static void stopping_ends_the_run_though_timers_wait(void **state)
{
	struct actor *actor = *state;

	actor->timer = event_timer_new(actor->loop, tell_a, NULL);
	actor->other = event_timer_new(actor->loop, stop, actor);
	event_timer_start(actor->timer, 3600 * 1000);
	event_timer_start(actor->other, 0);
	run(actor);
	assert_string_equal(story, "s");
}

static void on_ready(int fd, unsigned what, void *arg)
{
	struct actor *actor = arg;
	char byte;

	actor->seen |= what;
	if (what & EVENT_WRITE) {
		tell('w');
		assert_int_equal(write(fd, "x", 1), 1);
		event_fd_set(actor->watch, EVENT_READ);
	}
	if (what & EVENT_READ) {
		ssize_t len = read(fd, &byte, 1);

		tell(len == 1 ? byte : 'e');
		event_fd_free(actor->watch);
		actor->watch = NULL;
	}
}

static void a_descriptor_is_watched_for_what_was_asked(void **state)
{
	struct actor *actor = *state;

	assert_int_equal(write(actor->ends[1], "r", 1), 1);
	actor->watch = event_fd_new(actor->loop, actor->ends[0], EVENT_WRITE, on_ready, actor);
	run(actor);
	assert_string_equal(story, "wr");
	assert_int_equal(actor->seen, EVENT_READ | EVENT_WRITE);
}

static void a_peer_that_hangs_up_wakes_the_reader(void **state)
{
	struct actor *actor = *state;

	actor->watch = event_fd_new(actor->loop, actor->ends[0], EVENT_READ, on_ready, actor);
	shutdown(actor->ends[1], SHUT_RDWR);
	run(actor);
	assert_string_equal(story, "e");
}

static void a_silenced_descriptor_holds_nothing_up(void **state)
{
	struct actor *actor = *state;

	assert_int_equal(write(actor->ends[1], "r", 1), 1);
	actor->watch = event_fd_new(actor->loop, actor->ends[0], EVENT_READ, on_ready, actor);
	event_fd_set(actor->watch, 0);
	run(actor);
	assert_string_equal(story, "");
}

static void a_signal_comes_through_the_loop(void **state)
{
	struct actor *actor = *state;

	actor->signal = event_signal_new(actor->loop, SIGUSR1, stop, actor);
	raise(SIGUSR1);
	assert_string_equal(story, "");
	run(actor);
	assert_string_equal(story, "s");
}

static void a_write_to_a_closed_socket_does_not_kill(void **state)
{
	struct actor *actor = *state;

	shutdown(actor->ends[1], SHUT_RDWR);
	assert_int_equal(write(actor->ends[0], "x", 1), -1);
}

static void without_systemd_nothing_is_told_and_there_is_no_pulse(void **state)
{
	(void)state;
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	event_notify("READY=1");
	event_notify_reloading();
	assert_int_equal(event_notify_pulse_ms(), 0);
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(timers_fire_once_and_in_the_order_of_their_time),
		CASE(a_timer_that_is_cancelled_or_never_started_is_silent),
		CASE(a_timer_started_again_fires_at_the_later_time_only),
		CASE(a_timer_may_be_freed_by_its_own_callback),
		CASE(the_longest_turn_is_what_was_done_between_two_waits),
		CASE(soon_runs_behind_the_turn_and_in_the_order_of_asking),
		CASE(soon_is_dropped_with_the_loop),
		CASE(stopping_ends_the_run_though_timers_wait),
		CASE(a_descriptor_is_watched_for_what_was_asked),
		CASE(a_peer_that_hangs_up_wakes_the_reader),
		CASE(a_silenced_descriptor_holds_nothing_up),
		CASE(a_signal_comes_through_the_loop),
		CASE(a_write_to_a_closed_socket_does_not_kill),
		cmocka_unit_test(without_systemd_nothing_is_told_and_there_is_no_pulse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
