#include "commit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "credit.h"
#include "returned.h"
#include "schedule/visit.h"
#include "store/changes.h"
#include "store/claims.h"
#include "store/figures.h"
#include "store/visits.h"
#include "verdict.h"

void commit_init(struct commit *commit, struct store *store, struct arena *arena, int64_t now_s)
{
	*commit = (struct commit){ .store = store, .arena = arena, .now_s = now_s, .engine = "" };
}

void commit_done(struct commit *commit)
{
	free(commit->claims);
	free(commit->merged);
	free(commit->unsettled);
	free(commit->entries);
	*commit = (struct commit){ 0 };
}

static bool is_backfill(const struct commit *commit, const struct article *article,
                        const struct commit_source *source, int64_t seen_s)
{
	const struct change_arrival arrival = {
		.is_import = commit->is_import,
		.has_published = article->has_published,
		.published_s = article->published_s,
		.seen_s = seen_s,
		.first_poll_s = source->first_poll_s,
		.first_reply_s = source->first_reply_s,
	};

	return change_is_backfill(&arrival);
}

static void put_in_line(struct commit *commit, const struct claim *claim,
                        const struct article *article, const struct store_article_id *id,
                        const struct commit_source *source)
{
	struct commit_claim *added;

	commit->claims = mem_room(commit->claims, commit->claim_count, &commit->claim_cap,
	                          sizeof(*commit->claims));
	added = &commit->claims[commit->claim_count++];
	*added = (struct commit_claim){
		.order = { .claim = *claim,
		           .natural_key = "",
		           .address = article->address,
		           .sha256 = "",
		           .source = source->key,
		           .outlet = source->outlet,
		           .trust = source->trust,
		           .published = article->published,
		           .published_s = article->published_s },
		.article = *id,
		.source = source,
		.number = commit->claim_count,
		.is_backfill = is_backfill(commit, article, source, id->seen_s),
		.engine = commit->engine,
	};
}

static void note_merged(struct commit *commit, int64_t origin)
{
	commit->merged = mem_room(commit->merged, commit->merged_count, &commit->merged_cap,
	                          sizeof(*commit->merged));
	commit->merged[commit->merged_count++] = origin;
}

int commit_add_article(struct commit *commit, const struct article *article,
                       const struct commit_source *source, bool wants_follow,
                       struct store_article_id *ret_id, struct err *err)
{
	const struct store_arrival arrival = {
		.source_id = source->id,
		.outlet = source->outlet,
		.is_import = commit->is_import,
		.wants_follow = wants_follow,
		.may_return = article->is_edited || commit->is_visit,
		.fetched_s = commit->now_s,
		.recorded_s = commit->now_s,
	};

	if (store_add_article(commit->store, article, &arrival, ret_id, err) < 0)
		return -1;
	if (ret_id->is_new)
		commit->new_articles++;
	if (ret_id->is_merged)
		note_merged(commit, ret_id->origin);
	for (size_t i = 0; i < article->claim_count && !wants_follow; i++)
		put_in_line(commit, &article->claims[i], article, ret_id, source);
	return 0;
}

int commit_join(struct commit *commit, int64_t article_id, int64_t other_id, struct err *err)
{
	bool is_joined;
	int64_t origin;

	if (store_join_articles(commit->store, article_id, other_id, commit->now_s, &origin,
	                        &is_joined, err) < 0)
		return -1;
	if (is_joined)
		note_merged(commit, origin);
	return 0;
}

static int compare_order(const void *a, const void *b)
{
	const struct commit_claim *x = a, *y = b;

	return change_order_cmp(&x->order, &y->order);
}

