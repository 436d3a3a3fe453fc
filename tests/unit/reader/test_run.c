/* Small feeds and pages through the reader's whole work, with the lexicons of config/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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
		.content_type = "",
		.base_url = "https://news.example.org/rss",
		.bytes = bytes,
		.length = strlen(bytes),
		.now_s = NOW,
		.threshold = 600,
		.may_follow = true,
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

#define RSS(items) "<rss version=\"2.0\"><channel><title>News</title>" items "</channel></rss>"
#define ITEM(guid, link, date, text) \
	"<item><guid isPermaLink=\"false\">" guid "</guid><link>" link "</link>" \
	"<title>Union State</title><pubDate>" date "</pubDate>" \
	"<description>" text "</description></item>"
#define ITEM_OF(link, text) \
	"<item><link>" link "</link><title>Union State</title><description>" text \
	"</description></item>"
#define FIGURE "About 70% of the activities of the 28 union programmes have been carried out."
#define DATE "Wed, 05 Apr 2023 10:00:00 +0300"

static void only_candidates_are_given_and_all_new_items_are_counted(void **state)
{
	const struct reader_job job =
		job_of(READER_FEED,
	               RSS(ITEM("1", "https://news.example.org/a?utm_source=rss", DATE,
	                        FIGURE) "<item><guid>2</guid><title>Snow in Minsk</title></item>"));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.failure, READER_OK);
	assert_string_equal(harvest.format, "rss20");
	assert_int_equal(harvest.fresh_count, 2);
	assert_int_equal(harvest.known_count, 0);
	assert_int_equal(harvest.count, 1);
	assert_string_equal(harvest.items[0].address, "https://news.example.org/a");
	assert_string_equal(harvest.items[0].text, FIGURE);
	assert_true(harvest.items[0].wants_follow);
	assert_int_equal(harvest.items[0].claim_count, 1);
	assert_int_equal(harvest.items[0].claims[0].value.digits, 70);
	arena_free(arena);
}

static void known_items_are_passed_over(void **state)
{
	uint64_t known[] = { reader_identity("1", "", "Union State", FIGURE) };
	struct reader_job job = job_of(
		READER_FEED, RSS(ITEM("1", "https://news.example.org/a", DATE, FIGURE)
	                                 ITEM("2", "https://news.example.org/b", DATE, FIGURE)));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;

	(void)state;
	job.known = known;
	job.known_count = COUNT(known);
	harvest = harvest_of(&job, arena);
	assert_int_equal(harvest.known_count, 1);
	assert_int_equal(harvest.fresh_count, 1);
	assert_true(reader_is_same_item(harvest.fresh[0], reader_identity("2", "", "", "")));
	assert_int_equal(harvest.count, 1);
	assert_string_equal(harvest.items[0].guid, "2");
	arena_free(arena);
}

/* An item "1" that the record has, then what the feed says of it now. */
static const struct {
	const char *name;
	const char *now;
	size_t known;
	size_t fresh;
	bool is_edited;
} edits[] = {
	{ "the_same_words_are_known", RSS(ITEM("1", "https://news.example.org/a", DATE, FIGURE)), 1,
	  0, false },
	{ "another_date_is_no_edit",
	  RSS(ITEM("1", "https://news.example.org/a", "Thu, 06 Apr 2023 10:00:00 +0300", FIGURE)),
	  1, 0, false },
	{ "another_figure_is_an_edit",
	  RSS(ITEM("1", "https://news.example.org/a", DATE,
	           "About 75% of the activities of the 28 union programmes are done.")),
	  0, 1, true },
	{ "an_edit_of_another_subject_is_no_work",
	  RSS("<item><guid>1</guid><title>Snow</title><description>17 comments</description></item>"),
	  1, 0, false },
	{ "a_guid_that_is_used_again_hides_nothing",
	  RSS(ITEM("1", "https://news.example.org/z", DATE,
	           "80% of the union programmes are done.")),
	  0, 1, true },
};

