/* `integractl sources --test`: what one source gives now, shared by its files. */
#ifndef CTL_TRIAL_H
#define CTL_TRIAL_H

#include "article/article.h"
#include "base/limits.h"
#include "config/config.h"
#include "ctl.h"
#include "fetching.h"
#include "reader/harvest.h"

/* The page of one of its articles. */
struct trial_article {
	const struct article *item; /* as the source told of it; NULL: there is none to show */
	const char *why_not;        /* its page was not fetched; "": it was */
	struct fetched fetched;
	enum reader_failure failure; /* of the page */
	const char *why;             /* of that */
	struct article_page page;    /* what the page says */
	bool has_page;
	const struct article *article; /* as it would be recorded */
};

struct trial {
	struct arena *arena;
	const struct config *config;
	struct source source; /* with what the command line says in place of its own */
	struct fetching *fetching;
	struct fetched tries[LIMIT_ADDRESSES_PER_SOURCE]; /* of its addresses, in turn */
	size_t try_count;
	struct reader_harvest harvest; /* of the last one */
	bool has_harvest;
	struct trial_article article;
};

/*
 * Fetches the source's addresses in turn until one gives items, reads it, and
 * with wants_article the page of the article that comes first. -1: the system
 * fails us; whatever is wrong with the source is in the trial.
 */
int trial_run(struct trial *trial, bool wants_article, struct err *err) MUST_CHECK;

/* The source gave items. */
bool trial_is_good(const struct trial *trial);
/* The name and reason of what went wrong with a transfer or its reading; "" where nothing did. */
const char *trial_failure(const struct trial *trial);
const char *trial_failure_why(const struct trial *trial);
size_t trial_count(const struct trial *trial, bool wants_followed); /* of candidates, or of these */

/* What becomes of an item, for people: "followed: a lead of 240 bytes". */
const char *trial_fate(const struct trial *trial, const struct article *item);
bool trial_is_followed(const struct trial *trial, const struct article *item);

/* trial_command.c: an option was given that goes with --test alone. */
bool trial_has_options(const struct ctl *ctl);

/* trial_show.c: for people, and as JSON. */
void trial_show(const struct ctl *ctl, const struct trial *trial);
void trial_json(const struct trial *trial);

#endif
