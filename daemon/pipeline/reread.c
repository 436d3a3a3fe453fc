#include "reread.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "credit.h"
#include "pipeline/import.h"
#include "store/decisions.h"
#include "store/sources.h"
#include "verdict.h"

/* --- the article and its texts --- */

/* An imported article that came with its claims was not read at all. */
static bool was_given_its_claims(const struct store_claim *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].engine, IMPORT_SOURCE) == 0)
			return true;
	return false;
}

static int load_texts(struct store *store, const int64_t *ids, size_t count, int64_t article_id,
                      struct reread *r, struct err *err)
{
	r->texts = arena_array(r->arena, count, sizeof(*r->texts));
	r->read = arena_array(r->arena, count, sizeof(*r->read));
	r->has_read = arena_array(r->arena, count, sizeof(*r->has_read));
	for (size_t i = 0; i < count; i++) {
		struct store_article *text;

		if (store_find_article(store, article_id, ids[i], r->arena, &text, err) < 0)
			return -1;
		if (text && (text->article.title[0] || text->article.text[0]))
			r->texts[r->count++] = *text;
	}
	return 0;
}

int reread_next(struct store *store, int64_t after, struct reread *r, int64_t *ret_id,
                struct err *err)
{
	struct store_claim_filter filter = { .article_id = 0 };
	struct store_claim *claims;
	int64_t *ids;
	size_t claim_count, count;

	r->count = 0;
	r->engine = "";
	if (store_article_after(store, after, ret_id, err) < 0)
		return -1;
	if (!*ret_id)
		return 0;
	filter.article_id = *ret_id;
	if (store_list_claims(store, &filter, r->arena, &claims, &claim_count, err) < 0)
		return -1;
	if (was_given_its_claims(claims, claim_count))
		return 0;
	if (store_texts_of(store, *ret_id, r->arena, &ids, &count, err) < 0)
		return -1;
	return load_texts(store, ids, count, *ret_id, r, err);
}

struct reader_job reread_job_of(const struct store_article *text, const struct config *config,
                                int64_t now_s)
{
	const struct article *article = &text->article;

	return (struct reader_job){
		.kind = READER_TEXT,
		.source = text->source,
		.language = article->language,
		.timezone = config->options.timezone,
		.content_type = "",
		.base_url = article->address,
		.bytes = article->text,
		.length = strlen(article->text),
		.now_s = now_s,
		.threshold = config->options.accept_threshold,
		.text = "",
		.guid = article->guid,
		.address = article->address,
		.title = article->title,
		.author = article->author,
		.has_published = article->has_published,
		.published_is_clamped = article->published_is_clamped,
		.published_s = article->published_s,
		.published = article->published,
	};
}

struct reader_job reread_job(const struct reread *r, size_t index, int64_t now_s)
{
	return reread_job_of(&r->texts[index], r->config, now_s);
}

/* A claim that does not end with its harvest. */
static struct claim keep(struct arena *arena, const struct claim *claim)
{
	struct claim kept = *claim;

	kept.package = arena_strdup(arena, claim->package);
	kept.subject = arena_strdup(arena, claim->subject);
	kept.speaker = arena_strdup(arena, claim->speaker);
	kept.quote = arena_strdup(arena, claim->quote);
	kept.reasons = arena_strdup(arena, claim->reasons);
	kept.trace = arena_strdup(arena, claim->trace);
	return kept;
}

void reread_take(struct reread *r, size_t index, const struct reader_harvest *harvest)
{
	const struct article *item = harvest->items;
	struct article *read = &r->read[index];

	if (harvest->failure != READER_OK || harvest->count != 1)
		return;
	r->has_read[index] = true;
	r->engine = arena_strdup(r->arena, harvest->engine);
	read->claims = arena_array(r->arena, item->claim_count, sizeof(*read->claims));
	read->claim_count = item->claim_count;
	for (size_t i = 0; i < item->claim_count; i++)
		read->claims[i] = keep(r->arena, &item->claims[i]);
}

/* --- what differs --- */

/* A claim of the record, and what today's rules have in its place. */
struct recorded {
	const struct store_claim *claim;
	char first[HASH_HEX_SIZE]; /* natural key of its first reading */
	bool is_last;              /* reading of it */
	bool is_open;  /* neither a person nor an import settled it, and it counts or waits */
	bool by_rules; /* rules superseded it */
	bool is_read;  /* its text was read again */
	bool is_found;
	int64_t by_id;
};

