/*
 * Claims and decisions in random orders, from a generator with a seed: the
 * picture in the end is one and the same; the ledger differs, and is consistent
 * in each order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "pipeline/desk.h"
#include "store/changes.h"
#include "store/figures.h"

#define CLAIMS 8
#define DECISIONS 5
#define SCENES 12
#define ORDERS 4
#define SERIES "2021-2023/all/activities/completed/degree"

struct step {
	int claim; /* index */
	enum decision_verdict verdict;
};

struct scene {
	struct saying claims[CLAIMS];
	bool has_copy[CLAIMS]; /* or is one */
	char days[CLAIMS][16];
	char texts[CLAIMS][256];
	struct step decisions[DECISIONS]; /* in the order in which they are made */
	int decision_count;
};

/* PCG (O'Neill 2014). */
static uint32_t dice(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((*state ^ (*state >> 18)) >> 27);
}

static void shuffle(int *list, int count, uint64_t *seed)
{
	for (int i = count; i > 1; i--) {
		int k = (int)(dice(seed) % (uint32_t)i), kept = list[i - 1];

		list[i - 1] = list[k];
		list[k] = kept;
	}
}

static void random_claim(struct scene *s, int i, uint64_t *seed)
{
	static const char *const speakers[] = { "Ivanova", "Petrenko", "Sidorchuk" };
	static const char *const flags[] = { NULL, NULL, "held", "backfill", "held", "restated" };
	static const char *const bounds[] = { NULL, NULL, "about", "at_least" };
	struct saying *c = &s->claims[i];

	snprintf(s->days[i], sizeof(s->days[i]), "2023-%02u-%02u", 1 + dice(seed) % 6,
	         1 + dice(seed) % 28);
	*c = (struct saying){ .article = i + 1,
		              .day = s->days[i],
		              .value = 40 + (int)(dice(seed) % 6) * 10,
		              .speaker = speakers[dice(seed) % COUNT(speakers)],
		              .bound = bounds[dice(seed) % COUNT(bounds)],
		              .flags = flags[dice(seed) % COUNT(flags)] };
	snprintf(s->texts[i], sizeof(s->texts[i]),
	         "In report number %d of its kind the speaker of that day said %d%% were done, and "
	         "then word %u, word %u, word %u and word %u were heard in the long hall.",
	         i, c->value, dice(seed), dice(seed), dice(seed), dice(seed));
	c->text = s->texts[i];
}

static void random_scene(struct scene *s, uint64_t *seed)
{
	memset(s, 0, sizeof(*s));
	for (int i = 0; i < CLAIMS; i++) {
		if (i > 0 && dice(seed) % 4 == 0) {
			s->claims[i] = s->claims[i - 1];
			s->claims[i].article = i + 1;
			s->has_copy[i] = s->has_copy[i - 1] = true;
		} else {
			random_claim(s, i, seed);
		}
	}
	s->decision_count = DECISIONS;
	for (int i = 0; i < DECISIONS; i++) {
		struct step *d = &s->decisions[i];

		d->claim = (int)(dice(seed) % CLAIMS);
		d->verdict = (enum decision_verdict)(dice(seed) % 3);
		/* a correction of a copy that is not there yet is for a person to repeat */
		if (d->verdict == DECISION_CORRECTED && s->has_copy[d->claim])
			d->verdict = DECISION_REJECTED;
	}
}

static void make_decision(struct desk *d, const struct scene *s, const struct step *step,
                          int64_t claim_id)
{
	char extra[64] = "";
	struct err err;

	if (step->verdict == DECISION_CORRECTED)
		snprintf(extra, sizeof(extra), ",\"fields\":{\"value\":%d}",
		         s->claims[step->claim].value + 1);
	/* what has been decided already is refused, in whichever order */
	if (desk_decides(d, step->verdict, claim_id, extra, &err) < 0)
		assert_int_equal(err.kind, ERR_INPUT);
}

/* The decisions keep their order; each comes after its claim, the claims in any order. */
static struct desk *play(const struct scene *s, uint64_t *seed)
{
	struct desk *d = desk_open();
	int64_t ids[CLAIMS] = { 0 };
	int order[CLAIMS], claims = 0, decisions = 0;

	for (int i = 0; i < CLAIMS; i++)
		order[i] = i;
	shuffle(order, CLAIMS, seed);
	while (claims < CLAIMS || decisions < s->decision_count) {
		const struct step *next = &s->decisions[decisions];
		bool can_decide = decisions < s->decision_count && ids[next->claim];

		if (can_decide && (claims == CLAIMS || dice(seed) % 2)) {
			make_decision(d, s, next, ids[next->claim]);
			decisions++;
		} else {
			ids[order[claims]] = desk_hears(d, &s->claims[order[claims]]);
			claims++;
		}
	}
	return d;
}

