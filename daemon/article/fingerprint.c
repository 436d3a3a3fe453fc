#include <string.h>
#include <unicode/uchar.h>

#include "article/article.h"
#include "base/utf8.h"

#define SHINGLE_WORDS 4
#define WORDS_MIN 12 /* a shorter text is like many others by chance */
#define SEED UINT64_C(0x696E746567726164)

/* splitmix64 (Steele, Lea, Flood 2014): spreads the bits of a counter or a hash. */
static uint64_t mix(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

/* The next word of letters and digits, case folded, as a hash; false at the end. */
static bool next_word(const char **at, const char *end, uint64_t *ret_hash)
{
	uint64_t hash = SEED;
	bool has_any = false;

	while (*at < end) {
		uint32_t cp;
		size_t n = utf8_decode(*at, (size_t)(end - *at), &cp);

		if (u_isalnum((UChar32)cp)) {
			hash = (hash ^ (uint64_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT)) *
			       UINT64_C(0x100000001B3);
			has_any = true;
		} else if (has_any) {
			break;
		}
		*at += n;
	}
	*ret_hash = mix(hash);
	return has_any;
}

static void add_shingle(uint64_t shingle, uint32_t out[ARTICLE_MINHASHES])
{
	for (uint64_t i = 0; i < ARTICLE_MINHASHES; i++) {
		/* one multiplication a function: odd factors make each a permutation */
		uint64_t factor = mix(i) | 1;
		uint32_t h = (uint32_t)((shingle * factor) >> 32);

		if (h < out[i])
			out[i] = h;
	}
}

void article_fingerprint(const char *text, size_t len, uint32_t out[ARTICLE_MINHASHES])
{
	const char *at = text, *end = text + len;
	uint64_t words[SHINGLE_WORDS];
	size_t count = 0;
	uint64_t word;

	memset(out, 0xFF, ARTICLE_MINHASHES * sizeof(out[0]));
	while (next_word(&at, end, &word)) {
		uint64_t shingle = SEED;

		words[count++ % SHINGLE_WORDS] = word;
		if (count < SHINGLE_WORDS)
			continue;
		for (size_t i = 0; i < SHINGLE_WORDS; i++)
			shingle = mix(shingle ^ words[(count + i) % SHINGLE_WORDS]);
		add_shingle(shingle, out);
	}
	if (count < WORDS_MIN)
		memset(out, 0, ARTICLE_MINHASHES * sizeof(out[0]));
}
