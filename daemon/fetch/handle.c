#include "handle.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "transfer.h"

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
 * for every connection (45 ms of CPU, against 2). The file itself is set for
 * each transfer.
 */
static void set_trust(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static CURL *new_easy(struct fetch_pool *pool)
{
	CURL *easy = curl_easy_init();

	if (!easy)
		abort(); /* out of memory, see mem_alloc() */
	set_limits(easy, &pool->options);
	set_trust(easy);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Else a silent name server freezes the loop while libcurl joins the resolver's thread. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	/*
	 * libcurl walks all of its DNS cache after each transfer: with thousands of
	 * hosts that costs more than the transfer. Hosts have their addresses.
	 */
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	transfer_set_callbacks(easy, pool);
	return easy;
}

/* --- those that hosts keep */

static CURL *take_from_host(struct fetch_pool *pool, struct host *host)
{
	CURL *easy = host->easy;

	if (easy) {
		TAILQ_REMOVE(&pool->easy_hosts, host, easy_link);
		pool->easy_host_count--;
	}
	host->easy = NULL;
	return easy;
}

static void give_to_host(struct fetch_pool *pool, struct host *host, CURL *easy)
{
	host->easy = easy;
	host->easy_since_ms = event_now_ms(pool->loop);
	TAILQ_INSERT_TAIL(&pool->easy_hosts, host, easy_link);
	pool->easy_host_count++;
}

static void give_to_spare(struct fetch_pool *pool, CURL *easy)
{
	if (pool->spare.count >= pool->options.max_transfers) {
		curl_easy_cleanup(easy);
		return;
	}
	pool->spare.list = mem_room(pool->spare.list, pool->spare.count, &pool->spare.cap,
	                            sizeof(*pool->spare.list));
	pool->spare.list[pool->spare.count++] = easy;
}

/*
 * Of more hosts than may keep a handle, those that have one go on with it: if
 * each took the place of the one before, none would ever meet its own again.
 */
static bool is_room_at_hosts(struct fetch_pool *pool)
{
	struct host *oldest = TAILQ_FIRST(&pool->easy_hosts);

	if (pool->easy_host_count < LIMIT_KEPT_HANDLES)
		return true;
	if (event_now_ms(pool->loop) - oldest->easy_since_ms < LIMIT_HANDLE_KEPT_S * INT64_C(1000))
		return false;
	give_to_spare(pool, take_from_host(pool, oldest));
	return true;
}

/* --- for all */

CURL *handle_take(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;
	CURL *easy = take_from_host(pool, job->host);

	if (easy)
		return easy;
	if (pool->spare.count > 0)
		return pool->spare.list[--pool->spare.count];
	return new_easy(pool);
}

void handle_give_back(struct fetch_job *job)
{
	struct fetch_pool *pool = job->pool;
	CURL *easy = job->easy;

	job->easy = NULL;
	/* One that sent a mail, or was listened to, has options that nobody else wants. */
	if (job->generation != pool->generation || job->mail || job->trace)
		curl_easy_cleanup(easy);
	else if (job->is_tls && !job->host->easy && is_room_at_hosts(pool))
		give_to_host(pool, job->host, easy);
	else
		give_to_spare(pool, easy);
}

void handle_drop_all(struct fetch_pool *pool)
{
	struct host *host;

	while ((host = TAILQ_FIRST(&pool->easy_hosts)))
		curl_easy_cleanup(take_from_host(pool, host));
	while (pool->spare.count > 0)
		curl_easy_cleanup(pool->spare.list[--pool->spare.count]);
	MEM_FREE(pool->spare.list);
	pool->spare.cap = 0;
}
