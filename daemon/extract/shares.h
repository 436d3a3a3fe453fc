/* Words by which a figure is of a while, or of what one body has to do, and not of all. */
#ifndef EXTRACT_SHARES_H
#define EXTRACT_SHARES_H

#include "target.h"

/* "Every month we strike off 15 to 20 points": the word of a rate, or -1. */
long find_rate(const struct document *doc, const struct figure *figure);

/*
 * "84% of the activities assigned to it", "the points for which the bank is
 * responsible", "the ministry has completed 40 of its 44 measures": the word that
 * leaves the rest to others, or -1.
 */
long find_charge(const struct document *doc, const struct figure *figure,
                 const struct target *target);

/* "All the activities planned for January", "the measures due in 2022": the word before the time, or -1. */
long find_due(const struct document *doc, const struct figure *figure, const struct target *target);

/* "Finance leads, where 87% is done", "energy lags: 44%": the word for the field, or -1. */
long find_field_before(const struct document *doc, const struct figure *figure,
                       const struct target *target);

/* "80% are done. 15% of them were completed early": so few of the share before are a part of it. */
bool is_part_of_share(const struct document *doc, size_t f);

/* "The agreements, reached in Sochi, are 80% fulfilled": papers begin the sentence whose verb follows the comma. */
bool begins_with_papers(const struct document *doc, size_t comma);

#endif
