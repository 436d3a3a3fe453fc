#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bands.h"
#include "base/mem.h"
#include "lock.h"
#include "query.h"
#include "schema.h"
#include "store/search.h"

/* A reader waits out a checkpoint or recovery; the daemon's loop must not stand still for long. */
#define WRITER_WAIT_MS 2000
#define READER_WAIT_MS 5000

/* Of every connection. trusted_schema: what stands in the file runs no code of its own. */
static const char pragmas[] = "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
			      " PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
			      " PRAGMA temp_store = MEMORY;";

/*
 * synchronous FULL: a commit is on the disk when it returns. The limit gives
 * back what a burst made the WAL grow to. auto_vacuum has to be chosen before
 * the first table is made and does nothing afterwards.
 */
static const char writer_pragmas[] = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
				     " PRAGMA synchronous = FULL;"
				     " PRAGMA journal_size_limit = 16777216;"
				     " PRAGMA cache_size = -3000;";
static const char reader_pragmas[] = "PRAGMA query_only = ON; PRAGMA cache_size = -16000;";

static int run_sql(struct store *store, const char *sql, const char *what, struct err *err)
{
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : store_fail(store, rc, what, err);
}

/* --- opening --- */

/* Why a file cannot be opened is for the system to say; SQLite only knows that it cannot. */
static int check_readable(const char *path, struct err *err)
{
	if (access(path, R_OK) == 0)
		return 0;
	if (errno == EACCES)
		return err_set(err, ERR_BROKEN,
		               "may not read %s: whoever reads is in the group integrad", path);
	if (errno == ENOENT)
		return err_set(err, ERR_BROKEN, "there is no database %s: has integrad run yet?",
		               path);
	return err_set(err, ERR_BROKEN, "cannot read %s: %s", path, strerror(errno));
}

/*
 * The group may read, the world may not; SQLite gives -wal and -shm the same
 * mode. Never opened where it exists: closing would drop the locks of another
 * connection of this process.
 */
