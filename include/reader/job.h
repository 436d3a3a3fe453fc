/*
 * What the daemon asks of the reader: bytes that a stranger wrote, and the few
 * facts that are needed to make sense of them. Plain data; strings are lent by
 * whoever made the job (the daemon's memory, or the frame it came in).
 */
#ifndef READER_JOB_H
#define READER_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/date.h"
#include "model/source.h"

enum reader_kind {
	READER_FEED,  /* bytes are a feed: give its new items */
	READER_PAGE,  /* bytes are an article's page: give its main text and claims */
	READER_TEXT,  /* bytes are plain UTF-8: give its claims */
	READER_LINKS, /* bytes are a page that lists articles: as FEED */
	READER_WATCH, /* bytes are a page that is an item by itself: as FEED */
};

struct reader_job {
	enum reader_kind kind;
	const char *source;       /* the source's key; for messages only */
	const char *language;     /* of the source: "ru" */
	const char *timezone;     /* IANA name, for dates without an offset */
	const char *content_type; /* the HTTP header, "" where there was none */
	const char *base_url;     /* where the bytes came from: resolves relative addresses */
	const char *bytes;
	size_t length;
	int64_t now_s;   /* time of the fetch: undated items get its day, later dates are clamped */
	int threshold;   /* per mille: claims with less confidence are held */
	bool may_follow; /* the source allows that candidates are followed to their page */
	bool on_subject; /* every item is a candidate */
	bool wants_all;  /* items that are no candidates are given too, without claims */
	struct source_selectors selectors;

	/* FEED, LINKS, WATCH: reader_identity() of what the record has, sorted ascending */
	const uint64_t *known;
	size_t known_count;

	/*
	 * PAGE and TEXT: what the feed said of the article, "" and false where it
	 * said nothing. The feed's own text is what a page without any is replaced by.
	 */
	const char *text;
	const char *guid;
	const char *address;
	const char *title;
	const char *author;
	bool has_published;
	bool published_is_clamped;
	int64_t published_s;
	struct date published;
};

/* How a source of this kind is read. */
enum reader_kind reader_kind_of(enum source_kind kind);
const char *reader_kind_name(enum reader_kind kind); /* "feed", "page", "text", … */

#endif
