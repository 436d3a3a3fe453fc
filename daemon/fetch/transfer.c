#include "transfer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "guard.h"
#include "handle.h"
#include "reply.h"
#include "resolve.h"

#define DEFAULT_CA_FILE "/etc/ssl/certs/ca-certificates.crt"
#define CA_CACHED_S (24 * 60 * 60L)
/*
 * Unpacked by us: libcurl does not tell a stream that ends early from a whole
 * one, and its other ways of packing are not needed.
 */
#define ACCEPT_ENCODING "gzip, deflate"
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
	return !job->allow_private && !job->proxy;
}

static void note_refused(struct fetch_job *job, const struct sockaddr *address)
{
	const void *bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;

	if (address->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	if (!inet_ntop(address->sa_family, bytes, job->notes->refused, sizeof(job->notes->refused)))
		snprintf(job->notes->refused, sizeof(job->notes->refused), "of family %d",
		         address->sa_family);
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
	snprintf(job->notes->refused, sizeof(job->notes->refused), "%s", remote_ip);
	return CURL_PREREQFUNC_ABORT;
}

/* --- bounds */

static size_t on_header(char *line, size_t size, size_t count, void *arg)
{
	struct fetch_job *job = arg;
	size_t len = size * count;

	if (job->mail)
		mail_hear(job->mail, line, len);
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

/* The body of a refusal is read for the sake of the connection, and for what it may be. */
static size_t look_at_refusal(struct fetch_job *job, const char *bytes, size_t len, long status)
{
	job->discarded_bytes += len;
	job->is_unwanted = job->discarded_bytes > LIMIT_DISCARD_BYTES;
	if (job->is_unwanted)
		return 0;
	if (reply_may_be_challenge(status) && buf_append(&job->body, bytes, len) == 0)
		job->pool->held_bytes += len;
	return len;
}

/* 0: all of it was taken. */
static int take_body(const char *bytes, size_t len, void *arg)
{
	struct fetch_job *job = arg;
	long status = 0;
	size_t taken;

	curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
	taken = status < 200 || status > 299 ? look_at_refusal(job, bytes, len, status)
	                                     : keep_body(job, bytes, len);
	return taken == len ? 0 : -1;
}

/* By the header. More than one layer has no use but to hide a bomb. */
static void begin_body(struct fetch_job *job)
{
	const char *coding = reply_header(job, "Content-Encoding");

	job->has_body_begun = true;
	if (strcasecmp(coding, "gzip") == 0 || strcasecmp(coding, "x-gzip") == 0)
		job->gunzip = gunzip_new(GUNZIP_GZIP);
	else if (strcasecmp(coding, "deflate") == 0)
		job->gunzip = gunzip_new(GUNZIP_DEFLATE);
	else if (*coding && strcasecmp(coding, "identity") != 0 && strcasecmp(coding, "none") != 0)
		job->is_badly_packed = true;
}

/* A bomb is unpacked piece by piece, and no further than the bound of its body. */
static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct fetch_job *job = arg;
	size_t len = size * count;
	struct err err;

	if (!job->has_body_begun)
		begin_body(job);
	if (job->is_badly_packed)
		return 0;
	if (!job->gunzip)
		return take_body(bytes, len, job) == 0 ? len : 0;
	if (gunzip_feed(job->gunzip, bytes, len, take_body, job, &err) == 0)
		return len;
	job->is_badly_packed = err.kind == ERR_INPUT;
	return 0;
}

/* --- a hop */

void transfer_set_callbacks(CURL *easy, struct fetch_pool *pool)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, pool);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
}

static bool fits_a_header(const char *value)
{
	return value && *value && strlen(value) <= LIMIT_VALIDATOR_BYTES && !strpbrk(value, "\r\n");
}

static void add_line(struct fetch_job *job, const char *line)
{
	struct curl_slist *longer = curl_slist_append(job->headers, line);

	if (!longer)
		abort(); /* out of memory, see mem_alloc() */
	job->headers = longer;
}

static void add_header(struct fetch_job *job, const char *name, const char *value)
{
	char *line;

	if (!fits_a_header(value))
		return;
	line = mem_printf("%s: %s", name, value);
	add_line(job, line);
	free(line);
}

/* Whether the present hop is where the secrets belong. */
static bool may_have_secrets(const struct fetch_job *job)
{
	struct url_parts home = { 0 };
	struct err err;
	bool may;

	if (job->secret_count == 0 || url_parse(job->secrets_for, &home, &err) < 0)
		return false;
	may = strcmp(home.host, job->host_name) == 0;
	if (strcmp(home.scheme, "http") == 0 && job->is_tls)
		may = may && home.port == 80 && job->port == 443;
	else
		may = may && home.port == job->port && job->is_tls == !strcmp(home.scheme, "https");
	url_parts_done(&home);
	return may;
}

