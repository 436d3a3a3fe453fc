/* How often the publisher wants to be asked, in the words of RSS and its extensions. */
#ifndef FEED_PACE_H
#define FEED_PACE_H

int pace_number(const char *text);     /* 1 to a million; 0: none */
int pace_period_min(const char *word); /* "hourly" to "yearly" in minutes; 0: no such word */

/* Bit n of a mask: the hour n, which is 0 to 23, or 1 to 24 as RSS 0.91 had it. 0: none. */
unsigned pace_hour_bit(const char *text);
unsigned pace_day_bit(const char *text); /* bit 0 is Sunday; 0: no day */

#endif
