#include "store/backup.h"

#include <sqlite3.h>

#include "query.h"

/* All pages in one step, so that they are of one moment. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");

	if (!copy)
		return sqlite3_errcode(to);
	sqlite3_backup_step(copy, -1);
	return sqlite3_backup_finish(copy);
}

/* What is of no use without the daemon that wrote it. */
static const char strip[] = "DELETE FROM validators; DELETE FROM items; DELETE FROM bands;"
			    "DELETE FROM alert_changes; DELETE FROM alerts; DELETE FROM sinks;"
			    "DELETE FROM silences; DELETE FROM visits; DELETE FROM sights;"
			    "DELETE FROM polls; VACUUM;";

/* The copy says WAL, as the record does: it shall be one file. */
static const char one_file[] = "PRAGMA journal_mode = DELETE";

static int copy_to(struct store *store, const char *path, const char *then, struct err *err)
{
	sqlite3 *copy = NULL;
	int rc = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc == SQLITE_OK)
		rc = copy_pages(store->db, copy);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(copy, one_file, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(copy, then, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		err_set(err, rc == SQLITE_BUSY ? ERR_AGAIN : ERR_BROKEN, "cannot copy %s to %s: %s",
		        store->path, path, sqlite3_errstr(rc));
	sqlite3_close(copy);
	return rc == SQLITE_OK ? 0 : -1;
}

int store_backup(struct store *store, const char *path, struct err *err)
{
	return copy_to(store, path, "", err);
}

int store_export(struct store *store, const char *path, struct err *err)
{
	return copy_to(store, path, strip, err);
}
