/* When messages go: backoff and digests. Pure. */
#ifndef ALERT_TIMING_H
#define ALERT_TIMING_H

#include <stdint.h>

#include "alert/options.h"

/* What is not delivered by then is given up. */
#define ALERT_GIVE_UP_S (72 * 3600)
/* … but not before so many tries: a machine that slept for days has not tried for days. */
#define ALERT_GIVE_UP_TRIES 8
#define ALERT_RETRY_MAX_S 3600

/*
 * The wait before the next try: first, twice that, … an hour, each longer by
 * up to a tenth, so that many do not come at once. tries: so far, from 1.
 * random: evenly spread over all of uint32_t.
 */
int64_t alert_backoff(int64_t first_s, int tries, uint32_t random);

/* When the digest that a change at now_s falls into goes out. */
int64_t alert_digest_next(const struct alert_sink *sink, const char *zone, int64_t now_s);
/* The next one that goes even when it is empty: once a week. */
int64_t alert_digest_proof(const struct alert_sink *sink, const char *zone, int64_t now_s);

#endif
