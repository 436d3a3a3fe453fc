#include "verdict.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "change/decided.h"
#include "store/decisions.h"
#include "store/figures.h"

void verdicts_init(struct verdicts *v, struct commit *commit, const char *who, const char *why)
{
	*v = (struct verdicts){ .commit = commit, .who = who, .why = why };
}

void verdicts_done(struct verdicts *v)
{
	MEM_FREE(v->items);
	MEM_FREE(v->fresh);
}

void verdicts_add(struct verdicts *v, int64_t claim_id, enum decision_verdict verdict,
                  int64_t by_claim_id, bool is_copy)
{
	v->items = mem_room(v->items, v->count, &v->cap, sizeof(*v->items));
	v->items[v->count++] = (struct verdict_item){ .claim_id = claim_id,
		                                      .by_claim_id = by_claim_id,
		                                      .verdict = verdict,
		                                      .is_copy = is_copy };
}

void verdicts_add_fresh(struct verdicts *v, int64_t claim_id)
{
	v->fresh = mem_room(v->fresh, v->fresh_count, &v->fresh_cap, sizeof(*v->fresh));
	v->fresh[v->fresh_count++] = claim_id;
}

/* --- the series that are touched, as they were before --- */

struct touched {
	const char *series;
	struct figure *current;   /* before */
	struct figure *announced; /* before */
	bool is_told;             /* an entry of these decisions was announced in it */
	int64_t follower;         /* the claim that follows what is gone, and was told so */
};

/* A claim that counts from now on and has not been compared yet. */
struct pending {
	struct figure order; /* first, for change_order_cmp() */
	int64_t claim_id;
	const char *series;
	char *key;                 /* ours; NULL: known by its claim and kind */
	struct change_entry quiet; /* is_entry: to be entered where nothing else tells of it */
};

struct applying {
	struct verdicts *v;
	struct touched *touched;
	size_t touched_count;
	struct pending *pending; /* those from `at` on */
	size_t pending_count;
	size_t at;
};

static size_t find_touched(const struct applying *a, const char *series)
{
	size_t i = 0;

	while (i < a->touched_count && strcmp(a->touched[i].series, series) != 0)
		i++;
	return i;
}

/* load() has touched the series of every claim that is spoken of. */
static struct touched *touched_of(struct applying *a, const char *series)
{
	size_t i = find_touched(a, series);

	if (i == a->touched_count)
		abort();
	return &a->touched[i];
}

static int touch(struct applying *a, const char *series, struct err *err)
{
	struct commit *commit = a->v->commit;
	struct touched *touched;

	if (find_touched(a, series) < a->touched_count)
		return 0;
	touched = &a->touched[a->touched_count++];
	*touched = (struct touched){ .series = series };
	if (store_current_figure(commit->store, series, commit->arena, &touched->current, err) < 0)
		return -1;
	return store_last_announced(commit->store, series, commit->arena, &touched->announced, err);
}

static int load(struct applying *a, int64_t claim_id, struct store_claim **ret_claim,
                struct err *err)
{
	struct commit *commit = a->v->commit;

	if (store_find_claim(commit->store, claim_id, commit->arena, ret_claim, err) < 0)
		return -1;
	if (!*ret_claim)
		return err_set(err, ERR_INPUT, "no claim has the number %" PRId64, claim_id);
	return touch(a, (*ret_claim)->series, err);
}

static void wait_for_turn(struct applying *a, const struct store_claim *claim, char *key)
{
	a->pending[a->pending_count++] = (struct pending){ .order = claim->figure,
		                                           .claim_id = claim->figure.claim_id,
		                                           .series = claim->series,
		                                           .key = key };
}

/* --- the decisions themselves --- */

static const char *key_of_claim(struct applying *a, int64_t claim_id, struct err *err)
{
	struct commit *commit = a->v->commit;
	struct figure *figure;

	if (store_find_figure(commit->store, claim_id, commit->arena, &figure, err) < 0)
		return NULL;
	if (figure)
		return figure->natural_key;
	(void)err_set(err, ERR_BROKEN, "claim %" PRId64 " was recorded and is gone", claim_id);
	return NULL;
}

static int enter_decision(struct applying *a, const struct verdict_item *item,
                          const struct decision *decision, struct err *err)
{
	char *key = change_decision_key(decision->id, NULL);
	bool is_quiet = item->is_copy || decision->made_s; /* an import makes no noise */
	struct change_entry entry = change_decided(decision, item->was_accepted, is_quiet, key);
	int done = commit_enter(a->v->commit, &entry, &item->claim->figure, item->claim->series,
	                        err);

	MEM_FREE(key);
	return done;
}

