#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

/* A stem, and the programmes in whose names it stands, one bit each. */
struct stem {
	uint64_t hash;
	uint64_t programmes;
};

#define ALIAS_WORDS 16

struct alias_words {
	size_t count; /* of words worth knowing */
	uint64_t hashes[ALIAS_WORDS];
};

struct name_index {
	const struct stemmer *stemmer;
	const struct programme *programmes[NAME_PROGRAMMES_MAX];
	int programme_count;
	size_t first_alias[NAME_PROGRAMMES_MAX + 1]; /* of each programme: theirs stand together */
	struct stem *stems;                          /* open addressing */
	size_t size;
	struct alias_words *aliases;
	size_t alias_count;
};

/* Words that begin alike are kin: "transport", "transportation", "транспортный". */
#define STEM_BYTES 14
/* Words of two letters tell nothing. */
#define WORD_LETTERS_MIN 3
/* A name's words weigh a whole one where no other programme has them. */
#define FIT_LEAST 500
#define FIT_LEAD 100
/* Of two programmes with the word, the one that is more often called by it. */
#define FIT_PER_ALIAS 40

static size_t letter_count(const struct token *word)
{
	size_t n = 0;
	for (uint32_t i = 0; i < word->len; i++)
		n += ((unsigned char)word->text[i] & 0xC0) != 0x80;
	return n;
}

static bool is_telling(const struct token *word)
{
	return word->kind == TOKEN_WORD && letter_count(word) >= WORD_LETTERS_MIN;
}

static uint64_t stem_of(const struct name_index *index, const struct token *word)
{
	size_t len = stem_len(index->stemmer, word->text, word->len);
	return hash_quick(word->text, utf8_cut(word->text, len, STEM_BYTES));
}

static struct stem *slot(const struct name_index *index, uint64_t hash)
{
	size_t at = (size_t)(hash >> 16) & (index->size - 1);
	while (index->stems[at].hash && index->stems[at].hash != hash)
		at = (at + 1) & (index->size - 1);
	return &index->stems[at];
}

static void add_alias(struct name_index *index, const struct fold_table *fold, int programme,
                      const char *text)
{
	struct token_list words = { NULL, 0, 0 };
	struct arena *scratch = arena_new(MIB); /* tokens want much room for a few words */
	struct alias_words *alias = &index->aliases[index->alias_count++];
	words_split(scratch, fold, text, strlen(text), false, &words);
	for (size_t i = 0; i < words.count; i++) {
		if (!is_telling(&words.list[i]) || alias->count == ALIAS_WORDS)
			continue;
		uint64_t hash = stem_of(index, &words.list[i]);
		struct stem *stem = slot(index, hash);
		stem->hash = hash;
		stem->programmes |= (uint64_t)1 << programme;
		alias->hashes[alias->count++] = hash;
	}
	arena_free(scratch);
}

static size_t alias_count(const struct package_list *packages, const char *language)
{
	size_t count = 0;
	for (size_t i = 0; packages && i < packages->count; i++) {
		const struct package *package = &packages->list[i];
		for (size_t p = 0; p < package->programme_count; p++)
			for (size_t a = 0; a < package->programmes[p].alias_count; a++)
				count += strcmp(package->programmes[p].aliases[a].language,
				                language) == 0;
	}
	return count;
}

/* In the room that the stems need which there are: names have many words in common. */
static void settle(struct name_index *index, struct arena *arena)
{
	struct stem *all = index->stems;
	size_t size = index->size, count = 0;
	for (size_t i = 0; i < size; i++)
		count += all[i].hash != 0;
	while (index->size >= 4 * count && index->size > 2)
		index->size /= 2;
	index->stems = arena_array(arena, index->size, sizeof(*index->stems));
	for (size_t i = 0; i < size; i++) {
		if (all[i].hash)
			*slot(index, all[i].hash) = all[i];
	}
	free(all);
}

