#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/figures.h"
#include "store/record.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)
#define SERIES "2021-2023/all/activities/completed/degree"

static struct store_article_id article_of(struct record *r, const char *address, const char *day)
{
	struct article a = record_made_article(address, day);

	a.title = address;
	return record_article(r, &a);
}

static int64_t claim_of(struct record *r, const char *address, const char *day, const char *value)
{
	struct store_article_id id = article_of(r, address, day);
	struct claim claim = record_made_claim(value, day);

	return record_claim(r, &claim, &id, NULL);
}

/* --- claims --- */

static void a_claim_comes_back_as_it_was(void **state)
{
	struct record *r = *state;
	struct store_article_id article = article_of(r, "https://belta.by/1", "2023-04-05");
	struct claim in = record_made_claim("70.0", "2023-Q1"), *out;
	struct store_claim *back;
	char key[HASH_HEX_SIZE];
	int64_t id;

	in.has_high = true;
	in.high = decimal_make(755, 1);
	in.bound = CLAIM_ABOUT;
	in.speaker = "Иванова";
	in.in_title = true;
	id = record_claim(r, &in, &article, NULL);
	assert_int_equal(store_find_claim(r->store, id, r->arena, &back, &r->err), 0);
	out = &back->figure.claim;
	assert_string_equal(out->package, in.package);
	assert_string_equal(out->subject, in.subject);
	assert_int_equal(out->measure, in.measure);
	assert_int_equal(out->unit, in.unit);
	assert_int_equal(out->value.digits, 700); /* the scale says how it was rounded */
	assert_int_equal(out->value.scale, 1);
	assert_true(out->has_high && !out->has_total);
	assert_int_equal(decimal_cmp(out->high, in.high), 0);
	assert_int_equal(out->bound, CLAIM_ABOUT);
	assert_true(date_equal(out->as_of, in.as_of));
	assert_string_equal(out->speaker, in.speaker);
	assert_string_equal(out->quote, in.quote);
	assert_true(out->in_title);
	assert_int_equal(out->offset, in.offset);
	assert_int_equal(out->length, in.length);
	assert_int_equal(out->confidence, in.confidence);
	assert_string_equal(out->reasons, in.reasons);
	assert_string_equal(out->trace, in.trace);
	claim_natural_key(&in, "https://belta.by/1", key);
	assert_string_equal(back->figure.natural_key, key);
	assert_string_equal(back->figure.sha256, article.sha256);
	assert_string_equal(back->figure.outlet, "BelTA");
	assert_string_equal(back->figure.source, "belta");
	assert_int_equal(back->figure.trust, SOURCE_TRUST_AGENCY);
	assert_string_equal(back->series, SERIES);
	assert_int_equal(back->threshold, 600);
	assert_int_equal(back->origins, 1);
	assert_int_equal(store_find_claim(r->store, id + 1, r->arena, &back, &r->err), 0);
	assert_null(back);
}

static void the_same_claim_again_is_nothing_new(void **state)
{
	struct record *r = *state;
	struct store_article_id article = article_of(r, "https://belta.by/1", "2023-04-05");
	struct claim claim = record_made_claim("80", "2023-04-05");
	bool is_new;
	int64_t first = record_claim(r, &claim, &article, &is_new), again;

	assert_true(is_new);
	claim.quote = "a mended typo";
	claim.offset = 99;
	again = record_claim(r, &claim, &article, &is_new);
	assert_false(is_new);
	assert_int_equal(again, first);
}

static void a_claim_of_no_article_is_refused(void **state)
{
	struct record *r = *state;
	struct claim claim = record_made_claim("80", "2023-04-05");
	const struct store_article_id nowhere = { .article_id = 77, .text_id = 77 };
	const struct store_claim_facts facts = { .engine = "", .lexicon = "" };
	int64_t id;
	bool is_new;

	assert_int_equal(store_add_claim(r->store, &claim, &nowhere, &facts, &id, &is_new, &r->err),
	                 -1);
	assert_int_equal(r->err.kind, ERR_INPUT);
}

