/* Texts are put into the index of words a moment after they were recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/record.h"
#include "store/search.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)

static void set_minhash(struct article *a)
{
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		a->minhash[i] = 1000 + (uint32_t)i;
}

static size_t found(struct record *r, const char *words)
{
	struct store_hit *hits;
	size_t count;

	assert_int_equal(store_search(r->store, words, 0, r->arena, &hits, &count, &r->err), 0);
	return count;
}

static int64_t left(struct record *r)
{
	int64_t count = -1;

	assert_int_equal(store_search_left(r->store, &count, &r->err), 0);
	return count;
}

static void a_text_is_found_by_its_words_once_it_is_committed(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");

	a.text = "Orchards and harbours.";
	record_begin(r);
	record_article(r, &a);
	record_commit(r);
	assert_int_equal(found(r, "harbours"), 1);
	assert_false(store_may_have_unindexed(r->store));
}

static void what_is_indexed_late_is_so_after_a_crash_too(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	struct article b = record_made_article("https://belta.by/2", "2023-04-05");
	struct article copy = record_made_article("https://b/1", "2023-04-06");

	a.text = "Orchards and harbours.";
	set_minhash(&a);
	b.text = "Orchards without harbours.";
	store_index_late(r->store);
	record_begin(r);
	record_article(r, &a);
	record_commit(r);
	assert_int_equal(found(r, "harbours"), 0);
	assert_int_equal(left(r), 1);
	assert_true(store_may_have_unindexed(r->store));

	record_reopen(r); /* as another process finds it */
	assert_true(store_may_have_unindexed(r->store));
	record_begin(r);
	record_article(r, &b);
	record_commit(r);
	assert_int_equal(found(r, "harbours"), 2);
	assert_int_equal(left(r), 0);
	set_minhash(&copy);
	assert_int_equal(record_article(r, &copy).origin, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_text_is_found_by_its_words_once_it_is_committed),
		EACH(what_is_indexed_late_is_so_after_a_crash_too),
	};

	return cmocka_run_group_tests_name("store/unindexed", tests, NULL, NULL);
}
