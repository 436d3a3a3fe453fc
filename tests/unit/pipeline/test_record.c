/*
 * Articles thrown at the record in random orders, in replies of random size:
 * the picture is the same in every order, and what the caches say is what the
 * rules make of the whole record. From a generator with a seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "change/change.h"
#include "pipeline/commit.h"
#include "store/figures.h"
#include "store/sources.h"
#include "store/verify.h"

#define ARTICLES 12
#define ORDERS 4
#define ROUNDS 12
#define SERIES "2021-2023/all/activities/completed/degree"
#define NOW INT64_C(1680700000)

static uint32_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((*state ^ (*state >> 18)) >> 27);
}

static struct claim random_claim(uint64_t *seed, struct date published)
{
	static const char *const speakers[] = { NULL, "Ivanova", "Иванова", "Petrenko" };
	struct claim claim = {
		.package = "2021-2023",
		.subject = next_random(seed) % 3 ? CLAIM_ALL : "gas-market",
		.measure = CLAIM_ACTIVITIES,
		.value = decimal_from_int(50 + next_random(seed) % 2 * 10),
		.bound = next_random(seed) % 4 ? CLAIM_EXACT : CLAIM_ABOUT,
		.basis = next_random(seed) % 6 ? CLAIM_STATED : CLAIM_RESTATED,
		.as_of = published,
		.speaker = speakers[next_random(seed) % COUNT(speakers)],
		.quote = "",
		.reasons = "",
		.confidence = 900,
		.status = next_random(seed) % 8 ? CLAIM_ACCEPTED : CLAIM_HELD,
	};

	if (next_random(seed) % 4 == 0)
		claim.as_of = date_day(2023, 3, 1);
	return claim;
}

/*
 * Three families of texts; a member shares so much of its family's fingerprint
 * that some pairs are copies only by way of a third.
 */
static struct article random_article(struct arena *arena, uint64_t *seed, int number)
{
	struct article a = {
		.guid = "",
		.address = arena_printf(arena, "https://example.org/%d", number),
		.title = "",
		.text = arena_printf(arena, "text %d", number),
		.author = "",
		.language = "en",
		.has_published = true,
		.published = date_day(2023, 3, 1 + (int)(next_random(seed) % 3)),
		.claims = arena_array(arena, 2, sizeof(struct claim)),
		.claim_count = next_random(seed) % 3,
	};
	uint32_t family = next_random(seed) % 3, part = next_random(seed) % 3;

	a.published_s = (int64_t)date_first_day(a.published) * 86400;
	for (uint32_t i = 0; i < ARTICLE_MINHASHES; i++) {
		bool is_own = (part == 0 && i >= 40) || (part == 2 && i < 24);

		a.minhash[i] = 1 + i + family * 1000 + (is_own ? 10000 * (part + 1) : 0);
	}
	for (size_t i = 0; i < a.claim_count; i++)
		a.claims[i] = random_claim(seed, a.published);
	return a;
}

static void reply(struct store *store, struct arena *arena, const struct article *const *articles,
                  size_t count)
{
	struct commit_source source = { .key = "wire",
		                        .outlet = "The Wire",
		                        .trust = SOURCE_TRUST_AGENCY,
		                        .first_poll_s = 1,
		                        .first_reply_s = 1 };
	struct commit commit;
	struct err err;

	commit_init(&commit, store, arena, NOW);
	commit.engine = "1+2";
	commit.threshold = 600;
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_source_id(store, source.key, &source.id, &err), 0);
	for (size_t i = 0; i < count; i++) {
		struct store_article_id id;

		if (commit_add_article(&commit, articles[i], &source, false, &id, &err))
			fail_msg("%s", err.text);
	}
	if (commit_compare(&commit, &err) || store_commit(store, &err))
		fail_msg("%s", err.text);
	commit_done(&commit);
}

/* The natural keys of what is current, with its origins: the same for the same picture. */
static char *picture(struct store *store, struct arena *arena)
{
	struct store_series *list;
	const char *text = "";
	size_t count;
	struct err err;

	assert_int_equal(store_list_series(store, NULL, arena, &list, &count, &err), 0);
	for (size_t i = 0; i < count; i++)
		text = arena_printf(arena, "%s%s=%s×%lld/%lld ", text, list[i].series,
		                    list[i].current.natural_key, (long long)list[i].origins,
		                    (long long)list[i].copies);
	return arena_strdup(arena, text);
}

