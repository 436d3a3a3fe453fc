/*
 * A figure that an edited article says again. Either the edit is taken back: it
 * said this figure, then another in its place, and now says the first again. Or
 * the figure stood all the time, and another of its series and day was edited
 * beside it: without a word of the one that stands, the edited one alone would
 * be what the article says now.
 */
#ifndef PIPELINE_RETURNED_H
#define PIPELINE_RETURNED_H

#include "commit.h"

struct returned {
	int64_t again_s; /* when it was said again, after whatever was said in between; 0: not so */
	bool stands;     /* it was there all the time */
};

/* Looks at a claim that the article's newest text makes, before it is recorded. */
int returned_look(struct commit *commit, const struct claim *claim,
                  const struct store_article_id *article, struct returned *ret, struct err *err)
	MUST_CHECK;

/*
 * Looks at a claim that stands, when all that is new has been recorded: *ret_again_s
 * is when it was said again, 0 where nothing beside it was edited.
 */
int returned_look_beside(struct commit *commit, const struct claim *claim,
                         const struct store_article_id *article, int64_t *ret_again_s,
                         struct err *err) MUST_CHECK;

#endif
