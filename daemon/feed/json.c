#include "json.h"

#include <jansson.h>
#include <string.h>

#include "base/limits.h"
#include "slots.h"

/* jansson takes up to 130 bytes for a value, however short it is written. */
#define JSON_VALUES_MAX 250000

static size_t count_values(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] == ',' || text[i] == '{' || text[i] == '[';
	return count;
}

/* A text, or a number where a text should be; "" counts as nothing. */
static const char *text_of(const json_t *object, const char *key, struct arena *arena)
{
	const json_t *value = json_object_get(object, key);
	const char *text = json_string_value(value);

	if (json_is_integer(value))
		return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	return text && *text ? arena_strdup(arena, text) : NULL;
}

static const char *address_of(const json_t *object, const char *key, const char *base,
                              struct arena *arena)
{
	const char *text = text_of(object, key, arena);

	return text ? feed_address(arena, base, text) : NULL;
}

/* Version 1.1 has a list of authors, 1.0 one; some write a plain name. */
static const char *authors_of(const json_t *object, struct arena *arena)
{
	const json_t *list = json_object_get(object, "authors");
	const json_t *one = json_object_get(object, "author");
	const char *names = NULL;

	if (json_is_string(one))
		return text_of(object, "author", arena);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = text_of(json_array_get(list, i), "name", arena);

		if (name)
			names = names ? arena_printf(arena, "%s, %s", names, name) : name;
	}
	return names ? names : text_of(one, "name", arena);
}

static void read_item(const json_t *item, const char *base, const struct feed *feed,
                      struct arena *arena, struct feed_entry *ret)
{
	ret->id = text_of(item, "id", arena);
	ret->link = address_of(item, "url", base, arena);
	if (!ret->link)
		ret->link = address_of(item, "external_url", base, arena);
	ret->title = text_of(item, "title", arena);
	ret->summary = text_of(item, "summary", arena);
	ret->content = text_of(item, "content_html", arena);
	if (!ret->content)
		ret->content = text_of(item, "content_text", arena);
	ret->author = authors_of(item, arena);
	if (!ret->author)
		ret->author = feed->author;
	ret->language = text_of(item, "language", arena);
	feed_slots_time(text_of(item, "date_published", arena), &ret->published);
	feed_slots_time(text_of(item, "date_modified", arena), &ret->updated);
}

static const char *hub_of(const json_t *root, struct arena *arena)
{
	const json_t *hubs = json_object_get(root, "hubs");

	return text_of(json_array_get(hubs, 0), "url", arena);
}

static void read_feed(const json_t *root, const char *base, struct arena *arena, struct feed *feed)
{
	const json_t *items = json_object_get(root, "items");
	size_t count = json_array_size(items);
	const char *version = text_of(root, "version", arena);

	feed->format = version && strstr(version, "1.1") ? "json11" : "json1";
	if (!version || !strstr(version, "jsonfeed.org")) {
		feed->bozo = true;
		feed->bozo_reason = "a JSON Feed that does not say its version";
	}
	feed->self = address_of(root, "feed_url", base, arena);
	if (!base)
		base = feed->self;
	feed->title = text_of(root, "title", arena);
	feed->link = address_of(root, "home_page_url", base, arena);
	feed->description = text_of(root, "description", arena);
	feed->language = text_of(root, "language", arena);
	feed->author = authors_of(root, arena);
	feed->hub = hub_of(root, arena);
	feed->is_cut = count > LIMIT_FEED_ITEMS;
	feed->entry_count = feed->is_cut ? LIMIT_FEED_ITEMS : count;
	feed->entries = arena_array(arena, feed->entry_count, sizeof(*feed->entries));
	for (size_t i = 0; i < feed->entry_count; i++)
		read_item(json_array_get(items, i), base, feed, arena, &feed->entries[i]);
}

int json_feed_read(const char *text, size_t len, const char *base_url, struct arena *arena,
                   struct feed *ret, struct err *err)
{
	json_error_t mistake;
	json_t *root;
	int rc = 0;

	if (count_values(text, len) > JSON_VALUES_MAX)
		return err_set(err, ERR_LIMIT, "JSON with over %d values", JSON_VALUES_MAX);
	root = json_loadb(text, len, 0, &mistake);
	if (!root)
		return err_set(err, ERR_INPUT, "broken JSON, line %d: %s", mistake.line,
		               mistake.text);
	if (json_is_array(json_object_get(root, "items")))
		read_feed(root, base_url && *base_url ? base_url : NULL, arena, ret);
	else
		rc = err_set(err, ERR_INPUT, "JSON, but not a JSON Feed");
	json_decref(root);
	return rc;
}
