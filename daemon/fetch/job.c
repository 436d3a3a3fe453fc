#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "guard.h"
#include "header.h"
#include "reply.h"
#include "resolve.h"
#include "transfer.h"

#define PAUSE_UNSAID_S 60 /* after a 429 that does not say how long */

void job_free(struct fetch_job *job)
{
	transfer_clear(job);
	TAILQ_REMOVE(&job->pool->jobs, job, all);
	free(job->url);
	free(job->wire_url);
	free(job->host_name);
	free(job->etag);
	free(job->last_modified);
	free(job->user_agent);
	free(job->accept);
	free(job->form);
	free(job->method);
	free(job->body_out);
	mail_free(job->mail);
	free(job->proxy);
	free(job->ca_file);
	for (size_t i = 0; i < job->secret_count; i++)
		free(job->secrets[i]);
	free(job->secrets);
	free(job->secrets_for);
	for (size_t i = 0; i < job->private_count; i++)
		free(job->private_hosts[i]);
	free(job->private_hosts);
	free(job->detail);
	free(job->notes);
	free(job);
}

/* For outcomes that are known without libcurl: told in the loop's next turn. */
static void put_in_settled(struct fetch_job *job)
{
	job->state = JOB_SETTLED;
	TAILQ_INSERT_TAIL(&job->pool->settled, job, link);
	job->pool->settled_count++;
	pool_wake(job->pool);
}

static void settle_as_paused(struct fetch_job *job, int64_t left_ms)
{
	job->retry_after_s = (left_ms + 999) / 1000;
	reply_settle(job, FETCH_PAUSED, "%s asked for a pause, which lasts another %lld s",
	             job->host_name, (long long)job->retry_after_s);
	put_in_settled(job);
}

/* The name is all that we can judge where a proxy resolves it. */
static bool is_refused_by_name(const struct fetch_job *job)
{
	const char *host = job->host_name;
	size_t len = strlen(host);
	char ip[64];

	if (job->allow_private || !job->proxy)
		return false;
	if (strcmp(host, "localhost") == 0 ||
	    (len > 10 && strcmp(host + len - 10, ".localhost") == 0)) /* RFC 6761 §6.3 */
		return true;
	if (!guard_is_address(host))
		return false;
	snprintf(ip, sizeof(ip), "%s", *host == '[' ? host + 1 : host);
	ip[strcspn(ip, "]")] = '\0';
	return !guard_is_public_text(ip);
}

/* Whoever may live on a private address may not for that lead us to another one. */
static bool may_be_private(const struct fetch_job *job)
{
	for (size_t i = 0; i < job->private_count; i++)
		if (strcmp(job->private_hosts[i], job->host_name) == 0)
			return true;
	return job->always_private;
}

/* Finds the host of the job's address; false where that settles the job. */
static bool locate(struct fetch_job *job)
{
	struct url_parts parts = { 0 };
	struct err err;

	if (url_parse(job->url, &parts, &err)) {
		reply_settle(job, job->hops ? FETCH_REDIRECTS : FETCH_BAD_ADDRESS, "%s", err.text);
		put_in_settled(job);
		return false;
	}
	free(job->host_name);
	free(job->wire_url);
	job->host_name = mem_strdup(parts.host);
	job->allow_private = may_be_private(job);
	job->wire_url = job->mail ? mail_url(&parts)
	                          : mem_printf("%s://%s:%d%s", parts.scheme, parts.host, parts.port,
	                                       parts.path);
	job->port = parts.port;
	job->is_tls = strcmp(parts.scheme, "https") == 0;
	job->host = hosts_get(&job->pool->hosts, parts.host, parts.port);
	url_parts_done(&parts);
	if (is_refused_by_name(job)) {
		reply_settle(job, FETCH_PRIVATE_ADDRESS,
		             "host %s is not public (allow-private permits it)", job->host_name);
		put_in_settled(job);
		return false;
	}
	if (host_pause_left_ms(job->host) > 0) {
		settle_as_paused(job, host_pause_left_ms(job->host));
		return false;
	}
	return true;
}