/* A claim of today. */
struct found {
	struct claim claim;
	size_t text;
	struct recorded *instead_of; /* NULL: it is new */
	bool is_read_again;
};

struct comparison {
	const struct reread *r;
	struct commit *commit;
	struct recorded *recorded;
	size_t recorded_count;
	struct found *found;
	size_t found_count;
	reextract_tell_fn *tell;
	void *arg;
};

static int find_verdict(struct comparison *c, struct recorded *entry, struct err *err)
{
	enum claim_status status = entry->claim->figure.claim.status;
	struct store_decision *list;
	bool by_person = false;
	size_t count;

	if (store_list_decisions(c->commit->store, entry->claim->figure.claim_id, c->r->arena,
	                         &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		by_person |= !decision_is_by_rules(list[i].decision.verdict);
	entry->by_rules = count > 0 && decision_is_by_rules(list[count - 1].decision.verdict);
	entry->is_open = !by_person && !entry->by_rules && strcmp(entry->claim->engine, "person") &&
	                 (status == CLAIM_ACCEPTED || status == CLAIM_HELD);
	return 0;
}

/* Newest first, as they are listed: of several readings of one claim the first is the last. */
static int list_recorded(struct comparison *c, struct err *err)
{
	const struct store_article *article = &c->r->texts[0];
	const struct store_claim_filter filter = { .article_id = article->id.article_id };
	struct store_claim *claims;
	size_t count;

	if (store_list_claims(c->commit->store, &filter, c->r->arena, &claims, &count, err) < 0)
		return -1;
	c->recorded = arena_array(c->r->arena, count, sizeof(*c->recorded));
	for (size_t i = 0; i < count; i++) {
		struct recorded *entry = &c->recorded[c->recorded_count++];

		entry->claim = &claims[i];
		claim_natural_key(&claims[i].figure.claim, article->key, entry->first);
		entry->is_last = true;
		for (size_t k = 0; k < i; k++)
			entry->is_last &= strcmp(c->recorded[k].first, entry->first) != 0;
		for (size_t k = 0; k < c->r->count; k++)
			entry->is_read |= c->r->has_read[k] &&
			                  c->r->texts[k].id.text_id == claims[i].text_id;
		if (find_verdict(c, entry, err) < 0)
			return -1;
	}
	return 0;
}

static struct recorded *last_reading(struct comparison *c, const char *first)
{
	for (size_t i = 0; i < c->recorded_count; i++)
		if (c->recorded[i].is_last && strcmp(c->recorded[i].first, first) == 0)
			return &c->recorded[i];
	return NULL;
}

static bool is_found_already(const struct comparison *c, const struct claim *claim)
{
	const char *key = c->r->texts[0].key;
	char own[HASH_HEX_SIZE], other[HASH_HEX_SIZE];

	claim_natural_key(claim, key, own);
	for (size_t i = 0; i < c->found_count; i++) {
		claim_natural_key(&c->found[i].claim, key, other);
		if (strcmp(own, other) == 0)
			return true;
	}
	return false;
}

/* A claim that rules of today find: is it known, with the same status? */
static int place(struct comparison *c, size_t text, const struct claim *claim, struct err *err)
{
	struct found found = { .claim = *claim, .text = text };
	char first[HASH_HEX_SIZE];
	struct recorded *known;
	enum verdict_words words;

	claim_natural_key(claim, c->r->texts[0].key, first);
	known = last_reading(c, first);
	if (known && !known->is_open && !known->by_rules)
		return 0;
	if (verdict_honour(c->commit, &found.claim, &c->r->texts[text].id, &words, err) < 0 ||
	    (words == VERDICT_OPEN &&
	     verdict_honour_copy(c->commit, &found.claim, c->r->texts[text].id.article_id, err) <
	             0))
		return -1;
	if (known)
		known->is_found = true;
	if (words == VERDICT_SETTLED || is_found_already(c, claim) ||
	    (known && known->is_open && known->claim->figure.claim.status == found.claim.status))
		return 0;
	found.is_read_again = known != NULL;
	found.instead_of = known && known->is_open ? known : NULL;
	c->found[c->found_count++] = found;
	return 0;
}

static int list_found(struct comparison *c, struct err *err)
{
	size_t most = 0;

	for (size_t i = 0; i < c->r->count; i++)
		most += c->r->read[i].claim_count;
	c->found = arena_array(c->r->arena, most, sizeof(*c->found));
	for (size_t i = 0; i < c->r->count; i++)
		for (size_t k = 0; k < c->r->read[i].claim_count; k++)
			if (place(c, i, &c->r->read[i].claims[k], err) < 0)
				return -1;
	return 0;
}

static bool is_gone(const struct recorded *entry)
{
	return entry->is_open && entry->is_last && entry->is_read && !entry->is_found;
}

/* What is read in the same words takes the place of what is not read there any more. */
static void match_places(struct comparison *c)
{
	for (size_t i = 0; i < c->found_count; i++) {
		struct found *found = &c->found[i];

		for (size_t k = 0; k < c->recorded_count && !found->instead_of; k++) {
			const struct claim *old = &c->recorded[k].claim->figure.claim;

			if (is_gone(&c->recorded[k]) && old->in_title == found->claim.in_title &&
			    c->recorded[k].claim->text_id == c->r->texts[found->text].id.text_id &&
			    old->offset < found->claim.offset + found->claim.length &&
			    found->claim.offset < old->offset + old->length)
				found->instead_of = &c->recorded[k];
		}
	}
}

/* --- telling and writing it --- */

static const char *in_a_line(struct arena *arena, const struct claim *claim)
{
	char series[CLAIM_SERIES_SIZE], as_of[DATE_TEXT_SIZE];
	char *figure = claim_figure_text(claim);
	const char *line = arena_printf(arena, "%s %s @%s%s%s%s%s", claim_series(claim, series),
	                                figure, date_format(claim->as_of, as_of),
	                                claim->speaker ? " " : "",
	                                claim->speaker ? claim->speaker : "",
	                                claim->modality == CLAIM_EXPECTED ? ", expected" : "",
	                                claim->status == CLAIM_HELD ? ", held" : "");

	MEM_FREE(figure);
	return line;
}

/* "engine-5e6f7a8b+0a1b2c3d" as the columns have it. */
static const char *rules_of_today(const struct comparison *c)
{
	char *text = arena_strdup(c->r->arena, c->r->engine);
	char *plus = strchr(text, '+');

	if (plus)
		*plus = ' ';
	return text;
}

static const char *why_of(const struct comparison *c, const struct store_claim *old)
{
	const char *now = rules_of_today(c);

	if (!old)
		return arena_printf(c->r->arena, "found by %s", now);
	return arena_printf(c->r->arena, "%s %s → %s", old->engine, old->lexicon, now);
}

static void tell(const struct comparison *c, const struct recorded *old, const struct found *now)
{
	const struct claim *before = old ? &old->claim->figure.claim : NULL;
	const struct reextract_difference difference = {
		.article_id = c->r->texts[0].id.article_id,
		.claim_id = old ? old->claim->figure.claim_id : 0,
		.before = before ? in_a_line(c->r->arena, before) : NULL,
		.now = now ? in_a_line(c->r->arena, &now->claim) : NULL,
		.quote = now ? now->claim.quote : before->quote,
		.why = why_of(c, old ? old->claim : NULL),
	};

	if (c->tell)
		c->tell(&difference, c->arg);
}

/* Of a source that is not configured any more another claim of the article knows. */
static enum source_trust trust_of(const struct comparison *c)
{
	const struct source *source = config_source(c->r->config, c->r->texts[0].source);

	if (source)
		return source->trust;
	return c->recorded_count ? c->recorded[0].claim->figure.trust : SOURCE_TRUST_MEDIA;
}

/* As it would have been, had these rules read the article when it came. */
static int is_backfill(const struct comparison *c, bool *ret, struct err *err)
{
	const struct store_article *article = &c->r->texts[0];
	struct change_arrival arrival = { .is_import = article->is_import,
		                          .has_published = article->article.has_published,
		                          .published_s = article->article.published_s,
		                          .seen_s = article->id.seen_s };
	struct store_source *list;
	size_t count;

	if (store_list_sources(c->commit->store, c->r->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i].key, article->source) != 0)
			continue;
		arrival.first_poll_s = list[i].poll.first_poll_s;
		arrival.first_reply_s = list[i].poll.first_reply_s;
	}
	*ret = change_is_backfill(&arrival);
	return 0;
}

