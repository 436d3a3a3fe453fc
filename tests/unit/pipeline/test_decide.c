/* What people decide: what counts from then on, and what the ledger tells of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline/desk.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, desk_set_up, desk_tear_down)

static const struct saying january = { 1, "2023-01-12", .value = 70, .speaker = "Ivanova" };
static const struct saying april = { 2, "2023-04-05", .value = 80, .speaker = "Ivanova" };
static const struct saying doubtful = { 3, "2023-06-08", .value = 90, .speaker = "Ivanova",
	                                .flags = "held" };

static void decide(struct desk *d, enum decision_verdict verdict, int64_t id, const char *extra)
{
	struct err err;

	if (desk_decides(d, verdict, id, extra, &err) < 0)
		fail_msg("%s", err.text);
}

static void refuses(struct desk *d, enum decision_verdict verdict, int64_t id, const char *extra,
                    const char *words)
{
	struct err err;

	assert_int_equal(desk_decides(d, verdict, id, extra, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	if (!strstr(err.text, words))
		fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

static void told(struct desk *d, const char *entries)
{
	assert_string_equal(d->log, entries);
	d->log[0] = '\0';
}

static void a_held_claim_counts_once_it_is_confirmed(void **state)
{
	struct desk *d = *state;
	int64_t held;

	desk_hears(d, &january);
	held = desk_hears(d, &doubtful);
	told(d, "first →70 held 70→90 ");
	decide(d, DECISION_CONFIRMED, held, "");
	told(d, "confirmed →90 rise 70→90 ");
	assert_string_equal(desk_picture(d), "90@2023-06-08 ");
	assert_int_equal(desk_status(d, held), CLAIM_ACCEPTED);
	desk_is_sound(d);
}

static void what_is_accepted_may_be_confirmed_and_nothing_else_is_told(void **state)
{
	struct desk *d = *state;
	int64_t id = desk_hears(d, &january);

	decide(d, DECISION_CONFIRMED, id, "");
	told(d, "first →70 confirmed →70 ");
	desk_is_sound(d);
}

static void where_the_current_figure_is_rejected_the_one_before_holds_again(void **state)
{
	struct desk *d = *state;
	int64_t id;

	desk_hears(d, &january);
	id = desk_hears(d, &april);
	d->log[0] = '\0';
	decide(d, DECISION_REJECTED, id, "");
	told(d, "retracted →80 revised 80→70 ");
	assert_string_equal(desk_picture(d), "70@2023-01-12 ");
	desk_is_sound(d);
}

static void what_was_taken_back_and_comes_again_is_told_again(void **state)
{
	struct desk *d = *state;
	struct saying later = april;
	int64_t id;

	desk_hears(d, &january);
	id = desk_hears(d, &april);
	decide(d, DECISION_REJECTED, id, "");
	d->log[0] = '\0';
	later.article = 9;
	later.day = "2023-04-06";
	desk_hears(d, &later);
	told(d, "rise 70→80 ");
	decide(d, DECISION_CONFIRMED, id, "");
	told(d, "confirmed →80 backfill 80→80 ");
	desk_is_sound(d);
}

static void a_figure_that_was_not_current_goes_without_more_words(void **state)
{
	struct desk *d = *state;
	int64_t id = desk_hears(d, &january);

	desk_hears(d, &april);
	d->log[0] = '\0';
	decide(d, DECISION_REJECTED, id, "");
	told(d, "retracted →70 ");
	assert_string_equal(desk_picture(d), "80@2023-04-05 ");
	desk_is_sound(d);
}

static void the_last_figure_of_a_series_leaves_none_and_the_next_is_first(void **state)
{
	struct desk *d = *state;
	int64_t id = desk_hears(d, &january);

	decide(d, DECISION_REJECTED, id, "");
	told(d, "first →70 retracted →70 ");
	assert_string_equal(desk_picture(d), "");
	desk_hears(d, &april);
	told(d, "first →80 ");
	desk_is_sound(d);
}

static void a_decision_may_be_taken_back_as_often_as_one_likes(void **state)
{
	struct desk *d = *state;
	int64_t id;

	desk_hears(d, &january);
	id = desk_hears(d, &april);
	for (int i = 0; i < 2; i++) {
		d->log[0] = '\0';
		decide(d, DECISION_REJECTED, id, "");
		told(d, "retracted →80 revised 80→70 ");
		decide(d, DECISION_CONFIRMED, id, "");
		told(d, "confirmed →80 rise 70→80 ");
		assert_string_equal(desk_picture(d), "80@2023-04-05 ");
	}
	desk_is_sound(d);
}

static void a_corrected_claim_is_superseded_by_one_with_other_fields(void **state)
{
	struct desk *d = *state;
	struct store_claim *old, *by;
	struct store_decision *decisions;
	size_t count;
	struct err err;
	int64_t id;

	desk_hears(d, &january);
	id = desk_hears(d, &april);
	d->log[0] = '\0';
	decide(d, DECISION_CORRECTED, id, ",\"fields\":{\"value\":\"78\",\"as_of\":\"2023-03\"}");
	told(d, "retracted →80 rise 70→78 ");
	assert_string_equal(desk_picture(d), "78@2023-03 ");
	assert_int_equal(store_list_decisions(d->store, id, d->arena, &decisions, &count, &err), 0);
	assert_int_equal(count, 1);
	assert_int_equal(store_find_claim(d->store, id, d->arena, &old, &err), 0);
	assert_int_equal(store_find_claim(d->store, decisions[0].by_claim_id, d->arena, &by, &err),
	                 0);
	assert_int_equal(old->figure.claim.status, CLAIM_SUPERSEDED);
	assert_int_equal(old->figure.claim.value.digits, 80); /* nothing is rewritten */
	assert_string_equal(by->engine, "person");
	assert_string_equal(by->figure.claim.quote, old->figure.claim.quote);
	assert_string_equal(decisions[0].decision.by, by->figure.natural_key);
	desk_is_sound(d);
}

