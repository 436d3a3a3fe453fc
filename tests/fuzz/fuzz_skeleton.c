/* Any UTF-8: where its skeleton is sound XML, so is the whole, and both are one feed. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/tags.h"
#include "base/utf8.h"
#include "feed/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void compare(const struct feed *a, const struct feed *b)
{
	if (!is_same(a->title, b->title) || !is_same(a->description, b->description) ||
	    !is_same(a->link, b->link) || a->entry_count != b->entry_count)
		abort();
	for (size_t i = 0; i < a->entry_count; i++) {
		const struct feed_entry *x = &a->entries[i], *y = &b->entries[i];

		if (!is_same(x->title, y->title) || !is_same(x->summary, y->summary) ||
		    !is_same(x->content, y->content) || !is_same(x->link, y->link) ||
		    !is_same(x->id, y->id) || !is_same(x->author, y->author) ||
		    !is_same(x->published.raw, y->published.raw))
			abort();
	}
}

static bool read_as(const char *text, size_t len, const struct skeleton *skeleton,
                    struct arena *arena, struct feed *ret)
{
	struct build *build = build_new(arena, NULL);
	struct xml_outcome outcome;
	bool is_sound;

	xml_read(text, len, skeleton, build, &outcome);
	is_sound = outcome.is_well_formed && !outcome.reason[0] && outcome.stop == BUILD_GOES_ON;
	if (is_sound)
		build_finish(build, ret);
	build_free(build);
	return is_sound;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct skeleton skeleton;
	struct feed feed, whole;
	struct err err;

	skeleton_init(&skeleton);
	if (utf8_is_valid(text, size) && !memchr(text, '\0', size) &&
	    tags_check(text, size, false, &err) == 0 && skeleton_make(&skeleton, text, size) &&
	    read_as(skeleton.xml.data, skeleton.xml.len, &skeleton, arena, &feed)) {
		if (!read_as(text, size, NULL, arena, &whole))
			abort();
		compare(&feed, &whole);
	}
	skeleton_done(&skeleton);
	arena_free(arena);
	return 0;
}
