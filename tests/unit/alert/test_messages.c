#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "alert/message.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

#define FOLDER "tests/golden/messages"

/* --- an entry and what is around it, from a golden file */

/* A rival is an entry of its own, whose new figure it is. */
static void read_rival(const json_t *entry, const json_t *rival, struct arena *arena,
                       struct alert_fact *fact)
{
	json_t *other = json_deep_copy(entry);
	struct alert_fact read;
	struct err err;
	char *text;

	json_object_set(other, "new", (json_t *)rival);
	text = json_dumps(other, 0);
	assert_int_equal(alert_fact_read(text, 9, arena, &read, &err), 0);
	fact->has_rival = true;
	fact->rival = read.now;
	free(text);
	json_decref(other);
}

static struct alert_fact read_fact(const char *path, struct arena *arena)
{
	json_t *json = json_load_file(path, 0, NULL);
	const json_t *entry = json_object_get(json, "entry"),
		     *around = json_object_get(json, "around");
	const json_t *rival = json_object_get(around, "rival");
	char *text = json_dumps(entry, 0);
	struct alert_fact fact;
	struct err err;

	if (!json || alert_fact_read(text, 41, arena, &fact, &err) < 0)
		fail_msg("%s: %s", path, json ? err.text : "no JSON");
	fact.claim_id = json_integer_value(json_object_get(around, "claim_id"));
	fact.origins = json_integer_value(json_object_get(around, "origins"));
	fact.copies = json_integer_value(json_object_get(around, "copies"));
	fact.subject[ALERT_EN] = arena_strdup(arena,
	                                      json_string_value(json_object_get(around, "en")));
	fact.subject[ALERT_RU] = arena_strdup(arena,
	                                      json_string_value(json_object_get(around, "ru")));
	if (rival)
		read_rival(entry, rival, arena, &fact);
	free(text);
	json_decref(json);
	return fact;
}

static json_t *message_of(const struct alert_fact *facts, size_t count,
                          enum alert_language language)
{
	const struct alert_batch batch = {
		.facts = facts,
		.count = count,
		.total = count,
		.id = "msg_1",
		.page = "",
		.time = "2023-04-05T10:00:00Z",
		.language = language,
	};
	char *text = alert_message(&batch);
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	free(text);
	return json;
}

static const char *field(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	assert_non_null(text);
	return text;
}

static bool compare(const char *path, const char *text)
{
	const char *mode = getenv("INTEGRAD_GOLDEN");
	bool is_same;
	struct buf buf;
	struct err err;
	FILE *out;

	if (mode && strcmp(mode, "write") == 0) {
		out = fopen(path, "w");
		assert_non_null(out);
		fputs(text, out);
		fclose(out);
		return true;
	}
	buf_init(&buf, MIB);
	is_same = file_read(path, &buf, &err) == 0 && strcmp(buf.data ? buf.data : "", text) == 0;
	if (!is_same)
		print_error("%s is not what is made:\n%s\n", path, text);
	buf_done(&buf);
	return is_same;
}

static void every_message_reads_as_its_golden_file(void **state)
{
	struct arena *arena = arena_new(64 * MIB);
	DIR *dir = opendir(FOLDER);
	struct dirent *entry;
	int seen = 0, wrong = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *dot = strrchr(entry->d_name, '.');
		struct alert_fact fact;

		if (!dot || strcmp(dot, ".json") != 0)
			continue;
		fact = read_fact(arena_printf(arena, FOLDER "/%s", entry->d_name), arena);
		for (int i = 0; i < ALERT_LANGUAGES; i++) {
			json_t *message = message_of(&fact, 1, (enum alert_language)i);
			const char *text = arena_printf(arena, "%s\n\n%s", field(message, "title"),
			                                field(message, "text"));

			wrong += !compare(arena_printf(arena, FOLDER "/%.*s.%s.txt",
			                               (int)(dot - entry->d_name), entry->d_name,
			                               alert_language_name((enum alert_language)i)),
			                  text);
			json_decref(message);
		}
		seen++;
	}
	closedir(dir);
	arena_free(arena);
	assert_int_equal(wrong, 0);
	assert_true(seen >= CHANGE_KINDS);
}

static void every_kind_has_a_golden_message(void **state)
{
	struct arena *arena = arena_new(64 * MIB);

	(void)state;
	for (int kind = 0; kind < CHANGE_KINDS; kind++) {
		struct alert_fact fact =
			read_fact(arena_printf(arena, FOLDER "/%s.json",
		                               change_kind_name((enum change_kind)kind)),
		                  arena);

		assert_int_equal(fact.kind, kind);
	}
	arena_free(arena);
}

static size_t characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

