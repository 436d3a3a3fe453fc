#include "query.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

int query_prepare(struct store *store, enum sql_id id)
{
	if (store->statements[id])
		return SQLITE_OK;
	return sqlite3_prepare_v3(store->db, sql_statements[id], -1, SQLITE_PREPARE_PERSISTENT,
	                          &store->statements[id], NULL);
}

struct query query_open(struct store *store, enum sql_id id)
{
	int rc = query_prepare(store, id);

	return (struct query){ .store = store, .stmt = store->statements[id], .rc = rc };
}

void query_close(struct query *q)
{
	if (!q->stmt)
		return;
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt);
	q->bound = 0;
	q->column = 0;
	q->rc = SQLITE_OK;
}

static void note(struct query *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void query_int(struct query *q, int64_t value)
{
	note(q, sqlite3_bind_int64(q->stmt, ++q->bound, value));
}

void query_nullable(struct query *q, const char *s)
{
	note(q,
	     s ? sqlite3_bind_text64(q->stmt, ++q->bound, s, strlen(s), SQLITE_STATIC, SQLITE_UTF8)
	       : sqlite3_bind_null(q->stmt, ++q->bound));
}

void query_text(struct query *q, const char *s)
{
	query_nullable(q, s ? s : "");
}

void query_blob(struct query *q, const void *bytes, size_t len)
{
	note(q, bytes ? sqlite3_bind_blob64(q->stmt, ++q->bound, bytes, len, SQLITE_STATIC)
	              : sqlite3_bind_null(q->stmt, ++q->bound));
}

void query_null(struct query *q)
{
	note(q, sqlite3_bind_null(q->stmt, ++q->bound));
}

int query_step(struct query *q, struct err *err)
{
	int rc = q->rc;

	q->column = 0;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return store_fail(q->store, rc, "the database", err);
}

int query_run(struct query *q, struct err *err)
{
	int rc = query_step(q, err);

	query_close(q);
	return rc < 0 ? -1 : 0;
}

int query_number(struct query *q, int64_t fallback, int64_t *ret_number, struct err *err)
{
	int rc = query_step(q, err);

	if (rc >= 0)
		*ret_number = rc ? query_get_int(q) : fallback;
	query_close(q);
	return rc < 0 ? -1 : 0;
}

int64_t query_get_int(struct query *q)
{
	return sqlite3_column_int64(q->stmt, q->column++);
}

bool query_get_bool(struct query *q)
{
	return query_get_int(q) != 0;
}

const char *query_peek_text(struct query *q)
{
	const unsigned char *text = sqlite3_column_text(q->stmt, q->column++);

	return text ? (const char *)text : "";
}

const char *query_get_text(struct query *q, struct arena *arena)
{
	return arena_strdup(arena, query_peek_text(q));
}

const char *query_get_nullable(struct query *q, struct arena *arena)
{
	const char *text = (const char *)sqlite3_column_text(q->stmt, q->column++);

	return arena_strdup(arena, text);
}

const void *query_peek_blob(struct query *q, size_t *ret_len)
{
	const void *bytes = sqlite3_column_blob(q->stmt, q->column);

	*ret_len = (size_t)sqlite3_column_bytes(q->stmt, q->column);
	q->column++;
	return bytes;
}

struct list list_of(size_t size)
{
	return (struct list){ .size = size };
}

void *list_add(struct list *list)
{
	void *item;

	list->items = mem_room(list->items, list->count, &list->cap, list->size);
	item = list->items + list->count++ * list->size;
	return memset(item, 0, list->size);
}

void list_free(struct list *list)
{
	MEM_FREE(list->items);
}

int list_finish(struct list *list, int rc, struct arena *arena, void **ret_items, size_t *ret_count)
{
	if (rc >= 0) {
		*ret_items = arena_array(arena, list->count, list->size);
		*ret_count = list->count;
		if (list->count)
			memcpy(*ret_items, list->items, list->count * list->size);
	}
	list_free(list);
	return rc < 0 ? -1 : 0;
}

/* An input or output error says by errno whether the disk is full or broken. */
static int fail_io(const struct store *store, const char *what, struct err *err)
{
	int os_error = sqlite3_system_errno(store->db);

	if (os_error == ENOSPC || os_error == EDQUOT)
		return err_set(err, ERR_AGAIN, "%s %s: the disk is full; make room and it goes on",
		               what, store->path);
	return err_set(err, ERR_BROKEN, "%s %s: %s (%s)", what, store->path,
	               sqlite3_errmsg(store->db), strerror(os_error));
}

/* SQLite reads a database in WAL mode by files beside it, and makes them where they are not. */
static int fail_reader(const struct store *store, const char *what, struct err *err)
{
	return err_set(err, ERR_BROKEN,
	               "%s %s: its files -wal and -shm are not there, and who reads may not make "
	               "them in this folder: start integrad once, ask as its user, or read a copy "
	               "in a folder of your own",
	               what, store->path);
}

int store_fail(const struct store *store, int rc, const char *what, struct err *err)
{
	const char *message = sqlite3_errmsg(store->db);

	if ((rc & 0xff) == SQLITE_CANTOPEN && store->lock_fd < 0 && access(store->path, R_OK) == 0)
		return fail_reader(store, what, err);
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_AGAIN, "%s %s: another program holds it; try again", what,
		               store->path);
	case SQLITE_FULL:
		return err_set(err, ERR_AGAIN, "%s %s: the disk is full; make room and it goes on",
		               what, store->path);
	case SQLITE_IOERR:
		return fail_io(store, what, err);
	case SQLITE_TOOBIG:
		return err_set(err, ERR_LIMIT, "%s %s: a value is too big", what, store->path);
	case SQLITE_CONSTRAINT:
		return err_set(err, ERR_INPUT, "%s %s: a rule of it was broken: %s", what,
		               store->path, message);
	case SQLITE_CORRUPT:
		return err_set(
			err, ERR_BROKEN,
			"%s %s: it is damaged (%s): run `integractl verify`, restore a backup",
			what, store->path, message);
	case SQLITE_NOTADB:
		return err_set(err, ERR_BROKEN, "%s %s: it is no SQLite database", what,
		               store->path);
	case SQLITE_READONLY:
		if (store->lock_fd < 0)
			return fail_reader(store, what, err);
		return err_set(err, ERR_BROKEN, "%s %s: it may not be written: %s", what,
		               store->path, message);
	default:
		return err_set(err, ERR_BROKEN, "%s %s: %s (SQLite error %d)", what, store->path,
		               message, rc);
	}
}
