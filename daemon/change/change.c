#include "change/change.h"

#include <string.h>

#include "entry.h"
#include "figures.h"

struct comparison {
	const struct figure *list;
	size_t count;
	const struct figure *announced;
	const struct figure *fresh;
};

/* --- the shape of an answer --- */

static enum change_severity severity_of(enum change_kind kind, const struct figure *fresh)
{
	switch (kind) {
	case CHANGE_BACKFILL:
	case CHANGE_REFINED:
	case CHANGE_RESTATED:
	case CHANGE_HELD:
	case CHANGE_SOURCE_DOWN: /* this and the others: see event.c */
	case CHANGE_SOURCE_UP:
	case CHANGE_SOURCE_SILENT:
	case CHANGE_SOURCE_MOVED:
	case CHANGE_NETWORK_DOWN:
		return CHANGE_INFO;
	case CHANGE_FIRST:
	case CHANGE_RISE:
	case CHANGE_COMPLETE:
	case CHANGE_EXPECTED:
	case CHANGE_EXPECTED_MOVED:
	case CHANGE_DEADLINE_MET:
	case CHANGE_STALE:
	case CHANGE_CONFIRMED:
	case CHANGE_RETRACTED:
		return CHANGE_NOTICE;
	case CHANGE_FALL:
		/* programmes leave "in progress" by being completed */
		return fresh->claim.stage == CLAIM_IN_PROGRESS ? CHANGE_NOTICE : CHANGE_WARNING;
	case CHANGE_REVISED:
	case CHANGE_CONFLICT:
	case CHANGE_DEADLINE_MISSED:
	case CHANGE_SOURCE_EDITED:
	case CHANGE_SOURCE_GONE:
		return CHANGE_WARNING;
	}
	return CHANGE_WARNING;
}

struct change_entry change_make_entry(enum change_row row, enum change_kind kind,
                                      const struct figure *old, const struct figure *fresh)
{
	return (struct change_entry){
		.row = row,
		.is_entry = true,
		.kind = kind,
		.severity = severity_of(kind, fresh),
		.is_certain = old && !figure_meets(old, fresh),
		.old = old,
	};
}

static struct change_entry answer(const struct comparison *c, enum change_row row,
                                  enum change_kind kind, const struct figure *old)
{
	return change_make_entry(row, kind, old, c->fresh);
}

static struct change_entry announce(const struct comparison *c, enum change_row row,
                                    enum change_kind kind, const struct figure *old)
{
	struct change_entry entry = answer(c, row, kind, old);

	entry.is_announced = true;
	return entry;
}

/* --- row 1 --- */

/* Two who are quoted in one report make two forecasts: each is known by who made it. */
static bool is_forecast_of_another(const struct claim *old, const struct claim *new)
{
	return new->modality == CLAIM_EXPECTED && old->speaker &&new->speaker &&
	       !change_same_speaker(old->speaker, new->speaker);
}

/*
 * A copy says of the same report what the report said. Of two copies that date
 * their figure by nothing but their own day of publication, the later one does
 * not say that the figure still holds: it was printed a day later. A figure is
 * no copy of one that made no change in its own right: of a held one, of a
 * restated one, of one that a decision took away, or of one that came as backfill
 * while people had been told of another.
 */
static bool is_copy_of(const struct comparison *c, const struct figure *f)
{
	const struct claim *old = &f->claim, *new = &c->fresh->claim;
	bool both_undated;

	if (f->origin != c->fresh->origin || old->modality != new->modality ||
	    !figure_same_figure(f, c->fresh) || is_forecast_of_another(old, new))
		return false;
	if (old->status == CLAIM_REJECTED || old->status == CLAIM_SUPERSEDED ||
	    (old->status == CLAIM_HELD && new->status != CLAIM_HELD) ||
	    (old->basis == CLAIM_RESTATED && new->basis != CLAIM_RESTATED) ||
	    (f->is_backfill && !c->fresh->is_backfill && c->announced))
		return false;
	if (date_equal(old->as_of, new->as_of))
		return true;
	both_undated = old->basis == CLAIM_TODAY && new->basis == CLAIM_TODAY;
	return both_undated && figure_days_apart(f, c->fresh) <= CONFLICT_DAYS;
}

