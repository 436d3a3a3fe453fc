#include "fetch/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "handle.h"
#include "job.h"
#include "resolve.h"
#include "transfer.h"

/* --- the loop's side */

void pool_wake(struct fetch_pool *pool)
{
	if (!pool->wake_runs)
		event_timer_start(pool->wake, 0);
	pool->wake_runs = true;
}

static void pump(struct fetch_pool *pool)
{
	struct fetch_job *job;

	if (pool->is_held)
		return;
	do {
		while (pool->running_count < pool->options.max_transfers &&
		       (job = resolve_next(pool)))
			transfer_begin(job);
		job = resolve_has_room(pool) ? hosts_next(&pool->hosts) : NULL;
		if (job)
			resolve_begin(job);
	} while (job);
}

static void collect(struct fetch_pool *pool)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(pool->multi, &left))) {
		CURLcode code = message->data.result;
		char *private = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
		job_finish((struct fetch_job *)(void *)private, code);
	}
}

/*
 * After libcurl has acted. It sets its timer by a callback, but not where it
 * thinks that the timer still runs: one that fired a moment early by libcurl's
 * own clock would never be set again.
 */
static void after_action(struct fetch_pool *pool)
{
	long wait_ms = -1;

	collect(pool);
	pump(pool);
	if (pool->curl_timer_runs)
		return;
	curl_multi_timeout(pool->multi, &wait_ms);
	if (wait_ms < 0)
		return;
	event_timer_start(pool->curl_timer, wait_ms);
	pool->curl_timer_runs = true;
}

static void on_curl_timer(void *arg)
{
	struct fetch_pool *pool = arg;
	int running;

	pool->curl_timer_runs = false;
	curl_multi_socket_action(pool->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	after_action(pool);
}

static void on_socket(int fd, unsigned what, void *arg)
{
	struct fetch_pool *pool = arg;
	int bits = 0, running;

	if (what & EVENT_READ)
		bits |= CURL_CSELECT_IN;
	if (what & EVENT_WRITE)
		bits |= CURL_CSELECT_OUT;
	curl_multi_socket_action(pool->multi, fd, bits, &running);
	after_action(pool);
}

static void on_wake(void *arg)
{
	struct fetch_pool *pool = arg;
	size_t count = pool->settled_count; /* what callbacks add is told in the next turn */
	struct fetch_job *job;

	pool->wake_runs = false;
	while (count-- > 0 && (job = TAILQ_FIRST(&pool->settled))) {
		TAILQ_REMOVE(&pool->settled, job, link);
		pool->settled_count--;
		job_tell(job);
	}
	if (pool->settled_count > 0)
		pool_wake(pool);
	pump(pool);
}

static void on_host_ready(void *arg)
{
	pump(arg);
}

/* --- what libcurl calls */

static int on_timer_change(CURLM *multi, long wait_ms, void *arg)
{
	struct fetch_pool *pool = arg;

	(void)multi;
	pool->curl_timer_runs = wait_ms >= 0;
	if (wait_ms >= 0)
		event_timer_start(pool->curl_timer, wait_ms);
	else
		event_timer_cancel(pool->curl_timer);
	return 0;
}

static int on_socket_change(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	struct fetch_pool *pool = arg;
	struct event_fd *watch = socket_arg;
	unsigned bits = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		event_fd_free(watch);
		return 0;
	}
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		bits |= EVENT_READ;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		bits |= EVENT_WRITE;
	if (watch)
		event_fd_set(watch, bits);
	else
		curl_multi_assign(pool->multi, fd,
		                  event_fd_new(pool->loop, fd, bits, on_socket, pool));
	return 0;
}

/* --- the pool */

static void free_options(struct fetch_pool *pool)
{
	free((char *)pool->options.user_agent);
	free((char *)pool->options.ca_file);
	free((char *)pool->options.proxy);
	free((char *)pool->options.dns);
}

static int64_t or_else(int64_t value, int64_t fallback)
{
	return value > 0 ? value : fallback;
}

