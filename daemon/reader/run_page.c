#include <stdlib.h>

#include "article/article.h"
#include "base/utf8.h"
#include "work.h"

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* The article as far as the feed told of it. */
static void start_article(const struct reader_job *job, struct article *article)
{
	*article = (struct article){
		.guid = job->guid,
		.address = job->address,
		.title = job->title,
		.text = job->text,
		.author = job->author,
		.language = job->language,
		.is_candidate = true,
	};
	if (!job->has_published) {
		reader_date(job, NULL, article);
		if (job->published.precision != DATE_NONE)
			article->published = job->published;
		return;
	}
	article->has_published = true;
	article->published_is_clamped = job->published_is_clamped;
	article->published_s = job->published_s;
	article->published = job->published;
}

static void give_one(const struct reader_work *work, struct reader_harvest *harvest)
{
	harvest->items = arena_array(work->arena, 1, sizeof(*harvest->items));
	harvest->identities = arena_array(work->arena, 1, sizeof(*harvest->identities));
	harvest->count = 1;
}

int reader_run_text(const struct reader_work *work, struct reader_harvest *harvest, struct err *err)
{
	const struct reader_job *job = work->job;
	size_t len;
	char *text = utf8_repair(job->bytes, job->length, &len);
	struct article *article;

	give_one(work, harvest);
	article = &harvest->items[0];
	start_article(job, article);
	article->text = arena_strndup(work->arena, text, len);
	free(text);
	return reader_extract(work, article, err);
}

struct article_hints reader_page_hints(const struct reader_job *job)
{
	return (struct article_hints){
		.content_type = job->content_type,
		.url = job->base_url,
		.selectors = { .text = job->selectors.article_text,
		               .title = job->selectors.article_title,
		               .date = job->selectors.article_date,
		               .author = job->selectors.article_author },
	};
}

/* What the feed did not say, the page may. */
static void complete_article(const struct reader_job *job, const struct article_page *page,
                             struct article *article)
{
	if (!article->title[0])
		article->title = or_empty(page->title);
	if (!article->author[0])
		article->author = or_empty(page->author);
	if (!article->has_published && page->published.is_known)
		reader_date(job, &page->published.when, article);
	article->text = page->text;
}

int reader_run_page(const struct reader_work *work, struct reader_harvest *harvest, struct err *err)
{
	const struct reader_job *job = work->job;
	const struct article_hints hints = reader_page_hints(job);
	struct article_page page;
	struct article own, found;

	if (article_read_page(job->bytes, job->length, &hints, work->arena, &page, err) < 0)
		return reader_fail_as(work, harvest, READER_NO_TEXT, err);
	harvest->title = or_empty(page.title);
	harvest->canonical = reader_address(work->arena, page.canonical);
	harvest->modified = or_empty(page.modified.raw);
	if (!page.text[0])
		return reader_fail(harvest, READER_NO_TEXT, "no main text was found in the page");
	start_article(job, &own);
	found = own;
	complete_article(job, &page, &found);
	if (reader_extract(work, &found, err) < 0)
		return -1;
	if (found.claim_count == 0 && own.text[0]) {
		if (reader_extract(work, &own, err) < 0)
			return -1;
		if (own.claim_count > 0)
			found = own;
	}
	give_one(work, harvest);
	harvest->items[0] = found;
	return 0;
}
