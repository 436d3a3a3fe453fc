#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "record.h"
#include "store/outbox.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)

static const struct store_alert NEWS = {
	.message = "msg_1",
	.sink = "desk",
	.rule = "news",
	.topic = "series",
	.language = "en",
	.made_s = RECORD_NOW,
	.next_s = RECORD_NOW + 600,
};

static int64_t add(struct record *r, const char *message, int64_t next_s)
{
	struct store_alert alert = NEWS;
	int64_t id = 0;

	alert.message = message;
	alert.next_s = next_s;
	assert_int_equal(store_add_alert(r->store, &alert, &id, &r->err), 0);
	return id;
}

static struct store_alert *find(struct record *r, int64_t id)
{
	struct store_alert *alert;

	assert_int_equal(store_find_alert(r->store, id, r->arena, &alert, &r->err), 0);
	return alert;
}

static int64_t gathering(struct record *r)
{
	int64_t id, next_s;

	assert_int_equal(
		store_gathering_alert(r->store, "desk", "series", "en", &id, &next_s, &r->err), 0);
	return id;
}

static void a_message_is_added_once(void **state)
{
	struct record *r = *state;
	int64_t first = add(r, "msg_1", 5);

	assert_int_equal(add(r, "msg_1", 6), first);
	assert_int_equal(find(r, first)->next_s, 5);
	assert_null(find(r, first + 1));
}

static void what_is_frozen_gathers_no_more(void **state)
{
	struct record *r = *state;
	int64_t id = add(r, "msg_1", 5);
	struct store_alert alert = *find(r, id);

	assert_int_equal(gathering(r), id);
	alert.body = "{}";
	assert_int_equal(store_save_alert(r->store, &alert, &r->err), 0);
	assert_int_equal(gathering(r), 0);
	assert_string_equal(find(r, id)->body, "{}");
}

static void the_due_come_in_the_order_of_their_time(void **state)
{
	struct record *r = *state;
	int64_t late = add(r, "msg_1", RECORD_NOW + 20), early = add(r, "msg_2", RECORD_NOW + 10),
		next_s;
	struct store_alert *list;
	size_t count;

	add(r, "msg_3", RECORD_NOW + 30);
	assert_int_equal(store_due_alerts(r->store, "desk", RECORD_NOW + 20, 9, r->arena, &list,
	                                  &count, &r->err),
	                 0);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, early);
	assert_int_equal(list[1].id, late);
	assert_int_equal(store_next_alert(r->store, "desk", &next_s, &r->err), 0);
	assert_int_equal(next_s, RECORD_NOW + 10);
	assert_int_equal(store_next_alert(r->store, "other", &next_s, &r->err), 0);
	assert_int_equal(next_s, 0);
}

