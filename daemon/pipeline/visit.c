/*
 * Articles that gave claims are visited again: what was cited may be edited, or
 * taken away. When stands in the record, so that a restart goes on with it; a
 * few at a time, so that an outage is not made up for by a burst.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "change/visit.h"
#include "news.h"
#include "parts.h"
#include "robots.h"
#include "schedule/visit.h"
#include "store/claims.h"
#include "store/visits.h"

#define VISITS_AT_ONCE 4
#define VISIT_PUT_OFF_S 60 /* where the fault is ours */
/* A source that is not configured any more may come back. */
#define UNKNOWN_SOURCE_RETRY_S 86400

struct visit {
	struct pipeline *pipeline;
	struct visit *next;
	struct arena *arena; /* owns the job and what the reply said */
	struct store_visit_job job;
	struct fetch_job *fetch; /* NULL: the reader has it, or the site's robots.txt is asked */
	const char *gone;        /* why the page is gone; NULL: it is there */
	bool is_unchanged;       /* the server says so */
	const char *etag;        /* of the reply */
	const char *last_modified;
};

static void visit_free(struct visit *visit)
{
	if (visit->fetch)
		fetch_cancel(visit->fetch);
	robots_forget(visit->pipeline, visit);
	arena_free(visit->arena);
	free(visit);
}

static void visit_end(struct visit *visit)
{
	struct pipeline *pipeline = visit->pipeline;
	struct visit **at = &pipeline->visits;

	while (*at != visit)
		at = &(*at)->next;
	*at = visit->next;
	pipeline->visiting--;
	visit_free(visit);
}

static bool is_under_way(const struct pipeline *pipeline, int64_t article_id)
{
	for (const struct visit *v = pipeline->visits; v; v = v->next)
		if (v->job.page.article_id == article_id)
			return true;
	return false;
}

/* --- a visit that told nothing */

static int write_state(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct visit *visit = arg;

	return store_save_visit(pipeline->parts.store, visit->job.page.article_id,
	                        &visit->job.visit, err);
}

/* The visit is over; the record has to know when the next one is. */
static void save(struct visit *visit)
{
	struct pipeline *pipeline = visit->pipeline;
	struct err err;
	bool is_written = pipeline_write(pipeline, write_state, visit, &err) == 0;

	log_event(LOG_INFO, "visit", "the visit told nothing",
	          LOG_STR("source", visit->job.page.source),
	          LOG_STR("url", visit->job.page.address), LOG_STR("why", visit->job.visit.why));
	if (!is_written)
		pipeline_record_failed(pipeline, visit->job.page.source, &err);
	visit_end(visit);
	/* A record that takes no writes would give the same visit again at once. */
	if (is_written)
		visit_wake(pipeline);
	else
		event_timer_start(pipeline->visit_timer, VISIT_PUT_OFF_S * 1000);
}

/* The fault is ours, or a pause is kept: the visit is made later. */
static void put_off(struct visit *visit, int64_t wait_s, const char *why)
{
	visit->job.visit.next_s = clock_now_s() + wait_s;
	visit->job.visit.why = arena_strdup(visit->arena, why);
	save(visit);
}

/* The server failed, or sent what is no article: neither proves anything. */
static void tell_nothing(struct visit *visit, const char *why)
{
	struct store_visit *state = &visit->job.visit;
	int64_t now_s = clock_now_s(), planned_s;

	state->why = arena_strdup(visit->arena, why);
	state->next_s = schedule_retry_visit(++state->tries, now_s);
	planned_s = schedule_next_visit(state->first_s, now_s, false, &state->done);
	if (state->next_s == 0 || (planned_s && planned_s < state->next_s)) {
		state->next_s = planned_s;
		state->tries = 0;
	}
	save(visit);
}

/* --- what it told */

struct visit_commit {
	struct visit *visit;
	const struct reader_harvest *harvest; /* NULL: there is no page to read */
	struct commit *commit;
	struct commit_source source;
	struct store_article_id text; /* of the page, as the archive has it */
	bool is_in_doubt;
	bool misses_any;
};

/* The text as fetched is kept where it differs; what it newly says is compared as any claim is. */
static int keep_text(struct visit_commit *work, struct err *err)
{
	const struct reader_harvest *harvest = work->harvest;

	if (!harvest || harvest->count == 0)
		return 0;
	if (commit_add_article(work->commit, &harvest->items[0], &work->source, false, &work->text,
	                       err) < 0)
		return -1;
	if (!work->text.is_new_text && !work->text.earlier_text_id)
		work->commit->claim_count = 0;
	return 0;
}