/* Whether the article said it before, of the same time. */
static bool said_before_by_article(const struct figure *f, const struct figure *fresh)
{
	return f->claim.status == CLAIM_ACCEPTED && f->claim.modality == fresh->claim.modality &&
	       figure_is_of_article(f, fresh) && figure_same_figure(f, fresh) &&
	       date_equal(f->claim.as_of, fresh->claim.as_of);
}

/*
 * Whether the article says again what it had said before it said something
 * else: an edit that is taken back is news as the edit was, and no copy.
 */
static bool is_taken_back(const struct comparison *c)
{
	const struct figure *fresh = c->fresh, *said = NULL;

	for (size_t i = 0; i < c->count; i++) {
		const struct figure *f = &c->list[i];

		if (!figure_is(f, fresh) && said_before_by_article(f, fresh) &&
		    (!said || figure_cmp_version(f, said) < 0))
			said = f;
	}
	for (size_t i = 0; said && i < c->count; i++) {
		const struct figure *f = &c->list[i];

		if (f->claim.status == CLAIM_ACCEPTED &&
		    f->claim.modality == fresh->claim.modality &&
		    f->claim.basis != CLAIM_RESTATED && figure_is_of_article(f, fresh) &&
		    figure_same_time(f, fresh) && !figure_same_figure(f, fresh) &&
		    figure_cmp_version(f, said) > 0 && figure_cmp_version(f, fresh) < 0)
			return true;
	}
	return false;
}

static const struct figure *find_copied(const struct comparison *c)
{
	if (is_taken_back(c))
		return NULL;
	for (size_t i = 0; i < c->count; i++)
		if (!figure_is(&c->list[i], c->fresh) && is_copy_of(c, &c->list[i]))
			return &c->list[i];
	return NULL;
}

/* --- rows 5 and 6 --- */

/*
 * What a figure says again: for the same time, by the same speaker, so much the
 * same that both can be right ("125 of 310", "40%"); where one of the two is
 * said by nobody in particular, only the very same value.
 */
static bool says_again(const struct figure *f, const struct figure *fresh)
{
	if (!figure_same_time(f, fresh))
		return false;
	if (f->claim.speaker && fresh->claim.speaker)
		return change_same_speaker(f->claim.speaker, fresh->claim.speaker) &&
		       figure_meets(f, fresh);
	return figure_same_value(f, fresh);
}

/*
 * A contradiction is told once: what says one side of it again, whoever prints
 * it, only restates that side.
 */
static const struct figure *find_said_before(const struct comparison *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct figure *f = &c->list[i];

		if (figure_counts(f) && !figure_is(f, c->fresh) && !f->is_backfill &&
		    says_again(f, c->fresh))
			return f;
	}
	return NULL;
}

/*
 * What was announced last is what `base` says: whoever refines or revises base
 * moves the baseline.
 */
static bool is_baseline(const struct comparison *c, const struct figure *base)
{
	return !c->announced || figure_meets(c->announced, base);
}

static struct change_entry at_the_same_time(const struct comparison *c, const struct figure *base)
{
	const struct figure *before = NULL;
	struct change_entry entry;

