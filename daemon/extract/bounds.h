/* What stands around the number of a figure: its bounds, and the change that it is an end of. */
#ifndef EXTRACT_BOUNDS_H
#define EXTRACT_BOUNDS_H

#include "document.h"

/* Is the "from" before the value one of a change, as in "rose from 38 to 52%"? */
bool is_change(const struct document *doc, size_t first);

/* "Tourism - 13 - 4 - 7": does the dash stand between two cells of a row, and in no range? */
bool is_between_cells(const struct document *doc, size_t dash);

/* "From 60% in December … up to 82%": marks the first of two. */
void pair_changes(struct document *doc);

/* "About", "over", "and more": before the number or behind it; they belong to the figure then. */
void find_bounds(struct document *doc, struct figure *figure);

#endif
