#include "transfer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>

#include "base/limits.h"
#include "base/mem.h"
#include "guard.h"

#define DEFAULT_CA_FILE "/etc/ssl/certs/ca-certificates.crt"
#define DEFAULT_ACCEPT \
	"application/rss+xml, application/atom+xml, application/feed+json, " \
	"application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"

/* --- the guard */

void transfer_resolved(struct fetch_job *job)
{
	if (!job->is_resolving)
		return;
	job->is_resolving = false;
	job->pool->resolving_count--;
}

static bool is_guarded(const struct fetch_job *job)
{
	/* A proxy is the user's own choice; where it leads, only the proxy can see. */
	return !job->allow_private && !job->pool->options.proxy;
}

static void note_refused(struct fetch_job *job, const struct sockaddr *address)
{
	const void *bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;

	if (address->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	if (!inet_ntop(address->sa_family, bytes, job->refused, sizeof(job->refused)))
		snprintf(job->refused, sizeof(job->refused), "of family %d", address->sa_family);
}

static curl_socket_t on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct fetch_job *job = arg;
	int fd;

	(void)purpose;
	transfer_resolved(job);
	if (is_guarded(job) && !guard_is_public(&address->addr)) {
		note_refused(job, &address->addr);
		return CURL_SOCKET_BAD;
	}
	fd = socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
	            address->protocol);
	if (fd < 0 && errno != EAFNOSUPPORT)
		job->socket_errno = errno;
	if (fd < 0)
		return CURL_SOCKET_BAD;
	job->is_in_touch = true;
	job->pool->stats.connections++;
	job->pool->open_count++;
	return fd;
}

static int on_close(void *arg, curl_socket_t fd)
{
	struct fetch_pool *pool = arg;

	pool->open_count--;
	return close(fd);
}

/* Before each request: a kept connection, made for another source, opens no socket. */
static int on_connected(void *arg, char *remote_ip, char *local_ip, int remote_port, int local_port)
{
	struct fetch_job *job = arg;

	(void)local_ip;
	(void)remote_port;
	(void)local_port;
	transfer_resolved(job);
	if (!is_guarded(job) || guard_is_public_text(remote_ip)) {
		job->is_in_touch = true;
		return CURL_PREREQFUNC_OK;
	}
	snprintf(job->refused, sizeof(job->refused), "%s", remote_ip);
	return CURL_PREREQFUNC_ABORT;
}

/* --- bounds */

static size_t on_header(char *line, size_t size, size_t count, void *arg)
{
	struct fetch_job *job = arg;
	size_t len = size * count;

	(void)line;
	job->header_bytes += len;
	if (job->header_bytes <= LIMIT_HEADER_BYTES)
		return len;
	job->is_too_big = true;
	return 0;
}

static void drop_body(struct fetch_job *job)
{
	job->pool->held_bytes -= job->body.len;
	buf_done(&job->body);
}

/*
 * Each body is bounded, but 64 of the largest size at once would be too much
 * for a small machine. The largest makes room: an endless body soon is, and
 * honest ones go on. libcurl learns of it with the next bytes of that body.
 */
static void crowd_out_largest(struct fetch_pool *pool)
{
	struct fetch_job *job, *largest = TAILQ_FIRST(&pool->running);

	TAILQ_FOREACH(job, &pool->running, link)
	if (job->body.len > largest->body.len)
		largest = job;
	largest->is_crowded_out = true;
	drop_body(largest);
}

static size_t keep_body(struct fetch_job *job, const char *bytes, size_t len)
{
	struct fetch_pool *pool = job->pool;

	if (job->is_crowded_out)
		return 0;
	if (buf_append(&job->body, bytes, len)) {
		job->is_too_big = true;
		return 0;
	}
	pool->held_bytes += len;
	if (pool->held_bytes > pool->options.max_held_bytes)
		crowd_out_largest(pool);
	return job->is_crowded_out ? 0 : len;
}

/* Gets decompressed bytes, at most CURL_MAX_WRITE_SIZE at a time, however dense the bomb is. */
static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct fetch_job *job = arg;
	size_t len = size * count;
	long status = 0;

	curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || status > 299) {
		job->discarded_bytes += len;
		job->is_unwanted = job->discarded_bytes > LIMIT_DISCARD_BYTES;
		return job->is_unwanted ? 0 : len;
	}
	return keep_body(job, bytes, len);
}

/* --- handles */

static void set_limits(CURL *easy, const struct fetch_options *options)
{
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_ms);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)options->low_speed_bytes);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)options->low_speed_s);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); /* job.c follows, host by host */
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
}

/*
 * Debian presets CAPATH, and with one libcurl parses the whole CA bundle anew
 * for every connection (45 ms of CPU, against 2).
 */
static void set_trust(CURL *easy, const struct fetch_options *options)
{
	const char *ca_file = options->ca_file;

	if (!ca_file)
		ca_file = curl_version_info(CURLVERSION_NOW)->cainfo;
	curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file ? ca_file : DEFAULT_CA_FILE);
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
}

