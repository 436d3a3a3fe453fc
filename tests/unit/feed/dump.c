#include "feed/dump.h"

#include <jansson.h>

/* What is absent is left out: the files stay short. */
static void put(json_t *object, const char *key, const char *text)
{
	if (text)
		json_object_set_new(object, key, json_string(text));
}

static void put_time(json_t *object, const char *key, const struct feed_time *time)
{
	char stamp[DATE_STAMP_SIZE];

	if (!time->raw)
		return;
	put(object, key, time->is_known ? date_stamp_format(time->when.seconds, stamp) : "unknown");
}

static json_t *entry_json(const struct feed_entry *entry)
{
	json_t *json = json_object();

	put(json, "id", entry->id);
	put(json, "link", entry->link);
	put(json, "title", entry->title);
	put_time(json, "published", &entry->published);
	put_time(json, "updated", &entry->updated);
	put(json, "summary", entry->summary);
	put(json, "content", entry->content);
	put(json, "author", entry->author);
	put(json, "language", entry->language);
	return json;
}

char *dump_feed(const struct feed *feed)
{
	json_t *json = json_object();
	json_t *entries = json_array();
	char *text;

	put(json, "format", feed->format);
	put(json, "bozo", feed->bozo_reason);
	put(json, "title", feed->title);
	put(json, "link", feed->link);
	put(json, "id", feed->id);
	put(json, "description", feed->description);
	put(json, "language", feed->language);
	put(json, "author", feed->author);
	put_time(json, "updated", &feed->updated);
	if (feed->ttl_min > 0)
		json_object_set_new(json, "ttl", json_integer(feed->ttl_min));
	put(json, "hub", feed->hub);
	put(json, "self", feed->self);
	for (size_t i = 0; i < feed->entry_count; i++)
		json_array_append_new(entries, entry_json(&feed->entries[i]));
	json_object_set_new(json, "entries", entries);
	text = json_dumps(json, JSON_INDENT(1));
	json_decref(json);
	return text;
}
