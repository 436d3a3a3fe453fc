/* The daemon as it runs: its parts, in the order in which they are built. */
#ifndef MAIN_DAEMON_H
#define MAIN_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "event/activation.h"
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
struct trouble;

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
	struct server *http; /* NULL: health and metrics are at the control socket alone */
	struct activation activation;
	bool is_http_activated;
	char *http_why; /* why it could not listen; NULL: it does, or is not to */
	char *refused;  /* why the last reload was; NULL: it was not */
	struct metrics_page {
		bool is_there;
		int64_t made_ms;
		struct buf text;
	} pages[2]; /* of /metrics: plain, OpenMetrics */
	int64_t started_s;
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

/* http.c */
int daemon_listen_http(struct daemon *daemon, struct err *err) MUST_CHECK;
/* Where other options want to listen; *ret_server may be the present one, or NULL. */
int daemon_move_http(struct daemon *daemon, const struct config_options *now,
                     struct server **ret_server, struct err *err) MUST_CHECK;
/* daemon->config has the options that the server is for. */
void daemon_take_http(struct daemon *daemon, struct server *server);
/* What needs a person; list has room for TROUBLE_KINDS. */
size_t daemon_troubles(struct daemon *daemon, struct trouble *list);

/* picture.c: the current figures as a table for a person, on standard output. */
int daemon_show_picture(const struct daemon *daemon, struct err *err) MUST_CHECK;

#endif
