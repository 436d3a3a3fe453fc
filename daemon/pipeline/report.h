/* The log lines of the pipeline: each change once, after its commit; each poll once. */
#ifndef PIPELINE_REPORT_H
#define PIPELINE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "change/event.h"
#include "commit.h"

/* A line for each entry that the commit made. */
void report_changes(const struct commit *commit);

/* A line for what no claim made. */
void report_event(const struct change_event *event, int64_t change_id, const char *hash);

struct report_poll {
	const char *source;
	int64_t next_s; /* from now to the next try */
	/* success */
	size_t fresh;
	size_t known;
	size_t candidates; /* of the fresh ones */
	bool is_unchanged; /* 304, or the same bytes */
	const char *bozo;  /* what was mended in the feed; "" nothing */
	/* failure */
	const char *failure; /* its name; NULL: none */
	const char *why;
	int failures;  /* in a row */
	bool is_quiet; /* one of many: at the level debug */
};
void report_poll(const struct report_poll *poll);

/* "in 5 min", "in 40 s", "in 2 h": for people; returns out. */
#define REPORT_WAIT_SIZE 32
char *report_wait(int64_t seconds, char out[REPORT_WAIT_SIZE]);

#endif
