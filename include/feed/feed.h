/*
 * The feed reader: RSS 0.90–2.0, RDF, Atom 0.3 and 1.0, JSON Feed, CDF and
 * sitemaps, as they are and as they should not be. Ill-formed XML is read as
 * far as a person would read it; `bozo` then says that, and `bozo_reason` why.
 *
 * Everything here meets strangers' bytes: no network, no files, no entity is
 * expanded but those of HTML and one-line ones of the document itself, and
 * every bound of base/limits.h holds.
 */
#ifndef FEED_FEED_H
#define FEED_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sniff.h"
#include "model/stamp.h"

struct feed_hints {
	const char *content_type; /* the HTTP header's value; NULL: not known */
	const char *base_url;     /* where the bytes came from; NULL: not known */
};

/* A date as the feed has it: `raw` as printed (NULL: none), `when` where is_known. */
struct feed_time {
	const char *raw;
	bool is_known;
	struct stamp when;
};

/*
 * Texts are as in the feed after XML decoding: HTML in them is kept, white
 * space around them is not. NULL: the feed has none; "" where a title or text
 * is there and empty. Addresses are absolute
 * where xml:base, base_url or the feed's own link allow it.
 */
struct feed_entry {
	const char *id;   /* guid, atom:id, rdf:about, loc */
	const char *link; /* the page of the item; a guid that is a permalink counts */
	const char *title;
	struct feed_time published;
	struct feed_time updated;
	const char *summary;  /* description, atom:summary and their like */
	const char *content;  /* content:encoded, atom:content, yandex:full-text and their like */
	const char *author;   /* several: joined by ", "; Atom's name and e-mail: "name (e-mail)" */
	const char *language; /* its own; NULL: the feed's */
};

struct feed {
	/*
	 * rss090 rss091n rss091u rss092 rss093 rss094 rss10 rss11 rss20 rss (version not known)
	 * atom03 atom10 atom cdf json1 json11 sitemap sitemapindex
	 */
	const char *format;
	const char *title;
	const char *link;
	const char *id;
	const char *description;
	const char *language;
	const char *author;
	struct feed_time updated;
	int ttl_min;         /* ttl, or sy:updatePeriod / sy:updateFrequency; 0: no wish */
	unsigned skip_hours; /* bit n: not from n to n+1 h UTC, says skipHours */
	unsigned skip_days;  /* bit n: not on this day, 0 is Sunday, says skipDays */
	const char *hub;     /* WebSub: the hub that a link names; NULL: none */
	const char *self;    /* the feed's own address, as it says */
	bool is_cut_short;   /* it came as a compressed file that ends early, or is broken */
	bool ends_early;     /* XML that ends before its elements do */
	bool bozo;
	const char *bozo_reason;    /* one line for a person; NULL where bozo is false */
	struct feed_entry *entries; /* in the order of the document */
	size_t entry_count;
	bool is_cut; /* there were more than LIMIT_FEED_ITEMS */
};

/* How the text of an error begins where a caller may want to tell it from others. */
#define FEED_IS_CHALLENGE SNIFF_CHALLENGE
#define FEED_IS_CONSENT SNIFF_CONSENT
#define FEED_IS_EMPTY "an empty document"

/*
 * Reads a feed. Everything in *ret belongs to the arena, nothing points into
 * bytes. ERR_INPUT for what is no feed, with its name: "an HTML page, not a
 * feed", "an empty document", "a challenge page, not a feed", …; ERR_LIMIT
 * where a bound was met.
 */
int feed_parse(const char *bytes, size_t len, const struct feed_hints *hints, struct arena *arena,
               struct feed *ret, struct err *err) MUST_CHECK;

#endif
