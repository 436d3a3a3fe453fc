#include "slots.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/url.h"

static void join_authors(struct feed_slots *slots, struct arena *arena, const char *value)
{
	const char *have = slots->value[SLOT_AUTHOR];

	if (strstr(have, value) || strlen(have) + strlen(value) > LIMIT_TITLE_BYTES)
		return;
	slots->value[SLOT_AUTHOR] = arena_printf(arena, "%s, %s", have, value);
}

/*
 * Two descriptions in one item are a short one and the text itself, in that
 * order or by rank; the second is kept in case no content comes. What is only
 * better than nothing (a picture's description, a subtitle) is no such text.
 */
static void keep_second_summary(struct feed_slots *slots, int rank, const char *value)
{
	if (rank > 0 && !slots->second_summary && strcmp(slots->value[SLOT_SUMMARY], value) != 0)
		slots->second_summary = value;
}

static bool is_date(const char *value)
{
	struct stamp when;

	return stamp_parse(value, strlen(value), &when);
}

/* An empty element says that there is nothing, but only where no other has something. */
#define RANK_EMPTY (-1)

static bool wins(const struct feed_slots *slots, enum feed_slot slot, int rank, const char *value)
{
	const char *have = slots->value[slot];

	if (!have)
		return true;
	/* a date that can be read beats a better-placed one that cannot */
	if ((slot == SLOT_PUBLISHED || slot == SLOT_UPDATED) && is_date(have) != is_date(value))
		return is_date(value);
	return rank > slots->rank[slot];
}

static bool keeps_empty(enum feed_slot slot)
{
	return slot == SLOT_TITLE || slot == SLOT_SUMMARY;
}

void feed_slots_put(struct feed_slots *slots, struct arena *arena, enum feed_slot slot, int rank,
                    const char *value)
{
	if (!value || (!*value && !keeps_empty(slot)))
		return;
	if (slot == SLOT_DATE) {
		feed_slots_put(slots, arena, SLOT_PUBLISHED, rank, value);
		feed_slots_put(slots, arena, SLOT_UPDATED, rank, value);
		return;
	}
	if (!*value)
		rank = RANK_EMPTY;
	if (wins(slots, slot, rank, value)) {
		if (slot == SLOT_SUMMARY && slots->value[slot] && slots->rank[slot] > 0)
			slots->second_summary = slots->value[slot];
		slots->value[slot] = value;
		slots->rank[slot] = rank;
	} else if (slot == SLOT_AUTHOR && rank == slots->rank[slot]) {
		join_authors(slots, arena, value);
	} else if (slot == SLOT_SUMMARY && *value) {
		keep_second_summary(slots, rank, value);
	}
}

void feed_slots_time(const char *raw, struct feed_time *ret)
{
	ret->raw = raw;
	ret->is_known = raw && stamp_parse(raw, strlen(raw), &ret->when);
}

void feed_slots_entry(const struct feed_slots *slots, struct feed_entry *ret)
{
	ret->id = slots->value[SLOT_ID];
	ret->link = slots->value[SLOT_LINK];
	ret->title = slots->value[SLOT_TITLE];
	ret->summary = slots->value[SLOT_SUMMARY];
	ret->content = slots->value[SLOT_CONTENT];
	if (slots->second_summary && (!ret->content || !*ret->content))
		ret->content = slots->second_summary;
	ret->author = slots->value[SLOT_AUTHOR];
	ret->language = slots->value[SLOT_LANGUAGE];
	feed_slots_time(slots->value[SLOT_PUBLISHED], &ret->published);
	feed_slots_time(slots->value[SLOT_UPDATED], &ret->updated);
}

bool feed_address_is_absolute(const char *ref)
{
	const char *p = ref;

	if (!isalpha((unsigned char)*p))
		return false;
	while (isalnum((unsigned char)*p) || (*p && strchr("+-.", *p)))
		p++;
	return *p == ':';
}

const char *feed_address(struct arena *arena, const char *base, const char *ref)
{
	char *url = NULL;
	const char *copy;

	ref += strspn(ref, " \t\r\n");
	if (!*ref || strncasecmp(ref, "javascript:", 11) == 0)
		return NULL;
	if (feed_address_is_absolute(ref) || !base || url_resolve(base, ref, &url, NULL))
		return arena_strdup(arena, ref);
	copy = arena_strdup(arena, url);
	free(url);
	return copy;
}
