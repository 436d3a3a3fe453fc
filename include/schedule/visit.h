/*
 * When an article that gave claims is visited again (DESIGN §5). Pure: time is
 * an argument.
 */
#ifndef SCHEDULE_VISIT_H
#define SCHEDULE_VISIT_H

#include <stdbool.h>
#include <stdint.h>

/* 1 h, 6 h, 1, 7 and 30 days after it was read. */
#define SCHEDULE_VISITS 5

/*
 * When the next visit is due after one that ended at now_s; 0: never any more.
 * *done counts the visits of the plan. Those that an outage kept from us are
 * made up for by the one that has been made, never by a burst. is_in_doubt: the
 * visit missed something, and another one has to say so too, within a day, even
 * if it is one more than the plan has.
 */
int64_t schedule_next_visit(int64_t first_s, int64_t now_s, bool is_in_doubt, int *done);

/*
 * When to try again after `tries` tries in a row that told nothing (the server
 * failed, or asked for consent); 0: this visit is given up, the plan goes on.
 */
int64_t schedule_retry_visit(int tries, int64_t now_s);

#endif
