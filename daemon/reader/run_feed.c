#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/url.h"
#include "extract/extract.h"
#include "feed/feed.h"
#include "reader/run.h"
#include "work.h"

/*
 * A feed's own text that is shorter than this is a lead, and the figure may
 * stand in the article only: full texts of news items have 1–10 KB, leads
 * 100–600 bytes of UTF-8.
 */
#define SHORT_TEXT_BYTES 1000

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static bool has_number(const uint64_t *sorted, size_t count, uint64_t number)
{
	return bsearch(&number, sorted, count, sizeof(*sorted), compare_numbers) != NULL;
}

#define WORDS_BITS 24

static uint64_t which_item(const char *guid, const char *address, const char *title,
                           const char *text)
{
	struct hash_state *state;
	char hex[HASH_HEX_SIZE];

	if (guid[0])
		return hash_short(guid, strlen(guid));
	if (address[0])
		return hash_short(address, strlen(address));
	state = hash_new();
	hash_add(state, title, strlen(title) + 1);
	hash_add(state, text, strlen(text));
	hash_finish_hex(state, hex);
	return hash_short(hex, HASH_HEX_SIZE - 1);
}

uint64_t reader_identity(const char *guid, const char *address, const char *title, const char *text)
{
	uint64_t words = hash_quick_more(hash_quick(title, strlen(title) + 1), text, strlen(text));
	uint64_t mask = (UINT64_C(1) << WORDS_BITS) - 1;

	return (which_item(guid, address, title, text) & ~mask) | ((words ^ words >> 32) & mask);
}

bool reader_is_same_item(uint64_t a, uint64_t b)
{
	return a >> WORDS_BITS == b >> WORDS_BITS;
}

void reader_item_span(uint64_t identity, uint64_t *ret_first, uint64_t *ret_last)
{
	uint64_t mask = (UINT64_C(1) << WORDS_BITS) - 1;

	*ret_first = identity & ~mask;
	*ret_last = identity | mask;
}

const char *reader_address(struct arena *arena, const char *address)
{
	char *normal;
	const char *copy;

	if (!address || url_normalise(address, &normal, NULL) < 0)
		return "";
	copy = arena_strdup(arena, normal);
	free(normal);
	return copy;
}

/* The longer of summary and content, as the feed has it. */
static const char *longer_text(const struct feed_entry *entry)
{
	const char *summary = or_empty(entry->summary), *content = or_empty(entry->content);

	return strlen(content) >= strlen(summary) ? content : summary;
}

static const char *entry_text(struct arena *arena, const struct feed_entry *entry)
{
	const char *longer = longer_text(entry);

	return article_html_to_text(longer, strlen(longer), arena);
}

static const struct stamp *entry_date(const struct feed_entry *entry)
{
	if (entry->published.is_known)
		return &entry->published.when;
	if (entry->updated.is_known)
		return &entry->updated.when;
	return NULL;
}

/* Title, text and summary together: the words of the subject may be spread over them. */
static bool suggests(const struct reader_work *work, const struct article *article,
                     const struct feed_entry *entry, struct buf *scratch)
{
	buf_clear(scratch);
	if (buf_puts(scratch, article->title) < 0 || buf_putc(scratch, '\n') < 0 ||
	    buf_puts(scratch, article->text) < 0)
		return true;
	if (entry->summary && entry->content) {
		const char *summary = article_html_to_text(entry->summary, strlen(entry->summary),
		                                           work->arena);

		if (buf_putc(scratch, '\n') < 0 || buf_puts(scratch, summary) < 0)
			return true;
	}
	return extract_suggests(work->lexicon, NULL, scratch->data, scratch->len);
}

/* What tells whether the item is of the subject at all: most are not, and go no further. */
static void read_words(const struct reader_work *work, const struct feed_entry *entry,
                       struct article *ret)
{
	const char *title = or_empty(entry->title);

	*ret = (struct article){
		.title = article_html_to_text(title, strlen(title), work->arena),
		.text = entry_text(work->arena, entry),
	};
}

static void read_rest(const struct reader_work *work, const struct feed *feed,
                      const struct feed_entry *entry, struct article *article)
{
	const char *language = work->job->language;

	if (!language[0])
		language = or_empty(entry->language ? entry->language : feed->language);
	article->guid = or_empty(entry->id);
	article->address = reader_address(work->arena, entry->link);
	article->author = or_empty(entry->author);
	article->language = language;
	reader_date(work->job, entry_date(entry), article);
}

/* Where the walk over a feed's entries stands. */
struct feed_walk {
	const struct reader_work *work;
	const struct feed *feed;
	struct reader_harvest *harvest;
	uint64_t *guids; /* GUIDs that identify nothing, as quick hashes, sorted */
	size_t guid_count;
	uint64_t *addresses; /* addresses that do not, without the bits of the words */
	size_t address_count;
	size_t candidate_count;
	struct buf scratch;
};

