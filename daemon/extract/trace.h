/* Why each field of a claim has its value. */
#ifndef EXTRACT_TRACE_H
#define EXTRACT_TRACE_H

#include "finding.h"

/* All the evidence: what was found on the way, and what follows from figure and finding. */
void trace_collect(const struct document *doc, const struct finding *finding,
                   const struct claim *claim, struct evidence why[FIELD_COUNT]);

/* The trace as a claim carries it: a JSON array of {field, words, rule}. In the arena. */
const char *trace_write(const struct document *doc, const struct evidence why[FIELD_COUNT]);

#endif
