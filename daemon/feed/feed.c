#include "feed/feed.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/gunzip.h"
#include "base/limits.h"
#include "base/sniff.h"
#include "base/tags.h"
#include "build.h"
#include "json.h"
#include "mend.h"
#include "skeleton.h"
#include "start.h"
#include "xml.h"

/* Mending escapes and closes: a text of nothing but ampersands grows fivefold. */
#define MENDED_MAX_BYTES (2 * LIMIT_FEED_BYTES)

struct job {
	const char *text; /* UTF-8 */
	size_t len;
	const struct feed_hints *hints;
	struct arena *arena;
	struct feed *feed;
	struct err *err;
};

static void set_bozo(struct job *job, const char *reason)
{
	if (job->feed->bozo_reason)
		return;
	job->feed->bozo = true;
	job->feed->bozo_reason = arena_strdup(job->arena, reason);
}

/* The root says that this is something else. */
static int fail_as_other(struct job *job, const char *root)
{
	if (start_is_html(job->text, job->len) || strcasecmp(root, "html") == 0)
		return err_set(job->err, ERR_INPUT, "%s, not a feed",
		               sniff_page_kind(job->text, job->len));
	return err_set(job->err, ERR_INPUT, "XML with the root <%.40s>, not a feed", root);
}

/* Entries that were read before a bound was met are worth having; without any there is no feed. */
static int fail_or_keep(struct job *job)
{
	if (job->feed->entry_count == 0)
		return err_set(job->err, ERR_LIMIT,
		               "elements nested over %d deep, too many names, or too much text",
		               LIMIT_XML_DEPTH);
	set_bozo(job, "a bound was met: the feed is cut there");
	return 0;
}

/*
 * Reads the text by libxml2 as it stands. Returns 0 (*job->feed is filled), -1
 * (no feed, or over a bound), or 1: it is not well-formed.
 */
static int read_xml(struct job *job, const char *text, size_t len, bool is_mended,
                    struct xml_outcome *outcome)
{
	struct build *build = build_new(job->arena, job->hints->base_url);
	int rc = 0;

	xml_read(text, len, NULL, build, outcome);
	if (outcome->stop == BUILD_NO_FEED) {
		rc = fail_as_other(job, build_root(build));
	} else if (!outcome->is_well_formed && outcome->stop == BUILD_GOES_ON && !is_mended) {
		rc = 1;
	} else if (!build_root(build)) {
		rc = err_set(job->err, ERR_INPUT, "no element at all, not a feed");
	} else {
		build_finish(build, job->feed);
		if (outcome->reason[0])
			set_bozo(job, outcome->reason);
		if (outcome->stop == BUILD_OVER_LIMIT)
			rc = fail_or_keep(job);
	}
	build_free(build);
	return rc;
}

/*
 * The first mistake of the text as it came, with its line, tells more than what
 * the mending met; but what libxml2's push parser says of a document that ends
 * too early is that there is too much of it.
 */
static const char *better_reason(const char *first, const char *mended)
{
	if (mended && (!first[0] || strstr(first, "Extra content")))
		return mended;
	return first;
}

static int read_mended(struct job *job, const char *first_reason)
{
	struct xml_outcome outcome;
	struct buf mended;
	const char *reason = NULL;
	bool ends_early = false;
	int rc;

	buf_init(&mended, MENDED_MAX_BYTES);
	if (mend_xml(job->text, job->len, &mended, &reason, &ends_early))
		rc = err_set(job->err, ERR_LIMIT, "broken XML that grows beyond all bounds");
	else
		rc = read_xml(job, mended.data ? mended.data : "", mended.len, true, &outcome);
	buf_done(&mended);
	job->feed->ends_early = ends_early;
	if (rc == 0 && *better_reason(first_reason, reason)) {
		job->feed->bozo_reason = NULL;
		set_bozo(job, better_reason(first_reason, reason));
	}
	return rc;
}

/*
 * Most feeds have no mistake: their skeleton is read. The others are read again
 * as they came, so that the line of the mistake is told.
 */
static bool read_sound(struct job *job)
{
	struct xml_outcome outcome;
	struct skeleton skeleton;
	struct build *build = build_new(job->arena, job->hints->base_url);
	bool is_read = false;

	skeleton_init(&skeleton);
	if (skeleton_make(&skeleton, job->text, job->len)) {
		xml_read(skeleton.xml.data, skeleton.xml.len, &skeleton, build, &outcome);
		is_read = outcome.is_well_formed && !outcome.reason[0] &&
		          outcome.stop == BUILD_GOES_ON;
	}
	if (is_read)
		build_finish(build, job->feed);
	skeleton_done(&skeleton);
	build_free(build);
	return is_read;
}

static int read_xml_feed(struct job *job)
{
	struct xml_outcome outcome;
	int rc;

	if (tags_check(job->text, job->len, false, job->err))
		return -1;
	if (read_sound(job))
		return 0;
	rc = read_xml(job, job->text, job->len, false, &outcome);
	return rc == 1 ? read_mended(job, outcome.reason) : rc;
}

