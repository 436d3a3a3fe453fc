/* `integractl parse-feed` and `text`: what the reader makes of a file. */
#include "commands.h"
#include "json.h"
#include "term.h"

#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "feed/feed.h"

/* One file of the command line: its bytes, and an arena for what becomes of them. */
struct input {
	const char *path;
	const char *url; /* --url, NULL: none */
	struct buf bytes;
	struct arena *arena;
};

/* What one file gives: done, or nothing. */
typedef enum ctl_exit input_fn(struct ctl *ctl, const struct input *input);

/* A file that gives nothing is told of in the output's own form, so that each file has its line. */
static enum ctl_exit refuse(const char *path, const struct err *err, bool as_json)
{
	if (!as_json)
		return ctl_fail(CTL_NOTHING, "%s: %s", path, err->text);
	json_line(json_pack("{soso}", "file", json_text(path), "error", json_text(err->text)));
	return CTL_NOTHING;
}

static enum ctl_exit each_file(struct ctl *ctl, size_t max_bytes, bool as_json, input_fn *fn)
{
	enum ctl_exit code = CTL_DONE;

	for (size_t i = 0; i < ctl->args.count; i++) {
		struct input input = { .path = ctl->args.words[i],
			               .url = args_value(&ctl->args, "url") };
		struct err err;

		buf_init(&input.bytes, max_bytes);
		input.arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		if (file_read(input.path, &input.bytes, &err) != 0) {
			code = refuse(input.path, &err, as_json);
		} else {
			if (!input.bytes.data)
				input.bytes.data = buf_take(&input.bytes);
			if (fn(ctl, &input) != CTL_DONE)
				code = CTL_NOTHING;
		}
		arena_free(input.arena);
		buf_done(&input.bytes);
	}
	return code;
}

static json_t *entry_to_json(const struct feed_entry *e)
{
	json_t *json = json_object();

	json_object_set_new(json, "id", json_text(e->id));
	json_object_set_new(json, "link", json_text(e->link));
	json_object_set_new(json, "title", json_text(e->title));
	json_object_set_new(json, "published",
	                    json_stamp(e->published.is_known, e->published.when.seconds));
	json_object_set_new(json, "updated",
	                    json_stamp(e->updated.is_known, e->updated.when.seconds));
	json_object_set_new(json, "published_raw", json_text(e->published.raw));
	json_object_set_new(json, "updated_raw", json_text(e->updated.raw));
	json_object_set_new(json, "summary", json_text(e->summary));
	json_object_set_new(json, "content", json_text(e->content));
	json_object_set_new(json, "author", json_text(e->author));
	return json;
}

static json_t *feed_to_json(const char *path, const struct feed *feed)
{
	json_t *json = json_object();
	json_t *entries = json_array();

	json_object_set_new(json, "file", json_text(path));
	json_object_set_new(json, "bozo", json_boolean(feed->bozo));
	json_object_set_new(json, "bozo_reason", json_text(feed->bozo_reason));
	json_object_set_new(json, "format", json_text(feed->format));
	json_object_set_new(json, "title", json_text(feed->title));
	json_object_set_new(json, "link", json_text(feed->link));
	json_object_set_new(json, "id", json_text(feed->id));
	json_object_set_new(json, "description", json_text(feed->description));
	json_object_set_new(json, "language", json_text(feed->language));
	json_object_set_new(json, "updated",
	                    json_stamp(feed->updated.is_known, feed->updated.when.seconds));
	json_object_set_new(json, "ttl",
	                    feed->ttl_min > 0 ? json_integer(feed->ttl_min) : json_null());
	for (size_t i = 0; i < feed->entry_count; i++)
		json_array_append_new(entries, entry_to_json(&feed->entries[i]));
	json_object_set_new(json, "entries", entries);
	return json;
}

static enum ctl_exit parse_one_feed(struct ctl *ctl, const struct input *input)
{
	const struct feed_hints hints = { .base_url = input->url };
	struct feed feed;
	struct err err;

	(void)ctl;
	if (feed_parse(input->bytes.data, input->bytes.len, &hints, input->arena, &feed, &err) != 0)
		return refuse(input->path, &err, true);
	json_line(feed_to_json(input->path, &feed));
	return CTL_DONE;
}

enum ctl_exit command_parse_feed(struct ctl *ctl)
{
	return each_file(ctl, LIMIT_FEED_BYTES, true, parse_one_feed);
}

/* A page that names only a day is not given an hour. */
static json_t *page_time(const struct article_time *time)
{
	char text[DATE_TEXT_SIZE];

	if (!time->is_known || time->when.has_time)
		return json_stamp(time->is_known, time->when.seconds);
	return json_string(date_format(time->when.day, text));
}

static json_t *page_to_json(const char *path, const struct article_page *page)
{
	json_t *json = json_object();

	json_object_set_new(json, "file", json_text(path));
	json_object_set_new(json, "title", json_text(page->title));
	json_object_set_new(json, "published", page_time(&page->published));
	json_object_set_new(json, "modified", page_time(&page->modified));
	json_object_set_new(json, "author", json_text(page->author));
	json_object_set_new(json, "language", json_text(page->language));
	json_object_set_new(json, "canonical", json_text(page->canonical));
	json_object_set_new(json, "text", json_text(page->text));
	return json;
}

/* Text for people keeps its paragraphs; each line of it is made harmless for a terminal. */
static void print_text(const struct ctl *ctl, const char *path, const char *text)
{
	char *copy = mem_strdup(text);
	char *rest = copy;

	if (ctl->args.count > 1)
		printf("%s==> %s <==%s\n", term_on(TERM_BOLD, ctl->colour), path,
		       term_off(TERM_BOLD, ctl->colour));
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		char *clean = term_clean(line);

		printf("%s\n", clean);
		free(clean);
	}
	if (ctl->args.count > 1)
		putchar('\n');
	free(copy);
}

static enum ctl_exit parse_one_page(struct ctl *ctl, const struct input *input)
{
	const struct article_hints hints = { .url = input->url };
	struct article_page page;
	struct err err;

	if (article_read_page(input->bytes.data, input->bytes.len, &hints, input->arena, &page,
	                      &err) != 0)
		return refuse(input->path, &err, ctl->json);
	if (ctl->json)
		json_line(page_to_json(input->path, &page));
	else if (page.text[0] != '\0')
		print_text(ctl, input->path, page.text);
	else
		return ctl_fail(CTL_NOTHING, "%s: no main text in it", input->path);
	return page.text[0] != '\0' ? CTL_DONE : CTL_NOTHING;
}

enum ctl_exit command_text(struct ctl *ctl)
{
	return each_file(ctl, LIMIT_PAGE_BYTES, ctl->json, parse_one_page);
}
