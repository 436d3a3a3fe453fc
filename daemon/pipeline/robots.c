#include "robots.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "fetch/robots.h"
#include "parts.h"

#define KEEP_S 86400 /* RFC 9309 §2.4: a copy is not used for longer than a day */
#define RETRY_S 600  /* of a file that could not be had */

struct waiter {
	struct waiter *next;
	robots_fn *fn;
	void *arg;
};

/* One site as one product token sees it. */
struct robots_site {
	struct pipeline *pipeline;
	struct robots_site *next; /* the one that was asked about last comes first */
	char *key;                /* "integrad https://news.test:443" */
	struct robots *robots;    /* NULL: not known, or not to be had */
	int64_t until_s;          /* what is known, or not to be had, is so until then */
	bool is_blameless;        /* not to be had, by no fault of the site */
	bool is_waking;           /* its waiters are being called */
	struct fetch_job *fetch;  /* under way */
	struct waiter *waiters;
};

static void site_free(struct robots_site *site)
{
	if (site->fetch)
		fetch_cancel(site->fetch);
	while (site->waiters) {
		struct waiter *waiter = site->waiters;

		site->waiters = waiter->next;
		free(waiter);
	}
	robots_free(site->robots);
	free(site->key);
	free(site);
}

/* Takes the site out of the list; NULL where it is not there. */
static struct robots_site *take_site(struct pipeline *pipeline, const char *key)
{
	for (struct robots_site **at = &pipeline->robots; *at; at = &(*at)->next) {
		struct robots_site *site = *at;

		if (strcmp(site->key, key) != 0)
			continue;
		*at = site->next;
		return site;
	}
	return NULL;
}

/* Past the limit, the sites that nobody has asked about for the longest time go. */
static void drop_old_sites(struct pipeline *pipeline)
{
	struct robots_site **at = &pipeline->robots;
	size_t count = 0;

	while (*at) {
		struct robots_site *site = *at;

		if (++count <= LIMIT_ROBOTS_SITES || site->fetch || site->is_waking) {
			at = &site->next;
			continue;
		}
		*at = site->next;
		site_free(site);
	}
}

/* One by one: a waiter that is called may make another one be forgotten. */
static void wake_waiters(struct robots_site *site)
{
	site->is_waking = true;
	while (site->waiters) {
		struct waiter waiter = *site->waiters;

		free(site->waiters);
		site->waiters = waiter.next;
		waiter.fn(waiter.arg);
	}
	site->is_waking = false;
}

/* What the site says: nothing where there is no such file (§2.3.1.3). -1: it cannot say it now. */
static int text_of(const struct fetch_reply *reply, const char **ret_text, size_t *ret_len)
{
	if (reply->outcome == FETCH_OK) {
		*ret_text = reply->body;
		*ret_len = reply->len;
		return 0;
	}
	*ret_text = "";
	*ret_len = 0;
	if (reply->outcome == FETCH_REDIRECTS)
		return 0;
	return reply->status >= 400 && reply->status < 500 && reply->outcome != FETCH_HTTP_429 ? 0
	                                                                                       : -1;
}

/* A file that cannot be had at the moment leaves the copy that we have, if any (§2.4). */
static void on_robots(const struct fetch_reply *reply, void *arg)
{
	struct robots_site *site = arg;
	const char *text;
	size_t len;

	site->fetch = NULL;
	site->is_blameless = reply->outcome == FETCH_PAUSED || reply->outcome == FETCH_LOCAL;
	if (text_of(reply, &text, &len) == 0) {
		char *product = mem_strndup(site->key, strcspn(site->key, " "));

		robots_free(site->robots);
		site->robots = robots_parse(text, len, product);
		site->until_s = clock_now_s() + KEEP_S;
		free(product);
	} else {
		site->until_s = clock_now_s() + RETRY_S;
		log_event(LOG_INFO, "robots", "robots.txt cannot be had",
		          LOG_STR("site", strchr(site->key, ' ') + 1),
		          LOG_STR("why", reply->detail));
	}
	wake_waiters(site);
}

static void start_fetch(struct robots_site *site, const struct fetch_request *page)
{
	struct fetch_request request = *page;
	char *url = mem_printf("%s/robots.txt", strchr(site->key, ' ') + 1);

	request.url = url;
	request.accept = "text/plain, */*;q=0.5";
	request.etag = request.last_modified = NULL;
	request.max_bytes = LIMIT_ROBOTS_BYTES;
	site->fetch = fetch_start(site->pipeline->parts.fetch, &request, on_robots, site);
	free(url);
}

static void add_waiter(struct robots_site *site, robots_fn *fn, void *arg)
{
	struct waiter *waiter = mem_alloc(sizeof(*waiter));

	*waiter = (struct waiter){ .next = site->waiters, .fn = fn, .arg = arg };
	site->waiters = waiter;
}

/* The site of an address, first in the list. */
static struct robots_site *site_of(struct pipeline *pipeline, const struct fetch_request *page,
                                   const struct url_parts *parts)
{
	const char *agent = page->user_agent ? page->user_agent
	                                     : pipeline->parts.config->options.user_agent;
	char *product = robots_product(agent);
	char *key = mem_printf("%s %s://%s:%d", product, parts->scheme, parts->host, parts->port);
	struct robots_site *site = take_site(pipeline, key);

	if (!site) {
		site = mem_alloc(sizeof(*site));
		*site = (struct robots_site){ .pipeline = pipeline, .key = mem_strdup(key) };
	}
	site->next = pipeline->robots;
	pipeline->robots = site;
	free(product);
	free(key);
	return site;
}

enum robots_answer robots_ask(struct pipeline *pipeline, const struct fetch_request *page,
                              robots_fn *fn, void *arg, int64_t *ret_wait_s)
{
	struct robots_site *site;
	struct url_parts parts;
	enum robots_answer answer;
	struct err err;

	if (url_parse(page->url, &parts, &err) < 0)
		return ROBOTS_ALLOWED; /* the transfer will say what is wrong with it */
	site = site_of(pipeline, page, &parts);
	if (site->fetch || clock_now_s() >= site->until_s) {
		add_waiter(site, fn, arg);
		if (!site->fetch)
			start_fetch(site, page);
		answer = ROBOTS_ASKED;
	} else if (!site->robots) {
		*ret_wait_s = site->until_s - clock_now_s();
		answer = site->is_blameless ? ROBOTS_LATER : ROBOTS_UNKNOWN;
	} else {
		answer = robots_allows(site->robots, parts.path) ? ROBOTS_ALLOWED
		                                                 : ROBOTS_FORBIDDEN;
	}
	url_parts_done(&parts);
	drop_old_sites(pipeline);
	return answer;
}

void robots_forget(struct pipeline *pipeline, const void *arg)
{
	for (struct robots_site *site = pipeline->robots; site; site = site->next) {
		struct waiter **at = &site->waiters;

		while (*at) {
			struct waiter *waiter = *at;

			if (waiter->arg != arg) {
				at = &waiter->next;
				continue;
			}
			*at = waiter->next;
			free(waiter);
		}
	}
}

void robots_done(struct pipeline *pipeline)
{
	while (pipeline->robots) {
		struct robots_site *site = pipeline->robots;

		pipeline->robots = site->next;
		site_free(site);
	}
}
