/* `integractl status --storage`: what the record takes of the disk, and what goes next. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "table.h"
#include "where.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/options.h"
#include "config/value.h"
#include "store/storage.h"

#define DAY_S 86400
#define KINDS 3

struct aging {
	const char *option;
	const char *what;
	int64_t keep_s;
	struct store_aging rows;
};

struct storage {
	struct store_storage disk;
	struct aging aging[KINDS]; /* by enum store_aging_kind */
};

static int load(const struct ctl *ctl, const struct record *record, struct storage *s,
                struct err *err)
{
	struct config_options options = where_read_options(ctl, record->arena);
	int rc;

	s->aging[STORE_AGING_ARTICLES] = (struct aging){
		"keep-articles", "articles without a claim", options.keep_articles_s, { 0 }
	};
	s->aging[STORE_AGING_ITEMS] =
		(struct aging){ "keep-items", "items seen", options.keep_items_s, { 0 } };
	s->aging[STORE_AGING_POLLS] =
		(struct aging){ "keep-polls", "polls", options.keep_polls_s, { 0 } };
	if (store_begin_read(record->store, err) != 0)
		return -1;
	rc = store_storage(record->store, record->arena, &s->disk, err);
	for (int kind = 0; rc == 0 && kind < KINDS; kind++)
		rc = store_aging(record->store, (enum store_aging_kind)kind,
		                 clock_now_s() - s->aging[kind].keep_s + DAY_S,
		                 &s->aging[kind].rows, err);
	store_end_read(record->store);
	return rc;
}

static void print_json(const struct record *record, const struct storage *s)
{
	const struct store_storage *disk = &s->disk;
	json_t *json = json_object();
	json_t *tables = json_array();
	json_t *next = json_array();

	for (size_t i = 0; i < disk->table_count; i++) {
		const struct store_table *t = &disk->tables[i];

		json_array_append_new(
			tables, json_pack("{sosIso}", "name", json_text(t->name), "rows",
		                          (json_int_t)t->rows, "bytes",
		                          disk->has_bytes ? json_integer(t->bytes) : json_null()));
	}
	for (int kind = 0; kind < KINDS; kind++) {
		const struct aging *a = &s->aging[kind];
		bool is_any = a->rows.count > 0;

		json_array_append_new(
			next, json_pack("{sssIsIsIsoso}", "option", a->option, "keep_s",
		                        (json_int_t)a->keep_s, "rows", (json_int_t)a->rows.count,
		                        "within_a_day", (json_int_t)a->rows.due, "oldest",
		                        json_stamp(is_any, a->rows.oldest_s), "goes",
		                        json_stamp(is_any, a->rows.oldest_s + a->keep_s)));
	}
	json_object_set_new(json, "database", json_text(record->path));
	json_object_set_new(json, "bytes", json_integer(disk->database_bytes));
	json_object_set_new(json, "free_bytes", json_integer(disk->free_bytes));
	json_object_set_new(json, "wal_bytes", json_integer(disk->wal_bytes));
	json_object_set_new(json, "oldest_article",
	                    json_stamp(disk->oldest_article_s > 0, disk->oldest_article_s));
	json_object_set_new(json, "tables", tables);
	json_object_set_new(json, "next", next);
	json_line(json);
}

#define SIZE_TEXT 32
static const char *size_text(int64_t bytes, char out[SIZE_TEXT])
{
	if (bytes < 10 * (int64_t)KIB * KIB)
		snprintf(out, SIZE_TEXT, "%" PRId64 " KiB", (bytes + KIB - 1) / KIB);
	else
		snprintf(out, SIZE_TEXT, "%" PRId64 " MiB", bytes / ((int64_t)KIB * KIB));
	return out;
}

static void print_tables(const struct ctl *ctl, const struct store_storage *disk)
{
	static const struct table_column COLUMNS[] = {
		{ "TABLE", false, true, 0 },
		{ "ROWS", true, false, 0 },
		{ "SIZE", true, false, 0 },
	};
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));
	char size[SIZE_TEXT];

	for (size_t i = 0; i < disk->table_count; i++) {
		table_add(table, TERM_PLAIN, disk->tables[i].name);
		table_addf(table, TERM_PLAIN, "%" PRId64, disk->tables[i].rows);
		table_add(table, TERM_PLAIN,
		          disk->has_bytes ? size_text(disk->tables[i].bytes, size) : "?");
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

static void print_next(const struct ctl *ctl, const struct storage *s)
{
	static const struct table_column COLUMNS[] = {
		{ "WHAT GOES WITH TIME", false, true, 0 },
		{ "OPTION", false, false, 0 },
		{ "KEPT", true, false, 0 },
		{ "ROWS", true, false, 0 },
		{ "WITHIN A DAY", true, false, 0 },
		{ "THE OLDEST GOES", false, false, 0 },
	};
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));
	char stamp[DATE_STAMP_SIZE], keep[VALUE_TEXT_SIZE];

	for (int kind = 0; kind < KINDS; kind++) {
		const struct aging *a = &s->aging[kind];

		table_add(table, TERM_PLAIN, a->what);
		table_add(table, TERM_PLAIN, a->option);
		table_add(table, TERM_PLAIN, value_format_duration(a->keep_s * 1000, keep));
		table_addf(table, TERM_PLAIN, "%" PRId64, a->rows.count);
		table_addf(table, TERM_PLAIN, "%" PRId64, a->rows.due);
		if (a->rows.count > 0)
			table_addf(table, TERM_PLAIN, "%.10s",
			           date_stamp_format(a->rows.oldest_s + a->keep_s, stamp));
		else
			table_add(table, TERM_PLAIN, "");
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

static void print_text(const struct ctl *ctl, const struct storage *s)
{
	const struct store_storage *disk = &s->disk;
	char whole[SIZE_TEXT], unused[SIZE_TEXT], wal[SIZE_TEXT], stamp[DATE_STAMP_SIZE];

	print_tables(ctl, disk);
	printf("\nDatabase: %s, of which %s free; WAL: %s.\n",
	       size_text(disk->database_bytes, whole), size_text(disk->free_bytes, unused),
	       size_text(disk->wal_bytes, wal));
	if (disk->oldest_article_s > 0)
		printf("Oldest article: recorded %.10s.\n\n",
		       date_stamp_format(disk->oldest_article_s, stamp));
	else
		puts("Oldest article: none.\n");
	print_next(ctl, s);
}

enum ctl_exit command_storage(struct ctl *ctl)
{
	struct storage storage = { .disk = { .table_count = 0 } };
	struct record record;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	if (load(ctl, &record, &storage, &err) != 0)
		code = record_fail(&record, &err);
	else if (ctl->json)
		print_json(&record, &storage);
	else
		print_text(ctl, &storage);
	record_close(&record);
	return code;
}
