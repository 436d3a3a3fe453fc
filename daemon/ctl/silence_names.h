/* Names that a silence is of: one that nobody has would mute nothing, and look as if it did. */
#ifndef CTL_SILENCE_NAMES_H
#define CTL_SILENCE_NAMES_H

#include "ctl.h"

/* subject: the argument or the option; NULL: none. Says on standard error which name is unknown. */
enum ctl_exit silence_check_names(const struct ctl *ctl, const char *subject);

#endif