static void an_hour_counts_what_was_sent_in_it(void **state)
{
	struct record *r = *state;
	int64_t count, done_s;

	for (int i = 0; i < 3; i++) {
		char message[8] = { 'm', (char)('0' + i), '\0' };
		struct store_alert alert = *find(r, add(r, message, 5));

		alert.state = STORE_ALERT_SENT;
		alert.done_s = 100 + i;
		assert_int_equal(store_save_alert(r->store, &alert, &r->err), 0);
	}
	assert_int_equal(store_count_sent(r->store, "desk", 100, 200, &count, &r->err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(store_nth_sent(r->store, "desk", 2, &done_s, &r->err), 0);
	assert_int_equal(done_s, 101);
	assert_int_equal(store_nth_sent(r->store, "desk", 4, &done_s, &r->err), 0);
	assert_int_equal(done_s, 0);
}

static void a_figure_that_was_told_is_found_again(void **state)
{
	struct record *r = *state;
	int64_t id = add(r, "msg_1", 5), found;

	assert_int_equal(store_add_alert_change(r->store, id, 7, "f", &r->err), 0);
	assert_int_equal(store_add_alert_change(r->store, id, 7, "f", &r->err), 0);
	assert_int_equal(find(r, id)->change_count, 1);
	assert_int_equal(store_alert_of_figure(r->store, "desk", "f", RECORD_NOW, &found, &r->err),
	                 0);
	assert_int_equal(found, id);
	assert_int_equal(
		store_alert_of_figure(r->store, "desk", "f", RECORD_NOW + 1, &found, &r->err), 0);
	assert_int_equal(found, 0);
	assert_int_equal(store_alert_of_figure(r->store, "other", "f", 0, &found, &r->err), 0);
	assert_int_equal(found, 0);
}

static void a_sink_is_remembered(void **state)
{
	struct record *r = *state;
	struct store_sink sink = {
		.name = "desk", .down_since_s = 5, .failures = 2, .next_s = 9, .why = "no"
	};
	struct store_sink found;
	bool is_known;

	assert_int_equal(store_find_sink(r->store, "desk", r->arena, &found, &is_known, &r->err),
	                 0);
	assert_false(is_known);
	for (int i = 0; i < 2; i++)
		assert_int_equal(store_save_sink(r->store, &sink, &r->err), 0);
	assert_int_equal(store_find_sink(r->store, "desk", r->arena, &found, &is_known, &r->err),
	                 0);
	assert_true(is_known);
	assert_int_equal(found.failures, 2);
	assert_string_equal(found.why, "no");
}

static void a_silence_lasts_until_its_end_or_is_ended(void **state)
{
	struct record *r = *state;
	struct store_silence silence = { .kind = "",
		                         .package = "",
		                         .subject = "gas-market",
		                         .source = "",
		                         .sink = "",
		                         .made_s = 10,
		                         .until_s = 20,
		                         .who = "ann",
		                         .why = "known" };
	struct store_silence *list;
	int64_t id;
	size_t count;
	bool ended;

	assert_int_equal(store_add_silence(r->store, &silence, &id, &r->err), 0);
	assert_int_equal(store_list_silences(r->store, 19, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].subject, "gas-market");
	assert_int_equal(store_list_silences(r->store, 20, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 0);
	assert_int_equal(store_end_silence(r->store, id, 15, &ended, &r->err), 0);
	assert_true(ended);
	assert_int_equal(store_end_silence(r->store, id, 16, &ended, &r->err), 0);
	assert_false(ended);
	assert_int_equal(store_list_silences(r->store, 16, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 0);
}

static void a_figure_is_known_from_the_time_it_was_recorded(void **state)
{
	struct record *r = *state;
	struct article article = record_made_article("https://a.org/1", "2023-04-05");
	struct claim claim = record_made_claim("80", "2023-04-05");
	struct store_article_id id;
	int64_t claim_id;
	bool is_new, was;

	record_begin(r);
	id = record_article(r, &article);
	claim_id = record_claim(r, &claim, &id, &is_new);
	record_commit(r);
	assert_int_equal(store_figure_was_known(r->store, claim_id, RECORD_NOW + 1, &was, &r->err),
	                 0);
	assert_true(was);
	assert_int_equal(store_figure_was_known(r->store, claim_id, RECORD_NOW, &was, &r->err), 0);
	assert_false(was);
}

static void what_waits_too_long_is_given_up(void **state)
{
	struct record *r = *state;
	int64_t untried = add(r, "msg_1", 100), tried = add(r, "msg_2", 50),
		young = add(r, "msg_3", 200);
	struct store_alert alert = *find(r, tried);
	size_t count;

	alert.begun_s = 60;
	alert.next_s = 900;
	alert.why = "refused";
	assert_int_equal(store_save_alert(r->store, &alert, &r->err), 0);
	assert_int_equal(
		store_expire_alerts(r->store, "desk", 100, 1000, 0, "down", &count, &r->err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(find(r, untried)->state, STORE_ALERT_GIVEN_UP);
	assert_string_equal(find(r, untried)->why, "down");
	assert_string_equal(find(r, tried)->why, "refused");
	assert_int_equal(find(r, young)->state, STORE_ALERT_WAITING);
}

/* A machine may have slept for the days in between. */
static void what_was_tried_too_seldom_is_not_given_up(void **state)
{
	struct record *r = *state;
	int64_t seldom = add(r, "msg_1", 100), often = add(r, "msg_2", 100);
	struct store_alert alert = *find(r, often);
	size_t count;

	alert.tries = 8;
	assert_int_equal(store_save_alert(r->store, &alert, &r->err), 0);
	assert_int_equal(
		store_expire_alerts(r->store, "desk", 100, 1000, 8, "down", &count, &r->err), 0);
	assert_int_equal(count, 1);
	assert_int_equal(find(r, seldom)->state, STORE_ALERT_WAITING);
	assert_int_equal(find(r, often)->state, STORE_ALERT_GIVEN_UP);
}

static void add_change(struct record *r, int64_t alert_id, int64_t change_id)
{
	assert_int_equal(store_add_alert_change(r->store, alert_id, change_id, "", &r->err), 0);
}

static void what_is_due_goes_together_but_what_may_have_arrived(void **state)
{
	struct record *r = *state;
	int64_t tried = add(r, "msg_1", 5), into = add(r, "msg_2", 6), other = add(r, "msg_3", 7),
		later = add(r, "msg_4", RECORD_NOW + 9), id;
	struct store_alert alert = *find(r, tried);

	alert.body = "{}";
	assert_int_equal(store_save_alert(r->store, &alert, &r->err), 0);
	assert_int_equal(store_suspect_alerts(r->store, &r->err), 0);
	assert_int_equal(find(r, tried)->tries, 1);
	assert_int_equal(find(r, into)->tries, 0);
	add_change(r, into, 1);
	add_change(r, other, 1);
	add_change(r, other, 2);
	assert_int_equal(store_merge_alerts(r->store, "desk", RECORD_NOW, &id, &r->err), 0);
	assert_int_equal(id, into);
	assert_int_equal(find(r, into)->change_count, 2);
	assert_int_equal(find(r, other)->state, STORE_ALERT_MERGED);
	assert_int_equal(find(r, other)->into_id, into);
	assert_int_equal(find(r, later)->state, STORE_ALERT_WAITING);
	assert_int_equal(find(r, tried)->state, STORE_ALERT_WAITING);
}

static void languages_do_not_go_together(void **state)
{
	struct record *r = *state;
	struct store_alert alert = NEWS;
	int64_t into = add(r, "msg_1", 5), russian = 0, id;

	alert.message = "msg_2";
	alert.language = "ru";
	alert.next_s = 6;
	assert_int_equal(store_add_alert(r->store, &alert, &russian, &r->err), 0);
	assert_int_equal(store_merge_alerts(r->store, "desk", RECORD_NOW, &id, &r->err), 0);
	assert_int_equal(id, into);
	assert_int_equal(find(r, russian)->state, STORE_ALERT_WAITING);
}

static void a_digest_keeps_its_time_where_the_clock_was_set_back(void **state)
{
	struct record *r = *state;
	struct store_alert alert = NEWS, *list;
	size_t count;
	int64_t id;

	alert.topic = STORE_DIGEST_TOPIC;
	assert_int_equal(store_add_alert(r->store, &alert, &id, &r->err), 0);
	assert_int_equal(store_due_alerts(r->store, "desk", RECORD_NOW - 86400, 9, r->arena, &list,
	                                  &count, &r->err),
	                 0);
	assert_int_equal(count, 0);
}

static void a_clock_that_was_set_back_holds_up_nothing(void **state)
{
	struct record *r = *state;
	struct store_alert *list;
	size_t count;

	add(r, "msg_1", RECORD_NOW + 600);
	assert_int_equal(
		store_due_alerts(r->store, "desk", RECORD_NOW, 9, r->arena, &list, &count, &r->err),
		0);
	assert_int_equal(count, 0);
	assert_int_equal(store_due_alerts(r->store, "desk", RECORD_NOW - 86400, 9, r->arena, &list,
	                                  &count, &r->err),
	                 0);
	assert_int_equal(count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_message_is_added_once),
		EACH(what_is_frozen_gathers_no_more),
		EACH(the_due_come_in_the_order_of_their_time),
		EACH(an_hour_counts_what_was_sent_in_it),
		EACH(a_figure_that_was_told_is_found_again),
		EACH(a_sink_is_remembered),
		EACH(a_silence_lasts_until_its_end_or_is_ended),
		EACH(a_figure_is_known_from_the_time_it_was_recorded),
		EACH(what_waits_too_long_is_given_up),
		EACH(what_was_tried_too_seldom_is_not_given_up),
		EACH(what_is_due_goes_together_but_what_may_have_arrived),
		EACH(languages_do_not_go_together),
		EACH(a_digest_keeps_its_time_where_the_clock_was_set_back),
		EACH(a_clock_that_was_set_back_holds_up_nothing),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