static int record(struct comparison *c, struct verdicts *v, const struct found *found,
                  struct err *err)
{
	const char *engine = c->r->engine, *plus = strchr(engine, '+');
	struct store_claim_facts facts = {
		.trust = trust_of(c),
		.threshold = c->r->config->options.accept_threshold,
		.engine = plus ? arena_strndup(c->r->arena, engine, (size_t)(plus - engine))
		               : engine,
		.lexicon = plus ? plus + 1 : "",
		.recorded_s = c->commit->now_s,
		.is_read_again = found->is_read_again,
		.returned_s = found->instead_of ? found->instead_of->claim->returned_s : 0,
	};
	int64_t id;
	bool is_new;

	if (found->instead_of)
		facts.is_backfill = found->instead_of->claim->figure.is_backfill;
	else if (is_backfill(c, &facts.is_backfill, err) < 0)
		return -1;
	if (store_add_claim(c->commit->store, &found->claim, &c->r->texts[found->text].id, &facts,
	                    &id, &is_new, err) < 0)
		return -1;
	if (!is_new)
		return 0;
	verdicts_add_fresh(v, id);
	if (found->instead_of && !found->instead_of->by_id)
		found->instead_of->by_id = id;
	return 0;
}

/* Agencies may have been added since; new claims join their likes before they are compared. */
static int look_at_credits(struct comparison *c, const struct verdicts *v, struct err *err)
{
	struct store_claim *fresh;

	for (size_t i = 0; i < v->fresh_count; i++)
		if (store_find_claim(c->commit->store, v->fresh[i], c->r->arena, &fresh, err) < 0 ||
		    credit_look(c->commit, fresh, err) < 0)
			return -1;
	for (size_t i = 0; i < c->recorded_count; i++)
		if (credit_look(c->commit, c->recorded[i].claim, err) < 0)
			return -1;
	return 0;
}

