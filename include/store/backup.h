/* A whole copy of the record, while others go on writing to it. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/err.h"
#include "store/store.h"

/*
 * Writes the database as it stands at one moment to path: a file that is
 * absent or empty. The copy is one file, without a journal of its own.
 */
int store_backup(struct store *store, const char *path, struct err *err) MUST_CHECK;

/*
 * The same for analysts: without what only the daemon needs (which items it saw,
 * what it asks sources by, polls, visits, alerts), and as small as it gets.
 */
int store_export(struct store *store, const char *path, struct err *err) MUST_CHECK;

/* The tables that an export leaves empty; NULL ends them. */
extern const char *const store_daemon_tables[];

#endif
