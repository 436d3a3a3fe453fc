#include "reader/run.h"

#include <string.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/sniff.h"
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

int reader_fail_as(const struct reader_work *work, struct reader_harvest *harvest,
                   enum reader_failure failure, const struct err *err)
{
	if (err->kind == ERR_LIMIT)
		failure = READER_TOO_LARGE;
	else if (strncmp(err->text, SNIFF_CHALLENGE, strlen(SNIFF_CHALLENGE)) == 0)
		failure = READER_CHALLENGE_PAGE;
	else if (strncmp(err->text, SNIFF_CONSENT, strlen(SNIFF_CONSENT)) == 0)
		failure = READER_CONSENT_PAGE;
	return reader_fail(harvest, failure, arena_strdup(work->arena, err->text));
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

/* The slash is American in English, or in who knows what; elsewhere the day comes first. */
static struct stamp in_order_of(const char *language, struct stamp when)
{
	bool is_american = !language[0] || strncmp(language, "en", 2) == 0;

	return is_american ? when : stamp_day_first(when);
}

void reader_date(const struct reader_job *job, const struct stamp *when, struct article *article)
{
	int offset_min = source_offset(job, job->now_s, false);
	struct stamp ordered;

	article->published_s = job->now_s;
	article->published = date_of_stamp(job->now_s, offset_min);
	if (!when)
		return;
	ordered = in_order_of(article->language, *when);
	when = &ordered;
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

/*
 * What reading a text takes, measured on texts of nothing else: a word or sign
 * 200 bytes, a number 500 more, a fraction sign (U+00BD, U+2153 …) 1,400 in all.
 * A mebibyte of prose is within the budget, one of digits is not.
 */
#define WORD_COST 200
#define NUMBER_COST 500
#define SIGN_COST 1400
#define READING_COST (LIMIT_READ_ARENA_BYTES / 3 * 2)
#define LEAST_READ_BYTES (8 * KIB)

static bool is_word_byte(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How much of the text can be read: its beginning, up to a character's end. */
static size_t affordable(const char *text, size_t len)
{
	size_t cost = 0, at = 0;
	unsigned char before = ' ';

	for (; at < len && cost < READING_COST; at++) {
		unsigned char c = (unsigned char)text[at];

		if (c == 0xC2 || c == 0xE2)
			cost += SIGN_COST;
		else if (c >= '0' && c <= '9')
			cost += before >= '0' && before <= '9' ? 0 : WORD_COST + NUMBER_COST;
		else if (is_word_byte(c))
			cost += is_word_byte(before) ? 0 : WORD_COST;
		else if (c > ' ')
			cost += WORD_COST;
		before = c;
	}
	return utf8_cut(text, len, at);
}

/* The claims move to the job's arena: all else that reading took goes. */
static void keep_claims(struct arena *arena, const struct extract_result *result,
                        struct article *article)
{
	struct claim *claims = arena_array(arena, result->claim_count, sizeof(*claims));

	for (size_t i = 0; i < result->claim_count; i++) {
		struct claim *claim = &claims[i];

		*claim = result->claims[i];
		claim->package = arena_strdup(arena, claim->package);
		claim->subject = arena_strdup(arena, claim->subject);
		claim->speaker = arena_strdup(arena, claim->speaker);
		claim->quote = arena_strdup(arena, claim->quote);
		claim->reasons = arena_strdup(arena, claim->reasons);
		claim->trace = arena_strdup(arena, claim->trace);
	}
	article->claims = claims;
	article->claim_count = result->claim_count;
}

/* Claims of the text's first len bytes. */
static int extract_beginning(const struct reader_work *work, struct article *article, size_t len,
                             struct err *err)
{
	struct arena *scratch = arena_new(LIMIT_READ_ARENA_BYTES);
	const struct extract_input input = {
		.language = article->language[0] ? article->language : NULL,
		.published = article->published,
		.title = article->title,
		.text = arena_strndup(scratch, article->text, len),
		.source = work->job->source,
	};
	struct extract_result result = { 0 };
	int done = extract_claims(work->lexicon, &input, work->job->threshold, scratch, &result,
	                          err);

	if (done == 0)
		keep_claims(work->arena, &result, article);
	arena_free(scratch);
	return done;
}

int reader_extract(const struct reader_work *work, struct article *article, struct err *err)
{
	size_t len;
	int done;

	cut_text(work, article);
	len = affordable(article->text, strlen(article->text));
	/* An estimate may be wrong: then the half of it is read, and the half of that. */
	while ((done = extract_beginning(work, article, len, err)) < 0 && err->kind == ERR_LIMIT &&
	       len > LEAST_READ_BYTES)
		len = utf8_cut(article->text, len, len / 2);
	if (done == 0)
		article_fingerprint(article->text, strlen(article->text), article->minhash);
	return done;
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
