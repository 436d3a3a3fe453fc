/* A feed as JSON text, to compare and to read. */
#ifndef TEST_FEED_DUMP_H
#define TEST_FEED_DUMP_H

#include "feed/feed.h"

/* Yours to free. */
char *dump_feed(const struct feed *feed);

#endif