/* "engine-5e6f7a8b+0a1b2c3d" is two facts: the rules, and the words they were given. */
static int record_claim(struct commit *commit, const struct commit_claim *claim, int64_t again_s,
                        int64_t *ret_id, bool *ret_is_new, struct err *err)
{
	const char *plus = strchr(claim->engine, '+');
	const struct store_claim_facts facts = {
		.trust = claim->source->trust,
		.threshold = commit->threshold,
		.engine = plus ? arena_strndup(commit->arena, claim->engine,
		                               (size_t)(plus - claim->engine))
		               : claim->engine,
		.lexicon = plus ? plus + 1 : "",
		.is_backfill = claim->is_backfill,
		.recorded_s = commit->now_s,
		.returned_s = again_s,
		.is_read_again = again_s > 0,
	};

	return store_add_claim(commit->store, &claim->order.claim, &claim->article, &facts, ret_id,
	                       ret_is_new, err);
}

static int add_claim(struct commit *commit, struct commit_claim *claim, int64_t *ret_id,
                     bool *ret_is_new, struct err *err)
{
	struct returned returned;
	enum verdict_words words;
	struct credits credits;

	*ret_is_new = false;
	if (verdict_honour(commit, &claim->order.claim, &claim->article, &words, err) < 0)
		return -1;
	if (words == VERDICT_SETTLED)
		return 0;
	/* before the claim is recorded: what people said of a copy may be said of it */
	if (credit_join(commit, &claim->order, &claim->article, &credits, err) < 0 ||
	    (words == VERDICT_OPEN && verdict_honour_copy(commit, &claim->order.claim,
	                                                  claim->article.article_id, err) < 0) ||
	    returned_look(commit, &claim->order.claim, &claim->article, &returned, err) < 0)
		return -1;
	claim->stands = returned.stands;
	if (record_claim(commit, claim, returned.again_s, ret_id, ret_is_new, err) < 0)
		return -1;
	return credit_note(commit, *ret_id, &credits, err);
}

/* The commit's entries are told of when the request that made them is gone. */
static struct change_entry keep_entry(struct arena *arena, const struct change_entry *entry)
{
	struct change_entry kept = *entry;
	struct decision *decision;

	kept.key = arena_strdup(arena, entry->key);
	if (!entry->decision)
		return kept;
	decision = arena_alloc(arena, sizeof(*decision));
	*decision = *entry->decision;
	decision->claim = arena_strdup(arena, decision->claim);
	decision->by = arena_strdup(arena, decision->by);
	decision->who = arena_strdup(arena, decision->who);
	decision->why = arena_strdup(arena, decision->why);
	kept.decision = decision;
	return kept;
}

int commit_enter(struct commit *commit, const struct change_entry *entry,
                 const struct figure *fresh, const char *series, struct err *err)
{
	struct commit_entry made = { .entry = keep_entry(commit->arena, entry), .fresh = *fresh };
	char *json = change_to_json(entry, fresh, commit->now_s);
	const struct store_change change = {
		.recorded_s = commit->now_s,
		.kind = entry->kind,
		.severity = entry->severity,
		.series = series,
		.claim_id = fresh->claim_id,
		.event_key = entry->key,
		.is_announced = entry->is_announced,
		.json = json,
	};
	int done = store_add_change(commit->store, &change, &made.change_id, made.hash, err);

	free(json);
	if (done < 0)
		return -1;
	commit->entries = mem_room(commit->entries, commit->entry_count, &commit->entry_cap,
	                           sizeof(*commit->entries));
	commit->entries[commit->entry_count++] = made;
	return 0;
}

static int update_current(struct commit *commit, const char *series, const struct figure *before,
                          const struct figure *list, size_t count, struct err *err)
{
	const struct figure *now = change_current(list, count);
	int64_t id = now ? now->claim_id : 0;

	if (id == (before ? before->claim_id : 0))
		return 0;
	return store_set_current(commit->store, series, id, err);
}

static void note_unsettled(struct commit *commit, const char *series)
{
	commit->unsettled = mem_room(commit->unsettled, commit->unsettled_count,
	                             &commit->unsettled_cap, sizeof(*commit->unsettled));
	commit->unsettled[commit->unsettled_count++] = series;
}

/* The list that was compared with goes when the claim is done: the entry's old figure stays. */
static int enter(struct commit *commit, struct change_entry *entry,
                 const struct store_claim *stored, struct err *err)
{
	struct figure *old = NULL;

	if (entry->old &&
	    store_find_figure(commit->store, entry->old->claim_id, commit->arena, &old, err) < 0)
		return -1;
	entry->old = old;
	return commit_enter(commit, entry, &stored->figure, stored->series, err);
}

