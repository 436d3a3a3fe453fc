#include "host.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "job.h"

#define FIRST_BUCKETS 64u
#define FIRST_SWEEP 1024u /* hosts; then at twice of what a sweep leaves */

void hosts_init(struct hosts *hosts, struct event_loop *loop, event_fn *on_ready, void *arg)
{
	*hosts = (struct hosts){
		.loop = loop,
		.on_ready = on_ready,
		.arg = arg,
		.buckets = mem_array(FIRST_BUCKETS, sizeof(*hosts->buckets)),
		.bucket_count = FIRST_BUCKETS,
		.sweep_at = FIRST_SWEEP,
	};
	TAILQ_INIT(&hosts->ready);
}

static void host_free(struct host *host)
{
	event_timer_free(host->timer);
	free(host->addresses);
	free(host->key);
	free(host);
}

void hosts_done(struct hosts *hosts)
{
	for (size_t i = 0; i < hosts->bucket_count; i++)
		while (hosts->buckets[i]) {
			struct host *host = hosts->buckets[i];

			hosts->buckets[i] = host->next;
			host_free(host);
		}
	MEM_FREE(hosts->buckets);
}

static struct host **bucket_of(struct hosts *hosts, const char *key)
{
	return &hosts->buckets[hash_quick(key, strlen(key)) & (hosts->bucket_count - 1)];
}

/*
 * A host that owes us no wait is forgotten once there are many: names come
 * from strangers' links, and are without end.
 */
static void sweep(struct hosts *hosts)
{
	int64_t now = event_now_ms(hosts->loop);

	for (size_t i = 0; i < hosts->bucket_count; i++) {
		struct host **at = &hosts->buckets[i];

		while (*at) {
			struct host *host = *at;

			if (host->is_busy || host->waiting_count > 0 || host->easy ||
			    host->free_at_ms > now || host->paused_until_ms > now) {
				at = &host->next;
				continue;
			}
			*at = host->next;
			host_free(host);
			hosts->count--;
		}
	}
	hosts->sweep_at = hosts->count * 2 > FIRST_SWEEP ? hosts->count * 2 : FIRST_SWEEP;
}

static void widen(struct hosts *hosts)
{
	struct host **old = hosts->buckets;
	size_t old_count = hosts->bucket_count;

	hosts->bucket_count *= 2;
	hosts->buckets = mem_array(hosts->bucket_count, sizeof(*hosts->buckets));
	for (size_t i = 0; i < old_count; i++)
		while (old[i]) {
			struct host *host = old[i], **to = bucket_of(hosts, host->key);

			old[i] = host->next;
			host->next = *to;
			*to = host;
		}
	free(old);
}

struct host *hosts_get(struct hosts *hosts, const char *name, int port)
{
	bool is_usual = port == 80 || port == 443;
	char *key = is_usual ? mem_strdup(name) : mem_printf("%s:%d", name, port);
	struct host *host, **bucket;

	for (host = *bucket_of(hosts, key); host; host = host->next)
		if (strcmp(host->key, key) == 0) {
			free(key);
			return host;
		}
	if (hosts->count >= hosts->sweep_at)
		sweep(hosts);
	if (hosts->count >= hosts->bucket_count)
		widen(hosts);
	bucket = bucket_of(hosts, key);
	host = mem_alloc(sizeof(*host));
	host->hosts = hosts;
	host->key = key;
	host->next = *bucket;
	TAILQ_INIT(&host->waiting);
	*bucket = host;
	hosts->count++;
	return host;
}

static void unready(struct host *host)
{
	if (!host->is_ready)
		return;
	TAILQ_REMOVE(&host->hosts->ready, host, ready_link);
	host->hosts->ready_count--;
	host->is_ready = false;
}

static void on_gap_over(void *arg);

/* The one place that decides whether a host may start a transfer, now or later. */
static void update(struct host *host)
{
	int64_t wait = host->free_at_ms - event_now_ms(host->hosts->loop);

	if (host->is_busy || host->waiting_count == 0) {
		unready(host);
		return;
	}
	if (host->is_ready)
		return;
	if (wait <= 0) {
		TAILQ_INSERT_TAIL(&host->hosts->ready, host, ready_link);
		host->hosts->ready_count++;
		host->is_ready = true;
		return;
	}
	if (!host->timer)
		host->timer = event_timer_new(host->hosts->loop, on_gap_over, host);
	event_timer_start(host->timer, wait);
}

static void on_gap_over(void *arg)
{
	struct host *host = arg;
	struct hosts *hosts = host->hosts;

	update(host);
	hosts->on_ready(hosts->arg);
}

void host_add(struct host *host, struct fetch_job *job)
{
	TAILQ_INSERT_TAIL(&host->waiting, job, link);
	host->waiting_count++;
	host->hosts->waiting_count++;
	update(host);
}

void host_remove(struct host *host, struct fetch_job *job)
{
	TAILQ_REMOVE(&host->waiting, job, link);
	host->waiting_count--;
	host->hosts->waiting_count--;
	update(host);
}

struct fetch_job *host_take(struct host *host)
{
	struct fetch_job *job = TAILQ_FIRST(&host->waiting);

	if (job)
		host_remove(host, job);
	return job;
}

struct fetch_job *hosts_next(struct hosts *hosts)
{
	struct host *host = TAILQ_FIRST(&hosts->ready);

	if (!host)
		return NULL;
	host->is_busy = true;
	return host_take(host);
}

void host_release(struct host *host, int64_t gap_ms)
{
	host->is_busy = false;
	host->free_at_ms = event_now_ms(host->hosts->loop) + gap_ms;
	update(host);
}

void host_take_addresses(struct host *host, char *addresses, int64_t for_ms)
{
	free(host->addresses);
	host->addresses = addresses;
	host->addresses_until_ms = event_now_ms(host->hosts->loop) + for_ms;
}

const char *host_addresses(const struct host *host)
{
	return event_now_ms(host->hosts->loop) < host->addresses_until_ms ? host->addresses : NULL;
}

void host_pause(struct host *host, int64_t pause_ms)
{
	int64_t until = event_now_ms(host->hosts->loop) + pause_ms;

	if (until > host->paused_until_ms)
		host->paused_until_ms = until;
}

int64_t host_pause_left_ms(const struct host *host)
{
	int64_t left = host->paused_until_ms - event_now_ms(host->hosts->loop);

	return left > 0 ? left : 0;
}
