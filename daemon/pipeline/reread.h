/* One article read again: what reextract.h does to each. */
#ifndef PIPELINE_REREAD_H
#define PIPELINE_REREAD_H

#include "commit.h"
#include "pipeline/reextract.h"
#include "reader/harvest.h"
#include "reader/job.h"
#include "store/articles.h"

/* An article with all its texts, and, once they are there, what is read in them now. */
struct reread {
	struct arena *arena; /* owns all of it */
	const struct config *config;
	const char *who;
	struct store_article *texts; /* the article once for each of its texts */
	size_t count;
	struct article *read; /* of each text: its claims, where has_read */
	bool *has_read;
	const char *engine; /* that read them */
};

/*
 * The first article behind `after`. *ret_id 0: there is none. A count of 0 texts:
 * nothing in it is to be read again.
 */
int reread_next(struct store *store, int64_t after, struct reread *reread, int64_t *ret_id,
                struct err *err) MUST_CHECK;

/* A stored text as a job for the reader, lent by it. */
struct reader_job reread_job_of(const struct store_article *text, const struct config *config,
                                int64_t now_s);
/* The nth text as a job for the reader, lent by reread. */
struct reader_job reread_job(const struct reread *reread, size_t index, int64_t now_s);
/* What came of it. A failure leaves the claims of this text as they are. */
void reread_take(struct reread *reread, size_t index, const struct reader_harvest *harvest);

/*
 * Compares, and writes the difference into the commit, inside a transaction of
 * the caller; dry: only tells.
 */
int reread_settle(const struct reread *reread, struct commit *commit, bool dry,
                  reextract_tell_fn *tell, void *arg, struct reextract_counts *counts,
                  struct err *err) MUST_CHECK;

#endif
