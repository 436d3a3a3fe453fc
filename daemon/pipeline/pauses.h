/*
 * The pauses that hosts asked for, in the record, so that a restart does not
 * break them: a source that had not been refused itself would else ask at once.
 */
#ifndef PIPELINE_PAUSES_H
#define PIPELINE_PAUSES_H

#include "parts.h"

/* Gives the pauses that are not over back to the pool, and notes new ones from now on. */
int pauses_restore(struct pipeline *pipeline, struct err *err) MUST_CHECK;
void pauses_done(struct pipeline *pipeline);

#endif
