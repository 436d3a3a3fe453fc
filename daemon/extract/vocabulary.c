#include "vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "stems.h"
#include "vocabulary_graph.h"
#include "words.h"

/* What a word may stand for: an element of phrases. */
struct meaning {
	uint32_t symbol;
	const struct meaning *next;
};

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
	v->nodes[v->node_count] = (struct node){ .phrase = NULL };
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
		v->nodes[node].edge_count++;
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

static int compare_symbols(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
	return (a < b) - (a > b);
}

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
	qsort(symbols, count, sizeof(*symbols), compare_symbols);
	uint64_t key = hash_quick(symbols, count * sizeof(*symbols));
	const struct meanings *ready = (const struct meanings *)map_get(shared, key);
	if (ready && ready->count == count &&
	    memcmp(ready->list, symbols, count * sizeof(*symbols)) == 0)
		return ready;
	ready = lay_out(v, symbols, count);
	map_put(shared, key, (uintptr_t)ready);
	return ready;
}

static int compare_edges(const void *left, const void *right)
{
	const struct edge *a = left, *b = right;
	return compare_symbols(&a->symbol, &b->symbol);
}

/* The edges of one node stand together. */
static void lay_edges(struct vocabulary *v, struct node *nodes)
{
	struct edge *edges = arena_array(v->arena, v->edges.count, sizeof(*edges)), **ends;
	memcpy(nodes, v->nodes, v->node_count * sizeof(*nodes));
	ends = arena_array(v->building, v->node_count, sizeof(*ends));
	for (size_t i = 0; i < v->node_count; i++) {
		nodes[i].edges = ends[i] = edges;
		edges += nodes[i].edge_count;
	}
	for (size_t i = 0; i < v->edges.size; i++) {
		uint64_t key = v->edges.slots[i].key;
		if (key)
			*ends[key >> 32]++ = (struct edge){ (uint32_t)key,
				                            (uint32_t)v->edges.slots[i].value };
	}
	for (size_t i = 0; i < v->node_count; i++)
		qsort(ends[i] - nodes[i].edge_count, nodes[i].edge_count, sizeof(*edges),
		      compare_edges);
}

void vocabulary_finish(struct vocabulary *v)
{
	struct map *maps[] = { &v->forms, &v->prefixes, &v->stems }, shared = { 0 };
	struct node *nodes = arena_array(v->arena, v->node_count, sizeof(*nodes));
	MEM_FREE(v->elements.slots);
	v->elements = (struct map){ 0 };
	lay_edges(v, nodes);
	for (size_t m = 0; m < COUNT(maps); m++) {
		for (size_t i = 0; i < maps[m]->size; i++) {
			struct slot *slot = &maps[m]->slots[i];
			if (slot->key)
				slot->value = (uintptr_t)share(v, &shared,
				                               (const struct meaning *)slot->value);
		}
		settle(maps[m], v->arena);
	}
	MEM_FREE(v->edges.slots);
	v->edges = (struct map){ 0 };
	free(v->nodes);
	v->nodes = nodes;
	free(shared.slots);
	arena_free(v->building);
	v->building = NULL;
}
