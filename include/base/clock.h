/*
 * The two clocks of the system, read in this one place. Pure organs get the
 * time as an argument and never call these.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now_s(void);        /* seconds since 1970-01-01 UTC */
int64_t clock_now_ms(void);       /* the same in milliseconds */
int64_t clock_monotonic_ms(void); /* for durations; never steps back */
int64_t clock_monotonic_us(void); /* the same in microseconds */

/* Seconds that another process has computed for; -1 where it is gone. */
int64_t clock_cpu_s(int pid);

#endif
