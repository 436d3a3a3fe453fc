#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/record.h"
#include "store/search.h"
#include "store/sources.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)

/* --- sources --- */

static struct store_source *only_source(struct record *r)
{
	struct store_source *list;
	size_t count;

	assert_int_equal(store_list_sources(r->store, r->arena, &list, &count, &r->err), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(store_count_of_source(r->store, &list[i], &r->err), 0);
	assert_int_equal(count, 1);
	return list;
}

static void a_source_is_made_once(void **state)
{
	struct record *r = *state;
	int64_t again, other;

	assert_int_equal(store_source_id(r->store, "belta", &again, &r->err), 0);
	assert_int_equal(again, r->source_id);
	assert_int_equal(store_source_id(r->store, "tass", &other, &r->err), 0);
	assert_true(other != again);
}

static void how_polling_stands_comes_back_whole(void **state)
{
	struct record *r = *state;
	const struct poll_state poll = {
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
	};
	struct store_source *source;

	assert_int_equal(
		store_save_poll(r->store, r->source_id, &poll, "http-410", "gone", &r->err), 0);
	source = only_source(r);
	assert_memory_equal(&source->poll, &poll,
	                    offsetof(struct poll_state, address) + sizeof(poll.address));
	assert_memory_equal(&source->poll.gap_s, &poll.gap_s,
	                    sizeof(poll) - offsetof(struct poll_state, gap_s));
	assert_string_equal(source->key, "belta");
	assert_string_equal(source->failure, "http-410");
	assert_string_equal(source->failure_why, "gone");
}

static void validators_are_kept_verbatim_for_each_address(void **state)
{
	struct record *r = *state;
	const struct store_validators in = {
		"W/\"a b\"", "Wed, 05 Apr 2023 10:00:00 GMT", "ff", 7, "https://c.example/", 5, true
	};
	struct store_validators out;

	assert_int_equal(
		store_save_validators(r->store, r->source_id, "https://a.example/", &in, &r->err),
		0);
	assert_int_equal(store_load_validators(r->store, r->source_id, "https://a.example/",
	                                       r->arena, &out, &r->err),
	                 0);
	assert_string_equal(out.etag, in.etag);
	assert_string_equal(out.last_modified, in.last_modified);
	assert_string_equal(out.body_hash, in.body_hash);
	assert_int_equal(out.full_s, 7);
	assert_string_equal(out.moved_to, in.moved_to);
	assert_int_equal(out.moved_since_s, 5);
	assert_true(out.has_moved);
	assert_int_equal(store_load_validators(r->store, r->source_id, "https://b.example/",
	                                       r->arena, &out, &r->err),
	                 0);
	assert_string_equal(out.etag, "");
	assert_string_equal(out.moved_to, "");
	assert_int_equal(out.full_s, 0);
}

static void known_items_come_sorted_and_each_once(void **state)
{
	struct record *r = *state;
	const uint64_t items[] = {
		UINT64_MAX, 0, 5, UINT64_C(1) << 63, 5, (UINT64_C(1) << 63) - 1
	};
	const uint64_t sorted[] = { 0, 5, (UINT64_C(1) << 63) - 1, UINT64_C(1) << 63, UINT64_MAX };
	uint64_t *list;
	size_t count;

	for (int i = 0; i < 2; i++)
		assert_int_equal(
			store_add_items(r->store, r->source_id, items, COUNT(items), 1, 0, &r->err),
			0);
	assert_int_equal(
		store_known_items(r->store, r->source_id, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, COUNT(sorted));
	assert_memory_equal(list, sorted, sizeof(sorted));
	assert_int_equal(only_source(r)->item_count, COUNT(sorted));
}

static void a_source_that_holds_many_items_keeps_them_all(void **state)
{
	struct record *r = *state;
	uint64_t *items = mem_array(3 * STORE_KNOWN_ITEMS, sizeof(*items)), *list;
	size_t count;

	for (uint64_t i = 0; i < 3 * STORE_KNOWN_ITEMS; i++)
		items[i] = i;
	record_begin(r);
	assert_int_equal(store_add_items(r->store, r->source_id, items, 3 * STORE_KNOWN_ITEMS, 1,
	                                 3 * STORE_KNOWN_ITEMS, &r->err),
	                 0);
	record_commit(r);
	assert_int_equal(
		store_known_items(r->store, r->source_id, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 3 * STORE_KNOWN_ITEMS);
	free(items);
}

static void the_newest_items_are_kept_and_the_oldest_forgotten(void **state)
{
	struct record *r = *state;
	uint64_t *items = mem_array(STORE_KNOWN_ITEMS, sizeof(*items)), *list;
	size_t count;

	record_begin(r);
	for (uint64_t round = 0; round < 3; round++) {
		for (uint64_t i = 0; i < STORE_KNOWN_ITEMS; i++)
			items[i] = (round << 32) | i;
		assert_int_equal(store_add_items(r->store, r->source_id, items, STORE_KNOWN_ITEMS,
		                                 (int64_t)round, 0, &r->err),
		                 0);
	}
	record_commit(r);
	assert_int_equal(
		store_known_items(r->store, r->source_id, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, STORE_KNOWN_ITEMS);
	assert_int_equal(list[0] >> 32, 2);
	assert_int_equal(only_source(r)->item_count, STORE_KNOWN_ITEMS);
	free(items);
}

static void what_a_source_gave_is_counted(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	struct article b = record_made_article("https://belta.by/2", "2023-04-05");
	struct claim claim = record_made_claim("80", "2023-04-05");
	struct store_article_id id = record_article(r, &a);

	record_article(r, &b);
	record_claim(r, &claim, &id, NULL);
	claim.subject = "gas-market";
	record_claim(r, &claim, &id, NULL);
	assert_int_equal(only_source(r)->article_count, 2);
	assert_int_equal(only_source(r)->claim_count, 2);
}

/* --- articles --- */

static void an_article_comes_back_as_it_was(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	struct store_article_id id;
	struct store_article *back;

	a.guid = "g1";
	a.author = "Автор";
	a.published_is_clamped = true;
	a.text = "Выполнено почти 80% мероприятий.";
	a.minhash[0] = 0x01020304;
	a.minhash[63] = UINT32_MAX;
	id = record_article(r, &a);
	assert_true(id.is_new && id.is_new_text);
	assert_int_equal(strlen(id.sha256), 64);
	assert_int_equal(store_find_article(r->store, id.article_id, 0, r->arena, &back, &r->err),
	                 0);
	assert_string_equal(back->article.guid, a.guid);
	assert_string_equal(back->article.address, a.address);
	assert_string_equal(back->article.title, a.title);
	assert_string_equal(back->article.text, a.text);
	assert_string_equal(back->article.author, a.author);
	assert_string_equal(back->article.language, a.language);
	assert_true(back->article.has_published && back->article.published_is_clamped);
	assert_true(date_equal(back->article.published, a.published));
	assert_int_equal(back->article.published_s, a.published_s);
	assert_memory_equal(back->article.minhash, a.minhash, sizeof(a.minhash));
	assert_string_equal(back->source, "belta");
	assert_string_equal(back->outlet, "BelTA");
	assert_string_equal(back->key, a.address);
	assert_string_equal(back->id.sha256, id.sha256);
	assert_int_equal(back->copies, 1);
	assert_int_equal(store_find_article(r->store, 999, 0, r->arena, &back, &r->err), 0);
	assert_null(back);
}

static void the_same_text_again_is_nothing_new(void **state)
{
	struct record *r = *state;
	const struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	struct store_article_id first = record_article(r, &a), again = record_article(r, &a);

	assert_false(again.is_new || again.is_new_text);
	assert_int_equal(again.article_id, first.article_id);
	assert_int_equal(again.text_id, first.text_id);
}

static void another_text_of_an_article_is_kept_beside_the_first(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	struct store_article_id first = record_article(r, &a), second;
	struct store_article *back;

	a.text = "The whole page.";
	second = record_article(r, &a);
	assert_false(second.is_new);
	assert_true(second.is_new_text);
	assert_int_equal(second.article_id, first.article_id);
	assert_int_equal(
		store_find_article(r->store, first.article_id, 0, r->arena, &back, &r->err), 0);
	assert_string_equal(back->article.text, "The whole page.");
	assert_int_equal(store_find_article(r->store, first.article_id, first.text_id, r->arena,
	                                    &back, &r->err),
	                 0);
	assert_string_equal(back->article.text, "Of the activities 80% were carried out.");
}

static void what_has_no_address_is_known_by_guid_then_by_text(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("", "2023-04-05");
	struct store_article_id by_text = record_article(r, &a), by_guid;

	a.guid = "g1";
	by_guid = record_article(r, &a);
	assert_true(by_guid.is_new);
	assert_true(by_guid.article_id != by_text.article_id);
	a.text = "edited";
	assert_int_equal(record_article(r, &a).article_id, by_guid.article_id);
	a.guid = "";
	assert_true(record_article(r, &a).is_new);
}

static void a_page_gives_the_date_that_the_feed_did_not(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	struct claim claim = record_made_claim("80", "2023-04-05");
	struct store_article *back;
	struct store_article_id id;

	a.has_published = false;
	id = record_article(r, &a);
	a = record_made_article("https://belta.by/1", "2023-03-27");
	record_article(r, &a);
	assert_int_equal(store_find_article(r->store, id.article_id, 0, r->arena, &back, &r->err),
	                 0);
	assert_true(back->article.has_published);
	assert_true(date_equal(back->article.published, date_day(2023, 3, 27)));

	/* but once it is recorded, or a claim rests on it, it stays */
	a = record_made_article("https://belta.by/1", "2023-01-12");
	record_article(r, &a);
	assert_int_equal(store_find_article(r->store, id.article_id, 0, r->arena, &back, &r->err),
	                 0);
	assert_true(date_equal(back->article.published, date_day(2023, 3, 27)));
	a = record_made_article("https://belta.by/2", "2023-04-05");
	a.has_published = false;
	id = record_article(r, &a);
	record_claim(r, &claim, &id, NULL);
	a.has_published = true;
	a.published = date_day(2023, 1, 12);
	record_article(r, &a);
	assert_int_equal(store_find_article(r->store, id.article_id, 0, r->arena, &back, &r->err),
	                 0);
	assert_true(date_equal(back->article.published, date_day(2023, 4, 5)));
}

static void an_article_without_any_text_has_no_hash(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");

	a.title = a.text = "";
	assert_string_equal(record_article(r, &a).sha256, "");
}

/* --- following --- */

static void what_is_to_be_followed_waits_for_its_time(void **state)
{
	struct record *r = *state;
	const struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	const struct store_arrival arrival = {
		.source_id = r->source_id, .outlet = "BelTA", .wants_follow = true, .fetched_s = 5
	};
	struct store_follow_job *jobs;
	struct store_article_id id;
	int64_t next_s;
	size_t count;

	assert_int_equal(store_next_follow(r->store, &next_s, &r->err), 0);
	assert_int_equal(next_s, 0);
	assert_int_equal(store_add_article(r->store, &a, &arrival, &id, &r->err), 0);
	assert_int_equal(store_due_follows(r->store, 10, 8, r->arena, &jobs, &count, &r->err), 0);
	assert_int_equal(count, 1);
	assert_int_equal(jobs->article_id, id.article_id);
	assert_string_equal(jobs->source, "belta");
	assert_string_equal(jobs->address, a.address);
	assert_string_equal(jobs->title, a.title);
	assert_true(date_equal(jobs->published, a.published));

	assert_int_equal(store_set_follow(r->store, id.article_id, STORE_FOLLOW_WANTED, 1, 100,
	                                  "timeout", &r->err),
	                 0);
	assert_int_equal(store_due_follows(r->store, 99, 8, r->arena, &jobs, &count, &r->err), 0);
	assert_int_equal(count, 0);
	assert_int_equal(store_next_follow(r->store, &next_s, &r->err), 0);
	assert_int_equal(next_s, 100);
	assert_int_equal(store_due_follows(r->store, 100, 8, r->arena, &jobs, &count, &r->err), 0);
	assert_int_equal(count, 1);
	assert_int_equal(jobs->tries, 1);

	assert_int_equal(
		store_set_follow(r->store, id.article_id, STORE_FOLLOW_DONE, 2, 0, "", &r->err), 0);
	assert_int_equal(store_due_follows(r->store, 1000, 8, r->arena, &jobs, &count, &r->err), 0);
	assert_int_equal(count, 0);
	/* the feed still wants it; it was done */
	assert_int_equal(store_add_article(r->store, &a, &arrival, &id, &r->err), 0);
	assert_int_equal(store_next_follow(r->store, &next_s, &r->err), 0);
	assert_int_equal(next_s, 0);
}

static void an_article_that_an_import_brought_may_be_followed_later(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://belta.by/1", "2023-04-05");
	const struct store_arrival arrival = {
		.source_id = r->source_id, .outlet = "BelTA", .wants_follow = true, .fetched_s = 5
	};
	struct store_article_id id = record_article(r, &a);
	int64_t next_s;

	assert_int_equal(store_add_article(r->store, &a, &arrival, &id, &r->err), 0);
	assert_false(id.is_new);
	assert_int_equal(store_next_follow(r->store, &next_s, &r->err), 0);
	assert_true(next_s > 0);
}

/* --- origins --- */

/* Fingerprints of which `same` of 64 places are those of the first. */
static void set_minhash(struct article *a, int same, uint32_t own)
{
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		a->minhash[i] = i < same ? 1000u + (uint32_t)i : own * 1000u + (uint32_t)i;
}

static struct store_article_id printed(struct record *r, const char *address, const char *day,
                                       int same, uint32_t own)
{
	struct article a = record_made_article(address, day);

	a.title = address;
	set_minhash(&a, same, own);
	return record_article(r, &a);
}

static void near_copies_within_a_week_are_one_origin(void **state)
{
	struct record *r = *state;
	struct store_article_id first = printed(r, "https://a/1", "2023-04-05", 64, 1);
	struct store_article_id copy = printed(r, "https://b/1", "2023-04-12", 60, 2);
	struct store_article_id late = printed(r, "https://c/1", "2023-04-20", 60, 3);
	struct store_article_id other = printed(r, "https://d/1", "2023-04-05", 30, 4);
	struct store_article *back;

	assert_int_equal(copy.origin, first.origin);
	assert_false(copy.is_merged);
	assert_true(other.origin != first.origin); /* 30 of 64: likeness 0.47 */
	assert_true(late.origin != first.origin);  /* 8 days after the nearest */
	assert_int_equal(store_find_article(r->store, copy.article_id, 0, r->arena, &back, &r->err),
	                 0);
	assert_int_equal(back->copies, 2);
}

/* Bands stand by fortnights: wherever the edge of one lies, a week finds over it. */
static void copies_are_found_over_the_edge_of_a_fortnight(void **state)
{
	struct record *r = *state;

	for (int day = 1; day <= 14; day++) {
		struct store_article_id id[2];
		char first[16], week_later[16], address[4][32];
		struct article a, b;

		snprintf(first, sizeof(first), "2023-03-%02d", day);
		snprintf(week_later, sizeof(week_later), "2023-03-%02d", day + 7);
		for (int i = 0; i < 4; i++)
			snprintf(address[i], sizeof(address[i]), "https://%c/%d", 'a' + i, day);
		a = record_made_article(address[0], first);
		b = record_made_article(address[1], week_later);
		set_minhash(&a, 0, (uint32_t)day);
		set_minhash(&b, 0, (uint32_t)day);
		id[0] = record_article(r, &b);
		id[1] = record_article(r, &a);
		assert_int_equal(id[1].origin, id[0].origin);
		for (int i = 0; i < ARTICLE_MINHASHES; i++)
			a.minhash[i] = b.minhash[i] = a.minhash[i] + 500000;
		a.address = address[2];
		b.address = address[3];
		id[0] = record_article(r, &a);
		id[1] = record_article(r, &b);
		assert_int_equal(id[1].origin, id[0].origin);
	}
}

/* It was seen long after it was published, which turns out later. */
static void a_text_is_found_by_the_date_that_it_gets_later(void **state)
{
	struct record *r = *state;
	struct article a = record_made_article("https://a/1", "2023-01-02");
	struct store_article_id undated, copy;

	a.has_published = false;
	a.published = (struct date){ .precision = DATE_NONE };
	set_minhash(&a, 64, 1);
	undated = record_article(r, &a);
	a = record_made_article("https://a/1", "2023-01-02");
	set_minhash(&a, 64, 1);
	assert_int_equal(record_article(r, &a).article_id, undated.article_id);
	copy = printed(r, "https://b/1", "2023-01-05", 62, 2);
	assert_int_equal(copy.origin, undated.origin);
}

static struct store_article_id printed_words(struct record *r, const char *address,
                                             const char *text)
{
	struct article a = record_made_article(address, "2023-04-05");

	a.title = address;
	a.text = text;
	return record_article(r, &a);
}

static void a_short_text_is_copied_verbatim_or_not_at_all(void **state)
{
	struct record *r = *state;
	struct store_article_id a = printed_words(r, "https://a/1",
	                                          "Four fifths of the activities are done.");
	struct store_article_id b = printed_words(r, "https://b/1",
	                                          "Of the 28 programmes 8 are closed by now.");
	struct store_article_id c = printed_words(r, "https://c/1",
	                                          "Of the 28 programmes 8 are closed by now.");
	struct store_article_id d = printed_words(r, "https://d/1",
	                                          "Of the 28 programmes 9 are closed by now.");
	struct store_article_id e = printed_words(r, "https://e/1", "Video"), f;

	f = printed_words(r, "https://f/1", "Video");
	assert_int_equal(c.origin, b.origin);
	assert_true(a.origin != b.origin);
	assert_true(d.origin != b.origin);
	assert_true(e.origin != f.origin);
}

/* a and c are no copies of one another, but both are of b: one origin, in every order. */
static void origins_are_connected_in_whichever_order_they_come(void **state)
{
	static const int orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		                         { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	struct record *r = *state;

	for (int round = 0; round < (int)COUNT(orders); round++) {
		struct store_article_id id;
		struct store_article *back;
		bool is_merged = false;

		for (int i = 0; i < 3; i++) {
			char address[64];
			struct article a;
			int part = orders[round][i];

			snprintf(address, sizeof(address), "https://%d.example/%d", part, round);
			a = record_made_article(address, "2023-04-05");
			a.title = address;
			for (int k = 0; k < ARTICLE_MINHASHES;
			     k++) { /* likeness a–b, b–c 0.62, a–c 0.25 */
				bool is_own = (part == 0 && k >= 40) || (part == 2 && k < 24);
				a.minhash[k] = (uint32_t)(round * 10000 + k + 1 +
				                          (is_own ? 1000 * (part + 1) : 0));
			}
			id = record_article(r, &a);
			is_merged |= id.is_merged;
		}
		assert_int_equal(
			store_find_article(r->store, id.article_id, 0, r->arena, &back, &r->err),
			0);
		assert_int_equal(back->copies, 3);
		assert_int_equal(is_merged, orders[round][2] == 1);
	}
}

/* The index has all texts but the last few: a copy is found in either. */
static void a_copy_is_found_among_the_last_texts_and_in_the_index(void **state)
{
	struct record *r = *state;
	int64_t origin = printed(r, "https://a/0", "2023-04-05", 64, 1).origin;

	store_index_late(r->store);
	for (int i = 1; i <= 40; i++) {
		char other[32], copy[32];

		snprintf(other, sizeof(other), "https://o/%d", i);
		snprintf(copy, sizeof(copy), "https://a/%d", i);
		assert_true(printed(r, other, "2023-04-05", 0, (uint32_t)i + 1).origin != origin);
		if (i == 2 || i == 40)
			assert_int_equal(
				printed(r, copy, "2023-04-05", 60, (uint32_t)i + 100).origin,
				origin);
	}
	/* as alike as copies are, but in no band: what the index would not find is none here */
	for (int i = 0; i < 2; i++) {
		struct article a = record_made_article(i ? "https://p/1" : "https://p/2",
		                                       "2023-04-05");

		for (int k = 0; k < ARTICLE_MINHASHES; k++)
			a.minhash[k] = k >= 32 || k % 2 ? 7000u + (uint32_t)k
			                                : 8000u + (uint32_t)(1000 * i + k);
		assert_int_equal(record_article(r, &a).origin, record_article(r, &a).article_id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_source_is_made_once),
		EACH(how_polling_stands_comes_back_whole),
		EACH(validators_are_kept_verbatim_for_each_address),
		EACH(known_items_come_sorted_and_each_once),
		EACH(what_a_source_gave_is_counted),
		EACH(a_source_that_holds_many_items_keeps_them_all),
		EACH(the_newest_items_are_kept_and_the_oldest_forgotten),
		EACH(an_article_comes_back_as_it_was),
		EACH(the_same_text_again_is_nothing_new),
		EACH(another_text_of_an_article_is_kept_beside_the_first),
		EACH(what_has_no_address_is_known_by_guid_then_by_text),
		EACH(a_page_gives_the_date_that_the_feed_did_not),
		EACH(an_article_without_any_text_has_no_hash),
		EACH(what_is_to_be_followed_waits_for_its_time),
		EACH(an_article_that_an_import_brought_may_be_followed_later),
		EACH(near_copies_within_a_week_are_one_origin),
		EACH(a_copy_is_found_among_the_last_texts_and_in_the_index),
		EACH(copies_are_found_over_the_edge_of_a_fortnight),
		EACH(a_text_is_found_by_the_date_that_it_gets_later),
		EACH(a_short_text_is_copied_verbatim_or_not_at_all),
		EACH(origins_are_connected_in_whichever_order_they_come),
	};

	return cmocka_run_group_tests_name("store/articles", tests, NULL, NULL);
}