static int tell(struct visit_commit *work, const struct store_claim *claim, enum change_kind kind,
                const struct change_words *words, struct err *err)
{
	struct arena *arena = work->commit->arena;
	struct change_visit *seen = arena_alloc(arena, sizeof(*seen));
	char *key = change_visit_key(kind, claim->figure.natural_key);
	struct change_entry entry;

	*seen = (struct change_visit){
		.why = work->visit->gone              ? work->visit->gone
		       : kind == CHANGE_SOURCE_EDITED ? "the page has other words in its place"
		                                      : "the page does not have the quote any more",
		.words = *words,
		.sha256 = arena_strdup(arena, work->text.sha256),
	};
	entry = change_visited(kind, seen, arena_strdup(arena, key));
	free(key);
	return commit_enter(work->commit, &entry, &claim->figure, claim->series, err);
}

static enum change_look look_for(const struct visit_commit *work, const struct claim *claim,
                                 struct change_words *words)
{
	const struct reader_harvest *harvest = work->harvest;

	*words = (struct change_words){ "", "", "" };
	if (!harvest || harvest->count == 0)
		return CHANGE_LOOK_GONE;
	return change_look_for(claim->quote, harvest->title, harvest->items[0].text,
	                       work->commit->arena, words);
}

static int look_at(struct visit_commit *work, const struct store_claim *claim, struct err *err)
{
	struct store *store = work->commit->store;
	const struct claim *c = &claim->figure.claim;
	struct store_sight kept = { .was_seen = work->visit->job.was_followed && !c->in_title };
	struct change_sight sight;
	struct change_words words;
	enum change_kind kind;
	enum change_look look = look_for(work, c, &words);
	bool is_news;

	if (store_get_sight(store, claim->figure.claim_id, &kept, err) < 0)
		return -1;
	sight = (struct change_sight){ kept.was_seen, kept.misses, kept.told_edited,
		                       kept.told_gone };
	is_news = change_sight_next(&sight, look, work->visit->gone != NULL, &kind);
	work->is_in_doubt |= change_sight_is_in_doubt(&sight);
	work->misses_any |= look != CHANGE_LOOK_SEEN;
	kept = (struct store_sight){ sight.was_seen, sight.misses, sight.told_edited,
		                     sight.told_gone };
	if (store_save_sight(store, claim->figure.claim_id, &kept, err) < 0)
		return -1;
	return is_news ? tell(work, claim, kind, &words, err) : 0;
}

/* Claims that were put aside are nobody's any more. */
static bool is_held_or_accepted(const struct store_claim *claim)
{
	enum claim_status status = claim->figure.claim.status;

	return status == CLAIM_ACCEPTED || status == CLAIM_HELD;
}

/* Of a claim that was read several times the last reading stands for all; it is listed first. */
static bool is_read_again(const struct store_claim *list, size_t at)
{
	char own[HASH_HEX_SIZE], later[HASH_HEX_SIZE];

	claim_natural_key(&list[at].figure.claim, "", own);
	for (size_t i = 0; i < at; i++) {
		claim_natural_key(&list[i].figure.claim, "", later);
		if (is_held_or_accepted(&list[i]) && strcmp(own, later) == 0)
			return true;
	}
	return false;
}

static int look_at_all(struct visit_commit *work, struct err *err)
{
	const struct store_claim_filter filter = { .article_id = work->visit->job.page.article_id };
	struct store_claim *list;
	size_t count;

	if (work->visit->is_unchanged)
		return 0;
	if (store_list_claims(work->commit->store, &filter, work->commit->arena, &list, &count,
	                      err) < 0)
		return -1;
	for (size_t i = count; i-- > 0;)
		if (is_held_or_accepted(&list[i]) && !is_read_again(list, i) &&
		    look_at(work, &list[i], err) < 0)
			return -1;
	return 0;
}

static int write_visit(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct visit_commit *work = arg;
	struct visit *visit = work->visit;
	struct store_visit next = visit->job.visit;

	if (look_at_all(work, err) < 0 || commit_compare(work->commit, err) < 0)
		return -1;
	next.tries = 0;
	next.next_s = schedule_next_visit(next.first_s, work->commit->now_s, work->is_in_doubt,
	                                  &next.done);
	next.why = visit->gone ? visit->gone : work->misses_any ? "a quote is not there" : "";
	if (!visit->is_unchanged) {
		/* a page that misses something is asked for whole again */
		next.etag = work->misses_any ? "" : visit->etag;
		next.last_modified = work->misses_any ? "" : visit->last_modified;
	}
	return store_save_visit(pipeline->parts.store, visit->job.page.article_id, &next, err);
}

static int write_all(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct visit_commit *work = arg;

	return keep_text(work, err) < 0 ? -1 : write_visit(pipeline, arg, err);
}

