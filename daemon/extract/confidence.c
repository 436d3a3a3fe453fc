/*
 * Confidence, per mille: the surest reading begins at 970; each doubt takes
 * something off. Under the threshold a claim waits for a person.
 */
#include "confidence.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static json_t *step(const char *field, const char *words, const char *rule)
{
	return json_pack("{s:s, s:s, s:s}", "field", field, "words", words, "rule", rule);
}

static const char *phrase_words(const struct document *doc, long token)
{
	if (token < 0)
		return "";
	return source_words(doc, doc->covers[token].first, doc->covers[token].last);
}

static const char *when_words(const struct document *doc, int32_t when)
{
	return when < 0 ? "" : source_words(doc, doc->whens[when].first, doc->whens[when].last);
}

static void trace(struct document *doc, const struct target *target,
                  const struct predicate *predicate, const struct as_of *as_of,
                  const char *package_rule, struct draft *draft)
{
	const struct figure *figure = &doc->figures[draft->figure];
	bool named = target->kind == TARGET_DIRECT || target->kind == TARGET_SUBJECT;
	json_t *steps = json_array();
	json_array_append_new(steps, step("value", source_words(doc, figure->first, figure->last),
	                                  claim_unit_name(draft->claim.unit)));
	json_array_append_new(
		steps,
		step("subject", named ? source_words(doc, target->np.first, target->np.last) : "",
	             target->rule));
	json_array_append_new(
		steps, step("stage", phrase_words(doc, predicate->token),
	                    predicate->token < 0 ? "as before, or carried out where nothing is said"
	                    : predicate->borrowed ? "shared with another clause"
	                                          : "the nearest word of a stage"));
	json_array_append_new(steps, step("as_of", when_words(doc, as_of->when), as_of->rule));
	json_array_append_new(steps, step("package", draft->claim.package, package_rule));
	char *text = json_dumps(steps, JSON_COMPACT);
	draft->claim.trace = text ? arena_strdup(doc->arena, text) : "[]";
	free(text);
	json_decref(steps);
}

void weigh(struct document *doc, const struct target *target, const struct predicate *predicate,
           const struct as_of *as_of, const char *package_rule, struct draft *draft)
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
	if (predicate->expected && as_of->when < 0)
		doubt(&d, 400, "a forecast without a deadline");
	if (figure->kind == FIGURE_ALL)
		doubt(&d, 60, "all, with no number");
	if (doc->has_homonym)
		doubt(&d, 150, "the text speaks of trade unions or the like");
	draft->claim.confidence = d.left;
	draft->claim.reasons = d.reasons;
	trace(doc, target, predicate, as_of, package_rule, draft);
}