/* The entry's GUID, if it identifies the entry; or "". */
static const char *usable_guid(const struct feed_walk *walk, const struct feed_entry *entry)
{
	const char *guid = or_empty(entry->id);
	bool is_repeated = walk->guid_count > 0 && has_number(walk->guids, walk->guid_count,
	                                                      hash_quick(guid, strlen(guid)));

	return is_repeated ? "" : guid;
}

static size_t add_once(uint64_t *list, size_t count, uint64_t number)
{
	if (count > 0 && list[count - 1] == number)
		return count;
	list[count] = number;
	return count + 1;
}

/* Some publishers write the same GUID into every item: their site's address, "0", the section's name. */
static void find_repeated_guids(struct feed_walk *walk)
{
	const struct feed *feed = walk->feed;
	uint64_t *list = arena_array(walk->work->arena, feed->entry_count, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < feed->entry_count; i++)
		if (feed->entries[i].id)
			list[count++] = hash_quick(feed->entries[i].id,
			                           strlen(feed->entries[i].id));
	qsort(list, count, sizeof(*list), compare_numbers);
	for (size_t i = 1; i < count; i++)
		if (list[i] == list[i - 1])
			walk->guid_count = add_once(list, walk->guid_count, list[i]);
	walk->guids = list;
}

/* And some the same address into items of different words: their site's, or a page's anchors. */
static void find_repeated_addresses(struct feed_walk *walk)
{
	const struct feed *feed = walk->feed;
	struct arena *arena = walk->work->arena;
	uint64_t *list = arena_array(arena, feed->entry_count, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < feed->entry_count; i++) {
		const struct feed_entry *entry = &feed->entries[i];

		if (entry->link && !usable_guid(walk, entry)[0])
			list[count++] = reader_identity("", reader_address(arena, entry->link),
			                                or_empty(entry->title), longer_text(entry));
	}
	qsort(list, count, sizeof(*list), compare_numbers);
	for (size_t i = 1; i < count; i++)
		if (reader_is_same_item(list[i], list[i - 1]) && list[i] != list[i - 1])
			walk->address_count = add_once(list, walk->address_count,
			                               list[i] >> WORDS_BITS);
	walk->addresses = list;
}

/*
 * An item's identity is found before its text is made from HTML: most items
 * of most polls are known, and then that work is saved.
 */
static uint64_t entry_identity(const struct feed_walk *walk, const struct feed_entry *entry)
{
	const char *guid = usable_guid(walk, entry);
	const char *address = guid[0] ? "" : reader_address(walk->work->arena, entry->link);

	if (address[0] && walk->address_count > 0 &&
	    has_number(walk->addresses, walk->address_count,
	               hash_short(address, strlen(address)) >> WORDS_BITS))
		address = "";
	return reader_identity(guid, address, or_empty(entry->title), longer_text(entry));
}

static bool is_fresh_already(const struct reader_harvest *harvest, uint64_t identity)
{
	for (size_t i = 0; i < harvest->fresh_count; i++)
		if (reader_is_same_item(harvest->fresh[i], identity))
			return true;
	return false;
}

enum sight {
	SIGHT_NEW,
	SIGHT_EDITED,
	SIGHT_KNOWN
};

/*
 * Whether the record has the item, and in these words. An item that is edited
 * in silence keeps its GUID; and some publishers give the same GUID to what
 * they write later.
 */
static enum sight sight_of(const struct reader_job *job, uint64_t identity)
{
	size_t low = 0, high = job->known_count;
	enum sight sight = SIGHT_NEW;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (job->known[middle] >> WORDS_BITS < identity >> WORDS_BITS)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < job->known_count && reader_is_same_item(job->known[low], identity); low++) {
		if (job->known[low] == identity)
			return SIGHT_KNOWN;
		sight = SIGHT_EDITED;
	}
	return sight;
}

static int take_entry(struct feed_walk *walk, const struct feed_entry *entry, struct err *err)
{
	const struct reader_work *work = walk->work;
	const struct reader_job *job = work->job;
	struct reader_harvest *harvest = walk->harvest;
	uint64_t identity = entry_identity(walk, entry);
	struct article *article = &harvest->items[harvest->count];
	enum sight sight = sight_of(job, identity);

	if (sight == SIGHT_KNOWN) {
		harvest->known_count++;
		return 0;
	}
	if (is_fresh_already(harvest, identity))
		return 0;
	read_words(work, entry, article);
	article->is_edited = sight == SIGHT_EDITED;
	article->is_candidate = job->on_subject || suggests(work, article, entry, &walk->scratch);
	/* Most edits are of other subjects, or of a counter in the text. */
	if (article->is_edited && !article->is_candidate) {
		harvest->known_count++;
		return 0;
	}
	if (article->is_candidate && walk->candidate_count == LIMIT_FEED_CANDIDATES) {
		harvest->has_more = true;
		return 0;
	}
	walk->candidate_count += article->is_candidate;
	harvest->fresh[harvest->fresh_count++] = identity;
	if (!article->is_candidate && !job->wants_all)
		return 0;
	read_rest(work, walk->feed, entry, article);
	if (article->is_candidate && reader_extract(work, article, err) < 0)
		return -1;
	article->wants_follow = article->is_candidate && job->may_follow && article->address[0] &&
	                        strlen(article->text) < SHORT_TEXT_BYTES;
	harvest->identities[harvest->count++] = identity;
	return 0;
}

