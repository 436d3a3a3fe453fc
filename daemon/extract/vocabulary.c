#include "vocabulary.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "stems.h"
#include "words.h"

/* Of a beginning that '*' completes. */
#define PREFIX_BYTES_MAX 128

/* What a word may stand for: an element of phrases. */
struct meaning {
	uint32_t symbol;
	const struct meaning *next;
};

/* The node that a first word leads to, with what tells whether it is worth to go there. */
struct start {
	uint64_t children; /* of the node */
	uint32_t node;
	bool ends_phrase;
};

/*
 * What one word may stand for, laid out for reading once all phrases are added;
 * words of the same meaning share it.
 */
struct meanings {
	uint64_t symbols; /* a bit for each, by its last digits: most questions end there */
	uint32_t count;
	uint32_t start_count;
	const struct start *starts; /* of those symbols that begin phrases */
	uint32_t list[];            /* symbols */
};

struct node {
	const struct phrase *phrase; /* that ends here; NULL for none */
	uint64_t children;           /* a bit for the symbol of each, as in struct meanings */
};

/* Open addressing, 64-bit keys; 0 is no key. */
struct slot {
	uint64_t key;
	uintptr_t value;
};

struct map {
	struct slot *slots;
	size_t size; /* a power of two */
	size_t count;
};

struct vocabulary {
	struct arena *arena;
	struct arena *building; /* what is needed until the last phrase is added; then NULL */
	struct endings endings;
	/* of words → struct meaning while phrases are added, struct meanings thereafter: */
	struct map forms;    /* whole ones */
	struct map prefixes; /* beginnings that '*' completes */
	struct map stems;    /* those of names */
	struct map elements; /* text of an element → symbol */
	struct map edges;    /* node and symbol → node */
	struct node *nodes;
	size_t node_count;
	size_t node_cap;
	uint32_t symbol_count;
	size_t prefix_max;   /* bytes of the longest prefix */
	uint8_t *beginnings; /* a bit for the hash of each beginning of each prefix */
	uint8_t *known;      /* a bit for the hash of each form and stem */
};

/* 8 KB for some thousand beginnings, 16 for more forms: few are found by chance. */
#define BEGINNING_BITS 16
#define KNOWN_BITS 17

static inline size_t bit_of(uint64_t hash, int bits)
{
	return (size_t)(hash * 0x9E3779B97F4A7C15u >> (64 - bits));
}

static inline bool has_bit(const uint8_t *set, size_t bit)
{
	return set[bit / 8] >> bit % 8 & 1;
}

static void set_bit(uint8_t *set, size_t bit)
{
	set[bit / 8] |= (uint8_t)(1 << bit % 8);
}

static void add_beginnings(struct vocabulary *v, const char *word, size_t len)
{
	uint64_t hash = HASH_QUICK_EMPTY;
	for (size_t i = 0; i < len; i++) {
		hash = hash_quick_more(hash, word + i, 1);
		set_bit(v->beginnings, bit_of(hash, BEGINNING_BITS));
	}
}

static struct slot *map_slot(const struct map *map, uint64_t key)
{
	size_t at = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (map->size - 1);
	while (map->slots[at].key && map->slots[at].key != key)
		at = (at + 1) & (map->size - 1);
	return &map->slots[at];
}

static uintptr_t map_get(const struct map *map, uint64_t key)
{
	return map->size ? map_slot(map, key)->value : 0;
}

/* Slots are the heap's while phrases are added: each doubling would stay in the arena. */
static void map_put(struct map *map, uint64_t key, uintptr_t value)
{
	if (2 * (map->count + 1) > map->size) {
		struct map old = *map;
		map->size = old.size ? 2 * old.size : 256;
		map->slots = mem_array(map->size, sizeof(*map->slots));
		for (size_t i = 0; i < old.size; i++) {
			if (old.slots[i].key)
				*map_slot(map, old.slots[i].key) = old.slots[i];
		}
		MEM_FREE(old.slots);
	}
	struct slot *slot = map_slot(map, key);
	map->count += slot->key == 0;
	*slot = (struct slot){ key, value };
}

