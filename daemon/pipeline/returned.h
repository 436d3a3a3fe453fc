/*
 * An edit that is taken back: the article said one figure, then another in its
 * place, and now says the first again.
 */
#ifndef PIPELINE_RETURNED_H
#define PIPELINE_RETURNED_H

#include "commit.h"

/*
 * Whether the claim, which the article's newest text makes, has returned so;
 * *ret_returned_s is when, later than whatever the article said in between; 0
 * where it is new, or was there all the time.
 */
int returned_look(struct commit *commit, const struct claim *claim,
                  const struct store_article_id *article, int64_t *ret_returned_s, struct err *err)
	MUST_CHECK;

#endif
