/* JSON Feed 1.0 and 1.1 (jsonfeed.org). */
#ifndef FEED_JSON_H
#define FEED_JSON_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "feed/feed.h"

int json_feed_read(const char *text, size_t len, const char *base_url, struct arena *arena,
                   struct feed *ret, struct err *err) MUST_CHECK;

#endif
