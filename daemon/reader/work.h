/* What the kinds of job share inside the reader. */
#ifndef READER_WORK_H
#define READER_WORK_H

#include "base/arena.h"
#include "base/err.h"
#include "model/article.h"
#include "model/stamp.h"
#include "reader/harvest.h"
#include "reader/job.h"

struct article_hints;
struct feed;
struct lexicon;

struct reader_work {
	const struct lexicon *lexicon;
	const struct reader_job *job;
	struct arena *arena;
};

/*
 * The item's date by the job's rules: `when` (NULL: it has none) by its own
 * offset, else in the source's timezone; none, the day of the fetch; a future
 * one clamped to the fetch.
 */
void reader_date(const struct reader_job *job, const struct stamp *when, struct article *article);

/* Claims and fingerprint of the article's title and text. */
int reader_extract(const struct reader_work *work, struct article *article, struct err *err)
	MUST_CHECK;

/*
 * The items of a feed, or of what was made one: new ones by the job's list,
 * candidates by their words, with the claims of their own text. Dates without a
 * year get theirs.
 */
int reader_take_feed(const struct reader_work *work, const struct feed *feed,
                     struct reader_harvest *harvest, struct err *err) MUST_CHECK;

/* The hints by which an article's page is read. */
struct article_hints reader_page_hints(const struct reader_job *job);

/* The address in one spelling, in the arena; "" for NULL and what is none. */
const char *reader_address(struct arena *arena, const char *address);

/* The harvest of a job that failed. Returns 0: a failure is a result. */
int reader_fail(struct reader_harvest *harvest, enum reader_failure failure, const char *why);

/*
 * The same of what feed or article said in words: by its own name where that is
 * known, else the one that is given.
 */
int reader_fail_as(const struct reader_work *work, struct reader_harvest *harvest,
                   enum reader_failure failure, const struct err *err);

/* run_index.c: of an index of sitemaps, those that are worth reading. */
int reader_run_index(const struct reader_work *work, const struct feed *feed,
                     struct reader_harvest *harvest);
int reader_run_feed(const struct reader_work *work, struct reader_harvest *harvest, struct err *err)
	MUST_CHECK;
int reader_run_page(const struct reader_work *work, struct reader_harvest *harvest, struct err *err)
	MUST_CHECK;
int reader_run_links(const struct reader_work *work, struct reader_harvest *harvest,
                     struct err *err) MUST_CHECK;
int reader_run_watch(const struct reader_work *work, struct reader_harvest *harvest,
                     struct err *err) MUST_CHECK;
int reader_run_text(const struct reader_work *work, struct reader_harvest *harvest, struct err *err)
	MUST_CHECK;

#endif