static void set_headers(struct fetch_job *job)
{
	add_header(job, "Accept", job->accept ? job->accept : DEFAULT_ACCEPT);
	add_header(job, "Accept-Encoding", ACCEPT_ENCODING);
	add_header(job, "If-None-Match", job->etag);
	add_header(job, "If-Modified-Since", job->last_modified);
	if (may_have_secrets(job))
		for (size_t i = 0; i < job->secret_count; i++)
			add_line(job, job->secrets[i]);
	curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, job->headers);
}

/*
 * A store that was made of one CA file is cached until another is asked for:
 * one that a single source has leaves the cache alone.
 */
static void set_way(struct fetch_job *job)
{
	const char *general = job->pool->options.ca_file;

	if (!general)
		general = curl_version_info(CURLVERSION_NOW)->cainfo;
	if (!general)
		general = DEFAULT_CA_FILE;
	curl_easy_setopt(job->easy, CURLOPT_CAINFO, job->ca_file ? job->ca_file : general);
	curl_easy_setopt(job->easy, CURLOPT_CA_CACHE_TIMEOUT, job->ca_file ? 0L : CA_CACHED_S);
	curl_easy_setopt(job->easy, CURLOPT_PROXY_CAINFO, general);
	/* "" keeps the environment's proxies out: what is not configured does not happen. */
	curl_easy_setopt(job->easy, CURLOPT_PROXY, job->proxy ? job->proxy : "");
	job->resolve = resolve_list(job);
	curl_easy_setopt(job->easy, CURLOPT_RESOLVE, job->resolve);
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

/* A body of our own goes at once: nobody is asked whether it is welcome. */
static void set_body(struct fetch_job *job)
{
	CURL *easy = job->easy;

	if (job->body_out) {
		add_line(job, "Expect:");
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->headers);
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)job->body_out_len);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, job->body_out);
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, job->method);
		return;
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)-1);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, job->form); /* it sets POST, too */
	if (!job->form)
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
}

static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t len, void *arg)
{
	static const char marks[] = { [CURLINFO_TEXT] = '*',
		                      [CURLINFO_HEADER_IN] = '<',
		                      [CURLINFO_HEADER_OUT] = '>',
		                      [CURLINFO_DATA_IN] = '<',
		                      [CURLINFO_DATA_OUT] = '>' };
	const struct fetch_job *job = arg;

	(void)easy;
	if ((size_t)type >= sizeof(marks))
		return 0; /* what TLS makes of it */
	for (size_t at = 0; at < len;) {
		const char *line = bytes + at, *end = memchr(line, '\n', len - at);
		size_t line_len = end ? (size_t)(end - line) : len - at;

		at += line_len + 1;
		if (line_len > 0 && line[line_len - 1] == '\r')
			line_len--;
		job->trace(marks[type], line, line_len, job->trace_arg);
	}
	return 0;
}

static void set_trace(struct fetch_job *job)
{
	if (!job->trace)
		return;
	curl_easy_setopt(job->easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(job->easy, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(job->easy, CURLOPT_DEBUGDATA, job);
}

static void set_request(struct fetch_job *job)
{
	CURL *easy = job->easy;
	const char *agent = job->user_agent ? job->user_agent : job->pool->options.user_agent;

	set_headers(job);
	set_way(job);
	curl_easy_setopt(easy, CURLOPT_URL, job->wire_url);
	if (job->mail)
		mail_set(job->mail, job->easy, job->body_out, job->body_out_len);
	else
		set_body(job);
	set_trace(job);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, fits_a_header(agent) ? agent : NULL);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, is_kept(job->pool) ? 0L : 1L);
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)job->max_bytes);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
	                 (long)(job->pool->options.transfer_ms - job->spent_ms));
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, job->notes->error);
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
	job->easy = handle_take(job);
	buf_init(&job->body, job->max_bytes);
	job->header_bytes = 0;
	job->discarded_bytes = 0;
	job->is_in_touch = false;
	job->is_too_big = false;
	job->has_body_begun = false;
	job->is_badly_packed = false;
	job->is_crowded_out = false;
	job->is_unwanted = false;
	job->socket_errno = 0;
	if (!job->notes)
		job->notes = mem_alloc(sizeof(*job->notes));
	job->notes->refused[0] = '\0';
	job->notes->error[0] = '\0';
	set_request(job);
	TAILQ_INSERT_TAIL(&pool->running, job, link);
	pool->running_count++;
	job->is_resolving = job->asks_system || job->proxy;
	pool->resolving_count += job->is_resolving;
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
	resolve_retire(job);
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
		handle_give_back(job);
	}
	curl_slist_free_all(job->headers);
	job->headers = NULL;
	gunzip_free(job->gunzip);
	job->gunzip = NULL;
	drop_body(job);
}