static size_t count_claims(struct record *r, const struct store_claim_filter *filter,
                           int64_t *ret_first)
{
	struct store_claim *list;
	size_t count;

	assert_int_equal(store_list_claims(r->store, filter, r->arena, &list, &count, &r->err), 0);
	*ret_first = count ? list->figure.claim_id : 0;
	return count;
}

static void claims_are_listed_newest_first_by_any_filter(void **state)
{
	struct record *r = *state;
	struct store_article_id article = article_of(r, "https://belta.by/1", "2023-04-05");
	struct claim claim = record_made_claim("80", "2023-04-05");
	int64_t a = record_claim(r, &claim, &article, NULL), b, c, first;
	struct store_claim_filter filter = { .limit = 0 };

	claim.subject = "gas-market";
	b = record_claim(r, &claim, &article, NULL);
	article = article_of(r, "https://belta.by/2", "2023-04-06");
	claim.subject = CLAIM_ALL;
	claim.status = CLAIM_HELD;
	c = record_claim(r, &claim, &article, NULL);

	assert_int_equal(count_claims(r, &filter, &first), 3);
	assert_int_equal(first, c);
	filter.limit = 1;
	assert_int_equal(count_claims(r, &filter, &first), 1);
	filter.before_id = c;
	assert_int_equal(count_claims(r, &filter, &first), 1);
	assert_int_equal(first, b);
	filter = (struct store_claim_filter){ .status = "held" };
	assert_int_equal(count_claims(r, &filter, &first), 1);
	assert_int_equal(first, c);
	filter = (struct store_claim_filter){ .subject = "gas-market" };
	assert_int_equal(count_claims(r, &filter, &first), 1);
	assert_int_equal(first, b);
	filter = (struct store_claim_filter){ .series = SERIES, .status = "accepted" };
	assert_int_equal(count_claims(r, &filter, &first), 1);
	assert_int_equal(first, a);
	filter = (struct store_claim_filter){ .article_id = article.article_id };
	assert_int_equal(count_claims(r, &filter, &first), 1);
	assert_int_equal(first, c);
	filter = (struct store_claim_filter){ .package = "2024-2026" };
	assert_int_equal(count_claims(r, &filter, &first), 0);
	filter = (struct store_claim_filter){ .source = "nobody" };
	assert_int_equal(count_claims(r, &filter, &first), 0);
}

struct walk {
	struct store *store;
	int64_t last_id;
	int count;
	int stop_after;
};

static int on_claim(const struct store_claim *claim, void *arg, struct err *err)
{
	struct walk *walk = arg;
	struct arena *arena = arena_new(1 << 20);
	struct store_claim *same;

	assert_true(claim->figure.claim_id > walk->last_id);
	assert_int_equal(store_find_claim(walk->store, claim->figure.claim_id, arena, &same, err),
	                 0);
	walk->last_id = claim->figure.claim_id;
	arena_free(arena);
	return ++walk->count == walk->stop_after ? 7 : 0;
}

static void a_walk_meets_every_claim_once_and_may_ask_the_record(void **state)
{
	struct record *r = *state;
	struct walk walk = { .store = r->store }, cut = { .store = r->store, .stop_after = 300 };
	const struct store_claim_filter filter = { .limit = 0 };

	record_begin(r);
	for (int i = 0; i < 600; i++) { /* more than two batches */
		char address[64];

		snprintf(address, sizeof(address), "https://belta.by/%d", i);
		claim_of(r, address, "2023-04-05", "80");
	}
	record_commit(r);
	assert_int_equal(store_each_claim(r->store, &filter, on_claim, &walk, &r->err), 0);
	assert_int_equal(walk.count, 600);
	assert_int_equal(store_each_claim(r->store, &filter, on_claim, &cut, &r->err), 7);
	assert_int_equal(cut.count, 300);
}

/* --- figures --- */

