#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/changes.h"
#include "store/decisions.h"
#include "store/picture.h"
#include "store/record.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)
#define DAY (24 * 3600)

/* An article's claim, recorded at an instant; the text alone makes a copy of it. */
static int64_t claim_at(struct record *r, int64_t at_s, const char *address, const char *text,
                        const char *value)
{
	const struct store_arrival arrival = {
		.source_id = r->source_id, .outlet = "BelTA", .fetched_s = at_s, .recorded_s = at_s
	};
	const struct store_claim_facts facts = { .trust = SOURCE_TRUST_AGENCY,
		                                 .threshold = 600,
		                                 .engine = "1",
		                                 .lexicon = "2",
		                                 .recorded_s = at_s };
	struct article article = record_made_article(address, "2023-04-05");
	struct claim claim = record_made_claim(value, "2023-04-05");
	struct store_article_id id;
	int64_t claim_id = 0;
	bool is_new;

	article.text = text;
	if (store_add_article(r->store, &article, &arrival, &id, &r->err) ||
	    store_add_claim(r->store, &claim, &id, &facts, &claim_id, &is_new, &r->err))
		fail_msg("%s", r->err.text);
	return claim_id;
}

static struct figure *picture_at(struct record *r, int64_t at_s, size_t *ret_count)
{
	struct figure *list;

	assert_int_equal(
		store_picture(r->store, at_s, INT32_MAX, r->arena, &list, ret_count, &r->err), 0);
	return list;
}

static size_t count_at(struct record *r, int64_t at_s)
{
	size_t count;

	picture_at(r, at_s, &count);
	return count;
}

static void what_came_later_was_not_known(void **state)
{
	struct record *r = *state;

	record_begin(r);
	claim_at(r, RECORD_NOW, "https://belta.by/1", "One text about the programmes.", "70");
	claim_at(r, RECORD_NOW + DAY, "https://belta.by/2", "Another text about them.", "80");
	record_commit(r);
	assert_int_equal(count_at(r, RECORD_NOW - 1), 0);
	assert_int_equal(count_at(r, RECORD_NOW), 1);
	assert_int_equal(count_at(r, RECORD_NOW + DAY - 1), 1);
	assert_int_equal(count_at(r, RECORD_NOW + DAY), 2);
}

static void decide(struct record *r, int64_t claim_id, enum decision_verdict verdict, int64_t at_s)
{
	const struct store_decision decision = { .claim_id = claim_id,
		                                 .decision = { .verdict = verdict,
		                                               .who = "anna",
		                                               .why = "read it",
		                                               .recorded_s = at_s } };
	int64_t id;

	assert_int_equal(store_add_decision(r->store, &decision, &id, &r->err), 0);
}

static void a_decision_counts_from_when_it_was_made(void **state)
{
	struct record *r = *state;
	int64_t id;

	record_begin(r);
	id = claim_at(r, RECORD_NOW, "https://belta.by/1", "One text about them.", "70");
	decide(r, id, DECISION_REJECTED, RECORD_NOW + DAY);
	decide(r, id, DECISION_CONFIRMED, RECORD_NOW + 2 * DAY);
	record_commit(r);
	assert_int_equal(count_at(r, RECORD_NOW + DAY - 1), 1);
	assert_int_equal(count_at(r, RECORD_NOW + DAY), 0);
	assert_int_equal(count_at(r, RECORD_NOW + 2 * DAY - 1), 0);
	assert_int_equal(count_at(r, RECORD_NOW + 2 * DAY), 1);
}

/* A third text that is like both of two shows that they were copies of one report. */
static void origins_are_those_that_were_known_then(void **state)
{
	static const char text[] = "The very same words of one report, told by many outlets.";
	struct record *r = *state;
	struct figure *list;
	size_t count;

	record_begin(r);
	claim_at(r, RECORD_NOW, "https://a.by/1", text, "70");
	claim_at(r, RECORD_NOW, "https://b.by/1", "Quite other words, of a report of its own.",
	         "70");
	claim_at(r, RECORD_NOW + DAY, "https://c.by/1", text, "70");
	/* the second is a copy too, it turns out: it is printed again in those words */
	claim_at(r, RECORD_NOW + 2 * DAY, "https://b.by/1", text, "71");
	record_commit(r);
	list = picture_at(r, RECORD_NOW, &count);
	assert_int_equal(count, 2);
	assert_int_not_equal(list[0].origin, list[1].origin);
	list = picture_at(r, RECORD_NOW + DAY, &count);
	assert_int_equal(count, 3);
	assert_int_equal(list[0].origin, list[2].origin);
	assert_int_not_equal(list[0].origin, list[1].origin);
	list = picture_at(r, RECORD_NOW + 2 * DAY, &count);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].origin, list[0].origin);
}

static void what_was_published_later_is_left_out(void **state)
{
	struct record *r = *state;
	struct date day = date_day(2023, 4, 5);
	struct figure *list;
	size_t count;

	record_begin(r);
	claim_at(r, RECORD_NOW, "https://belta.by/1", "One text about the programmes.", "70");
	record_commit(r);
	assert_int_equal(store_picture(r->store, INT64_MAX, date_last_day(day), r->arena, &list,
	                               &count, &r->err),
	                 0);
	assert_int_equal(count, 1);
	assert_int_equal(store_picture(r->store, INT64_MAX, date_last_day(day) - 1, r->arena, &list,
	                               &count, &r->err),
	                 0);
	assert_int_equal(count, 0);
}

static void the_head_is_that_of_then(void **state)
{
	struct record *r = *state;
	struct store_change change = { .recorded_s = RECORD_NOW,
		                       .kind = CHANGE_SOURCE_DOWN,
		                       .severity = CHANGE_WARNING,
		                       .event_key = "down:a:1",
		                       .json = "{\"key\":\"down:a:1\"}" };
	char first[HASH_HEX_SIZE], second[HASH_HEX_SIZE], head[HASH_HEX_SIZE];
	int64_t id;

	record_begin(r);
	assert_int_equal(store_add_change(r->store, &change, &id, first, &r->err), 0);
	change.recorded_s += DAY;
	change.event_key = "down:a:2";
	change.json = "{\"key\":\"down:a:2\"}";
	assert_int_equal(store_add_change(r->store, &change, &id, second, &r->err), 0);
	record_commit(r);
	assert_int_equal(store_picture_head(r->store, RECORD_NOW - 1, &id, head, &r->err), 0);
	assert_int_equal(id, 0);
	assert_int_equal(strspn(head, "0"), 64);
	assert_int_equal(store_picture_head(r->store, RECORD_NOW, &id, head, &r->err), 0);
	assert_string_equal(head, first);
	assert_int_equal(store_picture_head(r->store, RECORD_NOW + DAY, &id, head, &r->err), 0);
	assert_string_equal(head, second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_came_later_was_not_known),
		EACH(a_decision_counts_from_when_it_was_made),
		EACH(origins_are_those_that_were_known_then),
		EACH(what_was_published_later_is_left_out),
		EACH(the_head_is_that_of_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