/*
 * An actual figure that is imported answers to what its own report has said and
 * to what is current, however many others the series has: so an import costs as
 * much as it is long. Which of the figures of one time is current is weighed
 * once, when all have come.
 */
static int compare_import(struct commit *commit, const struct store_claim *stored,
                          struct figure *current, struct arena *scratch, struct err *err)
{
	const struct figure *fresh = &stored->figure;
	struct figure *said, *list;
	struct change_entry entry;
	size_t count;
	int d = change_cmp_current(fresh, current);

	if (store_load_origin(commit->store, stored->series, fresh->origin, scratch, &said, &count,
	                      err) < 0)
		return -1;
	list = arena_array(scratch, count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		list[i] = said[i];
	if (current)
		list[count++] = *current;
	entry = change_compare(list, count, NULL, fresh);
	if (entry.is_entry) {
		if (enter(commit, &entry, stored, err) < 0)
			return -1;
	} else if (entry.row == CHANGE_ROW_COPY) {
		commit->copies++;
	}
	if (d == 0)
		note_unsettled(commit, stored->series);
	return d > 0 ? store_set_current(commit->store, stored->series, fresh->claim_id, err) : 0;
}

static bool is_among(const struct figure *f, const struct figure *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].claim_id == f->claim_id)
			return true;
	return false;
}

/* What change_compare() has to see, each once. */
static int load_compared(struct commit *commit, const struct store_claim *stored,
                         const struct figure_span spans[CHANGE_SPANS], struct arena *scratch,
                         struct figure **ret_list, size_t *ret_count, struct err *err)
{
	struct figure *near, *said, *list;
	size_t near_count, said_count, count;

	if (store_load_figures(commit->store, stored->series, spans, CHANGE_SPANS, scratch, &near,
	                       &near_count, err) < 0 ||
	    store_load_origin(commit->store, stored->series, stored->figure.origin, scratch, &said,
	                      &said_count, err) < 0)
		return -1;
	list = arena_array(scratch, near_count + said_count + 1, sizeof(*list));
	for (count = 0; count < near_count; count++)
		list[count] = near[count];
	for (size_t i = 0; i < said_count; i++)
		if (!is_among(&said[i], near, near_count))
			list[count++] = said[i];
	*ret_list = list;
	*ret_count = count;
	return 0;
}

static int compare_arrival(struct commit *commit, const struct store_claim *stored,
                           const struct figure *current, struct arena *scratch, struct err *err)
{
	struct figure *announced, *list;
	struct figure_span spans[CHANGE_SPANS];
	struct change_entry entry;
	size_t count;

	if (store_last_announced(commit->store, stored->series, scratch, &announced, err) < 0)
		return -1;
	change_spans(current, announced, &stored->figure, spans);
	if (load_compared(commit, stored, spans, scratch, &list, &count, err) < 0)
		return -1;
	entry = change_compare(list, count, announced, &stored->figure);
	if (entry.is_entry) {
		if (enter(commit, &entry, stored, err) < 0)
			return -1;
	} else if (entry.row == CHANGE_ROW_COPY) {
		commit->copies++;
	}
	return update_current(commit, stored->series, current, list, count, err);
}

/* One claim against its series, as the series stands with all that came before it in line. */
static int compare_claim(struct commit *commit, int64_t claim_id, struct err *err)
{
	struct arena *scratch;
	struct store_claim *stored;
	struct figure *current;
	int done;

	if (store_find_claim(commit->store, claim_id, commit->arena, &stored, err) < 0)
		return -1;
	if (!stored)
		return err_set(err, ERR_BROKEN, "claim %lld was recorded and is gone",
		               (long long)claim_id);
	if (store_current_figure(commit->store, stored->series, commit->arena, &current, err) < 0)
		return -1;
	scratch = arena_new(COMMIT_ARENA_BYTES);
	if (commit->is_import && stored->figure.claim.modality == CLAIM_ACTUAL)
		done = compare_import(commit, stored, current, scratch, err);
	else
		done = compare_arrival(commit, stored, current, scratch, err);
	arena_free(scratch);
	return done;
}

