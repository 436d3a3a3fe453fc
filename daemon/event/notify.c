#include "event/notify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>
#endif

#define PULSE_MS 20000

void event_notify(const char *state)
{
#ifdef HAVE_LIBSYSTEMD
	/* A message that is lost is not worth a failure: systemd has its own time limits. */
	(void)sd_notify(0, state);
#else
	(void)state;
#endif
}

void event_notify_reloading(void)
{
	char state[64];

	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	         clock_monotonic_us());
	event_notify(state);
}

int64_t event_notify_pulse_ms(void)
{
#ifdef HAVE_LIBSYSTEMD
	uint64_t usec = 0;

	if (sd_watchdog_enabled(0, &usec) > 0 && usec / 2000 < PULSE_MS)
		return (int64_t)(usec / 2000);
	if (getenv("NOTIFY_SOCKET"))
		return PULSE_MS;
#endif
	return 0;
}
