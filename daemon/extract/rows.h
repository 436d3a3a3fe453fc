/* Lists under a heading, a row each: "Completion of the union programmes / Tourism: 95% / …". */
#ifndef EXTRACT_ROWS_H
#define EXTRACT_ROWS_H

#include "topic.h"

/* So many tokens has a heading of the unit, "Programme, %", at most. */
#define UNIT_HEADING_TOKENS 4

/* What stands between the columns of a table. */
bool is_column_sign(const struct document *doc, size_t i);

/*
 * The programme whose name, and nothing else, stands in the figure's row; NULL where it is
 * no such row.
 */
const struct programme *programme_of_row(const struct document *doc, const struct figure *figure);

/* "All programmes | 68.5 | 74", "In all: 74%" */
bool is_row_of_all(const struct document *doc, const struct figure *figure);

/* "Share of activities implemented:", over the rows of a list: of what they are. */
void notice_heading_measure(struct document *doc, const struct sentence *s);

#endif
