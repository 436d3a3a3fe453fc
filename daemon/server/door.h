/*
 * The count of open connections. evhttp 2.1 has no limit of its own and does
 * not say when a connection ends, so each is remembered by descriptor and
 * inode, and looked up when the door is full: the inode of a socket is not
 * given twice while we look.
 *
 * Where strangers may come, those who stay too long leave once the door is full,
 * so that slow ones keep nobody out.
 */
#ifndef SERVER_DOOR_H
#define SERVER_DOOR_H

#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <stddef.h>

#include "base/limits.h"
#include "event/loop.h"

struct door {
	struct evconnlistener *listener;
	struct event_loop *loop;
	int64_t visit_ms;            /* that a guest may stay while others wait; 0: for ever */
	struct event_timer *meeting; /* after a turn with new connections */
	struct event_timer *timer;   /* looks again while the door is shut */
	size_t count;
	struct door_guest {
		struct bufferevent *bev; /* held until its descriptor is known */
		int fd;
		int64_t came_ms;
		ino_t inode;
	} guests[LIMIT_CONNECTIONS];
};

void door_init(struct door *door, struct event_loop *loop, struct evconnlistener *listener,
               int64_t visit_ms);
/* evhttp and its listener are to be freed before. */
void door_done(struct door *door);

/*
 * For evhttp_set_bevcb(): a new connection; arg is the door. Shuts the door
 * behind the last that fits.
 */
struct bufferevent *door_enter(struct event_base *base, void *arg);

#endif
