/* `integractl extract`: claims of a text, or of a stream of news items. */
#include "commands.h"
#include "json.h"
#include "where.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/charset.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "config/config.h"
#include "extract/extract.h"

struct extraction {
	const struct config *config;
	bool wants_held;       /* --all */
	const char *language;  /* --lang, NULL: none */
	struct date published; /* --published, else today */
};

/* The claims of one item as a JSON array; NULL with an error. */
static json_t *extract_item(const struct extraction *x, const struct extract_input *input,
                            struct arena *arena, struct err *err)
{
	struct extract_result result;
	json_t *claims;

	if (extract_claims(x->config->lexicon, input, x->config->options.accept_threshold, arena,
	                   &result, err) != 0)
		return NULL;
	claims = json_array();
	for (size_t i = 0; i < result.claim_count; i++)
		if (x->wants_held || result.claims[i].status == CLAIM_ACCEPTED)
			json_array_append_new(claims, claim_to_json(&result.claims[i]));
	return claims;
}

/* --- a stream of news items --- */

/* An item's text in the arena, mended and cut to what the engine takes; NULL where it has none. */
static const char *item_text(const json_t *item, const char *key, size_t max, struct arena *arena)
{
	const json_t *value = json_object_get(item, key);
	const char *text = json_string_value(value);
	size_t len = json_string_length(value);
	char *mended;
	char *copy;

	if (!text)
		return NULL;
	if (!memchr(text, '\0', len))
		return arena_strndup(arena, text, utf8_cut(text, len, max));
	mended = utf8_repair(text, len, &len);
	copy = arena_strndup(arena, mended, utf8_cut(mended, len, max));
	free(mended);
	return copy;
}

/* The UTF-16 unit of an escape such as \\ud83d where it is half of a pair, else 0. */
static unsigned surrogate_at(const char *s, const char *end)
{
	unsigned unit;

	if (end - s < 6 || sscanf(s, "\\u%4x", &unit) != 1)
		return 0;
	return unit >= 0xD800 && unit <= 0xDFFF ? unit : 0;
}

/*
 * JSON that is refused for a broken byte or half of a surrogate pair still
 * says which item it is, and an item is never left without an answer: each
 * such place becomes U+FFFD.
 */
static json_t *load_mended(const char *line, size_t len, json_error_t *error)
{
	size_t end;
	char *mended = utf8_repair(line, len, &end);
	json_t *item;

	for (size_t i = 0; i < end; i++) {
		unsigned unit = mended[i] == '\\' ? surrogate_at(mended + i, mended + end) : 0;

		if (mended[i] != '\\')
			continue;
		if (unit == 0) {
			i++;
		} else if (unit < 0xDC00 && surrogate_at(mended + i + 6, mended + end) >= 0xDC00) {
			i += 11;
		} else {
			memcpy(mended + i, "\\ufffd", 6);
			i += 5;
		}
	}
	item = json_loadb(mended, end, JSON_ALLOW_NUL, error);
	free(mended);
	return item;
}

static int answer_line(const struct extraction *x, const char *line, size_t len, struct err *err)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct extract_input input = { .language = x->language, .published = x->published };
	const char *published;
	json_t *claims = NULL;
	json_error_t error;
	json_t *item = json_loadb(line, len, JSON_ALLOW_NUL, &error);
	json_t *answer;
	int rc = -1;

	if (!item)
		item = load_mended(line, len, &error);
	if (!item) {
		err_set(err, ERR_INPUT, "no JSON: %s (column %d)", error.text, error.column);
		goto out;
	}
	if (!json_object_get(item, "id")) {
		err_set(err, ERR_INPUT, "no \"id\" in it");
		goto out;
	}
	input.title = item_text(item, "title", LIMIT_TITLE_BYTES, arena);
	input.text = item_text(item, "text", LIMIT_ITEM_TEXT_BYTES, arena);
	input.source = item_text(item, "source", LIMIT_TITLE_BYTES, arena);
	if (!input.language)
		input.language = item_text(item, "lang", LIMIT_TITLE_BYTES, arena);
	published = item_text(item, "published", LIMIT_TITLE_BYTES, arena);
	if (published && !date_parse(published, strcspn(published, "T "), &input.published))
		err_set(err, ERR_INPUT, "\"published\" is no date: %s", published);
	else
		rc = 0;
	claims = extract_item(x, &input, arena, rc == 0 ? err : NULL);
	if (!claims)
		rc = -1;
	answer = json_object();
	json_object_set(answer, "id", json_object_get(item, "id"));
	json_object_set_new(answer, "claims", claims ? claims : json_array());
	json_line(answer);
