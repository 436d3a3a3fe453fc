/* What the claims of one text say for and against one another. */

#include "confidence.h"
#include "finding.h"

/* Under this a claim makes those doubtful that go back to it. */
#define DOUBTFUL 700

static bool same_value(const struct claim *a, const struct claim *b)
{
	return a->unit == b->unit && decimal_cmp(a->value, b->value) == 0;
}

/* The two speak of one state: what they say of it should be one figure. */
static bool same_state(const struct claim *a, const struct claim *b)
{
	return same_subject(a, b) && a->measure == b->measure && a->stage == b->stage &&
	       a->unit == b->unit && a->modality == b->modality && date_equal(a->as_of, b->as_of);
}

/* "40%, 125 of 310" */
static bool works_out(const struct claim *a, const struct claim *b)
{
	if (!same_subject(a, b) || a->modality != b->modality || a->unit != CLAIM_PERCENT ||
	    b->unit != CLAIM_COUNT || !b->has_total || b->total.digits <= 0)
		return false;
	struct decimal apart = decimal_apart(decimal_percent_of(b->value, b->total, 1), a->value);
	return decimal_cmp(apart, decimal_from_int(1)) <= 0;
}

/* "9 of 28 are completed, 19 under way" */
static bool adds_up(const struct claim *a, const struct claim *b)
{
	return same_subject(a, b) && a->unit == b->unit && a->measure == b->measure &&
	       a->stage != b->stage && a->modality == b->modality &&
	       ((a->unit == CLAIM_COUNT && a->has_total && b->has_total &&
	         decimal_cmp(a->total, b->total) == 0 &&
	         decimal_cmp(decimal_sub(a->total, a->value), b->value) == 0) ||
	        (a->unit == CLAIM_PERCENT &&
	         decimal_cmp(decimal_sub(decimal_from_int(100), a->value), b->value) == 0));
}

struct verdict {
	bool again, works_out, adds_up, conflict, contested, twice;
};

static void compare(const struct draft *a, const struct draft *b, struct verdict *v)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	bool restated = x->basis == CLAIM_RESTATED || y->basis == CLAIM_RESTATED;
	v->works_out |= works_out(x, y) || works_out(y, x);
	v->adds_up |= adds_up(x, y);
	if (same_subject(x, y) && same_value(x, y) && x->stage == y->stage) {
		v->again |= b->dropped;
		v->twice |= !b->dropped &&
		            (y->confidence > x->confidence || (!a->dated && b->dated));
	}
	if (b->dropped || restated || !same_state(x, y) || same_value(x, y))
		return;
	v->conflict |= y->confidence > x->confidence;
	v->contested |= y->confidence <= x->confidence;
}

void weigh_agreement(struct document *doc)
{
	struct verdict *verdicts = arena_array(doc->arena, doc->draft_count + 1, sizeof(*verdicts));
	for (size_t i = 0; i < doc->draft_count; i++) {
		for (size_t k = 0; k < doc->draft_count; k++) {
			if (i != k && !doc->drafts[i].dropped)
				compare(&doc->drafts[i], &doc->drafts[k], &verdicts[i]);
		}
	}
	for (size_t i = 0; i < doc->draft_count; i++) {
		struct draft *draft = &doc->drafts[i];
		const struct verdict *v = &verdicts[i];
		if (v->conflict || v->contested)
			weigh_ground(doc, draft, v->conflict ? GROUND_CONFLICT : GROUND_CONTESTED);
		if (v->twice)
			weigh_ground(doc, draft, GROUND_TWICE);
		if (v->again)
			weigh_ground(doc, draft, GROUND_AGAIN);
		if (v->works_out)
			weigh_ground(doc, draft, GROUND_WORKS_OUT);
		if (v->adds_up)
			weigh_ground(doc, draft, GROUND_ADDS_UP);
		if (is_back_reference(draft->finding) && draft->rests_on >= 0 &&
		    doc->drafts[draft->rests_on].claim.confidence < DOUBTFUL)
			weigh_ground(doc, draft, GROUND_DOUBTED);
	}
}
