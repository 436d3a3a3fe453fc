#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "model/claim.h"

#define ARENA_BYTES (1024 * 1024)

/* A claim from JSON with the fields that a test leaves out set to plain ones. */
static struct claim of(struct arena *arena, const char *fields)
{
	char *text = mem_printf("{\"package\":\"2021-2023\",\"subject\":\"all\","
	                        "\"measure\":\"activities\",\"as_of\":\"2023-04-05\",%s}",
	                        fields);
	json_t *json = json_loads(text, 0, NULL);
	struct claim claim = { .confidence = 0 };
	struct err err;

	if (!json || claim_from_json(json, arena, &claim, &err))
		fail_msg("%s: %s", text, json ? err.text : "no JSON");
	json_decref(json);
	free(text);
	return claim;
}

static void a_series_holds_what_may_be_compared(void **state)
{
	static const struct {
		const char *fields, *series;
	} rows[] = {
		{ "\"value\":80", "2021-2023/all/activities/completed/degree" },
		{ "\"unit\":\"count\",\"value\":880,\"total\":993",
		  "2021-2023/all/activities/completed/degree" },
		{ "\"unit\":\"count\",\"value\":880", "2021-2023/all/activities/completed/count" },
		{ "\"measure\":\"programmes\",\"unit\":\"count\",\"value\":7,\"total\":28",
		  "2021-2023/all/programmes/completed/count" },
		{ "\"measure\":\"programmes\",\"value\":70",
		  "2021-2023/all/programmes/completed/degree" },
		{ "\"stage\":\"in_progress\",\"value\":70",
		  "2021-2023/all/activities/in_progress/degree" },
		{ "\"subject\":\"gas-market\",\"value\":70",
		  "2021-2023/gas-market/activities/completed/degree" },
	};
	struct arena *arena = arena_new(ARENA_BYTES);
	char out[CLAIM_SERIES_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct claim claim = of(arena, rows[i].fields);

		assert_string_equal(claim_series(&claim, out), rows[i].series);
	}
	arena_free(arena);
}

static void a_claim_is_read_as_an_interval(void **state)
{
	/* "-" is an open end */
	static const struct {
		const char *fields, *low, *high;
	} rows[] = {
		{ "\"value\":80", "79.5", "80.5" },
		{ "\"value\":80.3", "80.25", "80.35" },
		{ "\"value\":80,\"bound\":\"about\"", "77", "83" },
		{ "\"value\":46,\"bound\":\"at_least\"", "46", "-" },
		{ "\"value\":50,\"bound\":\"at_most\"", "-", "50" },
		{ "\"value\":70,\"high\":75", "70", "75" },
		{ "\"value\":70,\"high\":75,\"bound\":\"about\"", "67", "78" },
		{ "\"unit\":\"count\",\"value\":125,\"total\":310", "40.25", "40.35" },
		{ "\"measure\":\"programmes\",\"unit\":\"count\",\"value\":7,\"total\":28", "7",
		  "7" },
		{ "\"measure\":\"programmes\",\"unit\":\"count\",\"value\":7,\"total\":28,"
		  "\"bound\":\"about\"",
		  "6", "8" },
	};
	struct arena *arena = arena_new(ARENA_BYTES);
	char out[DECIMAL_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct claim claim = of(arena, rows[i].fields);
		struct claim_interval v = claim_interval_of(&claim);

		assert_string_equal(v.low_open ? "-" : decimal_format(v.low, out), rows[i].low);
		assert_string_equal(v.high_open ? "-" : decimal_format(v.high, out), rows[i].high);
	}
	arena_free(arena);
}

static void intervals_meet_and_narrow(void **state)
{
	static const struct {
		const char *a, *b;
		bool meets, b_narrows_a;
	} rows[] = {
		{ "\"value\":40,\"bound\":\"about\"",
		  "\"unit\":\"count\",\"value\":125,\"total\":310", true, true },
		{ "\"value\":90,\"bound\":\"about\"",
		  "\"unit\":\"count\",\"value\":880,\"total\":993", true, true },
		{ "\"value\":40,\"bound\":\"about\"", "\"value\":46,\"bound\":\"at_least\"", false,
		  false },
		{ "\"value\":46,\"bound\":\"at_least\"", "\"value\":60", true, true },
		{ "\"value\":46,\"bound\":\"at_least\"", "\"value\":50,\"bound\":\"at_most\"", true,
		  false },
		{ "\"value\":80", "\"value\":80", true, false },
		{ "\"value\":80", "\"value\":80,\"bound\":\"about\"", true, false },
		{ "\"value\":70", "\"value\":80", false, false },
		/* neighbours: no number rounds to both */
		{ "\"value\":60", "\"value\":61", false, false },
		{ "\"value\":60", "\"value\":60.5", true, false },
		{ "\"value\":60", "\"value\":60.4", true, true },
		{ "\"value\":60.5", "\"value\":61", true, false },
		{ "\"value\":60", "\"value\":60,\"high\":61", true, false },
	};
	struct arena *arena = arena_new(ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct claim a = of(arena, rows[i].a), b = of(arena, rows[i].b);
		struct claim_interval x = claim_interval_of(&a), y = claim_interval_of(&b);

		assert_int_equal(claim_interval_meets(x, y), rows[i].meets);
		assert_int_equal(claim_interval_meets(y, x), rows[i].meets);
		assert_int_equal(claim_interval_narrows(x, y), rows[i].b_narrows_a);
	}
	arena_free(arena);
}

