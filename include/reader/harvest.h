/*
 * What the reader gives back for a job. Plain data; everything in it is lent by
 * the arena or the frame that it was made in.
 */
#ifndef READER_HARVEST_H
#define READER_HARVEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/article.h"
#include "reader/job.h"

/* Why a job has no result. The names are what logs and `integractl sources` show. */
enum reader_failure {
	READER_OK,
	READER_NOT_A_FEED,     /* "not-a-feed": a page, an image, no known root element */
	READER_EMPTY_FEED,     /* "empty-feed": nothing in it at all */
	READER_CHALLENGE_PAGE, /* "challenge-page": a check for browsers, sent with 200 */
	READER_CONSENT_PAGE,   /* "consent-page": it asks for consent to cookies first */
	READER_NO_TEXT,        /* "no-text": a page without a main text */
	READER_TOO_LARGE,      /* "too-large": the job or its harvest passed a bound */
	/* The daemon alone finds these: */
	READER_CRASH,     /* "reader-crash": the reader died of it */
	READER_TIMEOUT,   /* "reader-timeout": it took longer than job-timeout */
	READER_CPU,       /* "reader-cpu": it computed for longer than LIMIT_JOB_CPU_S */
	READER_MEMORY,    /* "reader-memory": it wanted more than LIMIT_READER_BYTES */
	READER_FORBIDDEN, /* "reader-forbidden": it made a system call that its cage forbids */
};

struct reader_harvest {
	enum reader_kind kind;
	enum reader_failure failure;
	const char *why;    /* of a failure, for people; "" where all went well */
	const char *engine; /* lexicon_version(): which rules made the claims */

	/* of a feed */
	const char *format; /* "rss20", "atom10" … */
	bool is_bozo;       /* not well-formed, or otherwise mended */
	const char *bozo_reason;
	bool is_cut_short; /* a compressed file that ends early, or is broken */
	bool ends_early;   /* a feed that stops in the middle, as one does that was cut */
	const char *title;
	int ttl_min;         /* what the publisher asks for between two polls; 0: nothing */
	const char *hub;     /* WebSub: who tells of news, "" nobody … */
	const char *topic;   /* … and by which address the hub knows the feed, "" its own */
	unsigned skip_hours; /* when it does not want to be asked, as in struct poll_state */
	unsigned skip_days;
	int64_t gap_s; /* from one item to the next, on average; 0: their dates tell nothing */
	/* Of an index of sitemaps, which has no items: those to be read, up to LIMIT_SITEMAPS. */
	const char **sitemaps;
	size_t sitemap_count;
	bool has_more;      /* candidates over LIMIT_FEED_CANDIDATES: they are for the next poll */
	size_t known_count; /* items that the job knew */
	uint64_t *fresh;    /* identities of the others */
	size_t fresh_count;

	/*
	 * FEED: the fresh items that are candidates; the others are of no further
	 * interest. PAGE and TEXT: the one article.
	 */
	struct article *items;
	uint64_t *identities; /* of each item; 0 for PAGE and TEXT */
	size_t count;

	/* of a page, "" where it says nothing */
	const char *canonical; /* the address that the page gives itself, normalised */
	const char *modified;  /* as written */
};

/* Of a job that gave nothing: every string empty, not NULL. */
#define READER_HARVEST_NONE \
	{ \
		.why = "", .engine = "", .format = "", .bozo_reason = "", .hub = "", .topic = "", \
		.title = "", .canonical = "", .modified = "", \
	}

const char *reader_failure_name(enum reader_failure failure);

#endif
