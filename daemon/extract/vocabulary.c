#include "vocabulary.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "stems.h"
#include "words.h"

/* Of a beginning that '*' completes. */
#define PREFIX_BYTES_MAX 128

/* What a word may stand for: an element of phrases, and how far it is spelled out there. */
struct meaning {
	uint32_t symbol;
	uint32_t weight;
	const struct meaning *next;
};

struct node {
	const struct phrase *phrase; /* that ends here; NULL for none */
	bool has_children;
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
	struct endings endings;
	struct map forms;    /* whole words → struct meaning */
	struct map prefixes; /* beginnings that '*' completes → struct meaning */
	struct map stems;    /* of names' words → struct meaning */
	struct map elements; /* text of an element → symbol */
	struct map edges;    /* node and symbol → node */
	struct node *nodes;
	size_t node_count;
	size_t node_cap;
	uint32_t *roots; /* by symbol: the child of node 0, or 0; asked for with each token */
	size_t root_cap;
	uint32_t symbol_count;
	size_t prefix_max;   /* bytes of the longest prefix */
	uint8_t *beginnings; /* a bit for the hash of each beginning of each prefix */
};

#define BEGINNING_BITS 16 /* 8 KB for some thousand beginnings: few are found by chance */

static bool is_beginning(const struct vocabulary *v, uint64_t hash)
{
	size_t bit = (size_t)(hash * 0x9E3779B97F4A7C15u >> (64 - BEGINNING_BITS));
	return v->beginnings[bit / 8] >> bit % 8 & 1;
}

