/*
 * What is entered into the ledger without a claim: sources that fail, are back,
 * fall silent or move, and our own network when it is down.
 */
#ifndef PIPELINE_NEWS_H
#define PIPELINE_NEWS_H

#include "parts.h"
#include "poll.h"

/* After each poll whose outcome is in the source's state. */
void news_tell_source(struct poll_source *source);
/* The poll's address has moved for good: poll->validators says where. */
void news_tell_moved(const struct poll *poll);

/* A transfer to the host of the address got no answer; one got some answer. */
void news_network_fails(struct pipeline *pipeline, const char *address, const char *failure,
                        const char *why);
void news_network_answers(struct pipeline *pipeline);
/* What was known of an outage before the restart. */
int news_restore(struct pipeline *pipeline, struct err *err) MUST_CHECK;

/* The host of an address, as a hash. */
uint64_t news_host_of(const char *address);

#endif