static const char *text_of(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

/* What was announced last and has not been taken back since. */
struct baseline {
	char claim[HASH_HEX_SIZE];
	double value;
};

static void check_step(const struct baseline *b, const char *kind, const json_t *entry)
{
	const json_t *new = json_object_get(entry, "new"), *old = json_object_get(entry, "old");
	double before = strtod(text_of(old, "value"), NULL);
	double now = strtod(text_of(new, "value"), NULL);

	if (strcmp(kind, "rise") != 0 && strcmp(kind, "fall") != 0)
		return;
	if (b->claim[0])
		assert_string_equal(text_of(old, "claim"), b->claim);
	assert_true(kind[0] == 'r' ? now > before : now < before);
}

/* Each step begins where people were left, and leads away from there. */
static struct baseline check_ledger(struct desk *d)
{
	const struct store_change_filter all = { .series = SERIES };
	struct baseline b = { .claim = "" };
	struct store_change *list;
	size_t count;
	struct err err;

	assert_int_equal(store_list_changes(d->store, &all, d->arena, &list, &count, &err), 0);
	for (size_t i = 0; i < count; i++) {
		json_t *entry = json_loads(list[i].json, 0, NULL);
		const json_t *new = json_object_get(entry, "new");

		check_step(&b, change_kind_name(list[i].kind), entry);
		if (list[i].kind == CHANGE_RETRACTED && strcmp(text_of(new, "claim"), b.claim) == 0)
			b.claim[0] = '\0';
		if (list[i].is_announced) {
			snprintf(b.claim, sizeof(b.claim), "%s", text_of(new, "claim"));
			b.value = strtod(text_of(new, "value"), NULL);
		}
		json_decref(entry);
	}
	return b;
}

static void the_picture_is_the_same_in_whatever_order_all_arrives(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < SCENES; round++) {
		char *expected = NULL;
		struct scene scene;

		random_scene(&scene, &seed);
		for (int order = 0; order < ORDERS; order++) {
			struct desk *d = play(&scene, &seed);
			const char *picture = desk_picture(d);

			if (!expected)
				expected = mem_strdup(picture);
			assert_string_equal(picture, expected);
			check_ledger(d);
			desk_is_sound(d);
			desk_close(d);
		}
		free(expected);
	}
}

/* Many print the same few figures in the same weeks, most of them under an agency's name. */
static void credit_agencies(struct scene *s, uint64_t *seed)
{
	static const char *const credits[] = { "TASS reported", "Interfax reported", "he said" };
	static const char *const outlets[] = { NULL, NULL, NULL, "TASS", "Interfax (RU)" };

	for (int i = 0; i < CLAIMS; i++) {
		struct saying *c = &s->claims[i];

		random_claim(s, i, seed);
		snprintf(s->days[i], sizeof(s->days[i]), "2023-01-%02u", 1 + dice(seed) % 28);
		c->as_of = dice(seed) % 2 ? "2023-01" : NULL;
		c->value = 50 + 10 * (int)(dice(seed) % 2);
		c->bound = NULL;
		c->outlet = outlets[dice(seed) % COUNT(outlets)];
		snprintf(s->texts[i], sizeof(s->texts[i]),
		         "Report %d, of word %u and word %u, has it that %d%% were done, %s; word "
		         "%u, word %u.",
		         i, dice(seed), dice(seed), c->value, credits[dice(seed) % COUNT(credits)],
		         dice(seed), dice(seed));
	}
	/* a decision is on those copies that are known by then: of chains not on all */
	s->decision_count = 0;
}

static void reports_of_one_agency_are_one_origin_in_whatever_order_they_arrive(void **state)
{
	uint64_t seed = 3;
	int joined = 0;

	(void)state;
	for (int round = 0; round < SCENES; round++) {
		char *expected = NULL;
		struct scene scene;

		random_scene(&scene, &seed);
		credit_agencies(&scene, &seed);
		for (int order = 0; order < ORDERS; order++) {
			struct desk *d = play(&scene, &seed);
			const char *picture = arena_printf(
				d->arena, "%s| %s", desk_origins(d, CLAIMS), desk_picture(d));

			if (!expected)
				expected = mem_strdup(picture);
			assert_string_equal(picture, expected);
			joined += strncmp(picture, "1 2 3 4 5 6 7 8 ", 16) != 0;
			desk_is_sound(d);
			desk_close(d);
		}
		free(expected);
	}
	assert_true(joined > SCENES);
}

/*
 * A programme that only moves up, told by one speaker: in whichever order the
 * reports and the decisions on them come, people have been told of where it
 * stands.
 */
static void no_rise_is_lost_and_none_is_told_twice(void **state)
{
	uint64_t seed = 2;

	(void)state;
	for (int round = 0; round < SCENES * ORDERS; round++) {
		struct scene scene;
		struct desk *d;
		struct figure *current;
		struct baseline told;
		struct err err;

		random_scene(&scene, &seed);
		for (int i = 0; i < CLAIMS; i++) {
			random_claim(&scene, i, &seed);
			snprintf(scene.days[i], sizeof(scene.days[i]), "2023-0%d-%02u", 1 + i,
			         1 + dice(&seed) % 28);
			scene.claims[i].value = 20 + 7 * i;
			scene.claims[i].text = NULL;
			scene.claims[i].speaker = "Ivanova";
			scene.claims[i].bound = NULL;
			if (scene.claims[i].flags && scene.claims[i].flags[0] == 'r')
				scene.claims[i].flags = NULL;
		}
		/* a correction would have the speaker say two things on one day */
		for (int i = 0; i < DECISIONS; i++)
			if (scene.decisions[i].verdict == DECISION_CORRECTED)
				scene.decisions[i].verdict = DECISION_REJECTED;
		d = play(&scene, &seed);
		told = check_ledger(d);
		assert_int_equal(store_current_figure(d->store, SERIES, d->arena, &current, &err),
		                 0);
		if (current && told.claim[0] && !current->is_backfill)
			assert_true((int64_t)told.value == current->claim.value.digits);
		if (current && !current->is_backfill)
			assert_true(told.claim[0]);
		desk_close(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_is_the_same_in_whatever_order_all_arrives),
		cmocka_unit_test(
			reports_of_one_agency_are_one_origin_in_whatever_order_they_arrive),
		cmocka_unit_test(no_rise_is_lost_and_none_is_told_twice),
	};

	return cmocka_run_group_tests_name("pipeline/orders", tests, NULL, NULL);
}
