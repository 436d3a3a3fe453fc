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
#include "alert/title.h"
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
	fact.is_rival_sought = true;
	if (rival)
		read_rival(entry, rival, arena, &fact);
	free(text);
	json_decref(json);
	return fact;
}

static json_t *made_of(const struct alert_batch *batch)
{
	char *text = alert_message(batch);
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	free(text);
	return json;
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

	return made_of(&batch);
}

/* A golden file is a change, or has "of": the changes that share a message. */
static json_t *golden_message(const char *path, enum alert_language language, struct arena *arena)
{
	json_t *json = json_load_file(path, 0, NULL), *of = json_object_get(json, "of"), *message;
	const char *digest = json_string_value(json_object_get(json, "digest"));
	struct alert_fact facts[64];
	struct alert_batch batch = {
		.facts = facts,
		.is_digest = digest,
		.is_weekly = digest && strcmp(digest, "weekly") == 0,
		.is_trial = json_is_true(json_object_get(json, "trial")),
		.day = date_day(2023, 4, 5),
		.id = "msg_1",
		.page = json_string_value(json_object_get(json, "page")),
		.time = "2023-04-05T10:00:00Z",
		.language = language,
	};

	if (!of)
		facts[batch.count++] = read_fact(path, arena);
	for (size_t i = 0; i < json_array_size(of) && batch.count < COUNT(facts); i++)
		facts[batch.count++] =
			read_fact(arena_printf(arena, FOLDER "/%s.json",
		                               json_string_value(json_array_get(of, i))),
		                  arena);
	batch.total = batch.count + (size_t)json_integer_value(json_object_get(json, "others"));
	message = made_of(&batch);
	json_decref(json);
	return message;
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

		if (!dot || strcmp(dot, ".json") != 0)
			continue;
		for (int i = 0; i < ALERT_LANGUAGES; i++) {
			json_t *message =
				golden_message(arena_printf(arena, FOLDER "/%s", entry->d_name),
			                       (enum alert_language)i, arena);
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

/* Of every kind: the verdict, the figures and what they are of, in each language. */
static const struct {
	const char *name;
	const char *words[ALERT_LANGUAGES][4];
} NEWS[] = {
	{ "first", { { "70%", "activities", "first" }, { "70%", "мероприятий", "первые" } } },
	{ "rise",
	  { { "80%", "activities", "up from", "70%" }, { "80%", "мероприятий", "было", "70%" } } },
	{ "rise-of-a-programme", { { "gas", "75%", "60%" }, { "газа", "75%", "60%" } } },
	{ "rise-of-a-programme-with-a-long-name",
	  { { "Programme 70–75% carried out", "up from", "60%", "Harmonisation" },
	    { "Программа выполнена на 70–75%", "было", "60%", "«Гармонизация" } } },
	{ "fall", { { "4 activities", "down", "21" }, { "снижение", "4 мероприятия", "21" } } },
	{ "fall-of-completed-programmes",
	  { { "24 of 28", "down", "25" }, { "снижение", "24 из 28", "25" } } },
	{ "complete", { { "28 of 28", "all done" }, { "28 из 28", "сделано всё" } } },
	{ "revised",
	  { { "46%", "not", "40%", "activities" }, { "46%", "а не", "40", "мероприятий" } } },
	{ "conflict", { { "75%", "or", "80%?", "disputed" }, { "75%", "или", "80%?", "данные" } } },
	{ "refined",
	  { { "more exactly", "880", "993" }, { "точнее", "880", "993", "мероприятий" } } },
	{ "restated", { { "again", "80%", "activities" }, { "повторено", "80%", "мероприятий" } } },
	{ "backfill", { { "on record", "2023:", "70%" }, { "архив", "2023 года", "70%" } } },
	{ "held", { { "reviewed", "60%", "activities" }, { "проверку", "60%", "мероприятий" } } },
	{ "stale",
	  { { "no new figure", "5 April 2023", "80%" }, { "нет новых", "5 апреля 2023" } } },
	{ "expected",
	  { { "forecast", "95%", "activities", "2023" },
	    { "прогноз", "95%", "мероприятий", "2023 " } } },
	{ "expected-moved",
	  { { "forecast", "95%", "not 90%" }, { "прогноз", "95%", "а не 90%" } } },
	{ "expected-moved-to-another-day",
	  { { "forecast now", "2024", "not", "2023" }, { "прогноз теперь", "2024", "а не" } } },
	{ "deadline-met",
	  { { "90% met", "94%", "activities" }, { "90% сбылся", "94%", "мероприятий" } } },
	{ "deadline-missed",
	  { { "95% missed", "94%", "activities" }, { "95% не сбылся", "94%", "мероприятий" } } },
	{ "deadline-missed-without-a-figure",
	  { { "missed", "95%", "activities" }, { "не сбылся", "95%", "мероприятий" } } },
	{ "confirmed", { { "confirmed", "60%", "activities" }, { "подтверждено", "60%" } } },
	{ "retracted",
	  { { "withdrawn", "60%", "activities" }, { "отозвано", "60%", "мероприятий" } } },
	{ "source-edited",
	  { { "First Agency", "edited", "70%" }, { "First Agency", "изменена", "70%" } } },
	{ "source-gone",
	  { { "First Agency", "gone", "70%" }, { "First Agency", "удалена", "70%" } } },
	{ "source-down",
	  { { "First Agency", "down", "resolve" },
	    { "First Agency", "недоступен", "имя сервера" } } },
	{ "source-up", { { "First Agency", "up again" }, { "First Agency", "снова доступен" } } },
	{ "source-silent",
	  { { "First Agency", "nothing new", "5 April" },
	    { "First Agency", "ничего нового", "5 апреля" } } },
	{ "source-moved",
	  { { "First Agency", "moved", "feed/new" }, { "First Agency", "переехал", "feed/new" } } },
	{ "network-down", { { "no network", "unreachable" }, { "без сети" } } },
	{ "several-changes", { { "80%", "up from", "70%" }, { "80%", "было", "70%" } } },
	{ "many-changes", { { "80%", "up from", "70%" }, { "80%", "было", "70%" } } },
	{ "digest",
	  { { "Digest", "80%", "activities", "up from" },
	    { "Сводка", "80%", "мероприятий", "было" } } },
	{ "digest-of-a-week",
	  { { "Week", "80%", "activities" }, { "Неделя", "80%", "мероприятий" } } },
	{ "digest-without-news",
	  { { "Digest of the week", "5 April 2023", "nothing new" },
	    { "Сводка за неделю", "5 апреля 2023", "нового нет" } } },
	{ "trial", { { "trial" }, { "пробное" } } },
};

static const char *first_80(const char *title, struct arena *arena)
{
	size_t at = 0;

	while (title[at] && characters(arena_strndup(arena, title, at + 1)) <= 80)
		at++;
	return arena_strndup(arena, title, at);
}

static void the_first_80_characters_carry_the_news(void **state)
{
	struct arena *arena = arena_new(64 * MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(NEWS); i++)
		for (int k = 0; k < ALERT_LANGUAGES; k++) {
			json_t *message =
				golden_message(arena_printf(arena, FOLDER "/%s.json", NEWS[i].name),
			                       (enum alert_language)k, arena);
			const char *shown = first_80(field(message, "title"), arena);

			for (size_t w = 0; w < 4 && NEWS[i].words[k][w]; w++)
				if (!strstr(shown, NEWS[i].words[k][w]))
					fail_msg("%s: \"%s\" is not in \"%s\"", NEWS[i].name,
					         NEWS[i].words[k][w], shown);
			json_decref(message);
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
		const char *end;
	} cases[] = {
		{ 0, ALERT_EN, "Digest, 5 April 2023: nothing new" },
		{ 1, ALERT_EN, ", up from about 70% (1 change, 5 April 2023)" },
		{ 3, ALERT_EN, ", up from about 70% (3 changes, 5 April 2023)" },
		{ 0, ALERT_RU, "Сводка, 5 апреля 2023 года: нового нет" },
		{ 1, ALERT_RU, ", было около 70% (1 изменение, 5 апреля 2023 года)" },
		{ 3, ALERT_RU, ", было около 70% (3 изменения, 5 апреля 2023 года)" },
		{ 5, ALERT_RU, ", было около 70% (5 изменений, 5 апреля 2023 года)" },
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
		json_t *json = made_of(&batch);
		const char *title = field(json, "title"), *end = strstr(title, cases[i].end);

		if (!end || strcmp(end, cases[i].end) != 0)
			fail_msg("\"%s\" does not end with \"%s\"", title, cases[i].end);
		json_decref(json);
	}
	arena_free(arena);
}

/* Where not all have room the weightiest are told, wherever in the ledger they stand. */
static void of_many_changes_the_weightiest_are_told(void **state)
{
	struct arena *arena = arena_new(64 * MIB);
	struct alert_fact facts[22];
	json_t *message;

	(void)state;
	for (size_t i = 0; i < COUNT(facts); i++)
		facts[i] = read_fact(FOLDER "/restated.json", arena);
	facts[20] = read_fact(FOLDER "/conflict.json", arena);
	facts[21] = read_fact(FOLDER "/rise.json", arena);
	message = message_of(facts, COUNT(facts), ALERT_EN);
	assert_non_null(strstr(field(message, "title"), "up from"));
	assert_non_null(strstr(field(message, "text"), "or about 80%? – disputed"));
	json_decref(message);
	arena_free(arena);
}

/* "Since" is read by whoever is told, by the clock on their wall. */
static void moments_are_told_by_the_clocks_of_the_user(void **state)
{
	static const struct {
		int offset_min;
		const char *text;
	} cases[] = {
		{ 0, "Since: 5 April 2023, 06:00 (UTC)\n" },
		{ 180, "Since: 5 April 2023, 09:00 (UTC+3)\n" },
		{ 345, "Since: 5 April 2023, 11:45 (UTC+5:45)\n" },
		{ -480, "Since: 4 April 2023, 22:00 (UTC-8)\n" },
	};
	struct arena *arena = arena_new(64 * MIB);
	struct alert_fact fact = read_fact(FOLDER "/source-silent.json", arena);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *message;

		fact.offset_min = cases[i].offset_min;
		message = message_of(&fact, 1, ALERT_EN);
		assert_non_null(strstr(field(message, "text"), cases[i].text));
		json_decref(message);
	}
	assert_string_equal(alert_title(&fact, ALERT_EN, arena),
	                    "First Agency: nothing new since 4 April 2023");
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
		cmocka_unit_test(of_many_changes_the_weightiest_are_told),
		cmocka_unit_test(a_digest_counts_and_an_empty_one_is_a_proof_of_life),
		cmocka_unit_test(moments_are_told_by_the_clocks_of_the_user),
	};

	return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