static void finish(struct visit *visit, const struct reader_harvest *harvest)
{
	struct pipeline *pipeline = visit->pipeline;
	const struct poll_source *source = pipeline_source(pipeline, visit->job.page.source);
	struct arena *arena;
	struct commit commit;
	struct visit_commit work = { .visit = visit, .harvest = harvest, .commit = &commit };
	struct err err;

	if (!source) {
		put_off(visit, UNKNOWN_SOURCE_RETRY_S, "its source is not configured");
		return;
	}
	arena = arena_new(COMMIT_ARENA_BYTES);
	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	commit.is_visit = true;
	commit.engine = harvest ? harvest->engine : "";
	commit.agencies = &pipeline->parts.config->agencies;
	commit.threshold = pipeline->parts.config->options.accept_threshold;
	work.source = pipeline_commit_source(source);
	if (pipeline_write(pipeline, write_all, &work, &err) == 0) {
		pipeline_committed(pipeline, &commit);
		log_event(LOG_INFO, "visit", "article visited",
		          LOG_STR("source", visit->job.page.source),
		          LOG_STR("url", visit->job.page.address),
		          LOG_STR("found", visit->gone           ? visit->gone
		                           : visit->is_unchanged ? "unchanged"
		                           : work.misses_any     ? "other words"
		                                                 : "every quote"),
		          LOG_INT("new_text", work.text.is_new_text));
		visit_end(visit);
		visit_wake(pipeline);
	} else {
		pipeline_record_failed(pipeline, visit->job.page.source, &err);
		put_off(visit, VISIT_PUT_OFF_S, err.text);
	}
	commit_done(&commit);
	arena_free(arena);
}

/* --- the page */

static void on_harvest(const struct reader_harvest *harvest, void *arg)
{
	struct visit *visit = arg;

	pipeline_balance(visit->pipeline);
	if (harvest->failure == READER_OK)
		finish(visit, harvest);
	else
		tell_nothing(visit, reader_failure_name(harvest->failure));
}

static void read_page(struct visit *visit, const struct fetch_reply *reply)
{
	struct pipeline *pipeline = visit->pipeline;
	const struct poll_source *source = pipeline_source(pipeline, visit->job.page.source);
	const struct config_options *options = &pipeline->parts.config->options;
	const struct store_follow_job *page = &visit->job.page;
	const struct source *config = source ? source->source : NULL;
	struct err err;

	const struct reader_job work = {
		.kind = READER_PAGE,
		.source = page->source,
		.language = config && config->language ? config->language : "",
		.timezone = config && config->timezone ? config->timezone : options->timezone,
		.content_type = reply->content_type,
		.base_url = reply->effective_url,
		.bytes = reply->body,
		.length = reply->len,
		.now_s = clock_now_s(),
		.threshold = options->accept_threshold,
		.selectors = config ? config->selectors : (struct source_selectors){ .link = NULL },
		.text = "",
		.guid = page->guid,
		.address = page->address,
		.title = page->title,
		.author = page->author,
		.has_published = page->has_published,
		.published_is_clamped = page->published_is_clamped,
		.published_s = page->published_s,
		.published = page->published,
	};

	if (reader_client_start(pipeline->parts.reader, &work, on_harvest, visit, &err) == 0)
		pipeline_balance(pipeline);
	else
		put_off(visit, VISIT_PUT_OFF_S, err.text);
}

static void on_page(const struct fetch_reply *reply, void *arg)
{
	struct visit *visit = arg;
	const char *name = fetch_outcome_name(reply->outcome);

	visit->fetch = NULL;
	visit->etag = arena_strdup(visit->arena, reply->etag);
	visit->last_modified = arena_strdup(visit->arena, reply->last_modified);
	if (reply->outcome == FETCH_OK &&
	    news_host_of(reply->effective_url) != news_host_of(visit->job.page.address)) {
		/* as those do that ask for consent or a password first */
		tell_nothing(visit, "another site answers in its place");
	} else if (reply->outcome == FETCH_OK) {
		read_page(visit, reply);
	} else if (reply->outcome == FETCH_NOT_MODIFIED) {
		visit->is_unchanged = true;
		finish(visit, NULL);
	} else if (reply->outcome == FETCH_HTTP_404 || reply->outcome == FETCH_HTTP_410) {
		visit->gone = name;
		finish(visit, NULL);
	} else if (reply->outcome == FETCH_PAUSED || reply->outcome == FETCH_LOCAL) {
		put_off(visit, reply->retry_after_s > 0 ? reply->retry_after_s : VISIT_PUT_OFF_S,
		        name);
	} else {
		tell_nothing(visit, name);
	}
}

/* --- its beginning */

static void start_page(struct visit *visit);

static void on_robots(void *arg)
{
	start_page(arg);
}

