#include "change/visit.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"

/* So many visits in a row have to miss a quote. */
#define VISITS_MISS 2

/* Of a quote's words, this many of ten stand together where it was only edited. */
#define LIKE_OF_TEN 6
#define LIKE_WORDS_MIN 3 /* one less of a quote that has no more: its figure is one of them */

/* --- words */

struct word {
	const char *at;
	size_t len;
	uint64_t hash;
};

struct words {
	struct word *list;
	size_t count;
	size_t cap;
};

/* Signs of print do not count: a page that learns to use “ and ” is no edit. */
static bool is_sign(uint32_t cp)
{
	if (cp < 0x80)
		return !(cp >= '0' && cp <= '9') && !(cp >= 'A' && cp <= 'Z') &&
		       !(cp >= 'a' && cp <= 'z') && cp != '%';
	return cp < 0xC0 || (cp >= 0x2000 && cp <= 0x206F) || cp == 0x3000 || cp == 0xFEFF;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The point of 99.7, which is one word. */
static bool is_inside_number(const char *start, const char *at)
{
	return (*at == '.' || *at == ',') && at > start && is_digit(at[-1]) && is_digit(at[1]);
}

static void add_word(struct words *words, const char *at, size_t len)
{
	words->list = mem_room(words->list, words->count, &words->cap, sizeof(*words->list));
	words->list[words->count++] = (struct word){ at, len, hash_quick(at, len) };
}

static void split(const char *text, struct words *words)
{
	const char *end = text + strlen(text), *begun = NULL;

	for (const char *at = text; at < end;) {
		uint32_t cp;
		size_t len = utf8_decode_quick(at, (size_t)(end - at), &cp);
		bool is_break = is_sign(cp) && !is_inside_number(text, at);

		if (!is_break && !begun)
			begun = at;
		if (is_break && begun) {
			add_word(words, begun, (size_t)(at - begun));
			begun = NULL;
		}
		at += len;
	}
	if (begun)
		add_word(words, begun, (size_t)(end - begun));
}

static bool is_same(const struct word *a, const struct word *b)
{
	return a->hash == b->hash && a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

/* --- the quote among them */

static bool stands_in(const struct words *quote, const struct words *page)
{
	for (size_t i = 0; i + quote->count <= page->count; i++) {
		size_t k = 0;

		while (k < quote->count && is_same(&quote->list[k], &page->list[i + k]))
			k++;
		if (k == quote->count)
			return true;
	}
	return false;
}

static int compare_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The quote's different words, with how often it has each. */
struct bag {
	uint64_t *hashes;
	int *counts;
	size_t size;
};

static struct bag bag_of(const struct words *quote)
{
	struct bag bag = { .hashes = mem_array(quote->count, sizeof(*bag.hashes)),
		           .counts = mem_array(quote->count, sizeof(*bag.counts)) };
	uint64_t *all = bag.hashes;

	for (size_t i = 0; i < quote->count; i++)
		all[i] = quote->list[i].hash;
	if (quote->count)
		qsort(all, quote->count, sizeof(*all), compare_hash);
	for (size_t i = 0; i < quote->count; i++) {
		if (bag.size == 0 || bag.hashes[bag.size - 1] != all[i])
			bag.hashes[bag.size++] = all[i];
		bag.counts[bag.size - 1]++;
	}
	return bag;
}

static void bag_free(struct bag *bag)
{
	free(bag->hashes);
	free(bag->counts);
}

/* The place of a word in the bag; -1: the quote does not have it. */
static int place_of(const struct bag *bag, const struct word *word)
{
	const uint64_t *found = bag->size ? bsearch(&word->hash, bag->hashes, bag->size,
	                                            sizeof(*bag->hashes), compare_hash)
	                                  : NULL;

	return found ? (int)(found - bag->hashes) : -1;
}

/* How many words stand in the window where the quote has them. */
static size_t in_place(const struct words *quote, const struct words *page, size_t at)
{
	size_t same = 0;

	for (size_t k = 0; k < quote->count && at + k < page->count; k++)
		same += is_same(&quote->list[k], &page->list[at + k]);
	return same;
}

/*
 * Where a window as long as the quote has most of its words, of several the one
 * with most of them in their places; *ret_most: how many.
 */
static size_t most_alike(const struct words *quote, const struct words *page, size_t *ret_most)
{
	struct bag bag = bag_of(quote);
	size_t best = 0, most = 0, most_in_place = 0, alike = 0, width = quote->count;

	for (size_t i = 0; i < page->count; i++) {
		int in = place_of(&bag, &page->list[i]);
		int out = i >= width ? place_of(&bag, &page->list[i - width]) : -1;

		if (out >= 0 && bag.counts[out]++ >= 0)
			alike--;
		if (in >= 0 && bag.counts[in]-- > 0)
			alike++;
		if (alike > 0 && alike >= most) {
			size_t at = i + 1 >= width ? i + 1 - width : 0;
			size_t places = in_place(quote, page, at);

			if (alike > most || places > most_in_place) {
				best = at;
				most_in_place = places;
			}
			most = alike;
		}
	}
	bag_free(&bag);
	*ret_most = most;
	return best;
}

static const char *span(const struct word *first, size_t count, struct arena *arena)
{
	const struct word *last = first + count - 1;

	if (count == 0)
		return "";
	return arena_strndup(arena, first->at, (size_t)(last->at - first->at) + last->len);
}

static void compare(const struct words *quote, const struct word *page, size_t count,
                    struct arena *arena, struct change_words *ret)
{
	size_t same = 0, end = 0;

	while (same < count && same < quote->count && is_same(&quote->list[same], &page[same]))
		same++;
	while (end + same < count && end + same < quote->count &&
	       is_same(&quote->list[quote->count - 1 - end], &page[count - 1 - end]))
		end++;
	ret->quote = span(page, count, arena);
	ret->was = span(quote->list + same, quote->count - same - end, arena);
	ret->is = span(page + same, count - same - end, arena);
}

static bool is_alike(size_t most, const struct words *quote)
{
	size_t least = quote->count == LIKE_WORDS_MIN ? LIKE_WORDS_MIN - 1 : LIKE_WORDS_MIN;

	return most >= least && most * 10 >= quote->count * LIKE_OF_TEN;
}

static enum change_look look_among(const struct words *quote, const struct words *page,
                                   struct arena *arena, struct change_words *ret)
{
	size_t most, at, width = quote->count;

	if (quote->count == 0 || stands_in(quote, page))
		return CHANGE_LOOK_SEEN;
	at = most_alike(quote, page, &most);
	if (!is_alike(most, quote))
		return CHANGE_LOOK_GONE;
	if (at + width > page->count)
		width = page->count - at;
	compare(quote, page->list + at, width, arena, ret);
	return CHANGE_LOOK_EDITED;
}

enum change_look change_look_for(const char *quote, const char *title, const char *text,
                                 struct arena *arena, struct change_words *ret_words)
{
	struct words sought = { .list = NULL }, page = { .list = NULL };
	char *all = mem_printf("%s\n%s", title, text);
	enum change_look look;

	*ret_words = (struct change_words){ "", "", "" };
	split(quote, &sought);
	split(all, &page);
	look = look_among(&sought, &page, arena, ret_words);
	free(page.list);
	free(sought.list);
	free(all);
	return look;
}

/* --- what the visits say together */

/*
 * One visit may have met a page in the making, or half of one; the second says
 * which of the two it is.
 */
bool change_sight_next(struct change_sight *sight, enum change_look look, bool is_page_gone,
                       enum change_kind *ret_kind)
{
	bool *told = look == CHANGE_LOOK_EDITED ? &sight->told_edited : &sight->told_gone;

	if (look == CHANGE_LOOK_SEEN) {
		sight->was_seen = true;
		sight->misses = 0;
		return false;
	}
	if (!sight->was_seen && !is_page_gone)
		return false;
	sight->misses++;
	if (sight->misses < VISITS_MISS || *told)
		return false;
	*told = true;
	*ret_kind = look == CHANGE_LOOK_EDITED ? CHANGE_SOURCE_EDITED : CHANGE_SOURCE_GONE;
	return true;
}

bool change_sight_is_in_doubt(const struct change_sight *sight)
{
	return sight->misses > 0 && sight->misses < VISITS_MISS;
}

char *change_visit_key(enum change_kind kind, const char *natural_key)
{
	return mem_printf("%s:%s", change_kind_name(kind), natural_key);
}

struct change_entry change_visited(enum change_kind kind, const struct change_visit *visit,
                                   const char *key)
{
	return (struct change_entry){
		.row = CHANGE_ROW_CLOCK,
		.is_entry = true,
		.kind = kind,
		.severity = CHANGE_WARNING,
		.key = key,
		.visit = visit,
	};
}
