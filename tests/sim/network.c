/* The sites: what they publish, how they answer, and what they were asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/date.h"
#include "network.h"

#define GAP_MS 5000
#define HOSTS_MAX 1024
#define ROUTINE_ITEMS 5
#define NEWS_ITEMS 8

static struct sim_site *sites;
static size_t site_count;
static int64_t outage_from_s, outage_to_s;

/* A host: the manners that it is owed are checked at each request. */
static struct host {
	char name[64];
	bool is_busy;
	bool was_in_touch;
	int64_t left_ms;
} hosts[HOSTS_MAX];
static size_t host_count;

void network_open(struct sim_site *list, size_t count, int64_t from_s, int64_t to_s)
{
	sites = list;
	site_count = count;
	outage_from_s = from_s;
	outage_to_s = to_s;
	host_count = 0;
	for (size_t i = 0; i < count; i++)
		list[i].asked_count = 0;
}

void network_close(void)
{
	for (size_t i = 0; i < site_count; i++)
		MEM_FREE(sites[i].asked);
}

bool sim_network_works(void)
{
	return clock_now_s() < outage_from_s || clock_now_s() >= outage_to_s;
}

/* --- manners */

static void host_name(const char *url, char out[64])
{
	const char *name = strstr(url, "://") + 3;

	snprintf(out, 64, "%.*s", (int)strcspn(name, ":/"), name);
}

static struct host *host_of(const char *url)
{
	char name[64];

	host_name(url, name);
	for (size_t i = 0; i < host_count; i++)
		if (strcmp(hosts[i].name, name) == 0)
			return &hosts[i];
	assert_true(host_count < HOSTS_MAX);
	hosts[host_count] = (struct host){ .left_ms = INT64_MIN / 2 };
	memcpy(hosts[host_count].name, name, sizeof(name));
	return &hosts[host_count++];
}

void sim_asked(const char *url)
{
	struct host *host = host_of(url);

	if (host->is_busy)
		fail_msg("%s is asked twice at a time", url);
	if (host->was_in_touch && clock_now_ms() - host->left_ms < GAP_MS)
		fail_msg("%s is asked again after %lld ms", url,
		         (long long)(clock_now_ms() - host->left_ms));
	host->is_busy = true;
}

void sim_left(const char *url)
{
	struct host *host = host_of(url);

	host->is_busy = false;
	host->left_ms = clock_now_ms();
}

/* --- feeds */

static const char *item_text(const struct sim_item *item, int64_t late_s)
{
	if (item->edited_s && item->edited_s + late_s <= clock_now_s())
		return item->edited_text;
	return item->text;
}

static void put_item(struct buf *out, const struct sim_site *site, const char *kind, int64_t number,
                     int64_t at_s, const char *text)
{
	char stamp[DATE_STAMP_SIZE], guid[64] = "the-only-one";

	if (!site->has_one_guid)
		snprintf(guid, sizeof(guid), "%s-%lld", kind, (long long)number);
	date_stamp_format(at_s, stamp);
	assert_int_equal(buf_printf(out,
	                            "<item><guid isPermaLink=\"false\">%s</guid><title>%s</title>"
	                            "<link>https://%s%s/%s-%lld</link><pubDate>%s</pubDate>"
	                            "<description>%s</description></item>",
	                            guid, kind, site->host, site->path, kind, (long long)number,
	                            stamp, text),
	                 0);
}

/* How many news the site has had, and how many of them were edited. */
static size_t news_so_far(const struct sim_site *site, size_t *ret_edits)
{
	size_t count = 0;

	*ret_edits = 0;
	for (size_t i = 0; i < site->news_count; i++) {
		count += site->news[i].at_s + site->news_late_s <= clock_now_s();
		*ret_edits += item_text(&site->news[i], site->news_late_s) != site->news[i].text;
	}
	return count;
}

static int64_t routine_so_far(const struct sim_site *site)
{
	int64_t until_s = clock_now_s();

	if (site->ends_s && site->ends_s < until_s)
		until_s = site->ends_s;
	/* each site at a minute of its own */
	return site->every_s ? (until_s - START + site->path[1] * INT64_C(61)) / site->every_s : 0;
}

static void write_feed(const struct sim_site *site, struct buf *out)
{
	int64_t routine = routine_so_far(site), first = routine - ROUTINE_ITEMS;
	size_t edits, news = news_so_far(site, &edits),
		      from = news > NEWS_ITEMS ? news - NEWS_ITEMS : 0;

	buf_init(out, MIB);
	assert_int_equal(buf_printf(out, "<rss version=\"2.0\"><channel><title>News</title>%s",
	                            site->wishes ? site->wishes : ""),
	                 0);
	if (site->has_one_guid && news > 0)
		from = news - 1;
	for (size_t i = from; i < news; i++)
		put_item(out, site, "report", (int64_t)i, site->news[i].at_s + site->news_late_s,
		         item_text(&site->news[i], site->news_late_s));
	for (int64_t i = first; i <= routine && !(site->has_one_guid && news > 0); i++)
		put_item(out, site, "weather", i,
		         site->every_s ? START + i * site->every_s - site->path[1] * 61
		                       : START - (10 - i) * DAY,
		         "Snow fell in the mountains.");
	assert_int_equal(buf_puts(out, "</channel></rss>"), 0);
}

