/*
 * Builds a feed from the elements of an XML document as they come. It knows
 * nothing of parsers; whoever reads the document calls it.
 */
#ifndef FEED_BUILD_H
#define FEED_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "feed/feed.h"
#include "markup.h"

struct build;

/* Why the builder wants no more. */
enum build_stop {
	BUILD_GOES_ON,
	BUILD_NO_FEED,    /* the root is of something else: see build_root() */
	BUILD_ENOUGH,     /* LIMIT_FEED_ITEMS are there */
	BUILD_OVER_LIMIT, /* nested too deep, or the arena is full */
};

struct build *build_new(struct arena *arena, const char *base_url);
void build_free(struct build *build);

/* Names stay where they are until build_close(); attributes and text are copied. */
enum build_stop build_start(struct build *build, const struct xml_name *name,
                            const struct xml_attrs *attrs);
void build_text(struct build *build, const char *text, size_t len);
enum build_stop build_end(struct build *build);

/* Ends what is still open: the document is over. */
void build_close(struct build *build);

/* The document has Netscape's DTD of RSS 0.91. */
void build_note_netscape(struct build *build);

const char *build_root(const struct build *build); /* the first element's name; NULL: none came */
size_t build_entry_count(const struct build *build);

/* After build_close(): fills *ret, apart from bozo, its reason and ends_early. */
void build_finish(struct build *build, struct feed *ret);

#endif
