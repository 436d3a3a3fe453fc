/* What tells by how much more is done, and not how much. */
#ifndef EXTRACT_DIFFERENCES_H
#define EXTRACT_DIFFERENCES_H

#include "document.h"

/* The word in "rose by 9%", "7% fewer than a year before"; or -1. */
long find_difference(const struct document *doc, const struct figure *figure);

/* In "five more will join the completed ones", or -1. */
long find_increment(const struct document *doc, const struct figure *figure);

/* In "41 were closed in nine months, and 101 of 310 from the start", of the first; or -1. */
long find_so_far(const struct document *doc, const struct figure *figure);

/* "… and 101 of 310 since it began": how many in all, beside how many in a while? */
bool counts_so_far(const struct document *doc, const struct figure *figure);

/* "96 are done (15 in the second quarter)", "of which in May: 15" in a row of its own: a part of the last count? */
bool counts_of_a_while(const struct document *doc, const struct figure *figure);

/* "In 2023 it rose from 68 to 95%": is the time one in which it rose, and not that of the lower end? */
bool rises_within(const struct document *doc, const struct figure *from, int32_t when);

#endif
