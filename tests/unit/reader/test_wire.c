#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "reader/wire.h"

static uint64_t known[] = { 1, 0x8000000000000000u, UINT64_MAX };

static struct reader_job sample_job(void)
{
	return (struct reader_job){
		.kind = READER_PAGE,
		.source = "belta-ru",
		.language = "ru",
		.timezone = "Europe/Minsk",
		.content_type = "text/html; charset=utf-8",
		.base_url = "https://example.org/a",
		.bytes = "a\0b",
		.length = 3,
		.now_s = 1680691200,
		.threshold = 600,
		.may_follow = true,
		.on_subject = true,
		.selectors = { .items = "//li", .article_author = "//b" },
		.known = known,
		.known_count = COUNT(known),
		.text = "Из ленты",
		.guid = "",
		.address = "https://example.org/a",
		.title = "Заголовок",
		.author = "",
		.has_published = true,
		.published_s = -5,
		.published = { DATE_MONTH, 2023, 4, 0 },
	};
}

static struct claim sample_claim(void)
{
	return (struct claim){
		.package = "2021-2023",
		.subject = "all",
		.measure = CLAIM_ACTIVITIES,
		.stage = CLAIM_COMPLETED,
		.unit = CLAIM_COUNT,
		.value = { 880, 0 },
		.total = { 993, 0 },
		.has_total = true,
		.bound = CLAIM_ABOUT,
		.basis = CLAIM_TODAY,
		.as_of = { DATE_DAY, 2023, 4, 5 },
		.quote = "880 of 993",
		.offset = 12,
		.length = 10,
		.confidence = 950,
		.reasons = "base 0.95",
		.trace = "[]",
		.status = CLAIM_HELD,
	};
}

static struct claim claims[1];
static struct article items[1];
static uint64_t identities[] = { 42 };

static struct reader_harvest sample_harvest(void)
{
	static const char *sitemaps[] = { "http://a.test/1.xml", "http://a.test/2.xml" };
	claims[0] = sample_claim();
	items[0] = (struct article){
		.guid = "tag:1",
		.address = "https://example.org/a",
		.title = "Title",
		.text = "Text",
		.author = "",
		.language = "en",
		.has_published = true,
		.published_is_clamped = true,
		.published_s = 1680691200,
		.published = { DATE_DAY, 2023, 4, 5 },
		.minhash = { 7, 8, UINT32_MAX },
		.claims = claims,
		.claim_count = 1,
		.is_candidate = true,
		.wants_follow = true,
	};
	return (struct reader_harvest){
		.kind = READER_FEED,
		.failure = READER_OK,
		.why = "",
		.engine = "engine-1+0123abcd",
		.format = "rss20",
		.is_bozo = true,
		.bozo_reason = "tag mismatch",
		.hub = "http://hub.test/",
		.sitemaps = sitemaps,
		.sitemap_count = 2,
		.topic = "http://news.test/rss",
		.title = "News",
		.ttl_min = 15,
		.skip_hours = 0x800001,
		.skip_days = 0x41,
		.gap_s = INT64_C(1) << 40,
		.has_more = true,
		.known_count = 19,
		.fresh = known,
		.fresh_count = COUNT(known),
		.items = items,
		.identities = identities,
		.count = 1,
		.canonical = "",
		.modified = "",
	};
}

static void assert_same_date(struct date a, struct date b)
{
	assert_int_equal(a.precision, b.precision);
	assert_int_equal(a.year, b.year);
	assert_int_equal(a.part, b.part);
	assert_int_equal(a.day, b.day);
}