static void figures_come_by_their_as_of_keys(void **state)
{
	struct record *r = *state;
	struct figure *list;
	size_t count;

	claim_of(r, "https://belta.by/1", "2023-04-05", "80");
	claim_of(r, "https://belta.by/2", "2023-01-12", "70");
	claim_of(r, "https://belta.by/3", "2023-03", "75");
	assert_int_equal(
		store_load_figures(r->store, SERIES, NULL, 0, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 3);
	assert_int_equal(list[0].claim.value.digits, 70);
	assert_int_equal(list[1].claim.value.digits, 75);
	assert_int_equal(list[2].claim.value.digits, 80);
}

static void spans_bring_each_figure_once_and_all_forecasts(void **state)
{
	struct record *r = *state;
	int32_t january = date_first_day(date_day(2023, 1, 12));
	int32_t april = date_first_day(date_day(2023, 4, 5));
	const struct figure_span touching[] = { { april - 5, april },
		                                { april, april + 300 },
		                                { april - 20, april - 4 } };
	const struct figure_span apart[] = { { january, january }, { april, april } };
	struct store_article_id article = article_of(r, "https://belta.by/9", "2023-01-01");
	struct claim forecast = record_made_claim("90", "2024");
	struct figure *list;
	size_t count;

	claim_of(r, "https://belta.by/1", "2023-04-05", "80");
	claim_of(r, "https://belta.by/2", "2023-01-12", "70");
	forecast.modality = CLAIM_EXPECTED;
	record_claim(r, &forecast, &article, NULL);
	assert_int_equal(
		store_load_figures(r->store, SERIES, touching, 3, r->arena, &list, &count, &r->err),
		0);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].claim.modality, CLAIM_EXPECTED);
	assert_int_equal(list[1].claim.value.digits, 80);
	assert_int_equal(
		store_load_figures(r->store, SERIES, apart, 2, r->arena, &list, &count, &r->err),
		0);
	assert_int_equal(count, 3);
}

