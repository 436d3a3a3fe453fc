/*
 * The title of a change: a phone's lock screen shows its first 80 characters,
 * so the verdict, the figures and what they are of stand there. Pure.
 */
#ifndef ALERT_TITLE_H
#define ALERT_TITLE_H

#include "alert/fact.h"

/* One line, in the arena. */
const char *alert_title(const struct alert_fact *fact, enum alert_language language,
                        struct arena *arena);

#endif
