/* The way from a number to a noun: behind it, as in "80% of the programmes", or before it. */
#ifndef EXTRACT_SCAN_H
#define EXTRACT_SCAN_H

#include "topic.h"

/* What is met on the way from a number to the noun behind it. */
struct scan {
	struct noun_phrase np;
	bool unknown;  /* a word nobody knows stands where the noun would */
	bool after_of; /* behind "of" */
	size_t end;    /* the token that the way ends at */
};

struct scan scan_right(const struct document *doc, const struct figure *figure);

/* The noun nearest before the figure that may be its head, not before the token `from`. */
struct noun_phrase scan_left(const struct document *doc, const struct figure *figure, size_t from);

#endif
