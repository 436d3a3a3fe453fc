#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "poll.h"
#include "reader/run.h"
#include "report.h"
#include "tally.h"
#include "websub.h"

/* Of what a feed holds at a time, so many times as much is remembered. */
#define KEPT_TIMES 3

/* Between one follow-max of pages and the next. */
#define FOLLOW_TURN_S (15 * 60)

struct poll_commit {
	struct poll *poll;
	const struct reader_harvest *harvest;
	struct commit *commit;
	struct poll_state state;
	struct commit_source source;
	int followed;
};

static bool is_followed(const struct poll_commit *work, const struct article *item)
{
	const struct config_options *options = poll_options(work->poll);
	int64_t age_s = work->commit->now_s - item->published_s;

	/* What was edited in the feed has been followed; its own new words are what counts. */
	if (!item->wants_follow || item->is_edited || !options->follow || options->follow_max == 0)
		return false;
	return options->follow_max_age_s == 0 || age_s <= options->follow_max_age_s;
}

/* At most follow-max pages are asked for at once; others of the poll come after, by as many. */
static int64_t follow_time(struct poll_commit *work)
{
	int turn = work->followed++ / poll_options(work->poll)->follow_max;

	return work->commit->now_s + turn * (int64_t)FOLLOW_TURN_S;
}

/*
 * A figure that the feed itself gives is not kept waiting for a page that does
 * not answer: such an article has one try, and others have FOLLOW_TRIES.
 */
static int add_item(struct poll_commit *work, const struct article *item, struct err *err)
{
	struct pipeline *pipeline = work->poll->pipeline;
	struct store_article_id id;
	bool wants_follow = is_followed(work, item);

	if (commit_add_article(work->commit, item, &work->source, wants_follow, &id, err) < 0)
		return -1;
	if (!wants_follow || !id.is_new)
		return 0;
	return store_set_follow(pipeline->parts.store, id.article_id, STORE_FOLLOW_WANTED,
	                        item->claim_count > 0 ? FOLLOW_TRIES - 1 : 0, follow_time(work), "",
	                        err);
}

/* A sitemap shows only a part of what its index leads to. */
static size_t items_kept(const struct poll_commit *work)
{
	if (work->poll->sitemaps)
		return KEPT_TIMES * LIMIT_SITEMAPS * LIMIT_FEED_ITEMS;
	return KEPT_TIMES * (work->harvest->known_count + work->harvest->fresh_count);
}

/*
 * Of an item that was edited its words of today are what is known: those that it
 * had before are an edit in their turn. The sitemaps of one index may have an
 * article each in words of its own.
 */
static int forget_earlier_words(const struct poll_commit *work, struct err *err)
{
	const struct reader_harvest *harvest = work->harvest;
	uint64_t first, last;

	for (size_t i = 0; i < harvest->count && !work->poll->sitemaps; i++) {
		if (!harvest->items[i].is_edited)
			continue;
		reader_item_span(harvest->identities[i], &first, &last);
		if (store_forget_items(work->poll->pipeline->parts.store, work->poll->source->id,
		                       first, last, err) < 0)
			return -1;
	}
	return 0;
}

static int write_harvest(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct poll_commit *work = arg;
	const struct reader_harvest *harvest = work->harvest;
	struct store *store = pipeline->parts.store;
	int64_t id = work->poll->source->id;

	for (size_t i = 0; i < harvest->count; i++)
		if (add_item(work, &harvest->items[i], err) < 0)
			return -1;
	if (commit_compare(work->commit, err) < 0)
		return -1;
	if (forget_earlier_words(work, err) < 0)
		return -1;
	if (store_add_items(store, id, harvest->fresh, harvest->fresh_count, work->commit->now_s,
	                    items_kept(work), err) < 0)
		return -1;
	/* A reply that was not read to its end, or did not have one, is asked for whole again. */
	if (!harvest->has_more && !work->poll->cut_short &&
	    store_save_validators(store, id, work->poll->address, &work->poll->validators, err) < 0)
		return -1;
	/* The state of an index's source is told when all its sitemaps have been read. */
	if (work->poll->sitemaps || work->poll->cut_short)
		return 0;
	return store_save_poll(store, id, &work->state, "", "", err);
}

