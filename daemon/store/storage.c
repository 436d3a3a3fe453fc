#include "store/storage.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "query.h"

/* An index counts with its table, and the tables of the index of words are one. */
#define OWNER "CASE WHEN t.tbl_name GLOB 'search_*' THEN 'search' ELSE t.tbl_name END"

/* dbstat gives a line a tree; the schema's own tree is not in the schema. */
static const char sizes_sql[] =
	"SELECT coalesce(" OWNER ", d.name), sum(d.pgsize) FROM dbstat d"
	" LEFT JOIN sqlite_schema t ON t.name = d.name WHERE d.aggregate = TRUE"
	" GROUP BY 1 ORDER BY 2 DESC, 1";

static const char names_sql[] = "SELECT DISTINCT " OWNER
				", 0 FROM sqlite_schema t WHERE t.type = 'table' ORDER BY 1";

/* SQL that only this needs, of tables whose names it does not know before. */
static int prepare(struct store *store, const char *sql, struct query *ret, struct err *err)
{
	int rc;

	*ret = (struct query){ .store = store };
	rc = sqlite3_prepare_v2(store->db, sql, -1, &ret->stmt, NULL);
	return rc == SQLITE_OK ? 0 : store_fail(store, rc, "cannot read", err);
}

static int list_tables(struct store *store, struct arena *arena, struct store_storage *s,
                       struct err *err)
{
	struct list list = list_of(sizeof(struct store_table));
	struct query q;
	int rc;

	if (prepare(store, s->has_bytes ? sizes_sql : names_sql, &q, err) < 0)
		return -1;
	while ((rc = query_step(&q, err)) > 0) {
		struct store_table *table = list_add(&list);

		table->name = query_get_text(&q, arena);
		table->bytes = query_get_int(&q);
	}
	sqlite3_finalize(q.stmt);
	return list_finish(&list, rc, arena, (void **)&s->tables, &s->table_count);
}

static int count_rows(struct store *store, struct store_table *table, struct err *err)
{
	char *sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\"", table->name);
	struct query q;
	int rc;

	if (!sql)
		return store_fail(store, SQLITE_NOMEM, "cannot read", err);
	rc = prepare(store, sql, &q, err);
	sqlite3_free(sql);
	if (rc < 0)
		return -1;
	rc = query_number(&q, 0, &table->rows, err);
	sqlite3_finalize(q.stmt);
	return rc;
}

static int ask(struct store *store, enum sql_id id, int64_t *ret, struct err *err)
{
	struct query q = query_open(store, id);

	return query_number(&q, 0, ret, err);
}

static int64_t file_bytes(const struct store *store, const char *suffix)
{
	char *path = mem_printf("%s%s", store->path, suffix);
	struct stat found;
	int64_t bytes = stat(path, &found) == 0 ? (int64_t)found.st_size : 0;

	free(path);
	return bytes;
}

int64_t store_database_bytes(const struct store *store)
{
	return file_bytes(store, "");
}

int64_t store_wal_bytes(const struct store *store)
{
	return file_bytes(store, "-wal");
}

int store_storage(struct store *store, struct arena *arena, struct store_storage *ret,
                  struct err *err)
{
	struct store_storage s = {
		.has_bytes = sqlite3_compileoption_used("ENABLE_DBSTAT_VTAB"),
		.wal_bytes = store_wal_bytes(store),
	};
	int64_t page, pages, unused;

	if (ask(store, SQL_PAGE_SIZE, &page, err) < 0 ||
	    ask(store, SQL_PAGE_COUNT, &pages, err) < 0 ||
	    ask(store, SQL_FREE_PAGES, &unused, err) < 0 ||
	    ask(store, SQL_OLDEST_ARTICLE, &s.oldest_article_s, err) < 0 ||
	    list_tables(store, arena, &s, err) < 0)
		return -1;
	for (size_t i = 0; i < s.table_count; i++)
		if (count_rows(store, &s.tables[i], err) < 0)
			return -1;
	s.database_bytes = pages * page;
	s.free_bytes = unused * page;
	*ret = s;
	return 0;
}

int store_aging(struct store *store, enum store_aging_kind kind, int64_t before_s,
                struct store_aging *ret, struct err *err)
{
	static const enum sql_id statements[] = {
		[STORE_AGING_ARTICLES] = SQL_AGING_ARTICLES,
		[STORE_AGING_ITEMS] = SQL_AGING_ITEMS,
		[STORE_AGING_POLLS] = SQL_AGING_POLLS,
	};
	struct query q = query_open(store, statements[kind]);
	int rc;

	query_int(&q, before_s);
	rc = query_step(&q, err);
	*ret = (struct store_aging){ .count = 0 };
	if (rc > 0) {
		ret->count = query_get_int(&q);
		ret->due = query_get_int(&q);
		ret->oldest_s = query_get_int(&q);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}