/* What is only looked up from now on, in the room that it needs: at most four fifths are in use. */
static void settle(struct map *map, struct arena *arena)
{
	struct map old = *map;
	for (map->size = 2; 4 * map->size < 5 * map->count; map->size *= 2)
		;
	map->slots = arena_array(arena, map->size, sizeof(*map->slots));
	for (size_t i = 0; i < old.size; i++) {
		if (old.slots[i].key)
			*map_slot(map, old.slots[i].key) = old.slots[i];
	}
	free(old.slots);
}

static uint32_t add_node(struct vocabulary *v)
{
	v->nodes = mem_room(v->nodes, v->node_count, &v->node_cap, sizeof(*v->nodes));
	v->nodes[v->node_count] = (struct node){ 0 };
	return (uint32_t)v->node_count++;
}

struct vocabulary *vocabulary_new(struct arena *arena, const struct endings *endings)
{
	struct vocabulary *v = arena_alloc(arena, sizeof(*v));
	v->arena = arena;
	v->building = arena_new(LIMIT_CONFIG_ARENA_BYTES);
	v->endings = *endings;
	v->symbol_count = 1;
	v->beginnings = arena_alloc(arena, (1u << BEGINNING_BITS) / 8);
	v->known = arena_alloc(arena, (1u << KNOWN_BITS) / 8);
	add_node(v); /* the root */
	return v;
}

static inline uint64_t symbol_bit(uint32_t symbol)
{
	return (uint64_t)1 << symbol % 64;
}

static inline uint64_t edge_key(uint32_t node, uint32_t symbol)
{
	return (uint64_t)node << 32 | symbol;
}

static void add_meaning(struct vocabulary *v, struct map *map, const char *word, size_t len,
                        uint32_t symbol)
{
	uint64_t key = hash_quick(word, len);
	/* two spellings of an alternative may be folded into one */
	for (const struct meaning *known = (const struct meaning *)map_get(map, key); known;
	     known = known->next) {
		if (known->symbol == symbol)
			return;
	}
	struct meaning *meaning = arena_alloc(v->building, sizeof(*meaning));
	*meaning = (struct meaning){ symbol, (const struct meaning *)map_get(map, key) };
	map_put(map, key, (uintptr_t)meaning);
	if (map != &v->prefixes)
		set_bit(v->known, bit_of(key, KNOWN_BITS));
}

static const char *add_inflected(struct vocabulary *v, const char *stem, size_t stem_len,
                                 const char *class, size_t class_len, uint32_t symbol)
{
	char name[64], word[256];
	if (class_len >= sizeof(name) || stem_len > 128)
		return "a word is too long";
	memcpy(name, class, class_len);
	name[class_len] = '\0';
	const struct tree *endings = v->endings.classes ? tree_get(v->endings.classes, name) : NULL;
	if (!endings || endings->kind != TREE_LIST)
		return arena_printf(v->arena, "no class of endings is called \"%s\"", name);
	for (size_t i = 0; i < endings->count; i++) {
		const char *ending = endings->items[i]->text ? endings->items[i]->text : "";
		if (*ending)
			ending = words_fold(v->building, v->endings.fold, ending);
		size_t len = strlen(ending);
		if (len > 64)
			return "an ending is too long";
		memcpy(word, stem, stem_len);
		memcpy(word + stem_len, ending, len);
		add_meaning(v, &v->forms, word, stem_len + len, symbol);
	}
	return NULL;
}

/* One alternative of an element: "word", "begin*" or "stem~class". */
static const char *add_alternative(struct vocabulary *v, const char *word, size_t len,
                                   uint32_t symbol)
{
	const char *tilde = len > 1 ? memchr(word, '~', len) : NULL;
	if (len == 0)
		return "an alternative is empty";
	if (tilde)
		return add_inflected(v, word, (size_t)(tilde - word), tilde + 1,
		                     len - (size_t)(tilde - word) - 1, symbol);
	if (word[len - 1] == '*') {
		if (len < 3)
			return "a beginning before '*' needs two letters";
		if (len - 1 > PREFIX_BYTES_MAX)
			return "a word is too long";
		if (len - 1 > v->prefix_max)
			v->prefix_max = len - 1;
		add_beginnings(v, word, len - 1);
		add_meaning(v, &v->prefixes, word, len - 1, symbol);
		return NULL;
	}
	add_meaning(v, &v->forms, word, len, symbol);
	return NULL;
}

