/*
 * What the daemon counts of itself, for /metrics. All from memory: what only the
 * record knows is counted now and then from a timer, never while somebody waits.
 */
#ifndef PIPELINE_MEASURES_H
#define PIPELINE_MEASURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fetch/fetch.h"
#include "model/change.h"
#include "model/poll.h"
#include "reader/client.h"

struct pipeline;

/* More names than fetch and reader have together; what is beyond counts as "other". */
#define MEASURES_FAILURES 64

struct measures_failure {
	const char *name;
	uint64_t count;
};

/* Of a sink. */
struct measures_sink {
	const char *name;
	int64_t down_since_s; /* 0: it is up */
	uint64_t sent;        /* since the start, as are all that are uint64_t */
	uint64_t failed;      /* tries */
	int64_t pending;
	int64_t given_up; /* that the record still has */
};

struct measures {
	uint64_t polls; /* finished */
	uint64_t unchanged;
	const struct measures_failure *failures;
	size_t failure_count;
	uint64_t follows; /* pages of articles that were asked for and are over, however */
	const struct measures_failure *follow_failures;
	size_t follow_failure_count;
	uint64_t items;    /* of feeds and lists, new ones */
	uint64_t articles; /* recorded */
	uint64_t claims;
	uint64_t copies;                /* of them, those that only repeat their origin */
	uint64_t changes[CHANGE_KINDS]; /* imports apart */
	uint64_t imported_changes;
	int64_t held; /* claims that wait for a person */
	size_t polling;
	size_t following;
	size_t waiting; /* sources that are due and wait in line */
	size_t sources;
	size_t failing;    /* their last try failed */
	size_t down;       /* people were told so */
	size_t unreadable; /* their last articles could not be read */
	size_t never;      /* nothing was read from them yet */
	int64_t network_down_s;
	int64_t database_bytes;
	int64_t wal_bytes;
	struct fetch_stats fetch;
	struct reader_stats reader;
};

/* Lent until the loop's next turn. */
void pipeline_measure(struct pipeline *pipeline, struct measures *ret);

typedef void measures_sink_fn(const struct measures_sink *sink, void *arg);
void pipeline_each_sink(const struct pipeline *pipeline, measures_sink_fn *fn, void *arg);

typedef void measures_source_fn(const char *key, const struct poll_state *poll, void *arg);
void pipeline_each_source(const struct pipeline *pipeline, measures_source_fn *fn, void *arg);

#endif
