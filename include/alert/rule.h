/* Which rules take an entry of the ledger. Pure. */
#ifndef ALERT_RULE_H
#define ALERT_RULE_H

#include "alert/fact.h"
#include "alert/options.h"

/* Why a rule does not take it. */
enum alert_verdict {
	ALERT_TAKEN,
	ALERT_NOT_KIND,
	ALERT_NOT_SEVERE,
	ALERT_NOT_PACKAGE,
	ALERT_NOT_SUBJECT,
	ALERT_NOT_MEASURE,
	ALERT_NOT_STAGE,
	ALERT_NOT_SOURCE,
	ALERT_NOT_ENOUGH,  /* points */
	ALERT_NOT_REACHED, /* an earlier rule was the last */
};

enum alert_verdict alert_rule_judge(const struct alert_rule *rule, const struct alert_fact *fact);
/* "its kind is not among them": for people. */
const char *alert_verdict_text(enum alert_verdict verdict);

/* How long a message that the rule makes of it waits for others, in seconds. */
int64_t alert_rule_wait(const struct alert_rule *rule, const struct alert_fact *fact);

/* One message: to a sink, as a rule wants it. */
struct alert_order {
	size_t rule;
	size_t sink;
};

/*
 * What is to be sent of it, a sink once however many rules name it: the first
 * that does. ret_orders has room for options->sink_count; returns how many.
 */
size_t alert_orders(const struct alert_options *options, const struct alert_fact *fact,
                    struct alert_order *ret_orders);

#endif