static void copy_options(struct fetch_pool *pool, const struct fetch_options *from)
{
	pool->options = (struct fetch_options){
		.user_agent = mem_strdup(from->user_agent),
		.ca_file = mem_strdup(from->ca_file),
		.proxy = mem_strdup(from->proxy),
		.dns = mem_strdup(from->dns),
		.max_transfers = from->max_transfers ? from->max_transfers : LIMIT_TRANSFERS,
		.max_held_bytes = from->max_held_bytes ? from->max_held_bytes : LIMIT_BODIES_BYTES,
		.kept_connections = from->kept_connections ? from->kept_connections
		                                           : LIMIT_KEPT_CONNECTIONS,
		.host_gap_ms = from->host_gap_ms,
		.connect_ms = or_else(from->connect_ms, LIMIT_CONNECT_MS),
		.transfer_ms = or_else(from->transfer_ms, LIMIT_TRANSFER_MS),
		.low_speed_bytes = or_else(from->low_speed_bytes, LIMIT_LOW_SPEED_BYTES),
		.low_speed_s = or_else(from->low_speed_s, LIMIT_LOW_SPEED_S),
		.keeps_no_pauses = from->keeps_no_pauses,
	};
	curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS,
	                  (long)(pool->options.kept_connections + pool->options.max_transfers));
}

struct fetch_pool *fetch_pool_new(struct event_loop *loop, const struct fetch_options *options,
                                  struct err *err)
{
	struct dns *dns = dns_new(loop, options->dns, err);
	struct fetch_pool *pool;
	CURLM *multi;

	if (!dns)
		return NULL;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		dns_free(dns);
		err_set(err, ERR_BROKEN, "libcurl does not start");
		return NULL;
	}
	multi = curl_multi_init();
	if (!multi) {
		curl_global_cleanup();
		dns_free(dns);
		err_set(err, ERR_BROKEN, "libcurl does not start a pool of transfers");
		return NULL;
	}
	pool = mem_alloc(sizeof(*pool));
	pool->loop = loop;
	pool->multi = multi;
	pool->dns = dns;
	copy_options(pool, options);
	TAILQ_INIT(&pool->unresolved);
	TAILQ_INIT(&pool->lookups);
	TAILQ_INIT(&pool->ready);
	TAILQ_INIT(&pool->easy_hosts);
	TAILQ_INIT(&pool->jobs);
	TAILQ_INIT(&pool->running);
	TAILQ_INIT(&pool->settled);
	hosts_init(&pool->hosts, loop, on_host_ready, pool);
	pool->curl_timer = event_timer_new(loop, on_curl_timer, pool);
	pool->wake = event_timer_new(loop, on_wake, pool);
	pool->lookup_timer = event_timer_new(loop, resolve_pass_over, pool);
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket_change);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, pool);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer_change);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, pool);
	return pool;
}

void fetch_pool_free(struct fetch_pool *pool)
{
	struct fetch_job *job;

	if (!pool)
		return;
	while ((job = TAILQ_FIRST(&pool->jobs)))
		fetch_cancel(job);
	handle_drop_all(pool);
	curl_multi_cleanup(pool->multi);
	curl_slist_free_all(pool->retired);
	dns_free(pool->dns);
	hosts_done(&pool->hosts);
	event_timer_free(pool->curl_timer);
	event_timer_free(pool->wake);
	event_timer_free(pool->lookup_timer);
	free_options(pool);
	free(pool);
	curl_global_cleanup();
}

void fetch_pool_set_options(struct fetch_pool *pool, const struct fetch_options *options)
{
	struct err err;

	if (dns_set_servers(pool->dns, options->dns, &err) < 0)
		abort(); /* whoever configures it has checked it, by address_check_list() */
	free_options(pool);
	copy_options(pool, options);
	pool->generation++;
	handle_drop_all(pool);
	pool_wake(pool);
}

void fetch_pool_hold(struct fetch_pool *pool, bool is_held)
{
	if (pool->is_held && !is_held)
		pool_wake(pool);
	pool->is_held = is_held;
}

void fetch_pool_on_pause(struct fetch_pool *pool, fetch_pause_fn *fn, void *arg)
{
	pool->on_pause = fn;
	pool->pause_arg = arg;
}

void fetch_pool_pause(struct fetch_pool *pool, const char *host, int64_t pause_s)
{
	if (pause_s > LIMIT_HOST_PAUSE_S)
		pause_s = LIMIT_HOST_PAUSE_S;
	/* a usual port adds nothing to the name, which is the host's key already */
	host_pause(hosts_get(&pool->hosts, host, 80), pause_s * 1000);
}

