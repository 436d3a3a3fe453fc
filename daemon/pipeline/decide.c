#include "pipeline/decide.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "credit.h"
#include "decide_run.h"
#include "names.h"
#include "store/decisions.h"
#include "verdict.h"

/* What a correction's claim has in place of an engine. */
#define PERSON "person"

const char *const decide_fields[] = { "package",  "subject", "measure", "stage", "unit",
	                              "value",    "high",    "total",   "bound", "as_of",
	                              "modality", "basis",   "speaker", NULL };

/* --- the request --- */

struct order {
	int64_t claim_id;
	const char *why;
	bool is_only;
	const json_t *fields;
};

static int check_why(enum decision_verdict verdict, const char *why, struct err *err)
{
	if (strlen(why) > LIMIT_QUOTE_BYTES)
		return err_set(err, ERR_INPUT, "the reason has more than %d bytes",
		               LIMIT_QUOTE_BYTES);
	if (verdict != DECISION_CONFIRMED && !why[strspn(why, " \t\n")])
		return err_set(err, ERR_INPUT, "a reason is missing: say why");
	return 0;
}

static int read_order(const json_t *json, enum decision_verdict verdict, struct order *ret,
                      struct err *err)
{
	const json_t *claim = json_object_get(json, "claim"), *why = json_object_get(json, "why");

	*ret = (struct order){ .claim_id = json_integer_value(claim),
		               .why = json_is_string(why) ? json_string_value(why) : "",
		               .is_only = json_is_true(json_object_get(json, "only")),
		               .fields = json_object_get(json, "fields") };
	if (!json_is_integer(claim) || ret->claim_id < 1)
		return err_set(err, ERR_INPUT, "\"claim\" should be a claim's number");
	if (verdict == DECISION_CORRECTED && json_object_size(ret->fields) == 0)
		return err_set(err, ERR_INPUT, "no field is named that is to be corrected");
	return check_why(verdict, ret->why, err);
}

/* --- the claim as a person corrects it --- */

static bool is_field(const char *name)
{
	for (size_t i = 0; decide_fields[i]; i++)
		if (strcmp(decide_fields[i], name) == 0)
			return true;
	return false;
}

/* A number may come as text, as the command line has it; "" takes a field away. */
static json_t *value_of(const char *name, json_t *value)
{
	const char *text = json_string_value(value);
	struct decimal number;
	json_t *made;

	if (text && !text[0])
		return json_null();
	if (!text ||
	    (strcmp(name, "value") != 0 && strcmp(name, "high") != 0 && strcmp(name, "total") != 0))
		return json_incref(value);
	if (!decimal_parse(text, strlen(text), &number))
		return json_incref(value);
	made = json_loads(text, JSON_DECODE_ANY, NULL);
	return made ? made : json_incref(value);
}

static int overlay(json_t *claim, const json_t *fields, struct err *err)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)fields, name, value)
	{
		if (!is_field(name))
			return names_unknown("field", name, decide_fields, err);
		json_object_set_new(claim, name, value_of(name, value));
	}
	return 0;
}

static int make_corrected(struct commit *commit, const struct package_list *packages,
                          const struct order *order, const char *who, const struct claim *old,
                          struct claim *ret, struct err *err)
{
	json_t *json = claim_to_json(old);
	int done = overlay(json, order->fields, err);

	if (done == 0)
		done = claim_from_json(json, commit->arena, ret, err);
	json_decref(json);
	if (done < 0)
		return -1;
	ret->status = CLAIM_ACCEPTED;
	ret->confidence = 1000;
	ret->reasons = arena_printf(commit->arena, "corrected by %s: %s", who, order->why);
	/* What stands behind each field is told by the one that is corrected. */
	ret->trace = NULL;
	ret->quote = old->quote;
	return packages ? names_check(packages, ret, err) : 0;
}

/* Records the corrected claim; *ret_is_new is false where the article had it already. */
static int record_corrected(struct commit *commit, const struct store_claim *old,
                            const struct claim *claim, int64_t *ret_id, bool *ret_is_new,
                            struct err *err)
{
	const struct store_article_id article = { .article_id = old->article_id,
		                                  .text_id = old->text_id };
	const struct store_claim_facts facts = {
		.trust = old->figure.trust,
		.threshold = old->threshold,
		.engine = PERSON,
		.lexicon = "",
		.is_backfill = old->figure.is_backfill,
		.recorded_s = commit->now_s,
	};

	return store_add_claim(commit->store, claim, &article, &facts, ret_id, ret_is_new, err);
}

/* Nobody can report the state of a day to come. */
static int check_as_of(const struct claim *claim, const struct figure *old, struct err *err)
{
	if (!claim_is_premature(claim, old->published))
		return 0;
	return err_set(
		err, ERR_INPUT,
		"the figure would be of a time after its publication: give another --as-of, or "
		"--modality expected where it is a forecast");
}

