/*
 * What of the service needs a person: one judgement for /healthz, the metrics
 * and the exit status of `integractl status`. Pure: told the facts, by the
 * daemon from its memory, by integractl from the record.
 *
 * What mends itself is no trouble: a source that fails since an hour, a message
 * that is tried again, a claim that waits for a review.
 */
#ifndef PIPELINE_TROUBLE_H
#define PIPELINE_TROUBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/poll.h"

struct pipeline;

#define TROUBLE_SOURCE_DOWN_S (24 * 60 * 60)  /* the longest backoff: by then it was asked often */
#define TROUBLE_SINK_DOWN_S (60 * 60)         /* receivers are restarted */
#define TROUBLE_GIVEN_UP_S (7 * 24 * 60 * 60) /* a message that was given up is old news then */
#define TROUBLE_NOTHING_READ_S (12 * 60 * 60) /* at least; else twice interval-max */
#define TROUBLE_ARTICLES_MIN 3 /* one page may be broken; so many in a row are the site */
#define TROUBLE_ARTICLES_S (30 * 24 * 60 * 60) /* the site may have been mended since */
#define TROUBLE_READER_S 60                    /* to be started again, lexicons and all */

enum trouble_kind {
	TROUBLE_NETWORK,      /* no host answers */
	TROUBLE_NOTHING_READ, /* no source could be read for hours, whoever is to blame */
	TROUBLE_SOURCES,      /* some are down for a day */
	TROUBLE_ARTICLES,     /* the feeds of some are read, the pages of their articles are not */
	TROUBLE_SINKS,
	TROUBLE_GIVEN_UP,
	TROUBLE_RECORD, /* takes no writes */
	TROUBLE_READER, /* does not start */
	TROUBLE_CONFIG, /* a reload was refused: what runs is not what is written */
	TROUBLE_HTTP,   /* the address is another program's */
};
#define TROUBLE_KINDS (TROUBLE_HTTP + 1)

const char *trouble_name(enum trouble_kind kind); /* "sources-down" */

/* All zero but now_s: all is well. Strings are lent. */
struct trouble_facts {
	int64_t now_s;
	int64_t network_down_s; /* since then; 0: it is not */
	int64_t last_success_s; /* of any source; where there was none: since when it could be */
	int64_t nothing_read_s; /* so long without a success is too long; 0: it does not matter */
	size_t sources;
	size_t sources_down;
	const char *source_down; /* one of them */
	size_t sources_unreadable;
	const char *source_unreadable; /* one of them */
	const char *unreadable_why;    /* its failure */
	size_t sinks_down;
	const char *sink_down;
	int64_t given_up;
	const char *record_why; /* NULL: it takes writes */
	bool is_reader_away;
	const char *config_why; /* NULL: the last reload was a good one */
	const char *http_why;   /* NULL: we listen where we are to */
};

/* One source into the facts. */
void trouble_add_source(struct trouble_facts *facts, const char *key,
                        const struct poll_state *poll);

/*
 * Of a source the last `count` articles could not be read, one after the other;
 * the newest of them was recorded at last_s. Strings are lent.
 */
void trouble_add_unreadable(struct trouble_facts *facts, const char *key, int64_t count,
                            int64_t last_s, const char *why);

struct trouble {
	enum trouble_kind kind;
	char text[512]; /* for a person: what it is, and where to look */
};

/* Fills list with what needs a person, in the order of the kinds; returns how many. */
size_t trouble_judge(const struct trouble_facts *facts, struct trouble list[TROUBLE_KINDS]);

/* The facts as far as the pipeline knows them. From memory. */
void pipeline_trouble_facts(struct pipeline *pipeline, struct trouble_facts *ret_facts);

#endif
