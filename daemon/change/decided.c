#include "change/decided.h"

#include <inttypes.h>

#include "base/mem.h"
#include "entry.h"
#include "figures.h"

char *change_decision_key(int64_t decision_id, const char *word)
{
	return mem_printf("decision:%" PRId64 "%s%s", decision_id, word ? ":" : "",
	                  word ? word : "");
}

struct change_entry change_decided(const struct decision *decision, bool was_accepted, bool is_copy,
                                   const char *key)
{
	bool is_confirmed = decision->verdict == DECISION_CONFIRMED;
	bool is_quiet = is_copy || (!was_accepted && decision_is_by_rules(decision->verdict));

	return (struct change_entry){
		.row = CHANGE_ROW_DECISION,
		.is_entry = true,
		.kind = is_confirmed ? CHANGE_CONFIRMED : CHANGE_RETRACTED,
		.severity = is_quiet ? CHANGE_INFO : CHANGE_NOTICE,
		.key = key,
		.decision = decision,
	};
}

/*
 * Whoever knows the figure that is gone, since it was current or was told last,
 * learns once what holds in its place; from there rise and fall are counted, unless
 * all that anybody has known of the series is backfill.
 * Where it had a copy, or another said the same, the figure stands.
 */
struct change_entry change_after(const struct figure *gone, const struct figure *before,
                                 const struct figure *announced, const struct figure *now,
                                 const char *key)
{
	bool stands = now && figure_same_figure(gone, now) && figure_same_time(gone, now);
	struct change_entry entry;

	if (!now || (!figure_is(gone, before) && !figure_is(gone, announced)))
		return (struct change_entry){ .row = CHANGE_ROW_DECISION };
	entry = change_make_entry(CHANGE_ROW_DECISION, stands ? CHANGE_RESTATED : CHANGE_REVISED,
	                          gone, now);
	entry.is_announced = announced || !now->is_backfill;
	entry.key = key;
	return entry;
}
