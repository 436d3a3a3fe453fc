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

int store_backup(struct store *store, const char *path, struct err *err)
{
	sqlite3 *copy = NULL;
	int rc = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc == SQLITE_OK)
		rc = copy_pages(store->db, copy);
	if (rc == SQLITE_OK) /* the copy says WAL, as the record does: it shall be one file */
		rc = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		err_set(err, rc == SQLITE_BUSY ? ERR_AGAIN : ERR_BROKEN, "cannot copy %s to %s: %s",
		        store->path, path, sqlite3_errstr(rc));
	sqlite3_close(copy);
	return rc == SQLITE_OK ? 0 : -1;
}
