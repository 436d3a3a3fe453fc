/* An article that is to be fetched, as FETCH_COLUMNS of statements.c have it. */
#ifndef STORE_FOLLOWS_H
#define STORE_FOLLOWS_H

#include "base/arena.h"
#include "query.h"
#include "store/articles.h"

void follows_read_job(struct query *q, struct arena *arena, struct store_follow_job *job);

#endif