static const char *element_symbol(struct vocabulary *v, const char *text, size_t len,
                                  uint32_t *ret_symbol)
{
	uint64_t key = hash_quick(text, len);
	uint32_t symbol = (uint32_t)map_get(&v->elements, key);
	if (!symbol) {
		symbol = v->symbol_count++;
		map_put(&v->elements, key, symbol);
		for (size_t at = 0; at <= len;) {
			const char *bar = at < len ? memchr(text + at, '|', len - at) : NULL;
			size_t end = bar && len > 1 ? (size_t)(bar - text) : len;
			const char *wrong = add_alternative(v, text + at, end - at, symbol);
			if (wrong)
				return wrong;
			at = end + 1;
		}
	}
	*ret_symbol = symbol;
	return NULL;
}

static uint32_t child_of(struct vocabulary *v, uint32_t node, uint32_t symbol)
{
	uint64_t key = edge_key(node, symbol);
	uint32_t child = (uint32_t)map_get(&v->edges, key);
	if (!child) {
		child = add_node(v);
		v->nodes[node].children |= symbol_bit(symbol);
		map_put(&v->edges, key, child);
	}
	return child;
}

static void end_phrase(struct vocabulary *v, uint32_t node, const struct phrase *phrase)
{
	struct phrase *copy = arena_alloc(v->arena, sizeof(*copy));
	*copy = *phrase;
	copy->next = v->nodes[node].phrase;
	copy->alone[0] = copy;
	copy->alone[1] = NULL;
	v->nodes[node].phrase = copy;
}

/* The elements from text on, below node; an optional one is tried both ways. */
static const char *add_elements(struct vocabulary *v, const char *text, uint32_t node, int depth,
                                const struct phrase *phrase)
{
	while (*text == ' ')
		text++;
	if (!*text) {
		if (node == 0)
			return "a phrase needs a word that must stand";
		end_phrase(v, node, phrase);
		return NULL;
	}
	if (depth == PHRASE_ELEMENTS_MAX)
		return "a phrase is too long";
	size_t len = strcspn(text, " ");
	bool optional = text[0] == '[' && len > 2;
	if (optional && text[len - 1] != ']')
		return "a bracket is not closed (one word a bracket)";
	if (optional) {
		const char *wrong = add_elements(v, text + len, node, depth + 1, phrase);
		if (wrong && node)
			return wrong;
	}
	uint32_t symbol;
	const char *wrong = element_symbol(v, text + optional, len - 2u * (unsigned)optional,
	                                   &symbol);
	if (wrong)
		return wrong;
	return add_elements(v, text + len, child_of(v, node, symbol), depth + 1, phrase);
}

const char *vocabulary_add(struct vocabulary *v, const char *text, const struct phrase *phrase)
{
	return add_elements(v, text, 0, 0, phrase);
}

void vocabulary_add_name(struct vocabulary *v, const char *text, const struct phrase *phrase)
{
	struct fold_table none = { .count = 0 };
	struct token_list words = { NULL, 0, 0 };
	struct arena *scratch = arena_new(MIB); /* tokens want much room for a few words */
	uint32_t node = 0;
	words_split(scratch, &none, text, strlen(text), false, &words);
	for (size_t i = 0; i < words.count; i++) {
		const struct token *word = &words.list[i];
		size_t len = stem_len(v->endings.stemmer, word->text, word->len);
		uint64_t key = hash_quick(word->text, len);
		const struct meaning *known = (const struct meaning *)map_get(&v->stems, key);
		uint32_t symbol = known ? known->symbol : v->symbol_count++;
		if (!known)
			add_meaning(v, &v->stems, word->text, len, symbol);
		node = child_of(v, node, symbol);
	}
	if (node)
		end_phrase(v, node, phrase);
	arena_free(scratch);
}

/* --- ready for reading */

