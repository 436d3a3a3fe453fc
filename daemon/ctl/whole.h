/* A file that is there only once it is whole: written beside its name, then renamed. */
#ifndef CTL_WHOLE_H
#define CTL_WHOLE_H

#include <stdbool.h>

#include "ctl.h"

struct whole {
	const char *path; /* lent */
	char *part;       /* its name until then, in the same folder; the file is empty at first */
	bool may_replace;
};

/*
 * Otherwise than CTL_DONE the mistake has been told: the folder cannot be
 * written to, or there is a file of that name and it may not be replaced.
 */
enum ctl_exit whole_begin(struct whole *whole, const char *path, bool may_replace) MUST_CHECK;

/* Gives the part its name, for good. A file that came there meanwhile is kept likewise. */
enum ctl_exit whole_finish(struct whole *whole) MUST_CHECK;

/* What every use ends with: takes the part away where it is still there. */
void whole_done(struct whole *whole);

#endif