static void wait_for_turn(struct fetch_job *job)
{
	job->state = JOB_WAITS;
	host_add(job->host, job);
	pool_wake(job->pool);
}

void job_route(struct fetch_job *job)
{
	if (locate(job))
		wait_for_turn(job);
}

/* --- the end of a hop */

void job_tell(struct fetch_job *job)
{
	reply_tell(job);
	job_free(job);
}

static long status_of(const struct fetch_job *job)
{
	long status = 0;

	curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* A pause that one transfer was asked for holds for all of the host. */
static void take_pause(struct fetch_job *job)
{
	int64_t pause_s = header_retry_after(reply_header(job, "Retry-After"), clock_now_s());
	long status = status_of(job);
	struct fetch_job *other;

	if (job->mail || job->pool->options.keeps_no_pauses || (status != 429 && status != 503))
		return;
	if (pause_s < 0 && status == 429)
		pause_s = PAUSE_UNSAID_S;
	if (pause_s <= 0)
		return;
	if (pause_s > LIMIT_HOST_PAUSE_S)
		pause_s = LIMIT_HOST_PAUSE_S;
	host_pause(job->host, pause_s * 1000);
	if (job->pool->on_pause)
		job->pool->on_pause(job->host->key, pause_s, job->pool->pause_arg);
	while ((other = host_take(job->host)))
		settle_as_paused(other, host_pause_left_ms(job->host));
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void leave_host(const struct fetch_job *job, struct host *host)
{
	host_release(host, job->is_in_touch ? job->pool->options.host_gap_ms : 0);
}

/* The host is left last: while it is busy it is not forgotten, and its handle goes back to it. */
void job_end(struct fetch_job *job)
{
	struct host *host = job->host;
	int64_t gap_ms = job->is_in_touch ? job->pool->options.host_gap_ms : 0;

	job_tell(job);
	host_release(host, gap_ms);
}

/* The job has a new address: the same host is the same visit, another has its own queue. */
static void go_on(struct fetch_job *job)
{
	struct host *old = job->host;

	transfer_clear(job);
	if (!locate(job)) {
		leave_host(job, old);
	} else if (job->host == old) {
		resolve_begin(job);
	} else {
		leave_host(job, old);
		wait_for_turn(job);
	}
}

/* True where the job goes on to another address; false where it ends, perhaps settled here. */
static bool follow(struct fetch_job *job, CURLcode code)
{
	const char *location = reply_header(job, "Location");
	long status = status_of(job);
	char *next = NULL;
	struct err err;

	if (!is_redirect(status) || !*location || job->form || job->body_out)
		return false;
	if (code != CURLE_OK && code != CURLE_FILESIZE_EXCEEDED && !job->is_unwanted)
		return false;
	if (job->hops == LIMIT_REDIRECTS) {
		reply_settle(job, FETCH_REDIRECTS, "over %d redirects, the last from %s",
		             LIMIT_REDIRECTS, job->host_name);
		return false;
	}
	if (job->spent_ms >= job->pool->options.transfer_ms) {
		reply_settle(job, FETCH_TIMEOUT, "the redirects of %s take too long",
		             job->host_name);
		return false;
	}
	if (url_resolve(job->url, location, &next, &err)) {
		reply_settle(job, FETCH_REDIRECTS, "a redirect from %s leads nowhere: %s",
		             job->host_name, err.text);
		return false;
	}
	free(job->url);
	job->url = next;
	job->hops++;
	job->only_permanent = job->only_permanent && (status == 301 || status == 308);
	go_on(job);
	return true;
}

void job_finish(struct fetch_job *job, CURLcode code)
{
	transfer_end(job);
	take_pause(job);
	if (follow(job, code))
		return;
	if (!job->detail)
		reply_judge(job, code);
	job_end(job);
}
