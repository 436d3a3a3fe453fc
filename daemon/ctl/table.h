/* Columns of text that line up, whatever the script; cut to fit on a terminal, whole in a pipe. */
#ifndef CTL_TABLE_H
#define CTL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "term.h"

struct table_column {
	const char *title;
	bool is_right;   /* numbers stand right */
	bool may_shrink; /* cut first where the terminal is too narrow */
	/* Left out where cutting does not help, those of the greatest number first; 0: never. */
	int drop;
};

struct table;

/* columns is kept, not copied. */
struct table *table_new(const struct table_column *columns, size_t count);
void table_free(struct table *table); /* NULL is fine */

/* Fills the next cell, row by row. The text is cleaned (term_clean) and copied. */
void table_add(struct table *table, enum term_style style, const char *text);
void table_addf(struct table *table, enum term_style style, const char *fmt, ...) PRINTF_LIKE(3, 4);

/*
 * Prints the rows that were filled since the last call, and the titles before
 * the first of all; nothing where there is no row. Columns never get narrower
 * from one call to the next. width is that of the terminal, 0 for no limit. No
 * line ends in spaces.
 */
void table_print(struct table *table, FILE *out, bool colour, size_t width);

#endif
