/* What of the alerts does not arrive, as status tells it. */
#ifndef CTL_UNDELIVERED_H
#define CTL_UNDELIVERED_H

#include <jansson.h>

#include "record.h"
#include "store/outbox.h"

struct undelivered {
	int64_t late; /* tried, or due */
	int64_t given_up;
	struct store_sink *sinks; /* that are down */
	size_t sink_count;
};

int undelivered_load(const struct record *record, struct undelivered *ret, struct err *err)
	MUST_CHECK;
json_t *undelivered_to_json(const struct undelivered *u);
/* Nothing, where all arrived. */
void undelivered_print(const struct ctl *ctl, const struct undelivered *u);

#endif
