#include "schedule/visit.h"

#include "base/mem.h"

#define HOUR_S INT64_C(3600)
#define DAY_S (24 * HOUR_S)

/* Two visits lie so far apart at least: what is seen twice within minutes was seen once. */
#define APART_S (HOUR_S / 2)
#define DOUBT_S DAY_S
#define TRIES 4

static const int64_t plan_s[SCHEDULE_VISITS] = {
	HOUR_S, 6 * HOUR_S, DAY_S, 7 * DAY_S, 30 * DAY_S,
};

int64_t schedule_next_visit(int64_t first_s, int64_t now_s, bool is_in_doubt, int *done)
{
	int64_t next_s = 0;

	while (*done < SCHEDULE_VISITS && first_s + plan_s[*done] <= now_s)
		(*done)++;
	if (*done < SCHEDULE_VISITS)
		next_s = first_s + plan_s[*done];
	if (next_s && next_s < now_s + APART_S)
		next_s = now_s + APART_S;
	if (is_in_doubt && (next_s == 0 || next_s > now_s + DOUBT_S))
		next_s = now_s + DOUBT_S;
	return next_s;
}

int64_t schedule_retry_visit(int tries, int64_t now_s)
{
	int64_t wait_s = HOUR_S;

	if (tries >= TRIES)
		return 0;
	while (--tries > 0)
		wait_s *= 2;
	return now_s + wait_s;
}
