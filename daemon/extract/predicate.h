/* What is said of the programmes: the stage, and whether it is asserted. */
#ifndef EXTRACT_PREDICATE_H
#define EXTRACT_PREDICATE_H

#include "target.h"

struct predicate {
	bool has_stage;
	enum claim_stage stage;
	long token;    /* of the stage word, or -1 */
	bool borrowed; /* from another clause of the sentence */
	bool degree;   /* the word says "nearly", the figure how nearly: so much is completed */
	bool expected;
	long expected_at; /* the word of forecast, or -1 */
	bool at_most;     /* "not even half" */
};

/* "had been carried out": of a time before another one. */
bool is_past(const struct document *doc, const struct figure *figure);

/* NULL and the predicate, or why the figure is not taken. */
const char *find_predicate(const struct document *doc, const struct figure *figure,
                           const struct target *target, struct predicate *ret);

#endif