static void a_job_comes_back_as_it_was_sent(void **state)
{
	struct reader_job sent = sample_job(), got;
	struct arena *arena = arena_new(MIB);
	struct buf buf;
	struct err err;

	(void)state;
	buf_init(&buf, LIMIT_FRAME_BYTES);
	assert_int_equal(wire_put_job(&buf, &sent, &err), 0);
	assert_int_equal(wire_get_job(buf.data, buf.len, arena, &got, &err), 0);
	assert_int_equal(got.kind, READER_PAGE);
	assert_string_equal(got.source, "belta-ru");
	assert_string_equal(got.timezone, "Europe/Minsk");
	assert_string_equal(got.content_type, sent.content_type);
	assert_int_equal(got.length, 3);
	assert_memory_equal(got.bytes, "a\0b", 3);
	assert_int_equal(got.now_s, sent.now_s);
	assert_int_equal(got.threshold, 600);
	assert_true(got.may_follow);
	assert_true(got.on_subject);
	assert_false(got.wants_all);
	assert_string_equal(got.selectors.items, "//li");
	assert_null(got.selectors.link);
	assert_string_equal(got.selectors.article_author, "//b");
	assert_int_equal(got.known_count, COUNT(known));
	assert_memory_equal(got.known, known, sizeof(known));
	assert_string_equal(got.text, sent.text);
	assert_string_equal(got.title, sent.title);
	assert_true(got.has_published);
	assert_false(got.published_is_clamped);
	assert_int_equal(got.published_s, -5);
	assert_same_date(got.published, sent.published);
	buf_done(&buf);
	arena_free(arena);
}

static void assert_same_claim(const struct claim *got, const struct claim *sent)
{
	assert_string_equal(got->package, sent->package);
	assert_string_equal(got->subject, sent->subject);
	assert_int_equal(got->measure, sent->measure);
	assert_int_equal(got->unit, sent->unit);
	assert_int_equal(decimal_cmp(got->value, sent->value), 0);
	assert_int_equal(decimal_cmp(got->total, sent->total), 0);
	assert_true(got->has_total);
	assert_false(got->has_high);
	assert_int_equal(got->bound, sent->bound);
	assert_int_equal(got->basis, sent->basis);
	assert_same_date(got->as_of, sent->as_of);
	assert_null(got->speaker);
	assert_string_equal(got->quote, sent->quote);
	assert_int_equal(got->offset, 12);
	assert_int_equal(got->length, 10);
	assert_int_equal(got->confidence, 950);
	assert_string_equal(got->reasons, sent->reasons);
	assert_string_equal(got->trace, "[]");
	assert_int_equal(got->status, CLAIM_HELD);
}

static void a_harvest_comes_back_as_it_was_sent(void **state)
{
	struct reader_harvest sent = sample_harvest(), got;
	struct arena *arena = arena_new(MIB);
	struct buf buf;
	struct err err;

	(void)state;
	buf_init(&buf, LIMIT_FRAME_BYTES);
	assert_int_equal(wire_put_harvest(&buf, &sent, &err), 0);
	assert_int_equal(wire_get_harvest(buf.data, buf.len, arena, &got, &err), 0);
	assert_string_equal(got.engine, sent.engine);
	assert_string_equal(got.format, "rss20");
	assert_true(got.is_bozo);
	assert_string_equal(got.bozo_reason, "tag mismatch");
	assert_string_equal(got.hub, "http://hub.test/");
	assert_int_equal(got.sitemap_count, 2);
	assert_string_equal(got.sitemaps[1], "http://a.test/2.xml");
	assert_string_equal(got.topic, "http://news.test/rss");
	assert_int_equal(got.ttl_min, 15);
	assert_int_equal(got.skip_hours, 0x800001);
	assert_int_equal(got.skip_days, 0x41);
	assert_true(got.gap_s == INT64_C(1) << 40);
	assert_true(got.has_more);
	assert_int_equal(got.known_count, 19);
	assert_memory_equal(got.fresh, known, sizeof(known));
	assert_int_equal(got.count, 1);
	assert_int_equal(got.identities[0], 42);
	assert_string_equal(got.items[0].guid, "tag:1");
	assert_true(got.items[0].published_is_clamped);
	assert_same_date(got.items[0].published, items[0].published);
	assert_memory_equal(got.items[0].minhash, items[0].minhash, sizeof(items[0].minhash));
	assert_true(got.items[0].is_candidate);
	assert_true(got.items[0].wants_follow);
	assert_int_equal(got.items[0].claim_count, 1);
	assert_same_claim(&got.items[0].claims[0], &claims[0]);
	buf_done(&buf);
	arena_free(arena);
}