static const struct meanings *lay_out(const struct vocabulary *v, const uint32_t *symbols,
                                      size_t count)
{
	struct meanings *ready = arena_alloc(v->arena,
	                                     sizeof(*ready) + count * sizeof(*ready->list));
	struct start *starts;
	ready->count = (uint32_t)count;
	for (size_t i = 0; i < count; i++) {
		ready->symbols |= symbol_bit(symbols[i]);
		ready->list[i] = symbols[i];
		ready->start_count += map_get(&v->edges, edge_key(0, symbols[i])) != 0;
	}
	ready->starts = starts = arena_array(v->arena, ready->start_count, sizeof(*starts));
	for (size_t i = 0; i < count; i++) {
		uint32_t node = (uint32_t)map_get(&v->edges, edge_key(0, symbols[i]));
		const struct node *begun = &v->nodes[node];
		if (node)
			*starts++ = (struct start){ .children = begun->children,
				                    .node = node,
				                    .ends_phrase = begun->phrase != NULL };
	}
	return ready;
}

/* Laid out already for another word, or now. */
static const struct meanings *share(struct vocabulary *v, struct map *shared,
                                    const struct meaning *first)
{
	size_t count = 0, i = 0;
	for (const struct meaning *m = first; m; m = m->next)
		count++;
	uint32_t *symbols = arena_array(v->building, count, sizeof(*symbols));
	for (const struct meaning *m = first; m; m = m->next)
		symbols[i++] = m->symbol;
	uint64_t key = hash_quick(symbols, count * sizeof(*symbols));
	const struct meanings *ready = (const struct meanings *)map_get(shared, key);
	if (ready && ready->count == count &&
	    memcmp(ready->list, symbols, count * sizeof(*symbols)) == 0)
		return ready;
	ready = lay_out(v, symbols, count);
	map_put(shared, key, (uintptr_t)ready);
	return ready;
}

void vocabulary_finish(struct vocabulary *v)
{
	struct map *maps[] = { &v->forms, &v->prefixes, &v->stems }, shared = { 0 };
	struct node *nodes = arena_array(v->arena, v->node_count, sizeof(*nodes));
	MEM_FREE(v->elements.slots);
	v->elements = (struct map){ 0 };
	settle(&v->edges, v->arena);
	for (size_t m = 0; m < COUNT(maps); m++) {
		for (size_t i = 0; i < maps[m]->size; i++) {
			struct slot *slot = &maps[m]->slots[i];
			if (slot->key)
				slot->value = (uintptr_t)share(v, &shared,
				                               (const struct meaning *)slot->value);
		}
		settle(maps[m], v->arena);
	}
	memcpy(nodes, v->nodes, v->node_count * sizeof(*nodes));
	free(v->nodes);
	v->nodes = nodes;
	free(shared.slots);
	arena_free(v->building);
	v->building = NULL;
}

/* --- reading */

/* The further a word is spelled out, the more it weighs, and a little more where it is whole. */
static inline void collect(const struct map *map, uint64_t key, size_t len, bool is_whole,
                           struct symbols *out)
{
	const struct meanings *meanings = (const struct meanings *)map_get(map, key);
	if (!meanings || out->count == MEANINGS_MAX)
		return;
	out->weights[out->count] = 2 * (uint32_t)len + is_whole;
	out->list[out->count++] = meanings;
	out->symbols |= meanings->symbols;
	out->starts |= meanings->start_count > 0;
}

/* The longest beginnings first; the hash of each is that of a shorter one, and a letter. */
static void collect_prefixes(const struct vocabulary *v, const struct token *token,
                             struct symbols *out)
{
	uint64_t hashes[PREFIX_BYTES_MAX + 1], hash = HASH_QUICK_EMPTY;
	size_t most = v->prefix_max < token->len ? v->prefix_max : token->len, len = 0;
	while (len < most) {
		hash = hash_quick_more(hash, token->text + len, 1);
		if (!has_bit(v->beginnings, bit_of(hash, BEGINNING_BITS)))
			break; /* no prefix goes on so */
		hashes[++len] = hash;
	}
	for (; len >= 2; len--) {
		if (((unsigned char)token->text[len] & 0xC0) != 0x80) /* between two characters */
			collect(&v->prefixes, hashes[len], len, false, out);
	}
}

