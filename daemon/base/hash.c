#include "base/hash.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "base/mem.h"

struct hash_state {
	EVP_MD_CTX *ctx;
};

/* libcrypto fails here only where memory is gone or SHA-256 is disabled: nothing to go on with. */
static void must(int ok)
{
	if (!ok)
		abort();
}

struct hash_state *hash_new(void)
{
	struct hash_state *state = mem_alloc(sizeof(*state));

	state->ctx = EVP_MD_CTX_new();
	must(state->ctx && EVP_DigestInit_ex(state->ctx, EVP_sha256(), NULL));
	return state;
}

void hash_add(struct hash_state *state, const void *bytes, size_t len)
{
	must(EVP_DigestUpdate(state->ctx, bytes, len));
}

static void to_hex(const unsigned char *digest, char out[HASH_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < HASH_SHA256_BYTES; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[2 * HASH_SHA256_BYTES] = '\0';
}

void hash_finish_hex(struct hash_state *state, char out[HASH_HEX_SIZE])
{
	unsigned char digest[HASH_SHA256_BYTES];

	must(EVP_DigestFinal_ex(state->ctx, digest, NULL));
	EVP_MD_CTX_free(state->ctx);
	free(state);
	to_hex(digest, out);
}

static void sha256(const void *bytes, size_t len, unsigned char digest[HASH_SHA256_BYTES])
{
	must(EVP_Digest(bytes, len, digest, NULL, EVP_sha256(), NULL));
}

void hash_sha256_hex(const void *bytes, size_t len, char out[HASH_HEX_SIZE])
{
	unsigned char digest[HASH_SHA256_BYTES];

	sha256(bytes, len, digest);
	to_hex(digest, out);
}

uint64_t hash_short(const void *bytes, size_t len)
{
	unsigned char digest[HASH_SHA256_BYTES];
	uint64_t h = 0;

	sha256(bytes, len, digest);
	for (size_t i = 0; i < 8; i++)
		h = h << 8 | digest[i];
	return h;
}

uint64_t hash_quick(const void *bytes, size_t len)
{
	return hash_quick_more(HASH_QUICK_EMPTY, bytes, len);
}
