/*
 * What strangers may send on purpose: files in tests/hostile/feeds, and what
 * is too large for files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "feed/dump.h"

#define HEAD "<rss version=\"2.0\"><channel><title>T</title><item><title>One</title></item>"

static int parse(const struct buf *bytes, struct arena *arena, struct feed *feed, struct err *err)
{
	static const struct feed_hints hints = { .base_url = NULL };

	return feed_parse(bytes->data ? bytes->data : "", bytes->len, &hints, arena, feed, err);
}

static void load(const char *name, struct buf *ret)
{
	char *path = mem_printf("tests/hostile/feeds/%s", name);
	struct err err;

	buf_init(ret, MIB);
	if (file_read(path, ret, &err))
		fail_msg("%s", err.text);
	free(path);
}

static void what_is_no_feed_is_told_by_its_name(void **state)
{
	static const struct {
		const char *file, *text;
	} rows[] = {
		{ "empty.xml", "an empty document" },
		{ "blank.xml", "an empty document" },
		{ "nul.xml", "an empty document" },
		{ "page.html", "an HTML page, not a feed" },
		{ "challenge.html", "a challenge page, not a feed" },
		{ "list.opml", "XML with the root <opml>, not a feed" },
		{ "plain.txt", "plain text, not a feed" },
		{ "noise.bin", "plain text, not a feed" },
		{ "gzip.bin", "broken compression: invalid stored block lengths, not a feed" },
		{ "sitemap-twice.xml.gz", "gzip data, not a feed" },
		{ "other.json", "JSON, but not a JSON Feed" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct feed feed;
		struct buf bytes;
		struct err err;

		load(rows[i].file, &bytes);
		if (parse(&bytes, arena, &feed, &err) == 0)
			fail_msg("%s is taken for a feed", rows[i].file);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_string_equal(err.text, rows[i].text);
		buf_done(&bytes);
		arena_free(arena);
	}
}

static void no_entity_brings_in_what_is_not_written_there(void **state)
{
	static const struct {
		const char *file, *title;
	} rows[] = {
		{ "xxe.xml", "[&secret;]" },
		{ "xxe-parameter.xml", "One" },
		{ "xxe-dtd.xml", "[&evil;]" },
		{ "billion-laughs.xml", "[&j;]" },
		{ "default-attributes.xml", "One" },
		{ "xinclude.xml",
		  "[<xi:include href=\"file:///etc/passwd\" parse=\"text\"></xi:include>]" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct feed feed;
		struct buf bytes;
		struct err err;

		load(rows[i].file, &bytes);
		if (parse(&bytes, arena, &feed, &err))
			fail_msg("%s: %s", rows[i].file, err.text);
		assert_int_equal(feed.entry_count, 1);
		assert_string_equal(feed.entries[0].title, rows[i].title);
		assert_true(arena_used(arena) < 64 * KIB);
		buf_done(&bytes);
		arena_free(arena);
	}
}

static void repeat(struct buf *out, const char *what, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(buf_puts(out, what), 0);
}

/* head, then `what` so many times, then tail. */
struct bomb {
	const char *name;
	const char *head, *what, *tail;
	size_t count;
	const char *outcome; /* the error's text, or NULL: the one item before it is read */
};

static void set_off(const struct bomb *bomb)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct feed feed;
	struct buf bytes;
	struct err err;
	int rc;

	buf_init(&bytes, LIMIT_FEED_BYTES);
	assert_int_equal(buf_puts(&bytes, bomb->head), 0);
	repeat(&bytes, bomb->what, bomb->count);
	assert_int_equal(buf_puts(&bytes, bomb->tail), 0);
	rc = parse(&bytes, arena, &feed, &err);
	if (bomb->outcome && (rc == 0 || strcmp(err.text, bomb->outcome) != 0))
		fail_msg("%s: %s", bomb->name, rc ? err.text : "read");
	if (!bomb->outcome && rc)
		fail_msg("%s: %s", bomb->name, err.text);
	if (!bomb->outcome) {
		assert_true(feed.entry_count >= 1);
		assert_string_equal(feed.entries[0].title, "One");
	}
	assert_true(arena_used(arena) < 32 * MIB);
	buf_done(&bytes);
	arena_free(arena);
}