static void is_sound(struct store *store, struct arena *arena)
{
	struct store_report report;
	struct err err;

	assert_int_equal(store_verify(store, change_current, NULL, arena, &report, &err), 0);
	if (report.fault_count)
		fail_msg("%s", report.faults[0]);
}

static char *arrive(const struct article *articles, uint64_t *seed, struct arena *arena)
{
	const struct article *order[ARTICLES];
	char folder[] = "/tmp/integrad-test-XXXXXX", path[64], command[64], *seen;
	struct store *store;
	struct err err;

	for (size_t i = 0; i < ARTICLES; i++) {
		size_t k = next_random(seed) % (i + 1);

		order[i] = order[k];
		order[k] = &articles[i];
	}
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/integrad.db", folder);
	assert_int_equal(store_open(path, STORE_READ_WRITE, &store, &err), 0);
	for (size_t done = 0, count; done < ARTICLES; done += count) {
		count = 1 + next_random(seed) % 4;
		if (count > ARTICLES - done)
			count = ARTICLES - done;
		reply(store, arena, order + done, count);
	}
	is_sound(store, arena);
	seen = picture(store, arena);
	store_close(store);
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	assert_int_equal(system(command), 0);
	return seen;
}

static void every_order_gives_one_picture_and_a_sound_record(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct arena *arena = arena_new(64 * MIB);
		struct article articles[ARTICLES];
		char *first;

		for (int i = 0; i < ARTICLES; i++)
			articles[i] = random_article(arena, &seed, i);
		first = arrive(articles, &seed, arena);
		assert_true(*first);
		for (int order = 1; order < ORDERS; order++)
			assert_string_equal(arrive(articles, &seed, arena), first);
		arena_free(arena);
	}
}

static struct article said(struct arena *arena, int number, int day, const char *value,
                           uint32_t part)
{
	uint64_t seed = 1;
	struct article a = random_article(arena, &seed, number);

	a.published = date_day(2023, 3, day);
	a.published_s = (int64_t)date_first_day(a.published) * 86400;
	for (uint32_t i = 0; i < ARTICLE_MINHASHES; i++) {
		bool is_own = (part == 0 && i >= 40) || (part == 2 && i < 24);

		a.minhash[i] = part > 2 ? 0 : 1 + i + (is_own ? 10000 * (part + 1) : 0);
	}
	a.claim_count = value ? 1 : 0;
	if (!value)
		return a;
	a.claims = arena_array(arena, 1, sizeof(struct claim));
	*a.claims = random_claim(&seed, date_day(2023, 3, 1));
	a.claims->status = CLAIM_ACCEPTED;
	a.claims->subject = CLAIM_ALL;
	a.claims->basis = CLAIM_STATED;
	a.claims->bound = CLAIM_EXACT;
	assert_true(decimal_parse(value, strlen(value), &a.claims->value));
	return a;
}

/*
 * Two outlets say 60 and one says 50, later. Then a third text shows that the
 * two print one report; it has no figure itself, and yet 50 is current now.
 */
static void witnesses_that_turn_out_to_be_one_count_once(void **state)
{
	struct arena *arena = arena_new(64 * MIB);
	struct article first = said(arena, 1, 2, "60", 0), second = said(arena, 2, 2, "60", 2);
	struct article other = said(arena, 3, 3, "50", 3), bridge = said(arena, 4, 2, NULL, 1);
	const struct article *before[] = { &first, &second, &other }, *after[] = { &bridge };
	char folder[] = "/tmp/integrad-test-XXXXXX", path[64], command[64];
	struct figure *current;
	struct store *store;
	struct err err;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/integrad.db", folder);
	assert_int_equal(store_open(path, STORE_READ_WRITE, &store, &err), 0);
	reply(store, arena, before, COUNT(before));
	assert_int_equal(store_current_figure(store, SERIES, arena, &current, &err), 0);
	assert_int_equal(current->claim.value.digits, 60);
	reply(store, arena, after, COUNT(after));
	assert_int_equal(store_current_figure(store, SERIES, arena, &current, &err), 0);
	assert_int_equal(current->claim.value.digits, 50);
	is_sound(store, arena);
	store_close(store);
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	assert_int_equal(system(command), 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(witnesses_that_turn_out_to_be_one_count_once),
		cmocka_unit_test(every_order_gives_one_picture_and_a_sound_record),
	};

	return cmocka_run_group_tests_name("pipeline/record", tests, NULL, NULL);
}
