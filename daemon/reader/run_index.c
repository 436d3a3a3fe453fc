/*
 * An index of sitemaps has no articles: it leads to sitemaps, of which those
 * are read that are written today. It comes from strangers, so it leads to its
 * own site alone, never back to itself, and to few.
 */
#include <string.h>

#include "base/limits.h"
#include "base/url.h"
#include "feed/feed.h"
#include "work.h"

#define DAY_S (24 * 3600)

static const char *without_www(const char *host)
{
	return strncmp(host, "www.", 4) == 0 ? host + 4 : host;
}

static bool is_same_site(const struct url_parts *index, const struct url_parts *other)
{
	return strcmp(without_www(index->host), without_www(other->host)) == 0;
}

/* NULL where the sitemap may be read, else why not. */
static const char *why_not(const struct url_parts *index, const char *address)
{
	const char *why = NULL;
	struct url_parts parts = { 0 };
	struct err err;

	if (!address || url_parse(address, &parts, &err) < 0)
		return "have no address";
	if (!is_same_site(index, &parts))
		why = "are on other hosts";
	else if (strcmp(parts.path, index->path) == 0)
		why = "are the index itself";
	url_parts_done(&parts);
	return why;
}

static bool is_of_news(const struct feed_entry *entry)
{
	const char *path = strstr(entry->link, "://");

	path = path ? strchr(path + 3, '/') : NULL;
	return path && strstr(path, "news") != NULL;
}

/* When it was written; 0: not known. What claims to be from the future tells nothing. */
static int64_t written_s(const struct feed_entry *entry, int64_t now_s)
{
	int64_t when_s = entry->updated.is_known ? entry->updated.when.seconds : 0;

	return when_s <= now_s + DAY_S ? when_s : 0;
}

/* News before all else, then the latest; of equals the one that stands first. */
static bool is_better(const struct feed_entry *a, const struct feed_entry *b, int64_t now_s)
{
	if (is_of_news(a) != is_of_news(b))
		return is_of_news(a);
	return written_s(a, now_s) > written_s(b, now_s);
}

static bool is_listed(const struct reader_harvest *harvest, const char *address)
{
	for (size_t i = 0; i < harvest->sitemap_count; i++)
		if (strcmp(harvest->sitemaps[i], address) == 0)
			return true;
	return false;
}

static void choose(const struct feed_entry **list, size_t count, int64_t now_s,
                   struct reader_harvest *harvest)
{
	for (;;) {
		const struct feed_entry *best = NULL;

		if (harvest->sitemap_count == LIMIT_SITEMAPS)
			return;
		for (size_t i = 0; i < count; i++)
			if ((!best || is_better(list[i], best, now_s)) &&
			    !is_listed(harvest, list[i]->link))
				best = list[i];
		if (!best)
			return;
		harvest->sitemaps[harvest->sitemap_count++] = best->link;
	}
}

int reader_run_index(const struct reader_work *work, const struct feed *feed,
                     struct reader_harvest *harvest)
{
	struct arena *arena = work->arena;
	const struct feed_entry **list = arena_array(arena, feed->entry_count, sizeof(*list));
	struct url_parts index = { 0 };
	const char *why = "have no address";
	size_t count = 0;
	struct err err;

	if (url_parse(work->job->base_url, &index, &err) < 0)
		return reader_fail(harvest, READER_NOT_A_FEED, "an index of sitemaps from nowhere");
	for (size_t i = 0; i < feed->entry_count; i++) {
		const char *reason = why_not(&index, feed->entries[i].link);

		if (!reason)
			list[count++] = &feed->entries[i];
		else
			why = reason;
	}
	url_parts_done(&index);
	if (count == 0)
		return reader_fail(
			harvest, READER_NOT_A_FEED,
			arena_printf(arena,
		                     "an index of sitemaps, none of which can be read: they %s",
		                     why));
	harvest->sitemaps = arena_array(arena, LIMIT_SITEMAPS, sizeof(*harvest->sitemaps));
	choose(list, count, work->job->now_s, harvest);
	return 0;
}