/* Of a kind that is about a figure both figures stand in the first 80 characters. */
static void the_first_80_characters_carry_the_news(void **state)
{
	static const char *const cases[][3] = {
		{ "rise", "80%", "70%" },
		{ "first", "70%", "70%" },
		{ "revised", "46%", "40" },
		{ "conflict", "75%", "80%" },
		{ "complete", "28", "28" },
		{ "expected", "95%", "2023" },
		{ "deadline-missed", "95%", "94%" },
		{ "deadline-met", "90%", "94%" },
		{ "fall", "4", "21" },
		{ "restated", "80%", "80%" },
		{ "refined", "880", "993" },
	};
	struct arena *arena = arena_new(64 * MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct alert_fact fact =
			read_fact(arena_printf(arena, FOLDER "/%s.json", cases[i][0]), arena);

		for (int k = 0; k < ALERT_LANGUAGES; k++) {
			char *title = arena_strdup(
				arena, alert_title(&fact, (enum alert_language)k, arena));
			size_t at = 0;

			while (title[at] && characters(arena_strndup(arena, title, at)) < 80)
				at++;
			title[at] = '\0';
			if (!strstr(title, cases[i][1]) || !strstr(title, cases[i][2]))
				fail_msg("%s: %s", cases[i][0], title);
		}
	}
	arena_free(arena);
}

static void html_lets_nothing_of_a_stranger_through(void **state)
{
	struct arena *arena = arena_new(64 * MIB);
	struct alert_fact fact = read_fact(FOLDER "/rise.json", arena);
	json_t *message;

	(void)state;
	fact.now.claim.quote = "<script>alert(\"1\")</script> & 80%";
	fact.now.address = "javascript:alert(1)";
	message = message_of(&fact, 1, ALERT_EN);
	assert_null(strstr(field(message, "html"), "<script>"));
	assert_null(strstr(field(message, "html"), "href=\"javascript"));
	assert_non_null(strstr(field(message, "html"), "&lt;script&gt;"));
	json_decref(message);
	arena_free(arena);
}

static void several_changes_make_one_message_with_the_weightiest_first(void **state)
{
	struct arena *arena = arena_new(64 * MIB);
	struct alert_fact facts[3];
	json_t *message;

	(void)state;
	facts[0] = read_fact(FOLDER "/restated.json", arena);
	facts[1] = read_fact(FOLDER "/rise.json", arena);
	facts[2] = read_fact(FOLDER "/conflict.json", arena);
	message = message_of(facts, 3, ALERT_EN);
	assert_string_equal(field(message, "kind"), "rise");
	assert_string_equal(field(message, "severity"), "warning");
	assert_non_null(strstr(field(message, "text"), "Also:\n"));
	assert_non_null(strstr(field(message, "text"),
	                       "75% of activities completed, or about 80%? – disputed"));
	assert_int_equal(json_array_size(json_object_get(message, "changes")), 3);
	json_decref(message);
	arena_free(arena);
}

static void of_many_changes_the_rest_is_counted(void **state)
{
	struct arena *arena = arena_new(64 * MIB);
	struct alert_fact facts[22];
	json_t *message;

	(void)state;
	for (size_t i = 0; i < COUNT(facts); i++)
		facts[i] = read_fact(FOLDER "/rise.json", arena);
	message = message_of(facts, COUNT(facts), ALERT_EN);
	assert_non_null(strstr(field(message, "text"), "• and 12 more\n"));
	assert_non_null(strstr(field(message, "title"), "(and 21 more)"));
	json_decref(message);
	message = message_of(facts, COUNT(facts), ALERT_RU);
	assert_non_null(strstr(field(message, "text"), "• и ещё 12\n"));
	json_decref(message);
	arena_free(arena);
}

static void a_digest_counts_and_an_empty_one_is_a_proof_of_life(void **state)
{
	static const struct {
		size_t count;
		enum alert_language language;
		const char *title;
	} cases[] = {
		{ 0, ALERT_EN, "Digest, 5 April 2023: nothing new" },
		{ 1, ALERT_EN, "Digest, 5 April 2023: 1 change" },
		{ 3, ALERT_EN, "Digest, 5 April 2023: 3 changes" },
		{ 0, ALERT_RU, "Сводка, 5 апреля 2023 года: нового нет" },
		{ 1, ALERT_RU, "Сводка, 5 апреля 2023 года: 1 изменение" },
		{ 3, ALERT_RU, "Сводка, 5 апреля 2023 года: 3 изменения" },
		{ 5, ALERT_RU, "Сводка, 5 апреля 2023 года: 5 изменений" },
	};
	struct arena *arena = arena_new(64 * MIB);
	struct alert_fact facts[5];

	(void)state;
	for (size_t i = 0; i < COUNT(facts); i++)
		facts[i] = read_fact(FOLDER "/rise.json", arena);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct alert_batch batch = { .facts = facts,
			                           .count = cases[i].count,
			                           .total = cases[i].count,
			                           .is_digest = true,
			                           .day = date_day(2023, 4, 5),
			                           .id = "msg_1",
			                           .time = "",
			                           .language = cases[i].language };
		char *text = alert_message(&batch);
		json_t *json = json_loads(text, 0, NULL);

		assert_string_equal(field(json, "title"), cases[i].title);
		json_decref(json);
		free(text);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_reads_as_its_golden_file),
		cmocka_unit_test(every_kind_has_a_golden_message),
		cmocka_unit_test(the_first_80_characters_carry_the_news),
		cmocka_unit_test(html_lets_nothing_of_a_stranger_through),
		cmocka_unit_test(several_changes_make_one_message_with_the_weightiest_first),
		cmocka_unit_test(of_many_changes_the_rest_is_counted),
		cmocka_unit_test(a_digest_counts_and_an_empty_one_is_a_proof_of_life),
	};

	return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