static void the_picture_counts_origins_and_copies(void **state)
{
	struct record *r = *state;
	struct store_series *list;
	int64_t current;
	size_t count;

	claim_of(r, "https://belta.by/0", "2023-01-12", "70");
	for (int i = 1; i <= 3; i++) { /* two copies and one of its own */
		char address[64];
		struct article a;
		struct claim claim = record_made_claim("80", "2023-04-05");
		struct store_article_id id;

		snprintf(address, sizeof(address), "https://belta.by/%d", i);
		a = record_made_article(address, "2023-04-05");
		a.title = address;
		for (int k = 0; k < ARTICLE_MINHASHES && i < 3; k++)
			a.minhash[k] = (uint32_t)k + 1;
		id = record_article(r, &a);
		current = record_claim(r, &claim, &id, NULL);
	}
	assert_int_equal(store_list_series(r->store, NULL, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 0);
	assert_int_equal(store_set_current(r->store, SERIES, current, &r->err), 0);
	assert_int_equal(store_list_series(r->store, "2021-2023", r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 1);
	assert_string_equal(list->series, SERIES);
	assert_int_equal(list->current.claim_id, current);
	assert_int_equal(list->origins, 2);
	assert_int_equal(list->copies, 3);
	assert_int_equal(list->claim_count, 4);
	assert_int_equal(list->change_id, 0);
	assert_string_equal(list->change_kind, "");
	assert_int_equal(store_list_series(r->store, "2024-2026", r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 0);
}

static void history_has_the_points_of_a_subject_and_no_forecasts(void **state)
{
	struct record *r = *state;
	struct store_article_id article = article_of(r, "https://belta.by/9", "2023-04-05");
	struct claim claim = record_made_claim("90", "2023-04-05");
	struct figure *list;
	size_t count;

	claim_of(r, "https://belta.by/1", "2023-01-12", "70");
	claim.subject = "gas-market";
	record_claim(r, &claim, &article, NULL);
	claim.modality = CLAIM_EXPECTED;
	claim.as_of = date_year(2024);
	record_claim(r, &claim, &article, NULL);
	assert_int_equal(store_history(r->store, NULL, NULL, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(
		store_history(r->store, NULL, "gas-market", r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 1);
	assert_int_equal(list->claim.value.digits, 90);
}

static void the_last_points_are_one_an_as_of_and_the_newest_come_first(void **state)
{
	static const struct {
		const char *address, *day, *value;
	} CLAIMS[] = {
		{ "https://belta.by/1", "2023-01-12", "70" },
		{ "https://belta.by/2", "2023-04-05", "80" },
		{ "https://belta.by/3", "2023-04-05", "81" }, /* the same as-of, and later */
		{ "https://belta.by/4", "2023-02-05", "75" }, /* it is told late */
		{ "https://belta.by/5", "2022-12-01", "60" }, /* one too many */
	};
	static const int64_t DIGITS[] = { 81, 75, 70 };
	struct record *r = *state;
	struct store_article_id article = article_of(r, "https://belta.by/9", "2023-04-05");
	struct claim forecast = record_made_claim("90", "2024");
	struct claim *list;
	size_t count;

	forecast.modality = CLAIM_EXPECTED;
	record_claim(r, &forecast, &article, NULL);
	for (size_t i = 0; i < COUNT(CLAIMS); i++)
		claim_of(r, CLAIMS[i].address, CLAIMS[i].day, CLAIMS[i].value);
	assert_int_equal(store_last_points(r->store, SERIES, COUNT(DIGITS), r->arena, &list, &count,
	                                   &r->err),
	                 0);
	assert_int_equal(count, COUNT(DIGITS));
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].value.digits, DIGITS[i]);
	assert_int_equal(store_last_points(r->store, SERIES, 9, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 4);
	assert_int_equal(store_last_points(r->store, "none", 9, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 0);
}

static void many_claims_of_one_day_hide_no_point_before_it(void **state)
{
	struct record *r = *state;
	struct claim *list;
	size_t count;

	claim_of(r, "https://belta.by/1", "2023-01-12", "70");
	claim_of(r, "https://belta.by/2", "2023-02-12", "75");
	for (int i = 0; i < 40; i++) {
		char address[64];

		snprintf(address, sizeof(address), "https://belta.by/of-one-day-%d", i);
		claim_of(r, address, "2023-04-05", i == 39 ? "81" : "80");
	}
	assert_int_equal(store_last_points(r->store, SERIES, 9, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 3);
	assert_int_equal(list[0].value.digits, 81);
	assert_int_equal(list[1].value.digits, 75);
	assert_int_equal(list[2].value.digits, 70);
}

static void the_series_of_an_origin_are_found(void **state)
{
	struct record *r = *state;
	struct store_article_id article = article_of(r, "https://belta.by/1", "2023-04-05");
	struct claim claim = record_made_claim("80", "2023-04-05");
	const char **list;
	size_t count;

	record_claim(r, &claim, &article, NULL);
	claim.subject = "gas-market";
	record_claim(r, &claim, &article, NULL);
	assert_int_equal(
		store_series_of_origin(r->store, article.origin, r->arena, &list, &count, &r->err),
		0);
	assert_int_equal(count, 2);
	assert_string_equal(list[0], SERIES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_claim_comes_back_as_it_was),
		EACH(the_same_claim_again_is_nothing_new),
		EACH(a_claim_of_no_article_is_refused),
		EACH(claims_are_listed_newest_first_by_any_filter),
		EACH(a_walk_meets_every_claim_once_and_may_ask_the_record),
		EACH(figures_come_by_their_as_of_keys),
		EACH(spans_bring_each_figure_once_and_all_forecasts),
		EACH(the_picture_counts_origins_and_copies),
		EACH(history_has_the_points_of_a_subject_and_no_forecasts),
		EACH(the_last_points_are_one_an_as_of_and_the_newest_come_first),
		EACH(many_claims_of_one_day_hide_no_point_before_it),
		EACH(the_series_of_an_origin_are_found),
	};

	return cmocka_run_group_tests_name("store/claims", tests, NULL, NULL);
}
