/* How sure a claim is, why, and by which words: for its reasons and its trace. */
#ifndef EXTRACT_CONFIDENCE_H
#define EXTRACT_CONFIDENCE_H

#include "asof.h"
#include "predicate.h"

void weigh(struct document *doc, const struct target *target, const struct predicate *predicate,
           const struct as_of *as_of, struct draft *draft);

#endif
