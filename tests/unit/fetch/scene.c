#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

struct origin scene_origin;

int scene_start_origin(void **state)
{
	(void)state;
	scene_origin = origin_start("127.0.0.1", 0);
	return scene_origin.pid > 0 ? 0 : -1;
}

int scene_stop_origin(void **state)
{
	(void)state;
	origin_stop(&scene_origin);
	return 0;
}

static void give_up(void *arg)
{
	struct scene *scene = arg;

	event_loop_stop(scene->loop);
}

void scene_open_pool(struct scene *scene, const struct fetch_options *options)
{
	struct err err = { 0 };

	fetch_pool_free(scene->pool);
	scene->pool = fetch_pool_new(scene->loop, options, &err);
	if (!scene->pool)
		fail_msg("%s", err.text);
}

int scene_setup(void **state)
{
	struct scene *scene = mem_alloc(sizeof(*scene));

	scene->loop = event_loop_new();
	scene->watchdog = event_timer_new(scene->loop, give_up, scene);
	scene_open_pool(scene, &(struct fetch_options){ .user_agent = "integrad-test/1",
	                                                .connect_ms = 2000,
	                                                .transfer_ms = 5000,
	                                                .low_speed_s = 1 });
	*state = scene;
	return 0;
}

int scene_teardown(void **state)
{
	struct scene *scene = *state;

	fetch_pool_free(scene->pool);
	event_timer_free(scene->watchdog);
	event_loop_free(scene->loop);
	free(scene);
	return 0;
}

static void copy(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

static void keep(struct result *result, const struct fetch_reply *reply)
{
	result->calls++;
	result->outcome = reply->outcome;
	result->status = reply->status;
	result->len = reply->len;
	result->retry_after_s = reply->retry_after_s;
	result->max_age_s = reply->max_age_s;
	assert_int_equal(reply->body[reply->len], '\0');
	copy(result->detail, sizeof(result->detail), reply->detail);
	copy(result->body, sizeof(result->body), reply->body);
	copy(result->hash, sizeof(result->hash), reply->hash);
	copy(result->content_type, sizeof(result->content_type), reply->content_type);
	copy(result->charset, sizeof(result->charset), reply->charset);
	copy(result->etag, sizeof(result->etag), reply->etag);
	copy(result->last_modified, sizeof(result->last_modified), reply->last_modified);
	copy(result->effective_url, sizeof(result->effective_url), reply->effective_url);
	copy(result->permanent_url, sizeof(result->permanent_url), reply->permanent_url);
}

static void one_less(struct scene *scene)
{
	if (--scene->waiting == 0)
		event_loop_stop(scene->loop);
}

void scene_on_first(const struct fetch_reply *reply, void *arg)
{
	struct scene *scene = arg;

	keep(&scene->result, reply);
	if (scene->victim)
		fetch_cancel(scene->victim);
	scene->victim = NULL;
	one_less(scene);
}

void scene_on_other(const struct fetch_reply *reply, void *arg)
{
	struct scene *scene = arg;

	keep(&scene->other, reply);
	one_less(scene);
}

void scene_run(struct scene *scene)
{
	struct err err;

	event_timer_start(scene->watchdog, 15000);
	assert_int_equal(event_loop_run(scene->loop, &err), 0);
	event_timer_cancel(scene->watchdog);
	assert_int_equal(scene->waiting, 0);
}

struct fetch_job *scene_start(struct scene *scene, const char *path, struct fetch_request request,
                              fetch_done_fn *done)
{
	char url[256];
	struct fetch_job *job;

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", scene_origin.port, path);
	request.url = url;
	scene->waiting++;
	job = fetch_start(scene->pool, &request, done, scene);
	return job;
}

/* Fetches the path from our origin and waits for the reply. */
const struct result *scene_get(struct scene *scene, const char *path, struct fetch_request request)
{
	memset(&scene->result, 0, sizeof(scene->result));
	request.allow_private = true;
	scene_start(scene, path, request, scene_on_first);
	assert_int_equal(scene->result.calls, 0);
	scene_run(scene);
	assert_int_equal(scene->result.calls, 1);
	return &scene->result;
}

/* The same for any address. */
const struct result *scene_get_url(struct scene *scene, const char *url, bool allow_private)
{
	memset(&scene->result, 0, sizeof(scene->result));
	scene->waiting++;
	fetch_start(scene->pool,
	            &(struct fetch_request){ .url = url, .allow_private = allow_private },
	            scene_on_first, scene);
	assert_int_equal(scene->result.calls, 0);
	scene_run(scene);
	assert_int_equal(scene->result.calls, 1);
	return &scene->result;
}

void assert_outcome(const struct result *result, const char *name)
{
	if (strcmp(fetch_outcome_name(result->outcome), name) != 0)
		fail_msg("expected %s but got %s: %s", name, fetch_outcome_name(result->outcome),
		         result->detail);
}

const struct fetch_request no_wishes;

void scene_run_for(struct scene *scene, int64_t ms)
{
	struct err err;

	event_timer_start(scene->watchdog, ms);
	assert_int_equal(event_loop_run(scene->loop, &err), 0);
}
