#include "store/decisions.h"

#include "decided.h"
#include "query.h"
#include "rows.h"

static int set_verdict(struct store *store, int64_t claim_id, enum decision_verdict verdict,
                       struct err *err)
{
	struct query q = query_open(store, SQL_SET_VERDICT);

	query_int(&q, claim_id);
	query_text(&q, claim_status_name(decision_status(verdict)));
	return query_run(&q, err);
}

int store_add_decision(struct store *store, const struct store_decision *decision, int64_t *ret_id,
                       struct err *err)
{
	struct query q = query_open(store, SQL_ADD_DECISION);

	query_int(&q, decision->claim_id);
	query_text(&q, decision_verdict_name(decision->decision.verdict));
	query_int(&q, decision->by_claim_id);
	query_text(&q, decision->decision.who);
	query_text(&q, decision->decision.why);
	query_int(&q, decision->decision.recorded_s);
	query_int(&q, decision->decision.made_s);
	if (query_run(&q, err))
		return -1;
	*ret_id = sqlite3_last_insert_rowid(store->db);
	return set_verdict(store, decision->claim_id, decision->decision.verdict, err);
}

int read_decision(struct query *q, struct arena *arena, struct store_decision *ret, struct err *err)
{
	struct decision *d = &ret->decision;
	bool is_sound;

	d->id = query_get_int(q);
	ret->claim_id = query_get_int(q);
	d->claim = query_get_text(q, arena);
	is_sound = decision_verdict_parse(query_peek_text(q), &d->verdict);
	ret->by_claim_id = query_get_int(q);
	d->by = query_get_nullable(q, arena);
	d->who = query_get_text(q, arena);
	d->why = query_get_text(q, arena);
	d->recorded_s = query_get_int(q);
	d->made_s = query_get_int(q);
	if (!is_sound)
		return err_set(err, ERR_BROKEN, "decision %lld in %s is of no known kind",
		               (long long)d->id, q->store->path);
	return 0;
}

int store_list_decisions(struct store *store, int64_t claim_id, struct arena *arena,
                         struct store_decision **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_DECISIONS);
	struct list list = list_of(sizeof(struct store_decision));
	int rc;

	query_int(&q, claim_id);
	while ((rc = query_step(&q, err)) > 0) {
		rc = read_decision(&q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

static int read_decided(struct query *q, struct arena *arena, struct store_decided *ret,
                        struct err *err)
{
	if (read_figure(q, arena, &ret->figure, err))
		return -1;
	if (!decision_verdict_parse(query_peek_text(q), &ret->verdict))
		return err_set(err, ERR_BROKEN, "a decision on claim %lld is of no known kind",
		               (long long)ret->figure.claim_id);
	return 0;
}

int store_decided_of_article(struct store *store, int64_t article_id, struct arena *arena,
                             struct store_decided **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_DECIDED_OF_ARTICLE);
	struct list list = list_of(sizeof(struct store_decided));
	int rc;

	query_int(&q, article_id);
	while ((rc = query_step(&q, err)) > 0) {
		rc = read_decided(&q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_decided_copy(struct store *store, const struct claim *claim, int64_t article_id,
                       int64_t *ret_claim_id, enum decision_verdict *ret_verdict, struct err *err)
{
	struct query q = query_open(store, SQL_DECIDED_OF_ORIGIN);
	char series[CLAIM_SERIES_SIZE], as_of[DATE_TEXT_SIZE];
	struct claim_texts scratch;
	int rc;

	query_text(&q, claim_series(claim, series));
	query_text(&q, figure_text(claim, scratch.figure));
	query_text(&q, date_format(claim->as_of, as_of));
	query_int(&q, article_id);
	*ret_claim_id = 0;
	rc = query_step(&q, err);
	if (rc > 0) {
		*ret_claim_id = query_get_int(&q);
		if (!decision_verdict_parse(query_peek_text(&q), ret_verdict))
			rc = err_set(err, ERR_BROKEN,
			             "a decision on claim %lld is of no known kind",
			             (long long)*ret_claim_id);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_copies_of(struct store *store, int64_t claim_id, struct arena *arena, int64_t **ret_list,
                    size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_COPIES_OF_CLAIM);
	struct list list = list_of(sizeof(int64_t));
	int rc;

	query_int(&q, claim_id);
	while ((rc = query_step(&q, err)) > 0)
		*(int64_t *)list_add(&list) = query_get_int(&q);
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_count_held(struct store *store, int64_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_COUNT_HELD);

	return query_number(&q, 0, ret_count, err);
}
