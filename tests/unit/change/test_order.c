/*
 * The picture never depends on the order of arrival; the ledger tells what was
 * learnt when, and does. Figures are thrown at the table in random orders, from
 * a generator with a seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "change/change.h"
#include "change/made.h"

#define FIGURES 9
#define ROUNDS 4000

/* A ledger of one series, kept as the record keeps it. */
struct ledger {
	struct figure list[FIGURES];
	size_t count;
	struct change_entry entries[FIGURES];
	const struct figure *announced;
};

static const char *const speakers[] = { "", " by=Ivanova", " by=Petrenko", " by=Sidorchuk" };
static const char *const bounds[] = { "", "", "~", ">", "<" };
static const char *const flags[] = { "", "", "", "", " backfill", " restated", " held", " today" };

static const char *random_date(uint64_t *seed, char out[16])
{
	int month = 1 + (int)(made_random(seed) % 4);

	if (made_random(seed) % 5 == 0)
		snprintf(out, 16, "2023-%02d", month);
	else
		snprintf(out, 16, "2023-%02d-%02d", month, 1 + (int)(made_random(seed) % 28));
	return out;
}

static struct figure random_figure(uint64_t *seed)
{
	char line[128], as_of[16];
	unsigned value = 40 + made_random(seed) % 6 * 10;

	snprintf(line, sizeof(line),
	         "%s %s%u%%%s in=paper-%u origin=%u trust=%s pub=2023-05-%02u%s",
	         random_date(seed, as_of), bounds[made_random(seed) % COUNT(bounds)], value,
	         speakers[made_random(seed) % COUNT(speakers)], made_random(seed) % 4,
	         made_random(seed) % 6, made_random(seed) % 3 ? "media" : "official",
	         1 + made_random(seed) % 28, flags[made_random(seed) % COUNT(flags)]);
	return made(line);
}

static void shuffle(struct figure *list, size_t count, uint64_t *seed)
{
	for (size_t i = count; i > 1; i--) {
		size_t k = made_random(seed) % i;
		struct figure kept = list[i - 1];

		list[i - 1] = list[k];
		list[k] = kept;
	}
}

static void arrive(struct ledger *ledger, const struct figure *figures, size_t count)
{
	memset(ledger, 0, sizeof(*ledger));
	for (size_t i = 0; i < count; i++) {
		ledger->entries[i] = change_compare(ledger->list, i, ledger->announced,
		                                    &figures[i]);
		ledger->list[i] = figures[i];
		ledger->count = i + 1;
		if (ledger->entries[i].is_announced)
			ledger->announced = &ledger->list[i];
	}
}

static void the_picture_does_not_depend_on_the_order(void **state)
{
	uint64_t seed = 1;
	struct figure figures[FIGURES];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		const struct figure *current;
		int64_t first_id;

		for (size_t i = 0; i < FIGURES; i++)
			figures[i] = random_figure(&seed);
		current = change_current(figures, FIGURES);
		first_id = current ? current->claim_id : 0;
		for (int order = 0; order < 4; order++) {
			shuffle(figures, FIGURES, &seed);
			current = change_current(figures, FIGURES);
			assert_int_equal(current ? current->claim_id : 0, first_id);
		}
		made_reset();
	}
}

static bool is_step(const struct change_entry *entry)
{
	return entry->is_entry && (entry->kind == CHANGE_RISE || entry->kind == CHANGE_FALL ||
	                           entry->kind == CHANGE_COMPLETE);
}

/*
 * Each step begins where people were left by the last announcement, and leads
 * away from there; so no rise is announced twice without a fall between.
 */
