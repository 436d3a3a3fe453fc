/* Where the configuration and the record are. */
#ifndef CTL_WHERE_H
#define CTL_WHERE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "config/options.h"
#include "ctl.h"

struct config;

/*
 * The configuration's path: --config, else $INTEGRAD_CONFIG, else that of the
 * source tree in whose build folder the program lies, else the installed one.
 * Yours to free.
 */
char *where_config(const struct ctl *ctl);

/*
 * False where nobody named a configuration and none is in its place: whoever
 * has but a database can do without.
 */
bool where_has_config(const struct ctl *ctl);

/*
 * Options, packages and lexicons of that configuration. A mistake is told on
 * standard error, and NULL returned.
 */
struct config *where_load_language(const struct ctl *ctl);

/* The same with sources and alerts, but no secret of theirs. */
struct config *where_load_rules(const struct ctl *ctl);

/* All of that configuration, sources and history too. */
struct config *where_load_config(const struct ctl *ctl);

/*
 * The folder of the record: --state-dir, else $INTEGRAD_STATE_DIR, else ./var
 * of the source tree where the configuration is the source tree's and that
 * folder is there (where `make run` puts it), else what the configuration
 * says. Yours to free.
 */
char *where_state_dir(const struct ctl *ctl);

/*
 * The options of that configuration; where they are wrong, which is the
 * daemon's to tell, the defaults. Strings are the arena's.
 */
struct config_options where_read_options(const struct ctl *ctl, struct arena *arena);

/*
 * Whether that configuration can say where the record is: one that is not
 * there although it was named, or is no YAML, would leave us with the defaults,
 * and with a record that nobody asked about. Mistakes in it beyond that are
 * the daemon's to tell.
 */
int where_check(const struct ctl *ctl, struct err *err) MUST_CHECK;

struct tree;

/*
 * The files of its sources as plain trees, which costs little: a list of lists.
 * Mistakes in them are the daemon's to tell; with one *ret_is_whole is false,
 * since something may be left out. NULL: there is no such folder.
 */
struct tree *where_read_sources(const struct ctl *ctl, struct arena *arena, bool *ret_is_whole);

/* The daemon's control socket, for that configuration and state. Yours to free. */
char *where_control_socket(const struct ctl *ctl);

#endif