static int decide(struct applying *a, struct verdict_item *item, struct err *err)
{
	struct commit *commit = a->v->commit;
	struct store_decision d = { .claim_id = item->claim_id,
		                    .by_claim_id = item->by_claim_id,
		                    .decision = { .verdict = item->verdict,
		                                  .claim = item->claim->figure.natural_key,
		                                  .who = a->v->who,
		                                  .why = item->why ? item->why : a->v->why,
		                                  .recorded_s = commit->now_s,
		                                  .made_s = a->v->made_s } };

	if (item->by_claim_id) {
		d.decision.by = key_of_claim(a, item->by_claim_id, err);
		if (!d.decision.by)
			return -1;
	}
	if (store_add_decision(commit->store, &d, &item->decision_id, err) < 0)
		return -1;
	d.decision.id = item->decision_id;
	return enter_decision(a, item, &d.decision, err);
}

static int decide_all(struct applying *a, struct err *err)
{
	struct verdicts *v = a->v;

	for (size_t i = 0; i < v->count; i++) {
		struct verdict_item *item = &v->items[i];
		struct store_claim *after;

		if (decide(a, item, err) < 0)
			return -1;
		if (item->verdict != DECISION_CONFIRMED || item->was_accepted)
			continue;
		if (load(a, item->claim_id, &after, err) < 0)
			return -1;
		wait_for_turn(a, after, change_decision_key(item->decision_id, "counts"));
	}
	return 0;
}

/* --- the claims that count from now on --- */

static bool is_pending(const struct applying *a, int64_t claim_id)
{
	for (size_t i = a->at; i < a->pending_count; i++)
		if (a->pending[i].claim_id == claim_id)
			return true;
	return false;
}

/*
 * What was announced last. A claim that was confirmed has perhaps been announced
 * once, before it was rejected: that does not count until its turn.
 */
static int find_announced(struct applying *a, const struct touched *touched,
                          struct figure **ret_figure, struct err *err)
{
	struct commit *commit = a->v->commit;

	if (store_last_announced(commit->store, touched->series, commit->arena, ret_figure, err) <
	    0)
		return -1;
	if (*ret_figure && is_pending(a, (*ret_figure)->claim_id))
		*ret_figure = touched->announced;
	return 0;
}

