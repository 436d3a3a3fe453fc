/* What the rules of change ask about one or two figures. */
#ifndef CHANGE_FIGURES_H
#define CHANGE_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "model/figure.h"

/* How far apart two as-of keys may lie for one to contradict the other (DESIGN §5). */
#define CONFLICT_DAYS 31

struct date_key figure_key(const struct figure *f);
int32_t figure_first_day(const struct figure *f); /* of its as-of period */
int figure_days_apart(const struct figure *a, const struct figure *b);

/* a is the claim b, by its natural key. b may be NULL: then it is not. */
bool figure_is(const struct figure *a, const struct figure *b);
/* Accepted, actual, not restated: it can be current, and others are held against it. */
bool figure_counts(const struct figure *f);
/* Accepted and expected. */
bool figure_is_forecast(const struct figure *f);
/* 100%, or N of N, completed and said without a hedge. */
bool figure_is_complete(const struct figure *f);
/* Both stand in one article, in whatever version of it. */
bool figure_is_of_article(const struct figure *a, const struct figure *b);
/* -1, 0, 1 for two of one article: a is the earlier version, the same, the later one. */
int figure_cmp_version(const struct figure *a, const struct figure *b);
/* Of one article the later version; else ties by the natural key. */
bool figure_is_published_later(const struct figure *a, const struct figure *b);

/* Their as-of periods, neither reaching past its publication, share a day. */
bool figure_same_time(const struct figure *a, const struct figure *b);
/* The number is the same, and so is the upper end of a range. */
bool figure_same_value(const struct figure *a, const struct figure *b);
/* … and it was hedged in the same way. */
bool figure_same_figure(const struct figure *a, const struct figure *b);
bool figure_meets(const struct figure *a, const struct figure *b);
/* -1, 0, 1: a is lower, as high, higher; a range stands where its middle is. */
int figure_cmp_height(const struct figure *a, const struct figure *b);

/*
 * Two speakers are two voices. Where one of them is not named, the outlet has
 * to tell: what one paper prints without a name is one voice.
 */
bool figure_other_voice(const struct figure *a, const struct figure *b);

#endif