out:
	json_decref(item);
	arena_free(arena);
	return rc;
}

/*
 * A line for every id, in order, whatever the others are like: a mistake is
 * told by its line, and only the exit status remembers it.
 */
static enum ctl_exit extract_corpus(const struct extraction *x, FILE *in)
{
	enum ctl_exit code = CTL_DONE;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	struct err err;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t n = 1; (len = getline(&line, &cap, in)) >= 0; n++) {
		const char *start = line;

		if (n == 1)
			start += utf8_bom(start, (size_t)len);
		len -= start - line;
		if (strspn(start, " \t\r\n") == (size_t)len)
			continue;
		if (answer_line(x, start, (size_t)len, &err) != 0)
			code = ctl_fail(CTL_NOTHING, "line %zu: %s", n, err.text);
	}
	free(line);
	return code;
}

/* --- one text --- */

static enum ctl_exit extract_text(const struct extraction *x, const char *path, const char *title)
{
	const struct charset_hints hints = { .is_xml = false };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct extract_input input = { .language = x->language,
		                       .published = x->published,
		                       .title = title };
	enum ctl_exit code = CTL_NOTHING;
	struct charset_result text;
	struct buf bytes, utf8;
	struct err err;
	json_t *claims;

	buf_init(&bytes, LIMIT_ITEM_TEXT_BYTES);
	buf_init(&utf8, (size_t)3 * LIMIT_ITEM_TEXT_BYTES);
	if (file_read(path, &bytes, &err) != 0 ||
	    charset_to_utf8(bytes.data ? bytes.data : "", bytes.len, &hints, &utf8, &text, &err) !=
	            0) {
		ctl_fail(CTL_NOTHING, "%s: %s", path, err.text);
		goto out;
	}
	input.text = arena_strndup(arena, text.text,
	                           utf8_cut(text.text, text.len, LIMIT_ITEM_TEXT_BYTES));
	claims = extract_item(x, &input, arena, &err);
	if (!claims) {
		ctl_fail(CTL_NOTHING, "%s: %s", path, err.text);
		goto out;
	}
	if (json_array_size(claims) > 0)
		code = CTL_DONE;
	json_line(json_pack("{so}", "claims", claims));
out:
	buf_done(&bytes);
	buf_done(&utf8);
	arena_free(arena);
	return code;
}

static enum ctl_exit read_options(struct ctl *ctl, struct extraction *x)
{
	const char *published = args_value(&ctl->args, "published");

	x->wants_held = args_has(&ctl->args, "all");
	x->language = args_value(&ctl->args, "lang");
	x->published = date_of_stamp(clock_now_s(), 0);
	if (published && !date_parse(published, strcspn(published, "T "), &x->published))
		return ctl_fail(CTL_USAGE,
		                "--published takes a date such as 2023-04-05 or 2023-04, not %s",
		                published);
	return CTL_DONE;
}

enum ctl_exit command_extract(struct ctl *ctl)
{
	const char *path = ctl_word(ctl, 0, "-");
	struct extraction x = { .config = NULL };
	struct config *config;
	enum ctl_exit code;
	FILE *in = stdin;

	if (read_options(ctl, &x) != CTL_DONE)
		return CTL_USAGE;
	if (args_has(&ctl->args, "corpus") && args_has(&ctl->args, "title"))
		return ctl_fail(CTL_USAGE,
		                "--title is for one text; with --corpus each item has its own");
	config = where_load_language(ctl);
	if (!config)
		return CTL_USAGE;
	x.config = config;
	if (!args_has(&ctl->args, "corpus")) {
		code = extract_text(&x, path, args_value(&ctl->args, "title"));
	} else {
		if (strcmp(path, "-") != 0)
			in = fopen(path, "r");
		code = in ? extract_corpus(&x, in)
		          : ctl_fail(CTL_NOTHING, "%s: %s", path, strerror(errno));
		if (in && in != stdin)
			fclose(in);
	}
	config_free(config);
	return code;
}
