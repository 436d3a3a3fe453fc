/* Reports that say themselves whose they are; see change/credit.h. */
#ifndef PIPELINE_CREDIT_H
#define PIPELINE_CREDIT_H

#include <stdint.h>

#include "commit.h"

/*
 * Joins the article of a new claim with those of the same days that give the
 * same figure, where one of the two credits the other's outlet with it. Official
 * bodies are no outlets: who names one names a speaker.
 */
int credit_join(struct commit *commit, int64_t claim_id, struct err *err) MUST_CHECK;

#endif
