#include "event/notify.h"

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>
#endif

void event_notify(const char *state)
{
#ifdef HAVE_LIBSYSTEMD
	/* A message that is lost is not worth a failure: systemd has its own time limits. */
	(void)sd_notify(0, state);
#else
	(void)state;
#endif
}

int64_t event_notify_watchdog_ms(void)
{
#ifdef HAVE_LIBSYSTEMD
	uint64_t usec = 0;

	if (sd_watchdog_enabled(0, &usec) > 0)
		return (int64_t)(usec / 2000);
#endif
	return 0;
}
