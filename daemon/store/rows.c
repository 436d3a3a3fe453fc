#include "rows.h"

#include <stdio.h>
#include <string.h>

/* --- from rows --- */

struct reading {
	struct query *q;
	struct arena *arena;
	bool is_sound;
};

static struct decimal read_decimal(struct reading *r)
{
	struct decimal d = { 0, 0 };
	const char *text = query_peek_text(r->q);

	r->is_sound &= decimal_parse(text, strlen(text), &d);
	return d;
}

static struct decimal read_optional(struct reading *r, bool *ret_has)
{
	*ret_has = sqlite3_column_type(r->q->stmt, r->q->column) != SQLITE_NULL;
	if (*ret_has)
		return read_decimal(r);
	r->q->column++;
	return decimal_from_int(0);
}

static struct date read_date(struct reading *r)
{
	struct date date = { .precision = DATE_NONE };
	const char *text = query_peek_text(r->q);

	r->is_sound &= !*text || date_parse(text, strlen(text), &date);
	return date;
}

#define READ_WORD(r, type, target) \
	((r)->is_sound &= type##_parse(query_peek_text((r)->q), (target)))

static void read_claim_columns(struct reading *r, struct claim *c)
{
	c->package = query_get_text(r->q, r->arena);
	c->subject = query_get_text(r->q, r->arena);
	READ_WORD(r, claim_measure, &c->measure);
	READ_WORD(r, claim_stage, &c->stage);
	READ_WORD(r, claim_unit, &c->unit);
	c->value = read_decimal(r);
	c->high = read_optional(r, &c->has_high);
	c->total = read_optional(r, &c->has_total);
	READ_WORD(r, claim_bound, &c->bound);
	READ_WORD(r, claim_modality, &c->modality);
	READ_WORD(r, claim_basis, &c->basis);
	c->as_of = read_date(r);
	c->speaker = query_get_nullable(r->q, r->arena);
	c->quote = query_get_text(r->q, r->arena);
	c->in_title = query_get_bool(r->q);
	c->offset = (uint32_t)query_get_int(r->q);
	c->length = (uint32_t)query_get_int(r->q);
	c->confidence = (int)query_get_int(r->q);
	c->reasons = query_get_text(r->q, r->arena);
	c->trace = query_get_nullable(r->q, r->arena);
	READ_WORD(r, claim_status, &c->status);
}

int read_figure(struct query *q, struct arena *arena, struct figure *figure, struct err *err)
{
	struct reading r = { .q = q, .arena = arena, .is_sound = true };

	figure->claim_id = query_get_int(q);
	figure->natural_key = query_get_text(q, arena);
	read_claim_columns(&r, &figure->claim);
	READ_WORD(&r, source_trust, &figure->trust);
	figure->is_backfill = query_get_bool(q);
	figure->address = query_get_text(q, arena);
	figure->sha256 = query_get_text(q, arena);
	figure->source = query_get_text(q, arena);
	figure->outlet = query_get_text(q, arena);
	figure->published = read_date(&r);
	figure->published_s = query_get_int(q);
	figure->origin = query_get_int(q);
	figure->recorded_s = query_get_int(q);
	figure->seal = query_get_text(q, arena);
	figure->version_s = query_get_int(q);
	if (!r.is_sound)
		return err_set(err, ERR_BROKEN, "claim %lld in %s has a value that is none",
		               (long long)figure->claim_id, q->store->path);
	return 0;
}

int read_value(struct query *q, struct claim *claim, struct err *err)
{
	struct reading r = { .q = q, .is_sound = true };

	*claim = (struct claim){ .unit = CLAIM_PERCENT };
	READ_WORD(&r, claim_measure, &claim->measure);
	READ_WORD(&r, claim_unit, &claim->unit);
	claim->value = read_decimal(&r);
	claim->high = read_optional(&r, &claim->has_high);
	claim->total = read_optional(&r, &claim->has_total);
	if (!r.is_sound)
		return err_set(err, ERR_BROKEN, "a claim in %s has a value that is none",
		               q->store->path);
	return 0;
}

int read_figures(struct query *q, struct arena *arena, struct figure **ret_list, size_t *ret_count,
                 struct err *err)
{
	struct list list = list_of(sizeof(struct figure));
	int rc;

	while ((rc = query_step(q, err)) > 0) {
		rc = read_figure(q, arena, list_add(&list), err);
		if (rc < 0)
			break;
	}
	query_close(q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int read_one_figure(struct query *q, struct arena *arena, struct figure **ret_figure,
                    struct err *err)
{
	struct figure *figure = NULL;
	int rc = query_step(q, err);

	if (rc > 0) {
		figure = arena_alloc(arena, sizeof(*figure));
		rc = read_figure(q, arena, figure, err);
	}
	query_close(q);
	if (rc < 0)
		return -1;
	*ret_figure = figure;
	return 0;
}

/* --- to rows --- */

const char *figure_text(const struct claim *claim, char out[3 * DECIMAL_TEXT_SIZE])
{
	char low[DECIMAL_TEXT_SIZE], high[DECIMAL_TEXT_SIZE];
	struct claim upper = *claim;

	if (claim->has_high)
		upper.value = claim->high;
	snprintf(out, 3 * DECIMAL_TEXT_SIZE, "%s %s %s", claim_bound_name(claim->bound),
	         decimal_format(claim_nominal(claim), low),
	         decimal_format(claim_nominal(&upper), high));
	return out;
}

static void bind_value(struct query *q, const struct claim *claim, struct claim_texts *s)
{
	query_text(q, decimal_print(claim->value, s->value));
	query_nullable(q, claim->has_high ? decimal_print(claim->high, s->high) : NULL);
	query_nullable(q, claim->has_total ? decimal_print(claim->total, s->total) : NULL);
}

static void bind_as_of(struct query *q, const struct claim *claim, struct date published,
                       struct claim_texts *s)
{
	struct date_key key = date_as_of_key(claim->as_of, published);

	query_text(q, date_format(claim->as_of, s->as_of));
	query_int(q, key.day);
	query_int(q, (int64_t)key.precision);
}

void bind_claim(struct query *q, const struct claim *claim, struct date published,
                const struct store_claim_facts *facts, struct claim_texts *scratch)
{
	query_text(q, claim->package);
	query_text(q, claim->subject);
	query_text(q, claim_measure_name(claim->measure));
	query_text(q, claim_stage_name(claim->stage));
	query_text(q, claim_unit_name(claim->unit));
	bind_value(q, claim, scratch);
	query_text(q, claim_bound_name(claim->bound));
	query_text(q, claim_modality_name(claim->modality));
	query_text(q, claim_basis_name(claim->basis));
	bind_as_of(q, claim, published, scratch);
	query_text(q, figure_text(claim, scratch->figure));
	query_nullable(q, claim->speaker);
	query_text(q, claim->quote);
	query_int(q, claim->in_title);
	query_int(q, claim->offset);
	query_int(q, claim->length);
	query_int(q, claim->confidence);
	query_int(q, facts->threshold);
	query_text(q, claim->reasons);
	query_nullable(q, claim->trace);
	query_text(q, claim_status_name(claim->status));
	query_text(q, source_trust_name(facts->trust));
	query_int(q, facts->is_backfill);
}
