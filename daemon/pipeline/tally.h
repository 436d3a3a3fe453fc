/* Counts what happens, and now and then what the record alone knows. */
#ifndef PIPELINE_TALLY_H
#define PIPELINE_TALLY_H

#include "commit.h"
#include "pipeline/measures.h"

struct event_timer;
struct pipeline;

struct tally {
	struct event_timer *timer;
	bool is_stale; /* the record has changed since it was counted */
	bool is_timer_set;
	int64_t looked_ms; /* when somebody last looked */
	int64_t started_s;
	int64_t reader_ready_s; /* when it was last seen to be so */
	char *record_why;       /* NULL: the last write succeeded */
	uint64_t record_failures;
	struct measures_failure failures[MEASURES_FAILURES];
	struct measures_failure follow_failures[MEASURES_FAILURES];
	struct measures measures;
};

void tally_init(struct pipeline *pipeline);
/* Counts what the record has from before. */
void tally_start(struct pipeline *pipeline);
void tally_done(struct pipeline *pipeline);
/* Somebody looks at what is counted. */
void tally_look(struct pipeline *pipeline);

/* A poll is over; failure is NULL where it succeeded. The name is kept: a constant. */
void tally_poll(struct pipeline *pipeline, const char *failure, bool is_unchanged);
/* An article's page was read; failure says why not, NULL: it was. The name is kept: a constant. */
void tally_follow(struct pipeline *pipeline, const char *failure);
void tally_items(struct pipeline *pipeline, size_t fresh);
void tally_commit(struct pipeline *pipeline, const struct commit *commit);
void tally_change(struct pipeline *pipeline, enum change_kind kind);
void tally_import(struct pipeline *pipeline, size_t articles, size_t claims, size_t changes);
/* The record took a write; it did not. */
void tally_written(struct pipeline *pipeline);
void tally_not_written(struct pipeline *pipeline, const char *why);

#endif