static CURL *new_easy(struct fetch_pool *pool)
{
	CURL *easy = curl_easy_init();

	if (!easy)
		abort(); /* out of memory, see mem_alloc() */
	set_limits(easy, &pool->options);
	set_trust(easy, &pool->options);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Else a silent name server freezes the loop while libcurl joins the resolver's thread. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	/*
	 * libcurl walks all of its DNS cache after each transfer: with thousands of
	 * hosts that costs more than the transfer, and no host comes back so soon.
	 */
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	/* "" keeps the environment's proxies out: what is not configured does not happen. */
	curl_easy_setopt(easy, CURLOPT_PROXY, pool->options.proxy ? pool->options.proxy : "");
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, pool);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	return easy;
}

static CURL *take_easy(struct fetch_pool *pool)
{
	if (pool->spare.count > 0)
		return pool->spare.list[--pool->spare.count];
	return new_easy(pool);
}

static void give_easy_back(struct fetch_pool *pool, CURL *easy, unsigned generation)
{
	if (generation != pool->generation || pool->spare.count >= pool->options.max_transfers) {
		curl_easy_cleanup(easy);
		return;
	}
	pool->spare.list = mem_room(pool->spare.list, pool->spare.count, &pool->spare.cap,
	                            sizeof(*pool->spare.list));
	pool->spare.list[pool->spare.count++] = easy;
}

void transfer_drop_spare(struct fetch_pool *pool)
{
	while (pool->spare.count > 0)
		curl_easy_cleanup(pool->spare.list[--pool->spare.count]);
	MEM_FREE(pool->spare.list);
	pool->spare.cap = 0;
}

/* --- a hop */

static bool fits_a_header(const char *value)
{
	return value && *value && strlen(value) <= LIMIT_VALIDATOR_BYTES && !strpbrk(value, "\r\n");
}

static void add_header(struct fetch_job *job, const char *name, const char *value)
{
	char *line;
	struct curl_slist *longer;

	if (!fits_a_header(value))
		return;
	line = mem_printf("%s: %s", name, value);
	longer = curl_slist_append(job->headers, line);
	if (!longer)
		abort();
	job->headers = longer;
	free(line);
}

/*
 * Where enough connections are kept, another is closed behind its transfer.
 * libcurl's own way, to close the oldest, leaves its host in the cache for
 * ever (7.88), and each transfer walks past all of them.
 */
static bool is_kept(const struct fetch_pool *pool)
{
	return pool->open_count < pool->options.kept_connections;
}

static void set_request(struct fetch_job *job)
{
	CURL *easy = job->easy;
	const char *agent = job->user_agent ? job->user_agent : job->pool->options.user_agent;

	add_header(job, "Accept", job->accept ? job->accept : DEFAULT_ACCEPT);
	add_header(job, "If-None-Match", job->etag);
	add_header(job, "If-Modified-Since", job->last_modified);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->headers);
	curl_easy_setopt(easy, CURLOPT_URL, job->wire_url);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, fits_a_header(agent) ? agent : NULL);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, is_kept(job->pool) ? 0L : 1L);
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)job->max_bytes);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
	                 (long)(job->pool->options.transfer_ms - job->spent_ms));
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, job->error);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, job);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, job);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
}

void transfer_begin(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;

	job->state = JOB_RUNS;
	job->begun_ms = event_now_ms(pool->loop);
	job->generation = pool->generation;
	job->easy = take_easy(pool);
	buf_init(&job->body, job->max_bytes);
	job->header_bytes = 0;
	job->discarded_bytes = 0;
	job->is_in_touch = false;
	job->is_too_big = false;
	job->is_crowded_out = false;
	job->is_unwanted = false;
	job->socket_errno = 0;
	job->refused[0] = '\0';
	job->error[0] = '\0';
	set_request(job);
	TAILQ_INSERT_TAIL(&pool->running, job, link);
	pool->running_count++;
	job->is_resolving = true;
	pool->resolving_count++;
	if (curl_multi_add_handle(pool->multi, job->easy) != CURLM_OK)
		abort(); /* a handle that is no handle, or no memory */
}

void transfer_end(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;
	curl_off_t bytes = 0;

	curl_easy_getinfo(job->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	pool->stats.bytes += (uint64_t)bytes;
	pool->stats.transfers++;
	curl_multi_remove_handle(pool->multi, job->easy);
	job->ended_resolving = job->is_resolving;
	transfer_resolved(job);
	TAILQ_REMOVE(&pool->running, job, link);
	pool->running_count--;
	job->spent_ms += event_now_ms(pool->loop) - job->begun_ms;
}

void transfer_clear(struct fetch_job *job)
{
	if (job->easy) {
		curl_easy_setopt(job->easy, CURLOPT_ERRORBUFFER, NULL); /* it dies with the job */
		curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, NULL);
		give_easy_back(job->pool, job->easy, job->generation);
	}
	job->easy = NULL;
	curl_slist_free_all(job->headers);
	job->headers = NULL;
	drop_body(job);
}
