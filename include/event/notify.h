/* What systemd wants to hear of a service (sd_notify(3)). All of it is a no-op elsewhere. */
#ifndef EVENT_NOTIFY_H
#define EVENT_NOTIFY_H

#include <stdint.h>

/* "READY=1", "STOPPING=1", "STATUS=…", "WATCHDOG=1" … or several, a line each. Never blocks. */
void event_notify(const char *state);

/* "RELOADING=1" with the time on the monotonic clock that goes with it; READY=1 ends it. */
void event_notify_reloading(void);

/*
 * How often systemd wants a sign of life, in milliseconds: half of what the
 * unit's watchdog asks for, and at least every 20 s for a line of STATUS; 0:
 * nobody listens.
 */
int64_t event_notify_pulse_ms(void);

#endif