static void a_correction_into_another_series_leaves_the_old_one_as_it_was_before(void **state)
{
	struct desk *d = *state;
	int64_t id;

	desk_hears(d, &january);
	id = desk_hears(d, &april);
	d->log[0] = '\0';
	decide(d, DECISION_CORRECTED, id, ",\"fields\":{\"subject\":\"gas-market\"}");
	told(d, "retracted →80 first →80 revised 80→70 ");
	assert_string_equal(desk_picture(d), "70@2023-01-12 80@2023-04-05 ");
	desk_is_sound(d);
}

static void a_correction_of_the_past_is_told_once(void **state)
{
	struct desk *d = *state;
	struct saying old = january, new = april;
	int64_t first, last;

	old.flags = new.flags = "backfill";
	first = desk_hears(d, &old);
	last = desk_hears(d, &new);
	told(d, "backfill →70 backfill 70→80 ");
	decide(d, DECISION_CORRECTED, last, ",\"fields\":{\"value\":\"81\"}");
	told(d, "retracted →80 revised 80→81 ");
	decide(d, DECISION_CORRECTED, first, ",\"fields\":{\"value\":\"71\"}");
	told(d, "retracted →70 backfill 81→71 ");
	desk_is_sound(d);
}

#define WIRE \
	"Of the activities of the union programmes 80% were carried out by April, the speaker told " \
	"reporters in the capital after a long meeting, and added that work on the others goes on."

static const struct saying original = { 4, "2023-04-05", .value = 80, .speaker = "Ivanova",
	                                .text = WIRE };
static const struct saying copy = { 5, "2023-04-05", .value = 80, .speaker = "Ivanova",
	                            .text = WIRE };

static void the_copies_are_decided_with_a_claim_unless_it_alone_is_meant(void **state)
{
	struct desk *d = *state;
	int64_t id, other;

	desk_hears(d, &january);
	id = desk_hears(d, &original);
	other = desk_hears(d, &copy);
	told(d, "first →70 rise 70→80 ");
	decide(d, DECISION_REJECTED, id, ",\"only\":true");
	told(d, "retracted →80 restated 80→80 ");
	decide(d, DECISION_CONFIRMED, id, ",\"only\":true");
	d->log[0] = '\0';
	decide(d, DECISION_REJECTED, id, "");
	told(d, "retracted →80 retracted →80 revised 80→70 ");
	assert_int_equal(desk_status(d, other), CLAIM_REJECTED);
	assert_string_equal(desk_picture(d), "70@2023-01-12 ");
	desk_is_sound(d);
}

