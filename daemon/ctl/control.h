/* Asking the running daemon, by HTTP over its control socket. */
#ifndef CTL_CONTROL_H
#define CTL_CONTROL_H

#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "ctl.h"

/*
 * POSTs to the daemon of this configuration and state and returns the JSON of
 * its answer (yours) and its HTTP status; body NULL: none. NULL on failure:
 * ERR_AGAIN where no daemon listens (nothing was sent then), ERR_INPUT where it
 * may not be asked, or its answer is cut short or no JSON.
 */
json_t *control_post(const struct ctl *ctl, const char *target, const char *body, size_t len,
                     long *ret_status, struct err *err) MUST_CHECK;

/* The same with GET. */
json_t *control_get(const struct ctl *ctl, const char *target, long *ret_status, struct err *err)
	MUST_CHECK;

/* Tells why the daemon refused, by the "error" in its answer; the exit code is for that. */
enum ctl_exit control_refused(const json_t *answer, long status);

#endif
