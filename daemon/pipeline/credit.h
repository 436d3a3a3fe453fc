/*
 * Reports that say themselves whose they are; see change/credit.h. Articles of
 * the same days that give the same figure are of one origin where one of them
 * credits the other's outlet with it, or where an agency is credited in both, or
 * is the outlet of one and credited in the other, or the outlet of both: an
 * agency confirms nothing that it has said itself. Official bodies are no outlets
 * here: who names one names a speaker.
 */
#ifndef PIPELINE_CREDIT_H
#define PIPELINE_CREDIT_H

#include <stdint.h>

#include "change/credit.h"
#include "commit.h"
#include "store/claims.h"

/* The agencies of one claim: those that it credits, and the one that prints it. */
struct credits {
	const char *names[CHANGE_AGENCIES + 1];
	size_t count;
};

/*
 * Joins the article with its likes. The figure need not be recorded yet; of it
 * claim, outlet, trust and published are looked at. *ret_credits is lent by
 * commit->agencies.
 */
int credit_join(struct commit *commit, const struct figure *figure,
                const struct store_article_id *article, struct credits *ret_credits,
                struct err *err) MUST_CHECK;

/* Keeps them for those that come later, once the claim is recorded. */
int credit_note(struct commit *commit, int64_t claim_id, const struct credits *credits,
                struct err *err) MUST_CHECK;

/* Both, for a claim of the record. */
int credit_look(struct commit *commit, const struct store_claim *claim, struct err *err) MUST_CHECK;

/* The same words are read as another claim: whose report they print is known. */
int credit_pass_on(struct commit *commit, int64_t from_id, const struct store_claim *to,
                   struct err *err) MUST_CHECK;

#endif
