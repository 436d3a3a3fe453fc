#include "resolve.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "guard.h"
#include "reply.h"

#define LIST_BYTES (DNS_ADDRESSES * (INET6_ADDRSTRLEN + 3))

/* A lookup that got no answer for so long, though it was asked for again, gives up its place. */
#define SILENT_AFTER_MS 2500

/* --- lookups */

static void put_in_ready(struct fetch_job *job)
{
	job->state = JOB_READY;
	TAILQ_INSERT_TAIL(&job->pool->ready, job, link);
	job->pool->ready_count++;
	pool_wake(job->pool);
}

static void leave_unresolved(struct fetch_job *job)
{
	TAILQ_REMOVE(&job->pool->unresolved, job, link);
	job->pool->unresolved_count--;
}

static void start_lookup(struct fetch_job *job);

static void start_lookups(struct fetch_pool *pool)
{
	struct fetch_job *next;

	while (pool->lookup_count < LIMIT_LOOKUPS &&
	       pool->lookup_count + pool->silent_count < LIMIT_SILENT_LOOKUPS &&
	       (next = TAILQ_FIRST(&pool->unresolved))) {
		leave_unresolved(next);
		start_lookup(next);
	}
}

static void watch_lookups(struct fetch_pool *pool)
{
	const struct fetch_job *first = TAILQ_FIRST(&pool->lookups);

	if (first)
		event_timer_start(pool->lookup_timer,
		                  first->begun_ms + SILENT_AFTER_MS - event_now_ms(pool->loop));
}

/*
 * Names whose servers are dead hold up no other name: they are still waited
 * for, but those in the queue get their turn.
 */
void resolve_pass_over(void *arg)
{
	struct fetch_pool *pool = arg;
	int64_t before_ms = event_now_ms(pool->loop) - SILENT_AFTER_MS;
	struct fetch_job *job;

	while ((job = TAILQ_FIRST(&pool->lookups)) && job->begun_ms <= before_ms) {
		TAILQ_REMOVE(&pool->lookups, job, link);
		pool->lookup_count--;
		job->is_silent = true;
		pool->silent_count++;
	}
	start_lookups(pool);
	watch_lookups(pool);
}

static void end_lookup(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;

	job->lookup = NULL;
	job->spent_ms += event_now_ms(pool->loop) - job->begun_ms;
	if (job->is_silent) {
		pool->silent_count--;
	} else {
		TAILQ_REMOVE(&pool->lookups, job, link);
		pool->lookup_count--;
	}
	start_lookups(pool);
}

static void take_answer(struct fetch_job *job, const struct dns_answer *answer)
{
	int64_t ttl_s = answer->ttl_s < LIMIT_ADDRESSES_KEPT_S ? answer->ttl_s
	                                                       : LIMIT_ADDRESSES_KEPT_S;
	char text[INET6_ADDRSTRLEN];
	struct buf list;

	buf_init(&list, LIST_BYTES);
	for (size_t i = 0; i < answer->count; i++) {
		const struct dns_address *address = &answer->list[i];
		bool is_v6 = address->family == AF_INET6;

		inet_ntop(address->family, &address->v6, text, sizeof(text));
		if (buf_printf(&list, is_v6 ? "%s[%s]" : "%s%s", i ? "," : "", text))
			break;
	}
	/* What lives for no time at all holds for this visit. */
	host_take_addresses(job->host, buf_take(&list), (ttl_s > 0 ? ttl_s : 1) * 1000);
}

static void on_lookup(const struct dns_answer *answer, void *arg)
{
	struct fetch_job *job = arg;
	struct fetch_pool *pool = job->pool;

	end_lookup(job);
	switch (answer->outcome) {
	case DNS_FOUND:
		take_answer(job, answer);
		put_in_ready(job);
		return;
	case DNS_ASK_SYSTEM:
		job->asks_system = true;
		put_in_ready(job);
		return;
	case DNS_NO_SUCH_NAME:
		reply_settle(job, FETCH_DNS, "cannot resolve host %s", job->host_name);
		break;
	case DNS_SILENT:
		reply_settle(job, FETCH_DNS, "cannot resolve host %s: no name server answers",
		             job->host_name);
		break;
	case DNS_REFUSED:
		reply_settle(job, FETCH_DNS, "cannot resolve host %s: the name server fails",
		             job->host_name);
		break;
	}
	job_end(job);
	pool_wake(pool);
}

static void start_lookup(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;

	job->begun_ms = event_now_ms(pool->loop);
	job->lookup = dns_lookup_start(pool->dns, job->host_name, pool->options.connect_ms,
	                               on_lookup, job);
	if (job->lookup) {
		job->is_silent = false;
		TAILQ_INSERT_TAIL(&pool->lookups, job, link);
		if (pool->lookup_count++ == 0)
			watch_lookups(pool);
		return;
	}
	job->asks_system = true;
	put_in_ready(job);
}

void resolve_begin(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;

	job->state = JOB_RESOLVES;
	job->asks_system = false;
	if (job->proxy || guard_is_address(job->host_name) || host_addresses(job->host)) {
		put_in_ready(job);
		return;
	}
	TAILQ_INSERT_TAIL(&pool->unresolved, job, link);
	pool->unresolved_count++;
	start_lookups(pool);
}

static void leave_ready(struct fetch_job *job)
{
	TAILQ_REMOVE(&job->pool->ready, job, link);
	job->pool->ready_count--;
}

void resolve_cancel(struct fetch_job *job)
{
	if (job->state == JOB_READY) {
		leave_ready(job);
		return;
	}
	if (!job->lookup) {
		leave_unresolved(job);
		return;
	}
	dns_lookup_cancel(job->lookup);
	end_lookup(job);
}

/* Whether the job has to wait for one of the threads; a proxy's name takes one too. */
static bool waits_for_thread(const struct fetch_job *job)
{
	return (job->asks_system || job->proxy) && job->pool->resolving_count >= LIMIT_RESOLUTIONS;
}

struct fetch_job *resolve_next(struct fetch_pool *pool)
{
	struct fetch_job *job = TAILQ_FIRST(&pool->ready);

	while (job && waits_for_thread(job))
		job = TAILQ_NEXT(job, link);
	if (job)
		leave_ready(job);
	return job;
}

/* As many may be ready ahead as may run: more would only wait here instead of at their host. */
bool resolve_has_room(const struct fetch_pool *pool)
{
	return pool->ready_count < pool->options.max_transfers;
}

/* --- libcurl's cache */

static struct curl_slist *append(struct curl_slist *list, char *take_line)
{
	struct curl_slist *longer = curl_slist_append(list, take_line);

	if (!longer)
		abort(); /* out of memory, see mem_alloc() */
	free(take_line);
	return longer;
}

struct curl_slist *resolve_list(struct fetch_job *job)
{
	const char *addresses = host_addresses(job->host);
	struct curl_slist *list = job->pool->retired;

	job->pool->retired = NULL;
	if (!job->proxy && !job->asks_system && addresses && !guard_is_address(job->host_name))
		list = append(list, mem_printf("%s:%d:%s", job->host_name, job->port, addresses));
	return list;
}

void resolve_retire(struct fetch_job *job)
{
	const struct curl_slist *last = job->resolve;

	while (last && last->next)
		last = last->next;
	if (last && last->data[0] != '-')
		job->pool->retired = append(job->pool->retired,
		                            mem_printf("-%s:%d", job->host_name, job->port));
	curl_easy_setopt(job->easy, CURLOPT_RESOLVE, NULL);
	curl_slist_free_all(job->resolve);
	job->resolve = NULL;
}
