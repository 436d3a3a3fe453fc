/*
 * One use of a prepared statement: values are bound in order, columns read in
 * order.
 *
 *     struct query q = query_open(store, SQL_FIND_SOURCE);
 *     query_text(&q, key);
 *     rc = query_step(&q, err);       1: a row, 0: no more, -1: an error
 *     id = query_get_int(&q);
 *     query_close(&q);
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "statements.h"
#include "store/store.h"

struct bands;

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[SQL_COUNT];
	char *path;
	int lock_fd;             /* -1: a reader */
	int64_t commits;         /* our own */
	char *mark;              /* last value of store_get_mark() */
	int wal_pages;           /* as of the last commit, and not yet in the file */
	bool indexes_late;       /* see store/search.h */
	bool may_have_unindexed; /* a text was added since, or the store has just been opened */
	struct bands *bands;     /* of new texts, see bands.h; NULL: not read yet */
};

struct query {
	struct store *store;
	sqlite3_stmt *stmt;
	int bound;  /* values so far */
	int column; /* columns of this row that were read */
	int rc;     /* the first failure to bind */
};

/* What keeps it from being prepared query_step() tells. */
struct query query_open(struct store *store, enum sql_id id);
/* An SQLite result code. */
int query_prepare(struct store *store, enum sql_id id);
/* NULL is fine for a query whose stmt is NULL. The memory of bound values may go now. */
void query_close(struct query *q);

/* Values are lent until query_close(). */
void query_int(struct query *q, int64_t value);
void query_text(struct query *q, const char *s);                 /* NULL binds "" */
void query_nullable(struct query *q, const char *s);             /* NULL binds NULL */
void query_blob(struct query *q, const void *bytes, size_t len); /* NULL binds NULL */
void query_null(struct query *q);

/* 1: a row is there; 0: there is no more; -1: *err says why. */
int query_step(struct query *q, struct err *err) MUST_CHECK;
/* For statements that give no rows: steps and closes. 0 or -1. */
int query_run(struct query *q, struct err *err) MUST_CHECK;
/* For statements that give one number; `fallback` where they give no row. */
int query_number(struct query *q, int64_t fallback, int64_t *ret_number, struct err *err)
	MUST_CHECK;

int64_t query_get_int(struct query *q);
bool query_get_bool(struct query *q);
const char *query_get_text(struct query *q, struct arena *arena);     /* a copy; NULL reads as "" */
const char *query_get_nullable(struct query *q, struct arena *arena); /* a copy; NULL stays NULL */
/* Lent until the next step. NULL for NULL and for nothing. */
const void *query_peek_blob(struct query *q, size_t *ret_len);
const char *query_peek_text(struct query *q); /* lent until the next step; never NULL */

/*
 * Rows of a result as they come, before their number is known. list_finish()
 * moves them to the arena where rc (of the last step) is 0, and frees the rest.
 */
struct list {
	char *items;
	size_t size; /* of one */
	size_t count;
	size_t cap;
};

struct list list_of(size_t size);
void *list_add(struct list *list); /* zeroed; good until the next one */
void list_free(struct list *list);
int list_finish(struct list *list, int rc, struct arena *arena, void **ret_items, size_t *ret_count)
	MUST_CHECK;

/*
 * Fills *err from the connection's last failure: what SQLite says, in words
 * that tell a person what to do. Returns -1.
 */
int store_fail(const struct store *store, int rc, const char *what, struct err *err);

#endif
