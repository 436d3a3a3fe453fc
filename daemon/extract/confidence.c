/*
 * Confidence, per mille: the surest reading begins at 970; each doubt takes
 * something off. Under the threshold a claim waits for a person.
 */
#include "confidence.h"

#define SUREST 970

struct doubts {
	struct arena *arena;
	int left;
	const char *reasons;
};

static void doubt(struct doubts *d, int points, const char *why)
{
	d->left -= points;
	d->reasons = arena_printf(d->arena,
	                          "%s; %s \xE2\x88\x92"
	                          "0.%03d",
	                          d->reasons, why, points);
}

static void doubt_target(struct document *doc, const struct target *target,
                         const struct figure *figure, bool count, bool known_whole,
                         struct doubts *d)
{
	bool back = false;
	switch (target->kind) {
	case TARGET_DIRECT:
		break;
	case TARGET_SUBJECT:
		doubt(d, 20, "the noun stands apart from the figure");
		break;
	case TARGET_ANAPHOR:
		doubt(d, 100, "refers back");
		back = true;
		break;
	case TARGET_ELLIPSIS:
		doubt(d, 150, "nothing is named, the talk is of it");
		back = true;
		break;
	}
	if (back || target->np.strength == 3 || target->has_base || figure->has_total ||
	    known_whole)
		return;
	bool named = doc->only_package || doc->several_packages || target->np.kind == NOUN_ALIAS;
	if (target->np.strength == 2 && !named)
		doubt(d, count ? 400 : 150, "may be an older programme of the Union State");
	else if (target->np.strength == 1)
		doubt(d, 60, "the noun alone does not say whose");
}

void weigh(struct document *doc, const struct target *target, const struct predicate *predicate,
           const struct as_of *as_of, struct draft *draft)
{
	struct doubts d = { doc->arena, SUREST, "base 0.970" };
	const struct figure *figure = &doc->figures[draft->figure];
	bool back = target->kind == TARGET_ANAPHOR || target->kind == TARGET_ELLIPSIS;
	doubt_target(doc, target, figure, draft->claim.unit == CLAIM_COUNT,
	             draft->claim.measure == CLAIM_ACTIVITIES && draft->claim.has_total, &d);
	if (!predicate->has_stage && !back)
		doubt(&d, 200, "no word of how far it is done");
	else if (!predicate->has_stage && !doc->focus.has_stage)
		doubt(&d, 60, "the stage is not said");
	if (predicate->borrowed)
		doubt(&d, 60, "the stage is said in another clause");
	if (back && unknown_in_core(doc, figure) > 0)
		doubt(&d, 80, "words unknown to the lexicon stand around it");
	if (predicate->expected && (as_of->when < 0 || doc->whens[as_of->when].now))
		doubt(&d, 400, "a forecast without a deadline");
	if (figure->kind == FIGURE_ALL)
		doubt(&d, 60, "all, with no number");
	if (doc->has_homonym)
		doubt(&d, 150, "the text speaks of trade unions or the like");
	draft->claim.confidence = d.left;
	draft->claim.reasons = d.reasons;
}