/* Warnings of PHP, a log line, blank lines: a person looks past them. */
static int read_behind_junk(struct job *job)
{
	const char *start = start_find_feed(job->text, job->len);
	int rc;

	if (!start)
		return err_set(job->err, ERR_INPUT, "plain text, not a feed");
	job->len -= (size_t)(start - job->text);
	job->text = start;
	rc = read_xml_feed(job);
	if (rc == 0) {
		job->feed->bozo_reason = NULL;
		set_bozo(job, "something stands before the feed");
	}
	return rc;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int read_text(struct job *job)
{
	size_t i = 0;

	while (i < job->len && is_space(job->text[i]))
		i++;
	if (i == job->len)
		return err_set(job->err, ERR_INPUT, FEED_IS_EMPTY);
	if (job->text[i] == '{' || job->text[i] == '[')
		return json_feed_read(job->text, job->len, job->hints->base_url, job->arena,
		                      job->feed, job->err);
	if (start_is_html(job->text, job->len))
		return fail_as_other(job, "html");
	if (job->text[i] != '<')
		return read_behind_junk(job);
	return read_xml_feed(job);
}

/* What the bytes themselves had wrong, whatever the parser makes of the text. */
static void note_encoding(struct job *job, const char *bytes, size_t len,
                          const struct charset_result *decoded)
{
	bool is_wide = strncmp(decoded->name, "utf-16", 6) == 0 ||
	               strncmp(decoded->name, "utf-32", 6) == 0;

	if (decoded->had_errors)
		set_bozo(job, "bytes that are no characters of its encoding");
	else if (decoded->had_conflict)
		set_bozo(job, arena_printf(job->arena, "the text is %s, and it says otherwise",
		                           decoded->name));
	else if (decoded->is_guess)
		set_bozo(job, arena_printf(job->arena, "the text is %s, and nothing says so",
		                           decoded->name));
	if (!is_wide && memchr(bytes, '\0', len))
		set_bozo(job, "a NUL character");
}

static int take_piece(const char *bytes, size_t len, void *arg)
{
	return buf_append(arg, bytes, len);
}

/*
 * A feed in a compressed file, as sitemaps often are: what came of it, up to the
 * bound of feeds that are plain.
 */
static int unpack(struct job *job, const char *bytes, size_t len, struct buf *out,
                  bool *ret_is_whole)
{
	struct gunzip *gunzip = gunzip_new(GUNZIP_GZIP);
	struct err err;
	int rc = gunzip_feed(gunzip, bytes, len, take_piece, out, &err);

	*ret_is_whole = gunzip_is_complete(gunzip);
	gunzip_free(gunzip);
	if (rc < 0 && err.kind == ERR_LIMIT)
		return err_set(job->err, ERR_LIMIT, "a compressed feed of over %u bytes",
		               LIMIT_FEED_BYTES);
	if (rc < 0 && out->len == 0)
		return err_set(job->err, ERR_INPUT, "%s, not a feed", err.text);
	return 0;
}

/* The text as it came, once it is unpacked: what is packed in it again is no feed. */
static int parse_plain(struct job *job, const char *bytes, size_t len)
{
	struct charset_hints charset = { .http_charset = job->hints->content_type, .is_xml = true };
	const char *binary = sniff_binary(bytes, len);
	struct charset_result decoded;
	struct buf utf8;
	int rc;

	if (binary)
		return err_set(job->err, ERR_INPUT, "%s, not a feed", binary);
	if (len > LIMIT_FEED_BYTES)
		return err_set(job->err, ERR_LIMIT, "a feed of over %u bytes", LIMIT_FEED_BYTES);
	buf_init(&utf8, 3 * (size_t)LIMIT_FEED_BYTES);
	rc = charset_to_utf8(bytes, len, &charset, &utf8, &decoded, job->err);
	if (rc == 0) {
		job->text = decoded.text;
		job->len = decoded.len;
		rc = read_text(job);
	}
	if (rc == 0 && arena_is_full(job->arena))
		rc = err_set(job->err, ERR_LIMIT, "a feed that takes too much memory");
	if (rc == 0)
		note_encoding(job, bytes, len, &decoded);
	buf_done(&utf8);
	return rc;
}

int feed_parse(const char *bytes, size_t len, const struct feed_hints *hints, struct arena *arena,
               struct feed *ret, struct err *err)
{
	struct feed feed = { .format = NULL };
	struct job job = { .hints = hints, .arena = arena, .feed = &feed, .err = err };
	bool is_whole = true;
	struct buf plain;
	int rc;

	if (!sniff_is_gzip(bytes, len)) {
		rc = parse_plain(&job, bytes, len);
	} else {
		buf_init(&plain, LIMIT_FEED_BYTES);
		rc = unpack(&job, bytes, len, &plain, &is_whole);
		if (rc == 0)
			rc = parse_plain(&job, plain.data ? plain.data : "", plain.len);
		buf_done(&plain);
	}
	feed.is_cut_short = !is_whole;
	if (!is_whole)
		set_bozo(&job, "its compression ends early, or is broken");
	if (rc == 0)
		*ret = feed;
	return rc;
}