static void a_copy_of_what_was_rejected_waits_for_a_person(void **state)
{
	struct desk *d = *state;
	int64_t other;

	desk_hears(d, &january);
	decide(d, DECISION_REJECTED, desk_hears(d, &original), "");
	d->log[0] = '\0';
	other = desk_hears(d, &copy);
	told(d, "held 70→80 ");
	assert_int_equal(desk_status(d, other), CLAIM_HELD);
	desk_is_sound(d);
}

static void a_copy_of_what_was_confirmed_is_accepted(void **state)
{
	struct desk *d = *state;
	struct saying first = original, second = copy;
	int64_t other;

	first.flags = second.flags = "held";
	decide(d, DECISION_CONFIRMED, desk_hears(d, &first), "");
	told(d, "held →80 confirmed →80 first →80 ");
	other = desk_hears(d, &second);
	told(d, "");
	assert_int_equal(desk_status(d, other), CLAIM_ACCEPTED);
	desk_is_sound(d);
}

static void words_that_a_person_has_read_are_not_read_otherwise(void **state)
{
	struct desk *d = *state;
	struct saying otherwise = april;
	int64_t id;

	desk_hears(d, &january);
	id = desk_hears(d, &april);
	decide(d, DECISION_CONFIRMED, id, "");
	d->log[0] = '\0';
	otherwise.subject = "gas-market";
	assert_int_equal(desk_hears(d, &otherwise), 0);
	told(d, "");
	decide(d, DECISION_REJECTED, id, "");
	d->log[0] = '\0';
	id = desk_hears(d, &otherwise);
	assert_int_equal(desk_status(d, id), CLAIM_HELD);
	desk_is_sound(d);
}

static void what_makes_no_sense_is_refused_and_nothing_is_written(void **state)
{
	struct desk *d = *state;
	int64_t id = desk_hears(d, &january);

	d->log[0] = '\0';
	refuses(d, DECISION_CONFIRMED, 99, "", "no claim has the number 99");
	refuses(d, DECISION_REJECTED, id, ",\"why\":\" \"", "no JSON"); /* named twice */
	refuses(d, DECISION_CORRECTED, id, "", "no field");
	refuses(d, DECISION_CORRECTED, id, ",\"fields\":{\"as-of\":\"2023\"}",
	        "did you mean as_of");
	refuses(d, DECISION_CORRECTED, id, ",\"fields\":{\"as_of\":\"soon\"}", "YYYY-MM-DD");
	refuses(d, DECISION_CORRECTED, id, ",\"fields\":{\"value\":\"101\"}", "at most 100");
	refuses(d, DECISION_CORRECTED, id, ",\"fields\":{\"value\":\"70\"}", "nothing differs");
	decide(d, DECISION_REJECTED, id, "");
	refuses(d, DECISION_REJECTED, id, "", "rejected already");
	told(d, "retracted →70 ");
	desk_is_sound(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_held_claim_counts_once_it_is_confirmed),
		EACH(what_is_accepted_may_be_confirmed_and_nothing_else_is_told),
		EACH(where_the_current_figure_is_rejected_the_one_before_holds_again),
		EACH(what_was_taken_back_and_comes_again_is_told_again),
		EACH(a_figure_that_was_not_current_goes_without_more_words),
		EACH(the_last_figure_of_a_series_leaves_none_and_the_next_is_first),
		EACH(a_decision_may_be_taken_back_as_often_as_one_likes),
		EACH(a_corrected_claim_is_superseded_by_one_with_other_fields),
		EACH(a_correction_of_the_past_is_told_once),
		EACH(a_correction_into_another_series_leaves_the_old_one_as_it_was_before),
		EACH(the_copies_are_decided_with_a_claim_unless_it_alone_is_meant),
		EACH(a_copy_of_what_was_rejected_waits_for_a_person),
		EACH(a_copy_of_what_was_confirmed_is_accepted),
		EACH(words_that_a_person_has_read_are_not_read_otherwise),
		EACH(what_makes_no_sense_is_refused_and_nothing_is_written),
	};

	return cmocka_run_group_tests_name("pipeline/decide", tests, NULL, NULL);
}