static void what_is_edited_in_silence_is_read_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(edits); i++) {
		uint64_t known = reader_identity("1", "", "Union State", FIGURE);
		struct reader_job job = job_of(READER_FEED, edits[i].now);
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest;

		job.known = &known;
		job.known_count = 1;
		harvest = harvest_of(&job, arena);
		if (harvest.known_count != edits[i].known ||
		    harvest.fresh_count != edits[i].fresh || harvest.count != edits[i].fresh)
			fail_msg("%s", edits[i].name);
		if (harvest.count > 0) {
			assert_true(harvest.items[0].is_edited == edits[i].is_edited);
			assert_int_equal(harvest.items[0].claim_count, 1);
		}
		arena_free(arena);
	}
}

static void what_a_publisher_asks_for_is_told(void **state)
{
	const struct reader_job job = job_of(
		READER_FEED,
		RSS("<ttl>90</ttl><skipHours><hour>3</hour><hour>24</hour></skipHours>"
	            "<skipDays><day>sunday</day><day>Saturday</day><day>Caturday</day></skipDays>" ITEM(
			    "1", "https://news.example.org/a", "Wed, 05 Apr 2023 10:00:00 +0300",
			    "Snow") ITEM("2", "https://news.example.org/b",
	                                 "Wed, 05 Apr 2023 06:00:00 +0300", "Ice")
	                    ITEM("3", "https://news.example.org/c",
	                         "Wed, 05 Apr 2023 12:00:00 +0300", "Sun")));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.ttl_min, 90);
	assert_int_equal(harvest.skip_hours, 1u << 3 | 1u << 0);
	assert_int_equal(harvest.skip_days, 1u << 0 | 1u << 6);
	assert_int_equal(harvest.gap_s, 3 * 3600);
	arena_free(arena);
}

static void a_guid_that_stands_in_every_item_identifies_none(void **state)
{
	const struct reader_job job = job_of(
		READER_FEED, RSS(ITEM("0", "https://news.example.org/a", DATE,
	                              FIGURE) ITEM("0", "https://news.example.org/b", DATE, FIGURE)
	                                 ITEM("0", "https://news.example.org/b", DATE, FIGURE)));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.fresh_count, 2);
	assert_true(reader_is_same_item(harvest.fresh[0],
	                                reader_identity("", "https://news.example.org/a", "", "")));
	assert_true(reader_is_same_item(harvest.fresh[1],
	                                reader_identity("", "https://news.example.org/b", "", "")));
	arena_free(arena);
}

static void an_address_that_different_items_share_identifies_none(void **state)
{
	const struct reader_job job =
		job_of(READER_FEED,
	               RSS(ITEM_OF("https://news.example.org/p#1", FIGURE " (1)")
	                           ITEM_OF("https://news.example.org/p#2", FIGURE " (2)")
	                                   ITEM_OF("https://news.example.org/p#2", FIGURE " (2)")
	                                           ITEM_OF("https://news.example.org/q", FIGURE)));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.fresh_count, 3);
	assert_string_equal(harvest.items[1].address, "https://news.example.org/p");
	assert_true(reader_is_same_item(harvest.fresh[2],
	                                reader_identity("", "https://news.example.org/q", "", "")));
	arena_free(arena);
}