/* Whichever of the others have not had their turn are not there yet. */
static int weigh(struct applying *a, struct pending *p, struct err *err)
{
	struct commit *commit = a->v->commit;
	struct touched *touched = touched_of(a, p->series);
	struct figure *list, *announced;
	struct change_entry entry;
	size_t count, kept = 0;

	if (find_announced(a, touched, &announced, err) < 0 ||
	    store_load_figures(commit->store, p->series, NULL, 0, commit->arena, &list, &count,
	                       err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!is_pending(a, list[i].claim_id))
			list[kept++] = list[i];
	entry = change_compare(list, kept, announced, &p->order);
	if (entry.row == CHANGE_ROW_COPY)
		commit->copies++;
	if (!entry.is_entry)
		return 0;
	entry.key = p->key;
	if (entry.kind == CHANGE_BACKFILL && !entry.is_announced) {
		p->quiet = entry;
		return 0;
	}
	touched->is_told |= entry.is_announced;
	return commit_enter(commit, &entry, &p->order, p->series, err);
}

static int cmp_pending(const void *x, const void *y)
{
	return change_order_cmp(&((const struct pending *)x)->order,
	                        &((const struct pending *)y)->order);
}

static int weigh_all(struct applying *a, struct err *err)
{
	struct store_claim *claim;

	for (size_t i = 0; i < a->v->fresh_count; i++) {
		if (load(a, a->v->fresh[i], &claim, err) < 0)
			return -1;
		wait_for_turn(a, claim, NULL);
	}
	if (a->pending_count > 1)
		qsort(a->pending, a->pending_count, sizeof(*a->pending), cmp_pending);
	for (a->at = 0; a->at < a->pending_count; a->at++)
		if (weigh(a, &a->pending[a->at], err) < 0)
			return -1;
	return 0;
}

/* --- what holds in the place of what is gone --- */

static int follow_up(struct applying *a, const struct verdict_item *item, struct err *err)
{
	struct commit *commit = a->v->commit;
	struct touched *touched = touched_of(a, item->claim->series);
	struct change_entry entry;
	struct figure *now;
	char *key;
	int done = 0;

	if (!item->was_accepted || item->verdict == DECISION_CONFIRMED || touched->is_told)
		return 0;
	if (store_current_figure(commit->store, touched->series, commit->arena, &now, err) < 0)
		return -1;
	key = change_decision_key(item->decision_id, "now");
	entry = change_after(&item->claim->figure, touched->current, touched->announced, now, key);
	if (entry.is_entry) {
		touched->is_told = true;
		touched->follower = now->claim_id;
		done = commit_enter(commit, &entry, now, touched->series, err);
	}
	MEM_FREE(key);
	return done;
}

/* What was only added to the past, unless it follows what is gone, which says more. */
static int enter_quiet(struct applying *a, struct err *err)
{
	for (size_t i = 0; i < a->pending_count; i++) {
		struct pending *p = &a->pending[i];

		if (p->quiet.is_entry && touched_of(a, p->series)->follower != p->claim_id &&
		    commit_enter(a->v->commit, &p->quiet, &p->order, p->series, err) < 0)
			return -1;
	}
	return 0;
}

static int settle(struct applying *a, struct err *err)
{
	struct commit *commit = a->v->commit;

	for (size_t i = 0; i < a->touched_count; i++)
		if (commit_choose_current(commit, a->touched[i].series, err) < 0 ||
		    store_recount_series(commit->store, a->touched[i].series, err) < 0)
			return -1;
	for (size_t i = 0; i < a->v->count; i++)
		if (follow_up(a, &a->v->items[i], err) < 0)
			return -1;
	return enter_quiet(a, err);
}

static int load_all(struct applying *a, struct err *err)
{
	for (size_t i = 0; i < a->v->count; i++) {
		struct verdict_item *item = &a->v->items[i];

		if (load(a, item->claim_id, &item->claim, err) < 0)
			return -1;
		item->was_accepted = item->claim->figure.claim.status == CLAIM_ACCEPTED;
	}
	return 0;
}

int verdicts_apply(struct verdicts *v, struct err *err)
{
	struct arena *arena = v->commit->arena;
	size_t most = 2 * v->count + v->fresh_count;
	struct applying a = { .v = v,
		              .touched = arena_array(arena, most, sizeof(*a.touched)),
		              .pending = arena_array(arena, most, sizeof(*a.pending)) };
	int done = -1;

	if (load_all(&a, err) == 0 && decide_all(&a, err) == 0 && weigh_all(&a, err) == 0)
		done = settle(&a, err);
	for (size_t i = 0; i < a.pending_count; i++)
		MEM_FREE(a.pending[i].key);
	return done;
}

/* --- honouring --- */

/*
 * Both stand in the same words: of one text by their place in it, of two texts of
 * one article by their quotes.
 */
static bool is_same_place(const struct figure *decided, const struct claim *claim,
                          const char *sha256)
{
	const struct claim *old = &decided->claim;

	if (strcmp(decided->sha256, sha256) == 0)
		return old->in_title == claim->in_title &&
		       old->offset < claim->offset + claim->length &&
		       claim->offset < old->offset + old->length;
	return old->quote && claim->quote && strcmp(old->quote, claim->quote) == 0;
}

static void change_status(struct commit *commit, struct claim *claim, enum claim_status status,
                          const char *why, int64_t claim_id)
{
	claim->reasons = arena_printf(
		commit->arena, "%s%s%s claim %" PRId64, claim->reasons ? claim->reasons : "",
		claim->reasons && claim->reasons[0] ? "; " : "", why, claim_id);
	claim->status = status;
}

/*
 * A copy is what the person has decided on, printed elsewhere: it counts, or
 * waits, as if it had been there then, so that the picture does not depend on
 * which came first.
 */
int verdict_honour_copy(struct commit *commit, struct claim *claim, int64_t article_id,
                        struct err *err)
{
	enum decision_verdict verdict = DECISION_CONFIRMED;
	int64_t decided;

	if (store_decided_copy(commit->store, claim, article_id, &decided, &verdict, err) < 0)
		return -1;
	if (!decided)
		return 0;
	if (verdict == DECISION_CONFIRMED && claim->status == CLAIM_HELD)
		change_status(commit, claim, CLAIM_ACCEPTED, "a person confirmed its copy,",
		              decided);
	else if (verdict != DECISION_CONFIRMED && claim->status == CLAIM_ACCEPTED)
		change_status(commit, claim, CLAIM_HELD, "a person refused its copy,", decided);
	return 0;
}

int verdict_honour(struct commit *commit, struct claim *claim,
                   const struct store_article_id *article, enum verdict_words *ret_words,
                   struct err *err)
{
	struct store_decided *list;
	size_t count;

	*ret_words = VERDICT_OPEN;
	if (store_decided_of_article(commit->store, article->article_id, commit->arena, &list,
	                             &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (decision_is_by_rules(list[i].verdict) ||
		    !is_same_place(&list[i].figure, claim, article->sha256))
			continue;
		if (list[i].verdict != DECISION_REJECTED) {
			*ret_words = VERDICT_SETTLED;
			return 0;
		}
		*ret_words = VERDICT_REFUSED;
		change_status(commit, claim, CLAIM_HELD, "a person rejected what is said here as",
		              list[i].figure.claim_id);
	}
	return 0;
}
