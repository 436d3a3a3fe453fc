/*
 * Figures beside which no noun of ours stands: what carries over from before, or speaks
 * against it.
 */
#ifndef EXTRACT_ELLIPSIS_H
#define EXTRACT_ELLIPSIS_H

#include "topic.h"

#define OTHER_THING "counts something else"
#define OTHER_TALK "the talk has turned to something else"
#define NO_TOPIC "nothing says what it is of"

/* "Now it is 80": only where the talk is still of the programmes, and nothing else is named. */
const char *elliptic(const struct document *doc, const struct figure *figure, struct target *ret);

/* "… 54%; for oil and oil products 88%": the name of another programme is all there is; or NULL. */
const struct programme *contrasted(const struct document *doc, const struct figure *figure);

/* "The share of goods": a share of something that nobody knows. */
bool names_another_whole(const struct document *doc, const struct figure *figure);

/* "The others are 70% done": a degree of a part; "the other 30% are under way" is a share. */
bool is_degree_of_rest(const struct document *doc, const struct figure *figure, size_t first,
                       size_t end);

/* Unknown words between the commas around a figure: what speaks against an ellipsis. */
size_t unknown_in_core(const struct document *doc, const struct figure *figure);

/*
 * "741 of 993 have been closed. That makes 74.6 percent": the share that the
 * count before it makes. A round one may be so by chance, a broken one is not.
 * The stage is that of the count.
 */
bool works_out(const struct document *doc, const struct figure *figure, enum claim_stage *ret);

/* Is a word of how far it is done in first … end - 1? */
bool stage_in(const struct document *doc, size_t first, size_t end);

/* "For 2025 they planned 130 measures, 35% are done": is it of what is due in a while? */
bool is_of_plan_before(const struct document *doc, const struct figure *figure);

/* "In Gomel Region the union programmes are 92% complete": is the figure of no more than that? */
bool begins_in_region(const struct document *doc, const struct figure *figure);

#endif