static int correct(struct verdicts *v, const struct package_list *packages,
                   const struct order *order, int64_t claim_id, bool is_copy, struct err *err)
{
	struct commit *commit = v->commit;
	struct store_claim *old, *by;
	struct claim claim;
	int64_t by_id;
	bool is_new;

	if (store_find_claim(commit->store, claim_id, commit->arena, &old, err) < 0 ||
	    make_corrected(commit, packages, order, v->who, &old->figure.claim, &claim, err) < 0 ||
	    check_as_of(&claim, &old->figure, err) < 0 ||
	    record_corrected(commit, old, &claim, &by_id, &is_new, err) < 0)
		return -1;
	if (by_id == claim_id)
		return err_set(err, ERR_INPUT,
		               "claim %" PRId64 " says that already: nothing differs", claim_id);
	verdicts_add(v, claim_id, DECISION_CORRECTED, by_id, is_copy);
	if (store_find_claim(commit->store, by_id, commit->arena, &by, err) < 0)
		return -1;
	if (is_new) {
		verdicts_add_fresh(v, by_id);
		return credit_pass_on(commit, claim_id, by, err);
	}
	if (by->figure.claim.status != CLAIM_ACCEPTED)
		verdicts_add(v, by_id, DECISION_CONFIRMED, 0, is_copy);
	return 0;
}

/* --- deciding --- */

static int already(const struct store_claim *claim, enum decision_verdict verdict, struct err *err)
{
	enum claim_status status = claim->figure.claim.status;

	if (verdict == DECISION_REJECTED && status == CLAIM_REJECTED)
		return err_set(err, ERR_INPUT, "claim %" PRId64 " is rejected already",
		               claim->figure.claim_id);
	if (status == CLAIM_SUPERSEDED && verdict != DECISION_CONFIRMED)
		return err_set(err, ERR_INPUT,
		               "another claim stands in the place of claim %" PRId64
		               ": decide on that one (show %" PRId64 " names it)",
		               claim->figure.claim_id, claim->figure.claim_id);
	return 0;
}

/* Whether a person's last word on the claim was that it is right as it was read. */
static int find_confirmed(struct commit *commit, int64_t claim_id, const struct decision **ret,
                          struct err *err)
{
	struct store_decision *list;
	size_t count;

	*ret = NULL;
	if (store_list_decisions(commit->store, claim_id, commit->arena, &list, &count, err) < 0)
		return -1;
	if (count > 0 && list[count - 1].decision.verdict == DECISION_CONFIRMED)
		*ret = &list[count - 1].decision;
	return 0;
}

/* A claim that is confirmed is not confirmed a second time: the ledger would tell it twice. */
static int confirm(struct verdicts *v, int64_t claim_id, bool is_copy, struct err *err)
{
	const struct decision *made;

	if (find_confirmed(v->commit, claim_id, &made, err) < 0)
		return -1;
	if (!made)
		verdicts_add(v, claim_id, DECISION_CONFIRMED, 0, is_copy);
	return 0;
}

static int is_confirmed(struct commit *commit, int64_t claim_id, struct err *err)
{
	const struct decision *made;
	char stamp[DATE_STAMP_SIZE];

	if (find_confirmed(commit, claim_id, &made, err) < 0)
		return -1;
	if (!made) /* the verdicts were empty for this reason alone */
		return err_set(err, ERR_BROKEN, "claim %" PRId64 " is not confirmed", claim_id);
	return err_set(err, ERR_INPUT,
	               "claim %" PRId64 " is confirmed already, by %s at %s; nothing was written",
	               claim_id, made->who, date_stamp_format(made->recorded_s, stamp));
}

static int add(struct verdicts *v, const struct package_list *packages,
               enum decision_verdict verdict, const struct order *order, int64_t claim_id,
               bool is_copy, struct err *err)
{
	if (verdict == DECISION_CORRECTED)
		return correct(v, packages, order, claim_id, is_copy, err);
	if (verdict == DECISION_CONFIRMED)
		return confirm(v, claim_id, is_copy, err);
	verdicts_add(v, claim_id, verdict, 0, is_copy);
	return 0;
}

static int decide(struct verdicts *v, const struct package_list *packages,
                  enum decision_verdict verdict, const struct order *order, size_t *ret_copies,
                  struct err *err)
{
	struct commit *commit = v->commit;
	struct store_claim *claim;
	int64_t *copies = NULL;

	*ret_copies = 0;
	if (store_find_claim(commit->store, order->claim_id, commit->arena, &claim, err) < 0)
		return -1;
	if (!claim)
		return err_set(err, ERR_INPUT,
		               "no claim has the number %" PRId64
		               "; `integractl claims` lists them",
		               order->claim_id);
	if (already(claim, verdict, err) < 0 ||
	    (!order->is_only && store_copies_of(commit->store, order->claim_id, commit->arena,
	                                        &copies, ret_copies, err) < 0) ||
	    add(v, packages, verdict, order, order->claim_id, false, err) < 0)
		return -1;
	for (size_t i = 0; i < *ret_copies; i++)
		if (add(v, packages, verdict, order, copies[i], true, err) < 0)
			return -1;
	if (v->count == 0)
		return is_confirmed(commit, order->claim_id, err);
	if (verdicts_apply(v, err) < 0)
		return -1;
	return commit_settle(commit, err);
}