struct name_index *names_new(struct arena *arena, const char *language,
                             const struct fold_table *fold, const struct stemmer *stemmer,
                             const struct package_list *packages)
{
	struct name_index *index = arena_alloc(arena, sizeof(*index));
	size_t aliases = alias_count(packages, language);
	index->stemmer = stemmer;
	index->aliases = arena_array(arena, aliases + 1, sizeof(*index->aliases));
	for (index->size = 256; index->size < 2 * ALIAS_WORDS * aliases; index->size *= 2)
		;
	index->stems = mem_array(index->size, sizeof(*index->stems));
	for (size_t i = 0; packages && i < packages->count; i++) {
		const struct package *package = &packages->list[i];
		for (size_t p = 0;
		     p < package->programme_count && index->programme_count < NAME_PROGRAMMES_MAX;
		     p++) {
			const struct programme *programme = &package->programmes[p];
			index->programmes[index->programme_count] = programme;
			index->first_alias[index->programme_count] = index->alias_count;
			for (size_t a = 0; a < programme->alias_count; a++) {
				if (strcmp(programme->aliases[a].language, language) == 0)
					add_alias(index, fold, index->programme_count,
					          programme->aliases[a].text);
			}
			index->programme_count++;
			index->first_alias[index->programme_count] = index->alias_count;
		}
	}
	settle(index, arena);
	return index;
}

static int count_bits(uint64_t bits)
{
	return __builtin_popcountll(bits);
}

/* How many words of the alias are among those of the text. */
static int words_met(const struct alias_words *alias, const uint64_t *hashes, size_t count)
{
	int met = 0;
	for (size_t w = 0; w < alias->count; w++) {
		for (size_t h = 0; h < count; h++) {
			if (hashes[h] == alias->hashes[w]) {
				met++;
				break;
			}
		}
	}
	return met;
}

/* The best share of one alias's words that the text has, per mille of half a word. */
static void add_coverage(const struct name_index *index, const uint64_t *hashes, size_t count,
                         uint64_t programmes, int fits[NAME_PROGRAMMES_MAX])
{
	for (uint64_t left = programmes; left; left &= left - 1) {
		int p = __builtin_ctzll(left), best = 0;
		for (size_t a = index->first_alias[p]; a < index->first_alias[p + 1]; a++) {
			const struct alias_words *alias = &index->aliases[a];
			int met = words_met(alias, hashes, count);
			int share = alias->count ? 500 * met / (int)alias->count : 0;
			fits[p] += met ? FIT_PER_ALIAS : 0;
			best = share > best ? share : best;
		}
		fits[p] += fits[p] ? best : 0;
	}
}

bool names_knows(const struct name_index *index, const struct token *token)
{
	return slot(index, stem_of(index, token))->programmes != 0;
}

const struct programme *names_find(const struct name_index *index, const struct token *tokens,
                                   size_t first, size_t end)
{
	int fits[NAME_PROGRAMMES_MAX] = { 0 };
	uint64_t hashes[16];
	size_t count = 0;
	uint64_t met = 0; /* programmes with any of the words */
	int best = -1, second = 0;
	for (size_t i = first; i < end && count < 16; i++) {
		if (!is_telling(&tokens[i]))
			continue;
		uint64_t hash = stem_of(index, &tokens[i]);
		uint64_t programmes = slot(index, hash)->programmes;
		if (!programmes)
			continue;
		hashes[count++] = hash;
		int share = 1000 / count_bits(programmes);
		for (uint64_t left = programmes; left; left &= left - 1)
			fits[__builtin_ctzll(left)] += share;
		met |= programmes;
	}
	if (!met)
		return NULL;
	add_coverage(index, hashes, count, met, fits);
	for (int p = 0; p < index->programme_count; p++) {
		if (best < 0 || fits[p] > fits[best]) {
			second = best < 0 ? 0 : fits[best];
			best = p;
		} else if (fits[p] > second) {
			second = fits[p];
		}
	}
	if (best < 0 || fits[best] < FIT_LEAST || fits[best] - second < FIT_LEAD)
		return NULL;
	return index->programmes[best];
}
