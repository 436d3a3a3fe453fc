/*
 * Figures for tests, made from one line each:
 *
 *     "2023-04-05 ~80% by=Lukashenko in=belta pub=2023-04-06 origin=3 backfill"
 *
 * A date is the as-of; "80%", "70-75%", "125/310" and "13" are figures, "~",
 * ">" and "<" before them stand for about, at least, at most. Other words:
 * by= the speaker, in= the outlet (one of its own where none is given), pub=
 * the publication (the as-of day where none is given), recorded=, package= (2021-2023),
 * subject= (all), origin=, trust=, and
 * the flags programmes, in_progress, expected, held, restated, today, backfill.
 */
#ifndef TESTS_CHANGE_MADE_H
#define TESTS_CHANGE_MADE_H

#include "model/figure.h"

/* Strings live until the next made_reset(). A word that means nothing fails the test. */
struct figure made(const char *line);
void made_reset(void);

/* A small generator with a seed, so that what is random in a test is the same each time. */
uint32_t made_random(uint64_t *state);

#endif
