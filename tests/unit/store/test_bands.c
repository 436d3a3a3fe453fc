/* Near-copies are found wherever the bands of the first print are by now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/query.h"
#include "store/record.h"
#include "store/retain.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)

/* From so many new texts on, and after so many more, all are in the index (bands.c). */
#define MANY 2000
#define MORE 1100

static int64_t count(struct record *r, const char *table)
{
	struct query q = { .store = r->store };
	char *sql = mem_printf("SELECT count(*) FROM %s", table);
	int64_t n = -1;

	assert_int_equal(sqlite3_prepare_v2(r->store->db, sql, -1, &q.stmt, NULL), SQLITE_OK);
	assert_int_equal(query_number(&q, 0, &n, &r->err), 0);
	sqlite3_finalize(q.stmt);
	free(sql);
	return n;
}

/* Texts of one number are copies; those of two are nowhere alike. */
static struct store_article_id printed(struct record *r, const char *outlet, uint32_t number)
{
	char address[64];
	struct article a;

	snprintf(address, sizeof(address), "https://%s/%u", outlet, number);
	a = record_made_article(address, "2023-04-05");
	a.title = address;
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		a.minhash[i] = number * 1000 + (uint32_t)i;
	return record_article(r, &a);
}

static void print_many(struct record *r, uint32_t first, uint32_t number)
{
	record_begin(r);
	for (uint32_t i = 0; i < number; i++)
		printed(r, "many", first + i);
	record_commit(r);
}

static void assert_found(struct record *r, const char *outlet, const struct store_article_id *first,
                         uint32_t number)
{
	assert_int_equal(printed(r, outlet, number).origin, first->origin);
}

static void copies_are_found_on_the_way_into_the_index_and_there(void **state)
{
	struct record *r = *state;
	struct store_article_id first = printed(r, "first", 1);

	assert_found(r, "a", &first, 1);
	record_reopen(r);
	assert_found(r, "b", &first, 1);
	assert_int_equal(count(r, "bands"), 0);
	print_many(r, 10, MANY); /* some are in the index now, and all are new yet */
	assert_true(count(r, "bands") > 0);
	assert_true(count(r, "new_bands") > MANY);
	assert_found(r, "c", &first, 1);
	record_reopen(r); /* which begins it anew */
	assert_found(r, "d", &first, 1);
	print_many(r, 10 + MANY, MORE);
	assert_true(count(r, "new_bands") < MANY);
	assert_int_equal(count(r, "new_bands JOIN bands USING (text_id)"), 0);
	assert_int_equal(count(r, "new_bands") * 16 + count(r, "bands"), count(r, "texts") * 16);
	assert_found(r, "e", &first, 1);
}

static void what_was_on_its_way_when_all_was_undone_is_found(void **state)
{
	struct record *r = *state;
	struct store_article_id first = printed(r, "first", 1);

	print_many(r, 10, MANY);
	record_begin(r);
	for (uint32_t i = 0; i < MORE; i++) /* all that was new before has its place then */
		printed(r, "undone", 10 + MANY + i);
	assert_true(count(r, "new_bands") < MANY);
	store_rollback(r->store);
	assert_true(count(r, "new_bands") > MANY);
	assert_found(r, "copy", &first, 1);
	print_many(r, 10 + MANY, MORE);
	assert_int_equal(count(r, "pragma_foreign_key_check"), 0);
	assert_found(r, "copy-of-copy", &first, 1);
}

/* Its text is gone, so that its bands have no place in the index. */
static void an_article_that_has_gone_takes_its_bands_along(void **state)
{
	struct record *r = *state;
	struct store_retained retained;
	struct store_article_id copy;
	int64_t cursor = 0;

	printed(r, "gone", 1);
	print_many(r, 10, MANY);
	assert_int_equal(store_retain_articles(r->store, INT64_MAX, 1, &cursor, &retained, &r->err),
	                 0);
	assert_int_equal(retained.dropped, 1);
	assert_int_equal(count(r, "sources WHERE article_count <> (SELECT count(*) FROM articles)"),
	                 0);
	print_many(r, 10 + MANY, MORE);
	copy = printed(r, "copy", 1);
	assert_int_equal(copy.origin, copy.article_id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(copies_are_found_on_the_way_into_the_index_and_there),
		EACH(what_was_on_its_way_when_all_was_undone_is_found),
		EACH(an_article_that_has_gone_takes_its_bands_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