static void an_item_is_dated_by_its_own_offset_else_by_the_place_of_its_source(void **state)
{
	static const struct {
		const char *date;
		int64_t seconds;
		int day;
		bool is_clamped;
	} rows[] = {
		{ "Wed, 05 Apr 2023 00:30:00 +0300", 1680643800, 5, false },
		{ "Tue, 04 Apr 2023 21:30:00 GMT", 1680643800, 4, false },
		{ "2023-04-05 00:30", 1680643800, 5, false },
		{ "2023-04-05", 1680642000, 5, false },
		{ "Sun, 05 Apr 2043 10:00:00 +0300", NOW, 5, true },
		{ "5 апреля, 00:30", 1680643800, 5, false },
		{ "6 красавіка", NOW, 5, true },
		{ "20 декабря", 1671483600, 20, false },
		{ "", NOW, 5, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *feed = mem_printf(RSS("<item><title>%s</title><pubDate>%s</pubDate></item>"),
		                        FIGURE, rows[i].date);
		struct reader_job job = job_of(READER_FEED, feed);
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest = harvest_of(&job, arena);

		assert_int_equal(harvest.count, 1);
		assert_int_equal(harvest.items[0].published_s, rows[i].seconds);
		assert_int_equal(harvest.items[0].published.day, rows[i].day);
		assert_int_equal(harvest.items[0].published_is_clamped, rows[i].is_clamped);
		assert_int_equal(harvest.items[0].has_published, rows[i].date[0] != '\0');
		arena_free(arena);
		free(feed);
	}
}

/* An item of an index; lastmod may be "". */
#define SITEMAP(loc, lastmod) "<sitemap><loc>" loc "</loc><lastmod>" lastmod "</lastmod></sitemap>"

static void a_date_with_slashes_is_american_in_english_alone(void **state)
{
	static const struct {
		const char *language, *date;
		int month, day;
	} rows[] = {
		{ "en", "03/02/2023 10:00", 3, 2 }, { "ru", "03/02/2023 10:00", 2, 3 },
		{ "be", "3/2/23", 2, 3 },           { "ru", "03/13/2023", 3, 13 },
		{ "en", "13/03/2023", 3, 13 },      { "ru", "2023-03-02", 3, 2 },
		{ "ru", "3/2/2023 1:00 PM", 3, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *feed = mem_printf(RSS("<item><title>%s</title><pubDate>%s</pubDate></item>"),
		                        FIGURE, rows[i].date);
		struct reader_job job = job_of(READER_FEED, feed);
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest;

		job.language = rows[i].language;
		job.wants_all = true;
		harvest = harvest_of(&job, arena);
		assert_int_equal(harvest.count, 1);
		assert_int_equal(harvest.items[0].published.part, rows[i].month);
		assert_int_equal(harvest.items[0].published.day, rows[i].day);
		assert_int_equal(date_first_day(date_of_stamp(harvest.items[0].published_s, 180)),
		                 date_first_day(harvest.items[0].published));
		arena_free(arena);
		free(feed);
	}
}

static void of_an_index_the_sitemaps_that_are_written_today_are_read(void **state)
{
	static const struct {
		const char *items;
		const char *chosen; /* with spaces between; or … */
		const char *why;    /* … why there is none */
	} rows[] = {
		{ SITEMAP("https://a.example/1.xml", "2023-04-01")
		          SITEMAP("https://a.example/2.xml", "2023-04-05")
		                  SITEMAP("https://a.example/3.xml", ""),
		  "https://a.example/2.xml https://a.example/1.xml https://a.example/3.xml", "" },
		{ SITEMAP("/1.xml", "2023-04-05") SITEMAP("/2.xml", "2023-04-04")
		          SITEMAP("/3.xml", "2023-04-03") SITEMAP("/4.xml", "2023-04-06"),
		  "https://a.example/4.xml https://a.example/1.xml https://a.example/2.xml", "" },
		{ SITEMAP("/pages.xml", "2023-04-05") SITEMAP("/google-news.xml", "2023-04-01"),
		  "https://a.example/google-news.xml https://a.example/pages.xml", "" },
		{ SITEMAP("/old.xml", "2022-01-01") SITEMAP("/future.xml", "2199-01-01"),
		  "https://a.example/old.xml https://a.example/future.xml", "" },
		{ SITEMAP("https://a.example/index.xml", "") SITEMAP("/index.xml", "")
		          SITEMAP("/one.xml", "") SITEMAP("/one.xml", ""),
		  "https://a.example/one.xml", "" },
		{ SITEMAP("https://www.a.example/1.xml", "") SITEMAP("https://b.example/2.xml", ""),
		  "https://www.a.example/1.xml", "" },
		{ SITEMAP("/index.xml", ""), "", "the index itself" },
		{ SITEMAP("https://b.example/1.xml", "") SITEMAP("http://127.0.0.1/2.xml", ""), "",
		  "other hosts" },
		{ SITEMAP("/1.xml.gz", ""), "https://a.example/1.xml.gz", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *bytes = mem_printf(
			"<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">%s"
			"</sitemapindex>",
			rows[i].items);
		struct reader_job job = job_of(READER_FEED, bytes);
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		const char *chosen = "";
		struct reader_harvest harvest;

		job.base_url = "https://a.example/index.xml";
		harvest = harvest_of(&job, arena);
		for (size_t k = 0; k < harvest.sitemap_count; k++)
			chosen = arena_printf(arena, "%s%s%s", chosen, k ? " " : "",
			                      harvest.sitemaps[k]);
		assert_string_equal(chosen, rows[i].chosen);
		assert_int_equal(harvest.failure, rows[i].why[0] ? READER_NOT_A_FEED : READER_OK);
		assert_non_null(strstr(harvest.why, rows[i].why));
		arena_free(arena);
		free(bytes);
	}
}

static void what_is_no_feed_has_a_name(void **state)
{
	static const struct {
		const char *bytes;
		enum reader_failure failure;
	} rows[] = {
		{ "<!DOCTYPE html><html><head><title>Home</title></head><body>x</body></html>",
		  READER_NOT_A_FEED },
		{ "", READER_EMPTY_FEED },
		{ RSS(""), READER_EMPTY_FEED },
		{ "\x89PNG\r\n\x1a\n", READER_NOT_A_FEED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct reader_job job = job_of(READER_FEED, rows[i].bytes);
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest = harvest_of(&job, arena);

		assert_int_equal(harvest.failure, rows[i].failure);
		assert_true(harvest.why[0] != '\0');
		arena_free(arena);
	}
}

#define PARAGRAPH \
	"<p>The deputies spoke of trade, of roads and of schools in both countries for two hours.</p>"
#define PAGE(paragraphs) \
	"<!DOCTYPE html><html><head><title>Page</title></head><body><article><h1>Page</h1>" PARAGRAPH \
		paragraphs PARAGRAPH "</article></body></html>"

static void a_page_gives_its_article_with_what_the_feed_said_of_it(void **state)
{
	struct reader_job job = job_of(READER_PAGE, PAGE("<p>" FIGURE "</p>"));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;

	(void)state;
	job.title = "From the feed";
	job.address = "https://news.example.org/a";
	job.has_published = true;
	job.published = date_day(2023, 4, 3);
	job.published_s = 1680500000;
	harvest = harvest_of(&job, arena);
	assert_int_equal(harvest.failure, READER_OK);
	assert_int_equal(harvest.count, 1);
	assert_string_equal(harvest.items[0].title, "From the feed");
	assert_string_equal(harvest.items[0].address, job.address);
	assert_int_equal(harvest.items[0].published.day, 3);
	assert_non_null(strstr(harvest.items[0].text, FIGURE));
	assert_int_equal(harvest.items[0].claim_count, 1);
	assert_int_equal(harvest.items[0].claims[0].as_of.day, 3);
	arena_free(arena);
}

static void a_page_without_the_figure_leaves_the_feeds_text_in_its_place(void **state)
{
	struct reader_job job = job_of(READER_PAGE, PAGE(""));
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;

	(void)state;
	job.text = FIGURE;
	harvest = harvest_of(&job, arena);
	assert_int_equal(harvest.failure, READER_OK);
	assert_string_equal(harvest.items[0].text, FIGURE);
	assert_int_equal(harvest.items[0].claim_count, 1);
	arena_free(arena);
}

/* Whoever asked has the feed's text, and is to know that the page gave none. */
static void a_page_without_any_text_is_a_failure_with_a_name(void **state)
{
	static const char *const texts[] = { "", FIGURE };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct reader_job job = job_of(READER_PAGE, "<html><body></body></html>");
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);

		job.text = texts[i];
		assert_int_equal(harvest_of(&job, arena).failure, READER_NO_TEXT);
		arena_free(arena);
	}
}

static void a_text_gives_its_claims_and_broken_bytes_do_no_harm(void **state)
{
	const struct reader_job job = job_of(READER_TEXT, "\xff" FIGURE);
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest = harvest_of(&job, arena);

	(void)state;
	assert_int_equal(harvest.count, 1);
	assert_int_equal(harvest.items[0].claim_count, 1);
	arena_free(arena);
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void candidates_over_the_bound_are_left_for_the_next_poll(void **state)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest first, second;
	struct reader_job job;
	struct buf feed;

	(void)state;
	buf_init(&feed, MIB);
	assert_int_equal(buf_puts(&feed, "<rss version=\"2.0\"><channel>"), 0);
	for (unsigned i = 0; i < LIMIT_FEED_CANDIDATES + 44; i++)
		assert_int_equal(buf_printf(&feed, "<item><title>%s</title><guid>%u</guid></item>",
		                            FIGURE, i),
		                 0);
	assert_int_equal(buf_puts(&feed, "</channel></rss>"), 0);
	job = job_of(READER_FEED, feed.data);
	first = harvest_of(&job, arena);
	assert_true(first.has_more);
	assert_int_equal(first.count, LIMIT_FEED_CANDIDATES);
	assert_int_equal(first.fresh_count, LIMIT_FEED_CANDIDATES);
	qsort(first.fresh, first.fresh_count, sizeof(*first.fresh), compare_numbers);
	job.known = first.fresh;
	job.known_count = first.fresh_count;
	second = harvest_of(&job, arena);
	assert_false(second.has_more);
	assert_int_equal(second.count, 44);
	buf_done(&feed);
	arena_free(arena);
}

static void of_a_text_without_end_the_beginning_is_read(void **state)
{
	size_t len = 3 * (size_t)LIMIT_ITEM_TEXT_BYTES;
	char *text = mem_alloc(len + 1);
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct reader_harvest harvest;
	struct reader_job job;

	(void)state;
	for (size_t i = 0; i < len; i++)
		text[i] = i % 7 ? 'x' : ' ';
	memcpy(text, FIGURE, strlen(FIGURE));
	job = job_of(READER_TEXT, text);
	harvest = harvest_of(&job, arena);
	assert_int_equal(strlen(harvest.items[0].text), LIMIT_ITEM_TEXT_BYTES);
	assert_int_equal(harvest.items[0].claim_count, 1);
	arena_free(arena);
	free(text);
}

/* Each takes a hundred and more times its length to read: the figure at its beginning is found. */
static void a_text_that_is_dear_to_read_is_read_as_far_as_can_be_afforded(void **state)
{
	static const char *const pieces[] = {
		"1 ", "½", "⅓", "%", "a ", "\xC2\xA0", "two hundred percent ", "\xFF",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest;
		struct reader_job job;
		struct buf text;

		buf_init(&text, LIMIT_ITEM_TEXT_BYTES);
		assert_int_equal(buf_puts(&text, FIGURE "\n"), 0);
		while (buf_puts(&text, pieces[i]) == 0)
			continue;
		job = job_of(READER_TEXT, text.data);
		harvest = harvest_of(&job, arena);
		assert_int_equal(harvest.failure, READER_OK);
		assert_int_equal(harvest.items[0].claim_count, 1);
		buf_done(&text);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_candidates_are_given_and_all_new_items_are_counted),
		cmocka_unit_test(known_items_are_passed_over),
		cmocka_unit_test(what_is_edited_in_silence_is_read_again),
		cmocka_unit_test(what_a_publisher_asks_for_is_told),
		cmocka_unit_test(a_guid_that_stands_in_every_item_identifies_none),
		cmocka_unit_test(an_address_that_different_items_share_identifies_none),
		cmocka_unit_test(
			an_item_is_dated_by_its_own_offset_else_by_the_place_of_its_source),
		cmocka_unit_test(a_date_with_slashes_is_american_in_english_alone),
		cmocka_unit_test(of_an_index_the_sitemaps_that_are_written_today_are_read),
		cmocka_unit_test(what_is_no_feed_has_a_name),
		cmocka_unit_test(a_page_gives_its_article_with_what_the_feed_said_of_it),
		cmocka_unit_test(a_page_without_the_figure_leaves_the_feeds_text_in_its_place),
		cmocka_unit_test(a_page_without_any_text_is_a_failure_with_a_name),
		cmocka_unit_test(a_text_gives_its_claims_and_broken_bytes_do_no_harm),
		cmocka_unit_test(candidates_over_the_bound_are_left_for_the_next_poll),
		cmocka_unit_test(of_a_text_without_end_the_beginning_is_read),
		cmocka_unit_test(a_text_that_is_dear_to_read_is_read_as_far_as_can_be_afforded),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