struct fetch_stats fetch_pool_stats(const struct fetch_pool *pool)
{
	struct fetch_stats stats = pool->stats;

	stats.queued = pool->hosts.waiting_count + pool->unresolved_count + pool->ready_count;
	stats.startable = pool->hosts.ready_count + pool->unresolved_count + pool->ready_count;
	stats.resolving = pool->lookup_count + pool->silent_count + pool->resolving_count;
	stats.running = pool->running_count;
	return stats;
}

/* --- asking */

/* A proxy resolves names itself. NULL where there is none. */
static char *proxy_of(const struct fetch_pool *pool, const struct fetch_request *request)
{
	const char *proxy = request->proxy ? request->proxy : pool->options.proxy;

	if (!proxy || !proxy[0])
		return NULL;
	if (strncmp(proxy, "socks5://", 9) == 0)
		return mem_printf("socks5h://%s", proxy + 9);
	return mem_strdup(proxy);
}

static void copy_secrets(struct fetch_job *job, const struct fetch_request *request)
{
	const char *address = request->headers_for ? request->headers_for : request->url;

	if (request->header_count == 0)
		return;
	job->secrets = mem_array(request->header_count, sizeof(*job->secrets));
	for (size_t i = 0; i < request->header_count; i++)
		job->secrets[i] = mem_strdup(request->headers[i]);
	job->secret_count = request->header_count;
	job->secrets_for = mem_strdup(address);
}

static void copy_private_hosts(struct fetch_job *job, const struct fetch_request *request)
{
	struct url_parts parts = { 0 };
	struct err err;

	if (request->private_count == 0)
		return;
	job->private_hosts = mem_array(request->private_count, sizeof(*job->private_hosts));
	for (size_t i = 0; i < request->private_count; i++) {
		if (url_parse(request->private_for[i], &parts, &err) < 0)
			continue;
		job->private_hosts[job->private_count++] = mem_strdup(parts.host);
		url_parts_done(&parts);
	}
}

struct fetch_job *fetch_start(struct fetch_pool *pool, const struct fetch_request *request,
                              fetch_done_fn *done, void *arg)
{
	struct fetch_job *job = mem_alloc(sizeof(*job));

	job->pool = pool;
	job->done = done;
	job->arg = arg;
	job->url = mem_strdup(request->url);
	job->etag = mem_strdup(request->etag);
	job->last_modified = mem_strdup(request->last_modified);
	job->user_agent = mem_strdup(request->user_agent);
	job->accept = mem_strdup(request->accept);
	job->form = mem_strdup(request->form);
	job->method = mem_strdup(request->method);
	job->body_out = request->body ? mem_strndup(request->body, request->body_len) : NULL;
	job->body_out_len = request->body_len;
	job->mail = request->mail ? mail_new(request->mail) : NULL;
	job->trace = request->trace;
	job->trace_arg = request->trace_arg;
	job->proxy = proxy_of(pool, request);
	job->ca_file = mem_strdup(request->ca_file);
	copy_secrets(job, request);
	job->max_bytes = request->max_bytes ? request->max_bytes : LIMIT_FEED_BYTES;
	job->always_private = request->allow_private;
	copy_private_hosts(job, request);
	job->only_permanent = true;
	job->retry_after_s = -1;
	TAILQ_INSERT_TAIL(&pool->jobs, job, all);
	job_route(job);
	return job;
}

void fetch_pool_push(struct fetch_pool *pool)
{
	int running;

	pump(pool);
	curl_multi_socket_action(pool->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	event_timer_start(pool->curl_timer, 0); /* what ended so soon is told then */
	pool->curl_timer_runs = true;
}

void fetch_cancel(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;

	switch (job->state) {
	case JOB_WAITS:
		host_remove(job->host, job);
		break;
	case JOB_RESOLVES:
	case JOB_READY:
		resolve_cancel(job);
		host_release(job->host, 0);
		pool_wake(pool);
		break;
	case JOB_RUNS:
		transfer_end(job);
		host_release(job->host, pool->options.host_gap_ms);
		pool_wake(pool);
		break;
	case JOB_SETTLED:
		TAILQ_REMOVE(&pool->settled, job, link);
		pool->settled_count--;
		break;
	case JOB_TOLD:
		return; /* its callback runs and is the last of it */
	}
	job_free(job);
}
