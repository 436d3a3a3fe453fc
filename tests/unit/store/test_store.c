#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/backup.h"
#include "store/query.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/sources.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)

static int64_t ask(struct store *store, const char *sql)
{
	struct query q = { .store = store };
	struct err err;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &q.stmt, NULL), SQLITE_OK);
	assert_int_equal(query_number(&q, -1, &n, &err), 0);
	sqlite3_finalize(q.stmt);
	return n;
}

/* Opening has to fail with this kind and these words. */
static void refuses(struct record *r, enum store_mode mode, enum err_kind kind, const char *words)
{
	struct store *store = NULL;

	assert_int_equal(store_open(r->path, mode, &store, &r->err), -1);
	assert_null(store);
	assert_int_equal(r->err.kind, kind);
	if (!strstr(r->err.text, words))
		fail_msg("no \"%s\" in: %s", words, r->err.text);
}

static void close_writer(struct record *r)
{
	store_close(r->store);
	r->store = NULL;
}

/* --- a new database --- */

static void a_new_database_is_ours_and_durable(void **state)
{
	struct record *r = *state;
	struct stat st;

	assert_int_equal(ask(r->store, "PRAGMA application_id"), SCHEMA_APPLICATION_ID);
	assert_int_equal(ask(r->store, "PRAGMA user_version"), schema_version());
	assert_int_equal(ask(r->store, "PRAGMA synchronous"), 2);
	assert_int_equal(ask(r->store, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ask(r->store, "PRAGMA recursive_triggers"), 1);
	assert_int_equal(ask(r->store, "PRAGMA auto_vacuum"), 2);
	assert_int_equal(ask(r->store, "SELECT count(*) FROM pragma_journal_mode"
	                               " WHERE journal_mode = 'wal'"),
	                 1);
	assert_int_equal(stat(r->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void what_root_makes_belongs_to_the_folders_owner(void **state)
{
	static const char *const endings[] = { "", "-wal", "-shm", ".lock" };
	struct record *r = *state;
	char path[128];
	struct stat st;

	if (getuid() != 0)
		skip();
	close_writer(r);
	for (size_t i = 0; i < COUNT(endings); i++) {
		snprintf(path, sizeof(path), "%s%s", r->path, endings[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(chown(r->dir, 65534, 65534), 0);
	record_reopen(r);
	for (size_t i = 0; i < COUNT(endings); i++) {
		snprintf(path, sizeof(path), "%s%s", r->path, endings[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_uid, 65534);
	}
}

static void every_table_is_strict(void **state)
{
	struct record *r = *state;

	assert_int_equal(ask(r->store,
	                     "SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
	                     " AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
	                     " AND name NOT LIKE 'search%'"),
	                 0);
}

static void a_writer_survives_being_opened_again(void **state)
{
	struct record *r = *state;
	const char *mark;

	assert_int_equal(store_set_mark(r->store, "history", "abc", &r->err), 0);
	record_reopen(r);
	assert_int_equal(store_get_mark(r->store, "history", &mark, &r->err), 0);
	assert_string_equal(mark, "abc");
	assert_int_equal(store_get_mark(r->store, "nothing", &mark, &r->err), 0);
	assert_string_equal(mark, "");
}

/* --- whose database it is --- */

static void the_database_of_another_program_is_refused_untouched(void **state)
{
	struct record *r = *state;

	close_writer(r);
	unlink(r->path);
	assert_int_equal(record_sql(r, "PRAGMA application_id = 7; CREATE TABLE t (x);"),
	                 SQLITE_OK);
	refuses(r, STORE_READ_WRITE, ERR_BROKEN, "another program");
	refuses(r, STORE_READ_ONLY, ERR_BROKEN, "another program");
	assert_int_equal(record_sql(r, "INSERT INTO t VALUES (1)"), SQLITE_OK);
	assert_int_equal(record_sql(r, "SELECT * FROM sources"), SQLITE_ERROR);
}

static void tables_without_a_name_of_ours_are_another_programs(void **state)
{
	struct record *r = *state;

	close_writer(r);
	unlink(r->path);
	assert_int_equal(record_sql(r, "CREATE TABLE t (x);"), SQLITE_OK);
	refuses(r, STORE_READ_WRITE, ERR_BROKEN, "another program");
}

static void the_database_of_a_newer_integrad_is_refused_untouched(void **state)
{
	struct record *r = *state;
	char back[64];

	snprintf(back, sizeof(back), "PRAGMA user_version = %d", schema_version());
	close_writer(r);
	assert_int_equal(record_sql(r, "PRAGMA user_version = 999"), SQLITE_OK);
	refuses(r, STORE_READ_WRITE, ERR_BROKEN, "newer integrad (schema 999");
	refuses(r, STORE_READ_ONLY, ERR_BROKEN, "newer integrad");
	assert_int_equal(record_sql(r, back), SQLITE_OK);
	record_reopen(r);
}

static void write_file(const char *path, const char *bytes, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}

static void a_file_that_is_no_database_is_refused(void **state)
{
	struct record *r = *state;
	char noise[4096];

	close_writer(r);
	memset(noise, 'x', sizeof(noise));
	write_file(r->path, noise, sizeof(noise));
	refuses(r, STORE_READ_WRITE, ERR_BROKEN, "no SQLite database");
	refuses(r, STORE_READ_ONLY, ERR_BROKEN, "no SQLite database");
}

static void an_empty_file_becomes_a_database(void **state)
{
	struct record *r = *state;

	close_writer(r);
	write_file(r->path, "", 0);
	refuses(r, STORE_READ_ONLY, ERR_BROKEN, "start integrad");
	record_reopen(r);
	assert_int_equal(ask(r->store, "PRAGMA user_version"), schema_version());
}

static void a_missing_database_is_named(void **state)
{
	struct record *r = *state;

	close_writer(r);
	unlink(r->path);
	refuses(r, STORE_READ_ONLY, ERR_BROKEN, "has integrad run yet");
	snprintf(r->path, sizeof(r->path), "%s/no/such/folder.db", r->dir);
	refuses(r, STORE_READ_WRITE, ERR_BROKEN, "No such file");
}

/* --- one writer, many readers --- */

static void a_second_writer_is_told_who_has_the_record(void **state)
{
	struct record *r = *state;
	char words[64];

	snprintf(words, sizeof(words), "another integrad (process %ld)", (long)getpid());
	refuses(r, STORE_READ_WRITE, ERR_AGAIN, words);
	record_reopen(r); /* the lock ends with its owner */
}

static void a_reader_sees_what_was_committed_and_only_that(void **state)
{
	struct record *r = *state;
	struct store *reader = record_reader(r);
	int64_t before, after;

	assert_int_equal(store_data_version(reader, &before, &r->err), 0);
	record_begin(r);
	assert_int_equal(store_set_mark(r->store, "x", "1", &r->err), 0);
	assert_int_equal(ask(reader, "SELECT count(*) FROM marks"), 0);
	record_commit(r);
	assert_int_equal(ask(reader, "SELECT count(*) FROM marks"), 1);
	assert_int_equal(store_data_version(reader, &after, &r->err), 0);
	assert_true(after != before);
	store_close(reader);
}

static void a_reader_cannot_write(void **state)
{
	struct record *r = *state;
	struct store *reader = record_reader(r);

	assert_int_equal(store_set_mark(reader, "x", "1", &r->err), -1);
	assert_int_equal(r->err.kind, ERR_BROKEN);
	store_close(reader);
}

static void a_reader_keeps_its_moment(void **state)
{
	struct record *r = *state;
	struct store *reader = record_reader(r);

	assert_int_equal(store_begin_read(reader, &r->err), 0);
	assert_int_equal(ask(reader, "SELECT count(*) FROM marks"), 0);
	assert_int_equal(store_set_mark(r->store, "x", "1", &r->err), 0);
	assert_int_equal(ask(reader, "SELECT count(*) FROM marks"), 0);
	store_end_read(reader);
	assert_int_equal(ask(reader, "SELECT count(*) FROM marks"), 1);
	store_close(reader);
}

/* What a reader of the group sees while the daemon is down: it may read, and write nothing. */
static int read_as_another(struct record *r)
{
	struct store *reader;
	const char *mark;

	if (getuid() == 0 && (setgid(65534) || setuid(65534)))
		return 2;
	if (access(r->dir, W_OK) == 0 || access(r->path, W_OK) == 0)
		return 3;
	if (store_open(r->path, STORE_READ_ONLY, &reader, &r->err) ||
	    store_get_mark(reader, "x", &mark, &r->err)) {
		print_error("%s\n", r->err.text);
		return 4;
	}
	return strcmp(mark, "1") == 0 ? 0 : 5;
}

static void set_modes(struct record *r, mode_t dir, mode_t file)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	char path[128];

	for (size_t i = 0; i < COUNT(endings); i++) {
		snprintf(path, sizeof(path), "%s%s", r->path, endings[i]);
		assert_int_equal(chmod(path, file), 0); /* all three are there: PERSIST_WAL */
	}
	assert_int_equal(chmod(r->dir, dir), 0);
}

static void readers_need_no_writer_and_no_right_to_write(void **state)
{
	struct record *r = *state;
	pid_t child;
	int status;

	assert_int_equal(store_set_mark(r->store, "x", "1", &r->err), 0);
	close_writer(r);
	set_modes(r, 0555, 0444);
	child = fork();
	if (child == 0)
		_exit(read_as_another(r));
	assert_int_equal(waitpid(child, &status, 0), child);
	set_modes(r, 0700, 0640);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void who_may_not_read_is_told_of_the_group(void **state)
{
	struct record *r = *state;
	pid_t child;
	int status;

	set_modes(r, 0755, 0600);
	child = fork();
	if (child == 0) {
		struct store *reader;
		bool is_told;

		if (getuid() == 0 ? setgid(65534) || setuid(65534) : chmod(r->path, 0))
			_exit(2);
		is_told = store_open(r->path, STORE_READ_ONLY, &reader, &r->err) == -1 &&
		          r->err.kind == ERR_BROKEN && strstr(r->err.text, "group integrad");
		_exit(is_told ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_lock_is_an_error_and_never_a_short_list(void **state)
{
	struct record *r = *state;
	struct store_source *list;
	struct store *reader;
	sqlite3 *raw;
	size_t count;

	close_writer(r);
	raw = record_raw(r); /* without a WAL a writer locks readers out */
	assert_int_equal(sqlite3_exec(raw, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL),
	                 SQLITE_OK);
	reader = record_reader(r);
	sqlite3_busy_timeout(reader->db, 0);
	assert_int_equal(sqlite3_exec(raw, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_list_sources(reader, r->arena, &list, &count, &r->err), -1);
	assert_int_equal(r->err.kind, ERR_AGAIN);
	assert_non_null(strstr(r->err.text, "another program holds it"));
	sqlite3_close(raw);
	assert_int_equal(store_list_sources(reader, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 1);
	store_close(reader);
}

/* --- transactions and trouble --- */

static void what_is_rolled_back_was_never_there(void **state)
{
	struct record *r = *state;

	record_begin(r);
	assert_int_equal(store_set_mark(r->store, "x", "1", &r->err), 0);
	store_rollback(r->store);
	store_rollback(r->store); /* harmless */
	assert_int_equal(ask(r->store, "SELECT count(*) FROM marks"), 0);
	record_begin(r);
	assert_int_equal(store_set_mark(r->store, "x", "1", &r->err), 0);
	record_reopen(r); /* closing without a commit */
	assert_int_equal(ask(r->store, "SELECT count(*) FROM marks"), 0);
}

static void a_full_disk_says_so_and_loses_nothing(void **state)
{
	struct record *r = *state;
	char *big = mem_alloc(200001);
	const char *mark;

	memset(big, 'x', 200000);
	assert_int_equal(store_set_mark(r->store, "before", "1", &r->err), 0);
	ask(r->store, "PRAGMA max_page_count = 50");
	record_begin(r);
	assert_int_equal(store_set_mark(r->store, "big", big, &r->err), -1);
	assert_int_equal(r->err.kind, ERR_AGAIN);
	assert_non_null(strstr(r->err.text, "disk is full"));
	store_rollback(r->store);
	ask(r->store, "PRAGMA max_page_count = 100000");
	assert_int_equal(store_get_mark(r->store, "before", &mark, &r->err), 0);
	assert_string_equal(mark, "1");
	record_begin(r);
	assert_int_equal(store_set_mark(r->store, "big", big, &r->err), 0);
	record_commit(r);
	free(big);
}

static void a_damaged_page_says_so(void **state)
{
	struct record *r = *state;
	struct store_source *list;
	char noise[4096];
	size_t count;
	int fd;

	close_writer(r);
	assert_int_equal(record_sql(r, "PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
	memset(noise, 0x5a, sizeof(noise));
	fd = open(r->path, O_WRONLY);
	for (off_t page = 2; page < 40; page++)
		assert_int_equal(pwrite(fd, noise, sizeof(noise), page * 4096), sizeof(noise));
	close(fd);
	if (store_open(r->path, STORE_READ_ONLY, &r->store, &r->err) == 0)
		assert_int_equal(store_list_sources(r->store, r->arena, &list, &count, &r->err),
		                 -1);
	assert_int_equal(r->err.kind, ERR_BROKEN);
	assert_non_null(strstr(r->err.text, "damaged"));
}

static void a_commit_survives_kill(void **state)
{
	struct record *r = *state;
	const char *mark;
	pid_t child;
	int status;

	close_writer(r);
	child = fork();
	if (child == 0) {
		struct store *store;
		struct err err;
		bool is_done = !store_open(r->path, STORE_READ_WRITE, &store, &err) &&
		               !store_begin(store, &err) &&
		               !store_set_mark(store, "first", "1", &err) &&
		               !store_commit(store, &err) && !store_begin(store, &err) &&
		               !store_set_mark(store, "second", "1", &err);

		if (is_done)
			raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	record_reopen(r); /* the dead hold no lock */
	assert_int_equal(store_get_mark(r->store, "first", &mark, &r->err), 0);
	assert_string_equal(mark, "1");
	assert_int_equal(store_get_mark(r->store, "second", &mark, &r->err), 0);
	assert_string_equal(mark, "");
}

/* --- the ladder --- */

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = mem_alloc(1 << 20);

	if (!f)
		fail_msg("run from the top of the tree: no %s", path);
	assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
	fclose(f);
	return text;
}

/* All that sqlite_schema says, in one order; yours. */
static char *schema_of(sqlite3 *db)
{
	sqlite3_stmt *stmt;
	char *text;

	assert_int_equal(
		sqlite3_prepare_v2(db,
	                           "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM"
	                           " sqlite_schema WHERE sql IS NOT NULL ORDER BY name)",
	                           -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	text = mem_strdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return text;
}

/* Each schema that was ever released, with a few rows, climbs to the one of today. */
static void every_released_schema_climbs_to_the_top(void **state)
{
	struct record *r = *state;
	char *fresh = schema_of(r->store->db);

	for (int version = 1; version <= schema_version(); version++) {
		char file[64], *sql, *climbed;

		snprintf(file, sizeof(file), "tests/schema/%d.sql", version);
		sql = read_file(file);
		close_writer(r);
		unlink(r->path);
		assert_int_equal(record_sql(r, sql), SQLITE_OK);
		record_reopen(r);
		climbed = schema_of(r->store->db);
		assert_string_equal(climbed, fresh);
		assert_int_equal(ask(r->store, "PRAGMA user_version"), schema_version());
		assert_int_equal(ask(r->store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
		assert_int_equal(ask(r->store, "SELECT count(*) FROM claims"), 2);
		assert_int_equal(ask(r->store, "SELECT count(*) FROM changes"), 1);
		assert_int_equal(ask(r->store, "PRAGMA auto_vacuum"), 2); /* it can shrink */
		free(climbed);
		free(sql);
	}
	free(fresh);
}

/* --- copies --- */

static bool is_in(const char *const *names, const char *name)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* Whoever adds a table has to say whether analysts get it: here, or in backup.c. */
static void every_table_is_kept_in_an_export_or_emptied(void **state)
{
	static const char *const KEPT[] = { "origin_joins", "unindexed", "verdicts", "sources",
		                            "series",       "search",    "texts",    "decisions",
		                            "articles",     "changes",   "credits",  "claims",
		                            "marks",        NULL };
	struct record *r = *state;
	size_t known = 0, listed = COUNT(KEPT) - 1;
	sqlite3_stmt *stmt;

	assert_int_equal(
		sqlite3_prepare_v2(r->store->db,
	                           "SELECT name FROM pragma_table_list"
	                           " WHERE schema = 'main' AND type IN ('table', 'virtual')"
	                           " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
	                           -1, &stmt, NULL),
		SQLITE_OK);
	for (; sqlite3_step(stmt) == SQLITE_ROW; known++) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		if (is_in(KEPT, name) == is_in(store_daemon_tables, name))
			fail_msg("table %s: has an export rows of it, or not?", name);
	}
	sqlite3_finalize(stmt);
	for (const char *const *name = store_daemon_tables; *name; name++)
		listed++;
	assert_int_equal(known, listed);
}

static void an_export_has_nothing_of_the_daemons(void **state)
{
	struct record *r = *state;
	char path[128];
	sqlite3 *copy;
	sqlite3_stmt *stmt;

	assert_int_equal(record_sql(r, "INSERT INTO sinks (name) VALUES ('desk')"), SQLITE_OK);
	assert_int_equal(record_sql(r, "INSERT INTO marks (name, value) VALUES ('x', 'y')"),
	                 SQLITE_OK);
	snprintf(path, sizeof(path), "%s/export.db", r->dir);
	assert_int_equal(store_export(r->store, path, &r->err), 0);
	assert_int_equal(sqlite3_open(path, &copy), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(copy,
	                                    "SELECT count(*) FROM marks WHERE name = 'x'"
	                                    " AND NOT EXISTS (SELECT * FROM sinks)",
	                                    -1, &stmt, NULL),
	                 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 1);
	sqlite3_finalize(stmt);
	sqlite3_close(copy);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_new_database_is_ours_and_durable),
		EACH(what_root_makes_belongs_to_the_folders_owner),
		EACH(every_table_is_strict),
		EACH(a_writer_survives_being_opened_again),
		EACH(the_database_of_another_program_is_refused_untouched),
		EACH(tables_without_a_name_of_ours_are_another_programs),
		EACH(the_database_of_a_newer_integrad_is_refused_untouched),
		EACH(a_file_that_is_no_database_is_refused),
		EACH(an_empty_file_becomes_a_database),
		EACH(a_missing_database_is_named),
		EACH(a_second_writer_is_told_who_has_the_record),
		EACH(a_reader_sees_what_was_committed_and_only_that),
		EACH(a_reader_cannot_write),
		EACH(a_reader_keeps_its_moment),
		EACH(readers_need_no_writer_and_no_right_to_write),
		EACH(who_may_not_read_is_told_of_the_group),
		EACH(a_lock_is_an_error_and_never_a_short_list),
		EACH(what_is_rolled_back_was_never_there),
		EACH(a_full_disk_says_so_and_loses_nothing),
		EACH(a_damaged_page_says_so),
		EACH(a_commit_survives_kill),
		EACH(every_released_schema_climbs_to_the_top),
		EACH(every_table_is_kept_in_an_export_or_emptied),
		EACH(an_export_has_nothing_of_the_daemons),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