static int make_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640), rc;

	if (fd < 0 && errno == EEXIST)
		return 0;
	rc = fd < 0 ? -1 : lock_give_to_owner(fd, path);
	if (rc)
		err_set(err, errno == ENOSPC ? ERR_AGAIN : ERR_BROKEN, "cannot make %s: %s", path,
		        strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

/* Nobody asks how much memory SQLite takes; each allocation would pay for it with a lock. */
static void leave_memory_uncounted(void)
{
	/* refused once SQLite is in use, and then it was said before */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int open_connection(struct store *store, enum store_mode mode, struct err *err)
{
	int flags = mode == STORE_READ_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	int on = 1;
	int rc;

	leave_memory_uncounted();
	rc = sqlite3_open_v2(store->path, &store->db,
	                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK)
		return store_fail(store, rc, "cannot open", err);
	sqlite3_busy_timeout(store->db, mode == STORE_READ_WRITE ? WRITER_WAIT_MS : READER_WAIT_MS);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/*
	 * readers without write access to the folder need the -wal and -shm of
	 * a daemon that is down
	 */
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	return 0;
}

/* The daemon's, so that a mistake in any is found before it is READY; a command uses few. */
static int prepare_statements(struct store *store, struct err *err)
{
	for (int i = 0; i < SQL_COUNT; i++) {
		int rc = query_prepare(store, (enum sql_id)i);

		if (rc != SQLITE_OK)
			return store_fail(store, rc, "cannot use", err);
	}
	return 0;
}

/*
 * A file of before integrad chose auto_vacuum never shrinks until it is written
 * anew, once. That takes its size of the disk a second time; where it cannot be
 * had the record is as good as it was, and the next start tries again.
 */
static int make_shrinkable(struct store *store, struct err *err)
{
	struct query q = query_open(store, SQL_AUTO_VACUUM);
	int64_t mode;

	if (query_number(&q, 0, &mode, err))
		return -1;
	if (mode == 0)
		sqlite3_exec(store->db, "VACUUM", NULL, NULL, NULL);
	return 0;
}

/*
 * What the WAL has is copied into the file where the WAL is this long: in the
 * commit that made it so, as SQLite does by itself, or by store_tidy() before.
 */
#define WAL_PAGES 1000
#define WAL_PAGES_TIDY 500
#define WAL_PAGES_LATE 3000 /* in a commit, where store_tidy() is called after it */

static void copy_wal(struct store *store)
{
	/* What cannot be copied now, for a reader that is in the way, is copied with the next. */
	(void)sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	store->wal_pages = 0;
}

static int on_wal(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct store *store = arg;

	(void)db;
	(void)name;
	store->wal_pages = pages;
	if (pages >= (store->indexes_late ? WAL_PAGES_LATE : WAL_PAGES))
		copy_wal(store);
	return SQLITE_OK;
}

void store_tidy(struct store *store)
{
	if (store->wal_pages >= WAL_PAGES_TIDY)
		copy_wal(store);
}

static int open_writer(struct store *store, struct err *err)
{
	int version;

	if (lock_take(store->path, &store->lock_fd, err) || make_file(store->path, err) ||
	    open_connection(store, STORE_READ_WRITE, err) || schema_identify(store, &version, err))
		return -1;
	if (run_sql(store, writer_pragmas, "cannot set up", err) ||
	    run_sql(store, pragmas, "cannot set up", err) || schema_climb(store, version, err))
		return -1;
	sqlite3_wal_hook(store->db, on_wal, store);
	if (prepare_statements(store, err))
		return -1;
	return make_shrinkable(store, err);
}

static int open_reader(struct store *store, struct err *err)
{
	int version;

	if (check_readable(store->path, err) || open_connection(store, STORE_READ_ONLY, err) ||
	    schema_identify(store, &version, err))
		return -1;
	if (version != schema_version())
		return err_set(err, ERR_BROKEN,
		               "%s has schema %d, this integractl reads %d: start integrad once to "
		               "migrate it",
		               store->path, version, schema_version());
	if (run_sql(store, reader_pragmas, "cannot set up", err))
		return -1;
	return run_sql(store, pragmas, "cannot set up", err);
}

int store_open(const char *path, enum store_mode mode, struct store **ret_store, struct err *err)
{
	struct store *store = mem_alloc(sizeof(*store));
	int rc;

	store->path = mem_strdup(path);
	store->lock_fd = -1;
	store->may_have_unindexed = mode == STORE_READ_WRITE;
	rc = mode == STORE_READ_WRITE ? open_writer(store, err) : open_reader(store, err);
	if (rc)
		store_close(store);
	else
		*ret_store = store;
	return rc;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_close(store->db);
	lock_release(store->lock_fd);
	bands_forget(store);
	MEM_FREE(store->mark);
	MEM_FREE(store->path);
	MEM_FREE(store);
}

/* --- transactions --- */

static int run_plain(struct store *store, enum sql_id id, struct err *err)
{
	struct query q = query_open(store, id);

	return query_run(&q, err);
}

int store_begin(struct store *store, struct err *err)
{
	return run_plain(store, SQL_BEGIN, err);
}

int store_commit(struct store *store, struct err *err)
{
	if (store->may_have_unindexed && !store->indexes_late && store_index_rest(store, err))
		return -1;
	if (run_plain(store, SQL_COMMIT, err))
		return -1;
	store->commits++;
	return 0;
}

void store_rollback(struct store *store)
{
	store->may_have_unindexed = store->lock_fd >= 0;
	bands_forget(store);
	/* a full disk or an I/O error has rolled back already */
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

int store_begin_part(struct store *store, struct err *err)
{
	return run_plain(store, SQL_BEGIN_PART, err);
}

int store_end_part(struct store *store, struct err *err)
{
	return run_plain(store, SQL_END_PART, err);
}

bool store_undo_part(struct store *store)
{
	store->may_have_unindexed = true;
	bands_forget(store);
	return sqlite3_exec(store->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL) ==
	       SQLITE_OK;
}

int store_begin_read(struct store *store, struct err *err)
{
	return run_plain(store, SQL_BEGIN_READ, err);
}

void store_end_read(struct store *store)
{
	store_rollback(store);
}

/* --- marks --- */

int store_get_mark(struct store *store, const char *name, const char **ret_value, struct err *err)
{
	struct query q = query_open(store, SQL_GET_MARK);
	int rc;

	query_text(&q, name);
	rc = query_step(&q, err);
	if (rc >= 0) {
		MEM_FREE(store->mark);
		store->mark = mem_strdup(rc ? query_peek_text(&q) : "");
		*ret_value = store->mark;
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

int store_set_mark(struct store *store, const char *name, const char *value, struct err *err)
{
	struct query q = query_open(store, SQL_SET_MARK);

	query_text(&q, name);
	query_text(&q, value);
	return query_run(&q, err);
}

int store_drop_mark(struct store *store, const char *name, struct err *err)
{
	struct query q = query_open(store, SQL_DROP_MARK);

	query_text(&q, name);
	return query_run(&q, err);
}

int store_list_marks(struct store *store, const char *prefix, struct arena *arena,
                     struct store_mark **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_LIST_MARKS);
	struct list list = list_of(sizeof(struct store_mark));
	int rc;

	query_text(&q, prefix);
	while ((rc = query_step(&q, err)) > 0) {
		struct store_mark *mark = list_add(&list);

		mark->name = query_get_text(&q, arena);
		mark->value = query_get_text(&q, arena);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_data_version(struct store *store, int64_t *ret_version, struct err *err)
{
	struct query q = query_open(store, SQL_DATA_VERSION);

	if (query_number(&q, 0, ret_version, err))
		return -1;
	*ret_version += store->commits; /* SQLite tells of other connections only */
	return 0;
}
