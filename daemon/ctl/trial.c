/* One source is fetched and read as the daemon does it, and nothing is recorded. */
#include "trial.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "reader/run.h"

/* --- reading */

static struct reader_job job_of(const struct trial *trial, enum reader_kind kind,
                                const struct fetched *fetched)
{
	const struct config_options *options = &trial->config->options;
	const struct source *source = &trial->source;

	return (struct reader_job){
		.kind = kind,
		.source = source->key,
		.language = source->language ? source->language : "",
		.timezone = source->timezone ? source->timezone : options->timezone,
		.content_type = fetched->content_type,
		.base_url = fetched->effective_url,
		.bytes = fetched->body,
		.length = fetched->len,
		.now_s = clock_now_s(),
		.threshold = options->accept_threshold,
		.may_follow = source->follow && options->follow,
		.on_subject = source->on_subject,
		.wants_all = true,
		.selectors = source->selectors,
		.text = "",
		.guid = "",
		.address = "",
		.title = "",
		.author = "",
	};
}

static int read_source(struct trial *trial, const struct fetched *fetched, struct err *err)
{
	struct reader_job job = job_of(trial, reader_kind_of(trial->source.kind), fetched);

	if (reader_run(trial->config->lexicon, &job, trial->arena, &trial->harvest, err) < 0)
		return -1;
	trial->has_harvest = true;
	return 0;
}

bool trial_is_good(const struct trial *trial)
{
	return trial->has_harvest && trial->harvest.failure == READER_OK;
}

static const struct fetched *last_try(const struct trial *trial)
{
	return &trial->tries[trial->try_count - 1];
}

const char *trial_failure(const struct trial *trial)
{
	if (trial_is_good(trial) || trial->try_count == 0)
		return "";
	if (trial->has_harvest)
		return reader_failure_name(trial->harvest.failure);
	return fetch_outcome_name(last_try(trial)->outcome);
}

const char *trial_failure_why(const struct trial *trial)
{
	if (trial_is_good(trial) || trial->try_count == 0)
		return "";
	return trial->has_harvest ? trial->harvest.why : last_try(trial)->detail;
}

/* Of an index the sitemap is shown that the daemon would read first. */
static int try_sitemap(struct trial *trial, struct fetch_request *request, struct fetched *fetched,
                       struct err *err)
{
	request->url = trial->harvest.sitemaps[0];
	trial->has_harvest = false;
	if (fetching_get(trial->fetching, request, trial->arena, fetched, err) < 0)
		return -1;
	if (fetched->outcome == FETCH_OK && read_source(trial, fetched, err) < 0)
		return -1;
	if (trial_is_good(trial) && trial->harvest.sitemap_count > 0) {
		trial->harvest.failure = READER_NOT_A_FEED;
		trial->harvest.why = "an index of sitemaps within an index";
	}
	return 0;
}

static int try_addresses(struct trial *trial, struct err *err)
{
	const struct source *source = &trial->source;

	for (size_t i = 0; i < source->address_count && !trial_is_good(trial); i++) {
		struct fetch_request request = fetching_request(&trial->config->options, source,
		                                                source->addresses[i], false);
		struct fetched *fetched = &trial->tries[trial->try_count++];

		request.headers_for = source->addresses[i];
		trial->has_harvest = false;
		if (fetching_get(trial->fetching, &request, trial->arena, fetched, err) < 0)
			return -1;
		if (fetched->outcome == FETCH_OK && read_source(trial, fetched, err) < 0)
			return -1;
		if (trial_is_good(trial) && trial->harvest.sitemap_count > 0 &&
		    try_sitemap(trial, &request, fetched, err) < 0)
			return -1;
	}
	return 0;
}

/* --- what becomes of the items */

static bool is_old(const struct trial *trial, const struct article *item)
{
	int64_t most_s = trial->config->options.follow_max_age_s;

	return most_s > 0 && clock_now_s() - item->published_s > most_s;
}

bool trial_is_followed(const struct trial *trial, const struct article *item)
{
	return item->wants_follow && !is_old(trial, item);
}

