/* The daemon as it runs: its parts, in the order in which they are built. */
#ifndef MAIN_DAEMON_H
#define MAIN_DAEMON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "options.h"

struct config;
struct config_options;
struct event_loop;
struct event_signal;
struct event_timer;
struct fetch_pool;
struct pipeline;
struct reader_client;
struct server;
struct store;

struct daemon {
	const struct main_options *options;
	char *config_path;
	struct config *config;
	struct event_loop *loop;
	struct store *store;
	struct fetch_pool *fetch;
	struct reader_client *reader;
	struct pipeline *pipeline;
	struct server *server;
	struct server *hubs; /* NULL: none are listened to */
	struct event_signal *signals[5];
	size_t signal_count;
	struct event_timer *pulse; /* for systemd: alive, and what it does */
	enum main_exit status;
};

/* Builds bottom-up. Where it fails what was built is there, for daemon_tear_down(). */
int daemon_build(struct daemon *daemon, struct err *err) MUST_CHECK;
void daemon_tear_down(struct daemon *daemon);

/*
 * Reads the configuration anew. A good one is applied; one with mistakes is
 * not, and each mistake is logged. -1: the old configuration stays.
 */
int daemon_reload(struct daemon *daemon, struct err *err) MUST_CHECK;

/* Stops the loop, the program will end with this status. */
void daemon_stop(struct daemon *daemon, enum main_exit status);

/* routes.c */
struct server *daemon_listen(struct daemon *daemon, struct err *err) MUST_CHECK;
/* *ret_server is NULL where the options want no hubs. */
int daemon_listen_to_hubs(struct daemon *daemon, const struct config_options *options,
                          struct server **ret_server, struct err *err) MUST_CHECK;

/* picture.c: the current figures as a table for a person, on standard output. */
int daemon_show_picture(const struct daemon *daemon, struct err *err) MUST_CHECK;

#endif
