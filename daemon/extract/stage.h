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

/* "86% (done), 10% (in progress), 4% (late)": the stage in brackets right behind the figure. */
struct nearest stage_in_bracket(const struct document *doc, const struct figure *figure);

/* The words behind a count by which work on what it counts goes on: "над ними работают"; or -1. */
long work_on_them(const struct document *doc, const struct figure *figure,
                  const struct sentence *s);

/* The stage that a sentence begins with before a colon, "Completed: on 1 January - 7, on 1 April - 8", or -1. */
long stage_heads(const struct document *doc, const struct sentence *s);

/* "Completed: 8 programmes, 742 activities (75%); in progress: …": the word that heads the list. */
struct nearest stage_of_list(const struct document *doc, const struct figure *figure,
                             const struct sentence *s);
/* "Nine, in her words, are closed": the stage behind the aside that ends the figure's core. */
struct nearest stage_past_voice(const struct document *doc, const struct figure *figure,
                                bool verbal);

/* "The council: 136 of 310. So many activities have been closed": the stage of the next sentence. */
struct nearest stage_behind(const struct document *doc, const struct figure *figure,
                            const struct sentence *s);

/*
 * "60% of the activities that were agreed by both have been carried out": the verb behind the relative
 * clause, without commas, that the pronoun at the token begins. Else the token.
 */
size_t past_restriction(const struct document *doc, size_t token, size_t end);

/*
 * "…, which were to be done by now, …": the end of the relative clause that the pronoun at the token
 * begins, before the figure or in what is said of it. Else the token.
 */
size_t past_relative(const struct document *doc, size_t token, const struct figure *figure);
/* The word of lateness in the figure's clause, or -1: "none is overdue" tells of none. */
long late_word(const struct document *doc, const struct figure *figure);

#endif
