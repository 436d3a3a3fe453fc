/* When an article was published and changed, as its page shows it to readers. */
#ifndef ARTICLE_DATES_H
#define ARTICLE_DATES_H

#include <stdint.h>

#include "scan.h"

void dates_take_time(struct scan *s, uint32_t i); /* <time> */

/* "12:04 5 апреля 2023" in an element whose class says that it is a date. */
void dates_take_class(struct scan *s, uint32_t i);

/* At the end: a line near the headline that is a date, where nothing else tells one. */
void dates_take_line(struct scan *s);

#endif
