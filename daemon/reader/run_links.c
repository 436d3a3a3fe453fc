/* Pages of HTML as sources: one that lists articles, and one that is itself watched. */
#include <string.h>

#include "article/article.h"
#include "article/links.h"
#include "extract/extract.h"
#include "feed/feed.h"
#include "reader/run.h"
#include "work.h"

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* --- a list */

static void make_feed(const struct links_page *page, struct arena *arena, struct feed *ret)
{
	*ret = (struct feed){
		.format = "links",
		.title = page->title,
		.language = page->language,
		.entries = arena_array(arena, page->count, sizeof(*ret->entries)),
		.entry_count = page->count,
	};
	for (size_t i = 0; i < page->count; i++) {
		const struct links_item *item = &page->items[i];

		ret->entries[i] = (struct feed_entry){
			.link = item->link,
			.title = item->title,
			.summary = item->summary,
			.published = { .raw = item->date.raw,
			               .is_known = item->date.is_known,
			               .when = item->date.when },
		};
	}
}

/* Why a list has no item: a page that has changed is mended by whoever reads this. */
static const char *why_empty(const struct links_page *page, struct arena *arena)
{
	if (page->selected == 0)
		return "the selector `items` finds nothing on the page";
	return arena_printf(arena,
	                    "the selector `items` finds %zu places, none with a link and a title",
	                    page->selected);
}

int reader_run_links(const struct reader_work *work, struct reader_harvest *harvest,
                     struct err *err)
{
	const struct reader_job *job = work->job;
	const struct article_hints hints = reader_page_hints(job);
	const struct links_selectors selectors = { .items = job->selectors.items,
		                                   .link = job->selectors.link,
		                                   .title = job->selectors.title,
		                                   .date = job->selectors.date,
		                                   .summary = job->selectors.summary };
	struct links_page page;
	struct feed feed;

	if (links_read(job->bytes, job->length, &hints, &selectors, work->arena, &page, err) < 0)
		return reader_fail_as(work, harvest, READER_NOT_A_FEED, err);
	harvest->title = or_empty(page.title);
	harvest->format = "links";
	if (page.count == 0)
		return reader_fail(harvest, READER_EMPTY_FEED, why_empty(&page, work->arena));
	make_feed(&page, work->arena, &feed);
	return reader_take_feed(work, &feed, harvest, err);
}

/* --- a watched page */

/*
 * A page that is written anew keeps the date on which it was first published,
 * so that date says nothing of the text: only one that is selected for the
 * purpose, or that of the last change, does.
 */
static const struct stamp *date_of_version(const struct reader_job *job,
                                           const struct article_page *page)
{
	bool is_selected = job->selectors.article_date && job->selectors.article_date[0];

	if (is_selected && page->published.is_known)
		return &page->published.when;
	return page->modified.is_known ? &page->modified.when : NULL;
}

static void take_page(const struct reader_work *work, const struct article_page *page,
                      struct article *ret)
{
	const struct reader_job *job = work->job;

	*ret = (struct article){
		.guid = "",
		.address = reader_address(work->arena, job->base_url),
		.title = or_empty(page->title),
		.text = page->text,
		.author = or_empty(page->author),
		.language = job->language[0] ? job->language : or_empty(page->language),
	};
	reader_date(job, date_of_version(job, page), ret);
	ret->is_candidate = job->on_subject ||
	                    extract_suggests(work->lexicon, NULL, ret->title, strlen(ret->title)) ||
	                    extract_suggests(work->lexicon, NULL, ret->text, strlen(ret->text));
}

static bool is_known(const struct reader_job *job, uint64_t identity)
{
	for (size_t i = 0; i < job->known_count; i++)
		if (job->known[i] == identity)
			return true;
	return false;
}

/* Each text that the page has had is an item of its own. */
int reader_run_watch(const struct reader_work *work, struct reader_harvest *harvest,
                     struct err *err)
{
	const struct reader_job *job = work->job;
	const struct article_hints hints = reader_page_hints(job);
	struct arena *arena = work->arena;
	struct article_page page;
	uint64_t identity;

	if (article_read_page(job->bytes, job->length, &hints, arena, &page, err) < 0)
		return reader_fail_as(work, harvest, READER_NO_TEXT, err);
	harvest->title = or_empty(page.title);
	harvest->format = "page";
	if (!page.text[0])
		return reader_fail(harvest, READER_NO_TEXT, "no main text was found in the page");
	identity = reader_identity("", "", harvest->title, page.text);
	harvest->items = arena_array(arena, 1, sizeof(*harvest->items));
	harvest->identities = arena_array(arena, 1, sizeof(*harvest->identities));
	harvest->fresh = arena_array(arena, 1, sizeof(*harvest->fresh));
	if (is_known(job, identity)) {
		harvest->known_count = 1;
		return 0;
	}
	harvest->fresh[harvest->fresh_count++] = identity;
	take_page(work, &page, &harvest->items[0]);
	if (!harvest->items[0].is_candidate && !job->wants_all)
		return 0;
	if (harvest->items[0].is_candidate && reader_extract(work, &harvest->items[0], err) < 0)
		return -1;
	harvest->identities[harvest->count++] = identity;
	return 0;
}
