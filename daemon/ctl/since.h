/* A moment as people say it on the command line. */
#ifndef CTL_SINCE_H
#define CTL_SINCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * "2026-01-31" (its first second in UTC; "2026-01" and "2026" the same),
 * "2026-01-31T12:00:00Z", or how long ago: "2h". Seconds since 1970.
 */
bool since_parse(const char *text, int64_t *ret_s);

#endif
