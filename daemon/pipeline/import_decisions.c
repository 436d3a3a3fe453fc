#include "import_decisions.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "decide_run.h"
#include "store/decisions.h"

#define DECISIONS_MAX 100 /* of one claim */
#define WHO_MAX_BYTES 256

/* --- the line --- */

static int wrong(const char *key, const char *expected, struct err *err)
{
	return err_set(err, ERR_INPUT, "decisions: \"%s\" should be %s", key, expected);
}

static const char *text_of(const json_t *json, const char *key)
{
	return json_string_value(json_object_get(json, key));
}

static int read_fields(const json_t *json, struct arena *arena, struct imported_decision *ret,
                       struct err *err)
{
	const json_t *fields = json_object_get(json, "fields");
	char *text;

	if (ret->verdict != DECISION_CORRECTED)
		return 0;
	if (json_object_size(fields) == 0)
		return wrong("fields", "an object with those of the corrected claim", err);
	text = json_dumps(fields, JSON_COMPACT);
	ret->fields = arena_strdup(arena, text);
	MEM_FREE(text);
	return 0;
}

static int read_decision(const json_t *json, int64_t now_s, struct arena *arena,
                         struct imported_decision *ret, struct err *err)
{
	const char *verdict = text_of(json, "verdict"), *at = text_of(json, "at");
	const char *who = text_of(json, "who"), *why = text_of(json, "why");

	*ret = (struct imported_decision){ .fields = NULL };
	if (!verdict || !decision_verdict_parse(verdict, &ret->verdict) ||
	    decision_is_by_rules(ret->verdict))
		return wrong("verdict", "confirmed, rejected or corrected", err);
	if (!who || !who[0] || strlen(who) > WHO_MAX_BYTES)
		return wrong("who", "who decided, in at most 256 bytes", err);
	if (why && strlen(why) > LIMIT_QUOTE_BYTES)
		return wrong("why", "shorter", err);
	if (ret->verdict != DECISION_CONFIRMED && (!why || !why[strspn(why, " \t\n")]))
		return wrong("why", "there: a reason", err);
	if (!at || !date_stamp_parse(at, strlen(at), &ret->made_s, NULL) || ret->made_s <= 0 ||
	    ret->made_s > now_s + 86400)
		return wrong("at", "an instant that is past, such as 2023-04-05T12:00:00Z", err);
	ret->who = arena_strdup(arena, who);
	ret->why = arena_strdup(arena, why ? why : "");
	return read_fields(json, arena, ret, err);
}

int import_read_decisions(const json_t *claim, int64_t now_s, struct arena *arena,
                          struct imported_decisions *ret, struct err *err)
{
	const json_t *list = json_object_get(claim, "decisions");
	size_t count = json_array_size(list);

	*ret = (struct imported_decisions){ .count = 0 };
	if (list && !json_is_array(list))
		return err_set(err, ERR_INPUT, "decisions: expected a list");
	if (count > DECISIONS_MAX)
		return err_set(err, ERR_LIMIT, "decisions: over %d of them", DECISIONS_MAX);
	ret->list = arena_array(arena, count, sizeof(*ret->list));
	for (; ret->count < count; ret->count++)
		if (read_decision(json_array_get(list, ret->count), now_s, arena,
		                  &ret->list[ret->count], err) < 0)
			return -1;
	return 0;
}

/* --- the record --- */

static bool is_same(const struct imported_decision *said, const struct decision *made)
{
	return said->verdict == made->verdict && strcmp(said->who, made->who) == 0 &&
	       said->made_s == (made->made_s ? made->made_s : made->recorded_s);
}

/* What the record knows of the claim: somebody decided here, or until when it was decided there. */
struct known {
	struct store_decision *list;
	size_t count;
	bool is_decided_here;
	int64_t last_made_s;
};

static bool has(const struct known *known, const struct imported_decision *said)
{
	for (size_t i = 0; i < known->count; i++)
		if (is_same(said, &known->list[i].decision))
			return true;
	return false;
}

static int look(struct commit *commit, int64_t claim_id, struct known *ret, struct err *err)
{
	*ret = (struct known){ .count = 0 };
	if (store_list_decisions(commit->store, claim_id, commit->arena, &ret->list, &ret->count,
	                         err) < 0)
		return -1;
	for (size_t i = 0; i < ret->count; i++) {
		const struct decision *d = &ret->list[i].decision;

		if (decision_is_by_rules(d->verdict))
			continue;
		ret->is_decided_here |= d->made_s == 0;
		if (d->made_s > ret->last_made_s)
			ret->last_made_s = d->made_s;
	}
	return 0;
}

static int decide(struct commit *commit, const struct package_list *packages, int64_t claim_id,
                  const struct imported_decision *said, struct err *err)
{
	const struct decide_order order = { .verdict = said->verdict,
		                            .claim_id = claim_id,
		                            .who = said->who,
		                            .why = said->why,
		                            .made_s = said->made_s };
	json_t *fields = said->fields ? json_loads(said->fields, 0, NULL) : NULL;
	int done = decide_alone(commit, packages, &order, fields, err);

	json_decref(fields);
	return done;
}

int import_decide(struct commit *commit, const struct package_list *packages, int64_t claim_id,
                  const struct imported_decisions *decisions, size_t *taken, size_t *left,
                  struct err *err)
{
	struct known known;

	if (decisions->count == 0)
		return 0;
	if (look(commit, claim_id, &known, err) < 0)
		return -1;
	for (size_t i = 0; i < decisions->count; i++) {
		const struct imported_decision *said = &decisions->list[i];

		if (has(&known, said))
			continue;
		if (known.is_decided_here || said->made_s < known.last_made_s) {
			++*left;
			continue;
		}
		if (decide(commit, packages, claim_id, said, err) == 0)
			++*taken;
		else if (err->kind == ERR_INPUT) /* a correction to what is none here */
			++*left;
		else
			return -1;
	}
	return 0;
}