/* The wish of the source's file, and its site's, are asked anew each time. */
static void start_page(struct visit *visit)
{
	struct pipeline *pipeline = visit->pipeline;
	const struct poll_source *source = pipeline_source(pipeline, visit->job.page.source);
	struct fetch_request request;
	int64_t wait_s = 0;

	if (!source) {
		put_off(visit, UNKNOWN_SOURCE_RETRY_S, "its source is not configured");
		return;
	}
	if (!source->source->follow) {
		put_off(visit, UNKNOWN_SOURCE_RETRY_S, "its source says follow: no");
		return;
	}
	request = pipeline_request(source, visit->job.page.address);
	request.accept = "text/html, application/xhtml+xml, */*;q=0.5";
	request.max_bytes = (size_t)pipeline->parts.config->options.page_max_bytes;
	request.etag = visit->job.visit.etag[0] ? visit->job.visit.etag : NULL;
	request.last_modified = visit->job.visit.last_modified[0] ? visit->job.visit.last_modified
	                                                          : NULL;
	switch (robots_ask(pipeline, &request, on_robots, visit, &wait_s)) {
	case ROBOTS_ALLOWED:
		visit->fetch = fetch_start(pipeline->parts.fetch, &request, on_page, visit);
		break;
	case ROBOTS_FORBIDDEN:
		tell_nothing(visit, "robots.txt forbids it");
		break;
	case ROBOTS_UNKNOWN:
		tell_nothing(visit, "robots.txt cannot be had");
		break;
	case ROBOTS_LATER:
		put_off(visit, wait_s > VISIT_PUT_OFF_S ? wait_s : VISIT_PUT_OFF_S,
		        "robots.txt cannot be had yet");
		break;
	case ROBOTS_ASKED:
		break;
	}
}

/* The strings of a job live in the arena of the whole list: each visit gets its own. */
static struct store_visit_job copy_job(const struct store_visit_job *job, struct arena *arena)
{
	struct store_visit_job copy = *job;

	copy.page.source = arena_strdup(arena, job->page.source);
	copy.page.guid = arena_strdup(arena, job->page.guid);
	copy.page.address = arena_strdup(arena, job->page.address);
	copy.page.title = arena_strdup(arena, job->page.title);
	copy.page.author = arena_strdup(arena, job->page.author);
	copy.visit.etag = arena_strdup(arena, job->visit.etag);
	copy.visit.last_modified = arena_strdup(arena, job->visit.last_modified);
	copy.visit.why = arena_strdup(arena, job->visit.why);
	return copy;
}

static void start_due(struct pipeline *pipeline, const struct store_visit_job *list, size_t count)
{
	for (size_t i = 0; i < count && pipeline->visiting < VISITS_AT_ONCE; i++) {
		struct visit *visit;

		if (is_under_way(pipeline, list[i].page.article_id))
			continue;
		visit = mem_alloc(sizeof(*visit));
		*visit = (struct visit){ .pipeline = pipeline,
			                 .arena = arena_new(LIMIT_ITEM_TEXT_BYTES),
			                 .etag = "",
			                 .last_modified = "",
			                 .next = pipeline->visits };
		visit->job = copy_job(&list[i], visit->arena);
		pipeline->visits = visit;
		pipeline->visiting++;
		start_page(visit);
	}
}

static void arm(struct pipeline *pipeline)
{
	int64_t next_s, wait_s;
	struct err err;

	if (pipeline->visiting >= VISITS_AT_ONCE)
		return;
	if (store_next_visit(pipeline->parts.store, &next_s, &err) < 0 || next_s == 0)
		return;
	wait_s = next_s - clock_now_s();
	/* What is overdue is under way: its end looks again. */
	if (wait_s > 0)
		event_timer_start(pipeline->visit_timer, wait_s * 1000);
}

static void on_due(void *arg)
{
	struct pipeline *pipeline = arg;
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct store_visit_job *list;
	struct err err;
	size_t count;

	if (store_due_visits(pipeline->parts.store, clock_now_s(),
	                     pipeline->visiting + VISITS_AT_ONCE, arena, &list, &count, &err) < 0)
		pipeline_record_failed(pipeline, "articles to visit", &err);
	else
		start_due(pipeline, list, count);
	arena_free(arena);
	arm(pipeline);
}

void visit_init(struct pipeline *pipeline)
{
	pipeline->visit_timer = event_timer_new(pipeline->parts.loop, on_due, pipeline);
}

void visit_wake(struct pipeline *pipeline)
{
	if (pipeline->is_started && pipeline->how != PIPELINE_START_ONCE)
		event_timer_start(pipeline->visit_timer, PIPELINE_AFTER_NEWS_MS);
}

void visit_done(struct pipeline *pipeline)
{
	while (pipeline->visits) {
		struct visit *visit = pipeline->visits;

		pipeline->visits = visit->next;
		visit_free(visit);
	}
	event_timer_free(pipeline->visit_timer);
}
