/* The points of one series over time, drawn with characters. */
#ifndef CTL_PLOT_H
#define CTL_PLOT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Values in thousandths, so that 46.5% is 46500: exact enough for a picture. */
struct plot_point {
	int32_t day; /* since 1970-01-01 */
	int64_t value;
	int64_t high;  /* of a range; else the value again */
	int64_t below; /* how far under the value the bar reaches: of "about" */
	char open;     /* '^' at least, 'v' at most the value; else 0 */
	/* 'o' by default; '#' the current figure, 'x' one in a conflict, '.' older news */
	char mark;
};

struct plot_frame {
	size_t columns;   /* of the whole picture, axis included; at least 30 */
	size_t rows;      /* of the field; at least 4 */
	int64_t top;      /* the value of the upper edge: 100000 for percent */
	const char *unit; /* "%" or "" */
};

/* Nothing is drawn for no points. Points outside 0 … top stand on the edge. */
void plot_print(const struct plot_point *points, size_t count, const struct plot_frame *frame,
                FILE *out);

#endif