static void harvest_recorded(struct poll_commit *work)
{
	struct poll *poll = work->poll;
	struct pipeline *pipeline = poll->pipeline;
	const struct reader_harvest *harvest = work->harvest;

	pipeline_committed(pipeline, work->commit);
	tally_items(pipeline, harvest->fresh_count);
	if (work->followed > 0)
		follow_wake(pipeline);
	poll->log.items = (int64_t)(harvest->known_count + harvest->fresh_count);
	poll->log.fresh = (int64_t)harvest->fresh_count;
	if (poll->cut_short) {
		poll_failed(poll, fetch_outcome_name(FETCH_CUT_SHORT), poll->cut_short,
		            SCHEDULE_LIGHT, 0);
		return;
	}
	if (sitemaps_read(poll, harvest->known_count + harvest->fresh_count, harvest->known_count))
		return;
	report_poll(&(struct report_poll){
		.source = poll->source->key,
		.next_s = work->state.next_s - work->commit->now_s,
		.fresh = harvest->fresh_count,
		.known = harvest->known_count,
		.candidates = harvest->count,
		.bozo = harvest->is_bozo ? harvest->bozo_reason : "",
	});
	websub_offer(poll->source, harvest->hub,
	             harvest->topic[0] ? harvest->topic : poll->address);
	poll_succeeded(poll, &work->state);
}

/* A lead whose article is still to be read says nothing yet. */
static bool brings_claims(const struct poll_commit *work)
{
	for (size_t i = 0; i < work->harvest->count; i++)
		if (work->harvest->items[i].claim_count > 0 &&
		    !is_followed(work, &work->harvest->items[i]))
			return true;
	return false;
}

/*
 * Nobody waits for a reply without a single figure; most are so. If it is lost,
 * the validators and the known items are lost with it: the next poll finds it again.
 */
static int record(struct poll_commit *work, struct err *err)
{
	struct pipeline *pipeline = work->poll->pipeline;

	if (!brings_claims(work))
		return pipeline_write_soon(pipeline, write_harvest, work, err);
	return pipeline_write(pipeline, write_harvest, work, err);
}

static void commit_harvest(struct poll *poll, const struct reader_harvest *harvest)
{
	struct pipeline *pipeline = poll->pipeline;
	const struct schedule_outcome outcome = {
		.result = SCHEDULE_ITEMS,
		.item_count = harvest->known_count + harvest->fresh_count,
		.known_count = harvest->known_count,
		.wish_s = harvest->ttl_min * INT64_C(60) > poll->max_age_s
		                  ? harvest->ttl_min * INT64_C(60)
		                  : poll->max_age_s,
		.gap_s = harvest->gap_s,
		.skip_hours = harvest->skip_hours,
		.skip_days = harvest->skip_days,
	};
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct commit commit;
	struct poll_commit work = { .poll = poll, .harvest = harvest, .commit = &commit };
	struct err err;

	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	commit.engine = harvest->engine;
	commit.agencies = &pipeline->parts.config->agencies;
	commit.threshold = poll_options(poll)->accept_threshold;
	work.state = poll_next_state(poll, &outcome);
	work.source = pipeline_commit_source(poll->source);
	work.source.first_poll_s = work.state.first_poll_s;
	work.source.first_reply_s = work.state.first_reply_s;
	if (record(&work, &err) == 0) {
		harvest_recorded(&work);
	} else {
		pipeline_record_failed(pipeline, poll->source->key, &err);
		poll_put_off(poll, "record", err.text, OWN_FAULT_RETRY_S);
	}
	commit_done(&commit);
	arena_free(arena);
}

static enum schedule_weight weight_of_harvest(enum reader_failure failure)
{
	switch (failure) {
	case READER_NOT_A_FEED:
	case READER_CHALLENGE_PAGE:
	case READER_CONSENT_PAGE:
	case READER_NO_TEXT:
	case READER_TOO_LARGE:
	case READER_CPU:
	case READER_MEMORY:
	case READER_FORBIDDEN:
		return SCHEDULE_HEAVY;
	case READER_OK:
	case READER_EMPTY_FEED:
	case READER_CRASH:
	case READER_TIMEOUT:
		return SCHEDULE_LIGHT;
	}
	return SCHEDULE_LIGHT;
}

void poll_on_harvest(const struct reader_harvest *harvest, void *arg)
{
	struct poll *poll = arg;

	pipeline_balance(poll->pipeline);
	if (poll->may_be_cut && harvest->ends_early && !poll->cut_short)
		poll->cut_short = mem_strdup("the connection was closed in the middle of the feed");
	if (harvest->is_cut_short && !poll->cut_short)
		poll->cut_short = mem_strdup("the compressed file ends early, or is broken");
	if (!poll->source)
		poll_free_orphan(poll);
	else if (harvest->failure != READER_OK && poll->cut_short)
		poll_failed(poll, fetch_outcome_name(FETCH_CUT_SHORT), poll->cut_short,
		            SCHEDULE_LIGHT, 0);
	else if (harvest->failure != READER_OK)
		poll_failed(poll, reader_failure_name(harvest->failure), harvest->why,
		            weight_of_harvest(harvest->failure), 0);
	else if (harvest->sitemap_count > 0)
		sitemaps_begin(poll, harvest);
	else
		commit_harvest(poll, harvest);
}
