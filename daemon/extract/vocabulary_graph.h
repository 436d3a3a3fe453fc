/* A vocabulary as it is laid out for reading: what vocabulary.c builds and matcher.c walks. */
#ifndef EXTRACT_VOCABULARY_GRAPH_H
#define EXTRACT_VOCABULARY_GRAPH_H

#include "vocabulary.h"

/* Of a beginning that '*' completes. */
#define PREFIX_BYTES_MAX 128

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
	uint32_t list[];            /* symbols, the highest first */
};

struct edge {
	uint32_t symbol, node; /* that it leads to */
};

struct node {
	const struct phrase *phrase; /* that ends here; NULL for none */
	uint64_t children;           /* a bit for the symbol of each, as in struct meanings */
	const struct edge *edges;    /* to the children, by symbol, the highest first */
	uint32_t edge_count;
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
	struct map edges;    /* node and symbol → node; while phrases are added */
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

static inline uint64_t symbol_bit(uint32_t symbol)
{
	return (uint64_t)1 << symbol % 64;
}

static inline struct slot *map_slot(const struct map *map, uint64_t key)
{
	size_t at = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (map->size - 1);
	while (map->slots[at].key && map->slots[at].key != key)
		at = (at + 1) & (map->size - 1);
	return &map->slots[at];
}

static inline uintptr_t map_get(const struct map *map, uint64_t key)
{
	return map->size ? map_slot(map, key)->value : 0;
}

#endif
