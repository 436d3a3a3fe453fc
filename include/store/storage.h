/*
 * What the record takes of the disk, by table, and what of it goes next. Both
 * look at every row or page: seconds in a great record. Nothing is written.
 */
#ifndef STORE_STORAGE_H
#define STORE_STORAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/store.h"

struct store_table {
	const char *name; /* "search" stands for all tables of the index of words */
	int64_t rows;
	int64_t bytes; /* of its pages, with those of its indexes; 0 where has_bytes is false */
};

struct store_storage {
	struct store_table *tables; /* the greatest first */
	size_t table_count;
	bool has_bytes; /* false where SQLite was built without dbstat */
	int64_t database_bytes;
	int64_t free_bytes;       /* of these, in pages that hold nothing */
	int64_t wal_bytes;        /* of the file beside it; 0 where there is none */
	int64_t oldest_article_s; /* when the first of those that are left was recorded; 0: none */
};

/* The sizes of the files, by stat(2): no query, and so at any time. */
int64_t store_database_bytes(const struct store *store);
int64_t store_wal_bytes(const struct store *store);

int store_storage(struct store *store, struct arena *arena, struct store_storage *ret,
                  struct err *err) MUST_CHECK;

/* Rows that store/retain.h lets go once they are old enough. */
enum store_aging_kind {
	STORE_AGING_ARTICLES, /* no claim needs them */
	STORE_AGING_ITEMS,
	STORE_AGING_POLLS,
};

struct store_aging {
	int64_t count;    /* all that time takes */
	int64_t due;      /* of these, older than before_s */
	int64_t oldest_s; /* 0 where count is 0 */
};

int store_aging(struct store *store, enum store_aging_kind kind, int64_t before_s,
                struct store_aging *ret, struct err *err) MUST_CHECK;

#endif