const char *trial_fate(const struct trial *trial, const struct article *item)
{
	const char *why = "it has text enough";

	if (!item->is_candidate)
		return "left: nothing in it suggests the subject";
	if (trial_is_followed(trial, item) && !item->text[0])
		return "followed: it is a title alone";
	if (trial_is_followed(trial, item))
		return arena_printf(trial->arena, "followed: %zu bytes of text are a lead",
		                    strlen(item->text));
	if (item->wants_follow)
		why = "it is older than follow-max-age";
	else if (trial->source.kind == SOURCE_KIND_PAGE)
		why = "the page is the article";
	else if (!item->address[0])
		why = "it has no address";
	else if (!trial->source.follow || !trial->config->options.follow)
		why = "follow is off";
	return arena_printf(trial->arena, "read as it is: %s (claims: %zu)", why,
	                    item->claim_count);
}

size_t trial_count(const struct trial *trial, bool wants_followed)
{
	size_t count = 0;

	for (size_t i = 0; i < trial->harvest.count; i++) {
		const struct article *item = &trial->harvest.items[i];

		count += wants_followed ? trial_is_followed(trial, item) : item->is_candidate;
	}
	return count;
}

/* --- the article */

/* The first that would be followed, else the first candidate, else the first of all. */
static const struct article *pick(const struct trial *trial)
{
	const struct reader_harvest *harvest = &trial->harvest;
	const struct article *candidate = NULL;

	for (size_t i = 0; i < harvest->count; i++) {
		const struct article *item = &harvest->items[i];

		if (trial_is_followed(trial, item))
			return item;
		if (!candidate && item->is_candidate)
			candidate = item;
	}
	if (candidate)
		return candidate;
	return harvest->count > 0 ? &harvest->items[0] : NULL;
}

static int read_page(struct trial *trial, struct err *err)
{
	struct trial_article *a = &trial->article;
	struct reader_job job = job_of(trial, READER_PAGE, &a->fetched);
	const struct source_selectors *s = &trial->source.selectors;
	const struct article_hints hints = {
		.content_type = job.content_type,
		.url = job.base_url,
		.selectors = { s->article_text, s->article_title, s->article_date,
		               s->article_author },
	};
	struct reader_harvest harvest;

	job.text = a->item->text;
	job.guid = a->item->guid;
	job.address = a->item->address;
	job.title = a->item->title;
	job.author = a->item->author;
	job.has_published = a->item->has_published;
	job.published_is_clamped = a->item->published_is_clamped;
	job.published_s = a->item->published_s;
	job.published = a->item->published;
	if (reader_run(trial->config->lexicon, &job, trial->arena, &harvest, err) < 0)
		return -1;
	a->failure = harvest.failure;
	a->why = harvest.why;
	if (harvest.count > 0)
		a->article = &harvest.items[0];
	a->has_page = article_read_page(job.bytes, job.length, &hints, trial->arena, &a->page,
	                                NULL) == 0;
	return 0;
}

static int fetch_page(struct trial *trial, struct err *err)
{
	struct trial_article *a = &trial->article;
	const struct fetch_request request =
		fetching_request(&trial->config->options, &trial->source, a->item->address, true);

	a->why_not = fetching_ask_robots(trial->fetching, &request, trial->arena);
	if (a->why_not[0])
		return 0;
	if (fetching_get(trial->fetching, &request, trial->arena, &a->fetched, err) < 0)
		return -1;
	return a->fetched.outcome == FETCH_OK ? read_page(trial, err) : 0;
}

/* The page is looked at for an item that would be left, too: selectors can be seen at work. */
static int try_article(struct trial *trial, struct err *err)
{
	struct trial_article *a = &trial->article;

	a->item = pick(trial);
	if (!a->item)
		return 0;
	a->article = a->item;
	a->why_not = "";
	if (trial->source.kind == SOURCE_KIND_PAGE)
		a->why_not = "the page is the article";
	else if (!a->item->address[0])
		a->why_not = "it has no address";
	else if (a->item->is_candidate && !a->item->wants_follow)
		a->why_not = "its own text is read";
	return a->why_not[0] ? 0 : fetch_page(trial, err);
}

int trial_run(struct trial *trial, bool wants_article, struct err *err)
{
	if (try_addresses(trial, err) < 0)
		return -1;
	return wants_article && trial_is_good(trial) ? try_article(trial, err) : 0;
}