static void every_step_begins_at_the_last_announcement(void **state)
{
	uint64_t seed = 2;
	struct figure figures[FIGURES];
	struct ledger ledger;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		const struct figure *announced = NULL;

		for (size_t i = 0; i < FIGURES; i++)
			figures[i] = random_figure(&seed);
		arrive(&ledger, figures, FIGURES);
		for (size_t i = 0; i < FIGURES; i++) {
			const struct change_entry *e = &ledger.entries[i];
			struct decimal new = claim_nominal(&ledger.list[i].claim);

			if (is_step(e) && announced)
				assert_ptr_equal(e->old, announced);
			if (is_step(e))
				assert_int_equal(decimal_cmp(new, claim_nominal(&e->old->claim)),
				                 e->kind == CHANGE_FALL ? -1 : 1);
			if (e->is_announced)
				announced = &ledger.list[i];
		}
		made_reset();
	}
}

/*
 * A programme that only moves up, told by one speaker on different days: in
 * whichever order the reports arrive, the last state is announced, and no
 * state is announced twice.
 */
static void no_rise_is_lost_and_none_told_twice(void **state)
{
	uint64_t seed = 3;
	struct figure figures[FIGURES];
	struct ledger ledger;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		const struct figure *current;
		unsigned value = 10;

		for (unsigned i = 0; i < FIGURES; i++) {
			char line[64];

			value += made_random(&seed) % 3 * 5;
			snprintf(line, sizeof(line), "2023-0%u-%02u %u%% by=Ivanova%s", 1 + i,
			         1 + made_random(&seed) % 28, value,
			         made_random(&seed) % 4 ? "" : " backfill");
			figures[i] = made(line);
		}
		shuffle(figures, FIGURES, &seed);
		arrive(&ledger, figures, FIGURES);
		for (size_t i = 0; i < FIGURES; i++)
			for (size_t k = 0; k < i; k++)
				if (ledger.entries[i].is_announced &&
				    ledger.entries[k].is_announced)
					assert_true(decimal_cmp(ledger.list[i].claim.value,
					                        ledger.list[k].claim.value) > 0);
		current = change_current(ledger.list, FIGURES);
		if (ledger.announced && !current->is_backfill)
			assert_int_equal(
				decimal_cmp(ledger.announced->claim.value, current->claim.value),
				0);
		made_reset();
	}
}

static bool is_seen(const struct figure *f, const struct figure *fresh,
                    const struct figure_span spans[CHANGE_SPANS])
{
	int32_t day = date_as_of_key(f->claim.as_of, f->published).day;

	if (f->claim.modality == CLAIM_EXPECTED || f->origin == fresh->origin)
		return true;
	for (size_t i = 0; i < CHANGE_SPANS; i++)
		if (spans[i].first_day <= day && day <= spans[i].last_day)
			return true;
	return false;
}

static void the_spans_give_the_same_answer_as_the_whole_series(void **state)
{
	uint64_t seed = 4;
	struct figure figures[FIGURES], window[FIGURES];
	struct figure_span spans[CHANGE_SPANS];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct change_entry whole, part;
		const struct figure *announced, *fresh = &figures[FIGURES - 1];
		size_t n = 0;

		for (size_t i = 0; i < FIGURES; i++)
			figures[i] = random_figure(&seed);
		announced = made_random(&seed) % 2 ? &figures[0] : NULL;
		change_spans(change_current(figures, FIGURES - 1), announced, fresh, spans);
		for (size_t i = 0; i < FIGURES; i++) /* fresh itself may stand among them */
			if (is_seen(&figures[i], fresh, spans))
				window[n++] = figures[i];
		whole = change_compare(figures, FIGURES - 1, announced, fresh);
		part = change_compare(window, n, announced, fresh);
		assert_int_equal(part.row, whole.row);
		assert_int_equal(part.is_entry, whole.is_entry);
		assert_int_equal(part.is_announced, whole.is_announced);
		if (whole.is_entry)
			assert_int_equal(part.kind, whole.kind);
		if (whole.is_entry)
			assert_int_equal(part.old ? part.old->claim_id : 0,
			                 whole.old ? whole.old->claim_id : 0);
		made_reset();
	}
}

