/* A loop, a pool and an origin, and what came of a transfer between them. */
#ifndef SCENE_H
#define SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "event/loop.h"
#include "fetch/fetch.h"
#include "origin.h"

/* Of one reply, what the tests look at: the reply itself is only lent. */
struct result {
	int calls;
	enum fetch_outcome outcome;
	long status;
	char detail[512];
	char body[8192];
	size_t len;
	char hash[HASH_HEX_SIZE];
	char content_type[128];
	char charset[64];
	char etag[128];
	char last_modified[128];
	char effective_url[256];
	char permanent_url[256];
	int64_t retry_after_s;
	int64_t max_age_s;
};

struct scene {
	struct event_loop *loop;
	struct fetch_pool *pool;
	struct event_timer *watchdog;
	struct result result;
	struct result other;
	struct fetch_job *victim; /* cancelled by the first reply */
	int waiting;
};

/* Of the whole test program; scene_start_origin() and scene_stop_origin() are its fixtures. */
extern struct origin scene_origin;
int scene_start_origin(void **state);
int scene_stop_origin(void **state);

/* Fixtures of each test: *state is a struct scene. */
int scene_setup(void **state);
int scene_teardown(void **state);

/* Another pool in place of the present one. */
void scene_open_pool(struct scene *scene, const struct fetch_options *options);

/* Starts a transfer from our origin; scene_on_first() and scene_on_other() keep its reply. */
struct fetch_job *scene_start(struct scene *scene, const char *path, struct fetch_request request,
                              fetch_done_fn *done);
void scene_on_first(const struct fetch_reply *reply, void *arg);
void scene_on_other(const struct fetch_reply *reply, void *arg);
/* Runs the loop until all replies have come; or for a time. */
void scene_run(struct scene *scene);
void scene_run_for(struct scene *scene, int64_t ms);

/* Starts, runs, and gives what came: exactly one reply, and not before the loop ran. */
const struct result *scene_get(struct scene *scene, const char *path, struct fetch_request request);
const struct result *scene_get_url(struct scene *scene, const char *url, bool allow_private);
extern const struct fetch_request no_wishes;

void assert_outcome(const struct result *result, const char *name);

#endif
