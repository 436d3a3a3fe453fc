/* The health of the sources: who answers, who does not, and who is no longer asked. */
#ifndef CTL_HEALTH_H
#define CTL_HEALTH_H

#include "record.h"

enum health_state {
	HEALTH_NEW, /* not polled yet */
	HEALTH_OK,
	HEALTH_FAILING,
	HEALTH_DROPPED, /* no longer configured: the record keeps it all the same */
};

struct health {
	struct store_source *source;
	enum health_state state;
	struct store_unreadable unreadable; /* its articles */
};

/* newest_poll_s: when the daemon last polled anybody. */
enum health_state health_of(const struct poll_state *poll, int64_t newest_poll_s);

/*
 * All sources that are or were polled; what people imported has no health. With
 * their articles and claims, where is_counted, or where any of them fails: to
 * count them goes through the whole record.
 */
int health_list(const struct record *record, bool is_counted, struct health **ret_list,
                size_t *ret_count, struct err *err) MUST_CHECK;
/*
 * Those that the configuration does not have any more are dropped at once,
 * rather than when others were asked and they were not. A configuration that
 * has none of them is that of another record, and says nothing.
 */
void health_mark_dropped(const struct ctl *ctl, const struct record *record, struct health *list,
                         size_t count);
size_t health_count(const struct health *list, size_t count, enum health_state state);

json_t *health_to_json(const struct health *health);
/* As a table, of all or of those that fail. */
void health_print(const struct ctl *ctl, const struct health *list, size_t count,
                  bool only_failing);

/* Those that fail, by their failure: a line each. */
void health_print_failures(const struct ctl *ctl, const struct record *record,
                           const struct health *list, size_t count);

#endif