	if (figure_meets(base, c->fresh)) {
		bool is_narrower = claim_interval_narrows(claim_interval_of(&base->claim),
		                                          claim_interval_of(&c->fresh->claim));

		entry = answer(c, CHANGE_ROW_SAME_TIME,
		               is_narrower ? CHANGE_REFINED : CHANGE_RESTATED, base);
		entry.is_announced = is_narrower && is_baseline(c, base);
		return entry;
	}
	if (!figure_is_of_article(base, c->fresh) || !is_taken_back(c))
		before = find_said_before(c);
	if (before)
		return answer(c, CHANGE_ROW_SAME_TIME, CHANGE_RESTATED, before);
	if (figure_other_voice(base, c->fresh))
		return answer(c, CHANGE_ROW_CONTRADICTION, CHANGE_CONFLICT, base);
	entry = answer(c, CHANGE_ROW_CONTRADICTION, CHANGE_REVISED, base);
	entry.is_announced = is_baseline(c, base) &&
	                     date_key_cmp(figure_key(c->fresh), figure_key(base)) >= 0;
	return entry;
}

/* --- row 7 --- */

/*
 * Of two that are equally near the one that stands firmer: trust, later
 * publication, natural key.
 */
static bool is_nearer(const struct comparison *c, const struct figure *a, const struct figure *b)
{
	int d = figure_days_apart(b, c->fresh) - figure_days_apart(a, c->fresh);

	if (!d)
		d = (int)a->trust - (int)b->trust;
	if (!d)
		d = (a->published_s > b->published_s) - (a->published_s < b->published_s);
	return d ? d > 0 : strcmp(a->natural_key, b->natural_key) < 0;
}

static const struct figure *nearest_of_another(const struct comparison *c)
{
	const struct figure *nearest = NULL;

	for (size_t i = 0; i < c->count; i++) {
		const struct figure *f = &c->list[i];

		if (figure_counts(f) && figure_other_voice(f, c->fresh) &&
		    figure_days_apart(f, c->fresh) <= CONFLICT_DAYS &&
		    (!nearest || is_nearer(c, f, nearest)))
			nearest = f;
	}
	return nearest;
}

static struct change_entry older(const struct comparison *c, const struct figure *base)
{
	const struct figure *other = nearest_of_another(c);

	if (other && !figure_meets(other, c->fresh) && !find_said_before(c))
		return answer(c, CHANGE_ROW_OLDER, CHANGE_CONFLICT, other);
	return answer(c, CHANGE_ROW_OLDER, CHANGE_BACKFILL, base);
}

/* --- rows 8 to 12 --- */

static bool is_wider(struct claim_interval a, struct claim_interval b)
{
	if (a.low_open || a.high_open)
		return true;
	return !b.low_open && !b.high_open &&
	       decimal_cmp(decimal_sub(a.high, a.low), decimal_sub(b.high, b.low)) > 0;
}

/*
 * Row 8: the number is the one that is known, or the new words leave it open
 * whether anything has moved: "at least 75%" after 80%, "about 80%" after 81%.
 */
static bool adds_nothing(const struct figure *known, const struct figure *fresh)
{
	struct claim_interval old = claim_interval_of(&known->claim);
	struct claim_interval new = claim_interval_of(&fresh->claim);

	if (decimal_cmp(claim_nominal(&known->claim), claim_nominal(&fresh->claim)) == 0)
		return true;
	if (!is_wider(new, old))
		return false;
	if (known->claim.has_high) /* all of a range has to lie inside */
		return claim_interval_narrows(new, old);
	return claim_interval_has(new, claim_nominal(&known->claim));
}

/* Later, lower, by another, and so soon that both can hardly be right. */
static bool contradicts(const struct comparison *c, const struct figure *known)
{
	return figure_cmp_height(c->fresh, known) < 0 && figure_other_voice(c->fresh, known) &&
	       figure_days_apart(c->fresh, known) <= CONFLICT_DAYS &&
	       !figure_meets(c->fresh, known);
}

bool change_contradicts(const struct figure *a, const struct figure *b)
{
	int order = date_key_cmp(figure_key(a), figure_key(b));
	int height = figure_cmp_height(a, b);

	if (!figure_other_voice(a, b) || figure_meets(a, b))
		return false;
	if (figure_same_time(a, b))
		return true;
	return order != 0 && height == -order && figure_days_apart(a, b) <= CONFLICT_DAYS;
}

