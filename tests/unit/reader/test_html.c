/* Pages of HTML as sources: what the reader makes of a list, and of a page that is watched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "reader/run.h"

#define CONFIG "config/integrad.yaml"
#define NOW 1680703200 /* 2023-04-05T14:00:00Z */

static struct config *config;

static int set_up(void **state)
{
	struct arena *arena = arena_new(MIB);
	struct tree_mistakes mistakes = { .arena = arena };

	(void)state;
	config = config_load_language(CONFIG, &mistakes);
	config_print_mistakes(&mistakes, stderr);
	arena_free(arena);
	return config ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	config_free(config);
	return 0;
}

static struct reader_job job_of(enum reader_kind kind, const char *bytes)
{
	return (struct reader_job){
		.kind = kind,
		.source = "test",
		.language = "en",
		.timezone = "Europe/Minsk",
		.content_type = "text/html; charset=utf-8",
		.base_url = "https://portal.example.org/news",
		.bytes = bytes,
		.length = strlen(bytes),
		.now_s = NOW,
		.threshold = 600,
		.may_follow = true,
		.selectors = { .items = "//li", .date = "./time" },
		.text = "",
		.guid = "",
		.address = "",
		.title = "",
		.author = "",
	};
}

static struct reader_harvest harvest_of(const struct reader_job *job, struct arena *arena)
{
	struct reader_harvest harvest;
	struct err err;

	if (reader_run(config->lexicon, job, arena, &harvest, &err) < 0)
		fail_msg("%s", err.text);
	return harvest;
}

#define LIST \
	"<html><head><title>News</title></head><body><ul>" \
	"<li><a href='/news/2?utm_source=list'>28 union programmes carried out by 70%</a>" \
	"<time>4 April 2023, 18:00</time></li>" \
	"<li><a href='/news/1'>Hockey: the third round</a></li>" \
	"</ul></body></html>"

static void the_items_of_a_list_are_dated_told_apart_and_followed(void **state)
{
	const struct reader_job job = job_of(READER_LINKS, LIST);
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.failure, READER_OK);
	assert_string_equal(harvest.format, "links");
	assert_int_equal(harvest.fresh_count, 2);
	assert_int_equal(harvest.count, 1);
	assert_string_equal(harvest.items[0].address, "https://portal.example.org/news/2");
	assert_int_equal(harvest.items[0].published_s, 1680620400); /* 15:00 UTC */
	assert_true(harvest.items[0].wants_follow);
	arena_free(arena);
}

static void a_list_that_is_read_again_has_no_new_items(void **state)
{
	struct reader_job job = job_of(READER_LINKS, LIST);
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	uint64_t known[2];
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.fresh_count, 2);
	memcpy(known, harvest.fresh, sizeof(known));
	if (known[0] > known[1]) {
		uint64_t first = known[0];

		known[0] = known[1];
		known[1] = first;
	}
	job.known = known;
	job.known_count = 2;
	harvest = harvest_of(&job, arena);
	assert_int_equal(harvest.known_count, 2);
	assert_int_equal(harvest.fresh_count, 0);
	arena_free(arena);
}

static void of_a_source_on_the_subject_every_item_is_a_candidate(void **state)
{
	struct reader_job job = job_of(READER_LINKS, LIST);
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;

	(void)state;
	job.on_subject = true;
	harvest = harvest_of(&job, arena);
	assert_int_equal(harvest.count, 2);
	assert_true(harvest.items[1].wants_follow);
	arena_free(arena);
}

static void who_wants_all_is_given_the_others_too(void **state)
{
	struct reader_job job = job_of(READER_LINKS, LIST);
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;

	(void)state;
	job.wants_all = true;
	harvest = harvest_of(&job, arena);
	assert_int_equal(harvest.count, 2);
	assert_true(harvest.items[0].is_candidate);
	assert_false(harvest.items[1].is_candidate);
	assert_false(harvest.items[1].wants_follow);
	arena_free(arena);
}

