/*
 * Keeps the log readable when much fails at once. One failing source is news and
 * has its line; where all fail it is one thing that fails, and the lines of the
 * others are left to the level debug, counted, and told in one.
 */
#ifndef PIPELINE_QUIET_H
#define PIPELINE_QUIET_H

#include <stdbool.h>

struct pipeline;
struct quiet;

void quiet_init(struct pipeline *pipeline);
void quiet_done(struct pipeline *pipeline);

/*
 * Whether a poll that failed (by a name that is a constant) may have a line of
 * its own: not while nobody answers, after the first few; and at most 20 within
 * 10 minutes.
 */
bool quiet_may_tell(struct pipeline *pipeline, const char *failure);
/* Somebody answers again: what was kept back is told now, if anything was. */
void quiet_ends(struct pipeline *pipeline);
/* Whether the record's failure is a line: the same one is, once a minute. */
bool quiet_may_tell_record(struct pipeline *pipeline, const char *why);

#endif
