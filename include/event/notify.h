/* What systemd wants to hear of a service (sd_notify(3)). All of it is a no-op elsewhere. */
#ifndef EVENT_NOTIFY_H
#define EVENT_NOTIFY_H

#include <stdint.h>

/* "READY=1", "STOPPING=1", "STATUS=…", "WATCHDOG=1" … or several, a line each. Never blocks. */
void event_notify(const char *state);

/* How often WATCHDOG=1 is due, half of what the unit asks for; 0: no watchdog. */
int64_t event_notify_watchdog_ms(void);

#endif