static void add_beginnings(struct vocabulary *v, const char *word, size_t len)
{
	uint64_t hash = HASH_QUICK_EMPTY;
	for (size_t i = 0; i < len; i++) {
		hash = hash_quick_more(hash, word + i, 1);
		size_t bit = (size_t)(hash * 0x9E3779B97F4A7C15u >> (64 - BEGINNING_BITS));
		v->beginnings[bit / 8] |= (uint8_t)(1 << bit % 8);
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

static void map_put(struct arena *arena, struct map *map, uint64_t key, uintptr_t value)
{
	if (2 * (map->count + 1) > map->size) {
		struct map old = *map;
		map->size = old.size ? 2 * old.size : 256;
		map->slots = arena_array(arena, map->size, sizeof(*map->slots));
		for (size_t i = 0; i < old.size; i++) {
			if (old.slots[i].key)
				*map_slot(map, old.slots[i].key) = old.slots[i];
		}
	}
	struct slot *slot = map_slot(map, key);
	map->count += slot->key == 0;
	*slot = (struct slot){ key, value };
}

static uint32_t add_node(struct vocabulary *v)
{
	if (v->node_count == v->node_cap) {
		size_t cap = v->node_cap ? 2 * v->node_cap : 512;
		struct node *nodes = arena_array(v->arena, cap, sizeof(*nodes));
		if (v->node_count)
			memcpy(nodes, v->nodes, v->node_count * sizeof(*nodes));
		v->nodes = nodes;
		v->node_cap = cap;
	}
	return (uint32_t)v->node_count++;
}

struct vocabulary *vocabulary_new(struct arena *arena, const struct endings *endings)
{
	struct vocabulary *v = arena_alloc(arena, sizeof(*v));
	v->arena = arena;
	v->endings = *endings;
	v->symbol_count = 1;
	v->beginnings = arena_alloc(arena, (1u << BEGINNING_BITS) / 8);
	add_node(v); /* the root */
	return v;
}

static uint64_t edge_key(uint32_t node, uint32_t symbol)
{
	return (uint64_t)node << 32 | symbol;
}

static void add_meaning(struct vocabulary *v, struct map *map, const char *word, size_t len,
                        uint32_t symbol, uint32_t weight)
{
	uint64_t key = hash_quick(word, len);
	/* two spellings of an alternative may be folded into one */
	for (const struct meaning *known = (const struct meaning *)map_get(map, key); known;
	     known = known->next) {
		if (known->symbol == symbol && known->weight == weight)
			return;
	}
	struct meaning *meaning = arena_alloc(v->arena, sizeof(*meaning));
	*meaning = (struct meaning){ symbol, weight, (const struct meaning *)map_get(map, key) };
	map_put(v->arena, map, key, (uintptr_t)meaning);
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
			ending = words_fold(v->arena, v->endings.fold, ending);
		size_t len = strlen(ending);
		if (len > 64)
			return "an ending is too long";
		memcpy(word, stem, stem_len);
		memcpy(word + stem_len, ending, len);
		add_meaning(v, &v->forms, word, stem_len + len, symbol,
		            2 * (uint32_t)(stem_len + len) + 1);
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
		add_meaning(v, &v->prefixes, word, len - 1, symbol, 2 * (uint32_t)(len - 1));
		return NULL;
	}
	add_meaning(v, &v->forms, word, len, symbol, 2 * (uint32_t)len + 1);
	return NULL;
}

static const char *element_symbol(struct vocabulary *v, const char *text, size_t len,
                                  uint32_t *ret_symbol)
{
	uint64_t key = hash_quick(text, len);
	uint32_t symbol = (uint32_t)map_get(&v->elements, key);
	if (!symbol) {
		symbol = v->symbol_count++;
		map_put(v->arena, &v->elements, key, symbol);
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

static void set_root(struct vocabulary *v, uint32_t symbol, uint32_t child)
{
	if (symbol >= v->root_cap) {
		size_t cap = symbol < 256 ? 512 : 2 * (size_t)symbol;
		uint32_t *roots = arena_array(v->arena, cap, sizeof(*roots));
		if (v->root_cap)
			memcpy(roots, v->roots, v->root_cap * sizeof(*roots));
		v->roots = roots;
		v->root_cap = cap;
	}
	v->roots[symbol] = child;
}

/* The node that the symbol leads to, or 0. */
static inline uint32_t find_child(const struct vocabulary *v, uint32_t node, uint32_t symbol)
{
	if (node == 0)
		return symbol < v->root_cap ? v->roots[symbol] : 0;
	return (uint32_t)map_get(&v->edges, edge_key(node, symbol));
}

static uint32_t child_of(struct vocabulary *v, uint32_t node, uint32_t symbol)
{
	uint64_t key = edge_key(node, symbol);
	uint32_t child = (uint32_t)map_get(&v->edges, key);
	if (!child) {
		child = add_node(v);
		v->nodes[node].has_children = true;
		map_put(v->arena, &v->edges, key, child);
		if (node == 0)
			set_root(v, symbol, child);
	}
	return child;
}

static void end_phrase(struct vocabulary *v, uint32_t node, const struct phrase *phrase)
{
	struct phrase *copy = arena_alloc(v->arena, sizeof(*copy));
	*copy = *phrase;
	copy->next = v->nodes[node].phrase;
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
			add_meaning(v, &v->stems, word->text, len, symbol, 2 * (uint32_t)len);
		node = child_of(v, node, symbol);
	}
	if (node)
		end_phrase(v, node, phrase);
	arena_free(scratch);
}

static void collect(const struct meaning *meaning, struct symbols *out)
{
	for (; meaning && out->count < TOKEN_SYMBOLS_MAX; meaning = meaning->next) {
		out->symbol[out->count] = meaning->symbol;
		out->weight[out->count++] = meaning->weight;
	}
}

/* The longest beginnings first; the hash of each is that of a shorter one, and a letter. */
static void collect_prefixes(const struct vocabulary *v, const struct token *token,
                             struct symbols *out)
{
	uint64_t hashes[PREFIX_BYTES_MAX + 1];
	size_t most = v->prefix_max < token->len ? v->prefix_max : token->len;
	hashes[0] = HASH_QUICK_EMPTY;
	for (size_t len = 1; len <= most; len++) {
		hashes[len] = hash_quick_more(hashes[len - 1], token->text + len - 1, 1);
		if (!is_beginning(v, hashes[len]))
			most = len - 1; /* no prefix goes on so */
	}
	for (size_t len = most; len >= 2; len--) {
		if (((unsigned char)token->text[len] & 0xC0) != 0x80) /* between two characters */
			collect((const struct meaning *)map_get(&v->prefixes, hashes[len]), out);
	}
}

static void symbols_of(const struct vocabulary *v, const struct token *token, struct symbols *out)
{
	out->count = 0;
	collect((const struct meaning *)map_get(&v->forms, token->hash), out);
	if (v->stems.count) {
		size_t len = stem_len(v->endings.stemmer, token->text, token->len);
		collect((const struct meaning *)map_get(&v->stems, hash_quick(token->text, len)),
		        out);
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
	size_t at = token % RECENT_TOKENS;
	if (m->known[at] != token + 1) {
		symbols_of(m->vocabulary, &m->tokens[token], &m->symbols[at]);
		m->known[at] = token + 1;
	}
	return &m->symbols[at];
}

void vocabulary_matcher_init(struct vocabulary_matcher *m, const struct vocabulary *v,
                             const struct token *tokens)
{
	m->vocabulary = v;
	m->tokens = tokens;
	memset(m->known, 0, sizeof(m->known));
}

static void walk(struct vocabulary_matcher *m, size_t first, size_t at, size_t end, uint32_t node,
                 uint32_t weight, struct vocabulary_match *best)
{
	const struct vocabulary *v = m->vocabulary;
	const struct phrase *phrase = v->nodes[node].phrase;
	if (phrase)
		keep(best, phrase, at - first, weight);
	if (at == end || !v->nodes[node].has_children)
		return;
	if (at > first && m->tokens[at].line)
		return; /* no phrase goes over the end of a line */
	const struct symbols *symbols = recent_symbols(m, at);
	for (size_t i = 0; i < symbols->count; i++) {
		uint32_t child = find_child(v, node, symbols->symbol[i]);
		if (child)
			walk(m, first, at + 1, end, child, weight + symbols->weight[i], best);
	}
}

struct vocabulary_match vocabulary_match(struct vocabulary_matcher *m, size_t first, size_t end)
{
	struct vocabulary_match best = { .count = 0 };
	walk(m, first, first, end, 0, 0, &best);
	return best;
}