/*
 * Two figures are looked at: base, the picture as it stands, and the baseline,
 * what people were last told. Nothing is new that says what either says; up
 * and down are counted from the baseline, so that no step is told twice and
 * none is lost; a contradiction may be to either.
 */
static struct change_entry later(const struct comparison *c, const struct figure *base)
{
	const struct figure *baseline = c->announced ? c->announced : base;
	int direction = figure_cmp_height(c->fresh, baseline);

	if (adds_nothing(base, c->fresh))
		return answer(c, CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, base);
	if (adds_nothing(baseline, c->fresh) || direction == 0)
		return answer(c, CHANGE_ROW_NOTHING_NEW, CHANGE_RESTATED, baseline);
	if (figure_is_complete(c->fresh))
		return announce(c, CHANGE_ROW_COMPLETE, CHANGE_COMPLETE, baseline);
	if (direction > 0)
		return announce(c, CHANGE_ROW_RISE, CHANGE_RISE, baseline);
	if (contradicts(c, base))
		return answer(c, CHANGE_ROW_CONFLICT, CHANGE_CONFLICT, base);
	if (contradicts(c, baseline))
		return answer(c, CHANGE_ROW_CONFLICT, CHANGE_CONFLICT, baseline);
	return announce(c, CHANGE_ROW_FALL, CHANGE_FALL, baseline);
}

/* --- the table --- */

static struct change_entry against(const struct comparison *c, const struct figure *base)
{
	if (figure_same_time(base, c->fresh))
		return at_the_same_time(c, base);
	if (date_key_cmp(figure_key(c->fresh), figure_key(base)) < 0)
		return older(c, base);
	return later(c, base);
}

/* No live item has given this figure's value for its time. */
static bool is_known_by_backfill_alone(const struct comparison *c, const struct figure *current)
{
	if (!current->is_backfill)
		return false;
	for (size_t i = 0; i < c->count; i++) {
		const struct figure *f = &c->list[i];

		if (figure_counts(f) && !figure_is(f, c->fresh) && !f->is_backfill &&
		    figure_same_value(f, current) && figure_same_time(f, current))
			return false;
	}
	return true;
}

/*
 * A value that is known by backfill alone is still news when it is first
 * reported live: where people were told of an earlier figure, an answer that
 * would pass it over in silence is given up, and what they were told is
 * compared with instead.
 */
static struct change_entry against_current(const struct comparison *c, const struct figure *current)
{
	struct change_entry entry = against(c, current);
	bool passes_over = entry.severity == CHANGE_INFO && entry.old == current &&
	                   (entry.row != CHANGE_ROW_OLDER || figure_same_value(current, c->fresh));

	if (c->announced && passes_over && is_known_by_backfill_alone(c, current))
		return against(c, c->announced);
	return entry;
}

struct change_entry change_compare(const struct figure *list, size_t count,
                                   const struct figure *announced, const struct figure *fresh)
{
	const struct comparison c = { list, count, announced, fresh };
	const struct figure *current = change_current_without(list, count, fresh);
	const struct figure *copied = find_copied(&c);

	if (copied)
		return (struct change_entry){ .row = CHANGE_ROW_COPY, .old = copied };
	if (fresh->claim.status == CLAIM_HELD)
		return answer(&c, CHANGE_ROW_HELD, CHANGE_HELD, current);
	if (fresh->claim.modality == CLAIM_EXPECTED)
		return change_compare_forecast(list, count, fresh);
	if (fresh->claim.basis == CLAIM_RESTATED)
		return answer(&c, CHANGE_ROW_RESTATED, CHANGE_RESTATED, current);
	if (fresh->is_backfill)
		return answer(&c, CHANGE_ROW_BACKFILL, CHANGE_BACKFILL, current);
	if (!current)
		return announce(&c, CHANGE_ROW_FIRST, CHANGE_FIRST, NULL);
	return against_current(&c, current);
}