static void a_claim_survives_json(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct claim first =
		of(arena, "\"unit\":\"count\",\"value\":115,\"total\":310,\"bound\":\"at_least\","
	                  "\"speaker\":\"ambassador\",\"quote\":\"115 of 310\",\"in_title\":true,"
	                  "\"offset\":4,\"length\":10,\"confidence\":0.85,\"basis\":\"today\","
	                  "\"trace\":[{\"field\":\"value\"}],\"status\":\"held\"");
	json_t *json = claim_to_json(&first);
	struct claim second;
	char *once, *twice;
	struct err err;

	(void)state;
	assert_int_equal(claim_from_json(json, arena, &second, &err), 0);
	once = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	json = claim_to_json(&second);
	twice = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	assert_string_equal(once, twice);
	assert_non_null(strstr(once, "\"value\":115,\"high\":null,\"total\":310"));
	free(once);
	free(twice);
	arena_free(arena);
}

static void a_wrong_field_is_named(void **state)
{
	static const struct {
		const char *json, *names;
	} rows[] = {
		{ "[]", "JSON object" },
		{ "{}", "\"package\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\"}", "\"measure\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"tasks\"}", "\"measure\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\"}",
		  "\"value\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\",\"value\":120}",
		  "\"value\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\",\"value\":\"8\"}",
		  "\"value\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\",\"value\":8,"
		  "\"high\":7}",
		  "\"high\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\",\"unit\":\"count\","
		  "\"value\":29,\"total\":28}",
		  "\"value\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\",\"value\":8}",
		  "\"as_of\"" },
		{ "{\"package\":\"p\",\"subject\":\"all\",\"measure\":\"programmes\",\"value\":8,"
		  "\"as_of\":\"soon\"}",
		  "\"as_of\"" },
	};
	struct arena *arena = arena_new(ARENA_BYTES);
	struct claim claim;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *json = json_loads(rows[i].json, 0, NULL);

		assert_non_null(json);
		assert_int_equal(claim_from_json(json, arena, &claim, &err), -1);
		if (!strstr(err.text, rows[i].names))
			fail_msg("%s: \"%s\" does not name %s", rows[i].json, err.text,
			         rows[i].names);
		json_decref(json);
	}
	arena_free(arena);
}

static void the_natural_key_knows_the_figure_and_not_the_quote(void **state)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct claim a = of(arena, "\"value\":80,\"quote\":\"80%\"");
	struct claim b = of(arena, "\"value\":80,\"quote\":\"eighty\"");
	struct claim c = of(arena, "\"value\":81");
	char x[HASH_HEX_SIZE], y[HASH_HEX_SIZE];

	(void)state;
	claim_natural_key(&a, "https://example.org/1", x);
	claim_natural_key(&b, "https://example.org/1", y);
	assert_string_equal(x, y);
	claim_natural_key(&c, "https://example.org/1", y);
	assert_string_not_equal(x, y);
	claim_natural_key(&a, "https://example.org/2", y);
	assert_string_not_equal(x, y);
	arena_free(arena);
}

static void a_figure_is_shown_as_people_write_it(void **state)
{
	static const struct {
		const char *fields, *text;
	} rows[] = {
		{ "\"value\":80,\"bound\":\"about\"", "≈80%" },
		{ "\"value\":46,\"bound\":\"at_least\"", "≥46%" },
		{ "\"value\":70,\"high\":75", "70–75%" },
		{ "\"unit\":\"count\",\"value\":7,\"total\":28", "7 of 28" },
	};
	struct arena *arena = arena_new(ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct claim claim = of(arena, rows[i].fields);
		char *text = claim_figure_text(&claim);

		assert_string_equal(text, rows[i].text);
		free(text);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series_holds_what_may_be_compared),
		cmocka_unit_test(a_claim_is_read_as_an_interval),
		cmocka_unit_test(intervals_meet_and_narrow),
		cmocka_unit_test(a_claim_survives_json),
		cmocka_unit_test(a_wrong_field_is_named),
		cmocka_unit_test(the_natural_key_knows_the_figure_and_not_the_quote),
		cmocka_unit_test(a_figure_is_shown_as_people_write_it),
	};

	return cmocka_run_group_tests_name("model/claim", tests, NULL, NULL);
}