static void a_list_that_has_changed_fails_with_the_reason(void **state)
{
	static const struct {
		const char *bytes;
		enum reader_failure failure;
		const char *why;
	} rows[] = {
		{ "<html><body><p>New design</p></body></html>", READER_EMPTY_FEED,
		  "finds nothing" },
		{ "<ul><li>no link</li><li>none</li></ul>", READER_EMPTY_FEED, "finds 2 places" },
		{ "plain text", READER_NOT_A_FEED, "no HTML" },
		{ "<html><head><title>Just a moment...</title></head><body>"
		  "<div id='challenge-form'>Checking your browser</div></body></html>",
		  READER_CHALLENGE_PAGE, "challenge" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct reader_job job = job_of(READER_LINKS, rows[i].bytes);
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest = harvest_of(&job, arena);

		assert_int_equal(harvest.failure, rows[i].failure);
		assert_non_null(strstr(harvest.why, rows[i].why));
		arena_free(arena);
	}
}

#define WATCHED(figure, modified) \
	"<html><head><title>Union programmes: progress</title>" \
	"<meta property='article:published_time' content='2021-11-04T10:00:00+03:00'>" modified \
	"</head><body><article><p>" figure "</p></article></body></html>"
#define FIGURE "About 70% of the activities of the 28 union programmes have been carried out."
#define LATER "About 80% of the activities of the 28 union programmes have been carried out."

static void each_text_of_a_watched_page_is_an_item(void **state)
{
	static const char *const versions[] = { WATCHED(FIGURE, ""), WATCHED(LATER, "") };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	uint64_t known = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(versions); i++) {
		struct reader_job job = job_of(READER_WATCH, versions[i]);
		struct reader_harvest harvest;

		job.known = &known;
		job.known_count = 1;
		harvest = harvest_of(&job, arena);
		assert_int_equal(harvest.count, 1);
		assert_int_equal(harvest.fresh_count, 1);
		assert_int_equal(harvest.items[0].claim_count, 1);
		assert_string_equal(harvest.items[0].address, "https://portal.example.org/news");
		known = harvest.fresh[0];
		harvest = harvest_of(&job, arena);
		assert_int_equal(harvest.fresh_count, 0);
		assert_int_equal(harvest.known_count, 1);
	}
	arena_free(arena);
}

static void a_watched_page_is_dated_by_its_last_change_not_by_its_first_day(void **state)
{
	static const struct {
		const char *bytes;
		bool has_date;
		int64_t published_s;
	} rows[] = {
		{ WATCHED(FIGURE, ""), false, NOW },
		{ WATCHED(FIGURE, "<meta property='article:modified_time'"
		                  " content='2023-04-04T12:00:00+03:00'>"),
		  true, 1680598800 },
	};
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct reader_job job = job_of(READER_WATCH, rows[i].bytes);
		struct reader_harvest harvest = harvest_of(&job, arena);

		assert_int_equal(harvest.items[0].has_published, rows[i].has_date);
		assert_int_equal(harvest.items[0].published_s, rows[i].published_s);
	}
	arena_free(arena);
}

static void an_articles_page_is_read_by_the_selectors_of_its_source(void **state)
{
	struct reader_job job = job_of(READER_PAGE, "<html><body><article><p>Nothing of interest "
	                                            "is said in this long paragraph.</p></article>"
	                                            "<aside>" FIGURE "</aside></body></html>");
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;

	(void)state;
	job.selectors.article_text = "//aside";
	harvest = harvest_of(&job, arena);
	assert_string_equal(harvest.items[0].text, FIGURE);
	assert_int_equal(harvest.items[0].claim_count, 1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_items_of_a_list_are_dated_told_apart_and_followed),
		cmocka_unit_test(a_list_that_is_read_again_has_no_new_items),
		cmocka_unit_test(of_a_source_on_the_subject_every_item_is_a_candidate),
		cmocka_unit_test(who_wants_all_is_given_the_others_too),
		cmocka_unit_test(a_list_that_has_changed_fails_with_the_reason),
		cmocka_unit_test(each_text_of_a_watched_page_is_an_item),
		cmocka_unit_test(a_watched_page_is_dated_by_its_last_change_not_by_its_first_day),
		cmocka_unit_test(an_articles_page_is_read_by_the_selectors_of_its_source),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
