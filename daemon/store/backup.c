#include "store/backup.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/mem.h"
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

/* In no order: nobody looks at foreign keys in the copy. */
const char *const store_daemon_tables[] = {
	"validators", "items",  "bands",  "new_bands", "alert_changes", "alerts", "sinks",
	"silences",   "visits", "sights", "polls",     "unread",        NULL,
};

/* The copy says WAL, as the record does: it shall be one file. */
static const char one_file[] = "PRAGMA journal_mode = DELETE";

static int strip(sqlite3 *copy)
{
	int rc = SQLITE_OK;

	for (const char *const *table = store_daemon_tables; *table && rc == SQLITE_OK; table++) {
		char *sql = mem_printf("DELETE FROM %s", *table);

		rc = sqlite3_exec(copy, sql, NULL, NULL, NULL);
		free(sql);
	}
	return rc == SQLITE_OK ? sqlite3_exec(copy, "VACUUM", NULL, NULL, NULL) : rc;
}

static int copy_to(struct store *store, const char *path, bool is_stripped, struct err *err)
{
	sqlite3 *copy = NULL;
	int rc = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc == SQLITE_OK)
		rc = copy_pages(store->db, copy);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(copy, one_file, NULL, NULL, NULL);
	if (rc == SQLITE_OK && is_stripped)
		rc = strip(copy);
	if (rc != SQLITE_OK)
		err_set(err, rc == SQLITE_BUSY ? ERR_AGAIN : ERR_BROKEN, "cannot copy %s to %s: %s",
		        store->path, path, sqlite3_errstr(rc));
	sqlite3_close(copy);
	return rc == SQLITE_OK ? 0 : -1;
}

int store_backup(struct store *store, const char *path, struct err *err)
{
	return copy_to(store, path, false, err);
}

int store_export(struct store *store, const char *path, struct err *err)
{
	return copy_to(store, path, true, err);
}
