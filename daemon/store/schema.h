/* The migration ladder. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/err.h"
#include "store/store.h"

/* "IGRD": tells our databases from those of other programs. */
#define SCHEMA_APPLICATION_ID 0x49475244

/*
 * Looks whose database this is, before anything is written to it. *ret_version
 * is 0 for one that is empty. ERR_BROKEN where it is not ours or newer than we
 * are.
 */
int schema_identify(struct store *store, int *ret_version, struct err *err) MUST_CHECK;

/* The version that this program writes. */
int schema_version(void);

/* Climbs from `version` to the top, each step in a transaction of its own. */
int schema_climb(struct store *store, int version, struct err *err) MUST_CHECK;

/* The first step of the ladder; schema.c has the others. */
extern const char schema_first[];

#endif