int commit_choose_current(struct commit *commit, const char *series, struct err *err)
{
	struct figure_span latest = { .last_day = INT32_MAX };
	struct arena *scratch = arena_new(COMMIT_ARENA_BYTES);
	struct figure *list, *current;
	size_t count;
	int done = -1;

	if (store_latest_day(commit->store, series, &latest.first_day, err) == 0 &&
	    store_load_figures(commit->store, series, &latest, 1, scratch, &list, &count, err) ==
	            0 &&
	    store_current_figure(commit->store, series, scratch, &current, err) == 0)
		done = update_current(commit, series, current, list, count, err);
	arena_free(scratch);
	return done;
}

static int cmp_series(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * Where two origins turned out to be one, figures that seemed to have two
 * independent witnesses have one: what is current is chosen anew. So it is
 * where an import brought several figures of the current one's time.
 */
int commit_settle(struct commit *commit, struct err *err)
{
	for (size_t i = 0; i < commit->merged_count; i++) {
		const char **series;
		size_t count;

		if (store_series_of_origin(commit->store, commit->merged[i], commit->arena, &series,
		                           &count, err) < 0)
			return -1;
		for (size_t k = 0; k < count; k++)
			note_unsettled(commit, series[k]);
	}
	if (commit->unsettled_count > 1)
		qsort(commit->unsettled, commit->unsettled_count, sizeof(*commit->unsettled),
		      cmp_series);
	for (size_t i = 0; i < commit->unsettled_count; i++)
		if ((i == 0 || strcmp(commit->unsettled[i], commit->unsettled[i - 1]) != 0) &&
		    commit_choose_current(commit, commit->unsettled[i], err) < 0)
			return -1;
	return 0;
}

/* What was old when it came, or came from a file, is not visited. */
static int plan_visits(struct commit *commit, const struct commit_claim *claim, struct err *err)
{
	int done = 0;

	if (commit->is_import || claim->is_backfill ||
	    strncmp(claim->order.address, "http", 4) != 0)
		return 0;
	return store_plan_visits(commit->store, claim->article.article_id, commit->now_s,
	                         schedule_next_visit(commit->now_s, commit->now_s, false, &done),
	                         err);
}

/*
 * A figure that still stands beside one that was edited is no news, but a part of
 * the article's newest version: only which one is current may follow from it.
 */
static int keep_standing(struct commit *commit, const struct commit_claim *claim, struct err *err)
{
	char series[CLAIM_SERIES_SIZE];
	int64_t again_s, id;
	bool is_new;

	if (returned_look_beside(commit, &claim->order.claim, &claim->article, &again_s, err) < 0)
		return -1;
	if (again_s == 0)
		return 0;
	note_unsettled(commit,
	               arena_strdup(commit->arena, claim_series(&claim->order.claim, series)));
	return record_claim(commit, claim, again_s, &id, &is_new, err);
}

int commit_compare(struct commit *commit, struct err *err)
{
	if (commit->claim_count > 1)
		qsort(commit->claims, commit->claim_count, sizeof(*commit->claims), compare_order);
	for (size_t i = 0; i < commit->claim_count; i++) {
		int64_t claim_id = 0;
		bool is_new;

		if (add_claim(commit, &commit->claims[i], &claim_id, &is_new, err) < 0)
			return -1;
		commit->claims[i].claim_id = claim_id;
		if (!is_new) {
			commit->known_claims++;
			continue;
		}
		commit->new_claims++;
		if (plan_visits(commit, &commit->claims[i], err) < 0)
			return -1;
		if (compare_claim(commit, claim_id, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < commit->claim_count; i++)
		if (commit->claims[i].stands && keep_standing(commit, &commit->claims[i], err) < 0)
			return -1;
	return commit_settle(commit, err);
}
