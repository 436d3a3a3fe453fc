/*
 * Figures that stand beside one another in a sentence: which run on, and where
 * the second is of some of what the first counts, or of another's.
 */
#ifndef EXTRACT_BESIDE_H
#define EXTRACT_BESIDE_H

#include "finding.h"

/* Do the two figures stand in one sentence? */
bool same_sentence(const struct document *doc, size_t f, size_t g);

/*
 * "12 программ — на 90%": a dash at the token stands for the verb, and how far they have
 * got follows, in the figure that begins at next.
 */
bool is_dash_of_degree(const struct document *doc, size_t i, size_t next);

/* No sign or conjunction stands between the figure and the next. */
bool runs_on(const struct document *doc, size_t f);

/*
 * "Eleven are done, fourteen - more than 80%": how far those have got, unless it is the
 * share that they make ("12 programmes - 43%").
 */
bool is_degree_by_dash(const struct document *doc, size_t f, const struct finding *finding);

/* "They received 1,240 complaints, 7% fewer", "GDP may grow by 4% and that of the other by 0.5%" */
bool goes_on_with_another(const struct document *doc, const struct finding *finding);

/* "22 acts were adopted, 41 are in the works": a bare number behind one with a noun of its own. */
bool is_count_of_another(const struct document *doc, const struct finding *finding);

/* "Two programmes in three have passed the 70 per cent mark": how far some have got. */
bool is_mark_of_some(const struct document *doc, size_t f);

/* "Ten are closed, on 16 the degree of completion passes 70%": how far those have got. */
bool is_on_some(const struct document *doc, const struct finding *finding);

/* "It never said that 96% are done. The figure of 96% is not ours": denied still. */
bool is_still_denied(const struct document *doc, const struct finding *finding);

/* "It has eleven measures, and seven are done": is the number behind some of these? */
bool holds_next(const struct document *doc, const struct figure *figure);

/* "If in January we spoke of 70%, it is 82% now", "A year ago it was 40%; today …" */
bool is_set_against_next(const struct document *doc, const struct figure *figure);

/* "70 older programmes were completed, five go on": of the programmes of another kind before it. */
bool goes_with_other_programmes(const struct document *doc, const struct finding *finding);

#endif
