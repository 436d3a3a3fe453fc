/*
 * Time zones, for dates that come without an offset. By ICU's own data, so
 * that it works in a process that may open no files and beside any $TZ.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/* An IANA name such as "Europe/Minsk"; ICU's invented ones ("GMT+3") are none. */
bool zone_is_known(const char *zone);

/*
 * Minutes east of UTC in the zone at an instant (seconds since 1970-01-01
 * UTC). False for an unknown zone, which leaves *ret_offset_min alone.
 */
bool zone_offset_at(const char *zone, int64_t seconds, int *ret_offset_min);

/*
 * The same at a moment of the wall clock, given in seconds as if the clock
 * showed UTC. Of an hour that comes twice the earlier is meant; an hour that
 * is skipped is read by the offset before it.
 */
bool zone_offset_at_local(const char *zone, int64_t local_seconds, int *ret_offset_min);

/*
 * The name that was probably meant: the city alone ("Minsk"), or one that is
 * mistyped. False where none is near. The name is copied to out.
 */
#define ZONE_NAME_SIZE 64
bool zone_nearest(const char *name, char out[ZONE_NAME_SIZE]);

#endif