static void ties_are_broken_by_trust_then_origins_then_publication_then_bound(void **state)
{
	struct figure list[5];

	(void)state;
	list[0] = made("2023-04-05 80% pub=2023-04-05 origin=1");
	list[1] = made("2023-04-05 ~75% pub=2023-04-05 origin=2");
	assert_ptr_equal(change_current(list, 2), &list[0]); /* the tighter bound */
	list[2] = made("2023-04-05 ~75% pub=2023-04-06 origin=2");
	assert_ptr_equal(change_current(list, 3), &list[2]); /* the later publication */
	list[3] = made("2023-04-05 80% pub=2023-04-05 origin=3");
	assert_int_equal(change_current(list, 4)->claim.value.digits, 80); /* two origins for it */
	list[4] = made("2023-04-05 60% pub=2023-04-05 trust=official");
	assert_ptr_equal(change_current(list, 5), &list[4]); /* trust above all */
	assert_int_equal(change_origins(list, 5, &list[0]), 2);
	assert_int_equal(change_copies(list, 5, &list[1]), 2);
	assert_int_equal(change_origins(list, 5, &list[1]), 1);
	made_reset();
}

static void of_equal_days_the_finer_precision_is_later(void **state)
{
	struct figure list[2];

	(void)state;
	list[0] = made("2023-04-30 80% pub=2023-05-02");
	list[1] = made("2023-04 75% pub=2023-05-02 trust=official");
	assert_ptr_equal(change_current(list, 2), &list[0]);
	made_reset();
}

/* The silent edit: 50 becomes 55 and later 40, whichever row of the list it stands in. */
static void of_an_article_that_was_edited_the_last_version_counts(void **state)
{
	struct figure list[] = { made("2023-03-01 50% pub=2023-04-05"),
		                 made("2023-03-01 55% pub=2023-04-05"),
		                 made("2023-03-01 40% pub=2023-04-05") };

	(void)state;
	for (int i = 0; i < 3; i++) {
		list[i].address = "https://example.org/edited";
		list[i].sha256 = &"abc"[i];
		list[i].version_s = 1000 + i;
	}
	for (int turn = 0; turn < 3; turn++) {
		struct figure first = list[0];

		assert_true(change_current(list, 3)->version_s == 1002);
		list[0] = list[1];
		list[1] = list[2];
		list[2] = first;
	}
	made_reset();
}

static void a_reply_is_compared_by_as_of_then_publication_address_and_offset(void **state)
{
	struct figure list[5];

	(void)state;
	list[0] = made("2023-04-05 80% pub=2023-04-06");
	list[1] = made("2023-04-05 79% pub=2023-04-05");
	list[2] = made("2023-03-27 78% pub=2023-04-07");
	list[3] = made("2023-04-05 77% pub=2023-04-05");
	list[3].address = list[1].address;
	list[1].claim.offset = 10;
	list[4] = list[3];
	list[4].claim.offset = 99;
	list[4].claim.in_title = true;
	qsort(list, 5, sizeof(*list), change_order_cmp);
	assert_int_equal(list[0].claim.value.digits, 78);
	assert_true(list[1].claim.in_title);
	assert_int_equal(list[2].claim.value.digits, 77);
	assert_int_equal(list[3].claim.value.digits, 79);
	assert_int_equal(list[4].claim.value.digits, 80);
	made_reset();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_does_not_depend_on_the_order),
		cmocka_unit_test(every_step_begins_at_the_last_announcement),
		cmocka_unit_test(no_rise_is_lost_and_none_told_twice),
		cmocka_unit_test(the_spans_give_the_same_answer_as_the_whole_series),
		cmocka_unit_test(ties_are_broken_by_trust_then_origins_then_publication_then_bound),
		cmocka_unit_test(of_equal_days_the_finer_precision_is_later),
		cmocka_unit_test(of_an_article_that_was_edited_the_last_version_counts),
		cmocka_unit_test(a_reply_is_compared_by_as_of_then_publication_address_and_offset),
	};

	return cmocka_run_group_tests_name("change/order", tests, NULL, NULL);
}
