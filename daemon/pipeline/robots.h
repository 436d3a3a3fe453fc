/*
 * What the sites say to robots (RFC 9309), for articles that we found
 * ourselves: their robots.txt is fetched once a day and kept in memory. What a
 * person has configured, a feed or a watched page, is not asked about.
 */
#ifndef PIPELINE_ROBOTS_H
#define PIPELINE_ROBOTS_H

#include <stdint.h>

#include "fetch/fetch.h"

struct pipeline;

enum robots_answer {
	ROBOTS_ALLOWED,
	ROBOTS_FORBIDDEN,
	ROBOTS_UNKNOWN, /* the site cannot give the file: nothing may be fetched (§2.3.1.4) */
	ROBOTS_LATER,   /* the fault is ours, or the host is paused: ask again later */
	ROBOTS_ASKED,   /* fn will be called */
};

/* Called once, from the loop, when the file is there or cannot be had: ask again. */
typedef void robots_fn(void *arg);

/*
 * Whether the page of the request may be fetched. The file is asked for with
 * the request's own user agent and rights. *ret_wait_s is set with
 * ROBOTS_UNKNOWN and ROBOTS_LATER: from now on, when it makes sense to ask.
 */
enum robots_answer robots_ask(struct pipeline *pipeline, const struct fetch_request *page,
                              robots_fn *fn, void *arg, int64_t *ret_wait_s);
/* Whoever waits with this arg does not wait any more. */
void robots_forget(struct pipeline *pipeline, const void *arg);
void robots_done(struct pipeline *pipeline);

#endif
