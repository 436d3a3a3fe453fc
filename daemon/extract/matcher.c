/* Reads tokens by a vocabulary. */
#include "base/hash.h"
#include "stems.h"
#include "vocabulary_graph.h"
#include "words.h"

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

/* Of one token in three that are asked for; the others are known, and pay for no more. */
static __attribute__((noinline)) void symbols_of(const struct vocabulary *v,
                                                 const struct token *token, struct symbols *out)
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

static inline const struct symbols *recent_symbols(struct vocabulary_matcher *m, size_t token)
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

static bool has_symbol(const struct meanings *meanings, uint32_t symbol)
{
	const uint32_t *low = meanings->list;
	for (size_t left = meanings->count; left > 1;) {
		size_t half = left / 2;
		low += low[half] >= symbol ? half : 0;
		left -= half;
	}
	return *low == symbol;
}

static uint32_t child_by(const struct node *node, uint32_t symbol)
{
	const struct edge *low = node->edges;
	for (size_t left = node->edge_count; left > 1;) {
		size_t half = left / 2;
		low += low[half].symbol >= symbol ? half : 0;
		left -= half;
	}
	return low->symbol == symbol ? low->node : 0;
}

/* A search for phrases from one token on. */
struct search {
	struct vocabulary_matcher *matcher;
	size_t first, end;
	struct vocabulary_match *best;
};

static void walk(const struct search *search, size_t at, uint32_t node, uint32_t weight);

/* Onto the children that a word may mean: by the edges or by the meanings, whichever are fewer. */
static void step(const struct search *search, size_t at, const struct node *here,
                 const struct meanings *meanings, uint32_t weight)
{
	if (!(meanings->symbols & here->children))
		return;
	if (here->edge_count < meanings->count) {
		for (size_t i = 0; i < here->edge_count; i++) {
			const struct edge *edge = &here->edges[i];
			if ((symbol_bit(edge->symbol) & meanings->symbols) &&
			    has_symbol(meanings, edge->symbol))
				walk(search, at + 1, edge->node, weight);
		}
		return;
	}
	for (size_t i = 0; i < meanings->count; i++) {
		uint32_t symbol = meanings->list[i], child;
		if ((symbol_bit(symbol) & here->children) && (child = child_by(here, symbol)))
			walk(search, at + 1, child, weight);
	}
}

/* From the node that the tokens first … at - 1 have led to. */
static void walk(const struct search *search, size_t at, uint32_t node, uint32_t weight)
{
	struct vocabulary_matcher *m = search->matcher;
	const struct node *here = &m->vocabulary->nodes[node];
	if (here->phrase)
		keep(search->best, here->phrase, at - search->first, weight);
	if (!here->children || at == search->end || m->tokens[at].line)
		return; /* no phrase goes over the end of a line */
	const struct symbols *symbols = recent_symbols(m, at);
	if (!(symbols->symbols & here->children))
		return;
	for (size_t i = 0; i < symbols->count; i++)
		step(search, at, here, symbols->list[i], weight + symbols->weights[i]);
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
	const struct search search = { m, first, end, &best };
	for (size_t i = 0; i < symbols->count; i++) {
		const struct meanings *meanings = symbols->list[i];
		for (size_t k = 0; k < meanings->start_count; k++) {
			const struct start *start = &meanings->starts[k];
			if (start->ends_phrase || (start->children & following))
				walk(&search, next, start->node, symbols->weights[i]);
		}
	}
	return best;
}
