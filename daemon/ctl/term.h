/*
 * What a terminal needs: widths of characters, colours, and protection from
 * what strangers wrote, since titles and quotes come from the open network.
 */
#ifndef CTL_TERM_H
#define CTL_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum term_style {
	TERM_PLAIN,
	TERM_BOLD,
	TERM_DIM,
	TERM_GOOD,
	TERM_BAD,
	TERM_NOTE,
};

/*
 * Columns that UTF-8 text takes: 0 for combining marks, 2 for wide East Asian
 * characters, 1 for all else, Cyrillic too.
 */
size_t term_width(const char *s);

/* Length in bytes of the longest start of s that takes at most `width` columns. */
size_t term_fit(const char *s, size_t width);

/*
 * A copy, yours, in which nothing can command a terminal: line breaks and tabs
 * are spaces; other control characters, and those that turn the direction of
 * writing, are U+FFFD. Broken UTF-8 is mended likewise.
 */
char *term_clean(const char *s);

/* Colour is for terminals: not for pipes, not with NO_COLOR set, not for TERM=dumb. */
bool term_has_colour(FILE *stream);

/* Columns of the terminal behind the stream; 0 for what is no terminal: no limit. */
size_t term_columns(FILE *stream);

/* The sequences around styled text; "" where colour is false or the style is plain. */
const char *term_on(enum term_style style, bool colour);
const char *term_off(enum term_style style, bool colour);

#endif