static int write_all(struct comparison *c, struct err *err)
{
	struct verdicts v;
	int done = 0;

	verdicts_init(&v, c->commit, c->r->who, "");
	for (size_t i = 0; i < c->found_count && done == 0; i++)
		done = record(c, &v, &c->found[i], err);
	if (done == 0)
		done = look_at_credits(c, &v, err);
	for (size_t i = 0; i < c->recorded_count && done == 0; i++) {
		const struct recorded *old = &c->recorded[i], *last = last_reading(c, old->first);

		/* what becomes of the last reading becomes of those before it */
		if (!old->is_open || (!is_gone(last) && !last->by_id))
			continue;
		verdicts_add(&v, old->claim->figure.claim_id, DECISION_SUPERSEDED, last->by_id,
		             false);
		v.items[v.count - 1].why = why_of(c, old->claim);
	}
	if (done == 0 && (v.count > 0 || v.fresh_count > 0))
		done = verdicts_apply(&v, err);
	if (done == 0)
		done = commit_settle(c->commit, err);
	verdicts_done(&v);
	return done;
}

static void tell_all(struct comparison *c, struct reextract_counts *counts)
{
	for (size_t i = 0; i < c->recorded_count; i++) {
		struct recorded *old = &c->recorded[i];
		bool is_replaced = false;

		for (size_t k = 0; k < c->found_count; k++) {
			if (c->found[k].instead_of != old)
				continue;
			tell(c, old, &c->found[k]);
			is_replaced = true;
		}
		if (is_gone(old) && !is_replaced)
			tell(c, old, NULL);
		counts->superseded += is_replaced || is_gone(old);
	}
	for (size_t i = 0; i < c->found_count; i++)
		if (!c->found[i].instead_of)
			tell(c, NULL, &c->found[i]);
	counts->claims += (int64_t)c->found_count;
}

int reread_settle(const struct reread *r, struct commit *commit, bool dry, reextract_tell_fn *fn,
                  void *arg, struct reextract_counts *counts, struct err *err)
{
	struct comparison c = { .r = r, .commit = commit, .tell = fn, .arg = arg };

	counts->articles++;
	for (size_t i = 0; i < r->count; i++) {
		if (!r->has_read[i]) {
			counts->failed++;
			break;
		}
	}
	commit->agencies = &r->config->agencies;
	if (list_recorded(&c, err) < 0 || list_found(&c, err) < 0)
		return -1;
	match_places(&c);
	tell_all(&c, counts);
	return dry ? 0 : write_all(&c, err);
}
