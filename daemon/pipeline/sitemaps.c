/*
 * The way from an index of sitemaps to the sitemaps in it: one after another,
 * each with its own validators and commit; the source's state is told once, in
 * the end. It fails where none of them could be read.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "poll.h"

struct sitemaps {
	char *list[LIMIT_SITEMAPS];
	size_t count;
	size_t at; /* the one that is asked for */
	size_t read;
	size_t unchanged;
	size_t item_count; /* of those that were read */
	size_t known_count;
	char *failure; /* of the first one that failed; NULL: none has */
	char *why;
	enum schedule_weight weight;
};

void sitemaps_free(struct sitemaps *sitemaps)
{
	if (!sitemaps)
		return;
	for (size_t i = 0; i < sitemaps->count; i++)
		free(sitemaps->list[i]);
	free(sitemaps->failure);
	free(sitemaps->why);
	free(sitemaps);
}

static void ask_present(struct poll *poll)
{
	const struct sitemaps *sitemaps = poll->sitemaps;

	free(poll->address);
	poll->address = mem_strdup(sitemaps->list[sitemaps->at]);
	poll_drop_validators(poll);
	poll_ask(poll);
}

static void finish(struct poll *poll)
{
	struct sitemaps *sitemaps = poll->sitemaps;
	const struct schedule_outcome outcome = {
		.result = sitemaps->read > 0 ? SCHEDULE_ITEMS : SCHEDULE_UNCHANGED,
		.item_count = sitemaps->item_count,
		.known_count = sitemaps->known_count,
		.wish_s = poll->max_age_s > 0 ? poll->max_age_s : 0,
	};

	poll->sitemaps = NULL;
	if (sitemaps->read + sitemaps->unchanged > 0)
		poll_walked(poll, &outcome);
	else
		poll_failed(poll, sitemaps->failure, sitemaps->why, sitemaps->weight, 0);
	sitemaps_free(sitemaps);
}

static bool go_on(struct poll *poll)
{
	if (++poll->sitemaps->at < poll->sitemaps->count)
		ask_present(poll);
	else
		finish(poll);
	return true;
}

void sitemaps_begin(struct poll *poll, const struct reader_harvest *index)
{
	if (poll->sitemaps) {
		poll_failed(poll, reader_failure_name(READER_NOT_A_FEED),
		            "an index of sitemaps within an index", SCHEDULE_HEAVY, 0);
		return;
	}
	poll->sitemaps = mem_alloc(sizeof(*poll->sitemaps));
	for (size_t i = 0; i < index->sitemap_count && i < LIMIT_SITEMAPS; i++)
		poll->sitemaps->list[poll->sitemaps->count++] = mem_strdup(index->sitemaps[i]);
	ask_present(poll);
}

bool sitemaps_read(struct poll *poll, size_t count, size_t known)
{
	if (!poll->sitemaps)
		return false;
	poll->sitemaps->read++;
	poll->sitemaps->item_count += count;
	poll->sitemaps->known_count += known;
	return go_on(poll);
}

bool sitemaps_unchanged(struct poll *poll)
{
	if (!poll->sitemaps)
		return false;
	poll->sitemaps->unchanged++;
	return go_on(poll);
}

bool sitemaps_failed(struct poll *poll, const char *failure, const char *why,
                     enum schedule_weight weight)
{
	struct sitemaps *sitemaps = poll->sitemaps;

	if (!sitemaps)
		return false;
	if (!sitemaps->failure) {
		sitemaps->failure = mem_strdup(failure);
		sitemaps->why = mem_printf("%s (sitemap %.200s of its index)", why, poll->address);
		sitemaps->weight = weight;
	}
	return go_on(poll);
}
