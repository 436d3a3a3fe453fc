/* The word of a stage nearest to a figure: what was done to what it is of. */
#ifndef EXTRACT_STAGE_H
#define EXTRACT_STAGE_H

#include "document.h"

struct nearest {
	long token;
	size_t distance;
	enum mark mark;
};

/*
 * The stage word nearest to the span first … last, within from … end - 1: its token is -1
 * where there is none. A count needs a verb (verbal): "the course of implementation of 13
 * programmes" is none.
 */
struct nearest nearest_stage(const struct document *doc, size_t from, size_t end, size_t first,
                             size_t last, bool verbal);

/* "The council: 136 of 310. So many activities have been closed": the stage of the next sentence. */
struct nearest stage_behind(const struct document *doc, const struct figure *figure,
                            const struct sentence *s);

#endif
