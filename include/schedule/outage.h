/*
 * Whose fault it is when everybody fails. Pure: told how each transfer ended,
 * it says whether our own network is down; then no source is to be blamed.
 *
 * The sign: hosts enough, one after the other, cannot be reached, for a minute
 * at least, and none in between answers anything at all. A single answer, of
 * whatever status, proves that the network works.
 */
#ifndef SCHEDULE_OUTAGE_H
#define SCHEDULE_OUTAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCHEDULE_OUTAGE_HOSTS_MIN 4
#define SCHEDULE_OUTAGE_HOSTS_MAX 12
#define SCHEDULE_OUTAGE_LASTS_S 60 /* at least: the dead fail at once, others take a while */
#define SCHEDULE_OUTAGE_WINDOW_S (6 * 3600) /* older failures say nothing of now */

/* All zero: nothing has happened yet. */
struct schedule_outage {
	struct schedule_outage_host {
		uint64_t host;
		int64_t at_s;
	} failed[SCHEDULE_OUTAGE_HOSTS_MAX]; /* since the last answer, each host once */
	size_t count;
	int64_t first_s;    /* when the first of them failed */
	int64_t answered_s; /* the last answer of anybody */
	int64_t since_s;    /* the network is down since then; 0: it is not */
};

enum schedule_outage_news {
	SCHEDULE_OUTAGE_NO_NEWS,
	SCHEDULE_OUTAGE_BEGINS,
	SCHEDULE_OUTAGE_ENDS,
};

/* A transfer to `host` (a hash of its name) got no answer. host_count: of all sources. */
enum schedule_outage_news schedule_outage_failed(struct schedule_outage *outage, uint64_t host,
                                                 size_t host_count, int64_t now_s);
/* A transfer got an answer. */
enum schedule_outage_news schedule_outage_answered(struct schedule_outage *outage, int64_t now_s);

/*
 * Whether a source that fails since failing_since_s may be blamed: not before
 * another proves that the network works. Who has few hosts has nobody to ask.
 */
bool schedule_outage_may_blame(const struct schedule_outage *outage, size_t host_count,
                               int64_t failing_since_s);

/* How long a source waits before it tries whether the network is back. */
int64_t schedule_outage_wait(size_t host_count);

#endif