static int walk_entries(struct feed_walk *walk, struct err *err)
{
	for (size_t i = 0; i < walk->feed->entry_count; i++) {
		if (arena_is_full(walk->work->arena))
			return err_set(err, ERR_LIMIT, "the feed passes what one job may hold");
		if (take_entry(walk, &walk->feed->entries[i], err) < 0)
			return -1;
	}
	return 0;
}

/* A list of the latest news has no need of years. */
static void complete_date(struct feed_time *time, int64_t now_s)
{
	if (!time->is_known && time->raw)
		time->is_known = stamp_parse_yearless(time->raw, strlen(time->raw), now_s,
		                                      &time->when);
}

int reader_take_feed(const struct reader_work *work, const struct feed *feed,
                     struct reader_harvest *harvest, struct err *err)
{
	struct feed_walk walk = { .work = work, .feed = feed, .harvest = harvest };
	struct arena *arena = work->arena;
	int done;

	for (size_t i = 0; i < feed->entry_count; i++) {
		complete_date(&feed->entries[i].published, work->job->now_s);
		complete_date(&feed->entries[i].updated, work->job->now_s);
	}
	find_repeated_guids(&walk);
	find_repeated_addresses(&walk);
	harvest->items = arena_array(arena, feed->entry_count, sizeof(*harvest->items));
	harvest->identities = arena_array(arena, feed->entry_count, sizeof(*harvest->identities));
	harvest->fresh = arena_array(arena, feed->entry_count, sizeof(*harvest->fresh));
	buf_init(&walk.scratch, 4 * LIMIT_ITEM_TEXT_BYTES);
	done = walk_entries(&walk, err);
	buf_done(&walk.scratch);
	return done;
}

/* From one item to the next on average, by their own dates. */
static int64_t usual_gap(const struct feed *feed)
{
	int64_t first_s = INT64_MAX, last_s = INT64_MIN;
	size_t count = 0;

	for (size_t i = 0; i < feed->entry_count; i++) {
		const struct stamp *when = entry_date(&feed->entries[i]);

		if (!when)
			continue;
		first_s = when->seconds < first_s ? when->seconds : first_s;
		last_s = when->seconds > last_s ? when->seconds : last_s;
		count++;
	}
	return count > 1 ? (last_s - first_s) / (int64_t)(count - 1) : 0;
}

/* The feed organ tells in words what it met; logs and records want a name. */
static enum reader_failure failure_of(const struct err *err)
{
	if (err->kind == ERR_LIMIT)
		return READER_TOO_LARGE;
	if (strncmp(err->text, FEED_IS_CHALLENGE, strlen(FEED_IS_CHALLENGE)) == 0)
		return READER_CHALLENGE_PAGE;
	if (strncmp(err->text, FEED_IS_CONSENT, strlen(FEED_IS_CONSENT)) == 0)
		return READER_CONSENT_PAGE;
	if (strncmp(err->text, FEED_IS_EMPTY, strlen(FEED_IS_EMPTY)) == 0)
		return READER_EMPTY_FEED;
	return READER_NOT_A_FEED;
}

int reader_run_feed(const struct reader_work *work, struct reader_harvest *harvest, struct err *err)
{
	const struct reader_job *job = work->job;
	const struct feed_hints hints = { .content_type = job->content_type,
		                          .base_url = job->base_url };
	struct arena *arena = work->arena;
	struct feed feed;

	if (feed_parse(job->bytes, job->length, &hints, arena, &feed, err) < 0)
		return reader_fail(harvest, failure_of(err), arena_strdup(arena, err->text));
	harvest->format = feed.format;
	harvest->is_bozo = feed.bozo;
	harvest->bozo_reason = or_empty(feed.bozo_reason);
	harvest->is_cut_short = feed.is_cut_short;
	harvest->ends_early = feed.ends_early;
	harvest->title = or_empty(feed.title);
	harvest->ttl_min = feed.ttl_min;
	harvest->skip_hours = feed.skip_hours;
	harvest->skip_days = feed.skip_days;
	harvest->gap_s = usual_gap(&feed);
	harvest->hub = or_empty(feed.hub);
	harvest->topic = or_empty(feed.self);
	if (feed.entry_count == 0)
		return reader_fail(harvest, READER_EMPTY_FEED, "a feed without any item");
	if (strcmp(feed.format, "sitemapindex") == 0)
		return reader_run_index(work, &feed, harvest);
	return reader_take_feed(work, &feed, harvest, err);
}