/* --- answers */

static void put_header(struct sim_answer *answer, const char *name, const char *value)
{
	for (size_t i = 0; i < SIM_HEADERS; i++) {
		if (answer->headers[i].name)
			continue;
		answer->headers[i].name = name;
		snprintf(answer->headers[i].value, sizeof(answer->headers[i].value), "%s", value);
		return;
	}
	fail();
}

static const char *condition(const struct curl_slist *headers)
{
	for (; headers; headers = headers->next)
		if (strncmp(headers->data, "If-None-Match: ", 15) == 0)
			return headers->data + 15;
	return NULL;
}

static void answer_feed(struct sim_site *site, const struct curl_slist *headers,
                        struct sim_answer *answer)
{
	size_t edits, news = news_so_far(site, &edits);
	const char *asked = condition(headers);
	struct buf body;
	char etag[64];

	snprintf(etag, sizeof(etag), "\"%lld-%zu-%zu\"", (long long)routine_so_far(site), news,
	         edits);
	site->conditional += asked != NULL;
	put_header(answer, "ETag", etag);
	if (asked && strcmp(asked, etag) == 0 && !site->never_304) {
		site->not_modified++;
		answer->status = 304;
		return;
	}
	put_header(answer, "Content-Type", "application/rss+xml");
	write_feed(site, &body);
	answer->status = 200;
	answer->body = body.data;
	answer->len = body.len;
}

static void answer_page(struct sim_site *site, const char *name, struct sim_answer *answer)
{
	size_t number = strtoul(name + strcspn(name, "0123456789"), NULL, 10);

	site->pages++;
	answer->status = 404;
	if (strncmp(name, "/report-", 8) != 0 || number >= site->news_count)
		return;
	answer->status = 200;
	put_header(answer, "Content-Type", "text/html; charset=utf-8");
	answer->body =
		mem_printf("<html><body><article><h1>report</h1><p>%s</p><p>The officials met"
	                   " in the morning and went on in the afternoon.</p></article>"
	                   "</body></html>",
	                   item_text(&site->news[number], site->news_late_s));
	answer->len = strlen(answer->body);
}

static bool is_within(int64_t from_s, int64_t to_s)
{
	return from_s <= clock_now_s() && clock_now_s() < to_s;
}

static void note_asked(struct sim_site *site)
{
	site->asked = mem_room(site->asked, site->asked_count, &site->asked_cap,
	                       sizeof(*site->asked));
	site->asked[site->asked_count++] = clock_now_s();
}

static void answer_site(struct sim_site *site, const char *rest, const struct curl_slist *headers,
                        struct sim_answer *answer)
{
	if (*rest == '\0')
		note_asked(site);
	if (is_within(site->down_from_s, site->down_to_s)) {
		answer->failure = CURLE_COULDNT_CONNECT;
	} else if (is_within(site->limit_from_s, site->limit_to_s)) {
		answer->status = 429;
		put_header(answer, "Retry-After", site->limit);
	} else if (site->moved_s && site->moved_s <= clock_now_s()) {
		answer->status = 301;
		put_header(answer, "Location", site->moved_to);
	} else if (site->status) {
		answer->status = site->status;
	} else if (*rest) {
		answer_page(site, rest, answer);
	} else {
		answer_feed(site, headers, answer);
	}
}

void sim_answer(const char *url, const struct curl_slist *headers, struct sim_answer *ret)
{
	const char *path = strstr(url, "://") + 3;
	struct host *host = host_of(url);
	char name[64];

	host_name(url, name);
	path += strcspn(path, "/");
	host->was_in_touch = sim_network_works();
	if (!sim_network_works()) {
		ret->failure = CURLE_COULDNT_CONNECT;
		return;
	}
	if (strcmp(path, "/robots.txt") == 0) {
		ret->status = 404;
		return;
	}
	for (size_t i = 0; i < site_count; i++) {
		size_t len = strlen(sites[i].path);

		if (strcmp(sites[i].host, name) != 0 || strncmp(path, sites[i].path, len) != 0 ||
		    (path[len] && path[len] != '/'))
			continue;
		answer_site(&sites[i], path + len, headers, ret);
		host->was_in_touch = ret->failure == CURLE_OK;
		return;
	}
	fail_msg("nobody publishes %s", url);
}

/* --- what was asked */

size_t site_asked_between(const struct sim_site *site, int64_t from_s, int64_t to_s)
{
	size_t count = 0;

	for (size_t i = 0; i < site->asked_count; i++)
		count += from_s <= site->asked[i] && site->asked[i] < to_s;
	return count;
}

size_t site_asked_at_most(const struct sim_site *site, int64_t span_s)
{
	size_t most = 0;

	for (size_t i = 0, first = 0; i < site->asked_count; i++) {
		while (site->asked[i] - site->asked[first] >= span_s)
			first++;
		if (i - first + 1 > most)
			most = i - first + 1;
	}
	return most;
}

int64_t site_shortest_gap(const struct sim_site *site)
{
	int64_t shortest = INT64_MAX;

	for (size_t i = 1; i < site->asked_count; i++)
		if (site->asked[i] - site->asked[i - 1] < shortest)
			shortest = site->asked[i] - site->asked[i - 1];
	return shortest;
}