int decide_alone(struct commit *commit, const struct package_list *packages,
                 const struct decide_order *decided, const json_t *fields, struct err *err)
{
	const struct order order = { .claim_id = decided->claim_id,
		                     .why = decided->why,
		                     .is_only = true,
		                     .fields = fields };
	struct store_claim *claim;
	struct verdicts v;
	struct err said;
	int done;

	if (store_find_claim(commit->store, order.claim_id, commit->arena, &claim, err) < 0)
		return -1;
	if (!claim || already(claim, decided->verdict, &said) < 0)
		return 0;
	verdicts_init(&v, commit, decided->who, decided->why);
	v.made_s = decided->made_s;
	done = add(&v, packages, decided->verdict, &order, order.claim_id, false, err);
	if (done == 0 && v.count > 0)
		done = verdicts_apply(&v, err);
	verdicts_done(&v);
	return done;
}

/* --- the answer --- */

static json_t *figure_text(const struct figure *figure)
{
	char *text = figure ? claim_figure_text(&figure->claim) : NULL;
	json_t *json = text ? json_string(text) : json_null();

	MEM_FREE(text);
	return json;
}

static json_t *changes_of(const struct commit *commit)
{
	json_t *list = json_array();
	char series[CLAIM_SERIES_SIZE];

	for (size_t i = 0; i < commit->entry_count; i++) {
		const struct commit_entry *made = &commit->entries[i];

		json_array_append_new(list,
		                      json_pack("{s:I, s:s, s:I, s:s, s:o, s:o, s:s}", "id",
		                                (json_int_t)made->change_id, "kind",
		                                change_kind_name(made->entry.kind), "claim",
		                                (json_int_t)made->fresh.claim_id, "series",
		                                claim_series(&made->fresh.claim, series), "old",
		                                figure_text(made->entry.old), "new",
		                                figure_text(&made->fresh), "hash", made->hash));
	}
	return list;
}

static int answer(const struct verdicts *v, const struct order *order,
                  enum decision_verdict verdict, size_t copies, struct buf *out, struct err *err)
{
	const struct verdict_item *first = &v->items[0];
	json_t *decisions = json_array(), *json;
	char *text;
	int done;

	for (size_t i = 0; i < v->count; i++)
		json_array_append_new(decisions, json_integer(v->items[i].decision_id));
	json = json_pack("{s:I, s:s, s:s, s:o, s:I, s:o, s:o}", "claim",
	                 (json_int_t)order->claim_id, "verdict", decision_verdict_name(verdict),
	                 "status", claim_status_name(decision_status(verdict)), "by",
	                 first->by_claim_id ? json_integer(first->by_claim_id) : json_null(),
	                 "copies", (json_int_t)copies, "decisions", decisions, "changes",
	                 changes_of(v->commit));
	text = json_dumps(json, JSON_COMPACT);
	done = buf_puts(out, text);
	MEM_FREE(text);
	json_decref(json);
	return done == 0 ? 0 : err_set(err, ERR_LIMIT, "the answer is too long");
}

int decide_run(struct commit *commit, const struct package_list *packages,
               const struct decide_request *request, struct buf *out, struct err *err)
{
	json_error_t error;
	json_t *json = json_loadb(request->body, request->len, JSON_REJECT_DUPLICATES, &error);
	struct verdicts v = { 0 };
	struct order order;
	size_t copies;
	int done = -1;

	if (!json)
		return err_set(err, ERR_INPUT, "no JSON: %s", error.text);
	if (read_order(json, request->verdict, &order, err) == 0) {
		verdicts_init(&v, commit, request->who, order.why);
		done = decide(&v, packages, request->verdict, &order, &copies, err);
	}
	if (done == 0)
		done = answer(&v, &order, request->verdict, copies, out, err);
	verdicts_done(&v);
	json_decref(json);
	return done;
}

int decide_here(struct store *store, const struct package_list *packages,
                const struct decide_request *request, int64_t now_s, struct buf *out,
                struct err *err)
{
	struct arena *arena = arena_new(LIMIT_IMPORT_BYTES);
	struct commit commit;
	int done = -1;

	commit_init(&commit, store, arena, now_s);
	if (store_begin(store, err) == 0) {
		done = decide_run(&commit, packages, request, out, err);
		if (done == 0)
			done = store_commit(store, err);
		if (done < 0)
			store_rollback(store);
	}
	commit_done(&commit);
	arena_free(arena);
	return done;
}
