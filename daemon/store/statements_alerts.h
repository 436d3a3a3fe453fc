/* Parts of the statements of the outbox, which statements.c puts together. */
#ifndef STORE_STATEMENTS_ALERTS_H
#define STORE_STATEMENTS_ALERTS_H

#include "store/outbox.h"

/*
 * Of the sink ?1 at ?2. What was made, or is to be tried, in a future that a
 * clock has since left, is due too; but a digest has its time of the day.
 */
#define ALERT_IS_DUE \
	" a.sink = ?1 AND a.state = 'waiting' AND (a.next_s <= ?2" \
	" OR (a.made_s > ?2 + 3600 AND a.topic <> '" STORE_DIGEST_TOPIC "')" \
	" OR (a.tries > 0 AND a.next_s > ?2 + 7200))"
/* Into ?4, in the language ?3. A message that was tried is not changed: it may have arrived. */
#define ALERT_MAY_MERGE " AND a.tries = 0 AND a.language = ?3 AND a.id <> ?4"
#define ALERT_SELECT \
	"SELECT a.id, a.message, a.sink, a.rule, a.topic, a.language, a.state, a.made_s," \
	" a.begun_s, a.next_s, a.tries, a.done_s, a.why, a.body, a.into_id," \
	" (SELECT count(*) FROM alert_changes c WHERE c.alert_id = a.id) FROM alerts a WHERE"

#endif