static void bombs_cost_no_more_than_their_size(void **state)
{
	static const struct bomb bombs[] = {
		{ "attributes", HEAD "<item", " a=\"\"", "/>", 60000,
		  "an element with over 256 attributes" },
		{ "namespaces", HEAD "<item", " xmlns:a=\"b\"", "/>", 60000,
		  "an element with over 256 attributes" },
		{ "depth", HEAD, "<a>", "", 200000, NULL },
		{ "depth in a text", HEAD "<item><description>", "<a>", "", 200000, NULL },
		{ "a token", HEAD "<item><title>", "xxxxxxxxxx", "", 900000, NULL },
		{ "a name", HEAD "<", "xxxxxxxxxx", "", 900000, NULL },
		{ "a value", HEAD "<a b=\"", "xxxxxxxxxx", "\"/>", 900000, NULL },
		{ "ampersands", HEAD, "&", "", 9000000, "broken XML that grows beyond all bounds" },
		{ "comments without ends", HEAD, "<!--", "", 2000000, NULL },
		{ "CDATA without ends", HEAD, "<![CDATA[", "", 900000, NULL },
		{ "fields without ends", HEAD "&", "<title>", "", 1000000, NULL },
		{ "elements without ends", HEAD "&", "<b>", "", 2000000, NULL },
		{ "ends without elements", HEAD "&", "</b>", "", 2000000, NULL },
		{ "undeclared prefixes", HEAD, "<z:q/>", "", 500000, NULL },
		{ "instructions", HEAD, "<?", "", 4000000, NULL },
		{ "brackets of JSON", "", "[", "", 9000000, "JSON with over 250000 values" },
		{ "an entity of the document's own",
		  "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\">]>" HEAD
		  "<item><title>",
		  "&a;", "", 3000000, "broken XML that grows beyond all bounds" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bombs); i++)
		set_off(&bombs[i]);
}

static void a_feed_has_at_most_so_many_items(void **state)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct feed feed;
	struct buf bytes;
	struct err err;

	(void)state;
	buf_init(&bytes, LIMIT_FEED_BYTES);
	assert_int_equal(buf_puts(&bytes, HEAD), 0);
	repeat(&bytes, "<item><title>x</title></item>", LIMIT_FEED_ITEMS + 10);
	assert_int_equal(buf_puts(&bytes, "</channel></rss>"), 0);
	assert_int_equal(parse(&bytes, arena, &feed, &err), 0);
	assert_int_equal(feed.entry_count, LIMIT_FEED_ITEMS);
	assert_true(feed.is_cut);
	assert_false(feed.bozo);
	buf_done(&bytes);
	arena_free(arena);
}

/* A transfer may stop anywhere: every length of a feed gives an answer, none a crash. */
static void a_feed_cut_anywhere_is_read_or_refused(void **state)
{
	static const char whole[] =
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- c --><rss version=\"2.0\"><channel>"
		"<title>Программы</title><item><title>A &amp; B &#169;</title>"
		"<link href=\"http://x.example/1\"/><description><![CDATA[<p>Текст</p>]]></description>"
		"</item></channel></rss>";

	(void)state;
	for (size_t len = 0; len < sizeof(whole); len++) {
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		/* its own memory, so that a sanitizer sees a step too far */
		struct buf bytes = { .data = len ? mem_alloc(len) : NULL, .len = len };
		struct feed feed = { .format = NULL };
		struct err err;

		if (len)
			memcpy(bytes.data, whole, len);
		if (parse(&bytes, arena, &feed, &err) == 0 && len > 130) {
			assert_string_equal(feed.format, "rss20");
			assert_int_equal(feed.bozo, len < sizeof(whole) - 1);
		}
		free(bytes.data);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_feed_is_told_by_its_name),
		cmocka_unit_test(no_entity_brings_in_what_is_not_written_there),
		cmocka_unit_test(bombs_cost_no_more_than_their_size),
		cmocka_unit_test(a_feed_has_at_most_so_many_items),
		cmocka_unit_test(a_feed_cut_anywhere_is_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
