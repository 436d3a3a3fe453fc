#include "alert/rule.h"

#include <string.h>

#include "base/mem.h"

/*
 * What was reported before we watched is no news. An entry that no person or
 * outlet makes news is told to those who asked for its kind alone.
 */
static bool is_of_kinds(const struct alert_rule *rule, const struct alert_fact *fact)
{
	if (rule->kinds == 0)
		return fact->kind != CHANGE_BACKFILL && fact->kind != CHANGE_HELD;
	return rule->kinds & (UINT32_C(1) << fact->kind);
}

static bool has(const struct alert_list *list, const char *text)
{
	if (list->count == 0)
		return true;
	for (size_t i = 0; i < list->count && text; i++)
		if (strcmp(list->list[i], text) == 0)
			return true;
	return false;
}

static bool is_of_source(const struct alert_rule *rule, const struct alert_fact *fact)
{
	return has(&rule->sources, fact->has_figure ? fact->now.source : fact->source);
}

/* What is no step from one figure to another is not measured. */
static bool is_far_enough(const struct alert_rule *rule, const struct alert_fact *fact)
{
	struct decimal points;

	return !alert_fact_points(fact, &points) || decimal_cmp(points, rule->min_points) >= 0;
}

/* What has no figure has no package, subject, measure or stage: no rule that asks for one fits. */
static enum alert_verdict judge_figure(const struct alert_rule *rule, const struct alert_fact *fact)
{
	const struct claim *claim = &fact->now.claim;
	bool has_figure = fact->has_figure;

	if (!has(&rule->packages, has_figure ? claim->package : NULL))
		return ALERT_NOT_PACKAGE;
	if (!has(&rule->subjects, has_figure ? claim->subject : NULL))
		return ALERT_NOT_SUBJECT;
	if (!has(&rule->measures, has_figure ? claim_measure_name(claim->measure) : NULL))
		return ALERT_NOT_MEASURE;
	if (!has(&rule->stages, has_figure ? claim_stage_name(claim->stage) : NULL))
		return ALERT_NOT_STAGE;
	return ALERT_TAKEN;
}

enum alert_verdict alert_rule_judge(const struct alert_rule *rule, const struct alert_fact *fact)
{
	enum alert_verdict verdict;

	if (!is_of_kinds(rule, fact))
		return ALERT_NOT_KIND;
	if (fact->severity < rule->severity)
		return ALERT_NOT_SEVERE;
	verdict = judge_figure(rule, fact);
	if (verdict != ALERT_TAKEN)
		return verdict;
	if (!is_of_source(rule, fact))
		return ALERT_NOT_SOURCE;
	return is_far_enough(rule, fact) ? ALERT_TAKEN : ALERT_NOT_ENOUGH;
}

const char *alert_verdict_text(enum alert_verdict verdict)
{
	static const char *const texts[] = {
		[ALERT_TAKEN] = "takes it",
		[ALERT_NOT_KIND] = "its kind is not asked for",
		[ALERT_NOT_SEVERE] = "it is not severe enough",
		[ALERT_NOT_PACKAGE] = "its package is not asked for",
		[ALERT_NOT_SUBJECT] = "its subject is not asked for",
		[ALERT_NOT_MEASURE] = "its measure is not asked for",
		[ALERT_NOT_STAGE] = "its stage is not asked for",
		[ALERT_NOT_SOURCE] = "its source is not asked for",
		[ALERT_NOT_ENOUGH] = "the step is smaller than min-points",
		[ALERT_NOT_REACHED] = "an earlier rule was the last that is looked at",
	};

	return texts[verdict];
}

int64_t alert_rule_wait(const struct alert_rule *rule, const struct alert_fact *fact)
{
	return rule->urgent & (UINT32_C(1) << fact->kind) ? 0 : rule->wait_s;
}

static bool is_ordered(const struct alert_order *orders, size_t count, size_t sink)
{
	for (size_t i = 0; i < count; i++)
		if (orders[i].sink == sink)
			return true;
	return false;
}

size_t alert_orders(const struct alert_options *options, const struct alert_fact *fact,
                    struct alert_order *ret_orders)
{
	size_t count = 0;

	for (size_t i = 0; i < options->rule_count; i++) {
		const struct alert_rule *rule = &options->rules[i];

		if (alert_rule_judge(rule, fact) != ALERT_TAKEN)
			continue;
		for (size_t k = 0; k < rule->sink_count; k++)
			if (!is_ordered(ret_orders, count, rule->sinks[k]))
				ret_orders[count++] = (struct alert_order){ i, rule->sinks[k] };
		if (rule->is_last)
			break;
	}
	return count;
}