/*
 * The copy has exactly len bytes on the heap, so that a look past its end is
 * an error under ASan.
 */
static int get_copy(const char *bytes, size_t len, bool is_job, struct err *err)
{
	char *copy = malloc(len ? len : 1);
	struct arena *arena = arena_new(MIB);
	struct reader_job job;
	struct reader_harvest harvest;
	int got;

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	got = is_job ? wire_get_job(copy, len, arena, &job, err)
	             : wire_get_harvest(copy, len, arena, &harvest, err);
	free(copy);
	arena_free(arena);
	return got;
}

static void a_message_cut_off_at_any_byte_is_an_error(void **state)
{
	struct reader_job job = sample_job();
	struct reader_harvest harvest = sample_harvest();

	(void)state;
	for (int is_job = 0; is_job < 2; is_job++) {
		struct buf buf;
		struct err err;

		buf_init(&buf, LIMIT_FRAME_BYTES);
		assert_int_equal(is_job ? wire_put_job(&buf, &job, &err)
		                        : wire_put_harvest(&buf, &harvest, &err),
		                 0);
		for (size_t len = 0; len < buf.len; len++) {
			assert_int_equal(get_copy(buf.data, len, is_job, &err), -1);
			assert_int_equal(err.kind, ERR_INPUT);
		}
		/* The same with a header that matches the shorter payload. */
		for (size_t len = WIRE_HEADER_BYTES; len < buf.len; len++) {
			uint32_t payload = (uint32_t)(len - WIRE_HEADER_BYTES);

			memcpy(buf.data + 8, &payload, 4);
			assert_int_equal(get_copy(buf.data, len, is_job, &err), -1);
			assert_int_equal(err.kind, ERR_INPUT);
		}
		buf_done(&buf);
	}
}

static void no_changed_byte_makes_the_decoder_crash(void **state)
{
	struct reader_harvest harvest = sample_harvest();
	struct buf buf;
	struct err err;

	(void)state;
	buf_init(&buf, LIMIT_FRAME_BYTES);
	assert_int_equal(wire_put_harvest(&buf, &harvest, &err), 0);
	for (size_t i = 0; i < buf.len; i++) {
		static const unsigned char flips[] = { 0x01, 0x80, 0xff };

		for (size_t f = 0; f < COUNT(flips); f++) {
			buf.data[i] = (char)(buf.data[i] ^ flips[f]);
			(void)!get_copy(buf.data, buf.len, false, &err);
			buf.data[i] = (char)(buf.data[i] ^ flips[f]);
		}
	}
	assert_int_equal(get_copy(buf.data, buf.len, false, &err), 0);
	buf_done(&buf);
}

static void a_pack_and_a_cage_come_back_as_they_were_sent(void **state)
{
	enum reader_cage cage = READER_CAGE_LIMITS;
	struct buf buf;
	struct err err;
	const char *pack;
	size_t len;

	(void)state;
	buf_init(&buf, MIB);
	assert_int_equal(wire_put_start(&buf, "a\0b", 3, &err), 0);
	assert_int_equal(wire_get_start(buf.data, buf.len, &pack, &len, &err), 0);
	assert_int_equal(len, 3);
	assert_memory_equal(pack, "a\0b", 3);
	assert_int_equal(wire_get_ready(buf.data, buf.len, &cage, &err), -1);
	buf_clear(&buf);
	assert_int_equal(wire_put_ready(&buf, READER_CAGE_SECCOMP, &err), 0);
	assert_int_equal(wire_get_ready(buf.data, buf.len, &cage, &err), 0);
	assert_int_equal(cage, READER_CAGE_SECCOMP);
	assert_int_equal(wire_get_start(buf.data, buf.len, &pack, &len, &err), -1);
	buf.data[buf.len - 1] = READER_CAGE_SECCOMP + 1;
	assert_int_equal(wire_get_ready(buf.data, buf.len, &cage, &err), -1);
	buf_done(&buf);
}

