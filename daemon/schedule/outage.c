#include "schedule/outage.h"

#define WAIT_S 60        /* of the few sources of a laptop … */
#define TRIES_PER_S 20   /* … while thousands make no storm */
#define HOSTS_PER_SIGN 4 /* so many of the hosts have to fail */

/*
 * With few hosts a handful must fail, with many more of them: some are always
 * dead, and chance alone may bring several together.
 */
static size_t hosts_needed(size_t host_count)
{
	size_t needed = host_count / HOSTS_PER_SIGN;

	if (needed < SCHEDULE_OUTAGE_HOSTS_MIN)
		return SCHEDULE_OUTAGE_HOSTS_MIN;
	return needed < SCHEDULE_OUTAGE_HOSTS_MAX ? needed : SCHEDULE_OUTAGE_HOSTS_MAX;
}

/* Forgets the host itself, and what is too long ago or from a clock that ran ahead. */
static void forget(struct schedule_outage *outage, uint64_t host, int64_t now_s)
{
	size_t kept = 0;

	for (size_t i = 0; i < outage->count; i++) {
		const struct schedule_outage_host *h = &outage->failed[i];

		if (h->host != host && h->at_s <= now_s &&
		    now_s - h->at_s <= SCHEDULE_OUTAGE_WINDOW_S)
			outage->failed[kept++] = *h;
	}
	outage->count = kept;
}

enum schedule_outage_news schedule_outage_failed(struct schedule_outage *outage, uint64_t host,
                                                 size_t host_count, int64_t now_s)
{
	if (outage->since_s)
		return SCHEDULE_OUTAGE_NO_NEWS;
	forget(outage, host, now_s);
	if (outage->count == 0)
		outage->first_s = now_s;
	if (outage->count < SCHEDULE_OUTAGE_HOSTS_MAX)
		outage->failed[outage->count++] = (struct schedule_outage_host){ host, now_s };
	if (outage->count < hosts_needed(host_count) ||
	    now_s - outage->first_s < SCHEDULE_OUTAGE_LASTS_S)
		return SCHEDULE_OUTAGE_NO_NEWS;
	outage->since_s = outage->first_s;
	return SCHEDULE_OUTAGE_BEGINS;
}

enum schedule_outage_news schedule_outage_answered(struct schedule_outage *outage, int64_t now_s)
{
	enum schedule_outage_news news = outage->since_s ? SCHEDULE_OUTAGE_ENDS
	                                                 : SCHEDULE_OUTAGE_NO_NEWS;

	*outage = (struct schedule_outage){ .answered_s = now_s };
	return news;
}

bool schedule_outage_may_blame(const struct schedule_outage *outage, size_t host_count,
                               int64_t failing_since_s)
{
	return host_count < SCHEDULE_OUTAGE_HOSTS_MIN || outage->answered_s >= failing_since_s;
}

int64_t schedule_outage_wait(size_t host_count)
{
	return WAIT_S + (int64_t)(host_count / TRIES_PER_S);
}
