#include "door.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define LOOK_AGAIN_MS 100

/* A turn of the loop writes so much; libevent's 16 KiB make a hundred turns of a long answer. */
#define WRITE_BYTES (256 * KIB)

static bool is_here(const struct door_guest *guest)
{
	struct stat st;

	return guest->bev || (fstat(guest->fd, &st) == 0 && st.st_ino == guest->inode);
}

static bool is_full(struct door *door)
{
	size_t kept = 0;

	if (door->count < LIMIT_CONNECTIONS)
		return false;
	for (size_t i = 0; i < door->count; i++)
		if (is_here(&door->guests[i]))
			door->guests[kept++] = door->guests[i];
	door->count = kept;
	return kept == LIMIT_CONNECTIONS;
}

/* evhttp finds that they have hung up, and closes. */
static void show_out(const struct door *door)
{
	int64_t now_ms = event_now_ms(door->loop);

	for (size_t i = 0; i < door->count && door->visit_ms > 0; i++) {
		const struct door_guest *guest = &door->guests[i];

		if (!guest->bev && is_here(guest) && now_ms - guest->came_ms > door->visit_ms)
			(void)shutdown(guest->fd, SHUT_RDWR);
	}
}

static void on_look_again(void *arg)
{
	struct door *door = arg;

	if (is_full(door)) {
		show_out(door);
		event_timer_start(door->timer, LOOK_AGAIN_MS);
	} else {
		evconnlistener_enable(door->listener);
	}
}

/* evhttp gives the connection its descriptor only after door_enter(). */
static void meet(void *arg)
{
	struct door *door = arg;

	for (size_t i = 0; i < door->count; i++) {
		struct door_guest *guest = &door->guests[i];
		struct stat st = { 0 };

		if (!guest->bev)
			continue;
		guest->fd = bufferevent_getfd(guest->bev);
		(void)fstat(guest->fd, &st);
		guest->inode = st.st_ino;
		bufferevent_decref(guest->bev);
		guest->bev = NULL;
	}
}

void door_init(struct door *door, struct event_loop *loop, struct evconnlistener *listener,
               int64_t visit_ms)
{
	*door = (struct door){ .listener = listener, .loop = loop, .visit_ms = visit_ms };
	door->meeting = event_timer_new(loop, meet, door);
	door->timer = event_timer_new(loop, on_look_again, door);
}

void door_done(struct door *door)
{
	for (size_t i = 0; i < door->count; i++)
		if (door->guests[i].bev)
			bufferevent_decref(door->guests[i].bev);
	event_timer_free(door->meeting);
	event_timer_free(door->timer);
}

struct bufferevent *door_enter(struct event_base *base, void *arg)
{
	struct door *door = arg;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);

	if (!bev)
		abort(); /* out of memory, see mem_alloc() */
	(void)bufferevent_set_max_single_write(bev, WRITE_BYTES);
	bufferevent_incref(bev);
	door->guests[door->count++] =
		(struct door_guest){ .bev = bev, .fd = -1, .came_ms = event_now_ms(door->loop) };
	event_timer_start(door->meeting, 0);
	if (is_full(door)) {
		evconnlistener_disable(door->listener);
		event_timer_start(door->timer, LOOK_AGAIN_MS);
	}
	return bev;
}
