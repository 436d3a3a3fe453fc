#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "change/change.h"
#include "config/config.h"
#include "outbox.h"
#include "store/changes.h"
#include "store/claims.h"

#define RIVAL_S (31 * 86400) /* as rows 7 and 11 of the table of changes have it */
#define RIVALS_SEEN 20

/* The programme's names, where it is one; the package as a whole has none. */
static void name_subject(const struct config *config, struct alert_fact *fact)
{
	const struct package *package = package_find(&config->packages, fact->now.claim.package);
	const struct programme *programme =
		package ? package_programme(package, fact->now.claim.subject) : NULL;

	for (int i = 0; i < ALERT_LANGUAGES && programme; i++)
		fact->subject[i] = programme_name(programme,
		                                  alert_language_name((enum alert_language)i));
}

static struct figure figure_of(const struct alert_figure *from)
{
	return (struct figure){ .claim = from->claim,
		                .outlet = from->outlet,
		                .published = from->published };
}

/* Whether a person took back what the entry told. */
static int is_taken_back(struct store *store, const char *key, struct arena *arena, bool *ret_taken,
                         struct err *err)
{
	struct store_claim *claim = NULL;
	int64_t id;

	if (store_claim_id(store, key, &id, err) < 0 ||
	    (id && store_find_claim(store, id, arena, &claim, err) < 0))
		return -1;
	*ret_taken = claim && claim->figure.claim.status != CLAIM_ACCEPTED;
	return 0;
}

/* Takes a side of a contradiction that is one to this figure too, and still stands. */
static int try_rival(struct store *store, const struct alert_figure *side, struct arena *arena,
                     struct alert_fact *fact, struct err *err)
{
	const struct figure ours = figure_of(&fact->now), other = figure_of(side);
	bool is_taken;

	if (fact->has_rival || side->claim.modality != CLAIM_ACTUAL ||
	    !change_contradicts(&ours, &other))
		return 0;
	if (is_taken_back(store, side->key, arena, &is_taken, err) < 0)
		return -1;
	fact->has_rival = !is_taken;
	if (fact->has_rival)
		fact->rival = *side;
	return 0;
}

/* Who contradicts it, by the newest contradictions of its series, either side of them. */
static int find_rival(struct store *store, struct alert_fact *fact, int64_t recorded_s,
                      struct arena *arena, struct err *err)
{
	const struct store_change_filter filter = {
		.kind = change_kind_name(CHANGE_CONFLICT),
		.series = fact->series,
		.since_s = recorded_s - RIVAL_S,
		.newest_first = true,
		.limit = RIVALS_SEEN,
	};
	struct store_change *list;
	size_t count;

	if (fact->kind == CHANGE_CONFLICT || fact->now.claim.modality != CLAIM_ACTUAL)
		return 0;
	if (store_list_changes(store, &filter, arena, &list, &count, err) < 0)
		return -1;
	fact->is_rival_sought = true;
	for (size_t i = 0; i < count && !fact->has_rival; i++) {
		struct alert_fact other;

		if (alert_fact_read(list[i].json, list[i].id, arena, &other, err) < 0)
			continue;
		if (try_rival(store, &other.now, arena, fact, err) < 0 ||
		    (other.has_old && try_rival(store, &other.old, arena, fact, err) < 0))
			return -1;
	}
	return 0;
}

/* What the record knows around the entry. */
static int complete_fact(struct store *store, const struct config *config,
                         const struct store_change *change, struct arena *arena,
                         struct alert_fact *fact, struct err *err)
{
	struct store_claim *claim = NULL;

	if (!fact->has_figure) {
		if (config->alerts.zone)
			(void)zone_offset_at(config->alerts.zone, fact->since_s, &fact->offset_min);
		return 0;
	}
	name_subject(config, fact);
	if (change->claim_id && store_find_claim(store, change->claim_id, arena, &claim, err) < 0)
		return -1;
	if (claim) {
		fact->claim_id = change->claim_id;
		fact->origins = claim->origins;
		fact->copies = claim->copies;
	}
	return find_rival(store, fact, change->recorded_s, arena, err);
}

int alerts_fact(struct store *store, const struct config *config, const struct store_change *change,
                struct arena *arena, struct alert_fact *ret_fact, struct err *err)
{
	if (alert_fact_read(change->json, change->id, arena, ret_fact, err) < 0)
		return -1;
	return complete_fact(store, config, change, arena, ret_fact, err);
}

/*
 * An entry that cannot be read (of a newer integrad that was taken back) keeps
 * no other from being told.
 */
static int read_facts(struct store *store, const struct config *config, int64_t alert_id,
                      struct arena *arena, struct alert_fact **ret_list, size_t *ret_count,
                      struct err *err)
{
	struct store_change *changes;
	size_t count, kept = 0;

	if (store_alert_changes(store, alert_id, ALERT_DATA_MAX, arena, &changes, &count, err) < 0)
		return -1;
	*ret_list = arena_array(arena, count, sizeof(**ret_list));
	for (size_t i = 0; i < count; i++) {
		if (alerts_fact(store, config, &changes[i], arena, &(*ret_list)[kept], err) == 0)
			kept++;
		else if (err->kind != ERR_INPUT)
			return -1;
	}
	*ret_count = kept;
	return 0;
}

static struct date local_day(const char *zone, int64_t now_s)
{
	int offset_min = 0;

	if (!zone || !zone_offset_at(zone, now_s, &offset_min))
		offset_min = 0;
	return date_of_stamp(now_s, offset_min);
}

static void compose(const struct config *config, enum alert_digest digest, int64_t now_s,
                    const struct alert_fact *facts, size_t count, struct store_alert *alert,
                    struct arena *arena)
{
	char stamp[DATE_STAMP_SIZE], *body;
	struct alert_batch batch = {
		.facts = facts,
		.count = count,
		.total = (size_t)alert->change_count,
		.is_digest = digest != ALERT_AT_ONCE || count == 0,
		.is_weekly = digest == ALERT_WEEKLY,
		.id = alert->message,
		.page = config->alerts.page,
		.time = date_stamp_format(now_s, stamp),
	};

	/* It costs as much as the rest of the message. */
	if (batch.is_digest)
		batch.day = local_day(config->alerts.zone, now_s);
	if (!alert_language_parse(alert->language, &batch.language))
		batch.language = ALERT_EN;
	body = alert_message(&batch);
	alert->body = arena_strdup(arena, body);
	free(body);
}

int outbox_freeze(struct store *store, const struct config *config, enum alert_digest digest,
                  int64_t now_s, struct store_alert *alert, struct arena *arena, struct err *err)
{
	struct alert_fact *facts;
	size_t count;

	if (read_facts(store, config, alert->id, arena, &facts, &count, err) < 0)
		return -1;
	compose(config, digest, now_s, facts, count, alert, arena);
	return store_save_alert(store, alert, err);
}

int outbox_freeze_new(struct store *store, const struct config *config, int64_t now_s,
                      const struct store_change *change, const struct alert_fact *fact,
                      struct store_alert *alert, struct arena *arena, struct err *err)
{
	struct alert_fact whole = *fact;

	if (complete_fact(store, config, change, arena, &whole, err) < 0)
		return -1;
	alert->change_count = 1;
	compose(config, ALERT_AT_ONCE, now_s, &whole, 1, alert, arena);
	return 0;
}