static void symbols_of(const struct vocabulary *v, const struct token *token, struct symbols *out)
{
	out->count = 0;
	out->symbols = 0;
	out->starts = false;
	if (has_bit(v->known, bit_of(token->hash, KNOWN_BITS)))
		collect(&v->forms, token->hash, token->len, true, out);
	if (v->stems.count) {
		size_t len = stem_len(v->endings.stemmer, token->text, token->len);
		uint64_t hash = len == token->len ? token->hash : hash_quick(token->text, len);
		if (has_bit(v->known, bit_of(hash, KNOWN_BITS)))
			collect(&v->stems, hash, len, false, out);
	}
	if (v->prefix_max && token->kind == TOKEN_WORD)
		collect_prefixes(v, token, out);
}

static void keep(struct vocabulary_match *best, const struct phrase *phrase, size_t length,
                 uint32_t weight)
{
	if (length > best->length || (length == best->length && weight > best->weight)) {
		*best = (struct vocabulary_match){ .length = length, .weight = weight };
	} else if (length < best->length || weight < best->weight ||
	           best->count == PHRASES_AT_ONCE) {
		return;
	}
	for (size_t i = 0; i < best->count; i++) {
		if (best->phrases[i] == phrase)
			return;
	}
	best->phrases[best->count++] = phrase;
}

static const struct symbols *recent_symbols(struct vocabulary_matcher *m, size_t token)
{
	struct symbols *symbols = &m->symbols[token % RECENT_TOKENS];
	if (symbols->known != token + 1) {
		symbols_of(m->vocabulary, &m->tokens[token], symbols);
		symbols->known = token + 1;
	}
	return symbols;
}

void vocabulary_matcher_init(struct vocabulary_matcher *m, const struct vocabulary *v,
                             const struct token *tokens)
{
	m->vocabulary = v;
	m->tokens = tokens;
	for (size_t i = 0; i < RECENT_TOKENS; i++)
		m->symbols[i].known = 0;
}

/* From the node that the tokens first … at - 1 have led to. */
static void walk(struct vocabulary_matcher *m, size_t first, size_t at, size_t end, uint32_t node,
                 uint32_t weight, struct vocabulary_match *best)
{
	const struct vocabulary *v = m->vocabulary;
	const struct node *here = &v->nodes[node];
	if (here->phrase)
		keep(best, here->phrase, at - first, weight);
	if (!here->children || at == end || m->tokens[at].line)
		return; /* no phrase goes over the end of a line */
	const struct symbols *symbols = recent_symbols(m, at);
	if (!(symbols->symbols & here->children))
		return;
	for (size_t i = 0; i < symbols->count; i++) {
		const struct meanings *meanings = symbols->list[i];
		for (size_t k = 0; k < meanings->count; k++) {
			uint32_t symbol = meanings->list[k];
			if (!(symbol_bit(symbol) & here->children))
				continue;
			uint32_t child = (uint32_t)map_get(&v->edges, edge_key(node, symbol));
			if (child)
				walk(m, first, at + 1, end, child, weight + symbols->weights[i],
				     best);
		}
	}
}

struct vocabulary_match vocabulary_match(struct vocabulary_matcher *m, size_t first, size_t end)
{
	struct vocabulary_match best = { .count = 0 };
	if (first == end)
		return best;
	const struct symbols *symbols = recent_symbols(m, first);
	if (!symbols->starts)
		return best;
	size_t next = first + 1;
	bool goes_on = next < end && !m->tokens[next].line;
	uint64_t following = goes_on ? recent_symbols(m, next)->symbols : 0;
	for (size_t i = 0; i < symbols->count; i++) {
		const struct meanings *meanings = symbols->list[i];
		for (size_t k = 0; k < meanings->start_count; k++) {
			const struct start *start = &meanings->starts[k];
			if (start->ends_phrase || (start->children & following))
				walk(m, first, next, end, start->node, symbols->weights[i], &best);
		}
	}
	return best;
}
