/* Replies in different orders against a database of their own: the picture and the ledger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"
#include "pipeline/commit.h"
#include "store/changes.h"
#include "store/figures.h"
#include "store/sources.h"

#define NOW 1680700000 /* 2023-04-05, 13:06 UTC */
#define FIRST_POLL (NOW - 3600)

struct fixture {
	char folder[64];
	char path[96];
	struct store *store;
	struct arena *arena;
	struct commit_source source;
	char log[2048]; /* "rise 70→80 " for each entry, in order */
};

static int set_up(void **state)
{
	struct fixture *f = mem_alloc(sizeof(*f));
	struct err err;

	snprintf(f->folder, sizeof(f->folder), "/tmp/integrad-test-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/integrad.db", f->folder);
	assert_int_equal(store_open(f->path, STORE_READ_WRITE, &f->store, &err), 0);
	f->arena = arena_new(64 * MIB);
	f->source = (struct commit_source){ .key = "wire",
		                            .outlet = "The Wire",
		                            .trust = SOURCE_TRUST_AGENCY,
		                            .first_poll_s = FIRST_POLL,
		                            .first_reply_s = FIRST_POLL };
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	store_close(f->store);
	arena_free(f->arena);
	snprintf(command, sizeof(command), "rm -r '%s'", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static struct claim claim_of(struct fixture *f, const char *json_text)
{
	json_t *json = json_loads(json_text, 0, NULL);
	struct claim claim;
	struct err err;

	assert_non_null(json);
	if (claim_from_json(json, f->arena, &claim, &err) < 0)
		fail_msg("%s", err.text);
	json_decref(json);
	return claim;
}

/* What one item says: a claim's fields beside the usual ones. */
struct item {
	const char *address;
	const char *published; /* a day */
	const char *text;
	const char *claims[3]; /* JSON */
};

#define CLAIM(measure, unit, value, total, bound, as_of) \
	"{\"package\":\"2021-2023\",\"subject\":\"all\",\"measure\":\"" measure \
	"\",\"stage\":\"completed\",\"unit\":\"" unit "\",\"value\":" value ",\"total\":" total \
	",\"bound\":\"" bound "\",\"as_of\":\"" as_of "\",\"basis\":\"today\"," \
	"\"speaker\":\"Speaker\"}"

static const struct item january = {
	"https://en.example.org/january",
	"2023-01-12",
	"",
	{ CLAIM("activities", "percent", "70", "null", "about", "2023-01-12"),
	  CLAIM("programmes", "count", "7", "28", "exact", "2023-01-12") },
};

static const struct item march = {
	"https://ru.example.org/march",
	"2023-03-27",
	"",
	{ CLAIM("activities", "percent", "75", "null", "about", "2023-03-27"),
	  CLAIM("programmes", "count", "8", "28", "exact", "2023-03-27") },
};

#define APRIL_TEXT \
	"The sectoral programmes of the Union State were carried out by almost eighty per cent, " \
	"the speaker told reporters on the fifth of April after a long meeting in the capital."

static const struct item april = {
	"https://en.example.org/april",
	"2023-04-05",
	APRIL_TEXT,
	{ CLAIM("activities", "percent", "80", "null", "about", "2023-04-05") },
};

static const struct item april_copy = {
	"https://copy.example.org/april",
	"2023-04-05",
	APRIL_TEXT,
	{ CLAIM("activities", "percent", "80", "null", "about", "2023-04-05") },
};

static struct article article_of(struct fixture *f, const struct item *item)
{
	struct article article = {
		.guid = "",
		.address = item->address,
		.title = "Title",
		.text = item->text,
		.author = "",
		.language = "en",
		.has_published = true,
		.is_candidate = true,
		.is_edited = strstr(item->address, "/live") != NULL,
		.claims = arena_array(f->arena, COUNT(item->claims), sizeof(struct claim)),
	};

	assert_true(date_parse(item->published, strlen(item->published), &article.published));
	article.published_s = date_first_day(article.published) * INT64_C(86400) + 36000;
	article_fingerprint(item->text, strlen(item->text), article.minhash);
	for (size_t i = 0; i < COUNT(item->claims) && item->claims[i]; i++)
		article.claims[article.claim_count++] = claim_of(f, item->claims[i]);
	return article;
}

static void note_entries(struct fixture *f, const struct commit *commit)
{
	for (size_t i = 0; i < commit->entry_count; i++) {
		const struct commit_entry *made = &commit->entries[i];
		const struct figure *old = made->entry.old;
		char before[DECIMAL_TEXT_SIZE] = "", now[DECIMAL_TEXT_SIZE];
		size_t used = strlen(f->log);

		if (old)
			decimal_format(claim_nominal(&old->claim), before);
		decimal_format(claim_nominal(&made->fresh.claim), now);
		snprintf(f->log + used, sizeof(f->log) - used, "%s %s→%s ",
		         change_kind_name(made->entry.kind), before, now);
	}
}

/* One reply with these items, seen `late_s` after the source's first. */
static void reply(struct fixture *f, int64_t late_s, const struct item *const *items, size_t count)
{
	struct commit commit;
	struct err err = { 0 };

	commit_init(&commit, f->store, f->arena, FIRST_POLL + late_s);
	commit.engine = "engine-1+00000000";
	commit.threshold = 600;
	assert_int_equal(store_begin(f->store, &err), 0);
	if (store_source_id(f->store, f->source.key, &f->source.id, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < count; i++) {
		struct article article = article_of(f, items[i]);
		struct store_article_id id;

		if (commit_add_article(&commit, &article, &f->source, false, &id, &err) < 0)
			fail_msg("%s", err.text);
	}
	if (commit_compare(&commit, &err) < 0 || store_commit(f->store, &err) < 0)
		fail_msg("%s", err.text);
	note_entries(f, &commit);
	commit_done(&commit);
}

#define REPLY(f, late_s, ...) \
	do { \
		const struct item *const items_[] = { __VA_ARGS__ }; \
		reply((f), (late_s), items_, COUNT(items_)); \
	} while (0)

/* The current figures by series, as "series=figure " in the order of their names. */
static void picture(struct fixture *f, char *out, size_t size)
{
	struct store_series *list;
	size_t count;
	struct err err;

	out[0] = '\0';
	assert_int_equal(store_list_series(f->store, NULL, f->arena, &list, &count, &err), 0);
	for (size_t i = 0; i < count; i++) {
		size_t used = strlen(out);
		char figure[DECIMAL_TEXT_SIZE];

		decimal_format(claim_nominal(&list[i].current.claim), figure);
		snprintf(out + used, size - used, "%s=%s×%lld ", list[i].series, figure,
		         (long long)list[i].copies);
	}
}

static const char the_picture[] = "2021-2023/all/activities/completed/degree=80×2 "
				  "2021-2023/all/programmes/completed/count=8×1 ";

static void the_story_in_the_order_of_its_dates(void **state)
{
	struct fixture *f = *state;
	char now[512];

	REPLY(f, 0, &january);
	assert_string_equal(f->log, "backfill →70 backfill →7 ");
	f->log[0] = '\0';
	REPLY(f, 10, &april);
	REPLY(f, 20, &march);
	REPLY(f, 30, &april_copy);
	assert_string_equal(f->log, "rise 70→80 backfill 80→75 rise 7→8 ");
	picture(f, now, sizeof(now));
	assert_string_equal(now, the_picture);
}

static void the_story_with_march_before_april(void **state)
{
	struct fixture *f = *state;
	char now[512];

	REPLY(f, 0, &january);
	f->log[0] = '\0';
	REPLY(f, 10, &march);
	REPLY(f, 20, &april_copy);
	REPLY(f, 30, &april);
	assert_string_equal(f->log, "rise 70→75 rise 7→8 rise 75→80 ");
	picture(f, now, sizeof(now));
	assert_string_equal(now, the_picture);
}

static void one_reply_with_all_is_compared_in_the_order_of_as_of(void **state)
{
	struct fixture *f = *state;
	char now[512];

	REPLY(f, 0, &january);
	f->log[0] = '\0';
	REPLY(f, 10, &april_copy, &april, &march);
	assert_string_equal(f->log, "rise 70→75 rise 7→8 rise 75→80 ");
	picture(f, now, sizeof(now));
	assert_string_equal(now, the_picture);
}

static void a_reply_that_comes_twice_changes_nothing(void **state)
{
	struct fixture *f = *state;
	char before[HASH_HEX_SIZE], after[HASH_HEX_SIZE];
	int64_t id;
	struct err err;

	REPLY(f, 0, &january);
	REPLY(f, 10, &april);
	f->log[0] = '\0';
	assert_int_equal(store_ledger_head(f->store, &id, before, &err), 0);
	REPLY(f, 20, &april);
	REPLY(f, 30, &january);
	assert_string_equal(f->log, "");
	assert_int_equal(store_ledger_head(f->store, &id, after, &err), 0);
	assert_string_equal(before, after);
}

#define SAID(value, quote, bound) \
	"{\"package\":\"2021-2023\",\"subject\":\"all\",\"measure\":\"activities\"," \
	"\"stage\":\"completed\",\"unit\":\"percent\",\"value\":" value ",\"bound\":\"" bound \
	"\",\"as_of\":\"2023-04-05\",\"basis\":\"today\",\"speaker\":\"Speaker\"," \
	"\"quote\":\"" quote "\"}"
#define EDITED(text, ...) \
	{ \
		"https://en.example.org/live", "2023-04-05", text, \
		{ \
			__VA_ARGS__ \
		} \
	}
#define FORTY SAID("40", "some 40% in one place", "about")
#define FORTY_ONE SAID("41", "some 41% in one place", "about")
#define FORTY_TWO SAID("42", "some 42% in one place", "about")
#define FORTY_SIX SAID("46", "and 46% in another", "exact")
#define FORTY_SEVEN SAID("47", "and 47% in another", "exact")

/* The tighter of two figures of one time is current as long as the article has it. */
static void an_edit_of_one_figure_leaves_the_one_beside_it_standing(void **state)
{
	static const struct item first = EDITED("It was some 40% in one place and 46% in another.",
	                                        FORTY, FORTY_SIX);
	static const struct {
		const char *name, *current, *ledger;
		struct item edits[3];
	} rows[] = {
		{ "the other is edited",
		  "46",
		  "first →40 revised 40→46 restated 40→41 ",
		  { EDITED("It was some 41% in one place and 46% in another.", FORTY_ONE,
		           FORTY_SIX) } },
		{ "the other is edited twice",
		  "46",
		  "first →40 revised 40→46 restated 40→41 restated 40→42 ",
		  { EDITED("It was some 41% in one place and 46% in another.", FORTY_ONE,
		           FORTY_SIX),
		    EDITED("It was some 42% in one place and 46% in another.", FORTY_TWO,
		           FORTY_SIX) } },
		{ "it is edited itself",
		  "47",
		  "first →40 revised 40→46 revised 46→47 ",
		  { EDITED("It was some 40% in one place and 47% in another.", FORTY,
		           FORTY_SEVEN) } },
		{ "it is taken out",
		  "41",
		  "first →40 revised 40→46 restated 40→41 ",
		  { EDITED("It was some 41% in one place.", FORTY_ONE) } },
		{ "it stands once more, then is taken out",
		  "42",
		  "first →40 revised 40→46 restated 40→41 restated 40→42 ",
		  { EDITED("It was some 41% in one place and 46% in another.", FORTY_ONE,
		           FORTY_SIX),
		    EDITED("It was some 42% in one place.", FORTY_TWO) } },
		{ "other words are edited",
		  "46",
		  "first →40 revised 40→46 ",
		  { EDITED("It is some 40% in one place and 46% in another.", FORTY, FORTY_SIX) } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[256], expected[256];
		struct fixture *f;

		if (i > 0) {
			tear_down(state);
			set_up(state);
		}
		f = *state;
		REPLY(f, 100, &first);
		for (size_t k = 0; k < COUNT(rows[i].edits) && rows[i].edits[k].address; k++)
			REPLY(f, 200 + 100 * (int64_t)k, &rows[i].edits[k]);
		picture(f, out, sizeof(out));
		snprintf(expected, sizeof(expected),
		         "2021-2023/all/activities/completed/degree=%s×1 ", rows[i].current);
		if (strcmp(out, expected) != 0)
			fail_msg("%s: %s", rows[i].name, out);
		assert_string_equal(f->log, rows[i].ledger);
	}
}

static void a_claim_under_the_threshold_is_held(void **state)
{
	static const struct item doubtful = {
		"https://en.example.org/doubtful",
		"2023-04-05",
		"",
		{ "{\"package\":\"2021-2023\",\"subject\":\"all\",\"measure\":\"activities\","
		  "\"unit\":\"percent\",\"value\":90,\"as_of\":\"2023-04-05\","
		  "\"confidence\":0.5,\"status\":\"held\"}" },
	};
	struct fixture *f = *state;
	char now[512];

	REPLY(f, 10, &april);
	f->log[0] = '\0';
	REPLY(f, 20, &doubtful);
	assert_memory_equal(f->log, "held ", 5);
	picture(f, now, sizeof(now));
	assert_string_equal(now, "2021-2023/all/activities/completed/degree=80×1 ");
}

static void an_article_to_follow_is_recorded_without_its_claims(void **state)
{
	struct fixture *f = *state;
	struct article article = article_of(f, &april);
	struct store_article_id id;
	struct store_follow_job *list;
	struct commit commit;
	size_t count;
	struct err err;

	commit_init(&commit, f->store, f->arena, NOW);
	assert_int_equal(store_begin(f->store, &err), 0);
	assert_int_equal(store_source_id(f->store, f->source.key, &f->source.id, &err), 0);
	assert_int_equal(commit_add_article(&commit, &article, &f->source, true, &id, &err), 0);
	assert_int_equal(commit_compare(&commit, &err), 0);
	assert_int_equal(store_commit(f->store, &err), 0);
	assert_int_equal(commit.new_articles, 1);
	assert_int_equal(commit.new_claims, 0);
	assert_int_equal(store_due_follows(f->store, NOW, 10, f->arena, &list, &count, &err), 0);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].address, april.address);
	commit_done(&commit);
}

/* So many figures of one series, all within a month; what they take of the commit's arena. */
static size_t import_bytes(struct fixture *f, int count)
{
	struct arena *arena = arena_new(256 * MIB);
	struct commit commit;
	struct err err = { 0 };
	size_t used;

	commit_init(&commit, f->store, arena, NOW);
	commit.engine = "import";
	commit.threshold = 600;
	commit.is_import = true;
	assert_int_equal(store_begin(f->store, &err), 0);
	assert_int_equal(store_source_id(f->store, f->source.key, &f->source.id, &err), 0);
	for (int i = 0; i < count; i++) {
		struct item item = march;
		struct store_article_id id;
		struct article article;

		item.address = arena_printf(f->arena, "https://example.org/%d", i);
		item.text = arena_printf(f->arena, "Report number %d.", i);
		item.published = arena_printf(f->arena, "2023-03-%02d", i % 28 + 1);
		item.claims[0] = arena_printf(
			f->arena,
			CLAIM("activities", "percent", "%d.%d", "null", "exact", "2023-03-%02d"),
			i / 10, i % 10, i % 28 + 1);
		item.claims[1] = NULL;
		article = article_of(f, &item);
		assert_int_equal(
			commit_add_article(&commit, &article, &f->source, false, &id, &err), 0);
	}
	assert_int_equal(commit_compare(&commit, &err), 0);
	assert_int_equal(commit.new_claims, count);
	used = arena_used(arena);
	store_rollback(f->store);
	commit_done(&commit);
	arena_free(arena);
	return used;
}

static void an_import_costs_as_much_as_it_is_long(void **state)
{
	struct fixture *f = *state;
	size_t few = import_bytes(f, 100), many = import_bytes(f, 400);

	assert_in_range(many, 3 * few, 5 * few);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_story_in_the_order_of_its_dates, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(the_story_with_march_before_april, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(
			one_reply_with_all_is_compared_in_the_order_of_as_of, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_reply_that_comes_twice_changes_nothing, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(
			an_edit_of_one_figure_leaves_the_one_beside_it_standing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_claim_under_the_threshold_is_held, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(an_import_costs_as_much_as_it_is_long, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(an_article_to_follow_is_recorded_without_its_claims,
		                                set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