/* What only the daemon can know of a job: a reader that says so lies. */
static void a_reader_cannot_report_its_own_death(void **state)
{
	struct reader_harvest harvest = sample_harvest();
	struct reader_harvest got;
	struct arena *arena = arena_new(MIB);
	struct buf buf;
	struct err err;

	(void)state;
	buf_init(&buf, MIB);
	harvest.failure = READER_TOO_LARGE;
	assert_int_equal(wire_put_harvest(&buf, &harvest, &err), 0);
	assert_int_equal(wire_get_harvest(buf.data, buf.len, arena, &got, &err), 0);
	buf_clear(&buf);
	harvest.failure = READER_CRASH;
	assert_int_equal(wire_put_harvest(&buf, &harvest, &err), 0);
	assert_int_equal(wire_get_harvest(buf.data, buf.len, arena, &got, &err), -1);
	buf_done(&buf);
	arena_free(arena);
}

static void a_frame_is_seen_only_when_it_is_whole(void **state)
{
	struct buf buf;
	struct err err;
	enum wire_type type;
	size_t length;

	(void)state;
	buf_init(&buf, MIB);
	assert_int_equal(wire_put_ready(&buf, READER_CAGE_SECCOMP, &err), 0);
	for (size_t len = 0; len < buf.len; len++)
		assert_int_equal(wire_peek(buf.data, len, &type, &length, &err), 0);
	assert_int_equal(wire_put_ready(&buf, READER_CAGE_SECCOMP, &err), 0);
	assert_int_equal(wire_peek(buf.data, buf.len, &type, &length, &err), 1);
	assert_int_equal(type, WIRE_READY);
	assert_int_equal(length, WIRE_HEADER_BYTES + 1);
	buf_done(&buf);
}

static void a_header_that_is_not_ours_is_refused(void **state)
{
	static const struct {
		size_t at;
		unsigned char value;
	} changes[] = {
		{ 0, 'X' },   /* magic */
		{ 4, 9 },     /* version */
		{ 6, 0 },     /* type */
		{ 6, 5 },     /* type */
		{ 11, 0x7f }, /* length */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct buf buf;
		struct err err;
		enum wire_type type;
		size_t length;

		buf_init(&buf, MIB);
		assert_int_equal(wire_put_ready(&buf, READER_CAGE_SECCOMP, &err), 0);
		buf.data[changes[i].at] = (char)changes[i].value;
		assert_int_equal(wire_peek(buf.data, buf.len, &type, &length, &err), -1);
		assert_int_equal(err.kind, ERR_INPUT);
		buf_done(&buf);
	}
}

static void a_message_over_the_limit_is_not_written(void **state)
{
	struct reader_job job = sample_job();
	char *big = calloc(1, LIMIT_FRAME_BYTES);
	struct buf buf;
	struct err err;

	(void)state;
	buf_init(&buf, 2 * LIMIT_FRAME_BYTES);
	job.bytes = big;
	job.length = LIMIT_FRAME_BYTES;
	assert_int_equal(wire_put_job(&buf, &job, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_int_equal(buf.len, 0);
	buf_done(&buf);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_comes_back_as_it_was_sent),
		cmocka_unit_test(a_harvest_comes_back_as_it_was_sent),
		cmocka_unit_test(a_message_cut_off_at_any_byte_is_an_error),
		cmocka_unit_test(no_changed_byte_makes_the_decoder_crash),
		cmocka_unit_test(a_pack_and_a_cage_come_back_as_they_were_sent),
		cmocka_unit_test(a_reader_cannot_report_its_own_death),
		cmocka_unit_test(a_frame_is_seen_only_when_it_is_whole),
		cmocka_unit_test(a_header_that_is_not_ours_is_refused),
		cmocka_unit_test(a_message_over_the_limit_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
