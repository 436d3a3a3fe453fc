#include "store/backup.h"

#include <sqlite3.h>

#include "query.h"

int store_backup(struct store *store, const char *path, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, "VACUUM INTO ?1", -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc != SQLITE_DONE) {
		store_fail(store, rc, "copy", err);
		sqlite3_finalize(stmt);
		return -1;
	}
	return sqlite3_finalize(stmt) == SQLITE_OK ? 0 : store_fail(store, rc, "copy", err);
}
