#include "reader/run.h"

#include <string.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "extract/extract.h"
#include "work.h"

int reader_fail(struct reader_harvest *harvest, enum reader_failure failure, const char *why)
{
	harvest->failure = failure;
	harvest->why = why;
	return 0;
}

/* Minutes east of UTC at the source's place; an unknown zone was refused by the configuration. */
static int source_offset(const struct reader_job *job, int64_t seconds, bool is_local)
{
	int offset_min = 0;

	if (is_local)
		(void)zone_offset_at_local(job->timezone, seconds, &offset_min);
	else
		(void)zone_offset_at(job->timezone, seconds, &offset_min);
	return offset_min;
}

void reader_date(const struct reader_job *job, const struct stamp *when, struct article *article)
{
	int offset_min = source_offset(job, job->now_s, false);

	article->published_s = job->now_s;
	article->published = date_of_stamp(job->now_s, offset_min);
	if (!when)
		return;
	article->has_published = true;
	if (when->has_offset)
		offset_min = when->offset_min;
	else
		offset_min = source_offset(job, when->seconds, true);
	article->published_s = when->seconds - (when->has_offset ? 0 : offset_min * INT64_C(60));
	article->published = when->day;
	if (article->published_s <= job->now_s)
		return;
	article->published_is_clamped = true;
	article->published_s = job->now_s;
	article->published = date_of_stamp(job->now_s, offset_min);
}

/* A longer text is no news item; its beginning is read, where news say what they have to say. */
static void cut_text(const struct reader_work *work, struct article *article)
{
	size_t len = strlen(article->text);

	if (len > LIMIT_ITEM_TEXT_BYTES)
		article->text = arena_strndup(work->arena, article->text,
		                              utf8_cut(article->text, len, LIMIT_ITEM_TEXT_BYTES));
}

int reader_extract(const struct reader_work *work, struct article *article, struct err *err)
{
	struct extract_input input = {
		.language = article->language[0] ? article->language : NULL,
		.published = article->published,
		.title = article->title,
		.source = work->job->source,
	};
	struct extract_result result = { 0 };

	cut_text(work, article);
	input.text = article->text;
	if (extract_claims(work->lexicon, &input, work->job->threshold, work->arena, &result, err) <
	    0)
		return -1;
	article->claims = result.claims;
	article->claim_count = result.claim_count;
	article_fingerprint(article->text, strlen(article->text), article->minhash);
	return 0;
}

int reader_run(const struct lexicon *lexicon, const struct reader_job *job, struct arena *arena,
               struct reader_harvest *ret_harvest, struct err *err)
{
	const struct reader_work work = { .lexicon = lexicon, .job = job, .arena = arena };
	struct reader_harvest harvest = {
		.kind = job->kind,
		.why = "",
		.engine = lexicon_version(lexicon),
		.format = "",
		.bozo_reason = "",
		.hub = "",
		.topic = "",
		.title = "",
		.canonical = "",
		.modified = "",
	};
	int done = -1;

	switch (job->kind) {
	case READER_FEED:
		done = reader_run_feed(&work, &harvest, err);
		break;
	case READER_PAGE:
		done = reader_run_page(&work, &harvest, err);
		break;
	case READER_TEXT:
		done = reader_run_text(&work, &harvest, err);
		break;
	case READER_LINKS:
		done = reader_run_links(&work, &harvest, err);
		break;
	case READER_WATCH:
		done = reader_run_watch(&work, &harvest, err);
		break;
	}
	if (done < 0)
		return -1;
	if (arena_is_full(arena))
		return err_set(err, ERR_LIMIT, "the job passes what one may hold");
	*ret_harvest = harvest;
	return 0;
}
